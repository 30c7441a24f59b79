"""Cells and headers as words that can be compared."""

import math
import re
from unicodedata import normalize

import numpy as np
import pandas as pd

from ..wording import clean

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u200e\u200f"))
WHOLE_TEXT = re.compile(r"([+-]?\d+)[.,]0+")


def plain(cell: object) -> str:
    """A cell as text without stray spaces; 37.0 is «37», a blank is empty."""
    if isinstance(cell, str):
        is_plain = cell.isascii() and cell.isprintable()
        text = cell if is_plain else normalize("NFC", clean(cell).translate(INVISIBLE))
        return " ".join(text.split())
    if cell is None or cell is pd.NaT or cell is pd.NA:
        return ""
    if isinstance(cell, (float, np.floating)):
        return "" if math.isnan(cell) else str(int(cell) if float(cell).is_integer() else cell)
    return " ".join(str(cell).split())


def key_of(cell: object) -> str:
    """The form in which answers and headers are compared: no case, no stray spaces, 1 for 1.0.

    Examples
    --------
    >>> key_of("  KVINNA "), key_of(2.0), key_of("2,0")
    ('kvinna', '2', '2')
    """
    text = plain(cell).casefold()
    found = WHOLE_TEXT.fullmatch(text) if text[-1:] == "0" else None
    return found[1] if found else text
