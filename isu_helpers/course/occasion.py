"""When and where a course is held, and who holds it, as the trainer has told."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature
from itertools import pairwise

from ..content import load
from ..desk.settings_cell import given
from ..errors import IsuError
from ..wording import MONTHS, counted
from .programme import DEFAULT, Programme, programme

# Days and times of day, read from what a trainer writes and told in Swedish.

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
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


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


# When and where a course is held, and who holds it, as the trainer has told.

WRONG_ORDER = (
    "{later} är inte efter {earlier}. Väntade att den dagen kommer senare. Ändra en av dem."
)
NO = ("", "nej", "false", "falskt", "none")
TOO_MANY = (
    "{name} är angivet, men upplägget «{programme}» har {days}. Väntade högst så många datum. "
    "Ta bort datumet, eller välj ett annat upplägg med --upplagg."
)
LAST, DATES = "--sista-dag", ("--datum", "--datum2", "--datum3", "--datum4")


@dataclass(frozen=True)
class Occasion:
    """A course. A day that is not decided is None, and a text that is not is empty.

    ``days`` has one for each occasion of the ``programme``.
    """

    programme: Programme
    start: dt.time
    days: tuple[dt.date | None, ...]
    last: dt.date | None = None
    place: str = ""
    trainers: str = ""
    contact: str = ""
    is_online: bool = False

    @property
    def first(self) -> dt.date | None:
        """The first day."""
        return self.days[0]


def read_occasion(
    *,
    upplagg: str | None = None,
    datum: str | None = None,
    datum2: str | None = None,
    datum3: str | None = None,
    datum4: str | None = None,
    plats: str | None = None,
    starttid: str | None = None,
    utbildare: str | None = None,
    sista_dag: str | None = None,
    kontakt: str | None = None,
    pa_natet: bool | str | None = False,
) -> Occasion:
    """The course that the settings tell of; all of them may be left out.

    Parameters
    ----------
    upplagg
        The id of a programme in course.yaml; else the usual one.
    datum, datum2, datum3, datum4, sista_dag
        The day of each occasion and the last day to sign up, as «2027-02-09».
    starttid
        When each day begins, as «09.00»; else as course.yaml says.

    Raises
    ------
    IsuError
        In Swedish, when a day or time can't be read, or the days are in the wrong order.
    """
    is_online = _is_yes(pa_natet)
    found = programme(_line(upplagg) or DEFAULT, is_online=is_online)
    days = [_day(*pair) for pair in zip((datum, datum2, datum3, datum4), DATES, strict=True)]
    last = _day(sista_dag, LAST)
    _check_number(days, found)
    told = [(day, name) for day, name in zip((last, *days), (LAST, *DATES), strict=True) if day]
    for (earlier, before), (later, after) in pairwise(told):
        _check_order(earlier, later, (before, after))
    return Occasion(
        programme=found,
        days=tuple(days[: len(found.days)]),
        last=last,
        start=read_time(starttid or load("course")["start"], "--starttid"),
        place=_line(plats),
        trainers=_line(utbildare),
        contact=_line(kontakt),
        is_online=is_online,
    )


def facts(namespace: Mapping[str, object]) -> dict[str, object]:
    """What a notebook's settings cell tells of a course; what the cell no longer has is empty.

    Parameters
    ----------
    namespace
        The notebook's own names: ``globals()``.

    Examples
    --------
    >>> told = facts({"plats": "Åby"})
    >>> told["plats"], told["datum"], read_occasion(**told).is_online
    ('Åby', None, False)
    """
    return given(namespace, tuple(signature(read_occasion).parameters))


def _day(value: str | None, name: str) -> dt.date | None:
    return read_day(value, name) if value and value.strip() else None


def _check_number(days: list[dt.date | None], found: Programme) -> None:
    for day, name in list(zip(days, DATES, strict=True))[len(found.days) :]:
        if day:
            count = counted(len(found.days), "tillfälle", "tillfällen")
            raise IsuError(TOO_MANY.format(name=name, programme=found.name, days=count))


def _check_order(earlier: dt.date, later: dt.date, names: tuple[str, str]) -> None:
    if later <= earlier:
        raise IsuError(WRONG_ORDER.format(earlier=names[0], later=names[1]))


def _is_yes(value: bool | str | None) -> bool:
    """Whether a switch is on; in words, as people write it between quotation marks."""
    return value.strip().casefold() not in NO if isinstance(value, str) else bool(value)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
