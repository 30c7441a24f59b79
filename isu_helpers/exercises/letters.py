"""Which alternatives an answer names, however it is written."""

import re
from collections.abc import Mapping


def letters(answer: object, options: Mapping[str, str]) -> frozenset[str] | None:
    """The letters that an answer names; None where something in it is no alternative.

    Parameters
    ----------
    answer
        A letter, several of them in a text or a list, or the alternatives' own words.
    options
        The words of each alternative, by letter.

    Examples
    --------
    >>> options = {"A": "ja", "B": "nej", "C": "vet inte"}
    >>> [sorted(letters(a, options)) for a in ("b", "a, C", ["A", "nej"], "")]
    [['B'], ['A', 'C'], ['A', 'B'], []]
    >>> letters("kanske", options) is None
    True
    """
    if isinstance(answer, (list, tuple, set, frozenset)):
        found = [letters(part, options) for part in answer]
        return None if None in found else frozenset().union(*found)
    if not isinstance(answer, str):
        return frozenset() if answer is None else None
    words = {_plain(text): letter for letter, text in options.items()}
    if _plain(answer) in words:
        return frozenset({words[_plain(answer)]})
    named = re.findall(r"\w+", answer.upper())
    together = "".join(named) if all(set(n) <= set(options) for n in named) else None
    return None if together is None or _has_other(answer) else frozenset(together)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def _has_other(answer: str) -> bool:
    return bool(answer.strip()) and not re.search(r"\w", answer)
