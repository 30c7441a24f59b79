"""What ties editions to one another and to the people of now: who stayed, left and came.

For each table that was published, and those in its margins: then is who stayed and who left, now
is who stayed and who came, in each group and answer; a changed answer is both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import combinations, product

import numpy as np

from ..analysis import breakdown
from ..analysis.cube import ANSWERED, Cube, count
from ..codebook import SEX, Variable
from ..errors import CodebookError
from ..records import Records
from ..records.derived import CHANGE, FOLLOWED, derived, is_of_change, possible, rule_of
from ..wording import MISSING
from .ledger import Address, Ledger
from .manifest import Edition, Kept, kept
from .matching import Class, Found, classes
from .overlap import members
from .primary import Crowd, stated_population

NOW = -1  # the place of what is to be published now, among the editions

Slots = tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]  # in each edition then, and now
Margins = dict[tuple[str, ...], tuple[str, ...]]  # of tables: their names now, and then


@dataclass
class Cell:
    """One answer of one group, then and now: numbers of the past, or addresses of now.

    ``left`` are the fewest who were here and are not, as far as can be told. ``is_untold`` says
    that no table of now is about these people: they are of a sex that is too few to be a group.
    """

    answer: Slots
    then: tuple[int, ...]
    now: tuple[int, ...] = ()
    at: tuple[Address, ...] = ()
    before: int = 0
    after: int = 0
    left: int = 0
    is_untold: bool = False

    @property
    def is_of_now(self) -> bool:
        """Whether the later end is the people of now, who are counted already."""
        return bool(self.at) or self.is_untold

    @property
    def came(self) -> int:
        """The fewest who are here and were not."""
        return self.after - self.before + self.left


@dataclass
class Group:
    """The answers of one group then and now: what a reader may know of is how many changed.

    ``slots`` are those of each variable of the group; so many as ``least`` left and came,
    whatever the hidden numbers were.
    """

    slots: frozenset[tuple[str, Slots]]
    cells: list[Cell] = field(default_factory=list)
    least: tuple[int, int] = (0, 0)

    @property
    def left(self) -> int:
        """The fewest who left or changed answer."""
        return sum(c.left for c in self.cells)

    @property
    def came(self) -> int:
        """The fewest who came or changed answer."""
        return sum(c.came for c in self.cells)

    def is_few(self, many: int) -> bool:
        """Whether it may be that so few changed that a reader knows who they are."""
        return max(self.least) < many

    def changed(self, shown: frozenset[int]) -> tuple[int, int]:
        """The fewest who left and came whatever the hidden numbers were, which have one sum."""
        told = [c.after - c.before for c in self.cells
                if {*c.then, *c.now} <= shown and not c.is_untold]  # fmt: skip
        every = [*told, sum(c.after - c.before for c in self.cells) - sum(told)]
        return -sum(n for n in every if n < 0), sum(n for n in every if n > 0)


@dataclass
class Tie:
    """One table of an edition (or of several that make one), and the next that has it.

    ``steps`` is one more than the number of editions in between, which lack the table.
    """

    names: tuple[str, ...]  # as they are called now, the counted one last
    then: tuple[int, ...]
    now: int
    steps: int = 1
    groups: list[Group] = field(default_factory=list)

    @property
    def cells(self) -> Iterator[tuple[frozenset[tuple[str, Slots]], Cell]]:
        """Each cell with the slots of all its variables."""
        return ((g.slots | {(self.names[-1], c.answer)}, c) for g in self.groups for c in g.cells)


class Tying:
    """Ties editions whose variables have been found again.

    ``places`` are the numbers of each edition's addresses among those of all; ``now`` is what the
    people of now are counted to be, as the editions counted theirs.
    """

    def __init__(self, editions: Sequence[Edition], found: Sequence[Found],
                 places: Sequence[dict[Address, int]], records: Records, k: int):  # fmt: skip
        self.editions, self.found, self.places = editions, found, places
        self.records, self.k = records, k
        self.staying: Set[str] = frozenset()  # see `Past.staying`
        self.now: dict[Address, int] = {}

    def ties(self) -> Iterator[Tie]:
        """All of them, the tables in the order in which they were published."""
        tables = [self._tables(i) for i in range(len(self.editions))]
        for names in dict.fromkeys(n for t in tables for n in t):
            ends, late = list[int](), dict[int, int]()
            for chain in self._chains():
                having = [i for i in chain if names in tables[i]]
                for one, two, between in self._pairs(names, having):
                    place = chain.index(two) if two != NOW else len(chain)
                    tie = Tie(names, (one,), two, place - chain.index(one))
                    yield from self._tie(tie, tables, between)
                ends += having[-1:]
                late |= {i: len(chain) - chain.index(i) for i in having[-1:]}
            for block in self._blocks(ends):
                steps = max(late[i] for i in block)
                yield from self._tie(Tie(names, block, NOW, steps), tables)

    def _pairs(
        self, names: tuple[str, ...], having: list[int]
    ) -> Iterator[tuple[int, int, list[int]]]:  # fmt: skip
        """Each edition and the next; and a later one, if some sex is no group in any between."""
        for at, one in enumerate(having):
            between = list[int]()
            for two in (*having[at + 1 :], NOW):
                is_next = not between and two != NOW
                if not (is_next or between and self._has_more(names, one, between)):
                    break
                yield one, two, [*between]
                between.append(two)

    def _has_more(self, names: tuple[str, ...], one: int, others: list[int]) -> bool:
        is_by_sex = names[:-1][:1] == (self.records.codebook.with_role(SEX)[0].name,)
        return is_by_sex and not self._sexes(one) <= set().union(*map(self._sexes, others))

    def _sexes(self, i: int) -> set[str]:
        """The sexes that are a group in an edition, as they were called then."""
        every = (v for v in self.editions[i].variables.values() if v.role == SEX)
        return {s for v in every for s in (*v.categories, MISSING)
                if self._place(i, frozenset({(v.name, s)})) is not None}  # fmt: skip

    def _chains(self) -> list[list[int]]:
        """The editions of each folder, in order; one of no known folder is by itself."""
        found: dict[str, list[int]] = {}
        for i, e in enumerate(self.editions):
            found.setdefault(e.series or f"?{i}", []).append(i)
        return list(found.values())

    def _blocks(self, ends: list[int]) -> list[tuple[int, ...]]:
        """Editions whose people make up those of now together: of all ways the one that fits.

        Of many editions only two ways are tried, each by itself and all together, as in a region.
        """
        sizes = {i: self.editions[i].numbers.get(frozenset()) or 0 for i in ends}
        now = self._size
        ways: list[list[tuple[int, ...]]] = [[(i,) for i in ends], [tuple(ends)]]
        ways = _partitions(ends) if len(ends) <= 5 else ways
        return min(ways, key=lambda w: sum(abs(sum(sizes[i] for i in b) - now) for b in w))

    @property
    def _size(self) -> int:
        sex = self.records.codebook.with_role(SEX)[0]
        return int(self._stated(count(self.records, (), sex)).n[-1])

    def _stated(self, cube: Cube) -> Cube:
        return stated_population(cube, self.k, self.staying)

    def _tables(self, i: int) -> Margins:
        """The tables of an edition and all that stand in their margins: names now, and then."""
        found, names = Margins(), self.found[i].names
        for table in (t for t in self.editions[i].tables if not t.is_refused):
            for size in range(1, len(table.names) + 1):
                for chosen in combinations(table.names, size):
                    if all(n in names for n in chosen):
                        found.setdefault(tuple(names[n] for n in chosen), chosen)
        return found

    def _tie(
        self, tie: Tie, tables: list[Margins], between: Sequence[int] = ()
    ) -> Iterator[Tie]:  # fmt: skip
        """A tie with its groups; nothing where it can't be told what has become what.

        Of what is tied past others ``between``, the groups are those that none of them has.
        """
        names, cube = tie.names, self._cube(tie.names) if tie.now == NOW else None
        lines = self._lines(tie, tables, cube)
        if lines is None:
            return
        every = {} if cube is None else _counts(cube)
        counts = {} if cube is None else _counts(self._stated(cube))
        self.now |= counts
        passed = {s for i in between for s in self._sexes(i)}
        for chosen in product(*lines[:-1]):
            cells = (self._cell((*chosen, answer), tie, tables, counts, every)
                     for answer in lines[-1])  # fmt: skip
            group = Group(frozenset(zip(names, chosen, strict=False)), [c for c in cells if c])
            is_left = not between or passed.isdisjoint(chosen[0][0][0])
            tie.groups += [group] if group.cells and is_left else []
        yield tie

    def _lines(
        self, tie: Tie, tables: list[Margins], cube: Cube | None
    ) -> list[list[Slots]] | None:
        """The slots of each variable then and now; None where they can't be told."""
        if tie.now == NOW and cube is None:
            return None
        olds = [self._kept_of(i, tables[i][tie.names]) for i in tie.then]
        news = [kept(a.variable) for a in cube.axes] if cube else self._kept_of(
            tie.now, tables[tie.now][tie.names])  # fmt: skip
        parts = [[classes(*pair) for pair in zip(old, news, strict=True)] for old in olds]
        if any(p is None for part in parts for p in part):
            return None
        return [_common(line) for line in zip(*parts, strict=True)]

    def _kept_of(self, i: int, names: Iterable[str]) -> list[Kept]:
        return [self.editions[i].variables[n] for n in names]

    def _cell(
        self, slots: tuple[Slots, ...], tie: Tie, tables: list[Margins],
        counts: dict[Address, int], every: dict[Address, int],
    ) -> Cell | None:  # fmt: skip
        """One answer of one group; None where it stands in no edition, or not now.

        ``counts`` are the people of now that tables are about, ``every`` all of them.
        """
        before: list[int | None] = []
        for j, i in enumerate(tie.then):
            addresses = _addresses(tables[i][tie.names], [s[0][j] for s in slots])
            before += [self._place(i, a) for a in addresses]
        names = tie.names if tie.now == NOW else tables[tie.now][tie.names]
        at = tuple(_addresses(names, [s[1] for s in slots]))
        is_untold = bool(at) and tie.now == NOW and counts.keys().isdisjoint(at)
        if tie.now == NOW:
            is_whole = all(a in every for a in at)
            now, after = tuple[int, ...](), sum(every.get(a, 0) for a in at)
            at = () if is_untold else at
        else:
            places = [self._place(tie.now, a) for a in at]
            now = tuple(p for p in places if p is not None)
            is_whole, at, after = len(now) == len(places), (), 0
        then = tuple(p for p in before if p is not None)
        is_whole = is_whole and len(then) == len(before)
        cell = Cell(slots[-1], then, now, at, after=after, is_untold=is_untold)
        return cell if is_whole else None

    def _place(self, i: int, address: Address) -> int | None:
        same = dict(self.editions[i].same)
        return self.places[i].get(frozenset(same.get(pair, pair) for pair in address))

    def _cube(self, names: tuple[str, ...]) -> Cube | None:
        """The people of now, all of them by sex, counted as a table with these variables does."""
        try:
            *by, of = (self.variable(n) for n in names)
            if not by:
                sex = self.records.codebook.with_role(SEX)[0]
                cube = count(self.records, () if of == sex else (sex,), of)
                return cube if of == sex else self._margin(cube)
            result = breakdown(self.records, of, by)
            return result.cube if result.has_sex else self._margin(result.cube)
        except (KeyError, CodebookError, ValueError):
            return None

    def _margin(self, cube: Cube) -> Cube:
        """The people that tables are about, whatever their sex, which comes first."""
        cube = self._stated(cube)
        return Cube(cube.axes[1:], cube.n[-1], cube.people[-1])

    def variable(self, name: str) -> Variable:
        """A variable by its name now, worked out anew where it was worked out then."""
        for edition, found in zip(self.editions, self.found, strict=True):
            for old, new in found.names.items():
                if new == name and (rule := edition.variables[old].rule):
                    sources = tuple(found.names.get(s, s) for s in rule.sources)
                    return derived(self.records, type(rule)(rule.name, sources, rule.detail))
        return self.records.variable(name)


