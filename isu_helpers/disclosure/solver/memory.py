"""What an attacker remembers: moves that he has found, and proofs that there are none.

The same question comes back for thousands of choices that differ in a number or two; most are
answered from here, without a program to solve.
"""

import numpy as np

from .task import TINY, Aim

Wall = tuple[int, Aim, float]  # a small number, where to, and how far any number may move for it


class Memory:
    """Whole moves, each with what it moves, and cuts that a choice must fulfil to be passed."""

    def __init__(self) -> None:
        self._moves: list[np.ndarray] = []
        self._touched: list[int] = []
        self._cuts: dict[Wall, np.ndarray] = {}

    def keep(self, move: np.ndarray) -> None:
        """Remember a whole move."""
        self._moves.append(move)
        self._touched.append(_bits(move != 0))

    def moves(self, hidden: np.ndarray) -> list[np.ndarray]:
        """The moves within what is hidden, the latest first."""
        outside = _bits(~hidden)
        pairs = zip(reversed(self._moves), reversed(self._touched), strict=True)
        return [move for move, touched in pairs if not touched & outside]

    def bar(self, wall: Wall, cut: np.ndarray) -> None:
        """Remember a cut: its product with what is hidden is 1 or more where a way is open."""
        known = self._cuts.get(wall, np.empty((0, cut.size)))
        self._cuts[wall] = np.vstack([known, cut])

    def is_barred(self, wall: Wall, hidden: np.ndarray) -> bool:
        """Whether some cut proves that there is no such way within what is hidden."""
        cuts = self._cuts.get(wall)
        return cuts is not None and bool((cuts @ hidden < 1 - TINY).any())


def _bits(chosen: np.ndarray) -> int:
    """Truth values as the bits of a number: quick to compare."""
    return int.from_bytes(np.packbits(chosen).tobytes(), "big")
