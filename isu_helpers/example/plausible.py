"""An example made from a codebook alone: likely answers to every variable, no effects built in."""

from collections.abc import Callable, Sequence
from datetime import date
from zlib import crc32

import numpy as np

from ..codebook import DATE, KEY, NUMBER, SEVERAL, SEX, TEXT, YES_NO, Codebook, Variable, key_of
from ..disclosure.population import main_sexes
from ..records.several import LISTED, find_several
from .spec import FOLLOWED, DataFile, Drawn, Example

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
        variables=tuple(_drawn(v, codebook, seed, spread.get(v.name, ())) for v in codebook),
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


def _draw(variable: Variable, codebook: Codebook, seed: int) -> dict:
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
        return draw | _number(variable, start, chance)
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


def _day(start: Variable | None) -> dict:
    if start:
        return {"utgar_fran": start.name, "minst": 150, "hogst": 210}
    return {"fran": FIRST_DAY, "till": LAST_DAY}


def _number(variable: Variable, start: Variable | None, chance: Callable[[], float]) -> dict:
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


def _options(variable: Variable, start: Variable | None, chance: Callable[[], float]) -> dict:
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
    shares = dict.fromkeys(names, OTHER_SEXES)
    return shares | {name: round(45 + 10 * chance()) for name in main}


def _steady(variable: Variable, start: Variable) -> list[dict]:
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
