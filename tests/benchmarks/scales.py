"""How often a shift on a scale is found, beside Mann and Whitney's test. Run by hand.

python tests/benchmarks/scales.py [runs of each]
"""

import sys
from pathlib import Path

import numpy as np
from scipy.stats import mannwhitneyu

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from isu_helpers.analysis.verdict import CLEAR, judge  # noqa: E402

HEAD = (
    "steps  shape   sizes     runs   found  hidden  of both  as answers  Mann-Whitney  part of it"
)
QUESTIONS, ODDS, FEWEST = 20, 2.0, 5
SIZES = ((150, 150), (60, 240), (400, 400))
SHAPES = ("even", "skewed")


def main(runs: int) -> None:
    """Print a line for each number of steps, shape of the scale and sizes of groups."""
    print(HEAD)
    rng = np.random.default_rng(1)
    for steps in (3, 5, 10):
        for shape in SHAPES:
            for sizes in SIZES:
                found = np.array([_found(steps, shape, sizes, rng) for _ in range(runs)])
                ours, hidden, both, plain, theirs = found.mean(axis=0)
                print(f"{steps:5}  {shape:7}{sizes[0]:4} {sizes[1]:4} {runs:7} {ours:7.1%} "
                      f"{hidden:7.1%} {both:8.1%} {plain:11.1%} {theirs:13.1%} "
                      f"{ours / theirs:11.1%}", flush=True)  # fmt: skip


def _found(
    steps: int, shape: str, sizes: tuple[int, int], rng: np.random.Generator
) -> tuple[bool, ...]:
    """Whether a shift in one of so many questions is found: five ways to look for it.

    As a scale; as one where small counts are hidden; where these are hidden of both groups and
    both together are shown; by its answers, as if they had no order; and by Mann and Whitney's
    test alone, its p-value times the questions.
    """
    shares = _shares(steps, shape)
    one, two = rng.multinomial(sizes[0], _shifted(shares)), rng.multinomial(sizes[1], shares)
    values = [np.repeat(np.arange(steps), counts) for counts in (one, two)]
    theirs = mannwhitneyu(*values, method="asymptotic").pvalue * QUESTIONS <= 0.05
    sides = [np.where(_hidden(counts), np.nan, counts) for counts in (one, two)]
    step, either = np.arange(steps), np.isnan(sides).any(axis=0)
    alike = [np.where(either, np.nan, counts) for counts in (one, two)]
    return (
        _is_clear((one, two), sizes, step), _is_clear(sides, sizes, step),
        _is_clear(alike, sizes, step, one + two), _is_clear((one, two), sizes, np.nan), theirs,
    )  # fmt: skip


def _is_clear(
    sides: tuple,
    sizes: tuple[int, int],
    step: np.ndarray | float,
    both: np.ndarray | float = np.nan,
) -> bool:
    judged = judge(sides[0], sizes[0], sides[1], sizes[1], question=[0] * len(sides[0]),
                   planned=QUESTIONS, step=step, both=both)  # fmt: skip
    return CLEAR in {*judged.words, *judged.scale_words}


def _shares(steps: int, shape: str) -> np.ndarray:
    weights = np.ones(steps) if shape == "even" else 0.75 ** np.arange(steps)
    return weights / weights.sum()


def _shifted(shares: np.ndarray) -> np.ndarray:
    """The odds of more than each step, times `ODDS`."""
    above = 1 - np.cumsum(shares)[:-1]
    odds = ODDS * above / (1 - above)
    return -np.diff([1, *(odds / (1 + odds)), 0])


def _hidden(counts: np.ndarray) -> np.ndarray:
    """The small counts, and one more where one alone would be told by the others."""
    hidden = (counts > 0) & (counts < FEWEST)
    if hidden.sum() == 1:
        hidden[np.argsort(np.where(hidden, np.inf, counts), kind="stable")[0]] = True
    return hidden


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
