"""Headers and cells of a reference file as words that can be compared."""

import re
from functools import cache

from ..codebook import key_of
from ..content import load

UNIT = re.compile(r"[,;:]?\s*\(?(%|procent|0–1)\)?$")
KIND = re.compile(r"[,;:]\s*andel$")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
CODE = re.compile(r"^\d{2,4}\s+(?=\D)")


def word(cell: object) -> str:
    """A cell as it is compared: no case, one kind of dash and of space.

    Examples
    --------
    >>> word(" 7-12 "), word("Kvinnor\\xa0")
    ('7–12', 'kvinnor')
    """
    return key_of(str(cell).replace("\N{NO-BREAK SPACE}", " ")).replace("-", "–")


def bare(text: str) -> str:
    """A title without the unit at its end.

    Examples
    --------
    >>> bare("Ungdomar med insats, andel (%)"), bare("Kvinnor (%)"), bare("Andel")
    ('ungdomar med insats', 'kvinnor', 'andel')
    """
    whole = word(text)
    return KIND.sub("", UNIT.sub("", whole)).strip(" ,;:") or whole


def place(cell: object) -> str:
    """An area without the code before its name: «00 Riket» is «Riket»."""
    return CODE.sub("", " ".join(str(cell).replace("\N{NO-BREAK SPACE}", " ").split()))


def year(text: str) -> str:
    """The year in a header, empty where there is none."""
    found = YEAR.search(text)
    return found[1] if found else ""


def without_year(text: str) -> str:
    """A header without its year."""
    return " ".join(YEAR.sub("", text).split())


def kind_of(header: str) -> str:
    """What a column holds by its header, such as ``"andel"``; empty where it is not known."""
    known = _headers()
    return known.get(word(header)) or known.get(bare(header), "")


def sex_word(cell: object) -> str:
    """``"kvinna"``, ``"man"`` or ``"alla"``; empty where a cell is no such word."""
    known = _sexes()
    return known.get(word(cell)) or known.get(bare(str(cell)), "")


def unit_of(text: str) -> str:
    """``"procent"``, ``"fraktion"``, ``"antal"``; empty where a title does not say."""
    key = word(text)
    for unit, words in load("compare")["enheter"].items():
        if any(word(w) in key for w in words):
            return unit
    return ""


def is_among(cell: object, name: str) -> bool:
    """Whether a cell is one of the words in a list of content/compare.yaml."""
    return word(cell) in map(word, load("compare")[name])


@cache
def _headers() -> dict[str, str]:
    return {word(w): kind for kind, ws in load("compare")["rubriker"].items() for w in ws}


@cache
def _sexes() -> dict[str, str]:
    return {word(w): sex for sex, ws in load("compare")["kon"].items() for w in ws}
