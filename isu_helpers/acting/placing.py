"""Where each proposal stands: a cell by effort and benefit, and a place of its own within it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from ..forms import said
from ..workbook import ACTIONS, Note, Workbook

EFFORTS = ("Lite", "Ganska lite", "Ganska mycket", "Mycket")
BENEFITS = ("Liten", "Ganska liten", "Ganska stor", "Stor")
EFFORT, BENEFIT, CAUSE = "arbete", "effekt", "orsak"
REACHES_CAUSE = "Ja"
LARGEST, FILLED = 0.3, 0.92  # a mark's size, and how much of its own square it takes
EDGE = 0.04  # free along the sides of a cell

Cell = tuple[int, int]


@dataclass(frozen=True)
class Action:
    """A proposal with its number; ``cell`` is effort and benefit from 0 to 3, None where not told.

    ``is_at_cause`` tells whether the group has said that it reaches the cause.
    """

    number: int
    text: str
    cell: Cell | None = None
    is_at_cause: bool = False


@dataclass(frozen=True)
class Mark:
    """A proposal drawn: the middle and the diameter, in cells from the lower left corner."""

    action: Action
    x: float
    y: float
    size: float


def placed_actions(book: Workbook, notes: Sequence[Note] | None = None) -> list[Action]:
    """The proposals of a workbook, numbered in order, in words that the view may show.

    Parameters
    ----------
    notes
        Some of the proposals; all of them where they are not given.
    """
    return [
        Action(
            i,
            said(book, ACTIONS, n.id),
            _cell(n.detail(EFFORT), n.detail(BENEFIT)),
            n.detail(CAUSE) == REACHES_CAUSE,
        )
        for i, n in enumerate(book.actions if notes is None else notes, start=1)
    ]


def marks(actions: Iterable[Action]) -> list[Mark]:
    """A mark for each proposal that has a cell; no two of them overlap, however many there are.

    Examples
    --------
    >>> one, two = marks([Action(1, "A", (0, 3)), Action(2, "B", (0, 3))])
    >>> (one.x, one.y), (two.x, two.y)
    ((0.35, 3.5), (0.65, 3.5))
    """
    by_cell: dict[Cell, list[Action]] = {}
    for action in actions:
        if action.cell:
            by_cell.setdefault(action.cell, []).append(action)
    found = (mark for cell, own in by_cell.items() for mark in _in_cell(cell, own))
    return sorted(found, key=lambda mark: mark.action.number)


def _cell(effort: str, benefit: str) -> Cell | None:
    if effort in EFFORTS and benefit in BENEFITS:
        return EFFORTS.index(effort), BENEFITS.index(benefit)
    return None


def _in_cell(cell: Cell, actions: Sequence[Action]) -> list[Mark]:
    """Rows of marks from the top, as square as can be, in the middle of the cell."""
    across = ceil(sqrt(len(actions)))
    rows = [actions[i : i + across] for i in range(0, len(actions), across)]
    step = min(LARGEST, (1 - 2 * EDGE) / across)
    top = cell[1] + 0.5 + step * (len(rows) - 1) / 2
    return [
        Mark(action, round(cell[0] + 0.5 + step * (i - (len(row) - 1) / 2), 6),
             round(top - step * j, 6), step * FILLED)
        for j, row in enumerate(rows)
        for i, action in enumerate(row)
    ]  # fmt: skip
