"""Invented people, drawn as an example says.

Each variable has streams of its own, so that a change to one leaves the others as they were.
Only uniform numbers are taken from numpy; what is made of them does not change with its version.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import exp
from statistics import NormalDist
from typing import Any
from zlib import crc32

import numpy as np

from ..codebook import DATE, KEY, NUMBER, SEVERAL, SEX, TEXT, YES_NO, Codebook, Variable, key_of
from ..disclosure.primary import main_sexes
from ..records.columns import LISTED, find_several
from .filled import written
from .spec import FOLLOWED, PLACE, SIZE, DataFile, Drawn, Example, Rules

Row = dict[str, Any]
EDGE = 1e-9
HOUSEHOLD = "hushållets nummer"


def draw_people(example: Example, *, people: int, seed: int) -> dict[str, list[Any]]:
    """The columns of the file: header to cells, ``None`` for an empty one."""
    rows = _households(example, people, seed)
    chances = _uniforms(seed, FOLLOWED, "svar", people)
    for row, chance in zip(rows, chances, strict=True):
        row[FOLLOWED] = chance * 100 < example.followed
    for drawn in sorted(example.variables, key=lambda d: d.is_last):
        _answer_all(drawn, rows, seed)
    columns: dict[str, list[Any]] = {}
    for drawn in example.variables:
        untidy = _uniforms(seed, drawn.variable.name, "slarv", people)
        columns |= written(drawn, _answers(drawn, rows, seed), untidy)
    return columns


def matches(condition: Rules, row: Row) -> bool:
    """Whether a person meets every part of a condition; an empty one is met by all.

    Examples
    --------
    >>> matches({"kön": ["A", "B"], "ålder": {"minst": 13}}, {"kön": "B", "ålder": 12})
    False
    """
    return all(_meets(wanted, row[name]) for name, wanted in condition.items())


def _meets(wanted: object, value: object) -> bool:
    if isinstance(wanted, dict):
        low, high = wanted.get("minst", -np.inf), wanted.get("under", np.inf)
        return value is not None and low <= value < high
    given = value if isinstance(value, tuple) else (value,)
    return any(v in wanted if isinstance(wanted, list) else v == wanted for v in given)


def _uniforms(seed: int, name: str, use: str, count: int) -> list[float]:
    stream = np.random.default_rng([seed, crc32(f"{name}/{use}".encode())])
    found: list[float] = stream.random(count).tolist()
    return found


def _households(example: Example, people: int, seed: int) -> list[Row]:
    """A row a person with the household's number; two in a household stand beside each other."""
    rows: list[Row] = []
    for chance in _uniforms(seed, "hushåll", "storlek", people):
        number = rows[-1][HOUSEHOLD] + 1 if rows else 1
        size = 2 if chance * 100 < example.couples else 1
        rows += [{HOUSEHOLD: number, PLACE: i, SIZE: size} for i in range(1, size + 1)]
    return rows[:people]


def _answer_all(drawn: Drawn, rows: list[Row], seed: int) -> None:
    """Write into each row what is true of the person, before cells are emptied."""
    name, draw, count = drawn.variable.name, drawn.draw, len(rows)
    first: Row = {}
    is_several = drawn.variable.kind == SEVERAL and "andelar" in draw
    more = [_uniforms(seed, name, o.name, count) for o in drawn.variable.options if is_several]
    for place, chance in enumerate(_uniforms(seed, name, "svar", count)):
        row = rows[place]
        if row[PLACE] == 1:
            first = row
        if row[PLACE] == 2 and draw.get("delas"):
            row[name] = first[name]
        elif is_several:
            row[name] = _several(drawn, row, chance, [chances[place] for chances in more])
        else:
            row[name] = _answer(drawn, row, chance, first.get(name))
    if "nyckel" in draw:
        for place, row in enumerate(rows, start=1):
            row[name] = draw["nyckel"].format(row[HOUSEHOLD] if draw.get("delas") else place)
    order = _order(seed, name, count)
    for option, some in draw.get("exakt", {}).items():
        for place in order[:some]:
            rows[place][name] = option
        order = order[some:]


