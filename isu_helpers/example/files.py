"""The files of a practice folder. Nothing in them depends on the clock."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from ..codebook import NO, YES, YES_NO, Codebook, Variable
from ..wording import NBSP
from .elsewhere import NAME
from .spec import Example

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


def write_data(path: Path, example: Example, columns: dict[str, list]) -> None:
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
        from .sheets import excel_bytes

        return excel_bytes
    if form == "ods":
        from .ods import ods_bytes

        return ods_bytes
    return text_bytes


def _total_row(example: Example, columns: dict[str, list]) -> list[object]:
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
