"""Start and follow-up of one question: they know each other and are answered alike."""

import math
from collections.abc import Iterable
from dataclasses import replace

from .. import values
from ..codebook import DATE, NUMBER, SEX, TEXT, Variable
from ..content import load
from ..values import key_of
from .answers import Answers
from .classes import default_classes
from .headers import role_of, stem_of
from .kinds import SEEN_TEXT, guess_answers

OTHER = {"start": "uppföljning", "uppföljning": "start"}


def paired(drafts: list[Variable], answers: list[Answers]) -> list[Variable]:
    """The drafts, where start and follow-up of one question say need and result."""
    drafts = _sparse(drafts, answers)
    stems = _by_stem(drafts)
    out = []
    for v in drafts:
        pair = _other(v, stems) if v.kind != TEXT else None
        if pair and SEX not in (v.role, pair.role):
            role = "behov" if v.occasion == "start" else "resultat"
            v = replace(v, pair=pair.name, role=role)
        elif v.occasion == "start":  # a start alone is no occasion
            v = replace(v, occasion="")
        elif v.occasion and v.role == "behov" and v.kind != TEXT:
            v = replace(v, role="resultat")
        out.append(v)
    return _alike(out, answers)


def _by_stem(drafts: Iterable[Variable]) -> dict[tuple[str, str], Variable]:
    return {(stem_of(v.name), v.occasion): v for v in drafts if v.occasion and v.kind != TEXT}


def _other(v: Variable, stems: dict[tuple[str, str], Variable]) -> Variable | None:
    """The same question at the other occasion, where it can be counted."""
    return stems.get((stem_of(v.name), OTHER.get(v.occasion, "")))


def _sparse(drafts: list[Variable], answers: list[Answers]) -> list[Variable]:
    """The drafts; one with too few answers to tell is as the other occasion of its question.

    Only where its answers are such as the other occasion has: free text stays free text.
    """
    stems, of = _by_stem(drafts), {v.name: a for v, a in zip(drafts, answers, strict=True)}
    out = []
    for v in drafts:
        other = _other(v, stems) if v.guess == SEEN_TEXT else None
        if other and other.role != SEX and _fits(of[v.name], of[other.name]):
            found = guess_answers(
                replace(v, role=role_of(v.name)), of[v.name].with_more(of[other.name])
            )
            v = found if found.kind == other.kind or found.kind == NUMBER else v
        out.append(v)
    return out


def _fits(few: Answers, other: Answers) -> bool:
    """Whether answers are numbers as the others, among them, or of a scale that holds both."""
    keys, known = (set(map(key_of, a.counts)) for a in (few, other))
    if not any(math.isnan(values.as_number(k)) for k in keys | known):
        return True
    return keys <= known or any(keys | known <= set(s) for s in load("intake")["ordnade"])


def _alike(drafts: list[Variable], answers: list[Answers]) -> list[Variable]:
    """Both occasions of a question have one kind and one list of answers, guessed from both.

    Numbers are cut at the same places, those of the start.
    """
    place = {v.name: i for i, v in enumerate(drafts)}
    out = []
    for v, own in zip(drafts, answers, strict=True):
        if v.pair:
            start = v if v.occasion == "start" else drafts[place[v.pair]]
            both = guess_answers(v, own.with_more(answers[place[v.pair]]))
            at_start = values.numbers(answers[place[start.name]].cells)[0]
            cuts = default_classes(at_start, v.name) if both.kind == NUMBER else ()
            role = both.role if both.kind in (TEXT, DATE) else v.role
            v = replace(both, role=role, classes=cuts or both.classes)
        out.append(v)
    return out
