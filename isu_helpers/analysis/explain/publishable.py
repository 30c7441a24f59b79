"""What an explanation can go by when it is to be published: visible numbers and no others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import product

import numpy as np

from ...codebook import NUMBER, SCALE
from ...wording import MISSING, TOTAL
from ..cube import ANSWERED, Axis, Cube
from .evidence import Evidence
from .strata import Strata, joined

# What can be worked out from the numbers of a cube that may be seen.

EXACT = 1e-6


@dataclass(frozen=True, eq=False)
class Visible:
    """The numbers that may be seen of one group, the first axis of a cube, and sums of them.

    Attributes
    ----------
    axes
        The criteria, then the outcome.
    n
        Counts of the axes' shape, NaN where hidden.
    """

    axes: tuple[Axis, ...]
    n: np.ndarray

    @classmethod
    def of(cls, cube: Cube, visible: np.ndarray, group: str) -> "Visible":
        """What may be seen of a group of a cube's first axis."""
        place = cube.axes[0].place(group)
        return cls(cube.axes[1:], np.where(visible[place], cube.n[place].astype(float), np.nan))

    def total(self, cells: np.ndarray, slots: tuple[str, ...]) -> float:
        """How many in these strata have one of these answers to the outcome; NaN where unknown.

        Parameters
        ----------
        cells
            Truth values of the shape of the criteria's answers, missing ones last.
        slots
            Answers to the outcome.
        """
        answers = np.isin(_atoms(self.axes[-1]), slots)
        asked = (cells[..., None] & answers).ravel().astype(float)
        weights, *_ = np.linalg.lstsq(self._equations.T, asked, rcond=None)
        if not np.allclose(weights @ self._equations, asked, atol=EXACT):
            return float("nan")
        return float(np.rint(weights @ self.n[~np.isnan(self.n)]))

    @cached_property
    def _equations(self) -> np.ndarray:
        """Which of the finest numbers each visible one is the sum of: a row each."""
        parts = [_sums(axis) for axis in self.axes]
        return np.asarray(reduce(np.kron, parts)[~np.isnan(self.n).ravel()])


def _atoms(axis: Axis) -> tuple[str, ...]:
    return tuple(s for s in axis.slots if s not in (TOTAL, ANSWERED))


def _sums(axis: Axis) -> np.ndarray:
    """Which of an axis' finest slots each slot is the sum of."""
    atoms = _atoms(axis)
    whole = {TOTAL: atoms, ANSWERED: tuple(a for a in atoms if a != MISSING)}
    return np.array([[a in whole.get(s, (s,)) for a in atoms] for s in axis.slots], dtype=float)


# What an explanation can go by when it is to be published: visible numbers and no others.

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
    everyone
        How many of each group there are, whatever is known of the criteria.
    """

    evidence: Evidence | None
    names: tuple[str, ...]
    sizes: np.ndarray
    everyone: np.ndarray

    @property
    def left_out(self) -> tuple[str, ...]:
        """The strata that can't be had, not even together with others."""
        kept = self.evidence.strata.names if self.evidence else ()
        return tuple(n for n in self.names if n not in kept)


