"""Points of time in words: «14:32», «21 november 14:32»."""

from contextlib import suppress
from datetime import datetime

from ..wording import day
from .note import Contents

STAMP = "%Y-%m-%d %H:%M"


def moment(time: datetime, now: datetime) -> str:
    """A time as one tells it: the day only where it is another, the year likewise.

    Examples
    --------
    >>> now = datetime(2026, 11, 22, 15, 0)
    >>> moment(datetime(2026, 11, 22, 14, 32), now), moment(datetime(2025, 3, 1, 9, 5), now)
    ('14:32', '1 mars 2025 09:05')
    """
    return f"{time:%H:%M}" if time.date() == now.date() else dated(time, now)


def dated(time: datetime, now: datetime) -> str:
    """A time with its day, for words that stay on a page overnight.

    Examples
    --------
    >>> dated(datetime(2026, 11, 22, 14, 32), datetime(2026, 11, 22, 15, 0))
    '22 november 14:32'
    """
    words = day(time) if time.year != now.year else day(time).rsplit(" ", 1)[0]
    return f"{words} {time:%H:%M}"


def last_saved(contents: Contents) -> datetime | None:
    """The latest time that stands beside any of the notes; None where none has one."""
    times = [_time(note.saved) for notes in contents.values() for note in notes]
    return max((time for time in times if time), default=None)


def _time(words: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.fromisoformat(words).replace(tzinfo=None)
    return None
