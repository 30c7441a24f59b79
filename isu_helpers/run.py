"""A Run: the settings that hold, the group's workbook, what has been shown. Made once, handed on.

``settings()`` makes it and lets it be the one that this kernel works with; records read from its
data file belong to it. Nothing else remembers a run.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from platformdirs import user_state_path

from . import configuration
from .configuration import NAMES, Settings, is_at_own_computer, is_practice, is_somebody_there
from .disclosure import Release, release_of
from .disclosure.publication import settle
from .errors import IsuError, SettingError
from .files import shown, split_sheet, write_whole
from .records import Records, read_records
from .wording import period_told
from .workbook import Workbook, open_workbook
from .workbook.codebooks import keep

# The folder that this user chose last on this computer, in a small file of the user's own.

APP, FILE = "isu", "mapp.json"
FOLDER, TIME = "mapp", "vald"


def remember(folder: Path) -> None:
    """Let a folder be the one that is used from now on.

    Where that can't be written nothing is told: the folder is asked for again then.
    """
    told = {FOLDER: str(folder.resolve()), TIME: datetime.now().isoformat(timespec="microseconds")}
    with suppress(IsuError, OSError):
        write_whole(_file(), json.dumps(told, ensure_ascii=False) + "\n")


def remembered(is_asked: bool = False) -> Path | None:
    """The folder chosen last; None where there is none that is still there.

    ``is_asked`` says that a person asks for it by a command, and no notebook.
    """
    folder = Path(_told(is_asked).get(FOLDER, ""))
    with suppress(OSError, ValueError):
        if folder.is_absolute() and folder.is_dir() and not is_practice(folder):
            return folder
    return None


def moment_of_choice() -> str:
    """When a folder was chosen last, as it was written; empty where none has been, or is read."""
    return str(_told().get(TIME, ""))


def _told(is_asked: bool = False) -> dict[str, str]:
    """What the file says; nothing where nobody sits at a computer of their own."""
    if not (is_asked or is_at_own_computer()):
        return {}
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _file() -> Path:
    return user_state_path(APP, appauthor=False) / FILE


# A Run: the settings that hold, the group's workbook, what has been shown. Made once, handed on.

OTHER_FILE = (
    "Tabellen är ur «{file}» i mappen «{folder}», men inställningarna gäller {own} i mappen "
    "«{mine}». Väntade samma datafil, så att rätt personer skyddas. Ändra mapp eller datafil i "
    "inställningarna och kör om från den rutan."
)
OTHER_PERIOD = (
    "Tabellen gäller {shown}, men inställningarna gäller {own}. Väntade samma rader överallt, så "
    "att rätt personer skyddas. Läs filen med val.records() och kör om från den rutan."
)
NO_FILE = "ingen datafil"
NOT_THERE = (
    "Filen att jämföra med, «{file}», finns inte. Väntade den fil som står vid jamforelse i "
    "inställningarna. Rätta namnet där, eller ta bort raden. Allt annat går att göra så länge."
)
WHOLE, PERIOD = "hela filen", "perioden {period}"
EVERY = 2  # seconds between looks for a folder, while words wait for one, and at the codebook

_active: "list[Run]" = []  # at most one: the run of this kernel
_kept: "list[dict[tuple[object, ...], Records]]" = []  # at most one: see `reading_once`

if TYPE_CHECKING:
    Read = Settings  # a run has the fields of its settings
else:
    Read = object


class Run(Read):
    """What a run goes by and holds. Its settings are read as its own: ``run.datafil``.

    Attributes
    ----------
    settings
        What holds.
    is_chosen
        Whether the folder was named, here or before; else a practice folder stands in for it.
    releases
        What has been shown, by the people it is about.
    """

    def __init__(
        self, chosen: Settings, is_chosen: bool = True, given: dict[str, object] | None = None
    ) -> None:
        self.settings, self.is_chosen, self._given = chosen, is_chosen, given or {}
        self.releases: dict[tuple[object, ...], Release] = {}
        self._since = moment_of_choice()
        self._read: WeakSet[Records] = WeakSet()
        self._heard: list[Callable[[str], None]] = []
        self._book = self._written()

    def __getattr__(self, name: str) -> object:
        if name not in NAMES:
            raise AttributeError(f"a Run has no {name!r}")
        return getattr(self.settings, name)

    def __repr__(self) -> str:
        return repr(self.settings)

    @property
    def is_practice(self) -> bool:
        """Whether the folder is one to practise with, so that nothing is written in it."""
        return is_practice(self.settings.arbetsmapp)

    @property
    def lack(self) -> str:
        """What is told where there is no file to compare with, though one is named; else empty."""
        file = self.settings.jamforelse
        if file is None or split_sheet(file)[0].is_file():
            return ""
        return NOT_THERE.format(file=shown(file.name))

    @cached_property
    def workbook(self) -> Workbook:
        """The group's own text; without a folder, one that waits for it where a person sits."""
        chosen = self.settings
        if not self.is_chosen and is_somebody_there():
            book = Workbook(chosen.arbetsbok, is_blank=True)
        else:
            book = open_workbook(chosen.arbetsbok)
        book.k, book.is_protected = chosen.minsta_antal, chosen.skydd
        return book

    def release(self, records: Records) -> Release:
        """What may be shown of these people: one for the folder, kept with what it has shown.

        Records that were made from a table and read from no file get one of their own, which no
        folder's manifest tells of.

        Raises
        ------
        SettingError
            In Swedish, when the records are of another file than the settings name, and as
            `release_of`.
        """
        chosen, folder = self.settings, None
        if records.path:
            self._check(records)
            folder = chosen.arbetsmapp
        held = self.releases = {**records.releases, **self.releases}
        release = release_of(records, chosen.minsta_antal, chosen.skydd, folder, held=held)
        records.releases |= {key: kept for key, kept in held.items() if kept is release}
        return release

    def records(self) -> Records:
        """The people in the data file, as the settings say it is to be read; they know their run.

        Raises
        ------
        IsuError
            In Swedish, as `read_records`.
        """
        chosen = self.settings
        records = _read_once(chosen)
        records.run = self
        if is_somebody_there() and not is_practice(chosen.arbetsmapp):
            keep(chosen.kodbok)  # what is changed by hand is nowhere else
        self._read.add(records)
        self._book = self._written()
        return records

    def look_again(self) -> None:
        """Let the settings name the files that the folder has now.

        Raises
        ------
        SettingError
            In Swedish, as `settings`.
        """
        self.settings = configuration.settings(self.settings.arbetsmapp, **self._given)

    def listen(self, heard: Callable[[str], None]) -> None:
        """Call this with a mark of its own each time that what was read is read anew."""
        self._heard.append(heard)

    def reopen(self) -> None:
        """Let all that is shown from here on be by the codebook as it is now.

        Records that were read here are read anew where they stand, and nothing is taken to have
        been shown of them: what the folder has given out is still fitted to.

        Raises
        ------
        IsuError
            In Swedish, as `read_records`.
        """
        self._book = self._written()
        self.releases.clear()
        for old in list(self._read):
            old.become(self.records())
        mark = datetime.now().isoformat()
        for heard in self._heard:
            heard(mark)

    def watch(self) -> None:
        """Reopen, now and again, when the codebook has been changed in another notebook."""
        if current() is not self:
            return
        with suppress(IsuError, OSError):
            if self._read and self._written() not in (None, self._book):
                self.reopen()
        with suppress(RuntimeError):  # no loop: nobody sits there
            asyncio.get_running_loop().call_later(EVERY, self.watch)

    def _written(self) -> tuple[int, int] | None:
        """When the codebook was written, and how long it is; None where there is none."""
        with suppress(OSError):
            told = self.settings.kodbok.stat()
            return told.st_mtime_ns, told.st_size
        return None

    def owns(self, records: Records) -> bool:
        """Whether records were read from the run's data file."""
        own = self.settings.datafil
        return own is not None and records.path == own.resolve()

    def _check(self, records: Records) -> None:
        """No table in another's publication: the records are of this file and this period."""
        chosen = self.settings
        if not self.owns(records):
            own = f"«{chosen.datafil.name}»" if chosen.datafil else NO_FILE
            folder = records.path.parent.name if records.path else ""
            told = {"folder": folder, "own": own}
            told |= {"file": records.file, "mine": chosen.arbetsmapp.name}
            raise SettingError(OTHER_FILE.format(**told))
        if records.period != chosen.period:
            shown, own = (_rows_told(period) for period in (records.period, chosen.period))
            raise SettingError(OTHER_PERIOD.format(shown=shown, own=own))

    def use(self, folder: Path) -> str:
        """Let what waits for a folder be saved there from now on, and tell how that went.

        Nothing is told where nothing waited. A workbook that has a folder of its own keeps it.
        """
        book = self.workbook
        if book.has_home:
            return ""
        has_waited = not book.is_saved
        told = book.move_to(folder)
        return told if has_waited else ""

    def follow(self) -> None:
        """Look for a folder chosen elsewhere, now and again, while words have none to go to."""
        if self.workbook.has_home:
            return
        if moment_of_choice() != self._since and (folder := remembered()):
            self.use(folder)
        else:
            with suppress(RuntimeError):  # no loop: nobody sits there
                asyncio.get_running_loop().call_later(EVERY, self.follow)


