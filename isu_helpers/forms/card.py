"""A card: one note of a list, with a field for its words and one for each thing it tells."""

from collections.abc import Callable, Mapping

from ipywidgets import Button, VBox

from ..content import load
from ..workbook import CONCLUSIONS, Note, Workbook
from .field import Field, choice_field, date_field, line_field, text_field
from .shown import CHOICE, CONCLUSION, DAY, VARIABLE, fields_of, value_of

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
        about: dict[str, object] = {}
        for field in fields_of(self.section):
            value = self.fields[field["namn"]].value if hasattr(self, "fields") else ""
            if field["typ"] == CONCLUSION:
                about["conclusion"] = value
            elif field["typ"] == VARIABLE:
                about["variables"] = [value] if value else []
            else:
                about.setdefault("details", {})[field["namn"]] = value
        return about

    def _field(self, field: dict, value: str) -> Field:
        label, kind = field["etikett"], field["typ"]
        if kind == DAY:
            return date_field(label, value, self._put_other)
        if kind in (CHOICE, CONCLUSION, VARIABLE):
            return choice_field(label, value, self._put_other, self._options(field))
        make = text_field if kind == "text" else line_field
        return make(label, value, self._put_other)

    def _options(self, field: dict) -> list[str | tuple[str, str]]:
        if field["typ"] == CONCLUSION:
            return [(_short(n.text), n.id) for n in self.book.notes(CONCLUSIONS)]
        if field["typ"] == VARIABLE:
            return self.choices.get(VARIABLE, [])
        return field["val"]

    def _remove(self, removed: Callable[["Card"], None]) -> None:
        if self.note:
            self.book.change(self.section, self.id, "", self.note)
        removed(self)


def _short(text: str) -> str:
    """The first line of a text, cut where it is long."""
    line = text.split("\n")[0]
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
