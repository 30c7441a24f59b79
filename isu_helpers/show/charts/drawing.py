"""What a chart draws, as data: lanes on a scale, panels over time, or a board of cells.

A page is made of it by `svg`, a picture for Word and slides by `picture`. Across, all places are
parts of the width, from 0 to 1; up and down they are pixels. So nothing in a drawing is scaled:
text is as large on a phone as on a wide screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ...wording import TOTAL, points

# Groups: a colour for each sex and greys for others; the shape tells them apart without colours.

CIRCLE, DIAMOND, TRIANGLE, SQUARE = range(4)
SEXES = {"kvinna": ("f", CIRCLE), "flicka": ("f", CIRCLE), "man": ("p", DIAMOND),
         "pojke": ("p", DIAMOND), "annat": ("a", TRIANGLE)}  # fmt: skip
OTHERS = (("g1", CIRCLE), ("g2", DIAMOND), ("g3", TRIANGLE), ("g4", SQUARE))


@dataclass(frozen=True)
class Style:
    """How a group is drawn: the class of its colour, and its shape."""

    colour: str
    shape: int = CIRCLE


ALL, PLAIN = Style(*OTHERS[3]), Style(*OTHERS[0])


def styles_of(groups: Sequence[str]) -> dict[str, Style]:
    """A style a group: the sexes' own where all are sexes, else greys in their order.

    Examples
    --------
    >>> [style.colour for style in styles_of(["Man", "Kvinna", "Alla"]).values()]
    ['p', 'f', 'g4']
    """
    named = [group for group in groups if group != TOTAL]
    are_sexes = all(group.casefold() in SEXES for group in named)
    pairs = [SEXES[g.casefold()] if are_sexes else OTHERS[i % 4] for i, g in enumerate(named)]
    return {g: Style(*pair) for g, pair in zip(named, pairs, strict=True)} | {TOTAL: ALL}


# What is drawn. ``look`` is one of the style sheet's classes.


@dataclass(frozen=True)
class Mark:
    """A shape around a place. ``form`` is empty for a filled one, else what it stands for."""

    x: float
    style: Style
    y: float = 0
    dx: float = 0
    size: float = 1
    form: str = ""


@dataclass(frozen=True)
class Stroke:
    """A straight line."""

    x1: float
    x2: float
    look: str
    y1: float = 0
    y2: float = 0


@dataclass(frozen=True)
class Box:
    """A part of a bar."""

    x: float
    width: float
    look: str
    y: float = -13
    height: float = 26


@dataclass(frozen=True)
class Word:
    """A short text at a place: ``side`` is −1 where it ends there, 1 where it begins there."""

    text: str
    x: float
    look: str = "v"
    side: int = 0
    dx: float = 0
    y: float = 5


Part = Mark | Stroke | Box | Word


@dataclass(frozen=True)
class Key:
    """What a sign means: a group's mark, or the fill of a part of a bar."""

    text: str
    style: Style | None = None
    fill: str = ""


@dataclass(frozen=True)
class Lane:
    """A line of a chart: a label, marks on the scale, and a value with its interval.

    ``heard`` is what a screen reader adds after the label. ``kind`` is ``"ordrad"`` for a heading.
    The groups that are ``hidden``, or ``empty`` of people, have their marks after the value, where
    no number can stand: never on the scale. ``counts`` are told on paper, where no table is.
    """

    label: str
    parts: tuple[Part, ...] = ()
    small: str = ""
    heard: str = ""
    value: str = ""
    between: str = ""
    sign: Style | None = None
    kind: str = ""
    hidden: tuple[Style, ...] = ()
    empty: tuple[Style, ...] = ()
    counts: str = ""


@dataclass(frozen=True)
class Lanes:
    """A chart of lanes over one scale.

    Parameters
    ----------
    title
        What it shows, read aloud.
    ticks
        Places of the scale and what they are called; lines go there. None: no scale.
    zero
        The place of the line that differences start from.
    ends
        What lies to the left and to the right.
    head, caption
        Over the values, and over the whole.
    counts
        Over the counts of the lanes; empty where they have none.
    alt
        What is read aloud instead of the lanes, where a table stands beside.
    """

    title: str
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...] = ()
    zero: float | None = None
    ends: tuple[str, ...] = ()
    head: str = ""
    caption: str = ""
    keys: tuple[Key, ...] = ()
    counts: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Panel:
    """A field of its own under a heading: a row of names under it where there are any.

    ``lines`` are the places up and down that have a line and a name to the left.
    """

    parts: tuple[Part, ...]
    height: int
    heading: str = ""
    names: tuple[str, ...] = ()
    lines: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Panels:
    """Panels with one scale and one key, told in words."""

    alt: str
    panels: tuple[Panel, ...]
    keys: tuple[Key, ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    ends: tuple[str, ...] = ()
    look: str = ""


@dataclass(frozen=True)
class Dot:
    """A numbered mark on a board."""

    text: str
    is_filled: bool


@dataclass(frozen=True)
class Board:
    """Cells in rows from above and columns from the left, each with dots.

    ``corners`` are the names of the four quarters, in reading order.
    """

    alt: str
    cells: tuple[tuple[tuple[Dot, ...], ...], ...]
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    across: str
    upwards: str
    corners: tuple[str, str, str, str]


Drawing = Lanes | Panels | Board

# Scales and numbers.

NOBODY = "–"
SHARE_TICKS = ((0, "0\N{NO-BREAK SPACE}%"), (0.5, "50\N{NO-BREAK SPACE}%"),
               (1, "100\N{NO-BREAK SPACE}%"))  # fmt: skip
TO, HIGHER = "({low} till {high})", "högre för {group}"


def two_sided(
    reach: float, told: Callable[[float], str] = points
) -> tuple[tuple[float, str], ...]:
    """Ticks of a scale with zero in the middle, without signs: the sides have names."""
    ticks = (-reach, -reach / 2, 0, reach / 2, reach)
    return tuple(((t / reach + 1) / 2, unsigned(told(abs(t)))) for t in ticks)


def on(value: float, reach: float) -> float:
    """The place of a value on a scale with zero in the middle; its end where it lies outside."""
    return float(np.clip((value / reach + 1) / 2, 0, 1))


def unsigned(words: str) -> str:
    """A number as it is told, without a plus.

    Examples
    --------
    >>> unsigned("+5"), unsigned("0")
    ('5', '0')
    """
    return words.removeprefix("+")


def sizeless(
    value: float, low: float, high: float, told: Callable[[float], str] = points
) -> tuple[str, str]:
    """How large a difference is and its interval: the marks show who is higher.

    Examples
    --------
    >>> sizeless(-0.31, -0.38, -0.23), sizeless(0.04, -0.04, 0.12)
    (('31', '(23 till 38)'), ('4', '(−4 till 12)'))
    """
    if value < 0:
        value, low, high = -value, -high, -low
    between = TO.format(low=unsigned(told(low)), high=unsigned(told(high)))
    return unsigned(told(value)), between


def shades(count: int) -> tuple[str, ...]:
    """The classes of so many answers in an order, from the palest fill to the darkest.

    Examples
    --------
    >>> shades(4), shades(1)
    (('s0', 's2', 's4', 's6'), ('s6',))
    """
    last = max(count - 1, 1)
    return tuple(f"s{round(6 * i / last)}" for i in range(count)) if count > 1 else ("s6",) * count
