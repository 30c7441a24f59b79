"""``read_reference``: a file with figures from elsewhere in, a Reference out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..codebook import Codebook, Variable
from ..errors import DataFileError
from ..files import split_sheet
from ..records import safe_header, safe_headers
from ..records.cells import read_cells
from ..wording import counted, listing
from .lines import (
    COUNT,
    FRACTION,
    Line,
    check_size,
    is_among,
    lines_of,
    number_in,
    place,
    scales_of,
    word,
    year,
)
from .reference import NAMELESS, Matcher, Reference, Share

# Which area and period of a reference file to compare with, where it has several.

MANY_AREAS = (
    "Jämförelsefilen «{file}» har flera områden: {names}. Väntade ett att jämföra med. "
    "Ta bort raderna för de andra områdena."
)
CHOSEN = "Filen har flera områden. Jämförelsen gäller {name}."
NO_AREA = (
    "Filen säger inte var siffrorna kommer ifrån. Gör en kolumn «område», till exempel Riket."
)
NEWEST = "Filen har flera perioder. Den senaste i varje fråga används."


def chosen_area(areas: Iterable[str], file: str, kommun: str) -> tuple[str, bool, list[str]]:
    """The area to compare with, whether it is one's own, and what to tell of the choice.

    Raises
    ------
    DataFileError
        In Swedish, when there are several to choose among and none is the whole country.
    """
    found = list(dict.fromkeys(place(a) for a in areas if a))
    if not found:
        return NAMELESS, False, [NO_AREA]
    others = [a for a in found if not is_own(a, kommun)]
    if not others:
        return found[0], True, []
    country = [a for a in others if is_among(a, "riket")]
    if len(others) > 1 and not country:
        raise DataFileError(MANY_AREAS.format(file=file, names=safe_headers(others)))
    name = (country or others)[0]
    return name, False, [CHOSEN.format(name=name)] if len(found) > 1 else []


def is_own(area: str, kommun: str) -> bool:
    """Whether an area is the group's own municipality."""
    key, own = word(place(area)), word(kommun)
    names = {own, f"{own} kommun", f"{own}s kommun"} if own else set()
    return key in names or is_among(area, "egen")


def period_key(period: str) -> tuple[str, str]:
    """What puts periods in order: the year, then the rest, so that höst comes after vår."""
    return year(period), _season(period)


def _season(period: str) -> str:
    key = word(period)
    return key.replace("vår", "1").replace("höst", "2")


# ``read_reference``: a file with figures from elsewhere in, a Reference out.

NOTHING_MATCHES = (
    "Inget i jämförelsefilen «{file}» finns som fråga och svar i kodboken. Den har: {names}. "
    "Väntade minst en fråga med samma namn och svar. Gör kolumnerna «variabel» och «svar» i filen "
    "och skriv som i kodboken."
)
TWICE = (
    "Jämförelsefilen «{file}» rad {one} och {two} har olika tal om samma sak. Väntade ett tal för "
    "varje svar och kön. Ta bort den uppdelning som ni inte har, till exempel ålder."
)
NOT_ALL = (
    "Filen har antal, men inte för alla svar i kodboken. Då går ingen andel att räkna ut, och det "
    "här jämförs inte: {names}."
)
COUNTED = "Filen har antal. Andelarna räknades på de svar som finns i kodboken."
AS_BASE = "Kolumnen med antal lästes som hur många som har svarat."
NOT_A_BASE = "Antalen i filen skiljer sig mellan svaren på samma fråga. De används inte."
NO_ANSWERS = ("bortfall", "summor")
BLANK = "{rows} i filen saknar tal och jämförs inte."


@dataclass(frozen=True)
class Figure:
    """A figure that is matched to the codebook but not yet a share."""

    line: Line
    variable: Variable
    answer: str
    group: str
    value: float
    scale: str
    base: float

    @property
    def question(self) -> tuple[str, str]:
        """What its answer is one of the answers to."""
        return self.variable.name, self.group


