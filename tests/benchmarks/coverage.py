"""How often the printed intervals hold the truth: every table counted. Run by hand.

python tests/benchmarks/coverage.py
"""

import numpy as np
from scipy.stats import binom

from isu_helpers.analysis.intervals import default_level, newcombe, wilson

SIZES = range(5, 201)
SHARES = np.arange(2, 99, 2) / 100
GROUPS = (5, 10, 20, 50, 100, 200)
BANDS = ((5, 19), (20, 49), (50, 200))
HEAD = "interval                      lowest   mean  under 93 %  at"


def main() -> None:
    """Print the lowest and the mean coverage over all sizes and shares, and where it is low."""
    print(f"level {default_level():.0%}, true shares {SHARES[0]} to {SHARES[-1]}")
    print(HEAD)
    wilsons = {(n,): _wilson(n) for n in SIZES}
    pairs = {(n, m): _newcombe(n, m) for n in GROUPS for m in GROUPS if n <= m}
    for name, found in (("Wilson", wilsons), ("Newcombe", pairs)):
        print(_line(name, found))
        for least, most in BANDS:
            inside = {k: v for k, v in found.items() if least <= min(k) <= most}
            print(_line(f"  smallest group {least} to {most}", inside))


def _wilson(n: int) -> np.ndarray:
    """The coverage at each true share."""
    low, high = wilson(np.arange(n + 1), n)
    holds = (low[:, None] <= SHARES) & (high[:, None] >= SHARES)
    return (holds * _chances(n)).sum(axis=0)


def _newcombe(n: int, m: int) -> np.ndarray:
    """The coverage at each pair of true shares."""
    one, two = np.meshgrid(np.arange(n + 1), np.arange(m + 1), indexing="ij")
    _, low, high = newcombe(one, n, two, m)
    chances1, chances2 = _chances(n), _chances(m)
    out = np.empty((SHARES.size, SHARES.size))
    for i, j in np.ndindex(out.shape):
        gap = SHARES[i] - SHARES[j]
        holds = (low <= gap + 1e-12) & (high >= gap - 1e-12)
        out[i, j] = chances1[:, i] @ holds @ chances2[:, j]
    return out


def _chances(n: int) -> np.ndarray:
    """The probability of each count, a column a true share."""
    return binom.pmf(np.arange(n + 1)[:, None], n, SHARES)


def _line(name: str, found: dict[tuple[int, ...], np.ndarray]) -> str:
    sizes = min(found, key=lambda k: found[k].min())
    place = np.unravel_index(found[sizes].argmin(), found[sizes].shape)
    every = np.concatenate([v.ravel() for v in found.values()])
    shares = [round(float(SHARES[i]), 2) for i in place]
    low = (every < 0.93).mean()
    return f"{name:28} {every.min():7.3f} {every.mean():6.3f} {low:11.1%}  {sizes} {shares}"


if __name__ == "__main__":
    main()
