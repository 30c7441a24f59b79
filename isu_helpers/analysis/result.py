"""A Result: what an analysis found, unprotected, and never shown but through the Release."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..codebook import Variable
from ..content import load
from ..records import Records
from ..wording import MISSING, TOTAL, counted, in_the_group, listing, percent, plural
from .cube import ANSWERED, Axis, Cube
from .gap import in_group
from .intervals import newcombe, widened, wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# A cube as tidy frames: a row a number, and a row a difference between two groups.


def tidy(cube: Cube, visible: np.ndarray | None = None, *, effect: float = 1.0) -> pd.DataFrame:
    """The cube's numbers, a row each.

    Parameters
    ----------
    cube
        Counts with their totals.
    visible
        Which numbers may be shown, of the cube's shape; a hidden one, and every share it would
        give away, becomes missing, and the column ``hidden`` names it.
    effect
        How many times fewer people would tell as much as these rows (`Records.design_effect`).

    Returns
    -------
    DataFrame
        A column a variable (the category, missing for a total), ``n``, ``base`` (those the share
        is of: people who answered, for a missing answer and for totals everyone in the group),
        ``share``, ``low``, ``high`` as fractions. With ``visible`` also ``hidden``: ``""``,
        ``"n"``, ``"base"`` or ``"n base"``.
    """
    rows = [i for i, slot in enumerate(cube.of.slots) if slot != ANSWERED]
    is_answer = np.array([cube.of.slots[i] in cube.of.answers for i in rows])
    answered, total = cube.of.place(ANSWERED), cube.of.place(TOTAL)
    frame = _categories(cube.axes, rows)
    frame["n"] = cube.n[..., rows].ravel()
    base_of = np.where(is_answer, answered, total)
    frame["base"] = cube.n[..., base_of].ravel()
    if visible is not None:
        shown = visible[..., rows].ravel(), visible[..., base_of].ravel()
        for name, is_shown in zip(("n", "base"), shown, strict=True):
            frame[name] = frame[name].astype(float).where(is_shown)
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["share"] = frame["n"] / frame["base"].where(frame["base"] > 0)
    low, high = wilson(frame["n"], frame["base"], level=widened(None, effect))
    frame["low"], frame["high"] = low, high
    if visible is not None:
        words = [
            np.where(is_shown, "", name)
            for name, is_shown in zip(("n", "base"), shown, strict=True)
        ]
        frame["hidden"] = [" ".join(filter(None, pair)) for pair in zip(*words, strict=True)]
    return frame


def differences(
    frame: pd.DataFrame, axes: tuple[Axis, ...], groups: tuple[str, str] | None = None,
    *, effect: float = 1.0,
) -> pd.DataFrame:  # fmt: skip
    """Differences of shares between the groups of the first axis, Newcombe's interval with each.

    Returns
    -------
    DataFrame
        A row for each answer, crossing stratum (missing for all strata) and pair of groups:
        the variables' columns but the first, ``first``, ``second``, ``value``, ``low``, ``high``
        as fractions, first minus second. A row is missing where a share is.
    """
    name, rest = axes[0].name, [a.name for a in axes[1:]]
    answers = frame[frame[axes[-1].name].isin(axes[-1].answers)]
    pairs = [groups] if groups else list(combinations(axes[0].answers, 2))
    parts, level = [], widened(None, effect)
    for first, second in pairs:
        one, two = (_rows_of(answers, name, group) for group in (first, second))
        value, low, high = newcombe(one["n"], one["base"], two["n"], two["base"], level=level)
        part = one[rest].assign(first=first, second=second, value=value, low=low, high=high)
        parts.append(part)
    empty = pd.DataFrame(columns=[*rest, "first", "second", "value", "low", "high"])
    return pd.concat(parts, ignore_index=True) if parts else empty


def _rows_of(answers: pd.DataFrame, name: str, group: str) -> pd.DataFrame:
    """The rows of a group; of one too small to be shown as a group, rows without figures."""
    rows = answers[answers[name] == group]
    if rows.empty:
        rows = answers[answers[name].isna()].assign(n=np.nan, base=np.nan)
    return rows.reset_index(drop=True)


def _categories(axes: tuple[Axis, ...], rows: list[int]) -> pd.DataFrame:
    """The category of each row on each axis, missing for a total."""
    slots = [list(a.slots) for a in axes[:-1]] + [[axes[-1].slots[i] for i in rows]]
    places = np.indices([len(s) for s in slots]).reshape(len(slots), -1)
    return pd.DataFrame(
        {
            axis.name: pd.Series(
                [None if s[i] == TOTAL else s[i] for i in place], dtype=object
            ).where(lambda column: column.notna())
            for axis, s, place in zip(axes, slots, places, strict=True)
        }
    )


# Warnings in words for groups in which one person weighs much.

SMALL = "{people} har svarat. En person motsvarar {share}."
SMALLEST = "Som minst har {people} svarat. En person motsvarar {share}."
WHOLE = "{people} är med. När alla har svarat motsvarar en person {share}."
SMALL_CASES = "{cases} i {group} har ett svar. Ett ärende motsvarar {share}."
SMALLEST_CASES = "Som minst har {cases} i {group} ett svar. Ett ärende motsvarar {share}."
WHOLE_CASES = "{cases} i {group} är med. När alla har ett svar motsvarar ett {share}."
MOST, MORE = 6, "Fler grupper är små. Se antalen i tabellen."

Group = tuple[str, ...]


def small_groups(
    *tables: tuple[pd.DataFrame, tuple[Axis, ...]], are_cases: bool = False
) -> list[str]:
    """A sentence for each group of which few have answered, at its smallest in any of the tables.

    Parameters
    ----------
    *tables
        Tidy frames, protected or not, each with its axes, the counted variable last. Groups
        whose number is not known are passed over.
    are_cases
        Whether the rows are cases, of which a person may have several.
    """
    found: dict[Group, set[float]] = {}
    for group, base in (pair for table in tables for pair in _bases(*table)):
        found.setdefault(group, set()).add(base)
    one, several = (SMALL_CASES, SMALLEST_CASES) if are_cases else (SMALL, SMALLEST)
    return _told((several if len(bases) > 1 else one, group, min(bases))
                 for group, bases in found.items())  # fmt: skip


def small_wholes(
    frame: pd.DataFrame, axes: tuple[Axis, ...], *, are_cases: bool = False
) -> list[str]:
    """A sentence for each small group of a plain table, whether they have answered or not.

    Parameters
    ----------
    frame, axes
        As in `small_groups`, of two axes.
    """
    by, of = (a.name for a in axes)
    rows = frame[frame[of].isna() & frame[by].notna() & (frame[by] != MISSING)]
    form = WHOLE_CASES if are_cases else WHOLE
    return _told((form, (str(group),), n) for group, n in zip(rows[by], rows["n"], strict=True))


def _bases(frame: pd.DataFrame, axes: tuple[Axis, ...]) -> Iterator[tuple[Group, float]]:
    """The groups of a frame with how many answered in each."""
    names, of = [a.name for a in axes[:-1]], axes[-1].name
    rows = frame[frame[of].isin(axes[-1].answers) & frame[names].notna().all(axis=1)]
    rows = rows[~rows[names].isin([MISSING]).any(axis=1)].drop_duplicates(names)
    groups = (tuple(map(str, row[names])) for _, row in rows.iterrows())
    return ((g, base) for g, base in zip(groups, rows["base"], strict=True) if base > 0)


def _told(found: Iterable[tuple[str, Group, float]]) -> list[str]:
    """The sentences of those that are small, each made from its form, its group and its size."""
    limit = load("thresholds")["litet_underlag"]["value"]
    told = [_sentence(form, group, int(n)) for form, group, n in found if 0 < n < limit]
    return told if len(told) <= MOST else [*told[:MOST], MORE]


def _sentence(form: str, group: Group, size: int) -> str:
    first, *rest = group
    within = [r[:1].lower() + r[1:] for r in rest]
    return form.format(
        people=in_group(size, first, *within),
        cases=counted(size, "ärende", "ärenden"),
        group=in_the_group(", ".join([plural(first).lower(), *within])),
        share=percent(1 / size).replace("%", "procentenheter"),
    )


# A Result: what an analysis found, unprotected, and never shown but through the Release.


class Displayed:
    """What a notebook shows only by way of a presenter, which goes through the Release."""

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        return self.bundle()

    def bundle(self) -> dict[str, object]:
        """A bundle of MIME types; only words where no presenter is there."""
        return _presenters[-1][0](self) if _presenters else {"text/plain": repr(self)}

    def plot(self) -> "Axes":
        """The first chart of what is displayed, as an Axes of matplotlib to go on with.

        It shows what the Release shows. The picture is the group's own: no handout takes it.

        Raises
        ------
        ValueError
            Where nothing of it is shown as a chart.
        """
        if not _presenters:
            raise ValueError("nothing draws charts here")
        return _presenters[-1][1](self)


Presenter = Callable[[object], dict[str, object]]
Plotter = Callable[[object], "Axes"]
_presenters: list[tuple[Presenter, Plotter]] = []  # at most one


def show_with(presenter: Presenter, plotter: Plotter) -> None:
    """Let a presenter make what a notebook displays of results, and a plotter its charts."""
    _presenters[:] = [(presenter, plotter)]


@dataclass(frozen=True, eq=False, repr=False)
class Result(Displayed):
    """Counts and shares of one variable within groups.

    ``frame`` and ``difference`` are unprotected, for tests and analysts: see `tidy` and
    `differences` for their columns. ``cube`` always has sex as an axis, since the Release needs it
    to tell the stated population; ``by`` says which groups were asked for. ``analysis`` is the
    analysis that it is a part of, such as ``"trend"``, and tells how it is shown.
    """

    records: Records
    of: Variable
    by: tuple[Variable, ...]
    cube: Cube = field(compare=False)
    groups: tuple[str, str] | None = None
    analysis: str = ""

    def __repr__(self) -> str:
        names = listing(v.name for v in self.by)
        return f"{self.of.name} efter {names}. Skriv .frame för att se siffror utan skydd."

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two results of the same people the same."""
        return (self.of.name, *(v.name for v in self.by), self.groups)

    @property
    def has_sex(self) -> bool:
        """Whether sex is among the groups that were asked for."""
        return self.cube.axes[0].variable in self.by

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All numbers, unprotected."""
        return tidy(self.asked(self.cube), effect=self.records.design_effect)

    @cached_property
    def difference(self) -> pd.DataFrame:
        """The differences between the groups of the first variable, unprotected."""
        axes, effect = self.asked(self.cube).axes, self.records.design_effect
        return differences(self.frame, axes, self.groups, effect=effect)

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


MEDIANS, WAITING = "medians", "waiting_times"  # analyses whose classes are a means, not the end


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
    analysis: str = ""

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __repr__(self) -> str:
        return f"{len(self.items)} tabeller: " + listing(c.of.title for c in self.items)
