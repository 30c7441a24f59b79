"""How each sex is spread over the classes of a number or of days, by what is published alone."""

from collections.abc import Sequence

import numpy as np

from ..analysis.cube import ANSWERED
from ..analysis.quantiles import Spread, spread
from ..codebook import Variable
from ..disclosure import Protected
from ..records.derived.fine import DAYS, bounds_of, days_of
from ..wording import TOTAL

AMOUNTS = ("dagar", "veckor", "månader", "timmar", "kronor", "(kr)", "antal", "tid i ", "ålder")


def spreads_of(protected: Protected) -> tuple[Spread, ...]:
    """How each sex that has people is spread; nothing where one can't be told.

    Of the published counts alone. All together come last where nothing is hidden: worked out of
    other counts than the sexes they could lie outside them.
    """
    found, is_bare = [], True
    for group in (*protected.axes[0].answers, None):
        total = _answered(protected, group)
        is_bare = is_bare and not np.isnan(_counts(protected, group)).any()
        if total == 0 or group is None and not is_bare:
            continue
        found.append(spread_of(protected, group))
    whole = tuple(s for s in found if s is not None)
    return whole if len(whole) > 1 and len(whole) == len(found) else ()


def spread_of(protected: Protected, group: str | None) -> Spread | None:
    """How one sex is spread, or all; None where that can't be told."""
    counts, total = _counts(protected, group), _answered(protected, group)
    bounds, parts, start = _scale(protected)
    effect = protected.result.records.design_effect
    return spread(group or TOTAL, counts, total, bounds, parts, start, effect)


def halves_of(protected: Protected, group: str) -> tuple[float | None, float | None]:
    """The lowest bound that half of a sex are surely under, and the highest that half reach.

    By the counts that are shown alone: whoever is hidden may be anywhere.
    """
    counts, total = np.nan_to_num(_counts(protected, group)), _answered(protected, group)
    bounds = _bounds(protected)
    ended = counts[: len(bounds) + 1]
    if not total > 0:
        return None, None
    under = np.flatnonzero(2 * np.cumsum(ended)[:-1] >= total)
    over = np.flatnonzero(2 * np.cumsum(ended[::-1])[::-1][1:] >= total)
    return (bounds[under[0]] if under.size else None), (bounds[over[-1]] if over.size else None)


def _counts(protected: Protected, group: str | None) -> np.ndarray:
    """How many of a sex, or of all, are in each class; NaN where hidden."""
    by, of = protected.axes
    frame = protected.frame
    rows = frame[frame[by.name].isna() if group is None else frame[by.name] == group]
    named = rows.set_index(of.name)["n"]
    return named.reindex(list(protected.result.of.categories)).to_numpy(float)


def _answered(protected: Protected, group: str | None) -> float:
    """How many of a group have an answer, NaN where that is hidden."""
    by, of = protected.axes
    at = by.place(TOTAL if group is None else group), of.place(ANSWERED)
    return float(protected.cube.n[at]) if protected.visible[at] else np.nan


def _scale(protected: Protected) -> tuple[Sequence[float], Sequence[float] | None, float]:
    """Where classes end, where those of open cases do, and where the first begins.

    A whole number stands for all that is rounded to it.
    """
    of = protected.result.of
    if is_days(of):
        return *days_of(of), 0.0
    bounds = _bounds(protected)
    half = 0.5 * 10 ** -source_of(protected).decimals
    return [b - half for b in bounds], None, _start(source_of(protected), bounds)


def _bounds(protected: Protected) -> list[float]:
    """Where the classes end; the first that are whole numbers of a number begin there."""
    of = protected.result.of
    if is_days(of):
        return [float(day) for day in days_of(of)[0]]
    return bounds_of(of) if of.rule else [float(c) for c in of.classes]


def is_days(variable: Variable) -> bool:
    """Whether a variable is of days between two dates."""
    return variable.rule is not None and variable.rule.name == DAYS


def _start(variable: Variable, bounds: Sequence[float]) -> float:
    """Where the first class begins: at nothing for what can't be less, as its name tells."""
    called = f"{variable.name} {variable.title}".casefold()
    is_amount = bounds[0] > 0 and any(word in called for word in AMOUNTS)
    return 0.0 if is_amount else -np.inf


def source_of(protected: Protected) -> Variable:
    """The number that a division into classes is of; the variable itself where it is its own."""
    of = protected.result.of
    return protected.result.records.codebook[of.rule.sources[0]] if of.rule else of
