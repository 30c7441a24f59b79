"""What is to be published now and all that is out, as one system: by what a reader may know.

He knows how many left, came or changed answer in each group; where those are few he may know
who they are, and what they answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from .editions import Past
from .ledger import Address, Ledger
from .solver import Proofs, Sum, Task, tied
from .ties import NOW, Cell, Group, Slots, Tie

NUMBERS, NAMES = "c", "d"  # he knows how many; he knows who, where they are few
Of = frozenset[tuple[str, Slots]]  # a group: the slots of its variables


class Ground:
    """The numbers of a ledger and those of the past after them, as every reader has them.

    Only the ties of tables that stand in the ledger, and what hangs together with them, are there.

    Attributes
    ----------
    start
        Where the numbers of the past begin.
    chosen
        The ties, each cell with its numbers of the later end.
    """

    def __init__(self, ledger: Ledger, past: Past, only: frozenset[str] = frozenset()):
        self.ledger, self.past, self.start = ledger, past, len(ledger.counts)
        self.counts = [*ledger.counts, *past.counts.tolist()]
        own = (0.0 if i in ledger.loose else 1.0 for i in range(self.start))
        self.floor = [*own, *past.floor.tolist()]
        self.sums: set[Sum] = set(ledger.sums)
        self.shown = {*ledger.given, *(i + self.start for i in past.shown)}
        self.silent = {*ledger.silent, *(i + self.start for i in past.silent)}
        self._found: dict[Address, int | None] = {}
        tables = self._tables()
        ties = [t for t in past.ties
                if t.names in tables and (not only or t.names[-1] in only)]  # fmt: skip
        inside = self._inside(ties)
        self.old = {i + self.start for i in inside}
        self.sums |= {_shifted(s, self.start) for s in past.touching(inside)}
        for tie in ties:
            self._enter(tie)
        self.chosen = [(tie, group, [self._numbers(c) for c in group.cells])
                       for tie in ties for group in tie.groups]  # fmt: skip

    def _tables(self) -> set[tuple[str, ...]]:
        """The tables of the past whose numbers of now stand in the ledger, and finer ones."""
        ties = [t for t in self.past.ties if t.now == NOW]
        here = {
            t.names
            for t in ties
            if any(None not in map(self._number, c.at) for g in t.groups for c in g.cells)
        }
        return here | {
            t.names
            for t in ties
            if any(t.names[-1] == names[-1] and {*t.names} > {*names} for names in here)
        }

    def _enter(self, tie: Tie) -> None:
        """What the past told and nobody does now: numbers with the sums that are told of them."""
        every = [a for g in tie.groups for c in g.cells for a in c.at]
        new = [a for a in every if self._number(a) is None]
        for a in new:
            self._found[a] = len(self.counts)
            self.silent.add(len(self.counts))
            self.counts.append(self.past.now[a])
            self.floor.append(0)
        for size in range(len(tie.names) - 1) if new else ():
            for names in combinations(tie.names[:-1], size):
                self._add_wholes(every, {*names, tie.names[-1]})

    def _add_wholes(self, every: list[Address], names: set[str]) -> None:
        """What is told of these variables is the sum of what nobody tells."""
        parts: dict[Address, list[int]] = {}
        for a in every:
            margin = frozenset(pair for pair in a if pair[0] in names)
            parts.setdefault(margin, []).append(self._known_number(a))
        for address, numbers in parts.items():
            whole = self._number(address)
            if whole is not None and self.counts[whole] == sum(self.counts[n] for n in numbers):
                self.sums.add((whole, tuple(sorted(numbers))))

    def _numbers(self, cell: Cell) -> list[int]:
        """The numbers of the later end that a cell is."""
        return [self._known_number(a) for a in cell.at] or [i + self.start for i in cell.now]

    def _known_number(self, address: Address) -> int:
        number = self._number(address)
        if number is None:
            raise KeyError(address)
        return number

    def _number(self, address: Address) -> int | None:
        if address not in self._found:
            self._found[address] = self.ledger.place.get(self.ledger.address(address))
        return self._found[address]

    def _inside(self, ties: Iterable[Tie]) -> set[int]:
        """The numbers of the past in these ties, and the hidden ones that sums tie to them."""
        found = {i for t in ties for g in t.groups for c in g.cells for i in (*c.then, *c.now)}
        near = found & self.past.hidden
        while near:
            more = {i for s in self.past.touching(near) for i in (s[0], *s[1])} - found
            found |= more
            near = more & self.past.hidden
        return found


@dataclass
class Changed:
    """Who stayed in a group, left it and came: numbers, an answer each, and the sums of two.

    ``cells`` are who stayed, left and came; ``most`` the answer of which one more may have
    changed, if there is any; ``near`` all numbers that the group ties.
    """

    of: Of
    is_few: bool
    cells: list[tuple[int, int, int]]
    most: int | None
    wholes: tuple[int, int]
    near: frozenset[int]


class Linked:
    """The numbers of a ledger, those of the past after them, and what ties the two.

    Attributes
    ----------
    sums
        The equations between them all.
    old, secret
        The numbers of the past; what was hidden then and no edition gives away by itself.
    """

    def __init__(self, ground: Ground):
        self.ground, self.past = ground, ground.past
        self.start, self.old = ground.start, ground.old
        self.counts, self._sums = [*ground.counts], {*ground.sums}
        self._shown, self._silent = {*ground.shown}, {*ground.silent}
        self.changed = [self._tie(*line) for line in ground.chosen]
        self.sums = frozenset(self._sums)
        self.shown, self.silent = frozenset(self._shown), frozenset(self._silent)
        self._counts = np.array(self.counts, int)
        self.floor = np.zeros(len(self.counts))
        self.floor[: len(ground.floor)] = ground.floor
        self.secret = frozenset(i for i in self.old if i - self.start in self.past.secret)

    @cached_property
    def old_hidden(self) -> frozenset[int]:
        """The numbers of the past that are hidden."""
        hidden = {i + self.start for i in self.past.hidden}
        return frozenset(hidden | {i for i in self.old if i not in self.shown})

    @cached_property
    def _proofs(self) -> Proofs:
        return Proofs(self.sums, len(self.counts))

    @cached_property
    def _told(self) -> frozenset[int]:
        """Who left and came, where they are few."""
        return frozenset(i for c in self.changed if c.is_few for _, *ends in c.cells for i in ends)

    def _world(self, but: Of | None) -> tuple[np.ndarray, frozenset[int]]:
        """All numbers where one more changed in the groups that are ``but``, and who changed."""
        counts, opened = self._counts.copy(), set[int]()
        for group in self.changed:
            if but is not None and group.of <= but:
                opened |= {i for _, *ends in group.cells for i in ends}
                if group.most is not None:
                    counts[[*group.cells[group.most], *group.wholes]] += (-1, 1, 1, 1, 1)
        return counts, frozenset(opened)

    def is_proved(self, task: Task, numbers: frozenset[int], but: Of) -> bool:
        """Whether one who knows less of a group is proved to know these numbers.

        ``task`` is that of the one who knows it all.
        """
        opened = [c for c in self.changed if c.of <= but]
        ends = [i for c in opened for _, *ends in c.cells for i in ends]
        slack, free = self._counts - task.least, np.zeros(task.least.size, bool)
        free[[*task.free, *ends]] = True
        slack[[i for c in opened if c.most is not None for i in c.cells[c.most][1:]]] += 1
        return self._proofs.hold(numbers, slack, free)

    @cached_property
    def _moved(self) -> frozenset[int]:
        return frozenset(i for c in self.changed for _, *ends in c.cells for i in ends)

    def task(
        self, level: str, but: Of | None, small: Iterable[int], guarded: Iterable[int],
        shown: frozenset[int], hidden: frozenset[int], cost: np.ndarray,
    ) -> Task:  # fmt: skip
        """The task of protecting some numbers, when others are shown and hidden now.

        Of the group ``but``, and those that it is part of, the reader does not know who changed,
        and there one more did than the fewest that can be told.
        """
        told = self._told if level == NAMES else frozenset()
        counts, opened = self._world(but)
        told -= opened
        return Task(
            counts=counts,
            sums=self.sums,
            small=frozenset(small),
            shown=shown | self.shown | told,
            hidden=hidden | self.old_hidden,
            cost=np.pad(cost, (0, counts.size - cost.size)),
            guarded=frozenset(guarded),
            k=self.past.k,
            floor=self.floor,
            silent=self.silent | self._moved - told,
        )

    def open_near(self, but: Of, near: frozenset[int]) -> frozenset[int]:
        """The groups that tie some of these numbers, of whom a reader knows less."""
        return frozenset(i for i, c in enumerate(self.changed)
                         if c.of <= but and not near.isdisjoint(c.near))  # fmt: skip

    def near(self, task: Task, numbers: frozenset[int]) -> frozenset[int]:
        """All that sums may tie to some numbers, whoever the reader is."""
        task = replace(task, small=numbers)
        free = sorted({*task.free, *self._moved})
        return frozenset(i for part, _ in tied(task, free) for i in part)

    def _tie(self, tie: Tie, group: Group, numbers: list[list[int]]) -> Changed:
        """Then is stayed and left, now is stayed and came, for each answer of a group."""
        cells, ends = [], set[int]()
        for cell, now in zip(group.cells, numbers, strict=True):
            then = [i + self.start for i in cell.then]
            counts = cell.before - cell.left, cell.left, cell.came
            stayed, left, came = (self._new(n) for n in counts)
            self._silent.add(stayed)
            self._sum(then, cell.before, (stayed, left))
            if not cell.is_untold:
                self._sum(now, cell.after, (stayed, came))
            cells.append((stayed, left, came))
            ends |= {*then, *now, stayed}
        most = max(range(len(cells)), key=lambda i: self.counts[cells[i][0]])
        wholes = [self._whole([c[i] for c in cells]) for i in (1, 2)]
        is_few = group.is_few(self.past.many * tie.steps)
        is_any = self.counts[cells[most][0]] > 0
        return Changed(group.slots, is_few, cells, most if is_any else None,
                       (wholes[0], wholes[1]), frozenset(ends))  # fmt: skip

    def _whole(self, parts: list[int]) -> int:
        """How many they are together, which any reader knows."""
        whole = self._new(sum(self.counts[i] for i in parts))
        self._shown.add(whole)
        self._add(whole, parts)
        return whole

    def _sum(self, wholes: list[int], count: int, parts: tuple[int, ...]) -> None:
        """One number, or the sum of some, is made up of these parts."""
        if len(wholes) == 1:
            self._add(wholes[0], parts)
            return
        whole = self._new(count)
        (self._silent if wholes else self._shown).add(whole)
        self._add(whole, parts)
        if wholes:
            self._add(whole, wholes)

    def _new(self, count: int) -> int:
        self.counts.append(count)
        return len(self.counts) - 1

    def _add(self, whole: int, parts: Iterable[int]) -> None:
        self._sums.add((whole, tuple(sorted(parts))))


def _shifted(line: Sum, by: int) -> Sum:
    return line[0] + by, tuple(p + by for p in line[1])
