"""``reflections``: each observation beside its figures, with the questions asked about it."""

from collections.abc import Sequence

from ipywidgets import HTML, Accordion, VBox, Widget
from markupsafe import Markup

from ..content import render
from ..forms import LOOKS, Page, each, panel
from ..forms.prompts import Prompt
from ..records import Records
from ..run import of_records
from ..show.html import html_of
from ..wording import counted, first_line
from ..workbook import Note, Workbook
from .observed import figures_of, words_of

NOTHING = (
    "Ni har inga sparade iakttagelser än. Gå tillbaka till steg 1 och skriv vad ni ser. "
    "Läs sedan in sidan igen."
)
LONGEST = 90


class Reflections(Page):
    """The observations of the workbook, each with its figures and the answers about it.

    Where somebody sits, each observation is a part to unfold, with fields to answer in.
    """

    has_figures = True

    def __init__(self, records: Records, ids: Sequence[str], book: Workbook) -> None:
        self.records, self.ids, self.book = records, tuple(ids), book

    def __repr__(self) -> str:
        return counted(len(self.book.observations), "iakttagelse", "iakttagelser")

    @property
    def html(self) -> Markup:
        """Each observation with its figures, and the questions with answers or lines."""
        notes = self.book.observations
        parts = [[self._seen(n), *(p.html for p in self._asked(n))] for n in notes]
        return render("pages/observations", "reflected", parts=parts) or each([NOTHING])

    def widget(self) -> Widget | None:
        """A part for each observation; None where there is none."""
        notes = self.book.observations
        if not notes:
            return None
        parts = [VBox([self._figures(n), *(p.widget() for p in self._asked(n))]) for n in notes]
        titles = tuple(first_line(note.text, LONGEST) for note in notes)
        return Accordion(parts, titles=titles, selected_index=0)

    def _seen(self, note: Note) -> Markup:
        return html_of([words_of([note], self.book), figures_of(note, self.records)])

    def _figures(self, note: Note) -> HTML:
        return HTML(panel(self._seen(note), sheets=LOOKS))

    def _asked(self, note: Note) -> list[Prompt]:
        return [Prompt(id, self.book, note.id) for id in self.ids]


def reflections(records: Records, *ids: str) -> Reflections:
    """The observations that the group has saved, with questions to answer about each.

    Parameters
    ----------
    records
        The people that its figures are fetched of.
    *ids
        The prompts that are asked about each observation.

    Returns
    -------
    Reflections
        Each observation beside its figures, with the answers about it or places for them.

    Raises
    ------
    ValueError
        When it is shown, where there is no such prompt.
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> import pandas as pd
    >>> from tempfile import mkdtemp
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> from isu_helpers import settings
    >>> id = settings(mkdtemp()).workbook.add_observation("Lika ofta.", ["Insats", "Kön"])
    >>> reflections(Records.from_frame(table), "orsak")
    1\xa0iakttagelse
    """
    return Reflections(records, ids, of_records(records).workbook)
