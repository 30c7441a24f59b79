"""Charts of protected figures: bars with their intervals, drawn without pyplot.

pyplot keeps figures of its own that a notebook's widgets draw half done; `Figure` does not.
"""

import base64
import io
import re
import textwrap
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter
from matplotlib.transforms import blended_transform_factory

from ...content import render
from ...wording import HIDDEN, TOTAL, listing, number, percent, plural
from ..model import Chart
from ..rows import Block, Figure, Row

INK, SOFT, GRID = "#1d2730", "#55626d", "#dfe5e8"
COLOURS = ("#c9781b", "#14656b", "#7a5f9e", "#6b7680")  # orange and teal part in print too
WIDTH, LINE, GAP, HEAD = 4.7, 0.22, 0.12, 0.26  # inches: figure, bar, between rows, block head
FOOT, RIGHT = 0.34, 0.56  # inches under the axis and to the right of it
NAME, PAD, WIDEST = (
    8.5,
    0.09,
    2.2,
)  # points of a group's name; inches beside it, and for it at most
LEAST = 6.0  # points of the smallest name; what has no room even so is cut
LONG_WORD, BROAD = 24, 11.5  # letters of a word, and points that are as broad as bold ones
CUT, TAIL = "…", 16  # what stands for the rest, and letters of a last word that is kept
BREAKS = re.compile(r"[^\S\xa0]+")  # all space but what does not break
NO_BREAK = "\N{NO-BREAK SPACE}"
ONE, TWO = "(n = {n})", "(n = {first}, {second})"
STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "svg.fonttype": "path",
    "svg.hashsalt": "isu",
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign is a dollar sign
}
UNTOLD = {"svg": ("Date", "Creator"), "png": ("Software",)}
NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


@contextmanager
def drawing(**more: object) -> Iterator[None]:
    """The style of a chart, and silence about letters that the typeface does not have."""
    with mpl.rc_context(STYLE | more), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        yield


def svg_of(canvas: Canvas) -> bytes:
    """A drawn figure, the same bytes for the same figure, and XML whatever a label holds."""
    return NOT_XML.sub(b"", saved(canvas, "svg"))


def saved(canvas: Canvas, form: str) -> bytes:
    """A drawn figure as ``"svg"`` or ``"png"``, without the time and what drew it."""
    out = io.BytesIO()
    canvas.savefig(out, format=form, metadata=dict.fromkeys(UNTOLD[form]))
    return out.getvalue()


def image_of(svg: bytes, text: str, look: str = "isu-diagram") -> str:
    """A drawn figure as an image with its alt text."""
    source = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
    return render("show", "image", source=source, alt=text, name=look)


@dataclass(frozen=True)
class Bars(Chart):
    """Bars of shares with their intervals.

    Each bar is named by its group and how many its share is of, where that is shown. A hidden
    figure has no bar, only two dots; the axis always runs from 0 to 100 %.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def alt(self) -> str:
        return alt_text(self.title, self.blocks)

    def draw(self, form: str = "svg") -> bytes:
        return _draw(self.blocks)


def alt_text(title: str, blocks: Sequence[Block]) -> str:
    """What the chart shows, in words and figures."""
    parts = []
    for block in blocks:
        for row in _charted(block):
            label = f"{block.heading}, {row.label}" if block.heading else row.label
            figures = listing(_figure_text(f) for f in _groups(row))
            parts.append(f"{label}: {figures}.")
    return f"Stapeldiagram. {title}. {' '.join(parts)}"


def sized(figure: Figure) -> str:
    """A group and how many its share is of; the group alone where that is hidden.

    Examples
    --------
    >>> sized(Figure("Man", 12, 64, 12 / 64, 0.11, 0.30)).replace("\N{NO-BREAK SPACE}", " ")
    'Män (n = 64)'
    """
    name = plural(figure.group)
    return name if np.isnan(figure.base) else f"{name} {_unbroken(ONE, n=figure.base_text)}"


def compared(label: str, groups: Sequence[str], sizes: Sequence[float]) -> str:
    """A label and how many of two groups are compared; the label alone where that is hidden.

    No line of text parts the numbers.

    Examples
    --------
    >>> compared("Stöd", ("Kvinna", "Man"), (64, 70)).replace("\N{NO-BREAK SPACE}", " ")
    'Stöd (n = 64 kvinnor, 70 män)'
    """
    if np.isnan(sizes).any():
        return label
    first, second = (
        f"{number(n)} {plural(g).lower()}" for g, n in zip(groups, sizes, strict=True)
    )
    return f"{label} {_unbroken(TWO, first=first, second=second)}"


def _unbroken(form: str, **values: str) -> str:
    return form.format(**values).replace(" ", NO_BREAK)


@cache
def width_of(words: str, size: float = NAME) -> float:
    """How many inches a line of text takes at so many points; 0 where nothing of it shows."""
    with drawing():
        points, codes = text_to_path.get_text_path(FontProperties(), words, ismath=False)
    if not len(points):
        return 0.0
    return Path(points, codes).get_extents().width * size / text_to_path.FONT_SCALE / 72


def fitted(words: str, room: float, size: float = NAME) -> tuple[str, float]:
    """Words and the size at which they have so many inches: smaller first, and then cut.

    What is cut keeps its last word, where that is short: there stands how many they are.
    """
    words = _on_one_line(words)
    fits = size * min(1, room / max(width_of(words, size), 1e-9))
    if fits >= LEAST:
        return words, fits
    head, _, tail = words.rpartition(" ")
    head, tail = (head, f" {tail}") if head and len(tail) <= TAIL else (words, "")
    letters = int(len(words) * fits / LEAST)  # that have room at the smallest size, about
    for kept in range(letters, 0, -1):
        cut = head[:kept].rstrip() + CUT + tail
        if width_of(cut, LEAST) <= room:
            return cut, LEAST
    return CUT + tail, LEAST


def _on_one_line(words: str) -> str:
    return BREAKS.sub(" ", words).strip(" ")


def margin(names: Iterable[str]) -> float:
    """How many inches the names of groups need beside an axis."""
    return min(WIDEST, 2 * PAD + max(width_of(_on_one_line(name)) for name in names))


def group_name(axes: Axes, x: float, y: float, name: str, room: float) -> None:
    """A group's name to the left of a place, smaller where it would not fit in its room."""
    name, size = fitted(name, room - 2 * PAD)
    axes.annotate(name, (x, y), xytext=(-72 * PAD, 0), textcoords="offset points", ha="right",
                  va="center", color=INK, fontsize=size, annotation_clip=False)  # fmt: skip


