"""What a note tells besides its words, as it may be shown."""

from contextlib import suppress
from datetime import date

from ..content import NOTEBOOK, load, notebooks, prompts
from ..wording import day
from ..workbook import ANSWERS, CONCLUSIONS, Note, Workbook, to_hand_out
from ..workbook.note import answer_id
from .page import said

TEXT, LINE, CHOICE, DAY = "text", "rad", "val", "datum"
CONCLUSION, VARIABLE = "slutsats", "variabel"


def fields_of(section: str) -> list[dict]:
    """What each note of a section tells besides its text, as content/lists.yaml has it."""
    return load("lists")[section]["falt"]


def value_of(note: Note | None, field: dict) -> str:
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


def words_in(field: dict, value: str, note: Note, book: Workbook) -> str:
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
