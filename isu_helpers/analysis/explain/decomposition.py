"""Decomposition of a difference: what is left among equals, and what comes of who they are.

The standardised difference weighs the difference within each stratum by the stratum's share of
everyone (pooled weights). Kitagawa's two parts split the crude difference: differences within
strata, weighed by how common the stratum is in the two groups on average; and differences in
how common strata are. Sources: Kitagawa (1955), JASA 50; Fleiss, Levin and Paik (2003),
Statistical Methods for Rates and Proportions, ch. 19.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri, stdtrit

from ..intervals import newcombe, welch, widened
from .strata import Strata

REMAINING = 1.0
SHARES = np.linspace(-2, 3, 501)  # explained shares to try, in whole points
SIGN = np.array([1.0, -1.0])


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval; NaN where it can't be had."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


NONE = Estimate(np.nan, np.nan, np.nan)


def crude(strata: Strata, *, level: float | None = None) -> Estimate:
    """The difference between all of the first group and all of the second.

    Newcombe's interval for shares, Welch's for means; NaN where a group has nobody.
    """
    base, total = strata.base.sum(axis=0), strata.total.sum(axis=0)
    if not (base > 0).all():
        return NONE
    level = widened(level, strata.effect)
    if strata.is_share:
        return Estimate(*map(float, newcombe(total[0], base[0], total[1], base[1], level=level)))
    sd = np.sqrt(_variance(base, total, strata.squares.sum(axis=0)))
    (m1, m2), (s1, s2), (n1, n2) = total / base, sd, base
    return Estimate(*map(float, welch(m1, s1, n1, m2, s2, n2, level=level)))


def within(strata: Strata, *, level: float | None = None) -> list[Estimate]:
    """The difference within each stratum; NaN where a group has nobody."""
    rows = range(len(strata.base))
    return [crude(_only(strata, [i]), level=level) for i in rows]


def standardised(strata: Strata, *, level: float | None = None) -> Estimate:
    """The difference if both groups were spread over the strata as everyone is.

    Only strata with people of both groups count, with weights that sum to 1. See `contrast` for
    the interval; NaN where no stratum has both.
    """
    if not strata.is_shared.any():
        return NONE
    value, low, high = contrast(strata, REMAINING, level=level)
    return Estimate(-float(value), -float(high), -float(low))


def kitagawa(strata: Strata) -> tuple[float, float]:
    """The rate part and the composition part, that sum to the crude difference.

    A group without people in a stratum is taken to have the other group's rate there: such a
    stratum adds to the composition part alone. NaN where a group has nobody at all.
    """
    base = strata.base.sum(axis=0)
    if not (base > 0).all():
        return np.nan, np.nan
    spread, rate = strata.base / base, strata.mean
    rate = np.where(strata.base > 0, rate, rate[:, ::-1])
    rate_part = (spread.mean(axis=1) * (rate @ SIGN)).sum()
    composition_part = (rate.mean(axis=1) * (spread @ SIGN)).sum()
    return float(rate_part), float(composition_part)


def explained_share(strata: Strata, *, level: float | None = None) -> Estimate:
    """How much of the crude difference is gone among equals, with Fieller's kind of interval.

    1 minus standardised over crude: 1 when nothing is left, below 0 when the difference grows,
    above 1 when it turns. The interval holds each share, in whole points between −2 and 3, that
    the figures do not contradict (`contrast`). NaN where the crude difference is not clear,
    since a share of what may be nothing can be anything.
    """
    whole, left = crude(strata, level=level), standardised(strata, level=level)
    if not whole.is_clear or np.isnan(left.value):
        return NONE
    _, low, high = contrast(strata, SHARES, level=level)
    held = SHARES[(low <= 0) & (high >= 0)]
    value = 1 - left.value / whole.value
    low, high = held.min(initial=value), held.max(initial=value)
    return Estimate(value, float(low), float(high))


def contrast(
    strata: Strata, share: ArrayLike, *, level: float | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Is this share of the crude difference explained? (1 − share) · crude − standardised.

    0 where exactly so much is explained; with a positive crude difference above 0 where more
    is. With share 0 it is what is gone among equals; with 1 what is left, its sign turned.
    The interval is put together of every group's in every stratum (Wilson, or Student for
    means), all made narrower alike so that together they miss as seldom as one would (Yan and
    Su, 2010, Statistics in Biopharmaceutical Research 2), and of how the strata's sizes would
    vary in another year (delta method). It has a width also where everyone or nobody has the
    outcome, and misses on either side about as often.

    Parameters
    ----------
    share
        Fractions; ``strata`` must have people of both groups in some stratum.

    Returns
    -------
    value, low, high
        Arrays of the shape of ``share``.
    """
    level = widened(level, strata.effect)
    rest = 1 - np.asarray(share, dtype=float)[..., None, None]
    weights = np.where(strata.is_shared, strata.base.sum(axis=1), 0)
    everyone = weights.sum()
    weights = weights / everyone
    shares = strata.base / strata.base.sum(axis=0)
    factor = (rest * shares - weights[:, None]) * SIGN
    value = (factor * strata.mean).sum(axis=(-2, -1))
    sizes = _size_variance(strata, rest, weights, everyone)
    low, high = (_half(strata, side * factor, sizes, level) for side in (1, -1))
    return value, value - low, value + high


