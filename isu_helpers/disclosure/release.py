"""The Release: all that is shown of the same people, protected together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from ..analysis.cube import ANSWERED, Axis, Cube
from ..analysis.result import Choice, Result
from ..analysis.selection import standard
from ..analysis.tidy import differences, tidy
from ..codebook import SEX
from ..content import load
from ..records import Records
from ..wording import MISSING
from .complementary import Task, complement
from .ledger import Address, Ledger
from .population import stated_population


@dataclass(frozen=True, eq=False)
class Protected:
    """A result as it may be published: hidden numbers are missing.

    ``visible`` is of the cube's shape; ``is_refused`` tells that no safe way to show it was found.
    """

    result: Result
    cube: Cube = field(repr=False)
    visible: np.ndarray = field(repr=False)
    is_protected: bool = True
    is_refused: bool = False

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The axes that were asked for, the counted variable last."""
        return self.result.asked_axes(self.cube)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The numbers that may be published, see `tidy`."""
        return self.result.only_asked(tidy(self.cube, self.visible))

    @cached_property
    def difference(self) -> pd.DataFrame:
        """The differences that may be published, see `differences`."""
        return differences(self.frame, self.axes, self.result.groups)

    @property
    def standing(self) -> float:
        """The share of the inner numbers, groups by answers, that may be shown."""
        frame, names = self.frame, [a.name for a in self.axes]
        inner = frame[frame[names].notna().all(axis=1)]
        inner = inner[~inner[names].isin([MISSING]).any(axis=1)]
        return float(inner["n"].notna().mean()) if len(inner) else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether a table of it is worth showing: a plain one always, a crossing by thresholds."""
        wanted = load("thresholds")["korsning_andel_kvar"]["value"]
        if self.is_refused:
            return len(self.axes) == 2
        return len(self.axes) == 2 or not self.is_protected or self.standing >= wanted


class Release:
    """What leaves an arbetsmapp: results of the same people, entered one set after another.

    What is out stays out and what is hidden stays hidden; a later set is fitted to it. A number
    has one address and is hidden everywhere or nowhere.
    """

    def __init__(self, k: int = 5, is_protected: bool = True):
        self.k = k
        self.is_protected = is_protected
        self.ledger = Ledger(k)
        self.hidden: frozenset[int] = frozenset()
        self.shown: frozenset[int] = frozenset()
        self.results: dict[tuple, Protected] = {}

    def __repr__(self) -> str:
        return f"Utlämning av {len(self.results)} tabeller, {len(self.hidden)} tal är dolda"

    @property
    def frames(self) -> list[pd.DataFrame]:
        """One frame a result, with only what may be published."""
        return [p.frame for p in self.results.values()]

    def protected(self, result: Result) -> Protected:
        """A result as it may be published: as it was planned, or fitted to what is out."""
        if result.key not in self.results:
            self.add([result])
        return self.results[result.key]

    def add(self, results: Sequence[Result]) -> list[Protected]:
        """Enter a set of results and protect it jointly with all that is out already."""
        cubes = [stated_population(r.cube, self.k) for r in results]
        if self.is_protected:
            added = self._fit(results, cubes)
        else:
            added = [Protected(r, c, np.ones(c.n.shape, bool), False)
                     for r, c in zip(results, cubes, strict=True)]  # fmt: skip
        self.results |= {p.result.key: p for p in added}
        return added

    def chosen(self, choice: Choice) -> Protected | None:
        """The result of a choice that was planned, else the first of which enough may be shown."""
        planned = [self.results[r.key] for r in choice.items if r.key in self.results]
        for protected in planned or map(self.protected, choice.items[:1]):
            if protected.is_enough:
                return protected
        return None

    def _fit(self, results: Sequence[Result], cubes: list[Cube]) -> list[Protected]:
        """The set at once where that can be had, else one result at a time."""
        before = self.ledger.copy()
        places = [self.ledger.enter(c) for c in cubes]
        if self._protect():
            return [self._protected(*row) for row in zip(results, cubes, places, strict=True)]
        self.ledger = before
        if len(cubes) == 1:
            nothing = np.zeros(cubes[0].n.shape, bool)
            return [Protected(results[0], cubes[0], nothing, is_refused=True)]
        return [p for r, c in zip(results, cubes, strict=True) for p in self._fit([r], [c])]

    def _protect(self) -> bool:
        ledger = self.ledger
        task = Task(
            counts=np.array(ledger.counts),
            sums=frozenset(ledger.sums),
            small=frozenset(ledger.small),
            shown=self.shown,
            hidden=self.hidden,
            cost=np.array([_cost(a) for a in ledger.addresses]),
        )
        hidden = complement(task)
        if hidden is None:
            return False
        self.hidden = hidden
        self.shown = frozenset(range(len(ledger.counts))) - hidden
        return True

    def _protected(self, result: Result, cube: Cube, places: np.ndarray) -> Protected:
        return Protected(result, cube, ~np.isin(places, list(self.hidden)))


