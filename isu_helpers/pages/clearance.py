"""``gate``: the questions to answer before a file with people in it is put in the folder."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

from ipywidgets import HTML, VBox, Widget
from markupsafe import Markup

from ..collect.cleanup import lines_before, plan_cleanup
from ..configuration import is_practice
from ..content import load, render
from ..errors import IsuError
from ..forms import (
    Field,
    Page,
    choice_field,
    date_field,
    each,
    helped,
    looks,
    panel,
    paragraphs,
    said,
)
from ..forms.prompts import Prompt
from ..run import Run, active
from ..wording import day, listing
from ..workbook import ANSWERS, Workbook

WAIT, GO = "Vänta med filen.", "Ni kan lägga filen i mappen {folder}."
REFUSED = "Ni har inte fått ja till att den ligger här. Prata med er chef först."
LACKING = "Det här är inte besvarat än: {names}."
PAST = "Dagen då den skulle tas bort har passerat. Ta bort filen, eller bestäm en ny dag."
REMOVE = "Ta bort den senast den {day}. Då kör ni «isu rensa {folder}»."
OWN_FOLDER = (
    "Ni kan använda filen. Gör först er egen mapp i nästa avsnitt, och lägg filen där. "
    "Den ska inte ligga i övningsmappen."
)
NO_LOCK = "Rutan är en hjälp att tänka efter. Den låser ingenting, så det är ni som bestämmer."

WAITS = (
    "Era svar följer med när ni gör eller väljer er egen mapp, i nästa avsnitt. "
    "Gör det innan ni stänger."
)
LINES = 2


class Gate(Page):
    """Questions about the file, and one line that says whether it has to wait.

    Attributes
    ----------
    told
        The line and what it rests on, a paragraph each; the first begins with `WAIT` where the
        file has to wait.
    """

    def __init__(self, ids: tuple[str, ...], book: Workbook, folder: Path) -> None:
        self.asked = [Prompt(id, book) for id in ids]
        self.book, self.folder = book, folder

    def __repr__(self) -> str:
        return self.told()[0]

    def told(self, today: dt.date | None = None) -> list[str]:
        """Whether the file has to wait, and why; ``today`` tells whether its time is out."""
        answers, known = {p.id: p.answer for p in self.asked}, load("start")["filen"]
        lacking = [known[id]["kort"] for id, answer in answers.items() if not answer.strip()]
        if any(a.strip() and a != known[id].get("val", [a])[0] for id, a in answers.items()):
            return [WAIT, REFUSED]
        if lacking:
            return [WAIT, LACKING.format(names=listing(lacking))]
        last = next((d for id, a in answers.items() if is_day(id) and (d := day_in(a))), None)
        if last and today and last < today:
            return [WAIT, PAST]
        return self._go(last)

    @property
    def html(self) -> Markup:
        """The questions with their answers, or lines to write on, and the line."""
        return Markup().join([*map(self._answer, self.asked), _box(self.told())])

    def widget(self) -> VBox:
        """A field for each question; the line follows what is filled in."""
        parts = [self._form(p) for p in self.asked]
        self.fields = {p.id: field for p, (_, field) in zip(self.asked, parts, strict=True)}
        self.verdict = HTML(layout={"width": "auto"})
        for field in self.fields.values():
            field.part.observe(self._show, names="value")
        self.book.listen(self._show)
        self._show()
        style = looks("forms.css", "release.css")
        return VBox([style, *(whole for whole, _ in parts), self.verdict])

    def _go(self, last: dt.date | None) -> list[str]:
        folder = self.book.path.parent if is_practice(self.folder) else self.folder
        if is_practice(folder):
            return [OWN_FOLDER, NO_LOCK]
        name = folder.name
        until = [REMOVE.format(day=day(last), folder=name)] if last else []
        return [GO.format(folder=name), *until, NO_LOCK]

    def _answer(self, asked: Prompt) -> Markup:
        told = said(self.book, ANSWERS, asked.id)
        date = day_in(told) if is_day(asked.id) else None
        answer = day(date) if date else paragraphs(told)
        choices = load("start")["filen"][asked.id].get("val", ())
        lines = 1 if is_day(asked.id) else LINES
        return render("pages/clearance", "asked", prompt=asked, answer=answer, choices=choices,
                      lines=lines)  # fmt: skip

    def _form(self, asked: Prompt) -> tuple[Widget, Field]:
        told = load("start")["filen"][asked.id]

        def put(words: str, seen: str) -> str:
            return self.book.save(asked.id, words, seen)

        if "val" in told:
            field = choice_field(asked.question, asked.answer, put, told["val"])
        elif is_day(asked.id):
            field = date_field(asked.question, asked.answer, put)
        else:
            return asked.widget(), asked.field
        field.follow(self.book)
        help = HTML(helped(paragraphs(asked.help)))
        help.add_class("isu-inledning")
        whole = VBox([help, field.widget])
        whole.add_class("isu-fraga")
        return whole, field

    def _show(self, change: object = None) -> None:
        told = self.told(dt.date.today())
        if not self.book.has_home:
            told = [*told, WAITS]
        self.verdict.value = panel(_box(told), is_told=True)


def gate(*ids: str) -> Gate:
    """Questions about the file: may it lie here, who decided, who sees it, when is it gone.

    In a practice folder, what is answered on the screen waits for a folder of the group's own.

    Parameters
    ----------
    *ids
        Prompts among those in content/start.yaml; all of them where none is named.

    Returns
    -------
    Gate
        The questions with their answers; ``.told()`` says whether the file has to wait, and why.

    Raises
    ------
    ValueError
        When there is no such prompt.
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> gate("fil-beslut").told()
    ['Vänta med filen.', 'Det här är inte besvarat än: vem som har beslutat det.']
    """
    run = active()
    return Gate(ids or tuple(load("start")["filen"]), run.workbook, run.arbetsmapp)


def is_day(id: str) -> bool:
    """Whether a question about the file is answered by a day."""
    return bool(load("start")["filen"][id].get("datum"))


def day_in(answer: str) -> dt.date | None:
    """The day that an answer says, as a date field saves it; None where it says none."""
    with suppress(ValueError):
        return dt.date.fromisoformat(answer.strip())
    return None


def _box(told: list[str]) -> Markup:
    first, *rest = told
    return render("pages/clearance", "box", first=first, rest=rest, has_to_wait=first == WAIT)


# ``removal``: the day when the people's records are to be taken away, and how that is done.

PROMPT = "fil-borttagning"
DECIDED = "Ni har bestämt att filen tas bort senast den {day}."
REMOVAL_PAST = "Den dagen har passerat. Ta bort filen nu, eller bestäm en ny dag."
NO_DAY = "Ni har inte bestämt när filen tas bort. Gör det i anteckningsboken «Välkommen»."
HOW = "Kör «isu rensa» med er mapp. Då försvinner filen och alla kopior i mappen."
STAYS = "Det ni har skrivit blir kvar, och sidorna som går att lämna ut."
COMMAND = 'isu rensa "{folder}"'


class Removal(Page):
    """When the records are to be gone, and what to run; on the screen also what goes."""

    def __init__(self, chosen: Run) -> None:
        self.book, self.chosen = chosen.workbook, chosen

    def __repr__(self) -> str:
        return self._when()

    @property
    def html(self) -> Markup:
        """The day and what to do, without any path."""
        return each([self._when(), HOW, STAYS])

    def widget(self) -> HTML:
        """The same, whether the day is past, the command in full, and the files that go."""
        last = day_in(self.book.answer(PROMPT))
        past = REMOVAL_PAST if last and last < dt.date.today() else ""
        command = COMMAND.format(folder=self.chosen.arbetsmapp)
        first, *files = self._files()
        shown = render("pages/clearance", "removal", told=self.html, past=past, command=command,
                       first=first, files=files)  # fmt: skip
        return HTML(panel(shown, sheets=["release.css"]), layout={"width": "auto"})

    def _when(self) -> str:
        last = day_in(said(self.book, ANSWERS, PROMPT))
        return DECIDED.format(day=day(last)) if last else NO_DAY

    def _files(self) -> list[str]:
        """What goes, a line each under a first one; where that can't be told, why."""
        try:
            return [line.strip() for line in lines_before(plan_cleanup(self.chosen.arbetsmapp))]
        except IsuError as e:
            return [str(e)]


def removal() -> Removal:
    """The day when the file of the run is to be taken away, and how.

    Returns
    -------
    Removal
        The day that was decided, if any, and the command; on the screen also which files go.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> settings(mkdtemp()).workbook.save("fil-borttagning", "2027-06-30")[:6]
    'Sparat'
    >>> removal()
    Ni har bestämt att filen tas bort senast den 30 juni 2027.
    """
    return Removal(active())
