"""How a question is answered, guessed from the answers: yes/no, scale, number, date, words."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd

from .. import values
from ..codebook import CHOICE, DATE, NO, NUMBER, SCALE, TEXT, YES, YES_NO, Option, Variable
from ..content import load
from ..identity import looks_like_identity
from ..values import key_of, plain
from .answers import Answers
from .classes import default_classes
from .headers import IDENTITY_INSIDE, has_word, sex_rank
from .several import listed_answers
from .twins import told_of_twins
from .words import alphabetical, option_named

MANY = "flest_kategorier"
LONG = 80
PERIOD = re.compile(r"((?:19|20)\d\d)(?:[ ,-]*(vår|vt|höst|ht|(?:q|k|kv|kvartal)?\.? ?\d\d?))?")
SEASONS = {"vår": 1, "vt": 1, "höst": 2, "ht": 2}
BOUND = re.compile(
    r"(under|mindre än|yngre än|före|<|högst|upp till|över|mer än|äldre än|>|minst)?\s*(\d+)"
)
BELOW, ABOVE = ("under", "mindre än", "yngre än", "före", "<"), ("över", "mer än", "äldre än", ">")

SEEN_TEXT = "Gissning: många olika eller långa svar, så kolumnen är fri text. Läses inte in."
SEEN_NUMBERS_IN_TEXT = "Gissning: svaren kan hålla personnummer eller adresser. Läses inte in."
SEEN_DATE = "Gissning: svaren är datum. Visas inte."
SEEN_PERIOD = "Gissning: svaren är tidsperioder."
SEEN_NUMBER = (
    "Gissning: svaren är tal. Gränserna är valda för att dela in svaren jämnt. "
    "Byt till instrumentets egna gränser om det finns sådana."
)
SEEN_AGE = "Gissning: rubriken säger ålder. Ändra åldersgrupperna så att de passar er fråga."
SEEN_YES_NO = "Gissning: svaren är ja och nej. Stäm av rollen."
SEEN_CODES = "Gissning: 1 betyder Ja och 0 betyder Nej. Stäm av typ och roll."
SEEN_TICKS = "Gissning: ett kryss betyder Ja. Tomt räknas som «Uppgift saknas». Stäm av."
SEEN_ANSWERS = "Gissning: svaren är få och återkommer. Stäm av typ och roll."
SEEN_ORDER = "Gissning: svaren har en ordning. Stäm av ordningen och rollen."


def guess_answers(draft: Variable, answers: Answers) -> Variable:
    """The draft with the kind, the answers and the classes that fit its cells."""
    words, draft = answers.spellings(_most()), replace(draft, options=(), classes=(), decimals=0)
    found = _yes_no(draft, set(words)) or _dated(draft, answers, words)
    if found := found or listed_answers(draft, answers):
        return found
    if _are_numbers(answers):
        if _hold_identities(answers):
            return replace(draft, kind=TEXT, role="övrigt", pair="", guess=SEEN_NUMBERS_IN_TEXT)
        numbers = values.numbers(answers.cells)[0].dropna()
        if _is_measure(draft, numbers, words):
            return _number(draft, numbers)
    if reason := _reason_for_text(draft, answers, words):
        return replace(draft, kind=TEXT, role="övrigt", pair="", guess=reason)
    return _choice(draft, words)


def _yes_no(draft: Variable, keys: set[str]) -> Variable | None:
    is_known = keys <= _words(YES) | _words(NO) and len(keys) <= 2
    if not is_known or sex_rank(draft.name) or keys == {"0"}:
        return None
    codes, ticks = keys <= {"0", "1"}, keys in ({"x"}, {"1"})
    guess = SEEN_TICKS if ticks else SEEN_CODES if codes else SEEN_YES_NO
    return replace(draft, kind=YES_NO, options=(YES, NO), guess=guess)


def _dated(draft: Variable, answers: Answers, words: dict[str, str]) -> Variable | None:
    """A date, or a period of time where all answers are years, half-years or the like."""
    if values.dates(answers.sample)[0].notna().mean() > 0.9:
        return replace(draft, kind=DATE, role="tid", guess=SEEN_DATE)
    if draft.role == "bakgrund" or len(words) > _most():
        return None
    if not all(PERIOD.fullmatch(k) for k in words):
        return None
    names = sorted(words.values(), key=lambda name: _period(key_of(name)))
    options = tuple(map(Option, names))
    return replace(draft, kind=SCALE, role="tid", options=options, guess=SEEN_PERIOD)


def _period(key: str) -> tuple[int, int]:
    year, part = PERIOD.fullmatch(key).groups()
    digits = re.sub(r"\D", "", part or "")
    return int(year), SEASONS.get(part or "", int(digits or 0))


def _are_numbers(answers: Answers) -> bool:
    return values.numbers(answers.sample)[0].notna().mean() > 0.9


def _hold_identities(answers: Answers) -> bool:
    """Whether more than one number in twenty may be an identity number."""
    sample = answers.sample
    return sum(looks_like_identity(plain(c)) for c in sample) > len(sample) / 20


def _is_measure(draft: Variable, numbers: pd.Series, words: dict[str, str]) -> bool:
    """Whether numbers are amounts to be cut into classes, rather than the steps of a scale."""
    if len(words) > 10 or has_word(draft.name, load("intake")["alder"]["rubriker"]):
        return True
    return bool((numbers % 1 != 0).any() or len(words) > 5 and numbers.max() > 20)


def _number(draft: Variable, numbers: pd.Series) -> Variable:
    is_age = has_word(draft.name, load("intake")["alder"]["rubriker"])
    classes = default_classes(numbers, draft.name)
    decimals = int((numbers % 1 != 0).any() and not is_age)
    guess = SEEN_AGE if is_age else SEEN_NUMBER
    return replace(draft, kind=NUMBER, classes=classes, decimals=decimals, guess=guess)


def _reason_for_text(draft: Variable, answers: Answers, words: dict[str, str]) -> str:
    few = len(words) <= min(_most(), max(2, len(answers) // 3))
    is_long = max(map(len, words)) > LONG
    if not few or is_long or has_word(draft.name, load("intake")["fri_text"]):
        return SEEN_TEXT
    is_personal = any(IDENTITY_INSIDE.search(k) or looks_like_identity(k) for k in words)
    return SEEN_NUMBERS_IN_TEXT if is_personal else ""


def _choice(draft: Variable, words: dict[str, str]) -> Variable:
    unordered = [k for k in words if k in load("intake")["utan_ordning"]]
    rest = [k for k in words if k not in unordered]
    order = _order(rest)
    names = [words[k] for k in order or rest]
    names = names if order else sorted(names, key=alphabetical)
    names += sorted((words[k] for k in unordered), key=alphabetical)
    is_scale = bool(order) and not unordered
    options = tuple(map(option_named, names))
    guess = (SEEN_ORDER if order else SEEN_ANSWERS) + told_of_twins(
        {k: words[k] for k in order or rest}
    )
    return replace(draft, kind=SCALE if is_scale else CHOICE, options=options, guess=guess)


def _order(keys: list[str]) -> list[str]:
    """The answers in the order of a known scale or of their numbers; empty without an order."""
    for known in load("intake")["ordnade"]:
        if len(keys) > 1 and set(keys) <= set(known):
            return [k for k in known if k in keys]
    bounds = {k: _bound(k) for k in keys}
    if keys and not any(np.isnan(list(bounds.values()))):
        return sorted(keys, key=lambda k: (bounds[k], alphabetical(k)))
    return []


def _bound(key: str) -> float:
    """The number that an answer begins with, as 18 in «18–29 år»; NaN where it has none."""
    if not np.isnan(number := values.as_number(key)):
        return number
    found = BOUND.match(key)
    if not found:
        return np.nan
    shift = {**dict.fromkeys(BELOW, -0.5), **dict.fromkeys(ABOVE, 0.5)}
    return int(found[2]) + shift.get(found[1] or "", 0)


def _most() -> int:
    return load("thresholds")[MANY]["value"]


def _words(option: Option) -> set[str]:
    return {key_of(w) for w in (option.name, *option.synonyms)}
