"""The rows of a sheet that are people, and those that are sums, notes, blanks or headers."""

import math
import re
from collections.abc import Callable
from functools import cache

import numpy as np

from ..codebook import key_of, plain, values
from ..codebook.distinct import Column, is_empty
from ..content import load
from .grid import Grid
from .headers import has_word, looks_like_data, sex_rank
from .remark import Remark
from .sheet import YEARS, remark

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
FEWEST_BELOW, SAMPLED, FEW = 10, 50, 3  # rows that tell what a column holds, and few answers
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
    sums = SKIPPED_SUMS, found[0][1] + found.pop()[1]
    found = [(SKIPPED_BLANK, numbers[blank].tolist()), sums, *found[1:]]
    return left, [r for texts, left_out in found if (r := remark("Filen", texts, left_out))]


def _sums(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    sex, width, is_told = _sex_place(header), len(header), np.zeros(len(grid), dtype=bool)
    for column in grid.columns[:LABELLED]:
        is_told |= column.where(_sum_words())
    told: list[int] = np.flatnonzero(is_told & left).tolist()
    return [i for i in told if _is_sum(grid[i], sex, width)]


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
    key, words = key_of(cell).rstrip(": "), load("intake")
    if any(key == w or key.startswith(w + " ") for w in words["summastart"]):
        return SUM
    if key in words["summarader"]:
        return TOTAL
    is_figure = any(key == w or key.startswith(w + " ") for w in words["raknestart"])
    return FIGURE if is_figure or key.endswith(tuple(f" {w}" for w in words["summaslut"])) else ""


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
        if not is_own or key_of(cell) in no_answers or j == sex and looks_like_data(cell):
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
    text = plain(row[places[0]])
    return places[0] >= width or places == [0] and " " in text and width > 2


def _is_pair(row: list[object], sex: int | None, header: list[str]) -> bool:
    """Whether a row below a blank one is a word and its value, rather than a person."""
    places = [j for j, c in enumerate(row) if not is_empty(c)]
    if sex is None or len(header) < 5 or max(places) > 1:
        return False
    is_label = plain(row[places[0]]).endswith(":")
    return sex > 1 or is_label and not any(looks_like_data(row[j]) for j in places)


def _headers(header: list[str], grid: Grid, left: np.ndarray) -> list[int]:
    """The rows that are the headers once more, as at a page break."""
    keys = [key_of(h) for h in header]
    is_first = grid.columns[0].has_key({keys[0]})
    rows = ((i, grid[i]) for i in np.flatnonzero(is_first & left).tolist())
    return [
        i
        for i, row in rows
        if [key_of(c) for c in row[: len(keys)]] == keys[: len(row)] and len(row) >= len(keys)
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
    best = max(ranks, default=0)
    return ranks.index(best) if best else None


def _is_number(cell: object) -> bool:
    return not math.isnan(values.as_number(cell))


@cache
def _sum_words() -> Callable[[object], bool]:
    """What finds a word of sums at either end of a cell; most cells are told by one letter."""
    words = load("intake")
    starts = [w for kind in ("summarader", "summastart", "raknestart") for w in words[kind]]
    any_of = ("|".join(map(re.escape, some)) for some in (starts, words["summaslut"]))
    told = re.compile(r"\s*(?:{})|.*\s(?:{})[\s:]*$".format(*any_of), re.IGNORECASE | re.DOTALL)
    first, last = {w[0] for w in starts}, {w[-1] for w in words["summaslut"]}

    def is_word(c: object) -> bool:
        if not isinstance(c, str):
            return False
        is_near = c.lstrip()[:1].lower() in first or c[-1:].lower() in last
        return is_near and bool(told.match(c))

    return is_word
