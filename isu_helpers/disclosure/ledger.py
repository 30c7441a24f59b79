"""The ledger: every number of a publication under one address, and the sums that tie them.

An address names variables and categories, totals left out: the number of women is the same
number whichever table it stands in, so it is hidden everywhere or nowhere.
"""

from collections.abc import Hashable, Iterable, Iterator, Set
from copy import copy
from dataclasses import dataclass, field, fields

import numpy as np

from ..analysis.cube import ANSWERED, Axis, Cube
from ..codebook import SEX, Variable
from ..records import Records
from ..wording import MISSING, TOTAL
from .primary import Crowd, primary

# Groups that hold the very same people under two names: a number of them is one number.

Pair = tuple[str, str]  # a variable and a category

LEAST = 2  # one person alone in two groups is a coincidence, not a relation between them


def alike(crowd: Crowd, cube: Cube, seen: dict[bytes, Pair]) -> dict[Pair, Pair]:
    """The groups that are a group of another variable over again, and that group.

    «Nej» to a service is «Ingen insats» among its kinds, and those who answered at follow-up are
    those who were reached: whoever knows the questions knows that, so it must hold for what is
    hidden too. ``seen`` remembers the groups by their people, and is added to.
    """
    found = {}
    for axis in cube.axes:
        for slot, rows in _groups(crowd.records, axis):
            people = (rows & crowd.is_stated)[crowd.order]
            if not LEAST <= people.sum() < crowd.is_stated.sum():
                continue
            first = seen.setdefault(np.packbits(people).tobytes(), (axis.name, slot))
            if first[0] != axis.name:
                found[axis.name, slot] = first
    return found


def _groups(records: Records, axis: Axis) -> Iterator[tuple[str, np.ndarray]]:
    """Which rows belong to each category that an axis has, and which have any answer."""
    codes = records.codes(axis.variable)
    for i, name in enumerate(axis.variable.categories):
        if name in axis.slots:
            yield name, codes == i
    if MISSING in axis.slots:
        yield MISSING, codes < 0
    yield ANSWERED, codes >= 0


# The ledger: every number of a publication under one address, and the sums that tie them.

Address = frozenset[Pair]


