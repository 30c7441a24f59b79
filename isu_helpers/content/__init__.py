"""Texts, limits and looks kept as data: each file is YAML with ids and sources."""

from functools import cache
from importlib.resources import files

from ruamel.yaml import YAML


@cache
def load(name: str) -> dict:
    """The content of ``<name>.yaml`` in this folder."""
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    return YAML(typ="safe").load(text)


def text(name: str) -> str:
    """A text file of this folder as it stands, such as a style sheet."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
