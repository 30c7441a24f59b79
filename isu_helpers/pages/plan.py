"""The plan on one page: what it is about, who does what and when, and what is lacking."""

import datetime as dt
from pathlib import Path

from icalendar import Calendar, Event
from ipywidgets import HTML, Button, VBox
from markupsafe import Markup

from ..codebook import KEY, Codebook
from ..configuration import is_practice
from ..content import prompts, render
from ..errors import IsuError
from ..files import write_whole
from ..forms import Page, each, looks, paragraphs, said
from ..forms.notes import as_shown
from ..forms.page import told as told_line
from ..run import active
from ..wording import counted, day, listing
from ..workbook import ANSWERS, PLAN, QUESTIONS, Note, Workbook

# The dates of the plan as a calendar file, which the group saves by a button.

FILE = "kalender.ics"
SAVE = "Spara datumen till kalendern"
MAKER, LANGUAGE = "-//isu-helpers//arbetsbok//SV", "SV"
CALENDAR_WHO = "Ansvarig: {who}"
SAVED = "Klart: {days} finns i filen {file} i er mapp. Öppna den för att lägga in dem."
NO_DAYS = (
    "Planen har inga datum än. Väntade minst ett. Fyll i när något ska vara klart och tryck igen."
)
THERE, NOT_THERE = "Filen {file} finns i er mapp.", "Filen {file} är inte sparad än."
NO_FOLDER = "Ingen mapp är vald. Väntade er arbetsmapp. Välj mapp i «Välkommen» och tryck igen."


class CalendarFile(Page):
    """A button that saves the plan's dates; in a handout, whether they have been saved."""

    def __init__(self, folder: Path, book: Workbook) -> None:
        self.folder, self.book = folder, book

    def __repr__(self) -> str:
        is_there = (self.folder / FILE).is_file()
        return (THERE if is_there else NOT_THERE).format(file=FILE)

    @property
    def html(self) -> Markup:
        """Whether the file is there."""
        return each([repr(self)])

    def widget(self) -> VBox:
        """The button, and a line that tells how it went."""
        self.button, self.told = Button(description=SAVE, icon="calendar"), HTML()
        self.button.add_class("isu-knapp")
        self.button.on_click(lambda _: self._save())
        return VBox([looks("forms.css"), self.button, self.told])

    def _save(self) -> None:
        try:
            told = self.save()
        except IsuError as e:
            told = str(e)
        self.told.value = told_line(told)

    def save(self) -> str:
        """Write the file, and tell so in Swedish.

        Raises
        ------
        IsuError
            In Swedish, when there is no folder, no date, or the file can't be written.
        """
        notes = [note for note in self.book.notes(PLAN) if day_of(note)]
        if not self.book.has_home:
            raise IsuError(NO_FOLDER)
        if not notes:
            raise IsuError(NO_DAYS)
        folder = self.book.path.parent if is_practice(self.folder) else self.folder
        write_whole(folder / FILE, calendar_of(notes).to_ical(), makes_folder=False)
        return SAVED.format(days=counted(len(notes), "datum", "datum"), file=FILE)


def calendar_file() -> CalendarFile:
    """The dates of the group's plan, to save as ``kalender.ics`` in its arbetsmapp.

    Returns
    -------
    CalendarFile
        A button that writes the file; in a handout whether it is there. ``.save()`` writes it too.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> id = run.workbook.add("plan", "Samla in", details={"datum": "2027-02-09"})
    >>> calendar_file().save()[:5]
    'Klart'
    """
    run = active()
    return CalendarFile(run.arbetsmapp, run.workbook)


def calendar_of(notes: list[Note]) -> Calendar:
    """A calendar with an all-day event for each note of a plan that has a date (RFC 5545).

    Parameters
    ----------
    notes
        Each with the detail ``datum`` as ``"2027-02-09"``. Its id is the event's, so that a file
        that is opened again changes the events and adds none.
    """
    calendar = Calendar()
    for name, value in (("prodid", MAKER), ("version", "2.0"), ("method", "PUBLISH")):
        calendar.add(name, value)
    for note in notes:
        if day := day_of(note):
            calendar.add_component(_event(note, day))
    return calendar


