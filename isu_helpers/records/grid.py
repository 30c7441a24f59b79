"""The cells of a sheet, kept column by column; a row is made when it is asked for."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

import numpy as np

from ..codebook.distinct import Column


class Grid(Sequence):
    """The rows of a sheet, as lists of cells to those who read them one by one.

    Attributes
    ----------
    columns
        The columns, each as long as the sheet.
    lengths
        How many cells each row has; None where all rows are as wide as the sheet.
    """

    def __init__(self, columns: list[Column], count: int, lengths: np.ndarray | None = None):
        self.columns = columns
        self.lengths = lengths
        self._count = count

    @classmethod
    def of(cls, rows: Sequence[Sequence[object]]) -> "Grid":
        """The grid of some rows, that may be of different length."""
        count = len(rows)
        lengths = np.fromiter(map(len, rows), dtype=np.int32, count=count)
        width = int(lengths.max(initial=0))
        if (lengths == width).all():
            return cls([Column.of(map(itemgetter(j), rows), count) for j in range(width)], count)
        cells = ((row[j] if j < len(row) else None for row in rows) for j in range(width))
        return cls([Column.of(column, count) for column in cells], count, lengths)

    @classmethod
    def of_cells(cls, cells: list[object], width: int) -> "Grid":
        """The grid of all cells of some rows, one row after the other, that are as wide."""
        count = len(cells) // width if width else 0
        return cls([Column.of(iter(cells[j::width]), count) for j in range(width)], count)

    def after(self, before: int, cell: object) -> "Grid":
        """The grid with so many columns of one cell before the first."""
        one = Column([cell], np.zeros(len(self), dtype=np.int32))
        return Grid([*[one] * before, *self.columns], len(self), self.lengths)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, at: int | slice) -> list:
        if isinstance(at, slice):
            return [self._row(i) for i in range(*at.indices(self._count))]
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self._row(at % self._count)

    def __iter__(self) -> Iterator[list[object]]:
        return map(self._row, range(self._count))

    def _row(self, i: int) -> list[object]:
        width = len(self.columns) if self.lengths is None else self.lengths[i]
        return [column[i] for column in self.columns[:width]]

    @property
    def filled(self) -> np.ndarray:
        """How many cells of each row hold anything."""
        count = np.zeros(self._count, dtype=np.int32)
        for column in self.columns:
            count += column.is_filled
        return count

    def taken(self, rows: np.ndarray) -> "Grid":
        """The grid with the rows that are marked alone."""
        if rows.all():
            return self
        lengths = None if self.lengths is None else self.lengths[rows]
        kept = [column.taken(rows) for column in self.columns]
        return Grid(kept, int(rows.sum()), lengths)
