"""The layout of a sheet: its headers, the rows of people, and what is neither."""

import re

import numpy as np
import pandas as pd

from ..codebook import key_of, values
from ..codebook.distinct import Column, distinct
from ..content import load
from ..errors import DataFileError
from ..wording import number
from .code_list import with_words
from .excel_cells import shown_by_excel
from .grid import Grid
from .headers import has_word, safe_header, sex_rank
from .people_rows import WIDE, only_people
from .remark import ROW, Remark
from .sheet import COUNTS, Sheet, filled_down, find_header, find_headers, remark
from .ticked_sex import with_one_sex
from .workbook_parts import HIDDEN_TOLD

GROUPS = ("kvinnor", "flickor", "totalt", "total", "t", "båda könen", "män och kvinnor")
PERHAPS = ("antal ", "andel ", "summa ")
FEWEST_CELLS = 6  # of a table whose figures may be people's too
TIMES = ("år", "period", "tid", "year", "månad", "kvartal")
LONGEST = 300  # letters of a header; what is longer is cut
NO_ROWS = (
    "Datafilen «{file}» har rubriker men inga rader under dem. Väntade minst en person. "
    "Gör om uttaget ur ert system."
)
SKIPPED_TITLES = (
    "1 rad ovanför rubrikraden lästes som titel.",
    "{count} rader ovanför rubrikraden lästes som titel.",
)
TWO_TABLES = (
    "Datafilen «{file}» har nya rubriker på rad {row}, så den är två tabeller efter varandra. "
    "Väntade en tabell. Lägg dem i var sin fil, eller ge dem samma rubriker."
)
REORDERED = (
    "Rubrikerna kommer i en annan ordning från 1 rad i filen (rad {rows}). Svaren under den "
    "lästes under rätt rubrik.",
    "Rubrikerna kommer i en annan ordning från {count} rader i filen (rad {rows}). Svaren under "
    "dem lästes under rätt rubrik.",
)
TOO_WIDE = (
    "1 rad har fler celler än rubrikraden (rad {rows}). Kontrollera att svaren där står "
    "under rätt rubrik.",
    "{count} rader har fler celler än rubrikraden (rad {rows}). Kontrollera att svaren där står "
    "under rätt rubrik.",
)
UNFILLED = (
    "1 rad saknar både «{key}» och «{sex}» (rad {rows}). Hör den till personen på raden ovanför? "
    "Fyll i så fall i båda på varje rad.",
    "{count} rader saknar både «{key}» och «{sex}» (rad {rows}). Hör de till personen på raden "
    "ovanför? Fyll i så fall i båda på varje rad.",
)
OFTEN_BLANK = 0.1  # of the rows, from which on blanks may be meant as the row above
SAME_HEADER = "Rubriken finns flera gånger. De senare fick ett nummer efter sig."
NO_NAME = "Kolumnen saknar rubrik och fick namnet «{name}»."
NAMELESS = "Kolumn {place}"


