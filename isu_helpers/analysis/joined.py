"""Strata of which some are known only together: figures are of their sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..wording import listing
from .strata import NOBODY, Strata, merged_strata


@dataclass(frozen=True, eq=False)
class JoinedStrata(Strata):
    """Strata where those of one set are known by their sums alone.

    ``sets`` are the places of the strata that are known together, each stratum in one of them.
    What stands in ``base`` and ``total`` for a member of a larger set is made up so that the sums
    hold, for the rules on how many are compared with people of another answer. No figure is of it.
    """

    sets: tuple[tuple[int, ...], ...] = ()

    @property
    def together(self) -> Strata:
        """The strata that are known, the sets as one each."""
        names = tuple(listing(self.names[i] for i in places) for places in self.sets)
        base, total = (
            np.array([a[list(places)].sum(axis=0) for places in self.sets]).reshape(-1, 2)
            for a in (self.base, self.total)
        )
        return Strata(names, base, total, ordered=self.ordered)

    def merged(self, k: int) -> Strata:
        """What is known together, and small ones of it put together by `merged_strata`."""
        return self.together.merged(k)

    def blurred(self, k: int) -> np.ndarray:
        """How many of each group are in joined strata but not in the largest that was joined."""
        of = merged_strata(self.together.base, k, ordered=self.ordered)
        numbers = [n for n in range(of.max(initial=NOBODY) + 1)]
        members = [[i for s in np.flatnonzero(of == n) for i in self.sets[s]] for n in numbers]
        sizes = [self.base[m] for m in members]
        lost = [s.sum(axis=0) - s[s.sum(axis=1).argmax()] for s in sizes]
        return np.array(lost).reshape(-1, 2).sum(axis=0)


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
    return JoinedStrata(names, sizes, sums, None, (len(kept),), ordered, tuple(new))


def _spread(base: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Sizes that sum to a whole: known ones as they are, the rest evenly over the others."""
    unknown = np.isnan(base)
    rest = whole - np.where(unknown, 0, base).sum(axis=0)
    return np.where(unknown, rest / np.maximum(unknown.sum(axis=0), 1), base)
