"""A bar for each size of group: how large a difference must be to show."""

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure as Canvas
from matplotlib.ticker import FuncFormatter

from ..show.charts import COLOURS, GAP, INK, LINE, SOFT, drawing, image_of, prepare, svg_of
from ..wording import number
from .sizes import Sizes

WIDTH, FOOT, HEAD = 5.6, 0.62, 0.1  # inches
LEFT, ACROSS = 0.25, 0.6  # where the axis begins and how wide it is, parts of the figure
ALONG = "Så stora skillnader kan ni räkna med att se (procentenheter)"
NOTHING = "ingen skillnad syns säkert"
POINTS = "{gap} procentenheter"
ALT = "Stapeldiagram. Så stora skillnader kan ni räkna med att se. {parts}."


def sizes_chart(rows: Sequence[Sizes], own: Sizes | None = None) -> str:
    """The picture, with its figures as alt text; the group's own size has another colour."""
    return image_of(_draw(rows, own), alt_text(rows))


def alt_text(rows: Sequence[Sizes]) -> str:
    """What the chart shows, in words and figures."""
    return ALT.format(parts="; ".join(f"{s.groups}: {told(s.gap)}" for s in rows))


def told(gap: float) -> str:
    """A gap in whole percentage points, or that there is none."""
    return POINTS.format(gap=number(gap * 100)) if np.isfinite(gap) else NOTHING


def _draw(rows: Sequence[Sizes], own: Sizes | None) -> bytes:
    step = LINE + GAP * 0.75
    inner = step * len(rows)
    height = inner + FOOT + HEAD
    with drawing():
        canvas = Canvas(figsize=(WIDTH, height))
        axes = canvas.add_axes((LEFT, FOOT / height, ACROSS, inner / height))
        prepare(axes, inner)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: number(x * 100)))
        axes.set_xlabel(ALONG, color=SOFT, fontsize=9)
        for i, sizes in enumerate(rows):
            _bar(axes, (i + 0.5) * step, sizes, COLOURS[0] if sizes == own else COLOURS[1])
        return svg_of(canvas)


def _bar(axes: object, y: float, sizes: Sizes, colour: str) -> None:
    label = f"{number(sizes.one)} + {number(sizes.two)}"
    axes.text(-0.02, y, label, ha="right", va="center", color=INK, fontsize=9)
    gap = sizes.gap
    if not np.isfinite(gap):
        axes.text(0.015, y, NOTHING, va="center", color=INK, fontsize=9)
        return
    axes.barh(y, gap, height=LINE * 0.85, color=colour)
    axes.text(gap + 0.015, y, number(gap * 100), va="center", color=INK, fontsize=9)
