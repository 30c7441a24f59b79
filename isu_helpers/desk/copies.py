"""The notebooks that a group works in: copies of what is shipped, which stays as it is."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import nbformat

from ..configuration import project_root
from ..files import write_whole
from .answerless import participant_copy
from .original import HOME

FOLDER = "anteckningsbocker"  # in the group's folder
TOLD = ".kopior.json"  # what each copy was made of, so that one that nobody changed can be renewed
BETWEEN = "\n\0"  # cells, in the text that a hash is of
EARLIER = ".tidigare"  # in the name of a copy that was put aside
EXERCISES, EXERCISES_HOME = "ovningar", "exercises"  # among the copies, and shipped
TRAINER = ("utbildare", "enkat")  # the folders of notebooks for who leads the course
SHIPPED = {  # what a notebook says of itself, whatever kernel has opened it
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def own_copies(place: Path, *, for_trainer: bool = False) -> Path:
    """The folder with a group's notebooks, made or renewed where it needs to be.

    A copy that somebody has changed is left as it is; what that was copied from is never written.

    Parameters
    ----------
    place
        The folder that they are to lie in, such as an arbetsmapp.
    for_trainer
        Whether the notebooks for who leads the course are among them.

    Raises
    ------
    IsuError
        In Swedish, when a file can't be written.
    """
    folder = place / FOLDER
    told = _told(folder)
    for name, source in shipped(for_trainer=for_trainer):
        content, path = as_copied(name, source), folder / name
        mark = _mark(content)
        is_there = path.is_file()
        if is_there and (told.get(name) == mark or _mark(path.read_bytes()) != told.get(name)):
            continue
        write_whole(path, content)
        told[name] = mark
    text = json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    if not (folder / TOLD).is_file() or (folder / TOLD).read_text(encoding="utf-8") != text:
        write_whole(folder / TOLD, text)
    return folder


def shipped(root: Path | None = None, *, for_trainer: bool = False) -> Iterator[tuple[str, Path]]:
    """The notebooks that come with the program: by which path among the copies, and where."""
    home = (root or project_root()) / HOME
    for path in sorted(home.rglob("*.ipynb")):
        name = path.relative_to(home)
        is_hidden = any(part.startswith(".") for part in name.parts) or EARLIER in path.name
        if not is_hidden and (for_trainer or name.parts[0] not in TRAINER):
            yield name.as_posix(), path
    for path in sorted((home.parent / EXERCISES_HOME).glob("*.ipynb")):
        if EARLIER not in path.name:
            yield f"{EXERCISES}/{path.name}", path


def as_copied(name: str, source: Path) -> bytes:
    """What a copy of a shipped notebook is to hold: of an exercise, no answers.

    Parameters
    ----------
    name
        Its path among the copies, as `shipped` tells it.
    """
    content = source.read_bytes()
    if not name.startswith(f"{EXERCISES}/"):
        return content
    copy = participant_copy(nbformat.reads(content.decode("utf-8"), as_version=4))
    return f"{nbformat.writes(copy)}\n".encode()


def fingerprints(root: Path | None = None, *, for_trainer: bool = False) -> dict[str, str]:
    """A hash of all code of each notebook as it is shipped, its settings among it.

    A page that opens a copy reckons the same, and runs it by itself only where they agree.
    """
    found = shipped(root, for_trainer=for_trainer)
    return {name: fingerprint(as_copied(name, path).decode("utf-8")) for name, path in found}


def fingerprint(notebook: str) -> str:
    """A hash of the code of a notebook: sha256, in hexadecimal figures.

    Examples
    --------
    >>> fingerprint('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}')[:8]
    'e3b0c442'
    """
    cells = nbformat.reads(notebook, as_version=4).cells
    code = BETWEEN.join(cell.source for cell in cells if cell.cell_type == "code")
    return hashlib.sha256(code.encode("utf-8")).hexdigest()


def without_results(model: dict[str, Any], **kinds: object) -> None:
    """Take out of a notebook, before it is saved, all that running has put in it.

    No person's data lies in the file then, no form that has lost its kernel, and a copy that
    nobody has changed is byte for byte as it was shipped.

    Parameters
    ----------
    model
        What the server is about to save.
    kinds
        What it says besides; not used.
    """
    content = model.get("content")
    if model.get("type") != "notebook" or not isinstance(content, dict):
        return
    for cell in content.get("cells", []):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
        cell.get("metadata", {}).pop("trusted", None)
        cell.get("metadata", {}).pop("execution", None)
    metadata = content.get("metadata", {})
    metadata.pop("widgets", None)
    metadata |= SHIPPED


def restorable(place: Path) -> list[Path]:
    """The copies that lie in a place."""
    found = (place / FOLDER).rglob("*.ipynb")
    return sorted(p for p in found if EARLIER not in p.name and not p.parent.name.startswith("."))


def _told(folder: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
        return told if isinstance(told, dict) else {}
    return {}


def _mark(content: bytes) -> str:
    """What tells whether a notebook is the same: a hash of its cells, else of its bytes."""
    with suppress(Exception):  # whatever a broken file makes nbformat raise
        cells = nbformat.reads(content.decode("utf-8"), as_version=4).cells
        content = repr([(c.cell_type, c.source) for c in cells]).encode("utf-8")
    return hashlib.sha256(content).hexdigest()
