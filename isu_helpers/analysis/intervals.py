"""Intervals and exact tests for shares, means and their differences, on plain arrays.

Wilson's score interval for a share and Newcombe's hybrid score interval for a difference hold
at 0 and at all of a small group, where the usual (Wald) interval has no width. Sources: Wilson
(1927), JASA 22; Newcombe (1998), Statistics in Medicine 17, method 10. Only ``scipy.special``
is used: importing ``scipy.stats`` takes longer than making a handout.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln, ndtr, ndtri, stdtrit

from ..content import load

Figures = float | np.ndarray
Interval = tuple[Figures, Figures, Figures]  # value, low, high

SAME = 1 + 1e-7  # tables are as likely as another within this, as in scipy's fisher_exact
WIDEST = 40  # standard deviations beyond which a hypergeometric probability is 0 in floats


def default_level() -> float:
    """The confidence level of the project, a fraction."""
    return float(load("thresholds")["konfidensniva"]["value"])


def widened(level: float | None, effect: float) -> float:
    """The level whose interval is that of ``level``, had ``effect`` times fewer been counted.

    Rows of one person are alike (`Records.design_effect`): an interval is then as wide as if
    there were fewer of them. Wilson's, and all that lie as many standard errors away.

    Examples
    --------
    >>> round(widened(0.95, 2), 4), widened(0.9, 1)
    (0.9944, 0.9)
    """
    level = level or default_level()
    return level if effect == 1 else float(1 - 2 * ndtr(-ndtri(0.5 + level / 2) * effect**0.5))


def lessened(p: ArrayLike, effect: float) -> np.ndarray:
    """The p-value had ``effect`` times fewer been counted; two-sided, as by the normal curve.

    Examples
    --------
    >>> lessened([0.05, 1, np.nan], 2).round(3).tolist(), float(lessened(0.05, 1))
    ([0.166, 1.0, nan], 0.05)
    """
    p = np.asarray(p, dtype=float)
    return p if effect == 1 else np.asarray(2 * ndtr(ndtri(p / 2) / effect**0.5))


def wilson(
    n: ArrayLike, base: ArrayLike, *, level: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval for ``n`` of ``base``, as fractions; NaN where the base is 0 or not known.

    Parameters
    ----------
    n, base
        Counts, arrays of one shape (or broadcast to one).
    level
        Confidence, a fraction; the project's own by default.

    Examples
    --------
    >>> low, high = wilson(0, 5)
    >>> round(float(low), 3), round(float(high), 3)
    (0.0, 0.434)
    """
    n, base = np.asarray(n, dtype=float), np.asarray(base, dtype=float)
    z2 = ndtri(0.5 + (level or default_level()) / 2) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = n / base
        centre = (share + z2 / (2 * base)) / (1 + z2 / base)
        spread = np.sqrt(share * (1 - share) / base + z2 / (4 * base**2))
        half = np.sqrt(z2) * spread / (1 + z2 / base)
    low = np.where(n == 0, 0.0, centre - half)
    high = np.where(n == base, 1.0, centre + half)
    is_known = base > 0
    return np.where(is_known, low, np.nan), np.where(is_known, high, np.nan)


