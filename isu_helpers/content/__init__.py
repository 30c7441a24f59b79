"""Texts, limits and looks kept as data: each file is YAML with ids and sources."""

from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from ..wording import clean

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

NOTEBOOK = "anteckningsbok"


@cache
def load(name: str) -> dict:
    """The content of ``<name>.yaml`` in this folder."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


def fraction(name: str) -> Fraction:
    """A limit among the thresholds, exactly as it is written.

    Examples
    --------
    >>> fraction("korsning_andel_kvar") == Fraction(2, 3), fraction("styrka") == Fraction(4, 5)
    (True, True)
    """
    return Fraction(str(load("thresholds")[name]["value"]))


@cache
def prompts() -> dict[str, dict]:
    """All prompts by id in the order of the course; ``anteckningsbok`` is their notebook's id."""
    folder, found = files(__package__).joinpath("prompts"), {}
    for notebook in notebooks():
        if folder.joinpath(f"{notebook}.yaml").is_file():
            entries = load(f"prompts/{notebook}")
            found |= {id: {NOTEBOOK: notebook, **entry} for id, entry in entries.items()}
    return found


@cache
def notebooks() -> dict[str, dict]:
    """The notebooks of the course by id, in its order."""
    return {entry["id"]: entry for entry in load("notebooks")["anteckningsbocker"]}


def text(name: str) -> str:
    """A text file of this folder as it stands, such as a style sheet."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def render(template: str, macro: str, /, **values: object) -> "Markup":
    """HTML by a macro of a template in ``templates``: values are escaped, HTML made here is kept.

    Parameters
    ----------
    template
        The file without ``.html.j2``, such as ``"pages/plan"``.
    macro
        Which macro of the file.
    values
        Its arguments.
    """
    return getattr(_templates().get_template(f"{template}.html.j2").module, macro)(**values)


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(__package__, "templates"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined, finalize=_cleaned,
    )  # fmt: skip


def _cleaned(value: object) -> object:
    """A value without what no page may hold, such as control characters."""
    return value if hasattr(value, "__html__") or not isinstance(value, str) else clean(value)
