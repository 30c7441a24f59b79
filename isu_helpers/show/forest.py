"""A forest plot: a difference a question with its interval, parted by the three words."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from ..analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from ..wording import plural, points
from .charts import (
    GAP,
    GRID,
    HEAD,
    INK,
    SOFT,
    WIDTH,
    compared,
    drawing,
    fitted,
    image_of,
    svg_of,
    wrapped,
)
from .rows import Block, Gap, Row

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
LEFT, RIGHT, TOP, BOTTOM = 0.12, 0.52, 0.3, 0.3  # inches around the plot
BELOW, STEP = 0.13, 0.27  # inches from a label to its mark, and on to the next label
ZERO = 0.1  # inches that the line at zero goes above and below a mark; labels are left free
LETTERS = 58  # that a label's line holds
SIDE = "högre för {group}"


def forest(title: str, blocks: Sequence[Block]) -> str:
    """A mark and a line a row, as an image with the figures as its alt text.

    After a row's label stands how many of each group it compares.

    Parameters
    ----------
    title
        What the differences are, for the alt text.
    blocks
        Rows with a difference that is shown, under one of the three words as a heading.
    """
    return image_of(_draw(blocks), forest_text(title, blocks))


def forest_text(title: str, blocks: Sequence[Block]) -> str:
    """What the plot shows, in words and figures."""
    parts = [f"{b.heading}: {'; '.join(map(_told, b.rows))}." for b in blocks]
    return f"Diagram över skillnader. {title}. {' '.join(parts)}"


def _told(row: Row) -> str:
    gap = row.gap
    return f"{_sized(row)} {points(gap.value)} ({points(gap.low)} till {points(gap.high)})"


def _draw(blocks: Sequence[Block]) -> bytes:
    with drawing():
        inner = sum(map(_height, blocks))
        height = inner + TOP + BOTTOM
        canvas = Canvas(figsize=(WIDTH, height))
        place = (LEFT / WIDTH, BOTTOM / height, 1 - (LEFT + RIGHT) / WIDTH, inner / height)
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
    words, size = fitted(words, (WIDTH - LEFT - RIGHT) / 2, 8.5)
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


def _height(block: Block) -> float:
    lines = sum(len(wrapped(_sized(row), LETTERS)) for row in block.rows)
    return HEAD + lines * HEAD * 0.8 + len(block.rows) * STEP + GAP
