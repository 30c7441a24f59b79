"""The verdict on a difference: one of three words, by rule and not by eye."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from .gap import is_idle
from .intervals import (
    SAME,
    Interval,
    default_level,
    fisher,
    hypergeometric,
    newcombe,
    square_and_add,
)

# Equality: a p-value that two groups give all answers of a question alike, seen as one.


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
    >>> from isu_helpers.analysis.intervals import fisher
    >>> p = fisher([15, 4, 1], 20, [6, 12, 2], 20)
    >>> p.round(4).tolist(), together(p, [21, 16, 3], 20, 20, ["a"] * 3).round(4).tolist()
    ([0.0104, 0.0225, 1.0], [0.0134, 0.0134, 0.0134])
    """
    p, hits, base1, base2 = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (p, hits, base1, base2))
    )
    of_question = np.unique(question, return_inverse=True)[1]
    joint = np.full(p.shape, np.nan)
    for own in _places_equality(of_question):
        if not np.isnan(p[own]).all():
            least = np.nanmin(p[own])
            counts = zip(hits[own], base1[own], base2[own], strict=True)
            chances = [_chance(least, *of) for of in counts]
            joint[own] = min(1.0, least if len(own) == 2 else sum(chances))
    return joint


def _places_equality(of_question: np.ndarray) -> list[np.ndarray]:
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


# The family: all differences that were planned together, and what each must bear for it.


def adjust(
    p: ArrayLike, question: ArrayLike, table: ArrayLike, *, joint: ArrayLike | None = None,
    weight: ArrayLike = 1, planned: float | None = None,
) -> np.ndarray:  # fmt: skip
    """P-values that hold for the whole family, by a weighted Holm procedure.

    Each planned table carries a part of the risk in proportion to its weight. Its questions (one
    in a plain table, one a stratum in a crossed one) share the table's part. What is settled
    hands its part on to what is not. A question is first tested as a whole, by ``joint``; where
    it stands, the answers that may still be equal share its part. Two answers are one
    hypothesis, since their shares mirror each other; and where one answer of several differs,
    another must, so at most all but two are left to be equal: one of three, two of four.

    Why it holds: take those differences that are equal in truth. A question in which all are is
    tested by its ``joint``, any other by its smallest p-value times how many are equal, each
    within its part; the risk that any of these is called unequal is then at most the sum of the
    parts, the level, whatever depends on what. The steps never call more than this closed
    testing does. Sources: Holm (1979), Scandinavian Journal of Statistics 6 (with weights);
    Marcus, Peritz and Gabriel (1976), Biometrika 63 (closed testing); Shaffer (1986), JASA 81
    (answers that can't all be equal); Goeman and Solari (2010), Annals of Statistics 38 (why
    such steps hold).

    Parameters
    ----------
    p
        A p-value for each answer of each planned question, valid by itself; NaN where hidden.
        A hidden one counts in the family like the others.
    question
        Labels: the answers of one question in one stratum, all of them, have the same.
    table
        Labels: questions in the same table have the same.
    joint
        A valid p-value for all answers of the question together, at each of them (`together`);
        by default the smallest ``p`` times the number of answers.
    weight
        Of the table, above 0, at each of its answers.
    planned
        The weight of all planned tables, where some never came to be; of those in ``table`` by
        default.

    Returns
    -------
    ndarray
        At most 1; never in another order than what each must bear. NaN where ``p`` is.

    Raises
    ------
    ValueError
        When less is planned than there is, or a question stands in two tables.

    Examples
    --------
    >>> adjust([0.01, 0.01, 0.2, 0.03, np.nan], list("aabbb"), list("ssttt")).round(3).tolist()
    [0.02, 0.02, 0.2, 0.09, nan]
    """
    p = np.asarray(p, dtype=float)
    of_question, table_of = _places_family(question, table)
    weight_of = np.zeros(table_of.max(initial=-1) + 1)
    weight_of[table_of[of_question]] = weight
    planned = _checked(planned, weight_of)
    joint = _bonferroni(p, of_question) if joint is None else np.asarray(joint, dtype=float)
    out = np.where(np.isnan(p), np.nan, 1.0)
    is_settled, reached = np.zeros(p.shape, dtype=bool), 0.0
    for _ in range(np.count_nonzero(~np.isnan(p))):
        whole, alone = _burdens(is_settled, of_question, table_of, weight_of, planned)
        step = np.fmax(p * alone, joint * whole)
        step[is_settled | np.isnan(p)] = np.inf
        reached = max(reached, step.min())
        if reached >= 1:
            break
        out[step.argmin()], is_settled[step.argmin()] = reached, True
    return out


