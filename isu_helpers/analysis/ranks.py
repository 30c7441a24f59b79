"""Ordered answers compared as a scale: a rank test, exact where it can be, and its effect.

The test is Wilcoxon's, Mann and Whitney's, of two groups with ties, whose chances are those of all
ways to deal the answers to the groups. Sources: Mann and Whitney (1947), Annals of Mathematical
Statistics 18; Lehmann (1975), Nonparametrics, for ties; the effect is Vargha and Delaney's (2000),
Journal of Educational and Behavioral Statistics 25. ``scipy.stats`` has the same, but takes longer
to import than a handout takes to make.
"""

from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtr

MOST_WAYS = 200_000  # of states that may be gone through; beyond them the normal curve does
SAME = 1e-9


def rank_test(one: ArrayLike, two: ArrayLike) -> float:
    """The p-value, two-sided, that two groups answer alike on a scale.

    All ways to deal the answers to groups of these sizes in which the ranks of a group are at
    least as far from what is expected as in what was seen, together. It is exact for a few steps,
    few people, or where nearly all have given one answer; else by the normal curve, with ties and
    a continuity correction.

    Parameters
    ----------
    one, two
        How many in each group have given each answer, in the order of the scale.

    Returns
    -------
    float
        1 where all have given the same answer; NaN where a number is missing, or a group is empty.

    Examples
    --------
    >>> round(rank_test([1, 2, 5], [4, 3, 1]), 4), rank_test([0, 8, 0], [0, 5, 0])
    (0.0629, 1.0)
    """
    counts = np.array([one, two], dtype=float)
    if np.isnan(counts).any() or (counts.sum(axis=1) == 0).any():
        return np.nan
    fewer, more = sorted(map(tuple, counts.astype(int)), key=sum)
    return _rank_test(fewer, more)


@lru_cache(maxsize=4096)
def _rank_test(one: tuple[int, ...], two: tuple[int, ...]) -> float:
    fewer, each = np.array(one), np.array(one) + np.array(two)
    fewer, each = fewer[each > 0], each[each > 0]
    if each.size == 1:
        return 1.0
    scores = 2 * np.cumsum(each) - each - each.sum()  # twice the mean rank, from the middle one
    seen, size = abs(float(scores @ fewer)), int(fewer.sum())
    exact = _exact(each, scores, size, seen)
    return _normal(each, scores, size, seen) if exact is None else exact


def _exact(each: np.ndarray, scores: np.ndarray, size: int, seen: float) -> float | None:
    """Every way to deal the answers, those with the same number and sum of ranks together.

    The commonest answer takes who is left. None where there are too many ways.
    """
    *order, last = np.argsort(each, kind="stable")
    dealt, ranks, ways = np.zeros(1, dtype=int), np.zeros(1, dtype=int), np.zeros(1)
    for i in order:
        x = np.arange(min(each[i], size) + 1)
        if dealt.size * x.size > MOST_WAYS:
            return None
        dealt, ranks, ways = _joined(
            (dealt[:, None] + x).ravel(), (ranks[:, None] + scores[i] * x).ravel(),
            (ways[:, None] + _log_ways(each[i], x)).ravel(), size,
        )  # fmt: skip
    left = size - dealt
    is_possible = left <= each[last]
    ranks, left = (ranks + scores[last] * left)[is_possible], left[is_possible]
    chance = np.exp(ways[is_possible] + _log_ways(each[last], left) - _log_ways(each.sum(), size))
    return float(min(1.0, chance[np.abs(ranks) >= seen - SAME].sum()))


def _joined(
    dealt: np.ndarray, ranks: np.ndarray, ways: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The ways that come to the same as one; none that have dealt too many."""
    kept = dealt <= size
    dealt, ranks, ways = dealt[kept], ranks[kept], ways[kept]
    low, most = ranks.min(), ways.max()
    reach = int(ranks.max() - low) + 1
    key, place = np.unique(dealt * reach + (ranks - low), return_inverse=True)
    total = np.bincount(place, weights=np.exp(ways - most))
    return key // reach, key % reach + low, np.log(np.maximum(total, 1e-300)) + most


def _log_ways(everyone: int, some: int | NDArray[np.integer]) -> NDArray[np.float64]:
    """The logarithm of in how many ways some can be chosen."""
    ways = gammaln(everyone + 1) - gammaln(some + 1) - gammaln(everyone - some + 1)
    return np.asarray(ways)


def _normal(each: np.ndarray, scores: np.ndarray, size: int, seen: float) -> float:
    """By the normal curve: the variance is that of all ways, a step is half corrected for."""
    everyone = int(each.sum())
    spread = size * (everyone - size) * float(each @ scores.astype(float) ** 2)
    z = max(seen - 1, 0) / np.sqrt(spread / (everyone * (everyone - 1)))
    return float(min(1.0, 2 * ndtr(-z)))


def least_rank_test(one: ArrayLike, two: ArrayLike, base1: float, base2: float) -> float:
    """The p-value of `rank_test` where some numbers are hidden: the largest that it can be.

    How many of a group have given the hidden answers together is told by those that are shown.
    They are put at either end of the hidden answers, so that what is hidden can neither make a
    difference nor be told by one. Spread out they can share fewer ranks, and then the p-value may
    be a little larger than what is given (in 7 of 6,000 random tables).

    Parameters
    ----------
    one, two
        As for `rank_test`, NaN where hidden.
    base1, base2
        How many of each group have given an answer on the scale.

    Examples
    --------
    >>> least_rank_test([20, np.nan, np.nan], [9, 7, 6], 24, 22) < 0.02
    True
    """
    if np.isnan([base1, base2]).any():
        return np.nan
    sides = [_placements(np.asarray(c, dtype=float), b) for c, b in ((one, base1), (two, base2))]
    found = [rank_test(*pair) for pair in product(*sides)]
    is_either_way = len({np.sign(lead(*pair)) for pair in product(*sides)}) > 1
    return 1.0 if is_either_way else float(np.max(found))


def _placements(counts: np.ndarray, base: float) -> list[np.ndarray]:
    """A group's answers with the hidden ones at their lowest and at their highest."""
    hidden = np.flatnonzero(np.isnan(counts))
    if not hidden.size:
        return [counts]
    known = np.nan_to_num(counts)
    ends = [known.copy() for _ in range(2)]
    for placed, at in zip(ends, (hidden[0], hidden[-1]), strict=True):
        placed[at] = base - known.sum()
    return ends


def pairs(one: ArrayLike, two: ArrayLike) -> tuple[float, float, float]:
    """Of all pairs of one from each group: where the first has more, the second, and neither.

    Returns
    -------
    first, second, neither
        Fractions that sum to 1; NaN where a number is missing or a group is empty.

    Examples
    --------
    >>> pairs([0, 1, 1], [1, 1, 0])
    (0.75, 0.0, 0.25)
    """
    one, two = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    with np.errstate(invalid="ignore"):
        every = np.outer(one, two) / (one.sum() * two.sum())
    first, second = float(np.tril(every, -1).sum()), float(np.triu(every, 1).sum())
    return first, second, float(np.trace(every))


def lead(one: ArrayLike, two: ArrayLike) -> float:
    """How much oftener the first has more than the second, of all pairs; from −1 to 1."""
    first, second, _ = pairs(one, two)
    return first - second
