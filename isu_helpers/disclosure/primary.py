"""The primary rule: which numbers of a cube may not be known, and to what level."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from ..analysis import Result
from ..analysis.cube import ANSWERED, Axis, Cube, count
from ..codebook import SEX, Variable
from ..records import Records
from ..wording import MISSING, TOTAL

Found = TypeVar("Found")
Places = tuple[int, ...]
Named = list[tuple[int, Variable, str]]


@dataclass(frozen=True)
class Primary:
    """What the rule says of a cube's numbers; arrays of its shape.

    Attributes
    ----------
    small
        May not be worked out: 1 to k − 1 different people, and of a sensitive variable also none
        or all of a group.
    guarded
        May not even be told to be small: those of ``small`` that tell of a sensitive variable.
    may_be_zero
        A reader who finds it hidden can't rule out that it is 0.
    """

    small: np.ndarray
    guarded: np.ndarray
    may_be_zero: np.ndarray


def primary(cube: Cube, k: int, *, is_crossed: bool = False) -> Primary:
    """The primary rule for every number of a cube that counts the stated population.

    Parameters
    ----------
    is_crossed
        Whether the numbers are to be broken down further, so that an open variable's are
        protected like all others.
    """
    found = Primary(*(np.zeros(cube.n.shape, bool) for _ in range(3)))
    for at in np.ndindex(cube.n.shape):
        named = _named(cube, at)
        sensitive = [i for i, v, slot in named if v.is_sensitive and slot in v.categories]
        is_open = not sensitive and not is_crossed and _is_open(cube, at, named, k)
        is_few = 0 < cube.people[at] < k and not (is_open or _is_missing(named))
        is_told = any(_is_none_or_all(cube, at, axis) for axis in sensitive)
        found.small[at] = is_few or is_told
        found.guarded[at] = bool(sensitive) and found.small[at]
        found.may_be_zero[at] = bool(sensitive)
    return found


def _named(cube: Cube, at: Places) -> Named:
    """The axes that a number is not summed over: place, variable and category."""
    slots = [axis.slots[j] for axis, j in zip(cube.axes, at, strict=True)]
    return [(i, cube.axes[i].variable, slot) for i, slot in enumerate(slots) if slot != TOTAL]


def shows_few(axes: Sequence[Axis]) -> bool:
    """Whether a table of these axes may show few answers: of an open variable by sex alone."""
    of = axes[-1].variable
    return len(axes) == 2 and axes[0].variable.role == SEX and of.is_open and not of.is_sensitive


def _is_missing(named: Named) -> bool:
    """Whether a number counts missing answers, which are shown for women, men and all.

    Not known sex is no missing answer but a group of people.
    """
    others = [(v, slot) for _, v, slot in named if v.role != SEX]
    is_missing = bool(others) and all(slot == MISSING for _, slot in others)
    return is_missing and not any(v.is_missing_sensitive for v, _ in others)


def _is_open(cube: Cube, at: Places, named: Named, k: int) -> bool:
    """Whether a number is an open variable's, of all or by sex alone, in a group that is shown.

    Such a number follows its group: it is shown from ``k`` people in it on. In a crossing with
    anything else it is protected like the others.
    """
    others = [(i, v, slot) for i, v, slot in named if v.role != SEX]
    if len(others) != 1:
        return False
    ((axis, variable, slot),) = others
    is_answer = variable.is_open and slot in variable.categories
    return is_answer and _group(cube.people, cube, at, axis) >= k


def _is_none_or_all(cube: Cube, at: Places, axis: int) -> bool:
    """Whether none or all of a group's people have this answer; not so of an empty group."""
    group = _group(cube.n, cube, at, axis)
    return group > 0 and int(cube.n[at]) in (0, group)


def _group(counts: np.ndarray, cube: Cube, at: Places, axis: int) -> int:
    """The group that a number is a part of along an axis: those with any answer there."""
    line = np.moveaxis(counts, axis, -1)[at[:axis] + at[axis + 1 :]]
    slots = cube.axes[axis].slots
    if ANSWERED in slots:
        return int(line[slots.index(ANSWERED)])
    missing = int(line[slots.index(MISSING)]) if MISSING in slots else 0
    return int(line[slots.index(TOTAL)]) - missing


# The stated population: women and men, and other groups of sex from the least number on.

WOMEN_AND_MEN = ("kvinna", "man", "flicka", "pojke")


