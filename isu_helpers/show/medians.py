"""Numbers and waiting times as sections: medians and quartiles, out of published counts alone."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ..analysis import Results, breakdown
from ..analysis.cube import ANSWERED
from ..analysis.quantiles import Quantile, Spread, gap_of_medians, spread
from ..analysis.result import Choice
from ..codebook import Variable
from ..content import load
from ..disclosure import Protected, Release
from ..records.derived.fine import DAYS, bounds_of, days_of
from ..wording import TOTAL, number, percent, plural, the_group
from .charts.spreads import Boxes, Curves, share_at
from .model import (
    CHANGE,
    Body,
    Cell,
    Chart,
    Exhibit,
    Line,
    Mend,
    Section,
    Table,
    Unfolded,
    heads_of,
    strong,
)
from .rows import plain_block
from .section import anchor, box, coarser, laid_out
from .tables import TO, plain_line, table

TITLE = "{of}: median och kvartiler efter kön"
HEADING = "{of}: median"
QUARTERS = ("Grupp", "Undre kvartil", "Median", "Övre kvartil", "Antal")
HALF = "Hälften av {one} har högst ungefär {first}, hälften av {two} högst ungefär {second}."
BOTH = "Hälften av {one} och hälften av {two} har högst ungefär {first}."
MIDDLE = "Mellan undre och övre kvartil ligger hälften av gruppen."
GAP = (
    "Medianen är ungefär {gap} högre för {one} än för {two}, med ett intervall från {low} till "
    "{high}."
)
SAME = "Medianerna är ungefär lika, med ett intervall för skillnaden från {low} till {high}."
NEITHER = "Talen visar varken att medianerna skiljer sig åt eller att de är lika."
ABOUT = (
    "Medianer och kvartiler är ungefärliga. De är räknade på antalen i klasserna, som om "
    "personerna var jämnt spridda i varje klass."
)
NO_SPREAD = (
    "{of} visas inte med median. För få har svarat, eller så är för många tal dolda. Slå ihop "
    "klasser i kodboken om ni vill se mer."
)
AMOUNTS = ("dagar", "veckor", "månader", "timmar", "kronor", "(kr)", "antal", "tid i ", "ålder")
CLASSES = "Visa antalen i varje klass"
CLASSES_TITLE = "{of}: antal i varje klass efter kön"
UNDER, OVER = "under {value}", "över {value}"

DAY_TITLE = "{of}: så stor del är framme efter så många dagar, efter kön"
DAY_HEADS = ("Efter", "är framme")
DAY_HALF = "Hälften av {one} är framme efter {first} och hälften av {two} efter {second}."
NOT_HALF = "Efter {days} dagar har mindre än hälften av {group} kommit fram."
DAY_TOLD = "ungefär {value} dagar"
DAY_GAP = (
    "Det tar ungefär {gap} dagar längre för {one} än för {two}, med ett intervall från {low} "
    "till {high}."
)
DAYS_ABOUT = (
    "Dagarna är ungefärliga och räknade på antalen i klasserna. Saknas det andra datumet räknas "
    "ärendet som öppet. Det är med så länge det har följts (Kaplan och Meiers metod)."
)
LEFT, LEFT_ABOUT, TENS = "{left} kvar att följa", "ungefär {left} kvar att följa", 10
AFTER = "{days} dagar"
NO_DATES = (
    "Tiden mellan två datum visas när kodboken har minst två datum, till exempel när ärendet "
    "inleddes och när beslutet fattades."
)


def median_sections(results: Results, release: Release) -> Section:
    """Each number with its median and quartiles by sex."""
    return _sections(results, release, median_section)


def waiting_sections(results: Results, release: Release) -> Section:
    """Each time between two dates; what is wanting where there are not two."""
    found = _sections(results, release, waiting_section)
    return found if found.parts else Section(parts=box([NO_DATES], Mend(CHANGE)))


def _sections(
    results: Results, release: Release, section: Callable[[Protected, Release], Section]
) -> Section:
    return Section(parts=tuple(section(_chosen(c, release), release) for c in results))


def _chosen(choice: Choice, release: Release) -> Protected:
    """The first division of which nothing is hidden, else the last that tells something."""
    if found := release.chosen(choice):
        return found
    tried = (release.protected(result) for result in reversed(choice.items))
    return next(
        (p for p in tried if _is_telling(spreads_of(p))), release.protected(choice.items[-1])
    )


def median_section(protected: Protected, release: Release) -> Section:
    """One number: boxes, a table, and what half of each group has at most.

    Where too much of the finer classes is hidden, those of the codebook tell it.
    """
    spreads = spreads_of(protected)
    of = _source(protected)
    if not _is_telling(spreads) and protected.result.of.rule:
        plain = release.protected(breakdown(protected.result.records, of))
        return median_section(plain, release)
    if not _is_telling(spreads):
        return _nothing(protected)
    told = _teller(of, spreads[0])
    title = TITLE.format(of=of.title)
    lines = tuple(_quarters(s, told) for s in spreads)
    shown = Table(title, heads_of(QUARTERS), (Body(lines),))
    said = [*_half(spreads, told), MIDDLE, ABOUT]
    exhibit = _laid(protected, release, [Boxes(title, spreads, told)], shown, said)
    return Section(HEADING.format(of=of.title), of.question, (exhibit,), _id(of))


def _id(variable: Variable) -> str:
    return "median-" + re.sub(r"\W+", "-", variable.name.casefold()).strip("-")


def _is_telling(spreads: tuple[Spread, ...] | None) -> bool:
    """Whether the median of some group is more than under or over all bounds."""
    return bool(spreads) and any(np.isfinite(s.median.value) for s in spreads)


def waiting_section(protected: Protected, release: Release) -> Section:
    """One time between two dates: curves, a table with how many are left, and when half are."""
    of, spreads = protected.result.of, spreads_of(protected)
    if not _is_telling(spreads):
        return _nothing(protected)
    title, days = DAY_TITLE.format(of=of.title), tuple(days_of(of)[0])
    lines = tuple(_day(spreads, day) for day in days)
    heads = heads_of((DAY_HEADS[0], *(plural(s.group) for s in spreads)))
    shown = Table(title, heads, (Body(lines),))
    said = [*_day_half(spreads), DAYS_ABOUT]
    exhibit = _laid(protected, release, [Curves(title, spreads, days)], shown, said)
    return Section(of.title, parts=(exhibit,), id=anchor(protected))


def _laid(
    protected: Protected, release: Release, charts: Sequence[Chart], shown: Table,
    said: Sequence[str],
) -> Exhibit:  # fmt: skip
    return laid_out(charts, [shown], said, [protected], release, (_classes(protected),))


def _nothing(protected: Protected) -> Section:
    of = protected.result.of.title
    return Section(parts=box([NO_SPREAD.format(of=of)], *coarser([protected])))


def _classes(protected: Protected) -> Unfolded:
    """The published counts that all is worked out of."""
    block = plain_block(protected)
    bare = replace(block, rows=tuple(replace(row, gap=None) for row in block.rows))
    title = CLASSES_TITLE.format(of=protected.result.of.title)
    return Unfolded(CLASSES, table(title, [bare], "Svar"), "tal")


def spreads_of(protected: Protected) -> tuple[Spread, ...] | None:
    """How each sex that has people is spread; None where one can't be told.

    Of the published counts alone. All together come last where nothing is hidden: worked out of
    other counts than the sexes they could lie outside them.
    """
    by, of = protected.axes
    variable = protected.result.of
    bounds, parts, start = _scale(protected)
    frame = protected.frame
    found, is_bare = [], True
    for group in (*by.answers, None):
        rows = frame[frame[by.name].isna() if group is None else frame[by.name] == group]
        counts = rows.set_index(of.name)["n"].reindex(list(variable.categories)).to_numpy(float)
        total, is_bare = _answered(protected, group), is_bare and not np.isnan(counts).any()
        if total == 0 or group is None and not is_bare:
            continue
        found.append(spread(group or TOTAL, counts, total, bounds, parts, start))
    return tuple(found) if len(found) > 1 and all(found) else None


def _answered(protected: Protected, group: str | None) -> float:
    """How many of a group have an answer, NaN where that is hidden."""
    by, of = protected.axes
    at = by.place(TOTAL if group is None else group), of.place(ANSWERED)
    return float(protected.cube.n[at]) if protected.visible[at] else np.nan


def _scale(protected: Protected) -> tuple[Sequence[float], Sequence[float] | None, float]:
    """Where classes end, where those of open cases do, and where the first begins.

    A whole number stands for all that is rounded to it.
    """
    of = protected.result.of
    if of.rule and of.rule.name == DAYS:
        ends, parts = days_of(of)
        return ends, parts, 0.0
    bounds = bounds_of(of) if of.rule else [float(c) for c in of.classes]
    half = 0.5 * 10 ** -_source(protected).decimals
    return [b - half for b in bounds], None, _start(_source(protected), bounds)


def _start(variable: Variable, bounds: Sequence[float]) -> float:
    """Where the first class begins: at nothing for what can't be less, as its name tells."""
    called = f"{variable.name} {variable.title}".casefold()
    is_amount = bounds[0] > 0 and any(word in called for word in AMOUNTS)
    return 0.0 if is_amount else -np.inf