def publishable(
    cube: Cube, visible: np.ndarray, groups: tuple[str, str], answer: str, k: int,
    answered: np.ndarray | None = None, *, is_cut: bool = False, effect: float = 1.0,
) -> Publishable:  # fmt: skip
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
    answered
        How many of each group have the outcome, NaN where hidden; for a cube in which those who
        lack it are among the others. They are taken out of the sizes again (`without_missing`).
    is_cut
        Whether the criterion is a number in classes.
    effect
        How many times fewer people would tell as much as these rows (`Records.design_effect`).
    """
    if not set(groups) <= set(cube.axes[0].slots):
        return Publishable(None, (), np.empty((0, 2)), np.full(2, np.nan))
    one, two = (Visible.of(cube, visible, g) for g in groups)
    table = _Table((one, two), answer, k)
    own = np.array([table.base((i,)) for i in range(table.size)]).reshape(-1, 2)
    everyone = table.base(range(table.size), with_missing=True)
    evidence = _evidence(table, own, k, answered)
    if evidence:
        strata = replace(evidence.strata, effect=effect)
        evidence = replace(evidence, strata=strata, is_cut=is_cut)
    return Publishable(evidence, table.names, own, everyone)


def _evidence(
    table: "_Table", own: np.ndarray, k: int, answered: np.ndarray | None
) -> Evidence | None:
    everyone = table.base(range(table.size), with_missing=True)
    known = everyone if answered is None else answered
    if np.isnan([everyone, known]).any() or not table.sets:
        return None
    base = np.array([table.base(s) for s in table.sets])
    total = np.array([table.having(s) for s in table.sets])
    own, base, everyone = _answered(table, own, base, total, everyone, known, k)
    shape = tuple(len(c.answers) for c in table.criteria)
    strata = Strata(table.names, own, np.zeros_like(own), None, shape, table.ordered)
    strata = joined(strata, table.sets, base, total)
    missing = everyone - base.sum(axis=0)
    return Evidence(strata, missing, k, _having_of_missing(table, total, missing))


def _having_of_missing(
    table: "_Table", total: np.ndarray, missing: np.ndarray
) -> np.ndarray | None:
    """How many who lack the criterion have the answer.

    None where that can't be told, or where some are in strata that are left out.
    """
    if sum(map(len, table.sets)) < table.size:
        return None
    having = table.having(range(table.size), with_missing=True) - total.sum(axis=0)
    numbers = np.array([having, missing - having])
    return having if table.are_told(numbers) else None


def _answered(
    table: "_Table", own: np.ndarray, base: np.ndarray, total: np.ndarray, everyone: np.ndarray,
    known: np.ndarray, k: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Sizes of strata, of sets of them and of everyone, of those who have the outcome."""
    rest = everyone - base.sum(axis=0)
    sizes = without_missing(np.vstack([base, rest]), np.vstack([total, rest * 0]),
                            everyone - known, k)  # fmt: skip
    left, own = sizes[:-1], own.copy()
    for places, before, after in zip(table.sets, base, left, strict=True):
        own[list(places)] *= after / np.where(before > 0, before, 1)
    return own, left, known


def without_missing(
    base: np.ndarray, having: np.ndarray, lacking: np.ndarray, k: int
) -> np.ndarray:
    """Sizes of groups without those who lack an answer, of whom only the sum is known.

    Where they are is not told, since they are few: they are taken to be as common everywhere. No
    group gets fewer than have the thing, nor, where that can be had, 1 to ``k`` − 1 others.

    Parameters
    ----------
    base, having
        People, those who lack an answer among them, and people who have the thing; a row a group,
        of any number of columns.
    lacking
        How many lack an answer in each column.

    Returns
    -------
    ndarray
        Like ``base``; whole numbers only by chance.

    Examples
    --------
    >>> without_missing([[100.0], [40.0]], [[30.0], [40.0]], [10.0], 5).round(1).tolist()
    [[90.0], [40.0]]
    """
    base, having = np.asarray(base, dtype=float), np.asarray(having, dtype=float)
    out, left = base.copy(), np.array(lacking, dtype=float)
    for least in (k, 0):
        for _ in range(len(base)):
            room = (out - having - least).clip(0)
            open_ = np.where(room > 0, base, 0)
            gone = np.minimum(room, left * open_ / np.maximum(open_.sum(axis=0), 1e-9))
            out, left = out - gone, left - gone.sum(axis=0)
    return out


@dataclass(frozen=True, eq=False)
class _Table:
    """The visible numbers of two groups, by strata that are told by their places."""

    groups: tuple[Visible, Visible]
    answer: str
    k: int

    @property
    def criteria(self) -> tuple[Axis, ...]:
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

    def having(self, places: Sequence[int], *, with_missing: bool = False) -> np.ndarray:
        """How many of each group in these strata have the answer."""
        cells = self._cells(places) | with_missing
        return np.array([g.total(cells, (self.answer,)) for g in self.groups])

    def is_known(self, places: Sequence[int]) -> bool:
        """Whether figures of these strata together may be had, and are of no few people."""
        base, having = self.base(places), self.having(places)
        if np.isnan([base, having]).any() or len(places) == 1:
            return not np.isnan([base, having]).any()
        return self.are_told(np.array([base, having, base - having]))

    def are_told(self, numbers: np.ndarray) -> bool:
        """Whether numbers that are worked out are of no few people; not where one is unknown."""
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
