"""Which question of a codebook is likely to show something, by the words of the library."""

from collections.abc import Iterator
from functools import cache

from ..codebook import CHOICE, DATE, KEY, NUMBER, SCALE, SEX, TEXT, YES_NO, Codebook, Variable
from ..codebook.library import entries
from ..content import load
from .match import overlap, tokens

FIXED = (SEX, KEY)  # no other question shows these
LOOSE = ("behov", "övrigt")  # roles that a question has where nothing told of another
TIMES = (DATE, NUMBER, SCALE)  # kinds of what may tell when
ENOUGH = 0.55  # of the words in common, for a question to be named as likely


def for_role(codebook: Codebook, role: str) -> tuple[Variable, ...]:
    """The questions that another role could be given to, those with its words first."""
    free = (v for v in codebook if v.role not in (*FIXED, role) and not v.part_of)
    free = (v for v in free if v.kind != TEXT and (role != "tid" or v.kind in TIMES))
    return _sorted(free, _of_role(role))


def for_outcome(codebook: Codebook, role: str) -> tuple[Variable, ...]:
    """The yes/no questions that could be what somebody got, or took part in."""
    free = (v for v in codebook if v.kind == YES_NO and v.role not in FIXED and not v.part_of)
    return _sorted((v for v in free if not v.criterion), _of_role(role))


def for_criterion(codebook: Codebook, criterion: str, outcome: str) -> tuple[Variable, ...]:
    """The questions that could show a criterion; ``outcome`` is the role that it explains."""
    free = (v for v in codebook if v.is_countable and v.role not in (*FIXED, outcome, "tid"))
    free = (v for v in free if not v.criterion and not v.part_of)
    return _sorted(free, _of_criterion(criterion))


def for_opinion(codebook: Codebook) -> tuple[Variable, ...]:
    """The questions answered on a scale, that could be of opinions."""
    kinds = (SCALE, CHOICE)
    free = (v for v in codebook if v.kind in kinds and v.role not in (*FIXED, "bakgrund", "tid"))
    return _sorted((v for v in free if not v.pair), _of_role("resultat"))


def for_goal(codebook: Codebook) -> tuple[Variable, ...]:
    """The questions with answers to choose among, that could be of how far goals were reached."""
    kinds = (SCALE, CHOICE)
    free = (v for v in codebook if v.kind in kinds and v.role not in (*FIXED, "tid"))
    return _sorted((v for v in free if not v.pair), _of_role("resultat"))


def are_named(variables: tuple[Variable, ...], words: tuple[str, ...]) -> tuple[Variable, ...]:
    """Those whose names have the words in them, more than those of what they are for now."""
    found = {v: score(v, words) for v in variables}
    return tuple(v for v, s in found.items() if s >= ENOUGH and (v.role in LOOSE or s > _now(v)))


def _now(variable: Variable) -> float:
    return score(variable, _of_role(variable.role))


def words_for(role: str = "", criterion: str = "") -> tuple[str, ...]:
    """Names by which a role or a criterion is known: the library's, and those of intake."""
    return _of_criterion(criterion) if criterion else _of_role(role)


def score(variable: Variable, words: tuple[str, ...]) -> float:
    """From 0 to 1 how much of a question's name or words is that of one of some names.

    Examples
    --------
    >>> score(Variable("Har stödbehov"), words_for("behov")) > ENOUGH
    True
    """
    texts = [t for t in dict.fromkeys((variable.title, variable.name, variable.question)) if t]
    return max((_alike(text, word) for text in texts for word in words), default=0)


@cache
def _alike(text: str, words: str) -> float:
    """The share in common; less where one has many more words than the other."""
    share, *_ = overlap(text, words)
    lengths = sorted((len(tokens(text)), len(tokens(words))))
    return float(share * (lengths[0] / max(1, lengths[1])) ** 0.5)


def _sorted(variables: Iterator[Variable], words: tuple[str, ...]) -> tuple[Variable, ...]:
    return tuple(sorted(variables, key=lambda v: -score(v, words)))


@cache
def _of_role(role: str) -> tuple[str, ...]:
    known = [text for e in entries(role=role) for text in (e.name, e.label)]
    return tuple(dict.fromkeys([*known, *load("intake").get(role, ())]))


@cache
def _of_criterion(criterion: str) -> tuple[str, ...]:
    known = [text for e in entries(criterion=criterion) for text in (e.name, e.label)]
    named = load("omotiverade")["kriterier"][criterion]["namn"]
    return tuple(dict.fromkeys([*known, named, *load("synonymer")["kriterier"][criterion]]))
