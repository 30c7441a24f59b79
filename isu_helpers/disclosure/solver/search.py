"""The search for the cheapest safe choice in one part: branch and cut, with repairs on the way."""

from dataclasses import replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from .effort import Effort
from .moves import NEAR, Cut, Moves, Part, Pull
from .task import TIE, TINY, Pattern, Task, equations, tied

# The master problem: the cheapest choice that obeys the cuts found so far.

INFEASIBLE = 2  # what scipy's milp calls it
SPARSE = 10  # of so many numbers a cut has about one


class Master:
    """Cuts, and the choices that obey them.

    Beside one variable for each number, hidden or not, there is one for each small number with
    two ways to go, upwards or not.
    """

    def __init__(self, part: Part, effort: Effort):
        self.size, self.effort = part.size, effort
        two = [p for p, aims in part.aims.items() if len(aims) == 2]
        self.way = {p: part.size + i for i, p in enumerate(two)}
        self.low = np.concatenate([part.must.astype(float), np.zeros(len(two))])
        self.cost = np.concatenate([part.cost, np.zeros(len(two))])
        self.rows: list[np.ndarray] = []
        self.least: list[float] = []
        self.seen: set[bytes] = set()

    def add(self, cut: np.ndarray, least: float = 1.0) -> None:
        """A cut that holds always: its product with what is hidden is no less than this."""
        row = np.zeros(self.cost.size)
        row[: cut.size] = cut
        key = np.round(row, 6).tobytes()
        if key not in self.seen:
            self.seen.add(key)
            self.rows.append(row)
            self.least.append(least)

    def add_way(self, cut: np.ndarray, small: int, sign: int) -> None:
        """A cut that holds where the small number goes this way."""
        row = np.zeros(self.cost.size)
        row[: cut.size] = cut
        if small in self.way:
            row[self.way[small]] = -sign
        self.add(row, float(small not in self.way or sign < 0))

    def wanted(self, point: np.ndarray, small: int, sign: int) -> float:
        """The share of the way that a choice says a small number goes."""
        if small not in self.way:
            return 1.0
        up = point[self.way[small]]
        return float(up if sign > 0 else 1.0 - up)

    def relaxed(self) -> tuple[np.ndarray, float]:
        """The cheapest choice of shares between 0 and 1, and its cost."""
        found = milp(self.cost, bounds=Bounds(self.low, 1), constraints=self._limits())
        self.effort.add(len(self.rows) * self.cost.size / SPARSE)
        return found.x, found.fun

    def chosen(self, under: float, **options: float) -> tuple[np.ndarray | None, float]:
        """The cheapest whole choice that costs no more than this, and the least that any costs.

        No choice where there is none, or none was found within what the options allow.
        """
        limits = [*self._limits(), LinearConstraint(self.cost, -np.inf, under)]
        found = milp(self.cost, integrality=np.ones(self.cost.size), bounds=Bounds(self.low, 1),
                     constraints=limits, options=options)  # fmt: skip
        self.effort.add(len(self.rows) * self.cost.size, found.mip_node_count or 0)
        if found.status == INFEASIBLE:
            return None, under
        bound = -np.inf if found.mip_dual_bound is None else min(found.mip_dual_bound, under)
        return None if found.x is None else np.clip(np.round(found.x), 0, 1), bound

    def _limits(self) -> list[LinearConstraint]:
        if not self.rows:
            return []
        return [LinearConstraint(csc_array(np.array(self.rows)), self.least, np.inf)]


# Safe choices by hand's rule: hide more until nothing is known, then show again what may be.

UNEVEN = 1.5  # how much dearer than another a number may seem, for a repair to be another


