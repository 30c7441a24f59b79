"""Strata: people who are alike in what explains, two groups beside each other in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...wording import listing

NOBODY = -1


@dataclass(frozen=True, eq=False)
class Strata:
    """How many in each stratum and group, and the sum of their outcomes.

    Counts are all that an explanation is worked out from, so that it can be worked out from
    those that may be published.

    Attributes
    ----------
    names
        What each stratum is called.
    base, total
        People, and the sum of their outcomes; floats of the shape strata times two groups. Of
        a share the sum is how many have the thing.
    square
        The sum of squared outcomes, of a mean; of a share it is ``total`` and is left out.
    shape
        How many answers each criterion has, where the strata are combinations of several.
    ordered
        Whether the answers of each criterion stand in an order, low to high.
    effect
        How many times fewer people would tell as much as these rows (`Records.design_effect`).
    """

    names: tuple[str, ...]
    base: np.ndarray
    total: np.ndarray
    square: np.ndarray | None = None
    shape: tuple[int, ...] = ()
    ordered: tuple[bool, ...] = (False,)
    effect: float = 1.0

    @property
    def is_share(self) -> bool:
        """Whether the outcome is to have a thing or not, and no number."""
        return self.square is None

    @property
    def squares(self) -> np.ndarray:
        """The sum of squared outcomes, of a share too."""
        return self.total if self.square is None else self.square

    @property
    def mean(self) -> np.ndarray:
        """The share or mean of each group and stratum; 0 where there is nobody."""
        return self.total / np.where(self.base > 0, self.base, 1)

    @property
    def is_shared(self) -> NDArray[np.bool_]:
        """Which strata have people of both groups."""
        return np.asarray((self.base > 0).all(axis=1))

    @property
    def alone(self) -> np.ndarray:
        """How many of each group are in strata without anybody of the other group."""
        return np.asarray(self.base[~self.is_shared].sum(axis=0))

    @property
    def unknown(self) -> np.ndarray:
        """Which sizes are not known by themselves, but made up so that sums hold."""
        return np.zeros(self.base.shape, dtype=bool)

    def joints(self, k: int) -> list[list[int]]:
        """The places of the strata that each of the merged ones is made of."""
        of = self._joined(k)
        return [np.flatnonzero(of == i).tolist() for i in range(of.max(initial=NOBODY) + 1)]

    def scaled(self, factor: float) -> "Strata":
        """The same shares and means among so many times as many people."""
        square = None if self.square is None else self.square * factor
        return replace(self, base=self.base * factor, total=self.total * factor, square=square)

    def merged(self, k: int) -> "Strata":
        """The strata with small ones put together by `merged_strata`, and empty ones gone."""
        places = self.joints(k)
        names = tuple(listing(self.names[i] for i in p) for p in places)
        base, total, square = (
            np.array([a[p].sum(axis=0) for p in places]).reshape(-1, 2)
            for a in (self.base, self.total, self.squares)
        )
        squares = None if self.is_share else square
        return Strata(names, base, total, squares, effect=self.effect)

    def _joined(self, k: int) -> np.ndarray:
        shape = self.shape or (len(self.base),)
        return merged_strata(self.base.reshape(*shape, 2), k, ordered=self.ordered).ravel()


def merged_strata(
    base: ArrayLike, k: int, *, ordered: bool | Iterable[bool] = False
) -> np.ndarray:
    """Which strata to put together, so that each has at least ``k`` people of each group.

    The rule knows the sizes of groups and nothing of outcomes. Answers in an order: the
    smallest stratum that is too small joins the smaller of its neighbours, again and again.
    Answers without an order: all that are too small become one rest; where the rest is too
    small, it joins the smallest other stratum. With several criteria, answers to the last are
    put together first, among people who are alike in all the others; a combination that is too
    small even so joins the rest.

    Parameters
    ----------
    base
        People, an axis a criterion and the two groups last.
    k
        How few people of a group make a stratum too small.
    ordered
        Whether answers stand in an order, for each criterion.

    Returns
    -------
    ndarray
        The running number of each stratum's new one, in order; −1 where there is nobody. One
        number for all where there are fewer than ``k`` of a group in the whole.

    Examples
    --------
    >>> merged_strata([[9, 8], [2, 7], [0, 0], [6, 6]], 5, ordered=True).tolist()
    [0, 1, -1, 1]
    >>> merged_strata([[9, 8], [2, 7], [4, 4], [6, 6]], 5).tolist()
    [0, 1, 1, 2]
    """
    base = np.asarray(base, dtype=float)
    *shape, groups = base.shape
    is_ordered = [ordered] * len(shape) if isinstance(ordered, bool) else list(ordered)
    rows = base.reshape(-1, groups)
    blocks = np.arange(len(rows)).reshape(-1, shape[-1]).tolist() if rows.size else []
    sets = [s for block in blocks for s in _joined(rows, [[i] for i in block], k, is_ordered[-1])]
    if len(shape) > 1:
        sets = _joined(rows, sets, k, False)
    return _numbered(sets, len(rows)).reshape(shape)


def _joined(rows: np.ndarray, sets: list[list[int]], k: int, is_ordered: bool) -> list[list[int]]:
    """Sets of strata, joined until none is too small or one is left."""
    sets = [s for s in sets if rows[s].sum() > 0]
    small = [s for s in sets if _is_small(rows, s, k)]
    if not is_ordered and len(small) > 1:
        sets = [*(s for s in sets if s not in small), sum(small, [])]
    while len(sets) > 1 and (small := [s for s in sets if _is_small(rows, s, k)]):
        least = min(small, key=lambda s: rows[s].sum())
        others = _neighbours(sets, least) if is_ordered else [s for s in sets if s is not least]
        other = min(others, key=lambda s: rows[s].sum())
        place = sets.index(other)
        sets[place] = other + least
        sets.remove(least)
    return sets


def _is_small(rows: np.ndarray, members: list[int], k: int) -> bool:
    return bool((rows[members].sum(axis=0) < k).any())


def _neighbours(sets: list[list[int]], one: list[int]) -> list[list[int]]:
    place = sets.index(one)
    return sets[max(place - 1, 0) : place] + sets[place + 1 : place + 2]


def _numbered(sets: list[list[int]], size: int) -> np.ndarray:
    """The running number of each stratum's set, by the first stratum in it."""
    out = np.full(size, NOBODY)
    for number, members in enumerate(sorted(sets, key=min)):
        out[members] = number
    return out


