"""A cube of counts: an axis a variable, with missing answers and totals among its slots."""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from ..codebook import Variable
from ..content import load
from ..records import Records
from ..wording import MISSING, TOTAL

# Counts of rows and of different people in every combination of answers, on plain arrays.

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


# A cube of counts: an axis a variable, with missing answers and totals among its slots.

ANSWERED = "Har svarat"


@dataclass(frozen=True)
class Axis:
    """One variable's slots along an axis: its categories, then what is summed up."""

    variable: Variable
    slots: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the variable along the axis."""
        return self.variable.name

    @property
    def answers(self) -> tuple[str, ...]:
        """The categories that are answers, in the codebook's order."""
        return tuple(s for s in self.slots if s in self.variable.categories)

    def place(self, slot: str) -> int:
        """Where a slot stands along the axis."""
        return self.slots.index(slot)


@dataclass(frozen=True)
class Cube:
    """Counts of rows, and of different people, for every combination of slots.

    ``axes`` are sex, then the crossing variables, then the variable that is counted, last.
    ``n`` and ``people`` are whole numbers of the shape that the axes' slots give.
    """

    axes: tuple[Axis, ...]
    n: np.ndarray
    people: np.ndarray

    @property
    def of(self) -> Axis:
        """The axis that is counted."""
        return self.axes[-1]

    def keep(self, axis: int, slots: tuple[str, ...]) -> "Cube":
        """The cube with only these groups on an axis, its totals summed anew."""
        names = self.axes[axis].slots
        is_of = axis == len(self.axes) - 1
        places = [names.index(s) for s in slots]
        answers = [i for i, s in enumerate(slots) if s in self.axes[axis].answers]
        unknown = [i for i in places if names[i] == MISSING]
        left = [i for i, s in enumerate(names) if s not in (*slots, TOTAL, ANSWERED)]
        axes = list(self.axes)
        sums = (ANSWERED, TOTAL) if is_of else (TOTAL,)
        axes[axis] = replace(axes[axis], slots=(*slots, *sums))
        arrays = []
        for counts in (self.n, self.people):
            kept = counts.take(places, axis=axis)
            every = counts.take([self.axes[axis].place(TOTAL)], axis=axis)
            whole = [_kept_total(kept, every, counts.take(left, axis=axis), axis)]
            if is_of:
                known = kept.take(answers, axis=axis)
                gone = counts.take([*left, *unknown], axis=axis)
                whole = [_kept_total(known, every, gone, axis), *whole]
            arrays.append(np.concatenate([kept, *whole], axis=axis))
        return Cube(tuple(axes), *arrays)


def _kept_total(kept: np.ndarray, every: np.ndarray, left: np.ndarray, axis: int) -> np.ndarray:
    """The sum of the kept groups; of people who may stand in several, the fewest it can be."""
    most = kept.sum(axis=axis, keepdims=True)
    others = every - left.sum(axis=axis, keepdims=True)
    least = np.maximum(others, kept.max(axis=axis, keepdims=True, initial=0))
    return np.asarray(np.minimum(most, least))


def count(records: Records, by: tuple[Variable, ...], of: Variable) -> Cube:
    """Count the rows and the different people of each combination, missing answers included."""
    codes = [records.codes(v) for v in (*by, of)]
    sizes = [len(v.categories) for v in (*by, of)]
    n = _with_totals(count_rows(codes, sizes))
    if not records.counts_people:
        people = _fewest(n)
    else:
        people = count_people(records.keys, codes, sizes) if records.has_repeats else n
    axes = [Axis(v, (*v.categories, MISSING, TOTAL)) for v in by]
    return Cube((*axes, Axis(of, (*of.categories, MISSING, ANSWERED, TOTAL))), n, people)


def _fewest(cases: np.ndarray) -> np.ndarray:
    """How few people a number of cases may be, where nothing tells which belong together."""
    each = load("thresholds")["arenden_per_person"]["value"]
    return np.where(cases > 0, np.maximum(1, cases // each), 0)


def _with_totals(counts: np.ndarray) -> np.ndarray:
    """Totals after the last slot of each axis; on the last axis those who answered before it."""
    for axis in range(counts.ndim - 1):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    answered = counts[..., :-1].sum(axis=-1, keepdims=True)
    return np.concatenate([counts, answered, counts.sum(axis=-1, keepdims=True)], axis=-1)
