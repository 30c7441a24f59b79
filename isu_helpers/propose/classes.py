"""Where numbers are cut into classes when nobody has said it."""

import math

import numpy as np
import pandas as pd

from ..content import load
from .headers import has_word

STEPS = (100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5)


def default_classes(numbers: pd.Series, title: str) -> tuple[float, ...]:
    """Lower bounds that cut numbers in about three, at round figures; ages at usual ages.

    A bound says nothing of a single person: it is rounded to a step that leaves at least
    two round figures between the lower and the upper quartile, or to a whole number.
    Empty where all numbers are the same.
    """
    known = numbers.dropna()
    if known.nunique() < 2:
        return ()
    ages = load("intake")["alder"]
    if has_word(title, ages["rubriker"]):
        is_child = known.quantile(0.95) <= ages["barn_till"]
        is_old = known.median() >= ages["klasser_aldre"][0]
        kind = "klasser_barn" if is_child else "klasser_aldre" if is_old else "klasser_vuxen"
        cuts = ages[kind]
    else:
        cuts = _thirds(known)
    return _inside(cuts, known) or _inside([math.floor(known.median()), _above(known)], known)[:1]


def _thirds(known: pd.Series) -> list[float]:
    low, high = known.quantile([0.25, 0.75])
    step = next((s for s in STEPS if high - low >= 2 * s), 1)
    return list(np.unique(np.round(known.quantile([1 / 3, 2 / 3]) / step) * step))


def _above(known: pd.Series) -> float:
    """The first whole number above the least, where most have the least."""
    return math.floor(known.min()) + 1


def _inside(cuts: list[float], known: pd.Series) -> tuple[float, ...]:
    """The bounds that leave somebody on each side, whole ones as integers."""
    kept = [c for c in cuts if known.min() < c <= known.max()]
    return tuple(int(c) if float(c).is_integer() else float(c) for c in kept)
