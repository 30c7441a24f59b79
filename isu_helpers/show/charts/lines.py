"""Line charts of protected shares over time: a line a group with its name at the end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...wording import HIDDEN, TOTAL
from ..model import Chart
from ..rows import Block, Figure
from .drawing import NOBODY, Mark, Panel, Panels, Part, Stroke, Style, Word, styles_of
from .shares import alt_text, keys_of

TOP, BOTTOM, HIDDEN_AT, FOOT = 12, 164, 178, 8  # pixels: 100 %, 0 %, hidden marks, under all
FIRST = -8  # pixels from the first point to its number
LEVELS = (0, 0.5, 1)
OVER, AFTER, APART, LIFT = 12, 11, 16, 5  # pixels: numbers from points, and from each other
ASIDE = 0.012  # of the width, between groups, so that intervals do not cover each other


@dataclass(frozen=True)
class Lines(Chart):
    """Lines of shares with their intervals, a panel an answer.

    A row is a period. A hidden share has no point, only a broken mark under the field, and no
    line goes past it; the axis always runs from 0 to 100 %.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return alt_text("Linjediagram", self.title, self.blocks)

    @property
    def drawing(self) -> Panels:
        """What the chart draws, as data."""
        figures = [group[0] for group in _groups(self.blocks[0])]
        styles = styles_of([f.group for f in figures])
        panels = tuple(_panel(block, styles) for block in self.blocks)
        return Panels(self.short_alt, panels, keys_of(figures, styles))


def _panel(block: Block, styles: Mapping[str, Style]) -> Panel:
    groups = _groups(block)
    lines = tuple((height(level), f"{100 * level:g}\N{NO-BREAK SPACE}%") for level in LEVELS)
    parts = (part for figures in groups for part in _line(figures, styles))
    names = tuple(folded(row.label) for row in block.rows)
    is_whole = all(_is_shown(f) for figures in groups for f in figures)
    tall = (BOTTOM if is_whole else HIDDEN_AT) + FOOT
    every = (*parts, *_firsts(groups), *_end_numbers(groups))
    return Panel(every, tall, block.heading, names, lines)


def height(share: float) -> float:
    """How many pixels down a share is drawn."""
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _place(i: int, count: int) -> float:
    return (i + 0.5) / count


def _line(figures: Sequence[Figure], styles: Mapping[str, Style]) -> Iterator[Part]:
    """One group's points, tied where nothing is hidden between them."""
    style, count = styles[figures[0].group], len(figures)
    place = list(styles).index(figures[0].group)
    aside = ASIDE * (place - (len(styles) - 2) / 2)  # the total is among the styles
    places = [_place(i, count) + aside for i in range(count)]
    points = list(zip(places, figures, strict=True))
    for (x, one), (x2, two) in zip(points, points[1:], strict=False):
        if _is_shown(one) and _is_shown(two):
            yield Stroke(x, x2, f"linje {style.colour}", height(one.share), height(two.share))
    shown = [(x, f) for x, f in points if _is_shown(f)]
    for x, f in shown:
        yield Stroke(x, x, f"iv {style.colour}", height(f.low), height(f.high))
    for x, f in shown:
        yield Mark(x, style, height(f.share), size=0.8)
    yield from _beneath(points, style, place)


def _beneath(points: Sequence[tuple[float, Figure]], style: Style, place: int) -> Iterator[Part]:
    """The marks of what is hidden or empty, under the field."""
    for x, figure in points:
        if not _is_shown(figure):
            form, words = ("ingen", NOBODY) if figure.is_empty else ("dolt", HIDDEN)
            dx = (2 * place - 1) * 14
            yield Mark(x, style, HIDDEN_AT, dx=dx - 6, size=0.7, form=form)
            yield Word(words, x, "v", 1, dx + 1, HIDDEN_AT + 3)


def _is_shown(figure: Figure) -> bool:
    return not (figure.is_hidden or figure.is_empty)


def _firsts(groups: Sequence[Sequence[Figure]]) -> Iterator[Word]:
    """The numbers at the first points: the higher above its interval, the lower below."""
    firsts = [figures[0] for figures in groups if len(figures) > 1 and _is_shown(figures[0])]
    ends = sorted(firsts, key=lambda f: f.share)
    x = _place(0, len(groups[0]))
    for f in ends[1:][-1:]:
        yield Word(f.share_text, x, side=1, dx=FIRST, y=max(height(f.high) - LIFT, OVER))
    for f in ends[:1]:
        is_alone = len(ends) == 1
        y = height(f.high) - LIFT if is_alone else height(f.low) + OVER + 2
        yield Word(f.share_text, x, side=1, dx=FIRST, y=min(max(y, OVER), BOTTOM))


def _end_numbers(groups: Sequence[Sequence[Figure]]) -> Iterator[Word]:
    """The last number of each group beside its point, pushed apart where they would collide."""
    lasts = [(figures[-1], height(figures[-1].share)) for figures in groups
             if _is_shown(figures[-1])]  # fmt: skip
    x = _place(len(groups[0]) - 1, len(groups[0]))
    ends = apart([y for _, y in lasts])
    for (figure, _), y in zip(lasts, ends, strict=True):
        yield Word(figure.share_text, x, side=1, dx=AFTER, y=y + LIFT)


def apart(heights: Sequence[float]) -> list[float]:
    """Heights at least so many pixels apart, as near to those given as can be.

    Examples
    --------
    >>> apart([100, 104, 20])
    [94.0, 110.0, 20.0]
    """
    order = np.argsort(heights, kind="stable")
    placed = np.array(heights, dtype=float)
    for _ in range(10 * len(heights)):
        for low, high in zip(order, order[1:], strict=False):
            short = APART - (placed[high] - placed[low])
            if short > 0:
                placed[low], placed[high] = placed[low] - short / 2, placed[high] + short / 2
    return [round(float(y), 1) for y in placed]


def _groups(block: Block) -> list[list[Figure]]:
    """The figures of each group over the periods, totals left out."""
    columns = zip(*(row.figures for row in block.rows), strict=True)
    return [list(figures) for figures in columns if figures[0].group != TOTAL]


def folded(label: str) -> str:
    """A period on two lines, the year last: «2024 vår» and «kv 1 2024».

    Examples
    --------
    >>> folded("2024 vår"), folded("kv 1 2024"), folded("2024")
    ('vår\\n2024', 'kv 1\\n2024', '2024')
    """
    words = label.split()
    if len(words) > 1 and words[0].isdecimal() and len(words[0]) == 4:
        words = [*words[1:], words[0]]
    return f"{' '.join(words[:-1])}\n{words[-1]}" if len(words) > 1 else "".join(words)
