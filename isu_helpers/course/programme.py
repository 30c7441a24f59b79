"""The programmes of a course to the minute: the parts, exercises and breaks of each occasion."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from ..configuration import project_root
from ..content import load, notebooks
from ..errors import IsuError
from ..wording import half_up, listing

# How long a notebook or an exercise takes, as it says itself.

MINUTES = re.compile(r"^Tid: (\d+) min", re.MULTILINE)
SHARED = re.compile(r"\((\d+) på egen hand[^,]*, (\d+) samtal")
NAME = re.compile(r"^# (\d+)\. (.+)$", re.MULTILINE)
EXERCISE = "Övning {number}. {name}"
ALONE = "Var för sig eller två och två: gör övningen i anteckningsboken."
TOGETHER = "I gruppen: jämför svaren, och tala om det som förvånade."


def notebook_minutes(id: str) -> int | None:
    """How long a notebook of the course says that it takes; None where it says nothing."""
    found = MINUTES.search(_title(project_root() / "notebooks" / notebooks()[id]["fil"]))
    return int(found[1]) if found else None


def exercise_minutes(stem: str) -> int | None:
    """How long an exercise says that it takes; None where it says nothing."""
    found = MINUTES.search(_title(exercise_path(stem)))
    return int(found[1]) if found else None


def exercise_path(stem: str) -> Path:
    """Where an exercise is."""
    return project_root() / "exercises" / f"{stem}.ipynb"


@cache
def _title(path: Path) -> str:
    """The first cell of a notebook; empty where there is none."""
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    return cells[0].source if cells else ""


# A part of a day, with what happens in it.

PAUSE, HOUR = 5, 60
PAUSED = "Paus från skärmen, utspridd på passet."


@dataclass(frozen=True)
class Moment:
    """What happens within a part of a day, and how many minutes it takes."""

    minutes: int
    text: str


@dataclass(frozen=True)
class Part:
    """A pass, an exercise or a break.

    ``notebook`` is the id of its notebook and ``exercise`` the stem of its exercise, where it has
    one. ``at_home`` is how much of the notebook the groups do before. ``goals`` are what they have
    after it, ``before`` what they do ahead of that day.
    """

    id: str
    name: str
    minutes: int
    text: str = ""
    notebook: str = ""
    exercise: str = ""
    is_break: bool = False
    moments: tuple[Moment, ...] = ()
    at_home: int = 0
    goals: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


def with_pauses(part: Part) -> Part:
    """The part on a screen: five minutes more for each hour, to the nearest; a break as it is."""
    extra = PAUSE * half_up(part.minutes / HOUR)
    if part.is_break or not extra:
        return part
    moments = (*part.moments, Moment(extra, PAUSED))
    return replace(part, minutes=part.minutes + extra, moments=moments)


@cache
def part(id: str) -> Part:
    """A part of content/course.yaml, or an exercise by its stem, as the programmes have it."""
    row = load("course")["delar"].get(id)
    return _exercise(id) if row is None else _part(id, row)


def _part(id: str, row: Mapping[str, Any]) -> Part:
    notebook = row.get("anteckningsbok", "")
    told = notebook_minutes(notebook) if notebook else None
    return Part(
        id=id,
        name=row["namn"],
        minutes=told or row["minuter"],
        text=row.get("om", ""),
        notebook=notebook,
        is_break=row.get("rast", False),
        moments=_moments(row),
        goals=tuple(row.get("mal", ())),
        before=tuple(row.get("fore", ())),
    )


def _moments(row: Mapping[str, Any]) -> tuple[Moment, ...]:
    return tuple(Moment(*moment) for moment in row.get("hallpunkter", ()))


def _exercise(stem: str) -> Part:
    title, own = _title(exercise_path(stem)), load("course")["ovningar"].get(stem, {})
    [(number, name)] = NAME.findall(title)
    shared = SHARED.search(title)
    moments = _moments(own)
    if not moments and shared:
        moments = (Moment(int(shared[1]), ALONE), Moment(int(shared[2]), TOGETHER))
    lines = [line for line in title.split("\n") if line.strip()]
    minutes = exercise_minutes(stem) or 0
    return Part(id=f"ovning_{number}", name=EXERCISE.format(number=number, name=name),
                minutes=minutes, text=lines[1], exercise=stem, moments=moments)  # fmt: skip


# An occasion, and the programmes to choose among.

DEFAULT = "tva_dagar"
NO_VARIANT = (
    "Upplägget «{value}» finns inte. Väntade ett av: {known}. Skriv till exempel "
    "«--upplagg {first}»."
)
PASS = "Pass {number}. {name}"


@dataclass(frozen=True)
class Day:
    """One occasion: its parts in order."""

    number: int
    name: str
    parts: tuple[Part, ...]

    @property
    def minutes(self) -> int:
        """The whole of it with its breaks."""
        return sum(part.minutes for part in self.parts)

    @property
    def goals(self) -> tuple[str, ...]:
        """What the groups have when it is over."""
        return tuple(goal for part in self.parts for goal in part.goals)

    @property
    def before(self) -> tuple[str, ...]:
        """What the groups do ahead of it."""
        return tuple(line for part in self.parts for line in part.before)


@dataclass(frozen=True)
class Programme:
    """A way to hold the course. The groups collect after the occasion ``collects_after``."""

    id: str
    name: str
    text: str
    days: tuple[Day, ...]
    collects_after: int

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all occasions in order."""
        return tuple(part for day in self.days for part in day.parts)


def variants() -> dict[str, str]:
    """The programmes' ids and names, the usual one first."""
    return {id: row["namn"] for id, row in load("course")["varianter"].items()}


@cache
def programme(id: str = DEFAULT, *, is_online: bool = False) -> Programme:
    """A programme by its id.

    Parameters
    ----------
    is_online
        With five minutes more for each hour.

    Raises
    ------
    IsuError
        In Swedish, when there is none of that id.

    Examples
    --------
    >>> usual = programme()
    >>> len(usual.days), usual.collects_after, usual.days[0].parts[0].name
    (2, 1, 'Kaffe och samling')
    """
    rows = load("course")["varianter"]
    if id not in rows:
        raise IsuError(NO_VARIANT.format(value=id, known=listing(rows), first=DEFAULT))
    row = rows[id]
    days = tuple(
        Day(i, day["namn"], tuple(_placed(one, is_online) for one in day["delar"]))
        for i, day in enumerate(row["tillfallen"], start=1)
    )
    return Programme(id, row["namn"], row["om"], days, row["insamling_efter"])


def _placed(one: str | Mapping[str, Any], is_online: bool) -> Part:
    """A part as an occasion has it: by its id, or with what is otherwise there."""
    own = {} if isinstance(one, str) else one
    found = part(one if isinstance(one, str) else one["del"])
    home = own.get("hemma", 0)
    if own:
        moments = _moments(own) or found.moments
        before = (*found.before, *own.get("fore", ()))
        name = PASS.format(number=own["pass"], name=found.name) if "pass" in own else found.name
        found = replace(found, name=name, minutes=found.minutes - home, at_home=home,
                        moments=moments, before=before)  # fmt: skip
    return with_pauses(found) if is_online else found


def placed_exercises(found: Programme) -> dict[str, int]:
    """The exercises of a programme and the number of the occasion that each stands in."""
    return {p.exercise: day.number for day in found.days for p in day.parts if p.exercise}


def all_exercises() -> tuple[str, ...]:
    """The stems of the exercises that there are, in order."""
    return tuple(sorted(p.stem for p in exercise_path("").parent.glob("*.ipynb")))
