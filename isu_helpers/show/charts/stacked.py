"""Stacked bars of protected shares: one bar a group, one part an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Rectangle

from ...analysis.cube import Axis
from ...codebook import LOWER, key_of
from ...records.derived import is_beside
from ...wording import HIDDEN, TOTAL, percent
from ..model import Chart
from ..rows import Block, Figure
from .bars import (
    GAP,
    HEAD,
    INK,
    SOFT,
    WIDTH,
    alt_text,
    drawing,
    fitted,
    group_name,
    margin,
    sized,
    svg_of,
    wrapped,
)

# Colours of answers in an order: told apart by lightness and lines where colour is not seen.

SHADES_INK, WHITE, BLACK = "#1d2730", "#ffffff", "#000000"
GREEN, PALE_GREEN = "#2f6b3a", "#b5d6b2"
PLUM, PALE_PLUM = "#5e4584", "#cdbfe0"
GREY, MIDDLE_SLATE, SLATE = "#e6e9eb", "#8f9daa", "#3f4f5f"
LINES = "////"
READABLE = 4.5  # the least contrast of text, WCAG 2.1 AA


@dataclass(frozen=True)
class Shade:
    """How an answer is drawn: its fill, the ink of a number upon it, and lines across it."""

    fill: str
    hatch: str = ""

    @property
    def ink(self) -> str:
        """Dark, white or black: the first that can be read upon the fill, and one always can."""
        return next(c for c in (SHADES_INK, WHITE, BLACK) if contrast(c, self.fill) >= READABLE)


def rising(count: int) -> tuple[Shade, ...]:
    """From nothing to all: grey, then ever darker green."""
    return (Shade(GREY), *map(Shade, _between(PALE_GREEN, GREEN, count - 1)))[:count]


def two_sided(count: int) -> tuple[Shade, ...]:
    """From one end to the other: hatched plum, grey where there is a middle, green."""
    half = count // 2
    left = [Shade(c, LINES) for c in _between(PALE_PLUM, PLUM, half)][::-1]
    right = map(Shade, _between(PALE_GREEN, GREEN, half))
    return (*left, *[Shade(GREY)] * (count % 2), *right)


def undirected() -> tuple[Shade, ...]:
    """Lower, unchanged and higher, where neither is better."""
    return Shade(MIDDLE_SLATE, LINES), Shade(GREY), Shade(SLATE)


def contrast(one: str, two: str) -> float:
    """How much two colours differ in lightness, from 1 to 21, as WCAG 2.1 has it."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _between(pale: str, dark: str, count: int) -> Sequence[str]:
    """So many colours from pale to dark; the dark one where there is but one."""
    if count < 2:
        return [dark] * count
    ends = to_rgb(pale), to_rgb(dark)
    steps = [i / (count - 1) for i in range(count)]
    return [to_hex([a + (b - a) * t for a, b in zip(*ends, strict=True)]) for t in steps]


# Stacked bars of protected shares: one bar a group, one part an answer.

RIGHT = 0.2  # inches to the right of the bars
BAR, STEP, KEY = 0.27, 0.33, 0.24  # inches: a bar, from bar to bar, a line of the key
BESIDE = 0.5  # inches for the answers that have no place on the scale
LEAST = 0.3  # inches that a number needs inside its part
NARROW = 0.05  # a share too small for two dots
LETTER = 0.067  # inches, about, that a letter of the key takes


