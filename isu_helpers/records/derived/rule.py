"""A rule by which a variable is worked out of others, and what carries it out."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pandas as pd

from ...codebook import Codebook, Rule, Variable


class Answers(Protocol):
    """What a rule may look at: typed answers and the codebook that tells what they mean."""

    frame: pd.DataFrame
    codebook: Codebook

    def codes(self, variable: Variable) -> np.ndarray:
        """The place of each row's answer among the categories; −1 where missing."""


Make = Callable[[Answers, Rule], Variable]
Code = Callable[[Answers, Variable], np.ndarray]
_rules: dict[str, tuple[Make, Code]] = {}


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


def codes_of(answers: Answers, variable: Variable) -> np.ndarray:
    """The place of each row's answer among the categories of a derived variable; −1 for none."""
    return _rules[variable.rule.name][1](answers, variable)
