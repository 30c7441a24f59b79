"""The trainer's notebooks as they are stored, with their fields filled in."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from ..configuration import project_root
from ..content import NOTEBOOK, load, notebooks, prompts
from ..errors import IsuError
from ..forms.prompts import IF_TIME, is_asked, is_core
from ..pages.start import reading_groups, reason_points
from ..publish.text import render
from .figures import Figure, figure_of
from .occasion import Occasion, day_in_words, span, time_after
from .programme import (
    Day,
    Part,
    all_exercises,
    notebook_minutes,
    part,
    placed_exercises,
    programme,
    variants,
)

# Markdown written by the program: text that means itself, and tables.

MARKUP = re.compile(r"([\\`*_{}\[\]<>|#~$!&])")


def plain(text: str) -> str:
    """A text that means itself in Markdown too.

    Examples
    --------
    >>> plain("Rum 3 *norr*")
    'Rum 3 \\\\*norr\\\\*'
    """
    return MARKUP.sub(r"\\\1", text)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# What the notebooks themselves say to the one who leads: their trainer cells and questions.

TRAINER = "trainer"
HEAD = ("Frågan till gruppen", "Tänk på")


def leading_notes() -> str:
    """The trainer cells and questions of each notebook that there is, as Markdown."""
    parts = [
        f"### {entry['namn']}\n\n{notes}"
        for id, entry in notebooks().items()
        if (notes := "\n\n".join([*_trainer_cells(entry["fil"]), *_questions(id)]))
    ]
    return "\n\n".join(parts)


def _trainer_cells(file: str) -> Iterator[str]:
    """The trainer cells' texts, without the line that says whom they are for."""
    path = project_root() / "notebooks" / file
    cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
    for cell in cells:
        if cell.cell_type == "markdown" and TRAINER in cell.metadata.get("tags", []):
            first, _, rest = cell.source.partition("\n")
            yield rest.strip() if _is_label(first) else cell.source


def _is_label(line: str) -> bool:
    return line.startswith(("#", "**")) and len(line.split()) <= 6


def _questions(id: str) -> Iterator[str]:
    asked = [(key, e) for key, e in prompts().items() if e[NOTEBOOK] == id and is_asked(key)]
    told = (
        (e["fraga"] if is_core(key) else IF_TIME.format(question=e["fraga"]), e["ledare"])
        for key, e in sorted(asked, key=lambda pair: not is_core(pair[0]))
    )
    if asked:
        yield table(HEAD, (tuple(map(plain, row)) for row in told))


# What the fields of a text, «{{ plats }}», stand for at one course, and the text filled in.

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NO_FIELD = (
    "Fältet «{name}» i «{file}» finns inte. Väntade ett av: {known}. "
    "Rätta namnet mellan klamrarna."
)
DAY_COMES, PLACE_COMES, NAME_COMES = "Datum kommer", "Platsen kommer", "Namn kommer"
LINK_COMES, ONLINE = "På nätet. Länken kommer", "På nätet, {place}"
CONTACT_COMES = "Den som skickade inbjudan"
CLOCK = "kl. {span}"
PROGRAMME, SHORT, TIMES = ("Klockan", "Vad", "Det här gör vi"), ("Klockan", "Vad"), (
    "Klockan", "Minuter", "Vad ni gör"
)  # fmt: skip
OCCASIONS, WAYS = ("Tillfälle", "När"), ("Upplägg", "Vad det är", "Tid")
EXERCISES, SUMS = ("Övning", "Minuter", "Var"), ("Anteckningsbok", "Minuter", "Varav hemma")
PREPARE = ("När", "Det här gör du")
WEEKS = ("{n} vecka före", "{n} veckor före")
NOT_PLACED, PLACED = "Mellan dagarna, eller när en grupp blir klar", "Tillfälle {number}"
ABSENT = "Delen *{name}* står inte i det här programmet. Den tar {minutes} minuter."
HOURS = "{count} tillfällen, {hours} timmar med raster"
NOTHING = "- Ingenting särskilt."
COFFEE, ROWS = "Fika", 11  # what a slide has room for; beyond that without coffee
HOUR = 60
DAY_NUMBER = re.compile(r"^(\w+) (\d+\.)")  # what no line is to part


