"""Publish many random tables one after the other, attack them all at once, and print the outcome.

python tests/benchmarks/editions.py [cases of each kind] [shape] [tried in full] [kinds]

Run by hand. «hidden» is the share hidden in the last one, «alone» when it is protected on its own,
«first» the share that the first one hid. Times are of the processor, for all of a case.

Of the first «tried in full» cases all patterns are tried, the smallest first, and the share of
numbers that are shown stands side by side: by the rule, by keeping all that was hidden and hiding
what is needed besides, and by the smallest pattern of all, which is the proved optimum: all small
numbers hidden, none of them found in the last publication alone, nor in all of them together at
level «c» or «d», with the true earlier tables known to the one who chooses. Some cases have no
such pattern («none»); the shares are of those that have.
"""

import sys
import time
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from attacker import ANSWERED, MISSING, Address  # noqa: E402
from attacker_editions import Published, Reader, found_out  # noqa: E402
from edition_sets import KINDS, Case, case  # noqa: E402

from isu_helpers.analysis import breakdown  # noqa: E402
from isu_helpers.disclosure import Release  # noqa: E402

HEAD = ("kind", "cases", "errors", "refused", "found c", "found d", "hidden", "alone", "first",
        "median s", "max s", "none", "rule", "keep", "optimum")  # fmt: skip


def main(cases: int, shape: str, tried: int, kinds: list[str]) -> None:
    """Print a line for each kind."""
    print(*(f"{name:>9}" for name in HEAD))
    for kind in kinds:
        print(f"{kind:>9}", *(f"{n:>9}" for n in _line(kind, cases, shape, tried)), flush=True)


def _line(kind: str, cases: int, shape: str, tried: int) -> list[object]:
    errors = refused = 0
    full: list[list[float] | None] = []
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
        full += [_full(made)] if seed < tried else []
    means = [f"{s:.3f}" for s in np.mean(shares, axis=0)]
    times = f"{np.median(seconds):.2f}", f"{max(seconds):.2f}"
    beside = np.mean([f for f in full if f] or [[np.nan] * 3], axis=0)
    return [cases, errors, refused, *found.values(), *means, *times, full.count(None),
            *(f"{s:.3f}" for s in beside)]  # fmt: skip


# All patterns


@dataclass(frozen=True)
class Pattern(Published):
    """A publication where these addresses are hidden, and no other."""

    hidden: frozenset[Address] = frozenset()

    def told(self) -> dict[Address, int | None]:
        """Each address with its number, None where the pattern hides it."""
        return {a: None if a in self.hidden else self.count(a) for a in super().told()}


def _full(made: Case) -> list[float] | None:
    """The shares shown by the rule, by keeping and by the optimum; None where there is none."""
    last = made.published()[-1]
    told = last.told()
    if not told:
        return None
    numbers = [a for a in told if (last.names[-1], ANSWERED) not in a]
    sizes = [_least(made, numbers, kept) for kept in (_kept(made, numbers), frozenset())]
    if None in sizes:
        return None
    rule = sum(told[a] is None for a in numbers)
    return [1 - hidden / len(numbers) for hidden in (rule, *sizes)]


def _kept(made: Case, numbers: list[Address]) -> frozenset[Address]:
    """What was hidden in a publication before, by its address now."""
    *before, last = made.published()
    old = {_called(e, a) for e in before for a, n in e.told().items() if n is None}
    return frozenset(a for a in numbers if _called(last, a) in old)


def _called(edition: Published, address: Address) -> Address:
    return frozenset(("svar", s) if n == edition.names[-1] else (n, s) for n, s in address)


def _least(made: Case, numbers: list[Address], kept: frozenset[Address]) -> int | None:
    """The size of the smallest safe pattern that hides what is kept and all that is small."""
    last = made.published()[-1]
    small = {a for a in numbers if _is_answer(last, a) and 0 < last.count(a) < last.k}
    free = [a for a in numbers if _is_answer(last, a) and a not in kept | small]
    for size in range(len(free) + 1):
        for more in combinations(free, size):
            pattern = Pattern(last.frame, last.truth, last.k, last.by, kept | small | {*more})
            if _is_safe(made, pattern):
                return len(pattern.hidden)
    return None


def _is_answer(edition: Published, address: Address) -> bool:
    return any(n == edition.names[-1] and s not in (ANSWERED, MISSING) for n, s in address)


def _is_safe(made: Case, pattern: Pattern) -> bool:
    """Whether no zero is hidden against the rules, and nothing is found by the attacker."""
    shown = [*made.published()[:-1], pattern]
    names, last, k = [_names(e) for e in shown], len(shown) - 1, max(s.k for s in made.steps)
    reader = Reader(shown, made.changes(), "c", k, names)
    if any(pattern.count(a) < reader.least(last, a) for a in pattern.hidden):
        return False
    for known in (reader.lines, reader.low, reader.high):
        known.clear()  # who has the last one alone, and knows of no change
    if any(0 < pattern.count(a) < pattern.k and reader.known(last, a, only=last)
           for a in pattern.hidden):  # fmt: skip
        return False
    return not any(found_out(shown, made.changes(), level, k, names) for level in "cd")


def _names(edition: Published) -> dict[Address, Address]:
    return {a: _called(edition, a) for a in edition.told()}


def _share(release: Release) -> float:
    return len(release.hidden) / max(len(release.hidden | release.shown), 1)


def _alone(made: object) -> Release:
    step = made.steps[-1]
    release = Release(step.k)
    release.add([breakdown(made.records(step), step.title, made.by(step))])
    return release


if __name__ == "__main__":
    main(int((sys.argv[1:] or [500])[0]), (sys.argv[2:] or ["2x3"])[0],
         int((sys.argv[3:] or [0])[0]), sys.argv[4:] or [*KINDS])  # fmt: skip
