"""Dates and amounts that a file writes so that they may be taken for something else."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress

import numpy as np
import pandas as pd

from ..codebook import DATE, NUMBER, SCALE, Codebook, key_of, plain, values
from ..codebook.distinct import distinct
from ..content import load
from .remark import Remark
from .sheet import remark

EPOCH = dt.datetime(1899, 12, 30)  # day 0 of Excel, with the leap day that 1900 never had
LIKELY, POSSIBLE = (30_000, 60_000), (10_000, 60_000)
SURE = 0.9  # of the cells of a column that are dates of one kind

SERIAL = (
    "1 datum stod som Excels dagnummer och lästes som datum (rad {rows}).",
    "{count} datum stod som Excels dagnummer och lästes som datum (rad {rows}).",
)
AMERICAN = re.compile(
    r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})"
    r"(?:,? +(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP])\.?M\.?)?)?",
    re.IGNORECASE,
)
MONTH_FIRST = (
    "1 datum har månaden först, som i USA, och lästes så (rad {rows}). Kontrollera det.",
    "{count} datum har månaden först, som i USA, och lästes så (rad {rows}). Kontrollera dem.",
)
CENTURY = (
    "1 datum har två siffror för året; 00–39 lästes som 2000-talet (rad {rows}).",
    "{count} datum har två siffror för året; 00–39 lästes som 2000-talet (rad {rows}).",
)
POINT = (
    "1 tal har tre siffror efter punkt eller komma, som lästes som decimaltecken (rad {rows}). "
    "Kontrollera om tecknet skiljer tusental.",
    "{count} tal har tre siffror efter punkt eller komma, som lästes som decimaltecken (rad "
    "{rows}). Kontrollera om tecknet skiljer tusental.",
)
PERCENT = (
    "1 svar mellan 0 och 1 står bredvid svar med procenttecken och lästes som procent, som 45 för "
    "0,45 (rad {rows}). Kontrollera det.",
    "{count} svar mellan 0 och 1 står bredvid svar med procenttecken och lästes som procent, som "
    "45 för 0,45 (rad {rows}). Kontrollera dem.",
)


def with_dates(
    table: pd.DataFrame, codebook: Codebook | None
) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    """The table with Excel's day numbers and American dates as dates, in the columns with dates.

    A column holds dates where the codebook says so, or without one where its header says
    «datum» and its numbers are of the years 1982 to 2064. Its dates are American where some can
    be no others, as 12/31/2025, and none can only be European.
    """
    kinds, out, remarks = _kinds(codebook), {}, list[Remark | None]()
    for header in table.columns:
        kind = kinds.get(key_of(header), "")
        if kind in ("", DATE) and (written := _american(table[header])):
            out[header] = table[header].map(lambda cell, d=written: d.get(cell, cell))
            remarks.append(remark(header, MONTH_FIRST, _rows(table[header], written.__contains__)))
            continue
        says_date = any(word in key_of(header) for word in load("intake")["datum"])
        if kind != DATE and (kind or not says_date):
            continue
        cells, found = _from_serial(table[header], POSSIBLE if kind else LIKELY)
        if found.any():
            out[header] = cells
            remarks.append(remark(header, SERIAL, table.index[found]))
    return table.assign(**out) if out else table, tuple(filter(None, remarks))


FEWEST_CODES, APART = 3, (8, 9, 88, 98, 99, 888, 999)
APART_TOLD = (
    "Svaret «{code}» ligger långt från de andra. Betyder det att svar saknas? Ange i så fall i "
    "kodboken att det räknas som «Uppgift saknas»."
)


def doubts(table: pd.DataFrame, codebook: Codebook) -> tuple[Remark, ...]:
    """What was read one way and could mean another: centuries, points in numbers, shares."""
    kinds, found = _kinds(codebook), []
    for header in table.columns:
        kind = kinds.get(key_of(header))
        if kind == DATE:
            found.append(remark(header, CENTURY, _rows(table[header], _has_two_digit_year)))
        elif kind == NUMBER:
            found.append(remark(header, POINT, _doubtful_points(table[header])))
            is_share = values.shares_beside_percent(table[header])
            found.append(remark(header, PERCENT, table.index[is_share]))
    return (*(r for r in found if r), *_codes_apart(codebook))


def _codes_apart(codebook: Codebook) -> list[Remark]:
    """Numbers at the end of a scale that lie so far off that they may mean no answer, as 9."""
    found = []
    for v in codebook:
        values_of = sorted(values.as_number(c) for c in v.categories) if v.kind == SCALE else []
        if len(values_of) < FEWEST_CODES or not all(n % 1 == 0 for n in values_of):
            continue
        *_, before, last = values_of
        if last in APART and last - before > 2:
            found.append(Remark(v.name, APART_TOLD.format(code=f"{last:.0f}")))
    return found


def _doubtful_points(column: pd.Series) -> list[int]:
    """The rows with 1.234 or 1,234, where every number with such a sign has three digits after."""
    pointed = {c for c in distinct(column)[1] if isinstance(c, str) and ("." in c or "," in c)}
    if not pointed or not all(map(_has_point_and_three, pointed)):
        return []
    return _rows(column, pointed.__contains__)


def _has_two_digit_year(cell: str) -> bool:
    return not cell[:4].isdecimal() and values.has_two_digit_year(cell)


def _has_point_and_three(cell: str) -> bool:
    return bool(values.POINT_AND_THREE.fullmatch(plain(cell).replace(",", ".")))


def _rows(column: pd.Series, is_found: Callable[[str], bool]) -> list[int]:
    """The rows whose text has what is looked for; each different text is looked at once."""
    codes, unique = distinct(column)
    found = np.array([isinstance(c, str) and is_found(c) for c in unique], dtype=bool)
    return column.index[found[codes]].tolist()


def _from_serial(column: pd.Series, between: tuple[int, int]) -> tuple[pd.Series, np.ndarray]:
    parsed, codes, _ = values.parse_unique(column, lambda cell: _serial_date(cell, between))
    found = np.array([d is not None for d in parsed], dtype=bool)[codes]
    dates = np.array([*parsed, None], dtype=object)[codes]
    cells = column.astype(object)
    return cells.mask(found, pd.Series(dates, index=column.index, dtype=object)), found


def _american(column: pd.Series) -> dict[object, pd.Timestamp]:
    """The dates with the month first, by how they are written; none where that is not sure."""
    some = next((c for c in column if isinstance(c, str) and not values.is_blank(c)), "")
    if not AMERICAN.fullmatch(some.strip()):
        return {}
    words = [w for w in distinct(column)[1] if isinstance(w, str) and not values.is_blank(w)]
    found = {w: m for w in words if (m := AMERICAN.fullmatch(w.strip()))}
    days = [(int(m[1]), int(m[3])) for m in found.values()]
    is_sure = any(day > 12 for _, day in days) and all(month <= 12 for month, _ in days)
    if not is_sure or len(found) < SURE * len(words):
        return {}
    return {w: day for w, m in found.items() if (day := _day_of(m)) is not None}


def _day_of(found: re.Match[str]) -> pd.Timestamp | None:
    """The date and time of an American date; None where the calendar has none."""
    month, _, day, year, hour, minute, second, half = found.groups()
    clock = int(hour or 0) % 12 + 12 * (half.upper() == "P") if half else int(hour or 0)
    year = year if len(year) == 4 else f"{20 if int(year) < values.TWO_DIGITS else 19}{year}"
    text = f"{year}-{month}-{day} {clock}:{minute or 0}:{second or 0}"
    with suppress(ValueError):
        return pd.Timestamp(dt.datetime.strptime(text, "%Y-%m-%d %H:%M:%S"))
    return None


def _serial_date(cell: object, between: tuple[int, int]) -> pd.Timestamp | None:
    day = values.as_number(cell)
    if not between[0] <= day <= between[1]:
        return None
    return pd.Timestamp(EPOCH + dt.timedelta(days=int(day), seconds=round(day % 1 * 86_400)))


def _kinds(codebook: Codebook | None) -> dict[str, str]:
    labels = {key_of(v.label): v.kind for v in codebook or ()}
    return labels | {key_of(h): v.kind for v in codebook or () for h in (v.name, *v.columns)}
