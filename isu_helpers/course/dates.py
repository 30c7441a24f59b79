"""Days and times of day, read from what a trainer writes and told in Swedish."""

import datetime as dt
import re

from ..errors import IsuError
from ..values import MONTH_NAMES

NOT_A_DAY = (
    "Datumet «{value}» för {name} går inte att läsa. Väntade år, månad och dag. "
    "Skriv till exempel «{name} 2027-02-09»."
)
NOT_A_TIME = (
    "Tiden «{value}» för {name} går inte att läsa. Väntade timme och minut. "
    "Skriv till exempel «{name} 09.00»."
)
TIME = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def read_day(value: str, name: str) -> dt.date:
    """The day that «2027-02-09» says; ``name`` is what the setting is called.

    Raises
    ------
    IsuError
        In Swedish, when it is no day.
    """
    text = value.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", text, flags=re.ASCII):
            return dt.date(*map(int, text.split("-")))
    except ValueError:
        pass
    raise IsuError(NOT_A_DAY.format(value=value, name=name))


def read_time(value: str, name: str) -> dt.time:
    """The time of day that «09.00», «9:00» or «9» says; ``name`` is what the setting is called.

    Raises
    ------
    IsuError
        In Swedish, when it is no time of day.
    """
    found = TIME.fullmatch(value.strip())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise IsuError(NOT_A_TIME.format(value=value, name=name))
    return dt.time(int(found[1]), int(found[2] or 0))


def day_in_words(day: dt.date) -> str:
    """A day as it is said.

    Examples
    --------
    >>> day_in_words(dt.date(2027, 2, 9))
    'tisdag 9 februari 2027'
    """
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def time_after(start: dt.time, minutes: int) -> dt.time:
    """The time of day some minutes later, past midnight if need be.

    Examples
    --------
    >>> time_after(dt.time(9, 0), 75)
    datetime.time(10, 15)
    """
    passed = (start.hour * 60 + start.minute + minutes) % (24 * 60)
    return dt.time(*divmod(passed, 60))


def span(start: dt.time, minutes: int) -> str:
    """From when to when.

    Examples
    --------
    >>> span(dt.time(9, 0), 75)
    '09.00–10.15'
    """
    return f"{start:%H.%M}–{time_after(start, minutes):%H.%M}"