def settings(arbetsmapp: str | Path | None = None, **given: object) -> Run:
    """The settings that hold from here on, with what a run keeps: a `Run`.

    Parameters
    ----------
    arbetsmapp
        The group's folder, absolute or relative to the working directory or to the project.
        ``None`` means the one that this user chose last, where a person sits at the notebook;
        else the practice folder.
    **given
        Any other field of `Settings`; ``None`` means not given.

    Returns
    -------
    Run
        From now on that of this kernel. Its settings are read as its own, ``run.datafil``;
        ``run.records()`` reads the file and ``run.workbook`` is the group's text.

    Raises
    ------
    SettingError
        In Swedish, when there is no such folder, or a setting of isu.yaml is unknown, or one is
        of the wrong kind or names a missing file.
    TypeError
        When what is given is no setting.

    Examples
    --------
    >>> settings(minsta_antal=7).minsta_antal
    7
    """
    named = arbetsmapp if str(arbetsmapp or "").strip(configuration.QUOTES) else remembered()
    run = Run(configuration.settings(named, **given), named is not None, given)
    before = current()
    _active[:] = [run]
    if before:
        _take_over(run, before)
    if is_somebody_there():
        run.follow()
        run.watch()
    return run


def current() -> Run | None:
    """The run of this kernel; None where none has been made."""
    return _active[0] if _active else None


