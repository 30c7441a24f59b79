"""How far people come along a chain of yes/no steps, and what that has to do with each step."""

from dataclasses import replace

import numpy as np

from ..codebook import NO, SCALE, YES, YES_NO, Option, Rule, Variable
from .model import Answers, is_rule

FARTHEST, REACHED, ONWARD, BESIDE = "steg", "nådde steg", "vidare till steg", "i och utanför steg"
NONE = "Ingen av stegen"
UP_TO = "Till och med «{title}»"
HOW_FAR = "Hur långt i kedjan"
FROM_TO = "{before} → {after}"
WAYS = ("Ja i kedjan", "Nej i kedjan", "Ja utanför kedjan", "Nej utanför kedjan")
CHAIN = " → "
NAME = "{rule} ({chain})"
PLACED = "{rule} {place} ({chain})"


def _ways(answers: Answers, sources: tuple[str, ...]) -> np.ndarray:
    """For each row and step: 0 yes, 1 no, 2 missing."""
    codes = [answers.codes(answers.codebook[name]) for name in sources]
    return np.column_stack([np.where(c < 0, 2, np.minimum(c, 1)) for c in codes])


def _ends(ways: np.ndarray) -> np.ndarray:
    """How many steps each row has taken without a break; −1 where the next answer is missing."""
    closed = np.column_stack([ways, np.ones(len(ways), dtype=int)])
    taken = (closed > 0).argmax(axis=1)
    return np.where(closed[np.arange(len(ways)), taken] == 2, -1, taken)


def _place(rule: Rule) -> int:
    """Which step a rule is about, from 1."""
    return int(rule.detail[0])


def _named(answers: Answers, rule: Rule) -> Variable:
    sources = [answers.codebook[name] for name in rule.sources]
    name = PLACED if rule.detail else NAME
    return Variable(
        name.format(rule=rule.name, place=" ".join(rule.detail), chain=CHAIN.join(rule.sources)),
        label=HOW_FAR,
        kind=YES_NO,
        options=(YES, NO),
        is_sensitive=any(s.is_sensitive for s in sources),
        is_missing_sensitive=any(s.is_missing_sensitive for s in sources),
        rule=rule,
    )


def _titles(answers: Answers, rule: Rule) -> list[str]:
    return [answers.codebook[name].title for name in rule.sources]


def _farthest(answers: Answers, rule: Rule) -> Variable:
    names = (NONE, *(UP_TO.format(title=title) for title in _titles(answers, rule)))
    return replace(_named(answers, rule), kind=SCALE, options=tuple(map(Option, names)))


def _farthest_codes(answers: Answers, variable: Variable) -> np.ndarray:
    return _ends(_ways(answers, variable.rule.sources))


def _reached(answers: Answers, rule: Rule) -> Variable:
    """Whether people came as far as a step."""
    return replace(_named(answers, rule), label=_titles(answers, rule)[_place(rule) - 1])


def _reached_codes(answers: Answers, variable: Variable) -> np.ndarray:
    ends = _farthest_codes(answers, variable)
    return np.where(ends < 0, -1, ends < _place(variable.rule))


def _onward(answers: Answers, rule: Rule) -> Variable:
    """Whether those who came to the step before went on to a step; missing for others."""
    before, after = _titles(answers, rule)[_place(rule) - 2 : _place(rule)]
    return replace(_named(answers, rule), label=FROM_TO.format(before=before, after=after))


def _onward_codes(answers: Answers, variable: Variable) -> np.ndarray:
    ends, place = _farthest_codes(answers, variable), _place(variable.rule)
    return np.where(ends < place - 1, -1, ends < place)


def _beside(answers: Answers, rule: Rule) -> Variable:
    """A step's own answer, told apart by whether it stands in the chain: what ties the two."""
    return replace(_named(answers, rule), kind=SCALE, options=tuple(map(Option, WAYS)))


def _beside_codes(answers: Answers, variable: Variable) -> np.ndarray:
    ways, place = _ways(answers, variable.rule.sources), _place(variable.rule)
    own, is_outside = ways[:, place - 1], _ends(ways) < place - 1
    return np.where(own == 2, -1, own + 2 * is_outside)


is_rule(FARTHEST, _farthest, _farthest_codes)
is_rule(REACHED, _reached, _reached_codes)
is_rule(ONWARD, _onward, _onward_codes)
is_rule(BESIDE, _beside, _beside_codes)
