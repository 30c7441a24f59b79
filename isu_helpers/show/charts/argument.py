"""The argument of an explanation drawn: the difference as it is, and among equals, as bars."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from ...analysis.explain.decomposition import Estimate
from ...wording import plural
from ..model import Chart
from .bars import (
    GAP,
    GRID,
    HEAD,
    INK,
    LINE,
    SOFT,
    WIDTH,
    drawing,
    fitted,
    svg_of,
    wrapped,
)

WHOLE, PART, FAINT = "#51626d", "#c3ced3", "#8b99a2"  # what is left, what goes with who they are
REACHES = (1, 2, 4, 6, 8, 10)  # how far the axis may go on each side, times a power of ten
LEFT, RIGHT, TOP, BOTTOM = 0.12, 0.6, 0.3, 0.3  # inches around the plot
LETTERS, BOLD_LETTERS = 58, 48  # that a label's line holds
SIDE = "högre för {group}"


@dataclass(frozen=True)
class Bar:
    """A difference with its interval, told by a label; ``gone`` is the part of it drawn light.

    ``is_main`` tells the differences that are compared from those that lie under them.
    """

    label: str
    value: Estimate
    gone: float = 0.0
    is_main: bool = True


@dataclass(frozen=True)
class Key:
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
    key: Key | None = None

    @property
    def alt(self) -> str:
        return argument_text(self.title, self.bars, self.told, self.key)

    def draw(self, form: str = "svg") -> bytes:
        return _draw(self.bars, self.groups, self.told, self.key)


def argument_text(
    title: str, bars: Sequence[Bar], told: Callable[[float], str], key: Key | None = None
) -> str:
    """What the bars show, in words and figures."""
    return f"Diagram över skillnader. {title}. {' '.join(_in_words(b, told, key) for b in bars)}"


def _in_words(bar: Bar, told: Callable[[float], str], key: Key | None) -> str:
    value, low, high = (told(v) for v in (bar.value.value, bar.value.low, bar.value.high))
    parts = ""
    if key and bar.gone:
        parts = f", {key.gone} {told(bar.gone)}, {key.left} {told(bar.value.value - bar.gone)}"
    return f"{bar.label} {value} ({low} till {high}){parts}."


def _draw(
    bars: Sequence[Bar], groups: tuple[str, str], told: Callable[[float], str], key: Key | None
) -> bytes:
    with drawing():
        lines = _key_lines(key) if any(b.gone for b in bars) else []
        inner = sum(map(_height, bars)) + LINE * len(lines)
        height = inner + TOP + BOTTOM
        canvas = Canvas(figsize=(WIDTH, height))
        place = (LEFT / WIDTH, BOTTOM / height, 1 - (LEFT + RIGHT) / WIDTH, inner / height)
        axes = canvas.add_axes(place)
        _prepare(axes, bars, groups, told, inner)
        y = 0.0
        for bar in bars:
            y = _draw_bar(axes, bar, y, told)
        for colour, words in lines:
            y = _draw_key(axes, y, colour, words)
        return svg_of(canvas)


def _prepare(
    axes: Axes, bars: Sequence[Bar], groups: tuple[str, str], told: Callable[[float], str],
    height: float,
) -> None:  # fmt: skip
    """Zero in the middle, the same reach on both sides, inches downwards."""
    reach = _reach([abs(v) for b in bars for v in (b.value.value, b.value.low, b.value.high)])
    ticks = [-reach, -reach / 2, 0, reach / 2, reach]
    axes.set(xlim=(-reach, reach), ylim=(height, 0), yticks=[])
    axes.set_xticks(ticks, [told(t) for t in ticks])
    axes.tick_params(axis="x", colors=SOFT, length=0, labelsize=8.5)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.axvline(0, color=INK, linewidth=1)
    first, second = (SIDE.format(group=plural(g).lower()) for g in groups)
    for words, x, align in ((f"← {second}", -0.03, "right"), (f"{first} →", 0.03, "left")):
        words, size = fitted(words, (WIDTH - LEFT - RIGHT) / 2, 8.5)
        axes.text(x * reach, -TOP / 2, words, ha=align, va="center", fontsize=size, color=SOFT,
                  clip_on=False)  # fmt: skip


def _reach(ends: Sequence[float]) -> float:
    """The least round number that all fit within."""
    most = max(*ends, 1e-9)
    power = 10.0 ** math.floor(math.log10(most))
    return next(r * power for r in REACHES if r * power >= most - 1e-12)


def _draw_bar(axes: Axes, bar: Bar, y: float, told: Callable[[float], str]) -> float:
    for line in _lines(bar):
        _label(axes, y + HEAD * 0.55, line, "bold" if bar.is_main else "normal")
        y += HEAD * 0.85
    value, middle = bar.value, y + LINE / 2
    thick, colour = (LINE * 0.8, WHOLE) if bar.is_main else (LINE * 0.45, FAINT)
    left = value.value - bar.gone
    axes.barh(middle, left, height=thick, color=colour)
    axes.barh(middle, bar.gone, left=left, height=thick, color=PART)
    _interval(axes, middle, value)
    axes.annotate(told(value.value), (1, middle), xycoords=("axes fraction", "data"),
                  xytext=(40, 0), textcoords="offset points", ha="right", va="center",
                  fontsize=10 if bar.is_main else 9, color=INK, annotation_clip=False,
                  fontweight="bold" if bar.is_main else "normal")  # fmt: skip
    return y + LINE + GAP


def _interval(axes: Axes, y: float, value: Estimate) -> None:
    """A line with ends, edged in white so that it stands out on the bar."""
    lines = [([value.low, value.high], [y, y])]
    lines += [([x, x], [y - 0.05, y + 0.05]) for x in (value.low, value.high)]
    for colour, width in (("white", 3.0), (INK, 1.2)):
        for x, line in lines:
            axes.plot(x, line, color=colour, linewidth=width, solid_capstyle="butt")


def _key_lines(key: Key | None) -> list[tuple[str, str]]:
    pairs = ((WHOLE, key.left), (PART, key.gone)) if key else ()
    return [
        (colour if not i else "", line)
        for colour, words in pairs
        for i, line in enumerate(wrapped(words[:1].upper() + words[1:], LETTERS - 4))
    ]


def _draw_key(axes: Axes, y: float, colour: str, words: str) -> float:
    start, end = axes.get_xlim()
    width = (end - start) * 0.035
    if colour:
        axes.barh(y + LINE / 2, width, left=start, height=LINE * 0.55, color=colour)
    _label(axes, y + LINE / 2, words, "normal", place=0.05, size=8.5)
    return y + LINE


def _label(
    axes: Axes, y: float, text: str, weight: str, *, place: float = 0, size: float = 9.5
) -> None:
    axes.annotate(text, (place, y), xycoords=("axes fraction", "data"), ha="left", va="center",
                  fontsize=size, fontweight=weight, color=INK, annotation_clip=False,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip


def _height(bar: Bar) -> float:
    return HEAD * 0.85 * len(_lines(bar)) + LINE + GAP


def _lines(bar: Bar) -> list[str]:
    return wrapped(bar.label, BOLD_LETTERS if bar.is_main else LETTERS)
