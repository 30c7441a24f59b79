"""The cells of a file: text with any usual encoding and separator, or a sheet of a workbook."""

import csv
import io
from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

from ..configuration import DATA_SUFFIXES
from ..errors import DataFileError
from ..wording import listing

SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")
SEPARATORS = (";", "\t", ",", "|")
MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"BM")
ZIPPED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

NO_FILE = (
    "Datafilen «{file}» hittades inte. Väntade en fil med det namnet. "
    "Kontrollera stavningen och att filen ligger i arbetsmappen."
)
NO_ACCESS = (
    "Datafilen «{file}» går inte att öppna. Väntade en fil som får läsas. "
    "Stäng den i Excel och kontrollera att du har läsrätt till mappen."
)
EMPTY = (
    "Datafilen «{file}» är tom. Väntade rubriker och minst en rad. "
    "Gör om uttaget ur ert system och spara filen på nytt."
)
NOT_TEXT = (
    "Datafilen «{file}» är ingen textfil, trots namnet. Väntade rader med text. "
    "Öppna den i rätt program och spara den som {suffixes}."
)
NOT_TEXT_BUT_BOOK = (
    "Datafilen «{file}» är en Excelfil med fel efternamn. Väntade text. "
    "Byt efternamnet till .xlsx, eller spara om filen som CSV i Excel."
)
NOT_A_BOOK = (
    "Datafilen «{file}» går inte att läsa som kalkylblad. Väntade en fil från Excel eller "
    "LibreOffice utan lösenord. Öppna den där och spara om den."
)
WRONG_SUFFIX = (
    "Datafilen «{file}» är av en sort som inte går att läsa. Väntade {suffixes}. "
    "Spara om filen i ett av de formaten."
)


def read_cells(path: Path) -> list[list[object]]:
    """The rows of a file as lists of raw cells, of the sheet with most cells in a workbook.

    Raises
    ------
    DataFileError
        In Swedish, when the file is missing, empty, or not of the kind its name says.
    """
    if not path.is_file():
        raise DataFileError(NO_FILE.format(file=path.name))
    if path.suffix.lower() not in DATA_SUFFIXES:
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise DataFileError(WRONG_SUFFIX.format(file=path.name, suffixes=suffixes))
    try:
        raw = path.read_bytes()
    except OSError:
        raise DataFileError(NO_ACCESS.format(file=path.name)) from None
    if not raw.strip():
        raise DataFileError(EMPTY.format(file=path.name))
    if path.suffix.lower() in SHEET_SUFFIXES:
        return sheet_cells(raw, path.name)
    return text_cells(raw, path.name)


def sheet_cells(raw: bytes, file: str) -> list[list[object]]:
    """The cells of the workbook's sheet that has most filled ones."""
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(raw))
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    except Exception:  # calamine raises several kinds, and panics, on broken workbooks
        raise DataFileError(NOT_A_BOOK.format(file=file)) from None
    return max(sheets, key=_filled, default=[])


def text_cells(raw: bytes, file: str) -> list[list[object]]:
    """The cells of a text file, its encoding and separator found from the bytes."""
    text = decoded(raw, file)
    lines = text.splitlines()
    csv.field_size_limit(10_000_000)
    separator = max(SEPARATORS, key=lambda s: _evenness(lines[:200], s))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def decoded(raw: bytes, file: str) -> str:
    """The text behind the bytes: UTF-8, UTF-16 with a mark, else Windows-1252."""
    if raw.startswith(MAGIC) or raw.startswith(ZIPPED):
        message = NOT_TEXT_BUT_BOOK if raw.startswith(ZIPPED) else NOT_TEXT
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise DataFileError(message.format(file=file, suffixes=suffixes))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    if _looks_binary(text):
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise DataFileError(NOT_TEXT.format(file=file, suffixes=suffixes))
    return text


def _looks_binary(text: str) -> bool:
    head = text[:20_000]
    odd = sum(c < " " and c not in "\t\r\n\x1a" or c == "\ufffd" for c in head)
    return odd > 0.02 * len(head) or "\x00" in head


def _evenness(lines: list[str], separator: str) -> float:
    """How wide a table a separator gives, and how evenly: columns times share of such rows."""
    widths = [len(row) for row in csv.reader(lines, delimiter=separator) if any(row)]
    if not widths:
        return 0
    width, count = Counter(widths).most_common(1)[0]
    return (width - 1) * count / len(widths)


def _filled(rows: list[list[object]]) -> int:
    return sum(cell not in ("", None) for row in rows for cell in row)
