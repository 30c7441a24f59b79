"""An attacker: what someone who knows everything shown can work out about what is hidden.

He knows every shown number, the sums, that counts are whole, and the least that a hidden number
can be: 1 where true zeros are never hidden, else 0.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from .task import TINY, Aim, Task, equations, tied

PULLS = 6  # programs that move many small numbers at once, before each is tried for itself


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
    for part in tied(task, free):
        reader = _Reader(task, part)
        told = None if solved is None else solved.get(reader.key)
        if told is None:
            told = [reader.at[p] for p in reader.known()]
        if solved is not None:
            solved[reader.key] = told
        found |= {part[j] for j in told}
    return frozenset(found)


class _Reader:
    """One who looks for other whole counts that fit all that is shown."""

    def __init__(self, task: Task, free: list[int]):
        self.task, self.free = task, free
        self.at = {address: j for j, address in enumerate(free)}
        self.low = (task.least[free] - task.counts[free]).astype(float)
        self.small = sorted(task.small.intersection(free))
        self.matrix = equations(task.touching(free), free)
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
        left = self.small
        for i in range(PULLS if len(left) > 1 else 0):
            left = self.unmoved(left, i)
        return [p for p in left if not self.doubts(p)]

    def unmoved(self, left: list[int], i: int) -> list[int]:
        """Those of the small numbers that stay as known when all are pulled at once."""
        pull = np.random.default_rng(i).normal(size=len(left))
        cost, near = np.zeros(self.low.size), float(self.task.k)
        cost[[self.at[p] for p in left]] = pull
        move = self._move(cost, np.maximum(self.low, -near), np.full(cost.size, near), 0)
        if move is None or np.abs(move - np.round(move)).max() > TINY:
            return left
        return [p for p in left if self.task.is_told(p, move[self.at[p]])]

    def doubts(self, small: int) -> bool:
        """Whether the number could be another, far enough off."""
        return any(self._fits(self.at[small], aim) for aim in self.task.aims(small))

    def _fits(self, at: int, aim: Aim) -> bool:
        sign, by = aim
        low, high = self.low.copy(), np.full(self.low.size, self.high)
        low[at], high[at] = (by, high[at]) if sign > 0 else (low[at], -by)
        return low[at] <= high[at] and self._move(np.zeros(low.size), low, high, 1) is not None

    def _move(
        self, cost: np.ndarray, low: np.ndarray, high: np.ndarray, is_whole: int
    ) -> np.ndarray | None:
        found = milp(cost, integrality=np.full(cost.size, is_whole), bounds=Bounds(low, high),
                     constraints=self.limits)  # fmt: skip
        move: np.ndarray | None = found.x
        return move
