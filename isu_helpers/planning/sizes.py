"""How many are needed: the smallest difference that groups of a size are likely to show."""

from dataclasses import dataclass

import numpy as np

from ..analysis.gap import smallest_gap
from ..content import load
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
