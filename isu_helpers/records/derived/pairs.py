"""Change in the same people from start to follow-up, and who has an answer on both occasions."""

from dataclasses import replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from ...codebook import LOWER, NO, NUMBER, SCALE, YES, YES_NO, Option, Rule, Variable, key_of
from ...content import load
from ...errors import CodebookError
from .rule import Answers, Codes, is_rule, rule_of

CHANGE, FOLLOWED = "förändring", "uppföljning"
RELIABLE = 1.96  # standard errors of a difference: Jacobson and Truax's limit
PLACES = 9  # decimals of a difference: 5,3 − 5,2 is 0,1
LOOSE = ("vid", "efter", "före", "i", "på", "till", "från", "under")  # not last in a title
UNPLACED = ("inte bedömd", "ej bedömd", "inte känt", "inte känd", "okänd", "okänt")

BETTER, WORSE = ("Bättre", "Oförändrat", "Sämre"), ("Högre", "Oförändrat", "Lägre")
TURNED = ("Från {second} till {first}", "Oförändrat", "Från {first} till {second}")
HAS, LACKS = "Har svar vid uppföljningen", "Saknar svar vid uppföljningen"
NAME = "{name} ({rule})"
LABEL = "{title}, {rule}"
BETWEEN = "{before} till {after}"
NO_ORDER = (
    "Variabeln «{name}» har svar utan ordning ({kind}). Väntade skala, tal eller ja/nej för att "
    "kunna se en förändring. Ändra typen i kodboken eller välj en annan variabel."
)
NO_COLUMN = (
    "Variabeln «{name}» finns i kodboken, men filen har ingen kolumn för den. Väntade svar både "
    "vid start och vid uppföljning. Lägg till kolumnen i filen eller välj en annan variabel."
)
NOT_ALIKE = (
    "Variablerna «{before}» och «{after}» har olika svar. Väntade samma typ och samma svar vid "
    "båda tillfällena. Ändra den ena i kodboken."
)
TWO_WAYS = (
    "Variablerna «{before}» och «{after}» säger olika om vad som är bättre. Väntade samma håll. "
    "Ändra det på den ena i kodboken."
)


def values_of(answers: Answers, variable: Variable) -> NDArray[np.float64]:
    """Each row's answer as a number: itself, its place on a scale, 1 for the first of yes and no.

    NaN where missing, and where the answer has no place on the scale, such as «Vet ej».
    """
    if variable.kind == NUMBER:
        return answers.frame[variable.name].to_numpy(dtype=float)
    codes = answers.codes(variable).astype(float)
    if variable.kind == YES_NO:
        return np.where(codes < 0, np.nan, 1 - codes)
    beside = [i for i, c in enumerate(variable.categories) if is_beside(c)]
    return np.where((codes < 0) | np.isin(codes, beside), np.nan, codes)


def is_beside(category: str) -> bool:
    """Whether an answer has no place on a scale: «Vet ej», «Ej aktuellt», «Inte bedömd»."""
    return key_of(category) in {*map(key_of, load("intake")["utan_ordning"]), *UNPLACED}


def limit_of(answers: Answers, variable: Variable) -> float:
    """How far apart two answers must be to differ by more than the instrument's own noise.

    1.96 standard errors of a difference, worked out of the instrument's reliability and the
    spread at start; 0 where the reliability is not known. Source: Jacobson and Truax (1991),
    Journal of Consulting and Clinical Psychology 59, 12-19.
    """
    before, after = _sources(answers, rule_of(variable))
    reliability = after.reliability or before.reliability
    start = values_of(answers, before)
    start = start[~np.isnan(start)]
    if not reliability or len(start) < 2:
        return 0.0
    return float(RELIABLE * start.std(ddof=1) * np.sqrt(2 * (1 - reliability)))


def is_of_change(variable: Variable) -> bool:
    """Whether a variable tells of a change, or who was reached."""
    return variable.rule is not None and variable.rule.name in (CHANGE, FOLLOWED)


def are_of_one_change(one: Variable, two: Variable) -> bool:
    """Whether two variables belong to one change: of the same two, or one made of the other."""
    made = [v for v in (one, two) if is_of_change(v)]
    others = {v.name for v in (one, two) if not is_of_change(v)}
    sources = {rule_of(v).sources for v in made}
    return len(sources) == 1 and others <= set(*sources)


