"""An earlier publication of the same people: what it gave out stays out.

Whoever has both can subtract them. Where nobody seems to have left, each number is the earlier one
and the newcomers, and few newcomers are a small count as good as any.
"""

from collections.abc import Iterable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from .ledger import Address, Ledger
from .manifest import Edition
from .solver import Sum, Task, equations, known

THEN, NEW = "i utlämning", "nya sedan utlämning"
Names = list[Address]


def enter_earlier(ledger: Ledger, edition: Edition, tag: str) -> None:
    """Enter an earlier publication's numbers, and how those in the ledger differ from them.

    Called again when more is in the ledger, it enters the rest.

    Raises
    ------
    ValueError
        When its numbers don't add up.
    """
    names, sums = list(edition.numbers), list(edition.sums)
    now = [ledger.place.get(ledger.address(a)) for a in names]
    counts = np.array([-1 if i is None else ledger.counts[i] for i in now])
    then = np.array([-1 if n is None else n for n in edition.numbers.values()])
    is_growing = bool((counts >= then)[(then >= 0) & (counts >= 0)].all())
    then = _guessed(edition, names, sums, then, counts if is_growing else np.full(then.size, -1))
    if then is None:
        raise ValueError("the earlier publication does not hold together")
    places = [
        ledger.enter_past(a | {(THEN, tag)}, int(n), edition.numbers[a] is not None, low == 0)
        for a, n, low in zip(names, then, _floor(edition, names), strict=True)
    ]
    ledger.sums |= {_moved(s, places) for s in sums}
    ledger.small |= {places[i] for i in _kept_secret(edition, names, sums, then)}
    for address, i, past, n in zip(names, now, places, then, strict=True):
        if i is not None:
            is_told = edition.numbers[address] is not None
            _differ(ledger, address | {(NEW, tag)}, i, past, int(n), is_told, is_growing)


def is_recut(ledger: Ledger, edition: Edition, names: Iterable[str]) -> bool:
    """Whether one of these variables has other categories than in the earlier publication."""
    both = [n for n in names if n in edition.variables and n in ledger.variables]
    return any(edition.variables[n] != ledger.variables[n].categories for n in both)


def _differ(
    ledger: Ledger, address: Address, now: int, past: int, then: int, is_told: bool,
    is_growing: bool,
) -> None:  # fmt: skip
    """Tie a number to the one it was; a small difference from a told one must not come out."""
    more = ledger.counts[now] - then
    is_few = is_told and 0 < abs(more) < ledger.k
    if not is_growing:
        ledger.small |= {now} if is_few else set()
        return
    new = ledger.enter_silent(address, more, is_few)
    ledger.sums.add((now, tuple(sorted((past, new)))))


def _guessed(
    edition: Edition, names: Names, sums: list[Sum], then: np.ndarray, most: np.ndarray
) -> np.ndarray | None:
    """Whole numbers for what the earlier publication hid, as near to the present as can be.

    Any that fit serve to tell what a reader can work out; None where none do.
    """
    hidden = np.flatnonzero(then < 0)
    if not hidden.size:
        return then
    low = _floor(edition, names)[hidden]
    high = np.where(most[hidden] >= 0, most[hidden], max(then.max(), most.max(), 1))
    matrix = equations(sums, list(range(then.size))).tocsc()
    told = np.where(then < 0, 0, then)
    limits = LinearConstraint(matrix[:, hidden], *[-(matrix @ told)] * 2)
    found = milp(-np.ones(hidden.size), integrality=np.ones(hidden.size),
                 bounds=Bounds(np.minimum(low, high), high), constraints=limits)  # fmt: skip
    if not found.success:
        return None
    told[hidden] = np.round(found.x)
    return told


def _kept_secret(
    edition: Edition, names: Names, sums: list[Sum], then: np.ndarray
) -> frozenset[int]:
    """What the earlier publication hid and did not give away by itself."""
    hidden = frozenset(i for i, a in enumerate(names) if edition.numbers[a] is None)
    task = Task(then, frozenset(sums), hidden, frozenset(), hidden, np.ones(then.size),
                k=edition.k, floor=_floor(edition, names))  # fmt: skip
    return hidden - known(task, hidden)


def _floor(edition: Edition, names: Names) -> np.ndarray:
    """The least that a reader can think of for each number, were it hidden."""
    return np.array([0 if any(n in edition.sensitive for n, _ in a) else 1 for a in names])


def _moved(line: Sum, places: list[int]) -> Sum:
    whole, parts = line
    return places[whole], tuple(sorted(places[p] for p in parts))
