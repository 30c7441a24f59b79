"""What an explanation can go by when it is to be published: visible numbers and no others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from ..codebook import NUMBER, SCALE
from .cube import Cube
from .joined import joined
from .ruling import Evidence
from .strata import Strata
from .visible import Visible

Sets = list[tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Publishable:
    """The evidence that may be published, and what is known of each stratum by itself.

    Attributes
    ----------
    evidence
        None where not even the sizes of the two groups are known, or no stratum is.
    names
        What each stratum is called, before any are put together.
    sizes
        How many of each group are in each, NaN where that is hidden; strata times two.
    """

    evidence: Evidence | None
    names: tuple[str, ...]
    sizes: np.ndarray

    @property
    def left_out(self) -> tuple[str, ...]:
        """The strata that can't be had, not even together with others."""
        kept = self.evidence.strata.names if self.evidence else ()
        return tuple(n for n in self.names if n not in kept)


def publishable(
    cube: Cube, visible: np.ndarray, groups: tuple[str, str], answer: str, k: int
) -> Publishable:
    """What an explanation can go by, worked out of the visible numbers of a cube.

    Strata with hidden numbers are put together until their sums follow from visible ones, and
    are of at least ``k`` people: neighbours where there is an order, else all into one rest.
    Those that can't be had even so count among those who lack the criterion.

    Parameters
    ----------
    cube
        Axes: the groups, the criteria, the outcome.
    visible
        Which of its numbers may be seen.
    groups, answer
        Which two groups are compared, by which answer of the outcome.
    k
        How few people of a group make a stratum too small.
    """
    if not set(groups) <= set(cube.axes[0].slots):
        return Publishable(None, (), np.empty((0, 2)))
    table = _Table(tuple(Visible.of(cube, visible, g) for g in groups), answer, k)
    own = np.array([table.base((i,)) for i in range(table.size)]).reshape(-1, 2)
    return Publishable(_evidence(table, own, k), table.names, own)


def _evidence(table: "_Table", own: np.ndarray, k: int) -> Evidence | None:
    everyone = table.base(range(table.size), with_missing=True)
    if np.isnan(everyone).any() or not table.sets:
        return None
    base = np.array([table.base(s) for s in table.sets])
    total = np.array([table.having(s) for s in table.sets])
    shape = tuple(len(c.answers) for c in table.criteria)
    strata = Strata(table.names, own, np.zeros_like(own), None, shape, table.ordered)
    strata = joined(strata, table.sets, base, total)
    return Evidence(strata, everyone - base.sum(axis=0), k)


@dataclass(frozen=True, eq=False)
class _Table:
    """The visible numbers of two groups, by strata that are told by their places."""

    groups: tuple[Visible, Visible]
    answer: str
    k: int

    @property
    def criteria(self) -> tuple:
        return self.groups[0].axes[:-1]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(", ".join(parts) for parts in product(*(c.answers for c in self.criteria)))

    @property
    def size(self) -> int:
        return len(self.names)

    @property
    def ordered(self) -> tuple[bool, ...]:
        return tuple(c.variable.kind in (SCALE, NUMBER) for c in self.criteria)

    def base(self, places: Sequence[int], *, with_missing: bool = False) -> np.ndarray:
        """How many of each group in these strata have answered to the outcome."""
        cells = self._cells(places) | with_missing
        answers = self.groups[0].axes[-1].answers
        return np.array([g.total(cells, answers) for g in self.groups])

    def having(self, places: Sequence[int]) -> np.ndarray:
        """How many of each group in these strata have the answer."""
        return np.array([g.total(self._cells(places), (self.answer,)) for g in self.groups])

    def is_known(self, places: Sequence[int]) -> bool:
        """Whether figures of these strata together may be had, and are of no few people."""
        base, having = self.base(places), self.having(places)
        if np.isnan([base, having]).any() or len(places) == 1:
            return not np.isnan([base, having]).any()
        numbers = np.array([base, having, base - having])
        return bool(((numbers >= self.k) | ((numbers == 0) & (not self._is_sensitive))).all())

    @cached_property
    def _is_sensitive(self) -> bool:
        """Whether nobody or everybody would tell too much: what was hidden may be that."""
        return any(axis.variable.is_sensitive for axis in self.groups[0].axes)

    @cached_property
    def sets(self) -> Sets:
        """Strata that are known together: as few left out, then as finely parted, as can be."""
        if self.ordered == (True,):
            return self._neighbours()
        known: Sets = [(i,) for i in range(self.size) if self.is_known((i,))]
        rest = tuple(i for i in range(self.size) if (i,) not in known)
        waiting = sorted(known, key=lambda s: (self.base(s).sum(), s))
        for also in [(), *waiting]:
            rest = tuple(sorted((*rest, *also)))
            if rest and self.is_known(rest):
                return sorted([*(s for s in known if not set(s) & set(rest)), rest])
        return known

    def _neighbours(self) -> Sets:
        best: list[tuple[int, int, Sets]] = [(0, 0, [])]
        for end in range(1, self.size + 1):
            found = [(best[end - 1][0] - 1, best[end - 1][1], best[end - 1][2])]
            for start in self._starts(end):
                lost, count, sets = best[start]
                found.append((lost, count + 1, [*sets, tuple(range(start, end))]))
            best.append(max(found, key=lambda f: f[:2]))
        return best[-1][2]

    def _starts(self, end: int) -> Iterator[int]:
        """Where sets of neighbours that are known can begin, to end before this stratum."""
        return (s for s in range(end - 1, -1, -1) if self.is_known(range(s, end)))

    def _cells(self, places: Sequence[int]) -> np.ndarray:
        """The cells of these strata, of the shape of the criteria's answers and missing last."""
        inner = np.zeros(self.size, dtype=bool)
        inner[list(places)] = True
        inner = inner.reshape([len(c.answers) for c in self.criteria])
        return np.pad(inner, [(0, 1)] * inner.ndim)
