"""The ledger: every number of a publication under one address, and the sums that tie them.

An address names variables and categories, totals left out: the number of women is the same
number whichever table it stands in, so it is hidden everywhere or nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ..analysis.cube import ANSWERED, Cube
from ..codebook import SEX
from ..wording import MISSING, TOTAL
from .alike import Pair

Address = frozenset[tuple[str, str]]


@dataclass
class Ledger:
    """Addresses with their counts, the equations between them, and the small ones.

    ``sums`` holds a whole and its parts as numbers of addresses. ``small`` are the addresses
    with 1 to k − 1 different people, missing answers excepted. ``same`` gives a group that goes
    by two names the one name.
    """

    k: int
    place: dict[Address, int] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    sums: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    small: set[int] = field(default_factory=set)
    same: dict[Pair, Pair] = field(default_factory=dict)

    def copy(self) -> "Ledger":
        """A ledger with the same entries, to go back to."""
        return Ledger(
            self.k, dict(self.place), list(self.addresses), list(self.counts),
            set(self.sums), set(self.small), dict(self.same),
        )  # fmt: skip

    def enter(self, cube: Cube) -> np.ndarray:
        """Enter all numbers and sums of a cube.

        Returns
        -------
        places
            The number in the ledger of each of the cube's numbers, of its shape.

        Raises
        ------
        ValueError
            When the cube counts other people than those before it.
        """
        places = np.empty(cube.n.shape, dtype=np.int64)
        for at in np.ndindex(cube.n.shape):
            places[at] = self._enter_one(cube, at)
        self.sums |= set(_sums(cube, places))
        return places

    def _enter_one(self, cube: Cube, at: tuple[int, ...]) -> int:
        address = frozenset(self.same.get(pair, pair) for pair in _address(cube, at))
        if address not in self.place:
            self.place[address] = len(self.addresses)
            self.addresses.append(address)
            self.counts.append(int(cube.n[at]))
        number = self.place[address]
        if self.counts[number] != cube.n[at]:
            raise ValueError("results of different people can't stand in one release")
        if 0 < cube.people[at] < self.k and not _is_open(cube, at):
            self.small.add(number)
        return number


def _is_open(cube: Cube, at: tuple[int, ...]) -> bool:
    """Whether a number is of missing answers: those are not a group to protect.

    Who lacks an answer is open for women and men, whichever of the two variables is counted; not
    known sex is no missing answer but a group of people.
    """
    if cube.of.variable.role != SEX:
        return cube.of.slots[at[-1]] == MISSING
    groups = [axis.slots[i] for axis, i in zip(cube.axes, at, strict=True)][:-1]
    named = [slot for slot in groups if slot != TOTAL]
    return named == [MISSING]


def _address(cube: Cube, at: tuple[int, ...]) -> Address:
    """The categories of one number; answered is the same as all where nobody is missing."""
    slots = [axis.slots[i] for axis, i in zip(cube.axes, at, strict=True)]
    is_all = slots[-1] == ANSWERED and cube.n[at] == cube.n[(*at[:-1], -1)]
    names = [axis.name for axis in cube.axes]
    pairs = zip(names[:-1] if is_all else names, slots, strict=False)
    return frozenset((name, slot) for name, slot in pairs if slot != TOTAL)


def _sums(cube: Cube, places: np.ndarray) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Each whole with its parts: groups along their axis, answers, and the missing beside them."""
    for axis, variable in enumerate(cube.axes):
        is_of = axis == len(cube.axes) - 1
        lines = np.moveaxis(places, axis, -1).reshape(-1, len(variable.slots))
        total = variable.place(TOTAL)
        parts = [i for i, s in enumerate(variable.slots) if s not in (TOTAL, ANSWERED)]
        for line in lines:
            if not is_of:
                yield from _sum(line, total, parts)
                continue
            answered = variable.place(ANSWERED)
            answers = [i for i in parts if variable.slots[i] != MISSING]
            missing = [i for i in parts if variable.slots[i] == MISSING]
            yield from _sum(line, answered, answers)
            yield from _sum(line, total, [answered, *missing])


def _sum(line: np.ndarray, whole: int, parts: list[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """A whole and its parts; nothing where one part is all of it, since the others are zeros."""
    places = tuple(sorted(int(line[i]) for i in parts))
    if line[whole] not in places:
        yield int(line[whole]), places
