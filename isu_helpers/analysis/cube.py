"""A cube of counts: an axis a variable, with missing answers and totals among its slots."""

from dataclasses import dataclass, replace

import numpy as np

from ..codebook import Variable
from ..content import load
from ..records import Records
from ..wording import MISSING, TOTAL
from .counting import count_people, count_rows

ANSWERED = "Har svarat"


@dataclass(frozen=True)
class Axis:
    """One variable's slots along an axis: its categories, then what is summed up."""

    variable: Variable
    slots: tuple[str, ...]

    @property
    def name(self) -> str:
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
    return np.minimum(most, np.maximum(others, kept.max(axis=axis, keepdims=True, initial=0)))


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
