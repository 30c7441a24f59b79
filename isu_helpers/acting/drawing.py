"""The proposals drawn: effort to the right, benefit upwards, a numbered mark each."""

import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Circle, Rectangle

from ..show.charts import COLOURS, GRID, INK, SOFT, drawing, svg_of
from .placing import BENEFITS, EFFORTS, Action, Mark, marks

WIDTH, LEFT, BELOW, ABOVE = (
    4.7,
    0.76,
    0.78,
    0.06,
)  # inches: the figure, and what is round the field
STRIP = 0.3  # room for the quarters' names over each half, in cells
UNIT = (WIDTH - LEFT - ABOVE) / 4  # inches of a cell
TOP = 4 + 2 * STRIP
HEIGHT = BELOW + TOP * UNIT + ABOVE
BOX = (LEFT / WIDTH, BELOW / HEIGHT, 4 * UNIT / WIDTH, TOP * UNIT / HEIGHT)
FILL, TINT = COLOURS[1], "#e3f0ef"
ACROSS, UPWARDS = "Hur mycket arbete krävs?", "Hur stor nytta gör det?"
FIRST, PLAN, SPARE, WAIT = "Gör först", "Planera in", "Gör om det passar", "Tänk om"
NUMBER = 34  # a number's size in points, parts of its mark's diameter in cells


def picture(actions: Sequence[Action], form: str = "svg", dpi: int = 200) -> bytes:
    """The picture as a file's bytes, the same for the same proposals.

    Parameters
    ----------
    form
        ``"svg"`` or ``"png"``.
    """
    with drawing():
        canvas = Canvas(figsize=(WIDTH, HEIGHT), dpi=dpi)
        axes = canvas.add_axes(BOX)
        _prepare(axes)
        for mark in marks(actions):
            _draw(axes, mark)
        if form == "svg":
            return svg_of(canvas)
        out = io.BytesIO()
        canvas.savefig(out, format=form, metadata={"Software": None})
        return out.getvalue()


def quarter(cell: tuple[int, int]) -> str:
    """What a cell's quarter of the field is called.

    Examples
    --------
    >>> quarter((0, 3)), quarter((3, 3)), quarter((1, 1)), quarter((2, 0))
    ('Gör först', 'Planera in', 'Gör om det passar', 'Tänk om')
    """
    is_hard, is_useful = cell[0] > 1, cell[1] > 1
    return ((SPARE, WAIT), (FIRST, PLAN))[is_useful][is_hard]


def _prepare(axes: Axes) -> None:
    places = [0.5, 1.5, 2.5, 3.5]
    across, upwards = ([w.replace(" ", "\n") for w in words] for words in (EFFORTS, BENEFITS))
    axes.set(xlim=(0, 4), ylim=(0, TOP), xticks=places, yticks=[height(y) for y in places])
    axes.set_xticklabels(across, color=INK, fontsize=9)
    axes.set_yticklabels(upwards, color=INK, fontsize=9)
    axes.tick_params(length=0)
    axes.set_xlabel(f"{ACROSS}  →", color=INK, fontsize=9.5, labelpad=4)
    axes.set_ylabel(f"{UPWARDS}  →", color=INK, fontsize=9.5, labelpad=4)
    _rule(axes)
    for y, (left, right) in ((2, (SPARE, WAIT)), (TOP - STRIP, (FIRST, PLAN))):
        for x, name, side in ((0.1, left, "left"), (3.9, right, "right")):
            axes.text(x, y + STRIP / 2, name, ha=side, va="center_baseline", fontweight="bold")


def _rule(axes: Axes) -> None:
    """Thin lines between cells, thick ones between quarters, a tint where to begin."""
    axes.add_patch(Rectangle((0, 2 + STRIP), 2, 2 + STRIP, facecolor=TINT, zorder=0))
    for x, y in ((1, 1), (3, height(3))):
        axes.axhline(y, color=GRID, linewidth=0.8, zorder=1)
        axes.axvline(x, color=GRID, linewidth=0.8, zorder=1)
    axes.axhline(2 + STRIP, color=SOFT, linewidth=1.6, zorder=1)
    axes.axvline(2, color=SOFT, linewidth=1.6, zorder=1)
    for side in axes.spines.values():
        side.set_color(SOFT)


def height(y: float) -> float:
    """Where a height counted in cells is drawn: the upper half stands above a strip of names."""
    return y + STRIP * (y > 2)


def _draw(axes: Axes, mark: Mark) -> None:
    face, ink = (FILL, "white") if mark.action.is_at_cause else ("white", FILL)
    middle = mark.x, height(mark.y)
    axes.add_patch(Circle(middle, mark.size / 2, facecolor=face, edgecolor=FILL, linewidth=1.4,
                          zorder=3))  # fmt: skip
    axes.text(*middle, str(mark.action.number), ha="center", va="center_baseline", color=ink,
              fontweight="bold", fontsize=NUMBER * mark.size, zorder=4)  # fmt: skip
