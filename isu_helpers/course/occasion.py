"""When and where a course is held, and who holds it, as the trainer has told."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from inspect import signature

import nbformat

from ..configuration import project_root
from ..content import load, notebooks
from ..desk.settings_cell import given
from ..errors import IsuError
from ..wording import MONTHS

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
LAST, FIRST, SECOND = "--sista-dag", "--datum", "--datum2"


@dataclass(frozen=True)
class Occasion:
    """A course. A day that is not decided is None, and a text that is not is empty."""

    start: dt.time
    first: dt.date | None = None
    second: dt.date | None = None
    last: dt.date | None = None
    place: str = ""
    trainers: str = ""
    contact: str = ""
    is_online: bool = False


def read_occasion(
    *,
    datum: str | None = None,
    datum2: str | None = None,
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
    datum, datum2, sista_dag
        Day 1, day 2 and the last day to sign up, as «2027-02-09».
    starttid
        When both days begin, as «09.00»; else as course.yaml says.

    Raises
    ------
    IsuError
        In Swedish, when a day or time can't be read, or the days are in the wrong order.
    """
    first, second, last = (
        read_day(value, name) if value and value.strip() else None
        for value, name in ((datum, FIRST), (datum2, SECOND), (sista_dag, LAST))
    )
    _check_order(first, second, (FIRST, SECOND))
    _check_order(last, first, (LAST, FIRST))
    return Occasion(
        first=first,
        second=second,
        last=last,
        start=read_time(starttid or load("course")["start"], "--starttid"),
        place=_line(plats),
        trainers=_line(utbildare),
        contact=_line(kontakt),
        is_online=_is_yes(pa_natet),
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


def _check_order(earlier: dt.date | None, later: dt.date | None, names: tuple[str, str]) -> None:
    if earlier and later and later <= earlier:
        raise IsuError(WRONG_ORDER.format(earlier=names[0], later=names[1]))


def _is_yes(value: bool | str | None) -> bool:
    """Whether a switch is on; in words, as people write it between quotation marks."""
    return value.strip().casefold() not in NO if isinstance(value, str) else bool(value)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


# The two days to the minute: passes and breaks, with the minutes that the notebooks say.

DAYS = (1, 2)
MINUTES = re.compile(r"^Tid: (\d+) min", re.MULTILINE)


@dataclass(frozen=True)
class Moment:
    """What happens within a part of a day, and how many minutes it takes."""

    minutes: int
    text: str


@dataclass(frozen=True)
class Part:
    """A pass or a break. ``notebook`` is the id of its notebook, where it has one."""

    id: str
    name: str
    minutes: int
    text: str = ""
    notebook: str = ""
    is_break: bool = False
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True)
class Day:
    """One of the two days: its parts in order."""

    number: int
    name: str
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """The whole day with its breaks."""
        return sum(part.minutes for part in self.parts)


@cache
def day(number: int) -> Day:
    """Day 1 or 2. A part's minutes are those of its notebook, else those of course.yaml."""
    row = load("course")["dagar"][number]
    return Day(number, row["namn"], tuple(map(_part, row["delar"])))


def notebook_minutes(id: str) -> int | None:
    """How long a notebook of the course says that it takes; None where it says nothing."""
    path = project_root() / "notebooks" / notebooks()[id]["fil"]
    if not path.is_file():
        return None
    cells = nbformat.read(path, as_version=4).cells
    found = MINUTES.search(cells[0].source) if cells else None
    return int(found[1]) if found else None


def _part(row: dict) -> Part:
    notebook = row.get("anteckningsbok", "")
    told = notebook_minutes(notebook) if notebook else None
    return Part(
        id=row["id"],
        name=row["namn"],
        minutes=told or row["minuter"],
        text=row.get("om", ""),
        notebook=notebook,
        is_break=row.get("rast", False),
        moments=tuple(Moment(*moment) for moment in row.get("hallpunkter", ())),
    )
