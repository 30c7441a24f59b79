"""What a header says: sex, role, measuring occasion, and whether it may be a person's data."""

import math
import re
from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd

from ..codebook import (
    CHOICE,
    DATE,
    FROM_NUMBER,
    NUMBER,
    SEX,
    TEXT,
    Option,
    Variable,
    key_of,
    plain,
)
from ..codebook.distinct import distinct
from ..content import load
from ..privacy import Identities
from ..wording import listing

IDENTITY = re.compile(r"(?:\d{2})?\d{6}[-+ ]?[\dA-Za-z]{4}")
IDENTITY_INSIDE = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)")
SEX_WORD = re.compile(r"(?<!\w)kön(?!\w)")
ROLES_BY_WORD = ("behov", "insats", "resultat", "bakgrund", "samtycke", "delaktighet")
SHOWN, LONGEST = 25, 60
NOTHING_TO_SHOW = "rubriker som inte visas här"
HIDDEN_HEADER = "En kolumn"


def sex_rank(header: object) -> int:
    """How surely a header names the person's sex: 3 legal sex, 2 sex, 1 perhaps, 0 not."""
    key = key_of(header)
    if is_anothers(header):
        return 0
    if key in ("juridiskt kön", "juridiskt kon"):
        return 3
    if key in load("intake")["kon"]["rubriker"]:
        return 2
    return int(bool(SEX_WORD.search(key)))


def is_anothers(header: object) -> bool:
    """Whether a header is about somebody else than the person, as a guardian or an official."""
    key = key_of(header)
    return any(word in key for word in load("intake")["kon"]["andras"])


def names_anothers_sex(header: object) -> bool:
    """Whether a header is about the sex of somebody else, as «Förälders kön»."""
    return bool(SEX_WORD.search(key_of(header))) and is_anothers(header)


def role_of(header: str) -> str:
    """The role whose word stands first in the header, the longest there; a need without any."""
    key = key_of(header)
    found = [
        (m.start(), -len(word), role)
        for role in ROLES_BY_WORD
        for word in load("intake")[role]
        if (m := _pattern(word).search(key))
    ]
    return min(found, default=(0, 0, "behov"))[2]


def occasion_of(header: str) -> str:
    """The measuring occasion that a header begins or ends with; empty where it has none."""
    return _split(header)[1]


def stem_of(header: str) -> str:
    """The header without its measuring occasion, as start and follow-up have it in common."""
    return _split(header)[0]


def has_word(header: str, words: Iterable[str]) -> bool:
    """Whether a word begins at a word boundary of the header, and short words stand alone."""
    return place_of(header, words) >= 0


def place_of(header: str, words: Iterable[str]) -> int:
    """Where in the header the first of the words begins; −1 where there is none."""
    key = key_of(header)
    places = [m.start() for w in words if (m := _pattern(w).search(key))]
    return min(places, default=-1)


def looks_like_data(cell: object) -> bool:
    """Whether a cell is rather a person's answer, number or address than a header."""
    key = key_of(cell)
    return is_answer(cell) or bool(IDENTITY_INSIDE.search(key)) or "@" in key


def is_answer(cell: object) -> bool:
    """Whether a cell is a word that is an answer wherever it stands, as «Ja» or «Kvinna»."""
    return key_of(cell) in _answers()


def safe_header(header: object) -> str:
    """A header as it may be shown; a word in its place where it may be a person's data."""
    text = plain(header)
    is_number = sum(c.isdigit() for c in text) > 5
    if is_number or looks_like_data(text):
        return HIDDEN_HEADER
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def safe_headers(headers: Iterable[object]) -> str:
    """The headers of a table for an error line, without any that may be a person's data."""
    shown = [s for h in headers if (s := safe_header(h)) != HIDDEN_HEADER]
    more = [f"{len(shown) - SHOWN} till"] if len(shown) > SHOWN else []
    return listing([*shown[:SHOWN], *more]) or NOTHING_TO_SHOW


