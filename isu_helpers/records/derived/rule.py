"""A rule by which a variable is worked out of others, and what carries it out."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...codebook import Codebook, Rule, Variable

Codes = NDArray[np.integer]


class Answers(Protocol):
    """What a rule may look at: typed answers and the codebook that tells what they mean."""

    frame: pd.DataFrame
    codebook: Codebook

    def codes(self, variable: Variable) -> Codes:
        """The place of each row's answer among the categories; −1 where missing."""


Make = Callable[[Answers, Rule], Variable]
Code = Callable[[Answers, Variable], Codes]
_rules: dict[str, tuple[Make, Code]] = {}

NO_RULE = "{name!r} is worked out by no rule"


def is_rule(name: str, make: Make, code: Code) -> None:
    """Make a rule known: how its variable is made, and each row's answer told."""
    _rules[name] = (make, code)


def derived(answers: Answers, rule: Rule) -> Variable:
    """The variable that a rule works out.

    Raises
    ------
    KeyError
        When there is no such rule.
    CodebookError
        When a source of it does not exist.
    """
    return _rules[rule.name][0](answers, rule)


def rule_of(variable: Variable) -> Rule:
    """The rule of a derived variable.

    Raises
    ------
    ValueError
        When it is no derived one.
    """
    if variable.rule is None:
        raise ValueError(NO_RULE.format(name=variable.name))
    return variable.rule


def codes_of(answers: Answers, variable: Variable) -> Codes:
    """The place of each row's answer among the categories of a derived variable; −1 for none."""
    return _rules[rule_of(variable).name][1](answers, variable)
