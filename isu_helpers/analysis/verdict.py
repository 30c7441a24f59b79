"""The verdict on a difference: one of four words, by rule and not by eye."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..content import load
from .family import adjust_scales, bonferroni, places_of, together
from .gap import is_idle
from .intervals import (
    SAME,
    Interval,
    default_level,
    fisher,
    hypergeometric,
    lessened,
    newcombe,
    square_and_add,
    widened,
)
from .ranks import least_rank_test

CLEAR = "tydlig skillnad"
ALIKE = "ungefär lika"
UNCERTAIN = "osäker skillnad"
TOO_FEW = "för litet underlag"


@dataclass(frozen=True, eq=False)
class Judged:
    """The word of each difference of a family with its p-value, and of each question as a scale.

    All have a place for each answer. Words are ``None`` where a number is hidden; p-values hold
    for the family, NaN where hidden or a base is 0. A question that has no scale has no word as
    one.
    """

    words: np.ndarray
    p: np.ndarray
    scale_words: np.ndarray
    scale_p: np.ndarray


def verdicts(
    n1: ArrayLike, base1: ArrayLike, n2: ArrayLike, base2: ArrayLike,
    *, question: ArrayLike, table: ArrayLike | None = None, weight: ArrayLike = 1,
    planned: float | None = None, step: ArrayLike = np.nan, limit: ArrayLike = np.nan,
    effect: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The word for each difference ``n1/base1 - n2/base2`` of a family, and its p-value.

    The rule, in this order: a hidden difference has no word; one between groups that are too
    small to compare (`is_idle`, by their sizes alone) is «för litet underlag»; one that stands at
    5 % for the whole family (Fisher's exact test, `together` or the ranks of a scale, then
    `adjust`) is «tydlig skillnad»; one whose whole interval lies within what makes a difference
    that matters is «ungefär lika»; any other is «osäker skillnad». A clear difference is called so
    also where it is less than what matters: of a rare thing, such as violence to 1 % of the men
    and 6 % of the women, all of the interval lies within 10 points, and nobody shall read that
    groups are alike that surely are not. How little it is stands beside. Where sex plays no part
    in any of the differences, the risk that any of them is called clear is at most 5 %.

    Parameters
    ----------
    n1, base1, n2, base2
        Counts, one-dimensional: a place for each answer of each planned question, NaN where
        hidden. Only numbers that may be published, so that no word tells of a hidden one.
    question
        Labels: all answers of one question, in one stratum and for one pair of groups.
    table
        Labels: questions that stand in one table; each question is a table of its own by
        default.
    weight
        Which part of the risk the table bears, in proportion to the others.
    planned
        The weight of all planned tables, counting those that could not be made at all.
    step
        Where the answer stands on the scale of its question, NaN where it has no place on one.
        A question with fewer than three steps is none.
    limit
        The least difference that matters, a fraction; the project's own (``syns_inte_gap``) where
        it is NaN.
    effect
        How many times fewer people would tell as much as these rows (`Records.design_effect`).
        Then answers are no longer dealt one by one, and nothing is won by their steps.

    Returns
    -------
    words, p
        One of the four words, ``None`` where hidden; and the p-value after the family is
        accounted for, NaN where hidden or a base is 0.

    Examples
    --------
    >>> words, p = verdicts([90, 60, 4], 150, [50, 100, 4], [150, 150, 7], question=[1, 1, 2])
    >>> words.tolist(), p[:2].round(5).tolist()
    (['tydlig skillnad', 'tydlig skillnad', 'för litet underlag'], [1e-05, 1e-05])
    """
    judged = judge(n1, base1, n2, base2, question=question, table=table, weight=weight,
                   planned=planned, step=step, limit=limit, effect=effect)  # fmt: skip
    return judged.words, judged.p


def judge(
    n1: ArrayLike, base1: ArrayLike, n2: ArrayLike, base2: ArrayLike,
    *, question: ArrayLike, table: ArrayLike | None = None, weight: ArrayLike = 1,
    planned: float | None = None, step: ArrayLike = np.nan, limit: ArrayLike = np.nan,
    effect: float = 1.0, both: ArrayLike = np.nan,
) -> Judged:  # fmt: skip
    """As `verdicts`, with the word of each question as a scale too.

    ``both`` is how many of the two groups together gave each answer, where that is published; it
    tells more of a scale on which some numbers are hidden.
    """
    counts = [np.asarray(c, dtype=float) for c in (n1, base1, n2, base2, step, limit)]
    *counts, step, limit = (np.array(c) for c in np.broadcast_arrays(*counts))
    both = np.broadcast_to(np.asarray(both, dtype=float), step.shape)
    p, scales = lessened(fisher(*counts), effect), _scales(counts, step, question, effect, both)
    joint = _together(p, counts, question, effect)
    ranks, shared = np.full(p.shape, np.nan), np.ones(p.shape)
    for scale in scales:
        ranks[scale.own], joint[scale.own] = scale.alone, scale.joint(p, counts, effect)
        shared[scale.own] = 1 + (scale.beside.size > 1)
    table = question if table is None else table
    p, ranks = adjust_scales(p, question, table, joint=joint, scale=ranks, shared=shared,
                             weight=weight, planned=planned)  # fmt: skip
    is_few, is_hidden = is_idle(counts[1], counts[3]), np.isnan(counts).any(axis=0)
    is_alike = are_alike(counts[0], counts[1], counts[2], counts[3], limit, effect)
    words = worded(p, is_few, is_hidden, is_alike)
    likeness = np.zeros(p.shape, dtype=bool)
    for scale in scales:
        likeness[scale.own] = is_alike[scale.own].all() and scale.is_alike(counts, limit, effect)
    is_none = np.isnan(ranks) | np.isnan(counts[1]) | np.isnan(counts[3])
    return Judged(words, p, worded(ranks, is_few, is_none, likeness), ranks)


