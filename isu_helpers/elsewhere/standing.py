"""One's own protected figures beside those of a Reference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import gammaln, xlog1py, xlogy

from ..analysis.family import adjust
from ..analysis.gap import is_idle
from ..analysis.intervals import SAME, fisher, lessened, newcombe, square_and_add, wilson
from ..analysis.planned import beside_weight
from ..analysis.verdict import Counts, touching, turn, worded
from ..content import load
from ..disclosure import Protected
from ..wording import TOTAL, half_up
from .reference import Reference, Share

# How easily chance alone would give one's own figures, if others' were true here too.


def share_chance(n: float, base: float, other: float, other_base: float) -> float:
    """The exact p-value, two-sided, that one's own share is the same as another.

    Fisher's where it is known how many the other is of; else the binomial one, with the other
    share as certain.

    Parameters
    ----------
    n, base
        How many of one's own have the thing, of how many.
    other, other_base
        A fraction, and how many it is of; NaN where that is not told.

    Returns
    -------
    float
        NaN where a number is hidden or missing, or ``base`` is 0.

    Examples
    --------
    >>> round(share_chance(2, 10, 0.5, np.nan), 4), round(share_chance(2, 10, 0.5, 10), 4)
    (0.1094, 0.3498)
    """
    if np.isnan([n, base, other]).any() or not base:
        return np.nan
    if not np.isnan(other_base):
        return float(fisher(n, base, half_up(other * other_base), half_up(other_base)))
    x = np.arange(base + 1)
    ways = gammaln(base + 1) - gammaln(x + 1) - gammaln(base - x + 1)
    chance = np.exp(ways + xlogy(x, other) + xlog1py(base - x, -other))
    return float(min(1.0, chance[chance <= chance[int(n)] * SAME].sum()))


# One's own figure beside another, in a word: like, higher, lower, or too few to say.

LIKE, HIGHER, LOWER = "ungefär som", "högre än", "lägre än"
OTHER_WAY, ANOTHER = "åt andra hållet", "en annan"
UNKNOWN = "går inte att säga"

Estimate = tuple[float, float, float]  # value, low, high


def share_verdict(difference: Estimate, base: float) -> str:
    """Whether a share is like another, by the interval of one's own minus the other.

    `UNKNOWN` where a number is hidden or missing, where those who answered are fewer than
    ``minsta_jamforelse``, and where the interval holds zero but also differences that matter.

    Examples
    --------
    >>> share_verdict((0.1, 0.02, 0.18), 150), share_verdict((0.1, -0.1, 0.3), 20)
    ('högre än', 'går inte att säga')
    """
    fewest = load("thresholds")["minsta_jamforelse"]["value"]
    if np.isnan([*difference, base]).any() or base < fewest:
        return UNKNOWN
    return _verdict(difference, "lika_andel")


def gap_verdict(own: float, other: float, change: Estimate) -> str:
    """Whether one's own gap is larger than another: `HIGHER` means larger, either way it goes.

    Parameters
    ----------
    own, other
        Gaps between the sexes, first minus second.
    change
        ``own`` minus ``other`` with its interval.

    Examples
    --------
    >>> gap_verdict(-0.3, -0.1, (-0.2, -0.35, -0.05))
    'högre än'
    """
    if np.isnan([own, other, *change]).any():
        return UNKNOWN
    if change[1] <= 0 <= change[2]:
        return _verdict(change, "lika_gap")
    if own * other < 0 and half_up(abs(own) * 100) and half_up(abs(other) * 100):
        return OTHER_WAY
    return HIGHER if abs(own) > abs(other) else LOWER


def _verdict(difference: Estimate, limit: str) -> str:
    value, low, high = difference
    if low <= 0 <= high:
        is_like = max(-low, high) <= load("compare")[limit]["value"]
        return LIKE if is_like else UNKNOWN
    return HIGHER if value > 0 else LOWER


# One's own protected figures beside those of a Reference.

NAN = (np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Standing:
    """One's own share of a group beside the reference's; own figures are NaN where hidden.

    ``difference`` is own minus reference with its interval, as fractions; ``p`` its p-value by
    itself. ``place`` is where the group stands among the sexes. ``word`` is one of the words
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
        """The word that the comparison got."""
        return share_verdict(self.difference, self.base)

    @property
    def is_hidden(self) -> bool:
        """Whether the figure may not be known."""
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
    effect = protected.result.records.design_effect
    p = float(lessened(share_chance(row["n"], row["base"], other, of), effect))
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
    n1, base1, n2, base2 = (float(side[c]) for side in sides for c in ("n", "base"))
    effect, is_few = protected.result.records.design_effect, bool(is_idle(base1, base2))
    p = float(lessened(_gap_chance((n1, base1, n2, base2), one, two), effect))
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
    value, low, high = (float(v) for v in square_and_add(one, two))
    return value, low, high


# The words of a comparison: all its rows are one family.


def with_words(items: Sequence[Beside]) -> list[Beside]:
    """The same answers, each figure with its word by Holm over all of them.

    It is a family of its own, since a difference from others is none between the sexes here, and
    bears half the risk of step 1, so that a whole folder keeps within twice that. Hidden figures
    count in it but have no word.
    """
    rows = [row for item in items for row in _rows(item)]
    p = np.array([row.p for row in rows], dtype=float)
    planned = len(rows) / beside_weight()
    adjusted = adjust(p, range(len(rows)), range(len(rows)), planned=planned)
    words = iter(worded(adjusted, [row.is_few for row in rows], np.isnan(p)))
    return [_told(item, [next(words) or "" for _ in _rows(item)]) for item in items]


def _rows(item: Beside) -> list[Standing | Gap]:
    return [*item.standings, *([item.gap] if item.gap else [])]


def _told(item: Beside, words: Sequence[str]) -> Beside:
    count = len(item.standings)
    pairs = zip(item.standings, words[:count], strict=True)
    told = tuple(replace(row, word=word) for row, word in pairs)
    return replace(
        item, standings=told, gap=replace(item.gap, word=words[count]) if item.gap else None
    )
