"""A drawing as a PNG, for Word and slides: the same parts as on a page, drawn by matplotlib.

pyplot keeps figures of its own that a notebook's widgets draw half done; `Figure` does not.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import singledispatch
from math import ceil
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from ...wording import HIDDEN, clean
from .drawing import (
    NOBODY,
    Board,
    Box,
    Dot,
    Drawing,
    Key,
    Lane,
    Lanes,
    Mark,
    Panel,
    Panels,
    Part,
    Stroke,
    Word,
)

INK, SOFT, LINE, PALE = "#1d2730", "#4d5a65", "#d5dde0", "#dde4e7"
COLOURS = {"f": "#c9781b", "p": "#14656b", "a": "#7a5f9e", "g1": SOFT, "g2": INK, "g3": "#ffffff",
           "g4": "#93a5ae"}  # fmt: skip
TEXT = {"f": "#8a4f0b", "p": "#14656b", "a": "#654a8a"}
FILLS = {"s0": "#eef1f2", "s1": "#dce2e5", "s2": "#c8d2d7", "s3": "#adbac2", "s4": "#93a5ae",
         "s5": "#566d7a", "s6": "#2f4654", "rest": "#566d7a", "borta": "#c8d2d7",
         "svag": "#93a5ae", "dolt": "#ffffff"}  # fmt: skip
SHAPES = "oD^s"
POINTS, DOTS = 72, 200  # of an inch: text and lines, and a picture's own
PX = 1 / 96  # inches
LABEL, VALUE, SIDE = 0.29, 0.19, 0.105  # parts of the breadth: labels, values, beside the scale
NAME, NUMBER, AXIS = 9, 9, 8.5  # points
LETTERS = 26  # of a line of a label, at the usual breadth
BROAD = {"M": 2, "W": 2.1, "m": 1.9, "w": 1.6, "…": 1.8}  # in letters; other capitals are 1.5
LONGEST = 400  # letters of a label that are read
LANE, TEXT_LINE, HEAD, FOOT = 0.29, 0.15, 0.3, 0.42  # inches
HALF = 7  # pixels of a mark
STYLE: dict[Any, object] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same everywhere
    "font.size": NAME,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}


def picture(drawing: Drawing, breadth: float) -> bytes:
    """A PNG so many inches wide, the same bytes for the same drawing."""
    with _styled():
        return _saved(canvas_of(drawing, breadth))


def axes_of(drawing: Drawing, breadth: float) -> Axes:
    """An Axes with all that is drawn; across it is a part of the scale, downwards inches."""
    with _styled():
        return canvas_of(drawing, breadth).axes[0]


@contextmanager
def _styled() -> Iterator[None]:
    """The style of a picture, and silence about letters that the typeface does not have."""
    with mpl.rc_context(dict(STYLE)), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        yield


def _saved(canvas: Canvas) -> bytes:
    """A picture without the time and what drew it."""
    out = io.BytesIO()
    canvas.savefig(out, format="png", dpi=DOTS, metadata={"Software": None})
    return out.getvalue()


@singledispatch
def canvas_of(drawing: Drawing, breadth: float) -> Canvas:
    """The drawing as a figure of matplotlib."""
    raise TypeError(f"nothing to draw of {type(drawing).__name__}")


# Parts, on axes whose x is a part of the scale and whose y is inches downwards.


def _draw(axes: Axes, part: Part, y: float) -> None:
    if isinstance(part, Stroke):
        _stroke(axes, part, y)
    elif isinstance(part, Mark):
        _mark(axes, part, y)
    elif isinstance(part, Box):
        is_hidden = part.look == "dolt"
        axes.add_patch(Rectangle(
            (part.x, y + part.y * PX), part.width, part.height * PX, facecolor=FILLS[part.look],
            edgecolor=SOFT, linewidth=0.6, linestyle=(0, (3, 2)) if is_hidden else "-", zorder=2,
        ))  # fmt: skip
    else:
        _word(axes, part, y)


def _stroke(axes: Axes, part: Stroke, y: float) -> None:
    kind, _, colour = part.look.partition(" ")
    widths = {"bro": 3.75, "linje": 1.9, "mitt": 1.5, "iv": 1.5}
    told = {"kant": ("white", 3.0)}.get(colour, (COLOURS.get(colour, INK), widths[kind]))
    axes.plot([part.x1, part.x2], [y + part.y1 * PX, y + part.y2 * PX],
              color=PALE if kind == "bro" else told[0], linewidth=told[1], clip_on=False,
              linestyle=(0, (3, 2)) if "streckat" in part.look else "-", zorder=3,
              solid_capstyle="butt")  # fmt: skip


def _mark(axes: Axes, part: Mark, y: float) -> None:
    colour = COLOURS.get(part.style.colour, INK)
    face, edge = {
        "": (colour, INK if part.style.colour in ("g3", "g4") else "white"),
        "fyllt": (INK, "white"), "tomt": ("white", INK), "andra": ("white", colour),
    }.get(part.form, ("white", SOFT))  # fmt: skip
    shape = SHAPES[part.style.shape]
    size = part.size * (9 if shape in "o^" else 7.8)
    place = Line2D([part.x], [y + part.y * PX], marker=shape, markersize=size, linestyle="",
                   markerfacecolor=face, markeredgecolor=edge, markeredgewidth=1.1,
                   clip_on=False, zorder=5)  # fmt: skip
    if part.dx:
        place.set_transform(mpl.transforms.offset_copy(
            axes.transData, fig=_figure(axes), x=part.dx * PX, units="inches"))  # fmt: skip
    axes.add_line(place)


def _word(axes: Axes, part: Word, y: float) -> None:
    kind, _, colour = part.look.partition(" ")
    is_name, is_light = kind == "n", colour in ("t5", "t6")
    align = {-1: "right", 0: "center", 1: "left"}[part.side]
    ink = TEXT.get(colour, INK) if is_name else "white" if is_light else INK
    weight = "normal" if kind == "ax" or colour == "andra" else "bold"
    axes.annotate(_cut(part.text, 30), (part.x, y + part.y * PX), fontweight=weight,
                  xytext=(part.dx * PX * POINTS, 0), textcoords="offset points", ha=align,
                  va="baseline", color=SOFT if kind == "ax" else ink, annotation_clip=False,
                  fontsize=AXIS if kind in ("n", "ax") else NUMBER, zorder=6)  # fmt: skip


def _cut(text: str, letters: int) -> str:
    whole = " ".join(clean(text)[:LONGEST].split())
    kept = _kept(whole, letters)
    return whole if kept == whole else f"{_kept(whole, letters - 1).rstrip()}…"


def _wrapped(text: str, letters: int = LETTERS, lines: int = 4) -> list[str]:
    """A text on so many lines at most, each no broader than so many letters."""
    found = [""]
    for word in (p for w in clean(text)[:LONGEST].split() for p in _parts_of(w, letters)):
        longer = f"{found[-1]} {word}".strip()
        found = [*found[:-1], longer] if _breadth(longer) <= letters else [*found, word]
    if len(found) <= lines:
        return found
    return [*found[: lines - 1], f"{_kept(found[lines - 1], letters - 2).rstrip()} …"]


def _parts_of(word: str, letters: int) -> Iterator[str]:
    """A word that is too broad for a line, in parts."""
    start = 0
    for end in range(1, len(word) + 1):
        if _breadth(word[start:end]) > letters:
            yield word[start : end - 1]
            start = end - 1
    yield word[start:]


def _kept(text: str, letters: float) -> str:
    """The beginning of a text that is no broader than so many letters."""
    while _breadth(text) > letters:
        text = text[:-1]
    return text


def _breadth(text: str) -> float:
    """How broad a text is, in letters."""
    return sum(BROAD.get(c, 1.5 if c.isupper() else 1) for c in text)


# Lanes: labels to the left of one axis, values to the right.


@canvas_of.register
def _(drawing: Lanes, breadth: float) -> Canvas:
    letters = round(LETTERS * breadth / 5.2)
    keys = _key_lines(drawing.keys, breadth)
    heights = [_height(lane, letters) for lane in drawing.lanes]
    lines = 1.4 * (len(keys) + bool(drawing.caption))
    top = HEAD * bool(drawing.head or drawing.ticks) + TEXT_LINE * lines + 0.08
    foot = (FOOT if drawing.ends else FOOT - 0.14) if drawing.ticks else 0.06
    axes = _axes(breadth, (LABEL + SIDE, 1 - VALUE - SIDE), top, sum(heights), foot)
    _put_keys(axes, keys, top)
    if drawing.caption:
        _beside(axes, _cut(drawing.caption, 80), 0, 0.1 + TEXT_LINE * 1.4 * len(keys) - top, AXIS,
                "left")  # fmt: skip
    if drawing.head:
        _beside(axes, _cut(drawing.head, 34), 1, -0.1, AXIS, "right")
    y = 0.0
    for lane, tall in zip(drawing.lanes, heights, strict=True):
        _lane(axes, lane, y, tall, letters)
        y += tall
    _scale(axes, drawing, y)
    return _figure(axes)


def _axes(
    breadth: float, sides: tuple[float, float], top: float, inner: float, foot: float
) -> Axes:
    """An axis from 0 to 1 between two places of the breadth, inches downwards."""
    tall = top + inner + foot
    canvas = Canvas(figsize=(breadth, tall))
    left, right = sides
    axes = canvas.add_axes((left, foot / tall, right - left, inner / tall))
    axes.set(xlim=(0, 1), ylim=(inner, 0))
    axes.axis("off")
    return axes


def _figure(axes: Axes) -> Canvas:
    """The figure that the axes were made in, whole."""
    found = axes.get_figure(root=True)
    if found is None:
        raise ValueError("the axes are in no figure")
    return found


def _height(lane: Lane, letters: int) -> float:
    lines = len(_wrapped(lane.label, letters if lane.kind != "ordrad" else 2 * letters))
    lines += len(_wrapped(lane.small, letters)) if lane.small else 0
    ups = max((abs(p.y) for p in lane.parts if isinstance(p, Mark)), default=0)
    return max(LANE, TEXT_LINE * lines + 0.12, 2 * (ups + HALF) * PX)


def _lane(axes: Axes, lane: Lane, y: float, tall: float, letters: int) -> None:
    is_head, middle = lane.kind == "ordrad", y + tall / 2
    label = _wrapped(lane.label, 2 * letters if is_head else letters)
    small = _wrapped(lane.small, letters) if lane.small else []
    at = middle - TEXT_LINE * (len(label) + len(small) - 1) / 2
    for i, line in enumerate([*label, *small]):
        _beside(axes, line, 0, at + TEXT_LINE * i, NAME if i < len(label) else AXIS, "left",
                weight="bold" if is_head else "normal")  # fmt: skip
    for part in lane.parts:
        _draw(axes, part, middle)
    edge = _absent(axes, lane, middle)
    told = "" if lane.value == HIDDEN and lane.hidden else f"{lane.value} {lane.between}".strip()
    _beside(axes, told, edge, middle, NUMBER, "right")


def _absent(axes: Axes, lane: Lane, y: float) -> float:
    """Marks of what is hidden or empty, from the right edge; where the value may end."""
    box, step = axes.get_position(), 0.17 / _figure(axes).get_figwidth()
    edge = 1.0
    for styles, form, sign in ((lane.empty, "ingen", NOBODY), (lane.hidden, "dolt", HIDDEN)):
        if styles:
            _beside(axes, sign, edge, y, NUMBER, "right", weight="bold")
            edge -= step
        for style in reversed(styles):
            _draw(axes, Mark((edge - step / 3 - box.x0) / box.width, style, form=form), y)
            edge -= step
    return edge


def _beside(
    axes: Axes, text: str, x: float, y: float, size: float, align: str, weight: str = "normal"
) -> None:
    """A text at the left or right edge of the picture."""
    box = axes.get_position()
    place = ((x - box.x0) / box.width, y)
    axes.text(*place, text, ha=align, va="center", fontsize=size, fontweight=weight,
              color=INK if size > AXIS else SOFT, clip_on=False)  # fmt: skip


def _scale(axes: Axes, drawing: Lanes, foot: float) -> None:
    """Lines across all lanes and their names under them."""
    for x, text in drawing.ticks:
        is_zero = x == drawing.zero
        axes.plot([x, x], [0, foot], color=INK if is_zero else LINE, linewidth=0.8, zorder=1)
        axes.text(x, foot + 0.12, text, ha="center", va="center", fontsize=AXIS, color=SOFT)
    for x, text, align in zip((-0.1, 1.1), drawing.ends, ("left", "right"), strict=False):
        axes.text(x, foot + 0.28, _cut(text, 32), ha=align, va="center", fontsize=AXIS, color=SOFT)


# Keys: signs with words, as many to a line as have room.


def _key_lines(keys: Sequence[Key], breadth: float) -> list[list[tuple[float, Key]]]:
    lines: list[list[tuple[float, Key]]] = []
    x = breadth
    for key in keys:
        wide = 0.3 + 0.075 * len(_cut(key.text, 60))
        if x + wide > breadth:
            lines.append([])
            x = 0
        lines[-1].append((x / breadth, key))
        x += wide
    return lines


def _put_keys(axes: Axes, lines: Sequence[Sequence[tuple[float, Key]]], top: float) -> None:
    """The keys from the upper edge of the picture."""
    box, breadth = axes.get_position(), _figure(axes).get_figwidth()
    for i, line in enumerate(lines):
        y = -top + 0.1 + TEXT_LINE * 1.4 * i
        for x, key in line:
            at = (x + 0.08 / breadth - box.x0) / box.width
            if key.style:
                _draw(axes, Mark(at, key.style), y)
            else:
                wide = 0.11 / breadth / box.width
                box_ = Rectangle((at - wide / 2, y - 0.055), wide, 0.11, facecolor=FILLS[key.fill],
                                 edgecolor=SOFT, linewidth=0.6, clip_on=False)  # fmt: skip
                axes.add_patch(box_)
            _beside(axes, _cut(key.text, 60), x + 0.2 / breadth, y, AXIS, "left")


# Panels under each other, and a board.


@canvas_of.register
def _(drawing: Panels, breadth: float) -> Canvas:
    keys = _key_lines(drawing.keys, breadth)
    top = TEXT_LINE * 1.4 * len(keys) + 0.08
    each = [_panel_height(panel, drawing) for panel in drawing.panels]
    axes = _axes(breadth, (0.1, 0.88), top, sum(each), 0.05)
    _put_keys(axes, keys, top)
    y = 0.0
    for panel, tall in zip(drawing.panels, each, strict=True):
        _panel(axes, panel, drawing, y)
        y += tall
    return _figure(axes)


def _panel_height(panel: Panel, drawing: Panels) -> float:
    heads = len(_wrapped(panel.heading, 60)) * 0.18 + 0.12 if panel.heading else 0.05
    below = 0.4 if panel.names or drawing.ends else 0.2
    return heads + panel.height * PX + below


def _panel(axes: Axes, panel: Panel, drawing: Panels, y: float) -> None:
    for line in _wrapped(panel.heading, 60) if panel.heading else ():
        _beside(axes, line, 0, y + 0.08, NAME, "left", weight="bold")
        y += 0.18
    y += 0.12 if panel.heading else 0.05
    for down, text in panel.lines:
        axes.plot([0, 1], [y + down * PX] * 2, color=LINE, linewidth=0.8, zorder=1)
        _draw(axes, Word(text, 0, "ax", -1, -6, down + 4), y)
    for part in panel.parts:
        _draw(axes, part, y)
    foot = y + panel.height * PX
    step = ceil(len(panel.names) / 8)
    for i, name in enumerate(panel.names):
        if (len(panel.names) - 1 - i) % step == 0:
            lines = "\n".join(_cut(line, 16) for line in name.split("\n"))
            axes.text((i + 0.5) / len(panel.names), foot + 0.02, lines, ha="center", va="top",
                      fontsize=AXIS, color=SOFT)  # fmt: skip
    for x, text in drawing.ticks:
        axes.plot([x, x], [y, foot], color=LINE, linewidth=0.8, zorder=1)
        axes.text(x, foot + 0.1, text, ha="center", va="center", fontsize=AXIS, color=SOFT)
    for x, text, align in zip((0, 1), drawing.ends, ("left", "right"), strict=False):
        axes.text(x, foot + 0.27, _cut(text, 40), ha=align, va="center", fontsize=AXIS, color=SOFT)


@canvas_of.register
def _(board: Board, breadth: float) -> Canvas:
    left, unit = 0.19, 0.77 * breadth / 4
    most = max((len(dots) for row in board.cells for dots in row), default=0)
    tall = max(0.5, 0.25 * ceil(most / (unit // 0.25)) + 0.12)
    rows = [(i, 0.26 * (i // 2 + 1) + tall * i) for i in range(len(board.cells))]
    inner = 0.52 + tall * len(rows)
    axes = _axes(breadth, (left, left + 0.77), 0.3, inner, 0.65)
    for i, y in rows:
        _board_row(axes, board, i, y, tall)
    for j, name in enumerate(board.columns):
        axes.text((j + 0.5) / 4, inner + 0.05, name.replace(" ", "\n"), ha="center", va="top",
                  fontsize=AXIS, color=SOFT)  # fmt: skip
    _beside(axes, board.upwards, 0, -0.17, NAME, "left")
    axes.text(0.5, inner + 0.52, board.across, ha="center", va="center", fontsize=NAME)
    return _figure(axes)


def _board_row(axes: Axes, board: Board, i: int, y: float, tall: float) -> None:
    if i % 2 == 0:
        for x, name, side in zip((0.02, 0.98), board.corners[i : i + 2], ("left", "right"),
                                 strict=True):  # fmt: skip
            axes.text(x, y - 0.12, name, ha=side, va="center", fontweight="bold", fontsize=NAME)
        axes.plot([0, 1], [y - 0.26] * 2, color=SOFT, linewidth=1.5, clip_on=False)
    _beside(axes, board.rows[i], 0, y + tall / 2, NAME, "left")
    for j, dots in enumerate(board.cells[i]):
        axes.add_patch(
            Rectangle((j / 4, y), 0.25, tall, fill=False, edgecolor=LINE, linewidth=0.8)
        )
        _dots(axes, dots, j, y, tall)
    axes.plot([0.5, 0.5], [y - 0.26 * (i % 2 == 0), y + tall], color=SOFT, linewidth=1.5)


def _dots(axes: Axes, dots: Sequence[Dot], column: int, y: float, tall: float) -> None:
    breadth = _figure(axes).get_figwidth() * axes.get_position().width
    across = int(breadth / 4 // 0.25)
    lines = [dots[i : i + across] for i in range(0, len(dots), across)]
    for i, line in enumerate(lines):
        down = y + tall / 2 + 0.25 * (i - (len(lines) - 1) / 2)
        for j, dot in enumerate(line):
            x = (column + 0.5) / 4 + 0.25 / breadth * (j - (len(line) - 1) / 2)
            face, ink = (COLOURS["p"], "white") if dot.is_filled else ("white", COLOURS["p"])
            axes.plot([x], [down], "o", markersize=15, markerfacecolor=face,
                      markeredgecolor=COLOURS["p"], markeredgewidth=1.4)  # fmt: skip
            axes.text(x, down, dot.text, ha="center", va="center_baseline", color=ink,
                      fontsize=8.5, fontweight="bold", zorder=5)  # fmt: skip
