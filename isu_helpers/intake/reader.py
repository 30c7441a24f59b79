"""``read_records``: a data file and a codebook in, Records out."""

import contextlib
import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ..codebook import SEX, Codebook, Option, Variable
from ..configuration import is_practice, split_sheet
from ..errors import EmptyFormError
from ..propose import propose_codebook
from ..records import Records, Remark
from .cells import read_cells
from .dates import doubts, with_dates
from .form_file import read_form
from .layout import to_table
from .occasions import to_wide
from .sheet import wanted_headers

FILE = "Filen"
ONLY_SEX = Variable("Kön", role=SEX, options=(Option("Kvinna"), Option("Man")))


def read_records(
    datafil: str | Path | None,
    kodbok: str | Path | Codebook | None = None,
    *,
    konsvariabel: str | None = None,
    period: str | None = None,
    at: dt.date | None = None,
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

    Raises
    ------
    IsuError
        In Swedish, one line, when the file or the codebook can't be used. Nothing is written then.
    """
    codebook = _codebook(kodbok)
    if datafil is None:
        return _nobody(codebook or Codebook((ONLY_SEX,)))
    path = Path(datafil)
    try:
        table, meaning, remarks = read_form(path, codebook) or _read_file(path, codebook)
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
    if codebook is None and kodbok is not None and not is_practice(Path(kodbok)):
        with contextlib.suppress(OSError):  # a folder that may only be read is read all the same
            records.codebook.write(kodbok)
    return records


def _nobody(codebook: Codebook, *remarks: Remark) -> Records:
    names = [v.name for v in codebook.without_parts()]
    return Records.from_frame(pd.DataFrame(columns=names), codebook, remarks=remarks)


def _read_file(
    path: Path, codebook: Codebook | None
) -> tuple[pd.DataFrame, Codebook, tuple[Remark, ...]]:
    """The rows of a file that is no form, what tells of them, and what was seen on the way."""
    path, name = split_sheet(path)
    wanted = wanted_headers(codebook)
    with _uncollected():
        table, remarks = to_table(read_cells(path, name, wanted), path.name, wanted)
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