def protect(results: Sequence[Result], k: int = 5) -> Release:
    """All results jointly protected, as one publication.

    Parameters
    ----------
    results
        Results of the same people.
    k
        The smallest count of different people that may be shown, at least 3.

    Returns
    -------
    Release
        ``.frames`` has a frame a result: as ``Result.frame``, hidden numbers missing, with a
        column ``hidden``.

    Raises
    ------
    ValueError
        When ``k`` is under 3.

    Examples
    --------
    >>> table = pd.DataFrame({"Kön": ["Kvinna"] * 9 + ["Man"] * 20,
    ...                       "Insats": ["Ja"] * 2 + ["Nej"] * 7 + ["Ja", "Nej"] * 10})
    >>> from isu_helpers.analysis import breakdown
    >>> frame = protect([breakdown(Records.from_frame(table), "Insats")]).frames[0]
    >>> frame.loc[frame["Kön"] == "Kvinna", "n"].tolist()
    [nan, nan, 0.0, 9.0]
    """
    if k < 3:
        raise ValueError(f"k must be at least 3, not {k}")
    release = Release(k)
    release.add(results)
    return release


_runs: dict[tuple, Release] = {}


def release_of(records: Records, k: int, is_protected: bool = True) -> Release:
    """The run's one Release for these people; the same file read twice has the same one.

    It begins with what step 1 shows by default, planned as one set before anything is seen.
    """
    hashed = pd.util.hash_pandas_object(records.frame, index=False)
    key = (len(records), tuple(records.frame.columns), int(hashed.sum()), k, is_protected)
    if key not in _runs:
        _runs[key] = planned(records, k, is_protected)
    return _runs[key]


def planned(records: Records, k: int, is_protected: bool = True) -> Release:
    """A Release with the standard set in it, planned as one before anything is shown.

    Of a choice the first result is taken of which at least two thirds of the inner numbers may
    stand; where none is left, the choice is refused.
    """
    left = [_bearable(choice, k, is_protected) for choice in standard(records)]
    while True:
        release = Release(k, is_protected)
        current = [results for results in left if results]
        added = release.add([results[0] for results in current])
        poor = [r for r, p in zip(current, added, strict=True) if not p.is_enough]
        if not poor:
            return release
        for results in poor:
            del results[0]


def _bearable(choice: Choice, k: int, is_protected: bool) -> list[Result]:
    """The results of a choice that are worth showing when each stands alone."""
    return [r for r in choice.items if Release(k, is_protected).add([r])[0].is_enough]


def _cost(address: Address) -> float:
    """One for each number; then rather totals than women's and men's own, never the grand total."""
    slots = {slot for _, slot in address}
    names = {name for name, _ in address}
    extra = 0.001 * (SEX in {n.casefold() for n in names})
    extra += 0.004 * (MISSING in slots) + 0.006 * (ANSWERED in slots)
    return 1.0 + extra + {0: 0.2, 1: 0.05}.get(len(address), 0.0) - 0.0001 * len(address)
