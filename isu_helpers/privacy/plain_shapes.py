"""Identity numbers written in the plain ways, checked a whole column at a time.

Ten or twelve digits, with ``-`` or ``+`` before the last four or nothing between. All other ways
to write a number, and reservnummer, are read one by one in `number`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..codebook import plain

Whole = NDArray[np.int64]
CENTURIES = (18, 19, 20)
LENGTHS = (10, 11, 12, 13)
WEIGHTS = np.array([2, 1, 2, 1, 2, 1, 2, 1, 2])  # of the check digit
DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
ZERO, DASH, PLUS = b"0-+"
COORDINATION = 60  # what the day of a samordningsnummer has more


@dataclass(frozen=True)
class PlainNumbers:
    """The cells of a column that are written in a plain way; the arrays have a place for each.

    Attributes
    ----------
    places
        Where among the cells they stand.
    wholes
        Their twelve digits.
    is_valid, is_coordination, is_woman
        Whether date and check digit hold, and what a valid number tells.
    ages
        Whole years at the stated date, of those that are valid.
    """

    places: Whole
    wholes: list[str]
    is_valid: NDArray[np.bool_]
    is_coordination: NDArray[np.bool_]
    is_woman: NDArray[np.bool_]
    ages: Whole


def plain_numbers(cells: Sequence[object], at: dt.date, today: dt.date) -> PlainNumbers:
    """Those of some cells that are ten or twelve digits, with one dash or plus or none.

    Parameters
    ----------
    cells
        As a file has them: text, or the whole numbers and floats of Excel.
    at
        The date at which age is told.
    today
        The date that decides the century of ten digits.
    """
    texts = [_text(cell) for cell in cells]
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    groups = [_digits(*_of_length(texts, lengths, n), n, today) for n in LENGTHS]
    places = np.concatenate([places for places, _ in groups])
    digits = np.concatenate([digits for _, digits in groups]).astype(np.int64)
    year = digits[:, :4] @ (1000, 100, 10, 1)
    month, day = digits[:, 4:6] @ (10, 1), digits[:, 6:8] @ (10, 1)
    is_coordination = day > COORDINATION
    day = day - COORDINATION * is_coordination
    before = (at.month, at.day)
    ages = at.year - year - ((before[0] < month) | ((before[0] == month) & (before[1] < day)))
    text = (digits + ZERO).astype(np.uint8).tobytes().decode("ascii")
    return PlainNumbers(
        places, [text[i : i + 12] for i in range(0, len(text), 12)],
        _is_date(year, month, day) & _has_check(digits), is_coordination,
        digits[:, 10] % 2 == 0, ages,
    )  # fmt: skip


def _text(cell: object) -> str:
    """A cell as text, where that may be a plain number."""
    text = plain(cell) if isinstance(cell, (int, float)) else cell
    return text if isinstance(text, str) and text.isascii() else ""


def _of_length(
    texts: list[str], lengths: np.ndarray, length: int
) -> tuple[np.ndarray, np.ndarray]:
    """The places and signs of the texts of that many signs."""
    places = np.flatnonzero(lengths == length)
    joined = "".join([texts[i] for i in places.tolist()])
    return places, np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(-1, length)


def _digits(
    places: np.ndarray, signs: np.ndarray, length: int, today: dt.date
) -> tuple[np.ndarray, np.ndarray]:
    """The places and twelve digits of the cells that are numbers of that many signs."""
    mark = signs[:, -5] if length % 2 else np.full(len(signs), DASH)
    digits = (np.delete(signs, -5, axis=1) if length % 2 else signs) - ZERO  # wraps below zero
    is_one = (digits <= 9).all(axis=1) & ((mark == DASH) | (mark == PLUS))
    digits = digits[is_one]
    if length < 12:
        digits = np.hstack([_centuries(digits, mark[is_one] == PLUS, today), digits])
    known = np.isin(digits[:, :2] @ np.array([10, 1], dtype=np.uint8), CENTURIES)
    return places[is_one][known], digits[known]


def _centuries(digits: np.ndarray, is_old: np.ndarray, today: dt.date) -> np.ndarray:
    """The two digits of each one's century: the younger person, with ``+`` from 100 years."""
    latest = today.year - 100 * is_old
    year = digits[:, :2].astype(np.int64) @ (10, 1)
    hundreds = (latest - (latest - year) % 100) // 100
    return np.column_stack([hundreds // 10, hundreds % 10]).astype(np.uint8)


def _is_date(year: Whole, month: Whole, day: Whole) -> NDArray[np.bool_]:
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    is_month = (month >= 1) & (month <= 12)
    last: Whole = DAYS[np.where(is_month, month, 0)] + (is_leap & (month == 2))
    return (day >= 1) & (day <= last)


def _has_check(digits: Whole) -> NDArray[np.bool_]:
    """Whether the last digit is the check digit of the nine before, which do not end in 000."""
    products = digits[:, 2:11] * WEIGHTS
    total = (products - 9 * (products > 9)).sum(axis=1)
    is_right: NDArray[np.bool_] = -total % 10 == digits[:, 11]
    return is_right & (digits[:, 8:11] > 0).any(axis=1)
