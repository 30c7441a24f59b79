"""What a save costs beside a bare write, and 500 kills while saving. Run by hand.

python tests/benchmarks/workbook.py [kills]
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from test_workbook import ONE, TWO, kill_while_saving  # noqa: E402

from isu_helpers import Workbook  # noqa: E402

WORDS = "En rad med ord som någon skrev om det de såg.\n" * 6
SAVES = 30


def main(kills: int) -> None:
    """Print the cost of a save in bare writes, for books of different size, then the kills."""
    print("notes  ms a save  bare writes")
    for count in (1, 20, 60):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "arbetsbok.yaml"
            book = Workbook(path)
            for i in range(count):
                book.add_observation(f"{i} {WORDS}")
            save = median_time(lambda i, book=book: book.save(ONE, f"{i} {WORDS}"))
            bare = median_time(lambda i, path=path: write(path.with_name("bare"), path))
            print(f"{count:5}  {1000 * save:9.1f}  {save / bare:11.1f}")
    print("kills  last  next  else  drafts left")
    print("{:5}  {last:4}  {next:4}  {other:4}  {drafts:11}".format(kills, **killed(kills)))


def killed(kills: int) -> Counter:
    """How often the file held the last version, the next or something else after a kill."""
    outcomes = Counter(last=0, next=0, other=0, drafts=0)
    for seed in range(kills):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "arbetsbok.yaml"
            last, found = kill_while_saving(path, random.Random(seed).uniform(0, 0.08))
            texts = {
                (f"{i} " * 400).strip(): name for i, name in ((last, "last"), (last + 1, "next"))
            }
            outcomes[texts.get(found, "other")] += 1
            outcomes["drafts"] += any(path.parent.glob(".*.tmp"))
            Workbook(path).save(TWO, "går bra")
    return outcomes


def write(target: Path, source: Path) -> None:
    """Write a copy of a file and wait for the disk."""
    with target.open("wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())


def median_time(act) -> float:
    """The median of the seconds that an act takes."""
    times = []
    for i in range(SAVES):
        start = time.perf_counter()
        act(i)
        times.append(time.perf_counter() - start)
    return sorted(times)[SAVES // 2]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
