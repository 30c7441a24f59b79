"""``variable_builder``: a place to make the codebook where somebody sits, else a table of it."""

from pathlib import Path

from ipywidgets import HTML, Accordion, Dropdown, VBox

from ..codebook import UNITS
from ..content import text
from ..errors import IsuError
from ..forms import Page, run_workbook
from ..wording import counted, html
from ..workbook import Workbook
from .book_table import book_table, question_list
from .chosen_list import ChosenList
from .draft import Draft, open_draft
from .grounds_form import GroundsForm
from .library_form import LibraryForm
from .own_form import OwnForm

PANELS = ("Välj ur biblioteket", "Diskrimineringsgrunder och könsidentitet", "Gör en egen")
UNIT = "En rad i formuläret är"
UNIT_WORDS = {"person": "en person", "ärende": "ett ärende"}
NO_BOOK = "Ingen kodbok är gjord än. Skriv variablerna här, eller gör kodboken på skärmen."
LINES = 6


class VariableBuilder(Page):
    """The codebook of an arbetsmapp, and the library it is made from."""

    def __init__(self, draft: Draft, book: Workbook) -> None:
        self.draft, self.book = draft, book

    def __repr__(self) -> str:
        try:
            n = len(self.draft.codebook.variables)
        except IsuError as e:
            return str(e)
        return f"Kodbok med {counted(n, 'variabel', 'variabler')}"

    @property
    def html(self) -> str:
        """The codebook as a table, or lines to write variables on."""
        if not self.draft.path.is_file():
            lines = '<div class="isu-rad"></div>' * LINES
            return (
                f'<div class="isu-samtal">{question_list(self.book)}<p>{NO_BOOK}</p>{lines}</div>'
            )
        try:
            return book_table(self.draft.codebook, self.book)
        except IsuError as e:
            return f'<div class="isu-varning"><p>{html(e)}</p></div>'

    def widget(self) -> VBox:
        """What is chosen, and under it three ways to choose more."""
        self.message = HTML(layout={"width": "auto"})
        self.chosen = ChosenList(self.draft, self.book, self._tell)
        self.library = LibraryForm(self.draft, self._tell)
        self.grounds = GroundsForm(self.draft, self._tell)
        self.own = OwnForm(self.draft, self._tell)
        forms = (self.library, self.grounds, self.own)
        self.panels = Accordion([form.widget for form in forms], titles=PANELS, selected_index=0)
        style = HTML(f"<style>{text('forms.css')}</style>")
        parts = [style, self.chosen.widget, self._unit(), self.message, self.panels]
        return VBox(parts)

    def _unit(self) -> Dropdown:
        """What a row is."""
        try:
            unit = self.draft.codebook.unit
        except IsuError:
            unit = UNITS[0]
        options = [(UNIT_WORDS[u], u) for u in UNITS]
        self.unit = Dropdown(description=UNIT, options=options, value=unit)
        self.unit.add_class("isu-falt")
        self.unit.observe(self._count, names="value")
        return self.unit

    def _count(self, change: object = None) -> None:
        try:
            self.draft.count(self.unit.value)
        except IsuError as e:
            self._tell(str(e))

    def _tell(self, words: str) -> None:
        self.message.value = f'<span class="isu-sparat" role="status">{html(words)}</span>'


def variable_builder(
    kodbok: str | Path | None = None, workbook: Workbook | None = None
) -> VariableBuilder:
    """A place to choose variables in, which writes kodbok.yaml at each change.

    Parameters
    ----------
    kodbok
        Where the codebook stands, or is to stand; as in the run's settings where it is not given.
    workbook
        The one with the group's questions; that of the run's settings where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> builder = variable_builder(Path(mkdtemp()) / "kodbok.yaml", Workbook(mkdtemp()))
    >>> [v.name for v in builder.draft.codebook]
    ['personnyckel', 'barnets kön']
    """
    return VariableBuilder(open_draft(kodbok), run_workbook(workbook))
