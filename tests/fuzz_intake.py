"""A block of mangled files, read one by one; run by test_intake_fuzz in a process of its own.

A hang ends the process with a traceback of where it hung, and so does a crash below Python.
By hand, ``python tests/fuzz_intake.py 0 2000 each`` reads each file in a process of its own, with
30 seconds, a gigabyte, and nothing to be written on the screen; what breaks that is told.
"""

import csv
import faulthandler
import io
import os
import random
import re
import resource
import signal
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
from test_intake_matrix import as_ods

from isu_helpers import IsuError, Records, read_records

LIMIT = 10  # seconds that one file may take
HEADER = ["Löpnr", "Kön", "Ålder", "Datum", "Belopp", "Boende, vid start", "Boende, 6 mån"]
PEOPLE = [
    [i, "Kvinna" if i % 2 else "Man", 20 + i, f"2025-0{1 + i % 9}-11", f"{i} 234,50",
     "Hemlös" if i % 3 else "Bostad", "Bostad" if i % 4 else ""]
    for i in range(1, 13)
]  # fmt: skip
MARKS = (b'"', b";", b",", b"\t", b"\n", b"\r", b"\x00", b"\xff", b'"\r\n', b"\xfe\xff",
         b"\xef\xbb\xbf",
         b"\xc3", b"Summa", b"&#0;", b"9999999", b"XFD1048576", b"<", b"/>", b"]]>")  # fmt: skip


def seeds() -> dict[str, bytes]:
    """Good files of each kind, by suffix and a name."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADER, *PEOPLE, ["Summa", "", 12]])
    groups = [["", "", "", "", "", "Vid start", "Vid uppföljning"], HEADER, *PEOPLE]
    long = [["Klient-id", "Kön", "Tillfälle", "Mår"]]
    long += [[i // 2, "KM"[i // 2 % 2], ("Start", "6 mån")[i % 2], i % 5] for i in range(30)]
    books = {"plain": [HEADER, *PEOPLE], "groups": groups, "long": long}
    return {
        "cp1252.csv": text.getvalue().encode("cp1252"),
        "utf8.csv": text.getvalue().encode("utf-8-sig"),
        "utf16.txt": text.getvalue().replace(";", "\t").encode("utf-16"),
        **{f"{name}.xlsx": workbook(rows) for name, rows in books.items()},
        "plain.ods": timeless(as_ods([HEADER, *PEOPLE])),
    }


def workbook(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("F1:G1") if rows[0][0] == "" else None
    book.save(out)
    return timeless(out.getvalue())


def timeless(raw: bytes) -> bytes:
    """An archive without the time at which it was made, so that a number is always one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = re.sub(
                rb"\d{4}(-\d\d){2}T(\d\d:){2}\d\dZ", b"2026-01-01T00:00:00Z", old.read(name)
            )
            new.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mutated(raw: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, put in, doubled and taken out."""
    out = bytearray(raw)
    for _ in range(rng.choice((1, 2, 5, 20, 200))):
        at = rng.randrange(max(1, len(out)))
        length = rng.choice((1, 4, 30, 300))
        change = rng.randrange(5)
        if change == 0:
            out[at : at + 1] = bytes([rng.randrange(256)])
        elif change == 1 and len(out) > 100:
            del out[at : at + length]
        elif change == 2:
            out[at:at] = rng.choice(MARKS)
        elif change == 3:
            out[at:at] = out[at : at + length]
        else:
            out[at : at + length] = rng.randbytes(length)
    return bytes(out)


def truncated(raw: bytes, rng: random.Random) -> bytes:
    start = rng.choice((0, 0, rng.randrange(len(raw))))
    return raw[start : rng.randrange(start, len(raw) + 1)]


def spliced(raw: bytes, other: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw))] + other[rng.randrange(len(other)) :]


def mangled_part(raw: bytes, rng: random.Random) -> bytes:
    """An archive that is whole, with one of its parts mangled; text keeps its bytes."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return mutated(raw, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            change = rng.choice((mutated, truncated)) if part else mutated
            new.writestr(zipfile.ZipInfo(name), change(part, rng) if name == chosen else part)
    return out.getvalue()


def made(number: int, good: dict[str, bytes]) -> tuple[str, bytes]:
    """The file of a number: its suffix and its bytes, the same each time."""
    rng = random.Random(number)
    name, raw = rng.choice(sorted(good.items()))
    other = rng.choice(sorted(good.items()))[1]
    kind = rng.choice(("mutated", "part", "part", "truncated", "spliced", "random", "suffix"))
    suffix = name.rpartition(".")[2]
    if kind == "suffix":
        suffix = rng.choice(("csv", "txt", "tsv", "xlsx", "xlsm", "xls", "ods"))
    return suffix, {
        "mutated": lambda: mutated(raw, rng),
        "part": lambda: mangled_part(raw, rng),
        "truncated": lambda: truncated(raw, rng),
        "spliced": lambda: spliced(raw, other, rng),
        "random": lambda: rng.randbytes(rng.choice((1, 50, 4000))),
        "suffix": lambda: raw,
    }[kind]()


def outcome(path: Path) -> str:
    """What a file came to: records, or one line; anything else is raised."""
    try:
        found = read_records(path)
    except IsuError as error:
        line = str(error)
        assert "\n" not in line and "Väntade" in line, line
        return "en rad"
    assert isinstance(found, Records) and len(found)
    return "poster"


SECONDS, BYTES = 30, 10**9


def alone(path: Path, seen: Path) -> str:
    """What a file came to in a process of its own, whose screen is a file."""
    child = os.fork()
    if not child:
        screen = os.open(seen, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(screen, 1)
        os.dup2(screen, 2)
        most = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (most + BYTES, most + BYTES))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(SECONDS)
        try:
            os._exit({"poster": 0, "en rad": 3}[outcome(path)])
        except BaseException:
            traceback.print_exc()
            os._exit(4)
    status = os.waitpid(child, 0)[1]
    text = seen.read_text(encoding="utf-8", errors="replace")
    if os.WIFSIGNALED(status):
        return f"signal {os.WTERMSIG(status)} {text[-300:]}"
    told = {0: "poster", 3: "en rad"}.get(os.WEXITSTATUS(status), "fel")
    return f"på skärmen: {text[-2000:]}" if text else told


def each(first: int, last: int) -> None:
    """The files one by one, each within its limits."""
    good, counts = seeds(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, last):
            suffix, raw = made(number, good)
            path = Path(folder) / f"data.{suffix}"
            path.write_bytes(raw)
            found = alone(path, Path(folder) / "seen.txt")
            counts[found if found in ("poster", "en rad") else "annat"] += 1
            if found not in ("poster", "en rad"):
                print("file number", number, suffix, found, flush=True)
            path.unlink()
    print(dict(counts), sum(counts.values()))


def main(first: int, last: int) -> None:
    good, counts = seeds(), Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, last):
            suffix, raw = made(number, good)
            path = Path(folder) / f"data.{suffix}"
            path.write_bytes(raw)
            faulthandler.dump_traceback_later(LIMIT, exit=True)
            try:
                counts[outcome(path)] += 1
            except BaseException:
                print("file number", number, file=sys.stderr)
                raise
            faulthandler.cancel_dump_traceback_later()
            path.unlink()
    print(dict(counts), sum(counts.values()))


if __name__ == "__main__":
    (each if "each" in sys.argv else main)(int(sys.argv[1]), int(sys.argv[2]))
