"""An attacker of divisions over editions: numbers in classes, days between dates, and units.

What people can be is cut in atoms: the finest classes that follow from all that is published, then
and now. How many there are in each, of whom stayed, left and came, are whole numbers that fit what
both publications show; the reader knows how many of each sex left and came, or changed atom.

Of the same system come twins: people of whom all that is published is the same, but who are others
where something is hidden.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from isu_helpers import Codebook, Records
from isu_helpers.analysis.cube import ANSWERED
from isu_helpers.disclosure import Protected, Release
from isu_helpers.disclosure.publication import edition_of
from isu_helpers.wording import MISSING, TOTAL

K = 5
Told = tuple[np.ndarray, int | None, int]  # which atoms, what is shown, and the truth


@dataclass
class Divided:
    """People then and now, what was shown of them, and what they can be.

    ``every`` is a row for each way that a person can be; ``show`` puts in a Release what is shown.
    """

    then: pd.DataFrame
    now: pd.DataFrame
    every: pd.DataFrame
    book: Codebook
    show: Callable[[Records, Release], None]
    releases: list[Release] = field(default_factory=list)

    def __post_init__(self):
        editions: list = []
        for rows in (self.then, self.now):
            release = Release(K, earlier=tuple(editions))
            self.show(Records.from_frame(rows.drop(columns="who"), self.book), release)
            self.releases.append(release)
            editions = [replace(edition_of(release, "", "2026-01-31"), series="mapp")]

    @property
    def shown(self) -> list[list[Protected]]:
        """What is not refused, then and now."""
        return [[p for p in r.results.values() if not p.is_refused] for r in self.releases]

    def found(self) -> list[tuple[int, int, int]]:
        """The small hidden numbers that both publications give away and neither by itself."""
        reader = Reader(self)
        return [(e, i, t[2]) for e in (0, 1) for i, t in enumerate(reader.told[e])
                if t[1] is None and 0 < t[2] < K and reader.knows(t, e, (0, 1))
                and not any(reader.knows(t, e, (own,)) for own in (0, 1))]  # fmt: skip

    def twins(self, seen: Callable[["Divided"], list[str]]) -> Iterator[tuple[list, list]]:
        """What is seen of pairs of cases of whom the same is published, with other hidden numbers.

        The first has these people, each as one who is alike in all that is published of them; of
        the second a hidden number is as far from what it is as may be.
        """
        reader = Reader(self)
        small = [(e, t) for e in (0, 1) for t in reader.told[e] if t[1] is None and t[2]]
        for e, told in small:
            for counts in reader.ends(told, e, (0, 1)):
                pair = [self._of(reader, c) for c in (reader.truth, np.round(counts).astype(int))]
                pages = [seen(case) for case in pair]  # which may ask for more
                one, two = ([str(r.frames) for r in case.releases] for case in pair)
                if one == two and reader.count(told, e, counts) != told[2]:
                    yield tuple(pages)

    def _of(self, reader: "Reader", counts: np.ndarray) -> "Divided":
        """A case of so many people in each atom: those who stayed, left and came."""
        _, _, *blocks = counts.reshape(5, -1)
        at = np.array([np.flatnonzero((reader.codes[0] == a).all(axis=1))[0]
                       for a in reader.atoms])  # fmt: skip
        stayed, left, came = (self.every.iloc[np.repeat(at, block)] for block in blocks)
        every = pd.concat([left, stayed, came], ignore_index=True)
        every = every.assign(who=range(len(every)))
        then, now = every[: len(left) + len(stayed)], every[len(left) :]
        return replace(self, then=then, now=now, releases=[])


class Reader:
    """The atoms of a case, and what is told of them."""

    def __init__(self, case: Divided):
        shown = case.shown
        variables = list(dict.fromkeys(a.variable for part in shown for p in part for a in p.axes))
        self.codes = [_codes(case, rows, variables)
                      for rows in (case.every, case.then, case.now)]  # fmt: skip
        self.atoms = np.unique(np.concatenate(self.codes), axis=0)
        self.width, self.variables = len(self.atoms), variables
        self.told = [list(self._told(part, codes))
                     for part, codes in zip(shown, self.codes[1:], strict=True)]  # fmt: skip
        self.at = [
            dict(zip(rows["who"], map(tuple, codes), strict=True))
            for rows, codes in zip((case.then, case.now), self.codes[1:], strict=True)
        ]
        self.lines = list(self._people())

    @property
    def truth(self) -> np.ndarray:
        """How many are in each atom then and now, and have stayed, left and come."""
        one, other = (set(at.items()) for at in self.at)
        places = {tuple(atom): i for i, atom in enumerate(self.atoms)}
        parts = (one, other, one & other, one - other, other - one)
        return np.concatenate([np.bincount([places[a] for _, a in part], minlength=self.width)
                               for part in parts])  # fmt: skip

    def _people(self) -> Iterator[tuple[np.ndarray, float]]:
        """Then is stayed and left, now is stayed and came; and how many of each sex those are."""
        eye, none = np.eye(self.width), np.zeros((self.width, self.width))
        for row in np.hstack([eye, none, -eye, -eye, none]):
            yield row, 0
        for row in np.hstack([none, eye, -eye, none, -eye]):
            yield row, 0
        sex = next(i for i, v in enumerate(self.variables) if v.role == "kön")
        for code in np.unique(self.atoms[:, sex]):
            is_in = self.atoms[:, sex] == code
            for block, one, other in ((3, *self.at), (4, *self.at[::-1])):
                row = np.zeros(5 * self.width)
                row[block * self.width : (block + 1) * self.width] = is_in
                yield row, sum(a[sex] == code and other.get(w) != a for w, a in one.items())

    def _told(self, shown: list[Protected], codes: np.ndarray) -> Iterator[Told]:
        for protected in shown:
            slots = [[*a.slots] for a in protected.axes]
            for place in np.ndindex(*protected.cube.n.shape):
                at = [s[i] for s, i in zip(slots, place, strict=True)]
                named = zip((a.variable for a in protected.axes), at, strict=True)
                which = [(self.variables.index(v), v, s) for v, s in named if s != TOTAL]
                is_in = _is_in(self.atoms, which)
                n = int(_is_in(codes, which).sum())
                yield is_in, n if protected.visible[place] else None, n

    def knows(self, told: Told, e: int, editions: tuple[int, ...]) -> bool:
        """Whether a number can be no other than it is, by some of the publications."""
        least, most = (self.count(told, e, found) for found in self.ends(told, e, editions))
        return least == most

    def count(self, told: Told, e: int, counts: np.ndarray) -> int:
        """What a number is where there are so many in each atom."""
        return round(self._row(e, told[0]) @ counts)

    def ends(self, told: Told, e: int, editions: tuple[int, ...]) -> list[np.ndarray]:
        """How many may be in each atom where a number is the least, and the most, it can be."""
        lines = [row for row, _ in self.lines]
        low, high = ([n for _, n in self.lines] for _ in (0, 1))
        for i in editions:
            for atoms, n, _ in self.told[i]:
                lines.append(self._row(i, atoms))
                low.append((i == 0) * 1 if n is None else n)
                high.append(np.inf if n is None else n)
        row = self._row(e, told[0])
        limits = LinearConstraint(np.array(lines), low, high)
        ends = [milp(sign * row, integrality=np.ones(row.size), bounds=Bounds(0, 500),
                     constraints=limits) for sign in (1, -1)]  # fmt: skip
        assert all(f.x is not None for f in ends)
        return [f.x for f in ends]

    def _row(self, e: int, atoms: np.ndarray) -> np.ndarray:
        row = np.zeros(5 * self.width)
        row[e * self.width : (e + 1) * self.width] = atoms
        return row


def _codes(case: Divided, rows: pd.DataFrame, variables: list) -> np.ndarray:
    records = Records.from_frame(rows.drop(columns="who", errors="ignore"), case.book)
    return np.stack([records.codes(v).astype(int) for v in variables], axis=1)


def _is_in(codes: np.ndarray, which: list) -> np.ndarray:
    found = np.ones(len(codes), dtype=bool)
    for i, variable, slot in which:
        if slot in (MISSING, ANSWERED):
            found &= (codes[:, i] < 0) == (slot == MISSING)
        else:
            found &= codes[:, i] == variable.categories.index(slot)
    return found
