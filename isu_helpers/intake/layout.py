"""The layout of a sheet: its headers, the rows of people, and what is neither."""

import numpy as np
import pandas as pd

from .. import values
from ..errors import DataFileError
from ..propose.headers import safe_header
from ..records import ROW, Remark
from ..wording import number
from .header_groups import find_headers
from .header_row import filled, find_header, is_empty
from .people import only_people
from .sheet import Sheet, remark

NO_ROWS = (
    "Datafilen «{file}» har rubriker men inga rader under dem. Väntade minst en person. "
    "Gör om uttaget ur ert system."
)
SKIPPED_TITLES = (
    "1 rad ovanför rubrikraden lästes som titel.",
    "{count} rader ovanför rubrikraden lästes som titel.",
)
TOO_WIDE = (
    "1 rad har fler celler än rubrikraden (rad {rows}). Kontrollera att svaren där står "
    "under rätt rubrik.",
    "{count} rader har fler celler än rubrikraden (rad {rows}). Kontrollera att svaren där står "
    "under rätt rubrik.",
)
SAME_HEADER = "Rubriken finns flera gånger. De senare fick ett nummer efter sig."
NO_NAME = "Kolumnen saknar rubrik och fick namnet «{name}»."
NAMELESS = "Kolumn {place}"


def to_table(
    sheet: Sheet, file: str, wanted: frozenset[str] = frozenset()
) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    """The rows of people under their headers, and what was left out on the way.

    Returns
    -------
    table, remarks
        Raw cells, one column a header; the index, called «rad», holds the rows of the file.

    Raises
    ------
    DataFileError
        When no row can be a header, or nothing stands below it.
    """
    head = find_header(sheet.rows, file)
    header, first, titles, joined = find_headers(sheet, head, wanted)
    while header and not header[-1]:
        header.pop()
    rows, left_out = only_people(header, dict(enumerate(sheet.rows[first:], first + 1)))
    if not rows:
        raise DataFileError(NO_ROWS.format(file=file))
    columns = _columns(rows, len(header))
    names, doubts = _names(header, columns)
    remarks = [_titles(titles), *joined, *left_out, *doubts, _too_wide(header, rows)]
    index = pd.Index(list(rows), name=ROW)
    table = pd.DataFrame({name: columns[j] for j, name in names.items()}, index, dtype=object)
    return table, tuple(r for r in (*sheet.remarks, *remarks) if r)


def _columns(rows: dict[int, list[object]], width: int) -> np.ndarray:
    """The cells column by column, the short rows filled up."""
    width = max(width, *map(len, rows.values()))
    even = [r if len(r) == width else [*r, *[None] * (width - len(r))] for r in rows.values()]
    cells = np.empty((len(even), width), dtype=object)
    cells[:] = even
    return np.ascontiguousarray(cells.T)


def _titles(count: int) -> Remark | None:
    text = SKIPPED_TITLES[count > 1].format(count=number(count))
    return Remark("Filen", text, count) if count else None


def _names(header: list[str], columns: np.ndarray) -> tuple[dict[int, str], list[Remark]]:
    """A name for each column that has a header or any cell, made unique."""
    names: dict[int, str] = {}
    remarks, taken = [], set()
    for j in range(len(columns)):
        name = header[j] if j < len(header) else ""
        if not name:
            if all(map(is_empty, set(columns[j]))):
                continue
            name = NAMELESS.format(place=j + 1)
            remarks.append(Remark(name, NO_NAME.format(name=name)))
        names[j] = _unique(name, taken)
        if names[j] != name:
            remarks.append(Remark(safe_header(name), SAME_HEADER))
        taken.add(values.key_of(names[j]))
    return names, remarks


def _unique(name: str, taken: set[str]) -> str:
    found, twin = name, 2
    while values.key_of(found) in taken:
        found, twin = f"{name} ({twin})", twin + 1
    return found


def _too_wide(header: list[str], rows: dict[int, list[object]]) -> Remark | None:
    """A doubt about rows with cells beyond the last header, as a comma in a comment gives."""
    width = len(header)
    wide = [i for i, row in rows.items() if len(row) > width and filled(row[width:])]
    if len(wide) > len(rows) / 2:  # a column without a header
        return None
    return remark("Filen", TOO_WIDE, wide)
