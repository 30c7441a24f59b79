"""Dates and amounts that a file writes so that they may be taken for something else."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pandas as pd

from .. import values
from ..codebook import DATE, NUMBER, Codebook
from ..content import load
from ..records import Remark
from ..values import key_of
from .sheet import remark

EPOCH = dt.datetime(1899, 12, 30)  # day 0 of Excel, with the leap day that 1900 never had
LIKELY, POSSIBLE = (30_000, 60_000), (10_000, 60_000)

SERIAL = (
    "1 datum stod som Excels dagnummer och lästes som datum (rad {rows}).",
    "{count} datum stod som Excels dagnummer och lästes som datum (rad {rows}).",
)
CENTURY = (
    "1 datum har två siffror för året; 00–39 lästes som 2000-talet (rad {rows}).",
    "{count} datum har två siffror för året; 00–39 lästes som 2000-talet (rad {rows}).",
)
POINT = (
    "1 tal har punkt och tre siffror efter. Punkten lästes som decimaltecken (rad {rows}). "
    "Kontrollera om den skiljer tusental.",
    "{count} tal har punkt och tre siffror efter. Punkten lästes som decimaltecken (rad {rows}). "
    "Kontrollera om den skiljer tusental.",
)


def with_dates(
    table: pd.DataFrame, codebook: Codebook | None
) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    """The table with Excel's day numbers as dates, in the columns that hold dates.

    A column holds dates where the codebook says so, or without one where its header says
    «datum» and its numbers are of the years 1982 to 2064.
    """
    kinds, out, remarks = _kinds(codebook), {}, []
    for header in table.columns:
        kind = kinds.get(key_of(header), "")
        says_date = any(word in key_of(header) for word in load("intake")["datum"])
        if kind != DATE and (kind or not says_date):
            continue
        cells, found = _from_serial(table[header], POSSIBLE if kind else LIKELY)
        if found.any():
            out[header] = cells
            remarks.append(remark(header, SERIAL, table.index[found]))
    return table.assign(**out) if out else table, tuple(remarks)


def doubts(table: pd.DataFrame, codebook: Codebook) -> tuple[Remark, ...]:
    """What was read one way and could mean another: centuries, and points in numbers."""
    kinds, found = _kinds(codebook), []
    for header in table.columns:
        kind = kinds.get(key_of(header))
        if kind == DATE:
            rows = _rows(table[header], _has_two_digit_year)
            found.append(remark(header, CENTURY, rows))
        elif kind == NUMBER:
            found.append(remark(header, POINT, _doubtful_points(table[header])))
    return tuple(r for r in found if r)


def _doubtful_points(column: pd.Series) -> list[int]:
    """The rows with 1.234, where every number with a point has three digits after it."""
    if _rows(column, lambda cell: "." in cell and not _has_point_and_three(cell)):
        return []
    return _rows(column, _has_point_and_three)


def _has_two_digit_year(cell: str) -> bool:
    return not cell[:4].isdecimal() and values.has_two_digit_year(cell)


def _has_point_and_three(cell: str) -> bool:
    return bool(values.POINT_AND_THREE.fullmatch(values.plain(cell)))


def _rows(column: pd.Series, is_found: Callable[[str], bool]) -> list[int]:
    """The rows whose text has what is looked for; each different text is looked at once."""
    codes, unique = pd.factorize(column.astype(object), use_na_sentinel=False)
    found = np.array([isinstance(c, str) and is_found(c) for c in unique], dtype=bool)
    return column.index[found[codes]].tolist()


def _from_serial(column: pd.Series, between: tuple[int, int]) -> tuple[pd.Series, np.ndarray]:
    parsed, codes, _ = values.parse_unique(column, lambda cell: _serial_date(cell, between))
    found = np.array([d is not None for d in parsed], dtype=bool)[codes]
    dates = np.array([*parsed, None], dtype=object)[codes]
    return column.mask(found, pd.Series(dates, index=column.index, dtype=object)), found


def _serial_date(cell: object, between: tuple[int, int]) -> pd.Timestamp | None:
    day = values.as_number(cell)
    if not between[0] <= day <= between[1]:
        return None
    return pd.Timestamp(EPOCH + dt.timedelta(days=int(day), seconds=round(day % 1 * 86_400)))


def _kinds(codebook: Codebook | None) -> dict[str, str]:
    labels = {key_of(v.label): v.kind for v in codebook or ()}
    return labels | {key_of(h): v.kind for v in codebook or () for h in (v.name, *v.columns)}
