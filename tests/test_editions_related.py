"""Two publications about people of whom a reader knows how their questions hang together.

The attacker is written apart: then and now are tables of all combinations of answers that can be,
tied by who stayed, left and came, in whole numbers that fit all that both publications show.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from test_related import KON, MISSING, PARTS, SEXES, A, B, K

from isu_helpers import Codebook, Records, breakdown
from isu_helpers.codebook import SEVERAL, Option, Variable
from isu_helpers.disclosure import Release
from isu_helpers.disclosure.publication import edition_of

TICKS = Variable("stöd", kind=SEVERAL, options=tuple(map(Option, PARTS)), role="insats",
                 has_any=True)  # fmt: skip
WAYS = {
    "skipped": [("Ja", "Ja"), ("Ja", "Nej"), ("Nej", MISSING)],
    "nested": [("Ja", "Ja"), ("Ja", "Nej"), ("Nej", "Nej")],
    "ticked": [w for w in product(("Ja", "Nej"), repeat=3) if "Ja" in w],
}


@dataclass
class Two:
    """The people then and now, each as (sex, answers), and what was published of them."""

    kind: str
    then: list[tuple]
    now: list[tuple]  # at the place of who is also then; those who came are after them

    def __post_init__(self):
        first = self._published(self.then, ())
        edition = replace(edition_of(first, "", "2026-01-31"), series="mapp")
        self.releases = first, self._published([p for p in self.now if p], [edition])
        self.names = [p.result.of.name for p in first.tables]

    def _published(self, people, earlier):
        records = self._records(people)
        names = [v.name for v in records.codebook if v.name in records.frame and v.role != "kön"]
        release = Release(K, earlier=tuple(earlier))
        release.add([breakdown(records, name) for name in names])
        return release

    def _records(self, people):
        if self.kind == "ticked":
            rows = [(sex, ";".join(p for p, a in zip(PARTS, w, strict=True) if a == "Ja"))
                    for sex, *w in people]  # fmt: skip
            return Records.from_frame(pd.DataFrame(rows, columns=["Kön", "stöd"]),
                                      Codebook((KON, TICKS)))  # fmt: skip
        own = replace(B, asked_if=("beviljad", ("Ja",))) if self.kind == "skipped" else B
        table = pd.DataFrame(people, columns=["Kön", "beviljad", "fått"], dtype=object)
        return Records.from_frame(table.replace({MISSING: None}), Codebook((KON, A, own)))

    def found(self, level):
        """The small hidden numbers that both give away, and neither with the changes alone."""
        reader = Reader(self, level)
        every = [(e, *told) for e in (0, 1) for told in reader.told[e]]
        small = [(e, at, n) for e, at, n, count in every
                 if n is None and 0 < count < K and at[2] not in (MISSING, None)]  # fmt: skip
        return [t for t in small if reader.knows(*t[:2], (0, 1))
                and not any(reader.knows(*t[:2], (i,)) for i in (0, 1))]  # fmt: skip


class Reader:
    """All combinations then and now, and those who stayed, left and came, as one system."""

    def __init__(self, two: Two, level: str):
        self.two, self.cells = two, [(s, *w) for s in SEXES for w in WAYS[two.kind]]
        self.width = len(self.cells)
        self.lines, self.low, self.high = [], [], []
        pairs = [(a, b) for a, b in zip(two.then + [None] * 9, two.now, strict=False) if a != b]
        for i in range(self.width):
            self._line({i: 1, 2 * self.width + i: -1, 3 * self.width + i: -1}, 0, 0)
            self._line({self.width + i: 1, 2 * self.width + i: -1, 4 * self.width + i: -1}, 0, 0)
        for sex in SEXES:
            at = [i for i, c in enumerate(self.cells) if c[0] == sex]
            counts = [[sum(p[side] == self.cells[i] for p in pairs) for i in at]
                      for side in (0, 1)]  # fmt: skip
            is_told = level == "d" and max(map(sum, counts)) < K
            for block, numbers in zip((3, 4), counts, strict=True):
                places = [block * self.width + i for i in at]
                self._line(dict.fromkeys(places, 1), sum(numbers), sum(numbers))
                for place, n in zip(places, numbers, strict=True) if is_told else ():
                    self._line({place: 1}, n, n)
        self.told = [list(self._told(e)) for e in (0, 1)]

    def _line(self, entries, low, high):
        row = np.zeros(5 * self.width)
        row[list(entries)] = list(entries.values())
        self.lines.append(row)
        self.low.append(low)
        self.high.append(high)

    def _told(self, e):
        """The places of a publication with what is told there, and the true number."""
        people = [p for p in (self.two.then, self.two.now)[e] if p]
        for table in self.two.releases[e].tables:
            name = table.result.of.name
            j = 1 + [t.result.of.name for t in self.two.releases[e].tables].index(name)
            for sex, answer, n in table.frame[["Kön", name, "n"]].itertuples(index=False):
                at = j, *(x if isinstance(x, str) else None for x in (sex, answer))
                count = sum(_is_in(p, at) for p in people)
                if not table.is_refused:
                    yield at, None if np.isnan(n) else int(n), count

    def _least(self, e, at):
        """The least that a hidden number can be: 0 where it, or its whole, was hidden or 0."""
        before = [
            n
            for old, n, _ in self.told[0]
            if e
            and old[0] == at[0]
            and all(a in (None, b) for a, b in zip(old[1:], at[1:], strict=True))
            and any(old[1:])
        ]
        return 1 - any(not n for n in before)

    def knows(self, e, at, editions):
        """Whether a number can be no other than it is, by some of the publications."""
        lines, low, high = [*self.lines], [*self.low], [*self.high]
        for i in editions:
            for place, n, _ in self.told[i]:
                lines.append(self._row(i, place))
                low.append(self._least(i, place) if n is None else n)
                high.append(np.inf if n is None else n)
        row, limits = self._row(e, at), LinearConstraint(np.array(lines), low, high)
        ends = [milp(sign * row, integrality=np.ones(row.size), bounds=Bounds(0, 500),
                     constraints=limits) for sign in (1, -1)]  # fmt: skip
        assert all(f.x is not None for f in ends)
        return round(ends[0].fun) == round(-ends[1].fun)

    def _row(self, e, at):
        row = np.zeros(5 * self.width)
        row[e * self.width : (e + 1) * self.width] = [_is_in(c, at) for c in self.cells]
        return row


def _is_in(cell, at):
    j, sex, answer = at
    return sex in (None, cell[0]) and answer in (None, cell[j])


def two(kind, seed):
    """Random people, of whom one to three left, came or got another answer."""
    rng = np.random.default_rng([sorted(WAYS).index(kind), seed])
    chance = rng.dirichlet(np.full(len(WAYS[kind]), rng.choice([0.8, 2.0])))

    def drawn(n, p=None):
        return [(str(rng.choice(SEXES)), *WAYS[kind][i])
                for i in rng.choice(len(WAYS[kind]), n, p=p)]  # fmt: skip

    then = drawn(int(rng.integers(40, 90)), chance)
    now = [*then, *drawn(int(rng.integers(0, 4)))]
    for i in rng.choice(len(then), int(rng.integers(1, 4)), replace=False):
        other = (then[i][0], *WAYS[kind][rng.integers(len(WAYS[kind]))])
        now[i] = None if rng.random() < 0.5 else other
    return Two(kind, then, now)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", WAYS)
def test_nothing_comes_out_by_how_questions_hang_together(kind, seed):
    made = two(kind, seed)
    assert made.found("c") == [] and made.found("d") == []


def test_the_attacker_finds_what_is_published_without_the_earlier_in_view():
    found = []
    for seed in range(8):
        made = two("skipped", seed)
        alone = made._published([p for p in made.now if p], ())
        made.releases = made.releases[0], alone
        found += made.found("d")
    assert found
