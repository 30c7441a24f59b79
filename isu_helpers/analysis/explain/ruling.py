"""The ruling: does a criterion explain a difference, by rule and with its uncertainty."""

import math
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property

import numpy as np
from scipy.special import ndtr, ndtri

from ...content import load
from ..gap import is_idle
from ..intervals import default_level
from .decomposition import Estimate, contrast, crude, standardised, within
from .evidence import Evidence
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
MEASURED = (
    Ruling.COARSE, Ruling.UNSURE_WHETHER_LEFT, Ruling.MAY_HAVE_TURNED, Ruling.UNSURE_HOW_MUCH,
)  # fmt: skip
NO_LONGER_THERE, NO_SMALLER, LARGER, OTHER_WAY = "borta", "lika stor", "större", "åt andra hållet"


def rule(evidence: Evidence, *, level: float | None = None, is_strict: bool = False) -> Ruling:
    """Whether a criterion explains a difference.

    Can it be judged at all? Not where a group is empty; where more than a fifth of a group
    lacks the criterion and what they would have answered matters (`_whatever_they_have`), or has
    nobody alike in the other group; where groups are too small to compare (`is_idle`); where one
    stratum is left of several when small ones are joined; nor where strata clearly go opposite
    ways, since one answer would hide it. Else the figures decide (`_by_figures`), unless
    something that joining hides could give another answer.

    Parameters
    ----------
    level
        Confidence, a fraction; the project's own by default.
    is_strict
        Whether to go by intervals alone, and never by how large a figure is in itself.
    """
    limits, strata = load("thresholds"), evidence.strata
    if (evidence.missing_shares > limits["flest_utan_kriterium"]["value"]).any():
        return _whatever_they_have(evidence, level, is_strict)
    base = strata.base.sum(axis=0)
    if not (base > 0).all():
        return Ruling.NOBODY
    if (evidence.unmatched_shares > limits["flest_utan_motsvarighet"]["value"]).any():
        return Ruling.NO_MATCH
    if is_idle(*base):
        return Ruling.FEW
    merged = strata.merged(evidence.k)
    if len(merged.base) < min(2, (strata.base.sum(axis=1) > 0).sum()):
        return Ruling.COARSE
    if _goes_both_ways(merged, level):
        return Ruling.OPPOSITE
    return _as_joined(evidence, merged, level, is_strict)


def _whatever_they_have(evidence: Evidence, level: float | None, is_strict: bool) -> Ruling:
    """The verdict that holds whatever those who lack the criterion would have answered.

    It is that of those whose criterion is known, where all `Evidence.fillings` have the same.
    """
    known = rule(evidence.without_missing(), level=level, is_strict=is_strict)
    if known.word == UNDECIDED:
        return Ruling.MISSING
    words = {rule(e, level=level, is_strict=is_strict).word for e in evidence.fillings()}
    return known if words == {known.word} else Ruling.MISSING


def _as_joined(evidence: Evidence, merged: Strata, level: float | None, is_strict: bool) -> Ruling:
    """What the figures say, where nothing that joining may hide could say something else."""
    facts = Facts(merged, level, evidence.reach)
    ruling, hidden = _by_figures(facts, is_strict), evidence.hidden_by_joining
    if ruling.word == UNDECIDED or not any(hidden):
        return ruling
    wider = _by_figures(replace(facts, hidden=hidden), is_strict)
    return ruling if wider.word == ruling.word else Ruling.COARSE


def ruled_out(evidence: Evidence, ruling: Ruling) -> tuple[str, ...]:
    """What can't be so, although it can't be decided how much a criterion explains.

    Where many lack the criterion, what can't be so whatever they would have answered. Nothing
    where there is a verdict, or nothing to judge by.

    Parameters
    ----------
    ruling
        That of the evidence.

    Returns
    -------
    tuple of str
        Of `NO_LONGER_THERE`, `NO_SMALLER`, `LARGER` and `OTHER_WAY`, in that order.
    """
    if ruling is Ruling.MISSING:
        every = [e for e in (evidence.without_missing(), *evidence.fillings())]
        each = [ruled_out(e, rule(e)) for e in every] if len(every) > 1 else [()]
        return tuple(what for what in each[0] if all(what in other for other in each))
    merged = evidence.strata.merged(evidence.k)
    if ruling not in MEASURED or len(merged.base) < 2:
        return ()
    return Facts(merged, None, evidence.reach, evidence.hidden_by_joining).ruled_out


def _by_figures(facts: "Facts", is_strict: bool) -> Ruling:
    """The rule where there is enough to go by; «clear» is that an interval leaves out 0.

    Nothing clear among equals: most is gone, where clearly more than half is, or clearly some
    and by the figures four fifths; but only where it can't have turned (`Facts.may_have_turned`),
    since more explained than there was is not explained. Something clear among equals: it has
    turned, grown by more than a fifth, nearly gone (clearly four fifths), shrunk (clearly some,
    and not clearly less than a fifth), or is left (clearly more than half, of a difference that is
    there by a stricter interval too: chance alone shall not be called unexplained 1 time of 20);
    else how much is unsure. The figures are turned so that what is to be judged is above 0.
    """
    whole, left = facts.whole, facts.left
    if left.is_clear:
        return _where_left(facts)
    if not whole.is_clear:
        return Ruling.NO_DIFFERENCE
    if facts.may_have_turned:
        return Ruling.MAY_HAVE_TURNED
    most_left = 1 - facts.limit("forklarat_helt")
    is_little = facts.is_some_gone and abs(left.value) <= most_left * abs(whole.value)
    is_gone = (is_little and not is_strict) or facts.is_more_than("forklarat_mest")
    return Ruling.GONE if is_gone else Ruling.UNSURE_WHETHER_LEFT