# Strata of which some are known only together: figures are of their sums.


@dataclass(frozen=True, eq=False)
class JoinedStrata(Strata):
    """Strata where those of one set are known by their sums alone.

    ``sets`` are the places of the strata that are known together, each stratum in one of them.
    What stands in ``total`` for a member of a larger set is made up so that the sums hold, and in
    ``base`` where ``made_up`` says so, for the rules on what joining may hide. No figure is of it.
    """

    sets: tuple[tuple[int, ...], ...] = ()
    made_up: np.ndarray | None = None

    @property
    def together(self) -> Strata:
        """The strata that are known, the sets as one each."""
        names = tuple(listing(self.names[i] for i in places) for places in self.sets)
        base, total = (
            np.array([a[list(places)].sum(axis=0) for places in self.sets]).reshape(-1, 2)
            for a in (self.base, self.total)
        )
        return Strata(names, base, total, ordered=self.ordered, effect=self.effect)

    def merged(self, k: int) -> Strata:
        """What is known together, and small ones of it put together by `merged_strata`."""
        return self.together.merged(k)

    @property
    def unknown(self) -> np.ndarray:
        """Which sizes are not known by themselves, but made up so that sums hold."""
        return super().unknown if self.made_up is None else self.made_up

    def joints(self, k: int) -> list[list[int]]:
        """The places of the strata that each of the merged ones is made of."""
        return [[i for s in sets for i in self.sets[s]] for sets in self.together.joints(k)]


def joined(
    strata: Strata, sets: Sequence[Sequence[int]], base: np.ndarray, total: np.ndarray
) -> Strata:
    """Strata of which sets are known by these sums.

    Parameters
    ----------
    strata
        NaN for the sizes that are not known by themselves.
    sets
        The places of the strata that are known together; a stratum in none is left out.
    base, total
        The sums of each set, of the shape sets times two groups.

    Returns
    -------
    Strata
        Where each set is one stratum and none is left out the very same with all numbers in
        place; else `JoinedStrata`. The size of a set that its known members don't make up is
        spread evenly over the others.
    """
    kept = [place for places in sets for place in places]
    sizes, sums = np.empty((len(kept), 2)), np.empty((len(kept), 2))
    new, start = [], 0
    for places, whole, having in zip(sets, base, total, strict=True):
        own = slice(start, start := start + len(places))
        sizes[own] = _spread(strata.base[list(places)], whole)
        sums[own] = sizes[own] * having / np.where(whole > 0, whole, 1)
        new.append(tuple(range(own.start, own.stop)))
    names = tuple(strata.names[i] for i in kept)
    if kept == list(range(len(strata.names))) and all(len(s) == 1 for s in sets):
        return replace(strata, base=sizes, total=np.rint(sums))
    ordered = strata.ordered if len(strata.ordered) == 1 else (False,)
    made_up = np.isnan(strata.base[kept])
    shape, effect = (len(kept),), strata.effect
    return JoinedStrata(names, sizes, sums, None, shape, ordered, effect, tuple(new), made_up)


def _spread(base: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Sizes that sum to a whole: known ones as they are, the rest evenly over the others."""
    unknown = np.isnan(base)
    rest = whole - np.where(unknown, 0, base).sum(axis=0)
    return np.where(unknown, rest / np.maximum(unknown.sum(axis=0), 1), base)
