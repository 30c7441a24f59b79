"""Shares of groups with their intervals: the groups of a row stand on one line.

The number of the lowest stands to the left and that of the highest to the right. What is hidden
is an empty broken mark in a place of its own beside the scale, whatever the number is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...wording import HIDDEN, TOTAL, listing, number, part_of, plural
from ..model import Chart
from ..rows import Block, Figure, Gap, Row
from .drawing import (
    HIGHER,
    NOBODY,
    SHARE_TICKS,
    Key,
    Lane,
    Lanes,
    Mark,
    Part,
    Stroke,
    Style,
    Word,
    sizeless,
    styles_of,
)

HEAD, DIFFERENCE = "Skillnad (intervall)", "Skillnad i procentenheter"
COUNTED, COUNTED_CASES = "Räknat på {groups}", "Räknat på ärenden: {groups}"
LACK, COUNTS = "Uppgift saknas för {groups}.", "Antal: {groups}"
LETTERS, TOGETHER = 14, 3  # of a name that stands at its mark; groups that have room on one line
WEIGHTY = 34  # fewer than so many: one person is 3 percentage points or more
APART, ABOVE = {2: (-4.5, 4.5), 3: (-15, 0, 15)}, -15  # pixels
OUTSIDE, BESIDE = 8, 13  # pixels to a number from an interval, and from a mark without one
TOUCHING, SHORT = 0.06, 0.02  # of the width: marks that meet, intervals that lie in their mark
NEAR, INWARDS, OUTWARDS = 0.09, 7, -3  # shares; pixels that a name reaches past its mark


@dataclass(frozen=True)
class Shares(Chart):
    """Marks with their intervals on a line a row; the axis always runs from 0 to 100 %.

    One ``with_counts`` says on paper all that a table of it does: how many, and how many lack an
    answer.
    """

    title: str
    blocks: tuple[Block, ...]
    with_counts: bool = False

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return alt_text("Diagram", self.title, self.blocks)

    @property
    def drawing(self) -> Lanes:
        """What the chart draws, as data."""
        return share_lanes(self.title, self.blocks, self.with_counts)


def alt_text(kind: str, title: str, blocks: Sequence[Block]) -> str:
    """What a chart shows, in words and figures."""
    parts = []
    for block in blocks:
        for row in charted(block):
            label = f"{block.heading}, {row.label}" if block.heading else row.label
            parts.append(f"{label}: {figures_text(groups_of(row))}.")
    return f"{kind}. {title}. {' '.join(parts)}"


def figures_text(figures: Iterable[Figure]) -> str:
    """Groups with their shares and counts, in words."""
    return listing(map(_figure_text, figures))


def _figure_text(figure: Figure) -> str:
    group = plural(figure.group).lower()
    if figure.is_hidden:
        is_known = not np.isnan(figure.n)
        return f"{group} {figure.count_text} (andelen är dold)" if is_known else f"{group} dolt"
    if figure.is_empty:
        return f"{group} inga"
    return f"{group} {figure.share_text} ({figure.count_text})"


def charted(block: Block) -> list[Row]:
    """The rows that are drawn: the answers."""
    return [row for row in block.rows if row.kind == "svar"]


def groups_of(row: Row) -> list[Figure]:
    """The figures of a row without the total."""
    return [figure for figure in row.figures if figure.group != TOTAL]


def share_lanes(title: str, blocks: Sequence[Block], with_counts: bool = False) -> Lanes:
    """Blocks of rows as lanes, with a caption of how many where that is the same in all."""
    rows = [row for block in blocks for row in charted(block)]
    figures = groups_of(rows[0]) if rows else []
    styles = styles_of(list(dict.fromkeys(f.group for row in rows for f in groups_of(row))))
    is_same = len({tuple(f.base for f in groups_of(row)) for row in rows}) == 1
    are_named = len(figures) <= TOGETHER and _are_named(figures)
    lanes = list(_block_lanes(blocks, styles, is_same))
    lost = [row for block in blocks for row in block.rows if row.kind == "bortfall"]
    has_gaps = any(lane.value for lane in lanes)
    return Lanes(
        title, tuple(_named(lanes, figures, styles) if are_named else lanes), SHARE_TICKS,
        head=HEAD if has_gaps else "",
        caption=" ".join(_told(figures, lost if with_counts else ())) if is_same else "",
        keys=() if are_named or len(figures) > TOGETHER else keys_of(figures, styles),
        counts=_names_told(figures) if with_counts and figures else "",
    )  # fmt: skip


def _told(figures: Sequence[Figure], lost: Sequence[Row]) -> Iterator[str]:
    """How many the shares are of, and how many lack an answer."""
    if counted := counted_text(figures):
        yield counted + "." * bool(lost)
    some = [f for row in lost[:1] for f in groups_of(row) if f.n != 0]
    if some:
        yield LACK.format(groups=listing(
            f"{HIDDEN if f.is_hidden else f'{part_of(f.share)} ({number(f.n)})'} av {f.everyone}"
            for f in some))  # fmt: skip


def _names_told(figures: Sequence[Figure]) -> str:
    return COUNTS.format(groups=", ".join(plural(f.group).lower() for f in figures))


def compared(groups: Sequence[str], sizes: Sequence[float], are_cases: bool = False) -> str:
    """How many of two groups are compared; nothing where that is hidden.

    Examples
    --------
    >>> compared(("Kvinna", "Man"), (64, 70)).replace("\N{NO-BREAK SPACE}", " ")
    'Räknat på 64 kvinnor och 70 män'
    """
    nan, pairs = np.nan, zip(groups, sizes, strict=True)
    return counted_text([Figure(g, n, n, nan, nan, nan, are_cases=are_cases) for g, n in pairs])


def counted_text(figures: Sequence[Figure]) -> str:
    """How many each group's share is of; nothing where one of them is hidden."""
    if not figures or any(np.isnan(figure.base) for figure in figures):
        return ""
    between = " för " if figures[0].are_cases else "\N{NO-BREAK SPACE}"
    told = (f"{f.base_text}{between}{plural(f.group).lower()}" for f in figures)
    form = COUNTED_CASES if figures[0].are_cases else COUNTED
    return form.format(groups=listing(told))


