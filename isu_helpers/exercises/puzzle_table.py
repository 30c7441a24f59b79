"""The table of a puzzle: a letter over each column, a number before each row."""

from typing import TYPE_CHECKING

from ..show.tables import HIDDEN_CELL, framed
from ..wording import HIDDEN, html, plural

if TYPE_CHECKING:
    from .puzzle import Puzzle

CAPTION = "Påhittade personer. Små tal är 1 till 4"
FIRST = "Ruta"


def puzzle_table(puzzle: "Puzzle") -> str:
    """The table as HTML, hidden cells with the sign for it."""
    heads = [f"{chr(65 + j)} {plural(name)}" for j, name in enumerate(puzzle.columns)]
    cells = "".join(f'<th scope="col">{html(h)}</th>' for h in (FIRST, *heads))
    rows = "".join(_row(puzzle, i, label) for i, label in enumerate(puzzle.rows, 1))
    return framed(CAPTION, f"<tr>{cells}</tr>", f"<tbody>{rows}</tbody>")


def _row(puzzle: "Puzzle", row: int, label: str) -> str:
    texts = (HIDDEN_CELL if t == HIDDEN else t for t in puzzle.texts(row))
    cells = "".join(f"<td>{t}</td>" for t in texts)
    return f'<tr><th scope="row">{row} {html(label)}</th>{cells}</tr>'
