"""Draws from a place where sex plays no part: how far do the groups part by chance alone?"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from ipywidgets import Button, Dropdown, HBox, VBox, Widget
from markupsafe import Markup

from ..content import render
from ..show.charts.drawing import DIAMOND, Key, Mark, Panel, Panels, Stroke, Style, on
from ..show.model import Chart
from ..wording import counted, half_up, number, points
from .exercise import Shown, frame, framed

# A dot a draw, on an axis of differences, dots of equal place on top of each other.

HIGH, FLOOR, LARGEST = 190, 4, 0.7  # pixels of the field and under the dots; a dot's size at most
BIN, REACH = 5, 70  # percentage points: dots within a bin stand together; how far the axis goes
LEAST_HIGH = 14  # dots that always have room
ENDS = "← högre för män", "högre för kvinnor →"
ALT = (
    "Prickdiagram. {times} med {people} kvinnor och {people} män i varje. Skillnaden i andel, "
    "kvinnor minus män, går från {low} till {high} procentenheter. I {far} är den minst 20."
)
EACH_DRAW, LATEST = Style("g1"), Style("g2", DIAMOND)
KEYS = (Key("en dragning", EACH_DRAW), Key("den senaste", LATEST))


@dataclass(frozen=True)
class DrawsChart(Chart):
    """The draws with their figures in words."""

    is_alone = True
    draws: "Draws"

    @property
    def alt(self) -> str:
        """What the chart says, in words."""
        low, high = points(self.draws.gaps.min()), points(self.draws.gaps.max())
        times = counted(self.draws.times, "dragning", "dragningar")
        told = {"people": self.draws.people, "far": self.draws.far}
        return ALT.format(times=times, low=low, high=high, **told)

    @property
    def drawing(self) -> Panels:
        """One field: the latest draw is another shape."""
        places = dots(self.draws)
        step = (HIGH - 2 * FLOOR) / max(LEAST_HIGH, *(y for _, y in places))
        ticks = tuple((on(t, REACH), points(t / 100)) for t in range(-60, 61, 20))
        marks = tuple(
            Mark(on(x, REACH), LATEST if i == len(places) else EACH_DRAW,
                 HIGH - FLOOR - (y - 0.5) * step, size=min(LARGEST, step / 13))
            for i, (x, y) in enumerate(places, start=1)
        )  # fmt: skip
        zero = Stroke(0.5, 0.5, "iv i", 0, HIGH)
        return Panels(self.alt, (Panel((zero, *marks), HIGH),), KEYS, ticks, ENDS)


def dots(draws: "Draws") -> list[tuple[int, int]]:
    """The place of each draw's dot: percentage points to the nearest bin, and height from 1."""
    height: Counter[int] = Counter()
    found = []
    for gap in draws.gaps:
        x = BIN * half_up(gap * 100 / BIN)
        height[x] += 1
        found.append((x, height[x]))
    return found


# The form of the draws: how many people, and buttons to draw again.

SIZES = (10, 25, 100, 400)
PEOPLE, EACH = "Hur många?", "{n} kvinnor och {n} män"
ONCE, MANY, AGAIN = "Dra igen", "Dra 20 till", "Börja om"
MORE = 20
LABEL, FIELD = {"description_width": "6rem"}, {"width": "22rem"}


class DrawsForm:
    """A choice of size, buttons to draw once or many times, and the picture, from one draw on."""

    def __init__(self, first: "Draws") -> None:
        self.draws = first.drawn(times=1)
        sizes = [(EACH.format(n=n), n) for n in sorted({*SIZES, first.people})]
        self.size = Dropdown(
            description=PEOPLE, options=sizes, value=first.people, style=LABEL, layout=FIELD
        )
        self.once = Button(description=ONCE, button_style="primary")
        self.many, self.again = Button(description=MANY), Button(description=AGAIN)
        self.shown = frame(self.draws.inner)
        self.once.on_click(lambda _: self._show(times=self.draws.times + 1))
        self.many.on_click(lambda _: self._show(times=self.draws.times + MORE))
        self.again.on_click(lambda _: self._show(times=1, seed=self.draws.seed + 1))
        self.size.observe(lambda change: self._show(people=change["new"]), names="value")
        buttons = HBox([self.once, self.many, self.again])
        self.widget = VBox([self.size, buttons, self.shown])
        self.widget.add_class("isu-ovning")

    def _show(self, **changed: int) -> None:
        self.draws = self.draws.drawn(**changed)
        self.shown.value = framed(self.draws.inner)


# Draws from a place where sex plays no part: how far do the groups part by chance alone?

SHARE, NOTICED = 0.4, 0.2  # the chance of all, and a difference that would be noticed
LAST = (
    "Den senaste dragningen: {women} av {people} kvinnor och {men} av {people} män fick insatsen. "
    "Skillnaden är {gap} procentenheter."
)
FAR = "I {far} av {times} skilde det minst {limit} procentenheter."


@dataclass(frozen=True, eq=False, repr=False)
class Draws(Shown):
    """How many women and men got an intervention in each draw, as many of each in all of them.

    Attributes
    ----------
    people
        How many women, and how many men, a draw has.
    women, men
        Those who got it, a place a draw. The chance is the same for all.
    seed
        The same seed gives the same draws; more draws begin with the same ones.
    """

    people: int
    women: np.ndarray
    men: np.ndarray
    seed: int

    def __repr__(self) -> str:
        return f"{counted(self.times, 'dragning', 'dragningar')}. {self.told}"

    @property
    def times(self) -> int:
        """How many draws there are."""
        return len(self.women)

    @property
    def gaps(self) -> np.ndarray:
        """The share of women minus that of men in each draw, fractions."""
        return np.asarray((self.women - self.men) / self.people)

    @property
    def far(self) -> int:
        """In how many draws the shares are as far apart as would be noticed."""
        return int(np.count_nonzero(np.abs(self.gaps) >= NOTICED - 1e-9))

    @property
    def told(self) -> str:
        """The last draw and how often the groups parted, in words."""
        last = LAST.format(women=self.women[-1], men=self.men[-1], people=number(self.people),
                           gap=points(abs(self.gaps[-1])).removeprefix("+"))  # fmt: skip
        times = counted(self.times, "dragning", "dragningar")
        return f"{last} " + FAR.format(far=self.far, times=times, limit=round(100 * NOTICED))

    def drawn(
        self, *, people: int | None = None, times: int | None = None, seed: int | None = None
    ) -> "Draws":
        """Other draws: what is not given stays as it is."""
        return draws(people or self.people, times or self.times, seed or self.seed)

    @property
    def inner(self) -> Markup:
        """The picture and what it shows."""
        return render("exercises/exercise", "draws", chart=DrawsChart(self).html, told=self.told)

    def form(self) -> Widget:
        """The picture with buttons to draw again."""
        return DrawsForm(self).widget


def draws(people: int = 10, times: int = 20, seed: int = 1) -> Draws:
    """So many draws of ``people`` women and as many men, of whom all have the same chance.

    Examples
    --------
    >>> draws(10, 20).women[:5].tolist() == draws(10, 5).women.tolist()
    True
    """
    drawn = np.random.default_rng([seed, people]).binomial(people, SHARE, size=(times, 2))
    return Draws(people, drawn[:, 0], drawn[:, 1], seed)
