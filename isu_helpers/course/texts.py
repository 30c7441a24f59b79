"""The trainer's notebooks as they are stored, with their fields filled in."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from ..configuration import project_root
from ..content import NOTEBOOK, load, notebooks, prompts
from ..errors import IsuError
from ..forms.prompts import IF_TIME, is_asked, is_core
from ..publish.text import render
from .occasion import DAYS, Occasion, Part, day, day_in_words, span, time_after

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
PREPARE = ("När", "Det här gör du")
WEEKS = ("{n} vecka före", "{n} veckor före")


def values(occasion: Occasion) -> dict[str, str]:
    """What each field stands for, as Markdown."""
    told = {
        "datum": _day(occasion.first),
        "datum2": _day(occasion.second),
        "sista_dag": _day(occasion.last),
        "plats": _place(occasion),
        "utbildare": plain(occasion.trainers) or NAME_COMES,
        "kontakt": plain(occasion.contact) or CONTACT_COMES,
        "praktiskt": _practical(occasion),
        "forberedelser": _preparations(occasion),
        "ledarrutor": leading_notes(),
    }
    for number in DAYS:
        told |= _day_fields(number, occasion.start)
    return told


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
    return "\n".join(f"- {line}" for line in lines)


def _preparations(occasion: Occasion) -> str:
    rows = load("course")["forberedelser"]
    return table(PREPARE, ((_when(row["veckor"], occasion.first), row["vad"]) for row in rows))


def _when(weeks: int, first: dt.date | None) -> str:
    words = WEEKS[weeks > 1].format(n=weeks)
    if not first:
        return words
    return f"{words}, {day_in_words(first - dt.timedelta(weeks=weeks))}"


def _day_fields(number: int, start: dt.time) -> dict[str, str]:
    parts, at = [], start
    for part in day(number).parts:
        parts.append((at, part))
        at = time_after(at, part.minutes)
    full = [(span(t, p.minutes), f"**{p.name}**", p.text) for t, p in parts]
    short = [(span(t, p.minutes), p.name) for t, p in parts]
    return {
        f"klockan{number}": CLOCK.format(span=span(start, day(number).minutes)),
        f"program{number}": table(PROGRAMME, full),
        f"kort{number}": table(SHORT, short),
    } | {f"tider_{p.id}": _times(p, t) for t, p in parts if p.moments}


def _times(part: Part, start: dt.time) -> str:
    rows, at = [], start
    for moment in part.moments:
        rows.append((span(at, moment.minutes), str(moment.minutes), moment.text))
        at = time_after(at, moment.minutes)
    return table(TIMES, rows)


# The trainer's notebooks as they are stored, with their fields filled in.

FOLDER = "utbildare"
NOTES, LEFT_OUT = "trainer", "remove-cell"
NO_NOTEBOOK = (
    "Anteckningsboken «{file}» hittades inte. Väntade att den följer med programmet. "
    "Installera om programmet eller hämta hela projektet igen."
)


@dataclass(frozen=True)
class Document:
    """A notebook by file name without ending, what it is called, and the form it is edited in."""

    stem: str
    name: str
    form: str

    @property
    def page(self) -> str:
        """The name of the file to read."""
        return f"{self.stem}.html"

    @property
    def file(self) -> str:
        """The name of the file to edit."""
        return f"{self.stem}.{self.form}"


@dataclass(frozen=True)
class Text:
    """A text cell as cleaned HTML; a note is for the trainer alone."""

    id: str
    soup: BeautifulSoup
    is_note: bool = False


def documents() -> tuple[Document, ...]:
    """All that is written for a course, in order."""
    rows = load("course")["dokument"]
    return tuple(Document(row["fil"], row["namn"], row["form"]) for row in rows)


def filled_cells(stem: str, occasion: Occasion) -> list[NotebookNode]:
    """The text cells of a notebook, with what is true of the course filled in.

    Raises
    ------
    IsuError
        In Swedish, when the notebook is not there or has an unknown field.
    """
    path = project_root() / "notebooks" / FOLDER / f"{stem}.ipynb"
    if not path.is_file():
        raise IsuError(NO_NOTEBOOK.format(file=path.name))
    told = values(occasion)
    kept = [c for c in nbformat.read(path, as_version=4).cells if _is_kept(c)]
    for cell in kept:
        cell.source = fill(cell.source, told, path.name)
    return kept


def texts(stem: str, occasion: Occasion) -> list[Text]:
    """The text cells of a notebook, filled in and rendered.

    Raises
    ------
    IsuError
        As `filled_cells`.
    """
    cells = filled_cells(stem, occasion)
    return [Text(c.id, render(c), NOTES in c.metadata.get("tags", [])) for c in cells]


def _is_kept(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and LEFT_OUT not in cell.metadata.get("tags", [])
