"""Charts of one's own shares beside others': dots with intervals, and a diamond for the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from ...analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ...elsewhere import Beside, Standing
from ...wording import HIDDEN, TOTAL, listing, percent, plural, points
from ..model import Chart
from ..rows import Block, Figure, Gap, Row
from .bars import (
    COLOURS,
    GAP,
    GRID,
    HEAD,
    INK,
    LINE,
    SOFT,
    WIDTH,
    compared,
    drawing,
    fitted,
    group_name,
    label,
    margin,
    prepare,
    sized,
    svg_of,
    wrapped,
)

KIND = "Punktdiagram"
OWN = "Vi, med intervall"
RIGHT, COLUMNS = 1.3, (0.34, 0.94)  # inches beside the axis, and to the figures that stand there
KEY, FOOT = 0.09, 0.34  # inches from the edge to the marks of the key, and under the axis
GREY = COLOURS[3]


@dataclass(frozen=True)
class Marked:
    """A question or answer with its own figures and the others', who are ``name``."""

    label: str
    beside: Beside
    name: str


def figure_of(standing: Standing) -> Figure:
    """One's own figures as a table shows them."""
    return Figure(standing.group, standing.n, standing.base, *standing.own)


@dataclass(frozen=True)
class Dots(Chart):
    """Dots with intervals and diamonds.

    A hidden figure has no dot, only two dots of type; the axis always runs from 0 to 100 %.
    """

    title: str
    items: tuple[Marked, ...]

    @property
    def alt(self) -> str:
        return mark_text(self.title, self.items)

    def draw(self, form: str = "svg") -> bytes:
        return _draw(self.items)


def mark_text(title: str, items: Sequence[Marked]) -> str:
    """What the chart shows, in words and figures."""
    told = [
        f"{item.label}: {listing(_told(s, item.name) for s in item.beside.standings)}."
        for item in items
    ]
    return f"{KIND}. {title}. {' '.join(told)}"


def _told(standing: Standing, name: str) -> str:
    figure, group = figure_of(standing), plural(standing.group).lower()
    if figure.is_hidden:
        own = "dolt"
    else:
        own = "inga" if figure.is_empty else f"{figure.share_text} ({figure.count_text})"
    return f"{group} {own}, {name} {_other(standing)}"


def _other(standing: Standing) -> str:
    return "–" if np.isnan(standing.other) else percent(standing.other)


def _draw(items: Sequence[Marked]) -> bytes:
    names = listing(dict.fromkeys(item.name for item in items))
    key = wrapped(names[:1].upper() + names[1:], 44)
    with drawing():
        top, inner = HEAD * (len(key) + 2), sum(map(_height, items))
        height, left = top + inner + FOOT, _margin(items)
        canvas = Canvas(figsize=(WIDTH, height))
        across = 1 - (left + RIGHT) / WIDTH
        axes = canvas.add_axes((left / WIDTH, FOOT / height, across, inner / height))
        prepare(axes, inner)
        _draw_key(axes, key, -top)
        y = 0.0
        for item in items:
            y = _draw_item(axes, item, y)
        return svg_of(canvas)


def _draw_key(axes: Axes, lines: Sequence[str], y: float) -> None:
    """What the marks mean, above the axis, and again over the figures to the right."""
    y += HEAD * 0.6
    x = (KEY - axes.get_position().x0 * WIDTH) / _across(axes)
    label(axes, y, f"     {OWN}", "normal")
    _dot(axes, x, y, INK)
    _diamond(axes, x, y + HEAD)
    for i, line in enumerate(lines):
        label(axes, y + HEAD * (i + 1), f"     {line}", "normal")
    own, other = _columns(axes)
    _dot(axes, own, -HEAD * 0.3, INK)
    _diamond(axes, other, -HEAD * 0.3)


