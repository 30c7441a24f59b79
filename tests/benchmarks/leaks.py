"""Ten thousand identity numbers in every shape and place: how many are seen anywhere. By hand:

python tests/benchmarks/leaks.py 10000
"""

import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from number_places import Folder, shown_of


def main(count: int) -> int:
    """Folder after folder until there are so many numbers; how many were seen."""
    done, seen, rng = 0, 0, random.Random(15)
    while done < count:
        with tempfile.TemporaryDirectory() as base:
            folder = Folder(Path(base), rng, sheet=done % 3 == 0)
            for place, text in shown_of(folder.path):
                for digits in folder.seen(text):
                    seen += 1
                    at = next((i for i in range(len(text)) if digits[-4:] in text[i : i + 4]), 0)
                    print(f"{place}: {text[max(0, at - 60) : at + 20]!r}")
            done += len(folder.digits)
    print(f"{done} numbers, {seen} seen")
    return seen


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10000) > 0)
