"""Ordered answers compared as a scale: a rank test, exact where it can be, and its effect.

The test is Wilcoxon's, Mann and Whitney's, of two groups with ties, whose chances are those of all
ways to deal the answers to the groups. Sources: Mann and Whitney (1947), Annals of Mathematical
Statistics 18; Lehmann (1975), Nonparametrics, for ties; the effect is Vargha and Delaney's (2000),
Journal of Educational and Behavioral Statistics 25. ``scipy.stats`` has the same, but takes longer
to import than a handout takes to make.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, ndtr

MOST_WAYS = 200_000  # of states that may be gone through; beyond them the normal curve does
SAME = 1e-9
MOST_PLACED = 20_000  # ways to put what is hidden
AWAY = 3.0  # how far from each other the normal curve and the exact chance may lie


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


def _rank_test(one: tuple[int, ...], two: tuple[int, ...]) -> float:
    each = np.array(one) + np.array(two)
    return _chance(tuple(each[each > 0]), sum(one), abs(float(_scores(each) @ one)))


def _scores(each: np.ndarray) -> np.ndarray:
    """Twice the mean rank of each answer, from the middle one."""
    return np.asarray(2 * np.cumsum(each, axis=-1) - each - each.sum(axis=-1, keepdims=True))


@lru_cache(maxsize=4096)
def _chance(answers: tuple[int, ...], size: int, seen: float) -> float:
    """How likely a group of this size is to have ranks so far from the middle, or farther."""
    each = np.array(answers)
    if each.size == 1:
        return 1.0
    scores = _scores(each)
    exact = _exact(each, scores, size, seen)
    return float(_normal(each, scores, size, seen)) if exact is None else exact


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


def _normal(
    each: np.ndarray, scores: np.ndarray, size: int, seen: float | np.ndarray
) -> np.ndarray:
    """By the normal curve: the variance is that of all ways, a step is half corrected for."""
    everyone = each.sum(axis=-1)
    spread = size * (everyone - size) * (each * scores.astype(float) ** 2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.maximum(seen - 1, 0) / np.sqrt(spread / (everyone * (everyone - 1)))
    return np.asarray(np.minimum(1.0, 2 * ndtr(-np.nan_to_num(z))))


def least_rank_test(
    one: ArrayLike, two: ArrayLike, base1: float, base2: float, both: ArrayLike = np.nan
) -> float:
    """The p-value of `rank_test` where some numbers are hidden: the largest that it can be.

    How many of a group have given the hidden answers together is told by those that are shown.
    They are put on the hidden answers in every way, so that what is hidden can neither make a
    difference nor be told by one.

    Parameters
    ----------
    one, two
        As for `rank_test`, NaN where hidden.
    base1, base2
        How many of each group have given an answer on the scale.
    both
        How many of both groups together have given each answer, NaN where that is not known.
        Known of all that is hidden, the ranks are known, and fewer ways are left.

    Returns
    -------
    float
        1 where either group can be the one that has more; NaN where a base is not known.

    Examples
    --------
    >>> least_rank_test([20, np.nan, np.nan], [9, 7, 6], 24, 22) < 0.02
    True
    """
    if np.isnan([base1, base2]).any():
        return np.nan
    first, second = (
        _Side.of(np.asarray(c, dtype=float), b) for c, b in ((one, base1), (two, base2))
    )
    if not first.left and not second.left:
        return rank_test(first.known, second.known)
    each = np.where(first.is_hidden | second.is_hidden, both, first.known + second.known)
    if not np.isnan(each).any():
        return _of_each(first, second, each.astype(int))
    least, most = lead(first.at(0), second.at(-1)), lead(first.at(-1), second.at(0))
    if not least * most > 0:
        return 1.0
    return _largest(first, second) if least > 0 else _largest(second, first)


@dataclass(frozen=True, eq=False)
class _Side:
    """A group's answers as they are shown, 0 where hidden, and how many the hidden ones are."""

    known: np.ndarray
    is_hidden: np.ndarray
    left: int

    @classmethod
    def of(cls, counts: np.ndarray, base: float) -> "_Side":
        known = np.nan_to_num(counts)
        left = base - known.sum() if np.isnan(counts).any() else 0
        return cls(known.astype(int), np.isnan(counts), int(left))

    def at(self, end: int) -> np.ndarray:
        """The answers with all that is hidden on the first of the hidden, or on the last."""
        placed = self.known.copy()
        if self.left:
            placed[np.flatnonzero(self.is_hidden)[end]] += self.left
        return placed


