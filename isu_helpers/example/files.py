"""The files of a practice folder. Nothing in them depends on the clock."""

import csv
import re
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..codebook import NO, YES, YES_NO, Codebook, Variable
from .spec import Example

STAMP = datetime(2025, 1, 1)
MAKER = "isu exempel"
ENCODING = "cp1252"
SETTINGS = """\
# Inställningar för arbetsmappen. Det som står efter # är förklaringar.
# Alla personer i mappen är påhittade.

# Kommunens namn, som det ska stå på utskrifterna. Kommunen finns inte på riktigt.
kommun: {kommun}

# Området som uppgifterna gäller.
omrade: {omrade}
"""


def settings_text(example: Example) -> str:
    """The text of isu.yaml."""
    return SETTINGS.format(kommun=example.kommun, omrade=example.omrade)


def codebook_of(example: Example) -> Codebook:
    """The example's codebook, ready to be written."""
    return Codebook(tuple(_as_codebook(d.variable) for d in example.variables), example.unit)


def data_file_name(example: Example) -> str:
    """What the data file is called."""
    return f"data.{example.format}"


def write_data(path: Path, example: Example, columns: dict[str, list]) -> None:
    """Write the columns as the example's kind of file, below its title rows."""
    table = [list(columns), *(list(row) for row in zip(*columns.values(), strict=True))]
    as_bytes = {"xlsx": excel_bytes, "csv": csv_bytes}[example.format]
    path.write_bytes(as_bytes(example, table))


def csv_bytes(example: Example, table: list[list]) -> bytes:
    """As a Swedish system exports it: Windows-1252, semicolons, decimal commas."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([title] for title in example.titles)
    writer.writerows([_csv_cell(cell) for cell in row] for row in table)
    return out.getvalue().encode(ENCODING)


def excel_bytes(example: Example, table: list[list]) -> bytes:
    """One sheet; the header in bold below the title rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = example.sheet
    for row in [*([title] for title in example.titles), *table]:
        sheet.append(row)
    for cell in sheet[len(example.titles) + 1]:
        cell.font = Font(bold=True)
    for place, header in enumerate(table[0], start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(len(header) + 2, 40)
    book.properties.creator = MAKER
    book.properties.created = STAMP
    out = BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _as_codebook(variable: Variable) -> Variable:
    """Ja and Nej with the codebook's own synonyms, which are then left out of the file."""
    if variable.kind != YES_NO:
        return variable
    return Variable(**vars(variable) | {"options": (YES, NO)})


def _csv_cell(cell: object) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)


def _without_clock(packed: bytes) -> bytes:
    """The same Excel file with fixed times: openpyxl stamps the clock into it."""
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
