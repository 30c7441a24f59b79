"""When and where a course is held, and who holds it, as the trainer has told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature

from ..content import load
from ..errors import IsuError
from ..settings_cell import given
from .dates import read_day, read_time

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
