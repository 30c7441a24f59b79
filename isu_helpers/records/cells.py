"""The cells of a file: those of its text, or of a sheet of its workbook."""

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..configuration import DATA_SUFFIXES
from ..errors import DataFileError
from ..files import near_name, reason
from ..wording import listing
from .code_list import codes_of
from .encoding import decoded, mended, mended_columns, not_text
from .grid import Grid
from .open_document import ods_sheets
from .sheet import EMPTY, SAMPLED, Sheet, remark, sex_row
from .which_sheet import chosen_sheet
from .workbook_parts import HIDING, NOT_A_BOOK, check_size, quiet, told_of_part

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

# The cells of a text file, its encoding and its separator found from the bytes.

Ranges = Iterable[tuple[tuple[int, int], tuple[int, int]]]  # top and left, bottom and right
SEPARATORS = (";", "\t", ",", "|")
LONGEST = 10_000_000

OPEN_QUOTE = (
    "Datafilen «{file}» har ett citattecken som inte stängs, vid rad {row}. Väntade citattecken "
    "i par. Ta bort det, eller spara om filen i Excel."
)


def text_sheet(raw: bytes, file: str) -> Sheet:
    """The cells of a text file, and what was seen on the way.

    Raises
    ------
    DataFileError
        In Swedish, when the bytes are no text, or a quotation mark swallows rows.
    """
    text, remarks = mended(decoded(raw, file))
    csv.field_size_limit(LONGEST)
    upper = text[: text.find("\n", 200_000) + 1 or None]
    sample = io.StringIO(upper, newline="").readlines(200_000)[:SAMPLED]
    separator = max(SEPARATORS, key=lambda s: _fitness(sample, s))
    try:
        rows = _by_lines(text, separator) or _rows(text, separator, file)
    except csv.Error:
        raise DataFileError(not_text(file)) from None
    grid, others = _of_one_separator(rows, separator)
    told = remark("Filen", OTHER_SEPARATOR, others)
    return Sheet(grid, remarks=(*remarks, *([told] if told else [])))


@dataclass(frozen=True)
class Rows:
    """The rows of a text: lines that are cut alike, and the others by their place, in cells."""

    count: int
    width: int
    even: str
    others: dict[int, list[str]]


def _by_lines(text: str, separator: str) -> Rows | None:
    """The rows of a text where each line is one, and quotation marks are few; else None."""
    text = text.replace("\r\n", "\n")
    lines = text.removesuffix("\n").split("\n")
    quoted = [i for i, line in enumerate(lines) if '"' in line] if '"' in text else []
    if "\r" in text or "\0" in text or 2 * len(quoted) > len(lines):
        return None
    try:
        others = {
            i: next(csv.reader([lines[i]], delimiter=separator, strict=True)) for i in quoted
        }
    except csv.Error:  # a cell that goes on to the next line, perhaps
        return None
    widths = [line.count(separator) + 1 if line else 0 for line in lines]
    for i, row in others.items():
        widths[i] = len(row)
    width = _usual(widths)
    others |= {i: lines[i].split(separator) if lines[i] else []
               for i, w in enumerate(widths) if w != width and i not in others}  # fmt: skip
    even = "\n".join(li for i, li in enumerate(lines) if i not in others) if others else text
    return Rows(len(lines), width, even, others) if width > 1 else None


def _usual(widths: list[int]) -> int:
    """The width that most rows have, two at least where any has."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (width > 1, counts[width]), default=1)


def _of_one_separator(rows: Rows, separator: str) -> tuple[Grid, list[int]]:
    """The cells, where some rows are parted by another sign than most; and which those are.

    Only a row that then has exactly the width of the table, and had another, is cut.
    """
    found = []
    for i, row in sorted(rows.others.items()):
        if len(row) == rows.width or not row or rows.width < 2:
            continue
        text = separator.join(map(str, row))
        for other in (s for s in SEPARATORS if s != separator and s in text):
            cut = next(csv.reader([text.replace("\n", " ")], delimiter=other), [])
            if len(cut) == rows.width:
                rows.others[i] = cut
                found.append(i + 1)
                break
    return Grid.mixed(_columns(rows, separator), rows.others, rows.count), found


def _columns(rows: Rows, separator: str) -> list[np.ndarray]:
    """The columns of the lines that are cut alike; of such lines no two readers differ."""
    if len(rows.others) == rows.count:
        return []
    table = pd.read_csv(
        io.BytesIO(rows.even.encode()), sep=separator, header=None, dtype=object, engine="c",
        quoting=csv.QUOTE_NONE, na_filter=False, skip_blank_lines=False, low_memory=False,
    )  # fmt: skip
    return [table[j].to_numpy() for j in range(rows.width)]


def _rows(text: str, separator: str, file: str) -> Rows:
    """The rows of a text with cells in quotation marks, that may have line breaks.

    A quotation mark that nobody closed takes the next rows into its cell; that is refused.
    Equal cells are one object, which makes all that is done with them later quicker.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    one_of = dict[str, str]().setdefault
    rows, before, first, is_odd = list[list[str]](), 0, 0, text.count('"') % 2 == 1
    for row in reader:
        width = len(rows[0]) if rows else 0
        is_long = '"' in text and reader.line_num - before > 1
        if is_long and _has_rows_inside(row, separator, width):
            raise DataFileError(OPEN_QUOTE.format(file=file, row=before + 1))
        rows.append(list(map(one_of, row, row)))
        first, before = before, reader.line_num
    if is_odd and before - first > 1:  # the last cell goes on to the end of the file
        raise DataFileError(OPEN_QUOTE.format(file=file, row=first + 1))
    return Rows(len(rows), _usual(list(map(len, rows))), "", dict(enumerate(rows)))


