"""Complementary suppression: the cheapest further numbers to hide so that none is worked out.

Branch and cut after Fischetti and Salazar (2000), Journal of the American Statistical Association
95: a master problem chooses what to hide; for each small number an attacker's linear program looks
for another value that fits; where there is none, its dual gives a cut for the master.
"""

import numpy as np

from .moves import Part
from .search import Search
from .task import Pattern, Task, tied


def complement(task: Task, solved: dict | None = None) -> Pattern | None:
    """The cheapest safe choice of addresses to hide, or the best that was found.

    The small ones are among them. None where nothing is safe, whatever is hidden. Deterministic
    for the same task. ``solved`` remembers the parts of tasks, and is added to.
    """
    if task.must & task.shown or not task.must <= {*task.free}:
        return None
    hidden, alone = set(task.must), tied(task, task.free)
    cost = float(task.cost[sorted(task.must - task.silent - {a for t in alone for a in t})].sum())
    bound = cost
    for free in alone:
        best, price, least = _solved(Part.of(task, free), solved)
        if best is None:
            return None
        hidden |= {a for a, y in zip(free, best, strict=True) if y}
        cost, bound = cost + price, bound + least
    return Pattern(frozenset(hidden), cost, bound)


def _solved(part: Part, solved: dict | None) -> tuple[np.ndarray | None, float, float]:
    """What is hidden in a part, what that costs, and the least that any safe choice costs."""
    key = part.key if solved is not None else None
    if key is None or key not in solved:
        search = Search(part).run()
        found = search.best, search.cost, search.bound
        if key is None:
            return found
        solved[key] = found
    return solved[key]
