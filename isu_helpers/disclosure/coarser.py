"""What to merge so that more may be shown: told from the codebook and what is shown, no more."""

import numpy as np

from ..codebook import NUMBER, SCALE
from ..wording import TOTAL
from .protected import Protected

Pair = tuple[str, str]


def merge_proposal(protected: Protected, axis: int = -1) -> Pair | None:
    """Two categories of a variable to merge: neighbours on a scale, else the two least.

    A category whose total is hidden counts as the least, all of those alike, so the proposal
    tells nothing that the table does not. None where fewer than three are left to choose from.
    """
    variable, names = protected.axes[axis].variable, protected.axes[axis].answers
    totals = _totals(protected, axis)
    if len(names) < 3:
        return None
    if variable.kind in (SCALE, NUMBER):
        sums = [one + two for one, two in zip(totals, totals[1:], strict=False)]
        at = int(np.argmin(sums))
        return names[at], names[at + 1]
    first, second = sorted(sorted(range(len(names)), key=lambda i: totals[i])[:2])
    return names[first], names[second]


def _totals(protected: Protected, axis: int) -> list[float]:
    """How many have each answer, as far as it is shown."""
    frame, of = protected.frame, protected.axes[axis]
    others = [a.name for a in protected.axes if a.name != of.name]
    totals = frame[frame[others].isna().all(axis=1)].set_index(of.name)["n"]
    found = [totals.get(name, np.nan) for name in of.answers if name != TOTAL]
    return [0.0 if np.isnan(n) else float(n) for n in found]
