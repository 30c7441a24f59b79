"""Texts, limits and looks kept as data: each file is YAML with ids and sources."""

import os
import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ruamel.yaml import YAML

from ..wording import HIDDEN, clean

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup
    from pydantic import TypeAdapter

NOTEBOOK = "anteckningsbok"
OUTSIDE = re.compile(r"(?:^|(?<=>))[^<>]+")  # the text of HTML, not its tags
LETTER = re.compile(r"&[#\w]+;|[^\s<>]")  # as it is read: «&amp;» is one
LONG_WORD = re.compile(rf"(?:{LETTER.pattern}){{30,}}")
LINE = 70  # letters of a line in the margin of a printed page
LOOKS = ("release.css", "charts.css", "forms.css")  # of what notebooks show
ON_PAGE = "ISU_BORD"  # set in kernels of `isu lab`, whose page has these once for all cells
STEP, BREAK = 12, "<wbr>"  # letters between places to break, and what stands there
T = TypeVar("T")


@cache
def load(name: str) -> dict[str, Any]:
    """The content of ``<name>.yaml`` in this folder."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = _parsed(text)
    return data


def _parsed(text: str) -> Any:
    """Our own YAML, read by libyaml in a tenth of the time where that is to be had.

    It is written so that both read it alike: they differ in bare ``yes`` and ``no``.
    """
    try:
        from yaml import CSafeLoader
        from yaml import load as parse
    except ImportError:
        return YAML(typ="safe").load(text)
    return parse(text, Loader=CSafeLoader)


def checked(kind: type[T], given: dict[str, Any]) -> T:
    """A plain dataclass from a row of our own YAML, its fields checked by pydantic.

    Where pydantic is not to be had, in a browser, it is made without checks: the tests have read
    all that is shipped.

    Raises
    ------
    ValueError
        When a field is missing, unknown or of another type.
    """
    try:
        adapter: TypeAdapter[T] = _adapter(kind)  # type: ignore[arg-type]  # classes have hashes
    except ImportError:
        return kind(**given)
    return adapter.validate_python(given)


@cache
def _adapter(kind: type) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    how = "__pydantic_config__"  # as a plain dataclass tells pydantic
    setattr(kind, how, {"extra": "forbid"})
    return TypeAdapter(kind)


def fraction(name: str) -> Fraction:
    """A limit among the thresholds, exactly as it is written.

    Examples
    --------
    >>> fraction("korsning_andel_kvar") == Fraction(2, 3), fraction("styrka") == Fraction(4, 5)
    (True, True)
    """
    return Fraction(str(load("thresholds")[name]["value"]))


@cache
def prompts() -> dict[str, dict[str, Any]]:
    """All prompts by id in the order of the course; ``anteckningsbok`` is their notebook's id."""
    folder, found = files(__package__).joinpath("prompts"), dict[str, dict[str, Any]]()
    for notebook in notebooks():
        if folder.joinpath(f"{notebook}.yaml").is_file():
            entries = load(f"prompts/{notebook}")
            found |= {id: {NOTEBOOK: notebook, **entry} for id, entry in entries.items()}
    return found


@cache
def notebooks() -> dict[str, dict[str, Any]]:
    """The notebooks of the course by id, in its order."""
    return {entry["id"]: entry for entry in load("notebooks")["anteckningsbocker"]}


def read_all() -> None:
    """Read every file and every template, for a process that others begin as copies of."""
    folder = Path(str(files(__package__)))
    for path in sorted(folder.rglob("*.yaml")):
        load(path.relative_to(folder).with_suffix("").as_posix())
    for name in _templates().list_templates():
        _templates().get_template(name)
    prompts()


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
    macros = _templates().get_template(f"{template}.html.j2").module
    made: Markup = getattr(macros, macro)(**values)
    return made


def render_page(template: str, /, **values: object) -> str:
    """A whole page by a template in ``templates``, with one line break at its end.

    Parameters
    ----------
    template
        The file without ``.html.j2``, such as ``"publish/start"``.
    values
        What it names: escaped, but for HTML made here.
    """
    return _templates().get_template(f"{template}.html.j2").render(**values).strip() + "\n"


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(__package__, "templates"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True, undefined=StrictUndefined, finalize=_cleaned,
    )  # fmt: skip
    made.filters |= {"breakable": breakable, "in_style": in_style}
    made.globals |= {"text": text, "hidden": HIDDEN, "needed": _needed}
    return made


def _needed(sheets: Iterable[str]) -> list[str]:
    """The style sheets that a cell's own output has to bring."""
    has_looks = ON_PAGE in os.environ
    return [name for name in sheets if not (has_looks and name in LOOKS)]


def breakable(markup: str) -> "Markup":
    """HTML in which words that no column has room for may be broken, and others may not.

    Examples
    --------
    >>> breakable('<th title="' + "i" * 40 + '">' + "Ö" * 40 + "</th>").count("<wbr>")
    3
    """
    from markupsafe import Markup

    made = OUTSIDE.sub(lambda text: LONG_WORD.sub(_with_breaks, text[0]), markup)
    return Markup(made)


PLAIN = " .·?"  # signs that mean nothing in a style sheet


def in_style(text: str) -> "Markup":
    """A text of one line as a string of a style sheet: escaped but for what is plain.

    Examples
    --------
    >>> print(in_style('Åmål"</style>'))
    "Åmål\\000022\\00003c\\00002fstyle\\00003e"
    >>> print(in_style("Små tal, dolda"))
    "Små tal\\00002c\\000020dolda"
    """
    from markupsafe import Markup

    line = " ".join(clean(text).split())
    line = line if len(line) <= LINE else line[: LINE - 1].rstrip() + "…"
    told = (c if _is_plain(c, before) else f"\\{ord(c):06x}"
            for before, c in pairwise(f".{line}"))  # fmt: skip
    return Markup('"{}"').format(Markup("".join(told)))


def _is_plain(sign: str, before: str) -> bool:
    """Whether a sign may stand as it is; a space after one that is escaped would be its end."""
    is_lost = sign == " " and not _is_plain(before, "")
    return (sign.isalnum() or sign in PLAIN) and not is_lost


def _with_breaks(word: re.Match[str]) -> str:
    letters = LETTER.findall(word[0])
    return BREAK.join("".join(letters[i : i + STEP]) for i in range(0, len(letters), STEP))


def _cleaned(value: object) -> object:
    """A value without what no page may hold, such as control characters."""
    return value if hasattr(value, "__html__") else clean(str(value))
