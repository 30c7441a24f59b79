"""A span of time as a person writes it: «2024», «vår 2024», «2024-01 – 2024-06».

A span has its first day and the day after its last.
"""

import datetime as dt
import re
from contextlib import suppress

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...codebook import DATE, NUMBER, Variable, key_of
from .classes import UNITS, YEAR, when

Span = tuple[np.datetime64, np.datetime64]
Days = NDArray[np.datetime64]

BETWEEN = re.compile(r"\s*(?:\.{2,}|…|[–—−-]|\btill(?: och med)?\b|\bt\.? ?o\.? ?m\b\.?)\s*")
FROM = re.compile(r"^(?:från(?: och med)?|fr\.? ?o\.? ?m\.?) ")
ALL_OF = re.compile(r"^(?:(?:hela|helår|helåret|år|året|under) )+")
OPEN = re.compile(r"^[.…–—−-]|[.…–—−-]$")  # from a time on, or until one
TERTIAL = re.compile(r"(?:t|tertial) ?([1-3])")
ORDINALS = ("första", "andra", "tredje", "fjärde")
ORDERED = re.compile(rf"({'|'.join(ORDINALS)}) (kvartal|tertial)et")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR_0, LAST = np.datetime64("0000-01", "M"), 9999
MONTHS_IN_TERTIAL = 4


def span_of(text: str) -> Span | None:
    """What a text says of time; None where it says nothing that is surely understood.

    Examples
    --------
    >>> [str(day) for day in span_of("H1 2024")]
    ['2024-01-01', '2024-07-01']
    >>> span_of("mars–maj 2024") == span_of("2024-03..2024-05"), span_of("nyligen")
    (True, None)
    """
    words = ORDERED.sub(_numbered, ALL_OF.sub("", key_of(text)))
    return None if OPEN.search(words) else _one(words) or _from_and_till(words)


def times_of(column: pd.Series, variable: Variable) -> tuple[Days, Days] | None:
    """The first day that each row tells, and the day after the last; NaT where it is missing.

    None where some answer of the variable is no time.
    """
    if variable.kind == DATE:
        days = column.to_numpy("datetime64[D]")
        return days, days + 1
    if variable.kind == NUMBER:
        years = column.to_numpy(dtype=float)
        is_year = (years >= 1) & (years < LAST)
        first = np.where(is_year, years, 0).astype(int) * UNITS["år"]
        begun, ended = (
            np.where(is_year, _day(months), np.datetime64("NaT"))
            for months in (first, first + UNITS["år"])
        )
        return begun, ended
    spans = [span_of(name) for name in variable.categories]
    if not spans or None in spans:
        return None
    ends = np.array([*spans, (np.datetime64("NaT"),) * 2], dtype="datetime64[D]")
    places = column.cat.codes.to_numpy()
    return ends[places, 0], ends[places, 1]


def _numbered(found: re.Match[str]) -> str:
    return f"{found[2]} {ORDINALS.index(found[1]) + 1}"


def _one(words: str) -> Span | None:
    """A day, a month, a quarter, a third of a year, a half-year or a year."""
    if DAY.fullmatch(words):
        with suppress(ValueError):
            day = np.datetime64(dt.date.fromisoformat(words))
            return day, day + 1
        return None
    year = YEAR.search(words)
    third = TERTIAL.fullmatch(YEAR.sub("", words, count=1).strip(" ,:-–./()"))
    if year and third:
        first = int(year[0]) * UNITS["år"] + (int(third[1]) - 1) * MONTHS_IN_TERTIAL
        return _first_day(first), _first_day(first + MONTHS_IN_TERTIAL)
    found = when(words)
    return (_first_day(found[1]), _first_day(found[1] + UNITS[found[0]])) if found else None


def _from_and_till(words: str) -> Span | None:
    """From one time to another; either may leave the year to the other."""
    words = FROM.sub("", words)
    for mark in BETWEEN.finditer(words):
        ends = words[: mark.start()], words[mark.end() :]
        years = [found[0] for found in map(YEAR.search, ends) if found]
        if all(ends) and years:
            first, last = (_one(e if YEAR.search(e) else f"{e} {years[0]}") for e in ends)
            if first and last and first[0] <= last[0] and first[1] <= last[1]:
                return first[0], last[1]
    return None


def _day(months: NDArray[np.int64]) -> Days:
    """The first day of each month that is counted from year 0."""
    return (YEAR_0 + months).astype("datetime64[D]")


def _first_day(month: int) -> np.datetime64:
    return np.datetime64(f"{YEAR_0 + month}-01", "D")