def newcombe(
    n1: ArrayLike, base1: ArrayLike, n2: ArrayLike, base2: ArrayLike,
    *, level: float | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """The difference ``n1/base1 - n2/base2`` and Newcombe's interval for it, as fractions.

    Returns
    -------
    value, low, high
        Arrays; 0 means that the shares are equal, NaN that a base is 0.

    Examples
    --------
    >>> value, low, high = newcombe(0, 5, 3, 7)
    >>> [round(float(v), 2) for v in (value, low, high)]
    [-0.43, -0.75, 0.08]
    """
    low1, high1 = wilson(n1, base1, level=level)
    low2, high2 = wilson(n2, base2, level=level)
    with np.errstate(divide="ignore", invalid="ignore"):
        p1 = np.asarray(n1, dtype=float) / np.asarray(base1, dtype=float)
        p2 = np.asarray(n2, dtype=float) / np.asarray(base2, dtype=float)
    return square_and_add((p1, low1, high1), (p2, low2, high2))


def square_and_add(one: Interval, two: Interval) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The difference between two independent estimates, from the interval of each.

    Used for a share against a share, and for how much a difference has changed between two
    periods with different people. Sources: Newcombe (2001), Statistics in Medicine 20; Zou and
    Donner (2008), Statistics in Medicine 27 (MOVER).

    Parameters
    ----------
    one, two
        ``value, low, high`` of each, as `newcombe` and `welch` give them.

    Returns
    -------
    value, low, high
        ``one`` minus ``two``, in their unit; NaN where any of the six numbers is.

    Examples
    --------
    >>> now, before = newcombe(30, 50, 15, 50), newcombe(25, 50, 20, 50)
    >>> [round(float(v), 2) for v in square_and_add(now, before)]
    [0.2, -0.07, 0.45]
    """
    value1, low1, high1 = (np.asarray(v, dtype=float) for v in one)
    value2, low2, high2 = (np.asarray(v, dtype=float) for v in two)
    value = value1 - value2
    low = value - np.hypot(value1 - low1, high2 - value2)
    high = value + np.hypot(high1 - value1, value2 - low2)
    return value, low, high


def mean_interval(
    mean: ArrayLike, sd: ArrayLike, n: ArrayLike, *, level: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Student's interval for a mean, in its own unit.

    Parameters
    ----------
    mean, sd, n
        Mean, standard deviation (of a sample, divided by ``n`` − 1) and number of people.

    Returns
    -------
    low, high
        NaN with fewer than two people, and where everyone has the same value: no spread in a
        small group is no sign of certainty.
    """
    mean, sd, n = (np.asarray(v, dtype=float) for v in (mean, sd, n))
    has_width = (n >= 2) & (sd > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = stdtrit(n - 1, 0.5 + (level or default_level()) / 2) * sd / np.sqrt(n)
    half = np.where(has_width, half, np.nan)
    return mean - half, mean + half


def skewed_mean(values: ArrayLike, *, level: float | None = None) -> tuple[float, float, float]:
    """The mean of values that may be skewed, with Hall's interval.

    Student's is too short on the side of the long tail: of lognormal values (σ 0.8) it holds in
    91 % of samples of 30, and Hall's in 94 %. His transformation takes the skewness away, and is
    turned back; the quantiles are Student's, for few people. Source: Hall (1992), Journal of the
    Royal Statistical Society B 54, 221-228.

    Returns
    -------
    value, low, high
        In the values' unit; low and high are NaN with fewer than three, and where all are alike.

    Examples
    --------
    >>> [round(v, 2) for v in skewed_mean([1, 2, 2, 3, 3, 4, 6, 9, 14, 31])]
    [7.5, 3.08, 30.53]
    """
    values = np.sort(np.asarray(values, dtype=float))  # the same sum in whatever order they came
    n, value = values.size, float(values.mean()) if values.size else np.nan
    away = values - value
    if n < 3 or not (away**2).sum() > 0:
        return value, np.nan, np.nan
    sd = float(np.sqrt((away**2).sum() / (n - 1)))
    skew = float((away**3).sum() / n / ((away**2).sum() / n) ** 1.5)
    skew *= np.sqrt(n * (n - 1)) / (n - 2)
    reach = float(stdtrit(n - 1, 0.5 + (level or default_level()) / 2))
    low, high = (_unskewed(z, skew, n) * sd / np.sqrt(n) for z in (reach, -reach))
    return value, value - float(low), value - float(high)


def _unskewed(z: float, skew: float, n: int) -> float:
    """Where Hall's transformation comes to a quantile: that quantile itself without skewness."""
    part = float(skew / np.sqrt(n))
    if abs(part) < 1e-6:
        return z
    return float(np.cbrt(1 + part * (z - part / 6)) - 1) * 3 / part


def paired(
    before: ArrayLike, after: ArrayLike, *, level: float | None = None
) -> tuple[float, float, float]:
    """The mean change of the same people, ``after`` minus ``before``, with Student's interval.

    Parameters
    ----------
    before, after
        Values, a person at the same place in both; who lacks one of them is left out.

    Returns
    -------
    value, low, high
        In the values' unit, 0 is no change; NaN with nobody left, low and high as in
        `mean_interval`.

    Examples
    --------
    >>> [round(v, 2) for v in paired([3, 4, 2, 5], [4, 6, 2, 6])]
    [1.0, -0.3, 2.3]
    """
    change = np.asarray(after, dtype=float) - np.asarray(before, dtype=float)
    change = change[~np.isnan(change)]
    value = float(change.mean()) if change.size else np.nan
    sd = change.std(ddof=1) if change.size > 1 else np.nan
    low, high = mean_interval(value, sd, change.size, level=level)
    return value, float(low), float(high)


def welch(
    mean1: ArrayLike, sd1: ArrayLike, n1: ArrayLike,
    mean2: ArrayLike, sd2: ArrayLike, n2: ArrayLike,
    *, level: float | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """The difference ``mean1 - mean2`` between different people, with Welch's interval.

    The groups may spread differently. Source: Welch (1947), Biometrika 34.

    Parameters
    ----------
    mean1, sd1, n1, mean2, sd2, n2
        Mean, standard deviation (of a sample) and number of people of each group.

    Returns
    -------
    value, low, high
        In the means' unit; low and high are NaN with fewer than two people in a group, and
        where nobody differs from their own group's mean.
    """
    mean1, sd1, n1, mean2, sd2, n2 = (
        np.asarray(v, dtype=float) for v in (mean1, sd1, n1, mean2, sd2, n2)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        part1, part2 = sd1**2 / n1, sd2**2 / n2
        freedom = (part1 + part2) ** 2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
        half = stdtrit(freedom, 0.5 + (level or default_level()) / 2) * np.sqrt(part1 + part2)
    half = np.where((n1 >= 2) & (n2 >= 2) & (part1 + part2 > 0), half, np.nan)
    value = mean1 - mean2
    return value, value - half, value + half


def fisher(n1: ArrayLike, base1: ArrayLike, n2: ArrayLike, base2: ArrayLike) -> np.ndarray:
    """Fisher's exact p-value, two-sided, that two shares are equal.

    Valid at any size: under the hypothesis at most 5 % of tables get 0.05 or less. Mid-p
    versions are not; unconditional tests (Barnard, Boschloo) are and find a little more, but
    take thousands of times longer a table, and at 150 against 150 Fisher finds enough.

    Parameters
    ----------
    n1, base1, n2, base2
        Whole numbers, arrays of one shape (or broadcast to one).

    Returns
    -------
    ndarray
        Tables as likely as the seen one or less, together; NaN where a number is missing or a
        base is 0.

    Examples
    --------
    >>> fisher([21, 3], [24, 3], [14, np.nan], [24, 5]).round(3).tolist()
    [0.049, nan]
    """
    return np.asarray(np.vectorize(_fisher, otypes=[float])(n1, base1, n2, base2))


def hypergeometric(hits: float, base1: float, base2: float) -> tuple[int, np.ndarray]:
    """How likely each way is to deal so many hits to two groups, where the groups are alike.

    Returns
    -------
    first, chance
        The fewest hits of the first group, and probabilities from there on, one for each more.

    Examples
    --------
    >>> first, chance = hypergeometric(2, 3, 1)
    >>> first, chance.round(2).tolist()
    (1, [0.5, 0.5])
    """
    everyone = base1 + base2
    mean = hits * base1 / everyone
    reach = WIDEST * (1 + np.sqrt(mean * (1 - hits / everyone) * base2 / everyone))
    first = max(0, hits - base2, np.floor(mean - reach))
    x = np.arange(first, min(base1, hits, np.ceil(mean + reach)) + 1)
    ways = gammaln(x + 1) + gammaln(base1 - x + 1)
    ways += gammaln(hits - x + 1) + gammaln(base2 - hits + x + 1)
    chance = np.exp(ways.min() - ways)
    return int(first), chance / chance.sum()


def _fisher(n1: float, base1: float, n2: float, base2: float) -> float:
    if np.isnan([n1, base1, n2, base2]).any() or not base1 or not base2:
        return np.nan
    first, chance = hypergeometric(n1 + n2, base1, base2)
    seen = chance[int(np.clip(n1 - first, 0, chance.size - 1))]
    return float(chance[chance <= seen * SAME].sum())
