"""A Release of many folders' people together, safe beside all that each of them has given out.

Whoever has the pages of all folders and the common ones has one system of sums: a common number
is the folders' numbers added up. What a folder hides or never printed is entered as numbers that
are hidden whatever is chosen, what it printed as known, and a common number is hidden where the
sum would give one of them away. Where a folder has several editions out, they move together: what
any of them printed is known, so a number that none of them gives away is given away by no change.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ..analysis import Result, standard
from ..analysis.cube import ANSWERED, Cube, count
from ..analysis.result import Choice
from ..analysis.units import units
from ..codebook import SEX, Variable
from ..errors import IsuError
from ..records import Records
from ..wording import TOTAL
from .ledger import Address, Ledger, address_of, sums_of
from .manifest import Edition, Kept, Table, kept
from .primary import primary
from .release import Release
from .solver import Task, known

MARK = "\N{TRIANGULAR BULLET}"  # in the names of the folders' own numbers, and of no variable
ZERO = frozenset({(MARK, "")})  # what a sum of numbers that only move comes to
OTHER_ANSWERS = (
    "{mapp}: variabeln «{name}» har andra svar nu än i en tidigare utlämning, så det går inte att "
    "se till att de gemensamma sidorna passar ihop med båda. Väntade samma svar. Ändra tillbaka "
    "svaren i kodboken, eller ta bort mappen ur de gemensamma sidorna."
)


@dataclass(frozen=True, eq=False)
class Member:
    """A folder: its rows as they stand among all, its publication, and the place it belongs to.

    ``place`` is its answer to the variable that tells the folders apart, or empty.
    """

    name: str
    records: Records = field(repr=False)
    release: Release = field(repr=False)
    place: str = ""


Told = dict[Address, tuple[int, int | None]]  # how many, and which in the ledger if not known


@dataclass(frozen=True)
class _Table:
    """What a folder's people are in a table: each number with its marks, and the sums of them."""

    numbers: dict[Address, Address]
    counts: dict[Address, tuple[int, bool, bool]]
    sums: tuple[tuple[Address, tuple[Address, ...]], ...]


class Common(Release):
    """What many folders show together, one system with all that they have given out.

    Parameters
    ----------
    members
        The folders; each one's publication is as it is out.
    by
        The variable that tells the folders apart, or None.
    k, folder
        As in `Release`; the key of the folder decides between patterns that are as cheap.

    Raises
    ------
    IsuError
        In Swedish, when a folder's earlier editions can't be fitted to its present one.
    """

    tells_means = False  # of all folders, less that of those who tell theirs, is the others' mean

    def __init__(self, members: Sequence[Member], by: Variable | None = None, k: int = 5,
                 folder: Path | None = None):  # fmt: skip
        super().__init__(k, folder=folder)
        self.members, self.by = members, by
        self._zero = self.ledger.enter_given(ZERO, 0)
        self._tables: dict[tuple[object, ...], _Table] = {}
        for i, member in enumerate(members):
            _Entered(self.ledger, self._zero, i, member).enter()
        self._leave()

    def fill(self, records: Records) -> None:
        """Enter each question by sex, and the first of them by place; nothing more has room."""
        choices = standard(records)
        self.add([c.items[0] for c in choices if not c.is_crossed])
        result = units(records).result if self.by else None
        if result:
            self.chosen(Choice((result,)))
        every = (p.result.cube.axes for p in self.results.values())
        self.allowed = frozenset(frozenset(a.name for a in axes) for axes in every)

    def task(self) -> Task:
        """The numbers of the ledger as a task; what the folders hide is hidden."""
        task = super().task()
        return replace(task, hidden=task.hidden | self.ledger.elsewhere)

    def _enter(self, results: Sequence[Result], cubes: list[Cube]) -> list[np.ndarray]:
        places = super()._enter(results, cubes)
        for result, cube, at in zip(results, cubes, places, strict=True):
            self._tie(result, cube, at)
        return places

    def _protect(self) -> bool:
        self._leave()
        return super()._protect()

    def _leave(self) -> None:
        """Leave the folders' numbers that follow from their own pages, whatever is hidden here."""
        task = self.task()
        for number in known(task, frozenset(task.free), self._known):
            if any(MARK in name for name, _ in self.ledger.addresses[number]):
                self.ledger.small.discard(number)
                self.ledger.guarded.discard(number)

    def _tie(self, result: Result, cube: Cube, at: np.ndarray) -> None:
        """Each inner number of a table is the sum of the folders' numbers."""
        found = [self._entered(i, result) for i in range(len(self.members))]
        stated = self.stated(result.cube, result.records).axes[0].slots
        sexes = [s for s in stated if s not in (TOTAL, ANSWERED)]
        for index in np.ndindex(cube.n.shape):
            slots = {a.name: a.slots[j] for a, j in zip(cube.axes, index, strict=True)}
            if {TOTAL, ANSWERED}.isdisjoint(slots.values()):
                self._add_up(int(at[index]), slots, found, sexes)

    def _add_up(
        self, whole: int, slots: dict[str, str], found: list[Told], sexes: list[str]
    ) -> None:
        place = slots.pop(self.by.name, None) if self.by else None
        names = [slots] if self._sex in slots else [{self._sex: s, **slots} for s in sexes]
        every = [numbers[frozenset(pairs.items())] for member, numbers in
                 zip(self.members, found, strict=True) if place in (None, member.place)
                 for pairs in names]  # fmt: skip
        if sum(n for n, _ in every) != self.ledger.counts[whole]:
            raise ValueError("the folders' people are not those of the whole")
        self.ledger.sums.add((whole, tuple(sorted(p for _, p in every if p is not None))))

    @property
    def _sex(self) -> str:
        return self.members[0].records.codebook.with_role(SEX)[0].name

    def table_of(self, i: int, result: Result) -> "_Table":
        """What a folder's people are in a table."""
        key = i, tuple(a.name for a in result.cube.axes)
        if key not in self._tables:
            self._tables[key] = _table(self.members[i], self.variables_of(result), self.k)
        return self._tables[key]

    def _entered(self, i: int, result: Result) -> Told:
        """A folder's own numbers of a table: how many, and which in the ledger if not known."""
        table = self.table_of(i, result)
        own = _Entered(self.ledger, self._zero, i, self.members[i])
        numbers = {a: own.silent(a, *told) for a, told in table.counts.items()}
        for whole, parts in table.sums:
            own.add(numbers[whole], [numbers[p] for p in parts])
        return {slots: (table.counts[a][0], numbers[a]) for slots, a in table.numbers.items()}

    def variables_of(self, result: Result) -> list[Variable]:
        """The variables of a table, but the one that tells the folders apart."""
        every = (a.variable for a in result.cube.axes)
        return [v for v in every if not self.by or v.name != self.by.name]


