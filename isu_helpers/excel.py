"""What workbooks written here have in common: text that stays text, one look, and no clock."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .wording import clean

STAMP = datetime(2025, 1, 1)
FORMULA_STARTS = ("=", "+", "-", "@")
FONT, INK, ACCENT, TINT, LINE, WHITE = (
    "Calibri", "1D2730", "0B5A61", "E3EFED", "CFDCDB", "FFFFFF"
)  # fmt: skip
PAGE = "Sida &P av &N"
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # what a workbook would read as one character


def as_text(cell: Cell, value: object) -> Cell:
    """Put text in a cell so that no program takes it for a formula, a number or a date.

    Tabs become spaces, and characters that a workbook can't hold are left out.

    Examples
    --------
    >>> cell = as_text(Workbook().active["A1"], "=1+1")
    >>> cell.value, cell.data_type, cell.quotePrefix
    ('=1+1', 's', True)
    """
    text = clean(re.sub(r"\r\n?", "\n", str(value)).replace("\t", " "))
    cell.value = ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.quotePrefix = text.lstrip().startswith(FORMULA_STARTS)
    return cell


def as_header(cell: Cell, text: str, *, is_quiet: bool = False) -> Cell:
    """Write a header: white on the accent colour, or dark on a tint where it is quiet."""
    as_text(cell, text)
    cell.font = Font(name=FONT, bold=True, color=INK if is_quiet else WHITE)
    cell.fill = PatternFill("solid", fgColor=TINT if is_quiet else ACCENT)
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    return cell


def ruled(cell: Cell, *, is_bold: bool = False) -> Cell:
    """Make a cell of a table that is read: wrapped, with a line below."""
    cell.font = Font(name=FONT, bold=is_bold, color=INK)
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    cell.border = Border(bottom=Side("thin", color=LINE))
    return cell


def set_width(sheet: Worksheet, place: int, width: float) -> None:
    """Set the width of a column by its place, from 1."""
    sheet.column_dimensions[get_column_letter(place)].width = width


def landscape(sheet: Worksheet, pages_wide: int = 1) -> None:
    """Let a sheet print on A4 across, fitted to so many pages, with its name and page number."""
    _printed(sheet, "landscape", pages_wide)


def portrait(sheet: Worksheet) -> None:
    """Let a sheet print on A4 upright, as wide as the page, with its name and page number."""
    _printed(sheet, "portrait", 1)


def _printed(sheet: Worksheet, orientation: str, pages_wide: int) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
    sheet.page_margins.footer = 0.4
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", PAGE


def book_bytes(book: Workbook, maker: str) -> bytes:
    """The workbook as the bytes of a file, the same whenever they are made."""
    book.properties.creator = maker
    book.properties.created = STAMP
    out = BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def reworded(packed: bytes, told: str, new: str, maker: str) -> bytes:
    """A workbook in which some words stand in place of others, in all cells."""
    book = load_workbook(BytesIO(packed))
    for cell in (c for sheet in book for row in sheet.iter_rows() for c in row):
        if isinstance(cell.value, str) and told in cell.value:
            cell.value = cell.value.replace(told, new)
    return book_bytes(book, maker)


def _without_clock(packed: bytes) -> bytes:
    """The same workbook with fixed times: openpyxl stamps the clock into it."""
    out = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, _fixed_times(name, old.read(name)))
    return out.getvalue()


def _fixed_times(name: str, content: bytes) -> bytes:
    if name != "docProps/core.xml":
        return content
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