def _has_rows_inside(row: list[str], separator: str, width: int) -> bool:
    """Whether a cell holds a line that is itself a row, rather than a text with line breaks."""
    least = 1 if width == 2 else 2
    return any(line.count(separator) >= least for cell in row for line in cell.splitlines()[1:])


def _fitness(lines: list[str], separator: str) -> tuple[int, float]:
    """How surely a separator gives a header for sex, and how wide and even a table it gives."""
    try:
        rows = list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return (-1, 0)
    widths = [len(row) for row in rows if any(row)]
    width, count = Counter(widths).most_common(1)[0] if widths else (1, 1)
    evenness = (width - 1) * count / max(1, len(widths))
    return sex_row(rows)[1] if width > 1 else 0, evenness


OTHER_SEPARATOR = (
    "1 rad har ett annat skiljetecken än de andra, som komma i stället för semikolon (rad "
    "{rows}). Den delades där.",
    "{count} rader har ett annat skiljetecken än de andra, som komma i stället för semikolon "
    "(rad {rows}). De delades där.",
)

# The sheet of a workbook that holds the people: the one that fits the codebook, or sex.

LOCKED = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e"
OLD_BOOK, NEW_BOOK = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"

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
HIDDEN = (
    "Datafilen «{file}» har dolda rader eller kolumner, som av ett filter, och flera blad ska "
    "läsas under varandra. Väntade att allt syns. Visa alla rader och kolumner i Excel och spara."
)
SEARCHED = 40
ODS = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"


def read_sheet(
    raw: bytes, file: str, name: str = "", wanted: frozenset[str] = frozenset()
) -> Sheet:
    """The sheet of that name, else the one that most likely holds the people.

    Raises
    ------
    DataFileError
        In Swedish, when the bytes are no workbook or one with a password, or two sheets fit.
    """
    signs = check_size(raw, file)
    try:
        with quiet():
            sheets, hidden = open_book(raw)
    except Exception:  # calamine raises several kinds on broken workbooks
        raise DataFileError(_reason(raw).format(file=file)) from None
    except BaseException as e:  # and panics, which is no Exception
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        raise DataFileError(NOT_A_BOOK.format(file=file)) from None
    found = chosen_sheet(sheets, name, hidden, wanted, file)
    place = next((i for i, s in enumerate(sheets.values()) if s.rows is found.rows), None)
    if place is None and any(HIDING in parts for parts in signs.values()):
        raise DataFileError(HIDDEN.format(file=file))
    own = next((n for n, s in sheets.items() if s.rows is found.rows), "")
    name, codes = codes_of({n: s.rows for n, s in sheets.items()}, own)
    told, unseen = told_of_part(raw, place, signs)
    remarks = (*found.remarks, *told)
    return replace(found, remarks=remarks, code_sheet=name, codes=codes, hidden=unseen)


def open_book(raw: bytes, only_with: str = "") -> tuple[dict[str, Sheet], set[str]]:
    """A workbook's sheets, and the names of the hidden ones; none without a sheet of that name.

    Read by calamine, which knows more kinds of file; where it is not to be had xlsx is read by
    openpyxl, and ods here.
    """
    try:
        from python_calamine import CalamineWorkbook, SheetVisibleEnum
    except ImportError:
        return _by_openpyxl(raw, only_with)
    book = CalamineWorkbook.from_object(io.BytesIO(raw))
    if only_with and only_with not in book.sheet_names:
        return {}, set()  # before a cell is read: one far out may fill the memory
    hidden = {s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible}
    found = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
    # Older calamine does not tell which cells are merged.
    ranges = {name: getattr(sheet, "merged_cell_ranges", None) for name, sheet in found.items()}
    return {n: _sheet(_grid(sheet), ranges[n]) for n, sheet in found.items()}, hidden


