"""Answers put together in groups, missing ones among them where they are few."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..codebook import CHOICE, NUMBER, SCALE, Option, Rule, Variable
from ..wording import listing
from .model import Answers, is_rule

GROUPED = "grupperade svar"
NAME = "{name} ({groups})"
SPAN = "{first}–{last}"
OR = "eller"
WITH_MISSING = "{name} (eller uppgift saknas)"
LACKING = -1  # the place of those who lack an answer


def grouped(answers: Answers, variable: Variable, groups: Sequence[Sequence[int]]) -> Variable:
    """A variable whose answers are groups of another's.

    Whoever lacks an answer is in the group that names `LACKING`, and else lacks one here too.
    Small groups of missing answers can be shown in no crossing; put with others they can.

    Parameters
    ----------
    groups
        The places of the answers in each group; of an ordered variable neighbours.
    """
    detail = tuple(",".join(map(str, places)) for places in groups)
    return _make(answers, Rule(GROUPED, (variable.name,), detail))


def _make(answers: Answers, rule: Rule) -> Variable:
    source = answers.codebook[rule.sources[0]]
    groups = _groups(rule)
    is_ordered = source.kind in (NUMBER, SCALE)
    names = [_name(source.categories, places, is_ordered) for places in groups]
    return replace(
        source, name=NAME.format(name=source.name, groups=" | ".join(names)), columns=(),
        kind=SCALE if is_ordered else CHOICE, options=tuple(map(Option, names)), classes=(),
        label=source.title, rule=rule,
    )  # fmt: skip


def has_lacking(rule: Rule) -> bool:
    """Whether those who lack an answer are in one of the groups."""
    return any(LACKING in places for places in _groups(rule))


def _groups(rule: Rule) -> list[list[int]]:
    return [[int(place) for place in text.split(",")] for text in rule.detail]


def _name(answers: tuple[str, ...], places: Sequence[int], is_ordered: bool) -> str:
    """What a group is called, a missing answer after the others."""
    known = [answers[i] for i in places if i != LACKING]
    if is_ordered and len(known) > 1:
        known = [SPAN.format(first=known[0], last=known[-1])]
    name = listing(known, OR)
    return WITH_MISSING.format(name=name) if LACKING in places else name


def _code(answers: Answers, variable: Variable) -> np.ndarray:
    source = answers.codebook[variable.rule.sources[0]]
    place = np.full(len(source.categories) + 1, LACKING)
    for i, members in enumerate(_groups(variable.rule)):
        place[members] = i
    return place[answers.codes(source).astype(int)]


is_rule(GROUPED, _make, _code)
