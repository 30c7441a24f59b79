"""Numbers in finer classes, and the days between two dates: what quantiles can be told from.

Where a class begins follows from the codebook and from how many people there are, and the days
are cut at the same places everywhere: no class tells of a single person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ...codebook import DATE, NUMBER, SCALE, Option, Rule, Variable
from ...codebook.variable import class_labels
from ...errors import CodebookError
from ...wording import number
from .rule import Answers, Codes, is_rule, rule_of

FINE, DAYS = "finare klasser", "dagar mellan"
FINE_NAME, FINE_LABEL = "{name} ({count} klasser)", "{title}, i {count} klasser"
PER_CLASS = 12  # people a class, for there to be so many
FORMS = ((4, 2), (2, 2), (2, 1), (1, 1))
# How many parts a class becomes, and how many as broad are laid on each side, the finest first.

DAY, NEVER = " dagar", np.datetime64("NaT")
LADDERS = (
    (21, (((3, 7, 10, 14, 21, 30, 60), (14, 60)), ((3, 7, 14, 21, 30), (30,)),
          ((7, 14, 21), (21,)), ((7, 14, 21), ()), ((7, 14), ()))),
    (100, (((14, 30, 45, 60, 90, 120, 180), (60, 180)), ((14, 30, 60, 90, 120), (120,)),
           ((30, 60, 90), (90,)), ((30, 60, 90), ()), ((30, 60), ()))),
    (np.inf, (((60, 120, 180, 270, 365, 545, 730), (270, 730)), ((90, 180, 365, 545), (545,)),
              ((90, 180, 365), (365,)), ((90, 180, 365), ()), ((90, 180), ()))),
)  # fmt: skip
# Where half take at most so many days: the days to cut at and those to part open cases at, the
# last ones the same, since who has waited longer than all classes has not left any of them.

DAYS_NAME, CLASSES_NAME = "Tid från {first} till {last}", "{name} ({count} klasser till {end})"
AT_MOST, BETWEEN, OVER = "Inom {high}", "{low}–{high}", "Efter mer än {low}"
WAITED, WAITED_MORE = "Öppet, har väntat {span}", "Öppet, har väntat mer än {low}"
STILL_OPEN = "Öppet"
NOT_DATES = (
    "Tiden mellan «{first}» och «{last}» går inte att räkna ut. Väntade två datum i kodboken med "
    "var sin kolumn i filen. Ändra typen i kodboken eller välj två datum."
)


def finer(answers: Answers, variable: Variable) -> list[Variable]:
    """Variables of numbers in more classes than the codebook's, the finest first.

    Each class of the codebook is cut in equal parts, so that its bounds stay bounds, and as broad
    ones are laid outside. None of them has more classes than people are enough for; none at all
    for years, and for what is no number.
    """
    is_year = any("Före" in name for name in variable.categories[:1])
    if variable.kind != NUMBER or variable.rule or not variable.classes or is_year:
        return []
    known = ~np.isnan(answers.frame[variable.name].to_numpy(dtype=float))
    most = smaller_sex(answers, known) // PER_CLASS
    found = [_cuts(variable, *form) for form in FORMS]
    kept = [c for c in found if len(variable.classes) < len(c) < most]
    return [_make_fine(answers, Rule(FINE, (variable.name,), tuple(map(str, c)))) for c in kept]


def smaller_sex(answers: Answers, is_in: np.ndarray) -> int:
    """How many of some rows are of the smaller of the two largest sexes."""
    sexes = answers.codes(answers.codebook.with_role("kön")[0])[is_in]
    return int(np.sort(np.bincount(sexes[sexes >= 0].astype(int), minlength=2))[-2])


def _cuts(variable: Variable, parts: int, outside: int) -> list[float]:
    """The bounds of the codebook, and others between and beside them at the same distance."""
    bounds = [float(b) for b in variable.classes]
    gaps = np.diff(bounds) if len(bounds) > 1 else [abs(bounds[0]) or 1.0]
    below = [bounds[0] - gaps[0] * i for i in range(outside, 0, -1)]
    ends = [*below, *bounds, *(bounds[-1] + gaps[-1] * i for i in range(1, outside + 1))]
    pairs = list(zip(ends, ends[1:], strict=False))
    inner = (a + (b - a) * i / parts for a, b in pairs for i in range(parts))
    cuts = {round(c, variable.decimals) for c in (*inner, ends[-1])} | {*bounds}
    return sorted(c for c in map(float, cuts) if c > 0 or bounds[0] <= 0)


def _make_fine(answers: Answers, rule: Rule) -> Variable:
    source = answers.codebook[rule.sources[0]]
    names = class_labels(tuple(map(float, rule.detail)), source.decimals)
    return replace(
        source, name=FINE_NAME.format(name=source.name, count=len(names)), columns=(), classes=(),
        label=FINE_LABEL.format(title=source.title, count=len(names)), kind=SCALE, pair="",
        options=tuple(map(Option, names)), rule=rule,
    )  # fmt: skip


def _code_fine(answers: Answers, variable: Variable) -> Codes:
    values = answers.frame[rule_of(variable).sources[0]].to_numpy(dtype=float)
    places = np.searchsorted(bounds_of(variable), values, side="right")
    return np.where(np.isnan(values), -1, places)


def bounds_of(variable: Variable) -> list[float]:
    """Where the classes begin, the first one apart."""
    return [float(bound) for bound in rule_of(variable).detail]


is_rule(FINE, _make_fine, _code_fine)


# The days from one date to another, and how long those have waited that have no second date.


def days_between(answers: Answers, first: Variable, last: Variable) -> list[Variable]:
    """Variables of how many days it took, and of how long open cases have waited.

    Whoever has the first date but not the second is open, and has waited until the latest date
    of the two columns. Without the first date, or with the second before it, there is no answer;
    nor of those whom the codebook says that one of the dates is not about (``galler_om``), as
    the start of what was not granted. The finest classes come first, where people are enough
    for them.

    Raises
    ------
    CodebookError
        In Swedish, when one of them is no date, or has no column.
    """
    if not all(v.kind == DATE and v.name in answers.frame for v in (first, last)):
        raise CodebookError(NOT_DATES.format(first=first.title, last=last.title))
    took, _ = _days(answers, first, last)
    typical = np.median(took[took >= 0]) if (took >= 0).any() else 0
    ladders = next(found for most, found in LADDERS if typical <= most)
    most = smaller_sex(answers, took >= 0) // PER_CLASS
    kept = [pair for pair in ladders[:-1] if sum(map(len, pair)) <= most]
    rules = (Rule(DAYS, (first.name, last.name), tuple(map(_written, pair)))
             for pair in (*kept, ladders[-1]))  # fmt: skip
    return [_make_days(answers, rule) for rule in rules]


def _written(days: Sequence[int]) -> str:
    return ",".join(map(str, days))


def days_of(variable: Variable) -> tuple[list[int], list[int]]:
    """The days at which the classes end, and those at which open cases are parted."""
    ends, parts = ([int(d) for d in text.split(",") if d] for text in rule_of(variable).detail)
    return ends, parts


def has_time(answers: Answers, first: Variable, last: Variable) -> bool:
    """Whether nearly all who have both dates have them in this order, with days between."""
    took, is_open = _days(answers, first, last)
    start, end = (answers.frame[v.name].to_numpy("datetime64[D]") for v in (first, last))
    is_turned = end < start
    return int(((took > 0) & ~is_open).sum()) > 10 * int(is_turned.sum())


def _days(answers: Answers, first: Variable, last: Variable) -> tuple[np.ndarray, np.ndarray]:
    """The days of each row, −1 where there is no answer, and whether it is open."""
    start, end = (answers.frame[v.name].to_numpy("datetime64[D]") for v in (first, last))
    start = np.where(_is_about(answers, first) & _is_about(answers, last), start, NEVER)
    known = np.concatenate([start[~np.isnat(start)], end[~np.isnat(end)]])
    latest = known.max() if known.size else NEVER
    is_open = ~np.isnat(start) & np.isnat(end)
    until = np.where(is_open, latest, end)
    is_told = ~np.isnat(start) & ~np.isnat(until)
    took = np.where(is_told, (until - start) / np.timedelta64(1, "D"), -1)
    took = np.nan_to_num(took, nan=-1)
    return np.where(took < 0, -1, took).astype(int), is_open & (took >= 0)


def _is_about(answers: Answers, date: Variable) -> np.ndarray:
    """Whether each row has given such an answer as the date is about."""
    if not date.asked_if:
        return np.ones(len(answers.frame), dtype=bool)
    asked = answers.codebook[date.asked_if[0]]
    places = [asked.categories.index(a) for a in date.asked_if[1] if a in asked.categories]
    return np.isin(answers.codes(asked), places)


def _make_days(answers: Answers, rule: Rule) -> Variable:
    first, last = (answers.codebook[name] for name in rule.sources)
    title = DAYS_NAME.format(first=_inner(first.title), last=_inner(last.title))
    made = replace(
        last, name=DAYS_NAME.format(first=first.name, last=last.name), label=title, columns=(),
        kind=SCALE, rule=rule, question="", role="tid", asked_if=last.asked_if or first.asked_if,
        is_sensitive=first.is_sensitive or last.is_sensitive,
        is_missing_sensitive=first.is_missing_sensitive or last.is_missing_sensitive,
    )  # fmt: skip
    ends, parts = days_of(made)
    names = [*_spans(ends), *_waited(parts)]
    name = CLASSES_NAME.format(name=made.name, count=len(names), end=number(ends[-1]))
    return replace(made, name=name, options=tuple(map(Option, names)))


def _inner(title: str) -> str:
    return title[:1].lower() + title[1:]


def _spans(ends: Sequence[int]) -> list[str]:
    """The classes of days, each to the end that it is named by."""
    last = OVER.format(low=number(ends[-1]) + DAY)
    return [AT_MOST.format(high=number(ends[0]) + DAY), *_between(ends), last]


def _between(ends: Sequence[int]) -> Iterator[str]:
    for low, high in pairwise(ends):
        yield BETWEEN.format(low=number(low + 1), high=number(high) + DAY)


def _waited(parts: Sequence[int]) -> list[str]:
    if not parts:
        return [STILL_OPEN]
    spans = [AT_MOST.format(high=number(parts[0]) + DAY).lower(), *_between(parts)]
    last = WAITED_MORE.format(low=number(parts[-1]) + DAY)
    return [*(WAITED.format(span=s) for s in spans), last]


def _code_days(answers: Answers, variable: Variable) -> Codes:
    first, last = (answers.codebook[n] for n in rule_of(variable).sources)
    took, is_open = _days(answers, first, last)
    ends, parts = days_of(variable)
    closed = np.searchsorted(ends, took, side="left")
    waited = np.searchsorted(parts, took, side="left") + len(ends) + 1
    return np.where(took < 0, -1, np.where(is_open, waited, closed))


is_rule(DAYS, _make_days, _code_days)
