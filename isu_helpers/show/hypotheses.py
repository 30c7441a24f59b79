"""«Är det lika hos oss?»: findings from elsewhere tried one by one, each with its verdict."""

from collections.abc import Iterable, Sequence

import numpy as np
from markupsafe import Markup

from ..analysis.gap import needed_sentence
from ..analysis.intervals import newcombe, widened
from ..analysis.planned import beside_weight
from ..codebook import SEX, YES_NO, Variable
from ..codebook.library import Entry
from ..configuration import areas
from ..content import load
from ..disclosure import Release
from ..elsewhere import (
    ALIKE,
    EITHER,
    FIRST,
    GAP,
    SECOND,
    VERDICTS,
    Hypotheses,
    Hypothesis,
    Line,
    Outcome,
    Ruling,
    Source,
    Trial,
    listed,
    outcomes,
)
from ..elsewhere.hypotheses import meant
from ..forms import Page
from ..records import Records
from ..wording import NBSP, listing, number, percent, plural
from .absent import entry_told, offered, why_nothing
from .html import html_of
from .model import CHANGE, Bullets, Card, Mend, Paragraph, Part, Section
from .rows import Gap
from .section import box, lower_first, stamp
from .sentences import note

# Findings from elsewhere, listed as a source of questions, each with where it stands.

ELSEWHERE = "Ett fynd på ett annat håll är inte ett faktum hos er. Det är en fråga att ställa."
FOUND, MIND, SOURCE = "Fyndet:", "Tänk på:", "Källa:"
CITED = "{title} ({publisher}, {year})"
CITED_VIA = "{title} ({publisher}, {year}), som den återges av {via}"
SHOWN_IN = {
    FIRST: "Det syns hos er om andelen är högre för {first} än för {second}.",
    SECOND: "Det syns hos er om andelen är högre för {second} än för {first}.",
    EITHER: "Det syns hos er om andelarna skiljer sig åt för {first} och {second}.",
    ALIKE: "Det syns hos er om andelarna är ungefär lika för {first} och {second}.",
    GAP: "Det syns hos er om färre än hälften har fått frågan.",
}
COMPARE, COMPARE_ONE = "Det här jämförs:", "Något av det här jämförs:"
ALSO = "Det här behöver ni också veta:"
EVERY_AREA, SEVERAL_AREAS = "Alla områden", "Flera områden"
AREAS = "Gäller: {names}."
CHILDREN, GROWN = ("flickor", "pojkar"), ("kvinnor", "män")


class Findings(Page):
    """Findings from elsewhere, listed as a source of questions."""

    def __init__(self, items: Sequence[Hypothesis], has_headings: bool):
        self.items = tuple(items)
        self.has_headings = has_headings

    def __repr__(self) -> str:
        return f"{len(self.items)} fynd från andra håll: Är det lika hos oss?"

    @property
    def html(self) -> Markup:
        """The findings, what would show each, and the reminder that they are from elsewhere."""
        parts: list[Part]
        if self.has_headings:
            parts = [_area(heading, items) for heading, items in _by_areas(self.items)]
        else:
            parts = [_finding(h, 3) for h in self.items]
        return html_of([*box([ELSEWHERE]), *parts])


def _area(heading: str, items: Iterable[Hypothesis]) -> Section:
    return Section(heading, parts=tuple(_finding(h, 4) for h in items))


def _by_areas(items: Sequence[Hypothesis]) -> list[tuple[str, list[Hypothesis]]]:
    """The findings under the name of their area, what is for all or several of them first."""
    names = _names()
    order = (EVERY_AREA, SEVERAL_AREAS, *(n[:1].upper() + n[1:] for n in names.values()))
    placed = [(order.index(_heading(h)), h) for h in items]
    return [
        (order[i], found) for i in range(len(order)) if (found := [h for j, h in placed if j == i])
    ]


