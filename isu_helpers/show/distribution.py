"""The other way to count: the sexes among those who gave an answer."""

import numpy as np

from ..wording import html, number, percent, plural
from .rows import Block, Row
from .tables import HIDDEN_CELL, framed

SHOW = "Visa könsfördelningen inom varje svar"
CAPTION = "Könsfördelning. {of}: andel av dem som gav svaret"
COUNT = "Antal"
EVERYONE = "Alla som har svarat"
NOBODY = "–"


def distribution(of: str, block: Block, first_column: str) -> str:
    """A table to unfold: who they are that gave each answer, in whole per cent.

    Parameters
    ----------
    of
        What the answers are about, in the caption.
    block
        Rows with a figure a group, the total last. All shares of a row are hidden where one of
        its counts is.
    """
    rows = [row for row in block.rows if row.kind in ("svar", "bas")]
    groups = [plural(f.group) for f in rows[0].figures[:-1]]
    heads = "".join(f'<th scope="col">{html(h)}</th>' for h in (first_column, *groups, COUNT))
    body = f"<tbody>{''.join(map(_line, rows))}</tbody>"
    inner = framed(CAPTION.format(of=of), f"<tr>{heads}</tr>", body)
    return f'<details class="isu-fordelning"><summary>{SHOW}</summary>{inner}</details>'


def shares_within(row: Row) -> list[float]:
    """Each group's part of those in a row; NaN where a count is hidden or nobody is there."""
    counts = np.array([figure.n for figure in row.figures])
    if np.isnan(counts).any() or not counts[-1]:
        return [np.nan] * (len(counts) - 1)
    return (counts[:-1] / counts[-1]).tolist()


def _line(row: Row) -> str:
    label = EVERYONE if row.kind == "bas" else row.label
    total = row.figures[-1].n
    cells = [NOBODY if total == 0 else _share(share) for share in shares_within(row)]
    cells.append(HIDDEN_CELL if np.isnan(total) else number(total))
    inner = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="isu-{row.kind}"><th scope="row">{html(label)}</th>{inner}</tr>'


def _share(share: float) -> str:
    return HIDDEN_CELL if np.isnan(share) else percent(share)
