"""The files of a practice folder. Nothing in them depends on the clock."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO, StringIO
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ..codebook import NO, YES, YES_NO, Codebook, Variable
from ..excel import STAMP, book_bytes
from ..wording import NBSP
from .elsewhere import NAME
from .spec import Drawn, Example

Table = list[list[object]]

TOTAL_ROW = "Summa"
MARKS = {"utf-16-le": b"\xff\xfe"}
SETTINGS = """\
# Inställningar för arbetsmappen. Det som står efter # är förklaringar.
# Alla personer i mappen är påhittade.

# Kommunens namn, som det ska stå på utskrifterna. Kommunen finns inte på riktigt.
kommun: {kommun}

# Området som uppgifterna gäller.
omrade: {omrade}
"""
COMPARED = """
# Siffror att jämföra med. De är också påhittade.
jamforelse: {file}
"""


def settings_text(example: Example) -> str:
    """The text of isu.yaml."""
    text = SETTINGS.format(kommun=example.kommun, omrade=example.omrade)
    return text + COMPARED.format(file=NAME) if example.elsewhere else text


def codebook_of(example: Example) -> Codebook:
    """The example's codebook, ready to be written."""
    return Codebook(tuple(_as_codebook(d.variable) for d in example.variables), example.unit)


def codebook_text(example: Example) -> str:
    """The text of kodbok.yaml."""
    return codebook_of(example).to_yaml()


def write_data(path: Path, example: Example, columns: dict[str, list[Any]]) -> None:
    """Write the columns as the example's kind of file, below its title rows."""
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    if example.file.summed:
        rows.append(_total_row(example, columns))
    path.write_bytes(_writer(example.file.format)(example, rows))


def text_bytes(example: Example, rows: Table) -> bytes:
    """As a Swedish system exports it: a mark for UTF-16, decimal commas, Windows line ends."""
    file, out = example.file, StringIO()
    writer = csv.writer(out, delimiter=file.separator, lineterminator="\r\n")
    writer.writerows([title] for title in file.titles)
    writer.writerow(h for d in example.variables for h in d.headers)
    writer.writerows([_text(cell, file.has_thousands) for cell in row] for row in rows)
    return MARKS.get(file.encoding, b"") + out.getvalue().encode(file.encoding)


def _writer(form: str) -> Callable[[Example, Table], bytes]:
    """What writes a format; the libraries for workbooks are slow to load, so only when needed."""
    if form == "xlsx":
        return excel_bytes
    if form == "ods":
        return ods_bytes
    return text_bytes


def _total_row(example: Example, columns: dict[str, list[Any]]) -> list[Any]:
    headers = {d.variable.name: d.headers[0] for d in example.variables}
    summed = {headers[name] for name in example.file.summed}
    sums = [sum(c or 0 for c in cells) if h in summed else None for h, cells in columns.items()]
    return [TOTAL_ROW, *sums[1:]]


def _as_codebook(variable: Variable) -> Variable:
    """Ja and Nej with the codebook's own synonyms, which are then left out of the file."""
    if variable.kind != YES_NO:
        return variable
    return Variable(**vars(variable) | {"options": (YES, NO)})


def _text(cell: object, has_thousands: bool) -> str:
    """A cell as text, numbers the Swedish way.

    Examples
    --------
    >>> _text(12450, True), _text(2.5, False)
    ('12\\xa0450', '2,5')
    """
    if isinstance(cell, (int, float)):
        return f"{cell:{',' if has_thousands else ''}}".replace(",", NBSP).replace(".", ",")
    return "" if cell is None else str(cell)


# An Excel file with invented people. Nothing in it tells the time.

MAKER = "isu exempel"


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
        sheet.column_dimensions[get_column_letter(place)].width = min(len(str(header)) + 2, 40)
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


# A LibreOffice file with invented people.

KIND = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{NAMES}manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{KIND}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>
"""
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{NAMES}office:1.0" xmlns:style="{NAMES}style:1.0"
 xmlns:fo="{NAMES}xsl-fo-compatible:1.0" xmlns:number="{NAMES}datastyle:1.0"
 xmlns:table="{NAMES}table:1.0" xmlns:text="{NAMES}text:1.0" office:version="1.2">
<office:automatic-styles>
<style:style style:name="rubrik" style:family="table-cell"><style:text-properties
 fo:font-weight="bold"/></style:style>
<number:date-style style:name="dag"><number:year number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>
</number:date-style>
<style:style style:name="datum" style:family="table-cell" style:data-style-name="dag"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name={{sheet}}>
{{rows}}
</table:table></office:spreadsheet></office:body></office:document-content>
"""


def ods_bytes(example: Example, rows: Table) -> bytes:
    """One sheet, its header in bold below the title rows."""
    lines = [_row([title]) for title in example.file.titles]
    lines += [_row(header, "rubrik") for header in header_rows(example.variables)]
    lines += [_row(row) for row in rows]
    content = CONTENT.format(sheet=quoteattr(example.file.sheet), rows="\n".join(lines))
    files = {"mimetype": KIND, "META-INF/manifest.xml": MANIFEST, "content.xml": content}
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        for name, text in files.items():
            entry = ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            packed.writestr(entry, text.encode())
    return out.getvalue()


def _row(row: list[object], look: str = "") -> str:
    return f"<table:table-row>{''.join(_cell(cell, look) for cell in row)}</table:table-row>"


def _cell(cell: object, look: str) -> str:
    if cell is None:
        return "<table:table-cell/>"
    kind = 'office:value-type="string"'
    if isinstance(cell, (int, float)):
        kind = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, date):
        look, kind = "datum", f'office:value-type="date" office:date-value="{cell}"'
    style = f' table:style-name="{look}"' if look else ""
    return (
        f"<table:table-cell {kind}{style}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
    )
