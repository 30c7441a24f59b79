"""Moves: how whole tables may differ and still fit all that is shown.

A move changes hidden numbers so that every sum holds. A small number that some move changes far
enough is not known. The more is hidden, the more moves there are.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from .task import TINY, Aim, Task, equations

REACH = 4.0  # how far a number moves at most; 2 missed a cheaper pattern in 1 of 155, 8 found none
WIDE = 10.0  # times as far, where nothing is found so near
NEAR = 1e-3  # what moving a hidden number costs beside one that is shown
JOINT = 4  # programs that move many small numbers at once


@dataclass(frozen=True)
class Part:
    """Free numbers that sums tie together, numbered from 0, apart from all others.

    ``down`` is how far each may fall, ``must`` whether it is hidden anyhow, ``aims`` the small
    numbers and how far each has to move.
    """

    matrix: csr_array
    down: np.ndarray
    cost: np.ndarray
    must: np.ndarray
    aims: dict[int, list[Aim]]

    @classmethod
    def of(cls, task: Task, free: list[int]) -> "Part":
        """The part of a task with these addresses."""
        return cls(
            matrix=equations(task.sums, free),
            down=(task.counts[free] - task.least[free]).astype(float),
            cost=np.where(np.isin(free, [*task.silent]), 0.0, task.cost[free]),
            must=np.isin(free, [*task.must]),
            aims={j: task.aims(a) for j, a in enumerate(free) if a in task.small},
        )

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self.down.size

    def is_shown_by(self, move: np.ndarray, small: int) -> bool:
        """Whether a move takes the small number far enough."""
        return any(sign * move[small] > by - TINY for sign, by in self.aims[small])

    def price(self, hidden: np.ndarray) -> float:
        """What a choice costs."""
        return float(self.cost[hidden].sum())


@dataclass
class Moves:
    """The attacker of a part, who remembers the whole moves that he has found.

    ``reach`` is how far any number may move for the sake of a small one.
    """

    part: Part
    reach: dict[int, float] = field(default_factory=dict)
    found: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        for small, aims in self.part.aims.items():
            self.reach[small] = max(REACH, *(by for _, by in aims))

    def fit(self) -> bool:
        """Let the reach be so wide that nothing is known when all is hidden; False if in vain."""
        everything = np.ones(self.part.size, bool)
        for small in self.known(everything):
            self.reach[small] = WIDE * self.reach[small]
        return not self.known(everything)

    def known(self, hidden: np.ndarray) -> list[int]:
        """The small numbers that no move changes enough within what is hidden."""
        left = [p for p in self.part.aims if self._remembered(hidden, p) is None]
        for i in range(JOINT):
            if len(left) > 2:
                left = self._jointly(hidden, left, i)
        return [p for p in left if self.shows(hidden, p) is None]

    def shows(self, hidden: np.ndarray, small: int) -> np.ndarray | None:
        """A whole move within what is hidden that takes the small number far enough, if any."""
        move = self._remembered(hidden, small)
        for aim in self.part.aims[small]:
            if move is None:
                move = self._toward(hidden, small, aim)
                self.found += [move] if move is not None else []
        return move

    def pull(
        self, hidden: np.ndarray, small: int, aim: Aim, wanted: float = 1.0
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """How far the small number goes, and a cut where that is less than the wanted share.

        ``hidden`` may be shares between 0 and 1. The cut holds for all that is safe this way: its
        product with what is hidden is at least 1.
        """
        (sign, by), matrix = aim, self.part.matrix
        down, up = np.minimum(self.part.down, self.reach[small]), self.reach[small]
        low, high = -down * hidden, up * hidden
        low[small], high[small] = max(low[small], -by), min(high[small], by)
        cost = np.zeros(self.part.size)
        cost[small] = -sign
        found = linprog(cost, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]),
                        bounds=np.column_stack([low, high]), method="highs-ds")  # fmt: skip
        if -found.fun >= by * wanted - TINY:
            return found.x, None
        reduced = cost - matrix.T @ found.eqlin.marginals
        cut = (np.maximum(reduced, 0) * down + np.maximum(-reduced, 0) * up) / by
        return found.x, np.minimum(np.where(cut < TINY, 0, cut), 1.0)

    def cheapest(self, price: np.ndarray, small: int, aim: Aim) -> np.ndarray | None:
        """A cheap whole move for one aim, if any, at a price a step for each number."""
        matrix, size, (sign, by) = self.part.matrix, self.part.size, aim
        low, high = np.zeros(2 * size), np.full(2 * size, self.reach[small])
        high[size:] = np.minimum(self.part.down, self.reach[small])
        at, other = (small, small + size) if sign > 0 else (small + size, small)
        if high[at] < by:
            return None
        low[at], high[other] = by, 0
        limits = LinearConstraint(hstack([matrix, -matrix], format="csr"), 0, 0)
        for is_whole in (0, 1):
            found = milp(np.tile(price, 2), integrality=np.full(2 * size, is_whole),
                         bounds=Bounds(low, high), constraints=limits,
                         options={"mip_rel_gap": 0.05})  # fmt: skip
            if found.x is None:
                return None
            move = found.x[:size] - found.x[size:]
            if _is_whole(move):
                return np.round(move)
        return None

    def grown(self, hidden: np.ndarray, small: int) -> np.ndarray:
        """More that may be hidden while no whole move takes the small number far enough."""
        outside = np.flatnonzero(~hidden)
        for chunk in np.array_split(outside, min(8, outside.size)):
            more = hidden.copy()
            more[chunk] = True
            if self.shows(more, small) is None:
                hidden = more
        return hidden

    def _remembered(self, hidden: np.ndarray, small: int) -> np.ndarray | None:
        for move in reversed(self.found):
            if self.part.is_shown_by(move, small) and not move[~hidden].any():
                return move
        return None

    def _toward(self, hidden: np.ndarray, small: int, aim: Aim) -> np.ndarray | None:
        move, cut = self.pull(hidden.astype(float), small, aim)
        if cut is not None:
            return None
        return np.round(move) if _is_whole(move) else self._whole(hidden, small, aim)

    def _jointly(self, hidden: np.ndarray, left: list[int], i: int) -> list[int]:
        """Those of the small numbers that one program, which pulls at all of them, leaves."""
        matrix, cost = self.part.matrix, np.zeros(self.part.size)
        cost[left] = [(-1) ** (j >> i // 2 & 1 ^ i & 1) * (1 + j % 7 / 10) for j in left]
        low, high = -np.minimum(self.part.down, REACH) * hidden, REACH * hidden
        found = milp(cost, bounds=Bounds(low, high), constraints=LinearConstraint(matrix, 0, 0))
        if not _is_whole(found.x):
            return left
        self.found.append(np.round(found.x))
        return [p for p in left if not self.part.is_shown_by(found.x, p)]

    def _whole(self, hidden: np.ndarray, small: int, aim: Aim) -> np.ndarray | None:
        (sign, by), reach = aim, self.reach[small]
        low, high = -np.minimum(self.part.down, reach) * hidden, reach * hidden
        low[small], high[small] = (by, reach) if sign > 0 else (low[small], -by)
        found = milp(np.zeros(low.size), integrality=np.ones(low.size), bounds=Bounds(low, high),
                     constraints=LinearConstraint(self.part.matrix, 0, 0))  # fmt: skip
        return np.round(found.x) if found.x is not None else None


def _is_whole(move: np.ndarray) -> bool:
    return bool(np.abs(move - np.round(move)).max(initial=0) < TINY)