def day_of(note: Note) -> dt.date | None:
    """The date of a part of the plan; None where it has none that can be read."""
    try:
        return dt.date.fromisoformat(note.detail("datum"))
    except ValueError:
        return None


def _event(note: Note, day: dt.date) -> Event:
    event = Event()
    summary = ": ".join(filter(None, [note.detail("slag"), note.text.split("\n")[0]]))
    event.add("uid", f"{note.id}@isu-helpers")
    event.add("dtstamp", _saved(note, day))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", summary, parameters={"LANGUAGE": LANGUAGE})
    who = note.detail("vem")
    event.add("description", note.text + ("\n" + CALENDAR_WHO.format(who=who) if who else ""))
    return event


def _saved(note: Note, day: dt.date) -> dt.datetime:
    """When the note was saved, so that the same plan is the same file."""
    try:
        return dt.datetime.fromisoformat(note.saved).astimezone(dt.UTC)
    except ValueError:
        return dt.datetime.combine(day, dt.time(), dt.UTC)


# The plan on one page: what it is about, who does what and when, and what is lacking.

PARTS = ("plan-fokus", "plan-syfte", "plan-hur", "plan-vilka")
AFTER = ("plan-saknas", "plan-vem-loser", "plan-uppfoljning", "plan-nasta")
IF_WRITTEN = ("plan-fungerar", "plan-hinder", "plan-forankra")  # no lines for them: one sheet
TITLE, QUESTION, VARIABLES = "Vår plan", "Vår fråga", "Det vi samlar in"
HEADS = ("När", "Vad", "Vem")
NO_VARIABLES = "Kodboken är inte gjord än."
CAPTION = "Vem gör vad, och när"
NO_DAY = "inget datum"
LINES = 2


class PlanPage(Page):
    """What the group has planned, laid out to be printed; lines where nothing is written."""

    def __init__(self, book: Workbook, kodbok: Path) -> None:
        self.book, self.kodbok = book, kodbok

    def __repr__(self) -> str:
        return TITLE

    @property
    def html(self) -> Markup:
        """The questions, the parts of the plan, the variables, and the dates in order."""
        asked = "\n\n".join(said(self.book, QUESTIONS, n.id) for n in self.book.notes(QUESTIONS))
        before = [(QUESTION, asked), *map(self._answer, PARTS), (VARIABLES, self._variables())]
        written = [id for id in IF_WRITTEN if self.book.answer(id)]
        after = [self._answer(id) for id in (*AFTER, *written)]
        return render("pages/plan", "plan", before=before, after=after, caption=CAPTION,
                      heads=HEADS, dates=self._dates(), lines=LINES)  # fmt: skip

    def _answer(self, id: str) -> tuple[str, str]:
        return prompts()[id]["fraga"], said(self.book, ANSWERS, id)

    def _variables(self) -> str:
        if not self.kodbok.is_file():
            return NO_VARIABLES
        try:
            book = Codebook.read(self.kodbok)
        except IsuError as e:
            return str(e)
        return listing(v.title for v in book.without_parts() if v.role != KEY) + "."

    def _dates(self) -> list[tuple[str, Markup, str]]:
        notes = sorted(self.book.notes(PLAN), key=lambda n: (day_of(n) is None, day_of(n) or 0))
        return [self._row(note) for note in notes]

    def _row(self, note: Note) -> tuple[str, Markup, str]:
        when = day(found) if (found := day_of(note)) else NO_DAY
        what = paragraphs(said(self.book, PLAN, note.id))
        return when, what, as_shown(note.detail("vem"), note, "vem", self.book)


def plan_page() -> PlanPage:
    """The group's plan on one page.

    Returns
    -------
    PlanPage
        The questions, the plan, the variables of the run's codebook, and the dates in order.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> plan_page()
    Vår plan
    """
    run = active()
    return PlanPage(run.workbook, run.kodbok)