def _heading(asked: Hypothesis) -> str:
    if len(asked.areas) == 1:
        name = _names()[asked.areas[0]]
        return name[:1].upper() + name[1:]
    return SEVERAL_AREAS if asked.areas else EVERY_AREA


def _names() -> dict[str, str]:
    return {a.id: a.name for a in areas()}


def _finding(asked: Hypothesis, level: int) -> Card:
    """A finding under a heading of that level, what would show it, and what that takes."""
    first, second = _group_words(asked)
    shown = SHOWN_IN[asked.claim].format(first=first, second=second)
    parts = (*_areas(asked), Paragraph(shown), *_needed_findings(asked), *about(asked))
    return Card(asked.question, parts, level)


def _areas(asked: Hypothesis) -> tuple[Part, ...]:
    """Which areas it is for, where they are several."""
    names = "; ".join(_names()[id] for id in asked.areas)
    return (Paragraph(AREAS.format(names=names)),) if len(asked.areas) > 1 else ()


def _needed_findings(asked: Hypothesis) -> tuple[Part, ...]:
    """What is compared, and what else one needs to know."""
    lead = COMPARE_ONE if len(asked.outcomes) > 1 and not asked.is_all else COMPARE
    compared = [e for e in asked.variables if e.id in asked.outcomes]
    parts: list[Part] = [Paragraph(lead), *_entries(compared)]
    if asked.beside:
        parts += [Paragraph(ALSO), *_entries(asked.beside)]
    return tuple(parts)


def _group_words(asked: Hypothesis) -> tuple[str, str]:
    if asked.by == SEX:
        return CHILDREN if asked.areas == ("barn_och_unga",) else GROWN
    first, second = (listing((f"«{a}»" for a in group), "eller") for group in asked.groups)
    return first, second


def about(asked: Hypothesis) -> tuple[Part, ...]:
    """The finding, what to mind and where it stands."""
    lines = ((FOUND, asked.finding), (MIND, asked.mind), (SOURCE, _cited(asked.source) + "."))
    return tuple(Paragraph(text, lead=lead) for lead, text in lines)


def _cited(source: Source) -> str:
    form = CITED_VIA if source.via else CITED
    return form.format(title=source.title, publisher=source.publisher, year=source.year,
                       via=source.via)  # fmt: skip


def _entries(entries: Sequence[Entry]) -> tuple[Bullets, ...]:
    return bullets(map(entry_told, entries))


def bullets(texts: Iterable[str], **values: object) -> tuple[Bullets, ...]:
    """A list of texts, with values in their places where any are given."""
    items = tuple(t.format(**values) if values else t for t in texts)
    return (Bullets(items),) if items else ()


# «Är det lika hos oss?»: findings from elsewhere tried one by one, each with its verdict.

