"""Counts of rows and of different people in every combination of answers, on plain arrays.

The answers of a row are packed side by side as bits of one number, 0 for a missing answer, so
that a combination is one place in a table, and a table is small enough to stay close at hand.
"""

from itertools import product

import numpy as np

AT_A_TIME = 1 << 16  # rows that stay in the processor's cache while they are counted


def count_rows(codes: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """How many rows have each combination of answers.

    Parameters
    ----------
    codes
        For each variable the place of each row's answer; −1 where missing.
    sizes
        How many answers each variable has.

    Returns
    -------
    ndarray
        Whole numbers, an axis a variable: its answers, then missing.
    """
    widths = _widths(sizes)
    size = 1 << sum(widths)
    n, step = np.zeros(size, dtype=np.int64), max(AT_A_TIME, size)
    for start in range(0, len(codes[0]), step):
        n += np.bincount(_packed([c[start : start + step] for c in codes], widths), minlength=size)
    return _unpacked(n, widths, [[*range(1, k + 1), 0] for k in sizes])


def count_people(keys: np.ndarray, codes: list[np.ndarray], sizes: list[int]) -> np.ndarray:
    """How many different people have each combination, and each total; a person may have several.

    Parameters
    ----------
    keys
        A running number a person, of each row. For ``codes`` and ``sizes`` see `count_rows`.

    Returns
    -------
    ndarray
        As `count_rows`, and after missing a total; on the last axis those who have answered,
        then the total.
    """
    widths = _widths(sizes)
    size, last = 1 << sum(widths), (1 << widths[-1]) - 1
    pairs, people = _pairs(keys, codes, widths), np.zeros(size, dtype=np.int64)
    for total in _totals(widths):
        some = _distinct(np.sort(pairs | total, kind="stable"))  # swift on what is nearly sorted
        whole = _distinct(some, last)
        people += _tally(some, size) + _tally((whole | last) - (whole & last > 0), size)
    people.reshape(-1, last + 1)[:, -1] += people.reshape(-1, last + 1)[:, -2]
    *by, of = ([*range(1, k + 1), 0] for k in sizes)
    return _unpacked(people, widths, [*([*slots, -1] for slots in by), [*of, -2, -1]])


def _widths(sizes: list[int]) -> list[int]:
    """The bits that each variable needs: its answers, missing and totals."""
    return [*((k + 1).bit_length() for k in sizes[:-1]), (sizes[-1] + 2).bit_length()]


def _packed(codes: list[np.ndarray], widths: list[int]) -> np.ndarray:
    first, *rest = codes
    packed = first.astype(np.min_scalar_type(-(1 << sum(widths))))
    for code, width in zip(rest, widths[1:], strict=True):
        packed <<= width
        packed += code
    packed += sum(1 << sum(widths[i:]) for i in range(1, len(widths) + 1))  # −1 becomes 0
    return packed


def _pairs(keys: np.ndarray, codes: list[np.ndarray], widths: list[int]) -> np.ndarray:
    """Each person with each of her combinations once, in order."""
    width = sum(widths)
    bits = width + int(keys.max(initial=0)).bit_length()
    pairs = keys.astype(np.min_scalar_type(-(1 << bits)))
    pairs <<= width
    pairs |= _packed(codes, widths)
    pairs.sort()
    return _distinct(pairs)


def _distinct(ordered: np.ndarray, besides: int = 0) -> np.ndarray:
    """The last of the numbers that are the same but for some bits: one with an answer, if any."""
    same = ordered | besides if besides else ordered
    is_last = np.ones(len(ordered), dtype=bool)
    is_last[:-1] = same[1:] != same[:-1]
    return ordered[is_last]


def _totals(widths: list[int]) -> list[int]:
    """The bits to set for each set of grouping variables that is summed over: all of theirs."""
    ends = [sum(widths[i:]) for i in range(len(widths))]
    bits = [(1 << start) - (1 << end) for start, end in zip(ends, ends[1:], strict=False)]
    return [sum(some) for some in product(*((0, b) for b in bits))]


def _tally(pairs: np.ndarray, size: int) -> np.ndarray:
    """How many people have each combination."""
    n, step = np.zeros(size, dtype=np.int64), max(AT_A_TIME, size)
    for start in range(0, len(pairs), step):
        n += np.bincount(pairs[start : start + step] & (size - 1), minlength=size)
    return n


def _unpacked(table: np.ndarray, widths: list[int], slots: list[list[int]]) -> np.ndarray:
    """A table of packed numbers with an axis a variable."""
    return table.reshape([1 << width for width in widths])[np.ix_(*slots)]
