"""Participants' copies of the exercises: without solutions and without notes for the trainer."""

from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from ..errors import IsuError
from ..files import write_whole

NOT_FOR_PARTICIPANTS = frozenset({"solution", "trainer"})
NOTHING = (
    "Det finns inga övningar i mappen «{folder}». Väntade minst en anteckningsbok (.ipynb). "
    "Kontrollera mappen."
)


def participant_copy(notebook: NotebookNode) -> NotebookNode:
    """A copy without cells tagged ``solution`` or ``trainer`` and without outputs."""
    copy = deepcopy(notebook)
    copy.cells = [
        c for c in copy.cells if not NOT_FOR_PARTICIPANTS & {*c.metadata.get("tags", ())}
    ]
    for cell in copy.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return copy


def write_copies(source: str | Path, out: str | Path) -> list[Path]:
    """Write a participants' copy of each notebook of a folder into another, under its own name.

    Raises
    ------
    IsuError
        In Swedish, when the folder has no notebooks, or the other can't be written in.
    """
    found = sorted(Path(source).glob("*.ipynb"))
    if not found:
        raise IsuError(NOTHING.format(folder=Path(source).name))
    written = []
    for path in found:
        copy = participant_copy(nbformat.read(path, as_version=4))
        written.append(Path(out) / path.name)
        write_whole(written[-1], nbformat.writes(copy) + "\n")
    return written
