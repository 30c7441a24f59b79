"""The word of each planned sex difference, made from all that the Release shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from ..analysis import standard
from ..analysis.result import Choice
from ..analysis.verdict import verdicts
from ..disclosure import Protected, Release

COUNTS = ["n1", "base1", "n2", "base2"]


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a Release's plan, and the planned tables that are out, in the plan's order.

    ``planned`` is how many tables were planned, counting those that never came to be. ``found``
    has a word a difference between the first two groups, by table and place; hidden ones lack it.
    """

    planned: int
    tables: tuple[Protected, ...]
    found: Mapping[tuple, str]

    def at(self, protected: Protected, place: Mapping[str, str]) -> str:
        """The word at these categories, totals where none is named; empty where there is none."""
        return self.found.get(_key(protected, place), "")

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
    records = next(iter(release.results.values())).result.records
    choices = standard(records)
    tables = tuple(p for c in choices if (p := _out(release, c)))
    parts = [part for i, p in enumerate(tables) for part in _pairs(p, i)]
    if not parts:
        return Words(len(choices), tables, {})
    every = pd.concat(parts, ignore_index=True)
    labels = {name: every[name].to_numpy() for name in ("question", "table")}
    said, _ = verdicts(*(every[c] for c in COUNTS), **labels, planned=len(choices))
    kept = every["is_first"].to_numpy() & np.array([word is not None for word in said])
    found = dict(zip(every.loc[kept, "key"], said[kept], strict=True))
    return Words(len(choices), tables, found)


def _out(release: Release, choice: Choice) -> Protected | None:
    """The result of a choice that is out."""
    out = (release.results[r.key] for r in choice.items if r.key in release.results)
    return next(out, None)


def _pairs(protected: Protected, number: int) -> Iterator[pd.DataFrame]:
    """The counts of each pair of groups, a row an answer and stratum, labelled as a family."""
    sex, *rest = [a.name for a in protected.axes]
    frame = protected.frame
    inner = [frame[a.name].isin(a.answers) for a in protected.axes[1:]]
    inner = frame[np.all(inner, axis=0)]
    sides = {g: inner[inner[sex] == g] for g in protected.axes[0].answers}
    for i, pair in enumerate(combinations(sides, 2)):
        places = sides[pair[0]][rest]
        counts = np.hstack([sides[group][["n", "base"]].to_numpy(float) for group in pair])
        yield pd.DataFrame(counts, columns=COUNTS).assign(
            key=[_key(protected, place) for place in places.to_dict("records")],
            question=[f"{number} {i} {'|'.join(map(str, s))}" for s in places[rest[:-1]].values],
            table=number,
            is_first=i == 0,
        )


def _key(protected: Protected, place: Mapping[str, str]) -> tuple:
    return (protected.result.key, *(place.get(a.name) for a in protected.axes[1:]))
