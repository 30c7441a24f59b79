"""Numbers and waiting times as sections: medians and quartiles, out of published counts alone."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..analysis import Results, breakdown
from ..analysis.intervals import square_and_add
from ..analysis.quantiles import Quantile, Spread, gap_of_medians
from ..analysis.result import Choice
from ..analysis.verdict import ALIKE, CLEAR, TOO_FEW, UNCERTAIN
from ..codebook import NUMBER, Variable
from ..content import load
from ..disclosure import Protected, Release
from ..disclosure.means import Mean, means_of
from ..records.derived.fine import FINE, PER_CLASS, days_of
from ..wording import agreeing, listing, number, percent, plural, the_group
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
from .sentences import IS_TOO_FEW, IS_UNCERTAIN_AMONG_ALL, refusal
from .spreads import halves_of, is_days, source_of, spread_of, spreads_of
from .tables import TO, plain_line, table
from .words import words_of

TITLE = "{of}: median och kvartiler efter kön"
HEADING = "{of}: median"
QUARTERS = ("Grupp", "Undre kvartil", "Median", "Övre kvartil", "Antal")
MEAN, NO_MEAN = "Medelvärde", "–"
HALF = "Hälften av {one} har högst ungefär {first}, hälften av {two} högst ungefär {second}."
BOTH = "Hälften av {one} och hälften av {two} har högst ungefär {first}."
MIDDLE = "Mellan undre och övre kvartil ligger hälften av gruppen."
GAP = (
    "Medianen är ungefär {gap} högre för {one} än för {two}, med ett intervall från {low} till "
    "{high}."
)
SAME = "Skillnaden mellan medianerna är ungefär 0, med ett intervall från {low} till {high}."
MEANS = "Medelvärdet är {first} för {one} och {second} för {two}."
MEAN_GAP = "Skillnaden mellan medelvärdena är {gap}, med ett intervall från {low} till {high}."
OF_MEANS = (
    "Medelvärdet är summan delad med antalet, så att några få höga tal höjer det mer än medianen."
)
NEITHER = "Talen visar varken att medianerna skiljer sig åt eller att de är lika."
SAID = {
    CLEAR: "Sett till alla klasser är det en tydlig skillnad.",
    ALIKE: "Sett till alla klasser är grupperna ungefär lika.",
    UNCERTAIN: IS_UNCERTAIN_AMONG_ALL,
    TOO_FEW: IS_TOO_FEW,
}
DAYS_SAID = SAID | {
    CLEAR: "Sett till hela tiden är det en tydlig skillnad.",
    ALIKE: "Sett till hela tiden är grupperna ungefär lika.",
}
ABOUT = (
    "Medianer och kvartiler är ungefärliga. De är räknade på antalen i klasserna, som om "
    "personerna var jämnt spridda i varje klass."
)
NO_SPREAD = "{of} visas inte med median för {groups}, eftersom för många av talen är dolda."
OF_ALL = "Hälften av alla {n} som har svarat har högst ungefär {value}."
DAYS_OF_ALL = "Av alla {n} är hälften framme efter ungefär {value} dagar."
AT_MOST = "Minst hälften av {group} har under {value}."
AT_LEAST = "Minst hälften av {group} har {value} eller mer."
DAYS_AT_MOST = "Minst hälften av {group} är framme inom {value} dagar."
TAKES = "För mer behövs ungefär {n} svar av varje kön, eller färre klasser i kodboken."
DAYS_TAKE = "För mer behövs ungefär {n} ärenden av varje kön."
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
    coarsest = replace(choice, items=choice.items[::-1])
    found = release.chosen(choice) or release.chosen(coarsest, _is_told)
    return found or release.protected(choice.items[-1])


def _is_told(protected: Protected) -> bool:
    return not protected.is_refused and _is_telling(spreads_of(protected))


def median_section(protected: Protected, release: Release) -> Section:
    """One number: boxes, a table, and what half of each group has at most.

    Where too much of the finer classes is hidden, those of the codebook tell it.
    """
    spreads = spreads_of(protected)
    of = source_of(protected)
    if not _is_telling(spreads) and protected.result.of.rule:
        plain = release.protected(breakdown(protected.result.records, of))
        return median_section(plain, release)
    if not _is_telling(spreads):
        return _nothing(protected)
    told = _teller(of, spreads[0])
    title = TITLE.format(of=of.title)
    means = means_of(protected, release.k) if release.tells_means else ()
    lines = tuple(_quarters(s, told, means) for s in spreads)
    heads = (*QUARTERS[:-1], *([MEAN] if means else []), QUARTERS[-1])
    shown = Table(title, heads_of(heads), (Body(lines),))
    out = release.results.get(breakdown(protected.result.records, of).key)
    word = words_of(release).at(out, {}) if out else ""
    said = [*_half(spreads, told, word), *_means(means), MIDDLE, ABOUT]
    exhibit = _laid(protected, release, [Boxes(title, spreads, told)], shown, said)
    return Section(HEADING.format(of=of.title), of.question, (exhibit,), _id(of))


def spread_tables(release: Release) -> list[tuple[Table, str, str]]:
    """The table of each number's median, then of each time between dates, of what is out.

    With each stand a short title and what its figures are.
    """
    shown = ((s, is_of_days) for _, s, is_of_days in spread_sections(release))
    exhibits = [(s.heading, p, DAYS_ABOUT if is_of_days else ABOUT)
                for s, is_of_days in shown for p in s.parts if isinstance(p, Exhibit)]  # fmt: skip
    return [(t, title, about) for title, p, about in exhibits
            for t in p.tables if isinstance(t, Table)]  # fmt: skip


def spread_sections(release: Release) -> Iterator[tuple[str, Section, bool]]:
    """The variable of each median or time between dates, its section, and whether it is of days.

    Of what is out already: nothing new is asked for.
    """
    out = [p for p in release.tables if not p.is_refused and len(p.axes) == 2
           and p.result.has_sex and p.result.groups is None]  # fmt: skip
    every = [p for p in out if _is_of_number(p) or is_days(p.result.of)]
    telling = [p for p in every if _is_telling(spreads_of(p))]
    numbers = {source_of(p).name: p for p in telling if _is_of_number(p)}
    numbers |= {source_of(p).name: p for p in telling if _is_of_number(p) and p.result.of.rule}
    for name, p in numbers.items():
        yield name, median_section(p, release), False
    for p in (p for p in telling if is_days(p.result.of)):
        yield p.result.of.name, waiting_section(p, release), True


def _is_of_number(protected: Protected) -> bool:
    of = protected.result.of
    return of.rule.name == FINE if of.rule else of.kind == NUMBER


def _id(variable: Variable) -> str:
    return "median-" + re.sub(r"\W+", "-", variable.name.casefold()).strip("-")


def _is_telling(spreads: Sequence[Spread]) -> bool:
    """Whether the median of some group is more than under or over all bounds."""
    return any(np.isfinite(s.median.value) for s in spreads)


def waiting_section(protected: Protected, release: Release) -> Section:
    """One time between two dates: curves, a table with how many are left, and when half are."""
    of, spreads = protected.result.of, spreads_of(protected)
    if not _is_telling(spreads):
        return _nothing(protected)
    title, days = DAY_TITLE.format(of=of.title), tuple(days_of(of)[0])
    lines = tuple(_day(spreads, day) for day in days)
    heads = heads_of((DAY_HEADS[0], *(plural(s.group) for s in spreads)))
    shown = Table(title, heads, (Body(lines),))
    said = [*_day_half(spreads, words_of(release).of_days(protected)), DAYS_ABOUT]
    exhibit = _laid(protected, release, [Curves(title, spreads, days)], shown, said)
    return Section(of.title, parts=(exhibit,), id=anchor(protected))


def _laid(
    protected: Protected, release: Release, charts: Sequence[Chart], shown: Table,
    said: Sequence[str],
) -> Exhibit:  # fmt: skip
    return laid_out(charts, [shown], said, [protected], release, (_classes(protected),))


def _nothing(protected: Protected) -> Section:
    """What can be told where the sexes can't be: of all, of a half, and how many it would take."""
    of, by = protected.result.of, protected.axes[0]
    are_days, whole = is_days(of), spread_of(protected, None)
    if protected.is_recut:
        return Section(parts=box([refusal(of.title, True, True)]))
    groups = listing(plural(g).lower() for g in by.answers)
    said = [NO_SPREAD.format(of=of.title, groups=groups)]
    if whole and np.isfinite(whole.median.value) and not protected.is_refused:
        told = number if are_days else _teller(source_of(protected), whole)
        form = DAYS_OF_ALL if are_days else OF_ALL
        said.append(form.format(n=number(whole.n), value=told(whole.median.value)))
    forms = (DAYS_AT_MOST, None) if are_days else (AT_MOST, AT_LEAST)
    for group in by.answers if not protected.is_refused else ():
        for half, bound in zip(forms, halves_of(protected, group), strict=True):
            if half and bound is not None:
                said.append(half.format(group=the_group(group), value=number(bound)))
    needed = number(2 * PER_CLASS * len(of.categories))
    said.append((DAYS_TAKE if are_days else TAKES).format(n=needed))
    id = anchor(protected) if are_days else _id(source_of(protected))
    return Section(parts=box([" ".join(said)], *coarser([protected])), id=id)


