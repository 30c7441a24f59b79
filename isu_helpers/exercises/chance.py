"""Draws from a place where sex plays no part: how far do the groups part by chance alone?"""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from ipywidgets import Button, Dropdown, HBox, VBox, Widget
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from ..content import render
from ..show.charts.bars import COLOURS, GRID, INK, SOFT, drawing, image_of, svg_of
from ..wording import counted, half_up, number, points
from .exercise import Shown, frame, framed

# A dot a draw, on an axis of differences, dots of equal place on top of each other.

WIDTH, HEIGHT = 6.2, 2.9  # inches
BIN, REACH = 5, 70  # percentage points: dots within a bin stand together; how far the axis goes
LEAST_HIGH = 10  # dots that always have room
WOMEN, MEN = "← högre för män", "högre för kvinnor →"
ALT = (
    "Prickdiagram. {times} med {people} kvinnor och {people} män i varje. Skillnaden i andel, "
    "kvinnor minus män, går från {low} till {high} procentenheter. I {far} är den minst 20."
)


def draws_chart(draws: "Draws") -> Markup:
    """The picture with its figures as alt text."""
    return Markup(image_of(_draw(draws), _alt(draws), "isu-prickar"))


def dots(draws: "Draws") -> list[tuple[int, int]]:
    """The place of each draw's dot: percentage points to the nearest bin, and height from 1."""
    height: Counter[int] = Counter()
    found = []
    for gap in draws.gaps:
        x = BIN * half_up(gap * 100 / BIN)
        height[x] += 1
        found.append((x, height[x]))
    return found


def _alt(draws: "Draws") -> str:
    low, high = points(draws.gaps.min()), points(draws.gaps.max())
    times = counted(draws.times, "dragning", "dragningar")
    return ALT.format(
        times=times, people=draws.people, low=low, high=high, far=draws.far, limit=20
    )


def _draw(draws: "Draws") -> bytes:
    with drawing():
        canvas = Canvas(figsize=(WIDTH, HEIGHT))
        axes = canvas.add_axes((0.03, 0.16, 0.94, 0.72))
        places = dots(draws)
        _prepare(axes, max(LEAST_HIGH, *(y for _, y in places)))
        size = min(9.0, 120 / max(LEAST_HIGH, *(y for _, y in places)))
        for x, y in places[:-1]:
            axes.plot(x, y, "o", color=COLOURS[1], markersize=size)
        axes.plot(*places[-1], "D", color=COLOURS[0], markersize=size, markeredgecolor=INK)
        return svg_of(canvas)


def _prepare(axes: Axes, top: int) -> None:
    ticks = range(-60, 61, 20)
    axes.set(xlim=(-REACH, REACH), ylim=(0.3, top + 1), yticks=[])
    axes.set_xticks(list(ticks), [points(t / 100) for t in ticks])
    axes.tick_params(axis="x", colors=SOFT, length=0, labelsize=9)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for spine in ("top", "right", "left"):
        axes.spines[spine].set_visible(False)
    axes.axvline(0, color=INK, linewidth=1)
    for x, words, align in ((-2, WOMEN, "right"), (2, MEN, "left")):
        axes.text(x, 1.06, words, ha=align, transform=axes.get_xaxis_transform(), color=SOFT,
                  fontsize=9, clip_on=False)  # fmt: skip


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
        return (self.women - self.men) / self.people

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
        return render("exercises/exercise", "draws", chart=draws_chart(self), told=self.told)

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