def completed(moves: Moves, hidden: np.ndarray, price: np.ndarray) -> np.ndarray:
    """What is hidden and more, so that no small number is known.

    ``price`` is what each number costs to hide, less for what one would rather hide. A small
    number that is known even when all is hidden is left so. Where far too much is spent, all is
    hidden that stands in a sum with the small number, or else all there is.
    """
    for small in moves.part.aims:
        if moves.effort.is_far_spent and moves.shows(hidden, small) is None:
            hidden = hidden | around(moves.part, small)
            if moves.shows(hidden, small) is None:
                return np.ones_like(hidden)
        elif moves.shows(hidden, small) is None:
            prices = np.where(hidden, NEAR, np.maximum(price, 2 * NEAR))
            ways = [moves.cheapest(prices, small, aim) for aim in moves.part.aims[small]]
            found = [move for move in ways if move is not None]
            if found:
                move = min(found, key=lambda m: prices[m != 0].sum())
                moves.keep(move)
                hidden = hidden | (move != 0)
    return hidden


def thinned(moves: Moves, hidden: np.ndarray) -> np.ndarray:
    """A safe choice without what need not be hidden, the dearest shown again first."""
    part, hidden = moves.part, hidden.copy()
    used = {p: move for p in part.aims if (move := moves.shows(hidden, p)) is not None}
    more = np.flatnonzero(hidden & ~part.must)
    for j in more[np.argsort(-part.cost[more], kind="stable")]:
        if moves.effort.is_spent:
            break
        hidden[j] = False
        instead = _instead(moves, hidden, [p for p, move in used.items() if move[j]])
        hidden[j] = instead is None
        used |= instead or {}
    return hidden


