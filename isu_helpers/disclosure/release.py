"""The Release: all that is shown of the same people, protected together."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..analysis.cube import ANSWERED, Cube
from ..analysis.result import Choice, Result
from ..codebook import SEX, Variable
from ..codebook.words import key_of
from ..errors import CodebookError
from ..records import Records
from ..wording import MISSING
from .alike import Pair, alike
from .attack import known
from .complementary import complement
from .ledger import Address, Ledger
from .overlap import overlaps, tie
from .population import Crowd, crowd_of, stated_population
from .primary import primary
from .protected import Protected
from .task import Task

OTHER_CLASSES = (
    "Variabeln «{name}» har fått andra svar eller klasser sedan de första tabellerna visades. "
    "Två indelningar av samma personer bredvid varandra kan röja små tal. "
    "Starta om kärnan och kör alla celler, så gäller den nya indelningen överallt."
)
SAME_COLUMN = (
    "Variablerna «{one}» och «{two}» läser samma kolumn men har olika svar eller klasser. "
    "Två indelningar av samma personer bredvid varandra kan röja små tal. "
    "Ta bort den ena ur kodboken."
)


class Release:
    """What leaves an arbetsmapp: results of the same people, entered one set after another.

    What is out stays out and what is hidden stays hidden; a later set is fitted to it. A number
    has one address and is hidden everywhere or nowhere. An attacker tries each set before it is
    let out.
    """

    def __init__(self, k: int = 5, is_protected: bool = True):
        self.k = k
        self.is_protected = is_protected
        self.ledger = Ledger(k)
        self.hidden: frozenset[int] = frozenset()
        self.shown: frozenset[int] = frozenset()
        self.results: dict[tuple, Protected] = {}
        self._cut: dict[str, Variable] = {}
        self._people: dict[bytes, Pair] = {}
        self._crowd: Crowd | None = None

    def __repr__(self) -> str:
        return f"Utlämning av {len(self.results)} tabeller, {len(self.hidden)} tal är dolda"

    @property
    def frames(self) -> list[pd.DataFrame]:
        """One frame a result, with only what may be published."""
        return [p.frame for p in self.results.values()]

    def protected(self, result: Result) -> Protected:
        """A result as it may be published: as it was planned, or fitted to what is out.

        Raises
        ------
        CodebookError
            When one of its variables has other categories than in what is out.
        """
        self._check(result)
        if result.key not in self.results:
            self.add([result])
        return self.results[result.key]

    def add(self, results: Sequence[Result]) -> list[Protected]:
        """Enter a set of results and protect it jointly with all that is out already.

        Raises
        ------
        CodebookError
            When a variable has other categories than in what is out.
        ValueError
            When the results are of different people.
        """
        for result in results:
            self._check(result)
        cubes = [r.asked(stated_population(r.cube, self.k)) for r in results]
        if self.is_protected:
            added = self._fit(results, cubes)
        else:
            added = [Protected(r, c, np.ones(c.n.shape, bool), False)
                     for r, c in zip(results, cubes, strict=True)]  # fmt: skip
        self.results |= {p.result.key: p for p in added}
        return added

    def chosen(self, choice: Choice) -> Protected | None:
        """The result of a choice that is out, else the first of which enough may be shown.

        A result that is tried and found wanting is not entered.
        """
        out = [r for r in choice.items if r.key in self.results]
        if out:
            return self.protected(out[0])
        for result in choice.items:
            if self.is_protected and splits_small(result, self.k):
                continue
            before = self._state()
            protected = self.protected(result)
            if protected.is_enough:
                return protected
            self._set(*before)
        return None

    def task(self) -> Task:
        """The numbers of the ledger as a task for the solver and the attacker."""
        ledger = self.ledger
        bases = {pair for (_, slot), pair in ledger.same.items() if slot == ANSWERED}
        floor = np.ones(len(ledger.counts))
        floor[list(ledger.loose)] = 0
        return Task(
            counts=np.array(ledger.counts),
            sums=frozenset(ledger.sums),
            small=frozenset(ledger.small),
            shown=self.shown,
            hidden=self.hidden,
            cost=np.array([_cost(a, bases) for a in ledger.addresses]),
            guarded=frozenset(ledger.guarded),
            k=self.k,
            floor=floor,
            silent=frozenset(ledger.silent),
        )

    def _check(self, result: Result) -> None:
        """The same people cut at two places are told apart by subtraction: cut once only."""
        for variable in (axis.variable for axis in result.cube.axes):
            for column in map(key_of, variable.columns or (variable.name,)):
                known = self._cut.setdefault(column, variable)
                if known.categories == variable.categories:
                    continue
                if known.name == variable.name:
                    raise CodebookError(OTHER_CLASSES.format(name=variable.title))
                raise CodebookError(SAME_COLUMN.format(one=known.name, two=variable.name))

    def _fit(self, results: Sequence[Result], cubes: list[Cube]) -> list[Protected]:
        """The set at once where that can be had, else one result at a time."""
        before = self.ledger.copy()
        places = self._enter(results, cubes)
        if self._protect():
            visible = [~np.isin(p, list(self.hidden)) for p in places]
            return [Protected(*row) for row in zip(results, cubes, visible, strict=True)]
        self.ledger = before
        if len(cubes) == 1:
            nothing = np.zeros(cubes[0].n.shape, bool)
            return [Protected(results[0], cubes[0], nothing, is_refused=True)]
        return [p for r, c in zip(results, cubes, strict=True) for p in self._fit([r], [c])]

    def _enter(self, results: Sequence[Result], cubes: list[Cube]) -> list[np.ndarray]:
        """Enter cubes, and what follows from groups that are the same or overlap."""
        if not results:
            return []
        crowd = self._crowd_of(results[0].records)
        for cube in cubes:
            self.ledger.same |= alike(crowd, cube, self._people)
        places = [self.ledger.enter(c) for c in cubes]
        for overlap in overlaps(crowd, self.ledger.variables.values()):
            tie(self.ledger, overlap, crowd)
        return places

    def _crowd_of(self, records: Records) -> Crowd:
        if self._crowd is None or self._crowd.records is not records:
            self._crowd = crowd_of(records, self.k)
        return self._crowd

    def _state(self) -> tuple:
        return self.ledger.copy(), self.hidden, self.shown, dict(self.results)

    def _set(self, ledger: Ledger, hidden: frozenset, shown: frozenset, results: dict) -> None:
        self.ledger, self.hidden, self.shown, self.results = ledger, hidden, shown, results

    def _protect(self) -> bool:
        """Choose what to hide; whether that withstands the attacker."""
        task = self.task()
        pattern = complement(task)
        if pattern is None or known(task, pattern.hidden):
            return False
        self.hidden = pattern.hidden - task.silent
        self.shown = frozenset(range(len(task.counts))) - pattern.hidden
        return True


def splits_small(result: Result, k: int) -> bool:
    """Whether a crossing would break down an answer that few women, men or others gave.

    The zeros of such a table would tell where the few are, and where they are not.
    """
    cube = result.asked(stated_population(result.cube, k))
    if len(cube.axes) < 3:
        return False
    crossed = (slice(None), *[-1] * (len(cube.axes) - 2), slice(None))
    margin = Cube((cube.axes[0], cube.axes[-1]), cube.n[crossed], cube.people[crossed])
    answers = [i for i, s in enumerate(cube.of.slots) if s in cube.of.answers]
    return bool(primary(margin, k).small[:, answers].any())


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
    >>> from isu_helpers import Records, breakdown
    >>> frame = protect([breakdown(Records.from_frame(table), "Insats")]).frames[0]
    >>> frame.loc[frame["Kön"] == "Kvinna", "n"].tolist()
    [nan, nan, 0.0, 9.0]
    """
    if k < 3:
        raise ValueError(f"k must be at least 3, not {k}")
    release = Release(k)
    release.add(results)
    return release


def _cost(address: Address, bases: set[Pair]) -> float:
    """One for each number, three for a size that shares rest on; then rather totals than women's
    and men's own numbers.
    """
    slots, names = {slot for _, slot in address}, {name.casefold() for name, _ in address}
    base = 2.0 * (ANSWERED in slots or len(address) <= 1 or not bases.isdisjoint(address))
    tie = 0.001 * (SEX in names) + 0.004 * (MISSING in slots) - 0.0001 * len(address)
    return 1.0 + base + tie
