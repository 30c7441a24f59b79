"""The family: all differences that were planned together, and what each must bear for it."""

import numpy as np
from numpy.typing import ArrayLike


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
    of_question, table_of = _places(question, table)
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


def _places(question: ArrayLike, table: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
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
