"""What is to be published now and all that is out, as one task: by what a reader may know.

He knows how many left, came or changed answer in each group; where those are few he may know
who they are, and what they answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .editions import Past
from .ledger import Address, Ledger
from .solver import Sum, Task
from .ties import NOW, Cell, Group, Slots, Tie

NUMBERS, NAMES = "c", "d"  # he knows how many; he knows who, where they are few


@dataclass
class Reader:
    """One who has all publications: his level, and the group of which he knows less.

    ``left`` are the numbers that he knows whatever is published; who knows less of a group than
    the ``first`` of his level may yet not know them. ``past`` is as he knows it to have been;
    if ``only`` some variables are named, it is theirs that he knows.
    """

    level: str
    past: Past
    but: frozenset[tuple[str, Slots]] | None = None
    first: "Reader | None" = None
    only: frozenset[str] = frozenset()
    left: frozenset[int] = frozenset()


class Linked:
    """The numbers of a ledger, those of the past after them, and what ties the two.

    Only the ties of tables that stand in the ledger, and what hangs together with them, are there.
    Of the groups ``but`` and those that it is part of he does not know who changed, and there one
    more did than the fewest that can be told.

    Attributes
    ----------
    start
        Where the numbers of the past begin.
    """

    def __init__(self, ledger: Ledger, reader: Reader):
        past = reader.past
        self.ledger, self.past, self.level, self.but = ledger, past, reader.level, reader.but
        self.start = len(ledger.counts)
        self.counts = [*ledger.counts, *past.counts.tolist()]
        self.floor = [*_floor(ledger), *past.floor.tolist()]
        self.sums: set[Sum] = set(ledger.sums)
        self.shown: set[int] = set(ledger.given)
        self.silent: set[int] = set(ledger.silent)
        self.finer: dict[Address, int] = {}
        tables = self._tables()
        chosen = [t for t in past.ties if t.names in tables
                  and (not reader.only or t.names[-1] in reader.only)]  # fmt: skip
        inside = self._inside(chosen)
        self.old = {i + self.start for i in inside}
        self.sums |= {_shifted(s, self.start) for s in past.sums if inside & {s[0], *s[1]}}
        self.shown |= {i + self.start for i in past.shown}
        self.silent |= {i + self.start for i in past.silent}
        for tie in chosen:
            self._enter(tie)
            for group in tie.groups:
                self._tie(tie, group)

    @property
    def secret(self) -> frozenset[int]:
        """What was hidden then and no edition gives away by itself."""
        return frozenset(i for i in self.old if i - self.start in self.past.secret)

    @property
    def old_hidden(self) -> frozenset[int]:
        """The numbers of the past that are hidden."""
        hidden = {i + self.start for i in self.past.hidden}
        return frozenset(hidden | {i for i in self.old if i not in self.shown})

    def task(
        self, small: Iterable[int], guarded: Iterable[int], shown: frozenset[int],
        hidden: frozenset[int], cost: np.ndarray,
    ) -> Task:  # fmt: skip
        """The task of protecting some numbers, when others are shown and hidden now."""
        more = np.zeros(len(self.counts) - cost.size)
        return Task(
            counts=np.array(self.counts, int),
            sums=frozenset(self.sums),
            small=frozenset(small),
            shown=shown | frozenset(self.shown),
            hidden=hidden | self.old_hidden,
            cost=np.concatenate([cost, more]),
            guarded=frozenset(guarded),
            k=self.past.k,
            floor=np.array(self.floor, float),
            silent=frozenset(self.silent),
        )

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
            self.finer[a] = self._new(self.past.now[a], False)
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
                self._add(whole, numbers)

    def _numbers(self, cell: Cell) -> list[int]:
        """The numbers of the later end that a cell is."""
        return [self._known_number(a) for a in cell.at] or [i + self.start for i in cell.now]

    def _known_number(self, address: Address) -> int:
        number = self._number(address)
        if number is None:
            raise KeyError(address)
        return number

    def _number(self, address: Address) -> int | None:
        return self.ledger.place.get(self.ledger.address(address), self.finer.get(address))

    def _inside(self, ties: Iterable[Tie]) -> set[int]:
        """The numbers of the past in these ties, and the hidden ones that sums tie to them."""
        found = {i for t in ties for g in t.groups for c in g.cells for i in (*c.then, *c.now)}
        hidden, left = self.past.hidden, list(self.past.sums)
        while True:
            near = [s for s in left if not (found & hidden).isdisjoint((s[0], *s[1]))]
            more = {i for s in near for i in (s[0], *s[1])} - found
            if not more:
                return found
            found |= more
            left = [s for s in left if s not in set(near)]

    def _tie(self, tie: Tie, group: Group) -> None:
        """Then is stayed and left, now is stayed and came, for each answer of a group."""
        is_open = self.but is not None and group.slots <= self.but
        few = self.past.many * tie.steps
        known = self.level == NAMES and group.is_few(few) and not is_open
        most = max(group.cells, key=lambda c: c.before - c.left)
        left, came = [], []
        for cell in group.cells:
            then = [i + self.start for i in cell.then]
            more = int(is_open and cell is most and cell.before > cell.left)
            stayed = self._new(cell.before - cell.left - more, False)
            left.append(self._new(cell.left + more, known))
            came.append(self._new(cell.came + more, known))
            self._sum(then, cell.before, (stayed, left[-1]))
            if not cell.is_untold:
                self._sum(self._numbers(cell), cell.after, (stayed, came[-1]))
        for parts in () if known else (left, came):
            whole = self._new(sum(self.counts[i] for i in parts), True)
            self._add(whole, parts)

    def _sum(self, wholes: list[int], count: int, parts: tuple[int, ...]) -> None:
        """One number, or the sum of some, is made up of these parts."""
        if len(wholes) == 1:
            self._add(wholes[0], parts)
            return
        whole = self._new(count, not wholes)
        self._add(whole, parts)
        if wholes:
            self._add(whole, wholes)

    def _new(self, count: int, is_shown: bool) -> int:
        self.counts.append(count)
        self.floor.append(0)
        place = len(self.counts) - 1
        (self.shown if is_shown else self.silent).add(place)
        return place

    def _add(self, whole: int, parts: Iterable[int]) -> None:
        self.sums.add((whole, tuple(sorted(parts))))


def _floor(ledger: Ledger) -> list[int]:
    return [0 if i in ledger.loose else 1 for i in range(len(ledger.counts))]


def _shifted(line: Sum, by: int) -> Sum:
    return line[0] + by, tuple(p + by for p in line[1])
