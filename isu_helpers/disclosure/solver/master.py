"""The master problem: the cheapest choice that obeys the cuts found so far."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from .moves import Part

INFEASIBLE = 2  # what scipy's milp calls it


class Master:
    """Cuts, and the choices that obey them.

    Beside one variable for each number, hidden or not, there is one for each small number with
    two ways to go, upwards or not.
    """

    def __init__(self, part: Part):
        self.size = part.size
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
        return up if sign > 0 else 1.0 - up

    def relaxed(self) -> tuple[np.ndarray, float]:
        """The cheapest choice of shares between 0 and 1, and its cost."""
        found = milp(self.cost, bounds=Bounds(self.low, 1), constraints=self._limits())
        return found.x, found.fun

    def chosen(self, under: float, **options: float) -> tuple[np.ndarray | None, float]:
        """The cheapest whole choice that costs no more than this, and the least that any costs.

        No choice where there is none, or none was found within what the options allow.
        """
        limits = [*self._limits(), LinearConstraint(self.cost, -np.inf, under)]
        found = milp(self.cost, integrality=np.ones(self.cost.size), bounds=Bounds(self.low, 1),
                     constraints=limits, options=options)  # fmt: skip
        if found.status == INFEASIBLE:
            return None, under
        bound = -np.inf if found.mip_dual_bound is None else min(found.mip_dual_bound, under)
        return None if found.x is None else np.clip(np.round(found.x), 0, 1), bound

    def _limits(self) -> list[LinearConstraint]:
        if not self.rows:
            return []
        return [LinearConstraint(csc_array(np.array(self.rows)), self.least, np.inf)]
