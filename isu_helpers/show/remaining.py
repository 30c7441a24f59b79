"""What can be said of a difference although no verdict can: its size, and what can't be so."""

import math

import numpy as np

from ..analysis import Explanation
from ..analysis.cube import ANSWERED
from ..analysis.explain.explanation import Subject
from ..analysis.explain.inquiry import Inquiry
from ..analysis.explain.ruling import (
    EXPLAINED,
    LARGER,
    NO_LONGER_THERE,
    NO_SMALLER,
    NOT,
    OTHER_WAY,
    PARTLY,
    TURNS,
    Ruling,
)
from ..analysis.intervals import newcombe, widened
from ..codebook import Variable
from ..disclosure import Release
from ..wording import MINUS, listing, number, percent, the_group
from .measures import Scale, left_of
from .rows import Gap

AT_MOST = "En skillnad på mer än {most}{unit} går att utesluta, åt båda hållen."
BOTH_WAYS = (
    "Det som är kvar kan vara allt från {low}{unit} åt andra hållet till {high} åt samma håll "
    "som nu."
)
ONE_WAY = "Det som är kvar är minst {low} och högst {high}{unit}."
FROM_NOTHING = "Det som är kvar är högst {high}{unit}, och kanske ingenting."
SURE = "Så mycket går ändå att säga: {told}."
OPEN = "Den kan vara borta, lika stor som förut eller större."
TOLD = {
    NO_LONGER_THERE: "den är inte helt borta",
    NO_SMALLER: "den är mindre än bland alla",
    LARGER: "den är inte mycket större än bland alla",
    OTHER_WAY: "den går inte tydligt åt andra hållet",
}
AMONG_KNOWN = (
    "Bland dem som har uppgiften {verdict}. Det kan bli ett annat utslag när även de andra räknas."
)
SURE_OF_KNOWN = (
    "Bland dem som har uppgiften går det att säga så mycket om skillnaden när lika jämförs med "
    "lika: {told}. De andra kan ändra det."
)
VERDICTS = {
    EXPLAINED: "förklaras skillnaden",
    PARTLY: "förklaras skillnaden delvis",
    NOT: "förklaras skillnaden inte",
    TURNS: "växer skillnaden eller byter riktning",
}
UNEVEN = (
    "Skillnaden är olika stor för olika svar, från {least}{unit} för «{least_name}» till {most} "
    "för «{most_name}». Se därför på varje svar för sig."
)


def remaining_words(told: Explanation, scale: Scale) -> list[str]:
    """How large a difference may be, and what can't be so, where there is no verdict.

    Figures are those of the picture, in words; nothing where there is a verdict.
    """
    if told.ruling is Ruling.NO_DIFFERENCE:
        return [_at_most(told, scale)]
    is_open = told.ruling in (Ruling.UNSURE_WHETHER_LEFT, Ruling.MAY_HAVE_TURNED)
    is_sized = is_open or told.ruling is Ruling.UNSURE_HOW_MUCH
    sized = [_range(told, scale)] if is_sized and told.crude.is_clear else []
    among = [_among(told.among_known)] if told.among_known and not told.ruled_out else []
    is_all_open = is_open and not told.ruled_out
    return [*sized, *filter(None, among), *_sure(told.ruled_out), *([OPEN] if is_all_open else [])]


def uneven_words(told: Explanation, scale: Scale) -> list[str]:
    """That the difference is another for other answers to one criterion, where it clearly is."""
    if told.subject.is_joint or not told.uneven:
        return []
    (most_name, most), (least_name, least) = told.uneven
    return [UNEVEN.format(most=scale.told(most), least=scale.told(least), unit=scale.unit,
                          most_name=most_name, least_name=least_name)]  # fmt: skip


def _among(known: Explanation) -> str:
    """What can be said of those whose criterion is known; empty where that is nothing."""
    if known.verdict in VERDICTS:
        return AMONG_KNOWN.format(verdict=VERDICTS[known.verdict])
    told = _clauses(known.ruled_out)
    return SURE_OF_KNOWN.format(told=told) if told else ""


def _at_most(told: Explanation, scale: Scale) -> str:
    most = max(abs(scale.whole(end)) for end in (told.crude.low, told.crude.high))
    return AT_MOST.format(most=_bare(scale, most), unit=scale.unit)


