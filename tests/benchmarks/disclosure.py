"""Attack many random table sets and print what came out. Run by hand; takes some minutes.

python tests/benchmarks/disclosure.py [sets of each kind]
"""

import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacker import recovered  # noqa: E402
from table_sets import KINDS  # noqa: E402

HEAD = "kind        sets  refused  recovered  hidden  numbers  median s  max s"


def main(sets: int) -> None:
    """Print a line for each kind of table set."""
    print(HEAD)
    for kind, make in KINDS.items():
        print(f"{kind:10}", *_run(make, sets))


def _run(make: object, sets: int) -> list[str]:
    refused = found = hidden = numbers = 0
    seconds = []
    for seed in range(sets):
        tables = make(seed)
        start = time.perf_counter()
        release = tables.released()
        seconds.append(time.perf_counter() - start)
        out = recovered(release.frames, tables.truths(), tables.k)
        if out:
            print(f"  seed {seed}: {len(out)} recovered, {tables.order}")
        found += len(out)
        refused += sum(p.is_refused for p in release.results.values())
        hidden += len(release.hidden)
        numbers += len(release.ledger.counts)
    cells = (sets, refused, found, hidden, numbers)
    widths = (5, 8, 10, 7, 8)
    figures = [f"{c:{w}}" for c, w in zip(cells, widths, strict=True)]
    return [*figures, f"{np.median(seconds):9.2f}", f"{max(seconds):6.1f}"]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
