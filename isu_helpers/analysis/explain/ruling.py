"""The ruling: does a criterion explain a difference, by rule and with its uncertainty."""

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from scipy.special import ndtr, ndtri

from ...content import load
from ..gap import is_idle
from ..intervals import default_level
from .decomposition import Estimate, contrast, crude, standardised, within
from .strata import Strata

EXPLAINED = "förklaras"
PARTLY = "förklaras delvis"
NOT = "förklaras inte"
TURNS = "växer eller byter riktning"
UNDECIDED = "går inte att avgöra"


class Ruling(Enum):
    """Each outcome of the rules: its word, and a name for why."""

    GONE = EXPLAINED, "gone"
    NEARLY_GONE = EXPLAINED, "nearly gone"
    SOME_LEFT = PARTLY, "some left"
    LEFT = NOT, "left"
    GROWS = TURNS, "grows"
    TURNED = TURNS, "turned"
    APPEARS = TURNS, "appears"
    NOBODY = UNDECIDED, "nobody"
    MISSING = UNDECIDED, "missing"
    NO_MATCH = UNDECIDED, "no match"
    FEW = UNDECIDED, "few"
    COARSE = UNDECIDED, "coarse"
    OPPOSITE = UNDECIDED, "opposite"
    NO_DIFFERENCE = UNDECIDED, "no difference"
    UNSURE_WHETHER_LEFT = UNDECIDED, "unsure whether left"
    MAY_HAVE_TURNED = UNDECIDED, "may have turned"
    UNSURE_HOW_MUCH = UNDECIDED, "unsure how much"

    @property
    def word(self) -> str:
        """The verdict."""
        return self.value[0]