NOT_WHY = "Talen säger inte varför det ser ut så. Det talar ni om i steg 2."
COUNTED = "{tried} av {all} fynd går att pröva med er kodbok. {words}."
COUNTED_AS = "{word}: {count}"
NO_AREA = (
    "Inget område är angivet, så bara det som gäller alla områden prövas. "
    "Skriv ert område i isu.yaml, så prövas fler fynd."
)
FEW_ASKED_OF = "De som räknas är för få."
GAP_UNSURE = (
    "Det går varken att säga att färre än hälften eller att minst {most} procent har fått frågan."
)
NOT_RULED_OUT = "Det går inte att utesluta en skillnad på {limit} procentenheter eller mer."
NOT_ONE_WAY = "Skillnaderna går inte alla åt det håll som fyndet säger."
AMONG_ALL = "Skillnaden är inte tydlig när alla fynd som prövas räknas in."
HOW = "Så avgörs det"
RULES = (
    "Syns hos oss: skillnaden är tydlig, åt det håll som fyndet säger, när alla fynd som prövas "
    "räknas in.",
    "Syns inte: det går att utesluta en skillnad på {limit} procentenheter eller mer åt det "
    "hållet. Eller så går skillnaden tydligt åt andra hållet.",
    "Säger fyndet att ingen skillnad finns är det tvärtom. Då syns det hos oss när en så stor "
    "skillnad går att utesluta, och syns inte när en skillnad är tydlig.",
    "Säger fyndet att något saknas: syns hos oss när färre än hälften har fått frågan, och syns "
    "inte när minst {most} procent har fått den.",
    "Allt annat går inte att avgöra. Det är också ett svar: ni vet vad ni behöver ta reda på.",
    "Fynden är få och valda i förväg. Därför kan en skillnad synas här, fast den är osäker i "
    "steg 1.",
)
REASONS = {
    Ruling.CLEAR: "Skillnaden är tydlig.",
    Ruling.LITTLE: "Skillnaden är tydlig, men liten.",
    Ruling.LIKE: "En skillnad på {limit} procentenheter eller mer går att utesluta.",
    Ruling.FEW_ASKED: "Färre än hälften har fått frågan.",
    Ruling.OTHER_WAY: "Skillnaden går åt andra hållet.",
    Ruling.SMALL: "En skillnad som i fyndet, på minst {limit} procentenheter, går att utesluta.",
    Ruling.UNLIKE: "Här finns en tydlig skillnad.",
    Ruling.MOST_ASKED: "De flesta har fått frågan.",
    Ruling.NO_VARIABLE: "Uppgiften finns inte i er kodbok.",
    Ruling.NO_ANSWER: (
        "Frågan finns i er fil, men inte svaren som behövs: {answers}. "
        "Byt namn på svaren i kodboken, eller skriv dem som synonymer."
    ),
    Ruling.HIDDEN: "Tal som behövs är dolda, för att ingen ska kunna kännas igen.",
    Ruling.FEW: "Grupperna är för små för att jämföra.",
    Ruling.UNSURE: "Det kan finnas en skillnad, och det kan saknas en.",
}
SHARES = (
    "{among}{what}: {one} för {first} och {two} för {second}. Skillnaden är {gap}, med ett "
    "intervall från {low} till {high}."
)
LARGEST = "Störst skillnad bland talen här. "
ASKED = "{what}: {share} av alla har fått frågan."
WHAT, WHAT_ANSWER = "«{of}»", "«{of}», svaret {answers}"
AMONG, AMONG_ANSWER = "Bland {groups}. ", "Bland dem med svaret {answers} på «{of}». "


def same_here(records: Records | None = None, omrade: str | None = None) -> Findings | Hypotheses:
    """Findings from elsewhere: is it the same here?

    Parameters
    ----------
    records
        The people. Without them (or without anybody in them) the findings are listed, as a
        source of questions; with them each that the codebook can bear is tried, and told to be
        «syns hos oss», «syns inte» or «går inte att avgöra».
    omrade
        The area, in the words of the settings. Without it all findings are listed, but only
        those that hold for every area are tried.

    Returns
    -------
    Findings or Hypotheses
        The list, with the variables that each would need; or the trials, counted and protected
        when they are shown.

    Examples
    --------
    >>> same_here(omrade="våld i nära relationer")
    4 fynd från andra håll: Är det lika hos oss?
    """
    if records is None or not len(records):
        return Findings(listed(omrade or None), has_headings=not omrade)
    return Hypotheses(records, listed(omrade or ""), omrade or "")


def hypotheses_section(shown: Hypotheses, release: Release) -> Section:
    """Each finding under its verdict, of numbers that may be published; then how it is decided."""
    found = outcomes(shown, release)
    by_word = [(word, [o for o in found if o.word == word]) for word in VERDICTS]
    verdicts = [_verdict(word, some) for word, some in by_word if some]
    minded = box([ELSEWHERE] if shown.area else [NO_AREA])
    return Section(
        parts=(*stamp(release), Paragraph(_counted(found)), *minded, *verdicts, _how(release))
    )


