"""An explanation as a section: the difference, alike beside alike, and what that says."""

from collections.abc import Sequence

import numpy as np

from ..analysis.decomposition import within
from ..analysis.explanation import Explanation, Subject
from ..analysis.inquiry import Answer, Answers, Inquiry
from ..analysis.joined import JoinedStrata
from ..analysis.publishable import Publishable, publishable
from ..analysis.ruling import EXPLAINED, NOT, PARTLY, TURNS, UNDECIDED, Ruling
from ..disclosure import Protected, Release
from ..disclosure.mean_strata import mean_evidence
from ..disclosure.release import splits_small
from ..intervals import newcombe, wilson
from ..wording import html, listing, plural, points
from .argument import Bar, Key, argument
from .charts import chart, compared
from .mean_tables import mean_scale, mean_table
from .measures import ALIKE, ALL, Scale, measures, parts_of, parts_words
from .rows import Block, Figure, Gap, Row
from .sections import box, heading, laid_out
from .tables import table

HEADING = "{of}: kan {criterion} förklara skillnaden?"
TITLE = "{of}, {groups} som svarat lika på {criterion}"
GAPS = "{of}: skillnad i procentenheter, {first} minus {second}"
KEY = Key("finns kvar bland dem som svarat lika", "hör ihop med att grupperna svarat olika")
SHARES = Scale(points, 0.01, " procentenheter")
OUTCOME = "{of}: andel {answer} bland alla"
OUTCOME_ALIKE = "{of}: andel {answer} bland dem som svarat lika"
ANSWERED_SO = "{criterion}: har grupperna svarat olika?"
FIGURES = (
    "Skillnaden är {crude}{unit} ({crude_low} till {crude_high}). "
    "När lika jämförs med lika är den {left} ({low} till {high})."
)
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
    EXPLAINED: "Enligt {this} är skillnaden motiverad.",
    PARTLY: "Enligt {this} är en del av skillnaden motiverad.",
    NOT: "Enligt {this} är skillnaden omotiverad.",
    TURNS: "Enligt {this} är skillnaden omotiverad.",
}
THIS, THESE = "det här kriteriet", "de här kriterierna"
TOO_HIDDEN = "För många tal måste döljas för att skydda personer i små grupper."
SEE_MORE = (
    "Med fler personer behöver färre tal döljas. Ni kan också slå ihop svar som liknar varandra "
    "i kodboken."
)
NOT_ENOUGH = (
    "Underlaget räcker inte för att jämföra {of} mellan personer som svarat lika på {criterion}. "
    "Grupperna blir för små, så för många tal skulle behöva döljas."
)
NO_MEAN = (
    "Medelvärden av {of} kan inte visas efter {criterion}. Det krävs fler personer i varje grupp, "
    "svar som skiljer sig åt och ett kriterium i taget. Ange answer med en av klasserna i "
    "kodboken, så jämförs andelar."
)
MEANS = "{of}: medelvärde bland {groups} som svarat lika på {criterion}"
MEAN_GAPS = "{of}: skillnad i medelvärde, {first} minus {second}"
SPREAD = "{groups} efter svar på {criterion}"


def explanation_section(shown: Answer | Answers, release: Release) -> str:
    """What an explanation says, of the numbers that may be published; a section for each pair."""
    items = shown if isinstance(shown, Answers) else [shown]
    return "".join(inquiry_section(e.inquiry, e.subject, release) for e in items)


def inquiry_section(inquiry: Inquiry, subject: Subject, release: Release) -> str:
    """The figure, the table and the verdict; a sentence where there is not enough to go by."""
    named = heading(HEADING.format(of=subject.of, criterion=subject.criterion), "")
    if not inquiry.is_share:
        return named + _mean_section(inquiry, subject, release)
    protected = entered(inquiry, release)
    if protected is None:
        return named + _not_enough(subject)
    return named + protected_section(protected, inquiry, subject, release)