def possible(
    answers: Answers, change: Variable, followed: Variable
) -> frozenset[tuple[int, int, int, int]]:
    """Which answers at start and follow-up go with which change, and with who was reached.

    The places of the four; -1 is none. What the numbers' classes leave open is all there; so is
    what the rows have, such as a number with more decimals than the codebook tells.
    """
    before, after = _sources(answers, rule_of(change))
    limit, sign = limit_of(answers, change), _sign(before, after)
    codes = [answers.codes(v).tolist() for v in (before, after, change, followed)]
    found = {(-1, -1, -1, -1), *zip(*codes, strict=True)}
    found |= {(-1, j, -1, -1) for j in range(len(after.categories))}
    for i, one in enumerate(_spans(before)):
        is_placed = not np.isnan(one[0])
        found.add((i, -1, -1, 1 if is_placed else -1))
        for j, two in enumerate(_spans(after)):
            for c in _codes_between(one, two, limit, sign):
                found.add((i, j, c, int(c < 0) if is_placed else -1))
    return frozenset(found)


def _spans(variable: Variable) -> list[tuple[float, float]]:
    """The least and the largest number of each category; NaN of one with no place on the scale."""
    if variable.kind != NUMBER:
        places = range(len(variable.categories))
        values = [1 - i if variable.kind == YES_NO else i for i in places]
        beside = [is_beside(c) for c in variable.categories]
        return [(np.nan, np.nan) if b else (v, v) for v, b in zip(values, beside, strict=True)]
    step = 10.0**-variable.decimals
    lows, highs = (-np.inf, *variable.classes), (*variable.classes, np.inf)
    return [(low, high - step) for low, high in zip(lows, highs, strict=True)]


def _codes_between(
    one: tuple[float, float], two: tuple[float, float], limit: float, sign: int
) -> list[int]:
    """The places of the changes that can lead from one span to another."""
    if np.isnan([*one, *two]).any():
        return [-1]
    ends = sorted((sign * round(two[0] - one[1], PLACES), sign * round(two[1] - one[0], PLACES)))
    can = ends[1] > limit, ends[0] <= limit and ends[1] >= -limit, ends[0] < -limit
    return [i for i, is_so in enumerate(can) if is_so]


def direction_of(before: Variable, after: Variable) -> str:
    """The direction that is better, empty where the codebook does not tell.

    Raises
    ------
    CodebookError
        When the two occasions say different things.
    """
    if before.better and after.better and before.better != after.better:
        raise CodebookError(TWO_WAYS.format(before=before.name, after=after.name))
    return after.better or before.better


def _sources(answers: Answers, rule: Rule) -> tuple[Variable, Variable]:
    """Start and follow-up, answered alike and in an order."""
    before, after = (answers.codebook[name] for name in rule.sources)
    for variable in (before, after):
        if variable.name not in answers.frame:
            raise CodebookError(NO_COLUMN.format(name=variable.name))
        if variable.kind not in (NUMBER, SCALE, YES_NO):
            raise CodebookError(NO_ORDER.format(name=variable.name, kind=variable.kind))
    is_alike = before.kind == NUMBER or before.categories == after.categories
    if before.kind != after.kind or not is_alike:
        raise CodebookError(NOT_ALIKE.format(before=before.name, after=after.name))
    return before, after


def _change(answers: Answers, rule: Rule) -> Variable:
    before, after = _sources(answers, rule)
    names: tuple[str, ...] = BETTER if direction_of(before, after) else WORSE
    if before.kind == YES_NO and names is WORSE:
        first, second = (c.lower() for c in before.categories)
        names = tuple(name.format(first=first, second=second) for name in TURNED)
    return replace(
        _named(before, after, rule),
        kind=SCALE,
        options=tuple(map(Option, names)),
        is_sensitive=before.is_sensitive or after.is_sensitive,
        is_open=before.is_open and after.is_open,
        is_missing_sensitive=before.is_missing_sensitive or after.is_missing_sensitive,
    )


def _change_codes(answers: Answers, variable: Variable) -> Codes:
    before, after = _sources(answers, rule_of(variable))
    step = _sign(before, after) * np.round(
        values_of(answers, after) - values_of(answers, before), PLACES
    )
    limit = limit_of(answers, variable)
    codes = np.where(step > limit, 0, np.where(step < -limit, 2, 1))
    return np.where(np.isnan(step), -1, codes)


def _sign(before: Variable, after: Variable) -> int:
    return -1 if direction_of(before, after) == LOWER else 1


def _followed(answers: Answers, rule: Rule) -> Variable:
    """Who of those with an answer at start has one later: a lack of answers, open as such are."""
    before, after = _sources(answers, rule)
    is_secret = before.is_missing_sensitive or after.is_missing_sensitive
    named = replace(_named(before, after, rule), options=(Option(HAS), Option(LACKS)))
    return replace(named, is_open=not is_secret, is_missing_sensitive=is_secret)


def _followed_codes(answers: Answers, variable: Variable) -> Codes:
    before, after = (values_of(answers, v) for v in _sources(answers, rule_of(variable)))
    return np.where(np.isnan(before), -1, np.isnan(after))


def _named(before: Variable, after: Variable, rule: Rule) -> Variable:
    return Variable(
        name=NAME.format(name=before.name, rule=rule.name),
        label=LABEL.format(title=_title(before.title, after.title), rule=rule.name),
        role="resultat",
        rule=rule,
    )