def _order(seed: int, name: str, count: int) -> list[int]:
    chances = _uniforms(seed, name, "ordning", count)
    return sorted(range(count), key=lambda place: (chances[place], place))


def _answer(drawn: Drawn, row: Row, chance: float, first: Any) -> object:
    """What one person answers, when the first of the household answered so."""
    draw, kind = drawn.draw, drawn.variable.kind
    if not matches(draw.get("galler", {}), row):
        return draw.get("annars")
    for rule in draw.get("alltid", ()):
        if matches(rule["nar"], row):
            return rule["svar"]
    if kind == TEXT or "nyckel" in draw:
        return None
    if kind == DATE and "median" not in draw:
        return _date(draw, row, chance)
    if "halvar_av" in draw:
        return half_year(row[draw["halvar_av"]])
    shifts = [s for s in draw.get("skillnader", ()) if matches(s["nar"], row)]
    if kind == DATE:
        return _days_from(draw, row, chance, shifts)
    if kind == NUMBER:
        return _number(drawn, row, chance, shifts, first if row[PLACE] == 2 else None)
    if row[PLACE] == 2 and first in draw.get("andra_i_hushallet", {}):
        return _pick(draw["andra_i_hushallet"][first], chance)
    return _pick(_weights(drawn, shifts), chance)


def _several(
    drawn: Drawn, row: Row, chance: float, chances: list[float]
) -> tuple[object, ...] | None:
    """The answers that a person gives, each by its own chance; one at least."""
    if not matches(drawn.draw.get("galler", {}), row):
        return (drawn.draw["annars"],) if "annars" in drawn.draw else None
    weights = _weights(
        drawn, [s for s in drawn.draw.get("skillnader", ()) if matches(s["nar"], row)]
    )
    chosen = tuple(o for o, c in zip(weights, chances, strict=True) if c * 100 < weights[o])
    return chosen or (_pick(weights, chance),)


def half_year(day: date | None) -> str | None:
    """The half-year of a day.

    Examples
    --------
    >>> half_year(date(2025, 7, 1))
    '2025 höst'
    """
    return f"{day.year} {'vår' if day.month <= 6 else 'höst'}" if day else None


def _date(draw: Rules, row: Row, chance: float) -> date | None:
    if "fran" in draw:
        first, last = draw["fran"], draw["till"]
    else:
        start = row[draw["utgar_fran"]]
        if start is None:
            return None
        first, last = (start + timedelta(days=draw[k]) for k in ("minst", "hogst"))
    drawn: date = first + timedelta(days=int(chance * ((last - first).days + 1)))
    return drawn


def _days_from(draw: Rules, row: Row, chance: float, shifts: list[Rules]) -> date | None:
    """So many days from an earlier date, of a lognormal distribution; none that are to come."""
    start = row[draw["utgar_fran"]]
    if start is None:
        return None
    median = draw["median"] + sum(s.get("median", 0) for s in shifts)
    share = min(max(chance, EDGE), 1 - EDGE)
    days = median * exp(draw["spridning"] * NormalDist().inv_cdf(share))
    found = start + timedelta(days=round(days))
    return found if found <= draw.get("senast", date.max) else None


def _weights(drawn: Drawn, shifts: list[Rules]) -> dict[str, float]:
    weights = dict(drawn.draw["andelar"])
    for shift in shifts:
        for option, points in shift.get("andelar", {}).items():
            weights[option] += points
    if drawn.variable.kind == YES_NO:
        yes, no = (o.name for o in drawn.variable.options)
        share = min(max(weights[yes], 1), 99)
        return {yes: share, no: 100 - share}
    return {option: max(weight, 0) for option, weight in weights.items()}


def _pick(weights: dict[str, float], chance: float) -> str:
    left = chance * sum(weights.values())
    for option, weight in weights.items():
        left -= weight
        if left < 0:
            return option
    return option


