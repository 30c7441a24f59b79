"""Publish many random tables one after the other, attack them all at once, and print the outcome.

python tests/benchmarks/editions.py [cases of each kind] [shape] [kinds]

Run by hand. «alone» is the share hidden in the last one when it is protected on its own, «kept»
the share that the first one hid. Times are of the processor, for all publications of a case.
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from edition_sets import KINDS, case  # noqa: E402

from isu_helpers.analysis import breakdown  # noqa: E402
from isu_helpers.disclosure import Release  # noqa: E402

HEAD = ("kind", "cases", "errors", "refused", "found c", "found d", "hidden", "alone", "kept",
        "median s", "max s")  # fmt: skip


def main(cases: int, shape: str, kinds: list[str]) -> None:
    """Print a line for each kind."""
    print(*(f"{name:>9}" for name in HEAD))
    for kind in kinds:
        print(f"{kind:>9}", *(f"{n:>9}" for n in _line(kind, cases, shape)), flush=True)


def _line(kind: str, cases: int, shape: str) -> list[object]:
    errors = refused = 0
    found, shares, seconds = {"c": 0, "d": 0}, [], []
    for seed in range(cases):
        made, start = case(kind, seed, shape), time.process_time()
        try:
            made.release()
        except Exception as e:  # what the benchmark counts
            errors += 1
            print(kind, seed, repr(e), flush=True)
            continue
        seconds.append(time.process_time() - start)
        refused += any(p.is_refused for p in made.releases[-1].results.values())
        for level in found:
            found[level] += bool(made.found(level))
        shares.append([_share(made.releases[-1]), _share(_alone(made)), _share(made.releases[0])])
    means = [f"{s:.3f}" for s in np.mean(shares, axis=0)]
    times = f"{np.median(seconds):.2f}", f"{max(seconds):.2f}"
    return [cases, errors, refused, *found.values(), *means, *times]


def _share(release: Release) -> float:
    return len(release.hidden) / max(len(release.hidden | release.shown), 1)


def _alone(made: object) -> Release:
    step = made.steps[-1]
    release = Release(step.k)
    by = ["Kön", "Ålder"][: len(made.shape) - 1]
    release.add([breakdown(made.records(step), step.title, by)])
    return release


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, (sys.argv[2:] or ["2x3"])[0],
         sys.argv[3:] or [*KINDS])  # fmt: skip
