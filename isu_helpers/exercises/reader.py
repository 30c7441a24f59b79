"""A reader who knows every sum of a small table, and what may be hidden from that reader."""

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property

from ..analysis.result import Result
from ..disclosure.release import Release
from ..disclosure.solver import Task, complement, known

Place = tuple[str | None, str | None]  # a group and an answer; None for the sum


class Reader:
    """What can be worked out of a breakdown by sex when some of its numbers are hidden.

    Places are a group and an answer, None for the sum.
    """

    def __init__(self, result: Result) -> None:
        release = Release()
        (protected,) = release.add([result])
        by, of = protected.axes
        self.groups, self.answers = tuple(by.answers), tuple(of.answers)
        self._names, self._place = (by.name, of.name), release.ledger.place
        self._made = release.task()

    def count(self, place: Place) -> int:
        """The true number."""
        return int(self._task.counts[self._number(place)])

    @property
    def small(self) -> frozenset[Place]:
        """The places of small numbers."""
        return frozenset(p for p in self._every if self._number(p) in self._task.small)

    def works_out(self, hidden: Collection[Place], wanted: Collection[Place]) -> frozenset[Place]:
        """Those of the wanted numbers that have one possible value when these are hidden."""
        task = replace(self._task, small=self._numbers(wanted), guarded=frozenset())
        found = known(task, self._numbers(hidden))
        return frozenset(p for p in wanted if self._number(p) in found)

    @cached_property
    def fewest(self) -> int:
        """How few numbers can be hidden so that no small one can be worked out."""
        alike = replace(self._task, cost=self._task.cost * 0 + 1)
        return len(complement(alike).hidden & self._numbers(self._every))

    @cached_property
    def _task(self) -> Task:
        """The task with nothing shown or hidden yet."""
        return replace(self._made, shown=frozenset(), hidden=frozenset())

    @property
    def _every(self) -> list[Place]:
        return [(g, a) for g in (*self.groups, None) for a in (*self.answers, None)]

    def _numbers(self, places: Collection[Place]) -> frozenset[int]:
        return frozenset(map(self._number, places))

    def _number(self, place: Place) -> int:
        pairs = zip(self._names, place, strict=True)
        return self._place[frozenset((name, slot) for name, slot in pairs if slot is not None)]
