"""What a small number in a text counts: people, unless the words around it tell of a thing.

People have more names than any list holds («tre», «två snubbar», «4 utan beslut»), but what else
is counted is much the same in every text: time, money, law, steps and questions
(content/things.yaml).
"""

import re
from collections.abc import Iterator
from functools import cache

from ..content import load
from .people_words import PARTS, pattern, value_of

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
REACH = 60  # signs before a number that are looked at, and three times as many in its sentence
_SPOKEN = 5  # words after a number that are looked at


def counts_people(match: re.Match, k: int) -> bool:
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
    label = _LABEL.search(text, max(0, start - REACH), start)
    if match["low"] == "0" or (label and _is_label(label["word"], k)):
        return False
    is_act = pattern(r"\s*<<verb>>\b", k).match(text, match.end())
    return bool(is_act) or not _follows_things(text, start, k)


def told_span(match: re.Match, k: int) -> tuple[int, int]:
    """Where the words of a number start and end; with the one before where none follow."""
    text, end = match.string, match.end()
    words = list(_words(text, end, k))
    named = [i for i, (word, _) in enumerate(words) if _is_person(word, k)]
    if few := words[: named[0] + 1] if named else words[:1]:
        return match.start(), few[-1][1]
    if after := re.compile(r"(?:[^\S\n]|,)+[\w-]+").match(text, end):
        return match.start(), after.end()
    before = _BEFORE.search(text, max(0, match.start() - REACH), match.start())
    return before.start() if before else match.start(), end


def _tells_thing(text: str, start: int, end: int, k: int) -> bool | None:
    """Whether the words after a number name a thing, not people; None where they name neither."""
    is_definite = bool(_SEVERAL.search(text, max(0, start - REACH), start))
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
    sentence = _END.split(text[max(0, start - 3 * REACH) : start])[-1]
    numbers = re.finditer(rf"\b(?:{PARTS['any']}|en|ett)\b", sentence, re.IGNORECASE)
    return any(_tells_thing(sentence, *n.span(), k) for n in numbers)


def _is_label(word: str, k: int) -> bool:
    """Whether a number after this word is which one it is, or tells of those who write."""
    return word.lower() in LABELS or _is_thing(word, k)


@cache
def _is_thing(word: str, k: int) -> bool:
    return bool(_things().fullmatch(word)) and not _is_person(word, k)


@cache
def _things() -> re.Pattern:
    held = {name: "|".join(words.split()) for name, words in load("things").items()}
    compound = rf"[\w-]*?(?:{held['stammar']})(?:{ENDINGS})?"
    return re.compile(rf"(?:[\w-]*-)?(?:{held['hela']})|{compound}", re.IGNORECASE)


@cache
def _is_person(word: str, k: int) -> bool:
    return bool(pattern(r"(?:<<plural>>|<<singular>>)s?", k).fullmatch(word))


def _is_sign(match: re.Match, k: int) -> bool:
    """Whether it is all there is, numbers a line, is a date's or stands for an answer."""
    text, end = match.string, match.end()
    is_digit = match["high"].isdigit()
    signs = _LINE.search(text, max(0, match.start() - REACH), end + 2), _FRACTION.match(text, end)
    is_sign = is_digit and (any(signs) or pattern(_CODE, k).match(text, end))
    return bool(is_sign or _BARE.fullmatch(text))


def _is_said_twice(match: re.Match) -> bool:
    """Whether it is how people sit or talk: «två och två»."""
    text, number = match.string, re.escape(match["high"])
    around = text[max(0, match.start() - 20) : match.end() + 20]
    return bool(re.search(rf"\b{number}\s+och\s+{number}\b", around, re.IGNORECASE))


def _is_to_many(match: re.Match, k: int) -> bool:
    """Whether it begins a range that goes on to a number that may be told."""
    text, to = match.string, _TO.match(match.string, match.end())
    if not to or value_of(to["high"]) < k:
        return False
    is_between = _BETWEEN.search(text, max(0, match.start() - REACH), match.start())
    return to["by"].lower() != "och" or bool(is_between)
