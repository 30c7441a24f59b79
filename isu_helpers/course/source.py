"""The trainer's notebooks as they are stored, with their fields filled in."""

from dataclasses import dataclass

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from ..configuration import project_root
from ..content import load
from ..errors import IsuError
from ..handouts.markdown import render
from .fields import fill, values
from .occasion import Occasion

FOLDER = "utbildare"
NOTES, LEFT_OUT = "trainer", "remove-cell"
NO_NOTEBOOK = (
    "Anteckningsboken «{file}» hittades inte. Väntade att den följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)


@dataclass(frozen=True)
class Document:
    """A notebook by file name without ending, what it is called, and the form it is edited in."""

    stem: str
    name: str
    form: str

    @property
    def page(self) -> str:
        """The name of the file to read."""
        return f"{self.stem}.html"

    @property
    def file(self) -> str:
        """The name of the file to edit."""
        return f"{self.stem}.{self.form}"


@dataclass(frozen=True)
class Text:
    """A text cell as cleaned HTML; a note is for the trainer alone."""

    id: str
    soup: BeautifulSoup
    is_note: bool = False


def documents() -> tuple[Document, ...]:
    """All that is written for a course, in order."""
    rows = load("course")["dokument"]
    return tuple(Document(row["fil"], row["namn"], row["form"]) for row in rows)


def filled_cells(stem: str, occasion: Occasion) -> list[NotebookNode]:
    """The text cells of a notebook, with what is true of the course filled in.

    Raises
    ------
    IsuError
        In Swedish, when the notebook is not there or has an unknown field.
    """
    path = project_root() / "notebooks" / FOLDER / f"{stem}.ipynb"
    if not path.is_file():
        raise IsuError(NO_NOTEBOOK.format(file=path.name))
    told = values(occasion)
    kept = [c for c in nbformat.read(path, as_version=4).cells if _is_kept(c)]
    for cell in kept:
        cell.source = fill(cell.source, told, path.name)
    return kept


def texts(stem: str, occasion: Occasion) -> list[Text]:
    """The text cells of a notebook, filled in and rendered.

    Raises
    ------
    IsuError
        As `filled_cells`.
    """
    cells = filled_cells(stem, occasion)
    return [Text(c.id, render(c), NOTES in c.metadata.get("tags", [])) for c in cells]


def _is_kept(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and LEFT_OUT not in cell.metadata.get("tags", [])
