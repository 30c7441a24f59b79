"""Earlier publications of the same people, all of them as one system, and what they hid guessed.

Whoever has them all can subtract. What they hid stays hidden, in what its answers are called now:
then a number that is told was told before, but for a change that a reader may know, and nothing
that was hidden follows from it (the two publications say no more than the first). What is small
now, or is told for the first time, is guarded against who knows the changes. The fewest that fit
are the most that a reader can know, so they serve as a guess: neither the old rows nor any hidden
number of then is needed. Where a table is told for the first time, there are other guesses too.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy, deepcopy
from functools import cached_property
from itertools import combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from ..analysis.cube import ANSWERED
from ..codebook import SEX, Variable
from ..errors import CodebookError
from ..privacy import Key
from ..records import Records
from ..wording import MISSING
from .ledger import Address
from .manifest import Edition, Kept, kept
from .matching import Class, Found, classes, find, present
from .solver import Sum, Task, known
from .ties import NOW, Cell, Slots, Tying

WORLDS = 4  # other guesses, two and two opposite, for what is told for the first time

Row = tuple[dict[int, float], float, bool]  # numbers, and what they sum to, or no less than


class Past:
    """The earlier editions of some people, tied to one another and to the people of now.

    Attributes
    ----------
    counts
        The numbers of all editions, one after the other, guessed where they were hidden.
    shown, hidden, silent, floor, sums
        As in a `Task`.
    secret
        The hidden numbers that no edition gives away by itself.
    ties
        What ties the editions to one another and to now.
    found
        How the variables of each edition are called now.
    staying
        The sexes that were groups beside a size that was hidden, and so stay groups, however few
        they are. Without them the total would be of others than it was, and tell that size.
    broken
        The names of variables of whose numbers no whole table fits what was published.
    """

    def __init__(self, editions: Sequence[Edition], records: Records, k: int, key: Key):
        self.editions, self.records, self.k = editions, records, k
        self._present = {"": present(records, None)}
        self._known: dict[tuple[object, ...], dict[str, tuple[str, ...]]] = {}
        self._since: dict[int, int] = {}
        self.found = [self._find(e, key) for e in editions]
        self.places: list[dict[Address, int]] = []
        counts: list[int] = []
        for e in editions:
            self.places.append({a: len(counts) + i for i, a in enumerate(e.numbers)})
            counts += [-1 if n is None else n for n in e.numbers.values()]
        self.counts = np.array(counts, int)
        self.hidden = frozenset(np.flatnonzero(self.counts < 0).tolist())
        self.shown = frozenset(range(len(counts))) - self.hidden
        self.silent = self._every(lambda e: e.silent)
        self.floor = np.ones(len(counts))
        self.floor[[*self._every(lambda e: e.loose | e.silent)]] = 0
        self.sums = frozenset(self._moved())
        self._tying = Tying(editions, self.found, self.places, records, k)
        groups = [*self._sexes()]
        self.staying = self._tying.staying = frozenset(s for g in groups for s in g)
        self.ties = list(self._tying.ties())
        self.broken = self._guess() | (set() if all(groups) else {self._sex})
        self.secret = self._secret()
        told = self._told()
        self.told = frozenset(a for a, _ in told)
        self.divided = self.told.difference(
            found[0] for i, e in enumerate(editions) for a in e.numbers.keys() - e.silent
            if len(found := [*self._called(i, a)]) == 1)  # fmt: skip
        self.kept = frozenset(a for (a, _), numbers in told.items() if None in numbers)
        self.zeros = self.kept.union(a for (a, _), numbers in told.items() if not any(numbers))

    @property
    def now(self) -> dict[Address, int]:
        """The people of now, counted as the editions counted theirs."""
        return self._tying.now

    @property
    def _sex(self) -> str:
        return self.records.codebook.with_role(SEX)[0].name

    def variable(self, name: str) -> Variable:
        """A variable by its name now, worked out anew as it was in the editions.

        Raises
        ------
        KeyError, CodebookError
            When it can't be.
        """
        return self._tying.variable(name)

    def may_be_zero(self, address: Address) -> bool:
        """Whether a number is, or is part of, one that was hidden or that nobody was in.

        So may one that is told for the first time of those who gave an answer that was told, and
        all who gave an answer of which some part was hidden: nobody is left of it when the last
        open cases are closed, and who knows how many they were must not be told so.
        """
        is_part = not self.zeros.isdisjoint(_parts(address))
        return is_part or self._is_first(address) or address in self._wholes

    @cached_property
    def _wholes(self) -> frozenset[Address]:
        """All who gave an answer of which some part was hidden."""
        every = (w for a in self.kept for w in _parts(a) if w != a)
        return frozenset(w for w in every if any(name in self._counted and slot != ANSWERED
                                                 for name, slot in w))  # fmt: skip

    def _sexes(self) -> Iterator[list[str]]:
        """What each group of sex beside a hidden size is called now."""
        for i, edition in enumerate(self.editions):
            same = dict(edition.same)
            for v in (v for v in edition.variables.values() if v.role == SEX):
                pairs = [(v.name, slot) for slot in (*v.categories, MISSING)]
                at = [frozenset({same.get(pair, pair)}) for pair in pairs]
                there = [p for p, a in zip(pairs, at, strict=True) if a in edition.numbers]
                if any(edition.numbers.get(a, 0) is None for a in at):
                    for pair in there:
                        yield [s for a in self._called(i, frozenset({pair})) for _, s in a]

    def first_told(self, addresses: Iterable[Address]) -> frozenset[str]:
        """What was counted then of which some of these numbers are told for the first time.

        All of it where more than two sexes were groups: what few of a third can have lost is so
        little that their answers may follow from it.
        """
        if self._has_more_sexes:
            return frozenset(self._counted)
        every = (a for a in addresses if ANSWERED not in (slot for _, slot in a))
        names = {name for a in every if self._is_first(a) for name, _ in a}
        return frozenset(names & self._counted)

    @property
    def _has_more_sexes(self) -> bool:
        return any(len({*slots}) > 2 for t in self.ties if t.names == (self._sex,)
                   for g in t.groups for slots in [[c.answer for c in g.cells]])  # fmt: skip

    def _is_first(self, address: Address) -> bool:
        """Whether a number, of those who gave an answer that was told, was not told by itself."""
        if address in self.told:
            return address in self.divided
        return any(p in self.told and any(name in self._counted for name, _ in p)
                   for p in _parts(address))  # fmt: skip

    @cached_property
    def _counted(self) -> set[str]:
        """What the tables that were published counted, by its name now."""
        pairs = zip(self.editions, self.found, strict=True)
        return {f.names.get(t.names[-1], "") for e, f in pairs for t in e.tables}

    def is_unclear(self, names: Iterable[str]) -> bool:
        """Whether one of these variables can't be told from what was published, or told apart."""
        out = self.broken.union(*(f.unclear for f in self.found))
        return not out.isdisjoint(names)

    @property
    def gone(self) -> list[str]:
        """The variables that were published and are no more, each once."""
        return list(dict.fromkeys(name for f in self.found for name in f.gone))

    def changes(self, series: str) -> int:
        """The most that came, left or changed answer in one group since a series' last edition."""
        last = [i for i, e in enumerate(self.editions) if e.series == series]
        return self._changes(last[-1]) if last else 0

    def few(self) -> frozenset[Address]:
        """What would tell the answers of those who changed, where few have since it was told.

        How many there are in a group is no answer.
        """
        ties = [t for t in self.ties if t.now == NOW and t.names != (self._sex,)]
        ties = [t for t in ties if all(self._changes(i) < self.k for i in t.then)]
        return frozenset(
            cell.at[0] for tie in ties for group in tie.groups for cell in group.cells
            if len(cell.at) == 1 and {*cell.then} <= self.shown
            and 0 < abs(cell.after - cell.before) < self.k
        )  # fmt: skip

    def _changes(self, i: int) -> int:
        """The most that came, left or changed answer in one group since an edition."""
        if i not in self._since:
            ties = [t for t in self.ties
                    if t.now == NOW and i in t.then and t.names[0] == self._sex]  # fmt: skip
            found = [max(g.left, g.came) for t in ties if len(t.names) == 2 for g in t.groups]
            found += [max(c.left, c.came) for t in ties if len(t.names) == 1
                      for g in t.groups for c in g.cells]  # fmt: skip
            self._since[i] = max(found, default=0)
        return self._since[i]

    def _find(self, edition: Edition, key: Key) -> Found:
        is_keyed = any(v.content for v in edition.variables.values())
        if is_keyed and "keyed" not in self._present:
            self._present["keyed"] = present(self.records, key)
        return find(edition, self.records, self._present["keyed" if is_keyed else ""])

    @property
    def many(self) -> int:
        """So many are no few, by the limit of any edition."""
        return max(self.k, *(e.k for e in self.editions))

    @property
    def groups(self) -> list[frozenset[tuple[str, Slots]]]:
        """The groups of which a reader may know less than of others, each once."""
        every = (g.slots for t in self.ties if t.now == NOW for g in t.groups)
        return sorted(dict.fromkeys(every), key=lambda slots: (len(slots), repr(sorted(slots))))

    def _every(self, which: Callable[[Edition], Iterable[Address]]) -> frozenset[int]:
        pairs = zip(self.editions, self.places, strict=True)
        return frozenset(places[a] for e, places in pairs for a in which(e))

    def touching(self, numbers: Iterable[int]) -> set[Sum]:
        """The sums in which any of these numbers stands."""
        return {line for i in numbers for line in self._lines.get(i, ())}

    @cached_property
    def _lines(self) -> dict[int, list[Sum]]:
        found = defaultdict[int, list[Sum]](list)
        for line in self.sums:
            for i in {line[0], *line[1]}:
                found[i].append(line)
        return found

    def _moved(self) -> Iterator[Sum]:
        for edition, places in zip(self.editions, self.places, strict=True):
            at = list(places.values())
            for whole, parts in edition.sums:
                yield at[whole], tuple(sorted(at[p] for p in parts))

    # The guess

    def _guess(self) -> frozenset[str]:
        """Put whole numbers in the place of hidden ones, with the fewest changes that fit.

        The names of the variables for which none fit are given back.
        """
        changes = np.ones(len(self._cells))
        lost = self._fit(np.concatenate([np.zeros(len(self.counts)), changes]), [])
        self.counts[lost] = self.floor[lost]
        self._note()
        return frozenset(self._names(lost))

    @cached_property
    def worlds(self) -> list["Past"]:
        """The same editions with other guesses, far apart, where few changed if few may have."""
        return [self._world(i) for i in range(WORLDS)]

    def _world(self, i: int) -> "Past":
        world, size = copy(self), len(self.counts)
        world.counts, world.ties = self.counts.copy(), deepcopy(self.ties)
        pull = (-1) ** i * np.random.default_rng([size, i // 2]).normal(size=size)
        cost = np.concatenate([pull, np.zeros(len(world._cells))])
        if world._fit(cost, [*world._few_rows()]):
            world._fit(cost, [])
        world._note()
        return world

    @property
    def _cells(self) -> list[Cell]:
        return [c for t in self.ties for g in t.groups for c in g.cells]

    def _fit(self, cost: np.ndarray, more: list[Row]) -> list[int]:
        """Hidden numbers with who left each cell, at the least cost; the places where none fit."""
        cells, size, lost = self._cells, len(self.counts), []
        rows = [*self._sum_rows(), *self._cell_rows(cells), *more]
        matrix = _matrix(rows, size + len(cells))
        free = np.ones(size + len(cells), bool)
        free[[*self.shown]] = False
        told = np.where(free, 0, np.pad(self.counts, (0, len(cells))))
        rest = np.array([r[1] for r in rows], float) - matrix @ told
        high = np.where([r[2] for r in rows], np.inf, rest)
        open_ = np.flatnonzero(free)
        inner = matrix[:, open_].tocsr()
        _, part = connected_components(abs(inner).T @ abs(inner), directed=False)
        most = float(max(self.counts.max(initial=0), len(self.records), 1))
        for p in np.unique(part[open_ < size]) if open_.size else ():
            at = np.flatnonzero(part == p)
            chosen = inner[:, at]
            lines = np.flatnonzero(np.diff(chosen.indptr))
            columns = open_[at]
            low = np.where(columns < size, self.floor[np.minimum(columns, size - 1)], 0)
            found = milp(
                cost[columns], integrality=(columns < size).astype(int), bounds=Bounds(low, most),
                constraints=LinearConstraint(chosen[lines], rest[lines], high[lines]),
            )  # fmt: skip
            inside = columns < size
            if found.x is None:
                lost += columns[inside].tolist()
            else:
                self.counts[columns[inside]] = np.round(found.x[inside])
        return lost

    def _note(self) -> None:
        """What each cell was, is and lost, by the guess."""
        for cell in self._cells:
            cell.before = int(self.counts[list(cell.then)].sum())
            cell.after = cell.after if cell.is_of_now else int(self.counts[list(cell.now)].sum())
            cell.left = max(cell.before - cell.after, 0)
        self._add_up()

    def _add_up(self) -> None:
        """As many left a group as left those that it is made of, in the finest table there is."""
        for tie in sorted(self.ties, key=lambda t: -len(t.names)):
            finer = [t for t in self.ties if (t.then, t.now) == (tie.then, tie.now)
                     and t.names[-1] == tie.names[-1] and {*t.names} > {*tie.names}]  # fmt: skip
            finest = sorted(finer, key=lambda t: len(t.names))[-1:]
            for slots, cell in tie.cells:
                left = (c.left for t in finest for own, c in t.cells if own > slots)
                cell.left = max(cell.left, sum(left))
            for group in tie.groups:
                inner = [g.least for t in finest for g in t.groups if g.slots > group.slots]
                one, two = map(sum, zip(*inner, strict=True)) if inner else (0, 0)
                left_now, came_now = group.changed(self.shown)
                group.least = max(left_now, one), max(came_now, two)

    def _few_rows(self) -> Iterator[Row]:
        """Few left and came in each group of which that may be so."""
        places = {id(c): len(self.counts) + j for j, c in enumerate(self._cells)}
        for tie, group in ((t, g) for t in self.ties for g in t.groups):
            most = self.many * tie.steps - 1
            if max(group.least) > most:
                continue
            left = dict.fromkeys((places[id(c)] for c in group.cells), -1.0)
            yield left, -most, True
            came, told = dict(left), 0
            for cell in group.cells:
                for n in cell.then:
                    came[n] = came.get(n, 0.0) + 1.0
                for n in cell.now:
                    came[n] = came.get(n, 0.0) - 1.0
                told += cell.after if cell.is_of_now else 0
            yield came, told - most, True

    def _sum_rows(self) -> Iterator[Row]:
        for whole, parts in sorted(self.sums):
            yield {whole: 1.0} | dict.fromkeys(parts, -1.0), 0.0, False

    def _cell_rows(self, cells: list[Cell]) -> Iterator[Row]:
        """Who left a cell is no fewer than what it lost."""
        for j, cell in enumerate(cells):
            entries = {len(self.counts) + j: 1.0} | dict.fromkeys(cell.then, -1.0)
            for n in cell.now:
                entries[n] = entries.get(n, 0.0) + 1.0
            yield entries, -float(cell.after) if cell.is_of_now else 0.0, True

    def _names(self, places: Iterable[int]) -> set[str]:
        wanted = set(map(int, places))
        return {
            found.names.get(name, name)
            for at, found in zip(self.places, self.found, strict=True)
            for address, i in at.items() if i in wanted for name, _ in address
        }  # fmt: skip

    # What follows from the guess

    def task(self, hidden: frozenset[int] | None = None) -> Task:
        """The editions without what is to come, as a task."""
        hidden = self.hidden if hidden is None else hidden
        return Task(self.counts, self.sums, self.hidden - self.silent, self.shown, hidden,
                    np.zeros(len(self.counts)), k=self.k, floor=self.floor,
                    silent=self.silent)  # fmt: skip

    def _secret(self) -> frozenset[int]:
        task = self.task()
        return task.small - known(task, self.hidden)

    def _told(self) -> dict[tuple[Address, int], list[int | None]]:
        """What each edition told of a number of now: of all that it is or may be made of."""
        found: dict[tuple[Address, int], list[int | None]] = {}
        for i, edition in enumerate(self.editions):
            for address in edition.numbers.keys() - edition.silent:
                for new in self._called(i, address):
                    found.setdefault((new, i), []).append(edition.numbers[address])
        return found

    def _called(self, i: int, address: Address) -> Iterator[Address]:
        """What an address of an edition is called now; more than one where answers were split."""
        names = self.found[i].names
        if all(name in names for name, _ in address):
            pairs = [[(names[name], new) for new in self._slots(i, name, slot)]
                     for name, slot in address]  # fmt: skip
            yield from map(frozenset, product(*pairs))

    def _slots(self, i: int, name: str, slot: str) -> tuple[str, ...]:
        if (i, name) not in self._known:
            pairs = self._classes(self.editions[i].variables[name], self.found[i].names[name])
            self._known[i, name] = {old: now for then, now in pairs for old in then}
        return self._known[i, name].get(slot, ())

    def _classes(self, old: Kept, new: str) -> list[Class]:
        try:
            found = classes(old, kept(self._tying.variable(new)))
        except (KeyError, CodebookError):
            return []
        return [*(found or ()), ((ANSWERED,), (ANSWERED,))]


def _parts(address: Address) -> Iterator[Address]:
    """A number and all that it is part of."""
    pairs = sorted(address)
    sizes = range(1, len(pairs) + 1)
    return (frozenset(c) for size in sizes for c in combinations(pairs, size))


def _matrix(rows: list[Row], width: int) -> csr_array:
    entries = [(i, j, s) for i, (row, _, _) in enumerate(rows) for j, s in row.items()]
    i, j, s = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((s, (i, j)), shape=(len(rows), width)).tocsr()
