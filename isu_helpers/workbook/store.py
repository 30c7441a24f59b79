"""The store of a workbook: the file as it is now, and what could not be written into it yet."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from ..configuration import is_practice
from ..errors import IsuError
from ..files import NOT_WRITTEN, clear_drafts, reason, sole_writer, write_whole
from ..wording import listing
from .file import dumped, put, read_file
from .note import Change, Contents, Key, merged, moment

# Earlier versions of a file: kept before it is overwritten, thinned out with age.

FOLDER = "arbetsbok_versioner"
STAMP = "%Y-%m-%d_%H.%M.%S.%f"
LATEST, HOURS, DAYS = 8, 4, 8  # at most 20 together


def keep_version(path: Path) -> None:
    """Lay a copy of a file among its versions, as it is now, by the time it was written.

    Where that can't be done nothing is told: what is being saved matters more.
    """
    with suppress(OSError, IsuError):
        written = datetime.fromtimestamp(path.stat().st_mtime)
        version = folder_of(path) / f"{written:{STAMP}}{path.suffix}"
        write_whole(version, path.read_bytes())
        found = {time: old for old in files_of(path) if (time := _time_of(old))}
        for time in found.keys() - worth_keeping(found):
            found[time].unlink()


def files_of(path: Path) -> list[Path]:
    """The files of the versions, the latest first."""
    found = folder_of(path).glob(f"*{path.suffix}")
    return sorted((f for f in found if _time_of(f)), reverse=True)


def folder_of(path: Path) -> Path:
    """Where the versions of a file lie."""
    return path.parent / FOLDER


def worth_keeping(times: Iterable[datetime]) -> set[datetime]:
    """The latest versions, the last of each of the latest hours, and of each of the latest days.

    Examples
    --------
    >>> days = [datetime(2026, 11, day, hour) for day in range(1, 31) for hour in (9, 10)]
    >>> len(worth_keeping(days)), min(worth_keeping(days))
    (12, datetime.datetime(2026, 11, 23, 10, 0))
    """
    ordered = sorted(times)
    hours = {(time.date(), time.hour): time for time in ordered}
    days = {time.date(): time for time in ordered}
    by_hour, by_day = [*hours.values()][-HOURS:], [*days.values()][-DAYS:]
    return {*ordered[-LATEST:], *by_hour, *by_day}


def told_version(name: str, now: datetime | None = None) -> str:
    """When a version was written, in words; its name where that tells no time.

    Examples
    --------
    >>> told_version("2026-11-21_14.32.05.000000", datetime(2026, 11, 22))
    '21 november 14:32'
    """
    time = _time_of(Path(f"{name}.yaml"))
    return moment(time, now or datetime.now()) if time else name


def _time_of(file: Path) -> datetime | None:
    with suppress(ValueError):
        return datetime.strptime(file.stem, STAMP)
    return None


# The store of a workbook: the file as it is now, and what could not be written into it yet.

CHOOSE_FIRST = "Inte sparat: välj mapp först."
NO_VERSION = (
    "Versionen «{version}» finns inte. Väntade någon av: {names}. Skriv namnet som det står."
)
NO_VERSIONS = "ingen, för inget har ändrats än"


class Store:
    """The notes of a file that others write in too.

    A file that is gone or has been emptied meanwhile is no change: what was in it is written
    again with the next one.

    Nothing is written in a practice folder, nor where no folder has been chosen: what is changed
    is kept here until `move_to` gives the store a file of the group's own.

    Parameters
    ----------
    is_blank
        Whether what the file holds is not read: it is another's, and stands in for one to come.

    Attributes
    ----------
    problem
        A Swedish line where the last attempt to read or write failed, else empty.
    """

    def __init__(self, path: Path, is_blank: bool = False) -> None:
        self.path, self.is_blank = path, is_blank
        self.problem = ""
        self.unsaved: dict[Key, Change] = {}
        self._stamp: tuple[int, ...] | None = None
        self._read: Contents = {}

    def known(self) -> Contents:
        """What was in the file when it was last read, with what is not saved yet put into it."""
        changed = {k: merged(self._read.get(k, ()), c) for k, c in self.unsaved.items()}
        return self._read | changed

    def contents(self) -> Contents:
        """What is in the file now, with what is not saved yet put into it.

        Raises
        ------
        IsuError
            In Swedish with the line, when a person has broken the file.
        """
        stamp = None if self.is_blank else _stamp_of(self.path)
        if stamp != self._stamp:
            self._read, self._stamp = read_file(self.path)[1] or self._read, stamp
            self.problem = self.problem if self.unsaved else ""
        return self.known()

    def look(self) -> Contents:
        """As `contents`; where the file is broken, what was known and a ``problem``."""
        try:
            return self.contents()
        except IsuError as e:
            self.problem = str(e)
            return self.known()

    def write(self, key: Key, change: Change | None = None) -> None:
        """Write a change, and all that is not saved yet, into the file as it is now.

        What can't be written stays; ``problem`` tells why.
        """
        if change:
            self.unsaved[key] = change.after(self.unsaved.get(key))
        try:
            if not self.has_home:
                raise IsuError(CHOOSE_FIRST)
            with alone(self.path):
                self._merge_into_file()
            self.unsaved.clear()
            self.problem = ""
        except IsuError as e:
            self.problem = str(e)

    @property
    def has_home(self) -> bool:
        """Whether the file is the group's own, so that it may be written."""
        return not (self.is_blank or is_practice(self.path))

    @property
    def can_save(self) -> bool:
        """Whether there is a folder of the group's own now."""
        return self.has_home and self.path.parent.is_dir()

    def move_to(self, path: Path) -> None:
        """Let all that is written here, and all that is not saved yet, belong to another file.

        What stands there is left beside what is brought.
        """
        brought = {k: c for k, c in self.unsaved.items() if c.new.text}
        self.path, self.is_blank, self._read, self._stamp = path, False, {}, None
        self.unsaved, self.problem = brought, ""
        self.look()
        if brought:
            self.write(next(iter(brought)))

    def versions(self) -> dict[str, Path]:
        """The files of the earlier versions by name, the latest first."""
        return {file.stem: file for file in files_of(self.path)}

    def restore(self, version: str) -> None:
        """Let an earlier version stand; the one that stands now becomes a version.

        Raises
        ------
        IsuError
            In Swedish, when there is no such version, or it can't be read or written.
        """
        found = self.versions()
        if version not in found:
            names = listing(found, "eller") if found else NO_VERSIONS
            raise IsuError(NO_VERSION.format(version=version, names=names))
        read_file(found[version])
        content = found[version].read_bytes()
        with alone(self.path):
            keep_version(self.path)
            write_whole(self.path, content, makes_folder=False)
        self._read = {}

    def _merge_into_file(self) -> None:
        data, contents = read_file(self.path)
        changed = {} if contents else dict(self._read)
        contents |= changed
        for key, change in self.unsaved.items():
            changed[key] = merged(contents.get(key, ()), change)
        for key, notes in changed.items():
            put(data, key, notes)
        contents |= changed
        if self.unsaved:
            clear_drafts(self.path)
            keep_version(self.path)
            write_whole(self.path, dumped(data), makes_folder=False)
        self._read, self._stamp = contents, _stamp_of(self.path)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a file alone, see `sole_writer`; a folder that can't be written in is told in Swedish.

    Raises
    ------
    IsuError
        In Swedish, when the file is held by another or the folder can't be written in.
    """
    try:
        with sole_writer(path):
            yield
    except OSError as e:
        raise IsuError(NOT_WRITTEN.format(file=path.name, reason=reason(e))) from None


def _stamp_of(path: Path) -> tuple[int, ...] | None:
    """What tells that a file is another than before; None where there is none."""
    try:
        stat: os.stat_result = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino
