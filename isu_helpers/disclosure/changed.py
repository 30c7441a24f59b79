"""A change beside its start and follow-up: the three tables tell of one another.

With yes and no, those who went from no to yes less those who went back are how many more say yes:
who knows three of the four numbers knows the fourth. So all ways from an answer at start to one at
follow-up are entered as numbers that nobody prints, and the tables as sums of them.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from ..analysis.cube import ANSWERED
from ..codebook import Variable
from ..records.derived import CHANGE, FOLLOWED, derived, is_of_change, possible
from ..wording import MISSING
from .ledger import Address, Ledger
from .overlap import members, rests_of
from .population import Crowd

Way = tuple[int, ...]  # the places of start, follow-up, change and who was reached; -1 for none


def tie_changes(ledger: Ledger, crowd: Crowd) -> None:
    """Enter what follows from each change, or who was reached, that stands in the ledger."""
    rules = {
        replace(v.rule, name=CHANGE): None for v in ledger.variables.values() if is_of_change(v)
    }
    for rule in rules:
        _tie(
            ledger,
            crowd,
            *(derived(crowd.records, replace(rule, name=n)) for n in (CHANGE, FOLLOWED)),
        )


def _tie(ledger: Ledger, crowd: Crowd, change: Variable, followed: Variable) -> None:
    sources = (crowd.records.codebook[name] for name in change.rule.sources)
    four = (*sources, change, followed)
    names = {v.name for v in four}
    codes = np.array([crowd.records.codes(v) for v in four])
    ways = sorted(possible(crowd.records, change, followed))
    rests = [*rests_of(ledger, change.name), *rests_of(ledger, followed.name)]
    for rest in dict.fromkeys(rests):
        is_alone = names.isdisjoint(name for name, _ in rest)
        if is_alone and all(name in ledger.variables for name, _ in rest):
            rows = codes[:, members(crowd, ledger.variables, rest)]
            _enter(
                ledger, rest, four, {w: int((np.array(w) == rows.T).all(1).sum()) for w in ways}
            )


def _enter(
    ledger: Ledger, rest: Address, four: tuple[Variable, ...], counts: dict[Way, int]
) -> None:
    """Each way as a silent number, and each number of the tables as the sum of its ways."""
    parts: dict[Address, list[int]] = defaultdict(list)
    for way, count in counts.items():
        pairs = [(v.name, _slot(v, i)) for v, i in zip(four, way, strict=True)]
        number = ledger.enter_silent(rest | set(pairs[:3]), count, False)
        answered = [(v.name, ANSWERED) for v, i in zip(four, way, strict=True) if i >= 0]
        for pair in (*pairs, *answered):
            parts[rest | {pair}].append(number)
    for address, numbers in parts.items():
        whole = ledger.place.get(ledger.address(address))
        if whole is not None and numbers != [whole]:
            ledger.sums.add((whole, tuple(sorted(numbers))))


def _slot(variable: Variable, place: int) -> str:
    return variable.categories[place] if place >= 0 else MISSING