def _classes(protected: Protected) -> Unfolded:
    """The published counts that all is worked out of."""
    block = plain_block(protected)
    bare = replace(block, rows=tuple(replace(row, gap=None) for row in block.rows))
    title = CLASSES_TITLE.format(of=protected.result.of.title)
    return Unfolded(CLASSES, table(title, [bare], "Svar"), "tal")


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


def _quarters(found: Spread, told: Callable[[float], str], means: Sequence[Mean]) -> Line:
    first, median, last = found.quarters
    mean = [_mean(next((m for m in means if m.group == found.group), None))] if means else []
    cells = (
        Cell(told(first.value)), strong(told(median.value), _between(median, told)),
        Cell(told(last.value)), *mean, Cell(number(found.n)),
    )  # fmt: skip
    return plain_line(plural(found.group), cells)


def _mean(mean: Mean | None) -> Cell:
    if mean is None:
        return Cell(NO_MEAN)
    value, low, high = (in_steps(whole, mean.step) for whole in mean.whole)
    return strong(value, TO.format(low=low, high=high))


def in_steps(whole: int, step: float) -> str:
    """A number of steps of a tenth, one, ten, as a number."""
    return number(whole * step, max(-round(np.log10(step)), 0))


def _means(means: Sequence[Mean]) -> list[str]:
    """The means of the first two groups, how far apart they are, and what a mean is."""
    if not means:
        return []
    one, two = means[:2]
    step = one.step
    words = {"one": the_group(one.group), "two": the_group(two.group)}
    first, second = (in_steps(m.whole[0], step) for m in (one, two))
    _, low, high = map(float, square_and_add(one.exact, two.exact))
    gap = agreeing(float(one.exact[0]), float(two.exact[0]), low, high, step)
    if gap[0] < 0:
        gap = (-gap[0], -gap[2], -gap[1])
    ends = dict(zip(("gap", "low", "high"), (in_steps(g, step) for g in gap), strict=True))
    said = MEANS.format(first=first, second=second, **words)
    return [said, MEAN_GAP.format(**ends), OF_MEANS]


