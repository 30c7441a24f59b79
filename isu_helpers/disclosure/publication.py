"""One publication an arbetsmapp: what all its notebooks show, whatever their order."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

import pandas as pd

from ..analysis import Result, breakdown, standard
from ..analysis.cube import ANSWERED
from ..codebook import Rule
from ..configuration import is_practice, is_run_to_be_sent
from ..content import fraction
from ..errors import CodebookError, IsuError, SettingError
from ..files import sole_writer
from ..privacy import CONTENT, SERIES, key_for
from ..records import Records
from ..records.derived import derived
from ..wording import MISSING, TOTAL
from .editions import Past
from .ledger import Address
from .manifest import (
    MANIFEST,
    Edition,
    Table,
    base_of,
    content_of,
    kept,
    people_in,
    read_manifest,
    write_manifest,
)
from .protected import Protected
from .release import Release

# What to show of some people by default, planned before anything is hidden.


def planned(
    records: Records, k: int, is_protected: bool = True, earlier: Iterable[Edition] = (),
    folder: Path | None = None,
) -> Release:  # fmt: skip
    """A Release with the standard set in it: what step 1 shows by default.

    Tables by sex come first and are protected together: no crossing costs them a number. Then
    each crossing takes the first background variable with which enough of it may stand. None does
    where an earlier publication already costs the plain tables too much.
    """
    release = Release(k, is_protected, earlier, folder)
    choices = standard(records)
    plain = release.add([c.items[0] for c in choices if not c.is_crossed])
    wanted = fraction("korsning_andel_kvar")
    if not release.earlier or min((p.standing for p in plain), default=0) >= wanted:
        release.plan(choices)
    return release


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
        When ``k`` is under 3, or the results are of different people.

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


# One publication an arbetsmapp: what all its notebooks show, whatever their order.

OTHER_LIMIT = (
    "Inställningen minsta_antal är {new}, men tabeller har redan visats med {old}. "
    "Två gränser bredvid varandra kan röja små tal. "
    "Starta om kärnan och kör alla celler, så gäller den nya gränsen överallt."
)
OTHER_PUBLICATION = (
    "Mappens datafil, kodbok eller inställningar har ändrats i en annan anteckningsbok sedan de "
    "första tabellerna visades här. Väntade samma överallt. Starta om kärnan och kör alla celler."
)


def release_of(
    records: Records, k: int, is_protected: bool = True, folder: Path | None = None, *,
    held: dict[tuple[object, ...], Release] | None = None,
) -> Release:  # fmt: skip
    """The one Release of these people, in this run and in all that share the folder.

    Parameters
    ----------
    records
        The people.
    k
        The smallest count of different people that may be shown.
    folder
        The arbetsmapp whose manifest all its notebooks share; without one, or where it can't be
        written in, only this run knows what it has shown.
    held
        The Releases of this run, which a new one is put among; those that the records were shown
        by where it is not given.

    Raises
    ------
    SettingError
        When these people have been shown with another ``k`` in this run: two patterns side by
        side can be worked back. When the manifest can't be read.
    """
    held = records.releases if held is None else held
    key = (people_in(records), is_protected, folder)
    if key not in held and is_protected and folder:
        held[key] = _shared(records, k, folder)
    elif key not in held:
        held[key] = planned(records, k, is_protected)
    if is_protected and held[key].k != k:
        raise SettingError(OTHER_LIMIT.format(new=k, old=held[key].k))
    return held[key]


def is_given_out(folder: Path) -> bool:
    """Whether what is shown here and now is out: run to be sent on, of no invented people."""
    return is_run_to_be_sent() and not is_practice(folder)


def give_out(folder: Path) -> None:
    """Note that files of the folder's publication have been written."""
    path = folder / MANIFEST
    with sole_writer(path):
        edition, earlier = read_manifest(path)
        if edition and edition.given_out != date.today().isoformat():
            write_manifest(path, replace(edition, given_out=date.today().isoformat()), earlier)


def add_earlier(folder: Path, editions: tuple[Edition, ...]) -> None:
    """Let a folder's publication be fitted to earlier ones about the same people.

    One that has been added to since it was entered is entered anew.
    """
    path = folder / MANIFEST
    with sole_writer(path):
        edition, earlier = read_manifest(path)
        new = tuple(e for e in editions if e not in earlier)
        if new:
            again = {(e.series, e.base) for e in new}
            left = (e for e in earlier if (e.series, e.base) not in again)
            write_manifest(path, None, (*left, *_out(edition, folder), *new))


