"""``read_records``: a data file and a codebook in, Records out."""

import contextlib
import datetime as dt
import gc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from ..codebook import (
    SEVERAL,
    SEX,
    Codebook,
    Option,
    Variable,
    key_of,
    plain,
)
from ..configuration import is_practice
from ..errors import CodebookError, DataFileError, EmptyFormError
from ..files import split_sheet
from .ambiguous import doubts, with_dates
from .cells import open_book, read_cells
from .code_list import with_codes
from .columns import masked
from .grid import Rows as Cells
from .headers import safe_header
from .layout import to_table
from .occasions import to_wide
from .proposal import propose_codebook
from .records import Records
from .remark import ROW, Remark
from .sheet import SEARCHED, wanted_headers
from .workbook_parts import quiet

# A collection form that ``isu insamling`` made, known again when it comes back filled in.

DATA_SHEET, BOOK_SHEET = "Registrera", "kodbok"
MARK = "# Kodboken som formuläret är gjort av. Ändra inget här."
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
    own = _codebook_form(lines, path.name)
    name, head = _place(sheets, own)
    if head is None:
        return None
    table = _table(sheets[name], head, path.name)
    remarks = [Remark("Filen", (KNOWN_TOO if codebook else KNOWN).format(name=safe_header(name)))]
    if codebook:
        table = table.rename(columns=_renamed(table, own, codebook))
    return table, codebook or own, tuple(remarks)


def plain_line(row: Sequence[object]) -> str:
    """The line of YAML in a row of the codebook's sheet."""
    return str(row[0]).rstrip("\r\n") if row else ""


def headers_of(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Each column of the form: its variable's name and its header, one an option of several."""
    for variable in (v for v in codebook if not v.made_of):
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
        with quiet():
            sheets, _ = open_book(path.read_bytes(), BOOK_SHEET)
        return {name: sheet.rows for name, sheet in sheets.items()}
    except BaseException as e:  # calamine panics on some; the ordinary reading tells what is wrong
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        return {}


def _codebook_form(lines: list[str], file: str) -> Codebook:
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


def _unique(header: str, others: Iterable[str]) -> str:
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


# ``read_records``: a data file and a codebook in, Records out.

FILE = "Filen"
ONLY_SEX = Variable("Kön", role=SEX, options=(Option("Kvinna"), Option("Man")))


def read_records(
    datafil: str | Path | None,
    kodbok: str | Path | Codebook | None = None,
    *,
    konsvariabel: str | None = None,
    period: str | None = None,
    at: dt.date | None = None,
    dolda_rader: bool | None = None,
) -> Records:
    """The people in a file.

    Parameters
    ----------
    datafil
        An Excel or LibreOffice file, or text with any usual separator and encoding. The name
        of a sheet may follow after «#», as in ``uttag.xlsx#2025``. ``None``, where an arbetsmapp
        has no file yet, gives records of nobody; so does a form that is not filled in yet.
    kodbok
        A codebook or the path of one. Where the path names no file yet, a codebook is proposed
        from the data and written there for the user to correct; with ``None`` it is only proposed.
        A form from ``isu insamling`` has its codebook in itself.
    konsvariabel
        The header of the column that holds sex, where it is not the codebook's.
    period
        The time that the rows are to be of, as `Records.from_frame` tells; without one, all rows.
    at
        The date at which age is worked out of identity numbers, as `Records.from_frame` tells.
    dolda_rader
        Whether rows that a filter hides in Excel are counted. They are where nothing is said, and
        the report asks.

    Returns
    -------
    Records
        ``.report`` tells what was read, changed and doubted.

    Raises
    ------
    IsuError
        In Swedish, one line, when the file or the codebook can't be used. Nothing is written then.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "uttag.csv"
    >>> _ = path.write_text("Kön;Insats\\n" + "Kvinna;Ja\\nMan;Nej\\n" * 5, encoding="utf-8")
    >>> records = read_records(path)
    >>> len(records), records.codebook["insats"].name
    (10, 'Insats')
    """
    codebook = _codebook(kodbok)
    if datafil is None:
        return _nobody(codebook or Codebook((ONLY_SEX,)))
    path = Path(datafil)
    try:
        form = read_form(path, codebook)
        table, meaning, remarks = form or _read_file(path, codebook, dolda_rader)
    except EmptyFormError as e:
        return _nobody(codebook or Codebook((ONLY_SEX,)), Remark(FILE, str(e)))
    records = Records.from_frame(
        table,
        meaning,
        konsvariabel=konsvariabel,
        period=period,
        file=path.name,
        remarks=remarks,
        at=at,
        arbetsmapp=path.parent,
    )
    records.path = path.resolve()
    if codebook is None and isinstance(kodbok, (str, Path)) and not is_practice(Path(kodbok)):
        with contextlib.suppress(OSError):  # a folder that may only be read is read all the same
            records.codebook.write(kodbok)
    return records


def raw_table(datafil: str | Path, codebook: Codebook | None = None) -> pd.DataFrame:
    """The rows of a file as they are written, headers masked, before anything is made of them.

    Its cells are for counting within the arbetsmapp, and never to be shown as they are.

    Raises
    ------
    DataFileError
        In Swedish, when the file can't be read; as `EmptyFormError` when nobody is filled in.
    """
    path = Path(datafil)
    table, *_ = read_form(path, codebook) or _read_file(path, codebook)
    return masked(table.astype(object))


def _nobody(codebook: Codebook, *remarks: Remark) -> Records:
    table = pd.DataFrame(columns=[v.name for v in codebook.without_parts()])
    return Records.from_frame(table, codebook, remarks=remarks)


def _read_file(
    path: Path, codebook: Codebook | None, with_hidden: bool | None = None
) -> tuple[pd.DataFrame, Codebook, tuple[Remark, ...]]:
    """The rows of a file that is no form, what tells of them, and what was seen on the way."""
    path, name = split_sheet(path)
    wanted = wanted_headers(codebook)
    with _uncollected():
        sheet = with_codes(read_cells(path, name, wanted), codebook)
        table, remarks = to_table(sheet, path.name, wanted, with_hidden)
    table, told = to_wide(table, wanted)
    table, changed = with_dates(table, codebook)
    meaning = codebook or propose_codebook(table)
    return table, meaning, (*remarks, *told, *changed, *doubts(table, meaning))


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circular garbage among millions of new cells; it takes longer than reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _codebook(kodbok: str | Path | Codebook | None) -> Codebook | None:
    if kodbok is None or isinstance(kodbok, Codebook):
        return kodbok
    return Codebook.read(kodbok) if Path(kodbok).is_file() else None
