"""The search for the cheapest safe choice in one part: branch and cut, with repairs on the way."""

import time

import numpy as np

from .master import Master
from .moves import Moves, Part
from .repair import completed, thinned
from .task import TIE, TINY

RELAXED, ROUNDS, NODES = 12, 18, 300  # what ends a search: counted, so that any machine finds
EFFORT = 4e6  # the same: cuts times numbers, over all rounds
SECONDS = 120.0  # the same; the clock is only against standing still
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
            cuts = {}
            for sign, by in aims:
                wanted = self.master.wanted(point, small, sign)
                if most[sign, small] >= by * wanted - TINY:
                    continue
                move, cut = self.moves.pull(shares, small, (sign, by), wanted)
                most = np.maximum(most, [move * 0, move, -move])
                cuts |= {} if cut is None else {sign: cut}
            self._add(small, cuts)
        return len(self.master.rows) > before

    def _whole_rounds(self) -> None:
        end, effort = time.monotonic() + SECONDS, 0
        for i in range(ROUNDS):
            seconds = end - time.monotonic()
            effort += len(self.master.rows) * self.master.cost.size
            if self.is_done or seconds < 0 or effort > EFFORT:
                return
            point, bound = self.master.chosen(
                self.cost - TIE, node_limit=NODES, time_limit=seconds,
                mip_rel_gap=TIE / 2 / max(self.cost, 1.0))  # fmt: skip
            self.bound = max(self.bound, bound)
            if point is None or not self._learn(point[: self.part.size] > 0.5, i):
                return

    def _learn(self, hidden: np.ndarray, i: int) -> bool:
        """Keep a whole choice if it is safe; cuts that rule it out, and True, where it is not."""
        known = self.moves.known(hidden)
        if not known:
            self._keep(hidden)
            return False
        for small in known:
            self._rule_out(hidden, small)
        if i % 2 == 0:
            self._repair(hidden, self.part.cost)
        return True

    def _rule_out(self, hidden: np.ndarray, small: int) -> None:
        """Cuts for a choice by which a small number is known."""
        for inward in (INWARD, 0.0):
            shares, aims = _inward(hidden.astype(float), inward), self.part.aims[small]
            cuts = {s: self.moves.pull(shares, small, (s, by))[1] for s, by in aims}
            if all(cut is not None for cut in cuts.values()):
                return self._add(small, cuts)
        return self.master.add(1.0 - self.moves.grown(hidden, small))


def _inward(shares: np.ndarray, by: float) -> np.ndarray:
    return np.clip(shares, 0, 1) * (1 - by) + by
