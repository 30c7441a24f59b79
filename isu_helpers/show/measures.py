"""More measures of an explanation: its two parts in whole numbers, and odds, in plain words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..analysis import Explanation
from ..analysis.explain.decomposition import Estimate
from ..analysis.intervals import default_level
from ..wording import agreeing, number, plural
from .model import Body, Cell, Line, Table, Unfolded, heads_of, strong
from .tables import TO

SHOW = "Fler mått"
CAPTION = "{of} och {criterion}: fler mått på skillnaden mellan {first} och {second}"
HEAD = ("Mått", "Värde")
ALL, ALIKE = "Alla som jämförs", "När lika jämförs med lika"
GONE, LEFT = "Del som hör ihop med {criterion}", "Del som finns kvar bland dem som svarat lika"
ODDS, SAME = "Oddskvot bland dem som svarat lika", "Är oddskvoten densamma för alla svar?"
ABOUT = {
    GONE: "Kitagawas metod",
    LEFT: "Vägs lite annorlunda än i bilden",
    ODDS: "1 är lika odds, över 1 högre för {first} (Mantel–Haenszel)",
    SAME: "Breslow och Days test",
}
DIFFERS, AGREES = "Nej, den skiljer sig", "Inget talar emot det"
LITTLE = 1  # a step up or down is no more than what rounding makes

PARTED = (
    "Av skillnaden på {whole}{unit} hör {gone} ihop med att grupperna svarat olika på {criterion}."
)
REST = "Resten, {left}, finns kvar bland dem som svarat lika."
NONE_LEFT = (
    "Hela skillnaden på {whole}{unit} hör ihop med att grupperna svarat olika på {criterion}. "
    "Bland dem som svarat lika är inget kvar."
)
NONE_GONE = "Att grupperna svarat olika på {criterion} ändrar nästan inget."
MASKED = (
    "Bland dem som svarat lika är skillnaden {left}{unit}. Att grupperna svarat olika på "
    "{criterion} gör att den ser ut som {whole}."
)
OVER = (
    "Att grupperna svarat olika på {criterion} motsvarar {gone}{unit}. Bland dem som svarat lika "
    "går skillnaden åt andra hållet: {left}."
)


@dataclass(frozen=True)
class Scale:
    """How differences are told: ``step`` is the least that is told of, ``unit`` stands after."""

    told: Callable[[float], str]
    step: float
    unit: str

    def whole(self, value: float) -> int:
        """So many steps, halves away from zero."""
        return int(np.sign(value) * np.floor(abs(value) / self.step + 0.5 + 1e-9))

    def rounded(self, estimate: Estimate) -> Estimate:
        """What a picture may be drawn from: no more is in it than in the words."""
        ends = (estimate.value, estimate.low, estimate.high)
        return Estimate(*(self.whole(v) * self.step for v in ends))


@dataclass(frozen=True)
class Parts:
    """Kitagawa's two parts in whole steps, that sum to the crude difference in whole steps.

    ``gone`` goes with how the groups answered, ``left`` is what differs among people alike.
    """

    whole: int
    gone: int

    @property
    def left(self) -> int:
        """What differs among people who answered alike."""
        return self.whole - self.gone

    @property
    def is_split(self) -> bool:
        """Whether a part goes with the criterion, and neither part against the whole."""
        return self.gone * self.whole > 0 and self.left * self.whole >= 0


def crude_of(told: Explanation, scale: Scale) -> Estimate:
    """The difference as it is, as what stands beside it is printed, in whole steps."""
    strata = told.merged
    return between(strata.total.sum(axis=0), strata.base.sum(axis=0), told.crude, scale)


def left_of(told: Explanation, scale: Scale) -> Estimate:
    """The difference among equals in whole steps, moved as the one as it is was by rounding.

    So rounding alone makes nothing of a difference go.
    """
    left = told.standardised
    if np.isnan([left.value, left.low, left.high]).any():
        return left
    value = scale.whole(left.value) + _moved(told, scale)
    ends = agreeing(value * scale.step, 0, left.low, left.high, scale.step)
    return Estimate(*(end * scale.step for end in ends))


def _moved(told: Explanation, scale: Scale) -> int:
    """How many steps the difference as it is printed lies from itself, rounded alone."""
    return scale.whole(crude_of(told, scale).value) - scale.whole(told.crude.value)


def between(total: np.ndarray, base: np.ndarray, gap: Estimate, scale: Scale) -> Estimate:
    """A difference between two groups' shares or means, as these are printed, in whole steps."""
    if np.isnan([gap.value, gap.low, gap.high]).any() or not (base > 0).all():
        return gap
    one, two = total / base
    whole = agreeing(one, two, gap.low, gap.high, scale.step)
    return Estimate(*(w * scale.step for w in whole))


