"""How often each verdict is given, where need, sex, both or neither drive the outcome. By hand.

In the worlds «turned» women get 15 points more than men, and 9 fewer at each need: «förklaras»
and «förklaras delvis» are wrong there, at most 5 times of 100. In those «explained» women get 15
points more, and as much as men at each need. How far apart needs are is told beside.

python tests/benchmarks/explain.py [runs of each]
"""

import sys
import time

import numpy as np

from isu_helpers.analysis import Strata
from isu_helpers.analysis.explain.ruling import (
    EXPLAINED,
    NOT,
    PARTLY,
    TURNS,
    UNDECIDED,
    Evidence,
    needed_more,
    rule,
)

WORDS = (EXPLAINED, PARTLY, NOT, TURNS, UNDECIDED)
SIZES = (60, 200, 400, 800)
START = 60
LEVELS = 4
NEEDIER, LESS_NEEDY = (0.1, 0.2, 0.3, 0.4), (0.4, 0.3, 0.2, 0.1)
EVEN = (0.25,) * LEVELS
BY_NEED = np.array([0.1, 0.35, 0.65, 0.9])
FLAT = np.full(LEVELS, 0.5)
TURNED, GONE = -0.09, 0.0  # what women get besides at each need, where they get 15 points more
# the spread of needs of women and men, what is granted at each need, and what women get besides
WORLDS = {
    "need, needs differ much": (NEEDIER, LESS_NEEDY, BY_NEED, 0.0),
    "need, needs differ little": ((0.2, 0.2, 0.3, 0.3), (0.3, 0.3, 0.2, 0.2), BY_NEED, 0.0),
    "sex, needs alike": (EVEN, EVEN, FLAT - 0.15, 0.3),
    "sex, needs differ": (NEEDIER, LESS_NEEDY, FLAT - 0.15, 0.3),
    "sex beside need, needs alike": (EVEN, EVEN, BY_NEED * 0.7, 0.25),
    "four fifths need": (NEEDIER, LESS_NEEDY, BY_NEED * 0.9, 0.06),
    "both": (NEEDIER, LESS_NEEDY, BY_NEED * 0.8, 0.18),
    "both, against each other": (NEEDIER, LESS_NEEDY, BY_NEED * 0.7 + 0.25, -0.25),
    "neither, needs alike": (EVEN, EVEN, FLAT, 0.0),
    "neither, needs differ": (NEEDIER, LESS_NEEDY, FLAT, 0.0),
    "turned, four needs": (NEEDIER, LESS_NEEDY, np.array([0.23, 0.47, 0.71, 0.95]), TURNED),
    "turned, needs 80 and 20": ((0.2, 0.8), (0.8, 0.2), np.array([0.35, 0.75]), TURNED),
    "turned, needs 70 and 30": ((0.3, 0.7), (0.7, 0.3), np.array([0.24, 0.84]), TURNED),
    "turned, needs 65 and 35": ((0.35, 0.65), (0.65, 0.35), np.array([0.14, 0.94]), TURNED),
    "explained, needs 80 and 20": ((0.2, 0.8), (0.8, 0.2), np.array([0.375, 0.625]), GONE),
    "explained, needs 70 and 30": ((0.3, 0.7), (0.7, 0.3), np.array([0.3125, 0.6875]), GONE),
}


def main(runs: int) -> None:
    """Print a line for each world and size: how often each verdict is given, in per cent."""
    print(
        f"{'what drives the outcome':30} {'n':>5}  "
        + "  ".join(f"{w:>{_width(w)}}" for w in WORDS)
    )
    for name, world in WORLDS.items():
        for size in SIZES:
            start = time.perf_counter()
            given = verdicts(world, size, runs, seed=1)
            cells = "  ".join(f"{given[w]:{_width(w)}.1%}" for w in WORDS)
            print(
                f"{name:30} {size:5}  {cells}  {(time.perf_counter() - start) / runs * 1e3:.1f} ms"
            )
    print(f"{'how many more would do':30} {'n':>5}  more  decided then")
    for name, world in WORLDS.items():
        print(f"{name:30} {START:5}  " + _needed(world, max(runs // 5, 1)))


def _needed(world: tuple, runs: int) -> str:
    """How many more are said to be needed in a small world, and how often they then do."""
    women, men, granted, besides = world
    base = np.stack([women, men], axis=1) * START / 2
    chance = np.stack([granted + besides, granted], axis=1)
    strata = Strata(tuple(map(str, range(len(women)))), base, base * chance, ordered=(True,))
    more = needed_more(Evidence(strata, np.zeros(2), 5))
    if not more:
        return "   -" if more is None else "   0"
    return f"{more:4}  {1 - verdicts(world, START + more, runs, seed=2)[UNDECIDED]:.0%}"


def verdicts(world: tuple, size: int, runs: int, seed: int) -> dict[str, float]:
    """How often each verdict is given to ``size`` people, half of them women."""
    rng = np.random.default_rng(seed)
    given = [rule(drawn(world, size, rng)).word for _ in range(runs)]
    return {word: given.count(word) / runs for word in WORDS}


def drawn(world: tuple, size: int, rng: np.random.Generator) -> Evidence:
    """Random people of a world, needs in order, everything known."""
    women, men, granted, besides = world
    half = size // 2
    base = np.stack([rng.multinomial(half, women), rng.multinomial(size - half, men)], axis=1)
    chance = np.stack([granted + besides, granted], axis=1)
    names = tuple(map(str, range(len(women))))
    total = rng.binomial(base, chance).astype(float)
    strata = Strata(names, base.astype(float), total, ordered=(True,))
    return Evidence(strata, np.zeros(2), 5)


def _width(word: str) -> int:
    return max(6, len(word))


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2000)
