"""Odds: Mantel and Haenszel's common odds ratio, and whether the strata agree on one."""

import numpy as np
from scipy.special import chdtrc, ndtri

from ..intervals import default_level
from .decomposition import NONE, Estimate
from .strata import Strata


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
    half = ndtri(0.5 + (level or default_level()) / 2) * np.sqrt(variance)
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
    return float(chdtrc(len(a) - 1, ((a - expected) ** 2 / variance).sum()))


def _tables(strata: Strata) -> tuple[np.ndarray, ...]:
    """With and without the outcome in the first group, in the second, and everyone."""
    (a, c), (one, two) = strata.total.T, strata.base.T
    return a, one - a, c, two - c, np.where(one + two > 0, one + two, 1)


def _expected(ratio: float, group: np.ndarray, outcome: np.ndarray, n: np.ndarray) -> np.ndarray:
    """How many in the first group would have the outcome if the ratio were this one."""
    if np.isclose(ratio, 1):
        return group * outcome / n
    middle = (n - group - outcome) + ratio * (group + outcome)
    root = np.sqrt(middle**2 - 4 * (ratio - 1) * ratio * group * outcome)
    return (middle - root) / (2 * (ratio - 1))