MENDED_BY_MORE = (
    Ruling.FEW, Ruling.COARSE, Ruling.UNSURE_WHETHER_LEFT, Ruling.MAY_HAVE_TURNED,
    Ruling.UNSURE_HOW_MUCH, Ruling.NO_DIFFERENCE,
)  # fmt: skip


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
    """

    strata: Strata
    missing: np.ndarray
    k: int

    @property
    def unmatched_shares(self) -> np.ndarray:
        """The share of each group in strata where nobody of the other group is."""
        return _of(self.strata.alone, self.strata.base.sum(axis=0))

    @property
    def is_blurred(self) -> bool:
        """Whether many of a group are compared with people of another answer."""
        unlike = _of(self.strata.blurred(self.k), self.strata.base.sum(axis=0))
        return bool((unlike > load("thresholds")["flest_utan_motsvarighet"]["value"]).any())

    @property
    def missing_shares(self) -> np.ndarray:
        """The share of each group that lacks the criterion."""
        return _of(self.missing, self.missing + self.strata.base.sum(axis=0))


def rule(evidence: Evidence, *, level: float | None = None, is_strict: bool = False) -> Ruling:
    """Whether a criterion explains a difference.

    Can it be judged at all? Not where a group is empty; where more than a fifth of a group
    lacks the criterion, or has nobody alike in the other group; where groups are too small to
    compare (`is_idle`); where one stratum is left of several when small ones are joined, or
    more than a fifth of a group would be compared with people of another answer; nor where
    strata clearly go opposite ways, since one answer would hide it. Else the figures decide
    (`_by_figures`). In an order neighbours are nearly alike: there joining forbids only to say
    that a part is left, since that part may be what neighbours differ by.

    Parameters
    ----------
    level
        Confidence, a fraction; the project's own by default.
    is_strict
        Whether to go by intervals alone, and never by how large a figure is in itself.
    """
    limits, strata = load("thresholds"), evidence.strata
    base = strata.base.sum(axis=0)
    if (evidence.missing_shares > limits["flest_utan_kriterium"]["value"]).any():
        return Ruling.MISSING
    if not (base > 0).all():
        return Ruling.NOBODY
    if (evidence.unmatched_shares > limits["flest_utan_motsvarighet"]["value"]).any():
        return Ruling.NO_MATCH
    if is_idle(*base):
        return Ruling.FEW
    merged = strata.merged(evidence.k)
    is_one = len(merged.base) < min(2, (strata.base.sum(axis=1) > 0).sum())
    if is_one or (evidence.is_blurred and strata.ordered != (True,)):
        return Ruling.COARSE
    if _goes_both_ways(merged, level):
        return Ruling.OPPOSITE
    ruling = _by_figures(merged, level, is_strict)
    return Ruling.COARSE if ruling is Ruling.SOME_LEFT and evidence.is_blurred else ruling


def _by_figures(strata: Strata, level: float | None, is_strict: bool) -> Ruling:
    """The rule where there is enough to go by; «clear» is that an interval leaves out 0.

    Nothing clear among equals: most is gone, where clearly more than half is, or clearly some
    and by the figures four fifths; but only where it can't have turned (`_Facts.may_have_turned`),
    since more explained than there was is not explained. Something clear among equals: it has
    turned, grown by more than a fifth, nearly gone (clearly four fifths), shrunk (clearly some,
    and not clearly less than a fifth), or is left (clearly more than half); else how much is
    unsure. The figures are turned so that what is to be judged is above 0.
    """
    whole, left = crude(strata, level=level), standardised(strata, level=level)
    sign = np.sign(left.value if left.is_clear else whole.value)
    facts = _Facts(strata, sign, level)
    if left.is_clear:
        return _where_left(whole, facts)
    if not whole.is_clear:
        return Ruling.NO_DIFFERENCE
    if facts.may_have_turned:
        return Ruling.MAY_HAVE_TURNED
    most_left = 1 - load("thresholds")["forklarat_helt"]["value"]
    is_little = facts.is_some_gone and abs(left.value) <= most_left * abs(whole.value)
    is_gone = (is_little and not is_strict) or facts.is_more_than("forklarat_mest")
    return Ruling.GONE if is_gone else Ruling.UNSURE_WHETHER_LEFT


def _where_left(whole: Estimate, facts: "_Facts") -> Ruling:
    """The rule where a difference among equals is clear."""
    if not whole.is_clear:
        return Ruling.APPEARS if facts.grows else Ruling.UNSURE_HOW_MUCH
    if whole.value * facts.sign < 0:
        return Ruling.TURNED
    if facts.grows:
        return Ruling.GROWS
    if facts.is_more_than("forklarat_helt"):
        return Ruling.NEARLY_GONE
    if facts.is_some_gone and not facts.is_less_than("forklarat_knappt"):
        return Ruling.SOME_LEFT
    return Ruling.LEFT if facts.is_less_than("forklarat_mest") else Ruling.UNSURE_HOW_MUCH


@dataclass(frozen=True)
class _Facts:
    """What is clear of how much is explained."""

    strata: Strata
    sign: float
    level: float | None

    def is_more_than(self, limit: str) -> bool:
        return self._side(load("thresholds")[limit]["value"]) > 0

    def is_less_than(self, limit: str) -> bool:
        return self._side(load("thresholds")[limit]["value"]) < 0

    @property
    def is_some_gone(self) -> bool:
        return self._side(0) > 0

    @property
    def grows(self) -> bool:
        """Whether the difference is clearly larger among equals, and by more than little."""
        return self._side(-load("thresholds")["forklarat_knappt"]["value"]) < 0

    @property
    def may_have_turned(self) -> bool:
        """Whether the difference may go so far the other way among equals that it is another.

        So it is where neither half its size nor ``vandning_hogst`` is left out; of a mean the
        same in double standard deviations, since a share's is at most a half.
        """
        limits, scale = load("thresholds"), _scale(self.strata)
        whole, left = (f(self.strata, level=self.level) for f in (crude, standardised))
        most = min(limits["vandning_hogst"]["value"] * scale, abs(whole.value))
        is_near = min(self.sign * left.low, self.sign * left.high) > -most
        return not is_near and self._side(1 + limits["forklarat_mest"]["value"]) >= 0

    def _side(self, share: float) -> int:
        """1 where clearly more than this share is explained, −1 where less, 0 where unsure."""
        _, low, high = contrast(self.strata, share, level=self.level)
        return int(self.sign * ((low > 0) * 1 - (high < 0) * 1))


def _goes_both_ways(strata: Strata, level: float | None) -> bool:
    """Whether one stratum clearly goes one way and another the other, all looked at together."""
    risk = (1 - (level or default_level())) / max(len(strata.base), 1)
    each = within(strata, level=1 - risk)
    return any(e.low > 0 for e in each) and any(e.high < 0 for e in each)


def _scale(strata: Strata) -> float:
    """What one whole is: 1 of shares, two standard deviations of means."""
    if strata.is_share:
        return 1.0
    base, total, square = (a.sum() for a in (strata.base, strata.total, strata.square))
    return 2 * float(np.sqrt(max(square / base - (total / base) ** 2, 0)))


def _of(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.where(whole > 0, whole, 1)


# How many more it would take to decide, if shares stay as they are.

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
