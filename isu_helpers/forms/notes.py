"""A list that the group writes: a card for each note, and a button for one more."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from ipywidgets import HTML, Button, VBox
from markupsafe import Markup

from ..content import NOTEBOOK, load, notebooks, prompts, render
from ..run import active
from ..wording import day, first_line
from ..workbook import ANSWERS, CONCLUSIONS, Note, Workbook, to_hand_out
from ..workbook.note import answer_id
from .field import Field, choice_field, date_field, line_field, text_field
from .page import Page, looks, said, told

# What a note tells besides its words, as it may be shown.

TEXT, LINE, CHOICE, DAY = "text", "rad", "val", "datum"
CONCLUSION, VARIABLE = "slutsats", "variabel"


def fields_of(section: str) -> list[dict[str, Any]]:
    """What each note of a section tells besides its text, as content/lists.yaml has it."""
    fields: list[dict[str, Any]] = load("lists")[section]["falt"]
    return fields


def value_of(note: Note | None, field: dict[str, Any]) -> str:
    """What a note tells in a field, as it is saved; empty where it tells nothing."""
    if note is None:
        return ""
    if field["typ"] == CONCLUSION:
        return note.conclusion
    if field["typ"] == VARIABLE:
        return note.variables[0] if note.variables else ""
    return note.detail(field["namn"])


def shown(section: str, note: Note, book: Workbook) -> list[tuple[str, str]]:
    """Labels and words of what a note tells besides its text, as the view may show them."""
    told = ((f["etikett"], words_in(f, value_of(note, f), note, book)) for f in fields_of(section))
    return [(label, words) for label, words in told if words]


def reflected(note: Note, book: Workbook) -> list[tuple[str, str]]:
    """What the group was asked about a note in one of the four steps, and what it answered."""
    steps = {id for id, told in notebooks().items() if told.get("steg")}
    asked = {id: entry for id, entry in prompts().items() if entry[NOTEBOOK] in steps}
    found = ((entry["fraga"], said(book, ANSWERS, answer_id(id, note.id)))
             for id, entry in asked.items())  # fmt: skip
    return [(question, words) for question, words in found if words]


def words_in(field: dict[str, Any], value: str, note: Note, book: Workbook) -> str:
    """What a note tells in a field, in words as the view may show them; empty where nothing."""
    if not value:
        return ""
    if field["typ"] == CONCLUSION:
        return said(book, CONCLUSIONS, value)
    if field["typ"] == DAY:
        with suppress(ValueError):  # other words that a person has written in the file
            return day(date.fromisoformat(value))
    return as_shown(value, note, field["namn"], book)


def as_shown(words: str, note: Note, field: str, book: Workbook) -> str:
    """Words of one of a note's details as the view may show them."""
    told = Note(note.id, words, approved=note.approved)
    return to_hand_out(told, book.k, field) if book.is_protected else words


# A card: one note of a list, with a field for its words and one for each thing it tells.

REMOVE, HINT = "Ta bort", "Till exempel: {example}"
FIRST = "Skriv först orden i rutan ovanför. Då sparas det här också."
LONGEST = 80


