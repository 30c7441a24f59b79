"""The cells of a text file, its encoding and its separator found from the bytes."""

import csv
import io
import re
from collections import Counter

from ..configuration import DATA_SUFFIXES
from ..errors import DataFileError
from ..wording import listing
from .header_row import SAMPLED, sex_row

SEPARATORS = (";", "\t", ",", "|")
MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"{\\rtf")
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
MARKS = (b"\xff\xfe", b"\xfe\xff")
TWO_BYTES = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]|\xc2\xa0")
HIGH = bytes(range(128, 256))
LONGEST = 10_000_000

NOT_TEXT = (
    "Datafilen «{file}» är ingen textfil, trots namnet. Väntade rader med text. "
    "Öppna den i rätt program och spara den som {suffixes}."
)
BOOK_NOT_TEXT = (
    "Datafilen «{file}» är ett kalkylblad eller en zip-fil, trots namnet. Väntade text. "
    "Är det en Excelfil, byt filens ändelse till .xlsx. Packa annars upp den först."
)
OPEN_QUOTE = (
    "Datafilen «{file}» har ett citattecken som inte stängs, vid rad {row}. Väntade citattecken "
    "i par. Ta bort det, eller spara om filen i Excel."
)


def text_cells(raw: bytes, file: str) -> list[list[object]]:
    """The cells of a text file.

    Raises
    ------
    DataFileError
        In Swedish, when the bytes are no text, or a quotation mark swallows rows.
    """
    text = decoded(raw, file)
    csv.field_size_limit(LONGEST)
    sample = io.StringIO(text, newline="").readlines(200_000)[:SAMPLED]
    separator = max(SEPARATORS, key=lambda s: _fitness(sample, s))
    try:
        return list(_rows(text, separator, file))
    except csv.Error:
        raise DataFileError(_not_text(file)) from None


def decoded(raw: bytes, file: str) -> str:
    """The text behind the bytes: UTF-8, UTF-16, else Windows-1252.

    Raises
    ------
    DataFileError
        In Swedish, when they are a picture, a workbook or the like.
    """
    if raw.startswith(BOOKS):
        raise DataFileError(BOOK_NOT_TEXT.format(file=file))
    text = raw.decode(_encoding(raw), errors="replace").removeprefix("\ufeff")
    if raw.startswith(MAGIC) or _looks_binary(text):
        raise DataFileError(_not_text(file))
    return text


def _encoding(raw: bytes) -> str:
    head = raw[:4000]
    if raw.startswith(MARKS):
        return "utf-16"
    for name, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if zeros.count(0) > 0.4 * max(1, len(zeros)):
            return name
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        high = len(raw) - len(raw.translate(None, HIGH))
        mended = sum(map(len, TWO_BYTES.findall(raw)))
        return "utf-8" if mended > 0.8 * high else "cp1252"
    return "utf-8"


def _rows(text: str, separator: str, file: str) -> list[list[object]]:
    """The rows, a line of the file each where no cell has line breaks.

    A quotation mark that nobody closed takes the next rows into its cell; that is refused.
    Equal cells are one object, which makes all that is done with them later quicker.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    one_of = dict[str, str]().setdefault
    if '"' not in text:  # no cell can have a line break
        return [list(map(one_of, row, row)) for row in reader]
    rows, before = [], 0
    for row in reader:
        if reader.line_num - before > 1 and _has_rows_inside(row, separator):
            raise DataFileError(OPEN_QUOTE.format(file=file, row=before + 1))
        rows.append(list(map(one_of, row, row)))
        before = reader.line_num
    return rows


def _has_rows_inside(row: list[str], separator: str) -> bool:
    """Whether a cell holds a line that is itself a row, rather than a text with line breaks."""
    for cell in row:
        lines = cell.splitlines()
        if any(line.count(separator) > 1 for line in lines[1:]):
            return True
    return False


def _fitness(lines: list[str], separator: str) -> tuple[int, float]:
    """How surely a separator gives a header for sex, and how wide and even a table it gives."""
    try:
        rows = list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return (-1, 0)
    widths = [len(row) for row in rows if any(row)]
    width, count = Counter(widths).most_common(1)[0] if widths else (1, 1)
    evenness = (width - 1) * count / max(1, len(widths))
    return sex_row(rows)[1], evenness


def _looks_binary(text: str) -> bool:
    head = text[:20_000]
    odd = sum(c < " " and c not in "\t\r\n\x1a" or c == "\ufffd" for c in head)
    return odd > 0.02 * len(head) or "\x00" in head


def _not_text(file: str) -> str:
    return NOT_TEXT.format(file=file, suffixes=listing(DATA_SUFFIXES, "eller"))