def read_reference(file: str | Path, codebook: Codebook, *, kommun: str = "") -> Reference:
    """The shares of a file from elsewhere, such as Kolada's or SCB's, matched to the codebook.

    Parameters
    ----------
    file
        Text or a workbook, with a row a share, or a column a sex or a year. Headers and sexes may
        be written in many ways; see content/compare.yaml.
    codebook
        What the questions are called here, and their answers.
    kommun
        The group's own municipality. Where the file has other areas too, its own rows are not
        used; where it has no other, the reference is told to be its own.

    Returns
    -------
    Reference
        Shares as fractions. ``report`` tells what was chosen and what was not used.

    Raises
    ------
    DataFileError
        In Swedish, one line, when the file can't be read, has figures of which nobody can tell
        what they are, or has nothing that the codebook knows.
    """
    path, sheet = split_sheet(Path(file))
    matcher = Matcher(codebook)
    lines = lines_of(read_cells(path, sheet).rows, path.name, matcher.asked)
    lines = [line for line in lines if not any(is_among(line.answer, n) for n in NO_ANSWERS)]
    area, is_own, report = chosen_area([line.area for line in lines], path.name, kommun)
    lines = [line for line in lines if not line.area or place(line.area) == area]
    figures, told = _figures(lines, matcher, path.name)
    newest, dated = _newest(figures)
    shares, derived = _shares(_once(newest, path.name))
    if not shares:
        raise DataFileError(NOTHING_MATCHES.format(file=path.name, names=matcher.lost_names()))
    area = safe_header(area)
    rows = tuple(replace(s, name=_named(area, s.name)) for s in shares)
    remarks = (*report, *told, *dated, *derived, *matcher.remarks())
    return Reference(_common(rows, area), rows, remarks, is_own)


def _figures(lines: list[Line], matcher: Matcher, file: str) -> tuple[list[Figure], list[str]]:
    """The figures that are matched, and what to tell of how they were read."""
    matched = [(line, *q, g) for line in lines
               if (q := matcher.question(line)) and (g := matcher.group(line))]  # fmt: skip
    values = [number_in(line.value, file, line.row) for line, *_ in matched]
    scales, told = scales_of([line for line, *_ in matched], values, file)
    figures = []
    for (line, variable, answer, group), value, scale in zip(matched, values, scales, strict=True):
        if value is not None:
            check_size(value, scale, file, line.row)
            base = number_in(line.base, file, line.row)
            base = np.nan if base is None else base
            figures.append(Figure(line, variable, answer, group, value, scale, base))
    blank = sum(value is None for value in values)
    told += [BLANK.format(rows=counted(blank, "rad", "rader"))] if blank else []
    return figures, told


def _newest(figures: list[Figure]) -> tuple[list[Figure], list[str]]:
    """The figures of the last period of each variable."""
    last: dict[str, str] = {}
    for f in figures:
        known = last.setdefault(f.variable.name, f.line.period)
        last[f.variable.name] = max(known, f.line.period, key=period_key)
    kept = [f for f in figures if f.line.period == last[f.variable.name]]
    return kept, [NEWEST] if len(kept) < len(figures) else []


def _once(figures: list[Figure], file: str) -> list[Figure]:
    """Each figure once; refused where two differ."""
    found: dict[tuple[str, ...], Figure] = {}
    for f in figures:
        first = found.setdefault((*f.question, f.answer), f)
        if first.value != f.value:
            raise DataFileError(TWICE.format(file=file, one=first.line.row, two=f.line.row))
    return list(found.values())


def _shares(figures: list[Figure]) -> tuple[list[Share], list[str]]:
    """Shares of figures: counts by what the answers sum to, the others by their scale."""
    told, shares, alone = [], [], []
    for parts in _by_question(figures):
        if parts[0].scale == COUNT:
            whole = sum(f.value for f in parts)
            if len(parts) < len(parts[0].variable.categories) or not whole:
                alone.append(f"«{parts[0].variable.title}»")
                continue
            told.append(COUNTED)
            shares += [_share(f, f.value / whole, whole) for f in parts]
            continue
        base, remark = _base(parts)
        told += remark
        shares += [_share(f, f.value / (1 if f.scale == FRACTION else 100), base) for f in parts]
    told += [NOT_ALL.format(names=listing(dict.fromkeys(alone)))] if alone else []
    return shares, list(dict.fromkeys(told))


def _by_question(figures: list[Figure]) -> Iterable[list[Figure]]:
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for f in figures:
        found[f.question].append(f)
    return found.values()


def _base(parts: list[Figure]) -> tuple[float, list[str]]:
    """How many the shares of a group are of, where all its answers say the same."""
    bases = {f.base for f in parts if not np.isnan(f.base)}
    if not bases:
        return np.nan, []
    return (bases.pop(), [AS_BASE]) if len(bases) == 1 else (np.nan, [NOT_A_BASE])


def _share(figure: Figure, share: float, base: float) -> Share:
    period = figure.line.period
    return Share(figure.variable, figure.answer, figure.group, share, base, period)


def _named(area: str, period: str) -> str:
    return f"{area} {period}".strip() if period not in area else area


def _common(rows: tuple[Share, ...], area: str) -> str:
    """The name of all rows where it is one, else the area."""
    names = {row.name for row in rows}
    return names.pop() if len(names) == 1 else area
