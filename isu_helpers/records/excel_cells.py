"""What Excel shows in a column and what it holds: marks for text, ages made dates, errors."""

import datetime as dt
import re

import pandas as pd

from ..codebook import plain
from ..codebook.distinct import Column
from ..wording import SHORT_MONTHS
from .headers import safe_header
from .remark import Remark
from .sheet import remark

FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
SIGNS = frozenset("='’#")  # with which a cell begins that is not what it looks like
APOSTROPHE = re.compile(r"['’](?=[\d=+-])")
RANGE = re.compile(r"\d{1,3}\s*(?P<dash>[-\u2010-\u2015])\s*\d{1,3}(?:\s*år)?")
DAY_MONTH = re.compile(r"(?P<one>\d{1,2}|[^\W\d_]{3})\.?-(?P<two>\d{1,2}|[^\W\d_]{3})\.?")
ERROR = re.compile(r"#(?:[^\W\d_]+(?:/0)?[!?]|n/a)", re.IGNORECASE)
ROUNDED = re.compile(r"\d(?:[.,]\d+)?e\+\d{2}", re.IGNORECASE)  # as Excel shows 198112189876
MOST = 40  # different answers of a column of age groups

ERRORS = (
    "1 cell har ett fel från Excel, som #VÄRDEFEL!, och räknas som «Uppgift saknas» (rad {rows}).",
    "{count} celler har fel från Excel, som #VÄRDEFEL!, och räknas som «Uppgift saknas» "
    "(rad {rows}).",
)
LONG = (
    "Excel har avrundat numret på 1 rad (rad {rows}), så det skiljer ingen åt. Hämta filen på "
    "nytt ur ert system, och läs in kolumnen som text i Excel.",
    "Excel har avrundat numren på {count} rader (rad {rows}), så de är lika för flera personer "
    "och skiljer ingen åt. Hämta filen på nytt ur ert system, och läs in kolumnen som text i "
    "Excel.",
)
AGES = (
    "1 svar hade av Excel gjorts om till datum och lästes som det tal till tal som det var "
    "(rad {rows}). Kontrollera det.",
    "{count} svar hade av Excel gjorts om till datum, som 05-sep, och lästes som de tal till tal "
    "som de var (rad {rows}). Kontrollera dem.",
)


def shown_by_excel(column: Column, name: str, rows: pd.Index) -> tuple[Column, list[Remark]]:
    """A column put right, and what was changed in it or is an error.

    Parameters
    ----------
    name
        Its header.
    rows
        The row of the file that each cell stands on.
    """
    odd = [c for c in column.words if isinstance(c, str) and (c[:1] in SIGNS or "+" in c)]
    bare = {c: b for c in odd if (b := _bare(c)) != c}
    dates = _ranges(set(column.words)) if len(column.words) <= MOST else {}
    if changed := bare | dates:
        column = column.replaced(changed)
    errors = {c for c in odd if c[:1] == "#" and ERROR.fullmatch(c.strip())}
    header = safe_header(name)
    long = set(filter(is_rounded, odd))
    found = ((ERRORS, errors), (LONG, long), (AGES, {dates[c] for c in dates}))
    told = [remark(header, text, rows[column.where(cells.__contains__)])
            for text, cells in found if cells]  # fmt: skip
    return column, [r for r in told if r]


def is_rounded(cell: object) -> bool:
    """Whether a cell is a long number as Excel rounds it, the same for many people."""
    return isinstance(cell, str) and "+" in cell and bool(ROUNDED.fullmatch(cell.strip()))


def _bare(text: str) -> str:
    """A text without the signs by which Excel is told that it is text."""
    if text[:1] == "=" and (found := FORMULA_TEXT.fullmatch(text)):
        return found[1]
    return APOSTROPHE.sub("", text, count=1) if text[:1] in "'’" else text


def _ranges(different: set[object]) -> dict[object, str]:
    """The dates among ranges of numbers, as the ranges that they were."""
    found = [m for c in different if isinstance(c, str) and (m := RANGE.fullmatch(plain(c)))]
    if not found:
        return {}
    dash = found[0]["dash"]
    ends = {c: e for c in different if (e := _ends(c))}
    return {c: f"{min(e)}{dash}{max(e)}" for c, e in ends.items()}


def _ends(cell: object) -> tuple[int, int] | None:
    """The two numbers that a date without a year was made of."""
    if isinstance(cell, (dt.datetime, dt.date)):
        return cell.day, cell.month
    match = DAY_MONTH.fullmatch(cell.strip().casefold()) if isinstance(cell, str) else None
    if not match or match["one"].isdecimal() == match["two"].isdecimal():
        return None
    one, two = _number(match["one"]), _number(match["two"])
    return (one, two) if one and two else None


def _number(part: str) -> int:
    if part.isdecimal():
        return int(part)
    return SHORT_MONTHS.index(part) + 1 if part in SHORT_MONTHS else 0