def _burdens(
    is_settled: np.ndarray, of_question: np.ndarray, table_of: np.ndarray,
    weight_of: np.ndarray, planned: float,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """What ``joint`` and ``p`` are multiplied by, when some differences are settled as unequal."""
    answers = np.bincount(of_question, minlength=table_of.size)
    settled = np.bincount(of_question, is_settled, minlength=table_of.size)
    left = np.where(settled == 0, answers, np.minimum(answers - 2, answers - settled).clip(0))
    at_most = np.where(settled == 0, (answers - 2).clip(1), left)
    questions = np.bincount(table_of, left > 0)
    tables = planned - weight_of[questions == 0].sum()
    each = (tables / weight_of * questions)[table_of]
    return (each * (settled == 0))[of_question], (each * at_most)[of_question]


def _bonferroni(p: np.ndarray, of_question: np.ndarray) -> np.ndarray:
    """The smallest p-value of each question times its answers, of which two are one."""
    least = np.full(of_question.max(initial=-1) + 1, np.inf)
    np.fmin.at(least, of_question, p)
    answers = np.bincount(of_question)
    return (least * np.where(answers == 2, 1, answers))[of_question]


def _places_family(question: ArrayLike, table: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """The running number of each answer's question, and of each question's table."""
    _, first, of_question = np.unique(question, return_index=True, return_inverse=True)
    of_table = np.unique(table, return_inverse=True)[1]
    if (of_table != of_table[first][of_question]).any():
        raise ValueError("a question stands in more than one table")
    return of_question, of_table[first]


def _checked(planned: float | None, weight_of: np.ndarray) -> float:
    there = weight_of.sum()
    if planned is not None and planned < there * (1 - 1e-9):
        raise ValueError(f"planned={planned} but there are {there:g}")
    return there if planned is None else max(planned, there)


# The verdict on a difference: one of three words, by rule and not by eye.

CLEAR = "tydlig skillnad"
UNCERTAIN = "osäker skillnad"
TOO_FEW = "för litet underlag"


def verdicts(
    n1: ArrayLike, base1: ArrayLike, n2: ArrayLike, base2: ArrayLike,
    *, question: ArrayLike, table: ArrayLike | None = None, weight: ArrayLike = 1,
    planned: float | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The word for each difference ``n1/base1 - n2/base2`` of a family, and its p-value.

    The rule, in this order: a hidden difference has no word; one between groups that are too
    small to compare (`is_idle`, by their sizes alone) is «för litet underlag»; one that stands at
    5 % for the whole family (Fisher's exact test, `together`, then `adjust`) is «tydlig
    skillnad»; any other is «osäker skillnad». Where sex plays no part in any of the differences,
    the risk that any of them is called clear is at most 5 %.

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

    Returns
    -------
    words, p
        One of the three words, ``None`` where hidden; and the p-value after the family is
        accounted for, NaN where hidden or a base is 0.

    Examples
    --------
    >>> words, p = verdicts([90, 60, 4], 150, [50, 100, 4], [150, 150, 7], question=[1, 1, 2])
    >>> words.tolist(), p[:2].round(5).tolist()
    (['tydlig skillnad', 'tydlig skillnad', 'för litet underlag'], [1e-05, 1e-05])
    """
    counts = np.broadcast_arrays(*(np.asarray(c, dtype=float) for c in (n1, base1, n2, base2)))
    p = fisher(*counts)
    joint = together(p, counts[0] + counts[2], counts[1], counts[3], question)
    table = question if table is None else table
    p = adjust(p, question, table, joint=joint, weight=weight, planned=planned)
    is_hidden = np.isnan(counts).any(axis=0)
    return worded(p, is_idle(counts[1], counts[3]), is_hidden), p


def worded(p: ArrayLike, is_too_few: ArrayLike, is_hidden: ArrayLike) -> np.ndarray:
    """The word of each p-value that holds for its family; ``None`` where it is hidden.

    Examples
    --------
    >>> worded([0.01, 0.2, 0.01, np.nan], [False, False, True, True], False).tolist()
    ['tydlig skillnad', 'osäker skillnad', 'för litet underlag', 'för litet underlag']
    """
    limit = 1 - default_level() + 1e-12  # 1 − 0.95 is a little less than 0.05 in floats
    words = np.where(np.asarray(p) <= limit, CLEAR, UNCERTAIN).astype(object)
    for is_so, word in ((is_too_few, TOO_FEW), (is_hidden, None)):
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
