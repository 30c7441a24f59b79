"""A column with each different cell kept once, so that each is thought of once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeGuard

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .variable import WHOLE_TEXT, key_of, plain

NUMERIC = {bool, int, float}  # True, 1 and 1.0 are equal and not the same cell


@dataclass(frozen=True, eq=False, repr=False)
class Column:
    """The cells of a column.

    Attributes
    ----------
    words
        The different cells as the file has them, in the order in which they are first met.
    codes
        Which of them each row has; −1 where it has no such cell.
    """

    words: list[object]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, every: NDArray[np.object_]) -> "Column":
        """The column of these cells, an array of objects; None is no cell."""
        codes, firsts = pd.factorize(every)
        words: list[object] = firsts.tolist()
        if NUMERIC.isdisjoint(map(type, words)) or len(NUMERIC & set(map(type, every))) < 2:
            return cls(words, codes.astype(np.int32, copy=False))
        places: dict[tuple[type, object], int] = {}
        found = [-1 if c is None else places.setdefault((type(c), c), len(places)) for c in every]
        return cls([c for _, c in places], np.array(found, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> object:
        code = self.codes[row]
        return None if code < 0 else self.words[code]

    @cached_property
    def is_filled(self) -> NDArray[np.bool_]:
        """Which rows hold more than space."""
        return ~self.where(is_empty)

    @cached_property
    def keys(self) -> Sequence[str]:
        """The key of each word."""
        return keys_of_words(self.words)

    def has_key(self, keys: Collection[str]) -> NDArray[np.bool_]:
        """Which rows have a cell with one of those keys."""
        found = np.fromiter((k in keys for k in (*self.keys, "")), dtype=bool)
        return found[self.codes]

    def where(self, is_found: Callable[[object], bool]) -> NDArray[np.bool_]:
        """Which rows have a cell of a kind; each different cell is looked at once."""
        found = np.fromiter(map(is_found, [*self.words, None]), dtype=bool)
        return found[self.codes]

    def taken(self, rows: np.ndarray) -> "Column":
        """The column with some of its rows, and no word that is on none of them."""
        codes, used = pd.factorize(self.codes[rows])
        words = [self.words[code] for code in used if code >= 0]
        if len(words) < len(used):  # where there is no cell
            none = int(np.argmin(used))
            codes = np.where(codes == none, -1, codes - (codes > none))
        return Column(words, codes.astype(np.int32, copy=False))

    def replaced(self, words: Mapping[Any, object]) -> "Column":
        """The column with other words in the place of some."""
        every = np.empty(len(self.words) + 1, dtype=object)
        every[:-1] = [words.get(w, w) for w in self.words]
        return Column.of(every[self.codes])

    def series(self, index: pd.Index) -> pd.Series:
        """The column as categories; as objects where cells of several kinds are equal."""
        words = pd.Index(self.words, dtype=object)
        if words.is_unique and not words.hasnans:
            return pd.Series(pd.Categorical.from_codes(self.codes, categories=words), index=index)
        every = np.empty(len(words) + 1, dtype=object)
        every[:-1] = self.words
        return pd.Series(every[self.codes], index=index, dtype=object)


def is_empty(cell: object) -> bool:
    """Whether a cell holds nothing but space."""
    return not cell.strip() if isinstance(cell, str) else plain(cell) == ""


def distinct(column: pd.Series) -> tuple[NDArray[np.intp], list[object]]:
    """Which of the different cells each row has, and those cells in the order they are met."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        known, raw = [*column.array.categories, None], column.array.codes
    else:
        made = Column.of(column.astype(object).to_numpy())
        known, raw = [*made.words, None], made.codes
    codes, used = pd.factorize(raw)
    return codes, [known[code] for code in used]


def plain_words(words: Sequence[object]) -> Sequence[str]:
    """`plain` of each of many words, all at once where none of them would be changed."""
    return words if _are_plain(words) else list(map(plain, words))


def keys_of_words(words: Sequence[object]) -> list[str]:
    """`key_of` of each of many words."""
    if not _are_plain(words):
        return list(map(key_of, words))
    whole = "\n".join(words).casefold()
    keys = whole.split("\n") if len(words) else []
    if ",0" not in whole and ".0" not in whole:
        return keys
    return [m[1] if k[-1:] == "0" and (m := WHOLE_TEXT.fullmatch(k)) else k for k in keys]


def _are_plain(words: Sequence[Any]) -> TypeGuard[Sequence[str]]:
    """Whether all words are text of ordinary letters and signs with no stray space."""
    try:
        whole = "\n".join(words)
    except TypeError:
        return False
    if not whole.isascii() or whole.count("\n") != max(0, len(words) - 1):
        return False
    framed = f"\n{whole}\n"
    return whole.replace("\n", "").isprintable() and not any(
        gap in framed for gap in ("  ", "\n ", " \n")
    )
