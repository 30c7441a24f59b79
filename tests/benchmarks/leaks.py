"""Ten thousand identity numbers in every shape and place: how many are seen anywhere. By hand:

python tests/benchmarks/leaks.py 10000 [seed]
"""

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from number_places import SHAPES, Folder, Turns, shown_of


def main(count: int, seed: int = 15) -> int:
    """Folder after folder until there are so many numbers; how many were seen."""
    done, seen, read, folders, rng = 0, 0, 0, 0, random.Random(seed)
    turns = Turns(rng)
    while done < count:
        with tempfile.TemporaryDirectory() as base:
            folder = Folder(Path(base), rng, sheet=done % 3 == 0, turns=turns)
            folders += 1
            for place, text in shown_of(folder):
                read += place == "records"
                for digits in folder.seen(text):
                    seen += 1
                    at = next((i for i in range(len(text)) if digits[-4:] in text[i : i + 4]), 0)
                    print(f"{place}: {text[max(0, at - 60) : at + 20]!r}")
            done += len(folder.digits)
    print(f"{done} numbers in {folders} folders, {read} of them read: {seen} seen")
    for place, shapes in turns.tried.items():
        print(f"{place}: {len(shapes)} of {len(SHAPES)} shapes")
    return seen


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:] or ["10000"])) > 0)
