"""The ruling: is it the same here, by rule, from counts that may be published."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ..analysis.gap import is_idle
from ..analysis.intervals import default_level, newcombe, widened, wilson
from ..analysis.planned import beside_weight
from ..analysis.verdict import CLEAR, TOO_FEW, verdicts
from ..content import load
from .hypotheses import ALIKE, EITHER, GAP, SECOND
from .trial import Line, Trial

SEEN, NOT_SEEN, UNDECIDED = "syns hos oss", "syns inte", "går inte att avgöra"
VERDICTS = (SEEN, NOT_SEEN, UNDECIDED)


class Ruling(Enum):
    """Each outcome of the rules: its word, and a name for why."""

    CLEAR = SEEN, "clear"
    LITTLE = SEEN, "clear but little"
    LIKE = SEEN, "alike"
    FEW_ASKED = SEEN, "few asked"
    OTHER_WAY = NOT_SEEN, "other way"
    SMALL = NOT_SEEN, "small"
    UNLIKE = NOT_SEEN, "unlike"
    MOST_ASKED = NOT_SEEN, "most asked"
    NO_VARIABLE = UNDECIDED, "no variable"
    NO_ANSWER = UNDECIDED, "no answer"
    HIDDEN = UNDECIDED, "hidden"
    FEW = UNDECIDED, "few"
    UNSURE = UNDECIDED, "unsure"

    @property
    def word(self) -> str:
        """One of the three verdicts."""
        return self.value[0]


@dataclass(frozen=True, eq=False)
class Outcome:
    """A trial, what it went by and what that says.

    ``intervals`` are differences of shares, first group minus second, of the same order as
    ``lines``: value, low, high; of a gap the share itself. They hold for all of the ``tried``
    trials together.
    """

    trial: Trial
    lines: tuple[Line, ...]
    intervals: np.ndarray
    ruling: Ruling
    tried: int

    @property
    def word(self) -> str:
        """One of the three verdicts."""
        return self.ruling.word


def ruled(pairs: Sequence[tuple[Trial, Sequence[Line]]]) -> list[Outcome]:
    """What each trial says, all of them taken as one family.

    The family is the trials that the codebook can bear, hidden ones too: it is settled before
    anything is looked at. A difference is clear when it stands for the whole family, as in
    `verdicts`, with half the risk of step 1 (`beside_weight`). It is not there when its interval,
    as wide as the family asks for (Bonferroni), leaves out every difference of `syns_inte_gap` or
    more in the way that was found elsewhere. Everything else is undecided: that nothing is clear
    is not a finding.
    """
    size = sum(trial.is_bearable for trial, _ in pairs)
    words = _words(pairs, size / beside_weight())
    return [
        _outcome(trial, tuple(lines), said, size)
        for (trial, lines), said in zip(pairs, words, strict=True)
    ]


def _words(pairs: Sequence[tuple[Trial, Sequence[Line]]], size: float) -> list[list[str | None]]:
    """The word of each line's difference; a gap has none, but its place in the family."""
    told = [(i, line) for i, (t, lines) in enumerate(pairs) for line in lines
            if t.hypothesis.claim != GAP]  # fmt: skip
    out: list[list[str | None]] = [[None] * len(lines) for _, lines in pairs]
    if not told:
        return out
    n, base = (np.array([getattr(line, name) for _, line in told]) for name in ("n", "base"))
    question = [f"{i} {line.question.variable.name}" for i, line in told]
    effect = pairs[0][0].records.design_effect
    said, _ = verdicts(n[:, 0], base[:, 0], n[:, 1], base[:, 1], question=question, effect=effect,
                       table=[i for i, _ in told], planned=size)  # fmt: skip
    for i in range(len(pairs)):
        if mine := [word for (j, _), word in zip(told, said, strict=True) if j == i]:
            out[i] = mine
    return out


def _outcome(
    trial: Trial, lines: tuple[Line, ...], words: Sequence[str | None], tried: int
) -> Outcome:
    risk = (1 - default_level()) * beside_weight() / max(tried, 1)
    level = widened(1 - risk, trial.records.design_effect)
    claim = trial.hypothesis.claim
    intervals = np.array([_interval(line, claim, level) for line in lines]).reshape(-1, 3)
    return Outcome(trial, lines, intervals, _ruling(trial, lines, intervals, words), tried)


