"""``read_population``: how many people live somewhere, by sex and age in years, from SCB's file.

Two layouts of the statistical database's text files are known: a column a year, under a line with
the title of the table, and a row a year. Both have the headers region, ålder and kön; the one is
what «Folkmängd efter region, ålder, kön och år» is saved as, the other what the interface gives
with texts in place of codes.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import DataFileError
from ..records import safe_headers
from ..records.cells import read_cells
from ..wording import listing
from .lines import number_in, place, word
from .reading import is_own

AGE, SEX, AREA = ("ålder", "age"), ("kön", "sex"), ("region", "område", "kommun")
TIME, WHOLE = ("år", "tid"), ("totalt", "total", "samtliga", "båda könen")
WOMEN, MEN = ("kvinnor", "kvinna", "flickor"), ("män", "man", "pojkar")
YEARS = re.compile(r"(\d{1,3})(\+?)(?: ?år)?")
YEAR = re.compile(r"(?:19|20)\d\d")
OLDEST = 120  # years

EXPECTED = (
    "Väntade filen «Folkmängd efter region, ålder, kön och år» från SCB, med ettårsklasser och "
    "båda könen. Hämta den igen."
)
NO_HEADERS = "Befolkningsfilen «{file}» saknar {names}. " + EXPECTED
NO_AGES = (
    "Befolkningsfilen «{file}» har inga åldrar i hela år, utan till exempel {name}. " + EXPECTED
)
NO_SEXES = "Befolkningsfilen «{file}» har inte både kvinnor och män. " + EXPECTED
NO_NUMBER = "Befolkningsfilen «{file}» saknar ett tal på rad {row}. " + EXPECTED
MANY_AREAS = (
    "Befolkningsfilen «{file}» har flera områden: {names}. Väntade er egen kommun eller ett enda "
    "område. Hämta filen igen med bara er kommun."
)


@dataclass(frozen=True)
class Population:
    """Whose population it is, of which year, and how many women and men are of each age."""

    area: str
    year: str
    women: np.ndarray
    men: np.ndarray

    def of(self, sex: str) -> np.ndarray:
        """How many there are of each age.

        Raises
        ------
        KeyError
            When the population is not told of such a sex.
        """
        return {"kvinna": self.women, "flicka": self.women, "man": self.men, "pojke": self.men}[
            word(sex)
        ]

    def has(self, sex: str) -> bool:
        """Whether the population is told of such a sex."""
        return word(sex) in ("kvinna", "flicka", "man", "pojke")


@dataclass(frozen=True)
class Entry:
    """A number of the file."""

    area: str
    year: str
    sex: str
    age: str
    count: float


def read_population(file: str | Path, *, kommun: str = "") -> Population:
    """The population of a municipality by sex and age, its latest year.

    Parameters
    ----------
    file
        SCB's file as it is downloaded: text or a workbook with the headers region, ålder, kön.
    kommun
        Which area to take, where the file has several.

    Raises
    ------
    DataFileError
        In Swedish, when the file is of another kind, or its areas can't be told apart.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> path = Path(mkdtemp()) / "befolkning.csv"
    >>> text = "region;ålder;kön;2024\\n2062 Mora;0 år;kvinnor;90\\n2062 Mora;0 år;män;95\\n"
    >>> _ = path.write_text(text, encoding="utf-8")
    >>> read_population(path).women[:2].tolist()
    [90.0, 0.0]
    """
    path = Path(file)
    entries = list(_entries([list(map(str, row)) for row in read_cells(path).rows], path.name))
    areas = list(dict.fromkeys(e.area for e in entries))
    own = [a for a in areas if is_own(a, kommun)] or areas
    if len(own) > 1:
        raise DataFileError(MANY_AREAS.format(file=path.name, names=safe_headers(own)))
    entries = [e for e in entries if e.area in own]
    last = max((e.year for e in entries), default="")
    ages = {sex: _ages(e for e in entries if e.year == last and e.sex in sex)
            for sex in (WOMEN, MEN)}  # fmt: skip
    if not all(found.any() for found in ages.values()):
        raise DataFileError(_why_none(entries, path.name))
    return Population(place(own[0]) if own else "", last, ages[WOMEN], ages[MEN])


def _entries(rows: list[list[str]], file: str) -> Iterator[Entry]:
    """The numbers of the file, those of totals left out."""
    head = next((i for i, row in enumerate(rows) if _find(row, AGE) is not None), None)
    header = rows[head] if head is not None else []
    lacking = [names[0] for names in (AGE, SEX) if _find(header, names) is None]
    age, sex, area, time = (_find(header, names) for names in (AGE, SEX, AREA, TIME))
    if head is None or age is None or sex is None:
        raise DataFileError(NO_HEADERS.format(file=file, names=listing(lacking)))
    years = {i: w for i, h in enumerate(header) if YEAR.fullmatch(w := word(h))}
    counts = years or {len(header) - 1: ""}
    for place_of, row in enumerate(rows[head + 1 :], head + 2):
        if len(row) < len(header) or word(row[sex]) in WHOLE or word(row[age]) in WHOLE:
            continue
        for i, named in counts.items():
            when = named or (word(row[time]) if time is not None else "")
            where = row[area] if area is not None else ""
            count = number_in(row[i], file, place_of)
            if count is None:
                raise DataFileError(NO_NUMBER.format(file=file, row=place_of))
            yield Entry(where, when, word(row[sex]), word(row[age]), count)


def _find(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((i for i, cell in enumerate(header) if word(cell) in names), None)


def _ages(entries: Iterator[Entry]) -> np.ndarray:
    """How many are of each age; the rows of one age, of each civil status say, are summed."""
    found: dict[int, float] = defaultdict(float)
    for e in entries:
        age = YEARS.fullmatch(e.age)
        if age and int(age[1]) <= OLDEST:
            found[int(age[1])] += e.count
    return np.array([found[i] for i in range(OLDEST + 1)])


def _why_none(entries: list[Entry], file: str) -> str:
    odd = next((e.age for e in entries if not YEARS.fullmatch(e.age)), None)
    if odd:
        return NO_AGES.format(file=file, name=safe_headers([odd]))
    return NO_SEXES.format(file=file)
