"""Five editions of 40 questions about (mostly) the same people: time and memory of each.

Prints processor seconds, also as times the first edition's, and how much memory the process has
had at most.

    python tests/benchmarks/editions_time.py [people]
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from table_sets import choice  # noqa: E402

from isu_helpers.analysis import breakdown  # noqa: E402
from isu_helpers.codebook import Codebook  # noqa: E402
from isu_helpers.disclosure import give_out, release_of  # noqa: E402
from isu_helpers.records import Records  # noqa: E402

QUESTIONS, EDITIONS = 40, 5
ANSWERS = ("p", "q", "r")


def main(people: int = 150) -> None:
    """Give out five editions of one folder, a tenth of the people replaced between them."""
    rng = np.random.default_rng(3)
    names = [f"fråga {i + 1}" for i in range(QUESTIONS)]
    asked = [choice(name, list(ANSWERS)) for name in names]
    book = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), *asked))
    frame, first = _drawn(rng, people, names), 0.0
    with tempfile.TemporaryDirectory() as folder:
        for edition in range(EDITIONS):
            frame = pd.concat([frame[people // 10 :], _drawn(rng, people // 10, names)])
            records = Records.from_frame(frame.reset_index(drop=True), book)
            start = time.process_time()
            release = release_of(records, 5, folder=Path(folder))
            release.add([breakdown(records, name) for name in names])
            give_out(Path(folder))
            spent = time.process_time() - start
            first = first or spent
            most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            told = f"{spent:.1f} s, {spent / first:.1f} times the first, {most:.0f} MiB"
            print(f"edition {edition + 1}: {told}", flush=True)


def _drawn(rng: np.random.Generator, count: int, names: list[str]) -> pd.DataFrame:
    answers = {name: rng.choice(ANSWERS, count, p=(0.6, 0.3, 0.1)) for name in names}
    return pd.DataFrame({"Kön": rng.choice(["Kvinna", "Man"], count), **answers})


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
