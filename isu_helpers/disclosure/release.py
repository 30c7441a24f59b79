"""The Release: all that is shown of the same people, protected together."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..analysis import Result
from ..analysis.cube import Cube
from ..analysis.flow import TIED, beside_flows
from ..analysis.result import Choice
from ..codebook import Variable, key_of
from ..errors import CodebookError
from ..privacy import CONTENT, TIES, key_for
from ..records import Records
from .divisions import Divisions
from .editions import Past
from .ledger import Address, Ledger, Pair, alike, cost_of
from .manifest import Edition, has_room, room_after
from .overlap import overlaps, tie
from .primary import Crowd, crowd_of, splits_small, stated_population
from .protected import Protected, inner
from .readers import Readers
from .related import tie_related
from .solver import LIMIT, Effort, Pattern, Solved, Task, complement, fewest, known
from .ties import tie_changes

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

# Effort, see `Effort`: of all crossings of a plan, and of each; numbers entered once more.
PLANNED, TRIED, ENTERED = 8000.0, 1000.0, 10
WEIGHT = 0.004  # what the folder's key may weigh beside the cost of a number
Wanted = Callable[[Protected], bool] | None
Key = tuple[object, ...]  # of a result
State = tuple[Ledger, frozenset[int], frozenset[int], dict[Key, Protected], dict[bytes, Pair]]


class Release:
    """What leaves an arbetsmapp: results of the same people, entered one set after another.

    What is out stays out and what is hidden stays hidden; a later set is fitted to it. A number
    has one address and is hidden everywhere or nowhere. An attacker tries each set before it is
    let out. ``turn`` is entered before something is added: there a Release that shares its
    arbetsmapp with others learns what they have added, and tells what it adds itself. ``pattern``
    is the last choice of what to hide, with its cost and the least that any is proved to cost;
    ``allowed`` the variables of tables there is room for, None where there is room for all.

    Parameters
    ----------
    k, is_protected
        The smallest count of different people that may be shown; whether anything is hidden.
    earlier, folder
        What is out of people who may be the same, and the arbetsmapp whose key is used.

    Raises
    ------
    IsuError
        In Swedish, when the key of the folder can't be used.

    Examples
    --------
    >>> Release(k=5)
    Utlämning av 0 tabeller, 0 tal är dolda
    """

    tells_means = True  # of values, which no sum of counts protects

    def __init__(self, k: int = 5, is_protected: bool = True, earlier: Iterable[Edition] = (),
                 folder: Path | None = None):  # fmt: skip
        self.k, self.earlier, self.folder = k, tuple(earlier), folder
        self._out: Divisions | None = None
        self.allowed = room_after(self.earlier)
        self.is_protected = is_protected
        self.turn: Callable[[], AbstractContextManager[None]] = nullcontext
        self.ledger = Ledger(k)
        self.hidden: frozenset[int] = frozenset()
        self.shown: frozenset[int] = frozenset()
        self.results: dict[Key, Protected] = {}
        self.pattern: Pattern | None = None
        self._cut: dict[tuple[str, str], Variable] = {}
        self._people: dict[bytes, Pair] = {}
        self._crowd: Crowd | None = None
        self._ties = key_for(folder, TIES)
        self._costs: dict[tuple[Address, bool | None], float] = {}
        self._solved: Solved = {}  # what the solver remembers, and the attacker
        self._known: dict[Key, list[int]] = {}
        self._all_readers: Readers | None = None
        self._wanting: set[Key] = set()
        self._sparing = Effort()
        self.seen: dict[Key, None] = {}  # asked for one by one

    def __repr__(self) -> str:
        return f"Utlämning av {len(self.results)} tabeller, {len(self.hidden)} tal är dolda"

    @property
    def frames(self) -> list[pd.DataFrame]:
        """One frame a result, with only what may be published."""
        return [p.frame for p in self.tables]

    @property
    def tables(self) -> list[Protected]:
        """What was asked for, in order; not what stands alongside a flow."""
        return [p for p in self.results.values() if p.result.analysis != TIED]

    @property
    def asked(self) -> list[Protected]:
        """What has been asked for one by one, in order; not what was planned or is out besides."""
        return [self.results[key] for key in self.seen if key in self.results]

    def protected(self, result: Result) -> Protected:
        """A result as it may be published: as it was planned, or fitted to what is out.

        Raises
        ------
        CodebookError
            When one of its variables has other categories than in what is out.
        """
        self._check(result)
        if result.key not in self.results:
            with self.turn():
                self._put(result)
        return self._put(result)

    def _put(self, result: Result) -> Protected:
        self.seen[result.key] = None
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
        every = [*results, *beside_flows(results, self.results)]
        for result in every:
            self._check(result)
        cubes = [r.asked(self.stated(r.cube, r.records)) for r in every]
        if self.is_protected:
            added = self._fit(every, cubes)
        else:
            added = [Protected(r, c, np.ones(c.n.shape, bool), False)
                     for r, c in zip(every, cubes, strict=True)]  # fmt: skip
        self.results |= {p.result.key: p for p in added}
        return added[: len(results)]

    def chosen(self, choice: Choice, wanted: Wanted = None) -> Protected | None:
        """The result of a choice that is out, else the first of which enough may be shown.

        A result that is tried and found wanting is not entered. What is ``wanted`` of one may be
        told; by default it is `Protected.is_enough`.
        """
        items = self._as_before(choice)
        for result in items:
            self._check(result)
        out = [self.results[r.key] for r in items if r.key in self.results]
        if out or not items:
            return self._put(out[0].result) if out else None
        with self.turn():
            return next((p for r in items if (p := self._tried(r, wanted))), None)

    def _as_before(self, choice: Choice) -> tuple[Result, ...]:
        """The results of a choice, first as they were divided in earlier publications."""
        if not (choice.items and self.is_protected and self._past_of(choice.items[0].records)):
            return choice.items
        return tuple(self._out.as_before(choice)) if self._out else ()

    def _tried(self, result: Result, wanted: Wanted) -> Protected | None:
        """A result, entered if enough of it may be shown; else nothing is changed."""
        is_new = self.is_protected and result.key not in self.results
        if is_new and wanted is None and self._is_in_vain(result):
            return None
        before = self._state()
        protected = self._put(result)
        if wanted(protected) if wanted else protected.is_enough:
            return protected
        self.decline([] if wanted else [result])
        self._set(before)
        return None

    def _is_in_vain(self, result: Result) -> bool:
        """Whether too little of a result would stand, told without looking for what would.

        One that has been found wanting stays so: there is ever less that may be hidden or shown.
        """
        splits = splits_small(result, self.k, self._staying(result.records))
        if result.key in self._wanting or splits:
            return True
        if self._sparing.is_spent:
            self.decline([result])
            return True
        self._sparing.add(len(self.ledger.counts) * ENTERED)
        before, cube = self._state(), result.asked(self.stated(result.cube, result.records))
        places = self._enter([result], [cube])[0]
        least = fewest(self.task(), frozenset(places[inner(cube)].ravel().tolist()))
        self._set(before)
        return not Protected(result, cube, np.ones(cube.n.shape, bool)).may_be_enough(least)

    def decline(self, results: Iterable[Result]) -> None:
        """Let results that a plan left out stay so, those that are out aside."""
        self._wanting |= {r.key for r in results}

    def plan(self, choices: Iterable[Choice]) -> None:
        """Choose crossings, as many as there is effort for; those left are not shown at all."""
        self._sparing = Effort(PLANNED)
        for choice in choices:
            self.chosen(choice)
        self._sparing, self.seen = Effort(), {}

    def replay(self, results: Sequence[Result], refused: set[Key], shown: set[Address]) -> bool:
        """Enter results that are out already, as they were shown; whether that holds.

        ``refused`` are the keys of those that were not shown; ``shown`` the addresses that were.
        """
        before = self._state()
        cubes = {r.key: r.asked(self.stated(r.cube, r.records)) for r in results}
        out = [r for r in results if r.key not in refused]
        places = dict(zip([r.key for r in out],
                          self._enter(out, [cubes[r.key] for r in out]), strict=True))  # fmt: skip
        ledger = self.ledger
        self.shown = frozenset(ledger.place[a] for a in shown & ledger.place.keys())
        self.hidden = frozenset(range(len(ledger.counts))) - self.shown - ledger.beside
        for result in results:
            self._check(result)
            cube = cubes[result.key]
            at = places.get(result.key)
            visible = np.zeros(cube.n.shape, bool) if at is None else np.isin(at, [*self.shown])
            self.results[result.key] = Protected(result, cube, visible, is_refused=at is None)
        is_same, task = {ledger.addresses[i] for i in self.shown} == shown, self.task()
        told = known(task, self.hidden | task.silent, self._known)
        ledger.small -= told & task.silent  # what no table has and is out can't be taken back
        if is_same and not self._is_known(self.hidden):
            return True
        self._set(before)
        return False

    def task(self) -> Task:
        """The numbers of the ledger as a task for the solver and the attacker."""
        ledger = self.ledger
        floor = np.ones(len(ledger.counts))
        floor[list(ledger.loose)] = 0
        return Task(
            counts=np.array(ledger.counts),
            sums=frozenset(ledger.sums),
            small=frozenset(ledger.small),
            shown=self.shown | ledger.given,
            hidden=self.hidden | self._kept(),
            cost=np.array([self._cost(*known) for known in ledger.sized()]),
            guarded=frozenset(ledger.guarded),
            k=self.k,
            floor=floor,
            silent=frozenset(ledger.silent),
        )

    def _kept(self) -> frozenset[int]:
        """What was hidden in earlier publications, and stays so."""
        return self.ledger.numbers(self.past.kept) if self.past else frozenset()

    def _cost(self, address: Address, is_size: bool | None) -> float:
        """What hiding a number costs; of equals only the folder's key knows which is taken."""
        key = address, is_size
        if key not in self._costs:
            weight = WEIGHT * self._ties.weight(repr(sorted(address)))
            self._costs[key] = cost_of(address, is_size) + weight
        return self._costs[key]

    def _check(self, result: Result) -> None:
        """The same people cut at two places are told apart by subtraction: cut once only."""
        for variable in (axis.variable for axis in result.cube.axes):
            told = variable.role if variable.taken_from else ""  # sex and age of one number
            for column in map(key_of, variable.columns or (variable.name,)):
                known = self._cut.setdefault((column, told), variable)
                if known.categories == variable.categories:
                    continue
                if known.name == variable.name:
                    raise CodebookError(OTHER_CLASSES.format(name=variable.title))
                raise CodebookError(SAME_COLUMN.format(one=known.name, two=variable.name))

    def _fit(self, results: Sequence[Result], cubes: list[Cube]) -> list[Protected]:
        """The set at once where that can be had, else one result at a time."""
        before = self._state()
        places = self._enter(results, cubes)
        names = (axis.name for cube in cubes for axis in cube.axes)
        is_fitting = not (self.past and (self.past.is_unclear(names) or self._is_recut(results)))
        if is_fitting and all(has_room(self.allowed, c) for c in cubes) and self._protect():
            visible = [~np.isin(p, list(self.hidden)) for p in places]
            return [Protected(*row) for row in zip(results, cubes, visible, strict=True)]
        self._set(before)
        if len(cubes) == 1:
            nothing = Protected(results[0], cubes[0], np.zeros(cubes[0].n.shape, bool))
            return [replace(nothing, is_refused=True, is_recut=not is_fitting)]
        return [p for r, c in zip(results, cubes, strict=True) for p in self._fit([r], [c])]

    def _is_recut(self, results: Sequence[Result]) -> bool:
        """Whether some of the results are out in other classes than those that are shown now."""
        out = [p.result for p in self.results.values() if not p.is_refused]
        cut = self._out.is_recut if self._out else None
        return cut is not None and any(cut(r, (*out, *results)) for r in results)

    def _enter(self, results: Sequence[Result], cubes: list[Cube]) -> list[np.ndarray]:
        """Enter cubes, and what follows from groups that are the same or overlap."""
        self._all_readers = None
        if not results:
            return []
        crowd = self._crowd_of(results[0].records)
        for cube in cubes:
            self.ledger.same |= alike(crowd, cube, self._people)
        places = [self.ledger.enter(c) for c in cubes]
        for overlap in overlaps(crowd, self.ledger.variables.values()):
            tie(self.ledger, overlap, crowd)
        tie_changes(self.ledger, crowd)
        tie_related(self.ledger, crowd)
        if past := self._past_of(results[0].records):
            place = self.ledger.place.items()
            self.ledger.loose |= {i for a, i in place if past.may_be_zero(a)}
        return places

    @property
    def past(self) -> Past | None:
        """What is out already, as these people tell of it; None before any are shown."""
        return self._out.past if self._out else None

    def _past_of(self, records: Records) -> Past | None:
        """What is out already, where anything is."""
        if self.earlier and self._out is None:
            past = Past(self.earlier, records, self.k, key_for(self.folder, CONTENT))
            self._out = Divisions(past)
        return self.past

    def _crowd_of(self, records: Records) -> Crowd:
        if self._crowd is None or self._crowd.records is not records:
            self._crowd = crowd_of(records, self.k, self._staying(records))
        return self._crowd

    def _staying(self, records: Records) -> frozenset[str]:
        return past.staying if (past := self._past_of(records)) else frozenset()

    def stated(self, cube: Cube, records: Records) -> Cube:
        """A cube of some records with the people that tables are about, see `Past.staying`."""
        return stated_population(cube, self.k, self._staying(records))

    def _state(self) -> State:
        return self.ledger.copy(), self.hidden, self.shown, dict(self.results), dict(self._people)

    def _set(self, state: State) -> None:
        self.ledger, self.hidden, self.shown, self.results, self._people = state
        self._all_readers = None

    def _protect(self) -> bool:
        """Choose what to hide; whether that withstands the attacker.

        Those who have all publications come before who has this one alone.
        """
        task, effort = self.task(), self._allowed()
        if readers := self._readers():
            wanted = readers.withstanding(task, effort)
            if wanted is None:
                return False
            task = replace(task, hidden=wanted)
        pattern = complement(task, self._solved, effort)
        self._sparing.spent += effort.spent
        if pattern is None or self._is_known(pattern.hidden):
            return False
        beside, self.pattern = self.ledger.beside, pattern
        self.hidden = pattern.hidden - beside
        self.shown = frozenset(range(len(task.counts))) - pattern.hidden - beside
        return True

    def _allowed(self) -> Effort:
        """What the search for one pattern may cost."""
        is_sparing = self._sparing.limit < np.inf
        return Effort(min(TRIED, self._sparing.part(0).limit) if is_sparing else LIMIT)

    def _readers(self) -> Readers | None:
        """Those who have all publications; None where this is the first."""
        if self._all_readers is None and self.past:
            self._all_readers = Readers(self.ledger, self.past, self._solved, self._known)
        return self._all_readers

    def _is_known(self, hidden: frozenset[int]) -> bool:
        """Whether the attacker finds something out when these are hidden."""
        task = self.task()
        if known(task, hidden | task.silent, self._known):
            return True
        readers = self._readers()
        return bool(readers and readers.know(task, hidden))
