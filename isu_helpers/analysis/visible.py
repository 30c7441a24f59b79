"""What can be worked out from the numbers of a cube that may be seen."""

from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from ..wording import MISSING, TOTAL
from .cube import ANSWERED, Axis, Cube

EXACT = 1e-6


@dataclass(frozen=True, eq=False)
class Visible:
    """The numbers that may be seen of one group, the first axis of a cube, and sums of them.

    Attributes
    ----------
    axes
        The criteria, then the outcome.
    n
        Counts of the axes' shape, NaN where hidden.
    """

    axes: tuple[Axis, ...]
    n: np.ndarray

    @classmethod
    def of(cls, cube: Cube, visible: np.ndarray, group: str) -> "Visible":
        """What may be seen of a group of a cube's first axis."""
        place = cube.axes[0].place(group)
        return cls(cube.axes[1:], np.where(visible[place], cube.n[place].astype(float), np.nan))

    def total(self, cells: np.ndarray, slots: tuple[str, ...]) -> float:
        """How many in these strata have one of these answers to the outcome; NaN where unknown.

        Parameters
        ----------
        cells
            Truth values of the shape of the criteria's answers, missing ones last.
        slots
            Answers to the outcome.
        """
        answers = np.isin(_atoms(self.axes[-1]), slots)
        asked = (cells[..., None] & answers).ravel().astype(float)
        weights, *_ = np.linalg.lstsq(self._equations.T, asked, rcond=None)
        if not np.allclose(weights @ self._equations, asked, atol=EXACT):
            return float("nan")
        return float(np.rint(weights @ self.n[~np.isnan(self.n)]))

    @cached_property
    def _equations(self) -> np.ndarray:
        """Which of the finest numbers each visible one is the sum of: a row each."""
        parts = [_sums(axis) for axis in self.axes]
        return reduce(np.kron, parts)[~np.isnan(self.n).ravel()]


def _atoms(axis: Axis) -> tuple[str, ...]:
    return tuple(s for s in axis.slots if s not in (TOTAL, ANSWERED))


def _sums(axis: Axis) -> np.ndarray:
    """Which of an axis' finest slots each slot is the sum of."""
    atoms = _atoms(axis)
    whole = {TOTAL: atoms, ANSWERED: tuple(a for a in atoms if a != MISSING)}
    return np.array([[a in whole.get(s, (s,)) for a in atoms] for s in axis.slots], dtype=float)