def _source(protected: Protected) -> Variable:
    of = protected.result.of
    return protected.result.records.codebook[of.rule.sources[0]] if of.rule else of


# Words.


def _teller(variable: Variable, found: Spread) -> Callable[[float], str]:
    """How values are written: no finer than a tenth of a class, nor than the answers are."""
    width = float(np.median(np.diff(found.bounds))) if len(found.bounds) > 1 else 1.0
    decimals = min(-int(np.floor(np.log10(width))) + 1, variable.decimals)

    def told(value: float) -> str:
        if not np.isfinite(value):
            end = found.bounds[0] if value < 0 else found.bounds[-1]
            return (UNDER if value < 0 else OVER).format(
                value=number(np.ceil(end), decimals if decimals > 0 else 0)
            )
        step = 10.0**-decimals
        return number(np.floor(value / step + 0.5) * step, max(decimals, 0))

    return told


def _quarters(found: Spread, told: Callable[[float], str]) -> Line:
    first, median, last = found.quarters
    cells = (
        Cell(told(first.value)), strong(told(median.value), _between(median, told)),
        Cell(told(last.value)), Cell(number(found.n)),
    )  # fmt: skip
    return plain_line(plural(found.group), cells)


def _between(quantile: Quantile, told: Callable[[float], str]) -> str:
    return TO.format(low=told(quantile.low), high=told(quantile.high))


