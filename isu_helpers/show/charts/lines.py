"""Line charts of protected shares over time: a line a group with its name at the end."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from ...wording import HIDDEN, TOTAL, number, percent, plural
from ..model import Chart
from ..rows import Block, Figure
from .bars import (
    COLOURS,
    CUT,
    GRID,
    INK,
    SOFT,
    WIDTH,
    alt_text,
    drawing,
    fitted,
    svg_of,
    wrapped,
)

KIND = "Linjediagram"
PANEL, HEAD, FOOT = 1.9, 0.36, 0.12  # inches: a panel, its heading, and under what stands below it
SIZE, SIZES = 0.18, "n {group}"  # inches of a line of how many people, and what it is called
LEFT, ACROSS = 0.11, 0.64  # where a panel begins and how wide it is, parts of the figure
STYLES = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"))  # told apart in grey too
APART = 0.1  # between names at the ends of lines, a part of the axis
NUMBERS, FREE = 8.5, 0.05  # points of how many, and inches at the right edge
ASIDE = 0.12  # between groups in a period, so that intervals do not cover each other
LETTER, ROOM = 0.067, 0.1  # inches: a letter of a period's name, and between two names
LETTERS, MORE = 52, 0.2  # that a line of a heading holds, and inches for each line but the first
LONGEST = 24  # letters of a line of a period's name
LINE_PAD = 12  # points from the axis down to a line of a period's name


@dataclass(frozen=True)
class Lines(Chart):
    """Lines of shares with their intervals.

    A row is a period. Under its name stands how many each share is of. A hidden share has no
    point, only two dots at the bottom, and no line goes past it; the axis always runs from 0 to
    100 %.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def alt(self) -> str:
        return KIND + "." + alt_text(self.title, self.blocks).partition(".")[2]

    def draw(self, form: str = "svg") -> bytes:
        return _draw(self.blocks)


def _draw(blocks: Sequence[Block]) -> bytes:
    with drawing():
        foot = FOOT + _below(blocks[0]) + SIZE * len(_groups(blocks[0]))
        head = HEAD + MORE * max(len(wrapped(block.heading, LETTERS)) - 1 for block in blocks)
        each = PANEL + head + foot
        height = each * len(blocks)
        canvas = Canvas(figsize=(WIDTH, height))
        for i, block in enumerate(blocks):
            bottom = (height - each * (i + 1) + foot) / height
            axes = canvas.add_axes((LEFT, bottom, ACROSS, PANEL / height))
            _panel(axes, block)
        return svg_of(canvas)


def _panel(axes: Axes, block: Block) -> None:
    _prepare(axes, [row.label for row in block.rows])
    groups = _groups(block)
    for i, figures in enumerate(groups):
        _sizes(axes, figures, _below(block) + SIZE * (i + 1))
    heading = "\n".join(wrapped(block.heading, LETTERS))
    axes.text(-LEFT / ACROSS, 1.07, heading, transform=axes.transAxes, va="bottom",
              fontweight="bold", fontsize=10.5)  # fmt: skip
    for i, figures in enumerate(groups):
        _line(axes, i, figures, (i - (len(groups) - 1) / 2) * ASIDE)
    for i, y in enumerate(_ends([_last(figures) for figures in groups])):
        _name(axes, i, groups[i], y)


def _prepare(axes: Axes, periods: list[str]) -> None:
    """Per cent up the side; along the bottom as many of the periods' names as have room."""
    axes.set(xlim=(-0.4, len(periods) - 0.6), ylim=(0, 1), yticks=[0, 0.25, 0.5, 0.75, 1])
    names = [_folded(period) for period in periods]
    places = range(len(names))[:: _step(names)]
    axes.set_xticks(places, [names[i] for i in places])
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: percent(y)))
    axes.tick_params(colors=SOFT, length=0, labelsize=8.5)
    axes.tick_params(axis="x", colors=INK, pad=LINE_PAD * _lines(names))
    for name in axes.get_xticklabels():
        name.set_verticalalignment("baseline")
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)


def _lines(names: list[str]) -> int:
    return max(name.count("\n") for name in names) + 1


def _below(block: Block) -> float:
    """How many inches under the axis the periods' names end."""
    return LINE_PAD * _lines([_folded(row.label) for row in block.rows]) / 72