def _common(parts: Sequence[list[Class]]) -> list[Slots]:
    """The classes of several editions beside those of one: answers of each, and of the last."""
    first, *others = parts
    found: list[Slots] = []
    for a, b in first:
        rest = [[x for x, y in other if y == b] for other in others]
        if all(rest):
            found.append(((a, *(r[0] for r in rest)), b))
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
        found += [[*way[:i], (first, *b), *way[i + 1 :]] for i, b in enumerate(way)]
    return found


# A change beside its start and follow-up: the three tables tell of one another.

Way = tuple[int, ...]  # the places of start, follow-up, change and who was reached; -1 for none


def tie_changes(ledger: Ledger, crowd: Crowd) -> None:
    """Enter what follows from each change, or who was reached, that stands in the ledger."""
    rules = {
        replace(v.rule, name=CHANGE): None
        for v in ledger.variables.values()
        if v.rule and is_of_change(v)
    }
    for rule in rules:
        changed, followed = (
            derived(crowd.records, replace(rule, name=n)) for n in (CHANGE, FOLLOWED)
        )
        _tie(ledger, crowd, changed, followed)


def _tie(ledger: Ledger, crowd: Crowd, change: Variable, followed: Variable) -> None:
    sources = (crowd.records.codebook[name] for name in rule_of(change).sources)
    four = (*sources, change, followed)
    names = {v.name for v in four}
    codes = np.array([crowd.records.codes(v) for v in four])
    ways = sorted(possible(crowd.records, change, followed))
    rests = [*ledger.rests_of(change.name), *ledger.rests_of(followed.name)]
    for rest in dict.fromkeys(rests):
        is_alone = names.isdisjoint(name for name, _ in rest)
        if is_alone and all(name in ledger.variables for name, _ in rest):
            rows = codes[:, members(crowd, ledger.variables, rest)]
            _enter(
                ledger, rest, four, {w: int((np.array(w) == rows.T).all(1).sum()) for w in ways}
            )


def _enter(
    ledger: Ledger, rest: Address, four: tuple[Variable, ...], counts: dict[Way, int]
) -> None:
    """Each way as a silent number, and each number of the tables as the sum of its ways."""
    parts: dict[Address, list[int]] = defaultdict(list)
    for way, people in counts.items():
        pairs = [(v.name, _slot(v, i)) for v, i in zip(four, way, strict=True)]
        number = ledger.enter_silent(rest | set(pairs[:3]), people, False)
        answered = [(v.name, ANSWERED) for v, i in zip(four, way, strict=True) if i >= 0]
        for pair in (*pairs, *answered):
            parts[rest | {pair}].append(number)
    for address, numbers in parts.items():
        whole = ledger.place.get(ledger.address(address))
        if whole is not None and numbers != [whole]:
            ledger.sums.add((whole, tuple(sorted(numbers))))


def _slot(variable: Variable, place: int) -> str:
    return variable.categories[place] if place >= 0 else MISSING
