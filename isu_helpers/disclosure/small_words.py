"""Small counts told in words: «bara 2 flickor», «en av fjorton», «flickorna (3 st)».

It looks for a number next to a word for people or cases, for one who is told of as somebody that
is known, for what is left of a whole, and for names and numbers that point out a person. When a
person has read the text and finds it harmless, the person decides; this room only finds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..identity import ordinary
from .people_words import NOT_AFTER, NOT_BEFORE, ONE, names_of, pattern
from .person_words import persons
from .remainders import REST, remainders

NUMBER = "litet antal"
FEW = "ord för ett litet antal"
ALONE = "någon ensam"
KNOWN = "någon som är känd"
ZERO = ("0", "noll", "ingen")
REACH = 80  # signs before a find that are looked at

FORMS = {
    r"<<several>>(?:<<noun>>|<<of_them>>|<<of_number>>(?:<<noun>>|<<stops>>))": NUMBER,
    r"(?:<<only>>)?<<number>>\s*(?:st|stycken)\b<<stops>>": NUMBER,
    r"\b(?:n|antal(?:et)?)\s*(?:=|:|<<is>>\s)\s*<<number>><<stops>>": NUMBER,
    r"\b<<plural>>\s*(?:[(:=]|\s<<dash>>\s|\s<<is>>\s)\s*(?:n\s*=\s*|<<only>>)?<<number>><<stops>>":
        NUMBER,
    r"\bantalet\s+(?:<<word>>\s+){0,2}<<plural>>\s+(?:<<word>>\s+){0,4}?<<is>>\s+<<number>><<stops>>":
        NUMBER,
    r"\b<<plural>>\s+<<digit>>(?:<<stops>>|(?=\s*[(\[/]))": NUMBER,
    r"\b<<plural>>\s*[:=]?\s*<<digit>>(?=\s*[(\[]\s*\d)": NUMBER,
    r"\b<<plural>>\s*[x×]\s*<<digit>>|<<number>>\s*[x×]\s*<<people>>": NUMBER,
    r"\b<<plural>>\s*[:=]\s*<<one>>\b<<ends>>": ALONE,
    r"\b(?-i:<<sign>>)\s*[:=]\s*<<digit>><<stops>>": NUMBER,
    r"\bantal(?:et)?\s*[:=]?\s*<<digit>><<stops>>": NUMBER,
    r"\b(?:totalt|sammanlagt|summa)\s+(?:är\s+de\s+)?<<number>><<ends>>": NUMBER,
    r"\b(?:rör(?:de)?\s+sig\s+om|handla(?:de|r)\s+om|gäll(?:er|de))\s+(?:<<only>>)?<<number>><<ends>>":
        NUMBER,
    r"\b(?:resten|övriga|återstående|(?:den|de)\s+andra(?:\s+halvan)?)(?:\s*\(\s*|\s+<<is>>\s+|\s+)"
    r"(?:<<only>>)?<<number>>\)?(?:<<noun>>|<<stops>>)": NUMBER,
    r"\bde\s+<<number>>\s+(?:andra|sista|övriga|återstående|kvarvarande)\b(?:<<noun>>|<<stops>>)":
        NUMBER,
    r"<<number>>\s+återstår<<ends>>": NUMBER,
    r"\bde\s+<<number>>\s+som\s+(?:<<did>>|bor|vill)\b": NUMBER,
    r"<<several>>\s+(?:på|hos|från|i|ur)\s+(?:boendet|HVB\b|gruppen|målgruppen|enheten|oss\b"
    r"|familjehem|samma\s+familj|häktet|anstalt)": NUMBER,
    r"<<several>>\s+(?:med|utan)\s+(?:diagnos|skydda|missbruk|psykisk|adhd|autism|hiv|hemvist"
    r"|uppehålls|bostad|avslag)": NUMBER,
    r"<<several>>\s+(?:under|över|mellan)\s+(?:\d+\s+och\s+)?\d+(?:\s+år\b|<<ends>>)": NUMBER,
    r"(?:%|procent)\s*\((?:n\s*=\s*)?<<number>>(?:<<noun>>|\s*st)?\)": NUMBER,
    r"\b(?:(?:de|vi)\s+<<is>>|består\s+av)\s+(?:<<only>>)?<<number>><<stops>>": NUMBER,
    r"\b(?:bland|hos|av)\s+<<plural>>(?:\s+<<is>>(?:\s+det)?)?\s+(?:<<only>>)?<<number>><<stops>>":
        NUMBER,
    r"(?<!de )(?<!dessa )(?<!vi )(?<!ni )<<several>>\s+(?:<<verb>>|med\s+annat\s+kön)\b": NUMBER,
    r"(?<!de )<<number>>\s+som\s+(?:<<verb>>|är|var|blev|inte|aldrig)\b": NUMBER,
    r"<<number>>\s+(?:(?:är|var|bland|hos)\s+<<adjectives>><<people>>|i\s+gruppen\b)": NUMBER,
    r"<<only>><<number>><<stops>>": NUMBER,
    r"\b(?:båda|bägge)\s+(?:de\s+)?<<adjectives>>(?!föräldr|vårdnads)<<plural>>\b": NUMBER,
    r"<<single>>(?:<<noun>>|<<of_them>>|<<stops>>)": ALONE,
    r"<<one>>(?:<<of>>(?!föräldrarna|vårdnadshavarna)(?:<<people>>|dem\b)|<<of_number>><<stops>>)":
        ALONE,
    r"<<one>><<noun>>(?:\s+av\s+(?:de\s+)?<<any>>\b|\s+och\s+<<any>><<noun>>)": ALONE,
    r"\bav\s+(?:de\s+)?<<any>><<noun>>\s+<<is>>\s+<<one>>(?:\s+\w+[dt]\b|<<stops>>)": ALONE,
    r"\b<<any>><<noun>>\s+och\s+<<one>><<noun>>": ALONE,
    r"<<one>>\s*\(1\)<<noun>>": ALONE,
    r"(?<!inte )<<one>>\s+(?:<<adjectival_one>>|<<one_harm>>)(?:<<ends>>|\s+(?:och|anmäldes)\b)":
        ALONE,
    r"<<only>>(?:hon|han|hen)\s+<<strong>>\b": ALONE,
    r"(?:<<only>>|<<single>>\s+)<<one>>\s+(?:<<strong>>\b|ur\s+gruppen)": ALONE,
    r"\b\w+s\s+end[ae]\s+(?:<<word>>\s+)?<<role>>\b": ALONE,
    r"\b(?:den|vår|våra|deras)\s+end[ae]\s+(?:<<word>>\s+)?<<role>>(?:e?n)?\b": ALONE,
    r"\bden\s+ende\b|\bden\s+enda\s+(?:med|utan|bland)\s+": ALONE,
    r"\b<<role>>(?:e?ns|ets|s)\s+<<kinship>>": KNOWN,
    r"<<one>>\s+(?:hade|fick|svarade|saknade|deltog|avböjde|avbröt|avled)\b": ALONE,
    r"\b(?:(?:den|det|de)\s+)?enda\s+(?:<<adjectives>><<people>>|som\s+<<verb>>\b)": ALONE,
    r"\b(?:hon|han|hen)\s+(?:är|var|blev|blir)\s+den\s+enda<<stops>>": ALONE,
    r"\b(?:är|var|blir|blev)\s+ensam\s+(?:om\s+att|bland|i\s+gruppen)\b": ALONE,
    r"\bensam\s+<<adjectives>>(?!förälder|mamma|pappa|vårdnad|sökande|vux)<<people>>": ALONE,
    r"\bden\s+ensamma<<noun>>": ALONE,
    r"\bing(?:en|et|a)(?:<<noun>>)?<<except>>": ALONE,
    r"\b(?:alla|samtliga)(?:<<noun>>)?<<except>>\s+<<low>>(?:<<noun>>|<<stops>>)": ALONE,
    r"\b(?:en\s+(?:trio|duo|kvartett)|ett\s+par\s+tre)<<noun>>": FEW,
    r"\bett\s+(?:tvilling|syskon)par\b": FEW,
    r"\b(?:båda|bägge)(?:\s+två)?\s+(?:<<did>>|bor|har\s+(?:flyttat|avlidit|fått|tackat|nekats"
    r"|placerats|återkommit|avslutat|avbrutit|slutat))\b": FEW,
    r"<<vague>>(?:<<noun>>|<<of_them>>|\s+stycken\b)|<<only>><<vague>><<stops>>": FEW,
    r"<<we_had>>\s+(?:\w+\s+)?en\s+som\s+(?:<<verb>>|är|var|blev)\b": KNOWN,
    r"<<we_had>>(?:\s+\w+){0,2}?\s+<<a_person>>\b": KNOWN,
    r"\bdet\s+(?:finns|fanns|var|gällde|rörde)\s+<<a_person>>\b": KNOWN,
    r"<<a_person>>\s+(?:<<did>>\b|<<at_place>>)": KNOWN,
    r"\b(?:hon|han|hen|<<the_one>>)\s+<<at_place>>": KNOWN,
    r"\bkän(?:ner|na|de|t)\s+(?:\w+\s+)?igen\s+(?:(?:alla\s+)?<<number>><<stops>>|<<them>>)":
        KNOWN,
    r"\bvet\s+(?:(?!inte\b)\w+\s+)?(?:vem|vilka|vilken)\s+(?:det|de|hen|hon|han)\s+(?:är|var)\b":
        KNOWN,
}  # fmt: skip

# What tells of few people only where the same sentence has a word for people.
NEAR = {
    r"<<only>><<number>>\s+(?!<<measure>>)\w+": NUMBER,
    r"<<only>><<one>>\s+<<fore>>(?:a[dt]|dd|rd|gd|ande)\b": ALONE,
    r"\b(?:alla|samtliga)\s+<<number>><<stops>>": NUMBER,
}
PEOPLE = r"\b<<people>>"
END_OF_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")


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
    rest = [(*m.span(), REST) for m in remainders(plain, k) if not _is_other(m)]
    spans = [*_told(plain, k), *rest, *persons(plain, by_name=by_name)]
    yield from (Found(start, end, text[start:end], reason) for start, end, reason in spans)


def _told(text: str, k: int) -> Iterator[tuple[int, int, str]]:
    for form, reason in (FORMS | NEAR).items():
        for match in pattern(form, k).finditer(text):
            is_told = form in FORMS or _is_near_people(match, k)
            if is_told and not _is_other(match) and not _is_whole_range(match, k):
                yield *match.span(), reason


def _is_other(match: re.Match) -> bool:
    """Whether the words around it tell that it counts something else."""
    before = match.string[max(0, match.start() - REACH) : match.start()]
    return bool(NOT_AFTER.search(before) or NOT_BEFORE.match(match.string, match.end()))


def _is_near_people(match: re.Match, k: int) -> bool:
    """Whether its sentence has a word for people."""
    ends = [m.end() for m in END_OF_SENTENCE.finditer(match.string)]
    start = max((end for end in ends if end <= match.start()), default=0)
    stop = min((end for end in ends if end > match.start()), default=len(match.string))
    return bool(pattern(PEOPLE, k).search(match.string, start, stop))


def _is_whole_range(match: re.Match, k: int) -> bool:
    """Whether it says no more than a hidden number does: «1–4 flickor» where five are shown."""
    told = match.groupdict()
    low = told.get("low") or told.get("least")
    return bool(low) and low.lower() in (*ONE, *ZERO) and told["high"].lower() in names_of(k - 1)
