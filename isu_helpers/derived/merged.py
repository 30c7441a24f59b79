"""Neighbouring classes or answers merged: fewer and larger groups."""

from dataclasses import replace

import numpy as np

from ..codebook import NUMBER, SCALE, Option, Rule, Variable
from .model import Answers, is_rule

MERGED = "sammanslagen"
NAME = "{name} (grövre)"
LABEL = "{title}, i grövre grupper"
SPAN = "{first}–{last}"


def coarser(answers: Answers, variable: Variable, sizes: np.ndarray) -> Variable | None:
    """A variable of ordered classes with two, as even as can be.

    Parameters
    ----------
    sizes
        How many people each category has.

    Returns
    -------
    Variable or None
        None where the categories have no order, or there are too few to merge.
    """
    if variable.kind not in (NUMBER, SCALE) or len(variable.categories) < 3:
        return None
    below = np.cumsum(sizes)[:-1]
    cut = int(np.argmin(np.abs(2 * below - sizes.sum()))) + 1
    return _make(answers, Rule(MERGED, (variable.name,), (str(cut),)))


def _make(answers: Answers, rule: Rule) -> Variable:
    source = answers.codebook[rule.sources[0]]
    cut = int(rule.detail[0])
    named = replace(source, name=NAME.format(name=source.name), columns=(), rule=rule,
                    label=LABEL.format(title=source.title))  # fmt: skip
    if source.kind == NUMBER:
        return replace(named, classes=(source.classes[cut - 1],))
    parts = source.categories[:cut], source.categories[cut:]
    spans = [SPAN.format(first=p[0], last=p[-1]) if len(p) > 1 else p[0] for p in parts]
    return replace(named, options=tuple(map(Option, spans)))


def _code(answers: Answers, variable: Variable) -> np.ndarray:
    codes = answers.codes(answers.codebook[variable.rule.sources[0]])
    return np.where(codes < 0, -1, codes >= int(variable.rule.detail[0]))


is_rule(MERGED, _make, _code)