@dataclass(frozen=True)
class Answers:
    """The answers of a chart in the order in which they are drawn, each with its shade.

    ``zero`` is how many of them lie to the left of the middle line, a half where the line cuts
    one in two; None where all bars begin at the left. ``beside`` have no place on the scale.
    """

    names: tuple[str, ...]
    shades: tuple[Shade, ...]
    zero: float | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One group's shares in the order of drawing, and of the answers beside; NaN where hidden.

    ``name`` is the group's, with how many they are.
    """

    name: str
    shares: np.ndarray
    beside: float
    is_empty: bool

    def words(self, share: float) -> str:
        """A share, or the sign for hidden or nobody."""
        if not np.isnan(share):
            return percent(share)
        return "–" if self.is_empty else HIDDEN


@dataclass(frozen=True)
class Place:
    """In inches: where the names end, where bars begin or the middle line is, and a whole."""

    left: float
    start: float
    whole: float


@dataclass(frozen=True)
class Stacked(Chart):
    """Stacked bars, a block a question.

    What is hidden of a bar is left white with two dots; a bar on two sides of a line is not drawn
    where a part of it is hidden, since its place would not be known.
    """

    title: str
    blocks: tuple[Block, ...]
    answers: Answers

    @property
    def alt(self) -> str:
        return alt_text(self.title, self.blocks)

    def draw(self, form: str = "svg") -> bytes:
        return _draw(self.blocks, self.answers)


def _draw(blocks: Sequence[Block], answers: Answers) -> bytes:
    key = list(_key_lines(answers.names))
    with drawing(**{"hatch.linewidth": 0.7}):
        height = 0.08 + KEY * (len(key) + bool(answers.beside)) + sum(map(_height, blocks))
        canvas = Canvas(figsize=(WIDTH, height))
        axes = canvas.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.axis("off")
        y = _draw_key(axes, key, answers)
        place = _place(blocks, answers)
        for block in blocks:
            y = _draw_block(axes, block, answers, place, y)
        return svg_of(canvas)


def _key_lines(names: Sequence[str]) -> Iterator[list[tuple[float, int]]]:
    """Where each answer of the key begins, line by line."""
    line: list[tuple[float, int]] = []
    x = 0.0
    for i, name in enumerate(names):
        width = 0.38 + LETTER * len(name)
        if line and x + width > WIDTH:
            yield line
            line, x = [], 0.0
        line.append((x, i))
        x += width
    yield line


def _draw_key(axes: Axes, lines: list[list[tuple[float, int]]], answers: Answers) -> float:
    y = 0.0
    for line in lines:
        for x, i in line:
            _part(axes, x + 0.01, y + 0.05, 0.16, answers.shades[i], KEY - 0.1)
            name, size = fitted(answers.names[i], WIDTH - x - 0.23, 8.5)
            _text(axes, x + 0.23, y + KEY / 2, name, size=size)
        y += KEY
    if answers.beside:
        names, size = fitted(" / ".join(answers.beside), WIDTH - RIGHT, 8.5)
        _text(axes, WIDTH - RIGHT, y + KEY / 2, names, size=size, ha="right")
        y += KEY
    return y + 0.08


def _place(blocks: Sequence[Block], answers: Answers) -> Place:
    bars = [bar for block in blocks for bar in _bars(block, answers)]
    edge = margin({bar.name for bar in bars})
    room = WIDTH - edge - RIGHT - (BESIDE if answers.beside else 0)
    if answers.zero is None:
        return Place(edge, edge, room)
    shown = [bar.shares for bar in bars if np.all(bar.shares >= 0)]
    ends = [(_left(shares, answers.zero), shares.sum()) for shares in shown]
    left = max((a for a, _ in ends), default=0.5)
    right = max((whole - a for a, whole in ends), default=0.5)
    whole = max(left + right, 1.0)
    return Place(edge, edge + room * left / whole, room / whole)


def _left(shares: np.ndarray, zero: float) -> float:
    """The share that lies to the left of the line."""
    whole = int(zero)
    return float(shares[:whole].sum() + (zero - whole) * (shares[whole] if zero > whole else 0))


def _bars(block: Block, answers: Answers) -> Iterator[Bar]:
    rows = {row.label: row.figures for row in block.rows}
    for i, first in enumerate(block.rows[0].figures):
        if first.group != TOTAL:
            shares, beside = (
                np.array([_share(rows[name][i]) for name in names])
                for names in (answers.names, answers.beside)
            )
            yield Bar(sized(first), shares, beside.sum(), first.is_empty)


def _share(figure: Figure) -> float:
    return np.nan if figure.is_hidden or figure.is_empty else figure.share


def _draw_block(axes: Axes, block: Block, answers: Answers, place: Place, y: float) -> float:
    for line in wrapped(block.heading, 58) if block.heading else ():
        _text(axes, 0, y + HEAD * 0.5, line, weight="bold")
        y += HEAD * 0.9
    top = y
    for bar in _bars(block, answers):
        group_name(axes, place.left, y + STEP / 2, bar.name, place.left)
        _draw_bar(axes, y + STEP / 2, bar, answers, place)
        if answers.beside:
            _text(axes, WIDTH - RIGHT, y + STEP / 2, bar.words(bar.beside), size=8.5, ha="right")
        y += STEP
    if answers.zero is not None:
        axes.plot([place.start] * 2, [top - 0.02, y + 0.02], color=INK, linewidth=1.3)
    return y + GAP


def _draw_bar(axes: Axes, y: float, bar: Bar, answers: Answers, place: Place) -> None:
    start, whole = place.start, place.whole
    is_known = ~np.isnan(bar.shares)
    if not is_known.any() or (answers.zero is not None and not is_known.all()):
        _text(axes, start + 0.06, y, bar.words(np.nan), weight="bold")
        return
    x = start - (_left(bar.shares, answers.zero) * whole if answers.zero is not None else 0)
    for share, shade in _parts(bar, answers):
        if shade is None:
            _hidden_part(axes, x, y, share * whole)
        elif share > 0:
            _answer_part(axes, x, y, share * whole, share, shade)
        x += share * whole


def _parts(bar: Bar, answers: Answers) -> list[tuple[float, Shade | None]]:
    """The parts of a bar from the left; what is hidden is one part, without a shade.

    It stands in its own place where that is one and wide enough for its dots, else last.
    """
    hidden = np.flatnonzero(np.isnan(bar.shares))
    rest = max(0.0, 1 - np.nan_to_num(bar.beside) - np.nansum(bar.shares))
    pairs = list(zip(bar.shares.tolist(), answers.shades, strict=True))
    if not hidden.size:
        return pairs
    shown = [pair for pair in pairs if not np.isnan(pair[0])]
    is_placed = hidden[-1] - hidden[0] == hidden.size - 1 and rest > NARROW
    at = hidden[0] if is_placed else len(shown)
    return [*shown[:at], (rest, None), *shown[at:]]


def _answer_part(axes: Axes, x: float, y: float, width: float, share: float, shade: Shade) -> None:
    _part(axes, x, y - BAR / 2, width, shade)
    if width >= LEAST:
        _number(axes, x + width / 2, y, percent(share), shade)


def _hidden_part(axes: Axes, x: float, y: float, width: float) -> None:
    """What is hidden of a bar: white within a broken line; its dots beside it if narrow."""
    axes.add_patch(Rectangle((x, y - BAR / 2), width, BAR, facecolor="white", edgecolor=SOFT,
                             linewidth=0.8, linestyle=(0, (2, 2))))  # fmt: skip
    is_wide = width >= LEAST / 2
    _text(axes, x + (width / 2 if is_wide else width + 0.04), y, HIDDEN, weight="bold",
          ha="center" if is_wide else "left")  # fmt: skip


def _part(axes: Axes, x: float, y: float, width: float, shade: Shade, height: float = BAR) -> None:
    """A part of a bar: its fill, white lines across, a thin dark edge that parts it from pale."""
    draw = partial(Rectangle, (x, y), width, height)
    axes.add_patch(draw(facecolor=shade.fill, edgecolor="white", hatch=shade.hatch, linewidth=0))
    axes.add_patch(draw(fill=False, edgecolor=INK, linewidth=0.6))


def _number(axes: Axes, x: float, y: float, words: str, shade: Shade) -> None:
    axes.text(x, y, words, ha="center", va="center", fontsize=8.5, color=shade.ink,
              bbox={"facecolor": shade.fill, "edgecolor": "none", "pad": 1.1})  # fmt: skip


def _text(
    axes: Axes, x: float, y: float, words: str, *, size: float = 9.5, weight: str = "normal",
    ha: str = "left",
) -> None:  # fmt: skip
    axes.text(x, y, words, ha=ha, va="center", fontsize=size, fontweight=weight, color=INK)


def _height(block: Block) -> float:
    lines = len(wrapped(block.heading, 58)) if block.heading else 0
    groups = sum(f.group != TOTAL for f in block.rows[0].figures)
    return HEAD * 0.9 * lines + STEP * groups + GAP


# Answers on a scale from the worst to the best, and those that have no place on it.

NEGATIVE = ("inte", "ej", "nej", "aldrig", "ingen", "inget", "mycket dålig", "mycket missnöjd")
NOT = (" inte", " ej", " aldrig")


def worst_to_best(axis: Axis) -> tuple[str, ...]:
    """The answers on the scale; the codebook's order, turned where its end is the worse one.

    The codebook may say so (``battre: lagre``); else a last answer that is a no tells.
    """
    variable, names = axis.variable, [a for a in axis.answers if not is_beside(a)]
    is_turned = bool(names) and not variable.better and _is_no(names[-1]) and not _is_no(names[0])
    return tuple(names[::-1] if is_turned or variable.better == LOWER else names)


def beside_scale(axis: Axis) -> tuple[str, ...]:
    """The answers that have no place on the scale, such as «Vet ej»."""
    return tuple(a for a in axis.answers if is_beside(a))


def _is_no(name: str) -> bool:
    """Whether an answer is a no: «Inte alls», «Aldrig», «Stämmer inte»."""
    words = key_of(name)
    return words.startswith(NEGATIVE) or words.endswith(NOT) or any(f"{n} " in words for n in NOT)
