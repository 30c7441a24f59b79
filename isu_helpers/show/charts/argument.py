"""The argument of an explanation drawn: the difference as it is, and among equals, as bars."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ...analysis.explain.decomposition import Estimate
from ...wording import plural
from ..model import Chart
from .dots import SIDES
from .drawing import HIGHER, Box, Key, Lane, Lanes, Part, Stroke, on, sizeless, two_sided
from .shares import HEAD

LEFT, GONE, FAINT = "rest", "borta", "svag"  # what is left, what goes with who they are, under it
REACHES = (1, 2, 5, 10)  # how far the axis may go on each side, times a power of ten
TALL, LOW = 20, 12  # pixels of a bar


@dataclass(frozen=True)
class Bar:
    """A difference with its interval, told by a label; ``gone`` is the part of it drawn light.

    ``small`` stands under the label. ``is_main`` tells the differences that are compared from
    those that lie under them.
    """

    label: str
    value: Estimate
    gone: float = 0.0
    is_main: bool = True
    small: str = ""


@dataclass(frozen=True)
class Meaning:
    """What the dark and the light part of a bar mean."""

    left: str
    gone: str


@dataclass(frozen=True)
class Argument(Chart):
    """Differences as bars from zero.

    Parameters
    ----------
    title
        What the differences are, for the alt text.
    bars
        In the order they are drawn; no value is NaN.
    groups
        First minus second is to the right.
    told
        A difference in words.
    key
        Needed where a bar has two parts.
    """

    title: str
    bars: tuple[Bar, ...]
    groups: tuple[str, str]
    told: Callable[[float], str]
    key: Meaning | None = None

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return argument_text(self.title, self.bars, self.told, self.key)

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        first, second = (plural(group).lower() for group in self.groups)
        ends = tuple(side.format(first=first, second=second) for side in SIDES)
        reach = _reach([abs(v) for b in self.bars for v in _values(b)])
        lanes = tuple(_lane(bar, reach, self) for bar in self.bars)
        return Lanes(self.title, lanes, two_sided(reach, self.told), 0.5, ends, HEAD,
                     keys=tuple(_keys(self)))  # fmt: skip


def argument_text(
    title: str, bars: Sequence[Bar], told: Callable[[float], str], key: Meaning | None = None
) -> str:
    """What the bars show, in words and figures."""
    return f"Diagram över skillnader. {title}. {' '.join(_in_words(b, told, key) for b in bars)}"


def _in_words(bar: Bar, told: Callable[[float], str], key: Meaning | None) -> str:
    value, low, high = map(told, _values(bar))
    return f"{bar.label} {value} ({low} till {high}){_split(bar, told, key)}."


def _split(bar: Bar, told: Callable[[float], str], key: Meaning | None) -> str:
    if not (key and bar.gone):
        return ""
    return f", {key.gone} {told(bar.gone)}, {key.left} {told(bar.value.value - bar.gone)}"


def _values(bar: Bar) -> tuple[float, float, float]:
    return bar.value.value, bar.value.low, bar.value.high


def _reach(ends: Sequence[float]) -> float:
    """The least round number that all fit within."""
    most = max(*ends, 1e-9)
    power = 10.0 ** math.floor(math.log10(most))
    return next(r * power for r in REACHES if r * power >= most - 1e-12)


def _lane(bar: Bar, reach: float, chart: Argument) -> Lane:
    value, between = sizeless(*_values(bar), chart.told)
    higher = plural(chart.groups[bar.value.value < 0]).lower()
    side = f", {HIGHER.format(group=higher)}" if round(bar.value.value, 9) else ""
    heard = f"{side}{_split(bar, chart.told, chart.key)}: "
    return Lane(bar.label, tuple(_parts(bar, reach)), bar.small, heard, value, between,
                kind="" if bar.is_main else "under")  # fmt: skip


def _parts(bar: Bar, reach: float) -> Iterator[Part]:
    tall = TALL if bar.is_main else LOW
    zero, left, value = (on(v, reach) for v in (0, bar.value.value - bar.gone, bar.value.value))
    for start, end, look in (
        (zero, left, LEFT if bar.is_main else FAINT), (left, value, GONE)
    ):  # fmt: skip
        if round(abs(end - start), 6):
            yield Box(min(start, end), abs(end - start), look, -tall / 2, tall)
    low, high = on(bar.value.low, reach), on(bar.value.high, reach)
    for look in ("iv kant", "iv i"):
        yield Stroke(low, high, look)


def _keys(chart: Argument) -> Iterator[Key]:
    if chart.key and any(bar.gone for bar in chart.bars):
        for fill, words in ((LEFT, chart.key.left), (GONE, chart.key.gone)):
            yield Key(words[:1].upper() + words[1:], fill=fill)