class Card:
    """The form of one note; a note that is not there yet is added with its first word."""

    def __init__(
        self, section: str, book: Workbook, note: Note | None,
        choices: Mapping[str, list[tuple[str, str]]], removed: Callable[["Card"], None],
    ) -> None:  # fmt: skip
        self.section, self.book, self.choices = section, book, choices
        self.note = note
        told = load("lists")[section]
        words = note.text if note else ""
        hint = HINT.format(example=told["exempel"])
        self.words = text_field(told["text"], words, self._put_words, hint)
        self.fields = {f["namn"]: self._field(f, value_of(note, f)) for f in fields_of(section)}
        self.remove = Button(description=REMOVE, icon="trash")
        self.remove.add_class("isu-knapp")
        self.remove.on_click(lambda _: self._remove(removed))
        parts = [part.follow(book) for part in (self.words, *self.fields.values())]
        self.widget = VBox([*(p.widget for p in parts), self.remove])
        self.widget.add_class("isu-kort")

    @property
    def id(self) -> str:
        """The id of the note; empty while there is none."""
        return self.note.id if self.note else ""

    def _put_words(self, text: str, seen: str) -> str:
        if not text.strip():
            return self.book.state  # taken away by the button, never by rubbing out
        if not self.note:
            id = self.book.add(self.section, text, **self._about())
            self.note = self.book.note(self.section, id)
            return self.book.state
        return self._change(text)

    def _put_other(self, value: str, seen: str) -> str:
        words = self.words.value
        if not self.note:
            return FIRST
        return self._change(words if words.strip() else self.note.text)

    def _change(self, text: str) -> str:
        """Save the card as it stands, told what it held before: another's words stay beside."""
        told = self.book.change(self.section, self.id, text, self.note, **self._about())
        self.note = self.book.note(self.section, self.id) or self.note
        return told

    def _about(self) -> dict[str, object]:
        """What the fields say, as the workbook takes it."""
        about: dict[str, Any] = {}
        for field in fields_of(self.section):
            value = self.fields[field["namn"]].value if hasattr(self, "fields") else ""
            if field["typ"] == CONCLUSION:
                about["conclusion"] = value
            elif field["typ"] == VARIABLE:
                about["variables"] = [value] if value else []
            else:
                about.setdefault("details", {})[field["namn"]] = value
        return about

    def _field(self, field: dict[str, Any], value: str) -> Field:
        label, kind = field["etikett"], field["typ"]
        if kind == DAY:
            return date_field(label, value, self._put_other)
        if kind in (CHOICE, CONCLUSION, VARIABLE):
            return choice_field(label, value, self._put_other, self._options(field))
        make = text_field if kind == "text" else line_field
        return make(label, value, self._put_other)

    def _options(self, field: dict[str, Any]) -> Sequence[str | tuple[str, str]]:
        if field["typ"] == CONCLUSION:
            return [(first_line(n.text, LONGEST), n.id) for n in self.book.notes(CONCLUSIONS)]
        if field["typ"] == VARIABLE:
            return self.choices.get(VARIABLE, [])
        return list(field["val"])

    def _remove(self, removed: Callable[["Card"], None]) -> None:
        if self.note:
            self.book.change(self.section, self.id, "", self.note)
        removed(self)


# A list that the group writes: a card for each note, and a button for one more.

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
    def html(self) -> Markup:
        """The notes, or lines to write on."""
        notes = [self._note(note) for note in self.book.notes(self.section)]
        return render("forms/notes", "notes", told=self.told, notes=notes)

    def widget(self) -> VBox:
        """The cards, and a button that adds an empty one."""
        self.cards = VBox([self._card(n).widget for n in self.book.notes(self.section)])
        if not self.cards.children:
            self.add()
        self.more = Button(description=self.told["ny"], icon="plus")
        self.more.add_class("isu-knapp")
        self.more.on_click(lambda _: self.add())
        return VBox([looks("forms.css"), self.cards, self.more])

    def add(self) -> Card:
        """Put an empty card last."""
        card = self._card(None)
        self.cards.children = (*self.cards.children, card.widget)
        return card

    def _card(self, note: Note | None) -> Card:
        return Card(self.section, self.book, note, self.choices, self._removed)

    def _removed(self, card: Card) -> None:
        message = HTML(told(REMOVED))
        kept = [message if w is card.widget else w for w in self.cards.children]
        self.cards.children = tuple(kept)

    def _note(self, note: Note, head: str = "") -> Markup:
        about = [*shown(self.section, note, self.book), *reflected(note, self.book)]
        words = said(self.book, self.section, note.id)
        return render("forms/notes", "note", words=words, about=about, head=head)


def note_list(
    section: str,
    choices: Mapping[str, list[tuple[str, str]]] | None = None,
) -> NoteList:
    """A list that the group writes: its questions, plan, observations, conclusions or actions.

    Parameters
    ----------
    section
        ``"fragor"``, ``"plan"``, ``"iakttagelser"``, ``"slutsatser"`` or ``"atgarder"``.
    choices
        As for `NoteList`.

    Returns
    -------
    NoteList
        A card a note and a button for more, where somebody sits; in a handout the notes, or lines
        for a pen.

    Raises
    ------
    KeyError
        When there is no such section.
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> id = settings(mkdtemp()).workbook.add_conclusion("Vi frågar flickor oftare.")
    >>> note_list("slutsatser")
    Våra slutsatser: 1 st
    """
    return NoteList(section, active().workbook, choices)
