"""The layout of a sheet: its headers, the rows of people, and what is neither."""

import math
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from ..codebook import values
from ..codebook.distinct import Column, is_empty
from ..content import load
from ..errors import DataFileError
from ..wording import number
from .code_list import with_words
from .excel_cells import shown_by_excel
from .grid import Grid
from .headers import has_word, looks_like_data, safe_header, sex_rank
from .remark import ROW, Remark
from .sheet import YEARS, Sheet, find_header, find_headers, remark
from .workbook_parts import HIDDEN_TOLD

# The rows of a sheet that are people, and those that are sums, notes, blanks or headers.

SKIPPED_BLANK = (
    "1 tom rad hoppades över (rad {rows}).",
    "{count} tomma rader hoppades över (rad {rows}).",
)
SKIPPED_SUMS = (
    "1 summarad räknas inte som person (rad {rows}).",
    "{count} summarader räknas inte som personer (rad {rows}).",
)
SKIPPED_HEADERS = (
    "Rubrikraden står en gång till (rad {rows}). Den räknas inte som person.",
    "Rubrikraden står {count} gånger till (rad {rows}). De räknas inte som personer.",
)
SKIPPED_NOTES = (
    "1 rad under tabellen är en anteckning och räknas inte som person (rad {rows}).",
    "{count} rader under tabellen är anteckningar och räknas inte som personer (rad {rows}).",
)
SKIPPED_ALONE = (
    "1 rad har bara en cell, som en mellanrubrik, och räknas inte som person (rad {rows}).",
    "{count} rader har bara en cell, som mellanrubriker, och räknas inte som personer "
    "(rad {rows}).",
)
SKIPPED_CODES = (
    "1 rad under rubrikerna är namn på kolumnerna och räknas inte som person (rad {rows}).",
    "{count} rader under rubrikerna är namn på kolumnerna och räknas inte (rad {rows}).",
)
LABELLED = 3  # columns in which the word of a sum may stand
GROUPS = ("kvinnor", "flickor", "totalt", "total", "t", "båda könen", "män och kvinnor")
FEWEST_BELOW, SAMPLED, FEW = 10, 50, 3  # rows that tell what a column holds, and few answers
LONGEST = 300  # letters of a header; what is longer is cut
SUM, TOTAL, FIGURE = "sum", "total", "figure"
WIDE = 0.6  # of the width of the table, that a person's row usually has


def only_people(
    header: list[str], grid: Grid, numbers: np.ndarray
) -> tuple[np.ndarray, list[Remark]]:
    """Which rows below the headers are people, and what was left out, with row numbers."""
    filled = grid.filled
    blank, left = filled == 0, filled > 0
    found: list[tuple[tuple[str, str], list[int]]] = []
    for texts, find in (
        (SKIPPED_SUMS, _sums),
        (SKIPPED_NOTES, _notes),
        (SKIPPED_HEADERS, _headers),
        (SKIPPED_CODES, _codes_below),
        (SKIPPED_ALONE, _alone),
        (SKIPPED_SUMS, _unlabelled_sum),
    ):
        left_out = find(header, grid, left)
        left[left_out] = False
        found.append((texts, numbers[left_out].tolist()))
    sums = found[0][1] + found.pop()[1]
    found = [(SKIPPED_BLANK, numbers[blank].tolist()), (SKIPPED_SUMS, sums), *found[1:]]
    return left, [r for texts, left_out in found if (r := remark("Filen", texts, left_out))]


