"""Ages and dates that can hardly be right: an age is left out, a date is told of and kept."""

import datetime as dt

import numpy as np
import pandas as pd

from ..codebook import DATE, NUMBER, Variable
from ..content import load
from ..identity.columns import OLDEST
from ..propose.headers import has_word
from ..wording import number
from .remark import Remark, rows_told

EARLIEST = pd.Timestamp(1900, 1, 1)
ODD_AGE = (
    "{count} värden är orimliga som ålder och räknas som «Uppgift saknas» (rad {rows}). "
    "Rätta dem i filen."
)
ODD_DATE = (
    "{count} datum ligger före 1900 eller efter dagens datum (rad {rows}). "
    "De är kvar. Kontrollera dem."
)


def without_oddities(
    variable: Variable, column: pd.Series, rows: np.ndarray, today: dt.date | None = None
) -> tuple[pd.Series, list[Remark]]:
    """A column as it may be counted, and what could not be right in it.

    Parameters
    ----------
    column
        Typed: numbers with NaN, or dates with NaT, where an answer is missing.
    rows
        The row of the file that each of them stands on.
    today
        The day after which no date can lie; the clock's by default.
    """
    if variable.kind == NUMBER and _is_age(variable):
        odd = ((column < 0) | (column > OLDEST)).to_numpy()
        return column.mask(odd), _told(variable, ODD_AGE, rows[odd])
    if variable.kind == DATE:
        last = pd.Timestamp(today or dt.date.today())
        return column, _told(variable, ODD_DATE, rows[((column < EARLIEST) | (column > last))])
    return column, []


def _is_age(variable: Variable) -> bool:
    words = load("intake")["alder"]["rubriker"]
    return has_word(variable.name, words) or has_word(variable.label, words)


def _told(variable: Variable, text: str, rows: np.ndarray) -> list[Remark]:
    if not len(rows):
        return []
    told = text.format(count=number(len(rows)), rows=rows_told(rows))
    return [Remark(variable.name, told, len(rows))]
