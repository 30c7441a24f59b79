"""The row of a sheet that holds the headers."""

import math

from .. import values
from ..errors import DataFileError
from ..propose.headers import looks_like_data, sex_rank

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


def find_header(cells: list[list[object]], file: str) -> int:
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
    wide = [i for i in _top(cells) if filled(cells[i]) >= _least(width)]
    found = found if found is not None else next((i for i in wide if _decides(cells[i])), None)
    if found is None:
        raise DataFileError(NO_HEADER.format(file=file))
    if any(looks_like_data(c) for c in cells[found]) or is_data_below(cells, found):
        raise DataFileError(DATA_HEADER.format(file=file, row=found + 1))
    if not _names_sex(cells[found]) and not _are_words(cells[found]):
        raise DataFileError(NO_HEADER.format(file=file))
    return found


def sex_row(cells: list[list[object]]) -> tuple[int | None, int]:
    """The wide row that most surely has a header for sex, and how surely; 0 where none has."""
    least = _least(table_width(cells))
    ranks = {i: _rank(cells[i]) for i in _top(cells) if filled(cells[i]) >= least}
    best = max(ranks.values(), default=0)
    return (next(i for i, r in ranks.items() if r == best) if best else None), best


def is_data_below(cells: list[list[object]], head: int) -> bool:
    """Whether a row that does not name sex has a cell that comes again below it.

    A first person taken for headers shares answers with the next ones. A row that is the same
    as the headers all over, as at a page break, says nothing.
    """
    if _names_sex(cells[head]):
        return False
    keys = [values.key_of(c) for c in cells[head]]
    for row in cells[head + 1 : head + COMPARED]:
        below = [values.key_of(c) for c in row[: len(keys)]]
        if below != keys and any(k and k == b for k, b in zip(keys, below, strict=False)):
            return True
    return False


def table_width(cells: list[list[object]]) -> int:
    """How many filled cells the wider rows have, a few odd ones left aside; 0 without any."""
    widths = sorted(n for row in cells[:SAMPLED] if (n := filled(row)))
    if not widths:
        return 0
    return max(widths[math.floor(0.9 * (len(widths) - 1) + 0.5)], min(2, widths[-1]))


def filled(row: list[object]) -> int:
    """How many cells of a row hold anything."""
    return sum(not is_empty(c) for c in row)


def is_empty(cell: object) -> bool:
    """Whether a cell holds nothing but space."""
    return not cell.strip() if isinstance(cell, str) else values.plain(cell) == ""


def _top(cells: list[list[object]]) -> range:
    return range(min(SEARCHED, len(cells)))


def _least(width: int) -> float:
    return max(min(3, width), SHARE * width)


def _decides(row: list[object]) -> bool:
    """Whether a wide row is the headers, or a person where headers are wanting."""
    return _are_words(row) or any(looks_like_data(c) for c in row)


def _are_words(row: list[object]) -> bool:
    cells = [c for c in row if not is_empty(c)]
    return all(isinstance(c, str) or _is_year(c) for c in cells) and not any(
        not math.isnan(values.as_number(c)) and not _is_year(c) for c in cells
    )


def _is_year(cell: object) -> bool:
    number = values.as_number(cell)
    return not math.isnan(number) and number in YEARS


def _names_sex(row: list[object]) -> bool:
    return _rank(row) > 0


def _rank(row: list[object]) -> int:
    return max((sex_rank(c) for c in row if isinstance(c, str) and len(c) < 80), default=0)
