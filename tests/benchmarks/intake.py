"""How fast files are read, beside pandas' own reader. Run by hand: python -m benchmarks.intake."""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import pandas as pd

from isu_helpers import read_records

HEADER = [
    "Löpnummer",
    "Kön",
    "Ålder",
    "Beslutsdatum",
    "Belopp",
    *(f"Fråga {i}" for i in range(15)),
]


def rows(count: int) -> list[list[object]]:
    rng = random.Random(1)
    return [
        [
            f"K{i:06d}", rng.choice(["Kvinna", "Man"]), rng.randint(18, 90),
            f"2025-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
            f"{rng.randint(1, 99)} {rng.randint(100, 999)},{rng.randint(10, 99)}",
            *rng.choices(["Ja", "Nej", ""], k=8), *rng.choices(["Låg", "Förhöjd", "Hög"], k=7),
        ]
        for i in range(count)
    ]  # fmt: skip


def timed(what: str, read, beside: float = 0.0) -> tuple[float, object]:
    """Seconds and what was read; printed, as times the seconds of pandas where those are given.

    Processor time: other work on the machine hardly counts.
    """
    start = time.process_time()
    out = read()
    seconds = time.process_time() - start
    ratio = f"{seconds / beside:6.1f} times pandas" if beside else ""
    print(f"{what:32} {seconds:6.1f} s {ratio}")
    return seconds, out


def main(count: int) -> None:
    people = rows(count)
    with tempfile.TemporaryDirectory() as folder:
        text, book = Path(folder) / "data.csv", Path(folder) / "data.xlsx"
        lines = [";".join(map(str, row)) for row in [HEADER, *people]]
        text.write_text("\n".join(lines), encoding="utf-8")
        base, _ = timed("pandas.read_csv", lambda: pd.read_csv(text, sep=";", decimal=","))
        _, first = timed("csv, codebook proposed", lambda: read_records(text), base)
        timed("csv, with a codebook", lambda: read_records(text, first.codebook), base)
        sheets = openpyxl.Workbook(write_only=True)
        sheet = sheets.create_sheet("Data")
        for row in [HEADER, *people]:
            sheet.append(row)
        sheets.save(book)
        how = {"engine": "calamine"}
        base, _ = timed("pandas.read_excel (calamine)", lambda: pd.read_excel(book, **how))
        timed("xlsx, with a codebook", lambda: read_records(book, first.codebook), base)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
