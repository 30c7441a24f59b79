"""Moves: how whole tables may differ and still fit all that is shown.

A move changes hidden numbers so that every sum holds. A small number that some move changes far
enough is not known. The more is hidden, the more moves there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, eye_array, hstack, kron

from .effort import Effort
from .task import TINY, Aim, Task

# What an attacker remembers: moves that he has found, and proofs that there are none.

Wall = tuple[int, Aim, float]  # a small number, where to, and how far any number may move for it


class Memory:
    """Whole moves, each with what it moves, and cuts that a choice must fulfil to be passed."""

    def __init__(self) -> None:
        self._moves: dict[int, list[tuple[int, np.ndarray]]] = defaultdict(list)
        self._cuts: dict[Wall, np.ndarray] = {}

    def keep(self, move: np.ndarray, smalls: Iterable[int]) -> None:
        """Remember a whole move, which takes these small numbers far enough."""
        touched = _bits(move != 0)
        for small in smalls:
            self._moves[small].append((touched, move))

    def move(self, hidden: np.ndarray, small: int) -> np.ndarray | None:
        """The latest move of a small number within what is hidden."""
        outside = _bits(~hidden)
        moves = reversed(self._moves.get(small, ()))
        return next((move for touched, move in moves if not touched & outside), None)

    def bar(self, wall: Wall, cut: np.ndarray) -> None:
        """Remember a cut: its product with what is hidden is 1 or more where a way is open."""
        known = self._cuts.get(wall, np.empty((0, cut.size)))
        self._cuts[wall] = np.vstack([known, cut])

    def is_barred(self, wall: Wall, hidden: np.ndarray) -> bool:
        """Whether some cut proves that there is no such way within what is hidden."""
        cuts = self._cuts.get(wall)
        return cuts is not None and bool((cuts @ hidden < 1 - TINY).any())


def _bits(chosen: np.ndarray) -> int:
    """Truth values as the bits of a number: quick to compare."""
    return int.from_bytes(np.packbits(chosen).tobytes(), "big")


# Moves: how whole tables may differ and still fit all that is shown.

REACH = 4.0  # how far a number moves at most; 2 missed a cheaper pattern in 1 of 155, 8 found none
WIDE = 10.0  # times as far, where nothing is found so near
NEAR = 1e-3  # what moving a hidden number costs beside one that is shown
DIVIDED = 1000  # nodes at most of a program in whole numbers; what it has not found is not there
QUICK = {"presolve": False}  # programs too small to be made smaller first
JOINT, MORE, MANY = 4, 20, 100  # programs that move many small numbers at once; more if so many

Pull = tuple[int, Aim, float]  # a small number, where to, and the share of the way that is wanted
Cut = np.ndarray | None


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
    def of(cls, task: Task, free: list[int], matrix: csr_array) -> "Part":
        """The part of a task with these addresses, and the sums over them."""
        return cls(
            matrix=matrix,
            down=(task.counts[free] - task.least[free]).astype(float),
            cost=np.where(np.isin(free, [*task.silent]), 0.0, task.cost[free]),
            must=np.isin(free, [*task.must]),
            aims={j: task.aims(a) for j, a in enumerate(free) if a in task.small},
        )

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two parts one and the same question."""
        arrays = self.matrix.indptr, self.matrix.indices, self.matrix.data, self.down, self.cost
        aims = tuple((j, tuple(a)) for j, a in sorted(self.aims.items()))
        return (*(a.tobytes() for a in arrays), self.must.tobytes(), aims)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self.down.size

    @cached_property
    def _ends(self) -> np.ndarray:
        """The small numbers, which way each is to go, and how far: a column an aim."""
        every = [(p, sign, by) for p, aims in self.aims.items() for sign, by in aims]
        return np.array(every, int).reshape(-1, 3).T

    def shown_by(self, move: np.ndarray) -> list[int]:
        """The small numbers that a move takes far enough."""
        small, sign, by = self._ends
        return list(dict.fromkeys(small[sign * move[small] > by - TINY].tolist()))

    def fits(self, move: np.ndarray) -> bool:
        """Whether all sums hold after a move, and no number falls below its least."""
        return not (self.matrix @ move).any() and bool((move >= -self.down).all())

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
    memory: Memory = field(default_factory=Memory)
    effort: Effort = field(default_factory=Effort)

    def __post_init__(self) -> None:
        self.entries, self._near = self.part.matrix.nnz, abs(self.part.matrix)
        self.limits = LinearConstraint(self.part.matrix.tocsc(), 0, 0)
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
        alone = self._alone(hidden)
        left = [p for p in self.part.aims
                if not alone[p] and self.memory.move(hidden, p) is None]  # fmt: skip
        for i in range(MORE):
            if len(left) > (2 if i < JOINT else MANY):
                left = self._jointly(hidden, left, i)
        found = {p for p in left if self.shows(hidden, p) is None}
        return [p for p in self.part.aims if alone[p] or p in found]

    def shows(self, hidden: np.ndarray, small: int) -> np.ndarray | None:
        """A whole move within what is hidden that takes the small number far enough, if any."""
        move = self.memory.move(hidden, small)
        if move is None and self._alone(hidden)[small]:
            return None
        for aim in self.part.aims[small]:
            if move is None and not self.memory.is_barred(self._wall(small, aim), hidden):
                move = self._toward(hidden, small, aim)
        return move

    def is_barred(self, hidden: np.ndarray, small: int) -> bool:
        """Whether it is remembered that no move changes the small number enough."""
        walls = (self._wall(small, aim) for aim in self.part.aims[small])
        return all(self.memory.is_barred(wall, hidden) for wall in walls)

    def pulls(self, hidden: np.ndarray, wanted: list[Pull]) -> list[tuple[np.ndarray, Cut]]:
        """How far each small number goes, and a cut where that is less than the wanted share.

        ``hidden`` may be shares between 0 and 1. A cut holds for all that is safe this way: its
        product with what is hidden is at least 1. All are pulled in one program, side by side.
        """
        if not wanted:
            return []
        count, size = len(wanted), self.part.size
        self.effort.add(self.entries * count)
        matrix = kron(eye_array(count), self.part.matrix, format="csr")
        bounds = [self._bounds(hidden, small, aim) for small, aim, _ in wanted]
        cost = np.array([-sign * np.eye(1, size, small)[0] for small, (sign, _), _ in wanted])
        found = linprog(cost.ravel(), A_eq=matrix, b_eq=np.zeros(matrix.shape[0]),
                        bounds=np.vstack(bounds), method="highs-ds")  # fmt: skip
        reduced = (cost.ravel() - matrix.T @ found.eqlin.marginals).reshape(count, size)
        ends = zip(found.x.reshape(count, size), reduced, wanted, strict=True)
        return [(move, self._cut_of(move, left, *want)) for move, left, want in ends]

    def _bounds(self, hidden: np.ndarray, small: int, aim: Aim) -> np.ndarray:
        """How far each number may fall and rise, the small one no farther than its aim."""
        by, reach = aim[1], self.reach[small]
        low, high = -np.minimum(self.part.down, reach) * hidden, reach * hidden
        low[small], high[small] = max(low[small], -by), min(high[small], by)
        return np.column_stack([low, high])

    def _cut_of(
        self, move: np.ndarray, reduced: np.ndarray, small: int, aim: Aim, share: float
    ) -> Cut:
        (sign, by), reach = aim, self.reach[small]
        if sign * move[small] >= by * share - TINY:
            return None
        down = np.minimum(self.part.down, reach)
        cut = (np.maximum(reduced, 0) * down + np.maximum(-reduced, 0) * reach) / by
        return np.minimum(np.where(cut < TINY, 0, cut), 1.0)

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
            self.effort.add(2 * self.entries)
            found = milp(np.tile(price, 2), integrality=np.full(2 * size, is_whole),
                         bounds=Bounds(low, high), constraints=limits,
                         options={"mip_rel_gap": 0.05, "node_limit": DIVIDED})  # fmt: skip
            if found.x is None:
                return None
            move = found.x[:size] - found.x[size:]
            if _is_whole(move):
                return np.asarray(np.round(move))
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

    def _alone(self, hidden: np.ndarray) -> np.ndarray:
        """The numbers that are the only hidden one in some sum: no move changes them."""
        rows = self._near @ hidden.astype(float) == 1
        return np.asarray(hidden & (self._near.T @ rows.astype(float) > 0))

    def keep(self, move: np.ndarray) -> None:
        """Remember a whole move."""
        self.memory.keep(move, self.part.shown_by(move))

    def _wall(self, small: int, aim: Aim) -> Wall:
        return small, aim, self.reach[small]

    def _toward(self, hidden: np.ndarray, small: int, aim: Aim) -> np.ndarray | None:
        """A move for one aim; where there is none, what proves it is remembered."""
        (sign, by), cost = aim, np.zeros(self.part.size)
        cost[small] = -sign
        self.effort.add(self.entries)
        found = linprog(cost, A_eq=self.part.matrix, b_eq=np.zeros(self.part.matrix.shape[0]),
                        bounds=self._bounds(hidden.astype(float), small, aim),
                        method="highs-ds", options=QUICK)  # fmt: skip
        if sign * found.x[small] < by - TINY:
            reduced = cost - self.part.matrix.T @ found.eqlin.marginals
            if (cut := self._cut_of(found.x, reduced, small, aim, 1)) is not None:
                self.memory.bar(self._wall(small, aim), cut)
            return None
        is_whole = _is_whole(found.x)
        move = np.round(found.x) if is_whole else self._whole(hidden, small, aim)
        if move is not None:
            self.keep(move)
        return move

    def _jointly(self, hidden: np.ndarray, left: list[int], i: int) -> list[int]:
        """Those of the small numbers that one program, which pulls at all of them, leaves."""
        cost = np.zeros(self.part.size)
        cost[left] = [(-1) ** (j >> i // 2 & 1 ^ i & 1) * (1 + j % 7 / 10) for j in left]
        low, high = -np.minimum(self.part.down, REACH) * hidden, REACH * hidden
        self.effort.add(self.entries)
        found = milp(cost, bounds=Bounds(low, high), constraints=self.limits)
        if not _is_whole(found.x):
            return left
        self.keep(np.round(found.x))
        shown = {*self.part.shown_by(found.x)}
        return [p for p in left if p not in shown]

    def _whole(self, hidden: np.ndarray, small: int, aim: Aim) -> np.ndarray | None:
        (sign, by), reach = aim, self.reach[small]
        self.effort.add(2 * self.entries)
        low, high = -np.minimum(self.part.down, reach) * hidden, reach * hidden
        low[small], high[small] = (by, reach) if sign > 0 else (low[small], -by)
        found = milp(np.zeros(low.size), integrality=np.ones(low.size), bounds=Bounds(low, high),
                     constraints=self.limits, options={"node_limit": DIVIDED})  # fmt: skip
        return np.round(found.x) if found.x is not None else None


def _is_whole(move: np.ndarray) -> bool:
    return bool(np.abs(move - np.round(move)).max(initial=0) < TINY)