def _half(strata: Strata, factor: np.ndarray, sizes: np.ndarray, level: float) -> np.ndarray:
    """How far below a sum of figures, each times its factor, the interval goes."""
    z = ndtri(0.5 + level / 2)
    one = np.where(factor > 0, *_reach(strata, 1.0, level)) * abs(factor)
    every = one.sum(axis=(-2, -1), keepdims=True)
    common = z * np.sqrt((one**2).sum(axis=(-2, -1), keepdims=True)) / np.where(every, every, 1)
    reach = np.where(factor > 0, *_reach(strata, common, level)) * abs(factor)
    return np.asarray(np.hypot(reach.sum(axis=(-2, -1)), z * np.sqrt(sizes)))


def _reach(strata: Strata, z: float | np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """How far below and above each figure an interval of ``z`` standard errors goes."""
    base, mean = np.where(strata.base > 0, strata.base, np.inf), strata.mean
    if not strata.is_share:
        return (half := z * _wider(strata, level) * np.sqrt(_own_variance(strata) / base)), half
    shift = z**2 / base
    half = z * np.sqrt(mean * (1 - mean) / base + shift / (4 * base)) / (1 + shift)
    aside = shift * (0.5 - mean) / (1 + shift)
    return half - aside, half + aside


def _own_variance(strata: Strata) -> np.ndarray:
    """The variance within each stratum and group; of one person alone, the group's own."""
    base = strata.base
    squares = (strata.squares - strata.total * strata.mean).clip(0)
    pooled = squares.sum(axis=0) / (base - 1).clip(0).sum(axis=0).clip(1)
    return np.asarray(np.where(base > 1, squares / (base - 1).clip(1), pooled))


def _wider(strata: Strata, level: float) -> np.ndarray:
    """How much wider Student's interval is than the normal one, for each group."""
    freedom = (strata.base - 1).clip(0).sum(axis=0).clip(1)
    at = 0.5 + level / 2
    return np.asarray(stdtrit(freedom, at) / ndtri(at))


def _size_variance(
    strata: Strata, rest: np.ndarray, weights: np.ndarray, everyone: float
) -> np.ndarray:
    """The variance that comes of how many there happen to be in each stratum."""
    base = strata.base.sum(axis=0)
    gap = np.where(strata.is_shared, strata.mean @ SIGN, 0)
    shift = np.where(strata.is_shared, gap - weights @ gap, 0) / everyone
    away = (strata.mean - strata.total.sum(axis=0) / base) * SIGN / base
    influence = rest * away - shift[:, None]
    return np.asarray((strata.base * influence**2).sum(axis=(-2, -1)))


def _variance(base: np.ndarray, total: np.ndarray, square: np.ndarray) -> np.ndarray:
    """The sample variance, 0 with fewer than two people."""
    return np.asarray((square - total**2 / base).clip(0) / (base - 1).clip(1))


def _only(strata: Strata, places: list[int]) -> Strata:
    square = None if strata.square is None else strata.square[places]
    names = tuple(strata.names[i] for i in places)
    return Strata(names, strata.base[places], strata.total[places], square, effect=strata.effect)


# Odds: Mantel and Haenszel's common odds ratio, and whether the strata agree on one.


def odds_ratio(strata: Strata, *, level: float | None = None) -> Estimate:
    """The common odds ratio, first group over second; 1 where the odds are equal.

    Robins, Breslow and Greenland's interval (1986), Biometrics 42. NaN for means, and where no
    stratum, or only one side of it, tells anything.
    """
    if not strata.is_share or not len(strata.base):
        return NONE
    a, b, c, d, n = _tables(strata)
    agree, cross = a * d / n, b * c / n
    if not (agree.sum() > 0 and cross.sum() > 0):
        return NONE
    p, q = (a + d) / n, (b + c) / n
    over, under = agree.sum(), cross.sum()
    variance = (
        (p * agree).sum() / over**2
        + (p * cross + q * agree).sum() / (over * under)
        + (q * cross).sum() / under**2
    ) / 2
    half = ndtri(0.5 + widened(level, strata.effect) / 2) * np.sqrt(variance)
    value = over / under
    return Estimate(*(float(value * np.exp(h)) for h in (0, -half, half)))


def homogeneity(strata: Strata) -> float:
    """The p-value of Breslow and Day's test that the odds ratio is the same in all strata.

    Source: Breslow and Day (1980), Statistical Methods in Cancer Research 1, ch. 4. NaN where
    fewer than two strata tell anything, and for means.
    """
    common = odds_ratio(strata).value
    if np.isnan(common):
        return np.nan
    a, b, c, d, n = _tables(strata)
    tells = np.minimum(np.minimum(a + b, c + d), np.minimum(a + c, b + d)) > 0
    a, b, c, d, n = (v[tells] for v in (a, b, c, d, n))
    if len(a) < 2:
        return np.nan
    expected = _expected(common, a + b, a + c, n)
    cells = (expected, a + b - expected, a + c - expected, d - a + expected)
    variance = 1 / sum(1 / cell for cell in cells)
    found = ((a - expected) ** 2 / variance).sum() / strata.effect
    return float(chdtrc(len(a) - 1, found))


def _tables(strata: Strata) -> tuple[np.ndarray, ...]:
    """With and without the outcome in the first group, in the second, and everyone."""
    (a, c), (one, two) = strata.total.T, strata.base.T
    return a, one - a, c, two - c, np.where(one + two > 0, one + two, 1)


def _expected(ratio: float, group: np.ndarray, outcome: np.ndarray, n: np.ndarray) -> np.ndarray:
    """How many in the first group would have the outcome if the ratio were this one."""
    if np.isclose(ratio, 1):
        return np.asarray(group * outcome / n)
    middle = (n - group - outcome) + ratio * (group + outcome)
    root = np.sqrt(middle**2 - 4 * (ratio - 1) * ratio * group * outcome)
    return np.asarray((middle - root) / (2 * (ratio - 1)))
