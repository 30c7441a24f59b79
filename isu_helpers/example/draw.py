"""Invented people, drawn as an example says.

Each variable has streams of its own, so that a change to one leaves the others as they were.
Only uniform numbers are taken from numpy; what is made of them does not change with its version.
"""

from datetime import date, timedelta
from statistics import NormalDist
from zlib import crc32

import numpy as np

from ..codebook import DATE, NUMBER, SEVERAL, TEXT, YES_NO
from .spec import FOLLOWED, PLACE, SIZE, Drawn, Example
from .written import written

Row = dict[str, object]
EDGE = 1e-9
HOUSEHOLD = "hushållets nummer"


def draw_people(example: Example, *, people: int, seed: int) -> dict[str, list]:
    """The columns of the file: header to cells, ``None`` for an empty one."""
    rows = _households(example, people, seed)
    chances = _uniforms(seed, FOLLOWED, "svar", people)
    for row, chance in zip(rows, chances, strict=True):
        row[FOLLOWED] = chance * 100 < example.followed
    for drawn in sorted(example.variables, key=lambda d: d.is_last):
        _answer_all(drawn, rows, seed)
    columns: dict[str, list] = {}
    for drawn in example.variables:
        untidy = _uniforms(seed, drawn.variable.name, "slarv", people)
        columns |= written(drawn, _answers(drawn, rows, seed), untidy)
    return columns


def matches(condition: dict, row: Row) -> bool:
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
    return stream.random(count).tolist()


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


def _answer(drawn: Drawn, row: Row, chance: float, first: object) -> object:
    """What one person answers, when the first of the household answered so."""
    draw, kind = drawn.draw, drawn.variable.kind
    if not matches(draw.get("galler", {}), row):
        return draw.get("annars")
    for rule in draw.get("alltid", ()):
        if matches(rule["nar"], row):
            return rule["svar"]
    if kind == TEXT or "nyckel" in draw:
        return None
    if kind == DATE:
        return _date(draw, row, chance)
    if "halvar_av" in draw:
        return half_year(row[draw["halvar_av"]])
    shifts = [s for s in draw.get("skillnader", ()) if matches(s["nar"], row)]
    if kind == NUMBER:
        return _number(drawn, row, chance, shifts, first if row[PLACE] == 2 else None)
    if row[PLACE] == 2 and first in draw.get("andra_i_hushallet", {}):
        return _pick(draw["andra_i_hushallet"][first], chance)
    return _pick(_weights(drawn, shifts), chance)


def _several(drawn: Drawn, row: Row, chance: float, chances: list[float]) -> tuple | None:
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
    return day and f"{day.year} {'vår' if day.month <= 6 else 'höst'}"


def _date(draw: dict, row: Row, chance: float) -> date | None:
    if "fran" in draw:
        first, last = draw["fran"], draw["till"]
    else:
        start = row[draw["utgar_fran"]]
        if start is None:
            return None
        first, last = (start + timedelta(days=draw[k]) for k in ("minst", "hogst"))
    return first + timedelta(days=int(chance * ((last - first).days + 1)))


def _weights(drawn: Drawn, shifts: list[dict]) -> dict[str, float]:
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
    drawn: Drawn, row: Row, chance: float, shifts: list[dict], first: float | None
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


def _ends(draw: dict, start: float) -> tuple[float, float]:
    """The least and the most that a number may be."""
    near = draw.get("avstand", {"minst": -np.inf, "hogst": np.inf})
    least, most = max(draw["minst"], start + near["minst"]), draw["hogst"]
    return least, max(least, min(most, start + near["hogst"]))


def _answers(drawn: Drawn, rows: list[Row], seed: int) -> list:
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


def _missing(draw: dict, row: Row) -> float:
    shifts = (s.get("saknas", 0) for s in draw.get("skillnader", ()) if matches(s["nar"], row))
    return draw.get("saknas", 0) + sum(shifts)