@dataclass
class _Entered:
    """The numbers of one folder in the common ledger, under names of their own."""

    ledger: Ledger
    zero: int
    i: int
    member: Member

    def enter(self) -> None:
        """Enter what the folder hides in all its editions, and how those hang together."""
        release = self.member.release
        own = release.ledger
        fixed = release.shown | own.given
        now = {a: None if n in fixed else self._hidden(a, own.counts[n], own, n)
               for a, n in own.place.items()}  # fmt: skip
        at = [now[a] for a in own.addresses]
        for whole, parts in own.sums:
            self.add(at[whole], [at[p] for p in parts])
        self._enter_past(now)

    def silent(self, address: Address, count: int, small: bool, guarded: bool) -> int | None:
        """The number of an address; None where the folder has printed it."""
        own = self.member.release.ledger
        if (there := own.place.get(address)) is not None:
            is_known = there in self.member.release.shown | own.given
            return None if is_known else self.ledger.place[self._name(address)]
        number = self.ledger.enter_silent(self._name(address), count, small, is_kept=False)
        self.ledger.guarded |= {number} if guarded else set()
        return number

    def add(self, whole: int | None, parts: Iterable[int | None]) -> None:
        """A sum, of which what is known is left out: it can't move."""
        left = tuple(sorted(p for p in parts if p is not None))
        if left or whole is not None:
            self.ledger.sums.add((self.zero if whole is None else whole, left))

    def _hidden(self, address: Address, count: int, own: Ledger, n: int) -> int:
        name = self._name(address)
        if n in own.silent:
            return self.ledger.enter_silent(name, count, n in own.small, is_kept=False)
        number = self.ledger.enter_elsewhere(name, count, n in own.loose)
        self.ledger.guarded |= {number} if n in own.guarded else set()
        return number

    def _name(self, address: Address, edition: int | None = None) -> Address:
        mark = f"{self.i}{MARK}" if edition is None else f"{self.i}.{edition}{MARK}"
        return frozenset({(mark, ""), *((mark + name, slot) for name, slot in address)})

    def _enter_past(self, now: dict[Address, int | None]) -> None:
        """Earlier editions, each number of which moves with that of now."""
        past = self.member.release.past
        if past is None:
            return
        for e, edition in enumerate(past.editions):
            self._check(edition.variables)
            same = dict(edition.same)
            then: dict[Address, int | None] = {}
            for address, n in past.places[e].items():
                name, count = self._name(address, e), int(past.counts[n])
                if n in past.silent:
                    then[address] = self.ledger.enter_silent(name, count, False, is_kept=False)
                elif n in past.hidden:
                    then[address] = self.ledger.enter_elsewhere(name, count, not past.floor[n])
                else:
                    then[address] = None
            at = list(then.values())
            for whole, parts in edition.sums:
                self.add(at[whole], [at[p] for p in parts])
            for address, number in now.items():
                was = frozenset(same.get(pair, pair) for pair in address)
                if was in then:
                    self.add(then[was], [number])
                    self.add(number, [then[was]])

    def _check(self, variables: dict[str, Kept]) -> None:
        for name, variable in variables.items():
            now = self.member.release.ledger.variables.get(name)
            if now is not None and now.categories != variable.categories:
                raise IsuError(OTHER_ANSWERS.format(mapp=self.member.name, name=now.title))


