"""Tables of protected figures, with one sign for what is hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ..wording import number, percent, plural, points
from .model import NOTHING, SECRET, Body, Cell, Line, Table, Unfolded, heads_of, strong
from .rows import Block, Figure, Gap, Row

GAP_HEAD = "Skillnad"
GAP_PAIR = "{first} minus {second}"
TO = "{low} till {high}"


def table(caption: str, blocks: Sequence[Block], first_column: str) -> Table:
    """A table of blocks of rows.

    Parameters
    ----------
    caption
        What the table holds, told so that it can stand alone.
    blocks
        At least one block with one row; all rows have the same groups.
    first_column
        The heading of the column with the rows' labels.
    """
    groups = [f.group for f in blocks[0].rows[0].figures]
    has_gaps = any(row.gap for block in blocks for row in block.rows)
    heads = heads_of((first_column, *map(plural, groups)))
    bodies = (Body(tuple(_line(r, has_gaps) for r in b.rows), b.heading) for b in blocks)
    return Table(caption, (*heads, *([gap_head(*groups[:2])] * has_gaps)), tuple(bodies))


def gap_head(first: str, second: str) -> Cell:
    """The head of a column with differences between two groups."""
    names = {"first": plural(first).lower(), "second": plural(second).lower()}
    return Cell(GAP_HEAD, GAP_PAIR.format(**names))


def plain_line(label: str, cells: Iterable[Cell], kind: str = "svar") -> Line:
    """A row of a table whose label is no more than a text."""
    return Line(Cell(label), tuple(cells), kind)


def _line(row: Row, has_gaps: bool) -> Line:
    cells = [_cell(f, row.kind) for f in row.figures]
    gap = [_gap(row.gap)] if has_gaps else []
    return Line(Cell(row.label), (*cells, *gap), row.kind, row.anchor, row.link)


def _cell(figure: Figure, kind: str) -> Cell:
    if kind == "bas" or np.isnan(figure.base):
        text = "" if np.isnan(figure.n) else number(figure.n)
        return Cell(text, numbers=figure) if text else replace(SECRET, numbers=figure)
    if figure.is_hidden:
        return replace(SECRET, numbers=figure)
    if figure.is_empty:
        return replace(NOTHING, numbers=figure)
    if kind == "bortfall":
        told = f"{number(figure.n)} ({percent(figure.share)})" if figure.n else "0"
        return Cell(told, numbers=figure)
    return strong(percent(figure.share), figure.count_text, numbers=figure)


def _gap(gap: Gap | None) -> Cell:
    if gap is None:
        return Cell()
    if not gap.is_shown:
        return replace(SECRET, numbers=gap)
    between = TO.format(low=points(gap.low), high=points(gap.high))
    return strong(points(gap.value), between, gap.word, gap)


def missing_table(caption: str, rows: Sequence[Row]) -> Table:
    """A table of missing answers, a row a question."""
    kept = [Row(r.label, r.figures, None, r.kind) for r in rows]
    return table(caption, [Block("", tuple(kept))], "Fråga")


# The other way to count: the sexes among those who gave an answer.

SHOW = "Visa könsfördelningen inom varje svar"
CAPTION = "Könsfördelning. {of}: andel av dem som gav svaret"
COUNT = "Antal"
EVERYONE = "Alla som har svarat"
SAME = 1e-9  # a whole per cent that the computer holds as a little less


def distribution(of: str, block: Block, first_column: str) -> Unfolded:
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
    heads = heads_of((first_column, *groups, COUNT))
    body = Body(tuple(map(_line_distribution, rows)))
    return Unfolded(SHOW, Table(CAPTION.format(of=of), heads, (body,)), "fordelning")


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


def _line_distribution(row: Row) -> Line:
    label = EVERYONE if row.kind == "bas" else row.label
    total, shares = row.figures[-1].n, percents_within(row)
    if shares is None:
        cells = [NOTHING if total == 0 else SECRET] * (len(row.figures) - 1)
    else:
        cells = [Cell(percent(share / 100)) for share in shares]
    cells.append(SECRET if np.isnan(total) else Cell(number(total)))
    return plain_line(label, cells, row.kind)
