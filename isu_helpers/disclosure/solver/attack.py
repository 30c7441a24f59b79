"""An attacker: what someone who knows everything shown can work out about what is hidden.

He knows every shown number, the sums, that counts are whole, and the least that a hidden number
can be: 1 where true zeros are never hidden, else 0.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from .task import TINY, Aim, Task, equations

PULLS = 6  # programs that move many small numbers at once, before each is tried for itself


def known(task: Task, hidden: frozenset[int]) -> frozenset[int]:
    """The small numbers with one possible value, and the guarded that are told to be small.

    Parameters
    ----------
    task
        The numbers and what a reader may think of them.
    hidden
        The addresses that are not shown; the silent ones are not, in any case.
    """
    reader = _Reader(task, sorted(hidden | task.silent))
    left = sorted(task.small.intersection(reader.free))
    for i in range(PULLS if len(left) > 1 else 0):
        left = reader.unmoved(left, i)
    return (task.small - {*reader.free}) | {p for p in left if not reader.doubts(p)}


class _Reader:
    """One who looks for other whole counts that fit all that is shown."""

    def __init__(self, task: Task, free: list[int]):
        self.task, self.free = task, free
        self.at = {address: j for j, address in enumerate(free)}
        self.low = (task.least[free] - task.counts[free]).astype(float)
        matrix = equations(task.sums, free)
        self.limits = [LinearConstraint(matrix, 0, 0)] if matrix.shape[0] else []

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
        low, high = self.low.copy(), np.full(self.low.size, float(self.task.counts.sum() + by))
        low[at], high[at] = (by, high[at]) if sign > 0 else (low[at], -by)
        return low[at] <= high[at] and self._move(np.zeros(low.size), low, high, 1) is not None

    def _move(
        self, cost: np.ndarray, low: np.ndarray, high: np.ndarray, is_whole: int
    ) -> np.ndarray | None:
        found = milp(cost, integrality=np.full(cost.size, is_whole), bounds=Bounds(low, high),
                     constraints=self.limits)  # fmt: skip
        return found.x
