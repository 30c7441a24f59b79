"""How often the printed intervals hold the truth: every table counted. Run by hand.

python tests/benchmarks/coverage.py [drawn samples of each]

Shares and their differences by all tables; rates per 1,000, rates with ages alike, differences of
means and of medians by samples that are drawn.
"""

import sys
from collections.abc import Callable

import numpy as np
from scipy.stats import binom

from isu_helpers.analysis.intervals import (
    default_level,
    newcombe,
    skewed_mean,
    square_and_add,
    wilson,
)
from isu_helpers.analysis.quantiles import gap_of_medians, spread
from isu_helpers.elsewhere.rates import rate, standardised

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


# What is drawn.

Drawn = Callable[[np.random.Generator, int], np.ndarray]
SHAPES: dict[str, tuple[Drawn, float, float]] = {  # a sample, its mean, and its median
    "lognormal": (lambda rng, n: rng.lognormal(np.log(50), 0.8, n), 50 * np.exp(0.32), 50.0),
    "exponential": (lambda rng, n: rng.exponential(70, n), 70.0, 70 * np.log(2)),
    "even": (lambda rng, n: rng.uniform(0, 150, n), 75.0, 75.0),
}
PAIRS = ((30, 30), (30, 120), (100, 100), (300, 300))
CUTS = [14, 30, 45, 60, 90, 120, 180]
AGES, PER = np.array([4000, 3000, 1500, 500]), np.array([2, 6, 20, 60]) / 1000


def drawn(runs: int) -> None:
    """Print how often the intervals of drawn samples hold the truth."""
    rng = np.random.default_rng(5)
    for scale in (0.2, 1.0, 5.0):
        counts = rng.binomial(AGES, PER * scale, (runs, len(AGES)))
        crude = float((AGES * PER).sum() / AGES.sum()) * scale
        alike = float(PER.mean()) * scale
        one = [rate(c.sum(), AGES.sum()) for c in counts]
        two = [standardised(c, AGES, np.ones(len(AGES))) for c in counts]
        told = [np.mean([r.low <= true <= r.high for r in every])
                for every, true in ((one, crude), (two, alike))]  # fmt: skip
        print(f"rates, {AGES.sum() * crude:5.0f} people: crude {told[0]:.3f}, "
              f"ages alike {told[1]:.3f}", flush=True)  # fmt: skip
    for first, second in (("lognormal", "lognormal"), ("lognormal", "exponential"),
                          ("even", "exponential")):  # fmt: skip
        for sizes in PAIRS:
            held = np.array([_gaps(rng, (first, second), sizes) for _ in range(runs)])
            means, medians = np.nanmean(held, axis=0)
            print(f"{first:11} less {second:11} {sizes}: means {means:.3f}, "
                  f"medians {medians:.3f}", flush=True)  # fmt: skip


def _gaps(
    rng: np.random.Generator, names: tuple[str, str], sizes: tuple[int, int]
) -> tuple[float, float]:
    """Whether the intervals of two differences hold: of the means, and of the medians."""
    (draw, mean, half), (other, less, lower) = (SHAPES[name] for name in names)
    one, two = draw(rng, sizes[0]), other(rng, sizes[1])
    _, low, high = square_and_add(skewed_mean(one), skewed_mean(two))
    spreads = [spread("", np.bincount(np.searchsorted(CUTS, v, "right"), minlength=len(CUTS) + 1),
                      len(v), CUTS, None, start=0) for v in (one, two)]  # fmt: skip
    gap = gap_of_medians(*spreads)
    is_held = float("nan") if gap is None else float(gap.low <= half - lower <= gap.high)
    return float(low <= mean - less <= high), is_held


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
    drawn(int(sys.argv[1]) if sys.argv[1:] else 2000)
