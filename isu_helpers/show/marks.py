"""Charts of one's own shares beside others': dots with intervals, and a diamond for the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from ..compare import Beside, Standing
from ..wording import HIDDEN, TOTAL, listing, percent, plural
from .charts import (
    COLOURS,
    GAP,
    HEAD,
    INK,
    LINE,
    WIDTH,
    drawing,
    group_name,
    image_of,
    label,
    margin,
    prepare,
    sized,
    svg_of,
    wrapped,
)
from .rows import Figure

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


def mark_chart(title: str, items: Sequence[Marked]) -> str:
    """Dots with intervals and diamonds, as an image with the figures as its alt text.

    A hidden figure has no dot, only two dots of type; the axis always runs from 0 to 100 %.
    """
    return image_of(_draw(items), mark_text(title, items))


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
