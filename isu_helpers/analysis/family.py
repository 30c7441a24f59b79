"""A family of differences: what each must bear when all that is planned is looked at together."""

import numpy as np
from numpy.typing import ArrayLike

from .intervals import SAME, hypergeometric

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
    for own in places_of(of_question):
        if not np.isnan(p[own]).all():
            least = np.nanmin(p[own])
            counts = zip(hits[own], base1[own], base2[own], strict=True)
            chances = [_chance(least, *of) for of in counts]
            joint[own] = min(1.0, least if len(own) == 2 else sum(chances))
    return joint


def places_of(of_question: np.ndarray) -> list[np.ndarray]:
    """Where the answers of each question are, by its running number."""
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


def bonferroni(p: ArrayLike, question: ArrayLike) -> np.ndarray:
    """The smallest p-value of each question times its answers, of which two are one.

    Examples
    --------
    >>> bonferroni([0.01, 0.2, 0.3, 0.03, 0.03], list("aaabb")).round(2).tolist()
    [0.03, 0.03, 0.03, 0.03, 0.03]
    """
    of_question = np.unique(question, return_inverse=True)[1]
    least = np.full(of_question.max(initial=-1) + 1, np.inf)
    np.fmin.at(least, of_question, np.asarray(p, dtype=float))
    answers = np.bincount(of_question)
    return np.asarray((least * np.where(answers == 2, 1, answers))[of_question])


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
    return adjust_scales(
        p, question, table, joint=joint, scale=np.full(np.size(p), np.nan), weight=weight,
        planned=planned,
    )[0]  # fmt: skip


def adjust_scales(
    p: ArrayLike, question: ArrayLike, table: ArrayLike, *, joint: ArrayLike | None,
    scale: ArrayLike, shared: ArrayLike = 1, weight: ArrayLike = 1, planned: float | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """As `adjust`, where some questions are also tested as scales.

    A question on a scale is first tested by its ranks: ``joint`` is then its ``scale``, and the
    question may stand without any of its answers. Where some answers have no place on the scale,
    as «Vet ej», the scale may be equal in truth though these are not. It then has half of the
    question's part: ``scale`` is twice its p-value, and ``joint`` twice the smaller of that and
    one of the answers beside it. Several beside it may be equal when the scale is, and share the
    other half (``shared`` is 2).

    Parameters
    ----------
    scale
        A valid p-value that the answers lie alike on their scale, at each of them; NaN where
        there is none.
    shared
        What the answers' p-values are multiplied by besides, at each of them.

    Returns
    -------
    answers, scales
        P-values at each answer, of itself and of its question as a scale; NaN where there is none.

    Examples
    --------
    >>> p, scale = adjust_scales([0.2, 0.6, 0.01], [1] * 3, [1] * 3, joint=[0.03] * 3,
    ...                          scale=[0.03] * 3)
    >>> p.round(2).tolist(), scale.round(2).tolist()
    ([0.2, 0.6, 0.03], [0.03, 0.03, 0.03])
    """
    p = np.asarray(p, dtype=float)
    of_question, table_of = _places_family(question, table)
    weight_of = np.zeros(table_of.max(initial=-1) + 1)
    weight_of[table_of[of_question]] = weight
    planned = _checked(planned, weight_of)
    joint = bonferroni(p, question) if joint is None else np.asarray(joint, dtype=float)
    ranks, parts = np.full(table_of.size, np.nan), np.ones(table_of.size)
    ranks[of_question], parts[of_question] = scale, shared
    out = np.where(np.isnan(p), np.nan, 1.0), np.where(np.isnan(ranks), np.nan, 1.0)
    settled = np.zeros(out[0].shape, dtype=bool), np.zeros(out[1].shape, dtype=bool)
    reached = 0.0
    for _ in range(sum(np.count_nonzero(~np.isnan(o)) for o in out)):
        each, left, is_whole = _burdens(*settled, ranks, of_question, table_of, weight_of, planned)
        steps = (
            np.fmax(p * (each * left * parts)[of_question],
                    joint * (each * is_whole)[of_question]),
            ranks * each,
        )  # fmt: skip
        for step, is_settled, given in zip(steps, settled, (p, ranks), strict=True):
            step[is_settled | np.isnan(given)] = np.inf
        kind = int(steps[1].min(initial=np.inf) <= steps[0].min(initial=np.inf))
        reached = max(reached, steps[kind].min())
        if reached >= 1:
            break
        at = steps[kind].argmin()
        out[kind][at], settled[kind][at] = reached, True
    return out[0], out[1][of_question]


def _burdens(
    is_settled: np.ndarray, are_ranked: np.ndarray, ranks: np.ndarray, of_question: np.ndarray,
    table_of: np.ndarray, weight_of: np.ndarray, planned: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """What each question must bear, when some differences are settled as unequal.

    Returns
    -------
    each, left, is_whole
        What a question's p-value is multiplied by, how many of its answers may be equal once
        one is not, and whether all may be.
    """
    answers = np.bincount(of_question, minlength=table_of.size)
    settled = np.bincount(of_question, is_settled, minlength=table_of.size)
    is_whole = (settled == 0) & ~are_ranked
    left = np.minimum(answers - 2, answers - settled).clip(0)
    is_open = is_whole | (left > 0) | (~np.isnan(ranks) & ~are_ranked)
    questions = np.bincount(table_of, is_open)
    tables = planned - weight_of[questions == 0].sum()
    each = (tables / weight_of * questions)[table_of]
    return each, np.where(is_whole, left.clip(1), left), is_whole


def _places_family(question: ArrayLike, table: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """The running number of each answer's question, and of each question's table."""
    _, first, of_question = np.unique(question, return_index=True, return_inverse=True)
    of_table = np.unique(table, return_inverse=True)[1]
    if (of_table != of_table[first][of_question]).any():
        raise ValueError("a question stands in more than one table")
    return of_question, of_table[first]


def _checked(planned: float | None, weight_of: np.ndarray) -> float:
    there = float(weight_of.sum())
    if planned is not None and planned < there * (1 - 1e-9):
        raise ValueError(f"planned={planned} but there are {there:g}")
    return there if planned is None else max(planned, there)