def stated_population(cube: Cube, k: int, staying: Set[str] = frozenset()) -> Cube:
    """The cube without the sexes that are too few to be a group of their own.

    Women and men are always there; another sex, and people whose sex is not known, from ``k``
    different people on, and those that are ``staying`` (see `Past.staying`). Those left out are
    not in any total either, so nobody can be found by subtraction; that they may exist is said
    under every table, whether they do or not.
    """
    axis = next((i for i, a in enumerate(cube.axes) if a.variable.role == SEX), None)
    if axis is None:
        return cube
    slots = cube.axes[axis].slots
    sizes = np.moveaxis(cube.people, axis, 0).reshape(len(slots), -1)[:, -1]
    main = main_sexes(cube.axes[axis].answers)
    groups = [s for s in slots if s in cube.axes[axis].answers or s == MISSING]
    kept = tuple(s for s in groups if s in main or s in staying or sizes[slots.index(s)] >= k)
    return cube.keep(axis, kept)


def main_sexes(categories: tuple[str, ...]) -> tuple[str, ...]:
    """Women and men, or girls and boys, among the categories; else the first two."""
    known = tuple(c for c in categories if c.casefold() in WOMEN_AND_MEN)
    return known or categories[:2]


@dataclass(frozen=True, eq=False)
class Crowd:
    """The rows of some records that belong to the stated population, in an order of their own.

    ``is_stated`` is a truth value a row; ``order`` is the same whatever the order of the rows.
    """

    records: Records
    is_stated: np.ndarray
    order: np.ndarray
    _seen: dict[Hashable, Any] = field(default_factory=dict, init=False)
    _known: dict[Hashable, int] = field(default_factory=dict, init=False)

    def among(
        self,
        variables: Iterable[Variable],
        pairs: Callable[..., Iterable[tuple[int, ...]]],
        find: Callable[[Variable, Variable, "Crowd"], Found | None],
    ) -> Iterator[Found]:
        """What there is to find of pairs of variables; each pair is looked at once.

        ``pairs`` is `combinations` or `permutations`, and ``find`` is given two variables and the
        crowd.
        """
        every = list(variables)
        names = [self._known.setdefault(_known_as(v), len(self._known)) for v in every]
        for i, j in pairs(range(len(every)), 2):
            key = find, names[i], names[j]
            if key not in self._seen:
                self._seen[key] = find(every[i], every[j], self)
            if self._seen[key] is not None:
                yield self._seen[key]

    def remembered(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What is found of these people under a key, looked for once."""
        if key not in self._seen:
            self._seen[key] = find()
        found: Found = self._seen[key]
        return found

    def codes(self, variable: Variable) -> np.ndarray:
        """The answers of the stated population, see `Records.codes`."""
        return self.remembered(
            _known_as(variable), lambda: self.records.codes(variable)[self.is_stated]
        )


def _known_as(variable: Variable) -> tuple[object, ...]:
    return variable.name, variable.categories, variable.rule


def crowd_of(records: Records, k: int, staying: Set[str] = frozenset()) -> Crowd:
    """Who of some records belong to the stated population."""
    sex = records.codebook.with_role(SEX)[0]
    cube = stated_population(count(records, (), sex), k, staying)
    kept = [i for i, c in enumerate(sex.categories) if c in cube.of.slots]
    codes = records.codes(sex)
    stated = np.isin(codes, kept) | ((codes < 0) & (MISSING in cube.of.slots))
    hashed = pd.util.hash_pandas_object(records.frame, index=False)
    return Crowd(records, stated, np.argsort(hashed, kind="stable"))


def splits_small(result: Result, k: int, staying: Set[str] = frozenset()) -> bool:
    """Whether a crossing would break down an answer that few women, men or others gave.

    The zeros of such a table would tell where the few are, and where they are not.
    """
    cube = result.asked(stated_population(result.cube, k, staying))
    if len(cube.axes) < 3:
        return False
    margin = Cube((cube.axes[0], cube.axes[-1]), *map(_margin, (cube.n, cube.people)))
    answers = [i for i, s in enumerate(cube.of.slots) if s in cube.of.answers]
    return bool(primary(margin, k, is_crossed=True).small[:, answers].any())


def _margin(counts: np.ndarray) -> np.ndarray:
    """Counts by the first and the last variable, summed over those between."""
    while counts.ndim > 2:
        counts = counts[:, -1]
    return counts
