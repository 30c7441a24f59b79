"""Identity numbers, e-mail addresses and phone numbers inside free text: found and masked.

When in doubt it is one: text held back can be asked for again, text let out can't be called back.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import decimal

import numpy as np
import pandas as pd
from personnummer.personnummer import valid

from ..codebook import plain
from .number import STOCKHOLM

MASK = "[nummer borttaget]"
MASK_EMAIL = "[e-post borttagen]"
NUMBER, PHONE, EMAIL = "number", "phone", "email"

_S = "[\\s\u00ad\u200b\ufeff]"
_D = "[-\u2010-\u2015\u2212]"
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_DAY60 = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"

# Worth a closer look: nine digits that lie close, a phone number, a number with a letter in it.
# Each begins with a plain sign, which makes the search through ordinary text quick.
_GAP = "[-\u2010-\u2015\u2212\\s\u00ad\u200b\ufeff()./,+]{0,4}"
SUSPECT = (
    re.compile(rf"\d(?:{_GAP}\d){{8}}"),
    re.compile(rf"0(?:8|[1-9]\d)(?:{_GAP}\d){{5}}"),
    re.compile(rf"\+\d(?:{_GAP}\d){{7}}"),
    re.compile(rf"\d{{6}}{_D}?[0-9A-Za-zÅÄÖåäö]{{4}}"),
)
AT, END = re.compile("@"), "\x00"  # the sign between texts, which no find goes across
DATED = re.compile(
    rf"(?<!\d)(?=(?P<all>(?:(?P<c>18|19|20){_S}?)?(?P<y>\d\d)(?P<gap>(?:{_D}|{_S}|[./])?)"
    rf"(?P<m>{_MONTH})(?P<gap2>(?:{_D}|{_S}|[./])?)(?P<d>{_DAY60})"
    rf"(?P<sign>{_S}{{0,2}}(?:{_D}|[+.])?{_S}{{0,2}})(?P<n>\d\d{_S}?\d\d)"
    rf"(?!\d)(?!{_D}\d\d{_D}\d\d)))"
)
GROUPED = re.compile(r"(?<!\d)(?P<all>\d{1,3}(?:[\s.,]\d{3}){3})(?!\d)")
LETTERED = re.compile(
    rf"(?<![0-9A-Za-z])(?P<all>(?:\d\d)?\d\d{_MONTH}{_DAY60}{_D}?"
    r"(?=\d*[A-Za-zÅÄÖåäö])(?=\w{0,3}\d)[0-9A-Za-zÅÄÖåäö]{4})(?!\w)"
)
STOCKHOLM_INSIDE = re.compile(rf"(?<!\d)(?P<all>{STOCKHOLM.pattern})(?!\d)")
NINE_DIGITS = re.compile(r"\s*(?P<all>\d{9})(?:[.,]0+)?\s*")
DATE = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d{_D}{_MONTH}{_D}{_DAY}(?!{_D}?\d)"
    rf"|{_DAY}(?P<s>[-/. ]){_MONTH}(?P=s)(?:19|20)\d\d(?!\d)"
    rf"|0\d-{_MONTH}-{_DAY}(?![\s-]?\d))"
)
EMAIL_TEXT = re.compile(r"(?P<all>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)")
PHONE_TEXT = re.compile(
    r"(?<![\d+])(?<!\d[-/.,])(?P<all>(?:(?:\+|00)46[\s-]?(?:\(0\))?[\s-]?[1-9]|\(?0(?:8|[1-9]\d))"
    rf"(?:(?:{_D}|[\s()/]){{0,3}}\d){{5,9}}"
    r"|\+[1-9](?:[\s()-]{0,2}\d){7,13})(?!\d)"
)


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


class _Ordinary(dict):
    """Signs of other widths and scripts as ordinary ones, by their code."""

    def __missing__(self, code: int) -> int:
        if 0xFF01 <= code <= 0xFF5E:  # full width
            code -= 0xFEE0
        return ord(str(decimal(chr(code), 0))) if chr(code).isdecimal() else code


ORDINARY = _Ordinary()


def ordinary(text: str) -> str:
    """A text with digits and signs of other widths as ordinary ones, each in its place.

    Examples
    --------
    >>> ordinary("\N{FULLWIDTH DIGIT TWO} flickor")
    '2 flickor'
    """
    return text if text.isascii() else text.translate(ORDINARY)


def looks_like_identity(text: object) -> bool:
    """Whether there is an identity number, a phone number or an e-mail address in a text.

    Examples
    --------
    >>> looks_like_identity("Mejla anna@storaker.example"), looks_like_identity("2026-10-01")
    (True, False)
    """
    return next(_found(ordinary(_text(text))), None) is not None


def mask(text: object) -> str:
    """A text with «[nummer borttaget]» for each number, «[e-post borttagen]» for each address.

    Examples
    --------
    >>> mask("Ring 070-174 06 05 före 2026-10-01")
    'Ring [nummer borttaget] före 2026-10-01'
    """
    text = _text(text)
    while spans := _merged(ordinary(text)):
        for start, end, kind in reversed(spans):
            text = text[:start] + (MASK_EMAIL if kind == EMAIL else MASK) + text[end:]
    return text


def scan(column: pd.Series) -> Findings:
    """Where a column of free text holds numbers, phone numbers and e-mail addresses.

    Each different text is looked at once.
    """
    codes, unique = pd.factorize(column, use_na_sentinel=False)
    texts = [ordinary(_text(cell)) for cell in unique]
    has = np.zeros((len(texts), 3), dtype=bool)
    for i in _suspects(texts):
        kinds = {kind for _, _, kind in _found(texts[i])}
        has[i] = [kind in kinds for kind in (NUMBER, PHONE, EMAIL)]
    rows = has[codes]
    return Findings(np.flatnonzero(rows.any(axis=1)), *(int(n) for n in rows.sum(axis=0)))


def _suspects(texts: list[str]) -> set[int]:
    """The places of the texts worth a closer look, found in all of them at once."""
    ends = np.cumsum([len(text) + 1 for text in texts])
    whole = END.join(texts)
    starts = [m.start() for pattern in (*SUSPECT, AT) for m in pattern.finditer(whole)]
    return set(np.searchsorted(ends, starts, side="right").tolist())


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else plain(cell)


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each find; finds may overlap."""
    if "@" not in text and not any(pattern.search(text) for pattern in SUSPECT):
        return
    yield from ((*m.span("all"), NUMBER) for m in DATED.finditer(text) if _is_number(m))
    yield from ((*m.span("all"), NUMBER) for m in GROUPED.finditer(text) if _is_valid(m["all"]))
    for pattern in (LETTERED, STOCKHOLM_INSIDE):
        yield from ((*m.span("all"), NUMBER) for m in pattern.finditer(text))
    if (nine := NINE_DIGITS.fullmatch(text)) and _is_valid("0" + nine["all"]):
        yield *nine.span("all"), NUMBER
    if "@" in text:
        yield from ((*m.span("all"), EMAIL) for m in EMAIL_TEXT.finditer(text))
    undated = DATE.sub(lambda m: "\N{BULLET}" * len(m[0]), text)
    yield from ((*m.span("all"), PHONE) for m in PHONE_TEXT.finditer(undated) if _is_phone(m))


