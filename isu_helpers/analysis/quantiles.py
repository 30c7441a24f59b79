"""Medians and quartiles out of counts in classes, with intervals, open cases told apart.

All is worked out of counts that may be published, and of nothing else: whoever has the counts
can do the same, so no quantile tells more than they do. Within a class people are taken to be
spread evenly. What is hidden is laid where it fits the neighbours best, and an interval holds
wherever it lies.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from .intervals import square_and_add, widened, wilson

QUARTERS = (0.25, 0.5, 0.75)
MOST_HIDDEN = 1 / 3  # of a group: with more of it hidden no quantile is told


@dataclass(frozen=True)
class Quantile:
    """A value that a share of a group is at or under, with an interval.

    −inf where it lies under the lowest bound, inf where it lies over the highest.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """How a group is spread over classes.

    ``share`` are those at or under each of ``bounds``, with an interval; ``left`` how many are
    still followed there; of these ``is_about`` tells that some are hidden. ``ended`` and ``gone``
    are how many come to an end, and leave without one, in each class.
    """

    group: str
    n: int
    bounds: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    left: np.ndarray
    is_about: np.ndarray
    ended: np.ndarray
    gone: np.ndarray
    quarters: tuple[Quantile, ...]

    @property
    def median(self) -> Quantile:
        """What half of the group is at or under."""
        return self.quarters[1]


def spread(
    group: str, counts: np.ndarray, total: float, bounds: Sequence[float],
    open_bounds: Sequence[float] | None = None, start: float = -np.inf, effect: float = 1.0,
) -> Spread | None:  # fmt: skip
    """How a group is spread, out of its counts in classes.

    Parameters
    ----------
    counts
        How many are in each class, one more than there are bounds, NaN where hidden; then, with
        ``open_bounds``, how many are open and have waited so long.
    total
        How many they are in all; NaN where hidden.
    start
        Where the first class begins; −inf where that is not known.
    effect
        How many times fewer people would tell as much (`Records.design_effect`).

    Returns
    -------
    Spread or None
        None where the total is hidden or nobody is there, and where more than a third is hidden.

    Examples
    --------
    >>> found = spread("Flicka", np.array([10, 20, 10]), 40, [30, 60], start=0)
    >>> found.median.value, found.left.tolist()
    (45.0, [30.0, 10.0])
    """
    counts, ends = np.asarray(counts, dtype=float), np.asarray(bounds, dtype=float)
    is_hidden = np.isnan(counts)
    lacking = total - np.nansum(counts)
    if np.isnan(total) or total <= 0 or is_hidden.any() and lacking > MOST_HIDDEN * total:
        return None
    placed = _placed(counts, lacking, [len(ends) + 1])
    pairs = [(c, gone) for c in placed for gone in _open(c, ends, open_bounds)]
    curves = [_curve(c, gone, ends, effect) for c, gone in pairs]
    share, low, high = (
        curves[0][0],
        *(pick([curve[i] for curve in curves], axis=0) for i, pick in ((1, np.min), (2, np.max))),
    )
    quarters = tuple(
        Quantile(*(_crossing(f, q, ends, start) for f in (share, high, low))) for q in QUARTERS
    )
    is_about = _is_unsure(is_hidden, ends, open_bounds)
    ended = pairs[0][0][: len(ends) + 1]
    return Spread(group, int(total), ends, share, low, high, curves[0][3], is_about, ended,
                  pairs[0][1], quarters)  # fmt: skip


def gap_of_medians(one: Spread, two: Spread) -> Quantile | None:
    """How much higher the first median is, with an interval; None where an end is not known."""
    ends = [(s.median.value, s.median.low, s.median.high) for s in (one, two)]
    if not np.isfinite(ends).all():
        return None
    return Quantile(*map(float, square_and_add(*ends)))


def log_rank(one: Spread, two: Spread) -> float:
    """The p-value, two-sided, that two groups come to an end at the same pace.

    Mantel's test of classes: how many of the first group end in each class, against how many would
    of those who are left if both were alike, with a continuity correction. Who leaves without an
    end counts for half in the class, as in the curves. In the last class, which has no end, the
    order is not known, so it tells nothing. Source: Mantel (1966), Cancer Chemotherapy Reports 50.

    Examples
    --------
    >>> one = spread("Flicka", np.array([30, 10, 10]), 50, [30, 60], start=0)
    >>> two = spread("Pojke", np.array([10, 20, 20]), 50, [30, 60], start=0)
    >>> round(log_rank(one, two), 4)
    0.002
    """
    (first, second), ends = (_at_risk(s) for s in (one, two)), one.ended[:-1] + two.ended[:-1]
    both = first + second
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.nan_to_num(ends * first / both)
        spreads = np.nan_to_num(ends * (both - ends) / (both - 1) * first * second / both**2)
    variance = float(np.clip(spreads, 0, None).sum())
    if variance <= 0:
        return 1.0
    away = abs(float(one.ended[:-1].sum() - expected.sum())) - 0.5
    return float(min(1.0, 2 * ndtr(-max(away, 0) / np.sqrt(variance))))


def _at_risk(found: Spread) -> np.ndarray:
    out = found.ended + found.gone
    left = out.sum() - np.concatenate([[0], np.cumsum(out)])[:-1] - found.gone / 2
    return np.asarray(left[:-1])


