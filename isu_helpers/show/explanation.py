"""An explanation as a section: the difference, alike beside alike, and what that says."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..analysis import Explanation, Strata
from ..analysis.cube import ANSWERED
from ..analysis.explain.decomposition import Estimate, within
from ..analysis.explain.explanation import REMEDIES, Subject
from ..analysis.explain.inquiry import Answer, Answers, Inquiry, is_cut
from ..analysis.explain.publishable import Publishable, publishable
from ..analysis.explain.ruling import EXPLAINED, NOT, PARTLY, TURNS, UNDECIDED, Ruling
from ..analysis.explain.strata import JoinedStrata
from ..analysis.intervals import newcombe, widened, wilson
from ..codebook import SEX, Variable
from ..disclosure import Protected, Release
from ..disclosure.means import mean_evidence
from ..disclosure.primary import splits_small
from ..wording import MINUS, MISSING, half_up, listing, number, plural, points
from .charts.argument import Argument, Bar, Meaning
from .charts.shares import Shares, compared
from .measures import (
    ALIKE,
    ALL,
    Scale,
    between,
    crude_of,
    left_of,
    measures,
    parts_of,
    parts_words,
)
from .model import (
    CHANGE,
    NOTHING,
    Body,
    Card,
    Line,
    Mend,
    Paragraph,
    Part,
    Section,
    Table,
    Unfolded,
    heads_of,
    strong,
)
from .remaining import remaining_words, small_words, uneven_words
from .rows import Block, Figure, Gap, Row
from .section import box, laid_out
from .tables import TO, gap_head, plain_line, table

# Means of two groups within strata, as a table, on a scale that tells no more than it may.

DIGITS = 2  # that a mean is told with: fewer than would tell of one person among thirty


def mean_scale(told: Explanation) -> Scale:
    """Steps so large that the largest mean has two digits."""
    base = told.merged.base
    most = abs(np.where(base > 0, told.merged.mean, 0)).max(initial=0)
    power = math.floor(math.log10(most)) + 1 - DIGITS if most else 0
    step = 10.0**power
    return Scale(lambda value: _signed(value, step), step, "")


def mean_table(caption: str, told: Explanation, scale: Scale, first: str) -> Table:
    """A table of means: everyone, then a row a stratum.

    Parameters
    ----------
    first
        The heading of the column with the answers to the criterion.
    """
    strata, groups = told.merged, told.subject.groups
    every = Strata((ALL,), strata.base.sum(axis=0)[None], strata.total.sum(axis=0)[None])
    heads = (*heads_of((first, *map(plural, groups))), gap_head(*groups))
    lines = _lines(every, [told.crude], scale)
    lines += _lines(strata, within(strata), scale) if len(strata.names) > 1 else []
    return Table(caption, heads, (Body(tuple(lines)),))


def _lines(strata: Strata, gaps: list[Estimate], scale: Scale) -> list[Line]:
    totals = zip(strata.total, strata.base, gaps, strict=True)
    agreed = [between(total, base, gap, scale) for total, base, gap in totals]
    lines = zip(strata.names, strata.base, strata.mean, agreed, strict=True)
    return [_line(*line, scale) for line in lines]


def _line(name: str, base: np.ndarray, mean: np.ndarray, gap: Estimate, scale: Scale) -> Line:
    cells = [
        strong(_plain_mean(m, scale.step), number(n) + " svar") if n else NOTHING
        for n, m in zip(base, mean, strict=True)
    ]
    between = TO.format(low=scale.told(gap.low), high=scale.told(gap.high))
    beside = NOTHING if np.isnan(gap.value) else strong(scale.told(gap.value), between)
    return plain_line(name, (*cells, beside))


def _plain_mean(value: float, step: float) -> str:
    decimals = max(0, round(-math.log10(step)))
    return number(half_up(value / step) * step, decimals)


def _signed(value: float, step: float) -> str:
    text = _plain_mean(value, step)
    return text if text.startswith(MINUS) or not half_up(value / step) else f"+{text}"


# An explanation as a section: the difference, alike beside alike, and what that says.

HEADING = "{of}: kan {criterion} förklara skillnaden?"
TITLE = "{of}, {groups} som svarat lika på {criterion}"
GAPS = "{of}: skillnad i procentenheter, {first} minus {second}"
KEY = Meaning("finns kvar bland dem som svarat lika", "hör ihop med att grupperna svarat olika")
SHARES = Scale(points, 0.01, " procentenheter")
OUTCOME = "{of}: andel {answer} bland alla"
OUTCOME_ALIKE = "{of}: andel {answer} bland dem som svarat lika"
ANSWERED_SO = "{criterion}: har grupperna svarat olika?"
FIGURES = (
    "Skillnaden är {crude}{unit} ({crude_low} till {crude_high}). "
    "När lika jämförs med lika är den {left} ({low} till {high})."
)
EVERYONE = "Alla som har svarat"
NOT_COUNTED = (
    "De som saknar uppgift om {of} räknas inte med i andelarna, varken här eller i steg 1."
)
ABOUT = "De är för få för att visas inom varje svar, så där är antalen ungefärliga."
MISSING_TOLD = "Där det står «eller uppgift saknas» räknas de få som saknar uppgift in i svaret."
LEFT_OUT = "Underlaget räcker inte för: {names}."
VERDICTS = {
    EXPLAINED: "Skillnaden förklaras av {criterion}.",
    PARTLY: "Skillnaden förklaras delvis av {criterion}.",
    NOT: "Skillnaden förklaras inte av {criterion}.",
    TURNS: "Skillnaden växer eller byter riktning när lika jämförs med lika.",
    UNDECIDED: "Det går inte att avgöra om {criterion} förklarar skillnaden.",
}
JUSTIFIED = {
    EXPLAINED: "Enligt det här kriteriet är skillnaden motiverad.",
    PARTLY: "Enligt det här kriteriet är en del av skillnaden motiverad. Pröva nästa.",
    NOT: "Det här kriteriet gör inte skillnaden motiverad. Pröva nästa.",
    TURNS: "Det här kriteriet gör inte skillnaden motiverad. Pröva nästa.",
}
JUSTIFIED_TOGETHER = {
    EXPLAINED: "Enligt de här kriterierna är skillnaden motiverad.",
    PARTLY: "Enligt de här kriterierna är en del av skillnaden motiverad.",
    NOT: "De här kriterierna gör inte skillnaden motiverad.",
    TURNS: "De här kriterierna gör inte skillnaden motiverad.",
}
TOO_HIDDEN = "För många tal måste döljas för att skydda personer i små grupper."
SEE_MORE = (
    "Med fler personer behöver färre tal döljas. Ni kan också slå ihop svar som liknar varandra "
    "i kodboken."
)
NO_MEAN = (
    "Medelvärden av {of} kan inte visas efter {criterion}. Det krävs fler personer i varje grupp, "
    "svar som skiljer sig åt och ett kriterium i taget. Ange answer med en av klasserna i "
    "kodboken, så jämförs andelar."
)
MEANS = "{of}: medelvärde bland {groups} som svarat lika på {criterion}"
MEAN_GAPS = "{of}: skillnad i medelvärde, {first} minus {second}"
SPREAD = "{groups} efter svar på {criterion}"


def explanation_section(shown: Answer | Answers, release: Release) -> Section:
    """What an explanation says, of the numbers that may be published; a section for each pair."""
    items = shown.items if isinstance(shown, Answers) else (shown,)
    return Section(parts=tuple(inquiry_section(e.inquiry, e.subject, release) for e in items))


def inquiry_section(inquiry: Inquiry, subject: Subject, release: Release) -> Section:
    """The figure, the table and the verdict; a sentence where there is not enough to go by."""
    if not inquiry.is_share:
        return named(subject, _mean_parts(inquiry, subject, release))
    return named(subject, told_parts(inquiry, subject, release)[0])


def named(subject: Subject, parts: tuple[Part, ...]) -> Section:
    """What is told of what is asked, under its heading."""
    return Section(HEADING.format(of=subject.of, criterion=subject.criterion), parts=parts)


def told_parts(
    inquiry: Inquiry, subject: Subject, release: Release
) -> tuple[tuple[Part, ...], Explanation | None]:
    """What is shown of an inquiry about shares, and that itself; None where nothing is."""
    protected = entered(inquiry, release)
    if protected is None:
        return _not_enough(subject, inquiry, release), None
    return protected_parts(protected, inquiry, subject, release)


def protected_parts(
    protected: Protected, inquiry: Inquiry, subject: Subject, release: Release
) -> tuple[tuple[Part, ...], Explanation | None]:
    """What the visible numbers of a table say of an inquiry; hidden ones make no difference."""
    found = _found(protected, inquiry, release)
    if found.evidence is None:
        return _not_enough(subject, inquiry, release), None
    told = Explanation(subject, found.evidence)
    return _figures(found, told, inquiry, protected, release), told


def explained(inquiry: Inquiry, subject: Subject, release: Release) -> Explanation | None:
    """What is shown of an inquiry about shares, by visible numbers; None where nothing is."""
    protected = entered(inquiry, release)
    found = protected and _found(protected, inquiry, release)
    return Explanation(subject, found.evidence) if found and found.evidence else None


def _found(protected: Protected, inquiry: Inquiry, release: Release) -> Publishable:
    """What its visible numbers bear; the few who lack the outcome are in no size."""
    known = None
    if inquiry.is_filled:
        known = _plain(inquiry, inquiry.of, release).counts(ANSWERED)
    criteria = tuple(axis.variable for axis in protected.axes[1:-1])
    return publishable(protected.cube, protected.visible, inquiry.groups, inquiry.answer,
                       release.k, known,
                       is_cut=is_cut(criteria, inquiry.records.codebook),
                       effect=inquiry.records.design_effect)  # fmt: skip


@dataclass(frozen=True)
class _Plain:
    """The table of step 1 of a variable, as far as its numbers may be seen."""

    protected: Protected
    groups: tuple[str, str]

    def counts(self, slot: str) -> np.ndarray:
        """How many of each group; NaN where hidden."""
        axes, cube = self.protected.axes, self.protected.cube
        if slot not in axes[-1].slots or not set(self.groups) <= set(axes[0].slots):
            return np.full(2, np.nan)
        at = np.ix_([axes[0].place(g) for g in self.groups], [axes[-1].place(slot)])
        return np.where(self.protected.visible[at], cube.n[at].astype(float), np.nan).ravel()


def _plain(inquiry: Inquiry, variable: Variable, release: Release) -> _Plain:
    return _Plain(release.protected(inquiry.plain(variable)), inquiry.groups)


def entered(inquiry: Inquiry, release: Release) -> Protected | None:
    """The table that an inquiry goes by, entered in the Release; None where none can be had.

    One with much hidden does too where there is one criterion, since strata are put together.
    Of several criteria only such as groups are large enough for.
    """
    if not inquiry.is_bearable:
        return None
    choice = inquiry.choice
    protected = release.chosen(choice)
    if protected or len(inquiry.criteria) > 1 or splits_small(choice.items[-1], release.k):
        return protected
    protected = release.protected(choice.items[-1])
    return None if protected.is_refused else protected


def _figures(
    found: Publishable, told: Explanation, inquiry: Inquiry, protected: Protected,
    release: Release,
) -> tuple[Part, ...]:  # fmt: skip
    subject, groups = told.subject, told.subject.groups
    words = listing(plural(g).lower() for g in groups)
    title = TITLE.format(of=subject.of, groups=words, criterion=subject.criterion)
    first = listing(v.title for v in inquiry.criteria)
    told_of = {"of": subject.of, "answer": inquiry.answer.lower()}
    strata = _strata_rows(told, inquiry)
    every = _all_rows(told, inquiry, release)
    blocks = [
        Block(OUTCOME.format(**told_of), every),
        *([Block(OUTCOME_ALIKE.format(**told_of), strata)] if strata else []),
        Block(ANSWERED_SO.format(criterion=first), _spread_rows(found, inquiry, release)),
    ]
    is_had = bool(strata) and not np.isnan(told.standardised.value)
    are_cases = inquiry.records.are_cases
    charts = [*([_argument(told, SHARES, GAPS, are_cases)] * is_had), Shares(title, tuple(blocks))]
    more = [measures(told, SHARES)] if is_had else []
    said = [*(_said(told, SHARES) if is_had else []), *_said_of_missing(every, inquiry),
            *_said_of_names(found)]  # fmt: skip
    tables: list[Table | Unfolded] = [table(title, blocks, first), *more]
    return laid_out(charts, tables, said, [protected], release), _verdict(found, told)


def _mean_parts(inquiry: Inquiry, subject: Subject, release: Release) -> tuple[Part, ...]:
    """A difference in means: bars before and after, and in each stratum, and the verdict."""
    protected = entered(inquiry, release)
    evidence = mean_evidence(inquiry, protected, release.k) if protected else None
    if not protected or not evidence:
        return box([NO_MEAN.format(of=f"«{subject.of}»", criterion=subject.criterion)])
    told = Explanation(subject, evidence)
    base = evidence.strata.base
    found = Publishable(evidence, evidence.strata.names, base, base.sum(axis=0) + evidence.missing)
    return _mean_figures(found, told, inquiry, protected, release)


def _mean_figures(
    found: Publishable, told: Explanation, inquiry: Inquiry, protected: Protected,
    release: Release,
) -> tuple[Part, ...]:  # fmt: skip
    subject, groups, scale = told.subject, told.subject.groups, mean_scale(told)
    words = listing(plural(g).lower() for g in groups)
    first = inquiry.criteria[0].title
    caption = MEANS.format(of=subject.of, groups=words, criterion=subject.criterion)
    spread = SPREAD.format(groups=words.capitalize(), criterion=subject.criterion)
    block = Block(ANSWERED_SO.format(criterion=first), _spread_rows(found, inquiry, release))
    are_cases = inquiry.records.are_cases
    charts = [_argument(told, scale, MEAN_GAPS, are_cases), Shares(spread, (block,))]
    tables: list[Table | Unfolded] = [mean_table(caption, told, scale, first)]
    tables.append(table(spread, [block], first))
    is_had = not np.isnan(told.standardised.value)
    said = [*(_said(told, scale) if is_had else []), *_said_of_names(found)]
    tables += [measures(told, scale)] if is_had else []
    verdict = _verdict(found, told, scale)
    return laid_out(charts, tables, said, [protected], release), verdict


def _argument(told: Explanation, scale: Scale, title: str, are_cases: bool) -> Argument:
    """The difference as it is over the one among equals; of means in each stratum too."""
    subject, parts = told.subject, parts_of(told, scale)
    first, second = (plural(g).lower() for g in subject.groups)
    is_split = parts.is_split and told.verdict != UNDECIDED
    strata = told.merged
    inner = zip(strata.names, strata.total, within(strata), strata.base, strict=True)
    under = [(n, between(t, b, g, scale), b) for n, t, g, b in inner if not strata.is_share]
    alike = strata.base[strata.is_shared].sum(axis=0)
    every = strata.base.sum(axis=0)
    bars = [(ALL, crude_of(told, scale), every), (ALIKE, left_of(told, scale), alike), *under]
    gone = parts.gone * scale.step if is_split else 0.0
    drawn = [
        Bar(name, scale.rounded(gap), gone if name == ALL else 0.0, name in (ALL, ALIKE),
            compared(subject.groups, sizes, are_cases))
        for name, gap, sizes in bars
        if not np.isnan(gap.value)
    ]  # fmt: skip
    named = title.format(of=subject.of, first=first, second=second)
    return Argument(named, tuple(drawn), subject.groups, scale.told, KEY)


def _all_rows(told: Explanation, inquiry: Inquiry, release: Release) -> tuple[Row, ...]:
    """Everyone as in step 1, and those who are compared where they are not the same people."""
    strata = told.merged
    base, n = strata.base.sum(axis=0), strata.total.sum(axis=0)
    compared_ = _row(inquiry, ALL, n, base, is_about=inquiry.is_filled)
    if inquiry.by.role != SEX:
        return (compared_,)
    plain = _plain(inquiry, inquiry.of, release)
    step1 = plain.counts(inquiry.answer), plain.counts(ANSWERED)
    if np.isnan(step1).any():
        return (compared_,)
    is_same = np.allclose(step1, (n, base))
    missing = plain.counts(MISSING)
    lacking = Row(MISSING, _figures_of(inquiry, missing, step1[1] + missing), None, "bortfall")
    rows = [_row(inquiry, ALL if is_same else EVERYONE, *step1), *([] if is_same else [compared_])]
    return (*rows, *([lacking] if np.nansum(missing) else []))


def _strata_rows(told: Explanation, inquiry: Inquiry) -> tuple[Row, ...]:
    """A row for each stratum after small ones were put together; none where one is left."""
    strata, is_about = told.merged, inquiry.is_filled
    if len(strata.names) < 2:
        return ()
    rows = zip(strata.names, strata.total, strata.base, strict=True)
    return tuple(_row(inquiry, name, n, base, is_about=is_about) for name, n, base in rows)


def _spread_rows(found: Publishable, inquiry: Inquiry, release: Release) -> tuple[Row, ...]:
    """How common each answer is in the two groups, of one criterion as in step 1."""
    if inquiry.by.role == SEX and len(inquiry.criteria) == 1:
        plain = _plain(inquiry, inquiry.criteria[0], release)
        known = plain.counts(ANSWERED)
        return tuple(_row(inquiry, a, plain.counts(a), known) for a in
                     inquiry.criteria[0].categories)  # fmt: skip
    rows = zip(found.names, found.sizes, strict=True)
    return tuple(_row(inquiry, name, n, found.everyone) for name, n in rows)


def _row(
    inquiry: Inquiry, label: str, n: np.ndarray, base: np.ndarray, *, is_about: bool = False
) -> Row:
    """Two groups' shares and the difference; NaN in ``n`` is hidden."""
    figures = _figures_of(inquiry, n, base, is_about=is_about)
    level = widened(None, inquiry.records.design_effect)
    value, low, high = map(float, newcombe(n[0], base[0], n[1], base[1], level=level))
    return Row(label, figures, Gap(value, low, high, sides=(figures[0].share, figures[1].share)))


