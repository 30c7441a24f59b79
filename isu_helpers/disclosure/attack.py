"""An attacker: what someone who knows everything shown can work out about what is hidden.

He knows every shown number, the sums, that counts are whole, and that no hidden number is zero.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from .task import Sum, Task, equations


def recovered(
    counts: np.ndarray, sums: Iterable[Sum], hidden: set[int], small: set[int]
) -> set[int]:
    """The small numbers that have only one possible value.

    Parameters
    ----------
    counts
        The true counts, one an address.
    sums
        Wholes and their parts, as numbers of addresses.
    hidden
        The addresses that are not shown.
    small
        The addresses that must not be known.
    """
    free = sorted(hidden)
    matrix = equations(sums, free)
    known = {p for p in small if p not in hidden}
    return known | {p for p in small & hidden if _is_determined(counts, matrix, free, p)}


def known(task: Task, hidden: frozenset[int]) -> frozenset[int]:
    """The small numbers with one possible value, and the guarded that are told to be small.

    Parameters
    ----------
    task
        The numbers and what a reader may think of them.
    hidden
        The addresses that are not shown; the silent ones are not, in any case.
    """
    free = sorted(hidden | task.silent)
    low, matrix = task.least[free] - task.counts[free], equations(task.sums, free)
    return frozenset(p for p in task.small if p not in free or not any(
        _fits(low, matrix, free.index(p), sign * by, int(task.counts.sum()) + task.k)
        for sign, by in task.aims(p)))  # fmt: skip


def _fits(low: np.ndarray, matrix: csr_array, at: int, by: int, most: int) -> bool:
    """Whether other whole counts fit all that is shown, with one of them moved by this or more."""
    low, high = low.copy(), np.full(low.size, float(most))
    low[at], high[at] = max(low[at], by) if by > 0 else low[at], most if by > 0 else by
    if low[at] > high[at]:
        return False
    limits = [LinearConstraint(matrix, 0, 0)] if matrix.shape[0] else []
    return bool(milp(np.zeros(low.size), integrality=np.ones(low.size), bounds=Bounds(low, high),
                     constraints=limits).success)  # fmt: skip


def _is_determined(counts: np.ndarray, matrix: csr_array, free: list[int], small: int) -> bool:
    """Whether no other whole number than the true one fits at a hidden address."""
    return not any(alternative(counts, matrix, free, small, sign) for sign in (1, -1))


def alternative(
    counts: np.ndarray, matrix: csr_array, free: list[int], small: int, sign: int, by: int = 1
) -> bool:
    """Whether other whole counts fit everything shown with this one ``by`` higher or lower."""
    size = len(free)
    low = 1.0 - counts[free]
    high = np.full(size, float(max(counts.sum(), by)))
    at = free.index(small)
    if sign > 0:
        low[at] = by
    else:
        high[at] = -by
    if low[at] > high[at]:
        return False
    limits = [LinearConstraint(matrix, 0, 0)] if matrix.shape[0] else []
    found = milp(np.zeros(size), integrality=np.ones(size), bounds=Bounds(low, high),
                 constraints=limits)  # fmt: skip
    return bool(found.success)