def _together(
    p: np.ndarray, counts: Sequence[np.ndarray], question: ArrayLike, effect: float
) -> np.ndarray:
    """The p-value of each question as a whole; by Bonferroni where rows are alike."""
    n1, base1, n2, base2 = counts
    if effect == 1:
        return together(p, n1 + n2, base1, base2, question)
    return bonferroni(p, question)


def are_alike(
    n1: ArrayLike, base1: ArrayLike, n2: ArrayLike, base2: ArrayLike, limit: ArrayLike = np.nan,
    effect: float = 1.0,
) -> np.ndarray:  # fmt: skip
    """Whether all of a difference's interval lies within what makes a difference that matters.

    Examples
    --------
    >>> are_alike([2700, 12], [5226, 23], [2690, 12], [5300, 23]).tolist()
    [True, False]
    """
    limit = np.where(np.isnan(limit), load("thresholds")["syns_inte_gap"]["value"], limit)
    _, low, high = newcombe(n1, base1, n2, base2, level=widened(None, effect))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.fmax(-low, high) <= limit)


@dataclass(frozen=True, eq=False)
class _Scale:
    """A question on a scale: where its answers are, those with a place in order, and the others.

    ``p`` is that of the ranks, by what is shown.
    """

    own: np.ndarray
    placed: np.ndarray
    beside: np.ndarray
    p: float

    @property
    def alone(self) -> float:
        """The p-value of the scale; it has half of the question's part where some are beside."""
        return float(np.minimum(1, 2 * self.p)) if self.beside.size else self.p

    def joint(self, p: np.ndarray, counts: list[np.ndarray], effect: float) -> float:
        """The p-value of the question as a whole; the answers beside the scale have a half."""
        if not self.beside.size:
            return self.p
        label = np.zeros(self.beside.size)
        apart = _together(p[self.beside], [c[self.beside] for c in counts], label, effect)
        if self.beside.size == 2:  # they don't mirror each other, as two of two do
            apart = 2 * apart
        return float(min(1.0, 2 * np.fmin(self.p, apart[0])))

    def is_alike(self, counts: list[np.ndarray], limit: np.ndarray, effect: float) -> bool:
        """Whether it is so wherever the scale is cut in two."""
        n1, base1, n2, base2 = (c[self.placed] for c in counts)
        cuts = are_alike(np.cumsum(n1), base1, np.cumsum(n2), base2, limit[self.placed], effect)
        return bool(cuts[:-1].all())


STEPS_OF_SCALE = 3  # two answers have no order that matters


def _scales(
    counts: list[np.ndarray], step: np.ndarray, question: ArrayLike, effect: float,
    both: np.ndarray,
) -> list[_Scale]:  # fmt: skip
    """The questions that are tested as scales."""
    of_question = np.unique(question, return_inverse=True)[1]
    found = []
    for own in places_of(of_question):
        placed = own[~np.isnan(step[own])]
        if placed.size >= STEPS_OF_SCALE:
            placed = placed[np.argsort(step[placed], kind="stable")]
            beside = own[np.isnan(step[own])]
            p = float(lessened(_rank_p(counts, placed, beside, both), effect))
            found.append(_Scale(own, placed, beside, p))
    return found


def _rank_p(
    counts: list[np.ndarray], placed: np.ndarray, beside: np.ndarray, both: np.ndarray
) -> float:
    """The p-value of the ranks of those who stand on the scale; 1 where it can't be told."""
    n1, base1, n2, base2 = counts
    one, two = (base[placed[0]] - n[beside].sum() for n, base in ((n1, base1), (n2, base2)))
    found = least_rank_test(n1[placed], n2[placed], one, two, both[placed])
    is_known = not np.isnan([base1[placed[0]], base2[placed[0]]]).any()
    return 1.0 if np.isnan(found) and is_known else found


def worded(
    p: ArrayLike, is_too_few: ArrayLike, is_hidden: ArrayLike, is_alike: ArrayLike = False
) -> np.ndarray:
    """The word of each p-value that holds for its family; ``None`` where it is hidden.

    Examples
    --------
    >>> worded([0.01, 0.2, 0.01, np.nan], [False, False, True, True], False).tolist()
    ['tydlig skillnad', 'osäker skillnad', 'för litet underlag', 'för litet underlag']
    """
    limit = 1 - default_level() + 1e-12  # 1 − 0.95 is a little less than 0.05 in floats
    words = np.where(np.asarray(is_alike, dtype=bool), ALIKE, UNCERTAIN).astype(object)
    words = np.broadcast_to(words, np.shape(p)).copy()
    for is_so, word in ((np.asarray(p) <= limit, CLEAR), (is_too_few, TOO_FEW), (is_hidden, None)):
        words[np.broadcast_to(np.asarray(is_so, dtype=bool), words.shape)] = word
    return words


# A turn: whether a difference between two groups is another than it was, of different people.

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
