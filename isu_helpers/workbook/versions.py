"""Earlier versions of a file: kept before it is overwritten, thinned out with age."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ..errors import IsuError
from ..saving import write_whole
from .moments import moment

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