def _title(before: str, after: str) -> str:
    """What two titles have in common: «AUDIT» of «AUDIT vid start» and «AUDIT efter ett år»."""
    pairs = zip(before.split(), after.split(), strict=False)
    words = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs)]
    while words and words[-1].lower().strip(",:–-") in (*LOOSE, ""):
        words.pop()
    return " ".join(words).rstrip(",:–- ") or BETWEEN.format(before=before, after=after)


is_rule(CHANGE, _change, _change_codes)
is_rule(FOLLOWED, _followed, _followed_codes)


# How far people come along a chain of yes/no steps, and what that has to do with each step.

FARTHEST, REACHED, ONWARD, BESIDE = "steg", "nådde steg", "vidare till steg", "i och utanför steg"
NONE = "Ingen av stegen"
UP_TO = "Till och med «{title}»"
HOW_FAR = "Hur långt i kedjan"
FROM_TO = "{before} → {after}"
WAYS = ("Ja i kedjan", "Nej i kedjan", "Ja utanför kedjan", "Nej utanför kedjan")
CHAIN = " → "
STEPS_NAME = "{rule} ({chain})"
PLACED = "{rule} {place} ({chain})"


def _ways(answers: Answers, sources: tuple[str, ...]) -> np.ndarray:
    """For each row and step: 0 yes, 1 no, 2 missing."""
    codes = [answers.codes(answers.codebook[name]) for name in sources]
    return np.column_stack([np.where(c < 0, 2, np.minimum(c, 1)) for c in codes])


def _ends(ways: np.ndarray) -> np.ndarray:
    """How many steps each row has taken without a break; −1 where the next answer is missing."""
    closed = np.column_stack([ways, np.ones(len(ways), dtype=int)])
    taken = (closed > 0).argmax(axis=1)
    return np.where(closed[np.arange(len(ways)), taken] == 2, -1, taken)


def _place(rule: Rule) -> int:
    """Which step a rule is about, from 1."""
    return int(rule.detail[0])


def _named_steps(answers: Answers, rule: Rule) -> Variable:
    sources = [answers.codebook[name] for name in rule.sources]
    name = PLACED if rule.detail else STEPS_NAME
    return Variable(
        name.format(rule=rule.name, place=" ".join(rule.detail), chain=CHAIN.join(rule.sources)),
        label=HOW_FAR,
        kind=YES_NO,
        options=(YES, NO),
        is_sensitive=any(s.is_sensitive for s in sources),
        is_missing_sensitive=any(s.is_missing_sensitive for s in sources),
        rule=rule,
    )


def _titles(answers: Answers, rule: Rule) -> list[str]:
    return [answers.codebook[name].title for name in rule.sources]


def _farthest(answers: Answers, rule: Rule) -> Variable:
    names = (NONE, *(UP_TO.format(title=title) for title in _titles(answers, rule)))
    return replace(_named_steps(answers, rule), kind=SCALE, options=tuple(map(Option, names)))


def _farthest_codes(answers: Answers, variable: Variable) -> Codes:
    return _ends(_ways(answers, rule_of(variable).sources))


def _reached(answers: Answers, rule: Rule) -> Variable:
    """Whether people came as far as a step."""
    return replace(_named_steps(answers, rule), label=_titles(answers, rule)[_place(rule) - 1])


def _reached_codes(answers: Answers, variable: Variable) -> Codes:
    ends = _farthest_codes(answers, variable)
    return np.where(ends < 0, -1, ends < _place(rule_of(variable)))


def _onward(answers: Answers, rule: Rule) -> Variable:
    """Whether those who came to the step before went on to a step; missing for others."""
    before, after = _titles(answers, rule)[_place(rule) - 2 : _place(rule)]
    return replace(_named_steps(answers, rule), label=FROM_TO.format(before=before, after=after))


def _onward_codes(answers: Answers, variable: Variable) -> Codes:
    ends, place = _farthest_codes(answers, variable), _place(rule_of(variable))
    return np.where(ends < place - 1, -1, ends < place)


def _beside(answers: Answers, rule: Rule) -> Variable:
    """A step's own answer, told apart by whether it stands in the chain: what ties the two."""
    return replace(_named_steps(answers, rule), kind=SCALE, options=tuple(map(Option, WAYS)))


def _beside_codes(answers: Answers, variable: Variable) -> Codes:
    ways, place = _ways(answers, rule_of(variable).sources), _place(rule_of(variable))
    own, is_outside = ways[:, place - 1], _ends(ways) < place - 1
    return np.where(own == 2, -1, own + 2 * is_outside)


is_rule(FARTHEST, _farthest, _farthest_codes)
is_rule(REACHED, _reached, _reached_codes)
is_rule(ONWARD, _onward, _onward_codes)
is_rule(BESIDE, _beside, _beside_codes)
