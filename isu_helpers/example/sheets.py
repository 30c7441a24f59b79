"""An Excel file with invented people. Nothing in it tells the time."""

from collections.abc import Iterator
from itertools import groupby

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ..excel import STAMP as STAMP
from ..excel import book_bytes
from .spec import Drawn, Example

MAKER = "isu exempel"
Table = list[list[object]]


def excel_bytes(example: Example, rows: Table) -> bytes:
    """One sheet, its header in bold below the title rows, and perhaps a second one with notes."""
    book, file = Workbook(), example.file
    sheet = book.active
    sheet.title = file.sheet
    headers = header_rows(example.variables)
    for row in [*([title] for title in file.titles), *headers, *rows]:
        sheet.append(row)
    first = len(file.titles) + 1
    for line in sheet.iter_rows(first, first + len(headers) - 1):
        for cell in line:
            cell.font = Font(bold=True)
    for start, end in _merged(_groups(example.variables)):
        sheet.merge_cells(None, first, start, first, end)
        sheet.cell(first, start).alignment = Alignment(horizontal="center")
    for place, header in enumerate(headers[-1], start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(len(header) + 2, 40)
    if file.notes:
        notes = book.create_sheet(file.notes_sheet)
        for line in file.notes:
            notes.append([line])
        notes.column_dimensions["A"].width = 90
    return book_bytes(book, MAKER)


def header_rows(variables: tuple[Drawn, ...]) -> Table:
    """The headers in one row, or in two where some stand below a merged one."""
    if not any(d.group for d in variables):
        return [[h for d in variables for h in d.headers]]
    groups = _groups(variables)
    above: list[object] = [None] * len(groups)
    for start, _ in _merged(groups):
        above[start - 1] = groups[start - 1]
    return [above, [h for d in variables for h in d.lower_headers]]


def _groups(variables: tuple[Drawn, ...]) -> list[str]:
    """The merged header above each column, empty where there is none."""
    return [d.group for d in variables for _ in d.headers]


def _merged(groups: list[str]) -> Iterator[tuple[int, int]]:
    """First and last column of each merged header."""
    for group, places in groupby(range(len(groups)), key=groups.__getitem__):
        columns = [place + 1 for place in places]
        if group:
            yield columns[0], columns[-1]