def _draw_item(axes: Axes, item: Marked, y: float) -> float:
    for line in wrapped(item.label, 44):
        label(axes, y + HEAD * 0.5, line, "bold")
        y += HEAD * 0.85
    for standing in item.beside.standings:
        _draw_standing(axes, y + LINE / 2, standing)
        y += LINE
    return y + GAP


def _draw_standing(axes: Axes, y: float, standing: Standing) -> None:
    figure = figure_of(standing)
    colour = GREY if standing.group == TOTAL else COLOURS[standing.place % len(COLOURS)]
    group_name(axes, 0, y, sized(figure), axes.get_position().x0 * WIDTH)
    own = HIDDEN if figure.is_hidden else figure.share_text
    for x, words in zip(_columns(axes), (own, _other(standing)), strict=True):
        axes.text(x, y, words, ha="center", va="center", color=INK, fontsize=9, clip_on=False)
    if not (figure.is_hidden or figure.is_empty):
        axes.plot([figure.low, figure.high], [y, y], color=colour, linewidth=2.2)
        _dot(axes, figure.share, y, colour)
    if not np.isnan(standing.other):
        _diamond(axes, standing.other, y)


def _dot(axes: Axes, x: float, y: float, colour: str) -> None:
    axes.plot(x, y, marker="o", markersize=7, color=colour, markeredgecolor="white",
              clip_on=False, zorder=3)  # fmt: skip


def _diamond(axes: Axes, x: float, y: float) -> None:
    axes.plot(x, y, marker="D", markersize=5.5, color="white", markeredgecolor=INK,
              markeredgewidth=1.3, clip_on=False, zorder=4)  # fmt: skip


def _across(axes: Axes) -> float:
    """How many inches the axis is wide."""
    return axes.get_position().width * WIDTH


def _columns(axes: Axes) -> list[float]:
    """Where own and others' figures stand, on the axis drawn out."""
    return [1 + inches / _across(axes) for inches in COLUMNS]


def _margin(items: Sequence[Marked]) -> float:
    return margin({sized(figure_of(s)) for item in items for s in item.beside.standings})


def _height(item: Marked) -> float:
    lines = len(wrapped(item.label, 44))
    return HEAD * 0.85 * lines + LINE * len(item.beside.standings) + GAP


# A forest plot: a difference a question with its interval, parted by the three words.

MARKS = {
    CLEAR: {"marker": "o", "markersize": 7.5, "markerfacecolor": INK},
    UNCERTAIN: {"marker": "o", "markersize": 6.5, "markerfacecolor": "white"},
    TOO_FEW: {"marker": "D", "markersize": 4.5, "markerfacecolor": "white"},
}  # told apart by form and fill, so in print without colours too
LINES = {
    CLEAR: {"linewidth": 2.4},
    UNCERTAIN: {"linewidth": 1.2},
    TOO_FEW: {"linewidth": 1.2, "linestyle": (0, (2, 2))},
}
REACHES = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)  # how far the axis may go on each side
LEFT, FOREST_RIGHT, TOP, BOTTOM = 0.12, 0.52, 0.3, 0.3  # inches around the plot
BELOW, STEP = 0.13, 0.27  # inches from a label to its mark, and on to the next label
ZERO = 0.1  # inches that the line at zero goes above and below a mark; labels are left free
LETTERS = 58  # that a label's line holds
SIDE = "högre för {group}"