def active() -> Run:
    """The run of this kernel; one without settings given where none has been made."""
    return current() or settings()


def of_records(records: Records) -> Run:
    """The run that records belong to: that which showed them first, else this kernel's."""
    if isinstance(records.run, Run):
        return records.run
    run = active()
    if run.owns(records):
        records.run = run
    return run


def _rows_told(period: str | None) -> str:
    return PERIOD.format(period=period_told(period)) if period else WHOLE


def _take_over(run: Run, before: Run) -> None:
    """What was written before and has no folder goes to this run's, or waits with it."""
    if "workbook" not in vars(before) or before.workbook.has_home:
        return
    if run.workbook.has_home:
        before.workbook.move_to(run.settings.arbetsbok)
    elif not run.is_chosen:
        run.workbook = before.workbook


# Notebooks that are run one after another in one process: what they have in common is read once.


@contextmanager
def reading_once() -> Iterator[None]:
    """Let the same files be read once, and the same people be shown by one Release."""
    _kept[:] = [{}]
    try:
        yield
    finally:
        _kept.clear()


def begin_notebook() -> None:
    """Let nothing be the notebook's before: no run, and nothing asked for one by one.

    What shows the people is as it is to one who reads it anew from what is written down.
    """
    _active.clear()
    for records in _kept[0].values() if _kept else ():
        for (_, is_protected, _), release in records.releases.items():
            release.seen = {}
            if is_protected:
                settle(release, records)


def _read_once(chosen: Settings) -> Records:
    """The people that settings tell of, read anew unless that is done once for all."""
    files, how = (chosen.datafil, chosen.kodbok), (chosen.konsvariabel, chosen.period)
    key = (*map(_mark, files), *how, chosen.dolda_rader)
    kept = _kept[0] if _kept else {}
    if key not in kept:
        kept[key] = read_records(*files, konsvariabel=how[0], period=how[1],
                                 dolda_rader=chosen.dolda_rader)  # fmt: skip
    return kept[key]


def _mark(file: Path | None) -> tuple[object, ...]:
    """What tells a file as it is from what it was."""
    with suppress(OSError):
        if file:
            told = file.stat()
            return file, told.st_mtime_ns, told.st_size
    return (file,)
