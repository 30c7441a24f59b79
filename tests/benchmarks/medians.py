"""How often the intervals of medians hold, for numbers that are skewed and times that are open.

Run by hand: ``python tests/benchmarks/medians.py``. Counts in classes are all that is seen of the
people, as in a handout; nothing is hidden here.
"""

import numpy as np

from isu_helpers.analysis.quantiles import spread

RUNS, SIZES = 1000, (30, 60, 200, 800)
CUTS = np.array([14, 30, 45, 60, 90, 120, 180])
PARTS = [60, 180]
WORLDS = {
    "lognormal": lambda rng, n: rng.lognormal(np.log(50), 0.8, n),
    "exponential": lambda rng, n: rng.exponential(70, n),
    "even": lambda rng, n: rng.uniform(0, 150, n),
}
TRUE = {"lognormal": 50, "exponential": 70 * np.log(2), "even": 75}


def held(name: str, n: int, is_open: bool) -> float:
    """The share of runs in which the true median lies within the interval."""
    rng = np.random.default_rng(n)
    hits = 0
    for _ in range(RUNS):
        days = np.floor(WORLDS[name](rng, n))
        until = np.floor(rng.uniform(20, 400, n)) if is_open else np.full(n, np.inf)
        took = np.minimum(days, until)
        ended = np.bincount(np.searchsorted(CUTS, took[days <= until]), minlength=len(CUTS) + 1)
        gone = np.bincount(np.searchsorted(PARTS, took[days > until]), minlength=len(PARTS) + 1)
        counts = np.concatenate([ended, gone]) if is_open else ended
        found = spread("", counts, n, CUTS, PARTS if is_open else None, start=0)
        hits += found.median.low <= TRUE[name] <= found.median.high
    return hits / RUNS


if __name__ == "__main__":
    for name in WORLDS:
        for is_open in (False, True):
            told = " ".join(f"n={n}: {held(name, n, is_open):.3f}" for n in SIZES)
            print(f"{name:12} {'open cases' if is_open else 'all ended ':10} {told}")
