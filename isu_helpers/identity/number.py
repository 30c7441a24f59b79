"""One identity number: the ways it is written, its one canonical form, what it tells.

Sources: domain.md 2.1 (Skatteverket); reservnummer by Inera, «Lokala reservidn»
(inera.atlassian.net, page 3353231994): Stockholm ``99yyyyNNNNNC``, VGR ``yyyymmddGggC``, Värmland
``yyyymmddABNC``; Skåne and Socialstyrelsen's advice: a date and four signs, a letter among them.
"""

import datetime as dt
import re
import unicodedata

from personnummer.personnummer import Personnummer, PersonnummerException

from ..codebook import plain
from ..masking import STOCKHOLM, looks_like_identity

PERSONAL = "personnummer"
COORDINATION = "samordningsnummer"
RESERVE = "reservnummer"
OTHER = "annat"
BLANK = "tomt"
KINDS = (PERSONAL, COORDINATION, RESERVE, OTHER, BLANK)

DASHES = re.compile("[\u2010-\u2015\u2212]")
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
GROUPED = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")  # 199 001 012 389, as Excel may show it
POINT_ZERO = re.compile(r"(\d{7,12})[.,]0+")
SHAPE = re.compile(
    r"(?P<c>18|19|20)?(?P<y>\d\d)[-./ ]?(?P<m>\d\d)[-./ ]?(?P<d>\d\d)"
    r" ?(?P<sign>[-+.]?) ?(?P<n>\d{4})"
)
LETTERED = re.compile(
    r"(?P<c>\d\d)?(?P<y>\d\d)(?P<m>\d\d)(?P<d>\d\d) ?(?P<sign>[-+]?) ?"
    r"(?P<n>(?=\d*[A-ZÅÄÖ])[0-9A-ZÅÄÖ]{4})"
)
LOOSE = re.compile(r"[\W_]*\d(?:[\W_]*\d){9}(?:(?:[\W_]*\d){2})?[\W_]*")
SHORT = re.compile(r"\d{7,9}")
NINE = 9


def tidy(cell: object) -> str:
    """A cell as text, upper case, with plain dashes and without grouping of digits.

    Examples
    --------
    >>> tidy(None), tidy(" 199 001.012 ")
    ('', '199001012')
    """
    text = plain(cell)
    if not text.isascii():
        text = DASHES.sub("-", UNSEEN.sub("", unicodedata.normalize("NFKC", text)))
    text = text.strip().lstrip("'").upper()
    if GROUPED.fullmatch(text):
        return re.sub("[ .,]", "", text)
    pointed = POINT_ZERO.fullmatch(text)
    return pointed[1] if pointed else text


def century(year: str, sign: str, today: dt.date) -> str:
    """The century of a two-digit year: the younger person, with ``+`` the one from 100 years.

    Examples
    --------
    >>> [century(y, s, dt.date(2026, 1, 1)) for y, s in (("26", ""), ("26", "+"), ("27", "-"))]
    ['20', '19', '19']
    """
    latest = today.year - (100 if sign == "+" else 0)
    return str(latest - (latest - int(year)) % 100)[:2]


def restored(text: str, *, is_column_of_numbers: bool = False) -> str:
    """Digits with the zeros back that Excel took from people born in the 2000s.

    Nine digits are someone born 2001–2009. Seven or eight may be someone born in 2000, or any
    serial number: they are restored only in a column that for the rest holds identity numbers.
    """
    is_short = SHORT.fullmatch(text) and (len(text) == NINE or is_column_of_numbers)
    return text.zfill(10) if is_short else text


def canonical(text: str, today: dt.date) -> tuple[str, str]:
    """The kind that a tidied cell is shaped like, and the one form of all ways to write it.

    Twelve signs where it is shaped like a number, valid or not; else the text itself. Whether
    it is valid, and a samordningsnummer, `facts` tells.
    """
    if not text:
        return BLANK, ""
    if found := SHAPE.fullmatch(text):
        return PERSONAL, _twelve(found, today)
    if found := LETTERED.fullmatch(text):
        return RESERVE, _twelve(found, today)
    if STOCKHOLM.fullmatch(text):
        return RESERVE, text.replace("-", "")
    return _loose(text, today)


def _loose(text: str, today: dt.date) -> tuple[str, str]:
    """As `canonical`, of digits with any signs between them that are no letters."""
    if not (LOOSE.fullmatch(text) and looks_like_identity(text)):
        return OTHER, text
    digits = "".join(c for c in text if c.isdigit())
    if len(digits) == 10:
        sign = "+" if "+" in text else "-"
        digits = century(digits[:2], sign, today) + digits
    elif facts(digits) is None:  # the day first
        digits = digits[4:8] + digits[2:4] + digits[:2] + digits[8:]
    return (PERSONAL, digits) if facts(digits) else (OTHER, text)


def facts(whole: str) -> tuple[str, bool, dt.date] | None:
    """The kind of a valid number, whether it is a woman's, and its birth date; None if not valid.

    Here the error of the library ends, because its text holds the number.
    """
    try:
        number = Personnummer(whole)
    except PersonnummerException:
        return None
    kind = COORDINATION if number.is_coordination_number() else PERSONAL
    return kind, number.is_female(), number.get_date()


def age_at(born: dt.date, at: dt.date) -> int:
    """Whole years at a date; who is born on 29 February turns a year on 1 March (or that day).

    Examples
    --------
    >>> [age_at(dt.date(2004, 2, 29), dt.date(2022, m, d)) for m, d in ((2, 28), (3, 1))]
    [17, 18]
    """
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def _twelve(found: re.Match, today: dt.date) -> str:
    first = found["c"] or century(found["y"], found["sign"], today)
    return first + found["y"] + found["m"] + found["d"] + found["n"]
