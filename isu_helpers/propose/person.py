"""Sex and age out of identity numbers, where a file has no columns for them."""

from collections.abc import Iterable

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
)
from ..content import load
from ..identity import Identities
from .headers import has_word, is_anothers

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
    return cells[(cells.notna() & cells.ne("")).to_numpy(dtype=bool)]


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
