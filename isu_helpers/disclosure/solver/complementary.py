"""Complementary suppression: the cheapest further numbers to hide so that none is worked out.

Branch and cut after Fischetti and Salazar (2000), Journal of the American Statistical Association
95: a master problem chooses what to hide; for each small number an attacker's linear program looks
for another value that fits; where there is none, its dual gives a cut for the master.
"""

import numpy as np
from scipy.sparse.csgraph import connected_components

from .moves import Part
from .search import Search
from .task import Pattern, Task, equations


def complement(task: Task) -> Pattern | None:
    """The cheapest safe choice of addresses to hide, or the best that was found.

    The small ones are among them. None where nothing is safe, whatever is hidden. Deterministic
    for the same task.
    """
    if task.must & task.shown or not task.must <= {*task.free}:
        return None
    hidden, alone = set(task.must), _tied(task)
    cost = float(task.cost[sorted(task.must - task.silent - {a for t in alone for a in t})].sum())
    bound = cost
    for free in alone:
        search = Search(Part.of(task, free)).run()
        if search.best is None:
            return None
        hidden |= {a for a, y in zip(free, search.best, strict=True) if y}
        cost, bound = cost + search.cost, bound + search.bound
    return Pattern(frozenset(hidden), cost, bound)


def _tied(task: Task) -> list[list[int]]:
    """The free addresses that sums tie to a small one, a list for each group so tied."""
    matrix, free = equations(task.sums, task.free), np.array(task.free, int)
    if not task.small:
        return []
    _, group = connected_components(matrix.T @ matrix, directed=False)
    small = np.isin(free, [*task.small])
    return [free[group == i].tolist() for i in np.unique(group[small])]
