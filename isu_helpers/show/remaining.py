"""What can be said of a difference although no verdict can: its size, and what can't be so."""

from ..analysis import Explanation
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
from ..wording import MINUS, listing
from .measures import Scale, left_of

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


def _bare(scale: Scale, steps: int) -> str:
    return scale.told(steps * scale.step).lstrip("+" + MINUS)
