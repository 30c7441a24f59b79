"""How often chance alone is called clear, and how often a real difference is. Run by hand.

python tests/benchmarks/noise.py [shuffled files of each] [runs with a built-in difference]
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from real import write_help_export  # noqa: E402
from sex_differences import (  # noqa: E402
    built_in,
    found_beside,
    planned,
    sample,
    share_clear,
    some_clear,
)

from isu_helpers import Records, read_records  # noqa: E402

HEAD = "file        people  weight  differences  alternatives  runs  any clear  as is  seconds"
POWER = (
    "file        variable            answers  weight  differences  runs  found  other clear  "
    "seconds"
)
BUILT_IN = (
    ("storaker", "beviljad insats"), ("storaker", "mål"), ("storaker", "slags insats"),
    ("bjorkasen", "beviljad insats"), ("bjorkasen", "mål"), ("bjorkasen", "risk"),
)  # fmt: skip
SIZE = 150  # of each sex
FAMILIES = ((20, 2), (40, 2), (60, 2), (7, 3), (20, 3), (15, 4))  # questions, answers to each


def main(runs: int, built: int) -> None:
    """Print a line for each file and way to choose crossings, then one for each difference."""
    print(HEAD)
    for name, records in _files():
        for every in (False, True):
            print(f"{name:10}", *_noise(records, runs, every), flush=True)
    print(POWER)
    rng = np.random.default_rng(2)
    for name, variable in BUILT_IN:
        print(f"{name:10}", *_power(sample(name), variable, built, rng), flush=True)
    for questions, answers in FAMILIES:
        found = np.mean([found_beside(questions, answers, SIZE, rng) for _ in range(built)])
        print(f"{questions} questions with {answers} answers, {built} runs: found {found:.1%}")


def _files() -> list[tuple[str, Records]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "uttag.csv"
        write_help_export(path)
        real = read_records(path)
    return [(name, sample(name)) for name in ("storaker", "bjorkasen")] + [("HELP", real)]


def _noise(records: Records, runs: int, every: bool) -> list[str]:
    start = time.perf_counter()
    found = share_clear(records, runs, seed=1, every=every)
    seconds = time.perf_counter() - start
    family = planned(records, every)
    as_is = some_clear(records, every)
    weight = f"{family['planned']:g}"
    cells = (len(records), weight, family["n1"].size, "all" if every else "first")
    told = (*cells, runs, f"{found:.1%}", "some" if as_is else "none", f"{seconds:.0f}")
    widths = (7, 7, 12, 13, 5, 10, 6, 8)
    return [f"{cell:>{width}}" for cell, width in zip(told, widths, strict=True)]


def _power(records: Records, variable: str, runs: int, rng: np.random.Generator) -> list[str]:
    start = time.perf_counter()
    out = [built_in(records, variable, SIZE, rng) for _ in range(runs)]
    seconds = time.perf_counter() - start
    found, other = np.mean([clear for *clear, _ in out], axis=0)
    family = out[0][-1]
    answers, weight = len(records.variable(variable).categories), f"{family['planned']:g}"
    told = (variable, answers, weight, family["n1"].size, runs, f"{found:.1%}", f"{other:.1%}")
    widths = (-19, 7, 7, 12, 5, 6, 12)
    return [
        *(f"{t:{'<' if w < 0 else '>'}{abs(w)}}" for t, w in zip(told, widths, strict=True)),
        f"{seconds:8.0f}",
    ]


if __name__ == "__main__":
    counts = [int(a) for a in sys.argv[1:3]]
    main(*(counts + [1000, 500][len(counts) :]))
