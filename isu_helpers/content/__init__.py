"""Texts, limits and looks kept as data: each file is YAML with ids and sources."""

from fractions import Fraction
from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML

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
