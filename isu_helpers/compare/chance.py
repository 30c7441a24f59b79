"""How easily chance alone would give one's own figures, if others' were true here too."""

import numpy as np
from scipy.special import gammaln, xlog1py, xlogy

from ..intervals import SAME, fisher
from ..wording import half_up


def share_chance(n: float, base: float, other: float, other_base: float) -> float:
    """The exact p-value, two-sided, that one's own share is the same as another.

    Fisher's where it is known how many the other is of; else the binomial one, with the other
    share as certain.

    Parameters
    ----------
    n, base
        How many of one's own have the thing, of how many.
    other, other_base
        A fraction, and how many it is of; NaN where that is not told.

    Returns
    -------
    float
        NaN where a number is hidden or missing, or ``base`` is 0.

    Examples
    --------
    >>> round(share_chance(2, 10, 0.5, np.nan), 4), round(share_chance(2, 10, 0.5, 10), 4)
    (0.1094, 0.3498)
    """
    if np.isnan([n, base, other]).any() or not base:
        return np.nan
    if not np.isnan(other_base):
        return float(fisher(n, base, half_up(other * other_base), half_up(other_base)))
    x = np.arange(base + 1)
    ways = gammaln(base + 1) - gammaln(x + 1) - gammaln(base - x + 1)
    chance = np.exp(ways + xlogy(x, other) + xlog1py(base - x, -other))
    return float(min(1.0, chance[chance <= chance[int(n)] * SAME].sum()))
