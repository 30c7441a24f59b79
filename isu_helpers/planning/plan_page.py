"""The plan on one page: what it is about, who does what and when, and what is lacking."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..codebook import KEY, Codebook
from ..content import prompts
from ..errors import IsuError
from ..forms import Page, lines_to_write_on, paragraphs, run_workbook, said
from ..forms.shown import as_shown
from ..run import current
from ..show.tables import framed
from ..wording import day, html, listing
from ..workbook import ANSWERS, PLAN, QUESTIONS, Note, Workbook
from .calendar_file import day_of

PARTS = ("plan-fokus", "plan-syfte", "plan-hur", "plan-vilka")
AFTER = ("plan-saknas", "plan-vem-loser", "plan-uppfoljning", "plan-nasta")
IF_WRITTEN = ("plan-fungerar", "plan-hinder", "plan-forankra")  # no lines for them: one sheet
TITLE, QUESTION, VARIABLES = "Vår plan", "Vår fråga", "Det vi samlar in"
WHAT, WHO, WHEN = "Vad", "Vem", "När"
NO_VARIABLES = "Kodboken är inte gjord än."
CAPTION = "Vem gör vad, och när"
NO_DAY = "inget datum"
LINES = 2


class PlanPage(Page):
    """What the group has planned, laid out to be printed; lines where nothing is written."""

    def __init__(self, book: Workbook, kodbok: Path | None) -> None:
        self.book, self.kodbok = book, kodbok

    def __repr__(self) -> str:
        return TITLE

    @property
    def html(self) -> str:
        """The questions, the parts of the plan, the variables, and the dates in order."""
        asked = (said(self.book, QUESTIONS, n.id) for n in self.book.notes(QUESTIONS))
        questions = "".join(map(paragraphs, asked))
        variables = _part(VARIABLES, f"<p>{html(self._variables())}</p>")
        first = [_part(QUESTION, questions), *map(self._answer, PARTS), variables]
        parts = [_listed(first), self._dates(), _listed(self._after())]
        return f'<div class="isu-plan">{"".join(parts)}</div>'

    def _after(self) -> Iterator[str]:
        written = [id for id in IF_WRITTEN if self.book.answer(id)]
        yield from map(self._answer, (*AFTER, *written))

    def _answer(self, id: str) -> str:
        return _part(prompts()[id]["fraga"], paragraphs(said(self.book, ANSWERS, id)))

    def _variables(self) -> str:
        if self.kodbok is None or not self.kodbok.is_file():
            return NO_VARIABLES
        try:
            book = Codebook.read(self.kodbok)
        except IsuError as e:
            return str(e)
        return listing(v.title for v in book.without_parts() if v.role != KEY) + "."

    def _dates(self) -> str:
        notes = sorted(self.book.notes(PLAN), key=lambda n: (day_of(n) is None, day_of(n) or 0))
        if not notes:
            return _listed([_part(CAPTION, "")])
        head = "".join(f'<th scope="col">{name}</th>' for name in (WHEN, WHAT, WHO))
        rows = "".join(map(self._row, notes))
        return framed(CAPTION, f"<tr>{head}</tr>", f"<tbody>{rows}</tbody>")

    def _row(self, note: Note) -> str:
        when = day(found) if (found := day_of(note)) else NO_DAY
        cells = (
            paragraphs(said(self.book, PLAN, note.id)),
            html(as_shown(note.detail("vem"), note, "vem", self.book)),
        )
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        return f'<tr><th scope="row">{when}</th>{told}</tr>'


def plan_page(workbook: Workbook | None = None) -> PlanPage:
    """The group's plan on one page.

    Parameters
    ----------
    workbook
        That of the run's settings where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> plan_page(Workbook(mkdtemp()))
    Vår plan
    """
    run = current()
    return PlanPage(run_workbook(workbook), run.kodbok if run else None)


def _part(heading: str, inner: str) -> str:
    """A heading and what stands beside it; lines to write on where nothing does."""
    return f"<dt>{html(heading)}</dt><dd>{inner or lines_to_write_on(LINES)}</dd>"


def _listed(parts: Iterable[str]) -> str:
    return f"<dl>{''.join(parts)}</dl>"
