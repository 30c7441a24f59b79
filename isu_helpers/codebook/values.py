"""Cells of a file as values: blanks, Swedish numbers, dates and answers with their synonyms."""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..content import load
from ..wording import MONTHS
from .distinct import distinct
from .variable import DATE, NUMBER, Option, key_of, plain

if TYPE_CHECKING:
    from pandas.api.typing import NaTType

Value = TypeVar("Value")
NUMBER_TEXT = re.compile(
    r"[+-]?(?:\d+(?:[.,]\d+)?"
    r"|\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?"  # 1 234,50 and the Swiss 1'234.50
    r"|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"  # 1.234,50
    r"|\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,})"  # 1,234.50
)
PLAIN_NUMBER = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?")
POINTED = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:\.\d{3}){2,}")
POINT_AND_THREE = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
UNIT = re.compile(
    r"\s*(?P<unit>%|procent|kr\.?|kronor|sek|:-|,-|tkr|st\.?|stycken|år|mån\.?|månad|månader|veckor"
    r"|vecka|v\.?|dagar|dag|dygn|tim\.?|timmar|timme|h|min\.?|minuter|km|kg|cm|m|p|poäng|gånger"
    r"|gång|ggr|barn|personer|person|ärenden|samtal|besök)"
    r"(?P<per>\s*(?:/|per\s|i\s|om\s)\s*[^\W\d_]{1,10}\.?)?$",
    re.IGNORECASE,
)
ALIKE_UNITS = {
    "procent": "%", "kronor": "kr", "sek": "kr", ":-": "kr", ",-": "kr", "stycken": "st",
    "månad": "mån", "månader": "mån", "veckor": "v", "vecka": "v", "dagar": "dag", "dygn": "dag",
    "tim": "h", "timmar": "h", "timme": "h", "minuter": "min", "poäng": "p", "gång": "gånger",
    "ggr": "gånger", "personer": "person",
}  # fmt: skip
MINUSES = "−–\u2010\u2011\u2012\ufe63\uff0d"
MINUS = re.compile(rf"^[{MINUSES}]\s*(?=\d)")
TIME = r"(?:[ T]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
DATE_TEXTS = tuple(
    (re.compile(pattern + TIME), order)
    for pattern, order in (
        (r"(\d{4})-(\d{1,2})-(\d{1,2})", "ymd"),
        (r"(\d{4})(\d{2})(\d{2})", "ymd"),
        (r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", "ymd"),
        (r"(\d{1,2})[/.](\d{1,2})[/. -] ?(\d{4})", "dmy"),
        (r"(\d{1,2})-(\d{1,2})-(\d{4})", "dmy"),
        (r"(\d{1,2})\.?[ -]([^\W\d]{3,9})\.?[ -](\d{4}|\d{2})", "dmy"),
        (r"(\d{2})-(\d{2})-(\d{2})", "ymd"),
        (r"(\d{1,2})/(\d{1,2})[/ -] ?(\d{2})", "dmy"),
    )
)
TWO_DIGITS = 40  # a year below it is of this century
TICKS = frozenset("✓✔☑√")
YEARS = range(1850, 2151)


def is_blank(cell: object) -> bool:
    """Whether a cell holds no answer, «Uppgift saknas» and «-» included."""
    if isinstance(cell, str) and cell[:1] in _answer_starts():
        return False
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
    text = plain(cell)
    if not text or not (text[0].isdecimal() or text[0] in "+-" + MINUSES):
        return math.nan
    text = text if text.isdecimal() else _bare(text)
    return _value(text) if NUMBER_TEXT.fullmatch(text) else math.nan


def as_date(cell: object) -> "pd.Timestamp | NaTType":
    """A date written the ISO or the Swedish way; NaT where it is none, or in no likely year.

    Examples
    --------
    >>> [as_date(t).date().isoformat() for t in ("1 okt 2026", "1/10 2026", "26-10-01")]
    ['2026-10-01', '2026-10-01', '2026-10-01']
    """
    if isinstance(cell, (dt.datetime, dt.date, pd.Timestamp)):
        return pd.Timestamp(cell).tz_localize(None) if cell.year in YEARS else pd.NaT
    text = plain(cell)
    if not text[:1].isdecimal() or not 6 <= len(text) <= 40:
        return pd.NaT
    for pattern, order in DATE_TEXTS:
        if found := pattern.fullmatch(text):
            return _date(found.groups(), order)
    return pd.NaT


def has_two_digit_year(cell: object) -> bool:
    """Whether a cell is a date whose century is not written."""
    text = plain(cell)
    patterns = (pattern for pattern, _ in DATE_TEXTS)
    groups = next((m.groups() for p in patterns if (m := p.fullmatch(text))), ())
    return bool(groups) and not any(len(g or "") == 4 and g.isdecimal() for g in groups[:3])


def parse_unique(
    column: pd.Series, parse: Callable[[object], Value]
) -> tuple[list[Value], NDArray[np.intp], NDArray[np.bool_]]:
    """Each different cell parsed once.

    Returns
    -------
    parsed, codes, blank
        The parsed values of the different cells, which of them each row has, and whether each
        row is blank.
    """
    codes, unique = distinct(column)
    blank = np.array([is_blank(cell) for cell in unique], dtype=bool)
    return [parse(cell) for cell in unique], codes, blank[codes]


def share(column: pd.Series, is_found: Callable[[object], bool]) -> float:
    """The share of the cells that are of a kind; each different cell is looked at once."""
    codes, words = distinct(column)
    return float(np.fromiter(map(is_found, words), dtype=bool)[codes].mean())


def answered(column: pd.Series) -> pd.Series:
    """The cells of a column that hold an answer."""
    return column[~parse_unique(column, id)[2]]


def numbers(column: pd.Series) -> tuple[pd.Series, NDArray[np.bool_]]:
    """A column as numbers, NaN where blank or no number, and the rows that were no number.

    Where some cell has a point between thousands, as 1.234,50, so has 1.234. Where cells have
    different units, as «2 år» and «6 mån», only those of the commonest are numbers.
    """
    codes, words = distinct(column)
    parsed, blank = np.empty(len(words)), np.zeros(len(words), dtype=bool)
    odd = []
    for i, word in enumerate(words):
        if isinstance(word, str) and PLAIN_NUMBER.fullmatch(word):
            parsed[i] = float(word.replace(" ", "").replace(",", "."))
        else:
            odd.append(i)
    if odd:
        blank[odd] = [is_blank(words[i]) for i in odd]
        parsed = _with_odd(parsed, words, odd, codes)
    values = np.where(blank | ~np.isfinite(parsed), np.nan, parsed)[codes]
    return pd.Series(values, index=column.index), np.isnan(values) & ~blank[codes]


def _with_odd(
    parsed: NDArray[np.float64], words: Sequence[object], odd: list[int], codes: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The numbers with those of the words in places that are not written plainly."""
    has_points = any(
        isinstance(c, str) and "." in c and POINTED.fullmatch(_bare(plain(c)))
        for c in (words[i] for i in odd)
    )
    read = _in_thousands if has_points else as_number
    parsed[odd] = [read(words[i]) for i in odd]
    units = {i: unit for i in odd if (unit := unit_of(words[i]))}
    return _in_percent(_of_one_unit(parsed, units, codes), units)


def unit_of(cell: object) -> str:
    """The unit that a number is written with; empty without one, or where it is no number."""
    if not isinstance(cell, str) or not (text := plain(cell))[:1].isdecimal():
        return ""
    found = None if text[-1:].isdecimal() else UNIT.search(text)
    if not found:
        return ""
    unit = found["unit"].casefold().rstrip(".")
    return ALIKE_UNITS.get(unit, unit) + re.sub(r"per\s|\W", "", found["per"] or "").casefold()


def _in_percent(parsed: NDArray[np.float64], units: dict[int, str]) -> NDArray[np.float64]:
    """The numbers, where 0.45 beside «45 %» is 45 per cent as well."""
    if (is_share := _are_shares(parsed, units)).any():
        parsed[is_share] = [round(100 * n, 6) for n in parsed[is_share].tolist()]
    return parsed


def _are_shares(parsed: NDArray[np.float64], units: dict[int, str]) -> NDArray[np.bool_]:
    """Which numbers are shares of one, beside others that are written in per cent."""
    is_bare = ~np.isnan(parsed)
    is_bare[list(units)] = False
    bare = parsed[is_bare]
    are_shares = "%" in units.values() and bool(((bare >= 0) & (bare <= 1)).all())
    return is_bare & (are_shares and bool((bare % 1).any()))


def shares_beside_percent(column: pd.Series) -> NDArray[np.bool_]:
    """The rows with 0.45 in a column that also has «45 %», which `numbers` reads as 45."""
    codes, words = distinct(column)
    texts = (w for w in words if isinstance(w, str) and not w[-1:].isdecimal())
    if not any("%" in w or "procent" in w.casefold() for w in texts):
        return np.zeros(len(codes), dtype=bool)
    units = {i: unit for i, word in enumerate(words) if (unit := unit_of(word))}
    parsed = np.fromiter((np.nan if is_blank(w) else as_number(w) for w in words), dtype=float)
    return _are_shares(parsed, units)[codes]


def _of_one_unit(
    parsed: NDArray[np.float64], units: dict[int, str], codes: NDArray[np.intp]
) -> NDArray[np.float64]:
    """The numbers without those of another unit than most have."""
    if len(set(units.values())) < 2:
        return parsed
    counts = np.bincount(codes, minlength=len(parsed))
    tally: dict[str, int] = {}
    for i, unit in units.items():
        tally[unit] = tally.get(unit, 0) + int(counts[i])
    most = max(tally, key=tally.__getitem__)
    parsed[[i for i, unit in units.items() if unit != most]] = math.nan
    return parsed


def dates(column: pd.Series) -> tuple[pd.Series, NDArray[np.bool_]]:
    """A column as dates, NaT where blank or no date, and the rows that were no date."""
    parsed, codes, blank = parse_unique(column, as_date)
    values = pd.Series(pd.DatetimeIndex(parsed).as_unit("us")).take(codes)
    values.index = column.index
    return values.mask(blank), values.isna().to_numpy() & ~blank


def answers(column: pd.Series, options: tuple[Option, ...]) -> tuple[pd.Series, NDArray[np.bool_]]:
    """A column as the codebook's answers, missing where blank or not in the codebook.

    Returns
    -------
    answers, odd
        Categories in the order of the codebook, and the rows whose answer it does not know.
    """
    place = {key_of(w): i for i, o in enumerate(options) for w in o.synonyms}
    place |= {key_of(o.name): i for i, o in enumerate(options)}
    if "x" in place:  # a tick is a cross
        place = dict.fromkeys(TICKS, place["x"]) | place
    parsed, codes, blank = parse_unique(column, lambda cell: place.get(key_of(cell), -1))
    values = np.array(parsed, dtype=int)[codes]
    categories = pd.Categorical.from_codes(values, pd.Index([o.name for o in options]))
    return pd.Series(categories, index=column.index), (values < 0) & ~blank


def typed(
    column: pd.Series, kind: str, options: tuple[Option, ...]
) -> tuple[pd.Series, NDArray[np.bool_]]:
    """A column as its kind in the codebook says, and the rows that did not fit."""
    if kind == NUMBER:
        return numbers(column)
    if kind == DATE:
        return dates(column)
    return answers(column, options)


def _value(text: str) -> float:
    """The value of a text in the shape of a number; the last of two kinds of mark is decimal."""
    text = text.replace(" ", "").replace("'", "").replace("’", "")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0 or text.count(text[last]) > 1:
        return float(text.replace(".", "").replace(",", ""))
    whole = text[:last].replace(".", "").replace(",", "")
    return float(f"{whole}.{text[last + 1 :]}")


def _bare(text: str) -> str:
    """A number without its unit and with a plain minus."""
    text = text if text[-1:].isdecimal() else UNIT.sub("", text)
    return MINUS.sub("-", text) if text[:1] in MINUSES else text


def _in_thousands(cell: object) -> float:
    """A number in a column whose points stand between thousands, where it is written so."""
    text = _bare(plain(cell)) if isinstance(cell, str) else ""
    return float(text.replace(".", "")) if POINT_AND_THREE.fullmatch(text) else as_number(cell)


def _date(groups: tuple[str | None, ...], order: str) -> "pd.Timestamp | NaTType":
    """The date of the matched groups; NaT where the calendar has no such day or time."""
    parts = {part: group or "" for part, group in zip(order, groups[:3], strict=True)}
    hour, minute, second = (int(g or 0) for g in groups[3:6])
    year = int(parts["y"])
    year += (2000 if year < TWO_DIGITS else 1900) if len(parts["y"]) == 2 else 0
    try:
        found = dt.datetime(year, _month(parts["m"]), int(parts["d"]), hour, minute, second)
    except ValueError:
        return pd.NaT
    return pd.Timestamp(found) if year in YEARS else pd.NaT


def _month(text: str) -> int:
    """The month of a number or a Swedish name, whole or short; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    word = text.casefold()
    return next((i for i, m in enumerate(MONTHS, 1) if word in (m, m[:3], m[:4])), 0)


@cache
def _blanks() -> frozenset[str]:
    return frozenset(load("intake")["saknas"])


@cache
def _answer_starts() -> frozenset[str]:
    """The signs of ASCII that no blank begins with."""
    starts = {word[:1] for word in _blanks()}
    return frozenset(c for c in map(chr, range(33, 127)) if c.casefold() not in starts)
