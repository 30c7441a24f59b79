"""Answers that look like names or street addresses, so that a column of them is held back."""

import re
from collections.abc import Iterable

from ..codebook import SEX, Variable
from .names import INITIAL, WORD, is_given, is_listed, listed

_WAY = (
    r"(?:gatan?|vägen|(?<=[^\W\d_]{2})väg|gränd(?:en)?|stig(?:en)?|allén?|backen?|torget?"
    r"|brinken?|kajen|leden|esplanaden)"
)
STREET = re.compile(rf"(?<!\w)[^\W\d_]*{_WAY}\s+\d{{1,4}}\s?[A-Za-z]?\b", re.IGNORECASE)
BARE_STREET = re.compile(rf"[A-ZÅÄÖ][^\W\d_]*\s?[^\W\d_]*{_WAY}")
SHAPED = re.compile(  # two or three words with capitals, as names have
    r"[A-ZÅÄÖÉ][^\W\d_]+(?:[-\s][A-ZÅÄÖÉ][^\W\d_]+)?,?\s(?:(?:von|af|de|el|al)\s)?[A-ZÅÄÖÉ][^\W\d_]+"
)
LONGEST, FEWEST = 60, 3


def point_out(answers: Iterable[str], *, counts_streets: bool = True) -> bool:
    """Whether answers look like people's names or street addresses.

    One address or one whole name of a given name and a surname is enough; given names alone,
    names that no list has, and streets without a number are known where half of the answers are
    such. Units are called as streets too, so where people have chosen the column such are not
    counted: ``counts_streets`` is False.

    Examples
    --------
    >>> point_out(["Stöd", "Anna Ek"]), point_out(["Storgatan 5"]), point_out(["Öppen vård"])
    (True, True, False)
    >>> point_out(["Storgatan", "Björkvägen", "Kyrkogränd"]), point_out(["Omvägen", "Annat"])
    (True, False)
    """
    texts = [a for a in answers if len(a) <= LONGEST]
    if any(STREET.search(a) or is_whole_name(a) for a in texts):
        return True
    given = sum(bool(WORD.fullmatch(a)) and is_given(a, listed()[1]) for a in texts)
    shaped = sum(bool(SHAPED.fullmatch(a)) for a in texts)
    known = sum(any(_is_known(w) for w in WORD.findall(a)) for a in texts if SHAPED.fullmatch(a))
    few = max(FEWEST, len(texts) / 2)
    streets = sum(bool(BARE_STREET.fullmatch(a)) for a in texts) if counts_streets else 0
    return given >= few or streets >= few or shaped >= few and known >= shaped / 3


def names_people(variable: Variable) -> bool:
    """Whether the options of a variable look like names or addresses, and nobody has said no."""
    if variable.has_no_names or variable.role == SEX:
        return False
    words = [w for o in variable.options for w in (o.name, *o.synonyms)]
    return point_out(words, counts_streets=False)


def is_whole_name(text: str) -> bool:
    """Whether a text is nothing but a given name and a surname, in either order."""
    words = text.replace(",", " ").split()
    if not 2 <= len(words) <= 4 or not all(WORD.fullmatch(w.rstrip(".")) for w in words):
        return False
    known, _, surnames, common = listed()
    if not all(w[0].isupper() for w in words):
        return False
    for first, last in ((words[0], words[-1]), (words[-1], words[0])):
        is_last = is_listed(last, surnames | common) or last.casefold().endswith("sson")
        if is_given(first, known) and (is_last or INITIAL.fullmatch(f" {last}")):
            return True
    return False


def _is_known(word: str) -> bool:
    known, _, surnames, _ = listed()
    return word[0].isupper() and (is_given(word, known) or is_listed(word, surnames))