def keys_of(figures: Sequence[Figure], styles: Mapping[str, Style]) -> tuple[Key, ...]:
    """What each mark means."""
    return tuple(Key(plural(f.group), styles[f.group]) for f in figures)


def _block_lanes(
    blocks: Sequence[Block], styles: Mapping[str, Style], is_same: bool
) -> Iterator[Lane]:
    for block in blocks:
        if block.heading:
            yield Lane(block.heading, kind="ordrad")
        for row in charted(block):
            yield from _row_lanes(row, styles, is_same)


def _row_lanes(row: Row, styles: Mapping[str, Style], is_same: bool) -> Iterator[Lane]:
    """One lane a row; where the groups are too many for a line, one a group under its label."""
    figures = groups_of(row)
    small = "" if is_same else _few(figures)
    if len(figures) > TOGETHER:
        yield replace(_lane(row, [], styles, is_same), small=small)
        for figure in figures:
            one = Row(plural(figure.group), (figure,))
            lane = _lane(one, [figure], styles, is_same)
            yield replace(lane, sign=styles[figure.group], kind="under")
    else:
        yield replace(_lane(row, figures, styles, is_same), small=small)


def _few(figures: Sequence[Figure]) -> str:
    """How many the groups are, where one person weighs much in one of them."""
    return counted_text(figures) if any(0 < f.base < WEIGHTY for f in figures) else ""


def _lane(row: Row, figures: Sequence[Figure], styles: Mapping[str, Style], is_same: bool) -> Lane:
    value, between = gap_words(row)
    counts = (HIDDEN if np.isnan(f.n) else number(f.n) if is_same else f.count_text
              for f in figures)  # fmt: skip
    heard = f": {figures_text(figures)}." if figures else ""
    if heard and row.gap:
        heard += f" {difference_text(row.gap, [f.group for f in figures[:2]])}: "
    return Lane(row.label, tuple(pair(figures, styles)), "", heard, value, between,
                counts=", ".join(counts), **absent(figures, styles))  # fmt: skip


