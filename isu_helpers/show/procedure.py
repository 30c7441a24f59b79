"""The procedure for unjustified differences as sections, and what to collect where data lack."""

from collections.abc import Iterable, Sequence

from ..analysis.explain.difference import NEED, TOGETHER, TRACKS, Procedure, ready
from ..analysis.explain.ruling import EXPLAINED, NOT, PARTLY, TURNS, UNDECIDED, Ruling
from ..codebook import CRITERIA, YES_NO, Variable
from ..codebook.library import Entry, entry, suits, worded
from ..content import load
from ..disclosure import Release
from ..run import current
from ..wording import listing
from .absent import mends_of, offered, why_nothing
from .explanation import entered, explained, inquiry_section, named, told_parts
from .model import ANY, CRITERION, OUTCOME, Card, Mend, Notice, Paragraph, Part, Section
from .needs import assessed_alone, needs_told
from .section import box

NO_OUTCOME = (
    "Kodboken har ingen fråga om {what} med svaren ja och nej. Finns den i filen anger ni i "
    "kodboken vilken det är, så kan den jämföras här."
)
SEE_FIRST = "Det kan inte prövas utan en fråga om {what}. Se det första kriteriet."
NO_DATA = "Ingen fråga i kodboken hör till det här kriteriet: {name}."
COLLECT = "Det här behöver ni ta reda på: {what}"
NOT_TOGETHER = (
    "Flera kriterier på en gång kan inte visas för «{of}». Underlaget räcker inte: grupperna blir "
    "för små när personer ska vara lika i flera saker. Läs kriterierna ett i taget."
)
ONE_ONLY = (
    "Det behövs uppgifter om minst två kriterier för att jämföra dem tillsammans. "
    "Se ovan vad som saknas."
)
IN_ALL = "{of}, alla kriterier sammantaget: {verdict}"
SUMMED = {
    EXPLAINED: "skillnaden är motiverad.",
    PARTLY: "en del av skillnaden är motiverad.",
    NOT: "skillnaden är omotiverad.",
    UNDECIDED: "det går inte att avgöra om skillnaden är motiverad.",
}
NO_DIFFERENCE = "det finns ingen säker skillnad att förklara."
ONE_IS_ENOUGH = "Det räcker att ett kriterium förklarar skillnaden, och det gör {names}."
ONLY_TOGETHER = "Inget kriterium räcker för sig, men {names} förklarar skillnaden tillsammans."
A_PART = "En del av skillnaden förklaras av {names}, men inget kriterium förklarar hela."
NONE_DOES = "Alla kriterier är prövade, och inget av dem förklarar skillnaden."
NONE_OF_THOSE = "Inget kriterium som gick att pröva förklarar skillnaden."
NOT_TRIED = "Det här gick inte att avgöra: {names}."
YET_LEFT = "När personer är lika i {names} på en gång är skillnaden ändå inte borta. Ta upp det."
PARTICIPATED = "deltog"  # the ready variable for having taken part


def procedure_section(shown: Procedure, release: Release) -> Section:
    """Each outcome, criterion by criterion and then several together."""
    if not shown.outcomes:
        return Section(parts=_no_outcome(shown))
    told = (part for step in shown.steps for part in _step(shown, step, release))
    return Section(parts=(*_any_of_several(shown), *told))


def _any_of_several(shown: Procedure) -> tuple[Mend, ...]:
    """What to make of several answers, that are each compared by itself: whether any was given."""
    wholes = {v.part_of for v in shown.outcomes if v.part_of}
    wholes -= {v.made_of[0] for v in shown.outcomes if v.made_of}
    is_first = shown.steps[0] == TRACKS[shown.what][0]
    return (Mend(ANY),) if wholes and is_first else ()


def _no_outcome(shown: Procedure) -> tuple[Part, ...]:
    """What to do where there is nothing to compare: told in full at the first criterion only."""
    if shown.steps[0] != TRACKS[shown.what][0]:
        return (Paragraph(SEE_FIRST.format(what=shown.what)),)
    ready = [entry(PARTICIPATED)] if shown.what == "delaktighet" else []
    asked = [v for v in shown.records.codebook.with_role(shown.what) if _is_outcome(v)]
    told = why_nothing(shown.records, asked, NO_OUTCOME.format(what=shown.what))
    mends = mends_of(shown.records, asked, Mend(OUTCOME, shown.what))
    return (*box([told], *mends), *_offer([] if asked else ready))


def _is_outcome(variable: Variable) -> bool:
    return variable.kind == YES_NO and not variable.criterion


def _step(shown: Procedure, step: str, release: Release) -> Iterable[Part]:
    if step == TOGETHER:
        return [part for of in shown.outcomes for part in _together(shown, of, release)]
    if not shown.variables(step):
        return _lacking(step)
    tried = [
        inquiry_section(a.inquiry, a.subject, release)
        for outcome in shown.outcomes
        for a in shown.answers(outcome, step)
    ]
    return [needs_told(shown), *tried, *_alone(shown, release)] if step == NEED else tried


