"""Small counts told in words: «bara 2 flickor», «en av fjorton», «flickorna (3 st)».

It takes a small number to be of people unless it counts a thing, and looks for one who is told of
as somebody that is known, for what is left of a whole, and for names and numbers that point out a
person. When a person has read the text and finds it harmless, the person decides; this room only
finds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from ..content import load
from ..masking import ordinary
from .names import persons
from .number_words import NOT_AFTER, NOT_BEFORE, ONE, PARTS, names_of, pattern, value_of

# What a small number in a text counts: people, unless the words around it tell of a thing.

LABELS = ("fall", "vårdnadshavare", "vi", "ni", "oss", "er")
ENDINGS = "a|ans?|ors?|orna|e|ens?|ers?|erna|ars?|arna|n|na|et|ena|t|s|on|um|as"
_ONE = re.compile(  # or the definite form of several
    r"(?!\w*(?:värd|områd|ämn|läg|möt|tillfäll|ställ)en)\w+(?:en|et|an)s?", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:de|dessa|alla|samtliga|båda|våra|era)\s+(?:\w+[ae]\s+)?$", re.IGNORECASE
)
# What may stand between a number and what it counts.
_LINK = re.compile(
    rf"(?:av|utav|de|dessa|våra|era|alla|totalt|sammanlagt|st|stycken|{PARTS['any']}"
    r"|(?!(?:bara|inte|hade|ville|skulle|kunde|gjorde|alla|borta|hemma|ofta|kanske|kvarstå)\b)"
    r"[\w-]*(?<!rde)(?<!kte)(?<!pte)(?<!lte)[ae]|mycket|annat)",
    re.IGNORECASE,
)
_JOIN = re.compile(rf"(?:och|eller|till|[-\u2013/])\s*(?={PARTS['any']}\b)", re.IGNORECASE)
_TOKEN = re.compile(r"[^\S\n]*\n?(?:[^\S\n]|[*_«»\"”])*(?P<word>[\w-]+|[%§])")
_LABEL = re.compile(
    rf"\b(?!år\s*:)(?P<word>[^\W\d][\w-]*)[»\"*_]*\s*(?:[:=]|nr\.?)?\s*(?:{PARTS['any']}\s*"
    r"(?:och|,|till|eller|av|[-\u2013])\s*)*$",
    re.IGNORECASE,
)
# As in a cell of a table, which is read with its heads.
_BARE = re.compile(rf"\W*{PARTS['any']}\W*", re.IGNORECASE)
_LINE = re.compile(r"(?:^|\n|[.!?:]\s)[\s#>*_(-]*\d+[.)]\s$")
_FRACTION = re.compile(r"\s*/\s*(?:\d|1[0-2])(?!\d)")
_CODE = r"\s*=\s*\w|\s+(?:betyder|är\s+(?!<<people>>|kvar\b)\w+(?<![ae]))\b"
_TO = re.compile(
    rf"\s*(?P<by>[-\u2010-\u2015]|till|och)\s*(?P<high>{PARTS['any']})\b", re.IGNORECASE
)
_BEFORE = re.compile(r"[\w-]+\W{0,3}$")
_END = re.compile(r"[.!?\n]\s|%|procent|del(?:ar)?\b")
_BETWEEN = re.compile(r"\bmellan\s+$", re.IGNORECASE)
_SEEN = 60  # signs before a number that are looked at, and three times as many in its sentence
_SPOKEN = 5  # words after a number that are looked at


def counts_people(match: re.Match[str], k: int) -> bool:
    """Whether a number is told of people, or of cases.

    Parameters
    ----------
    match
        With a group ``high``: the number; and ``low``, where a range begins before it.
    k
        The least count that may be told.
    """
    text, start = match.string, match.start()
    if _is_sign(match, k) or _is_said_twice(match) or _is_to_many(match, k):
        return False
    is_thing = _tells_thing(text, start, match.end(), k)
    if is_thing is not None:
        return not is_thing
    label = _LABEL.search(text, max(0, start - _SEEN), start)
    if match["low"] == "0" or (label and _is_label(label["word"], k)):
        return False
    is_act = pattern(r"\s*<<verb>>\b", k).match(text, match.end())
    return bool(is_act) or not _follows_things(text, start, k)


def told_span(match: re.Match[str], k: int) -> tuple[int, int]:
    """Where the words of a number start and end; with the one before where none follow."""
    text, end = match.string, match.end()
    words = list(_words(text, end, k))
    named = [i for i, (word, _) in enumerate(words) if _is_person(word, k)]
    if few := words[: named[0] + 1] if named else words[:1]:
        return match.start(), few[-1][1]
    if after := re.compile(r"(?:[^\S\n]|,)+[\w-]+").match(text, end):
        return match.start(), after.end()
    before = _BEFORE.search(text, max(0, match.start() - _SEEN), match.start())
    return before.start() if before else match.start(), end


def _tells_thing(text: str, start: int, end: int, k: int) -> bool | None:
    """Whether the words after a number name a thing, not people; None where they name neither."""
    is_definite = bool(_SEVERAL.search(text, max(0, start - _SEEN), start))
    for word, _ in _words(text, end, k):
        if _is_person(word, k):
            return False
        if _is_thing(word, k):
            return True if is_definite or not _ONE.fullmatch(word) else None
        is_definite |= word.lower() in ("av", "utav", "de")
    return None


def _words(text: str, end: int, k: int) -> Iterator[tuple[str, int]]:
    """The words from a number to what it counts, and where each ends."""
    verb = pattern(r"\s*<<verb>>\b", k)
    for _ in range(_SPOKEN):
        found = _TOKEN.match(text, end)
        if not found or verb.match(text, end):
            return
        end, word = found.end(), found["word"]
        yield word, end
        is_joined = _JOIN.match(text, found.start("word"))
        if not is_joined and (not _LINK.fullmatch(word) or _is_thing(word, k)):
            return


def _follows_things(text: str, start: int, k: int) -> bool:
    """Whether things are counted before it in the same sentence, so that it may count them too."""
    sentence = _END.split(text[max(0, start - 3 * _SEEN) : start])[-1]
    numbers = re.finditer(rf"\b(?:{PARTS['any']}|en|ett)\b", sentence, re.IGNORECASE)
    return any(_tells_thing(sentence, *n.span(), k) for n in numbers)


def _is_label(word: str, k: int) -> bool:
    """Whether a number after this word is which one it is, or tells of those who write."""
    return word.lower() in LABELS or _is_thing(word, k)


@cache
def _is_thing(word: str, k: int) -> bool:
    return bool(_things().fullmatch(word)) and not _is_person(word, k)


@cache
def _things() -> re.Pattern[str]:
    held = {name: "|".join(words.split()) for name, words in load("things").items()}
    compound = rf"[\w-]*?(?:{held['stammar']})(?:{ENDINGS})?"
    return re.compile(rf"(?:[\w-]*-)?(?:{held['hela']})|{compound}", re.IGNORECASE)


@cache
def _is_person(word: str, k: int) -> bool:
    return bool(pattern(r"(?:<<plural>>|<<singular>>)s?", k).fullmatch(word))


def _is_sign(match: re.Match[str], k: int) -> bool:
    """Whether it is all there is, numbers a line, is a date's or stands for an answer."""
    text, end = match.string, match.end()
    is_digit = match["high"].isdigit()
    signs = _LINE.search(text, max(0, match.start() - _SEEN), end + 2), _FRACTION.match(text, end)
    is_sign = is_digit and (any(signs) or pattern(_CODE, k).match(text, end))
    return bool(is_sign or _BARE.fullmatch(text))


