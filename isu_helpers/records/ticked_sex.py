"""Sex told by a column for each answer, as «Kvinna» and «Man» with a cross under one of them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np

from ..codebook import key_of, plain
from ..codebook.distinct import Column, is_empty
from ..content import load
from ..errors import DataFileError
from ..wording import listing
from .grid import Grid
from .headers import safe_header, sex_rank
from .remark import Remark
from .sheet import SEARCHED, Sheet, filled

TICKS = frozenset({"1", "x", "ja", "j", "yes", "y", "true", "sant", "sann", "✓", "✔", "☑", "v"})
NONE = frozenset({"", "0", "nej", "n", "no", "false", "falskt", "falsk", "☐", "-", "–"})
NAME = "Kön"
SURE = 0.9  # of the rows, that have one cross and no more

TICKED = (
    "Kön står i var sin kolumn, {headers}, med ett kryss eller en etta under en av dem. De lästes "
    "som en kolumn, «Kön»."
)
ONE_SEX = (
    "Datafilen «{file}» har kolumnen «{header}» med ja och nej, men ingen kolumn för kön. Väntade "
    "en kolumn «Kön» med svar som Kvinna och Man: ett nej säger inte vilket kön personen har. "
    "Lägg till den kolumnen i filen."
)
SEX_EACH = (
    "Datafilen «{file}» har ett blad för varje kön: {names}. Väntade ett blad med en kolumn "
    "«Kön». Lägg raderna under varandra i ett blad och skriv könet på varje rad."
)


def check_names(sheets: Iterable[str], file: str) -> None:
    """Refuse a workbook whose sheets are named after the sexes, where no column tells them.

    Raises
    ------
    DataFileError
        In Swedish, with the names of those sheets.
    """
    named = [n for n in sheets if sex_of(n) in ("kvinna", "man")]
    if len({sex_of(n) for n in named}) > 1:
        names = listing(f"«{n}»" for n in named)
        raise DataFileError(SEX_EACH.format(file=file, names=names))


def with_one_sex(sheet: Sheet, wanted: frozenset[str], file: str) -> Sheet:
    """The sheet with one column for sex, where each answer had a column of its own.

    A person with no cross, or with several, has none of the answers.

    Parameters
    ----------
    sheet
        The raw rows.
    wanted
        The headers that a codebook expects; a column that it knows is left alone.
    file
        The name of the file, for the error.

    Raises
    ------
    DataFileError
        In Swedish, where only one sex has such a column: the others' sex is not told.
    """
    head, places = ticked_columns(sheet.rows)
    if not places or not wanted.isdisjoint(key_of(sheet.rows[head][j]) for j in places):
        return sheet
    headers = [plain(sheet.rows[head][j]) for j in places]
    if len({sex_of(h) for h in headers} - {"annat"}) < 2:
        raise DataFileError(ONE_SEX.format(file=file, header=safe_header_of(headers[0])))
    rows, told = sheet.rows, Remark(NAME, TICKED.format(headers=listing(map(_quoted, headers))))
    columns = [*rows.columns]
    one, *others = places
    columns[one] = _one_column(rows, head, places)
    for j in others:
        columns[j] = Column([], np.full(len(rows), -1, dtype=np.int32))
    made = Grid(columns, len(rows), rows.lengths)
    return replace(sheet, rows=made, remarks=(*sheet.remarks, told))


def ticked_columns(rows: Grid) -> tuple[int, list[int]]:
    """The row of headers and the columns named after a sex with nothing but crosses under them.

    No columns where a header says sex, or where fewer than nine rows in ten have a cross under one
    of them and nothing under the others; the tenth row may be a sum, or a person with no cross.
    """
    for head in range(min(SEARCHED, len(rows))):
        cells = rows[head]
        places = [j for j, c in enumerate(cells) if isinstance(c, str) and sex_of(c)]
        others = [c for j, c in enumerate(cells) if j not in places]
        if places and filled(others) and not any(map(_rank, others)):
            return head, places if _are_ticks(rows, head, places) else []
    return 0, []


def safe_header_of(header: str) -> str:
    """A header that is a sex, which is no person's answer where crosses stand under it."""
    return header if sex_of(header) else safe_header(header)


def _are_ticks(rows: Grid, head: int, places: list[int]) -> bool:
    below = np.arange(len(rows)) > head
    below &= rows.filled > 1
    ticks = _ticks(rows, places)
    blank = [rows.columns[j].where(lambda c: key_of(c) in NONE) for j in places]
    is_known = np.all([t | b for t, b in zip(ticks, blank, strict=True)], axis=0) & below
    if not is_known.any() or is_known.sum() < SURE * below.sum():
        return False
    is_one = np.sum(ticks, axis=0)[is_known]
    if len(places) == 1:
        return bool(is_one.any() and not is_one.all())
    return bool((is_one == 1).mean() >= SURE and all(t[is_known].any() for t in ticks))


def _ticks(rows: Grid, places: list[int]) -> list[np.ndarray]:
    return [rows.columns[j].where(lambda c: key_of(c) in TICKS) for j in places]


def _one_column(rows: Grid, head: int, places: list[int]) -> Column:
    """«Kön» over each person's answer; nothing where there is no cross, or several."""
    ticks = np.array(_ticks(rows, places))
    out = np.full(len(rows), None, dtype=object)
    for place, is_ticked in zip(places, ticks, strict=True):
        out[is_ticked & (ticks.sum(axis=0) == 1)] = plain(rows[head][place])
    out[: head + 1] = None
    out[head] = NAME
    return Column.of(out)


def _rank(cell: object) -> int:
    return sex_rank(cell) if isinstance(cell, str) and len(cell) < 80 else 0


def _quoted(header: str) -> str:
    return f"«{header}»"


def sex_of(header: object) -> str:
    """«kvinna», «man» or «annat» where a header is a word for one of them; else empty."""
    return "" if is_empty(header) else _sexes().get(key_of(header), "")


@cache
def _sexes() -> dict[str, str]:
    words = load("intake")["kon"]
    both = dict.fromkeys(map(key_of, words["annat"]), "annat")
    for place, row in enumerate(words["alternativ"]):
        for name, synonyms in row.items():
            both |= dict.fromkeys(map(key_of, (name, *synonyms)), ("kvinna", "man")[place % 2])
    return both