def _split(header: str) -> tuple[str, str]:
    """The stem and the occasion of a header; a unit in brackets at its end stays in the stem."""
    key = key_of(header)
    unit = re.search(r"\s*\([^()]*\)$", key)
    for text, rest in ((key, ""), (key[: unit.start()], unit.group()) if unit else ("", "")):
        for occasion, word in _occasions():
            if found := re.search(rf"(?:^|[\s,:;(\-–]){re.escape(word)}[)\s]*$", text):
                return _trimmed(text[: found.start()]) + rest, occasion
    for occasion, word in _occasions():
        if key.startswith(word) and re.match(r"\s*[:,;\-–]", key[len(word) :]):
            return _trimmed(key[len(word) :]), occasion
    return key, ""


def _trimmed(text: str) -> str:
    """A text without the signs between it and its occasion; brackets of its own are kept."""
    return text.rstrip(" ,:;(-–").lstrip(" ,:;)-–")


@cache
def _occasions() -> tuple[tuple[str, str], ...]:
    """Each word that names an occasion, the longest first."""
    pairs = [(o, w) for o, words in load("intake")["tillfallen"].items() for w in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) < 4 else ""))


@cache
def _answers() -> frozenset[str]:
    """Words that are answers wherever they stand."""
    options = load("intake")["kon"]["alternativ"]
    sexes = {w for row in options for name, words in row.items() for w in (key_of(name), *words)}
    return frozenset(sexes - {"sex"} | {"ja", "nej"})


# Where numbers are cut into classes when nobody has said it.

STEPS = (100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5, 1)
FINE = (0.5, 0.1, 0.05, 0.01, 0.005, 0.001)
PARTS = np.array([0.25, 1 / 3, 2 / 3, 0.75]) * 100


def default_classes(numbers: pd.Series, title: str) -> tuple[float, ...]:
    """Lower bounds that cut numbers in about three, at round figures; ages at usual ages.

    A bound says nothing of a single person: it is rounded to a step that leaves at least
    two round figures between the lower and the upper quartile, or to a whole number where all
    numbers are whole. Empty where all numbers are the same.
    """
    known = numbers.to_numpy(dtype=float)
    known = known[~np.isnan(known)]
    if not len(known) or known.min() == known.max():
        return ()
    ages = load("intake")["alder"]
    if has_word(title, ages["rubriker"]):
        is_child = np.percentile(known, 95) <= ages["barn_till"]
        is_old = np.median(known) >= ages["klasser_aldre"][0]
        kind = "klasser_barn" if is_child else "klasser_aldre" if is_old else "klasser_vuxen"
        cuts = ages[kind]
    else:
        cuts = _thirds(known)
    half = [math.floor(np.median(known)), math.floor(known.min()) + 1]
    return _inside(cuts, known) or _inside(half, known)[:1] or _inside(_first(known), known)[:1]


def _thirds(known: np.ndarray) -> list[float]:
    low, first, second, high = np.percentile(known, PARTS).tolist()
    step = next((s for s in _steps(known) if high - low >= 2 * s), _steps(known)[-1])
    return _rounded((first, second), step)


def _steps(known: np.ndarray) -> tuple[float, ...]:
    """The round steps that bounds may have: none finer than whole where all numbers are whole."""
    return STEPS if (known % 1 == 0).all() else STEPS + FINE


def _rounded(numbers: Iterable[float], step: float) -> list[float]:
    return sorted({round(round(n / step) * step, 3) for n in numbers})


def _first(known: np.ndarray) -> list[float]:
    """The first figure above the least, the roundest that leaves somebody above it."""
    least, most = known.min(), known.max()
    found = (round((math.floor(least / s) + 1) * s, 3) for s in _steps(known))
    return [c for c in found if c <= most]


