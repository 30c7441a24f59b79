"""How many more it would take to decide, if shares stay as they are."""

import math
from dataclasses import replace

from scipy.special import ndtr, ndtri

from ..content import load
from ..intervals import default_level
from .ruling import MENDED_BY_MORE, UNDECIDED, Evidence, rule

STEP = 1.1
ROUNDED = ((200, 10), (1000, 50), (math.inf, 500))  # below each, up to the next so many


def needed_more(evidence: Evidence) -> int | None:
    """About how many more people or cases would likely decide; 0 where it is decided.

    If shares and strata stay as they are, that many more decide it 8 times of 10 (``styrka``):
    the rules are tried on more and more people, with intervals so much wider. Rounded up.

    Returns
    -------
    int or None
        None where more would not do: something else is wrong, or it would take more than
        ``flest_ganger_fler`` times as many as there are.
    """
    ruling = rule(evidence)
    if ruling.word != UNDECIDED:
        return 0
    people = evidence.strata.base.sum()
    if ruling not in MENDED_BY_MORE or not people:
        return None
    factor, most = STEP, load("thresholds")["flest_ganger_fler"]["value"]
    while factor <= most:
        more = replace(
            evidence, strata=evidence.strata.scaled(factor), missing=evidence.missing * factor
        )
        if rule(more, level=_wide(), is_strict=True).word != UNDECIDED:
            return _rounded_up(people * (factor - 1))
        factor *= STEP
    return None


def _wide() -> float:
    """The level at which what is clear here is clear at the usual one 8 times of 10."""
    z = ndtri(0.5 + default_level() / 2) + ndtri(load("thresholds")["styrka"]["value"])
    return float(2 * ndtr(z) - 1)


def _rounded_up(count: float) -> int:
    step = next(step for below, step in ROUNDED if count < below)
    return math.ceil(count / step) * step
