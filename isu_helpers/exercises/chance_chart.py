"""A dot a draw, on an axis of differences, dots of equal place on top of each other."""

from collections import Counter
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from ..show.charts import COLOURS, GRID, INK, SOFT, drawing, image_of, svg_of
from ..wording import counted, half_up, points

if TYPE_CHECKING:
    from .chance import Draws

WIDTH, HEIGHT = 6.2, 2.9  # inches
BIN, REACH = 5, 70  # percentage points: dots within a bin stand together; how far the axis goes
LEAST_HIGH = 10  # dots that always have room
WOMEN, MEN = "← högre för män", "högre för kvinnor →"
ALT = (
    "Prickdiagram. {times} med {people} kvinnor och {people} män i varje. Skillnaden i andel, "
    "kvinnor minus män, går från {low} till {high} procentenheter. I {far} är den minst 20."
)


def draws_chart(draws: "Draws") -> str:
    """The picture with its figures as alt text."""
    return image_of(_draw(draws), _alt(draws), "isu-prickar")


def dots(draws: "Draws") -> list[tuple[int, int]]:
    """The place of each draw's dot: percentage points to the nearest bin, and height from 1."""
    height: Counter[int] = Counter()
    found = []
    for gap in draws.gaps:
        x = BIN * half_up(gap * 100 / BIN)
        height[x] += 1
        found.append((x, height[x]))
    return found


def _alt(draws: "Draws") -> str:
    low, high = points(draws.gaps.min()), points(draws.gaps.max())
    times = counted(draws.times, "dragning", "dragningar")
    return ALT.format(
        times=times, people=draws.people, low=low, high=high, far=draws.far, limit=20
    )


def _draw(draws: "Draws") -> bytes:
    with drawing():
        canvas = Canvas(figsize=(WIDTH, HEIGHT))
        axes = canvas.add_axes((0.03, 0.16, 0.94, 0.72))
        places = dots(draws)
        _prepare(axes, max(LEAST_HIGH, *(y for _, y in places)))
        size = min(9.0, 120 / max(LEAST_HIGH, *(y for _, y in places)))
        for x, y in places[:-1]:
            axes.plot(x, y, "o", color=COLOURS[1], markersize=size)
        axes.plot(*places[-1], "D", color=COLOURS[0], markersize=size, markeredgecolor=INK)
        return svg_of(canvas)


def _prepare(axes: Axes, top: int) -> None:
    ticks = range(-60, 61, 20)
    axes.set(xlim=(-REACH, REACH), ylim=(0.3, top + 1), yticks=[])
    axes.set_xticks(list(ticks), [points(t / 100) for t in ticks])
    axes.tick_params(axis="x", colors=SOFT, length=0, labelsize=9)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in ("top", "right", "left"):
        axes.spines[spine].set_visible(False)
    axes.axvline(0, color=INK, linewidth=1)
    for x, words, align in ((-2, WOMEN, "right"), (2, MEN, "left")):
        axes.text(x, 1.06, words, ha=align, transform=axes.get_xaxis_transform(), color=SOFT,
                  fontsize=9, clip_on=False)  # fmt: skip
