"""The table of a puzzle: a letter over each column, a number before each row."""

from typing import TYPE_CHECKING

from ..content import load
from ..show.tables import HIDDEN_CELL, framed
from ..wording import HIDDEN, html

if TYPE_CHECKING:
    from .puzzle import Puzzle

CAPTION = "{name}. Små tal är 1 till 4"
FIRST = "Rad"


def puzzle_table(puzzle: "Puzzle") -> str:
    """The table as HTML, hidden cells with the sign for it."""
    heads = "".join(f'<th scope="col">{html(head)}</th>' for head in (FIRST, *puzzle.heads))
    texts = [puzzle.seen(cell) for cell in puzzle.places]
    width = len(puzzle.columns)
    rows = (_row(side, texts[i * width :][:width]) for i, side in enumerate(puzzle.sides))
    caption = CAPTION.format(name=load("exercise_tables")[puzzle.table]["namn"])
    return framed(caption, f"<tr>{heads}</tr>", f"<tbody>{''.join(rows)}</tbody>")


def _row(side: str, texts: list[str]) -> str:
    cells = "".join(f"<td>{HIDDEN_CELL if t == HIDDEN else t}</td>" for t in texts)
    return f'<tr><th scope="row">{html(side)}</th>{cells}</tr>'
