"""Intervals for shares and for differences of shares, on plain arrays.

Wilson's score interval for a share and Newcombe's hybrid score interval for a difference hold
at 0 and at all of a small group, where the usual (Wald) interval has no width. Sources: Wilson
(1927), JASA 22; Newcombe (1998), Statistics in Medicine 17, method 10.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from .content import load


def default_level() -> float:
    """The confidence level of the project, a fraction."""
    return load("thresholds")["konfidensniva"]["value"]


def wilson(
    n: ArrayLike, base: ArrayLike, *, level: float | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Wilson's interval for ``n`` of ``base``, as fractions; NaN where the base is 0.

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
    is_empty = base == 0
    return np.where(is_empty, np.nan, low), np.where(is_empty, np.nan, high)


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
    value = p1 - p2
    low = value - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = value + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return value, low, high