def to_table(
    sheet: Sheet, file: str, wanted: frozenset[str] = frozenset(), with_hidden: bool | None = None
) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    """The rows of people under their headers, and what was left out on the way.

    Rows that a filter hides are counted unless ``with_hidden`` is False.

    Returns
    -------
    table, remarks
        Raw cells, one column a header; the index, called «rad», holds the rows of the file.

    Raises
    ------
    DataFileError
        When no row can be a header, or nothing stands below it.
    """
    sheet = with_one_sex(sheet, wanted, file)
    head = find_header(sheet.rows, file)
    header, first, titles, joined = find_headers(sheet, head, wanted)
    while header and not header[-1]:
        header.pop()
    header = [h if len(h) <= LONGEST else h[:LONGEST] + "…" for h in header]
    numbers = np.arange(1, len(sheet.rows) + 1)
    rows, merged = filled_down(sheet, first)
    body, numbers = rows.taken(numbers > first), numbers[first:]
    body, reordered = _one_table(header, body, numbers, file)
    left, left_out = only_people(header, body, numbers)
    unseen = np.isin(numbers, sheet.hidden) & left
    hidden = remark("Filen", HIDDEN_TOLD[with_hidden], numbers[unseen])
    left &= ~unseen | (with_hidden is not False)
    if not left.any():
        raise DataFileError(NO_ROWS.format(file=file))
    body, index = body.taken(left), pd.Index(numbers[left], name=ROW)
    columns = _columns(body, len(header))
    names, doubts = _names(header, columns)
    for j, name in names.items() if sheet.codes else ():
        columns[j], told = with_words(columns[j], name, sheet.code_sheet, sheet.codes)
        doubts += told
    for j, name in names.items():
        columns[j], told = shown_by_excel(columns[j], name, index)
        doubts += told
    remarks = [_titles(titles), *joined, merged, reordered, *left_out, hidden, *doubts]
    remarks.append(_too_wide(columns[len(header) :], index))
    table = pd.DataFrame({name: columns[j].series(index) for j, name in names.items()}, index)
    if counts := _counted(table, wanted):
        raise DataFileError(COUNTS.format(file=file, header=safe_header(counts)))
    return table, tuple(r for r in (*sheet.remarks, *remarks, _unfilled(table)) if r)


def _one_table(
    header: list[str], grid: Grid, numbers: np.ndarray, file: str
) -> tuple[Grid, Remark | None]:
    """The rows, where headers come again in another order put in the order of the first.

    Raises
    ------
    DataFileError
        Where other headers stand further down, so that the file is two tables.
    """
    keys = [key_of(h) for h in header]
    known = set(filter(None, keys))
    is_head = grid.columns[0].has_key(known) if grid.columns else np.zeros(0, dtype=bool)
    found = {i: _new_order(keys, known, grid[i], numbers[i], file)
             for i in np.flatnonzero(is_head).tolist()}  # fmt: skip
    orders = {i: order for i, order in found.items() if order is not None}
    moved = [i for i, order in orders.items() if order != list(range(len(keys)))]
    if not moved:
        return grid, None
    return _in_order(header, grid, orders), remark("Filen", REORDERED, numbers[moved])


def _in_order(header: list[str], grid: Grid, orders: dict[int, list[int]]) -> Grid:
    """The rows in the order of the first headers, from each row of headers on in its own."""
    out, order = [], None
    for i, row in enumerate(grid):
        order = orders.get(i, order)
        if i in orders:
            row = [*header]
        elif order is not None:
            row = [row[j] if j < len(row) else None for j in order]
        out.append(row)
    return Grid.of(out)


def _new_order(
    keys: list[str], known: set[str], row: list[object], i: int, file: str
) -> list[int] | None:
    """Where in a row of headers each of the headers stands; None where the row is no headers."""
    below = [key_of(c) for c in row]
    if len(known) == len(keys) and set(below) == known and len(below) == len(keys):
        return [below.index(k) for k in keys]
    told = [k for k in below if k]
    is_header = len(told) > 2 and sum(k in known for k in set(told)) >= WIDE * len(told)
    if is_header and below[: len(keys)] != keys[: len(below)]:
        raise DataFileError(TWO_TABLES.format(file=file, row=i))
    return None


