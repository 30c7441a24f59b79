"""What the parts of a workbook tell that its cells do not, and how large it is unfolded."""

import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import DataFileError
from ..files import split_sheet
from ..wording import number
from .remark import Remark
from .sheet import remark

HIDDEN_ROW = re.compile(rb'<row\b[^>]*\br="(\d+)"[^>]*\bhidden="(?:1|true)"|'
                        rb'<row\b[^>]*\bhidden="(?:1|true)"[^>]*\br="(\d+)"')  # fmt: skip
NO_VALUE = re.compile(
    rb'<c\b[^>]*\br="[A-Z]{1,3}(\d+)"[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
SHEET = re.compile(rb'<sheet\b[^>]*?\b\w*:?id="(?P<id>[^"]+)"[^>]*>')
RELATION = re.compile(rb"<Relationship\b[^>]*>")
TARGET, ID = re.compile(rb'\bTarget="([^"]+)"'), re.compile(rb'\bId="([^"]+)"')

ODS_ROW = re.compile(rb"<table:table-row\b([^>]*[^/>])?>(.*?)</table:table-row>", re.DOTALL)
ODS_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b([^>]*?)(?:/>|>(.*?)</table:(?:covered-)?table-cell>)",
    re.DOTALL,
)
ODS_REPEATS = re.compile(rb'(?:rows|columns)-repeated="\d{3,}"')

HIDDEN_UNASKED = (
    "1 rad är dold i Excel, som av ett filter, och räknas med (rad {rows}). Ska den inte räknas, "
    "skriv «dolda_rader: utan» i isu.yaml; annars «dolda_rader: med».",
    "{count} rader är dolda i Excel, som av ett filter, och räknas med (rad {rows}). Ska de inte "
    "räknas, skriv «dolda_rader: utan» i isu.yaml; annars «dolda_rader: med».",
)
HIDDEN_WITH = (
    "1 rad är dold i Excel och räknas med, som ni har valt (rad {rows}).",
    "{count} rader är dolda i Excel och räknas med, som ni har valt (rad {rows}).",
)
HIDDEN_WITHOUT = (
    "1 rad är dold i Excel och räknas inte, som ni har valt (rad {rows}).",
    "{count} rader är dolda i Excel och räknas inte, som ni har valt (rad {rows}).",
)
HIDDEN_TOLD = {None: HIDDEN_UNASKED, True: HIDDEN_WITH, False: HIDDEN_WITHOUT}
FORMULAS = (
    "1 cell har en formel utan värde och är tom (rad {rows}). Öppna filen i Excel, spara den och "
    "kör igen.",
    "{count} celler har formler utan värden och är tomma (rad {rows}). Öppna filen i Excel, spara "
    "den och kör igen.",
)


@contextmanager
def quiet() -> Iterator[None]:
    """No text from a reader that is not written in Python and panics on a broken workbook."""
    with suppress(OSError, ValueError):
        kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
        return
    yield


def unfolded(content: bytes) -> tuple[int, int]:
    """The rows and columns that an ods holds where all that is repeated is counted."""
    rows = wide = seen = 0
    for attributes, inner in ODS_ROW.findall(content):
        rows += _times(attributes, b"rows")
        cells = [(_times(a, b"columns"), b"value-type" in a or bool(t)) for a, t in
                 ODS_CELL.findall(inner)]  # fmt: skip
        last = max((i for i, (_, is_filled) in enumerate(cells) if is_filled), default=-1)
        if last >= 0:
            seen, wide = rows, max(wide, sum(n for n, _ in cells[: last + 1]))
    return seen, wide


def _times(attributes: bytes, kind: bytes) -> int:
    found = re.search(kind + rb'-repeated="(\d{1,9})"', attributes)
    return int(found[1]) if found else 1