@dataclass
class Ledger:
    """Addresses with their counts, the equations between them, and what may not be known.

    Attributes
    ----------
    place
        The number of each address in the lists.
    sums
        A whole and its parts, as numbers of addresses.
    small, guarded, loose
        Numbers that may not be worked out, may not be told to be small, may be a hidden zero.
    silent
        Numbers that stand in no table but follow from two that do.
    given
        Numbers that stand in no table but that a reader has, beside what is printed.
    elsewhere
        Numbers that stand in no table here but are hidden in another publication.
    unkept
        Silent numbers that no later publication is fitted to, so that no manifest holds them.
    same
        The one name of a group that goes by two names.
    variables, grouping
        The variables that addresses name; the names of those that some table divides people by.
    tied, rests
        How much of the ledger there was when a pair of variables was last tied, and when what
        stands beside a variable was last looked for, with what was found.
    """

    k: int
    place: dict[Address, int] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    sums: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    small: set[int] = field(default_factory=set)
    guarded: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    given: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)
    unkept: set[int] = field(default_factory=set)
    same: dict[Pair, Pair] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    grouping: set[str] = field(default_factory=set)
    tied: dict[Hashable, int] = field(default_factory=dict)
    rests: dict[str, tuple[int, dict[Address, None]]] = field(default_factory=dict)

    def copy(self) -> "Ledger":
        """A ledger with the same entries, to go back to."""
        return Ledger(**{f.name: copy(getattr(self, f.name)) for f in fields(self)})

    def address(self, pairs: Address) -> Address:
        """The one address of a number, a group with two names under its first."""
        return frozenset(self.same.get(pair, pair) for pair in pairs)

    def numbers(self, addresses: Iterable[Address]) -> frozenset[int]:
        """The numbers of some addresses, of those that stand here."""
        places = (self.place.get(self.address(a)) for a in addresses)
        return frozenset(i for i in places if i is not None)

    def rests_of(self, name: str) -> dict[Address, None]:
        """What stands beside a variable in addresses, each once, in the order of the ledger."""
        first, found = self.rests.get(name, (0, {}))
        new = self.addresses[first:]
        if new:
            more = {a - {pair}: None for a in new for pair in a if pair[0] == name}
            found = {**found, **more} if more else found  # not changed where a copy holds it
            self.rests[name] = len(self.addresses), found
        return found

    def new_beside(self, key: Hashable, pairs: Set[Pair], name: str) -> set[Address]:
        """What stands beside some pairs, or a variable, in addresses that are new to a key."""
        new = self.addresses[self.tied.get(key, 0) :]
        self.tied[key] = len(self.addresses)
        return {a - {pair} for a in new for pair in a if pair in pairs or pair[0] == name}

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
        self.variables |= {axis.name: axis.variable for axis in cube.axes}
        self.grouping |= {axis.name for axis in cube.axes[:-1]}
        rule = primary(cube, self.k)
        places = np.empty(cube.n.shape, dtype=np.int64)
        for at in np.ndindex(cube.n.shape):
            number = places[at] = self.enter_one(address_of(cube, at), int(cube.n[at]))
            marks = (bool(told[at]) for told in (rule.small, rule.guarded, rule.may_be_zero))
            self._mark(number, *marks)
        self.sums |= set(sums_of(cube, places))
        return places

    def enter_one(self, pairs: Address, count: int) -> int:
        """The number of an address in the ledger, entered where it is new."""
        address = self.address(pairs)
        if address not in self.place:
            self.place[address] = len(self.addresses)
            self.addresses.append(address)
            self.counts.append(count)
        number = self.place[address]
        if self.counts[number] != count:
            raise ValueError("results of different people can't stand in one release")
        if number in self.silent:  # what its table says of it holds from now on
            for marks in (self.silent, self.loose, self.small, self.unkept):
                marks.discard(number)
        return number

    def enter_silent(
        self, pairs: Address, count: int, is_small: bool, is_kept: bool = True
    ) -> int:  # fmt: skip
        """The number of an address that stands in no table, entered where it is new."""
        if (number := self.place.get(self.address(pairs))) is not None:
            self.unkept -= {number} if is_kept else set()
            return number
        number = self.enter_one(pairs, count)
        self.silent.add(number)
        self.unkept |= set() if is_kept else {number}
        self._mark(number, is_small, False, True)
        return number

    def enter_given(self, pairs: Address, count: int) -> int:
        """The number of an address that stands in no table but that a reader has."""
        number = self.enter_one(pairs, count)
        self.given.add(number)
        self.loose.add(number)
        return number

    def enter_elsewhere(self, pairs: Address, count: int, may_be_zero: bool) -> int:
        """The number of an address that another publication hides, and that is to stay so."""
        number = self.enter_one(pairs, count)
        self.elsewhere.add(number)
        self._mark(number, True, False, may_be_zero)
        return number

    @property
    def beside(self) -> set[int]:
        """The numbers that stand in no table."""
        return self.silent | self.given | self.elsewhere

    @property
    def sizes(self) -> frozenset[int]:
        """How many women and men there are: a reader who knows how many changed knows that too."""
        sexes = {v.name for v in self.variables.values() if v.role == SEX}
        every = self.place.items()
        return frozenset(i for a, i in every if {name for name, _ in a} <= sexes)

    def sized(self) -> Iterator[tuple[Address, bool | None]]:
        """Each address, and whether shares rest on it; None where its own words tell that.

        Not on how many of all gave an answer that no table divides people by, where there are
        three sexes. A small third one has small numbers nearly everywhere, and rather all than
        women and men are hidden beside them.
        """
        bases = {pair for (_, slot), pair in self.same.items() if slot == ANSWERED}
        spare = self._spare()
        for a in self.addresses:
            yield a, False if a in spare else None if bases.isdisjoint(a) else True

    def _spare(self) -> set[Address]:
        sexes = {v.name for v in self.variables.values() if v.role == SEX}
        ones = {a: name for a in self.addresses if len(a) == 1 for name, slot in a
                if slot != ANSWERED}  # fmt: skip
        if sum(name in sexes for name in ones.values()) < 3:
            return set()
        return {a for a, name in ones.items() if name not in self.grouping | sexes}

    def _mark(self, number: int, small: bool, guarded: bool, loose: bool) -> None:
        marks = (self.small, small), (self.guarded, guarded), (self.loose, loose)
        for group, belongs in marks:
            if belongs:
                group.add(number)


def address_of(cube: Cube, at: tuple[int, ...]) -> Address:
    """The categories of one number; answered is the same as all where nobody is missing."""
    slots = [axis.slots[i] for axis, i in zip(cube.axes, at, strict=True)]
    is_all = slots[-1] == ANSWERED and cube.n[at] == cube.n[(*at[:-1], -1)]
    names = [axis.name for axis in cube.axes]
    pairs = zip(names[:-1] if is_all else names, slots, strict=False)
    return frozenset((name, slot) for name, slot in pairs if slot != TOTAL)


def sums_of(cube: Cube, places: np.ndarray) -> Iterator[tuple[int, tuple[int, ...]]]:
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


def cost_of(address: Address, is_size: bool | None = None) -> float:
    """What it costs to hide a number.

    One for each, three for a size that shares rest on, by its own words where nobody says whether
    they do; then rather totals than women's and men's own numbers.
    """
    slots, names = {slot for _, slot in address}, {name.casefold() for name, _ in address}
    if is_size is None:
        is_size = ANSWERED in slots or len(address) <= 1
    tie = 0.008 * (SEX in names) + 0.016 * (MISSING in slots) - 0.0008 * len(address)
    return 1.0 + 2.0 * is_size + tie
