"""Common pages beside those of each folder: what an attacker who has them all finds.

``python tests/benchmarks/common.py skadligt_bruk 6`` makes six invented municipalities of a
practice example, plans each one's pages and the common ones, and prints the seconds, what is
hidden and what is recovered. By hand: many take a while.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tempfile import TemporaryDirectory

from attacker import _secret
from attacker_common import joint, own, told

from isu_helpers import breakdown
from isu_helpers.analysis.pool import pool
from isu_helpers.configuration import settings
from isu_helpers.disclosure.common import Common, Member
from isu_helpers.disclosure.publication import planned
from isu_helpers.example import write_example
from isu_helpers.run import Run

SIZES = (60, 120, 35, 200, 80, 45, 150)
SEX, K = "kön", 5


def made(example: str, count: int, place: Path) -> list:
    """The people of some invented municipalities, by the same codebook."""
    for i in range(count):
        write_example(place / str(i), example, SIZES[i % len(SIZES)], seed=100 + i)
    return [Run(settings(place / str(i))).records() for i in range(count)]


def secrets(common: Common, pooled) -> dict:
    """The small counts, in the common tables and in each folder's part of them and its own."""
    open_ = {v.name for v in pooled.records.codebook if v.is_open}
    found = _secret([p.result.frame for p in common.tables], K, SEX, open_)[0]
    for i, member in enumerate(common.members):
        frames = [p.result.frame for p in member.release.tables]
        for p in common.tables:
            *by, of = (v for v in common.variables_of(p.result))
            frames += [breakdown(pooled.of(i), of, by).frame] if by else []
        found |= {own(i, a): n for a, n in _secret(frames, K, SEX, open_)[0].items()}
    return found


def main(example: str, count: int) -> None:
    """Print a line of figures."""
    with TemporaryDirectory() as place:
        every = made(example, count, Path(place))
    releases, start = [planned(r, K) for r in every], time.process_time()
    sexes = ("Kvinna", "Man") if "Kvinna" in every[0].variable(SEX).categories else None
    pooled = pool(every, [str(i) for i in range(count)], [f"Ort {i}" for i in range(count)], sexes)
    members = [Member(str(i), pooled.of(i), r, pooled.places[i]) for i, r in enumerate(releases)]
    common = Common(members, pooled.by, K)
    common.fill(pooled.records)
    seconds = time.process_time() - start
    pages, by = [m.release.frames for m in members], pooled.by.name if pooled.by else ""
    numbers = [i for i in common.ledger.place.values() if i not in common.ledger.beside]
    hidden = sum(p.frame["n"].isna().sum() for p in common.tables)
    print(f"{example}: {count} folders, {len(pooled.records)} people, {seconds:.1f} CPU s, "
          f"{hidden} of {sum(len(p.frame) for p in common.tables)} counts hidden, "
          f"{len(numbers)} numbers", flush=True)  # fmt: skip
    names = {v.name for v in pooled.records.codebook if v.is_sensitive}
    names |= {f"{n} (grövre)" for n in names}
    names |= {f"{i}:{n}" for n in names for i in range(count)}
    puzzle = joint(pages, common.frames, by, pooled.places)
    puzzle.sensitive = frozenset(names)
    alone = joint(pages, [], by, pooled.places)
    alone.sensitive = frozenset(names)
    secret, before, found = secrets(common, pooled), told(alone), told(puzzle)
    leaks = [sorted(a) for a in found if a in secret and a not in before]
    print(f"small counts {len(secret)}, recovered {len(leaks)}", leaks[:5])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