def _table(member: Member, variables: Sequence[Variable], k: int) -> _Table:
    """A folder's people in a table: those that its own tables are about, and the other sexes."""
    *by, of = variables
    every = count(member.records, tuple(by), of)
    own, same = member.release.stated(every, member.records), member.release.ledger.address
    rule = primary(own, k)
    numbers: dict[Address, Address] = {}
    counts: dict[Address, tuple[int, bool, bool]] = {}
    places = np.empty(own.n.shape, dtype=object)
    for at in np.ndindex(own.n.shape):
        address = places[at] = same(address_of(own, at))
        counts[address] = int(own.n[at]), bool(rule.small[at]), bool(rule.guarded[at])
        numbers[_slots(own, at)] = address
    for at, address in _others(every, own):
        counts[address] = int(every.n[at]), bool(0 < every.people[at] < k), False
        numbers[address] = address
    return _Table(numbers, counts, tuple(_named(own, places)))


def _named(cube: Cube, places: np.ndarray) -> Iterator[tuple[Address, tuple[Address, ...]]]:
    """The sums of a cube by address."""
    every = list(dict.fromkeys(places.ravel()))
    known_as = {address: i for i, address in enumerate(every)}
    numbered = np.array([known_as[a] for a in places.ravel()]).reshape(places.shape)
    for whole, parts in set(sums_of(cube, numbered)):
        yield every[whole], tuple(every[p] for p in parts)


def _others(every: Cube, own: Cube) -> Iterator[tuple[tuple[int, ...], Address]]:
    """Numbers of sexes that are too few in the folder to be a group of its tables."""
    at_sex = next(i for i, a in enumerate(every.axes) if a.variable.role == SEX)
    there = {*own.axes[at_sex].slots}
    for at in np.ndindex(every.n.shape):
        slots = _slots(every, at)
        is_other = every.axes[at_sex].slots[at[at_sex]] not in there
        if is_other and {TOTAL, ANSWERED}.isdisjoint(slot for _, slot in slots):
            yield at, slots


def _slots(cube: Cube, at: tuple[int, ...]) -> Address:
    pairs = zip(cube.axes, at, strict=True)
    return frozenset((axis.name, axis.slots[j]) for axis, j in pairs)


# What a folder's people are in common tables, as an edition of its own.


def share_of(
    common: Common, i: int, own: Edition, base: str, series: str, given_out: str
) -> Edition:  # fmt: skip
    """What common tables may tell of one folder: their numbers are its own, hidden unless printed.

    Later editions of the folder are fitted to it as to any other: what is hidden stays hidden.

    Parameters
    ----------
    common, i
        The common publication, and which of its members it is.
    own
        The folder's publication.
    base, series, given_out
        What tells these common pages from others, whose they are, and the date.
    """
    told: list[Table] = []
    numbers: dict[Address, int | None] = {}
    sums: set[tuple[Address, tuple[Address, ...]]] = set()
    ledger = common.members[i].release.ledger
    for protected in common.results.values():
        result = protected.result
        variables = common.variables_of(result)
        if protected.is_refused or len(variables) < 2:
            continue
        *by, of = variables
        told.append(Table(of.rule or of.name, tuple(v.rule or v.name for v in by), None, "", False,
                          tuple(v.name for v in variables)))  # fmt: skip
        table = common.table_of(i, result)
        numbers |= {a: own.numbers.get(a) for a in table.counts}
        sums |= set(table.sums)
    order = sorted(numbers, key=sorted)
    at = {a: n for n, a in enumerate(order)}
    names = {name for t in told for name in t.names}
    return Edition(
        base=base,
        k=own.k,
        tables=tuple(dict.fromkeys(told)),
        numbers={a: numbers[a] for a in order},
        sums=tuple(sorted((at[w], tuple(sorted(at[p] for p in parts))) for w, parts in sums)),
        variables={v.name: own.variables.get(v.name) or kept(v) for v in
                   common.ledger.variables.values() if v.name in names},
        loose=frozenset(a for a in order if a not in own.numbers or a in own.loose),
        same=tuple(sorted(ledger.same.items())),
        series=series,
        given_out=given_out,
        is_common=True,
    )  # fmt: skip
