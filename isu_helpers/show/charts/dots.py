"""Marks of one's own shares beside others', and of differences on both sides of zero."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...analysis.verdict import ALIKE, CLEAR, TOO_FEW, UNCERTAIN
from ...elsewhere import Beside, Standing
from ...wording import listing, percent, plural
from ..model import Chart
from ..rows import Block, Figure, Row
from .drawing import (
    CIRCLE,
    DIAMOND,
    NOBODY,
    SHARE_TICKS,
    SQUARE,
    Lane,
    Lanes,
    Mark,
    Part,
    Stroke,
    Style,
    Word,
    on,
    styles_of,
    two_sided,
)
from .shares import HEAD, absent, difference_text, gap_words, keys_of, pair

KIND, FILLED = "Punktdiagram", "Fyllda tecken är vi. Ofyllda är de som vi jämför med."
THEIRS = 12  # pixels from the middle of others' mark to its number


@dataclass(frozen=True)
class Marked:
    """A question or answer with its own figures and the others', who are ``name``."""

    label: str
    beside: Beside
    name: str


def figure_of(standing: Standing) -> Figure:
    """One's own figures as a table shows them."""
    return Figure(standing.group, standing.n, standing.base, *standing.own)


@dataclass(frozen=True)
class Dots(Chart):
    """One's own marks with intervals, and under them others', unfilled and without."""

    title: str
    items: tuple[Marked, ...]

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return mark_text(self.title, self.items)

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        figures = _figures(self.items[0])
        styles = styles_of([f.group for f in figures])
        lanes = [lane for item in self.items for lane in _item_lanes(item)]
        return Lanes(self.title, tuple(lanes), SHARE_TICKS, caption=FILLED,
                     keys=keys_of(figures, styles))  # fmt: skip


def mark_text(title: str, items: Sequence[Marked]) -> str:
    """What the chart shows, in words and figures."""
    told = [
        f"{item.label}: {listing(_told(s, item.name) for s in item.beside.standings)}."
        for item in items
    ]
    return f"{KIND}. {title}. {' '.join(told)}"


def _told(standing: Standing, name: str) -> str:
    return f"{_own_text(standing)}, {name} {_other_text(standing)}"


def _own_text(standing: Standing) -> str:
    figure, group = figure_of(standing), plural(standing.group).lower()
    if figure.is_hidden:
        return f"{group} dolt"
    told = "inga" if figure.is_empty else f"{figure.share_text} ({figure.count_text})"
    return f"{group} {told}"


def _other_text(standing: Standing) -> str:
    return NOBODY if np.isnan(standing.other) else percent(standing.other)


def _figures(item: Marked) -> list[Figure]:
    return [figure_of(standing) for standing in item.beside.standings]


def _item_lanes(item: Marked) -> Iterator[Lane]:
    """One's own marks at the label, and under them those of the others."""
    figures, standings = _figures(item), item.beside.standings
    styles = styles_of([f.group for f in figures])
    own = f": {listing(map(_own_text, standings))}."
    yield Lane(item.label, tuple(pair(figures, styles)), heard=own, **absent(figures, styles))
    told = (f"{plural(s.group).lower()} {_other_text(s)}" for s in standings)
    name = item.name[:1].upper() + item.name[1:]
    others = tuple(_others(standings, styles))
    yield Lane(name, others, heard=f": {listing(told)}.", kind="under")


def _others(standings: Sequence[Standing], styles: Mapping[str, Style]) -> Iterator[Part]:
    known = sorted((s for s in standings if not np.isnan(s.other)), key=lambda s: s.other)
    for s in known:
        yield Mark(s.other, styles[s.group], form="andra")
    for s, side in zip(known[:1] + known[1:][-1:], (-1, 1), strict=False):
        yield Word(percent(s.other), s.other, "v andra", side, side * THEIRS)


# A forest plot: a difference a question with its interval, parted by the four words.

FORMS = {
    CLEAR: "fyllt",
    UNCERTAIN: "tomt",
    ALIKE: "fyllt",
    TOO_FEW: "tomt",
}  # told apart by form and fill
SHAPES = {CLEAR: CIRCLE, UNCERTAIN: CIRCLE, ALIKE: SQUARE, TOO_FEW: DIAMOND}
SIZES = {CLEAR: 0.92, UNCERTAIN: 0.92, ALIKE: 0.85, TOO_FEW: 0.75}
INTERVALS = {CLEAR: "iv i", UNCERTAIN: "iv i", ALIKE: "iv i", TOO_FEW: "iv i streckat"}
REACHES = (0.1, 0.2, 0.5, 1.0)  # how far the axis may go on each side
SIDES = "← {second}", "{first} →"
CAPTION = "Åt höger är andelen högre för {first}, åt vänster för {second}."


@dataclass(frozen=True)
class Forest(Chart):
    """A mark and a line a row, around a line at zero.

    Parameters
    ----------
    title
        What the differences are.
    blocks
        Rows with a difference that is shown, under one of the four words as a heading.
    """

    title: str
    blocks: tuple[Block, ...]

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return forest_text(self.title, self.blocks)

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        reach = _reach(self.blocks)
        first, second = (plural(f.group).lower() for f in self.blocks[0].rows[0].figures[:2])
        names = {"first": first, "second": second}
        lanes = [lane for block in self.blocks for lane in _forest_lanes(block, reach)]
        return Lanes(
            self.title, tuple(lanes), two_sided(reach), zero=0.5, head=HEAD,
            ends=tuple(side.format(**names) for side in SIDES), caption=CAPTION.format(**names),
        )  # fmt: skip


def forest_text(title: str, blocks: Sequence[Block]) -> str:
    """What the plot shows, in words and figures."""
    parts = [f"{b.heading}: {'; '.join(map(_told_forest, b.rows))}." for b in blocks]
    return f"Diagram över skillnader. {title}. {' '.join(parts)}"


def _told_forest(row: Row) -> str:
    value, low, high = row.difference.told
    return f"{row.label} {value} ({low} till {high})"


def _reach(blocks: Sequence[Block]) -> float:
    gaps = (r.difference for b in blocks for r in b.rows)
    ends = [abs(v) for gap in gaps for v in (gap.low, gap.high)]
    return next(r for r in REACHES if r >= max(ends) or r == REACHES[-1])


def _forest_lanes(block: Block, reach: float) -> Iterator[Lane]:
    yield Lane(block.heading, kind="ordrad")
    for row in block.rows:
        gap, (value, between) = row.difference, gap_words(row)
        heard = f": {difference_text(gap, [f.group for f in row.figures[:2]])}: "
        low, at, high = (on(v, reach) for v in (gap.low, gap.value, gap.high))
        mark = Mark(at, Style("", SHAPES[gap.word]), size=SIZES[gap.word], form=FORMS[gap.word])
        line = Stroke(low, high, INTERVALS[gap.word])
        yield Lane(row.label, (line, mark), "", heard, value, between)