def protected_section(
    protected: Protected, inquiry: Inquiry, subject: Subject, release: Release
) -> str:
    """What the visible numbers of a table say of an inquiry; hidden ones make no difference."""
    found = publishable(protected.cube, protected.visible, inquiry.groups, inquiry.answer,
                        release.k)  # fmt: skip
    if found.evidence is None:
        return _not_enough(subject)
    told = Explanation(subject, found.evidence)
    return _figures(found, told, inquiry, protected, release) + _verdict(found, told)


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
) -> str:  # fmt: skip
    subject, groups = told.subject, told.subject.groups
    words = listing(plural(g).lower() for g in groups)
    title = TITLE.format(of=subject.of, groups=words, criterion=subject.criterion)
    first = listing(v.title for v in inquiry.criteria)
    told_of = {"of": subject.of, "answer": inquiry.answer.lower()}
    strata = _strata_rows(told)
    blocks = [
        Block(OUTCOME.format(**told_of), (_all_row(told),)),
        *([Block(OUTCOME_ALIKE.format(**told_of), strata)] if strata else []),
        Block(ANSWERED_SO.format(criterion=first), _spread_rows(found, groups)),
    ]
    is_had = bool(strata) and not np.isnan(told.standardised.value)
    picture = (_argument(told, SHARES, GAPS) if is_had else "") + chart(title, blocks)
    more = measures(told, SHARES) if is_had else ""
    said = [*(_said(told, SHARES) if is_had else []), *_said_of_names(found)]
    return laid_out(picture, table(title, blocks, first) + more, said, [protected], release)


def _mean_section(inquiry: Inquiry, subject: Subject, release: Release) -> str:
    """A difference in means: bars before and after, and in each stratum, and the verdict."""
    protected = entered(inquiry, release)
    evidence = protected and mean_evidence(inquiry, protected, release.k)
    if not evidence:
        return box([NO_MEAN.format(of=f"«{subject.of}»", criterion=subject.criterion)])
    told = Explanation(subject, evidence)
    found = Publishable(evidence, evidence.strata.names, evidence.strata.base)
    return _mean_figures(found, told, inquiry, protected, release) + _verdict(found, told)


def _mean_figures(
    found: Publishable, told: Explanation, inquiry: Inquiry, protected: Protected,
    release: Release,
) -> str:  # fmt: skip
    subject, groups, scale = told.subject, told.subject.groups, mean_scale(told)
    words = listing(plural(g).lower() for g in groups)
    first = inquiry.criteria[0].title
    caption = MEANS.format(of=subject.of, groups=words, criterion=subject.criterion)
    spread = SPREAD.format(groups=words.capitalize(), criterion=subject.criterion)
    block = Block(ANSWERED_SO.format(criterion=first), _spread_rows(found, groups))
    picture = _argument(told, scale, MEAN_GAPS) + chart(spread, [block])
    tables = mean_table(caption, told, scale, first) + table(spread, [block], first)
    is_had = not np.isnan(told.standardised.value)
    said = [*(_said(told, scale) if is_had else []), *_said_of_names(found)]
    more = measures(told, scale) if is_had else ""
    return laid_out(picture, tables + more, said, [protected], release)


def _argument(told: Explanation, scale: Scale, title: str) -> str:
    """The difference as it is over the one among equals; of means in each stratum too."""
    subject, parts = told.subject, parts_of(told, scale)
    first, second = (plural(g).lower() for g in subject.groups)
    is_split = parts.is_split and told.verdict != UNDECIDED
    strata = told.merged
    under = [] if strata.is_share else zip(strata.names, within(strata), strata.base, strict=True)
    alike = strata.base[strata.is_shared].sum(axis=0)
    bars = [(ALL, told.crude, strata.base.sum(axis=0)), (ALIKE, told.standardised, alike), *under]
    gone = parts.gone * scale.step if is_split else 0.0
    drawn = [
        Bar(compared(name, subject.groups, sizes), scale.rounded(gap),
            gone if name == ALL else 0.0, is_main=name in (ALL, ALIKE))
        for name, gap, sizes in bars
        if not np.isnan(gap.value)
    ]  # fmt: skip
    named = title.format(of=subject.of, first=first, second=second)
    return argument(named, drawn, subject.groups, scale.told, KEY)


