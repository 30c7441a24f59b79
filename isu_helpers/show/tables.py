"""Tables of protected figures, with one sign for what is hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ..analysis.verdict import ALIKE, CLEAR, TOO_FEW, UNCERTAIN
from ..wording import number, part_of, percent, plural, whole_parts
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
    told = _told([row.gap for block in blocks for row in block.rows if row.gap])
    shown = [
        (b, [r for r in b.rows if r.kind != "skala" or r.difference.is_shown]) for b in blocks
    ]
    bodies = (Body(tuple(_line(r, has_gaps, told) for r in rows), b.heading) for b, rows in shown)
    return Table(caption, (*heads, *([gap_head(*groups[:2])] * has_gaps)), tuple(bodies))


def _told(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """The words that say something in a table: not that it is unsure, nor what holds for all."""
    found = {gap.word for gap in gaps if gap.is_shown}
    return (CLEAR, ALIKE) if found == {TOO_FEW} else (CLEAR, ALIKE, TOO_FEW)


def is_without_word(table: Table) -> bool:
    """Whether some difference of a table has a word that is not told."""
    cells = (cell for body in table.bodies for line in body.lines for cell in line.cells)
    gaps = ((cell.numbers, cell.word) for cell in cells if isinstance(cell.numbers, Gap))
    return any(gap.is_shown and gap.word == UNCERTAIN and not word for gap, word in gaps)


def gap_head(first: str, second: str) -> Cell:
    """The head of a column with differences between two groups."""
    names = {"first": plural(first).lower(), "second": plural(second).lower()}
    return Cell(GAP_HEAD, GAP_PAIR.format(**names))


def plain_line(label: str, cells: Iterable[Cell], kind: str = "svar") -> Line:
    """A row of a table whose label is no more than a text."""
    return Line(Cell(label), tuple(cells), kind)


def _line(row: Row, has_gaps: bool, told: Sequence[str]) -> Line:
    cells = [_cell(f, row.kind) for f in row.figures]
    gap = [_gap(row, told)] if has_gaps else []
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
        told = f"{number(figure.n)} ({part_of(figure.share)})" if figure.n else "0"
        return Cell(told, numbers=figure)
    return strong(percent(figure.share), figure.count_text, numbers=figure)


def _gap(row: Row, told: Sequence[str]) -> Cell:
    """A difference, with its word where that is told; a dash where one of the groups is empty."""
    gap = row.gap
    if gap is None:
        return Cell()
    if not gap.is_shown:
        has_nobody = any(figure.is_empty for figure in row.figures[:2])
        return replace(NOTHING if has_nobody else SECRET, numbers=gap)
    value, low, high = gap.told
    word = gap.word if gap.word in told else ""
    return strong(value, TO.format(low=low, high=high), word, gap)


def missing_table(caption: str, rows: Sequence[Row]) -> Table:
    """A table of missing answers, a row a question."""
    kept = [Row(r.label, r.figures, None, r.kind) for r in rows]
    return table(caption, [Block("", tuple(kept))], "Fråga")


# The other way to count: the sexes among those who gave an answer.

SHOW = "Visa könsfördelningen inom varje svar"
CAPTION = "Könsfördelning. {of}: andel av dem som gav svaret"
COUNT = "Antal"
EVERYONE = "Alla som har svarat"


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

    None where a count is hidden or nobody is there.
    """
    counts = np.array([figure.n for figure in row.figures])
    if np.isnan(counts).any() or not counts[-1]:
        return None
    return whole_parts(counts[:-1])


def _line_distribution(row: Row) -> Line:
    label = EVERYONE if row.kind == "bas" else row.label
    total, shares = row.figures[-1].n, percents_within(row)
    if shares is None:
        cells = [NOTHING if total == 0 else SECRET] * (len(row.figures) - 1)
    else:
        cells = [Cell(percent(share / 100)) for share in shares]
    cells.append(SECRET if np.isnan(total) else Cell(number(total)))
    return plain_line(label, cells, row.kind)
