"""A sheet: the raw rows of a file, and what was learned of it on the way."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..codebook import Codebook, key_of, plain, values
from ..codebook.distinct import Column, is_empty
from ..errors import DataFileError
from ..wording import listing, number
from .grid import Grid, Rows
from .headers import is_answer, looks_like_data, occasion_of, safe_header, sex_rank, stem_of
from .remark import Remark

SHOWN = 5
AND_MORE = " med flera"


@dataclass(frozen=True)
class Sheet:
    """Raw rows, the first and last column of merged cells by row, and remarks.

    ``merged`` is None where the kind of file does not tell what is merged. ``codes`` are what a
    sheet beside it, ``code_sheet``, tells that codes mean, by header. ``hidden`` are the rows that
    a filter hides, as they are numbered in the file. ``tall`` are cells merged downwards: column,
    first and last row, counted from 0.
    """

    rows: Grid
    merged: dict[int, list[tuple[int, int]]] | None = None
    remarks: tuple[Remark, ...] = ()
    code_sheet: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    hidden: tuple[int, ...] = ()
    tall: tuple[tuple[int, int, int], ...] = ()


MERGED = (
    "1 rad hör till en cell som är sammanfogad över flera rader, och fick cellens svar (rad "
    "{rows}).",
    "{count} rader hör till celler som är sammanfogade över flera rader, och fick cellens svar "
    "(rad {rows}).",
)


def filled_down(sheet: Sheet, first: int) -> "tuple[Grid, Remark | None]":
    """The rows, where cells merged downwards below the headers say the same on each row of them.

    Parameters
    ----------
    first
        The first row below the headers, counted from 0.
    """
    columns, found = [*sheet.rows.columns], set[int]()
    for j, top, bottom in sheet.tall:
        if top < first or j >= len(columns) or bottom >= len(sheet.rows):
            continue
        codes = columns[j].codes.copy()
        codes[top + 1 : bottom + 1] = codes[top]
        columns[j] = Column(columns[j].words, codes)
        found |= set(range(top + 2, bottom + 2))
    if not found:
        return sheet.rows, None
    return Grid(columns, len(sheet.rows), sheet.rows.lengths), remark(
        "Filen", MERGED, sorted(found)
    )


def wanted_headers(codebook: Codebook | None) -> frozenset[str]:
    """The headers that a codebook expects, as keys; none without a codebook."""
    return frozenset(key_of(h) for v in codebook or () for h in (*v.columns, v.name, v.label) if h)


def shown_rows(rows: Iterable[int]) -> str:
    """The first row numbers in words: «rad 3, 4 och 9 med flera» without the word «rad»."""
    rows = list(rows)
    return listing(map(str, rows[:SHOWN])) + (AND_MORE if len(rows) > SHOWN else "")


def remark(column: str, texts: tuple[str, str], rows: Iterable[int]) -> Remark | None:
    """A remark in the singular or the plural with its row numbers; None without rows."""
    rows = list(rows)
    if not rows:
        return None
    text = texts[len(rows) > 1].format(count=number(len(rows)), rows=shown_rows(rows))
    return Remark(column, text, len(rows))


# The row of a sheet that holds the headers.

SEARCHED, SAMPLED, COMPARED = 40, 240, 4000
SHARE = 0.6  # of the width of the table, that a row of headers has at least
YEARS = range(1900, 2101)

EMPTY = (
    "Datafilen «{file}» är tom. Väntade rubriker och minst en rad. "
    "Gör om uttaget ur ert system och spara filen på nytt."
)
ONE_COLUMN = (
    "Datafilen «{file}» har bara en kolumn. Väntade flera kolumner, i en textfil åtskilda av "
    "semikolon, tabb eller komma. Spara om filen som Excel eller CSV."
)
NO_HEADER = (
    "Datafilen «{file}» saknar rubrikrad. Väntade en rad med kolumnernas namn, som Kön och "
    "Ålder, och under den en rad för varje person. Lägg till rubrikerna i filen."
)
DATA_HEADER = (
    "Datafilen «{file}» rad {row} ser ut som uppgifter om en person i stället för rubriker. "
    "Väntade en rad med kolumnernas namn, som Kön och Ålder, överst. Lägg till rubrikerna i filen."
)
COUNTS = (
    "Datafilen «{file}» är en tabell med antal, kolumnen «{header}», och inte en rad för varje "
    "person. Väntade en rad för varje person. Vill ni jämföra med den, skriv «jamforelse: {file}» "
    "i isu.yaml; som datafil behövs ett uttag med en rad för varje person."
)


def find_header(cells: Rows, file: str) -> int:
    """The place of the row of headers: the one that names sex, else the first wide one.

    Raises
    ------
    DataFileError
        In Swedish, when there is none, or it looks like a person's data; never with its cells.
    """
    width = table_width(cells)
    if width < 2:
        raise DataFileError((ONE_COLUMN if width else EMPTY).format(file=file))
    found, _ = sex_row(cells)
    wide = [i for i in _top(cells) if _headed(cells[i]) >= _least(width)]
    found = found if found is not None else next((i for i in wide if _decides(cells[i])), None)
    if found is None:
        raise DataFileError(NO_HEADER.format(file=file))
    if counted := _counted_under(cells, found):
        raise DataFileError(COUNTS.format(file=file, header=plain(counted)))
    if any(looks_like_data(c) for c in cells[found]) or is_data_below(cells, found):
        raise DataFileError(DATA_HEADER.format(file=file, row=found + 1))
    if not _names_sex(cells[found]) and not _are_words(cells[found]):
        raise DataFileError(NO_HEADER.format(file=file))
    return found


def _counted_under(cells: Rows, head: int) -> object:
    """The first header that is an answer, as «Ja» or «Kvinnor», with nothing but numbers under it.

    Empty where there is none: under the first person of a file without headers stand answers,
    and where each answer has a column of its own each person has 0 or 1.
    """
    rows = [row for row in cells[head + 1 : head + SAMPLED] if filled(row)]
    for j, cell in enumerate(cells[head]):
        under = [row[j] for row in rows if len(row) > j and not is_empty(row[j])]
        found = [values.as_number(c) for c in under] if is_answer(cell) else []
        if all(n >= 0 for n in found) and any(n > 1 for n in found):
            return cell
    return ""


def sex_row(cells: Rows) -> tuple[int | None, int]:
    """The wide row that most surely has a header for sex, and how surely; 0 where none has."""
    width = table_width(cells)
    least = _least(width)
    rows = {
        i: row for i in _top(cells) if _headed(row := cells[i]) + _lacks_last(row, width) >= least
    }
    of = {c: _rank_of(c) for c in set().union(*rows.values())} if rows else {}
    ranks = {i: max(map(of.__getitem__, row), default=0) for i, row in rows.items()}
    best = max(ranks.values(), default=0)
    return (next(i for i, r in ranks.items() if r == best) if best else None), best


def is_data_below(cells: Rows, head: int) -> bool:
    """Whether a row that does not name sex has a cell that comes again below it.

    A first person taken for headers shares answers with the next ones. A row that is the same
    as the headers all over, as at a page break, says nothing.
    """
    if _names_sex(cells[head]):
        return False
    keys = [key_of(c) for c in cells[head]]
    for row in cells[head + 1 : head + COMPARED]:
        below = [key_of(c) for c in row[: len(keys)]]
        if below != keys and any(k and k == b for k, b in zip(keys, below, strict=False)):
            return True
    return False


def table_width(cells: Rows) -> int:
    """How many filled cells the wider rows have, a few odd ones left aside; 0 without any."""
    widths = sorted(n for row in cells[:SAMPLED] if (n := filled(row)))
    if not widths:
        return 0
    return max(widths[math.floor(0.9 * (len(widths) - 1) + 0.5)], min(2, widths[-1]))


def filled(row: Sequence[object]) -> int:
    """How many cells of a row hold anything."""
    return sum(not is_empty(c) for c in row)


def _headed(row: Sequence[object]) -> int:
    """How many cells of a row of headers are filled, and the first one that R leaves blank."""
    return filled(row) + (len(row) > 2 and is_empty(row[0]) and not is_empty(row[1]))


def _lacks_last(row: Sequence[object], width: int) -> bool:
    """Whether all cells but the last are filled, as where one column has no header."""
    return filled(row) == width - 1 > 1 and not any(map(is_empty, row[: width - 1]))


def _top(cells: Rows) -> range:
    return range(min(SEARCHED, len(cells)))


def _least(width: int) -> float:
    return max(min(3, width), SHARE * width)


def _decides(row: Sequence[object]) -> bool:
    """Whether a wide row is the headers, or a person where headers are wanting."""
    return _are_words(row) or any(looks_like_data(c) for c in row)


def _are_words(row: Sequence[object]) -> bool:
    cells = [c for c in row if not is_empty(c)]
    return all(isinstance(c, str) or _is_year(c) for c in cells) and not any(
        not math.isnan(values.as_number(c)) and not _is_year(c) for c in cells
    )


def _is_year(cell: object) -> bool:
    number = values.as_number(cell)
    return not math.isnan(number) and number in YEARS


def _names_sex(row: Sequence[object]) -> bool:
    return _rank(row) > 0


def _rank(row: Sequence[object]) -> int:
    return max(map(_rank_of, row), default=0)


def _rank_of(cell: object) -> int:
    return sex_rank(cell) if isinstance(cell, str) and len(cell) < 80 else 0


# Headers in two rows: «Vid start» over «Depression» becomes «Vid start: Depression».

JOINED = "Rubrikerna står i två rader. Den övre raden ({groups}) lästes ihop med den undre."
UNDER = "Rubrikerna står i två rader. Båda lästes som rubriker."


def find_headers(
    sheet: Sheet, head: int, wanted: frozenset[str]
) -> tuple[list[str], int, int, list[Remark]]:
    """The headers of a sheet, joined where they stand in two rows.

    Parameters
    ----------
    sheet, head
        The sheet and the row that was found to hold the headers.
    wanted
        The headers that a codebook expects; they decide whether a header is joined.

    Returns
    -------
    headers, first, titles, remarks
        The headers, the first row below them, how many rows stand above, what was joined.
    """
    rows = sheet.rows
    if _goes_on_below(rows, head):
        headers = _joined(_filled_right(sheet, head, rows[head + 1]), rows[head + 1], wanted)
        return headers, head + 2, head, [Remark("Filen", UNDER)]
    if head and _are_groups(rows[head - 1], rows[head]):
        upper = _filled_right(sheet, head - 1, rows[head])
        groups = listing(dict.fromkeys(f"«{safe_header(g)}»" for g in upper if g))
        told = [Remark("Filen", JOINED.format(groups=groups))]
        return _joined(upper, rows[head], wanted), head + 1, head - 1, told
    return [plain(c) for c in rows[head]], head + 1, head, []


def _goes_on_below(rows: Rows, head: int) -> bool:
    """Whether the row below fills the gaps between the headers, as under merged cells."""
    if head + 2 >= len(rows):
        return False
    upper, lower = rows[head], rows[head + 1]
    places = [j for j, c in enumerate(lower) if not is_empty(c)]
    gaps = [j for j in places if j >= len(upper) or is_empty(upper[j])]
    over = [j for j, c in enumerate(upper) if not is_empty(c) and j not in places]
    sexes = [j for j, c in enumerate(upper) if sex_rank(c)]
    is_words = all(isinstance(lower[j], str) and not looks_like_data(lower[j]) for j in places)
    fits = is_words and len(gaps) > 0 and len(over) > 1 and not set(sexes) & set(places)
    return fits and not any(re.fullmatch(r"[\d ,.%-]+", plain(lower[j])) for j in places)


def _are_groups(upper: Sequence[object], lower: Sequence[object]) -> bool:
    """Whether a row is names of groups of the headers below it, and not a title."""
    places = [j for j, c in enumerate(upper) if not is_empty(c)]
    texts = [plain(upper[j]) for j in places]
    is_title = places in ([], [0], [0, 1]) and filled(lower) > 4
    is_words = all(isinstance(upper[j], str) for j in places)
    if is_title or not is_words or any(looks_like_data(t) or t.endswith(":") for t in texts):
        return False
    bare = [c for c in map(plain, lower) if occasion_of(c) and not stem_of(c)]
    if bare or any(map(occasion_of, texts)) or _fills_gaps(upper, lower):
        return True
    keys = Counter(key_of(c) for c in lower if not is_empty(c))
    return max(keys.values()) > 1 and 1 < len(places) < 0.9 * filled(lower)


def _fills_gaps(upper: Sequence[object], lower: Sequence[object]) -> bool:
    """Whether headers stand above over gaps of the row below, as in cells merged downwards."""
    width = max((j + 1 for j, c in enumerate(lower) if not is_empty(c)), default=0)
    over = [
        j
        for j, c in enumerate(upper[: width + 1])
        if isinstance(c, str) and not is_empty(c) and (j >= len(lower) or is_empty(lower[j]))
    ]
    return len(over) > 1 or any(sex_rank(upper[j]) for j in over)


def _filled_right(sheet: Sheet, row: int, lower: Sequence[object]) -> list[str]:
    """The upper headers, each also over the columns that it belongs to."""
    upper = [plain(c) for c in sheet.rows[row]]
    upper += [""] * (len(lower) - len(upper))
    if sheet.merged and row in sheet.merged:
        for first, last in sheet.merged[row]:
            upper[first : last + 1] = [upper[first]] * (last + 1 - first)
        return upper
    out, group = [], ""
    for above, below in zip(upper, [*lower, *[""] * len(upper)], strict=False):
        is_over = above and not is_empty(below)
        group = above if is_over else "" if above else group
        out.append(above or ("" if is_empty(below) else group))
    return out


def _joined(upper: list[str], lower: Sequence[object], wanted: frozenset[str]) -> list[str]:
    """Each header with its group, where that tells an occasion or tells it from another."""
    below = [plain(c) for c in lower] + [""] * (len(upper) - len(lower))
    twins = Counter(key_of(b) for b in below)
    out: list[str] = []
    for group, header in zip(upper, below, strict=False):
        ways = _ways(group, header, is_twin=twins[key_of(header)] > 1)
        taken = {key_of(o) for o in out}
        known = [w for w in ways if key_of(w) in wanted and key_of(w) not in taken]
        out.append((known or ways)[0])
    return out


def _ways(group: str, header: str, *, is_twin: bool) -> list[str]:
    """The ways to write a header with its group, the best first."""
    if not group or not header or sex_rank(header) > 1:
        return [header or group]
    both = [f"{group}: {header}", f"{header} {group}", f"{header}, {group}"]
    lowered = [f"{header} {group[0].lower()}{group[1:]}", f"{header}, {group.lower()}"]
    ways = [*both, *lowered, header]
    if occasion_of(header) and not stem_of(header):  # the question above, the occasion below
        return [f"{header}: {group}", f"{group} {header}", f"{group}, {header}", *ways]
    if occasion_of(group) and not occasion_of(header):
        short = _occasion_alone(group)
        return [f"{short}: {header}", *ways]
    return ways if is_twin else [header, *ways]


def _occasion_alone(group: str) -> str:
    """«6 mån» of «Uppföljning 6 mån»: the part of a group's name that tells the occasion."""
    stem = stem_of(group)
    return plain(group)[len(stem) :].strip(" ,:;()-–") if stem else group
