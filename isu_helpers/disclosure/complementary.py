"""Complementary suppression: the cheapest further numbers to hide so that none is worked out.

Branch and cut after Fischetti and Salazar (2000), Journal of the American Statistical Association
95: a master problem chooses what to hide; for each small number an attacker's linear program looks
for another value that fits; where there is none, its dual gives a cut for the master.
"""

import time

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from .attack import alternative
from .task import TINY, Pattern, Task, equations

REACH = 2.0  # how far a number may move in the attacker's program; 2 is enough in counts of people
ROUNDS = 25  # what ends a search in vain: counted, so that a slow machine finds the same
SECONDS = 60.0  # only against standing still


def complement(task: Task) -> Pattern | None:
    """The addresses to hide, the small ones among them; None where no safe choice was found.

    Deterministic for the same task.
    """
    if task.must & task.shown:
        return None
    hidden = _Master(task, task.free).solve() if task.small else task.must
    if hidden is None:
        return None
    cost = float(task.cost[sorted(hidden - task.silent)].sum())
    return Pattern(hidden, cost, cost)


class _Master:
    """The master problem and the cuts it has been given."""

    def __init__(self, task: Task, free: list[int]):
        self.task, self.free = task, free
        self.matrix = equations(task.sums, free)
        self.at = {address: j for j, address in enumerate(free)}
        self.small = sorted(task.small)
        self.size = len(free)
        self.down = np.minimum(task.counts[free] - task.least[free], REACH)
        self.rows: list[csr_array] = [*_line_cuts(self.matrix, len(self.small))]
        self.least: list[float] = [0.0] * sum(r.shape[0] for r in self.rows)

    def solve(self) -> frozenset[int] | None:
        end = time.monotonic() + SECONDS
        for _ in range(ROUNDS):
            chosen = self._choose(max(end - time.monotonic(), 0.1))
            if chosen is None:
                return None
            cuts = [cut for small in self.small for cut in self._cuts(chosen, small)]
            if not cuts:
                return frozenset(a for a, y in zip(self.free, chosen, strict=True) if y)
            for row, least in cuts:
                self.rows.append(row)
                self.least.append(least)
        return None

    def _choose(self, seconds: float) -> np.ndarray | None:
        """The cheapest choice that obeys the cuts so far: 1 where hidden."""
        task, directions = self.task, len(self.small)
        low = np.array([*(float(a in task.must) for a in self.free), *[0.0] * directions])
        cost = np.concatenate([task.cost[self.free], np.zeros(directions)])
        limits = []
        if self.rows:
            limits = [LinearConstraint(vstack(self.rows, format="csr"), self.least, np.inf)]
        found = milp(cost, integrality=np.ones(low.size), bounds=Bounds(low, 1),
                     constraints=limits, options={"time_limit": seconds})  # fmt: skip
        return np.round(found.x[: self.size]) if found.success else None

    def _cuts(self, chosen: np.ndarray, small: int) -> list[tuple[csr_array, float]]:
        """Cuts that rule this choice out because a small number is known; none where it is not."""
        j, direction = self.at[small], self.size + self.small.index(small)
        up, delta = self._reach(chosen, j, 1)
        if up is None:
            return self._whole(chosen, small, delta)
        cuts = [(self._row(up, {direction: -1.0}), 0.0)]
        down, delta = self._reach(chosen, j, -1)
        if down is None:
            return self._whole(chosen, small, delta)
        return [*cuts, (self._row(down, {direction: 1.0}), 1.0)]

    def _reach(
        self, chosen: np.ndarray, j: int, sign: int
    ) -> tuple[np.ndarray | None, np.ndarray | None]:
        """The dual cut when a number can't move by one this way, else the move that shows it."""
        cost = np.zeros(self.size)
        cost[j] = -sign
        bounds = np.column_stack([-self.down * chosen, REACH * chosen])
        found = linprog(cost, A_eq=self.matrix, b_eq=np.zeros(self.matrix.shape[0]),
                        bounds=bounds, method="highs-ds")  # fmt: skip
        if -found.fun >= 1 - TINY:
            return None, found.x
        reduced = cost - self.matrix.T @ found.eqlin.marginals
        cut = np.maximum(reduced, 0) * self.down + np.maximum(-reduced, 0) * REACH
        return np.minimum(np.where(cut < TINY, 0, cut), 1.0), None

    def _whole(
        self, chosen: np.ndarray, small: int, delta: np.ndarray
    ) -> list[tuple[csr_array, float]]:
        """Nothing where whole numbers move too; else a cut that asks for one more to be hidden."""
        if np.abs(delta - np.round(delta)).max() < TINY:
            return []
        hidden = [a for a, y in zip(self.free, chosen, strict=True) if y]
        matrix = equations(self.task.sums, hidden)
        if any(alternative(self.task.counts, matrix, hidden, small, s) for s in (1, -1)):
            return []
        return [(self._row(1.0 - chosen, {}), 1.0)]

    def _row(self, cut: np.ndarray, extra: dict[int, float]) -> csr_array:
        row = np.zeros(self.size + len(self.small))
        row[: self.size] = cut
        for j, value in extra.items():
            row[j] = value
        return csr_array(row.reshape(1, -1))


def _line_cuts(matrix: csr_array, directions: int) -> list[csr_array]:
    """A sum with exactly one hidden number gives it away: none is hidden alone."""
    rows = []
    for line in range(matrix.shape[0]):
        members = np.unique(matrix[[line]].indices)
        for j in members:
            row = np.zeros(matrix.shape[1] + directions)
            row[members] = 1.0
            row[j] = -1.0
            rows.append(row)
    return [csr_array(np.array(rows))] if rows else []
