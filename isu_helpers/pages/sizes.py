"""How many are needed: the smallest difference that groups of a size are likely to show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ipywidgets import HTML, IntText, VBox
from markupsafe import Markup

from ..analysis.gap import needed_sentence, smallest_gap
from ..content import load, render
from ..forms import LOOKS, Page, looks, panel, warned
from ..show.charts.drawing import Box, Lane, Lanes, Word
from ..show.model import Chart
from ..wording import half_up, listing, number

SIZES = (10, 15, 25, 40, 60, 100, 150, 250, 400)
MANY = 10  # yes-or-no questions looked at together, for those who ask much
LEAST, MOST = 1, 100_000

EACH = "{n} i varje grupp"
TWO = "{one} i den ena gruppen och {two} i den andra"
SHOWS = (
    "Med {groups} kan ni räkna med att se skillnader större än ungefär {gap} procentenheter. "
    "En så stor skillnad syns ungefär {times} gånger av 10. Mindre kan synas ibland."
)
LIKE = (
    "{gap} procentenheter är till exempel {low}\N{NO-BREAK SPACE}% mot {high}\N{NO-BREAK SPACE}%."
)
NOT_PEOPLE = (
    "Antalet är {n}. Väntade ett helt tal från {least} till {most}. Skriv hur många som svarar i "
    "gruppen."
)
TOO_FEW = "Med {groups} går ingen skillnad att se säkert."


@dataclass(frozen=True)
class Sizes:
    """Two groups that answer, and how small a difference between their shares they show.

    ``gap`` is a fraction when one question is looked at, ``gap_of_many`` when `MANY` are;
    infinite where no difference is likely to show.
    """

    one: int
    two: int

    @property
    def label(self) -> str:
        """The groups in numbers: «25», or «40 och 25» where they differ."""
        return listing(dict.fromkeys((number(self.one), number(self.two))))

    @property
    def is_real(self) -> bool:
        """Whether both are numbers that groups can have."""
        return min(self.one, self.two) >= LEAST and max(self.one, self.two) <= MOST

    @property
    def gap(self) -> float:
        """The smallest difference that one question shows."""
        return float(smallest_gap(self.one, self.two))

    @property
    def gap_of_many(self) -> float:
        """The smallest difference that one of many questions shows."""
        return float(smallest_gap(self.one, self.two, MANY))

    @property
    def groups(self) -> str:
        """The groups in words: «25 i varje grupp»."""
        if self.one == self.two:
            return EACH.format(n=number(self.one))
        return TWO.format(one=number(self.one), two=number(self.two))

    @property
    def sentence(self) -> str:
        """What such groups show, in Swedish; whole percentage points, halves up."""
        if not self.is_real:
            wrong = next(n for n in (self.one, self.two) if not LEAST <= n <= MOST)
            return NOT_PEOPLE.format(n=number(wrong), least=LEAST, most=number(MOST))
        if not np.isfinite(self.gap):
            return TOO_FEW.format(groups=self.groups)
        times = half_up(load("thresholds")["styrka"]["value"] * 10)
        told = SHOWS.format(groups=self.groups, gap=number(self.gap * 100), times=times)
        gap, low = half_up(self.gap * 100), half_up(50 - self.gap * 50)
        return f"{told} {LIKE.format(gap=gap, low=low, high=low + gap)}"


def table_of_sizes(extra: Sizes | None = None) -> list[Sizes]:
    """The usual sizes and one more, those that show least first.

    Examples
    --------
    >>> [s.one for s in table_of_sizes(Sizes(20, 20))][:4]
    [10, 15, 20, 25]
    """
    usual = [Sizes(n, n) for n in SIZES]
    more = [extra] if extra and extra not in usual else []
    return sorted([*usual, *more], key=lambda s: -s.gap)


# A bar for each size of group: how large a difference must be to show.

ALONG = "Så stora skillnader kan ni räkna med att se (procentenheter)"
NOTHING = "ingen skillnad syns säkert"
POINTS = "{gap} procentenheter"
ALT = "Stapeldiagram. Så stora skillnader kan ni räkna med att se. {parts}."
TICKS = tuple((at, f"{100 * at:g}") for at in (0, 0.25, 0.5, 0.75, 1))


@dataclass(frozen=True)
class SizesChart(Chart):
    """A bar a size of group; the group's own has another look."""

    rows: tuple[Sizes, ...]
    own: Sizes | None = None

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        return alt_text(self.rows)

    @property
    def drawing(self) -> Lanes:
        """The bars, each with its number."""
        lanes = tuple(_lane(row, is_own=row == self.own) for row in self.rows)
        return Lanes(ALONG, lanes, TICKS, caption=ALONG)


