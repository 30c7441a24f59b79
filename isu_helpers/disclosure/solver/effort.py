"""What is spent on a search.

Effort is counted by the sizes of the programs that are solved and never by a clock: a search ends
at the same place on any machine, so the same input has the same pattern.
"""

from dataclasses import dataclass

import numpy as np

STEP, ENTRIES = 2.0, 600  # a program, and entries of its matrix that cost as much as a half of it
NODE = 50_000  # entries that a program in whole numbers goes through for each node, of as much

FAR = 3  # times the limit, from where what is safe is taken instead of what is cheap


@dataclass
class Effort:
    """How much a search may cost, and has cost: about thousandths of a second.

    Attributes
    ----------
    limit
        From here on nothing better is sought than what is safe.
    """

    limit: float = np.inf
    spent: float = 0.0

    def add(self, entries: float, nodes: int = 0) -> None:
        """Count a program with so many entries, that was divided in so many nodes."""
        self.spent += STEP + entries / ENTRIES + nodes * entries / NODE

    @property
    def is_spent(self) -> bool:
        """Whether the limit is passed."""
        return self.spent > self.limit

    @property
    def is_far_spent(self) -> bool:
        """Whether the limit is passed by far."""
        return self.spent > FAR * self.limit

    def part(self, least: float) -> "Effort":
        """What is left for a search, which has this much in any case."""
        return Effort(max(self.limit - self.spent, least))
