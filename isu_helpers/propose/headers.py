"""What a header says: sex, role, measuring occasion, and whether it may be a person's data."""

import re
from collections.abc import Iterable
from functools import cache

from ..content import load
from ..values import key_of, plain
from ..wording import listing

IDENTITY = re.compile(r"(?:\d{2})?\d{6}[-+ ]?[\dA-Za-z]{4}")
IDENTITY_INSIDE = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+ ]?\d{4}(?!\d)")
SEX_WORD = re.compile(r"(?<!\w)kön(?!\w)")
ROLES_BY_WORD = ("behov", "insats", "resultat", "bakgrund", "samtycke", "delaktighet")
SHOWN, LONGEST = 25, 60
NOTHING_TO_SHOW = "rubriker som inte visas här"
HIDDEN_HEADER = "En kolumn"


def sex_rank(header: object) -> int:
    """How surely a header names the person's sex: 3 legal sex, 2 sex, 1 perhaps, 0 not."""
    key = key_of(header)
    if is_anothers(header):
        return 0
    if key in ("juridiskt kön", "juridiskt kon"):
        return 3
    if key in load("intake")["kon"]["rubriker"]:
        return 2
    return int(bool(SEX_WORD.search(key)))


def is_anothers(header: object) -> bool:
    """Whether a header is about somebody else than the person, as a guardian or an official."""
    key = key_of(header)
    return any(word in key for word in load("intake")["kon"]["andras"])


def names_anothers_sex(header: object) -> bool:
    """Whether a header is about the sex of somebody else, as «Förälders kön»."""
    return bool(SEX_WORD.search(key_of(header))) and is_anothers(header)


def role_of(header: str) -> str:
    """The role whose word stands first in the header, the longest there; a need without any."""
    found = [
        (place_of(header, [word]), -len(word), role)
        for role in ROLES_BY_WORD
        for word in load("intake")[role]
    ]
    return min((f for f in found if f[0] >= 0), default=(0, 0, "behov"))[2]


def occasion_of(header: str) -> str:
    """The measuring occasion that a header begins or ends with; empty where it has none."""
    return _split(header)[1]


def stem_of(header: str) -> str:
    """The header without its measuring occasion, as start and follow-up have it in common."""
    return _split(header)[0]


def has_word(header: str, words: Iterable[str]) -> bool:
    """Whether a word begins at a word boundary of the header, and short words stand alone."""
    return place_of(header, words) >= 0


def place_of(header: str, words: Iterable[str]) -> int:
    """Where in the header the first of the words begins; −1 where there is none."""
    places = [m.start() for w in words if (m := _pattern(w).search(key_of(header)))]
    return min(places, default=-1)


def looks_like_data(cell: object) -> bool:
    """Whether a cell is rather a person's answer, number or address than a header."""
    key = key_of(cell)
    return key in _answers() or bool(IDENTITY_INSIDE.search(key)) or "@" in key


def safe_header(header: object) -> str:
    """A header as it may be shown; a word in its place where it may be a person's data."""
    text = plain(header)
    is_number = sum(c.isdigit() for c in text) > 5
    if is_number or looks_like_data(text):
        return HIDDEN_HEADER
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def safe_headers(headers: Iterable[object]) -> str:
    """The headers of a table for an error line, without any that may be a person's data."""
    shown = [s for h in headers if (s := safe_header(h)) != HIDDEN_HEADER]
    more = [f"{len(shown) - SHOWN} till"] if len(shown) > SHOWN else []
    return listing([*shown[:SHOWN], *more]) or NOTHING_TO_SHOW


def _split(header: str) -> tuple[str, str]:
    """The stem and the occasion of a header; a unit in brackets at its end stays in the stem."""
    key = key_of(header)
    unit = re.search(r"\s*\([^()]*\)$", key)
    for text, rest in ((key, ""), (key[: unit.start()], unit.group()) if unit else ("", "")):
        for occasion, word in _occasions():
            if found := re.search(rf"(?:^|[\s,:;(\-–]){re.escape(word)}[)\s]*$", text):
                return _trimmed(text[: found.start()]) + rest, occasion
    for occasion, word in _occasions():
        if key.startswith(word) and re.match(r"\s*[:,;\-–]", key[len(word) :]):
            return _trimmed(key[len(word) :]), occasion
    return key, ""


def _trimmed(text: str) -> str:
    """A text without the signs between it and its occasion; brackets of its own are kept."""
    return text.rstrip(" ,:;(-–").lstrip(" ,:;)-–")


@cache
def _occasions() -> tuple[tuple[str, str], ...]:
    """Each word that names an occasion, the longest first."""
    pairs = [(o, w) for o, words in load("intake")["tillfallen"].items() for w in words]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[1])))


@cache
def _pattern(word: str) -> re.Pattern:
    return re.compile(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) < 4 else ""))


@cache
def _answers() -> frozenset[str]:
    """Words that are answers wherever they stand."""
    options = load("intake")["kon"]["alternativ"]
    sexes = {w for row in options for name, words in row.items() for w in (key_of(name), *words)}
    return frozenset(sexes - {"sex"} | {"ja", "nej"})