def _number(
    drawn: Drawn, row: Row, chance: float, shifts: list[Rules], first: float | None
) -> float | None:
    """A number from a normal distribution that is cut, not piled up, at its ends.

    ``first`` is that of the first in the household, for the second.
    """
    draw, decimals = drawn.draw, drawn.variable.decimals
    start = row[draw["utgar_fran"]] if "utgar_fran" in draw else 0
    if start is None:
        return None
    mean = start + draw["medel"] + sum(s.get("medel", 0) for s in shifts)
    spread = draw["spridning"]
    if "intill" in draw and first is not None:
        mean, spread = first, draw["intill"]
    least, most = _ends(draw, start)
    curve, half = NormalDist(mean, spread), 0.5 / 10**decimals
    low, high = curve.cdf(least - half), curve.cdf(most + half)
    share = min(max(low + chance * (high - low), EDGE), 1 - EDGE)
    value = min(max(curve.inv_cdf(share), least), most)
    return round(value, decimals) if decimals else round(value)


def _ends(draw: Rules, start: float) -> tuple[float, float]:
    """The least and the most that a number may be."""
    near = draw.get("avstand", {"minst": -np.inf, "hogst": np.inf})
    least, most = max(draw["minst"], start + near["minst"]), draw["hogst"]
    return least, max(least, min(most, start + near["hogst"]))


def _answers(drawn: Drawn, rows: list[Row], seed: int) -> list[Any]:
    """What the file tells of each person: some answers are missing."""
    name, draw, count = drawn.variable.name, drawn.draw, len(rows)
    empty = _uniforms(seed, name, "saknas", count)
    answers = [
        None if chance * 100 < _missing(draw, row) else row[name]
        for row, chance in zip(rows, empty, strict=True)
    ]
    for place in _order(seed, name, count)[count - draw.get("saknas_antal", 0) :]:
        answers[place] = None
    return answers


def _missing(draw: Rules, row: Row) -> float:
    shifts = (s.get("saknas", 0) for s in draw.get("skillnader", ()) if matches(s["nar"], row))
    return float(draw.get("saknas", 0) + sum(shifts))


# An example made from a codebook alone: likely answers to every variable, no effects built in.

KOMMUN = "Övningskommunen"
AREA = "övning med påhittade uppgifter"
FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2025, 12, 31)
FOLLOWED_SHARE = 80
REPEATED_SHARE = 12  # of the people, where a row is a case and a person may have two
OTHER_SEXES = 3
FOLLOWED_WORD, TICK = "uppföljd", "X"


def example_of(codebook: Codebook, people: int, seed: int) -> Example:
    """An example whose variables are the codebook's, in its order."""
    spread = _spread(codebook)
    return Example(
        kommun=KOMMUN,
        omrade=AREA,
        unit=codebook.unit,
        people=people,
        seed=seed,
        file=DataFile(sheet="Uppgifter"),
        variables=tuple(
            _drawn(v, codebook, seed, spread.get(v.name, ())) for v in codebook if not v.made_of
        ),
        couples=REPEATED_SHARE if codebook.unit == "ärende" else 0,
        followed=FOLLOWED_SHARE,
    )


