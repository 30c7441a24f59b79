"""Stacked bars of protected shares: one bar a group, one part an answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...analysis.cube import Axis
from ...codebook import LOWER, key_of
from ...records.derived import is_beside
from ...wording import HIDDEN, TOTAL, percent, plural
from ..model import Chart
from ..rows import Block, Figure
from .drawing import NOBODY, Box, Key, Lane, Lanes, Part, Stroke, Word, styles_of
from .shares import alt_text, figures_text

TALL, BEYOND = 26, 4  # pixels of a bar, and that the middle line goes beyond it
LEAST, ROOMY = 0.09, 0.16  # of the width: room for a number on a screen, and on a phone too
NARROW = 0.05  # a share too small for two dots
OUTSIDE = 6  # pixels from a bar to a number beside it
OF = "Räknat på {n}"
TELLS = "{answer}: {figures}."


@dataclass(frozen=True)
class Answers:
    """The answers of a chart in the order in which they are drawn, each with its shade.

    ``zero`` is how many of them lie to the left of the middle line, a half where the line cuts
    one in two; None where all bars begin at the left. ``beside`` have no place on the scale.
    """

    names: tuple[str, ...]
    shades: tuple[str, ...]
    zero: float | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One group's shares in the order of drawing, and of the answers beside; NaN where hidden.

    ``first`` is a figure of the group.
    """

    first: Figure
    shares: np.ndarray
    beside: float

    def words(self, share: float) -> str:
        """A share, or the sign for hidden or nobody."""
        if not np.isnan(share):
            return percent(share)
        return NOBODY if self.first.is_empty else HIDDEN


@dataclass(frozen=True)
class Place:
    """In parts of the width: where bars begin or the middle line is, and a whole."""

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
        """What the chart says, in words."""
        return alt_text("Stapeldiagram", self.title, self.blocks)

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        answers, place = self.answers, _place(self.blocks, self.answers)
        lanes = [lane for block in self.blocks for lane in _lanes(block, answers, place)]
        pairs = zip(answers.names, answers.shades, strict=True)
        keys = tuple(Key(name, fill=shade) for name, shade in pairs)
        return Lanes(self.title, tuple(lanes), head=" / ".join(answers.beside), keys=keys)


def _lanes(block: Block, answers: Answers, place: Place) -> Iterator[Lane]:
    if block.heading:
        yield Lane(block.heading, kind="ordrad")
    bars = list(_bars(block, answers))
    styles = styles_of([bar.first.group for bar in bars])
    for bar in bars:
        figure, beside = bar.first, bar.words(bar.beside) if answers.beside else ""
        small = "" if np.isnan(figure.base) else OF.format(n=figure.base_text)
        heard = f": {_heard(block, bar)}"
        yield Lane(plural(figure.group), tuple(_parts(bar, answers, place)), small, heard, beside,
                   sign=styles[figure.group], kind="stapel")  # fmt: skip


def _heard(block: Block, bar: Bar) -> str:
    """All answers of a group, in words."""
    own = ((row.label, f) for row in block.rows if row.kind == "svar" for f in row.figures)
    return " ".join(
        TELLS.format(answer=label, figures=figures_text([f]))
        for label, f in own
        if f.group == bar.first.group
    )


def _place(blocks: Sequence[Block], answers: Answers) -> Place:
    if answers.zero is None:
        return Place(0, 1)
    bars = [bar for block in blocks for bar in _bars(block, answers)]
    shown = [bar.shares for bar in bars if np.all(bar.shares >= 0)]
    ends = [(_left(shares, answers.zero), shares.sum()) for shares in shown]
    left = max((a for a, _ in ends), default=0.5)
    right = max((whole - a for a, whole in ends), default=0.5)
    whole = max(left + right, 1.0)
    return Place(left / whole, 1 / whole)


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
            yield Bar(first, shares, beside.sum())


def _share(figure: Figure) -> float:
    return np.nan if figure.is_hidden or figure.is_empty else figure.share


def _parts(bar: Bar, answers: Answers, place: Place) -> Iterator[Part]:
    start, whole, zero = place.start, place.whole, answers.zero
    is_known = ~np.isnan(bar.shares)
    if not is_known.any() or (zero is not None and not is_known.all()):
        yield Word(bar.words(np.nan), start, side=1, dx=OUTSIDE)
    else:
        x = start - (_left(bar.shares, zero) * whole if zero is not None else 0)
        yield from _drawn(x, bar, answers, whole, None if zero is None else start)
    if zero is not None:
        end = TALL / 2 + BEYOND
        yield Stroke(start, start, "mitt", -end, end)


def _drawn(
    x: float, bar: Bar, answers: Answers, whole: float, line: float | None
) -> Iterator[Part]:
    """The parts of a bar from the left, each with its number where that has room."""
    pieces = [piece for piece in pieces_of(bar, answers) if piece[0] > 0]
    for i, (share, shade) in enumerate(pieces):
        width = share * whole
        yield Box(x, width, shade or "dolt", -TALL / 2, TALL)
        words, look = (percent(share), f"v t{shade[1:]}") if shade else (HIDDEN, "v")
        look += " trang" if shade and width < ROOMY else ""
        if width >= (LEAST if shade else LEAST / 2):
            yield _inside(words, x, width, look, line)
        elif i in (0, len(pieces) - 1) or not shade:
            is_first = i == 0 and len(pieces) > 1
            at, side = (x, -1) if is_first else (x + width, 1)
            yield Word(words, at, "v", side, side * OUTSIDE)
        x += width


def _inside(words: str, x: float, width: float, look: str, line: float | None) -> Word:
    """A number in the middle of its part, but not on the line that cuts it in two."""
    middle = x + width / 2
    if line is not None and abs(middle - line) < LEAST / 2 and x + width - line > LEAST:
        return Word(words, line, look, 1, OUTSIDE)
    return Word(words, middle, look)


def pieces_of(bar: Bar, answers: Answers) -> list[tuple[float, str]]:
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
    return [*shown[:at], (rest, ""), *shown[at:]]


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