@dataclass(frozen=True)
class Forest(Chart):
    """A mark and a line a row, with how many of each group it compares after its label.

    Parameters
    ----------
    title
        What the differences are, for the alt text.
    blocks
        Rows with a difference that is shown, under one of the three words as a heading.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def alt(self) -> str:
        return forest_text(self.title, self.blocks)

    def draw(self, form: str = "svg") -> bytes:
        return _draw_forest(self.blocks)


def forest_text(title: str, blocks: Sequence[Block]) -> str:
    """What the plot shows, in words and figures."""
    parts = [f"{b.heading}: {'; '.join(map(_told_forest, b.rows))}." for b in blocks]
    return f"Diagram över skillnader. {title}. {' '.join(parts)}"


def _told_forest(row: Row) -> str:
    gap = row.gap
    return f"{_sized(row)} {points(gap.value)} ({points(gap.low)} till {points(gap.high)})"


def _draw_forest(blocks: Sequence[Block]) -> bytes:
    with drawing():
        inner = sum(map(_height_forest, blocks))
        height = inner + TOP + BOTTOM
        canvas = Canvas(figsize=(WIDTH, height))
        place = (LEFT / WIDTH, BOTTOM / height, 1 - (LEFT + FOREST_RIGHT) / WIDTH, inner / height)
        axes = canvas.add_axes(place)
        _prepare(axes, blocks, inner)
        y = 0.0
        for block in blocks:
            y = _draw_block(axes, block, y)
        return svg_of(canvas)


def _prepare(axes: Axes, blocks: Sequence[Block], height: float) -> None:
    """Percentage points along the bottom with zero in the middle, inches downwards."""
    ends = [abs(v) for b in blocks for r in b.rows for v in (r.gap.low, r.gap.high)]
    reach = next(r for r in REACHES if r >= max(ends) or r == REACHES[-1])
    ticks = [-reach, -reach / 2, 0, reach / 2, reach]
    axes.set(xlim=(-reach, reach), ylim=(height, 0), yticks=[])
    axes.set_xticks(ticks, [points(t) for t in ticks])
    axes.tick_params(axis="x", colors=SOFT, length=0, labelsize=8.5)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in axes.spines.values():
        spine.set_visible(False)
    first, second = (plural(f.group).lower() for f in blocks[0].rows[0].figures[:2])
    _side(axes, f"← {SIDE.format(group=second)}", -0.03 * reach, "right")
    _side(axes, f"{SIDE.format(group=first)} →", 0.03 * reach, "left")


def _side(axes: Axes, words: str, x: float, align: str) -> None:
    words, size = fitted(words, (WIDTH - LEFT - FOREST_RIGHT) / 2, 8.5)
    axes.text(x, -TOP / 2, words, ha=align, va="center", fontsize=size, color=SOFT, clip_on=False)


def _draw_block(axes: Axes, block: Block, y: float) -> float:
    _label(axes, y + HEAD * 0.6, block.heading, weight="bold")
    y += HEAD
    for row in block.rows:
        for line in wrapped(_sized(row), LETTERS):
            _label(axes, y + HEAD * 0.55, line)
            y += HEAD * 0.8
        _mark(axes, y + BELOW, row.gap)
        y += STEP
    return y + GAP


def _sized(row: Row) -> str:
    pair = row.figures[:2]
    return compared(row.label, [f.group for f in pair], [f.base for f in pair])


def _mark(axes: Axes, y: float, gap: Gap) -> None:
    """The difference as a mark on the line of its interval, and in figures beside the plot."""
    axes.plot([0, 0], [y - ZERO, y + ZERO], color=INK, linewidth=1)
    axes.plot([gap.low, gap.high], [y, y], color=INK, solid_capstyle="butt", **LINES[gap.word])
    axes.plot([gap.value], [y], color=INK, clip_on=False, markeredgewidth=1.3,
              **MARKS[gap.word])  # fmt: skip
    axes.annotate(points(gap.value), (1, y), xycoords=("axes fraction", "data"),
                  xytext=(34, 0), textcoords="offset points", ha="right", va="center",
                  fontsize=9, color=INK, annotation_clip=False)  # fmt: skip


def _label(axes: Axes, y: float, text: str, weight: str = "normal") -> None:
    axes.annotate(text, (0, y), xycoords=("axes fraction", "data"), ha="left", va="center",
                  fontsize=9.5, fontweight=weight, color=INK, annotation_clip=False,
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip


def _height_forest(block: Block) -> float:
    lines = sum(len(wrapped(_sized(row), LETTERS)) for row in block.rows)
    return HEAD + lines * HEAD * 0.8 + len(block.rows) * STEP + GAP