def _figures_of(
    inquiry: Inquiry, n: np.ndarray, base: np.ndarray, *, is_about: bool = False
) -> tuple[Figure, ...]:
    groups, are_cases = inquiry.groups, inquiry.records.are_cases
    low, high = wilson(n, base, level=widened(None, inquiry.records.design_effect))
    with np.errstate(divide="ignore", invalid="ignore"):
        told = zip(groups, n, base, n / base, low, high, strict=True)
        return tuple(Figure(g, m, b, s, c, d, is_about, are_cases) for g, m, b, s, c, d in told)


def _said(told: Explanation, scale: Scale) -> list[str]:
    """The difference before and after, and its two parts where there is a verdict."""
    crude, left = crude_of(told, scale), left_of(told, scale)
    figures = FIGURES.format(
        crude=scale.told(crude.value), unit=scale.unit, crude_low=scale.told(crude.low),
        crude_high=scale.told(crude.high), left=scale.told(left.value), low=scale.told(left.low),
        high=scale.told(left.high),
    )  # fmt: skip
    parts = parts_words(told, scale) if told.verdict != UNDECIDED else ""
    return [figures, *([parts] if parts else [])]


def _said_of_missing(every: Sequence[Row], inquiry: Inquiry) -> list[str]:
    """That those who lack the outcome are in no share, where there are any."""
    if not any(row.kind == "bortfall" for row in every) and not inquiry.is_filled:
        return []
    told = NOT_COUNTED.format(of=f"«{inquiry.of.title}»")
    return [f"{told} {ABOUT}" if inquiry.is_filled else told]


