"""How fast files are read, beside other readers. Run by hand: python -m benchmarks.intake [rows].

Each reader reads the same file in a process of its own, one after the other and so several rounds,
so that other work on the machine weighs on all alike. Told are the median seconds of processor
time and the memory that the reading took beyond what was loaded before, also as times that of the
reader that it is measured by. The issue's aims: csv within 5 times pandas with a codebook and 8
without, xlsx within 2 times calamine, memory within 3 times.
"""

import csv
import datetime as dt
import importlib.util
import pickle
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import openpyxl
import pandas as pd
from identities import whole_number
from python_calamine import CalamineWorkbook

from isu_helpers import read_records

ROUNDS, SMALL = 3, 50
TEXT, BOOK, CODES = "data.csv", "data.xlsx", "kodbok.pickle"
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


def codebook(folder: Path) -> object:
    return pickle.loads((folder / CODES).read_bytes())


def by_csv(folder: Path) -> object:
    with (folder / TEXT).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def by_polars(folder: Path) -> object:
    import polars

    return polars.read_csv(folder / TEXT, separator=";", decimal_comma=True)


def by_calamine(folder: Path) -> object:
    return CalamineWorkbook.from_path(folder / BOOK).get_sheet_by_index(0).to_python()


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {  # and what each is measured by
    "pandas, csv": ("", lambda f: pd.read_csv(f / TEXT, sep=";", decimal=",")),
    "polars, csv": ("pandas, csv", by_polars),
    "csv module": ("pandas, csv", by_csv),
    "isu, csv with a codebook": ("pandas, csv", lambda f: read_records(f / TEXT, codebook(f))),
    "isu, csv without": ("pandas, csv", lambda f: read_records(f / TEXT)),
    "calamine, xlsx": ("", by_calamine),
    "pandas, xlsx": ("calamine, xlsx", lambda f: pd.read_excel(f / BOOK, engine="calamine")),
    "isu, xlsx with a codebook":
        ("calamine, xlsx", lambda f: read_records(f / BOOK, codebook(f))),
    "isu, xlsx without": ("calamine, xlsx", lambda f: read_records(f / BOOK)),
}  # fmt: skip


def make(folder: Path, count: int) -> None:
    """The same people as text and as a workbook, and the codebook that is proposed for them."""
    people = [HEADER, *rows(count)]
    (folder / TEXT).write_text("\n".join(";".join(map(str, r)) for r in people), encoding="utf-8")
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    for row in people:
        sheet.append(row)
    book.save(folder / BOOK)
    (folder / CODES).write_bytes(pickle.dumps(read_records(folder / TEXT).codebook))


def one(name: str, small: Path, folder: Path) -> None:
    """One reading, told in seconds and megabytes; what is loaded at the first is loaded before."""
    read = READERS[name][1]
    read(small)
    before, start = memory("VmRSS"), time.process_time()
    found = read(folder)
    print(time.process_time() - start, memory("VmHWM") - before)
    del found


def memory(which: str) -> float:
    """Megabytes in use now, or at most (Linux); what the process before this one had is not in."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which)) / 1000


def measured(name: str, small: Path, folder: Path) -> tuple[float, float]:
    call = [sys.executable, "-m", "benchmarks.intake", name, str(small), str(folder)]
    out = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    seconds, megabytes = map(float, out.split())
    return seconds, megabytes


def compare(small: Path, folder: Path) -> None:
    """All readers, in turn and several rounds."""
    names = [n for n in READERS if n != "polars, csv" or importlib.util.find_spec("polars")]
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            found[name].append(measured(name, small, folder))
    middle = {n: tuple(map(median, zip(*of, strict=True))) for n, of in found.items()}
    print(f"{'':28} {'s':>6} {'times':>6} {'MB':>6} {'times':>6}")
    for name, (seconds, megabytes) in middle.items():
        by = middle.get(READERS[name][0])
        times, more = (f"{a / b:6.1f}" if by else "" for a, b in
                       zip((seconds, megabytes), by or (1, 1), strict=True))  # fmt: skip
        print(f"{name:28} {seconds:6.2f} {times:6} {megabytes:6.0f} {more:6}")


def waits(folder: Path) -> None:
    """Files that are small or odd, told in milliseconds for the whole or for a column."""
    rng, path = random.Random(2), folder / "odd.csv"
    kinds = {
        "40 people, 60 questions": (40, [f"Fråga {i}" for i in range(60)], ["Ja", "Nej", ""]),
        "40 people, 60 numbers": (40, [f"Poäng {i}" for i in range(60)], range(100)),
        "200 people, 1,000 numbers": (200, [f"Poäng {i}" for i in range(1000)], range(100)),
        "a header of 30,000 letters": (40, ["ord " * 7500], ["Ja", "Nej", ""]),
    }
    print(f"\n{'ms':28} {'alone':>8} {'codebook':>8}")
    for name, (count, heads, answers) in kinds.items():
        lines = [";".join(["Löpnr", "Kön", *heads])]
        for i in range(count):
            lines.append(
                ";".join([str(i), rng.choice("KM"), *map(str, rng.choices(answers, k=len(heads)))])
            )
        path.write_text("\n".join(lines), encoding="utf-8")
        start = time.process_time()
        found = read_records(path).codebook
        middle = time.process_time()
        read_records(path, found)
        alone, known = 1000 * (middle - start), 1000 * (time.process_time() - middle)
        print(f"{name:28} {alone:8.0f} {known:8.0f}")


def people(folder: Path, count: int) -> None:
    """What a column of identity numbers costs, in millionths of a second a row."""
    rng, path = random.Random(3), folder / "numbers.csv"
    lines = ["Personnummer;Kön;Insats"]
    for _ in range(count):
        born = dt.date(1940, 1, 1) + dt.timedelta(days=rng.randrange(29_000))
        whole = whole_number(born, rng.randint(1, 999))
        lines.append(f"{whole[:8]}-{whole[8:]};{rng.choice('KM')};{rng.choice(['Ja', 'Nej'])}")
    path.write_text("\n".join(lines), encoding="utf-8")
    start = time.process_time()
    pd.read_csv(path, sep=";")
    first = time.process_time()
    found = read_records(path).codebook
    middle = time.process_time()
    read_records(path, found)
    spent = (first - start, middle - first, time.process_time() - middle)
    pandas, alone, known = (1e6 * seconds / count for seconds in spent)
    print("\nµs a row of identity numbers")
    print(f"pandas {pandas:.2f}, alone {alone:.1f}, codebook {known:.1f}")


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        make(Path(a), SMALL)
        make(Path(b), count)
        compare(Path(a), Path(b))
        waits(Path(a))
        people(Path(a), count)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(sys.argv[1], *map(Path, sys.argv[2:]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
