"""The rows of a reference file, one share or count each, as they are written."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ..codebook import key_of, plain
from ..content import load
from ..errors import DataFileError
from ..records import safe_headers

# Headers and cells of a reference file as words that can be compared.

UNIT = re.compile(r"[,;:]?\s*\(?(%|procent|0–1)\)?$")
KIND = re.compile(r"[,;:]\s*andel$")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
CODE = re.compile(r"^\d{2,4}\s+(?=\D)")


def word(cell: object) -> str:
    """A cell as it is compared: no case, one kind of dash and of space.

    Examples
    --------
    >>> word(" 7-12 "), word("Kvinnor\\xa0")
    ('7–12', 'kvinnor')
    """
    return key_of(str(cell).replace("\N{NO-BREAK SPACE}", " ")).replace("-", "–")


def bare(text: str) -> str:
    """A title without the unit at its end.

    Examples
    --------
    >>> bare("Ungdomar med insats, andel (%)"), bare("Kvinnor (%)"), bare("Andel")
    ('ungdomar med insats', 'kvinnor', 'andel')
    """
    whole = word(text)
    return KIND.sub("", UNIT.sub("", whole)).strip(" ,;:") or whole


def place(cell: object) -> str:
    """An area without the code before its name: «00 Riket» is «Riket»."""
    return CODE.sub("", " ".join(str(cell).replace("\N{NO-BREAK SPACE}", " ").split()))


def year(text: str) -> str:
    """The year in a header, empty where there is none."""
    found = YEAR.search(text)
    return found[1] if found else ""


def without_year(text: str) -> str:
    """A header without its year."""
    return " ".join(YEAR.sub("", text).split())


def kind_of(header: str) -> str:
    """What a column holds by its header, such as ``"andel"``; empty where it is not known."""
    known = _headers()
    return known.get(word(header)) or known.get(bare(header), "")


def sex_word(cell: object) -> str:
    """``"kvinna"``, ``"man"`` or ``"alla"``; empty where a cell is no such word."""
    known = _sexes()
    return known.get(word(cell)) or known.get(bare(str(cell)), "")


def unit_of(text: str) -> str:
    """``"procent"``, ``"fraktion"``, ``"antal"``; empty where a title does not say."""
    key = word(text)
    for unit, words in load("compare")["enheter"].items():
        if any(word(w) in key for w in words):
            return str(unit)
    return ""


def is_among(cell: object, name: str) -> bool:
    """Whether a cell is one of the words in a list of content/compare.yaml."""
    return word(cell) in map(word, load("compare")[name])


@cache
def _headers() -> dict[str, str]:
    return {word(w): kind for kind, ws in load("compare")["rubriker"].items() for w in ws}


@cache
def _sexes() -> dict[str, str]:
    return {word(w): sex for sex, ws in load("compare")["kon"].items() for w in ws}


# The rows of a reference file, one share or count each, as they are written.

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


# Whether figures are per cent, fractions or counts: told by the file, else by the figures.

NUMBER = re.compile(r"\d+([.,]\d+)?")
PERCENT, FRACTION, COUNT = "procent", "fraktion", "antal"
NEAR = 0.02  # that rounded shares of all answers may miss 1 by

NOT_A_NUMBER = (
    "Jämförelsefilen «{file}» rad {row} har något annat än ett tal bland siffrorna. Väntade ett "
    "tal som 12,5. Rätta cellen, eller töm den om talet saknas."
)
BOTH_FIT = (
    "Jämförelsefilen «{file}» har bara andelar från 0 till 1. De kan vara procent eller delar av "
    "ett. Väntade att filen säger vilket. Skriv rubriken «andel (%)» eller «andel (0–1)»."
)
TOO_LARGE = (
    "Jämförelsefilen «{file}» rad {row} har en andel som är för stor. Väntade högst {most}. "
    "Rätta talet, eller skriv «antal» i rubriken om det är ett antal."
)
AS_PERCENT = "Andelarna lästes som procent, för några är större än 1."
AS_FRACTIONS = "Andelarna lästes som delar av ett, för svaren blir tillsammans 1."


def number_in(text: str, file: str, row: int) -> float | None:
    """The number in a cell; ``None`` where it is empty or has a sign for missing.

    Raises
    ------
    DataFileError
        In Swedish, with the row, when it is something else.
    """
    packed = "".join(text.split()).removesuffix("%")
    if word(text) in map(word, load("intake")["saknas"]):
        return None
    if not NUMBER.fullmatch(packed):
        raise DataFileError(NOT_A_NUMBER.format(file=file, row=row))
    return float(packed.replace(",", "."))


def scales_of(
    lines: Sequence[Line], values: Sequence[float | None], file: str
) -> tuple[list[str], list[str]]:
    """The scale of each line, and what to tell of how it was found.

    Raises
    ------
    DataFileError
        In Swedish, when per cent and fractions both fit.
    """
    told = [PERCENT if "%" in line.value else line.unit for line in lines]
    open_ = {i: v for i, v in enumerate(values) if not told[i] and v is not None}
    if not open_:
        return [unit or PERCENT for unit in told], []
    if max(open_.values()) > 1:
        found, remark = PERCENT, AS_PERCENT
    elif _are_whole([lines[i] for i in open_], list(open_.values())):
        found, remark = FRACTION, AS_FRACTIONS
    else:
        raise DataFileError(BOTH_FIT.format(file=file))
    return [unit or found for unit in told], [remark]


def check_size(value: float, scale: str, file: str, row: int) -> None:
    """Raise where a share is larger than all.

    Raises
    ------
    DataFileError
        In Swedish, with the row.
    """
    most = {PERCENT: 100, FRACTION: 1}.get(scale)
    if most and value > most:
        raise DataFileError(TOO_LARGE.format(file=file, row=row, most=most))


def _are_whole(lines: Sequence[Line], values: Sequence[float]) -> bool:
    """Whether the answers to some question make up 1, and none more than it."""
    parts: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for line, value in zip(lines, values, strict=True):
        key = (word(line.variable), word(line.sex), line.area, line.period)
        parts[key].append(value)
    sums = [sum(p) for p in parts.values() if len(p) > 1]
    return bool(sums) and all(abs(s - 1) <= NEAR for s in sums)