def _said_of_names(found: Publishable) -> list[str]:
    """What to mind of the answers: missing ones among them, and those that can't be had."""
    told = [MISSING_TOLD] if any("uppgift saknas" in n for n in found.names) else []
    lost = [f"«{name}»" for name in found.left_out]
    return [*told, *([LEFT_OUT.format(names=listing(lost))] if lost else [])]


def _verdict(found: Publishable, told: Explanation, scale: Scale = SHARES) -> Card:
    """The verdict in a box: why, what can be said, what more would take, and the question."""
    criterion, word = told.subject.criterion, told.verdict
    is_hidden = bool(found.left_out) and told.ruling is Ruling.MISSING
    lines = [TOO_HIDDEN if is_hidden else told.reason, *uneven_words(told, scale)]
    lines += [] if is_hidden else remaining_words(told, scale)
    if told.subject.criteria and word in JUSTIFIED:
        lines.append((JUSTIFIED_TOGETHER if told.subject.is_joint else JUSTIFIED)[word])
    is_coarse = is_hidden or (told.ruling is Ruling.COARSE and _is_joined(found))
    lines.append(SEE_MORE if is_coarse else told.needed)
    head = VERDICTS[word].format(criterion=criterion)
    is_to_merge = lines[-1] in (SEE_MORE, REMEDIES[Ruling.NO_MATCH])
    mends = [Mend(CHANGE)] * is_to_merge
    return Card(head, (*map(Paragraph, [*filter(None, lines), told.reminder]), *mends))


def _is_joined(found: Publishable) -> bool:
    """Whether strata were put together for numbers that are hidden."""
    return found.evidence is not None and isinstance(found.evidence.strata, JoinedStrata)


def _not_enough(subject: Subject, inquiry: Inquiry, release: Release) -> tuple[Part, ...]:
    return box([" ".join(small_words(inquiry, subject, release))])