def few_since(records: Records, k: int, folder: Path) -> str:
    """The date of the folder's pages that are out, where only few have changed since; else "".

    Few are those who came, left or got another answer, where no group has ``k`` of them. Nobody,
    and a publication that is out already, is not few: then it is made as ever.
    """
    edition, earlier = read_manifest(folder / MANIFEST)
    series, base = series_of(folder), base_of(records, k, folder)
    if edition and edition.given_out and edition.base == base:
        return ""
    out = (*earlier, *_out(edition, folder))
    own = [e for e in out if e.series == series]
    if not own or not len(records):
        return ""
    past = Past(out, records, k, key_for(folder, CONTENT))
    return own[-1].given_out if 0 < past.changes(series) < k else ""


def _out(edition: Edition | None, folder: Path) -> tuple[Edition, ...]:
    """An edition of a folder, if it is out; one that the first version wrote belongs there too."""
    if not (edition and edition.given_out):
        return ()
    alone = replace(edition, series=edition.series or series_of(folder), common=())
    return (alone, *edition.common)


def _shared(records: Records, k: int, folder: Path) -> Release:
    path, base = folder / MANIFEST, base_of(records, k, folder)
    try:
        with sole_writer(path):
            release, earlier = _opened(records, k, base, path)
    except OSError:
        return planned(records, k, folder=folder)
    if is_given_out(folder):
        give_out(folder)
    release.turn = partial(_turn, release, records, path, base, earlier)
    return release


def _opened(
    records: Records, k: int, base: str, path: Path
) -> tuple[Release, tuple[Edition, ...]]:
    """The publication as the manifest has it, else a new one, fitted to what was given out."""
    edition, earlier = read_manifest(path)
    if edition and edition.base == base:
        release = reopened(records, k, path.parent, edition, earlier)
        if release:
            settle(release, records)
            return release, earlier
    earlier = (*earlier, *_out(edition, path.parent))
    release = planned(records, k, earlier=earlier, folder=path.parent)
    write_manifest(path, edition_of(release, base), earlier)
    return release, earlier


def settle(release: Release, records: Records) -> None:
    """Let no more of the standard crossings be tried: what was planned is all there."""
    if not release.earlier:
        release.decline(r for c in standard(records) if c.is_crossed for r in c.items)


def reopened(
    records: Records, k: int, folder: Path, edition: Edition, earlier: tuple[Edition, ...]
) -> Release | None:
    """A folder's publication as its manifest has it; None where that does not hold.

    What is out together with other folders leaves no room for more: see `Release.allowed`.
    """
    release = Release(k, earlier=earlier, folder=folder)
    if not _replay(release, records, edition):
        return None
    if edition.common:
        release.allowed = frozenset()
    return release


@contextmanager
def _turn(
    release: Release, records: Records, path: Path, base: str, earlier: tuple[Edition, ...]
) -> Iterator[None]:
    """A turn to add: what others have added is entered first, what is added is written after.

    A manifest that somebody has taken away is written anew.
    """
    with sole_writer(path):
        edition, _ = read_manifest(path)
        if edition and not (edition.base == base and _replay(release, records, edition)):
            raise SettingError(OTHER_PUBLICATION)
        if edition and edition.common:
            release.allowed = frozenset()
        yield
        added = edition_of(release, base, edition.given_out if edition else "")
        added = replace(added, common=edition.common if edition else ())
        if added != edition:
            write_manifest(path, added, earlier)


def _replay(release: Release, records: Records, edition: Edition) -> bool:
    try:
        every = {t: _result(records, t) for t in edition.tables}
    except (KeyError, CodebookError):  # a rule or a variable that this version doesn't know
        return False
    new = {t: r for t, r in every.items() if r.key not in release.results}
    if not new:
        return True
    refused = {r.key for t, r in new.items() if t.is_refused}
    shown = {address for address, n in edition.numbers.items() if n is not None}
    return release.replay(list(new.values()), refused, shown)


