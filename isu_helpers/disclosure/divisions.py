"""Divisions over editions: what is divided anew is shown as it was divided then, or not at all.

Days and numbers are cut where people are enough, and few answers are put with others. From half a
year to the next that may become another division of the same people, and one less the other gives
away what both hide. So a table is shown as it is out already; in other classes only where the
first ones are shown beside them now, since what is shown together is tied together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..analysis import Result, breakdown
from ..analysis.result import Choice
from ..codebook import Rule
from ..errors import CodebookError
from ..records.derived.classes import GROUPED, MERGED
from ..records.derived.fine import DAYS, FINE
from .editions import Past
from .manifest import Edition, Kept

DIVIDING = (GROUPED, MERGED, FINE, DAYS)

Cut = tuple[str, tuple[str, ...]]  # what is divided, and where; nothing where it is as it is


class Divisions:
    """How the tables of earlier editions divided what they told."""

    def __init__(self, past: Past):
        self.past = past
        self.tables: dict[tuple[Cut, ...], tuple[int, tuple[str, ...]]] = {}
        for i, edition in enumerate(past.editions):
            for table in (t for t in edition.tables if not t.is_refused):
                if cuts := self._cuts(i, edition, table.names):
                    self.tables[cuts] = i, table.names

    def _cuts(self, i: int, edition: Edition, names: Iterable[str]) -> tuple[Cut, ...] | None:
        """What a table of an edition divides; None where something of it is gone."""
        called = self.past.found[i].names
        found = [_cut_then(edition.variables[name], called) for name in names]
        whole = tuple(cut for cut in found if cut is not None)
        return whole if len(whole) == len(found) else None

    def is_recut(self, result: Result, beside: Iterable[Result]) -> bool:
        """Whether a result is out in other classes only, which are not shown beside it now."""
        cuts, shown = cuts_of(result), {cuts_of(other) for other in beside}
        return cuts not in self.tables and any(c not in shown for c in self._alike(cuts))

    def as_before(self, choice: Choice) -> Iterator[Result]:
        """The results of a choice, first as they are out; those in other classes are left out."""
        found: dict[tuple[Cut, ...], Result] = {}
        left = []
        for result in choice.items:
            known = [c for c in self._alike(cuts_of(result)) if _is_division(c)]
            for cuts in known:
                if again := self._again(result, cuts):
                    found[cuts] = again
            left += [] if known else [result]
        yield from found.values()
        yield from left

    def _alike(self, cuts: tuple[Cut, ...]) -> list[tuple[Cut, ...]]:
        """The tables that are out of the same things, the latest first."""
        things = sorted(name for name, _ in cuts)
        return [c for c in reversed(self.tables) if sorted(name for name, _ in c) == things
                and _is_division((*c, *cuts))]  # fmt: skip

    def _again(self, result: Result, cuts: tuple[Cut, ...]) -> Result | None:
        """A result in the classes in which it is out; None where these can't be had."""
        called = self.past.found[self.tables[cuts][0]].names
        try:
            *by, of = (self.past.variable(called[n]) for n in self.tables[cuts][1])
            again = breakdown(result.records, of, by)
        except (KeyError, CodebookError, ValueError):
            return None
        return replace(again, analysis=result.analysis)


def _is_division(cuts: Iterable[Cut]) -> bool:
    return any(detail for _, detail in cuts)


def cuts_of(result: Result) -> tuple[Cut, ...]:
    """What a result divides, the counted variable last."""
    return tuple(_cut(v.name, v.rule) for v in (*result.by, result.of))


def _cut(name: str, rule: Rule | None) -> Cut:
    if rule is None or rule.name not in DIVIDING:
        return name, ()
    # A number in other classes is the same number still, but days are of two dates.
    return " – ".join(rule.sources), (rule.name, *rule.detail)


def _cut_then(variable: Kept, called: dict[str, str]) -> Cut | None:
    """What a variable of an edition divides, by its name now; None where that is gone."""
    rule: Rule | None = variable.rule
    if rule is None or rule.name not in DIVIDING:
        return _cut(called[variable.name], None) if variable.name in called else None
    # What is divided need not have been told whole; then it is known by its own name.
    return _cut("", replace(rule, sources=tuple(called.get(s, s) for s in rule.sources)))
