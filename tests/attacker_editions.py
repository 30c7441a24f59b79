"""An attacker who has several publications of (mostly) the same people, written apart.

Of each he has the frame of one table, and who knows what changed in between he knows: at level
«c» how many left, came or got another answer in each group, at «d» also who, where those were
fewer than the limit. All unknown tables and all that is out are one system of whole numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from attacker import ANSWERED, MISSING, Address, rows, variables
from scipy.optimize import Bounds, LinearConstraint, milp

Cell = tuple[str, ...]  # a slot of each variable of a table, the counted one last
Counts = Mapping[Cell, int]


@dataclass(frozen=True)
class Published:
    """One publication: its frame, the true number of people in each cell, and its limit.

    Cells are by the variables ``by``, of which the frame may have some. The sexes ``few`` are no
    group of it, and in none of its totals.
    """

    frame: pd.DataFrame
    truth: Counts
    k: int
    by: tuple[str, ...] = ("Kön",)
    few: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        """Its variables, the counted one last."""
        return variables(self.frame)

    def told(self) -> dict[Address, int | None]:
        """Each address of the frame with its number, None where it is hidden."""
        if self.frame[["n", "base", "share", "low"]].isna().all(axis=None):
            return {}
        found: dict[Address, int | None] = {}
        for at, base_at, n, base in rows(self.frame):
            for address, number in ((at, n), (base_at, base)):
                found[address] = found.get(address) if number is None else number
        return found

    def inner(self, address: Address) -> list[Cell]:
        """The cells that an address is the sum of."""
        at = dict(address)
        is_in = [lambda c, i=i, n=n: n not in at or c[i] == at[n] for i, n in enumerate(self.by)]
        answer = at.get(self.names[-1])
        return [
            c
            for c in self.truth
            if all(f(c) for f in is_in)
            and c[0] not in self.few
            and (answer is None or c[-1] == answer or (answer == ANSWERED and c[-1] != MISSING))
        ]

    def count(self, address: Address) -> int:
        """The true number of an address."""
        return sum(self.truth[c] for c in self.inner(address))


@dataclass(frozen=True)
class Change:
    """Who changed between some publications (their people together) and a later one.

    ``left`` and ``came`` are the numbers in each class; ``classes`` the cells then, for each
    publication of ``then``, and now, that are one and the same. Groups are by the first ``size``
    variables of a cell.
    """

    then: tuple[int, ...]
    now: int
    classes: dict[Cell, tuple[tuple[tuple[Cell, ...], ...], tuple[Cell, ...]]]
    left: Counts
    came: Counts
    size: int = 1

    def groups(self) -> dict[Cell, list[Cell]]:
        """The classes of each group of people."""
        found: dict[Cell, list[Cell]] = {}
        for c in self.classes:
            found.setdefault(c[: self.size], []).append(c)
        return found


class Reader:
    """One system of all publications, at a level."""

    def __init__(self, editions: Sequence[Published], changes: Sequence[Change], level: str,
                 k: int, names: Sequence[Mapping[Address, Address]]):  # fmt: skip
        self.editions, self.level, self.k, self.names = editions, level, k, names
        self.changes, self.told = changes, [e.told() for e in editions]
        self.at: dict[tuple, int] = {}
        for e, edition in enumerate(editions):
            for cell in edition.truth:
                self.at[e, cell] = len(self.at)
        self.lines: list[dict[int, float]] = []
        self.low: list[float] = []
        self.high: list[float] = []
        for i, change in enumerate(changes):
            self._change(i, change)
        self.printed = [self._printed(e) for e in range(len(editions))]

    def _line(self, entries: dict[int, float], low: float, high: float) -> None:
        self.lines.append(entries)
        self.low.append(low)
        self.high.append(high)

    def _change(self, i: int, change: Change) -> None:
        for classes in change.groups().values():
            left = sum(change.left[c] for c in classes)
            came = sum(change.came[c] for c in classes)
            is_told = self.level == "d" and max(left, came) < self.k
            for c in classes:
                before, after = change.classes[c]
                entries: dict[int, float] = {}
                for e, cells in zip(change.then, before, strict=True):
                    entries |= {self.at[e, cell]: 1.0 for cell in cells}
                later = {self.at[change.now, cell]: 1.0 for cell in after}
                stayed, gone, new = (self.at.setdefault((w, i, c), len(self.at)) for w in "slc")
                self._line(entries | {stayed: -1.0, gone: -1.0}, 0, 0)
                self._line(later | {stayed: -1.0, new: -1.0}, 0, 0)
            for answer in {c[-1] for c in classes} if is_told else ():
                same = [c for c in classes if c[-1] == answer]
                for which, numbers in (("l", change.left), ("c", change.came)):
                    told = sum(numbers[c] for c in same)
                    self._line({self.at[which, i, c]: 1.0 for c in same}, told, told)
            self._line({self.at["l", i, c]: 1.0 for c in classes}, left, left)
            self._line({self.at["c", i, c]: 1.0 for c in classes}, came, came)

    def _printed(self, e: int) -> list[tuple[dict[int, float], float, float]]:
        """What a publication says: numbers, and the least that a hidden one can be.

        Everyone knows that what was hidden or nobody before may be a hidden 0 now.
        """
        edition, found = self.editions[e], []
        for address, n in self.told[e].items():
            entries = {self.at[e, c]: 1.0 for c in edition.inner(address)}
            least = self.least(e, address)
            found.append((entries, least if n is None else n, np.inf if n is None else n))
        return found

    def least(self, e: int, address: Address) -> int:
        """The least that a number can be where it is hidden."""
        return 0 if self._may_be_zero(e, address) else 1

    def _may_be_zero(self, e: int, address: Address) -> bool:
        """Whether it is, or is part of, what was hidden or told as nobody, or is a new part.

        Or all who gave an answer of which some part was hidden.
        """
        called = self.names[e].get(address, address)
        before: set[Address] = set()
        for b in range(e):
            told: dict[Address, list[int | None]] = {}
            for a, n in self.told[b].items():
                told.setdefault(self.names[b].get(a, a), []).append(n)
            if any(a and a <= called and (None in n or not any(n)) for a, n in told.items()):
                return True
            if any(called < a and None in n for a, n in told.items()) and self._is_answer(called):
                return True
            before.update(told)
        if called in before:  # one part of what was told as one
            is_part = [*self.names[e].values()].count(called) > 1
            return is_part and not any(address in t for t in self.told[:e])
        return any(a < called for a in before if "svar" in dict(a))

    def _is_answer(self, address: Address) -> bool:
        counted = {e.names[-1] for e in self.editions}
        return any(n in counted and slot != ANSWERED for n, slot in address)

    def known(self, e: int, address: Address, only: int | None = None) -> bool:
        """Whether the number can be no other than it is; by one publication alone, if so asked."""
        lines, low, high = self._all(only)
        target = self._target(e, address)
        count = self.editions[e].count(address)
        return not any(self._world([*lines, target], [*low, lo], [*high, hi]) is not None
                       for lo, hi in ((count + 1, np.inf), (0, count - 1)) if hi >= 0)  # fmt: skip

    def is_from_one(self, e: int, address: Address) -> bool:
        """Whether one publication tells it by itself, or tells each part that is not shown."""
        parts = [frozenset(zip((*self.editions[e].by, self.editions[e].names[-1]), c, strict=True))
                 for c in self.editions[e].inner(address)]  # fmt: skip
        left = [a for a in parts if self.told[e].get(a) is None]
        every = range(len(self.editions))
        return any(self.known(e, address, only=i) for i in every) or all(
            any(self.known(e, a, only=i) for i in every) for a in left
        )

    def undoubted(self, small: Sequence[tuple[int, Address]]) -> list[tuple[int, Address]]:
        """Those of some numbers that are as they are in the first few worlds that fit."""
        left, rng = list(small), np.random.default_rng(0)
        for sign in (1, -1, 1, -1) if left else ():
            cost = np.zeros(len(self.at))
            for target in (self._target(*t) for t in left):
                cost[list(target)] += sign * rng.random()
            world = self._world(*self._all(None), cost)
            assert world is not None
            left = [t for t in left if self.editions[t[0]].count(t[1]) == round(
                sum(world[i] for i in self._target(*t)))]  # fmt: skip
        return left

    def _target(self, e: int, address: Address) -> dict[int, float]:
        return {self.at[e, c]: 1.0 for c in self.editions[e].inner(address)}

    def _all(self, only: int | None) -> tuple[list[dict[int, float]], list[float], list[float]]:
        """The lines of what is known of the changes, and of what is printed."""
        printed = [p for i, each in enumerate(self.printed) if only in (None, i) for p in each]
        every = zip(*printed, strict=True) if printed else ((), (), ())
        return tuple([*known, *told] for known, told in zip(
            (self.lines, self.low, self.high), every, strict=True))  # fmt: skip

    def _world(
        self, lines: list[dict[int, float]], low: list[float], high: list[float],
        cost: np.ndarray | None = None,
    ) -> np.ndarray | None:  # fmt: skip
        """Whole numbers that fit; None where there are none."""
        matrix = np.zeros((len(lines), len(self.at)))
        for i, entries in enumerate(lines):
            matrix[i, list(entries)] = list(entries.values())
        cost = np.zeros(len(self.at)) if cost is None else cost
        found = milp(
            cost,
            integrality=np.ones(len(self.at)),
            bounds=Bounds(0, 10_000),
            constraints=LinearConstraint(matrix, low, high),
        )
        assert found.status in (0, 2), found.message
        return found.x


def found_out(
    editions: Sequence[Published], changes: Sequence[Change], level: str, k: int,
    names: Sequence[Mapping[Address, Address]],
) -> list[tuple[int, Address, int]]:  # fmt: skip
    """The small numbers that are hidden in some publication and come out of all together.

    Not those that come out of one publication and the knowledge of the changes alone.
    """
    reader = Reader(editions, changes, level, k, names)
    small = [
        (e, a)
        for e, edition in enumerate(editions)
        for a, n in reader.told[e].items()
        if n is None and _is_answer(edition, a) and 0 < edition.count(a) < edition.k
    ]
    return [
        (e, a, editions[e].count(a)) for e, a in reader.undoubted(small)
        if reader.known(e, a) and not reader.is_from_one(e, a)
    ]  # fmt: skip


def _is_answer(edition: Published, address: Address) -> bool:
    return any(slot not in (ANSWERED, MISSING) for name, slot in address
               if name == edition.names[-1])  # fmt: skip


def cells_of(names: Sequence[Sequence[str]]) -> list[Cell]:
    """All combinations of slots."""
    return list(product(*names))
