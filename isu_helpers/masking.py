"""Identity numbers, e-mail addresses and phone numbers inside a text: found and masked.

Ten or twelve digits whose date and check digit are valid are a number, whatever signs that are
no letters stand between them; a mistyped number is known by its shape alone. When in doubt it is
one: text held back can be asked for again, text let out can't be called back.
"""

import math
import re
from collections.abc import Iterator
from unicodedata import digit

from personnummer.personnummer import valid

MASK = "[nummer borttaget]"
MASK_EMAIL = "[e-post borttagen]"
CENTURIES = ("18", "19", "20")
NUMBER, PHONE, EMAIL = "number", "phone", "email"

_S = "[\\s\u00ad\u200b\ufeff]"
_D = "[-\u2010-\u2015\u2212]"
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_DAY60 = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])"

# Worth a closer look: nine digits that lie close, a phone number, a number with a letter in it.
# Each begins with a plain sign, which makes the search through ordinary text quick.
_GAP = r"[\W_]{0,5}"
SUSPECT = (
    re.compile(rf"\d(?:{_GAP}\d){{8}}"),
    re.compile(rf"0(?:8|[1-9]\d)(?:{_GAP}\d){{5}}"),
    re.compile(rf"\+\d(?:{_GAP}\d){{7}}"),
    re.compile(rf"\d{{6}}{_D}?[0-9A-Za-zÅÄÖåäö]{{4}}"),
)
AT = re.compile("@")
DATED = re.compile(
    rf"(?<!\d)(?=(?P<all>(?:(?P<c>18|19|20){_S}?)?(?P<y>\d\d)(?P<gap>(?:{_D}|{_S}|[./])?)"
    rf"(?P<m>{_MONTH})(?P<gap2>(?:{_D}|{_S}|[./])?)(?P<d>{_DAY60})"
    rf"(?P<sign>{_S}{{0,2}}(?:{_D}|[+.])?{_S}{{0,2}})(?P<n>\d\d{_S}?\d\d)"
    rf"(?!\d)(?!{_D}\d\d{_D}\d\d)))"
)
LOOSE = tuple(
    re.compile(rf"(?<!\d)(?=(?P<all>\d(?:{_GAP}\d){{{more}}})(?!\d))") for more in (9, 11)
)
GROUPED = re.compile(r"(?<!\d)(?P<all>\d{1,3}(?:[\s.,]\d{3}){3})(?!\d)")
LETTERED = re.compile(
    rf"(?<![0-9A-Za-z])(?P<all>(?:\d\d)?\d\d{_MONTH}{_DAY60}{_D}?"
    r"(?=\d*[A-Za-zÅÄÖåäö])(?=\w{0,3}\d)[0-9A-Za-zÅÄÖåäö]{4})(?!\w)"
)
STOCKHOLM = re.compile(r"99(?:19|2[0-2])\d{4}-?\d{4}")
STOCKHOLM_INSIDE = re.compile(rf"(?<!\d)(?P<all>{STOCKHOLM.pattern})(?!\d)")
NINE_DIGITS = re.compile(r"\s*(?P<all>\d{9})(?:[.,]0+)?\s*")
DATE = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d{_D}{_MONTH}{_D}{_DAY}(?!{_D}?\d)"
    rf"|{_DAY}(?P<s>[-/. ]){_MONTH}(?P=s)(?:19|20)\d\d(?!\d)"
    rf"|0\d-{_MONTH}-{_DAY}(?![\s-]?\d))"
)
_WHOLE_DATE = rf"(?:(?:19|20)\d\d{_D}{_MONTH}{_D}{_DAY}|{_DAY}[-/.]{_MONTH}[-/.](?:19|20)\d\d)"
MOMENT = re.compile(  # two dates, or a date and a time of the day
    rf"(?<!\d){_WHOLE_DATE}(?:[\W_]{{1,5}}{_WHOLE_DATE}"
    rf"|{_S}{{1,2}}(?:[01]\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d)?)(?!\d)"
)
EMAIL_TEXT = re.compile(r"(?P<all>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)")
PHONE_TEXT = re.compile(
    r"(?<![\d+])(?<!\d[-/.,])(?P<all>(?:(?:\+|00)46[\s-]?(?:\(0\))?[\s-]?[1-9]|\(?0(?:8|[1-9]\d))"
    rf"(?:(?:{_D}|[\s()/]){{0,3}}\d){{5,9}}"
    r"|\+[1-9](?:[\s()-]{0,2}\d){7,13})(?!\d)"
)


