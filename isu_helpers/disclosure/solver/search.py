"""The search for the cheapest safe choice in one part: branch and cut, with repairs on the way."""

import numpy as np

from .master import Master
from .moves import Cut, Moves, Part, Pull
from .repair import completed, rebuilt, thinned
from .task import TIE, TINY

RELAXED, ROUNDS, NODES = 12, 18, 300  # what ends a search: counted, so that any machine finds
EFFORT = 1.1e6  # the same: cuts times numbers, over all rounds
TRIES, LAST = 2, 8  # rebuilt choices a round, and at the end
NEARLY = 0.02  # how much dearer than the bound is worth a last try
INWARD = 0.05  # cuts are sought this far inside: they hold back more
SLACK = 4.0  # how much dearer than the best a repair is worth thinning


class Search:
    """The best safe choice so far and the least that any costs.

    Attributes
    ----------
    best
        Whether each number is hidden; None where nothing is safe.
    cost, bound
        What the best costs, and the least that any safe choice costs.
    """

    def __init__(self, part: Part):
        self.part, self.moves, self.master = part, Moves(part), Master(part)
        self.best: np.ndarray | None = None
        self.chance = np.random.default_rng(0)
        self.cost, self.bound = np.inf, part.price(part.must)

    @property
    def is_done(self) -> bool:
        """Whether nothing is cheaper by more than a tie."""
        return self.cost <= self.bound + TIE + TINY

    def run(self) -> "Search":
        """Search to the proved optimum, or until the rounds are used up."""
        if self.moves.fit():
            self._repair(self.part.must, self.part.cost)
            self._cut_lines()
            self._relaxed_rounds()
            self._whole_rounds()
            self.bound = min(self.bound, self.cost)
        return self

    def _repair(self, start: np.ndarray, price: np.ndarray) -> None:
        hidden = completed(self.moves, start | self.part.must, price)
        if self.part.price(hidden) < self.cost + SLACK:
            self._keep(thinned(self.moves, hidden))

    def _keep(self, hidden: np.ndarray) -> None:
        if self.part.price(hidden) < self.cost - TINY:
            self.best, self.cost = hidden, self.part.price(hidden)

    def _cut_lines(self) -> None:
        """No number is hidden in vain, alone in a sum; a small one has another to move against."""
        for line in self.part.matrix.toarray():
            for j in np.flatnonzero(line):
                if j in self.part.aims:
                    self._add(j, {s: self._line_cut(line, j, s, by)
                                  for s, by in self.part.aims[j]})  # fmt: skip
                elif not self.part.must[j]:
                    cut = (line != 0).astype(float)
                    cut[j] = -1
                    self.master.add(cut, 0.0)

    def _line_cut(self, line: np.ndarray, j: int, sign: int, by: int) -> np.ndarray:
        falls, reach = line == sign * line[j], self.moves.reach[j]
        cut = np.where(falls, np.minimum(self.part.down, reach), reach) * (line != 0)
        cut[j] = 0
        return np.minimum(cut / by, 1.0)

    def _add(self, small: int, cuts: dict[int, np.ndarray]) -> None:
        """Cuts for the ways of a small number; both ways together make one that always holds."""
        for sign, cut in cuts.items():
            self.master.add_way(cut, small, sign)
        if len(cuts) == len(self.part.aims[small]):
            self.master.add(np.max([*cuts.values()], axis=0))

    def _relaxed_rounds(self) -> None:
        for _ in range(RELAXED):
            if self.is_done:
                return
            point, bound = self.master.relaxed()
            self.bound = max(self.bound, bound)
            if not (self._cut(point, INWARD) or self._cut(point, 0.0)):
                break
        self._repair(self.part.must, self.part.cost * (1 - point[: self.part.size]))

    def _cut(self, point: np.ndarray, inward: float) -> bool:
        """Cuts that rule out a relaxed choice, and whether there were any."""
        before, most = len(self.master.rows), np.zeros((3, self.part.size))
        shares = _inward(point[: self.part.size], inward)
        for small, aims in self.part.aims.items():
            wanted = [(small, (sign, by), share) for sign, by in aims
                      if most[sign, small] < by * (share := self.master.wanted(point, small, sign))
                      - TINY]  # fmt: skip
            pulled = self.moves.pulls(shares, wanted)
            for move, _ in pulled:
                most = np.maximum(most, [move * 0, move, -move])
            self._add(small, _cuts(wanted, pulled))
        return len(self.master.rows) > before

    def _whole_rounds(self) -> None:
        effort = 0
        for i in range(ROUNDS):
            effort += len(self.master.rows) * self.master.cost.size
            if self.is_done or effort > EFFORT:
                break
            gap = TIE / 2 / max(self.cost, 1.0)
            point, bound = self.master.chosen(self.cost - TIE, node_limit=NODES, mip_rel_gap=gap)
            self.bound = max(self.bound, bound)
            if point is None or not self._learn(point[: self.part.size] > 0.5, i):
                break
        if self.cost > self.bound * (1 + NEARLY):
            self._rebuild(LAST)

    def _learn(self, hidden: np.ndarray, i: int) -> bool:
        """Keep a whole choice if it is safe; cuts that rule it out, and True, where it is not."""
        known = self.moves.known(hidden)
        if not known:
            self._keep(hidden)
            return False
        self._rule_out(hidden, known)
        self._repair(hidden, self.part.cost)
        if i >= 2:
            self._rebuild(TRIES)
        return True

    def _rebuild(self, tries: int) -> None:
        """Choices like the best, some of which may be cheaper."""
        for _ in range(tries):
            if self.is_done or not (self.best & ~self.part.must).any():
                return
            self._keep(rebuilt(self.moves, self.best, self.chance))

    def _rule_out(self, hidden: np.ndarray, known: list[int]) -> None:
        """Cuts for a choice by which these small numbers are known."""
        for inward in (INWARD, 0.0):
            shares = _inward(hidden.astype(float), inward)
            wanted = [(p, aim, 1.0) for p in known for aim in self.part.aims[p]]
            pulled = dict(zip(wanted, self.moves.pulls(shares, wanted), strict=True))
            for small in known:
                own = [w for w in wanted if w[0] == small]
                cuts = _cuts(own, [pulled[w] for w in own])
                if len(cuts) == len(own):
                    self._add(small, cuts)
                    known = [p for p in known if p != small]
        for small in known:
            self.master.add(1.0 - self.moves.grown(hidden, small))


def _cuts(wanted: list[Pull], pulled: list[tuple[np.ndarray, Cut]]) -> dict[int, np.ndarray]:
    """The cuts among what came of pulls at a small number, by the way that was pulled."""
    return {aim[0]: cut for (_, aim, _), (_, cut) in zip(wanted, pulled, strict=True)
            if cut is not None}  # fmt: skip


def _inward(shares: np.ndarray, by: float) -> np.ndarray:
    return np.clip(shares, 0, 1) * (1 - by) + by
