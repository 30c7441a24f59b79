"""Columns in which somebody may have written an identity number, a phone number or an address."""

import numpy as np
import pandas as pd

from ..codebook import KEY, NUMBER, TEXT, Codebook
from ..identity import looks_like_identity, scan
from ..propose import safe_header
from ..values import plain
from ..wording import listing, number
from .remark import Remark, rows_told

IN_TEXT = "I texten finns {what}. Kolumnen lästes inte in."
NUMBERS = ("personnummer på 1 rad", "personnummer på {count} rader")
PHONES = ("telefonnummer på 1 rad", "telefonnummer på {count} rader")
EMAILS = ("e-postadress på 1 rad", "e-postadress på {count} rader")
AMONG_NUMBERS = (
    "1 tal ser ut som ett personnummer och räknas som «Uppgift saknas» (rad {rows}).",
    "{count} tal ser ut som personnummer och räknas som «Uppgift saknas» (rad {rows}).",
)
LONG = 10**7  # a number of at least eight digits


def told_of_texts(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], held: frozenset[int]
) -> list[Remark]:
    """How many rows of each column of text hold what may point out a person."""
    remarks = []
    for v in codebook:
        is_text = v.kind == TEXT and v.role != KEY and v.name in places
        if not is_text or places[v.name] in held:
            continue
        if found := scan(frame.iloc[:, places[v.name]]):
            counts = zip((NUMBERS, PHONES, EMAILS), (found.numbers, found.phones, found.emails),
                         strict=True)  # fmt: skip
            what = listing(t[n > 1].format(count=number(n)) for t, n in counts if n)
            text = IN_TEXT.format(what=what)
            remarks.append(Remark(safe_header(v.name), text, len(found.rows)))
    return remarks


def without_numbers(
    name: str, read: pd.Series, cells: pd.Series, kind: str, rows: np.ndarray
) -> tuple[pd.Series, list[Remark]]:
    """A column of numbers without those that may be identity numbers, and what is told of it."""
    if kind != NUMBER or not (long := (read.abs() >= LONG).to_numpy()).any():
        return read, []
    codes, unique = pd.factorize(cells[long], use_na_sentinel=False)
    odd = np.zeros(len(read), dtype=bool)
    odd[long] = np.array([looks_like_identity(plain(c)) for c in unique], dtype=bool)[codes]
    if not odd.any():
        return read, []
    count = int(odd.sum())
    text = AMONG_NUMBERS[count > 1].format(count=number(count), rows=rows_told(rows[odd]))
    return read.mask(odd), [Remark(name, text, count)]
