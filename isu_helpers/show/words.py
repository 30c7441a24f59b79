"""The word of each planned sex difference, made from all that the Release shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import pandas as pd

from ..analysis.planned import Plan, plan, weight_of
from ..analysis.result import Choice
from ..analysis.verdict import verdicts
from ..disclosure import Protected, Release
from .further import MEAN, TURN, further
from .pairs import COUNTS, pairs, place_of


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a Release's plan, and the planned tables that are out, in the plan's order.

    ``planned`` is the weight of all tables, counting those that never came to be, where a main
    question weighs 1. ``found`` has a word a difference between the first two groups, by table and
    place; hidden ones lack it.
    """

    planned: float
    tables: tuple[Protected, ...]
    found: Mapping[tuple, str]

    def at(self, protected: Protected, place: Mapping[str, str]) -> str:
        """The word at these categories, totals where none is named; empty where there is none."""
        return self.found.get(place_of(protected, place), "")

    def of_mean(self, protected: Protected) -> str:
        """The word of a change's difference in means; empty where there is none."""
        return self.found.get((protected.result.key, MEAN), "")

    def of_turn(self, protected: Protected, answer: str) -> str:
        """The word of how a trend's difference has changed; empty where there is none."""
        return self.found.get((protected.result.key, TURN, answer), "")

    @property
    def plain(self) -> list[Protected]:
        """The planned tables that are not crossed."""
        return [p for p in self.tables if len(p.axes) == 2]


_made: WeakKeyDictionary[Release, tuple[int, Words]] = WeakKeyDictionary()


def words_of(release: Release) -> Words:
    """The words of all sex differences that were planned for a Release, as one family.

    They are made of what may be published and of nothing else, so that no word tells of a
    hidden number. What came to be besides the plan has no word.
    """
    size = len(release.results)
    if release not in _made or _made[release][0] != size:
        _made[release] = size, _words(release)
    return _made[release][1]


def _words(release: Release) -> Words:
    if not release.results:
        return Words(0, (), {})
    made = plan(next(iter(release.results.values())).result.records)
    found = further(made, lambda result: release.results.get(result.key), release.k)
    tables = tuple(p for c in made.standard if (p := _out(release, c)))
    return Words(made.weight, tables, found | _standard(made, release))


def _standard(made: Plan, release: Release) -> dict[tuple, str]:
    """The words of the standard set, where what is settled hands its part on within the set."""
    out = [(p, weight_of(c)) for c in made.standard if (p := _out(release, c))]
    parts = [part.assign(weight=w) for i, (p, w) in enumerate(out) for part in pairs(p, i)]
    if not parts:
        return {}
    every = pd.concat(parts, ignore_index=True)
    labels = {name: every[name].to_numpy() for name in ("question", "table", "weight")}
    said, _ = verdicts(*(every[c] for c in COUNTS), **labels, planned=made.weight)
    shown = zip(every["key"], said, every["is_first"], strict=True)
    return {key: word for key, word, is_first in shown if word and is_first}


def _out(release: Release, choice: Choice) -> Protected | None:
    """The result of a choice that is out."""
    out = (release.results[r.key] for r in choice.items if r.key in release.results)
    return next(out, None)
