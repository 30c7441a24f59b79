"""The layout of a sheet: where the header stands, and what is not a person's row."""

import pandas as pd

from .. import values
from ..content import load
from ..errors import DataFileError
from ..records import ROW, Remark
from ..wording import number

SEARCHED = 40

NO_HEADER = (
    "Datafilen «{file}» saknar rubrikrad. Väntade en rad med kolumnernas namn, som Kön och "
    "Ålder, och under den en rad för varje person. Lägg till rubrikerna i filen."
)
NO_ROWS = (
    "Datafilen «{file}» har rubriker men inga rader under dem. Väntade minst en person. "
    "Gör om uttaget ur ert system."
)
SKIPPED_TITLES = "{count} rader ovanför rubrikraden lästes som titel."
SKIPPED_BLANK = "{count} tomma rader hoppades över."
SKIPPED_SUMS = "{count} summarader räknas inte som personer."
SAME_HEADER = "Rubriken finns flera gånger. De senare fick ett nummer efter sig."
NO_NAME = "Kolumnen saknar rubrik och fick namnet «{name}»."


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
    body = [(i + 1, row) for i, row in enumerate(cells[head + 1 :], head + 1)]
    filled = [(i, row) for i, row in body if any(not _empty(c) for c in row)]
    kept = [(i, row) for i, row in filled if not _is_sum(row)]
    if not kept:
        raise DataFileError(NO_ROWS.format(file=file))
    names, remarks = _headers(cells[head], [row for _, row in kept])
    width = len(cells[head])
    rows = [[*row, *[None] * width] for _, row in kept]
    data = {n: [row[j] for row in rows] for j, n in names.items()}
    index = pd.Index([i for i, _ in kept], name=ROW)
    counts = (head, len(body) - len(filled), len(filled) - len(kept))
    return pd.DataFrame(data, index=index, dtype=object), (*_skipped(counts), *remarks)


def find_header(cells: list[list[object]], file: str) -> int:
    """The first row that is nearly as wide as the table and holds only words."""
    widths = [sum(not _empty(c) for c in row) for row in cells[: SEARCHED + 200]]
    width = max(widths, default=0)
    for i, row in enumerate(cells[:SEARCHED]):
        if widths[i] >= max(2, 0.6 * width) and _are_words(row):
            return i
    raise DataFileError(NO_HEADER.format(file=file))


def _are_words(row: list[object]) -> bool:
    filled = [c for c in row if not _empty(c)]
    return all(isinstance(c, str) for c in filled) and not any(
        values.as_number(c) == values.as_number(c) for c in filled
    )


def _headers(row: list[object], body: list[list[object]]) -> tuple[dict[int, str], list[Remark]]:
    """A name for each column that has a header or any cell, made unique."""
    names: dict[int, str] = {}
    remarks = []
    for j in range(max([len(row), *map(len, body)])):
        header = values.plain(row[j]) if j < len(row) else ""
        if not header:
            if all(j >= len(r) or _empty(r[j]) for r in body):
                continue
            header = f"Kolumn {j + 1}"
            remarks.append(Remark(header, NO_NAME.format(name=header)))
        taken = {values.key_of(n) for n in names.values()}
        names[j], twin = header, 2
        while values.key_of(names[j]) in taken:
            names[j], twin = f"{header} ({twin})", twin + 1
        if names[j] != header:
            remarks.append(Remark(header, SAME_HEADER))
    return names, remarks


def _skipped(counts: tuple[int, int, int]) -> list[Remark]:
    texts = (SKIPPED_TITLES, SKIPPED_BLANK, SKIPPED_SUMS)
    return [
        Remark("Filen", text.format(count=number(count)), count)
        for text, count in zip(texts, counts, strict=True)
        if count
    ]


def _is_sum(row: list[object]) -> bool:
    first = next((c for c in row if not _empty(c)), "")
    return values.key_of(first).rstrip(":") in load("intake")["summarader"]


def _empty(cell: object) -> bool:
    return values.plain(cell) == ""
