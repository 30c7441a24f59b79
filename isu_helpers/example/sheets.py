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
    for start, end in _merged(example.variables):
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
        return [[d.header for d in variables]]
    above = [None] * len(variables)
    for start, _ in _merged(variables):
        above[start - 1] = variables[start - 1].group
    return [above, [d.lower_header for d in variables]]


def _merged(variables: tuple[Drawn, ...]) -> Iterator[tuple[int, int]]:
    """First and last column of each merged header."""
    for group, places in groupby(range(len(variables)), key=lambda i: variables[i].group):
        columns = [place + 1 for place in places]
        if group:
            yield columns[0], columns[-1]
