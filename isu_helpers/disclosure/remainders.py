"""Small counts that a reader works out from two numbers: «12 av 14 kvinnor», «F 2, P 12».

What is left of a whole tells as much as the part: who reads «12 av 14» knows of two more.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from .people_words import pattern, value_of

REST = "det som blir kvar är ett litet antal"

_PART, _WHOLE = r"(?<![\w§.,:/-])(?P<part>\b<<any>>\b)", r"(?P<whole>\b<<any>>\b)(?![.,:/]?\d)"
_OF = r"av\s+(?:(?:de|våra|dessa|totalt|sammanlagt)\s+)*"
FORMS = (
    rf"{_PART}\s*\(?{_OF}{_WHOLE}\)?(?:<<noun>>|<<stops>>)",
    rf"{_PART}\s*/\s*{_WHOLE}<<noun>>",
    rf"\b{_OF}{_WHOLE}(?:<<noun>>)?\s+(?:som\s+\w+\s+)?(?:<<is>>|<<did>>)\s+(?:det\s+)?(?:<<only>>)?"
    r"(?P<part>\b<<any>>\b)(?![.,:/]?\d)(?!\s*<<measure>>)",
)
SHARE = rf"<<share>>\s+{_OF}{_WHOLE}(?:<<noun>>|<<ends>>)"
_GAP, _EACH = r"\s*(?:[,;/&+]|och|\s)\s*", r"\b<<sign>>\s*[:=\u2013-]?\s*"
PAIRS = (
    rf"{_EACH}(?P<one>\d{{1,3}})\b{_GAP}{_EACH}(?P<other>\d{{1,3}})\b(?!\s*%)",
    rf"(?<![\w.,:/-])(?P<one>\d{{1,3}})\s*<<sign>>\b{_GAP}(?P<other>\d{{1,3}})\s*<<sign>>\b",
)
SHARES = {
    "hälften": Fraction(1, 2),
    "varannan": Fraction(1, 2),
    "en tredjedel": Fraction(1, 3),
    "var tredje": Fraction(1, 3),
    "två tredjedelar": Fraction(2, 3),
    "en fjärdedel": Fraction(1, 4),
    "var fjärde": Fraction(1, 4),
    "tre fjärdedelar": Fraction(3, 4),
    "en femtedel": Fraction(1, 5),
    "var femte": Fraction(1, 5),
    "var tionde": Fraction(1, 10),
}


def remainders(text: str, k: int) -> Iterator[re.Match]:
    """What tells of 1 to k − 1 people by a part and its whole, or by a pair.

    Examples
    --------
    >>> [match[0] for match in remainders("12 av 14 kvinnor, 30 av 60 män", k=5)]
    ['12 av 14 kvinnor']
    """
    for form in (*FORMS, SHARE):
        for match in pattern(form, k).finditer(text):
            whole = value_of(match["whole"])
            part = round(_part(match, whole))
            if 0 < part < k or 0 < whole - part < k:
                yield match
    for form in PAIRS:
        for match in pattern(form, k).finditer(text):
            if any(0 < int(match[name]) < k for name in ("one", "other")):
                yield match


def _part(match: re.Match, whole: int) -> Fraction:
    told = match.groupdict()
    return Fraction(value_of(told["part"])) if told.get("part") else _share(told["share"]) * whole


def _share(words: str) -> Fraction:
    plain = " ".join(words.lower().split())
    if plain in SHARES:
        return SHARES[plain]
    number = re.match(r"[\d,/]+", plain)[0].replace(",", ".")
    return Fraction(number) / (1 if "/" in number else 100)
