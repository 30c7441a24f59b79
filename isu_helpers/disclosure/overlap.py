"""Two divisions of one thing, such as ages in two ways: subtraction tells them apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from ..analysis.cube import ANSWERED
from ..codebook import SEX, Variable
from ..records.derived import are_of_one_change
from ..wording import MISSING
from .ledger import Address, Ledger, Pair
from .primary import Crowd


@dataclass(frozen=True)
class Overlap:
    """Two variables and the pairs of their groups that have people in common.

    No such pairs form a ring, so how many people each pair has in common follows from the two
    divisions: «0–20» less «0–17» are those of 18 to 20.
    """

    one: str
    two: str
    pairs: frozenset[tuple[str, str]]

    @property
    def slots(self) -> set[Pair]:
        """The groups of both variables."""
        return {pair for a, b in self.pairs for pair in ((self.one, a), (self.two, b))}

    def is_only(self, pair: tuple[str, str]) -> tuple[bool, bool]:
        """Whether each group of a pair lies wholly within the other."""
        first = sum(a == pair[0] for a, _ in self.pairs)
        second = sum(b == pair[1] for _, b in self.pairs)
        return first == 1, second == 1


def overlaps(crowd: Crowd, variables: Iterable[Variable]) -> list[Overlap]:
    """The pairs of variables, sex apart, that divide one thing in two ways.

    A change and what it is made of are tied by themselves.
    """
    return list(crowd.among((v for v in variables if v.role != SEX), combinations, _overlap))


def tie(ledger: Ledger, overlap: Overlap, crowd: Crowd) -> None:
    """Enter what follows from an overlap wherever both its divisions are in the ledger.

    Where nothing is new since the last time nothing new follows.
    """
    slots = frozenset(ledger.same.get(pair, pair) for pair in overlap.slots)
    new = ledger.new_beside((overlap, slots), slots, overlap.one)
    for rest in ledger.rests_of(overlap.one) if new else ():
        if rest not in new or not all(rest | {slot} in ledger.place for slot in slots):
            continue
        names = {name for name, _ in rest}
        if overlap.two in names or names - ledger.variables.keys():
            continue
        numbers = {pair: _common(ledger, overlap, pair, rest, crowd) for pair in overlap.pairs}
        for i, name in enumerate((overlap.one, overlap.two)):
            for slot in sorted({pair[i] for pair in overlap.pairs}):
                whole = ledger.place[ledger.address(rest | {(name, slot)})]
                parts = tuple(sorted(n for pair, n in numbers.items() if pair[i] == slot))
                if parts != (whole,):
                    ledger.sums.add((whole, parts))


def _overlap(one: Variable, two: Variable, crowd: Crowd) -> Overlap | None:
    if are_of_one_change(one, two):
        return None
    names = [[*v.categories, MISSING] for v in (one, two)]
    shape = tuple(map(len, names))
    first, second = (np.where((c := crowd.codes(v)) < 0, len(v.categories), c)
                     for v in (one, two))  # fmt: skip
    count = np.bincount(np.ravel_multi_index((first, second), shape), minlength=np.prod(shape))
    table = count.reshape(shape) > 0
    if not _is_two_cuts(table[table.any(axis=1)][:, table.any(axis=0)]):
        return None
    pairs = frozenset((names[0][a], names[1][b]) for a, b in np.argwhere(table))
    return Overlap(one.name, two.name, pairs)


def _is_two_cuts(table: np.ndarray) -> bool:
    """Whether groups have people in common without a ring, and it is no chance of few groups."""
    rows, columns = table.shape
    if min(rows, columns) < 2 or rows == columns == table.sum() or table.sum() >= rows + columns:
        return False  # a forest has fewer links than groups
    is_nested = table.sum() in (rows, columns)
    return (is_nested or min(rows, columns) > 2) and _has_no_ring(table)


def _has_no_ring(table: np.ndarray) -> bool:
    """Whether the groups of rows and columns, tied where they meet, are a forest."""
    rows, columns = table.shape
    links = csr_array(np.block([[np.zeros((rows, rows)), table],
                                [table.T, np.zeros((columns, columns))]]))  # fmt: skip
    parts, _ = connected_components(links, directed=False)
    return bool(int(table.sum()) == rows + columns - parts)


def _common(
    ledger: Ledger, overlap: Overlap, pair: tuple[str, str], rest: Address, crowd: Crowd
) -> int:
    """The number of those in both groups of a pair: one group's where it lies in the other."""
    one, two = (overlap.one, pair[0]), (overlap.two, pair[1])
    is_first, is_second = overlap.is_only(pair)
    if is_first or is_second:
        return ledger.place[ledger.address(rest | {one if is_first else two})]
    address: set[Pair] = {*rest, one, two}
    rows = members(crowd, ledger.variables, frozenset(address))
    people = np.unique(crowd.records.keys[rows]).size
    return ledger.enter_silent(frozenset(address), int(rows.sum()), 0 < people < ledger.k)


def members(crowd: Crowd, variables: dict[str, Variable], address: Address) -> np.ndarray:
    """Which rows an address is about."""
    found = crowd.is_stated.copy()
    for name, slot in address:
        codes = crowd.records.codes(variables[name])
        if slot in (MISSING, ANSWERED):
            found &= (codes < 0) == (slot == MISSING)
        else:
            found &= codes == variables[name].categories.index(slot)
    return found
