"""An attacker: what someone who knows everything shown can work out about what is hidden.

He knows every shown number, the sums, that counts are whole, and that no hidden number is zero.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Sum = tuple[int, tuple[int, ...]]


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


def equations(sums: Iterable[Sum], free: list[int]) -> csr_array:
    """The sums as rows over the free addresses: whole minus parts; rows without any left out."""
    column = {address: j for j, address in enumerate(free)}
    entries: list[tuple[int, int, float]] = []
    row = 0
    for whole, parts in sorted(sums):
        terms = [(column[a], s) for a, s in [(whole, 1.0), *((p, -1.0) for p in parts)]
                 if a in column]  # fmt: skip
        entries += [(row, j, s) for j, s in terms]
        row += bool(terms)
    i, j, s = zip(*entries, strict=True) if entries else ((), (), ())
    return csr_array((s, (i, j)), shape=(row, len(free)))


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