def rebuilt(moves: Moves, hidden: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """A safe choice like another: the numbers around a random one shown again, and repaired."""
    part = moves.part
    more = np.flatnonzero(hidden & ~part.must)
    near = around(part, chance.choice(more))
    price = part.cost * chance.uniform(1, UNEVEN, part.size)
    return thinned(moves, completed(moves, part.must | hidden & ~near, price))


def around(part: Part, number: int) -> np.ndarray:
    """What stands in a sum with a number, itself among them."""
    near = (part.matrix != 0).astype(float)
    found: np.ndarray = near.T @ (near @ np.eye(1, part.size, number)[0]) > 0
    return found


def _instead(moves: Moves, hidden: np.ndarray, smalls: list[int]) -> dict[int, np.ndarray] | None:
    """A move for each of these small numbers; None where one of them has none."""
    if any(moves.is_barred(hidden, small) for small in smalls):
        return None
    found = {}
    for small in smalls:
        if (move := moves.shows(hidden, small)) is None:
            return None
        found[small] = move
    return found


# The search for the cheapest safe choice in one part: branch and cut, with repairs on the way.

RELAXED, ROUNDS, NODES = 12, 18, 300  # what ends a search: counted, so that any machine finds
EFFORT = 1.1e6  # the same: cuts times numbers, over all rounds
LIMIT, LEAST = 6000.0, 600.0  # the same: of a task, and of each of its parts in any case
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

    def __init__(self, part: Part, effort: Effort | None = None):
        self.effort = effort or Effort(LIMIT)
        self.part, self.moves = part, Moves(part, effort=self.effort)
        self.best: np.ndarray | None = None
        self.chance = np.random.default_rng(0)
        self.cost, self.bound = np.inf, part.price(part.must)

    @property
    def is_done(self) -> bool:
        """Whether nothing is cheaper by more than a tie, or no more may be spent."""
        return self.effort.is_spent or self.cost <= self.bound + TIE + TINY

    def run(self) -> "Search":
        """Search to the proved optimum, or until the rounds are used up."""
        self._settle()
        if not self.part.aims:
            self._keep(self.part.must)
        elif self.moves.fit():
            self.master = Master(self.part, self.effort)
            self._repair(self.part.must, self.part.cost)
            self._cut_lines()
            self._relaxed_rounds()
            self._whole_rounds()
            self.bound = min(self.bound, self.cost)
        return self

    def _settle(self) -> None:
        """Leave the small numbers that what is hidden anyhow protects already."""
        left = {*self.moves.known(self.part.must)}
        aims = {p: aims for p, aims in self.part.aims.items() if p in left}
        self.part = self.moves.part = replace(self.part, aims=aims)

    def _repair(self, start: np.ndarray, price: np.ndarray) -> None:
        if self.best is not None and self.effort.is_spent:
            return
        hidden = completed(self.moves, start | self.part.must, price)
        if self.part.price(hidden) < self.cost + SLACK:
            self._keep(thinned(self.moves, hidden))

    def _keep(self, hidden: np.ndarray) -> None:
        if self.part.price(hidden) < self.cost - TINY:
            self.best, self.cost = hidden, self.part.price(hidden)

    def _cut_lines(self) -> None:
        """No number is hidden in vain, alone in a sum; a small one has another to move against."""
        for line in self.part.matrix.toarray():
            for j in np.flatnonzero(line).tolist():
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
        held: np.ndarray = np.minimum(cut / by, 1.0)
        return held

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
            if self.effort.is_spent:
                break
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
            if self.is_done or self.best is None or not (self.best & ~self.part.must).any():
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
    inside: np.ndarray = np.clip(shares, 0, 1) * (1 - by) + by
    return inside


# What no choice can do without, told before any is sought.


def fewest(task: Task, among: frozenset[int]) -> float:
    """The least that is hidden of some numbers, by the sums they stand in; infinite if in vain.

    No safe choice hides fewer: a small number is never alone hidden in a sum, and what is hidden
    besides is not in vain. A choice may need more than that.
    """
    sums = frozenset(s for s in task.sums if not among.isdisjoint((s[0], *s[1])))
    free = sorted({a for whole, parts in sums for a in (whole, *parts)} & {*task.free})
    at = np.array(free, int)
    must, wanted = np.isin(at, [*task.must]), np.isin(at, [*among])
    alone = np.isin(at, [*task.small]) | ~must
    rows = [(line != 0) - 2.0 * (np.arange(at.size) == j)
            for line in equations(sums, free).toarray() for j in np.flatnonzero(line)
            if alone[j]]  # fmt: skip
    if not rows:
        return float(must[wanted].sum())
    found = milp(wanted.astype(float), integrality=np.ones(at.size),
                 bounds=Bounds(must.astype(float), 1),
                 constraints=LinearConstraint(csc_array(np.array(rows)), 0, np.inf),
                 options={"node_limit": NODES})  # fmt: skip
    if found.status == INFEASIBLE:
        return np.inf
    return 0.0 if found.mip_dual_bound is None else np.ceil(found.mip_dual_bound - TINY)


# Complementary suppression: the cheapest further numbers to hide so that none is worked out.

Best = tuple[np.ndarray | None, float, float]  # what is hidden of a part, its cost, the bound
Solved = dict[tuple[object, ...], Best]


def complement(
    task: Task, solved: Solved | None = None, effort: Effort | None = None, least: float = LEAST
) -> Pattern | None:
    """The cheapest safe choice of addresses to hide, or the best that was found.

    The small ones are among them. None where nothing is safe, whatever is hidden. Deterministic
    for the same task. ``solved`` remembers the parts of tasks, and is added to; so is
    ``effort``: where that is spent, more may be hidden than need be. ``least`` is what a part may
    cost in any case.
    """
    effort = effort or Effort(LIMIT)
    if task.must & task.shown or not task.must <= {*task.free}:
        return None
    hidden, alone = set(task.must), tied(task, task.free)
    apart = task.must - task.silent - {a for free, _ in alone for a in free}
    cost = bound = float(task.cost[sorted(apart)].sum())
    for free, matrix in alone:
        part = Part.of(task, free, matrix)
        (best, price, known), spent = _solved(part, solved, effort.part(least))
        effort.spent += spent
        if best is None:
            return None
        hidden |= {a for a, y in zip(free, best, strict=True) if y}
        cost, bound = cost + price, bound + known
    return Pattern(frozenset(hidden), cost, bound)


def _solved(part: Part, solved: Solved | None, effort: Effort) -> tuple[Best, float]:
    """What is hidden in a part, what that costs and the least that any safe choice costs; effort.

    What was solved before costs none.
    """
    solved = {} if solved is None else solved
    if (key := part.key) not in solved:
        search = Search(part, effort).run()
        solved[key] = search.best, search.cost, search.bound
    return solved[key], effort.spent
