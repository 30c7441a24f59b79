"""Equality: a p-value that two groups give all answers of a question alike, seen as one."""

import numpy as np
from numpy.typing import ArrayLike

from ..intervals import SAME, hypergeometric


def together(
    p: ArrayLike, hits: ArrayLike, base1: ArrayLike, base2: ArrayLike, question: ArrayLike
) -> np.ndarray:
    """The p-value of each question as a whole, at each of its answers.

    It is the chance that any of the answers gets a p-value as small as the smallest one seen, or
    rather the sum of each answer's chance of that. Counts make steps, so the chance is often
    smaller than the p-value itself: an answer that three people have given can't get one of
    0.001. With the sizes of groups and how many gave each answer held as they are, each answer
    is hypergeometric when the groups are alike. The sum g(m) is then at least the chance G(m)
    that the smallest p-value is at most m, so P(g(m) ≤ α) ≤ P(G(m) ≤ α) ≤ α: valid at any size.
    Two answers mirror each other and are one. Sources: Tarone (1990), Biometrics 46; Westfall
    and Wolfinger (1997), The American Statistician 51.

    Parameters
    ----------
    p
        Fisher's p-value for each answer, NaN where hidden.
    hits
        How many of both groups gave the answer, NaN where hidden.
    base1, base2
        How many answered in each group.
    question
        Labels: all answers of one question, in one stratum, have the same.

    Returns
    -------
    ndarray
        At most 1; NaN where all answers are hidden. A hidden answer counts as the smallest seen.

    Examples
    --------
    >>> from isu_helpers.intervals import fisher
    >>> p = fisher([15, 4, 1], 20, [6, 12, 2], 20)
    >>> p.round(4).tolist(), together(p, [21, 16, 3], 20, 20, ["a"] * 3).round(4).tolist()
    ([0.0104, 0.0225, 1.0], [0.0134, 0.0134, 0.0134])
    """
    p, hits, base1, base2 = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (p, hits, base1, base2))
    )
    of_question = np.unique(question, return_inverse=True)[1]
    joint = np.full(p.shape, np.nan)
    for own in _places(of_question):
        if not np.isnan(p[own]).all():
            least = np.nanmin(p[own])
            counts = zip(hits[own], base1[own], base2[own], strict=True)
            chances = [_chance(least, *of) for of in counts]
            joint[own] = min(1.0, least if len(own) == 2 else sum(chances))
    return joint


def _places(of_question: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(of_question, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(of_question[order])) + 1)


def _chance(p: float, hits: float, base1: float, base2: float) -> float:
    """The chance of a p-value this small or smaller: the largest that an answer can get."""
    if np.isnan(hits):
        return p
    chance = np.sort(hypergeometric(hits, base1, base2)[1])
    ends = np.searchsorted(chance, chance * SAME, side="right") - 1
    possible = np.cumsum(chance)[ends]
    return float(possible[possible <= p * SAME].max(initial=0))