def alt_text(rows: Sequence[Sizes]) -> str:
    """What the chart shows, in words and figures."""
    return ALT.format(parts="; ".join(f"{s.groups}: {told(s.gap)}" for s in rows))


def told(gap: float) -> str:
    """A gap in whole percentage points, or that there is none."""
    return POINTS.format(gap=number(gap * 100)) if np.isfinite(gap) else NOTHING


def _lane(sizes: Sizes, *, is_own: bool) -> Lane:
    label, heard = f"{number(sizes.one)} + {number(sizes.two)}", f": {told(sizes.gap)}"
    if not np.isfinite(sizes.gap):
        return Lane(label, (Word(NOTHING, 0, "v andra", side=1, dx=6),), heard=heard)
    bar = Box(0, sizes.gap, "rest" if is_own else "borta", -8, 16)
    return Lane(label, (bar, Word(number(sizes.gap * 100), sizes.gap, side=1, dx=6)), heard=heard)


# ``how_many``: a table and a picture of what groups of each size show, and one's own size.

CAPTION = "Så stora skillnader kan ni räkna med att se"
HEADS = ("Antal i varje grupp", "När ni tittar på en fråga", "När ni tittar på {many} frågor")
GAPS = (0.1, 0.2, 0.3)
ONE, PAGE_TWO = (
    "Hur många i den ena gruppen, till exempel kvinnor?",
    "Hur många i den andra, till exempel män?",
)
USUAL = 25
REPR = "Så många behöver vi: {sentence}"


class HowMany(Page):
    """What groups of different sizes are likely to show; ``own`` is the size that is asked for."""

    def __init__(self, own: Sizes) -> None:
        self.own = own

    def __repr__(self) -> str:
        return REPR.format(sentence=self.own.sentence)

    @property
    def html(self) -> Markup:
        """A sentence on one's own size with a picture and a table, or what is wrong with it."""
        if not self.own.is_real:
            return warned(self.own.sentence)
        shown = table_of_sizes(self.own)
        rows = [(s.label, told(s.gap), told(s.gap_of_many)) for s in shown]
        chart = SizesChart(tuple(shown), self.own).html
        return render(
            "pages/sizes", "sizes", sentence=self.own.sentence, chart=chart,
            caption=CAPTION, heads=[h.format(many=MANY) for h in HEADS], rows=rows,
            needed=[needed_sentence(gap) for gap in GAPS],
        )  # fmt: skip

    def widget(self) -> VBox:
        """Two numbers to fill in, and what they show."""
        pairs = ((ONE, self.own.one), (PAGE_TWO, self.own.two))
        self.one, self.two = (_field(*pair) for pair in pairs)
        self.shown = HTML(layout={"width": "auto"})
        for part in (self.one, self.two):
            part.observe(self._show, names="value")
        self._show()
        return VBox([looks("forms.css", *LOOKS), self.one, self.two, self.shown])

    def _show(self, change: object = None) -> None:
        self.own = Sizes(self.one.value, self.two.value)
        self.shown.value = panel(self.html, is_told=True)


def how_many(one: int = USUAL, two: int | None = None) -> HowMany:
    """How small a difference two groups of these sizes are likely to show.

    Parameters
    ----------
    one, two
        How many answer in each group; as many in both where one is given.

    Returns
    -------
    HowMany
        ``.own.gap`` is the smallest difference that is likely to show, as a fraction. Numbers that
        no group can have are told of on the page.

    Examples
    --------
    >>> print(how_many(25).own.sentence.split(" större ")[0])
    Med 25 i varje grupp kan ni räkna med att se skillnader
    """
    return HowMany(Sizes(one, one if two is None else two))


def _field(label: str, value: int) -> IntText:
    layout = {"width": "100%", "max_width": "28rem"}
    part = IntText(value=value, description=label, layout=layout)
    part.add_class("isu-falt")
    return part
