"""An attacker: what someone who knows everything shown can work out about what is hidden.

He knows every shown number, the sums, that counts are whole, and the least that a hidden number
can be: 1 where true zeros are never hidden, else 0.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from .task import TINY, Aim, Sum, Task, equations, tied

EVEN = 1e-9  # a weight so small is none
STEPS = 3  # from sum to sum, within which a proof is sought first
PULLS = 6  # programs that move many small numbers at once, and one more for each that is left


def known(
    task: Task, hidden: frozenset[int], solved: dict[tuple[object, ...], list[int]] | None = None
) -> frozenset[int]:
    """The small numbers with one possible value, and the guarded that are told to be small.

    Parameters
    ----------
    task
        The numbers and what a reader may think of them.
    hidden
        The addresses that are not shown; the silent ones are not, in any case.
    solved
        Remembers what was asked of numbers that no sum ties to others, and is added to.
    """
    free = sorted(hidden | task.silent)
    found = set(task.small - {*free})
    for part, matrix in tied(task, free):
        reader = _Reader(task, part, matrix)
        told = None if solved is None else solved.get(reader.key)
        if told is None:
            told = [reader.at[p] for p in reader.known()]
        if solved is not None:
            solved[reader.key] = told
        found |= {part[j] for j in told}
    return frozenset(found)


class _Reader:
    """One who looks for other whole counts that fit all that is shown."""

    def __init__(self, task: Task, free: list[int], matrix: csr_array):
        self.task, self.free, self.matrix = task, free, matrix
        self.at = {address: j for j, address in enumerate(free)}
        self.low = (task.least[free] - task.counts[free]).astype(float)
        self.small = sorted(task.small.intersection(free))
        self.limits = [LinearConstraint(self.matrix, 0, 0)] if self.matrix.shape[0] else []
        self.high = 2.0 ** np.ceil(np.log2(task.counts.sum() + task.k + 2))

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two readers' questions one and the same."""
        matrix = self.matrix
        arrays = matrix.indptr, matrix.indices, matrix.data, self.low
        aims = tuple((self.at[p], tuple(self.task.aims(p))) for p in self.small)
        return (*(a.tobytes() for a in arrays), self.high, self.task.k, aims)

    def known(self) -> list[int]:
        """The small numbers that could be no other, far enough off."""
        left, found, i = self.small, list[int](), 0
        while len(left) > 1 and i < PULLS + len(left):
            left, i = self.unmoved(left, i), i + 1
        while left:
            first, *left = left
            move = self.doubt(first)
            found += [first] if move is None else []
            left = left if move is None else self._told(left, move)
        return found

    def unmoved(self, left: list[int], i: int) -> list[int]:
        """Those of the small numbers that stay as known when all are pulled at once."""
        pull = np.random.default_rng(i).normal(size=len(left))
        cost, near = np.zeros(self.low.size), float(self.task.k)
        cost[[self.at[p] for p in left]] = pull
        move = self._move(cost, np.maximum(self.low, -near), np.full(cost.size, near), 0)
        return left if move is None else self._told(left, self._whole(move))

    def _told(self, left: list[int], move: np.ndarray) -> list[int]:
        return [p for p in left if self.task.is_told(p, move[self.at[p]])]

    def _whole(self, move: np.ndarray) -> np.ndarray:
        """A move without what moves in parts of a person, and all that hangs together with it."""
        parted = np.abs(move - np.round(move)) > TINY
        if not parted.any():
            return move
        at = np.flatnonzero(np.abs(move) > TINY)
        inner = abs(self.matrix[:, at])
        _, group = connected_components(inner.T @ inner, directed=False)
        whole: np.ndarray = move * 1
        whole[at[np.isin(group, group[parted[at]])]] = 0
        return whole

    def doubt(self, small: int) -> np.ndarray | None:
        """A move that takes the number far enough off; None where there is none."""
        moves = (self._fit(self.at[small], aim) for aim in self.task.aims(small))
        return next((m for m in moves if m is not None), None)

    def _fit(self, at: int, aim: Aim) -> np.ndarray | None:
        sign, by = aim
        low, high = self.low.copy(), np.full(self.low.size, self.high)
        low[at], high[at] = (by, high[at]) if sign > 0 else (low[at], -by)
        if low[at] > high[at]:
            return None
        move = self._move(np.zeros(low.size), low, high, 0)
        if move is None or np.abs(move - np.round(move)).max() <= TINY:
            return move
        return self._move(np.zeros(low.size), low, high, 1)

    def _move(
        self, cost: np.ndarray, low: np.ndarray, high: np.ndarray, is_whole: int
    ) -> np.ndarray | None:
        found = milp(cost, integrality=np.full(cost.size, is_whole), bounds=Bounds(low, high),
                     constraints=self.limits)  # fmt: skip
        move: np.ndarray | None = found.x
        return move


class Proofs:
    """Why numbers are known: each proof holds for all readers of the same sums who fulfil it.

    A proof weighs the sums: by the weights of what is free, no number can move so far.
    """

    def __init__(self, sums: frozenset[Sum], size: int):
        self.matrix = equations(sums, list(range(size)))
        self._terms = abs(self.matrix)
        self._found: dict[tuple[int, int], list[np.ndarray]] = {}

    def hold(self, small: frozenset[int], slack: np.ndarray, free: np.ndarray) -> bool:
        """Whether all these numbers are known to one for whom some are free, as far as is proved.

        ``slack`` is how far each number may fall.
        """
        aims = [(p, sign) for p in sorted(small) for sign in (1, -1) if sign > 0 or slack[p] > 0]
        return all(self._holds(aim, slack, free) for aim in aims)

    def _holds(self, aim: tuple[int, int], slack: np.ndarray, free: np.ndarray) -> bool:
        found = self._found.setdefault(aim, [])
        if any(_is_bound(weights, slack, free) for weights in found):
            return True
        every = np.ones(self.matrix.shape[0], bool)
        for lines in (self._around(aim[0], free), every):
            weights = self._sought(aim, slack, free, np.flatnonzero(lines))
            if _is_bound(weights, slack, free):
                found.append(weights)
                return True
        return False

    def _around(self, small: int, free: np.ndarray) -> np.ndarray:
        """The sums that what is free ties to a number within a few steps."""
        at = np.arange(free.size) == small
        for _ in range(STEPS):
            lines: np.ndarray = self._terms @ at > 0
            at = (self._terms.T @ lines > 0) & free
        return lines

    def _sought(
        self, aim: tuple[int, int], slack: np.ndarray, free: np.ndarray, lines: np.ndarray
    ) -> np.ndarray:  # fmt: skip
        """The weights of some of the sums by which a number moves the least."""
        inner, (small, sign) = self.matrix[lines], aim
        at = np.flatnonzero(free & (abs(inner).sum(axis=0) > 0))
        cost = np.zeros(slack.size)
        cost[small] = -sign
        high = np.where((at == small) & (sign > 0), 2.0, np.inf)  # so far is far enough
        found = linprog(cost[at], A_eq=inner[:, at], b_eq=np.zeros(lines.size),
                        bounds=np.array([-slack[at], high]).T)  # fmt: skip
        weights = np.zeros(self.matrix.shape[0])
        weights[lines] = 0.0 if found.eqlin is None else found.eqlin.marginals
        left: np.ndarray = cost - self.matrix.T @ weights
        return left


def _is_bound(weights: np.ndarray, slack: np.ndarray, free: np.ndarray) -> bool:
    """Whether nothing that is free has room to move the number by one."""
    own = weights[free]
    return bool((own > -EVEN).all() and own.clip(0) @ slack[free] < 1 - TINY)
