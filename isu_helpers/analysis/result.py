"""A Result: what an analysis found, unprotected, and never shown but through the Release."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from ..codebook import Variable
from ..records import Records
from ..wording import listing
from .cube import Cube
from .tidy import differences, tidy
from .warnings import small_groups


class Displayed:
    """What a notebook shows only by way of a presenter, which goes through the Release."""

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        return self.bundle()

    def bundle(self) -> dict[str, object]:
        """A bundle of MIME types; only words where no presenter is there."""
        return {"text/plain": repr(self)}


def show_with(presenter: Callable[[object], dict[str, object]]) -> None:
    """Let a presenter make what a notebook displays of results: a bundle of MIME types."""
    Displayed.bundle = presenter


@dataclass(frozen=True, eq=False, repr=False)
class Result(Displayed):
    """Counts and shares of one variable within groups.

    ``frame`` and ``difference`` are unprotected, for tests and analysts: see `tidy` and
    `differences` for their columns. ``cube`` always has sex as an axis, since the Release needs it
    to tell the stated population; ``by`` says which groups were asked for. ``form`` is the
    analysis that it is a part of, such as ``"trend"``, and tells how it is shown.
    """

    records: Records
    of: Variable
    by: tuple[Variable, ...]
    cube: Cube = field(compare=False)
    groups: tuple[str, str] | None = None
    form: str = ""

    def __repr__(self) -> str:
        names = listing(v.name for v in self.by)
        return f"{self.of.name} efter {names}. Skriv .frame för att se siffror utan skydd."

    @property
    def key(self) -> tuple:
        """What makes two results of the same people the same."""
        return (self.of.name, *(v.name for v in self.by), self.groups)

    @property
    def has_sex(self) -> bool:
        """Whether sex is among the groups that were asked for."""
        return self.cube.axes[0].variable in self.by

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All numbers, unprotected."""
        return tidy(self.asked(self.cube))

    @cached_property
    def difference(self) -> pd.DataFrame:
        """The differences between the groups of the first variable, unprotected."""
        return differences(self.frame, self.asked(self.cube).axes, self.groups)

    @property
    def n(self) -> int:
        """How many people (or cases) were counted."""
        return int(self.cube.n[(-1,) * self.cube.n.ndim])

    @property
    def warnings(self) -> list[str]:
        """What to mind when reading: groups in which one person weighs much."""
        tables = (self.frame, self.asked(self.cube).axes)
        return small_groups(tables, are_cases=self.records.are_cases)

    def asked(self, cube: Cube) -> Cube:
        """A cube of this result with only what was asked for: sex summed over where it was not."""
        return cube if self.has_sex else Cube(cube.axes[1:], cube.n[-1], cube.people[-1])


@dataclass(frozen=True, eq=False)
class Choice:
    """Results of one variable to choose from: the first of which enough may be shown."""

    items: tuple[Result, ...]
    variable: Variable | None = None

    @property
    def of(self) -> Variable:
        """The variable that all of them count."""
        return self.variable or self.items[0].of

    @property
    def is_crossed(self) -> bool:
        """Whether sex is crossed with one more variable, to be chosen."""
        return self.variable is not None


@dataclass(frozen=True, repr=False)
class Results(Displayed):
    """Several variables that are shown one after the other."""

    records: Records
    items: tuple[Choice, ...]
    role: str = ""
    is_crossed: bool = False
    form: str = ""

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"{len(self.items)} tabeller: " + listing(c.of.title for c in self.items)