def _result(records: Records, table: Table) -> Result:
    names = (table.of, *table.by)
    of, *by = (derived(records, name) if isinstance(name, Rule) else name for name in names)
    return replace(breakdown(records, of, by, groups=table.groups), analysis=table.form)


def edition_of(release: Release, base: str, given_out: str = "") -> Edition:
    """A Release as it stands in a manifest."""
    ledger, results = release.ledger, [p.result for p in release.results.values()]
    refused = {key for key, p in release.results.items() if p.is_refused}
    content = key_for(release.folder, CONTENT)
    left_out = ledger.unkept | ledger.given | ledger.elsewhere
    told = (a for a, i in ledger.place.items() if i not in left_out)
    order = sorted(told, key=sorted)  # the same in whatever order they were entered
    at = {ledger.place[a]: i for i, a in enumerate(order)}
    return Edition(
        base=base,
        k=release.k,
        tables=tuple(
            Table(r.of.rule or r.of.name, tuple(v.rule or v.name for v in r.by), r.groups,
                  r.analysis, r.key in refused, tuple(v.name for v in (*r.by, r.of)))
            for r in results
        ),
        numbers={a: ledger.counts[i] if (i := ledger.place[a]) in release.shown else None
                 for a in order},
        sums=tuple(sorted((at[whole], tuple(sorted(at[p] for p in parts)))
                          for whole, parts in ledger.sums if at.keys() >= {whole, *parts})),
        variables={v.name: kept(v, content_of(r.records, v, content))
                   for r in results for v in (a.variable for a in r.cube.axes)},
        loose=frozenset(a for a in order if ledger.place[a] in ledger.loose | ledger.silent),
        silent=frozenset(a for a in order if ledger.place[a] in ledger.silent),
        same=tuple(sorted(ledger.same.items())),
        series=series_of(release.folder),
        given_out=given_out,
    )  # fmt: skip


def series_of(folder: Path | None) -> str:
    """What tells the editions of a folder from those of others; empty where nothing is kept."""
    return key_for(folder, SERIES).digest(SERIES) if folder else ""


# The last look before anything is shown: do the tables tell no more than the Release decided?

STOPPED = (
    "Tabellen «{title}» visas inte. Kontrollen fann att ett dolt tal går att räkna ut ur den. "
    "Väntade att inget går att räkna ut. Slå ihop svar eller grupper i kodboken, starta om kärnan "
    "och kör igen."
)
FIGURES = ["share", "low", "high"]

_addresses: WeakKeyDictionary[Protected, frozenset[Address]] = WeakKeyDictionary()


def inspect(release: Release) -> None:
    """Stop what is about to be shown where its tables tell a number that is to be hidden.

    Raises
    ------
    IsuError
        In Swedish, with the title of the table.
    """
    ledger = release.ledger
    if not release.is_protected:
        return
    for protected in release.results.values():
        if protected not in _addresses:  # a frame is made once
            _addresses[protected] = frozenset(_told(protected))
        told = {ledger.place.get(ledger.address(a)) for a in _addresses[protected]}
        if told - release.shown:
            raise IsuError(STOPPED.format(title=protected.result.of.title))


def _told(protected: Protected) -> Iterator[Address]:
    """The addresses whose numbers a table's frame gives, each under its usual name."""
    *by, of = (axis.name for axis in protected.axes)
    for row in protected.frame.to_dict("records"):
        group = {(name, row[name]) for name in by if isinstance(row[name], str)}
        answer = row[of] if isinstance(row[of], str) else None
        is_answer = answer not in (None, MISSING)
        gives_more = not pd.isna([row[f] for f in FIGURES]).all()
        if gives_more or not pd.isna(row["n"]):
            yield frozenset(group | ({(of, answer)} if answer else set()))
        if is_answer and (gives_more or not pd.isna(row["base"])):
            yield _base(protected, frozenset(group), of)


def _base(protected: Protected, group: Address, of: str) -> Address:
    """Those who answered in a group: all of it where nobody's answer is missing."""
    at = tuple(axis.place(dict(group).get(axis.name, TOTAL)) for axis in protected.axes[:-1])
    cube = protected.cube
    is_all = cube.n[(*at, cube.of.place(ANSWERED))] == cube.n[(*at, -1)]
    return group if is_all else group | {(of, ANSWERED)}