def _alone(shown: Procedure, release: Release) -> list[Card]:
    """Boxes for outcomes that only what was assessed of need explains."""
    each = ((of, _verdicts(shown, of, NEED, release)) for of in shown.outcomes)
    return [card for of, rulings in each for card in assessed_alone(shown, of, rulings)]


def _together(shown: Procedure, outcome: Variable, release: Release) -> list[Part]:
    """What all criteria say; then as many at once as there is enough to go by, else pairs."""
    answers = list(shown.answers(outcome, TOGETHER))
    had = [a for a in answers if entered(a.inquiry, release)]
    most = max((len(a.inquiry.criteria) for a in had), default=0)
    kept = [a for a in had if len(a.inquiry.criteria) == most]
    told = [told_parts(a.inquiry, a.subject, release) for a in kept]
    parts = [named(a.subject, parts) for a, (parts, _) in zip(kept, told, strict=True)]
    joint = {t.subject.criterion: t.verdict for _, t in told if t}
    found = parts or box([NOT_TOGETHER.format(of=outcome.title)])
    return [_in_all(shown, outcome, joint, release), *(found if answers else box([ONE_ONLY]))]


def _in_all(shown: Procedure, outcome: Variable, joint: dict[str, str], release: Release) -> Card:
    """One line over all criteria, alone and together: one that explains is enough."""
    tried = {c: _verdicts(shown, outcome, c, release) for c in TRACKS[shown.what]}
    verdict, lines = weighed({c: _best(v) for c, v in tried.items()}, joint)
    rulings = [ruling for found in tried.values() for ruling in found]
    if rulings and all(r is Ruling.NO_DIFFERENCE for r in rulings):
        verdict, lines = NO_DIFFERENCE, []
    told = IN_ALL.format(of=outcome.title, verdict=verdict)
    return Card(told, tuple(map(Paragraph, lines)))


def _verdicts(
    shown: Procedure, outcome: Variable, criterion: str, release: Release
) -> list[Ruling | None]:
    """What each variable of a criterion says; None where it can't be tried."""
    answers = shown.answers(outcome, criterion)
    found = [explained(a.inquiry, a.subject, release) for a in answers]
    return [told.ruling if told else None for told in found]


def _best(rulings: Sequence[Ruling | None]) -> str:
    """The verdict of a criterion by its variables: one that explains is enough."""
    words = {ruling.word if ruling else UNDECIDED for ruling in rulings} or {UNDECIDED}
    return next(w for w in (EXPLAINED, PARTLY, UNDECIDED, TURNS, NOT) if w in words)


def weighed(alone: dict[str, str], joint: dict[str, str]) -> tuple[str, list[str]]:
    """The verdict of all criteria and why, by the verdict of each and of several together."""
    names = {word: [c for c, v in alone.items() if v == word] for word in (*SUMMED, TURNS)}
    open_ = [NOT_TRIED.format(names=_named(names[UNDECIDED]))] if names[UNDECIDED] else []
    if names[EXPLAINED]:
        left = [n for n, v in joint.items() if v in (NOT, TURNS)][:1]
        lines = [ONE_IS_ENOUGH.format(names=_named(names[EXPLAINED]))]
        return SUMMED[EXPLAINED], [*lines, *(YET_LEFT.format(names=n) for n in left)]
    for word, line in ((EXPLAINED, ONLY_TOGETHER), (PARTLY, A_PART)):
        both = [n for n, v in joint.items() if v == word][:1]
        if word == PARTLY and names[PARTLY]:
            both = [_named(names[PARTLY])]
        if both:
            return SUMMED[word], [line.format(names=both[0]), *open_]
    if len(names[UNDECIDED]) == len(alone):
        return SUMMED[UNDECIDED], open_
    word, line = (UNDECIDED, NONE_OF_THOSE) if open_ else (NOT, NONE_DOES)
    return SUMMED[word], [line, *open_]


def _named(criteria: Sequence[str]) -> str:
    names = load("omotiverade")["kriterier"]
    return listing(f"«{names[c]['namn']}»" for c in criteria)


def _lacking(step: str) -> tuple[Part, ...]:
    """What would have to be collected for a criterion, and the variables that stand ready."""
    told = load("omotiverade")["kriterier"][step]
    lines = (NO_DATA.format(name=told["namn"]), COLLECT.format(what=told["samla"]))
    mends = [Mend(CRITERION, step)] * (step in CRITERIA)
    return (Notice(lines), *mends, *_offer(ready(step)))


def _offer(found: Sequence[Entry]) -> tuple[Part, ...]:
    """The ready variables that suit the area of the run."""
    run = current()
    area = run.omrade if run else ""
    return offered(worded(e, area) for e in found if suits(e, area))
