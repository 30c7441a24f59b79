"""Attack many random editions of numbers in classes, days between dates and units. By hand.

python tests/benchmarks/divisions.py [cases of each kind] [first seed]

«found» are cases in which two editions together give a small number away, «alone» those in which
one does by itself, and «other» those of which the second edition shows other tables. «twins» are
pairs of whom the same is published and other numbers are hidden, at most four a case, and «unlike»
those whose medians, days or rates are told of in other bytes. Without the
rule that what is divided anew is shown as it was (`Divisions`), days leaked in 2 of 83 cases.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacker_divisions import Divided, K, Reader  # noqa: E402
from test_divisions import ages, pages, places, points, three_dates, two_dates  # noqa: E402

KINDS: dict[str, Callable[[int], Divided]] = {
    "two dates": two_dates, "points alone": points,
    "points and classes": partial(points, role="behov"), "ages": ages, "units": places,
    "three dates": partial(three_dates, is_asked=False),
    "three dates, some granted": partial(three_dates, is_asked=True),
}  # fmt: skip


def main(cases: int, first: int) -> None:
    """Print a line for each kind."""
    print(f"{'kind':26} cases  found  alone  other  twins unlike  seconds")
    for kind, made in KINDS.items():
        start = time.perf_counter()
        found = [_outcome(made(seed)) for seed in range(first, first + cases)]
        told = " ".join(f"{sum(f[i] for f in found):6}" for i in range(5))
        print(f"{kind:26} {cases:5} {told} {time.perf_counter() - start:8.0f}", flush=True)


def _outcome(case: Divided) -> tuple[int, ...]:
    reader = Reader(case)
    small = [(e, t) for e in (0, 1) for t in reader.told[e] if t[1] is None and 0 < t[2] < K]
    is_alone = any(reader.knows(t, e, (e,)) for e, t in small)
    then, now = ([p.result.key for p in part] for part in case.shown)
    twins = list(islice(case.twins(pages), 4))
    unlike = sum(one != two for one, two in twins)
    return bool(case.found()), is_alone, then != now, len(twins), unlike


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:3]]
    main(*(given + [100, 1000][len(given) :]))
