"""A turn: whether a difference between two groups is another than it was, of different people."""

from collections.abc import Callable

import numpy as np

from ..intervals import SAME, Interval, hypergeometric, newcombe, square_and_add

Counts = tuple[float, float, float, float]  # n1, base1, n2, base2
LEAST, STEPS = -12.0, 40  # the smallest p-value told, as a power of ten, and halvings from there


def turn(before: Counts, after: Counts) -> float:
    """The p-value that the difference of two shares is the same in two periods.

    The larger of two: that of the interval for the change in percentage points (Newcombe's and
    MOVER, see `square_and_add`), and `zelen`'s exact one. The interval is about what is shown
    but is an approximation; Zelen's test is about ratios of odds but holds for any few people.
    Where the groups are alike in both periods no odds differ, so the risk of a small value is
    then never more than it says.

    Parameters
    ----------
    before, after
        How many of the first group have the thing, of how many, and the same of the second.

    Returns
    -------
    float
        NaN where a number is missing or a base is 0.

    Examples
    --------
    >>> round(turn((20, 50, 20, 50), (40, 50, 20, 50)), 3), turn((5, 9, 4, 9), (5, 9, 4, 9))
    (0.007, 1.0)
    """
    if np.isnan([*before, *after]).any() or not all((*before[1::2], *after[1::2])):
        return np.nan
    return max(zelen(before, after), touching(lambda level: _change(before, after, level)))


def zelen(one: Counts, two: Counts) -> float:
    """Zelen's exact p-value that the ratio of odds is the same in two tables.

    With all margins held as they are, and how many of the first group have the thing in both
    together: all ways as likely as the seen one or less. Source: Zelen (1971), Biometrika 58.

    Examples
    --------
    >>> round(zelen((0, 3, 3, 3), (3, 3, 0, 3)), 4)
    0.0122
    """
    (first1, chance1), (first2, chance2) = (
        hypergeometric(n1 + n2, base1, base2) for n1, base1, n2, base2 in (one, two)
    )
    both = int(one[0] + two[0]) - first1 - first2
    x = np.arange(max(0, both - chance2.size + 1), min(both, chance1.size - 1) + 1)
    chance = chance1[x] * chance2[both - x]
    seen = chance[int(one[0]) - first1 - x[0]]
    return float(chance[chance <= seen * SAME].sum() / chance.sum())


def touching(interval: Callable[[float], Interval]) -> float:
    """The p-value of an interval: where 0 is just within it.

    Parameters
    ----------
    interval
        Value, low and high at a level of confidence, wider the higher the level.

    Examples
    --------
    >>> round(touching(lambda level: newcombe(30, 50, 20, 50, level=level)), 3)
    0.045
    """
    low, high = LEAST, 0.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        _, least, most = interval(1 - 10**middle)
        low, high = (middle, high) if least <= 0 <= most else (low, middle)
    return float(10**high)


def _change(before: Counts, after: Counts, level: float) -> Interval:
    return square_and_add(newcombe(*after, level=level), newcombe(*before, level=level))
