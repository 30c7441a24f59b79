"""Those who have all publications, and what to hide from each of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .editions import Past
from .ledger import Ledger
from .linked import NAMES, NUMBERS, Ground, Linked, Of
from .solver import Effort, Solved, Task, complement, known


@dataclass
class Reader:
    """One who has all publications: his level, and the group of which he knows less.

    ``left`` are the numbers that he knows whatever is published; who knows less of a group than
    the ``first`` of his level may yet not know them, nor what is ``near`` them. ``past`` is as he
    knows it to have been; if ``only`` some variables are named, it is theirs that he knows.
    """

    level: str
    past: Past
    but: Of | None = None
    first: "Reader | None" = None
    only: frozenset[str] = frozenset()
    left: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()
    asked: Task | None = None


class Readers:
    """All of them, as they read a ledger to which nothing more is entered.

    Parameters
    ----------
    ledger, past
        What is to be published, and what is out.
    solved, known
        What the solver and the attacker remember; both are added to.
    """

    def __init__(self, ledger: Ledger, past: Past, solved: Solved,
                 known: dict[tuple[object, ...], list[int]]):  # fmt: skip
        self.ledger, self.past = ledger, past
        self._solved, self._known = solved, known
        self._linked: dict[tuple[int, frozenset[str]], Linked] = {}

    def withstanding(self, task: Task, effort: Effort) -> frozenset[int] | None:
        """What to hide from them all; None where nothing helps.

        Who knows whom few changes are of comes first, then who knows how many they are; each
        keeps what is hidden for the one before.
        """
        hidden = task.hidden
        for reader in self._every():
            more = self._withstanding(reader, replace(task, hidden=hidden), effort)
            if more is None:
                return None
            hidden |= more
        return hidden

    def know(self, task: Task, hidden: frozenset[int]) -> bool:
        """Whether one of them finds something out when these are hidden."""
        for reader in self._every():
            asked = self._asked(reader, replace(task, shown=frozenset(), hidden=hidden))
            if known(asked, asked.hidden | asked.silent, self._known):
                return True
        return False

    def _every(self) -> Iterator[Reader]:
        """The one who knows most first."""
        for level in (NAMES, NUMBERS):
            first = Reader(level, self.past)
            yield first
            for but in self._groups(first) if first.left else ():
                yield Reader(level, self.past, but, first)
            yield from self._other_worlds(level)

    def _groups(self, first: Reader) -> Iterator[Of]:
        """The groups of which it matters to what he knows that another knows less, once each."""
        linked, found = self._of(first), dict[frozenset[int], Of]()
        for but in self.past.groups:
            found.setdefault(linked.open_near(but, first.near), but)
        found.pop(frozenset(), None)
        for but in found.values():
            if first.asked is None or not linked.is_proved(first.asked, first.left, but):
                yield but

    def _other_worlds(self, level: str) -> Iterator[Reader]:
        """Those who know other changes than were guessed, of what is told for the first time."""
        beside = self.ledger.beside
        only = self.past.first_told(a for a, i in self.ledger.place.items() if i not in beside)
        for world in self.past.worlds if only else ():
            yield Reader(level, world, only=only)

    def _withstanding(self, reader: Reader, task: Task, effort: Effort) -> frozenset[int] | None:
        """What to hide from one who has all publications; None where nothing helps."""
        asked = self._asked(reader, task)
        if not asked.small:
            return frozenset()
        own = frozenset(range(len(self.ledger.counts)))
        pattern = complement(asked, self._solved, effort)
        if pattern is not None:
            return pattern.hidden & own - task.silent
        every = frozenset(asked.free)
        return None if known(asked, every, self._known) else every & own - task.silent

    def _asked(self, reader: Reader, task: Task) -> Task:
        """What this reader must not know: not what he knows whatever is published now."""
        linked, first = self._of(reader), reader.first
        more = self.ledger.numbers(reader.past.few()) if reader.level == NUMBERS else frozenset()
        wanted = (linked.secret | task.small | more) - task.shown
        wanted = wanted & first.left if first else wanted
        sizes = self.ledger.sizes - wanted - task.must
        every = linked.task(reader.level, reader.but, wanted, task.guarded, sizes, task.hidden,
                            task.cost)  # fmt: skip
        every = _within(every, first.near) if first else every
        free = frozenset(every.free)
        told = known(replace(every, small=every.small & every.guarded), free, self._known)
        every = replace(every, guarded=every.guarded - told)
        reader.left = known(every, free, self._known)
        if not first and reader.left:
            reader.near, reader.asked = linked.near(every, reader.left), every
        small = wanted - reader.left
        return replace(every, small=small, guarded=every.guarded & small,
                       shown=every.shown | task.shown)  # fmt: skip

    def _of(self, reader: Reader) -> Linked:
        """The ledger with a reader's past."""
        key = id(reader.past), reader.only
        if key not in self._linked:
            self._linked[key] = Linked(Ground(self.ledger, reader.past, reader.only))
        return self._linked[key]


def _within(task: Task, near: frozenset[int]) -> Task:
    """The same of these numbers alone, all others told."""
    places = np.arange(task.counts.size)
    return replace(
        task,
        sums=frozenset(s for s in task.sums if not near.isdisjoint((s[0], *s[1]))),
        shown=task.shown | frozenset(np.setdiff1d(places, [*near]).tolist()),
        hidden=task.hidden & near,
        silent=task.silent & near,
    )
