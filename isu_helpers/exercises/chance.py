"""Draws from a place where sex plays no part: how far do the groups part by chance alone?"""

from dataclasses import dataclass

import numpy as np
from ipywidgets import Widget

from ..wording import counted, html, number, points
from .chance_chart import draws_chart
from .chance_form import DrawsForm
from .page import Shown

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
    def inner(self) -> str:
        """The picture and what it shows."""
        return f"{draws_chart(self)}<p>{html(self.told)}</p>"

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