def _between(quantile: Quantile, told: Callable[[float], str]) -> str:
    return TO.format(low=told(quantile.low), high=told(quantile.high))


def _half(spreads: Sequence[Spread], told: Callable[[float], str], word: str) -> list[str]:
    one, two = spreads[:2]
    if not np.isfinite([one.median.value, two.median.value]).all():
        return [SAID[word]] if word in (CLEAR, ALIKE) else []
    names = {"one": the_group(one.group), "two": the_group(two.group)}
    values = {"first": told(one.median.value), "second": told(two.median.value)}
    is_same = values["first"] == values["second"]
    said = (BOTH if is_same else HALF).format(**values, **names)
    return [said, *_gap(one, two, told, GAP, word, SAID)]


def _gap(
    one: Spread, two: Spread, told: Callable[[float], str], form: str, word: str,
    words: dict[str, str],
) -> list[str]:  # fmt: skip
    """How far apart two medians are, the higher one's group first; nothing where few are."""
    gap = gap_of_medians(one, two)
    least = load("thresholds")["minsta_jamforelse"]["value"]
    if gap is None or min(one.n, two.n) < least:
        return [words[word]] if word in (CLEAR, ALIKE) else []
    if gap.value < 0:
        one, two, gap = two, one, Quantile(-gap.value, -gap.high, -gap.low)
    ends = {"low": told(gap.low), "high": told(gap.high)}
    names = {"one": the_group(one.group), "two": the_group(two.group)}
    is_same = told(gap.value) == told(0.0)
    said = SAME.format(**ends) if is_same else form.format(gap=told(gap.value), **ends, **names)
    if word not in (CLEAR, ALIKE) and gap.low <= 0 <= gap.high:
        return [said, NEITHER]
    return [said, words[word]] if word else [said]


def _day_half(spreads: Sequence[Spread], word: str) -> list[str]:
    one, two = spreads[:2]
    if np.isfinite([one.median.value, two.median.value]).all():
        told = [DAY_TOLD.format(value=number(s.median.value)) for s in (one, two)]
        names = {"one": the_group(one.group), "two": the_group(two.group)}
        said = DAY_HALF.format(first=told[0], second=told[1], **names)
        return [said, *_gap(one, two, number, DAY_GAP, word, DAYS_SAID)]
    last = number(one.bounds[-1])
    late = [NOT_HALF.format(days=last, group=the_group(s.group))
            for s in (one, two) if not np.isfinite(s.median.value)]  # fmt: skip
    return [*late, *([DAYS_SAID[word]] if word in (CLEAR, ALIKE) else [])]


def _day(spreads: Sequence[Spread], day: int) -> Line:
    """How large a part is there after so many days, and how many are left to follow."""
    cells = []
    for s in spreads:
        at = int(np.flatnonzero(s.bounds == day)[0])
        exact, about = number(s.left[at]), number(TENS * np.floor(s.left[at] / TENS + 0.5))
        left = LEFT_ABOUT.format(left=about) if s.is_about[at] else LEFT.format(left=exact)
        cells.append(strong(percent(share_at(s, day)), left))
    return plain_line(AFTER.format(days=number(day)), cells)
