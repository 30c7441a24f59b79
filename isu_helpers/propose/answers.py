"""The answers of a column, each different one looked at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..values import is_blank, key_of, plain
from .person import sample_of


@dataclass(frozen=True, eq=False, repr=False)
class Answers:
    """The cells of a column that hold an answer.

    Attributes
    ----------
    cells
        The cells in the order of the file, with its row numbers.
    counts
        How many cells hold each different answer, as it is written.
    """

    cells: pd.Series
    counts: dict[object, int]

    @classmethod
    def of(cls, column: pd.Series) -> "Answers":
        """The answers in a column of raw cells."""
        codes, unique = pd.factorize(column.astype(object), use_na_sentinel=False)
        filled = np.array([not is_blank(cell) for cell in unique], dtype=bool)
        tally = np.bincount(codes, minlength=len(unique)).tolist()
        counts = {c: n for c, n, f in zip(unique, tally, filled, strict=True) if f}
        return cls(column if filled.all() else column[filled[codes]], counts)

    def with_more(self, other: "Answers") -> "Answers":
        """These answers and those of another column."""
        counts = Counter(self.counts) + Counter(other.counts)
        return Answers(pd.concat([self.cells, other.cells]), dict(counts))

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def sample(self) -> pd.Series:
        """At most a thousand of the cells, evenly spread."""
        return sample_of(self.cells)

    @cached_property
    def texts(self) -> set[str]:
        """The different answers as text."""
        return set(map(plain, self.counts))

    def are_among(self, keys: Iterable[str]) -> bool:
        """Whether every answer is one of those."""
        known = set(keys)
        return all(key_of(cell) in known for cell in self.counts)

    def spellings(self, most: int) -> dict[str, str]:
        """Each different answer, in the spelling that is most used, the rarest first.

        Where there are more than ``most``, only the first of them in the file: one too many.
        """
        tally: Counter[str] = Counter()
        keys: dict[str, str] = {}
        for cell, count in self.counts.items():
            text = plain(cell)
            tally[text] += count
            keys.setdefault(key_of(cell), text)
            if len(keys) > most:
                return keys
        ranked = sorted(tally.items(), key=lambda item: (item[1], item[0][:1].isupper(), item[0]))
        return {key_of(text): text for text, _ in ranked}
