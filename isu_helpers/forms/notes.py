"""A list that the group writes: a card for each note, and a button for one more."""

from collections.abc import Mapping

from ipywidgets import HTML, Button, VBox

from ..content import load, text
from ..wording import html
from ..workbook import Note, Workbook
from .card import Card
from .page import Page, lines_to_write_on, paragraphs, run_workbook, said
from .shown import reflected, shown

REMOVED = "Borttagen. Den finns kvar bland arbetsbokens tidigare versioner."


class NoteList(Page):
    """The notes of one section of the workbook, in the order that they were added.

    Parameters
    ----------
    section
        A section of the workbook, as in content/lists.yaml.
    choices
        For fields that choose among what the run has, such as variables: pairs of what is shown
        and what is saved, by the field's kind.
    """

    def __init__(
        self, section: str, book: Workbook,
        choices: Mapping[str, list[tuple[str, str]]] | None = None,
    ) -> None:  # fmt: skip
        self.section, self.book, self.choices = section, book, choices or {}
        self.told = load("lists")[section]

    def __repr__(self) -> str:
        return f"{self.told['namn']}: {len(self.book.notes(self.section))} st"

    @property
    def html(self) -> str:
        """The notes, or lines to write on."""
        notes = self.book.notes(self.section)
        inner = "".join(self._note(note) for note in notes) or self._nothing()
        name = html(self.told["namn"])
        return f'<div class="isu-samtal"><p class="isu-samtalsfraga">{name}</p>{inner}</div>'

    def widget(self) -> VBox:
        """The cards, and a button that adds an empty one."""
        self.cards = VBox([self._card(n).widget for n in self.book.notes(self.section)])
        if not self.cards.children:
            self.add()
        self.more = Button(description=self.told["ny"], icon="plus")
        self.more.add_class("isu-knapp")
        self.more.on_click(lambda _: self.add())
        return VBox([HTML(f"<style>{text('forms.css')}</style>"), self.cards, self.more])

    def add(self) -> Card:
        """Put an empty card last."""
        card = self._card(None)
        self.cards.children = (*self.cards.children, card.widget)
        return card

    def _card(self, note: Note | None) -> Card:
        return Card(self.section, self.book, note, self.choices, self._removed)

    def _removed(self, card: Card) -> None:
        message = HTML(f'<span class="isu-sparat" role="status">{REMOVED}</span>')
        kept = [message if w is card.widget else w for w in self.cards.children]
        self.cards.children = tuple(kept)

    def _note(self, note: Note) -> str:
        told = [*shown(self.section, note, self.book), *reflected(note, self.book)]
        pairs = ((html(label), html(value).replace("\n", "<br>")) for label, value in told)
        rows = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs)
        words = paragraphs(said(self.book, self.section, note.id))
        return f'<div class="isu-anteckning">{words}{f"<dl>{rows}</dl>" if rows else ""}</div>'

    def _nothing(self) -> str:
        return f"<p>{html(self.told['tom'])}</p>{lines_to_write_on()}"


def note_list(
    section: str,
    workbook: Workbook | None = None,
    choices: Mapping[str, list[tuple[str, str]]] | None = None,
) -> NoteList:
    """A list that the group writes: its questions, plan, observations, conclusions or actions.

    Parameters
    ----------
    section
        ``"fragor"``, ``"plan"``, ``"iakttagelser"``, ``"slutsatser"`` or ``"atgarder"``.
    workbook
        That of the run's settings where it is not given.
    choices
        As for `NoteList`.

    Raises
    ------
    KeyError
        When there is no such section.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> book = Workbook(mkdtemp())
    >>> id = book.add_conclusion("Vi frågar flickor oftare.")
    >>> note_list("slutsatser", book)
    Våra slutsatser: 1 st
    """
    return NoteList(section, run_workbook(workbook), choices)