def are_alike_spread(one: Spread, two: Spread, limit: float) -> bool:
    """Whether the shares that have come to each bound differ by no more than a limit, surely."""
    first, second = ((s.share, s.low, s.high) for s in (one, two))
    _, low, high = square_and_add(first, second)
    return bool((np.fmax(-np.asarray(low), np.asarray(high)) <= limit).all())


def _placed(counts: np.ndarray, lacking: float, parts: Sequence[int]) -> Iterator[np.ndarray]:
    """The counts with what is hidden where it would fit best, then all of it in each such class.

    It fits best where a class has as many as its neighbours of the same part that are shown.
    """
    places = np.flatnonzero(np.isnan(counts))
    if not places.size:
        yield counts
        return
    guess = np.concatenate([_like_neighbours(part) for part in np.split(counts, parts)])
    weights = np.where(np.isnan(counts), np.maximum(guess, 1), 0)
    yield np.nan_to_num(counts) + lacking * weights / weights.sum()
    for place in places if len(places) > 1 else ():
        yield np.nan_to_num(counts) + lacking * (np.arange(len(counts)) == place)


def _like_neighbours(counts: np.ndarray) -> np.ndarray:
    shown = np.flatnonzero(~np.isnan(counts))
    if not shown.size:
        return np.ones(len(counts))
    return np.asarray(np.interp(np.arange(len(counts)), shown, counts[shown]))


def _open(
    counts: np.ndarray, bounds: np.ndarray, open_bounds: Sequence[float] | None
) -> Iterator[np.ndarray]:
    """How many open cases leave in each class; where they are not parted, also at the ends."""
    counts = counts[len(bounds) + 1 :]
    if open_bounds is None:
        yield np.zeros(len(bounds) + 1)
        return
    yield _spread_open(counts, bounds, np.asarray(open_bounds, dtype=float))
    if not len(open_bounds) and counts.sum():
        yield from counts.sum() * np.eye(len(bounds) + 1)[[0, -1]]


def _curve(
    counts: np.ndarray, gone: np.ndarray, bounds: np.ndarray, effect: float
) -> tuple[np.ndarray, ...]:
    """The share that has come to each bound, its interval, and how many are left there.

    The actuarial estimate: who is open leaves in the middle of a class. The interval is Wilson's
    with the number of people that Greenwood's variance is worth (Rothman, Journal of Chronic
    Diseases 31, 1978, 557-560); without open cases it is Wilson's.
    """
    ended = counts[: len(gone)]
    left = (ended + gone).sum() - np.concatenate([[0], np.cumsum(ended + gone)])[:-1]
    at_risk = left - gone / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        stay = np.where(at_risk > 0, 1 - ended / at_risk, 1)
        terms = np.where(at_risk > ended, ended / (at_risk * (at_risk - ended)), 0)
    survival = np.cumprod(np.clip(stay, 0, 1))[:-1]
    variance = survival**2 * np.cumsum(terms)[:-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = survival * (1 - survival) / variance
    worth = np.where(np.isfinite(worth) & (worth > 0), worth, np.maximum(at_risk[:-1], 1))
    share = 1 - survival
    low, high = wilson(share * worth, worth, level=widened(None, effect))
    return share, np.maximum.accumulate(low), np.maximum.accumulate(high), left[1:]


def _spread_open(counts: np.ndarray, bounds: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Open cases over the classes that their time lies in, by how many days each has."""
    gone, lengths = np.zeros(len(bounds) + 1), np.diff([0, *bounds])
    of = np.searchsorted(parts, bounds, side="left")  # which open class each class lies in
    for i, count in enumerate(counts):
        members = np.flatnonzero(of == i)
        if members.size:
            gone[members] += count * lengths[members] / lengths[members].sum()
        else:
            gone[-1] += count
    return gone


def _is_unsure(
    is_hidden: np.ndarray, bounds: np.ndarray, open_bounds: Sequence[float] | None
) -> np.ndarray:
    """At which bounds it is not known how many are left.

    It is where some but not all of what is hidden lies before, and, of open cases, between the
    bounds that these are parted at.
    """
    ends = [*bounds, np.inf]
    parted = np.zeros(len(bounds), dtype=bool)
    if open_bounds is not None:
        ends += [*open_bounds, np.inf]
        parted = ~np.isin(bounds, open_bounds)
    is_before = np.array(ends)[is_hidden][:, None] <= bounds
    some = is_before.any(axis=0) & ~is_before.all(axis=0) if is_before.size else parted & False
    return parted | some


def _crossing(share: np.ndarray, q: float, bounds: np.ndarray, start: float) -> float:
    """Where a curve first comes to a share."""
    over = np.flatnonzero(share >= q - 1e-12)
    if not over.size:
        return np.inf
    i = int(over[0])
    if i == 0 and not np.isfinite(start):
        return float(bounds[0]) if np.isclose(share[0], q) else -np.inf
    before, at = (start, 0.0) if i == 0 else (bounds[i - 1], share[i - 1])
    if share[i] - at <= 0:
        return float(bounds[i])
    return float(before + (bounds[i] - before) * (q - at) / (share[i] - at))
