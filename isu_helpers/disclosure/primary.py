"""The primary rule: which numbers of a cube may not be known, and to what level."""

from dataclasses import dataclass

import numpy as np

from ..analysis.cube import ANSWERED, Cube
from ..codebook import SEX, Variable
from ..wording import MISSING, TOTAL

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


def primary(cube: Cube, k: int) -> Primary:
    """The primary rule for every number of a cube that counts the stated population."""
    found = Primary(*(np.zeros(cube.n.shape, bool) for _ in range(3)))
    for at in np.ndindex(cube.n.shape):
        named = _named(cube, at)
        sensitive = [i for i, v, slot in named if v.is_sensitive and slot in v.categories]
        is_few = 0 < cube.people[at] < k and not _is_open(cube, at, named, k, bool(sensitive))
        is_told = any(_is_none_or_all(cube, at, axis) for axis in sensitive)
        found.small[at] = is_few or is_told
        found.guarded[at] = bool(sensitive) and found.small[at]
        found.may_be_zero[at] = bool(sensitive)
    return found


def _named(cube: Cube, at: Places) -> Named:
    """The axes that a number is not summed over: place, variable and category."""
    slots = [axis.slots[j] for axis, j in zip(cube.axes, at, strict=True)]
    return [(i, cube.axes[i].variable, slot) for i, slot in enumerate(slots) if slot != TOTAL]


def _is_open(cube: Cube, at: Places, named: Named, k: int, is_sensitive: bool) -> bool:
    """Whether a small number is shown all the same: of missing answers, or of an open variable.

    Who lacks an answer is open, for women, men and all; not known sex is no missing answer but a
    group of people. An open variable follows its group: shown from ``k`` people in it on.
    """
    others = [(v, slot) for _, v, slot in named if v.role != SEX]
    if others and all(slot == MISSING for _, slot in others):
        return not any(v.is_missing_sensitive for v, _ in others)
    return not is_sensitive and any(
        variable.is_open and slot in variable.categories and _group(cube.people, cube, at, i) >= k
        for i, variable, slot in named
    )


def _is_none_or_all(cube: Cube, at: Places, axis: int) -> bool:
    """Whether none or all of a group's people have this answer; not so of an empty group."""
    group = _group(cube.n, cube, at, axis)
    return group > 0 and int(cube.n[at]) in (0, group)


def _group(counts: np.ndarray, cube: Cube, at: Places, axis: int) -> int:
    """The group that a number is a part of along an axis: those with any answer there."""
    line = counts[(*at[:axis], slice(None), *at[axis + 1 :])]
    slots = cube.axes[axis].slots
    if ANSWERED in slots:
        return int(line[slots.index(ANSWERED)])
    missing = int(line[slots.index(MISSING)]) if MISSING in slots else 0
    return int(line[slots.index(TOTAL)]) - missing
