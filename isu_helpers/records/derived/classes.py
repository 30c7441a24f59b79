"""Answers put together in groups, missing ones among them where they are few."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ...codebook import CHOICE, DATE, NUMBER, SCALE, Codebook, Option, Rule, Variable, key_of
from ...content import load
from ...wording import SHORT_MONTHS, listing
from .rule import Answers, Codes, is_rule, rule_of

GROUPED = "grupperade svar"
NAME = "{name} ({groups})"
SPAN = "{first}–{last}"
OR = "eller"
WITH_MISSING = "{name} (eller uppgift saknas)"
LACKING = -1  # the place of those who lack an answer


def grouped(answers: Answers, variable: Variable, groups: Sequence[Sequence[int]]) -> Variable:
    """A variable whose answers are groups of another's.

    Whoever lacks an answer is in the group that names `LACKING`, and else lacks one here too.
    Small groups of missing answers can be shown in no crossing; put with others they can.

    Parameters
    ----------
    groups
        The places of the answers in each group; of an ordered variable neighbours.
    """
    detail = tuple(",".join(map(str, places)) for places in groups)
    return _make(answers, Rule(GROUPED, (variable.name,), detail))


def _make(answers: Answers, rule: Rule) -> Variable:
    source = answers.codebook[rule.sources[0]]
    groups = _groups(rule)
    is_ordered = source.kind in (NUMBER, SCALE)
    names = [_name(source.categories, places, is_ordered) for places in groups]
    return replace(
        source, name=NAME.format(name=source.name, groups=" | ".join(names)), columns=(),
        kind=SCALE if is_ordered else CHOICE, options=tuple(map(Option, names)), classes=(),
        label=source.title, rule=rule,
    )  # fmt: skip


def has_lacking(rule: Rule) -> bool:
    """Whether those who lack an answer are in one of the groups."""
    return any(LACKING in places for places in _groups(rule))


def _groups(rule: Rule) -> list[list[int]]:
    return [[int(place) for place in text.split(",")] for text in rule.detail]


def _name(answers: tuple[str, ...], places: Sequence[int], is_ordered: bool) -> str:
    """What a group is called, a missing answer after the others."""
    known = [answers[i] for i in places if i != LACKING]
    if is_ordered and len(known) > 1:
        known = [SPAN.format(first=known[0], last=known[-1])]
    name = listing(known, OR)
    return WITH_MISSING.format(name=name) if LACKING in places else name


def _code(answers: Answers, variable: Variable) -> Codes:
    source = answers.codebook[rule_of(variable).sources[0]]
    place = np.full(len(source.categories) + 1, LACKING, dtype=np.intp)
    for i, members in enumerate(_groups(rule_of(variable))):
        place[members] = i
    return place[answers.codes(source).astype(np.intp)]


is_rule(GROUPED, _make, _code)


# Neighbouring classes or answers merged: fewer and larger groups.

MERGED = "sammanslagen"
MERGED_NAME = "{name} (grövre)"
LABEL = "{title}, i grövre grupper"


def coarser(answers: Answers, variable: Variable, sizes: np.ndarray) -> Variable | None:
    """A variable of ordered classes with two, as even as can be.

    Parameters
    ----------
    sizes
        How many people each category has.

    Returns
    -------
    Variable or None
        None where the categories have no order, or there are too few to merge.
    """
    if variable.kind not in (NUMBER, SCALE) or len(variable.categories) < 3:
        return None
    below = np.cumsum(sizes)[:-1]
    cut = int(np.argmin(np.abs(2 * below - sizes.sum()))) + 1
    return _make_merged(answers, Rule(MERGED, (variable.name,), (str(cut),)))


def _make_merged(answers: Answers, rule: Rule) -> Variable:
    source = answers.codebook[rule.sources[0]]
    cut = int(rule.detail[0])
    named = replace(source, name=MERGED_NAME.format(name=source.name), columns=(), rule=rule,
                    label=LABEL.format(title=source.title))  # fmt: skip
    if source.kind == NUMBER:
        return replace(named, classes=(source.classes[cut - 1],))
    parts = source.categories[:cut], source.categories[cut:]
    spans = [SPAN.format(first=p[0], last=p[-1]) if len(p) > 1 else p[0] for p in parts]
    return replace(named, options=tuple(map(Option, spans)))


def _code_merged(answers: Answers, variable: Variable) -> Codes:
    codes = answers.codes(answers.codebook[rule_of(variable).sources[0]])
    return np.where(codes < 0, -1, codes >= int(rule_of(variable).detail[0]))


is_rule(MERGED, _make_merged, _code_merged)


# Periods of time: years, half-years, quarters and months, out of dates or of their names.

PERIOD, TIME = "period", "tid"
UNITS = {"månad": 1, "kvartal": 3, "halvår": 6, "år": 12}  # months in each, the finest first
LABELS = {"månad": "{month} {year}", "kvartal": "kv {part} {year}", "halvår": "{span} {year}",
          "år": "{year}"}  # fmt: skip
SPANS = ("jan–jun", "jul–dec")
PERIOD_NAME = "{name} ({unit})"

YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
PARTS = (
    ("halvår", re.compile(r"(vår|vt|vår(?:termin)?en|h1|halvår 1|första halvåret|jan[–-]jun)|"
                          r"(?:höst|ht|höst(?:termin)?en|h2|halvår 2|andra halvåret|jul[–-]dec)")),
    ("kvartal", re.compile(r"(?:q|k|kv|kvartal)\.? ?([1-4])")),
    ("månad", re.compile(r"(0[1-9]|1[0-2])")),
    ("månad", re.compile(rf"({'|'.join(SHORT_MONTHS)})[a-zåäö]*\.?")),
)  # fmt: skip


def timed(codebook: Codebook) -> list[Variable]:
    """The variables that tell when a case was: of its beginning first, and of its end last.

    They have the role «tid»; where none has, they are the dates. A date of birth is no such time.
    """
    found = codebook.with_role(TIME) or [v for v in codebook if v.kind == DATE]
    words, births = load("intake")["tid"], load("intake")["alder"]["fodelse"]
    own = [v for v in found if not _says(v, births)]
    return sorted(own, key=lambda v: _says(v, words["slut"]) - _says(v, words["borjan"]))


def finest_unit(answers: Answers, variable: Variable) -> str:
    """The shortest period that a variable can be divided into; empty where it tells no time.

    A date gives months, a number years, and answers what they are called: «2024 vår» a half-year.
    """
    if variable.name not in answers.frame:
        return ""
    if variable.kind in (DATE, NUMBER):
        return "månad" if variable.kind == DATE else "år"
    found = [when(name) for name in variable.categories]
    if not found or None in found:
        return ""
    return max((time[0] for time in found if time), key=UNITS.__getitem__)


def in_periods(answers: Answers, variable: Variable, unit: str, least: int) -> Variable | None:
    """A variable of periods in order, from the first to the last with enough people.

    Parameters
    ----------
    variable
        One that `finest_unit` finds a time in.
    unit
        A key of `UNITS`, no finer than that.
    least
        How many rows the first and the last period have at least; those outside, a mistyped
        year among them, have no period.

    Returns
    -------
    Variable or None
        The variable itself where its answers are such periods, each the next of the one before;
        None where no period has that many.
    """
    if _is_such(variable, unit):
        return variable
    codes = _periods(answers, variable, unit)
    found, sizes = np.unique(codes[codes >= 0], return_counts=True)
    kept = found[sizes >= least]
    if not kept.size:
        return None
    rule = Rule(PERIOD, (variable.name,), (unit, str(kept[0]), str(kept[-1])))
    return _make_period(answers, rule)


def _says(variable: Variable, words: Iterable[str]) -> bool:
    called = " ".join(map(key_of, (variable.name, variable.label, *variable.columns)))
    return any(word in called for word in words)


def _is_such(variable: Variable, unit: str) -> bool:
    times = [] if variable.kind in (DATE, NUMBER) else list(map(when, variable.categories))
    found = [(time[0], time[1] // UNITS[unit]) for time in times if time]
    first = found[0][1] if found else 0
    return bool(found) and found == [(unit, first + i) for i in range(len(found))]


def _make_period(answers: Answers, rule: Rule) -> Variable:
    source, (unit, first, last) = answers.codebook[rule.sources[0]], rule.detail
    names = (_label(unit, i) for i in range(int(first), int(last) + 1))
    return replace(
        source, name=PERIOD_NAME.format(name=source.name, unit=unit), columns=(), kind=SCALE,
        classes=(), options=tuple(map(Option, names)), label=unit.capitalize(), question="",
        rule=rule,
    )  # fmt: skip


def _code_period(answers: Answers, variable: Variable) -> Codes:
    unit, first, last = rule_of(variable).detail
    codes = _periods(answers, answers.codebook[rule_of(variable).sources[0]], unit)
    is_inside = (codes >= int(first)) & (codes <= int(last))
    return np.where(is_inside, codes - int(first), -1)


def _periods(answers: Answers, source: Variable, unit: str) -> np.ndarray:
    """The period of each row; −1 where it has none."""
    months = _months(answers, source)
    return np.where(months < 0, -1, months // UNITS[unit])


def _months(answers: Answers, source: Variable) -> np.ndarray:
    """The first month of what each row tells, counted from year 0; −1 where missing."""
    if source.kind == DATE:
        dates = answers.frame[source.name].dt
        months = (dates.year * 12 + dates.month - 1).to_numpy(dtype=float)
    elif source.kind == NUMBER:
        months = answers.frame[source.name].to_numpy(dtype=float) // 1 * 12
    else:
        times = map(when, source.categories)
        starts = np.array([*(time[1] if time else -1 for time in times), -1])
        months = starts[answers.codes(source).astype(int)]
    return np.where(np.isnan(months), -1, months).astype(int)


def when(text: str) -> tuple[str, int] | None:
    """The kind of period that a text names, and its first month counted from year 0."""
    year = YEAR.search(text)
    if not year:
        return None
    start = int(year[0]) * 12
    rest = YEAR.sub("", text.casefold(), count=1).strip(" ,:-–./()")
    if not rest:
        return "år", start
    for unit, pattern in PARTS:
        if part := pattern.fullmatch(rest):
            return unit, start + _place(unit, part[1]) * UNITS[unit]
    return None


def _place(unit: str, part: str | None) -> int:
    """Which of the year's periods of this kind a word names, from 0."""
    if unit == "halvår" or part is None:
        return 0 if part else 1
    return int(part) - 1 if part.isdecimal() else SHORT_MONTHS.index(part)


def _label(unit: str, period: int) -> str:
    year, place = divmod(period, 12 // UNITS[unit])
    words = {
        "year": year,
        "part": place + 1,
        "month": SHORT_MONTHS[place],
        "span": SPANS[place % 2],
    }
    return LABELS[unit].format(**words)


is_rule(PERIOD, _make_period, _code_period)
