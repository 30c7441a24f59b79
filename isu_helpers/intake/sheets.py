"""The sheet of a workbook that holds the people: the one that fits the codebook, or sex."""

import io
import re
import zipfile
import zlib
from dataclasses import replace

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from ..errors import DataFileError
from ..propose.headers import safe_header
from ..records import Remark
from ..values import key_of
from ..wording import listing, number
from .header_row import filled, sex_row
from .sheet import Sheet
from .text import decoded

LOCKED = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"
OLD_BOOK, NEW_BOOK = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"

NOT_A_BOOK = (
    "Datafilen «{file}» går inte att läsa som kalkylblad. Väntade en hel fil från Excel eller "
    "LibreOffice. Öppna den där och spara om den."
)
PASSWORD = (
    "Datafilen «{file}» är skyddad med lösenord. Väntade en fil utan lösenord. "
    "Öppna den i Excel, ta bort lösenordet och spara den."
)
TEXT_NOT_BOOK = (
    "Datafilen «{file}» är en textfil, trots namnet. Väntade en fil från Excel eller LibreOffice. "
    "Byt filens ändelse till .csv, eller öppna den i Excel och spara om den."
)
PAGE_NOT_BOOK = (
    "Datafilen «{file}» är en webbsida, trots namnet. Väntade en fil från Excel eller "
    "LibreOffice. Öppna den i Excel och spara den som Excel-arbetsbok."
)
FAR_OUT = (
    "Datafilen «{file}» har celler långt utanför tabellen: bladet är {rows} rader och {columns} "
    "kolumner. Väntade en tabell med personer. Kopiera tabellen till en ny fil i Excel och spara."
)
NO_SHEET = (
    "Datafilen «{file}» har inget blad som heter «{name}». Väntade något av: {names}. "
    "Rätta namnet efter # i inställningen datafil."
)
WHICH = (
    "Datafilen «{file}» har flera blad som passar lika bra: {names}. Väntade ett blad med "
    "personer. Skriv vilket i isu.yaml, till exempel «datafil: {file}#{first}»."
)
CHOSEN = "Bladet «{name}» lästes. Filen har också: {others}."
CELLS, UNPACKED = 50_000_000, 3_000_000_000
ALIKE = 0.8  # of their headers that two sheets share which nobody can choose between
SEARCHED = 40
FAR_CELL = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{2}\d{6})')
CELL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
REPEATED = re.compile(rb'(?:columns-repeated="\d{6}|rows-repeated="\d{8})')


def read_sheet(
    raw: bytes, file: str, name: str = "", wanted: frozenset[str] = frozenset()
) -> Sheet:
    """The sheet of that name, else the one that most likely holds the people.

    Raises
    ------
    DataFileError
        In Swedish, when the bytes are no workbook or one with a password, or two sheets fit.
    """
    _check_size(raw, file)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(raw))
        hidden = {s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible}
        sheets = {n: _sheet(book, n) for n in book.sheet_names}
    except Exception:  # calamine raises several kinds on broken workbooks
        raise DataFileError(_reason(raw).format(file=file)) from None
    except BaseException as e:  # and panics, which is no Exception
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        raise DataFileError(NOT_A_BOOK.format(file=file)) from None
    if name:
        return _named(sheets, name, file)
    return _chosen(
        {n: s for n, s in sheets.items() if any(map(filled, s.rows))}, hidden, wanted, file
    )


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    found = book.get_sheet_by_name(name)
    ranges = getattr(found, "merged_cell_ranges", None)  # older calamine does not tell
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in ranges or ():
        if top == bottom < SEARCHED and left < right < 20_000:
            merged.setdefault(top, []).append((left, right))
    return Sheet(found.to_python(skip_empty_area=False), merged if ranges else None)


def _named(sheets: dict[str, Sheet], name: str, file: str) -> Sheet:
    found = next((s for n, s in sheets.items() if key_of(n) == key_of(name)), None)
    if found is None:
        names = listing((safe_header(n) for n in sheets), "eller")
        raise DataFileError(NO_SHEET.format(file=file, name=safe_header(name), names=names))
    return found


def _chosen(
    sheets: dict[str, Sheet], hidden: set[str], wanted: frozenset[str], file: str
) -> Sheet:
    """The sheet with most of the codebook's headers, one for sex, that is seen, and is largest."""
    if not sheets:
        return Sheet([])
    fit = {
        n: (_recognised(s.rows, wanted), sex_row(s.rows)[1], n not in hidden)
        for n, s in sheets.items()
    }
    best = max(sheets, key=lambda n: (*fit[n], len(sheets) > 1 and _size(sheets[n])))
    rivals = [n for n in sheets if fit[n] == fit[best] and _are_alike(sheets[n], sheets[best])]
    if len(rivals) > 1:
        names = listing(f"«{safe_header(n)}»" for n in rivals)
        first = safe_header(rivals[0])
        raise DataFileError(WHICH.format(file=file, names=names, first=first))
    others = listing(safe_header(n) for n in sheets if n != best)
    text = CHOSEN.format(name=safe_header(best), others=others)
    return replace(sheets[best], remarks=(Remark("Filen", text),) if others else ())


def _size(sheet: Sheet) -> int:
    return sum(map(filled, sheet.rows))


def _recognised(rows: list[list[object]], wanted: frozenset[str]) -> int:
    """How many of the codebook's headers the best of the upper rows has."""
    if not wanted:
        return 0
    return max(len(wanted & {key_of(c) for c in row}) for row in rows[:SEARCHED])


def _are_alike(one: Sheet, other: Sheet) -> bool:
    """Whether two sheets have people under nearly the same headers."""
    a, b = (_header_keys(s.rows) for s in (one, other))
    return bool(a) and len(a & b) >= ALIKE * len(a | b)


def _header_keys(rows: list[list[object]]) -> set[str]:
    place = sex_row(rows)[0]
    if place is None or not any(map(filled, rows[place + 1 :])):
        return set()
    return {key_of(c) for c in rows[place]} - {""}


def _check_size(raw: bytes, file: str) -> None:
    """Refuse a workbook that would fill the memory: one stray cell in the last row and column."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(i.file_size for i in archive.infolist()) > UNPACKED:
                raise DataFileError(NOT_A_BOOK.format(file=file))
            for name in archive.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    _check_cells(archive.read(name), file)
                elif name == "content.xml" and REPEATED.search(archive.read(name)):
                    raise DataFileError(NOT_A_BOOK.format(file=file))
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        return  # calamine tells what is wrong


def _check_cells(part: bytes, file: str) -> None:
    if not FAR_CELL.search(part):
        return
    cells = {(letters, int(row)) for letters, row in CELL.findall(part)}
    rows, columns = max(r for _, r in cells), max(_column(c) for c, _ in cells)
    if rows * columns > CELLS:
        told = {"rows": number(rows), "columns": number(columns)}
        raise DataFileError(FAR_OUT.format(file=file, **told))


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place


def _reason(raw: bytes) -> str:
    """Why the bytes are no workbook."""
    if raw.startswith(OLD_BOOK) and LOCKED in raw:
        return PASSWORD
    if raw.startswith((OLD_BOOK, NEW_BOOK)):
        return NOT_A_BOOK
    try:
        text = decoded(raw, "")
    except DataFileError:
        return NOT_A_BOOK
    return PAGE_NOT_BOOK if text.lstrip()[:1] == "<" else TEXT_NOT_BOOK
