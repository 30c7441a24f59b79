"""The rows of a reference file, one share or count each, as they are written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..codebook import plain
from ..errors import DataFileError
from ..propose.headers import safe_headers
from .words import bare, kind_of, sex_word, unit_of, without_year, word, year

SEARCHED = 40
FIGURE = re.compile(r"[\d.,]+\s*%?")
NO_HEADER = (
    "Jämförelsefilen «{file}» har ingen rubrik för siffrorna. Filen har: {headers}. Väntade en "
    "rubrik som «Andel», «Kvinnor» eller ett årtal. Lägg till rubriken «andel» i filen."
)
EMPTY = (
    "Jämförelsefilen «{file}» är tom. Väntade rubriker och minst en rad. "
    "Hämta filen på nytt och spara den i mappen."
)


@dataclass(frozen=True)
class Line:
    """One figure of the file as it is written.

    ``row`` is where it stands, from 1; ``unit`` what the headers say of it.
    """

    row: int
    value: str
    variable: str = ""
    answer: str = ""
    sex: str = ""
    base: str = ""
    area: str = ""
    period: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Column:
    """A column with figures: what its header tells of them."""

    place: int
    sex: str = ""
    period: str = ""
    title: str = ""
    unit: str = ""


def lines_of(cells: Sequence[Sequence[object]], file: str, asked: set[str]) -> list[Line]:
    """The figures of a file in the order of its rows.

    Parameters
    ----------
    cells
        The raw rows, titles and headers too.
    asked
        The names of the codebook's variables, as words: a column with such a header holds
        answers, where no other column names the question.

    Raises
    ------
    DataFileError
        In Swedish, when no row has the headers of figures.
    """
    rows = [[plain(cell) for cell in row] for row in cells]
    head = _header(rows, file, asked)
    kinds = {kind_of(h): i for i, h in reversed(list(enumerate(rows[head]))) if kind_of(h)}
    own = (i for i, h in enumerate(rows[head]) if word(h) in asked and not kind_of(h))
    answers = None if "variabel" in kinds else next(own, None)
    columns = _columns(rows[head])
    if not columns:
        columns = [Column(kinds.pop("antal"), unit="antal")]
    return [
        line
        for i, row in enumerate(rows[head + 1 :], start=head + 2)
        if any(row)
        for line in _of_row(i, row, rows[head], kinds, answers, columns)
    ]


def _of_row(
    number: int, row: list[str], head: list[str], kinds: dict[str, int], answers: int | None,
    columns: Sequence[Column],
) -> Iterator[Line]:  # fmt: skip
    at = {kind: row[place] if place < len(row) else "" for kind, place in kinds.items()}
    asked = head[answers] if answers is not None else ""
    told = at.get("variabel", "")
    if answers is not None and answers < len(row):
        at["svar"] = row[answers]
    for column in columns:
        yield Line(
            row=number,
            value=row[column.place] if column.place < len(row) else "",
            variable=asked or told or column.title,
            answer=at.get("svar", ""),
            sex=column.sex or at.get("kon", ""),
            base=at.get("antal", ""),
            area=at.get("omrade", ""),
            period=column.period or at.get("period", ""),
            unit=column.unit or unit_of(told),
        )


def _header(rows: list[list[str]], file: str, asked: set[str]) -> int:
    """The row of headers: the first that names figures beside something else."""
    for i, row in enumerate(rows[:SEARCHED]):
        known = sum(bool(h) and (bool(kind_of(h)) or word(h) in asked) for h in row)
        figures = len(_columns(row)) or any(kind_of(h) == "antal" for h in row)
        is_data = any(FIGURE.fullmatch(h) and not year(h) for h in row)
        if figures and known and sum(map(bool, row)) > 1 and not is_data:
            return i
    first = next((row for row in rows if sum(map(bool, row)) > 1), None)
    if first is None:
        raise DataFileError(EMPTY.format(file=file))
    headers = safe_headers(h for h in first if h)
    raise DataFileError(NO_HEADER.format(file=file, headers=headers))


def _columns(head: list[str]) -> list[Column]:
    """The columns of figures: one called share, or one a sex, a year, or both."""
    found = [_column(i, h) for i, h in enumerate(head) if h]
    spread = [c for c in found if c and (c.sex or c.period)]
    if spread and any(c.sex for c in spread):
        spread = [c for c in spread if c.sex]
    shares = [c for c in found if c and kind_of(head[c.place]) == "andel"]
    return shares or [c for c in spread if c.unit != "antal"] or spread


def _column(place: int, header: str) -> Column | None:
    rest = without_year(header)
    period, sex = year(header), sex_word(rest) if rest else ""
    if not (sex or period or kind_of(header) == "andel"):
        return None
    title = "" if sex or kind_of(rest) else bare(rest) if rest else ""
    return Column(place, sex, period, title, unit_of(header))