def _counted(table: pd.DataFrame, wanted: frozenset[str]) -> str:
    """The header of the figures, where a table is of counts and not of people; else empty.

    Then no two rows are alike but for the figures, and sexes are groups or a row each, there are
    years, or all answers are crossed with all. «Antal besök» may be a person's.
    """
    words = load("intake")
    heads = [h for h in table.columns if key_of(h) in words["antalskolumn"]]
    heads += [h for h in table.columns if re.fullmatch(r"(?:19|20)\d\d(?: .{1,20})?", h)]
    is_told = bool(heads)
    heads = heads or [h for h in table.columns if key_of(h).startswith(PERHAPS)]
    rest = table.drop(columns=heads)
    if not wanted.isdisjoint(map(key_of, heads)):
        return ""  # the codebook knows what they count
    if not heads or not 1 <= rest.shape[1] <= 6 or len(table) > 100_000:
        return ""
    if not is_told and len(table) < FEWEST_CELLS:
        return ""
    are_figures = all(values.numbers(table[h])[0].notna().mean() > 0.5 for h in heads)
    keys = rest.map(key_of)
    if not are_figures or keys.duplicated().any():
        return ""
    is_year = any(key_of(h) in TIMES for h in rest.columns)
    sexes = {k for h in rest.columns if sex_rank(h) for k in keys[h]}
    is_told = is_told and (is_year or not sexes.isdisjoint(GROUPS))
    different = keys.nunique()
    is_of_sexes = rest.shape[1] == 1 and any(map(sex_rank, rest.columns))  # each sex in one row
    is_crossed = 2 * different.max() <= len(keys)
    is_whole = different.prod() == len(keys) > different.max()
    return heads[0] if is_crossed and is_told or is_whole or is_of_sexes else ""


def _unfilled(table: pd.DataFrame) -> Remark | None:
    """A doubt about rows without key and sex, as where only a person's first row has them."""
    words = load("intake")["personnyckel"]
    key = next((h for h in table.columns if has_word(h, words)), None)
    sex = next((h for h in table.columns if sex_rank(h)), None)
    if key is None or sex is None or key == sex:
        return None
    no_key, no_sex = _blank(table[key]), _blank(table[sex])
    is_both = no_key & no_sex
    if is_both.mean() < OFTEN_BLANK or is_both[0] or not np.array_equal(no_key, no_sex):
        return None
    texts = tuple(t.format(key=safe_header(key), sex=safe_header(sex), count="{count}",
                           rows="{rows}") for t in UNFILLED)  # fmt: skip
    return remark("Filen", (texts[0], texts[1]), table.index[is_both])


def _blank(column: pd.Series) -> np.ndarray:
    codes, words = distinct(column)
    return np.array([values.is_blank(word) for word in words], dtype=bool)[codes]


def _columns(grid: Grid, width: int) -> list[Column]:
    """The columns that any row reaches, and at least one a header."""
    reached = len(grid.columns) if grid.lengths is None else grid.lengths.max(initial=0)
    none = Column([], np.full(len(grid), -1, dtype=np.int32))
    return [*grid.columns[:reached], *[none] * (width - reached)]


def _titles(count: int) -> Remark | None:
    text = SKIPPED_TITLES[count > 1].format(count=number(count))
    return Remark("Filen", text, count) if count else None


def _names(header: list[str], columns: list[Column]) -> tuple[dict[int, str], list[Remark]]:
    """A name for each column that has a header or any cell, made unique."""
    names: dict[int, str] = {}
    remarks, taken = [], set[str]()
    for j in range(len(columns)):
        name = header[j] if j < len(header) else ""
        if not name:
            if not columns[j].is_filled.any():
                continue
            name = NAMELESS.format(place=j + 1)
            remarks.append(Remark(name, NO_NAME.format(name=name)))
        names[j] = _unique(name, taken)
        if names[j] != name:
            remarks.append(Remark(safe_header(name), SAME_HEADER))
        taken.add(key_of(names[j]))
    return names, remarks


def _unique(name: str, taken: set[str]) -> str:
    found, twin = name, 2
    while key_of(found) in taken:
        found, twin = f"{name} ({twin})", twin + 1
    return found


def _too_wide(beyond: list[Column], index: pd.Index) -> Remark | None:
    """A doubt about rows with cells beyond the last header, as a comma in a comment gives."""
    is_wide = np.zeros(len(index), dtype=bool)
    for column in beyond:
        is_wide |= column.is_filled
    if is_wide.sum() > len(index) / 2:  # a column without a header
        return None
    return remark("Filen", TOO_WIDE, index[is_wide])