def _where_left(facts: "Facts") -> Ruling:
    """The rule where a difference among equals is clear."""
    whole = facts.whole
    if not whole.is_clear:
        return Ruling.APPEARS if facts.grows else Ruling.UNSURE_HOW_MUCH
    if whole.value * facts.sign < 0:
        return Ruling.TURNED
    if facts.grows:
        return Ruling.GROWS
    if facts.is_more_than("forklarat_helt"):
        return Ruling.NEARLY_GONE
    if facts.is_some_gone and not facts.is_less_than("forklarat_knappt"):
        return Ruling.SOME_LEFT if facts.may_be_left else Ruling.UNSURE_HOW_MUCH
    is_left = facts.is_less_than("forklarat_mest") and facts.is_surely_there
    return Ruling.LEFT if is_left else Ruling.UNSURE_HOW_MUCH


@dataclass(frozen=True)
class Facts:
    """What is clear of a difference among equals, and of how much is explained.

    Attributes
    ----------
    strata
        After small ones are put together.
    level
        Confidence, a fraction; the project's own by default.
    reach
        How much of what the criterion explains the strata can show (`Evidence.reach`). Limits of
        how much is explained are so much lower.
    hidden
        How far the standardised difference may be off for what joining hides.
    """

    strata: Strata
    level: float | None = None
    reach: float = 1.0
    hidden: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def whole(self) -> Estimate:
        """The difference as it is."""
        return crude(self.strata, level=self.level)

    @cached_property
    def left(self) -> Estimate:
        """The difference among equals."""
        found = standardised(self.strata, level=self.level)
        low, high = self.hidden
        return replace(found, low=found.low + low, high=found.high + high)

    @property
    def is_surely_there(self) -> bool:
        """Whether the difference is clear by the interval of ``saker_niva`` too."""
        level = max(self.level or default_level(), load("thresholds")["saker_niva"]["value"])
        return crude(self.strata, level=level).is_clear

    @property
    def sign(self) -> float:
        """Which way that goes that is to be judged."""
        return float(np.sign(self.left.value if self.left.is_clear else self.whole.value))

    def limit(self, name: str) -> float:
        """A limit of how much is explained, as far as the strata can show it."""
        return float(load("thresholds")[name]["value"] * self.reach)

    def is_more_than(self, limit: str) -> bool:
        """Whether clearly more is explained."""
        return self._side(self.limit(limit)) > 0

    def is_less_than(self, limit: str) -> bool:
        """Whether clearly less is explained."""
        return self._side(self.limit(limit)) < 0

    @property
    def is_some_gone(self) -> bool:
        """Whether clearly something is explained."""
        return self._side(0) > 0

    @property
    def may_be_left(self) -> bool:
        """Whether something would be left if strata were as fine as the criterion is."""
        return self.reach == 1 or self._side(self.reach) < 0

    @property
    def ruled_out(self) -> tuple[str, ...]:
        """What can't be so of the difference among equals, where there is one among all.

        Not there any more, no smaller, larger by more than little, or the other way by more than
        ``vandning_hogst``.
        """
        if not self.whole.is_clear:
            return ()
        little, limits = load("thresholds")["forklarat_knappt"]["value"], load("thresholds")
        most = limits["vandning_hogst"]["value"] * _scale(self.strata)
        signs = np.sign(self.whole.value) * np.array([self.left.low, self.left.high])
        told = {
            NO_LONGER_THERE: signs.min() > 0 and self.may_be_left,
            NO_SMALLER: self._side(0) * np.sign(self.whole.value) * self.sign > 0,
            LARGER: self._side(-little) * np.sign(self.whole.value) * self.sign > 0,
            OTHER_WAY: signs.min() > -most,
        }
        return tuple(what for what, is_out in told.items() if is_out)

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
        limits, left = load("thresholds"), self.left
        most = min(limits["vandning_hogst"]["value"] * _scale(self.strata), abs(self.whole.value))
        is_near = min(self.sign * left.low, self.sign * left.high) > -most
        return not is_near and self._side(1 + limits["forklarat_mest"]["value"]) >= 0

    def _side(self, share: float) -> int:
        """1 where clearly more than this share is explained, −1 where less, 0 where unsure."""
        _, low, high = contrast(self.strata, share, level=self.level)
        low, high = low - self.hidden[1], high - self.hidden[0]
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
    base, total, square = (a.sum() for a in (strata.base, strata.total, strata.squares))
    return 2 * float(np.sqrt(max(square / base - (total / base) ** 2, 0)))


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
        more = evidence.scaled(factor)
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
