"""What every workbook written here has in common: text that stays text, and no clock in it."""

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

STAMP = datetime(2025, 1, 1)
FORMULA_STARTS = ("=", "+", "-", "@")
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
    text = re.sub(r"\r\n?", "\n", str(value)).replace("\t", " ")
    cell.value = ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    cell.quotePrefix = text.lstrip().startswith(FORMULA_STARTS)
    return cell


def book_bytes(book: Workbook, maker: str) -> bytes:
    """The workbook as the bytes of a file, the same whenever they are made."""
    book.properties.creator = maker
    book.properties.created = STAMP
    out = BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


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