def _sizes(axes: Axes, figures: list[Figure], below: float) -> None:
    """How many a group's shares are of, so far under the axis, at the periods that are named."""
    y = -below / PANEL
    told = [
        (at, HIDDEN if np.isnan(base) else number(base), "center")
        for at in map(int, axes.get_xticks())
        for base in [figures[at].base]
    ]
    name = SIZES.format(group=plural(figures[0].group).lower())
    name, size = fitted(name, _beside(figures), NUMBERS)
    for at, words, align in (*told, (len(figures) - 0.5, name, "left")):
        axes.text(at, y, words, transform=axes.get_xaxis_transform(), ha=align, va="baseline",
                  fontsize=size if words is name else NUMBERS, color=INK,
                  clip_on=False)  # fmt: skip


def _step(names: list[str]) -> int:
    """How many periods from one name to the next, so that names do not collide."""
    widest = max(len(line) for name in names for line in name.split("\n"))
    return math.ceil((widest * LETTER + ROOM) * len(names) / (ACROSS * WIDTH))


def _line(axes: Axes, i: int, figures: list[Figure], aside: float) -> None:
    """One group's points, tied where nothing is hidden between them."""
    (style, marker), colour = STYLES[i % len(STYLES)], COLOURS[i % len(COLOURS)]
    x, shares = np.arange(len(figures)) + aside, [f.share for f in figures]
    for at, figure in zip(x, figures, strict=True):
        if figure.is_hidden or figure.is_empty:
            text = HIDDEN if figure.is_hidden else "–"
            axes.text(at, 0.03, text, ha="center", color=colour, fontweight="bold")
            continue
        axes.plot([at, at], [figure.low, figure.high], color=colour, linewidth=1, alpha=0.75)
    axes.plot(x, shares, color=colour, linestyle=style, linewidth=2, marker=marker, markersize=6,
              markeredgecolor="white", clip_on=False, zorder=3)  # fmt: skip


def _name(axes: Axes, i: int, figures: list[Figure], y: float) -> None:
    """The group and its last share, at the end of its line."""
    text = f"{plural(figures[-1].group)} {figures[-1].share_text}"
    text, size = fitted(text, _beside(figures), 9)
    axes.text(len(figures) - 0.5, y, text, va="center", color=COLOURS[i % len(COLOURS)],
              fontsize=size, fontweight="bold", clip_on=False)  # fmt: skip


def _beside(figures: list[Figure]) -> float:
    """How many inches there are for words that begin beside the last period."""
    return (1 - LEFT - ACROSS * (1 + 0.1 / (len(figures) - 0.2))) * WIDTH - FREE


def _last(figures: list[Figure]) -> float:
    """The height of the end of a line; the bottom where all of it is hidden."""
    shown = [f.share for f in figures if not np.isnan(f.share)]
    return shown[-1] if shown else 0.0


def _ends(heights: list[float]) -> list[float]:
    """The heights of the names: those of the lines, pushed apart where they would collide."""
    order = np.argsort(heights, kind="stable")
    placed = np.array(heights, dtype=float)
    for _ in range(10 * len(heights)):
        for low, high in zip(order, order[1:], strict=False):
            short = APART - (placed[high] - placed[low])
            if short > 0:
                placed[low], placed[high] = placed[low] - short / 2, placed[high] + short / 2
    return [float(y) for y in placed]


def _groups(block: Block) -> list[list[Figure]]:
    """The figures of each group over the periods, totals left out."""
    columns = zip(*(row.figures for row in block.rows), strict=True)
    return [list(figures) for figures in columns if figures[0].group != TOTAL]


def _folded(label: str) -> str:
    """A period on two lines, the year last: «2024 vår» and «kv 1 2024»."""
    words = [w if len(w) <= LONGEST else w[: LONGEST - 1] + CUT for w in label.split()]
    if len(words) > 1 and words[0].isdecimal() and len(words[0]) == 4:
        words = [*words[1:], words[0]]
    first = shorten(" ".join(words[:-1]), LONGEST, placeholder=CUT)
    return f"{first}\n{words[-1]}" if len(words) > 1 else "".join(words)