def _is_said_twice(match: re.Match[str]) -> bool:
    """Whether it is how people sit or talk: «två och två»."""
    text, number = match.string, re.escape(match["high"])
    around = text[max(0, match.start() - 20) : match.end() + 20]
    return bool(re.search(rf"\b{number}\s+och\s+{number}\b", around, re.IGNORECASE))


def _is_to_many(match: re.Match[str], k: int) -> bool:
    """Whether it begins a range that goes on to a number that may be told."""
    text, to = match.string, _TO.match(match.string, match.end())
    if not to or value_of(to["high"]) < k:
        return False
    is_between = _BETWEEN.search(text, max(0, match.start() - _SEEN), match.start())
    return to["by"].lower() != "och" or bool(is_between)


# Small counts that a reader works out from two numbers: «12 av 14 kvinnor», «F 2, P 12».

REST = "det som blir kvar är ett litet antal"

_PART, _WHOLE = r"(?<![\w§.,:/-])(?P<part>\b<<any>>\b)", r"(?P<whole>\b<<any>>\b)(?![.,:/]?\d)"
_OF = r"av\s+(?:(?:de|våra|dessa|totalt|sammanlagt)\s+)*"
REST_FORMS = (
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


def remainders(text: str, k: int) -> Iterator[re.Match[str]]:
    """What tells of 1 to k − 1 people by a part and its whole, or by a pair.

    Examples
    --------
    >>> [match[0] for match in remainders("12 av 14 kvinnor, 30 av 60 män", k=5)]
    ['12 av 14 kvinnor']
    """
    for form in (*REST_FORMS, SHARE):
        for match in pattern(form, k).finditer(text):
            whole = value_of(match["whole"])
            part = round(_part(match, whole))
            if 0 < part < k or 0 < whole - part < k:
                yield match
    for form in PAIRS:
        for match in pattern(form, k).finditer(text):
            if any(0 < int(match[name]) < k for name in ("one", "other")):
                yield match


def _part(match: re.Match[str], whole: int) -> Fraction:
    told = match.groupdict()
    return Fraction(value_of(told["part"])) if told.get("part") else _share(told["share"]) * whole


def _share(words: str) -> Fraction:
    plain = " ".join(words.lower().split())
    if plain in SHARES:
        return SHARES[plain]
    number = re.sub(r"[^\d,/].*", "", plain).replace(",", ".")
    return Fraction(number) / (1 if "/" in number else 100)


# Small counts told in words: «bara 2 flickor», «en av fjorton», «flickorna (3 st)».

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


def _is_whole_range(match: re.Match[str], k: int) -> bool:
    """Whether it says no more than a hidden number does: «1–4 flickor» where five are shown."""
    told = match.groupdict()
    low = told.get("low") or told.get("least") or ""
    return low.lower() in (*ONE, *ZERO) and told["high"].lower() in names_of(k - 1)
