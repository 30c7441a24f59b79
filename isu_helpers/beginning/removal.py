"""``removal``: the day when the people's records are to be taken away, and how that is done."""

import datetime as dt

from ipywidgets import HTML

from ..cleanup import lines_before, plan_cleanup
from ..content import text
from ..errors import IsuError
from ..forms import Page, run_workbook, said
from ..run import Run, active
from ..wording import day, html
from ..workbook import ANSWERS, Workbook
from .gate import day_in

PROMPT = "fil-borttagning"
DECIDED = "Ni har bestämt att filen tas bort senast den {day}."
PAST = "Den dagen har passerat. Ta bort filen nu, eller bestäm en ny dag."
NO_DAY = "Ni har inte bestämt när filen tas bort. Gör det i anteckningsboken «Välkommen»."
HOW = "Kör «isu rensa» med er mapp. Då försvinner filen och alla kopior i mappen."
STAYS = "Det ni har skrivit blir kvar, och sidorna som går att lämna ut."
COMMAND = 'isu rensa "{folder}"'


class Removal(Page):
    """When the records are to be gone, and what to run; on the screen also what goes."""

    def __init__(self, book: Workbook, chosen: Run) -> None:
        self.book, self.chosen = book, chosen

    def __repr__(self) -> str:
        return self._when()

    @property
    def html(self) -> str:
        """The day and what to do, without any path."""
        return "".join(f"<p>{html(line)}</p>" for line in (self._when(), HOW, STAYS))

    def widget(self) -> HTML:
        """The same, whether the day is past, the command in full, and the files that go."""
        last = day_in(self.book.answer(PROMPT))
        past = f"<p>{PAST}</p>" if last and last < dt.date.today() else ""
        command = f"<pre>{html(COMMAND.format(folder=self.chosen.arbetsmapp))}</pre>"
        shown = f'<div class="isu">{self.html}{past}{command}{self._files()}</div>'
        return HTML(f"<style>{text('release.css')}</style>{shown}", layout={"width": "auto"})

    def _when(self) -> str:
        last = day_in(said(self.book, ANSWERS, PROMPT))
        return DECIDED.format(day=day(last)) if last else NO_DAY

    def _files(self) -> str:
        try:
            first, *rest = lines_before(plan_cleanup(self.chosen.arbetsmapp))
        except IsuError as e:
            return f"<p>{html(e)}</p>"
        items = "".join(f"<li>{html(line.strip())}</li>" for line in rest)
        return f"<p>{html(first)}</p>" + (f"<ul>{items}</ul>" if items else "")


def removal(workbook: Workbook | None = None) -> Removal:
    """The day when the file of the run is to be taken away, and how.

    Parameters
    ----------
    workbook
        That of the run's settings where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> book = Workbook(mkdtemp())
    >>> book.save("fil-borttagning", "2027-06-30")[:6]
    'Sparat'
    >>> removal(book)
    Ni har bestämt att filen tas bort senast den 30 juni 2027.
    """
    return Removal(run_workbook(workbook), active())
