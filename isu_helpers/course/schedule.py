"""The two days to the minute: passes and breaks, with the minutes that the notebooks say."""

import re
from dataclasses import dataclass
from functools import cache

import nbformat

from ..configuration import project_root
from ..content import load, notebooks

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
