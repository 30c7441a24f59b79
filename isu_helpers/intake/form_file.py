"""A collection form that ``isu insamling`` made, known again when it comes back filled in."""

import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from python_calamine import CalamineWorkbook

from ..codebook import SEVERAL, Codebook, key_of, plain
from ..errors import CodebookError, DataFileError, EmptyFormError
from ..propose.headers import safe_header
from ..records import ROW, Remark

DATA_SHEET, BOOK_SHEET = "Registrera", "kodbok"
MARK = "# Kodboken som formuläret är gjort av. Ändra inget här."
SEARCHED = 40
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods")

BROKEN = (
    "Formuläret «{file}» har en kodbok i sig som inte går att läsa. Väntade den som isu insamling "
    "skrev dit. Lägg er kodbok.yaml i samma mapp, eller gör ett nytt formulär och flytta svaren."
)
NOBODY = (
    "Formuläret «{file}» är inte ifyllt. Väntade minst en person på bladet {sheet}. "
    "Fyll i en rad för varje person och spara filen."
)
KNOWN = "Filen är ett formulär från isu insamling. Bladet «{name}» lästes med kodboken i filen."
KNOWN_TOO = "Filen är ett formulär från isu insamling. Bladet «{name}» lästes."
NAMELESS = "Kolumn {place}"
Cells = list[list[object]]


def read_form(
    path: Path, codebook: Codebook | None = None
) -> tuple[pd.DataFrame, Codebook, tuple[Remark, ...]] | None:
    """A filled form's rows, the codebook that tells of them, and what was seen on the way.

    Parameters
    ----------
    path
        Any data file.
    codebook
        The codebook to read by; without one, that in the form. Where both know a variable, its
        column in the table is called what the given one expects.

    Returns
    -------
    tuple or None
        A table of raw cells as `to_table` makes it; None where the file is no form.

    Raises
    ------
    DataFileError
        When the codebook in the form is broken, or nobody is filled in.
    """
    sheets = _sheets(path)
    lines = [plain_line(row) for row in sheets.pop(BOOK_SHEET, [])]
    if not lines or lines[0].strip() != MARK:
        return None
    own = _codebook(lines, path.name)
    name, head = _place(sheets, own)
    if head is None:
        return None
    table = _table(sheets[name], head, path.name)
    remarks = [Remark("Filen", (KNOWN_TOO if codebook else KNOWN).format(name=safe_header(name)))]
    if codebook:
        table = table.rename(columns=_renamed(table, own, codebook))
    return table, codebook or own, tuple(remarks)


def plain_line(row: list[object]) -> str:
    """The line of YAML in a row of the codebook's sheet."""
    return str(row[0]).rstrip("\r\n") if row else ""


def headers_of(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Each column of the form: its variable's name and its header, one an option of several."""
    for variable in codebook:
        header = variable.columns[0]
        if variable.kind == SEVERAL:
            yield from ((variable.name, f"{header}: {o.name}") for o in variable.options)
        else:
            yield variable.name, header


def _sheets(path: Path) -> dict[str, Cells]:
    """The sheets of a form; nothing where the file is no workbook with a codebook in it."""
    if path.suffix.lower() not in SUFFIXES:
        return {}
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(path.read_bytes()))
        if BOOK_SHEET not in book.sheet_names:
            return {}
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except BaseException as e:  # calamine panics on some; the ordinary reading tells what is wrong
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        return {}


def _codebook(lines: list[str], file: str) -> Codebook:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kodbok.yaml"
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            return Codebook.read(path)
        except CodebookError:
            raise DataFileError(BROKEN.format(file=file)) from None


def _place(sheets: dict[str, Cells], codebook: Codebook) -> tuple[str, int | None]:
    """The sheet and the row with most of the form's headers; no row where none has half."""
    expected = {key_of(header) for _, header in headers_of(codebook)}
    hits = {
        (name, i): len(expected & {key_of(c) for c in row})
        for name, cells in sheets.items()
        for i, row in enumerate(cells[:SEARCHED])
    }
    best = max(hits, key=lambda place: hits[place], default=("", None))
    return best if best in hits and 2 * hits[best] >= len(expected) else ("", None)


def _table(cells: Cells, head: int, file: str) -> pd.DataFrame:
    body = {i: row for i, row in enumerate(cells[head + 1 :], head + 2) if any(map(plain, row))}
    if not body:
        raise EmptyFormError(NOBODY.format(file=file, sheet=DATA_SHEET))
    names: dict[int, str] = {}
    for j in range(max(map(len, [cells[head], *body.values()]))):
        header = plain(cells[head][j]) if j < len(cells[head]) else ""
        if header or any(j < len(row) and plain(row[j]) for row in body.values()):
            names[j] = _unique(header or NAMELESS.format(place=j + 1), names.values())
    data = {
        name: [row[j] if j < len(row) else None for row in body.values()]
        for j, name in names.items()
    }
    return pd.DataFrame(data, index=pd.Index(list(body), name=ROW), dtype=object)


def _unique(header: str, others: object) -> str:
    taken, name, twin = {key_of(o) for o in others}, header, 2
    while key_of(name) in taken:
        name, twin = f"{header} ({twin})", twin + 1
    return name


def _renamed(table: pd.DataFrame, own: Codebook, codebook: Codebook) -> dict[str, str]:
    """New names for the columns that the given codebook knows under another header."""
    given = {v.name: v for v in codebook}
    taken = {key_of(c) for c in table.columns}
    found = {}
    for old in own:
        new = given.get(old.name)
        if new is None or {key_of(old.columns[0])} & {key_of(c) for c in new.columns}:
            continue
        for _, header in headers_of(Codebook((old,))):
            name = new.columns[0] + header[len(old.columns[0]) :]
            place = next((c for c in table.columns if key_of(c) == key_of(header)), None)
            if place is not None and key_of(name) not in taken:
                found[place] = name
                taken.add(key_of(name))
    return found
