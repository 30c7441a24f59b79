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
SAME = 1e-9  # a whole per cent that the computer holds as a little less


def distribution(of: str, block: Block, first_column: str) -> str:
    """A table to unfold: who they are that gave each answer, in whole per cent that make 100.

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


def percents_within(row: Row) -> list[int] | None:
    """Each group's part of those in a row in whole per cent, 100 in all.

    What is left when all are rounded down goes to the largest remainders. None where a count is
    hidden or nobody is there.
    """
    counts = np.array([figure.n for figure in row.figures])
    if np.isnan(counts).any() or not counts[-1]:
        return None
    exact = 100 * counts[:-1] / counts[-1]
    whole = np.floor(exact + SAME)
    largest = np.argsort((whole - exact).round(6), kind="stable")
    whole[largest[: round(100 - whole.sum())]] += 1
    return whole.astype(int).tolist()


def _line(row: Row) -> str:
    label = EVERYONE if row.kind == "bas" else row.label
    total, shares = row.figures[-1].n, percents_within(row)
    if shares is None:
        cells = [NOBODY if total == 0 else HIDDEN_CELL] * (len(row.figures) - 1)
    else:
        cells = [percent(share / 100) for share in shares]
    cells.append(HIDDEN_CELL if np.isnan(total) else number(total))
    inner = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="isu-{row.kind}"><th scope="row">{html(label)}</th>{inner}</tr>'
