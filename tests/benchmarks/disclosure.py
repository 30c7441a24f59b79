"""Protect many random table sets, attack them, and print what came out. Run by hand.

python tests/benchmarks/disclosure.py [sets of each kind]

A set is refused where some result of it is, and «in vain» where no choice was safe, whatever had
been hidden, most often since too much was out already. «worst» is how much dearer than the proved
bound a pattern is.
"""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacker import recovered  # noqa: E402
from table_sets import KINDS  # noqa: E402

from isu_helpers.disclosure import release  # noqa: E402
from isu_helpers.disclosure.attack import known  # noqa: E402
from isu_helpers.disclosure.complementary import complement  # noqa: E402

HEAD = ("kind", "sets", "refused", "recovered", "patterns", "in vain", "optimal", "worst",
        "median s", "max s", "a pattern", "max s")  # fmt: skip


@dataclass
class Watched:
    """The solver, with what it answered and how long that took."""

    patterns: list = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    in_vain: int = 0

    def __call__(self, task: object) -> object:
        """As `complement`."""
        start = time.perf_counter()
        pattern = complement(task)
        self.seconds.append(time.perf_counter() - start)
        if pattern is None:
            hidden = task.must | frozenset(task.free)
            self.in_vain += bool(task.must & task.shown or known(task, hidden))
        self.patterns.append(pattern)
        return pattern


def main(sets: int) -> None:
    """Print a line for each kind of table set."""
    print(*(f"{name:>9}" for name in HEAD))
    for kind, make in KINDS.items():
        print(f"{kind:>9}", *_run(make, sets), flush=True)


def _run(make: object, sets: int) -> list[str]:
    release.complement = watched = Watched()
    refused = found = 0
    seconds = []
    for seed in range(sets):
        tables = make(seed)
        start = time.perf_counter()
        released = tables.released()
        seconds.append(time.perf_counter() - start)
        found += len(recovered(released.frames, tables.truths(), tables.k))
        refused += any(p.is_refused for p in released.results.values())
    safe = [p for p in watched.patterns if p is not None]
    optimal = np.mean([p.is_optimal for p in safe])
    worst = max(1.0 if p.is_optimal else p.cost / p.bound for p in safe)
    counted = (sets, refused, found, len(watched.patterns), watched.in_vain)
    times = [f(s) for s in (seconds, watched.seconds) for f in (np.median, max)]
    return [*(f"{n:9}" for n in counted), f"{optimal:9.3f}", f"{worst:9.4f}",
            *(f"{t:9.2f}" for t in times)]  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