def label(axes: Axes, y: float, text: str, weight: str, size: float = 9.5) -> None:
    """A line of text from the left edge of a figure, readable across a grid."""
    place = blended_transform_factory(axes.figure.transFigure, axes.transData)
    axes.text(0.004, y, text, transform=place, ha="left", va="center", fontweight=weight,
              fontsize=size, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
              clip_on=False)  # fmt: skip


def _figure_text(figure: Figure) -> str:
    name = plural(figure.group).lower()
    if np.isnan(figure.base) and not np.isnan(figure.n):
        return f"{name} {figure.count_text} (andelen är dold)"
    if figure.is_hidden:
        return f"{name} dolt"
    if figure.is_empty:
        return f"{name} inga"
    return f"{name} {figure.share_text} ({figure.count_text})"


def _draw(blocks: Sequence[Block]) -> bytes:
    with drawing():
        inner = sum(map(_height, blocks))
        height, left = inner + FOOT + 0.02, _margin(blocks)
        canvas = Canvas(figsize=(WIDTH, height))
        across = 1 - (left + RIGHT) / WIDTH
        axes = canvas.add_axes((left / WIDTH, FOOT / height, across, inner / height))
        prepare(axes, inner)
        y = 0.0
        for block in blocks:
            y = _draw_block(axes, block, y)
        return svg_of(canvas)


def prepare(axes: Axes, height: float) -> None:
    """An axis in per cent along the bottom, inches downwards along the side."""
    axes.set(xlim=(0, 1), ylim=(height, 0), yticks=[], xticks=[0, 0.25, 0.5, 0.75, 1])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: percent(x)))
    axes.tick_params(axis="x", colors=SOFT, length=0, labelsize=8.5)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in ("top", "right", "bottom"):
        axes.spines[side].set_visible(False)
    axes.spines["left"].set_color(SOFT)


def _draw_block(axes: Axes, block: Block, y: float) -> float:
    if block.heading:
        for line in wrapped(block.heading, 52):
            label(axes, y + HEAD * 0.62, line, weight="bold", size=10.5)
            y += HEAD
        y += 0.04
    for row in _charted(block):
        for line in wrapped(row.label, 58):
            label(axes, y + HEAD * 0.55, line, weight="normal" if block.heading else "bold")
            y += HEAD * 0.85
        for i, figure in enumerate(_groups(row)):
            _bar(axes, y + LINE / 2, figure, COLOURS[i % len(COLOURS)])
            y += LINE
        y += GAP
    return y


def _bar(axes: Axes, y: float, figure: Figure, colour: str) -> None:
    group_name(axes, 0, y, sized(figure), axes.get_position().x0 * WIDTH)
    if figure.is_hidden or figure.is_empty:
        text = HIDDEN if figure.is_hidden else "–"
        axes.text(0.012, y, text, va="center", color=INK, fontweight="bold")
        return
    axes.barh(y, figure.share, height=LINE * 0.78, color=colour)
    _interval(axes, y, figure)
    axes.text(figure.high + 0.015, y, figure.share_text, va="center", fontsize=9, color=INK,
              clip_on=False)  # fmt: skip


def _interval(axes: Axes, y: float, figure: Figure) -> None:
    """The interval as a line with ends, edged in white so that it stands out on a dark bar."""
    ends = [([figure.low, figure.high], [y, y])]
    ends += [([x, x], [y - 0.045, y + 0.045]) for x in (figure.low, figure.high)]
    for colour, width in (("white", 2.9), (INK, 1.1)):
        for x, line in ends:
            axes.plot(x, line, color=colour, linewidth=width, solid_capstyle="butt")


def _margin(blocks: Sequence[Block]) -> float:
    return margin({sized(f) for b in blocks for row in _charted(b) for f in _groups(row)})


def _height(block: Block) -> float:
    lines = len(wrapped(block.heading, 52)) if block.heading else 0
    total = HEAD * lines + 0.04 * bool(lines)
    for row in _charted(block):
        total += HEAD * 0.85 * len(wrapped(row.label, 58))
        total += LINE * len(_groups(row)) + GAP
    return total


def _charted(block: Block) -> list[Row]:
    return [row for row in block.rows if row.kind == "svar"]


def _groups(row: Row) -> list[Figure]:
    return [f for f in row.figures if f.group != TOTAL]


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text of at most so many letters each; at least one.

    A word that is cut may be of broad letters, so its lines are measured.
    """
    lines = textwrap.wrap(text, width) or [""]
    is_cut = any(len(word) > LONG_WORD for line in lines for word in line.split())
    if is_cut and max(width_of(line, BROAD) for line in lines) > WIDTH:
        return textwrap.wrap(text, width // 2)
    return lines
