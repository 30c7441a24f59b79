"""One's own protected figures beside those of a Reference."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..disclosure import Protected
from ..intervals import square_and_add, wilson
from ..wording import TOTAL
from .reference import Reference, Share
from .verdicts import Estimate, gap_verdict, share_verdict

NAN = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Standing:
    """One's own share of a group beside the reference's; own figures are NaN where hidden.

    ``difference`` is own minus reference with its interval, as fractions. ``place`` is where the
    group stands among the sexes.
    """

    group: str
    place: int
    n: float
    base: float
    own: Estimate
    other: float
    difference: Estimate

    @property
    def verdict(self) -> str:
        return share_verdict(self.difference, self.base)

    @property
    def is_hidden(self) -> bool:
        return bool(np.isnan(self.n) or np.isnan(self.base))


@dataclass(frozen=True)
class Gap:
    """The difference between two sexes here and there, first minus second, as fractions."""

    first: str
    second: str
    own: Estimate
    other: float
    change: Estimate

    @property
    def verdict(self) -> str:
        return gap_verdict(self.own[0], self.other, self.change)


@dataclass(frozen=True)
class Beside:
    """An answer: a standing a group that the reference has, and the gap where it has both."""

    answer: str
    standings: tuple[Standing, ...]
    gap: Gap | None


def standings(protected: Protected, reference: Reference) -> tuple[Beside, ...]:
    """What the reference says of a variable beside what may be published here, an answer each.

    Own figures come from a protected result alone: what is hidden stays so, and nothing is worked
    out of it. Where the reference does not say how many its shares are of, they count as exact.
    """
    shares = reference.of(protected.result.of)
    sexes, of = protected.axes[0], protected.axes[-1]
    groups = [s for s in sexes.slots if s != TOTAL and any(g == s for _, g in shares)]
    groups = groups or [TOTAL]
    return tuple(
        Beside(a, tuple(_standing(protected, a, g, shares.get((a, g))) for g in groups),
               _gap(protected, a, shares))
        for a in of.answers
        if any((a, g) in shares for g in groups)
    )  # fmt: skip


def _standing(protected: Protected, answer: str, group: str, share: Share | None) -> Standing:
    row = _row(protected, answer, group)
    own = (row["share"], row["low"], row["high"])
    other = share.share if share else np.nan
    difference = _minus(own, _estimate(share)) if share else NAN
    place = protected.axes[0].place(group)
    return Standing(group, place, row["n"], row["base"], own, other, difference)


def _gap(protected: Protected, answer: str, shares: dict[tuple[str, str], Share]) -> Gap | None:
    """The gap of the first two sexes, where the reference has both."""
    frame, of = protected.difference, protected.axes[-1].name
    rows = frame[frame[of] == answer]
    if rows.empty:
        return None
    row = rows.iloc[0]
    one, two = (shares.get((answer, row[end])) for end in ("first", "second"))
    if one is None or two is None:
        return None
    own = (row["value"], row["low"], row["high"])
    other = _between(one, two)
    return Gap(row["first"], row["second"], own, one.share - two.share, _minus(own, other))


def _row(protected: Protected, answer: str, group: str) -> pd.Series:
    frame, (sex, *_, of) = protected.frame, [a.name for a in protected.axes]
    is_group = frame[sex].isna() if group == TOTAL else frame[sex] == group
    return frame[is_group & (frame[of] == answer)].iloc[0]


def _estimate(share: Share) -> Estimate:
    """A share with Wilson's interval; exact where nobody says how many it is of."""
    if np.isnan(share.base):
        return share.share, share.share, share.share
    low, high = wilson(share.share * share.base, share.base)
    return share.share, float(low), float(high)


def _between(one: Share, two: Share) -> Estimate:
    """The gap of two shares with Newcombe's interval, exact where neither has a number."""
    return _minus(_estimate(one), _estimate(two))


def _minus(one: Estimate, two: Estimate) -> Estimate:
    return tuple(float(v) for v in square_and_add(one, two))