def told_of_part(
    raw: bytes, place: int | None, signs: dict[str, set[bytes]]
) -> tuple[tuple[Remark, ...], tuple[int, ...]]:
    """A remark on the empty formulas of a sheet, and its hidden rows; none of other kinds of file.

    Parameters
    ----------
    raw
        The workbook.
    place
        Which of its sheets, from 0.
    signs
        What `check_size` found in each part.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            name = _names(archive)[place] if place is not None else ""
            found = signs.get(name, {HIDING, FORMULA})
            part = archive.read(name) if name and found & {HIDING, FORMULA} else b""
    except Exception:  # noqa: BLE001 - a part that can't be read tells nothing
        return (), ()
    hidden = [int(a or b) for a, b in HIDDEN_ROW.findall(part)] if HIDING in found else []
    bare = [int(r) for r in NO_VALUE.findall(part)] if FORMULA in found else []
    told = remark("Filen", FORMULAS, bare)
    return (told,) if told else (), tuple(hidden)


def may_hide_rows(path: Path) -> bool:
    """Whether any sheet of a workbook has hidden rows or columns."""
    path, _ = split_sheet(path)
    try:
        return any(HIDING in found for found in check_size(path.read_bytes(), path.name).values())
    except (DataFileError, OSError):
        return False


def _names(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the sheets, in the order of the workbook."""
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {i[1]: t[1].decode() for r in RELATION.findall(relations)
               if (i := ID.search(r)) and (t := TARGET.search(r))}  # fmt: skip
    ids = SHEET.findall(archive.read("xl/workbook.xml"))
    return ["xl/" + targets[i].removeprefix("/xl/") for i in ids]


# How large a workbook is, found before it is unfolded.

NOT_A_BOOK = (
    "Datafilen «{file}» går inte att läsa som kalkylblad. Väntade en hel fil från Excel eller "
    "LibreOffice. Öppna den där och spara om den."
)
FAR_OUT = (
    "Datafilen «{file}» har celler långt utanför tabellen: bladet är {rows} rader och {columns} "
    "kolumner. Väntade en tabell med personer. Kopiera tabellen till en ny fil i Excel och spara."
)
CELLS, UNPACKED = 50_000_000, 3_000_000_000
CHUNK, OVERLAP = 1 << 20, 64
HIDING, FORMULA, FAR = b"hidden=", b"<f", b"far"
FAR_CELL = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{2}\d{6})')
CELL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
REPEATED = re.compile(rb'(?:columns-repeated="\d{6}|rows-repeated="\d{8})')


def check_size(raw: bytes, file: str) -> dict[str, set[bytes]]:
    """Refuse a workbook that would fill the memory: one stray cell in the last row and column.

    Returns
    -------
    dict
        For each part with cells which of `HIDING` and `FORMULA` stand in it.

    Raises
    ------
    DataFileError
        In Swedish, when it is too large.
    """
    signs: dict[str, set[bytes]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(i.file_size for i in archive.infolist()) > UNPACKED:
                raise DataFileError(NOT_A_BOOK.format(file=file))
            for name in archive.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    signs[name] = _signs(archive, name)
                    if FAR in signs[name]:
                        _check_cells(archive.read(name), file)
                elif name == "content.xml":
                    _check_repeats(archive.read(name), file)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        return {}  # calamine tells what is wrong
    return signs


def _signs(archive: zipfile.ZipFile, name: str) -> set[bytes]:
    """What stands in a part, which is read a piece at a time."""
    found, before = set(), b""
    with archive.open(name) as part:
        while piece := part.read(CHUNK):
            text = before + piece
            found |= {sign for sign in (HIDING, FORMULA) if sign not in found and sign in text}
            if FAR not in found and FAR_CELL.search(text):
                found.add(FAR)
            before = text[-OVERLAP:]
    return found


def _check_repeats(content: bytes, file: str) -> None:
    if REPEATED.search(content):
        raise DataFileError(NOT_A_BOOK.format(file=file))
    rows, columns = unfolded(content) if ODS_REPEATS.search(content) else (0, 0)
    _check_area(rows, columns, file)


def _check_cells(part: bytes, file: str) -> None:
    cells = {(letters, int(row)) for letters, row in CELL.findall(part)}
    _check_area(max(r for _, r in cells), max(_column(c) for c, _ in cells), file)


def _check_area(rows: int, columns: int, file: str) -> None:
    if rows * columns > CELLS:
        told = {"rows": number(rows), "columns": number(columns)}
        raise DataFileError(FAR_OUT.format(file=file, **told))


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place