class _Ordinary(dict[int, int]):
    """Signs of other widths and scripts as ordinary ones, by their code."""

    def __missing__(self, code: int) -> int:
        sign = code - 0xFEE0 if 0xFF01 <= code <= 0xFF5E else code  # of full width
        self[code] = ord(str(digit(chr(sign)))) if chr(sign).isdigit() else sign
        return self[code]


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
    return next(finds(ordinary(_text(text))), None) is not None


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


def _text(cell: object) -> str:
    """A cell as text; 37.0 is «37», a blank is empty."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return "" if math.isnan(cell) else str(int(cell) if cell.is_integer() else cell)
    return "" if cell is None else str(cell)


def finds(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each find; finds may overlap."""
    if "@" not in text and not any(pattern.search(text) for pattern in SUSPECT):
        return
    yield from ((*m.span("all"), NUMBER) for m in DATED.finditer(text) if _is_number(m))
    yield from ((*m.span("all"), NUMBER) for m in GROUPED.finditer(text) if _is_valid(m["all"]))
    timeless = _without(MOMENT, text)
    for pattern in LOOSE:
        found = pattern.finditer(timeless)
        yield from ((*m.span("all"), NUMBER) for m in found if _is_valid(m["all"]))
    for pattern in (LETTERED, STOCKHOLM_INSIDE):
        yield from ((*m.span("all"), NUMBER) for m in pattern.finditer(text))
    if (nine := NINE_DIGITS.fullmatch(text)) and _is_valid("0" + nine["all"]):
        yield *nine.span("all"), NUMBER
    if "@" in text:
        yield from ((*m.span("all"), EMAIL) for m in EMAIL_TEXT.finditer(text))
    undated = _without(DATE, text)
    yield from ((*m.span("all"), PHONE) for m in PHONE_TEXT.finditer(undated) if _is_phone(m))


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text with letters in place of each find."""
    return pattern.sub(lambda m: "x" * len(m[0]), text)


def _is_number(found: re.Match[str]) -> bool:
    """Whether the shape alone tells, or else the check digit."""
    digits, sign = _digits(found["n"]), found["sign"].strip()
    has_gaps = found["gap"] or found["gap2"] or len(found["n"]) > 4
    is_tight = not has_gaps and sign == found["sign"] and sign != "."
    has_sign = sign not in ("", ".") and digits[:2] not in ("18", "19", "20")
    return is_tight or (has_sign and len(found["n"]) == 4) or _is_valid(found["all"])


def _is_valid(text: str) -> bool:
    """Whether ten digits, or twelve with the century or the day first, are a number."""
    digits = _digits(text)
    if len(digits) == 12:
        by_day = digits[4:8] + digits[2:4] + digits[:2] + digits[8:]
        return any(d[:2] in CENTURIES and valid(d) for d in (digits, by_day))
    return len(digits) == 10 and (valid("19" + digits) or valid("20" + digits))


def _is_phone(found: re.Match[str]) -> bool:
    """Whether there are digits enough; eight without a space or a dash are a serial number."""
    return len(_digits(found["all"])) > 7 + str(found["all"]).isdecimal()


def _digits(text: str) -> str:
    return "".join(str(int(ch)) for ch in text if ch.isdecimal())


def _merged(text: str) -> list[tuple[int, int, str]]:
    """The finds in order, those that overlap as one; an address only where it stands alone."""
    spans: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(finds(text)):
        if spans and start < spans[-1][1]:
            first, last, known = spans[-1]
            spans[-1] = (first, max(last, end), known if known == kind else NUMBER)
        else:
            spans.append((start, end, kind))
    return spans