def _range(told: Explanation, scale: Scale) -> str:
    """What is left, from the least to the most, told the way that the crude difference goes."""
    left = left_of(told, scale)
    ends = [scale.whole(v) for v in (left.low, left.high)]
    low, high = sorted(ends if told.crude.value > 0 else [-e for e in ends])
    form = ONE_WAY if low > 0 else FROM_NOTHING if low == 0 else BOTH_WAYS
    amounts = {"low": _bare(scale, abs(low)), "high": _bare(scale, abs(high))}
    return form.format(**amounts, unit=scale.unit)


def _sure(ruled_out: tuple[str, ...]) -> list[str]:
    """What can't be so, in one sentence."""
    told = _clauses(ruled_out)
    return [SURE.format(told=told)] if told else []


def _clauses(ruled_out: tuple[str, ...]) -> str:
    """What can't be so, without what follows from the rest of it."""
    said = {LARGER: NO_SMALLER, OTHER_WAY: NO_LONGER_THERE}
    return listing(TOLD[what] for what in ruled_out if said.get(what) not in ruled_out)


# Where even the comparison of like with like can't be shown.

NOT_ENOUGH = (
    "Underlaget räcker inte för att jämföra {of} mellan personer som svarat lika på {criterion}. "
    "Grupperna blir för små, så för många tal skulle behöva döljas."
)
WITHOUT = (
    "Bland alla är andelen {one} för {first} och {two} för {second}. Skillnaden är {gap} "
    "procentenheter, med ett intervall från {low} till {high}."
)
NOTHING_SURE = "Det är alltså inte säkert att det finns någon skillnad att förklara."
SOMETHING = "Det finns alltså en skillnad, men om kriteriet förklarar den går inte att se."
TAKES = "För att kunna jämföra lika med lika behövs ungefär {people} personer i filen."
ROUNDED = 50


def small_words(inquiry: Inquiry, subject: Subject, release: Release) -> list[str]:
    """What is known where a comparison is not shown, by the tables of step 1 that are out.

    The difference as it is, and about how many people it would take for each answer to the
    criterion to have twice the limit of both groups. What is hidden counts as half of the limit.
    """
    why = NOT_ENOUGH.format(of=f"«{subject.of}»", criterion=subject.criterion)
    if not inquiry.is_share:
        return [why]
    told = _out(inquiry, inquiry.of, release)
    said = [] if told is None else _without(inquiry, *told)
    return [why, *said, *_takes(inquiry, release)]


def _out(
    inquiry: Inquiry, variable: Variable, release: Release
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]] | None:
    """The counts of both groups, a row an answer, NaN where hidden, and how many have answered."""
    protected = release.results.get(inquiry.plain(variable).key)
    if protected is None or protected.is_refused:
        return None
    by, of = protected.axes
    if not {*inquiry.groups} <= {*by.slots}:
        return None
    seen = np.where(protected.visible, protected.cube.n.astype(float), np.nan)
    seen = seen[[by.place(g) for g in inquiry.groups]]
    answers = tuple(a for a in of.slots if a in variable.categories)
    return seen[:, [of.place(a) for a in answers]].T, seen[:, of.place(ANSWERED)], answers


def _without(
    inquiry: Inquiry, counts: np.ndarray, base: np.ndarray, answers: tuple[str, ...]
) -> list[str]:
    n = counts[answers.index(inquiry.answer)] if inquiry.answer in answers else base * np.nan
    if np.isnan([*n, *base]).any() or not base.all():
        return []
    level = widened(None, inquiry.records.design_effect)
    value, low, high = map(float, newcombe(n[0], base[0], n[1], base[1], level=level))
    gap = Gap(value, low, high, sides=(float(n[0] / base[0]), float(n[1] / base[1])))
    names = dict(zip(("first", "second"), map(the_group, inquiry.groups), strict=True))
    shares = dict(zip(("one", "two"), map(percent, n / base), strict=True))
    figures = dict(zip(("gap", "low", "high"), gap.told, strict=True))
    is_open = gap.whole[1] <= 0 <= gap.whole[2]
    return [WITHOUT.format(**shares, **names, **figures), NOTHING_SURE if is_open else SOMETHING]


def _takes(inquiry: Inquiry, release: Release) -> list[str]:
    told = _out(inquiry, inquiry.criteria[0], release) if len(inquiry.criteria) == 1 else None
    if told is None or np.isnan(told[1]).any():
        return []
    least = np.nan_to_num(told[0], nan=release.k / 2).min()
    people = told[1].sum() * 2 * release.k / max(least, release.k / 2)
    if people <= told[1].sum():
        return []
    return [TAKES.format(people=number(math.ceil(people / ROUNDED) * ROUNDED))]


def _bare(scale: Scale, steps: int) -> str:
    return scale.told(steps * scale.step).lstrip("+" + MINUS)
