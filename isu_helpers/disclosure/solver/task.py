"""The task of protecting numbers, and the pattern of hidden ones that does it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Sum = tuple[int, tuple[int, ...]]
Aim = tuple[int, int]  # up (1) or down (-1), and how far

TINY = 1e-6
TIE = 0.0002  # patterns whose costs differ by less are as good: below what a folder's key weighs


@dataclass(frozen=True)
class Task:
    """What to protect.

    Attributes
    ----------
    counts
        The true counts, one an address.
    sums
        Wholes and their parts, as numbers of addresses.
    small
        The addresses that must not be known.
    shown, hidden
        Addresses that are out already, or hidden already: neither changes.
    cost
        What hiding each address costs.
    guarded
        Those of ``small`` that must not even be known to be 1 to ``k`` − 1.
    k
        The smallest count that is not small.
    floor
        The least whole number that a reader can think of where a number is hidden: 1 where true
        zeros are never hidden, else 0. 1 for all, when left out.
    silent
        Addresses that nobody ever prints: always hidden, at no cost, 0 is possible.
    """

    counts: np.ndarray
    sums: frozenset[Sum]
    small: frozenset[int]
    shown: frozenset[int]
    hidden: frozenset[int]
    cost: np.ndarray
    guarded: frozenset[int] = frozenset()
    k: int = 5
    floor: np.ndarray | None = None
    silent: frozenset[int] = frozenset()

    @cached_property
    def least(self) -> np.ndarray:
        """The floor of each address."""
        least = np.ones(len(self.counts)) if self.floor is None else np.array(self.floor, float)
        least[list(self.silent)] = 0
        return least

    @cached_property
    def must(self) -> frozenset[int]:
        """The addresses that are hidden whatever else is."""
        return self.hidden | self.small | self.silent

    @cached_property
    def free(self) -> list[int]:
        """The addresses that are hidden or may be, in rising order.

        A true zero may be only where a reader can think of a zero.
        """
        may = (self.counts >= self.least) & ~np.isin(np.arange(self.least.size), [*self.shown])
        return np.flatnonzero(may).tolist()

    def aims(self, small: int) -> list[Aim]:
        """How far a small number has to move, either way, for a reader not to know it."""
        count, least = int(self.counts[small]), int(self.least[small])
        if small in self.guarded and 0 < count < self.k:
            return [(1, self.k - count), *[(-1, count)] * (least == 0)]
        return [(1, 1), *[(-1, 1)] * (count > least)]

    def is_told(self, small: int, move: float) -> bool:
        """Whether a move of the number leaves it as known as it was."""
        return all(sign * move < by - TINY for sign, by in self.aims(small))


@dataclass(frozen=True)
class Pattern:
    """What is hidden, what that costs, and the least that any safe choice is proved to cost."""

    hidden: frozenset[int]
    cost: float
    bound: float

    @property
    def is_optimal(self) -> bool:
        """Whether nothing safe is cheaper."""
        return self.cost <= self.bound + TIE + TINY


@lru_cache(maxsize=4)
def _terms(sums: frozenset[Sum]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The line, the address and the sign of each term of the sums: whole minus parts."""
    lines = sorted(sums)
    sizes = np.array([1 + len(parts) for _, parts in lines], int)
    terms = chain.from_iterable((whole, *parts) for whole, parts in lines)
    signs = np.full(sizes.sum(), -1.0)
    signs[np.cumsum(sizes) - sizes] = 1.0
    return np.repeat(np.arange(sizes.size), sizes), np.fromiter(terms, int, signs.size), signs


def equations(sums: frozenset[Sum], free: list[int]) -> csr_array:
    """The sums as rows over the free addresses: whole minus parts; rows without any left out."""
    lines, addresses, signs = _terms(sums)
    column = np.full(max(addresses.max(initial=-1), max(free, default=-1)) + 1, -1)
    column[free] = np.arange(len(free))
    at = column[addresses]
    kept, rows = np.unique(lines[at >= 0], return_inverse=True)
    return csr_array((signs[at >= 0], (rows, at[at >= 0])), shape=(kept.size, len(free)))


def tied(task: Task, free: list[int]) -> list[tuple[list[int], csr_array]]:
    """The free addresses that sums tie to a small one, each group so tied with its sums."""
    if not task.small or not free:
        return []
    matrix, places = equations(task.sums, free), np.array(free, int)
    lines, at = matrix.nonzero()
    size = sum(matrix.shape)
    graph = coo_array((np.ones(at.size), (at, places.size + lines)), shape=(size, size))
    _, group = connected_components(graph, directed=False)
    of, of_lines = np.split(group, [places.size])
    small = np.isin(places, [*task.small])
    return [(places[of == i].tolist(), matrix[of_lines == i][:, of == i])
            for i in np.unique(of[small])]  # fmt: skip
