"""The three words of a comparison: all its rows are one family."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..analysis.family import adjust
from ..analysis.verdict import worded
from .figures import Beside, Gap, Standing


def with_words(items: Sequence[Beside]) -> list[Beside]:
    """The same answers, each figure with its word by Holm over all of them.

    It is a family of its own, since a difference from others is none between the sexes here.
    Hidden figures count in it but have no word.
    """
    rows = [row for item in items for row in _rows(item)]
    p = np.array([row.p for row in rows], dtype=float)
    adjusted = adjust(p, range(len(rows)), range(len(rows)))
    words = iter(worded(adjusted, [row.is_few for row in rows], np.isnan(p)))
    return [_told(item, [next(words) or "" for _ in _rows(item)]) for item in items]


def _rows(item: Beside) -> list[Standing | Gap]:
    return [*item.standings, *([item.gap] if item.gap else [])]


def _told(item: Beside, words: Sequence[str]) -> Beside:
    told = [replace(row, word=word) for row, word in zip(_rows(item), words, strict=True)]
    count = len(item.standings)
    return replace(item, standings=tuple(told[:count]), gap=next(iter(told[count:]), None))
