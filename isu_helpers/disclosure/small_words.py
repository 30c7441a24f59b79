"""Small counts told in words: «bara 2 flickor», «en av fjorton», «flickorna (3 st)».

It takes a small number to be of people unless it counts a thing, and looks for one who is told of
as somebody that is known, for what is left of a whole, and for names and numbers that point out a
person. When a person has read the text and finds it harmless, the person decides; this room only
finds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..identity import ordinary
from .counted import counts_people, told_span
from .people_words import NOT_AFTER, NOT_BEFORE, ONE, names_of, pattern
from .person_words import persons
from .remainders import REST, remainders

NUMBER = "litet antal"
FEW = "ord för ett litet antal"
ALONE = "någon ensam"
KNOWN = "någon som är känd"
ZERO = ("0", "noll", "ingen")
REACH = 80  # signs before a find that are looked at

COUNT = "(?:<<only>>)?<<number>>"
FORMS = {
    r"\b(?:båda|bägge)\s+(?:de\s+)?<<adjectives>>(?!föräldr|vårdnads)<<plural>>\b": NUMBER,
    r"\b<<plural>>\s*[:=]\s*<<one>>\b<<ends>>": ALONE,
    r"<<single>>(?:<<noun>>|<<of_them>>|<<stops>>)": ALONE,
    r"<<one>>(?:<<of>>(?!föräldrarna|vårdnadshavarna)(?:<<people>>|dem\b)|<<of_number>><<stops>>)":
        ALONE,
    r"<<one>><<noun>>(?:\s+av\s+(?:de\s+)?<<any>>\b|\s+och\s+<<any>><<noun>>)": ALONE,
    r"\bav\s+(?:de\s+)?<<any>><<noun>>\s+<<is>>\s+<<one>>(?:\s+\w+[dt]\b|<<stops>>)": ALONE,
    r"\b<<any>><<noun>>\s+och\s+<<one>><<noun>>": ALONE,
    r"<<one>>\s*\(1\)(?:<<noun>>|<<stops>>)": ALONE,
    r"(?<!inte )<<one>>\s+(?:<<adjectival_one>>|<<one_harm>>)(?:<<ends>>|\s+(?:och|anmäldes)\b)":
        ALONE,
    r"<<only>><<one>>\s+<<fore>>(?:a[dt]|dd|rd|gd|ande)\b(?<!skillnad)": ALONE,
    r"<<only>>(?:hon|han|hen)\s+<<strong>>\b": ALONE,
    r"(?:<<only>>|<<single>>\s+)<<one>>\s+(?:<<strong>>\b|ur\s+gruppen)": ALONE,
    r"\b\w+s\s+end[ae]\s+(?:<<word>>\s+)?<<role>>\b": ALONE,
    r"\b(?:den|vår|våra|deras)\s+end[ae]\s+(?:<<word>>\s+)?<<role>>(?:e?n)?\b": ALONE,
    r"\bden\s+(?:äldst|yngst)[ae](?:<<noun>>|<<of_them>>|\s+(?:är|var|hade|bor|har)\b)": ALONE,
    r"\bing(?:en|a)\s+(?:annan|andra)(?:<<noun>>|\s+(?:i\s+gruppen|på|hade|fick|har)\b)": ALONE,
    r"\bden\s+ende\b|\b(?:den\s+enda|ende)(?:<<noun>>|\s+(?:med|utan|bland)\b)": ALONE,
    r"\b<<role>>(?:e?ns|ets|s)\s+<<kinship>>": KNOWN,
    r"\ben\s+<<did>>\b": ALONE,
    r"\b(?:(?:den|det|de)\s+)?enda\s+(?:<<adjectives>><<people>>|som\s+<<verb>>\b)": ALONE,
    r"\b(?:hon|han|hen)\s+(?:är|var|blev|blir)\s+den\s+enda<<stops>>": ALONE,
    r"\b(?:är|var|blir|blev)\s+ensam\s+(?:om\s+att|bland|i\s+gruppen)\b": ALONE,
    r"\bensam\s+<<adjectives>>(?!förälder|mamma|pappa|vårdnad|sökande|vux)<<people>>": ALONE,
    r"\bden\s+ensamma<<noun>>": ALONE,
    r"\bing(?:en|et|a)(?:<<noun>>)?<<except>>": ALONE,
    r"\b(?:alla|samtliga)(?:<<noun>>)?(?:\s+(?:<<did>>|<<verb>>)(?:\s+\w+)?)?,?<<except>>\s+<<low>>(?:<<noun>>|<<stops>>)":
        ALONE,
    r"\benstaka\s+<<verb>>\b": FEW,
    r"\b(?:en\s+(?:trio|duo|kvartett)|ett\s+par\s+tre)<<noun>>": FEW,
    r"\bett\s+(?:tvilling|syskon)par\b": FEW,
    r"\b(?:tvilling|trilling|syst|bröd)(?:e?r)?(?:arna|na)\b": FEW,
    r"\b(?:båda|bägge)(?:\s+två)?\s+(?:<<did>>|bor|har\s+(?:flyttat|avlidit|fått|tackat|nekats"
    r"|placerats|återkommit|avslutat|avbrutit|slutat))\b": FEW,
    r"<<vague>>(?:<<noun>>|<<of_them>>|\s+stycken\b)|<<only>><<vague>><<stops>>": FEW,
    r"<<we_had>>\s+(?:\w+\s+)?en\s+som\s+(?:<<verb>>|är|var|blev)\b": KNOWN,
    r"<<we_had>>(?:\s+\w+){0,2}?\s+<<a_person>>\b": KNOWN,
    r"\bdet\s+(?:finns|fanns|var|gällde|rörde)\s+<<a_person>>\b": KNOWN,
    r"<<a_person>>(?:\s+(?:<<did>>\b|<<at_place>>|med\s+<<any>>\s+barn\b)|,\s+\d+\s+år\b)":
        KNOWN,
    r"^\W*(?:hon|han)\s+(?:med|som)\b|\bsyskonen\s+<<did>>\b": KNOWN,
    r"\b(?:hon|han|hen|<<the_one>>)\s+<<at_place>>": KNOWN,
    r"\bden\s+<<marked>>\s+(?:<<the_one>>|<<aged>>)\b": KNOWN,
    r"\b(?:den|hans|hennes|hens|deras|vår)\s+<<any>>-årig[ae]\s+<<word>>": KNOWN,
    r"<<aged>>(?:en|ens)\b|\b(?:hans|hennes|hens|deras|vår)\s+<<aged>>": KNOWN,
    r"\b(?:byns|ortens|bygdens)\s+<<role>>": KNOWN,
    r"\bkän(?:ner|na|de|t)\s+(?:\w+\s+)?igen\s+(?:(?:alla\s+)?<<number>><<stops>>|<<them>>)":
        KNOWN,
    r"\bvet\s+(?:(?!inte\b)\w+\s+)?(?:vem|vilka|vilken)\s+(?:det|de|hen|hon|han)\s+(?:är|var)\b":
        KNOWN,
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """Words that tell of few people: ``text[start:end]``, and what they are, in Swedish."""

    start: int
    end: int
    words: str
    reason: str


def small_counts(text: str, k: int, *, by_name: bool = True) -> list[Found]:
    """Where a Swedish text tells of 1 to k − 1 people or cases, or of a person by name or number.

    The finds are in order, none overlapping.

    Parameters
    ----------
    k
        The least count that may be told, 3 or more. Words go up to twenty.
    by_name
        Whether names are looked for; not in words about who does what in the course.

    Raises
    ------
    ValueError
        When ``k`` is below 3.

    Examples
    --------
    >>> [found.words for found in small_counts("Av dem var bara 2 unga flickor, 14 pojkar.", k=5)]
    ['bara 2 unga flickor']
    >>> small_counts("En kvinna kan ha rätt till stöd enligt 4 kap. 1 §.", k=5)
    []
    """
    if k < 3:
        raise ValueError(f"k must be 3 or more, not {k}")
    last: list[Found] = []
    for found in sorted(_found(text, k, by_name), key=lambda f: (f.start, -f.end)):
        if not last or found.start >= last[-1].end:
            last.append(found)
    return last


def _found(text: str, k: int, by_name: bool) -> Iterator[Found]:
    plain = ordinary(text)
    rest = [(*m.span(), REST) for m in remainders(plain, k) if not _is_other(plain, *m.span())]
    spans = [*_told(plain, k), *rest, *persons(plain, by_name=by_name)]
    yield from (Found(start, end, text[start:end], reason) for start, end, reason in spans)


def _told(text: str, k: int) -> Iterator[tuple[int, int, str]]:
    for match in pattern(COUNT, k).finditer(text):
        if counts_people(match, k) and not _is_whole_range(match, k):
            start, end = told_span(match, k)
            if not any(_is_other(text, match.start(), e) for e in (match.end(), end)):
                yield start, end, NUMBER
    for form, reason in FORMS.items():
        for match in pattern(form, k).finditer(text):
            if not _is_other(text, *match.span()):
                yield *match.span(), reason


def _is_other(text: str, start: int, end: int) -> bool:
    """Whether the words around it tell that it counts something else."""
    before = text[max(0, start - REACH) : start]
    return bool(NOT_AFTER.search(before) or NOT_BEFORE.match(text, end))


def _is_whole_range(match: re.Match, k: int) -> bool:
    """Whether it says no more than a hidden number does: «1–4 flickor» where five are shown."""
    told = match.groupdict()
    low = told.get("low") or told.get("least")
    return bool(low) and low.lower() in (*ONE, *ZERO) and told["high"].lower() in names_of(k - 1)