def _sums(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    begins, letters = _sum_words()
    sex, width, is_told = _sex_place(header), len(header), np.zeros(len(grid), dtype=bool)
    for column in grid.columns[:LABELLED]:
        is_told |= column.where(
            lambda c: isinstance(c, str) and c.lstrip()[:1].casefold() in letters and begins(c)
        )
    return [i for i in np.flatnonzero(is_told & left) if _is_sum(grid[int(i)], sex, width)]


def _is_sum(row: list[object], sex: int | None, width: int) -> bool:
    """Whether a row has the word of a sum, and is not rather a person with such an answer."""
    places = [j for j, c in enumerate(row) if not is_empty(c)]
    kinds = {j: k for j in places if j < LABELLED and (k := _word_of(row[j]))}
    if not kinds:
        return False
    word, kind = next(iter(kinds.items()))
    before = -1 if kind == FIGURE else word
    are_numbers = all(_is_number(row[j]) for j in places if j > before and j not in (word, sex))
    has_sex = sex is not None and sex in places and looks_like_data(row[sex])
    if has_sex and len(places) >= max(3, WIDE * width):
        return kind == SUM and are_numbers and len(places) < width
    is_first = word == places[0] and kind != FIGURE
    return is_first or not has_sex and are_numbers


def _word_of(cell: object) -> str:
    """Whether a cell is the word of a sum, begins with one, or with that of a figure."""
    key, words = values.key_of(cell).rstrip(": "), load("intake")
    if any(key == w or key.startswith(w + " ") for w in words["summastart"]):
        return SUM
    if key in words["summarader"]:
        return TOTAL
    return FIGURE if any(key == w or key.startswith(w + " ") for w in words["raknestart"]) else ""


def _codes_below(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    """The first row, where its cells are names or units of columns, and no person's answers.

    No column has its word again, none says that an answer is missing, and two columns or more, of
    sex, numbers or few answers, have another kind of cell there.
    """
    first, *others = np.flatnonzero(left)[:SAMPLED].tolist() or [0]
    if len(others) < FEWEST_BELOW:
        return []
    sex, unlike, intake = _sex_place(header), 0, load("intake")
    no_answers = {*intake["utan_ordning"], *intake["kon"]["saknas"]}
    for j, cell in enumerate(grid[first]):
        below = [c for i in others if not is_empty(c := grid.columns[j][i])]
        if is_empty(cell) or not below:
            continue
        is_own = isinstance(cell, str) and not _is_number(cell) and cell not in below
        if not is_own or values.key_of(cell) in no_answers or j == sex and looks_like_data(cell):
            return []
        is_closed = len(set(map(str, below))) <= FEW and len(below) >= FEWEST_BELOW
        unlike += is_closed or all(map(_is_number, below))
    return [first] if unlike > 1 else []


def _unlabelled_sum(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    """The last row, where it is nothing but the sums of the columns above it."""
    sex, rows = _sex_place(header), np.flatnonzero(left)
    if sex is None or len(rows) < 3:
        return []
    row, above = grid[int(rows[-1])], rows[:-1]
    places = [j for j, c in enumerate(row) if not is_empty(c)]
    if places[0] == 0 or sex in places or not all(_is_number(row[j]) for j in places):
        return []
    totals = ((row[j], _total(grid.columns[j], above)) for j in places)
    is_sum = all(math.isclose(total, values.as_number(cell)) for cell, total in totals)
    return [int(rows[-1])] if is_sum else []


def _total(column: Column, rows: np.ndarray) -> float:
    numbers = np.array([*map(values.as_number, column.words), math.nan])
    return float(np.nansum(numbers[column.codes[rows]]))


def _notes(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    """The rows at the end that are notes, from below up to the last that is none."""
    sex, out, rows = _sex_place(header), [], np.flatnonzero(left)
    blank = np.flatnonzero(grid.filled == 0)
    gap = max(blank[blank < max(rows, default=0)], default=-1)
    for i in reversed(rows.tolist()):
        row = grid[i]
        if not _is_note(row, len(header)) and not (i > gap >= 0 and _is_pair(row, sex, header)):
            break
        out.append(i)
    return sorted(out)


def _is_note(row: list[object], width: int) -> bool:
    """Whether a row is one cell: a sentence at its start, or anything outside the table."""
    places = [j for j, c in enumerate(row) if not is_empty(c)]
    if len(places) != 1:
        return False
    text = values.plain(row[places[0]])
    return places[0] >= width or places == [0] and " " in text and width > 2


def _is_pair(row: list[object], sex: int | None, header: list[str]) -> bool:
    """Whether a row below a blank one is a word and its value, rather than a person."""
    places = [j for j, c in enumerate(row) if not is_empty(c)]
    if sex is None or len(header) < 5 or max(places) > 1:
        return False
    is_label = values.plain(row[places[0]]).endswith(":")
    return sex > 1 or is_label and not any(looks_like_data(row[j]) for j in places)


def _headers(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    """The rows that are the headers once more, as at a page break."""
    keys = [values.key_of(h) for h in header]
    is_first = grid.columns[0].has_key({keys[0]})
    rows = ((i, grid[i]) for i in np.flatnonzero(is_first & left).tolist())
    return [
        i
        for i, row in rows
        if [values.key_of(c) for c in row[: len(keys)]] == keys[: len(row)]
        and len(row) >= len(keys)
    ]


def _alone(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    """The rows with one cell alone that is no key, no sex and no number but a year."""
    if len(header) < 3:
        return []
    words, sex, out = load("intake"), _sex_place(header), []
    for i in np.flatnonzero((grid.filled == 1) & left).tolist():
        row = grid[i]
        place = next(j for j, c in enumerate(row) if not is_empty(c))
        if place >= len(header) or len(row) > 2 and row[0] and row[1]:
            continue
        cell, head = row[place], header[place]
        if place == sex and looks_like_data(cell):
            continue
        is_key = has_word(head, (*words["personnyckel"], *words["ordningsnyckel"]))
        is_figure = _is_number(cell) and values.as_number(cell) not in YEARS
        if not is_key and not is_figure and head:
            out.append(i)
    return out


def _sex_place(header: list[str]) -> int | None:
    """The column whose header most surely says sex; None without any."""
    ranks = [sex_rank(h) if len(h) < 80 else 0 for h in header]
    return ranks.index(max(ranks)) if ranks and max(ranks) else None


def _is_number(cell: object) -> bool:
    return not math.isnan(values.as_number(cell))


@cache
def _sum_words() -> tuple[Callable, frozenset[str]]:
    """What finds a word of sums at the start of a cell, and the letters that they begin with."""
    words = load("intake")
    starts = [*words["summarader"], *words["summastart"], *words["raknestart"]]
    begins = re.compile(r"\s*(?:" + "|".join(map(re.escape, starts)) + ")", re.IGNORECASE)
    return begins.match, frozenset(word[0].casefold() for word in starts)


# The layout of a sheet: its headers, the rows of people, and what is neither.

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
COUNTS = (
    "Datafilen «{file}» är en tabell med antal, kolumnen «{header}», och inte en rad för varje "
    "person. Väntade en rad för varje person. Vill ni jämföra med den, skriv «jamforelse: {file}» "
    "i isu.yaml; som datafil behövs ett uttag med en rad för varje person."
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
    head = find_header(sheet.rows, file)
    header, first, titles, joined = find_headers(sheet, head, wanted)
    while header and not header[-1]:
        header.pop()
    header = [h if len(h) <= LONGEST else h[:LONGEST] + "…" for h in header]
    numbers = np.arange(1, len(sheet.rows) + 1)
    body, numbers = sheet.rows.taken(numbers > first), numbers[first:]
    body, reordered = _one_table(header, body, numbers, file)
    left, left_out = only_people(header, body, numbers)
    unseen = np.isin(numbers, sheet.hidden) & left
    left_out = [*left_out, remark("Filen", HIDDEN_TOLD[with_hidden], numbers[unseen])]
    left &= ~unseen | (with_hidden is not False)
    if not left.any():
        raise DataFileError(NO_ROWS.format(file=file))
    body, index = body.taken(left), pd.Index(numbers[left], name=ROW)
    columns = _columns(body, len(header))
    names, doubts = _names(header, columns)
    for j, name in names.items() if sheet.codes else ():
        if values.key_of(name) not in wanted:
            columns[j], told = with_words(columns[j], name, sheet.code_sheet, sheet.codes)
            doubts += told
    for j, name in names.items():
        columns[j], told = shown_by_excel(columns[j], name, index)
        doubts += told
    remarks = [_titles(titles), *joined, reordered, *left_out, *doubts]
    remarks.append(_too_wide(columns[len(header) :], index))
    table = pd.DataFrame({name: columns[j].series(index) for j, name in names.items()}, index)
    if header := _counted(table, wanted):
        raise DataFileError(COUNTS.format(file=file, header=safe_header(header)))
    return table, tuple(r for r in (*sheet.remarks, *remarks) if r)


def _one_table(
    header: list[str], grid: Grid, numbers: np.ndarray, file: str
) -> tuple[Grid, Remark | None]:
    """The rows, where headers come again in another order put in the order of the first.

    Raises
    ------
    DataFileError
        Where other headers stand further down, so that the file is two tables.
    """
    keys = [values.key_of(h) for h in header]
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
            row = header
        elif order is not None:
            row = [row[j] if j < len(row) else None for j in order]
        out.append(row)
    return Grid.of(out)


def _new_order(
    keys: list[str], known: set[str], row: list[object], i: int, file: str
) -> list[int] | None:
    """Where in a row of headers each of the headers stands; None where the row is no headers."""
    below = [values.key_of(c) for c in row]
    if len(known) == len(keys) and set(below) == known and len(below) == len(keys):
        return [below.index(k) for k in keys]
    told = [k for k in below if k]
    is_header = len(told) > 2 and sum(k in known for k in set(told)) >= WIDE * len(told)
    if is_header and below[: len(keys)] != keys[: len(below)]:
        raise DataFileError(TWO_TABLES.format(file=file, row=i))
    return None


def _counted(table: pd.DataFrame, wanted: frozenset[str]) -> str:
    """The header of the figures, where a table is of counts and not of people; else empty.

    Then no two rows are alike but for the figures, and sexes are groups, there are years, or
    all answers are crossed with all.
    """
    words = load("intake")
    heads = [h for h in table.columns if values.key_of(h) in words["antalskolumn"]]
    heads += [h for h in table.columns if re.fullmatch(r"(?:19|20)\d\d(?: .{1,20})?", h)]
    rest = table.drop(columns=heads)
    if not wanted.isdisjoint(map(values.key_of, heads)):
        return ""  # the codebook knows what they count
    if not heads or not 1 <= rest.shape[1] <= 6 or len(table) > 100_000:
        return ""
    are_figures = all(values.numbers(table[h])[0].notna().mean() > 0.5 for h in heads)
    keys = rest.map(values.key_of)
    if not are_figures or keys.duplicated().any():
        return ""
    is_year = any(values.key_of(h) in ("år", "period", "tid", "year") for h in rest.columns)
    sexes = {k for h in rest.columns if sex_rank(h) for k in keys[h]}
    is_told = is_year or not sexes.isdisjoint(GROUPS)
    different = keys.nunique()
    is_crossed = 2 * different.max() <= len(keys)
    is_whole = different.prod() == len(keys) > different.max()
    return heads[0] if is_crossed and is_told or is_whole else ""


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
    remarks, taken = [], set()
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
        taken.add(values.key_of(names[j]))
    return names, remarks


def _unique(name: str, taken: set[str]) -> str:
    found, twin = name, 2
    while values.key_of(found) in taken:
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