def _how(release: Release) -> Section:
    rules = bullets(RULES, limit=_limit(), most=_most())
    return Section(HOW, parts=(*rules, Paragraph(NOT_WHY), Paragraph(note(release.k), "not")))


def _counted(found: Sequence[Outcome]) -> str:
    words = [o.word for o in found]
    told = [COUNTED_AS.format(word=w.capitalize(), count=words.count(w)) for w in VERDICTS]
    tried = sum(o.trial.is_bearable for o in found)
    return COUNTED.format(tried=tried, all=len(found), words=". ".join(told))


def _verdict(word: str, found: Sequence[Outcome]) -> Section:
    """The findings with one verdict, those that could be tried first."""
    ordered = sorted(found, key=lambda o: not o.trial.is_bearable)
    return Section(word.capitalize(), parts=tuple(map(_card, ordered)))


def _card(outcome: Outcome) -> Card:
    asked = outcome.trial.hypothesis
    why = " ".join([_reason(outcome), *_needed(outcome)])
    told = Paragraph(why, lead=f"{outcome.word.capitalize()}.")
    ready, named = offered(_ready(outcome.trial)), _to_name(outcome)
    parts = (told, *named, *bullets(_figures(outcome)), *ready, *about(asked))
    return Card(asked.question, parts, level=4)


def _to_name(outcome: Outcome) -> tuple[Mend, ...]:
    """The questions whose answers are to be called otherwise, where that is what is wanting."""
    if outcome.ruling is not Ruling.NO_ANSWER:
        return ()
    asked = outcome.trial.hypothesis
    ids = [*asked.outcomes, *([asked.by] if asked.by != SEX else [])]
    ids += [asked.among.id] if asked.among else []
    found = (v for id in ids for v in meant(outcome.trial.records, asked, id))
    return tuple(Mend(CHANGE, name=name) for name in dict.fromkeys(v.name for v in found))


def _ready(trial: Trial) -> list[Entry]:
    """The ready variables that the codebook has not got already."""
    return [e for e in trial.missing if e not in _meant(trial)]


def _reason(outcome: Outcome) -> str:
    asked, ruling = outcome.trial.hypothesis, outcome.ruling
    if ruling is Ruling.NO_VARIABLE:
        known = [v for variables in _meant(outcome.trial).values() for v in variables]
        return why_nothing(outcome.trial.records, known, REASONS[ruling])
    if ruling is Ruling.FEW and asked.claim == GAP:
        return FEW_ASKED_OF
    if ruling is Ruling.UNSURE:
        return _unsure(outcome)
    wanted = [*asked.answers, *(a for g in asked.groups for a in g if asked.by != SEX)]
    wanted += asked.among.answers if asked.among else ()
    answers = listing((f"«{a}»" for a in dict.fromkeys(wanted)), "eller")
    return REASONS[outcome.ruling].format(limit=_limit(), answers=answers)


def _unsure(outcome: Outcome) -> str:
    """Why nothing can be told for sure: of a share, of differences that part, or of one."""
    claim = outcome.trial.hypothesis.claim
    if claim == GAP:
        return GAP_UNSURE.format(most=_most())
    if not _stand_alone(outcome):
        return REASONS[Ruling.UNSURE]
    lows, highs = outcome.intervals[:, 1], outcome.intervals[:, 2]
    if claim == ALIKE and ((lows > 0) | (highs < 0)).any():
        return NOT_RULED_OUT.format(limit=_limit())
    against = {FIRST: highs < 0, SECOND: lows > 0}.get(claim, lows > highs)
    return NOT_ONE_WAY if against.any() else AMONG_ALL


def _meant(trial: Trial) -> dict[Entry, tuple[Variable, ...]]:
    """The variables of the codebook that are each of those that can't be had."""
    every = {e: meant(trial.records, trial.hypothesis, e.id) for e in trial.missing}
    return {entry: variables for entry, variables in every.items() if variables}


