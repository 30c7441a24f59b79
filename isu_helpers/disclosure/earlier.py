"""Earlier publications of the same people, all of them as one system, and what they hid guessed.

Whoever has them all can subtract. Then is who stayed and who left, now is who stayed and who
came, in each group and answer; a changed answer is both. The fewest changes that fit are the most
that a reader can know, so they serve as a guess: neither the old rows nor any hidden number of
then is needed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from ..analysis import breakdown
from ..analysis.cube import ANSWERED, Cube, count
from ..codebook import SEX
from ..derived import derived
from ..errors import CodebookError
from ..identity import Key
from ..records import Records
from ..wording import MISSING
from .ledger import Address
from .manifest import Edition, Kept, kept
from .matching import Class, Found, classes, find, present
from .population import stated_population
from .solver import Sum, Task, known

NOW = -1  # the place of what is to be published now, among the editions


@dataclass
class Cell:
    """One answer of one group, then and now: numbers of the past, or addresses of now."""

    then: tuple[int, ...]
    now: tuple[int, ...] = ()
    at: tuple[Address, ...] = ()
    before: int = 0
    after: int = 0

    @property
    def left(self) -> int:
        """The fewest who were here and are not."""
        return max(self.before - self.after, 0)

    @property
    def came(self) -> int:
        """The fewest who are here and were not."""
        return max(self.after - self.before, 0)


@dataclass
class Group:
    """The answers of one group then and now: what a reader may know of is how many changed.

    ``then`` are the slots of the group's variables at the earlier end, ``now`` at the later.
    """

    then: tuple[tuple[str, ...], ...]
    now: tuple[tuple[str, ...], ...]
    cells: list[Cell] = field(default_factory=list)

    @property
    def left(self) -> int:
        """The fewest who left or changed answer."""
        return sum(c.left for c in self.cells)

    @property
    def came(self) -> int:
        """The fewest who came or changed answer."""
        return sum(c.came for c in self.cells)

    def is_few(self, k: int) -> bool:
        """Whether so few changed that a reader may know who they are."""
        return max(self.left, self.came) < k


@dataclass
class Tie:
    """One table of an edition (or of several that make one), and the next that has it."""

    names: tuple[str, ...]  # as they are called now, the counted one last
    then: tuple[int, ...]
    now: int
    groups: list[Group] = field(default_factory=list)


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
    broken
        The names of variables of whose numbers no whole table fits what was published.
    """

    def __init__(self, editions: Sequence[Edition], records: Records, k: int, key: Key):
        self.editions, self.records, self.k = editions, records, k
        self._now = {"": present(records, None)}
        self._known: dict[tuple, dict[str, str]] = {}  # what is worked out again and again
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
        self.ties = list(self._ties())
        self.broken = self._guess()
        self.secret = self._secret()
        self.zeros, self.kept = self._zeros(), self._kept()

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
        sex = self.records.codebook.with_role(SEX)[0].name
        ties = [t for t in self.ties if t.now == NOW and t.names != (sex,)]
        ties = [t for t in ties if all(self._changes(i) < self.k for i in t.then)]
        return frozenset(
            cell.at[0] for tie in ties for group in tie.groups for cell in group.cells
            if len(cell.at) == 1 and {*cell.then} <= self.shown
            and 0 < abs(cell.after - cell.before) < self.k
        )  # fmt: skip

    def _changes(self, i: int) -> int:
        """The most that came, left or changed answer in one group since an edition."""
        if i not in self._since:
            sex = self.records.codebook.with_role(SEX)[0].name
            ties = [t for t in self.ties if t.now == NOW and i in t.then and t.names[0] == sex]
            found = [max(g.left, g.came) for t in ties if len(t.names) == 2 for g in t.groups]
            found += [max(c.left, c.came) for t in ties if len(t.names) == 1
                      for g in t.groups for c in g.cells]  # fmt: skip
            self._since[i] = max(found, default=0)
        return self._since[i]

    def _find(self, edition: Edition, key: Key) -> Found:
        is_keyed = any(v.content for v in edition.variables.values())
        if is_keyed and "keyed" not in self._now:
            self._now["keyed"] = present(self.records, key)
        return find(edition, self.records, self._now["keyed" if is_keyed else ""])

    def _every(self, which) -> frozenset[int]:
        pairs = zip(self.editions, self.places, strict=True)
        return frozenset(places[a] for e, places in pairs for a in which(e))

    def _moved(self) -> Iterator[Sum]:
        for edition, places in zip(self.editions, self.places, strict=True):
            at = list(places.values())
            for whole, parts in edition.sums:
                yield at[whole], tuple(sorted(at[p] for p in parts))

    # What ties editions

    def _ties(self) -> Iterator[Tie]:
        tables = [self._tables(i) for i in range(len(self.editions))]
        for names in dict.fromkeys(n for t in tables for n in t):
            ends = []
            for chain in self._chains():
                having = [i for i in chain if names in tables[i]]
                for one, two in zip(having, having[1:], strict=False):
                    yield from self._tie(names, (one,), two, tables)
                ends += having[-1:]
            for block in self._blocks(ends):
                yield from self._tie(names, block, NOW, tables)

    def _chains(self) -> list[list[int]]:
        """The editions of each folder, in order; one of no known folder is by itself."""
        found: dict[str, list[int]] = {}
        for i, e in enumerate(self.editions):
            found.setdefault(e.series or f"?{i}", []).append(i)
        return list(found.values())

    def _blocks(self, ends: list[int]) -> list[tuple[int, ...]]:
        """Editions whose people make up those of now together: of all ways the one that fits."""
        sizes = {i: self.editions[i].numbers.get(frozenset()) or 0 for i in ends}
        now = self._size
        ways = _partitions(ends) if len(ends) <= 5 else [[(i,) for i in ends]]
        return min(ways, key=lambda w: sum(abs(sum(sizes[i] for i in b) - now) for b in w))

    @property
    def _size(self) -> int:
        sex = self.records.codebook.with_role(SEX)[0]
        return int(stated_population(count(self.records, (), sex), self.k).n[-1])

    def _tables(self, i: int) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The tables of an edition and all that stand in their margins: names now, and then."""
        found, names = {}, self.found[i].names
        for table in (t for t in self.editions[i].tables if not t.is_refused):
            for size in range(1, len(table.names) + 1):
                for chosen in combinations(table.names, size):
                    if all(n in names for n in chosen):
                        found.setdefault(tuple(names[n] for n in chosen), chosen)
        return found

    def _tie(self, names, then, now, tables) -> Iterator[Tie]:
        cube = self._cube(names) if now == NOW else None
        if now == NOW and cube is None:
            return
        tie = Tie(names, then, now)
        olds = [[self.editions[i].variables[n] for n in tables[i][names]] for i in then]
        if now == NOW:
            news = [kept(a.variable) for a in cube.axes]
        else:
            news = [self.editions[now].variables[n] for n in tables[now][names]]
        parts = [[classes(o, n) for o, n in zip(old, news, strict=True)] for old in olds]
        if any(p is None for part in parts for p in part):
            return
        lines = [_common([part[j] for part in parts]) for j in range(len(names))]
        counts = {} if cube is None else _counts(cube)
        for chosen in product(*lines[:-1]):
            group = Group(tuple(c[0][0] for c in chosen), tuple(c[1] for c in chosen))
            for answer in lines[-1]:
                cell = self._cell((*chosen, answer), names, then, now, tables, counts)
                if cell:
                    group.cells.append(cell)
            if group.cells:
                tie.groups.append(group)
        yield tie

    def _cell(self, slots, names, then, now, tables, counts) -> Cell | None:
        """One answer of one group; None where it stands in no edition, or not now."""
        before: list[int] = []
        for j, i in enumerate(then):
            addresses = _addresses(tables[i][names], [s[0][j] for s in slots])
            found = [self._place(i, a) for a in addresses]
            if None in found:
                return None
            before += found
        if now != NOW:
            after = [self._place(now, a) for a in _addresses(tables[now][names],
                                                             [s[1] for s in slots])]  # fmt: skip
            return None if None in after else Cell(tuple(before), now=tuple(after))
        at = _addresses(names, [s[1] for s in slots])
        if any(a not in counts for a in at):
            return None
        return Cell(tuple(before), at=tuple(at), after=sum(counts[a] for a in at))

    def _place(self, i: int, address: Address) -> int | None:
        same = dict(self.editions[i].same)
        return self.places[i].get(frozenset(same.get(pair, pair) for pair in address))

    def _cube(self, names: tuple[str, ...]) -> Cube | None:
        """The people of now counted as a table with these variables does."""
        try:
            *by, of = (self._variable(n) for n in names)
            if not by:
                sex = self.records.codebook.with_role(SEX)[0]
                cube = stated_population(count(self.records, () if of == sex else (sex,), of),
                                         self.k)  # fmt: skip
                return cube if of == sex else Cube(cube.axes[1:], cube.n[-1], cube.people[-1])
            result = breakdown(self.records, of, by)
            return result.asked(stated_population(result.cube, self.k))
        except (KeyError, CodebookError, ValueError):
            return None

    def _variable(self, name: str):
        for edition, found in zip(self.editions, self.found, strict=True):
            for old, new in found.names.items():
                if new == name and (rule := edition.variables[old].rule):
                    sources = tuple(found.names.get(s, s) for s in rule.sources)
                    return derived(self.records, type(rule)(rule.name, sources, rule.detail))
        return self.records.variable(name)

    # The guess

    def _guess(self) -> frozenset[str]:
        """Put whole numbers in the place of hidden ones, with the fewest changes that fit.

        The names of the variables for which none fit are given back.
        """
        cells = [c for t in self.ties for g in t.groups for c in g.cells]
        size, broken = len(self.counts), set()
        rows = [*self._sum_rows(), *self._cell_rows(cells)]
        matrix = _matrix(rows, size + len(cells))
        free = np.concatenate([self.counts < 0, np.ones(len(cells), bool)])
        told = np.concatenate([np.where(self.counts < 0, 0, self.counts), np.zeros(len(cells))])
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
                (columns >= size).astype(float), integrality=(columns < size).astype(int),
                bounds=Bounds(low, most),
                constraints=LinearConstraint(chosen[lines], rest[lines], high[lines]),
            )  # fmt: skip
            inside = columns < size
            if found.x is None:
                broken |= self._names(columns[inside])
                self.counts[columns[inside]] = low[inside]
            else:
                self.counts[columns[inside]] = np.round(found.x[inside])
        for cell in cells:
            cell.before = int(self.counts[list(cell.then)].sum())
            cell.after = cell.after if cell.at else int(self.counts[list(cell.now)].sum())
        return frozenset(broken)

    def _sum_rows(self) -> Iterator[tuple[dict[int, float], float, bool]]:
        for whole, parts in sorted(self.sums):
            yield {whole: 1.0} | dict.fromkeys(parts, -1.0), 0.0, False

    def _cell_rows(self, cells: list[Cell]) -> Iterator[tuple[dict[int, float], float, bool]]:
        """Who left a cell is no fewer than what it lost."""
        for j, cell in enumerate(cells):
            entries = {len(self.counts) + j: 1.0} | dict.fromkeys(cell.then, -1.0)
            for n in cell.now:
                entries[n] = entries.get(n, 0.0) + 1.0
            yield entries, -float(cell.after) if cell.at else 0.0, True

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

    def _zeros(self) -> frozenset[Address]:
        """What may be 0 where it is hidden now: it was hidden then, or told as 0."""
        return frozenset(a for _, group in self._groups() for cell in group.cells if cell.at
                         and all(i in self.hidden or not self.counts[i] for i in cell.then)
                         for a in cell.at) | self._margins()  # fmt: skip

    def _margins(self) -> frozenset[Address]:
        """As `_zeros`, of numbers that are called the same then and now."""
        return frozenset(
            new for i, edition in enumerate(self.editions) for a in edition.numbers
            if (self.places[i][a] in self.hidden - self.silent or edition.numbers[a] == 0)
            and (new := self._renamed(i, a)) is not None
        )  # fmt: skip

    def _kept(self) -> frozenset[Address]:
        """What was hidden and stays so, since few changed in its groups from then to now."""
        return frozenset(
            new for i, edition in enumerate(self.editions) for a in edition.numbers
            if self.places[i][a] in self.hidden - self.silent
            and (new := self._renamed(i, a)) is not None and self._changed(i, a) < self.k_of(i)
        )  # fmt: skip

    def k_of(self, i: int) -> int:
        """The number from which on those who changed are many."""
        return max(self.k, self.editions[i].k)

    def _renamed(self, i: int, address: Address) -> Address | None:
        """What an address is called now; None where there is no such number any more."""
        names, found = self.found[i].names, []
        for name, slot in address:
            if name not in names:
                return None
            new = self._slot(i, name, names[name], slot)
            if new is None:
                return None
            found.append((names[name], new))
        return frozenset(found)

    def _slot(self, i: int, old: str, new: str, slot: str) -> str | None:
        if (i, old) not in self._known:
            self._known[i, old] = self._single(self.editions[i].variables[old], new)
        return self._known[i, old].get(slot)

    def _single(self, old: Kept, new: str) -> dict[str, str]:
        """What each answer is called now, of those that are one answer still."""
        try:
            pairs = classes(old, kept(self._variable(new)))
        except (KeyError, CodebookError):
            return {}
        return {ANSWERED: ANSWERED} | {
            a[0]: b[0] for a, b in pairs or () if len(a) == len(b) == 1
        }  # fmt: skip

    def _groups(self) -> Iterator[tuple[Tie, Group]]:
        return ((t, g) for t in self.ties for g in t.groups)

    def _changed(self, i: int, address: Address) -> int:
        """The fewest who left or changed answer in the groups of a number, from then to now."""
        names = {self.found[i].names[n]: slot for n, slot in address}
        ties = [t for t in self.ties if i in t.then and names.keys() <= {*t.names}]
        if not ties:
            return 0  # nothing tells of changes: it stays hidden
        return min(self._along(t, names) for t in ties if len(t.names) == min(
            len(t.names) for t in ties))  # fmt: skip

    def _along(self, tie: Tie, wanted: dict[str, str]) -> int:
        """The changes along a tie and those that follow it, in groups that have these slots."""
        slots = [{wanted[n]} if n in wanted else None for n in tie.names[:-1]]
        total = 0
        while True:
            groups = [g for g in tie.groups if all(
                s is None or not s.isdisjoint(own) for s, own in zip(slots, g.then, strict=True))]
            total += sum(g.left for g in groups)
            if tie.now == NOW:
                return total
            slots = [None if s is None else {x for g in groups for x in g.now[j]}
                     for j, s in enumerate(slots)]  # fmt: skip
            later = [t for t in self.ties if t.names == tie.names and tie.now in t.then]
            if not later:
                return total
            tie = later[0]


def _common(parts: list[list[Class]]) -> list[tuple[list[tuple[str, ...]], tuple[str, ...]]]:
    """The classes of several editions beside those of one: answers of each, and of the last."""
    first, *others = parts
    if not others:
        return [([a], b) for a, b in first]
    found = []
    for a, b in first:
        rest = [[x for x, y in other if y == b] for other in others]
        if all(rest):
            found.append(([a, *(r[0] for r in rest)], b))
    return found


def _addresses(names: Sequence[str], slots: Sequence[tuple[str, ...]]) -> list[Address]:
    return [frozenset(zip(names, chosen, strict=True)) for chosen in product(*slots)]


def _counts(cube: Cube) -> dict[Address, int]:
    """The numbers of a cube that are summed over nothing."""
    named = [[s for s in a.slots if s in a.variable.categories or s == MISSING] for a in cube.axes]
    return {
        frozenset(zip((a.name for a in cube.axes), slots, strict=True)):
            int(cube.n[tuple(a.place(s) for a, s in zip(cube.axes, slots, strict=True))])
        for slots in product(*named)
    }  # fmt: skip


def _partitions(items: list[int]) -> list[list[tuple[int, ...]]]:
    """All ways to put items in groups, one by one first."""
    if not items:
        return [[]]
    first, found = items[0], []
    for way in _partitions(items[1:]):
        found.append([(first,), *way])
        found += [[*way[:i], (first, *b), *way[i + 1:]] for i, b in enumerate(way)]
    return found


def _matrix(rows: list[tuple[dict[int, float], float, bool]], width: int) -> csr_array:
    entries = [(i, j, s) for i, (row, _, _) in enumerate(rows) for j, s in row.items()]
    i, j, s = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((s, (i, j)), shape=(len(rows), width)).tocsr()