def gap_words(row: Row) -> tuple[str, str]:
    """A row's difference and its interval, as a table has them but without a sign.

    Nothing without one, two dots where it is hidden, and a dash where one of the groups is empty.
    """
    gap = row.gap
    if gap is None:
        return "", ""
    if not gap.is_shown:
        return NOBODY if any(f.is_empty for f in row.figures[:2]) else HIDDEN, ""
    whole = (gap if gap.value >= 0 else gap.turned).whole
    value, low, high = (w / 100 for w in whole)
    return sizeless(value, low, high)


def difference_text(gap: Gap, groups: Sequence[str]) -> str:
    """What a difference is called, and for whom the share is higher."""
    if not gap.is_shown or not round(gap.value, 9):
        return DIFFERENCE
    higher = plural(groups[gap.value < 0]).lower()
    return f"{DIFFERENCE}, {HIGHER.format(group=higher)}"


def pair(figures: Sequence[Figure], styles: Mapping[str, Style]) -> Iterator[Part]:
    """The marks of a row that are shown, with their intervals and numbers."""
    shown = [f for f in figures if not (f.is_hidden or f.is_empty)]
    by_share = sorted(shown, key=lambda f: f.share)
    ups = dict(zip((f.group for f in shown), _ups(by_share), strict=True))
    if len(shown) > 1 and not any(ups.values()):
        yield Stroke(by_share[0].share, by_share[-1].share, "bro")
    for f in shown:
        yield Stroke(f.low, f.high, f"iv {styles[f.group].colour}", ups[f.group], ups[f.group])
    yield from (Mark(f.share, styles[f.group], ups[f.group]) for f in shown)
    yield from numbers(by_share)


def _ups(by_share: Sequence[Figure]) -> tuple[float, ...]:
    """How far each goes up or down, so that no mark and no interval covers another."""
    pairs = zip(by_share, by_share[1:], strict=False)
    is_over = any(a.high > b.low or b.share - a.share < TOUCHING for a, b in pairs)
    return APART[len(by_share)] if is_over else (0,) * len(by_share)


def numbers(by_share: Sequence[Figure]) -> Iterator[Word]:
    """The lowest share to the left of all intervals, the highest to the right."""
    if not by_share:
        return
    *lower, highest = by_share
    if lower:
        low = min(f.low for f in by_share)
        yield _number(lower[0], low, -1)
    yield _number(highest, max(f.high for f in by_share), 1)


def _number(figure: Figure, end: float, side: int) -> Word:
    """A share outside of the interval that goes furthest, and of its own mark."""
    away = BESIDE if abs(end - figure.share) < SHORT else OUTSIDE
    return Word(figure.share_text, end, side=side, dx=side * away)


def absent(figures: Sequence[Figure], styles: Mapping[str, Style]) -> dict[str, Any]:
    """What has no place on the scale: groups that are hidden, and that nobody is in."""
    return {
        "hidden": tuple(styles[f.group] for f in figures if f.is_hidden),
        "empty": tuple(styles[f.group] for f in figures if f.is_empty),
    }


def _are_named(figures: Sequence[Figure]) -> bool:
    """Whether the names have room at the marks of the first row, both of which are shown."""
    is_shown = not any(f.is_hidden or f.is_empty for f in figures)
    return is_shown and len(figures) <= 2 and all(
        len(plural(f.group)) <= LETTERS for f in figures
    )  # fmt: skip


def _named(
    lanes: Sequence[Lane], figures: Sequence[Figure], styles: Mapping[str, Style]
) -> list[Lane]:
    """The lanes, with the names of the groups above the marks of the first."""
    names = tuple(_names(sorted(figures, key=lambda f: f.share), styles))
    at = next(i for i, lane in enumerate(lanes) if lane.kind != "ordrad")
    first = replace(lanes[at], parts=(*lanes[at].parts, *names))
    return [*lanes[:at], first, *lanes[at + 1 :]]


def _names(by_share: Sequence[Figure], styles: Mapping[str, Style]) -> Iterator[Word]:
    is_near = by_share[-1].share - by_share[0].share < NEAR
    past = OUTWARDS if is_near and len(by_share) > 1 else INWARDS
    for i, f in enumerate(by_share):
        side = -1 if i == 0 and len(by_share) > 1 else 1
        look = f"n {styles[f.group].colour}"
        yield Word(plural(f.group), f.share, look, side, -side * past, ABOVE)
