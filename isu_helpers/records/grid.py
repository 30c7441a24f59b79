"""The cells of a sheet, kept column by column; a row is made when it is asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import overload

import numpy as np
from numpy.typing import NDArray

from ..codebook.distinct import Column

Rows = Sequence[Sequence[object]]  # of a sheet: cells, row by row
Marks = NDArray[np.bool_]


class Grid(Sequence[list[object]]):
    """The rows of a sheet, as lists of cells to those who read them one by one.

    Attributes
    ----------
    columns
        The columns, each as long as the sheet.
    lengths
        How many cells each row has; None where all rows are as wide as the sheet.
    """

    def __init__(
        self, columns: list[Column], count: int, lengths: NDArray[np.int32] | None = None
    ):
        self.columns = columns
        self.lengths = lengths
        self._count = count

    @classmethod
    def of(cls, rows: Rows) -> "Grid":
        """The grid of some rows, that may be of different length."""
        count = len(rows)
        lengths = np.fromiter(map(len, rows), dtype=np.int32, count=count)
        width = int(lengths.max(initial=0))
        if (lengths == width).all():
            return cls.of_cells(chain.from_iterable(rows), width, count)
        none = [None] * width
        even = ([*row, *none[len(row) :]] for row in rows)
        return cls(cls.of_cells(chain.from_iterable(even), width, count).columns, count, lengths)

    @classmethod
    def of_cells(cls, cells: Iterable[object], width: int, count: int) -> "Grid":
        """The grid of all cells of some rows, one row after the other, that are as wide."""
        every = np.fromiter(cells, dtype=object, count=width * count).reshape(count, width)
        columns = (np.ascontiguousarray(every[:, j]) for j in range(width))
        return cls([Column.of(column) for column in columns], count)

    @classmethod
    def mixed(
        cls, even: list[NDArray[np.object_]], others: Mapping[int, Sequence[object]], count: int
    ) -> "Grid":
        """The grid of columns of equal rows, and the other rows in their places among them."""
        if not even:
            return cls.of([others[i] for i in range(count)])
        if not others:
            return cls([Column.of(column) for column in even], count)
        places = np.array(sorted(others))
        is_even = np.ones(count, dtype=bool)
        is_even[places] = False
        rows = [others[i] for i in places.tolist()]
        lengths = np.full(count, len(even), dtype=np.int32)
        lengths[places] = list(map(len, rows))
        columns = []
        for j in range(int(lengths.max())):
            cells = np.empty(count, dtype=object)
            if j < len(even):
                cells[is_even] = even[j]
            cells[places] = [row[j] if j < len(row) else None for row in rows]
            columns.append(Column.of(cells))
        return cls(columns, count, lengths)

    def after(self, before: int, cell: object) -> "Grid":
        """The grid with so many columns of one cell before the first."""
        one = Column([cell], np.zeros(len(self), dtype=np.int32))
        return Grid([*[one] * before, *self.columns], len(self), self.lengths)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> list[object]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[object]]: ...
    def __getitem__(self, at: int | slice) -> list[object] | list[list[object]]:
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
    def filled(self) -> NDArray[np.int32]:
        """How many cells of each row hold anything."""
        count = np.zeros(self._count, dtype=np.int32)
        for column in self.columns:
            count += column.is_filled
        return count

    def taken(self, rows: Marks) -> "Grid":
        """The grid with the rows that are marked alone."""
        if rows.all():
            return self
        lengths = None if self.lengths is None else self.lengths[rows]
        kept = [column.taken(rows) for column in self.columns]
        return Grid(kept, int(rows.sum()), lengths)
