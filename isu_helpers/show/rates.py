"""People per 1,000 inhabitants as a section, or how to fetch the file that it takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..analysis import breakdown
from ..analysis.cube import ANSWERED
from ..analysis.intervals import fisher
from ..analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ..codebook import SEX
from ..disclosure import Protected, Release
from ..elsewhere.population import OLDEST
from ..elsewhere.rates import Rate, Rates, bases_of, joined, rate, standardised, summed
from ..wording import listing, number, plural, the_group
from .charts.drawing import Lane, Lanes, Mark, Part, Stroke, styles_of
from .model import (
    NOTHING,
    ROLE,
    Body,
    Bullets,
    Cell,
    Chart,
    Exhibit,
    Line,
    Mend,
    Paragraph,
    Section,
    Table,
    heads_of,
    strong,
)
from .model import Part as Shown
from .section import box, coarser, laid_out
from .sentences import IS_CLEAR, IS_TOO_FEW, IS_UNCERTAIN_AMONG_ALL
from .tables import TO, plain_line
from .words import rate_word

THOUSAND = 1000
PER = "Per 1 000 invånare"
HEADING, QUESTION = "Hur många når vi?", "Antal personer per 1 000 invånare, efter kön och ålder"
TITLE = "Personer i filen per 1 000 invånare{where}{year}, efter kön och ålder"
WHERE, YEAR = " i {area}", " {year}"
AGE, ALL, ALIKE = "Ålder", "Alla åldrar", "Alla, om åldrarna var lika"
MORE = (
    "Per 1 000 invånare är det {one} bland {first} och {two} bland {second}, i åldern {low} till "
    "{high} år."
)
SAID = {CLEAR: IS_CLEAR, UNCERTAIN: IS_UNCERTAIN_AMONG_ALL, TOO_FEW: IS_TOO_FEW}
WITH_AGES = "Hade grupperna haft samma åldrar hade det varit {one} och {two}."
LIMITED = "Är någon i filen yngre eller äldre än så räknas personen in i den närmaste åldern."
CAUTION = (
    "Talen säger vilka som finns i er fil, inte hur många som behöver stöd. Frågan är vilka som "
    "aldrig når er. Alla i filen räknas, även om den gäller flera år."
)
NO_AGE = "För att räkna per 1 000 invånare behövs åldern i kodboken, som ett tal med klasser."
TOO_FEW = (
    "Antal per 1 000 invånare visas inte, eftersom för många av talen om kön och ålder är dolda."
)
GUIDE = "Så hämtar ni befolkningen från SCB"
STEPS = (
    "Öppna SCB:s statistikdatabas och sök på folkmängd efter region, ålder och kön.",
    "Välj er kommun, alla åldrar i ettårsklasser, kvinnor och män, och det senaste året.",
    "Ta med rubriker i klartext, inte koder, och spara tabellen som csv eller Excel.",
    "Ge filen namnet «befolkning» och lägg den i er arbetsmapp.",
)
TO_AGE, FROM_AGE = "{low}–{high} år", "{low} år eller mer"


def rates_section(shown: Rates, release: Release) -> Section:
    """A section of rates by sex and age; a guide where the file is wanting."""
    if shown.age is None:
        return Section(HEADING, parts=box([NO_AGE], Mend(ROLE, "bakgrund")))
    if shown.population is None:
        return Section(HEADING, parts=_guide())
    protected = release.protected(breakdown(shown.records, shown.age, SEX))
    found = _found(shown, protected)
    if found is None:
        return Section(HEADING, parts=box([TOO_FEW], *coarser([protected])))
    title = _title(shown)
    lines = [*map(_line, found.labels, found.rows), _line(ALL, found.crude, "bas")]
    lines += [_line(ALIKE, found.alike)] if found.alike else []
    heads = heads_of((AGE, *map(plural, found.groups)))
    table = Table(title, heads, (Body(tuple(lines)),))
    said = _said(shown, found, _word(found, release))
    exhibit = laid_out([Bars(title, found)], [table], said, [protected], release)
    return Section(HEADING, QUESTION, (replace(exhibit, warnings=()),), id="per-1000")


def rate_tables(shown: Rates, release: Release) -> list[tuple[Table, str, str]]:
    """The table of rates, its short title and what they are, where what is out tells them."""
    is_out = shown.age is not None and breakdown(shown.records, shown.age, SEX).key
    if not is_out or shown.population is None or is_out not in release.results:
        return []
    parts = [p for p in rates_section(shown, release).parts if isinstance(p, Exhibit)]
    return [(t, PER, CAUTION) for p in parts for t in p.tables if isinstance(t, Table)]


def _guide() -> tuple[Shown, ...]:
    return Paragraph(GUIDE), Bullets(STEPS, is_numbered=True)


def _title(shown: Rates) -> str:
    of = shown.population
    where = WHERE.format(area=of.area) if of and of.area else ""
    year = YEAR.format(year=of.year) if of and of.year else ""
    return TITLE.format(where=where, year=year)


@dataclass(frozen=True)
class Found:
    """Rates of each sex in ages that are told together, of all ages, and with ages alike."""

    groups: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Rate, ...], ...]
    crude: tuple[Rate, ...]
    alike: tuple[Rate, ...]


def _found(shown: Rates, protected: Protected) -> Found | None:
    """The rates of women and men, out of the published counts; None where these are too few."""
    by = protected.axes[0]
    groups = [g for g in by.answers if shown.population and shown.population.has(g)]
    counts = [_counts(protected, g) for g in groups]
    totals = [_total(protected, g) for g in groups]
    parts = joined(counts, totals) if len(groups) > 1 else None
    if parts is None:
        return None
    bases = [np.array([bases_of(shown, g)[p].sum() for p in parts]) for g in groups]
    sums = [summed(c, t, parts) for c, t in zip(counts, totals, strict=True)]
    kept = np.all([b > 0 for b in bases], axis=0)
    effect = protected.result.records.design_effect
    rows = tuple(
        tuple(rate(s[i], b[i], effect) for s, b in zip(sums, bases, strict=True))
        for i in np.flatnonzero(kept)
    )
    if not rows:
        return None
    labels = [_label(shown, parts[i]) for i in np.flatnonzero(kept)]
    pairs = [(s[kept], b[kept]) for s, b in zip(sums, bases, strict=True)]
    crude = tuple(rate(s.sum(), b.sum(), effect) for s, b in pairs)
    weights = np.sum([b for _, b in pairs], axis=0)
    each = (standardised(s, b, weights, effect) for s, b in pairs)
    alike = tuple(each) if len(rows) > 1 else ()
    return Found(tuple(groups), tuple(labels), rows, crude, alike)


def _counts(protected: Protected, group: str) -> np.ndarray:
    by, of = (axis.name for axis in protected.axes)
    rows = protected.frame[protected.frame[by] == group].set_index(of)["n"]
    return rows.reindex(list(protected.axes[1].variable.categories)).to_numpy(dtype=float)


def _total(protected: Protected, group: str) -> float:
    by, of = protected.axes
    at = by.place(group), of.place(ANSWERED)
    return float(protected.cube.n[at]) if protected.visible[at] else np.nan


def _label(shown: Rates, places: Sequence[int]) -> str:
    """The ages of classes that are told together, within those of the service."""
    classes = shown.age.classes if shown.age else ()
    bounds = [0, *(int(np.ceil(c)) for c in classes), shown.ages[1] + 1]
    low, high = max(bounds[places[0]], shown.ages[0]), bounds[places[-1] + 1] - 1
    is_last = places[-1] == len(classes) and shown.ages[1] >= 100
    return (FROM_AGE if is_last else TO_AGE).format(low=low, high=high)


# Words, a table and a chart.


def per_thousand(value: float) -> str:
    """A part as so many per 1,000, with a decimal where they are few."""
    times = value * THOUSAND
    return number(times, 1 if 0 < times < 10 else 0)


def _line(label: str, found: Sequence[Rate], kind: str = "svar") -> Line:
    return plain_line(label, map(_cell, found), kind)


def _cell(found: Rate) -> Cell:
    if np.isnan(found.value):
        return NOTHING
    between = TO.format(low=per_thousand(found.low), high=per_thousand(found.high))
    return strong(per_thousand(found.value), between)


def _word(found: Found, release: Release) -> str:
    """The word of the difference between women and men of all ages."""
    one, two = found.crude[:2]
    is_part = one.n <= one.base and two.n <= two.base
    p = float(fisher(one.n, one.base, two.n, two.base)) if is_part else np.nan
    return rate_word(release, p, one.n, two.n)


def _said(shown: Rates, found: Found, word: str) -> list[str]:
    one, two = (per_thousand(r.value) for r in found.crude[:2])
    first, second = (the_group(g) for g in found.groups[:2])
    low, high = shown.ages[0], min(shown.ages[1], 100)
    said = [MORE.format(one=one, two=two, first=first, second=second, low=low, high=high)]
    said += [SAID[word]] if word in SAID else []
    if found.alike:
        one, two = (per_thousand(r.value) for r in found.alike[:2])
        said.append(WITH_AGES.format(one=one, two=two))
    limited = [LIMITED] * (shown.ages != (0, OLDEST))
    return [*said, *limited, CAUTION]


@dataclass(frozen=True)
class Bars(Chart):
    """Marks of rates with their intervals, a line an age and sex, from 0."""

    title: str
    found: Found

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        told = (
            f"{label}: "
            + listing(f"{plural(g).lower()} {per_thousand(r.value)}"
                      for g, r in zip(self.found.groups, row, strict=True))
            for label, row in zip(self.found.labels, self.found.rows, strict=True)
        )  # fmt: skip
        return f"{self.title}. {'. '.join(told)}."

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        top = self._top()
        ticks = tuple((x, per_thousand(x * top)) for x in (0, 0.5, 1))
        return Lanes(self.title, tuple(self._lanes(top)), ticks, head="Per 1 000")

    def _top(self) -> float:
        highest = max(r.high for row in self.found.rows for r in row) * THOUSAND
        step = 10.0 ** np.floor(np.log10(max(highest, 0.1)))
        return float(np.ceil(highest / step * 2) / 2 * step) / THOUSAND

    def _lanes(self, top: float) -> Iterator[Lane]:
        styles = styles_of(self.found.groups)
        for label, row in zip(self.found.labels, self.found.rows, strict=True):
            yield Lane(label, kind="ordrad")
            for group, r in zip(self.found.groups, row, strict=True):
                style = styles[group]
                parts: tuple[Part, ...] = (
                    Stroke(r.low / top, r.high / top, f"iv {style.colour}"),
                    Mark(r.value / top, style),
                )
                between = f"({per_thousand(r.low)} till {per_thousand(r.high)})"
                yield Lane(plural(group), parts, value=per_thousand(r.value), between=between,
                           sign=style)  # fmt: skip