def parts_of(told: Explanation, scale: Scale) -> Parts:
    """The two parts of a difference that can be had."""
    whole = scale.whole(crude_of(told, scale).value)
    return Parts(whole, whole - scale.whole(told.rate_part) - _moved(told, scale))


def parts_words(told: Explanation, scale: Scale) -> str:
    """How much goes with the criterion, in a sentence or two; empty where there is nothing."""
    parts, criterion = parts_of(told, scale), told.subject.criterion
    if not parts.whole:
        return ""
    form = _form(parts, is_same=parts.left == scale.whole(left_of(told, scale).value))
    amounts = {n: _bare(scale, getattr(parts, n)) for n in ("whole", "gone", "left")}
    return form.format(criterion=criterion, unit=scale.unit, **amounts)


def _form(parts: Parts, *, is_same: bool) -> str:
    """Which sentence; what is left is told where it is what the figure shows."""
    if not parts.left:
        return NONE_LEFT
    if abs(parts.gone) <= LITTLE:
        return NONE_GONE
    if not parts.is_split:
        return MASKED if parts.gone * parts.whole < 0 else OVER
    return f"{PARTED} {REST}" if is_same else PARTED


def _bare(scale: Scale, steps: int) -> str:
    """An amount without its sign."""
    return scale.told(abs(steps) * scale.step).lstrip("+")


def measures(told: Explanation, scale: Scale) -> Unfolded:
    """A table to unfold: the two parts of a difference, and odds where shares are compared."""
    first, second = (plural(g).lower() for g in told.subject.groups)
    words = {"criterion": told.subject.criterion, "first": first}
    lines = tuple(_line(name, value, words) for name, value in _values(told, scale))
    caption = CAPTION.format(of=told.subject.of, second=second, **words)
    return Unfolded(SHOW, Table(caption, heads_of(HEAD), (Body(lines),)), "matt")


def _values(told: Explanation, scale: Scale) -> list[tuple[str, tuple[str, ...]]]:
    parts = parts_of(told, scale)
    rows: list[tuple[str, tuple[str, ...]]] = [
        (GONE, (scale.told(parts.gone * scale.step),)),
        (LEFT, (scale.told(parts.left * scale.step),)),
    ]
    if not np.isnan(told.odds_ratio.value):
        rows.append((ODDS, _estimate(told.odds_ratio, lambda v: number(v, 1))))
    if not np.isnan(told.homogeneity):
        differs = told.homogeneity < 1 - default_level()
        rows.append((SAME, (DIFFERS if differs else AGREES,)))
    return rows


def _estimate(value: Estimate, told: Callable[[float], str]) -> tuple[str, str]:
    return told(value.value), TO.format(low=told(value.low), high=told(value.high))


def _line(name: str, value: tuple[str, ...], words: dict[str, str]) -> Line:
    about = ABOUT[name].format(**words)
    first, beside = (*value, "")[:2]
    return Line(Cell(name.format(**words), word=about), (strong(first, beside),))