def _spread(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Each flerval whose columns are one an option, with their headers in the options' order."""
    headers = [c for v in codebook for c in v.columns]
    places = {key_of(c): place for place, c in reversed(list(enumerate(headers)))}
    found = {}
    for name, several in find_several(codebook, places).items():
        columns = {option: headers[place] for place, option in several.columns.items()}
        if LISTED not in columns and len(columns) == len(several.parts):
            found[name] = tuple(columns[option] for option in range(len(columns)))
    return found


def _drawn(variable: Variable, codebook: Codebook, seed: int, spread: tuple[str, ...]) -> Drawn:
    is_last = _start_of(variable, codebook) is not None
    draw = _draw(variable, codebook, seed) | ({"kryss": TICK} if spread else {})
    return Drawn(variable, draw, is_last=is_last, spread=spread)


def _draw(variable: Variable, codebook: Codebook, seed: int) -> Rules:
    """How the answers to a variable are drawn, see `spec`."""
    chance = _chances(variable, seed)
    draw: dict[str, object] = {"delas": variable.role in (KEY, SEX, "bakgrund")}
    if variable.role == KEY:
        return draw | {"nyckel": "P{:04d}"}
    if variable.kind == TEXT:
        return {"tomt": True}
    start = _start_of(variable, codebook)
    if variable.occasion == "uppföljning":
        draw["galler"] = {FOLLOWED: True}
    if variable.role not in (SEX, "tid") and not _is_age(variable):
        draw["saknas"] = round(2 + 6 * chance())
    if variable.kind == DATE:
        return draw | _day(start)
    if variable.kind == NUMBER:
        return draw | _plausible_number(variable, start, chance)
    return draw | _options(variable, start, chance)


def _chances(variable: Variable, seed: int) -> Callable[[], float]:
    return np.random.default_rng([seed, crc32(f"{variable.name}/fördelning".encode())]).random


def _start_of(variable: Variable, codebook: Codebook) -> Variable | None:
    """The same thing at the start, of a variable at the follow-up."""
    if variable.occasion != "uppföljning" or not variable.pair:
        return None
    start = next((v for v in codebook if v.name == variable.pair), variable)
    is_same = (start.kind, start.options) == (variable.kind, variable.options)
    return start if is_same and start.occasion != variable.occasion else None


def _day(start: Variable | None) -> Rules:
    if start:
        return {"utgar_fran": start.name, "minst": 150, "hogst": 210}
    return {"fran": FIRST_DAY, "till": LAST_DAY}


def _plausible_number(
    variable: Variable, start: Variable | None, chance: Callable[[], float]
) -> Rules:
    """Numbers in all classes and a step outside them; at the follow-up somewhat higher."""
    low, high = _range(variable)
    width = high - low
    ends = {"minst": low, "hogst": high}
    if start:
        change = (0.05 + 0.1 * chance()) * width
        return ends | {"utgar_fran": start.name, "medel": change, "spridning": width / 6}
    return ends | {"medel": low + (0.35 + 0.3 * chance()) * width, "spridning": width / 3}


def _range(variable: Variable) -> tuple[float, float]:
    bounds = variable.classes
    if not bounds:
        return (18, 80) if _is_age(variable) else (0, 20)
    step = float(np.median(np.diff(bounds))) if len(bounds) > 1 else max(abs(bounds[0]) / 2, 1)
    low, high = bounds[0] - step, bounds[-1] + step
    return max(low, 0) if bounds[0] >= 0 else low, high


def _is_age(variable: Variable) -> bool:
    return "ålder" in variable.title.casefold()


def _options(variable: Variable, start: Variable | None, chance: Callable[[], float]) -> Rules:
    names = [o.name for o in variable.options]
    if variable.role == SEX:
        return {"andelar": _sexes(names, chance)}
    if variable.kind == YES_NO and variable.title.casefold().startswith(FOLLOWED_WORD):
        return {"andelar": {names[0]: 100}, "galler": {FOLLOWED: True}, "annars": names[1]}
    if variable.kind == YES_NO:
        shares = {names[0]: round(20 + 50 * chance())}
    elif variable.kind == SEVERAL:
        shares = {name: round(10 + 40 * chance()) for name in names}
    else:
        shares = {name: round(10 + 90 * chance()) for name in names}
    return {"andelar": shares} | ({"skillnader": _steady(variable, start)} if start else {})


def _sexes(names: Sequence[str], chance: Callable[[], float]) -> dict[str, float]:
    """Nearly as many women as men, and few who are neither."""
    main = main_sexes(tuple(names))
    shares: dict[str, float] = dict.fromkeys(names, OTHER_SEXES)
    return shares | {name: round(45 + 10 * chance()) for name in main}


def _steady(variable: Variable, start: Variable) -> list[Rules]:
    """Most answer as they did at the start."""
    names = [o.name for o in start.options]
    if variable.kind == YES_NO:
        yes, no = names
        return [
            {"nar": {start.name: yes}, "andelar": {yes: 35}},
            {"nar": {start.name: no}, "andelar": {yes: -15}},
        ]
    more = 30 if variable.kind == SEVERAL else 150
    return [{"nar": {start.name: name}, "andelar": {name: more}} for name in names]
