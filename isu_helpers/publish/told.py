"""A sheet of ``tabeller.xlsx`` as data: its columns, and each number in a cell of its own."""

from dataclasses import dataclass

import numpy as np

from ..codebook.values import as_number
from ..show import model

TEXT, SHARE, COUNT, POINTS, LIMIT = "text", "andel", "antal", "procentenheter", "gräns"
WORDS, WITHIN = "ord", "könsfördelning"
NOBODY = "–"
VALUE, NEAR = "värde", "bredvid"  # forms of tables that are told, not counted

Value = str | int | float | None


@dataclass(frozen=True)
class Column:
    """A column: its head, and the form of its numbers."""

    head: str
    form: str


@dataclass(frozen=True)
class Sheet:
    """A table: what it is called, its columns, its rows, and the note that stands under it.

    ``short`` is the title without what all titles have in common.
    """

    title: str
    short: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str


def as_told(shown: model.Table, beside: str, short: str, told: str) -> Sheet:
    """A table whose cells are no shares of answers, as a sheet.

    Parameters
    ----------
    beside
        What the column is called that what stands beside in the cells of another has.
    short, told
        As in `Sheet`: the title for a tab, and the note.
    """
    lines = [line for body in shown.bodies for line in body.lines]
    columns = [Column(shown.heads[0].text, TEXT)]
    values: list[list[Value]] = [[line.label.text] for line in lines]
    for i, head in enumerate(shown.heads[1:]):
        cells = [line.cells[i] for line in lines]
        is_share = all(cell.text.endswith("%") for cell in cells)
        columns.append(Column(head.text, SHARE if is_share else VALUE))
        for row, cell in zip(values, cells, strict=True):
            row.append(_reckoned(cell.text, is_share))
        if any(cell.beside for cell in cells):
            columns.append(Column(beside.format(head=head.text), NEAR))
            for row, cell in zip(values, cells, strict=True):
                row.append(cell.beside)
    return Sheet(shown.caption, short, tuple(columns), tuple(map(tuple, values)), told)


def _reckoned(text: str, is_share: bool) -> Value:
    """A number as it is written in a cell; words as they are."""
    value = as_number(text.rstrip("%").strip())
    return text if np.isnan(value) else value / 100 if is_share else value
