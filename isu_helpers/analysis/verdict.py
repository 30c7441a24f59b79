"""The verdict on a difference: one of three words, by rule and not by eye."""

import numpy as np
from numpy.typing import ArrayLike

from ..intervals import default_level, fisher
from .equality import together
from .family import adjust
from .gap import is_idle

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
