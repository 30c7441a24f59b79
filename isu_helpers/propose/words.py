"""Answers as options: in which order, under which name."""

import unicodedata

from ..codebook import Option, key_of
from ..wording import TOTAL


def alphabetical(text: str) -> tuple:
    """What to sort Swedish words by: å, ä and ö last, other accents as their letters."""
    order = {"å": "{a", "ä": "{b", "ö": "{c"}
    bare = (unicodedata.normalize("NFD", c)[0] for c in text.casefold())
    return tuple(order.get(c, b) for c, b in zip(text.casefold(), bare, strict=True))


def option_named(name: str) -> Option:
    """The answer as an option, under a name that no total has."""
    if key_of(name) == key_of(TOTAL):
        return Option(f"{name} (svar)", (name,))
    return Option(name)