def _sheet(grid: Grid, ranges: Ranges | None) -> Sheet:
    columns, remarks = mended_columns(grid.columns)
    made = Grid(columns, len(grid), grid.lengths)
    return Sheet(made, _merged(ranges), remarks, tall=_tall(ranges))


def _grid(sheet: "CalamineSheet") -> Grid:
    """The cells of a sheet, equal ones as one object, which is quicker and takes less room."""
    if not hasattr(sheet, "iter_rows"):  # an older calamine
        return Grid.of(sheet.to_python(skip_empty_area=False))
    cells, kinds, one_of = list[object](), set[type](), dict[object, object]().setdefault
    for row in sheet.iter_rows():
        kinds.update(map(type, row))
        cells.extend(map(one_of, row, row))
    if bool in kinds:  # True and 1.0 are equal, and not the same cell
        return Grid.of(sheet.to_python(skip_empty_area=False))
    before = sheet.start[1] if cells and sheet.start else 0  # columns that calamine passes over
    width = sheet.width
    return Grid.of_cells(cells, width, len(cells) // max(1, width)).after(before, "")


def _by_openpyxl(raw: bytes, only_with: str) -> tuple[dict[str, Sheet], set[str]]:
    if raw[:200].find(ODS) >= 0:
        rows, hidden = ods_sheets(raw)
        is_wanted = not only_with or only_with in rows
        return {n: _sheet(Grid.of(r), None) for n, r in rows.items() if is_wanted}, hidden
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(raw), data_only=True)
    if only_with and only_with not in book.sheetnames:
        return {}, set()
    hidden = {sheet.title for sheet in book if sheet.sheet_state != "visible"}
    found = {}
    for sheet in book.worksheets:
        cells = [["" if v is None else v for v in r] for r in sheet.iter_rows(values_only=True)]
        bounds = [r.bounds for r in sheet.merged_cells.ranges]  # from 1, columns first
        ranges = [((top - 1, left - 1), (low - 1, right - 1)) for left, top, right, low in bounds]
        found[sheet.title] = _sheet(Grid.of(cells), ranges)
    return found, hidden


def _merged(ranges: Ranges | None) -> dict[int, list[tuple[int, int]]] | None:
    """The first and last column of merged cells in each of the first rows."""
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in ranges or ():
        if top == bottom < SEARCHED and left < right < 20_000:
            merged.setdefault(top, []).append((left, right))
    return merged if ranges else None


def _tall(ranges: Ranges | None) -> tuple[tuple[int, int, int], ...]:
    """The column, the first and the last row of cells merged downwards in one column."""
    return tuple((left, top, bottom) for (top, left), (bottom, right) in ranges or ()
                 if left == right and top < bottom)  # fmt: skip


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


# The cells of a file: those of its text, or of a sheet of its workbook.

SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

NO_FILE = (
    "Datafilen «{file}» hittades inte. Väntade en fil med det namnet. "
    "Kontrollera stavningen och att filen ligger i arbetsmappen.{near}"
)
NO_ACCESS = (
    "Datafilen «{file}» går inte att öppna: {reason}. Väntade en fil som får läsas. "
    "Stäng den i Excel och kontrollera att du har läsrätt till mappen."
)
WRONG_SUFFIX = (
    "Datafilen «{file}» är av en sort som inte går att läsa. Väntade {suffixes}. "
    "Spara om filen i ett av de formaten."
)


def read_cells(path: Path, name: str = "", wanted: frozenset[str] = frozenset()) -> Sheet:
    """The raw rows of a file.

    Parameters
    ----------
    path
        The file.
    name
        The sheet to read; without one, the sheet that fits best.
    wanted
        The headers that a codebook expects.

    Raises
    ------
    DataFileError
        In Swedish, when the file is missing, empty, or not of the kind its name says.
    """
    if not path.is_file():
        raise DataFileError(NO_FILE.format(file=path.name, near=near_name(path)))
    if path.suffix.lower() not in DATA_SUFFIXES:
        suffixes = listing(DATA_SUFFIXES, "eller")
        raise DataFileError(WRONG_SUFFIX.format(file=path.name, suffixes=suffixes))
    try:
        raw = path.read_bytes()
    except OSError as e:
        raise DataFileError(NO_ACCESS.format(file=path.name, reason=reason(e))) from None
    if not raw.strip():
        raise DataFileError(EMPTY.format(file=path.name))
    if path.suffix.lower() in SHEET_SUFFIXES:
        return read_sheet(raw, path.name, name, wanted)
    return text_sheet(raw, path.name)
