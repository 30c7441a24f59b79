"""Cells of a file as values: blanks, Swedish numbers, dates and answers with their synonyms."""

import datetime as dt
import math
import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd

from .codebook import DATE, NUMBER, Option, key_of, plain
from .content import load

NUMBER_TEXT = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?|[+-]?\d+(?:[.,]\d+)?")
DATE_FORMATS = (
    "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%Y/%m/%d", "%d.%m.%Y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S",
)  # fmt: skip
YEARS = range(1850, 2151)


def is_blank(cell: object) -> bool:
    """Whether a cell holds no answer, «Uppgift saknas» and «-» included."""
    return key_of(cell) in _blanks()


def as_number(cell: object) -> float:
    """A number written the Swedish or the English way; NaN where it is none.

    Examples
    --------
    >>> as_number("1 234,5"), as_number("12 %"), as_number("ja")
    (1234.5, 12.0, nan)
    """
    if isinstance(cell, (int, float, np.number)) and not isinstance(cell, bool):
        return float(cell)
    text = plain(cell).replace("\N{MINUS SIGN}", "-").removesuffix("%").strip()
    if not NUMBER_TEXT.fullmatch(text):
        return math.nan
    return float(text.replace(" ", "").replace(",", "."))


def as_date(cell: object) -> pd.Timestamp:
    """A date written the ISO or the Swedish way; NaT where it is none, or in no likely year."""
    if isinstance(cell, (dt.datetime, dt.date, pd.Timestamp)):
        return pd.Timestamp(cell).tz_localize(None) if cell.year in YEARS else pd.NaT
    text = plain(cell)
    if not text[:1].isdigit() or text.isdigit() and len(text) != 8:
        return pd.NaT
    for form in DATE_FORMATS:
        try:
            found = dt.datetime.strptime(text, form)
        except ValueError:
            continue
        return pd.Timestamp(found) if found.year in YEARS else pd.NaT
    return pd.NaT


def parse_unique(column: pd.Series, parse: Callable) -> tuple[list, np.ndarray, np.ndarray]:
    """Each different cell parsed once.

    Returns
    -------
    parsed, codes, blank
        The parsed values of the different cells, which of them each row has, and whether each
        row is blank.
    """
    codes, unique = pd.factorize(column.astype(object), use_na_sentinel=False)
    blank = np.array([is_blank(cell) for cell in unique], dtype=bool)
    return [parse(cell) for cell in unique], codes, blank[codes]


def answered(column: pd.Series) -> pd.Series:
    """The cells of a column that hold an answer."""
    return column[~parse_unique(column, id)[2]]


def numbers(column: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """A column as numbers, NaN where blank or no number, and the rows that were no number."""
    parsed, codes, blank = parse_unique(column, as_number)
    values = np.array(parsed, dtype=float)[codes]
    values = np.where(blank | ~np.isfinite(values), np.nan, values)
    return pd.Series(values, index=column.index), np.isnan(values) & ~blank


def dates(column: pd.Series) -> tuple[pd.Series, np.ndarray]:
    """A column as dates, NaT where blank or no date, and the rows that were no date."""
    parsed, codes, blank = parse_unique(column, as_date)
    values = pd.Series(pd.DatetimeIndex(parsed)).take(codes)
    values.index = column.index
    return values.mask(blank), values.isna().to_numpy() & ~blank


def answers(column: pd.Series, options: tuple[Option, ...]) -> tuple[pd.Series, np.ndarray]:
    """A column as the codebook's answers, missing where blank or not in the codebook.

    Returns
    -------
    answers, odd
        Categories in the order of the codebook, and the rows whose answer it does not know.
    """
    place = {key_of(w): i for i, o in enumerate(options) for w in o.synonyms}
    place |= {key_of(o.name): i for i, o in enumerate(options)}
    parsed, codes, blank = parse_unique(column, lambda cell: place.get(key_of(cell), -1))
    values = np.array(parsed, dtype=int)[codes]
    categories = pd.Categorical.from_codes(values, categories=[o.name for o in options])
    return pd.Series(categories, index=column.index), (values < 0) & ~blank


def typed(column: pd.Series, kind: str, options: tuple[Option, ...]) -> tuple:
    """A column as its kind in the codebook says, and the rows that did not fit."""
    if kind == NUMBER:
        return numbers(column)
    if kind == DATE:
        return dates(column)
    return answers(column, options)


@cache
def _blanks() -> frozenset[str]:
    return frozenset(load("intake")["saknas"])