def _half(spreads: Sequence[Spread], told: Callable[[float], str]) -> list[str]:
    one, two = spreads[:2]
    if not np.isfinite([one.median.value, two.median.value]).all():
        return []
    names = {"one": the_group(one.group), "two": the_group(two.group)}
    values = {"first": told(one.median.value), "second": told(two.median.value)}
    is_same = values["first"] == values["second"]
    said = (BOTH if is_same else HALF).format(**values, **names)
    return [said, *_gap(one, two, told, GAP)]


def _gap(one: Spread, two: Spread, told: Callable[[float], str], form: str) -> list[str]:
    """How far apart two medians are, the higher one's group first; nothing where few are."""
    gap = gap_of_medians(one, two)
    least = load("thresholds")["minsta_jamforelse"]["value"]
    if gap is None or min(one.n, two.n) < least:
        return []
    if gap.value < 0:
        one, two, gap = two, one, Quantile(-gap.value, -gap.high, -gap.low)
    ends = {"low": told(gap.low), "high": told(gap.high)}
    names = {"one": the_group(one.group), "two": the_group(two.group)}
    is_same = told(gap.value) == told(0.0)
    said = SAME.format(**ends) if is_same else form.format(gap=told(gap.value), **ends, **names)
    return [said, *([NEITHER] * (gap.low <= 0 <= gap.high))]


def _day_half(spreads: Sequence[Spread]) -> list[str]:
    one, two = spreads[:2]
    if np.isfinite([one.median.value, two.median.value]).all():
        told = [DAY_TOLD.format(value=number(s.median.value)) for s in (one, two)]
        names = {"one": the_group(one.group), "two": the_group(two.group)}
        said = DAY_HALF.format(first=told[0], second=told[1], **names)
        return [said, *_gap(one, two, number, DAY_GAP)]
    last = number(one.bounds[-1])
    return [NOT_HALF.format(days=last, group=the_group(s.group))
            for s in (one, two) if not np.isfinite(s.median.value)]  # fmt: skip


def _day(spreads: Sequence[Spread], day: int) -> Line:
    """How large a part is there after so many days, and how many are left to follow."""
    cells = []
    for s in spreads:
        at = int(np.flatnonzero(s.bounds == day)[0])
        exact, about = number(s.left[at]), number(TENS * np.floor(s.left[at] / TENS + 0.5))
        left = LEFT_ABOUT.format(left=about) if s.is_about[at] else LEFT.format(left=exact)
        cells.append(strong(percent(share_at(s, day)), left))
    return plain_line(AFTER.format(days=number(day)), cells)
