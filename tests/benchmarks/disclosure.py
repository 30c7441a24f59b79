"""Protect many random table sets, attack them, and print what came out. Run by hand.

python tests/benchmarks/disclosure.py [sets of each kind] [kinds]

A set is refused where some result of it is: «at once» counts those whose results were added
jointly, the others came in turn and had to fit what was out. «in vain» counts tasks in which no
choice was safe, whatever had been hidden; «missed» those in which the solver found none though
there was one. «told» are small counts of sensitive variables that can be told to be small, «none»
groups of which it comes out that none or all gave such an answer. «worst» is how much dearer than
the proved bound a pattern is. Times are of the processor, a set and a pattern. «hidden» is the
share of all numbers. A line for each set that took long or was not proved goes before the table.
"""

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacker import none_or_all, recovered, told_small  # noqa: E402
from table_sets import KINDS, TableSet  # noqa: E402

from isu_helpers.disclosure import release  # noqa: E402
from isu_helpers.disclosure.solver import complement, known

HEAD = ("sets", "refused", "at once", "found", "told", "none", "patterns", "in vain", "missed",
        "optimal", "worst", "median s", "max s", "a pattern", "max s", "hidden")  # fmt: skip
LONG = 5.0  # seconds


@dataclass
class Watched:
    """The solver, with what it answered and how long that took."""

    patterns: list = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    in_vain: int = 0

    def __call__(self, task: object, solved: dict | None = None) -> object:
        """As `complement`."""
        start = time.process_time()
        pattern = complement(task)
        self.seconds.append(time.process_time() - start)
        if pattern is None:
            hidden = task.must | frozenset(task.free)
            self.in_vain += bool(task.must & task.shown or known(task, hidden))
        self.patterns.append(pattern)
        return pattern

    @property
    def worst(self) -> float:
        """The most that a pattern costs, in times of the proved bound."""
        return max([p.cost / p.bound for p in self.patterns if p and not p.is_optimal], default=1)


@dataclass
class Count:
    """What came of some sets, added up."""

    refused: int = 0
    at_once: int = 0
    found: int = 0
    told: int = 0
    none: int = 0
    hidden: int = 0
    numbers: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, tables: TableSet) -> None:
        """Release a set, and attack it."""
        start = time.process_time()
        released = tables.released()
        self.seconds.append(time.process_time() - start)
        frames, truths, names = released.frames, tables.truths(), tables.sensitive
        is_refused = any(p.is_refused for p in released.results.values())
        self.refused += is_refused
        self.at_once += is_refused and tables.order == "jointly"
        self.hidden += len(released.hidden)
        self.numbers += len(released.hidden | released.shown)
        self.found += len(recovered(frames, truths, tables.k, sensitive=names, cuts=tables.cuts))
        if names:
            self.told += len(told_small(frames, truths, tables.k, names, cuts=tables.cuts))
            self.none += len(none_or_all(frames, truths, names, cuts=tables.cuts))


def main(sets: int, kinds: list[str]) -> None:
    """Print a line for each kind of table set."""
    lines = [(kind, _run(kind, sets)) for kind in kinds]
    print(f"{'kind':>9}", *(f"{name:>9}" for name in HEAD))
    for kind, line in lines:
        print(f"{kind:>9}", *line)


def _run(kind: str, sets: int) -> list[str]:
    count, every = Count(), Watched()
    for seed in range(sets):
        release.complement = watched = Watched()
        count.add(KINDS[kind](seed))
        if count.seconds[-1] > LONG or watched.worst > 1:
            print(kind, seed, f"{count.seconds[-1]:.1f} s, {watched.worst:.4f}", flush=True)
        every.patterns += watched.patterns
        every.seconds += watched.seconds
        every.in_vain += watched.in_vain
    return _line(sets, count, every)


def _line(sets: int, count: Count, every: Watched) -> list[str]:
    safe = [p for p in every.patterns if p is not None]
    tasks = len(every.patterns)
    counted = (sets, count.refused, count.at_once, count.found, count.told, count.none, tasks,
               every.in_vain, tasks - len(safe) - every.in_vain)  # fmt: skip
    shares = np.mean([p.is_optimal for p in safe]), every.worst
    times = [f(s) for s in (count.seconds, every.seconds) for f in (np.median, max)]
    return [*(f"{n:9}" for n in counted), *(f"{n:9.4f}" for n in shares),
            *(f"{t:9.2f}" for t in times), f"{count.hidden / count.numbers:9.3f}"]  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, sys.argv[2:] or [*KINDS])