def _is_number(found: re.Match) -> bool:
    """Whether the shape alone tells, or else the check digit."""
    digits, sign = _digits(found["n"]), found["sign"].strip()
    has_gaps = found["gap"] or found["gap2"] or len(found["n"]) > 4
    is_tight = not has_gaps and sign == found["sign"] and sign != "."
    has_sign = sign not in ("", ".") and digits[:2] not in ("18", "19", "20")
    return is_tight or (has_sign and len(found["n"]) == 4) or _is_valid(found["all"])


def _is_valid(text: str) -> bool:
    digits = _digits(text)
    if len(digits) == 12:
        return digits[:2] in ("18", "19", "20") and valid(digits)
    return len(digits) == 10 and (valid("19" + digits) or valid("20" + digits))


def _is_phone(found: re.Match) -> bool:
    """Whether there are digits enough; eight without a space or a dash are a serial number."""
    return len(_digits(found["all"])) > 7 + found["all"].isdecimal()


def _digits(text: str) -> str:
    return "".join(str(int(ch)) for ch in text if ch.isdecimal())


def _merged(text: str) -> list[tuple[int, int, str]]:
    """The finds in order, those that overlap as one; an address only where it stands alone."""
    spans: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(_found(text)):
        if spans and start < spans[-1][1]:
            first, last, known = spans[-1]
            spans[-1] = (first, max(last, end), known if known == kind else NUMBER)
        else:
            spans.append((start, end, kind))
    return spans
