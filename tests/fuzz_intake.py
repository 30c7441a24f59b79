"""A block of mangled files, read one by one; run by test_intake_fuzz in a process of its own.

A hang ends the process with a traceback of where it hung, and so does a crash below Python.
"""

import csv
import faulthandler
import io
import random
import sys
import tempfile
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
        "plain.ods": as_ods([HEADER, *PEOPLE]),
    }


def workbook(rows: list[list[object]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("F1:G1") if rows[0][0] == "" else None
    book.save(out)
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
            new.writestr(name, change(part, rng) if name == chosen else part)
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
    main(int(sys.argv[1]), int(sys.argv[2]))