def _stand_alone(outcome: Outcome) -> bool:
    """Whether some difference would be clear if it were the only one looked at."""
    gaps = (_gap(line, outcome.trial) for line in outcome.lines)
    return any(low > 0 or high < 0 for _, low, high in gaps)


def _needed(outcome: Outcome) -> list[str]:
    """How large groups it would take, where more people would tell."""
    is_mended = outcome.ruling in (Ruling.FEW, Ruling.UNSURE)
    if not is_mended or outcome.trial.hypothesis.claim == GAP:
        return []
    family = outcome.tried / beside_weight()
    return [needed_sentence(load("thresholds")["syns_inte_gap"]["value"], family)]


def _figures(outcome: Outcome) -> list[str]:
    """What is seen: each share, or of several answers to one question the largest difference."""
    trial = outcome.trial
    shown = [line for line in outcome.lines if not line.is_hidden and min(line.base)]
    if trial.hypothesis.claim == GAP:
        shares = [(_what(line), percent(line.n[0] / line.base[0])) for line in shown]
        return [ASKED.format(what=what, share=share) for what, share in shares]
    if trial.hypothesis.claim == EITHER and len(outcome.lines) > 1:
        largest = sorted(shown, key=lambda line: -abs(_gap(line, trial)[0]))[:1]
        return [LARGEST + _shares(line, trial) for line in largest]
    return [_shares(line, trial) for line in shown]


def _shares(line: Line, trial: Trial) -> str:
    """Both shares, the higher first, and the difference with its interval."""
    one, two = (n / base for n, base in zip(line.n, line.base, strict=True))
    gap_value, gap_low, gap_high = _gap(line, trial)
    gap = Gap(gap_value, gap_low, gap_high, sides=(one, two))
    order = (0, 1) if gap.value >= 0 else (1, 0)
    value, low, high = (gap if gap.value >= 0 else gap.turned).told
    higher, lower = (percent(line.n[i] / line.base[i]) for i in order)
    first, second = (_group(line.groups[i], trial) for i in order)
    told = value.removeprefix("+") + NBSP + "procentenheter"
    return SHARES.format(
        among=_among(trial), what=_what(line), one=higher, two=lower, first=first, second=second,
        gap=told, low=low, high=high,
    )  # fmt: skip


def _gap(line: Line, trial: Trial) -> tuple[float, ...]:
    (n1, n2), (base1, base2) = line.n, line.base
    level = widened(None, trial.records.design_effect)
    return tuple(float(np.asarray(x)) for x in newcombe(n1, base1, n2, base2, level=level))


def _what(line: Line) -> str:
    variable = line.question.variable
    is_yes = variable.kind == YES_NO and line.answers == ("Ja",)
    answers = listing((f"«{a}»" for a in line.answers), "eller")
    return (WHAT if is_yes else WHAT_ANSWER).format(of=variable.title, answers=answers)


def _group(answers: tuple[str, ...], trial: Trial) -> str:
    """A group in a sentence: flickor, or the answer as it stands."""
    by = trial.by
    if by and by.role == SEX:
        return listing(plural(a).lower() for a in answers)
    if by and by.kind == YES_NO:
        answers = tuple(f"{lower_first(by.title)}: {lower_first(a)}" for a in answers)
    return listing((f"«{a}»" for a in answers), "eller")


def _among(trial: Trial) -> str:
    if trial.among is None:
        return ""
    variable, answers = trial.among
    if variable.role == SEX:
        return AMONG.format(groups=listing(plural(a).lower() for a in answers))
    named = listing((f"«{a}»" for a in answers), "eller")
    return AMONG_ANSWER.format(answers=named, of=variable.title)


def _most() -> str:
    return number(load("thresholds")["lucka_sluten"]["value"] * 100)


def _limit() -> str:
    return number(load("thresholds")["syns_inte_gap"]["value"] * 100)
