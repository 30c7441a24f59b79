"""From a table of raw cells to typed columns; behind this line no identity number is left."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from .. import values
from ..codebook import KEY, NUMBER, SEX, TEXT, Codebook, Variable
from ..identity import Identities, mask
from ..propose import default_classes
from ..propose.sex import check_answers, check_sex
from ..wording import number
from .oddities import without_oddities
from .period import rows_in
from .person import (
    Numbers,
    find_numbers,
    keys_of,
    read_numbers,
    stated_date,
    taken,
    told_of_numbers,
    with_person,
)
from .places import headers_of, places_of, unread
from .remark import ROW, TABLE, Remark, row_numbers, rows_told
from .several import Several, find_several, read_several, with_parts
from .texts import told_of_texts, without_numbers

ODD = "{count} svar passar inte kodboken och räknas som «Uppgift saknas» (rad {rows})."
NO_PEOPLE = (
    "Varje rad är ett ärende, och det finns ingen nyckel som visar vilka ärenden som är samma "
    "person. Små tal ska räknas i personer. Därför räknas tre ärenden som en person när små tal "
    "döljs. Lägg till en kolumn med löpnummer för personen, så kan mer visas."
)


@dataclass(frozen=True)
class Read:
    """What was read of a table: typed columns, what they mean, and all that is to be told."""

    frame: pd.DataFrame
    codebook: Codebook
    report: tuple[Remark, ...]
    keys: np.ndarray
    row_numbers: np.ndarray
    counts_people: bool


def read_table(
    frame: pd.DataFrame, codebook: Codebook, *, file: str = TABLE, at: dt.date | None = None,
    arbetsmapp: Path | None = None, period: str | None = None,
) -> Read:  # fmt: skip
    """A table with masked headers, typed as its codebook says; the rows of a period alone."""
    headers = headers_of(frame)
    places, several = places_of(codebook, headers), find_several(codebook, headers)
    numbers = find_numbers(codebook, frame, places)
    columns, doubts = _typed(codebook, frame, places, numbers, file)
    codebook = _with_classes(codebook, columns)  # of all rows, so that any period is cut alike
    frame, columns, left_out = _within(period, codebook, frame, columns, file)
    date = stated_date(at, codebook, columns)
    found = read_numbers(numbers, frame, date[0], arbetsmapp)
    codebook, places = with_person(codebook, places, numbers, found, frame.columns)
    check_sex(codebook, frame, places, file)
    columns |= taken(codebook, places, found, frame, file)
    parts, odd = _parts(several, frame)
    report = [
        *left_out,
        *_unread(codebook, frame, places, several, numbers),
        *told_of_texts(codebook, frame, places, numbers.held),
        *told_of_numbers(codebook, frame, places, numbers, found, columns, date),
        *doubts,
        *odd,
    ]
    return _read(frame, with_parts(codebook, several), columns | parts, numbers, found, report)


def _within(
    period: str | None, codebook: Codebook, frame: pd.DataFrame, columns: dict[str, pd.Series],
    file: str,
) -> tuple[pd.DataFrame, dict[str, pd.Series], list[Remark]]:  # fmt: skip
    """The table and its typed columns with the rows of a period alone; all without a period."""
    if not period or not len(frame):
        return frame, columns, []
    rows = row_numbers(frame)
    is_in, told = rows_in(period, codebook, columns, rows, file)
    index = pd.Index(rows[is_in], name=ROW)
    kept = {name: column[is_in].set_axis(index) for name, column in columns.items()}
    return frame[is_in].set_axis(index), kept, told


def _read(
    frame: pd.DataFrame, codebook: Codebook, columns: dict[str, pd.Series], numbers: Numbers,
    found: dict[int, Identities], report: list[Remark],
) -> Read:  # fmt: skip
    """All columns in the order of the codebook, with who is on which row."""
    keys, counts_people = np.arange(len(frame)), codebook.unit == "person"
    if numbers.key is not None:
        keys, counts_people = keys_of(frame.iloc[:, numbers.key], found.get(numbers.key)), True
    if not counts_people:
        report = [*report, Remark("Filen", NO_PEOPLE)]
    kept = {v.name: columns[v.name] for v in codebook if v.name in columns}
    read = pd.DataFrame(kept, index=frame.index).reset_index(drop=True)
    codebook = _with_classes(codebook, read)
    return Read(read, codebook, tuple(report), keys, row_numbers(frame), counts_people)


def _parts(
    several: dict[str, Several], frame: pd.DataFrame
) -> tuple[dict[str, pd.Series], list[Remark]]:
    """The columns of all flerval, an answer each, and what was doubted."""
    columns, remarks = {}, []
    for one in several.values():
        parts, doubts = read_several(one, frame, row_numbers(frame))
        columns |= parts
        remarks += doubts
    return columns, remarks


def without_stale_sex(codebook: Codebook) -> Codebook:
    """The codebook without a sex from numbers that another column has taken the place of."""
    kept = (v for v in codebook if not v.taken_from or v.kind == NUMBER or v.role == SEX)
    return replace(codebook, variables=tuple(kept))


def safe_remarks(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Remarks from elsewhere, with no number in them."""
    return tuple(replace(r, column=mask(r.column), text=mask(r.text)) for r in remarks)


def _typed(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], numbers: Numbers, file: str
) -> tuple[dict[str, pd.Series], list[Remark]]:
    """The columns that are read, and the answers that did not fit."""
    columns, remarks, rows = {}, [], row_numbers(frame)
    for v in codebook:
        is_read = v.name in places and v.kind != TEXT and v.role != KEY and not v.taken_from
        if not is_read or places[v.name] in numbers.held:
            continue
        cells = frame.iloc[:, places[v.name]]
        read, odd = values.typed(cells, v.kind, v.options)
        if v.role == SEX and file != TABLE:
            check_answers(v, read, not odd.any(), file)
        read, told = without_numbers(v.name, read, cells, v.kind, rows)
        columns[v.name], strange = without_oddities(v, read, rows)
        remarks += [*told, *_odd(v, rows[odd]), *strange]
    return columns, remarks


def _unread(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int],
    several: dict[str, Several], numbers: Numbers,
) -> list[Remark]:  # fmt: skip
    """Columns that are not read, those of flerval and of numbers told for what they are."""
    spread = {name: min(one.columns) for name, one in several.items() if one.columns}
    used = {*places.values(), *(p for s in several.values() for p in s.columns)}
    known = {n: p for n, p in places.items() if p not in numbers.held} | spread
    held = {n for n, p in places.items() if p in numbers.held}
    listed = replace(codebook, variables=tuple(v for v in codebook if v.name not in held))
    return unread(listed, frame, known, used | numbers.held | {numbers.key})


def _odd(variable: Variable, rows: np.ndarray) -> list[Remark]:
    if not len(rows):
        return []
    text = ODD.format(count=number(len(rows)), rows=rows_told(rows))
    return [Remark(variable.name, text, len(rows))]


def _with_classes(codebook: Codebook, columns: Mapping[str, pd.Series]) -> Codebook:
    """The codebook with classes for the numbers that it has none for."""
    for v in codebook:
        if v.kind == NUMBER and not v.classes and v.name in columns:
            classes = default_classes(columns[v.name], v.title)
            codebook = codebook.replaced(replace(v, classes=classes))
    return codebook
