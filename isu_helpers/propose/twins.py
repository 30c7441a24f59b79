"""Two answers of a question that may be the same: «Låg» and «Låg risk»."""

from collections import Counter
from functools import cache

from ..content import load

DOUBT = " Kan vara samma svar: {pairs}. Är de det, skriv «- {short}: [{long}]» och stryk «{long}»."


def told_of_twins(words: dict[str, str]) -> str:
    """What to add to a guess about answers that may be the same; empty without any.

    They stay apart: which answers are one is for those who know the file to say.

    Parameters
    ----------
    words
        The answers by their keys, in order.
    """
    pairs = [(words[k], words[long]) for k in words for long in _longer(k) if long in words]
    if not pairs:
        return ""
    told = "; ".join(f"«{short}» och «{long}»" for short, long in pairs)
    return DOUBT.format(pairs=told, short=pairs[0][0], long=pairs[0][1])


def _longer(key: str) -> list[str]:
    """The answer with each word after it that adds nothing, as «risk» after «låg»."""
    return [f"{key} {end}" for end in _ends()]


@cache
def _ends() -> tuple[str, ...]:
    """The words that several answers of one known scale stand both with and without."""
    scales = [set(scale) for scale in load("intake")["ordnade"]]
    split = [word.rpartition(" ") for word in set().union(*scales)]
    tallies = (Counter(end for start, _, end in split if start in scale) for scale in scales)
    return tuple(sorted({end for tally in tallies for end, n in tally.items() if n > 1}))
