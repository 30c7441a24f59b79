"""What a trainer's slides show besides words: the four steps, and charts of practice figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..analysis import breakdown, explain_difference, flow
from ..codebook import SEX, Codebook
from ..configuration import sample_root
from ..content import load
from ..pages.start import four_steps
from ..records import Records
from ..records.read import read_records
from ..show import section_of
from ..show.model import Chart, walk

BOOK, GIVES = "kodbok.yaml", "Det ger {gives}."
BREADTH = 5.9  # inches of a picture, that is stretched to twice that: letters of 18 points
NO_CHART = "the figure of {cell!r} has no chart"
KINDS: dict[str, Callable[[Records, Mapping[str, Any]], Any]] = {
    "andelar": lambda records, row: breakdown(records, row["av"]),
    "kedja": lambda records, row: flow(records, row["av"]),
    "lika": lambda records, row: explain_difference(
        records, row["av"], criterion=row["kriterium"]
    ),
}  # of a chart: what it is drawn from


@dataclass(frozen=True)
class Step:
    """One of the four steps: what it is called, its question and what it gives."""

    number: str
    name: str
    gives: str


@dataclass(frozen=True)
class Figure:
    """A slide's figure: as HTML, and as a picture or as steps for an office program."""

    html: str
    alt: str = ""
    picture: bytes = b""
    steps: tuple[Step, ...] = ()

    @property
    def words(self) -> str:
        """What it says to one who reads it as text."""
        return self.alt or " → ".join(step.name for step in self.steps)


def figure_of(cell: str) -> Figure | None:
    """The figure of a slide, by its cell's name; nothing where it has none.

    Charts are of practice people alone, and drawn from what their Release shows.

    Raises
    ------
    ValueError
        When the figures asked for are not shown as a chart.

    Examples
    --------
    >>> [step.name for step in figure_of("fyra-steg").steps][:2], figure_of("titel")
    (['Vad ser vi?', 'Vi reflekterar'], None)
    """
    row = load("course")["figurer"].get(cell)
    if row is None:
        return None
    return _chart(cell) if "fil" in row else _steps()


@cache
def _chart(cell: str) -> Figure:
    row = load("course")["figurer"][cell]
    records = _records(row["fil"], _named(row))
    section = section_of(KINDS[row["slag"]](records, row))
    chart = next((part for part in walk([section]) if isinstance(part, Chart)), None)
    if chart is None:
        raise ValueError(NO_CHART.format(cell=cell))
    return Figure(str(chart.html), chart.short_alt, chart.picture(breadth=BREADTH))


def _named(row: Mapping[str, Any]) -> list[str]:
    found = row["av"] if isinstance(row["av"], list) else [row["av"]]
    return [*found, *filter(None, [row.get("kriterium")])]


def _records(file: str, names: list[str]) -> Records:
    """The people of a practice file with sex and the variables named, and nothing else."""
    path = sample_root() / file
    whole = read_records(path, path.with_name(BOOK))
    kept = [v for v in whole.codebook if v.role == SEX or v.name in names]
    return Records.from_frame(whole.frame[[v.name for v in kept]], Codebook(tuple(kept)))


def _steps() -> Figure:
    rows = load("steps")["steg"]
    steps = tuple(Step(f"Steg {row['nummer']}", row["namn"], row["ger"]) for row in rows)
    return Figure(str(four_steps().html), steps=steps)