def _all_row(told: Explanation) -> Row:
    base, n = told.merged.base.sum(axis=0), told.merged.total.sum(axis=0)
    return _row(ALL, told.subject.groups, n, base)


def _strata_rows(told: Explanation) -> tuple[Row, ...]:
    """A row for each stratum after small ones were put together; none where one is left."""
    strata, groups = told.merged, told.subject.groups
    if len(strata.names) < 2:
        return ()
    rows = zip(strata.names, strata.total, strata.base, strict=True)
    return tuple(_row(name, groups, n, base) for name, n, base in rows)


def _spread_rows(found: Publishable, groups: tuple[str, str]) -> tuple[Row, ...]:
    """How common each answer is in the two groups, as far as that may be seen."""
    everyone = found.evidence.strata.base.sum(axis=0) + found.evidence.missing
    rows = zip(found.names, found.sizes, strict=True)
    return tuple(_row(name, groups, n, everyone) for name, n in rows)


def _row(label: str, groups: Sequence[str], n: np.ndarray, base: np.ndarray) -> Row:
    """Two groups' shares and the difference; NaN in ``n`` is hidden."""
    low, high = wilson(n, base)
    with np.errstate(divide="ignore", invalid="ignore"):
        figures = zip(groups, n, base, n / base, low, high, strict=True)
    gap = newcombe(n[0], base[0], n[1], base[1])
    return Row(label, tuple(Figure(*f) for f in figures), Gap(*map(float, gap)))


def _said(told: Explanation, scale: Scale) -> list[str]:
    """The difference before and after, and its two parts where there is a verdict."""
    crude, left = told.crude, told.standardised
    figures = FIGURES.format(
        crude=scale.told(crude.value), unit=scale.unit, crude_low=scale.told(crude.low),
        crude_high=scale.told(crude.high), left=scale.told(left.value), low=scale.told(left.low),
        high=scale.told(left.high),
    )  # fmt: skip
    parts = parts_words(told, scale) if told.verdict != UNDECIDED else ""
    return [figures, *([parts] if parts else [])]


def _said_of_names(found: Publishable) -> list[str]:
    """What to mind of the answers: missing ones among them, and those that can't be had."""
    told = [MISSING_TOLD] if any("uppgift saknas" in n for n in found.names) else []
    lost = [f"«{name}»" for name in found.left_out]
    return [*told, *([LEFT_OUT.format(names=listing(lost))] if lost else [])]


def _verdict(found: Publishable, told: Explanation) -> str:
    """The verdict in a box: why, what it would take, the reminder and the question."""
    criterion, word = told.subject.criterion, told.verdict
    is_hidden = bool(found.left_out) and told.ruling is Ruling.MISSING
    lines = [TOO_HIDDEN if is_hidden else told.reason]
    if told.subject.criteria and word in JUSTIFIED:
        lines.append(
            JUSTIFIED[word].format(this=THIS if len(told.subject.criteria) < 2 else THESE)
        )
    is_coarse = is_hidden or (told.ruling is Ruling.COARSE and _is_joined(found))
    lines.append(SEE_MORE if is_coarse else told.needed)
    head = VERDICTS[word].format(criterion=criterion)
    inner = "".join(f"<p>{html(line)}</p>" for line in [*filter(None, lines), told.reminder])
    return f'<div class="isu-samtal"><p class="isu-samtalsfraga">{html(head)}</p>{inner}</div>'


def _is_joined(found: Publishable) -> bool:
    """Whether strata were put together for numbers that are hidden."""
    return isinstance(found.evidence.strata, JoinedStrata)


def _not_enough(subject: Subject) -> str:
    return box([NOT_ENOUGH.format(of=f"«{subject.of}»", criterion=subject.criterion)])
