"""The difference between two groups in mean change, from what is shown of each."""

import numpy as np
from scipy.special import stdtrit

from ..disclosure.means import MeanChange
from ..intervals import Interval, default_level, welch


def mean_gap(one: MeanChange, two: MeanChange, level: float | None = None) -> Interval:
    """How much more one group has changed than another, with Welch's interval.

    How each group spreads is told by the interval that is shown of it, so nothing else is needed.
    """
    sides = ((m.value, _spread(m), m.n) for m in (one, two))
    return tuple(map(float, welch(*next(sides), *next(sides), level=level)))


def _spread(mean: MeanChange) -> float:
    half = (mean.high - mean.low) / 2
    return half * np.sqrt(mean.n) / stdtrit(mean.n - 1, 0.5 + default_level() / 2)