def _of_each(first: _Side, second: _Side, each: np.ndarray) -> float:
    """The largest p-value where it is known how many of both groups gave each answer."""
    is_open = first.is_hidden & second.is_hidden
    known = np.where(first.is_hidden & ~is_open, each - second.known, first.known)
    left, scores = int(first.known.sum() + first.left - known.sum()), _scores(each)
    room = each * is_open
    ways = slice(None), slice(None, None, -1)
    ends = [scores @ known + _filled(room[way], left) @ scores[way] for way in ways]
    if not ends[0] * ends[1] > 0:
        return 1.0
    seen = float(np.abs(ends).min())
    return _chance(tuple(each[each > 0]), int(known.sum()) + left, seen)


def _filled(room: np.ndarray, left: int) -> np.ndarray:
    """So many put where there is room, the first places first."""
    return np.asarray(np.clip(left - (np.cumsum(room) - room), 0, room))


def _largest(upper: _Side, lower: _Side) -> float:
    """The largest p-value where the first group has more, however what is hidden is put.

    Of all ways with the same number on each answer, both groups together, the one where the
    groups lie closest: what is hidden of the first is put as low as can be. The ways that the
    normal curve finds likeliest are tried first, and none when it finds the rest far less so.
    """
    size = int(upper.known.sum() + upper.left)
    each, seen = _closest(upper, lower)
    about = _normal(each, _scores(each), size, seen)
    found = 0.0
    for i in np.argsort(-about, kind="stable"):
        if about[i] * AWAY < found:
            break
        found = max(found, _chance(tuple(each[i][each[i] > 0]), size, float(seen[i])))
    return found


def _closest(upper: _Side, lower: _Side) -> tuple[np.ndarray, np.ndarray]:
    """Every way to have both groups together, and how far apart the ranks then are at least."""
    either = np.flatnonzero(upper.is_hidden | lower.is_hidden)
    hidden = upper.left + lower.left
    if comb(hidden + either.size - 1, hidden) > MOST_PLACED:
        return _bound(upper, lower, either)
    ways = _compositions(hidden, either.size)
    alone = [ways @ (~side.is_hidden[either]) for side in (lower, upper)]  # in one group only
    rest = upper.left - alone[0]
    is_possible = (rest >= 0) & (alone[1] <= lower.left)
    ways, rest = ways[is_possible], rest[is_possible]
    is_both = (upper.is_hidden & lower.is_hidden)[either]
    room = ways * is_both
    placed = np.clip(rest[:, None] - (np.cumsum(room, axis=1) - room), 0, room)
    first = np.tile(upper.known, (len(ways), 1))
    first[:, either] += np.where(is_both, placed, ways * upper.is_hidden[either])
    each = np.tile(upper.known + lower.known, (len(ways), 1))
    each[:, either] += ways
    return each, (_scores(each) * first).sum(axis=1)


def _compositions(total: int, parts: int) -> np.ndarray:
    """Every way to divide so many."""
    if parts == 1:
        return np.array([[total]])
    cuts = np.array(list(combinations(range(total + parts - 1), parts - 1)))
    ends = np.full((len(cuts), 1), total + parts - 1)
    return np.diff(np.hstack([np.full_like(ends, -1), cuts, ends])) - 1


def _bound(upper: _Side, lower: _Side, either: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For too many ways: the ranks that vary the most, and lie as close as in any way.

    They vary the most where all have answered as differently as can be.
    """
    each = upper.known + lower.known
    for _ in range(upper.left + lower.left):
        each[either[np.argmin(each[either])]] += 1
    first, second = upper.at(0), lower.at(-1)
    seen = lead(first, second) * first.sum() * second.sum()
    return each[None, :], np.array([np.round(seen)])


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