def values(occasion: Occasion, number: int = 1) -> dict[str, str]:
    """What each field stands for, as Markdown; ``number`` is of the occasion told of."""
    short = [point["kort"] for point in reason_points()]
    told = {
        "sista_dag": _day(occasion.last),
        "plats": _place(occasion),
        "utbildare": plain(occasion.trainers) or NAME_COMES,
        "kontakt": plain(occasion.contact) or CONTACT_COMES,
        "praktiskt": _practical(occasion),
        "forberedelser": _preparations(occasion),
        "ledarrutor": leading_notes(),
        "upplagg": occasion.programme.name,
        "om_upplagg": occasion.programme.text,
        "tillfallen": table(OCCASIONS, _occasions(occasion)),
        "alla_upplagg": table(WAYS, _ways()),
        "ovningar": table(EXERCISES, _exercises(occasion)),
        "minuter": table(SUMS, _sums(occasion)),
        "varfor": _reasons(),
        "varfor_kort": listed(short),
        "varfor_kort_ett": listed(short[: len(short) // 2]),
        "varfor_kort_tva": listed(short[len(short) // 2 :]),
        "las_mer": _reading(),
    }
    return told | _day_fields(occasion, number) | _part_fields(occasion)


def fill(text: str, told: Mapping[str, str], file: str) -> str:
    """The text with its fields filled in.

    Raises
    ------
    IsuError
        In Swedish, when the text has a field that there is not.
    """
    for name in FIELD.findall(text):
        if name not in told:
            raise IsuError(NO_FIELD.format(name=name, file=file, known=", ".join(told)))
    return FIELD.sub(lambda found: told[found[1]], text)


def _day(value: dt.date | None) -> str:
    return day_in_words(value).capitalize() if value else DAY_COMES


def _place(occasion: Occasion) -> str:
    if not occasion.is_online:
        return plain(occasion.place) or PLACE_COMES
    return ONLINE.format(place=plain(occasion.place)) if occasion.place else LINK_COMES


def _practical(occasion: Occasion) -> str:
    lines = load("course")["praktiskt"]["pa_natet" if occasion.is_online else "pa_plats"]
    return listed(lines)


def listed(lines: Iterable[str]) -> str:
    """Lines as a list in Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def _preparations(occasion: Occasion) -> str:
    rows = load("course")["forberedelser"]
    return table(PREPARE, ((_when(row["veckor"], occasion.first), row["vad"]) for row in rows))


def _when(weeks: int, first: dt.date | None) -> str:
    words = WEEKS[weeks > 1].format(n=weeks)
    if not first:
        return words
    return f"{words}, {day_in_words(first - dt.timedelta(weeks=weeks))}"


def _occasions(occasion: Occasion) -> Iterator[tuple[str, str]]:
    for found, date in zip(occasion.programme.days, occasion.days, strict=True):
        clock = CLOCK.format(span=span(occasion.start, found.minutes))
        yield found.name, f"{_day(date)}, {clock}"


def _ways() -> Iterator[tuple[str, str, str]]:
    for id, name in variants().items():
        found = programme(id)
        hours = sum(day.minutes for day in found.days) // HOUR
        yield name, found.text, HOURS.format(count=len(found.days), hours=hours)


def _exercises(occasion: Occasion) -> Iterator[tuple[str, str, str]]:
    placed = placed_exercises(occasion.programme)
    for stem in all_exercises():
        where = PLACED.format(number=placed[stem]) if stem in placed else NOT_PLACED
        yield part(stem).name, str(part(stem).minutes), where


def _sums(occasion: Occasion) -> Iterator[tuple[str, str, str]]:
    """The notebooks that the programme has, with their minutes and those done at home."""
    for found in occasion.programme.parts:
        if found.notebook:
            told = notebook_minutes(found.notebook)
            yield notebooks()[found.notebook]["namn"], str(told), str(found.at_home)


def _reasons() -> str:
    told = (f"**{p['rubrik']}.** {p['text']} {p['hos_oss']}" for p in reason_points())
    return "\n\n".join([load("varfor")["inled"], *told])


def _reading() -> str:
    return "\n\n".join(
        f"{group['namn']}:\n\n" + listed(map(_title, group["titlar"]))
        for group in reading_groups(is_trainer=True)
    )


def _title(one: Mapping[str, str]) -> str:
    address = f". {plain(one['adress'])}" if one["adress"] else ""
    return f"{plain(one['told'])}{address}"


def _day_fields(occasion: Occasion, number: int) -> dict[str, str]:
    """What is told of one occasion: its day, its programme, its goals and what to do before."""
    found, start = occasion.programme.days[number - 1], occasion.start
    parts = list(_clocked(found, start))
    full = [(span(t, p.minutes), f"**{p.name}**", p.text) for t, p in parts]
    few = [(t, p) for t, p in parts if p.name != COFFEE or len(parts) <= ROWS]
    short = [(span(t, p.minutes), p.name) for t, p in few]
    return {
        "dagnamn": DAY_NUMBER.sub("\\1\N{NO-BREAK SPACE}\\2", found.name),
        "dag": _day(occasion.days[number - 1]),
        "klockan": CLOCK.format(span=span(start, found.minutes)),
        "program": table(PROGRAMME, full),
        "kort": table(SHORT, short),
        "mal": listed(found.goals) or NOTHING,
        "fore": listed(found.before) or NOTHING,
    }


def _clocked(found: Day, start: dt.time) -> Iterator[tuple[dt.time, Part]]:
    at = start
    for one in found.parts:
        yield at, one
        at = time_after(at, one.minutes)


def _part_fields(occasion: Occasion) -> dict[str, str]:
    """The minutes of each part that the course has; of the others, how long they take."""
    rows = {id: row for id, row in load("course")["delar"].items() if not row.get("rast")}
    told = {f"tider_{id}": _absent(part(id)) for id in rows}
    for found in occasion.programme.days:
        parts = _clocked(found, occasion.start)
        told |= {f"tider_{p.id}": _times(p, t) for t, p in parts if p.moments}
    return told


def _absent(found: Part) -> str:
    return ABSENT.format(name=found.name, minutes=found.minutes)


def _times(found: Part, start: dt.time) -> str:
    rows, at = [], start
    for moment in found.moments:
        rows.append((span(at, moment.minutes), str(moment.minutes), moment.text))
        at = time_after(at, moment.minutes)
    return table(TIMES, rows)


# The trainer's notebooks as they are stored, with their fields filled in.

FOLDER = "utbildare"
NOTES, LEFT_OUT = "trainer", "remove-cell"
SLIDES, OPENING, CLOSING = "bilder", "oppning", "slut"
DAYS_OWN = "{name}, {day}"
NO_NOTEBOOK = (
    "Anteckningsboken «{file}» hittades inte. Väntade att den följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)


@dataclass(frozen=True)
class Document:
    """A file of a course: its notebook without ending, what it is called, and its form to edit.

    ``number`` is of the occasion that it is about; 0 for the whole course.
    """

    stem: str
    name: str
    form: str
    number: int = 0

    @property
    def title(self) -> str:
        """The name of its files without ending."""
        return f"{self.stem}_dag{self.number}" if self.number else self.stem

    @property
    def page(self) -> str:
        """The name of the file to read."""
        return f"{self.title}.html"

    @property
    def file(self) -> str:
        """The name of the file to edit."""
        return f"{self.title}.{self.form}"


@dataclass(frozen=True)
class Text:
    """A text cell as cleaned HTML; a note is for the trainer alone."""

    id: str
    soup: BeautifulSoup
    is_note: bool = False
    figure: Figure | None = None


def documents(occasion: Occasion) -> tuple[Document, ...]:
    """All that is written for a course, in order; of some, one for each occasion."""
    return tuple(d for row in load("course")["dokument"] for d in _documents(row, occasion))


def _documents(row: Mapping[str, Any], occasion: Occasion) -> Iterator[Document]:
    if not row.get("var_dag"):
        yield Document(row["fil"], row["namn"], row["form"])
        return
    for day in occasion.programme.days:
        yield Document(row["fil"], DAYS_OWN.format(name=row["namn"], day=day.name), row["form"],
                       day.number)  # fmt: skip


def filled_cells(stem: str, occasion: Occasion, number: int = 0) -> list[NotebookNode]:
    """The text cells of a notebook, with what is true of the course filled in.

    Parameters
    ----------
    number
        The occasion that they are about, whose slides alone are taken; 0 for all of them.

    Raises
    ------
    IsuError
        In Swedish, when the notebook is not there or has an unknown field.
    """
    path = project_root() / "notebooks" / FOLDER / f"{stem}.ipynb"
    if not path.is_file():
        raise IsuError(NO_NOTEBOOK.format(file=path.name))
    told = values(occasion, number or 1)
    kept = [c for c in nbformat.read(path, as_version=4).cells if _is_kept(c)]
    if stem == SLIDES and number:
        kept = list(_slides_of(kept, occasion.programme.days[number - 1]))
    for cell in kept:
        cell.source = fill(cell.source, told, path.name)
    return kept


def _slides_of(cells: list[NotebookNode], day: Day) -> Iterator[NotebookNode]:
    """The slides of an occasion in its order, each with the note that stands after it."""
    own = load("course")["bilder"]
    by_id = {cell.id: (cell, note) for cell, note in pairwise(cells)}
    for name in (OPENING, *(one.id for one in day.parts), CLOSING):
        for id in own.get(name, ()):
            yield from by_id[id]


def texts(stem: str, occasion: Occasion, number: int = 0) -> list[Text]:
    """The text cells of a notebook, filled in and rendered.

    Raises
    ------
    IsuError
        As `filled_cells`.
    """
    cells = filled_cells(stem, occasion, number)
    drawn = figure_of if stem == SLIDES else _none
    return [Text(c.id, render(c), NOTES in c.metadata.get("tags", []), drawn(c.id)) for c in cells]


def _none(_cell: str) -> None:
    """Nothing: only slides show figures."""


def _is_kept(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and LEFT_OUT not in cell.metadata.get("tags", [])
