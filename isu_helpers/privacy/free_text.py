"""Identity numbers, e-mail addresses and phone numbers in a column of free text, counted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..codebook import plain
from ..codebook.distinct import distinct
from ..masking import AT, EMAIL, NUMBER, PHONE, SUSPECT, finds, ordinary

END = "\x00x\x00"  # between texts; no find goes across a letter


@dataclass(frozen=True, eq=False)
class Findings:
    """How many rows of a column hold what may point out a person, and which; never what.

    ``rows`` are places from 0. A row with both a number and an address counts in both.
    """

    rows: np.ndarray
    numbers: int
    phones: int
    emails: int

    def __bool__(self) -> bool:
        return len(self.rows) > 0


def scan(column: pd.Series) -> Findings:
    """Where a column of free text holds numbers, phone numbers and e-mail addresses.

    Each different text is looked at once.
    """
    codes, unique = distinct(column)
    texts = [ordinary(plain(cell) if not isinstance(cell, str) else cell) for cell in unique]
    has = np.zeros((len(texts), 3), dtype=bool)
    for i in _suspects(texts):
        kinds = {kind for _, _, kind in finds(texts[i])}
        has[i] = [kind in kinds for kind in (NUMBER, PHONE, EMAIL)]
    rows = has[codes]
    return Findings(np.flatnonzero(rows.any(axis=1)), *(int(n) for n in rows.sum(axis=0)))


def _suspects(texts: list[str]) -> set[int]:
    """The places of the texts worth a closer look, found in all of them at once."""
    ends = np.cumsum([len(text) + len(END) for text in texts])
    whole = END.join(texts)
    starts = [m.start() for pattern in (*SUSPECT, AT) for m in pattern.finditer(whole)]
    return set(np.searchsorted(ends, starts, side="right").tolist())
