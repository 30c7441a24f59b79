"""The layout of a sheet: its headers, the rows of people, and what is neither."""

import pandas as pd

from .. import values
from ..content import load
from ..errors import DataFileError
from ..propose.headers import safe_header
from ..records import ROW, Remark
from ..wording import listing, number
from .header_row import filled, find_header, is_empty

NO_ROWS = (
    "Datafilen «{file}» har rubriker men inga rader under dem. Väntade minst en person. "
    "Gör om uttaget ur ert system."
)
SKIPPED_TITLES = (
    "1 rad ovanför rubrikraden lästes som titel.",
    "{count} rader ovanför rubrikraden lästes som titel.",
)
SKIPPED_BLANK = ("1 tom rad hoppades över.", "{count} tomma rader hoppades över.")
SKIPPED_SUMS = (
    "1 summarad räknas inte som person.",
    "{count} summarader räknas inte som personer.",
)
SKIPPED_HEADERS = (
    "Rubrikraden står en gång till. Den räknas inte som person.",
    "Rubrikraden står {count} gånger till. De räknas inte som personer.",
)
SKIPPED_NOTES = (
    "1 rad under tabellen är en anteckning och räknas inte som person.",
    "{count} rader under tabellen är anteckningar och räknas inte som personer.",
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


def to_table(cells: list[list[object]], file: str) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
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
    head = find_header(cells, file)
    body = dict(enumerate(cells[head + 1 :], head + 2))
    remarks = [_skipped(SKIPPED_TITLES, head)]
    for texts, is_other in _others(cells[head], body):
        left = {i: row for i, row in body.items() if not is_other(i, row)}
        remarks.append(_skipped(texts, len(body) - len(left)))
        body = left
    if not body:
        raise DataFileError(NO_ROWS.format(file=file))
    names, doubts = _headers(cells[head], list(body.values()))
    remarks += [*doubts, _too_wide(cells[head], body)]
    index = pd.Index(list(body), name=ROW)
    data = {
        name: [row[j] if j < len(row) else None for row in body.values()]
        for j, name in names.items()
    }
    return pd.DataFrame(data, index=index, dtype=object), tuple(r for r in remarks if r)


def _others(header: list[object], body: dict[int, list[object]]) -> list[tuple]:
    """The kinds of rows that are no people, each with what tells them."""
    width = max(j + 1 for j, c in enumerate(header) if not is_empty(c))
    keys = [values.key_of(c) for c in header[:width]]
    last = max((i for i, row in body.items() if filled(row) > 1), default=0)
    return [
        (SKIPPED_BLANK, lambda _, row: filled(row) == 0),
        (SKIPPED_SUMS, lambda _, row: _is_sum(row)),
        (SKIPPED_NOTES, lambda i, row: i > last and _is_note(row, len(keys))),
        (SKIPPED_HEADERS, lambda _, row: _is_again(row, keys)),
    ]


def _headers(row: list[object], body: list[list[object]]) -> tuple[dict[int, str], list[Remark]]:
    """A name for each column that has a header or any cell, made unique."""
    names: dict[int, str] = {}
    remarks, taken = [], set()
    for j in range(max([len(row), *map(len, body)])):
        header = values.plain(row[j]) if j < len(row) else ""
        if not header:
            if all(j >= len(r) or is_empty(r[j]) for r in body):
                continue
            header = NAMELESS.format(place=j + 1)
            remarks.append(Remark(header, NO_NAME.format(name=header)))
        names[j], twin = header, 2
        while values.key_of(names[j]) in taken:
            names[j], twin = f"{header} ({twin})", twin + 1
        if names[j] != header:
            remarks.append(Remark(safe_header(header), SAME_HEADER))
        taken.add(values.key_of(names[j]))
    return names, remarks


def _too_wide(header: list[object], body: dict[int, list[object]]) -> Remark | None:
    """A doubt about rows with cells beyond the last header, as a comma in a comment gives."""
    width = max((j + 1 for j, c in enumerate(header) if not is_empty(c)), default=0)
    rows = [i for i, row in body.items() if any(not is_empty(c) for c in row[width:])]
    if not rows or len(rows) > len(body) / 2:  # a column without a header
        return None
    shown = listing(map(str, rows[:5])) + (" med flera" if len(rows) > 5 else "")
    text = TOO_WIDE[len(rows) > 1].format(count=number(len(rows)), rows=shown)
    return Remark("Filen", text, len(rows))


def _skipped(texts: tuple[str, str], count: int) -> Remark | None:
    text = texts[0] if count == 1 else texts[1].format(count=number(count))
    return Remark("Filen", text, count) if count else None


def _is_sum(row: list[object]) -> bool:
    key = values.key_of(next((c for c in row if not is_empty(c)), "")).rstrip(": ")
    words = load("intake")
    return key in words["summarader"] or any(key.startswith(w + " ") for w in words["summastart"])


def _is_again(row: list[object], keys: list[str]) -> bool:
    """Whether a row is the headers once more, as at a page break."""
    return (
        values.key_of(row[0]) == keys[0] and [values.key_of(c) for c in row[: len(keys)]] == keys
    )


def _is_note(row: list[object], width: int) -> bool:
    """Whether a row is one cell: a sentence at its start, or anything outside the table."""
    places = [j for j, c in enumerate(row) if not is_empty(c)]
    text = values.plain(row[places[0]])
    return places[0] >= width or places == [0] and " " in text and width > 2