def _interval(line: Line, claim: str, level: float) -> tuple[float, ...]:
    (n1, n2), (base1, base2) = line.n, line.base
    if claim == GAP:
        share = n1 / base1 if base1 else np.nan
        return (share, *map(float, wilson(n1, base1, level=level)))
    return tuple(map(float, newcombe(n1, base1, n2, base2, level=level)))


def _ruling(
    trial: Trial, lines: Sequence[Line], intervals: np.ndarray, words: Sequence[str | None]
) -> Ruling:
    """The rule of each claim, where there is something to go by."""
    if not trial.is_bearable:
        return Ruling.NO_VARIABLE if trial.missing else Ruling.NO_ANSWER
    claim = trial.hypothesis.claim
    if claim == GAP:
        return _gap(lines[0], intervals[0])
    if claim == ALIKE:
        return _alike(lines, intervals, words)
    if claim == EITHER:
        return _either(lines, intervals, words)
    sign = -1 if claim == SECOND else 1
    return _one_way(lines, np.sort(intervals * sign, axis=1), intervals[:, 0] * sign, words)


def _one_way(
    lines: Sequence[Line], ordered: np.ndarray, values: np.ndarray, words: Sequence[str | None]
) -> Ruling:
    """The rule where one group is to have the larger share; differences turned to be above 0."""
    clear = np.array([word == CLEAR for word in words])
    low, high = ordered[:, 0], ordered[:, -1]
    if (clear & (values > 0)).any():
        is_little = bool((high[clear & (values > 0)] < _limit()).all())
        return Ruling.LITTLE if is_little else Ruling.CLEAR
    if weak := _weak(lines, words):
        return weak
    if (clear & (values < 0)).all():
        return Ruling.OTHER_WAY
    return Ruling.SMALL if (high < _limit()).all() and not np.isnan(low).any() else Ruling.UNSURE


def _either(lines: Sequence[Line], intervals: np.ndarray, words: Sequence[str | None]) -> Ruling:
    """The rule where the groups are to differ, whichever has more."""
    clear = np.array([word == CLEAR for word in words])
    if clear.any():
        is_little = bool((np.abs(intervals[clear, 1:]) < _limit()).all())
        return Ruling.LITTLE if is_little else Ruling.CLEAR
    if weak := _weak(lines, words):
        return weak
    return Ruling.SMALL if _are_within(intervals) else Ruling.UNSURE


def _alike(lines: Sequence[Line], intervals: np.ndarray, words: Sequence[str | None]) -> Ruling:
    """The rule where the groups are to be alike: in all that is compared."""
    clear = np.array([word == CLEAR for word in words])
    beyond = clear & (np.nanmax(np.abs(intervals[:, 1:]), axis=1, initial=0) >= _limit())
    if beyond.any():
        return Ruling.UNLIKE
    return _weak(lines, words) or (Ruling.LIKE if _are_within(intervals) else Ruling.UNSURE)


def _gap(line: Line, interval: np.ndarray) -> Ruling:
    """The rule where few are to have been asked: clearly under half, or clearly most."""
    limits = load("thresholds")
    if line.is_hidden:
        return Ruling.HIDDEN
    if line.base[0] < limits["minsta_jamforelse"]["value"]:
        return Ruling.FEW
    if interval[2] < limits["lucka_hogst"]["value"]:
        return Ruling.FEW_ASKED
    return Ruling.MOST_ASKED if interval[1] >= limits["lucka_sluten"]["value"] else Ruling.UNSURE


def _weak(lines: Sequence[Line], words: Sequence[str | None]) -> Ruling | None:
    """Why the lines can't be judged, where some are hidden or of few people."""
    if any(line.is_hidden for line in lines):
        return Ruling.HIDDEN
    bases = np.array([line.base for line in lines])
    is_few = TOO_FEW in words or bool(is_idle(bases[:, 0], bases[:, 1]).any())
    return Ruling.FEW if is_few else None


def _are_within(intervals: np.ndarray) -> bool:
    """Whether no difference of a size that matters is left, either way."""
    return bool((np.abs(intervals[:, 1:]) < _limit()).all())


def _limit() -> float:
    return float(load("thresholds")["syns_inte_gap"]["value"])
