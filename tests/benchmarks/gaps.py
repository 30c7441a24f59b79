"""Whether a difference is printed with one figure wherever it stands in a handout. By hand.

python tests/benchmarks/gaps.py [the folder that `isu handouts` wrote]

Rows with the very same counts of the same two groups are one difference: all tables of a folder's
pages must tell it alike. What the appendix says is the difference must be one of those, or be told
as of those who are known only.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

COUNT = re.compile(r"(\d+) av (\d+)")
GAP = re.compile(r"([+−]?\d+) ?\(?([+−]?\d+) till ([+−]?\d+)")
CRUDE = re.compile(r"Skillnaden är ([+−]?\d+) procentenheter \(([+−]?\d+) till ([+−]?\d+)\)")
Counts = tuple[tuple[str, str], ...]
Told = tuple[str, ...]


def main(home: Path) -> None:
    """Print a line for each folder, and one for each difference that is told in two ways."""
    for folder in sorted(p for p in home.iterdir() if (p / "steg1_vad_ser_vi.html").exists()):
        told: dict[Counts, set[Told]] = defaultdict(set)
        said = list[Told]()
        for file in sorted(folder.rglob("*.html")):
            page = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
            for counts, gap in _rows(page):
                told[counts].add(gap)
            said += CRUDE.findall(_text(page))
        printed = {gap for gaps in told.values() for gap in gaps}
        two = {counts: gaps for counts, gaps in told.items() if len(gaps) > 1}
        print(
            f"{folder.name:12} {len(told):5} differences, {len(two)} told in two ways; "
            f"{sum(s in printed for s in said)} of {len(said)} of the appendix are among them"
        )
        for counts, gaps in two.items():
            print(f"   {counts}: {sorted(gaps)}")


def _rows(page: BeautifulSoup) -> Iterator[tuple[Counts, Told]]:
    """The counts of women and men in each row that has a difference, and the difference."""
    for table in page("table"):
        for row in table("tr"):
            cells = [_text(cell) for cell in row("td")]
            counts = tuple(m.groups() for c in cells if (m := COUNT.search(c)))
            gaps = [m.groups() for c in cells if not COUNT.search(c) and (m := GAP.match(c))]
            if len(counts) > 1 and gaps and "%" not in cells[-1].partition(" ")[0]:
                yield counts[:2], gaps[-1]


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
