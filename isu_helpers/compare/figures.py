"""One's own protected figures beside those of a Reference."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..analysis.gap import is_idle
from ..analysis.turn import Counts, touching, turn
from ..disclosure import Protected
from ..intervals import newcombe, square_and_add, wilson
from ..wording import TOTAL, half_up
from .chance import share_chance
from .reference import Reference, Share
from .verdicts import ANOTHER, OTHER_WAY, Estimate, gap_verdict, share_verdict

NAN = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Standing:
    """One's own share of a group beside the reference's; own figures are NaN where hidden.

    ``difference`` is own minus reference with its interval, as fractions; ``p`` its p-value by
    itself. ``place`` is where the group stands among the sexes. ``word`` is one of the three words
    once all rows of a comparison are looked at together (`with_words`), else empty.
    """

    group: str
    place: int
    n: float
    base: float
    own: Estimate
    other: float
    difference: Estimate
    p: float = np.nan
    is_few: bool = False
    word: str = ""

    @property
    def verdict(self) -> str:
        return share_verdict(self.difference, self.base)

    @property
    def is_hidden(self) -> bool:
        return bool(np.isnan(self.n) or np.isnan(self.base))


@dataclass(frozen=True)
class Gap:
    """The difference between two sexes here and there, first minus second, as fractions.

    ``p`` and ``word`` are as in `Standing`, of whether the difference is the same in both.
    """

    first: str
    second: str
    own: Estimate
    other: float
    change: Estimate
    p: float = np.nan
    is_few: bool = False
    word: str = ""

    @property
    def verdict(self) -> str:
        """The word of the gap; that it goes the other way only where one's own is sure to."""
        found = gap_verdict(self.own[0], self.other, self.change)
        is_sure = self.own[1] * self.own[2] > 0
        return ANOTHER if found == OTHER_WAY and not is_sure else found


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
    place, of = protected.axes[0].place(group), share.base if share else np.nan
    p = share_chance(row["n"], row["base"], other, of)
    is_few = bool(is_idle(row["base"], np.inf if np.isnan(of) else of))
    return Standing(group, place, row["n"], row["base"], own, other, difference, p, is_few)


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
    sides = [_row(protected, answer, row[end]) for end in ("first", "second")]
    counts = tuple(float(side[c]) for side in sides for c in ("n", "base"))
    p, is_few = _gap_chance(counts, one, two), bool(is_idle(counts[1], counts[3]))
    change = _minus(own, other)
    return Gap(row["first"], row["second"], own, one.share - two.share, change, p, is_few)


def _gap_chance(own: Counts, one: Share, two: Share) -> float:
    """The p-value that the gap is the same here as there: as over time, where there are counts.

    Else that of the interval, in which a share that nobody has counted is certain.
    """
    bases = [half_up(s.base) if s.base > 0 else 0 for s in (one, two)]
    if np.isnan(own).any() or not all(own[1::2]):
        return np.nan
    if all(bases):
        hits = [half_up(s.share * base) for s, base in zip((one, two), bases, strict=True)]
        return turn((hits[0], bases[0], hits[1], bases[1]), own)
    return touching(
        lambda level: square_and_add(newcombe(*own, level=level), _between(one, two, level))
    )


def _row(protected: Protected, answer: str, group: str) -> pd.Series:
    frame, (sex, *_, of) = protected.frame, [a.name for a in protected.axes]
    is_group = frame[sex].isna() if group == TOTAL else frame[sex] == group
    return frame[is_group & (frame[of] == answer)].iloc[0]


def _estimate(share: Share, level: float | None = None) -> Estimate:
    """A share with Wilson's interval; exact where nobody says how many it is of."""
    if np.isnan(share.base):
        return share.share, share.share, share.share
    low, high = wilson(share.share * share.base, share.base, level=level)
    return share.share, float(low), float(high)


def _between(one: Share, two: Share, level: float | None = None) -> Estimate:
    """The gap of two shares with Newcombe's interval, exact where neither has a number."""
    return _minus(_estimate(one, level), _estimate(two, level))


def _minus(one: Estimate, two: Estimate) -> Estimate:
    return tuple(float(v) for v in square_and_add(one, two))
