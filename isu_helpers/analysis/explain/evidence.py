"""Evidence: what a ruling goes by, and what it can't tell: who was joined, cut or is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.special import ndtri

from .strata import Strata

SHARE_RANGE = (0.0, 1.0)
REACH = 2  # standard deviations that the mean of a part is taken to be from the whole's, at most
MOST_PLACES = 8  # with more answers, those who lack one are not tried in each


@dataclass(frozen=True, eq=False)
class Evidence:
    """What the rules go by: the strata as they are, and who could not be placed in any.

    Attributes
    ----------
    strata
        Before small ones are put together.
    missing
        How many of each group lack the criterion.
    k
        How few people of a group make a stratum too small.
    missing_total
        How many of those have the outcome; None where it is not known, and for means.
    is_cut
        Whether the criterion is a number in classes, within which people differ.
    """

    strata: Strata
    missing: np.ndarray
    k: int
    missing_total: np.ndarray | None = None
    is_cut: bool = False

    @property
    def unmatched_shares(self) -> np.ndarray:
        """The share of each group in strata where nobody of the other group is."""
        return _of(self.strata.alone, self.strata.base.sum(axis=0))

    @property
    def missing_shares(self) -> np.ndarray:
        """The share of each group that lacks the criterion."""
        return _of(self.missing, self.missing + self.strata.base.sum(axis=0))

    @property
    def reach(self) -> float:
        """How much of what a number explains its classes can show; 1 for other criteria."""
        sizes = self.strata.base.sum(axis=1)
        return shown_by_classes(sizes) if self.is_cut and (sizes > 0).sum() > 1 else 1.0

    @property
    def hidden_by_joining(self) -> tuple[float, float]:
        """How far from the standardised difference it may be if nobody were joined.

        See `hidden_by_joining`.
        """
        return hidden_by_joining(self.strata, self.k)

    def without_missing(self) -> "Evidence":
        """The same of those whose criterion is known."""
        return replace(self, missing=np.zeros(2), missing_total=None)

    def scaled(self, factor: float) -> "Evidence":
        """The same of so many times as many people."""
        total = None if self.missing_total is None else self.missing_total * factor
        return replace(self, strata=self.strata.scaled(factor), missing=self.missing * factor,
                       missing_total=total)  # fmt: skip

    def fillings(self) -> Iterator["Evidence"]:
        """What it would be if all in a group who lack the criterion had the same answer.

        The two groups are tried each by itself, in an order with the first and the last answer,
        else with every one. Nothing where it is not known how many of them have the outcome, or
        there are too many answers to try.
        """
        places = [int(p) for p in np.flatnonzero(self.strata.base.sum(axis=1) > 0)]
        if self.strata.ordered == (True,):
            places = sorted({places[0], places[-1]}) if places else []
        if self.missing_total is None or len(places) > MOST_PLACES:
            return
        for where in product(places, places):
            yield self._filled(list(where))

    def _filled(self, where: list[int]) -> "Evidence":
        base, total = self.strata.base.copy(), self.strata.total.copy()
        base[where, [0, 1]] += self.missing
        total[where, [0, 1]] += self.missing_total
        return replace(self.without_missing(), strata=replace(self.strata, base=base, total=total))


def _of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.where(whole > 0, whole, 1)


def shown_by_classes(sizes: np.ndarray) -> float:
    """How much of what a number explains is seen when it is cut in classes of these sizes.

    Of a number spread as a bell the variance between classes: 64 per cent with two alike, 79
    with three, 86 with four, 90 with five. Source: Cochran (1968), Biometrics 24.

    Parameters
    ----------
    sizes
        How many people each class has.

    Examples
    --------
    >>> [round(shown_by_classes([1] * n), 2) for n in (1, 2, 3, 4, 5)]
    [0.0, 0.64, 0.79, 0.86, 0.9]
    """
    shares = np.asarray(sizes, dtype=float)
    shares = shares[shares > 0] / max(shares.sum(), 1)
    ends = ndtri(np.concatenate([[0], shares.cumsum()[:-1], [1]]))
    height = np.exp(-(ends**2) / 2) / np.sqrt(2 * np.pi)
    return float((np.diff(height) ** 2 / shares).sum())


# What joining may hide: in a joined stratum the groups may be spread differently over its parts.


def hidden_by_joining(strata: Strata, k: int) -> tuple[float, float]:
    """How far below and above the standardised difference it may be if nobody were joined.

    Who is where in a joined stratum is known, and what share of each group has the outcome in
    the whole of it, but not in which part. Each part may have any share that fits: the least and
    the most of the difference are found as in a knapsack. A size that is not known by itself may
    be any. Of a mean, parts are taken to be within two standard deviations of everyone's.

    Returns
    -------
    low, high
        Low is 0 or below, high 0 or above; both 0 where nothing is joined.
    """
    merged = strata.merged(k)
    low, width = SHARE_RANGE if strata.is_share else _range(strata)
    weights = np.where(merged.is_shared, merged.base.sum(axis=1), 0)
    weights = weights / max(weights.sum(), 1)
    rates = ((merged.mean - low) / width).clip(0, 1)
    ends = np.zeros(2)
    for members, weight, rate in zip(strata.joints(k), weights, rates, strict=True):
        if weight and len(members) > 1:
            ends += weight * _ends(strata, members, rate)
    return float(ends[0] * width), float(ends[1] * width)


def _range(strata: Strata) -> tuple[float, float]:
    """The lowest mean that a part may have, and how far up the highest is."""
    base, total, square = (a.sum() for a in (strata.base, strata.total, strata.squares))
    mean = total / max(base, 1)
    sd = np.sqrt(max(square / max(base, 1) - mean**2, 0))
    return mean - REACH * sd, max(2 * REACH * sd, 1e-12)


def _ends(strata: Strata, members: list[int], rate: np.ndarray) -> np.ndarray:
    """The least and the most that a joined stratum's difference may be off."""
    groups = [_possible(strata, members, g) for g in (0, 1)]
    found = [_off(np.stack(sizes, axis=1), rate) for sizes in product(*groups)]
    return np.array([min(f[0] for f in found), max(f[1] for f in found)])


def _possible(strata: Strata, members: list[int], group: int) -> list[np.ndarray]:
    """The sizes of a group's parts: as they are, or those not known all in one of these."""
    base, unknown = strata.base[members, group], strata.unknown[members, group]
    if not unknown.any():
        return [base]
    whole, rest = base[unknown].sum(), np.where(unknown, 0, base)
    return [rest + whole * (np.arange(base.size) == i) for i in np.flatnonzero(unknown)]


def _off(base: np.ndarray, rate: np.ndarray) -> tuple[float, float]:
    """How far below and above the difference is if both groups are spread as they are together."""
    shares = base / base.sum(axis=0)
    alike = base.sum(axis=1) * (base > 0).all(axis=1)
    alike = alike if alike.any() else base.sum(axis=1)
    moved = (alike / alike.sum())[:, None] - shares
    least, most = ([side * _least(side * moved[:, g], shares[:, g], rate[g]) for g in (0, 1)]
                   for side in (1, -1))  # fmt: skip
    return least[0] - most[1], most[0] - least[1]


def _least(worth: np.ndarray, shares: np.ndarray, rate: float) -> float:
    """The least sum of what parts are worth, each as much as its share has it, ``rate`` in all."""
    has = shares > 0
    order = np.argsort(worth[has] / shares[has])
    own = shares[has][order]
    taken = np.clip(rate - np.concatenate([[0], own.cumsum()[:-1]]), 0, own) / own
    return float(taken @ worth[has][order] + np.minimum(worth[~has], 0).sum())
