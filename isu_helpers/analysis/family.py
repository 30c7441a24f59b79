"""The family: all differences that were planned together, and what each must bear for it."""

import numpy as np
from numpy.typing import ArrayLike


def adjust(
    p: ArrayLike, question: ArrayLike, table: ArrayLike, planned: int | None = None
) -> np.ndarray:
    """P-values that hold for the whole family, by a weighted Holm procedure.

    Each planned table carries the same part of the risk. Its questions (one in a plain table,
    one a stratum in a crossed one) share the table's part, and the answers that may still be
    equal share the question's. What is settled hands its part on to what is not. Two answers
    are one hypothesis, since their shares mirror each other; and where one answer of several
    differs, another must, so at most all but two are left to be equal. The risk that any of the
    equal differences is called unequal is then no larger than the level, whatever depends on
    what. Plain Holm over all answers would make a question with six answers cost the others six
    times what a yes-or-no question does. Sources: Holm (1979), Scandinavian Journal of
    Statistics 6 (with weights); Shaffer (1986), JASA 81 (answers that can't all be equal);
    Goeman and Solari (2010), Annals of Statistics 38 (why such steps hold).

    Parameters
    ----------
    p
        A p-value for each answer of each planned question, valid by itself; NaN where hidden.
        A hidden one counts in the family like the others.
    question
        Labels: the answers of one question in one stratum, all of them, have the same.
    table
        Labels: questions in the same table have the same.
    planned
        How many tables were planned, where some never came to be; those in ``table`` by default.

    Returns
    -------
    ndarray
        At most 1; never in another order than what each must bear. NaN where ``p`` is.

    Raises
    ------
    ValueError
        When fewer tables are planned than there are, or a question stands in two tables.

    Examples
    --------
    >>> adjust([0.01, 0.01, 0.2, 0.03, np.nan], list("aabbb"), list("ssttt")).round(3).tolist()
    [0.02, 0.02, 0.2, 0.09, nan]
    """
    p = np.asarray(p, dtype=float)
    of_question, table_of = _places(question, table)
    planned = _checked(planned, table_of)
    out = np.where(np.isnan(p), np.nan, 1.0)
    is_settled, reached = np.zeros(p.shape, dtype=bool), 0.0
    for _ in range(np.count_nonzero(~np.isnan(p))):
        burden = _burden(is_settled, of_question, table_of, planned)
        step = np.where(is_settled | np.isnan(p), np.inf, p * burden)
        reached = max(reached, step.min())
        if reached >= 1:
            break
        out[step.argmin()], is_settled[step.argmin()] = reached, True
    return out


def _burden(
    is_settled: np.ndarray, of_question: np.ndarray, table_of: np.ndarray, planned: int
) -> np.ndarray:
    """What each p-value is multiplied by, when some differences are settled as unequal."""
    answers = np.bincount(of_question, minlength=table_of.size)
    settled = np.bincount(of_question, is_settled, minlength=table_of.size)
    at_first = np.where(answers == 2, 1, answers)
    left = np.where(settled == 0, at_first, np.minimum(answers - 2, answers - settled).clip(0))
    questions = np.bincount(table_of, left > 0)
    tables = planned - np.count_nonzero(questions == 0)
    return (tables * questions[table_of] * left)[of_question]


def _places(question: ArrayLike, table: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """The running number of each answer's question, and of each question's table."""
    _, first, of_question = np.unique(question, return_index=True, return_inverse=True)
    of_table = np.unique(table, return_inverse=True)[1]
    if (of_table != of_table[first][of_question]).any():
        raise ValueError("a question stands in more than one table")
    return of_question, of_table[first]


def _checked(planned: int | None, table_of: np.ndarray) -> int:
    tables = np.unique(table_of).size
    if planned is not None and planned < tables:
        raise ValueError(f"planned={planned} but there are {tables} tables")
    return planned or tables