def _inside(cuts: Iterable[float], known: np.ndarray) -> tuple[float, ...]:
    """The bounds that leave somebody on each side, whole ones as integers."""
    least, most = known.min(), known.max()
    kept = [c for c in cuts if least < c <= most]
    return tuple(int(c) if float(c).is_integer() else float(c) for c in kept)


# Sex and age out of identity numbers, where a file has no columns for them.

SAMPLE = 1000
ADULT = 18
SEX_NAMES, AGE_NAMES = ("Kön", "Juridiskt kön"), ("Ålder", "Ålder enligt personnumret")
SEEN_SEX = (
    "Filen har ingen kolumn för kön, så juridiskt kön tas ur personnumren. "
    "Reservnummer och ogiltiga nummer ger «Uppgift saknas»."
)
SEEN_AGE = (
    "Filen har ingen kolumn för ålder, så åldern räknas ur personnumren. "
    "Ändra åldersgrupperna så att de passar er fråga."
)


def sample_of(cells: pd.Series) -> pd.Series:
    """At most a thousand cells with something in them, evenly spread; the same ones every time."""
    some = _filled(cells.iloc[:: max(1, len(cells) // (10 * SAMPLE))])
    filled = some if len(some) >= SAMPLE else _filled(cells)
    return filled.iloc[:: max(1, -(-len(filled) // SAMPLE))]


def _filled(cells: pd.Series) -> pd.Series:
    codes, words = distinct(cells)
    blank = np.fromiter((_is_none(w) or w == "" for w in words), dtype=bool)
    return cells[~blank[codes]] if blank.any() else cells


def _is_none(cell: object) -> bool:
    return cell is None or cell is pd.NA or cell != cell


def sex_from_number(header: str, ages: np.ndarray, taken: Iterable[str]) -> Variable:
    """A variable for legal sex; girls and boys where the ages say that these are children."""
    rows = load("intake")["kon"]["alternativ"]
    names = [next(iter(row)) for row in (rows[2:4] if _are_children(ages) else rows[:2])]
    return Variable(
        _free(SEX_NAMES, taken), (header,), kind=CHOICE, role=SEX,
        options=tuple(map(Option, names)), taken_from=FROM_NUMBER, guess=SEEN_SEX,
    )  # fmt: skip


def age_from_number(header: str, taken: Iterable[str]) -> Variable:
    """A variable for age in whole years, still without classes."""
    return Variable(
        _free(AGE_NAMES, taken), (header,), kind=NUMBER, role="bakgrund",
        taken_from=FROM_NUMBER, guess=SEEN_AGE,
    )  # fmt: skip


def from_numbers(header: str, found: Identities, known: list[Variable]) -> list[Variable]:
    """What the numbers in a column tell that no variable does: sex, age, both or nothing."""
    taken = [v.name for v in known]
    new = []
    if not any(v.role == SEX for v in known):
        new.append(sex_from_number(header, found.age, taken))
    if not any(map(is_age, known)):
        new.append(age_from_number(header, taken))
    return new


def is_age(variable: Variable) -> bool:
    """Whether a variable is the person's own age, in years or in groups."""
    headers = (variable.name, variable.label, *variable.columns)
    words = load("intake")["alder"]["rubriker"]
    is_answer = variable.kind not in (TEXT, DATE)
    return is_answer and any(has_word(h, words) and not is_anothers(h) for h in headers)


def _are_children(ages: np.ndarray) -> bool:
    known = ages[~np.isnan(ages)]
    if not len(known):
        return False
    oldest = load("intake")["alder"]["barn_till"]
    return bool(np.median(known) < ADULT and np.quantile(known, 0.95) <= oldest)


def _free(names: tuple[str, ...], taken: Iterable[str]) -> str:
    used = set(map(key_of, taken))
    every = (*names, *(f"{names[-1]} ({i})" for i in range(2, len(used) + 3)))
    return next(name for name in every if key_of(name) not in used)
