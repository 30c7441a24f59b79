"""Saved observations beside their figures, which the run's Release shows."""

from collections.abc import Iterator

from ..errors import CodebookError
from ..forms import paragraphs, said
from ..records import Records
from ..run import of_records
from ..show import INTERNAL, MIME, bundle
from ..show.sections import box
from ..workbook import OBSERVATIONS, Note, Workbook, observing
from .address import Address

SEEN = "Det här såg vi"


def observed(records: Records, book: Workbook) -> Iterator[str]:
    """The added observations in order as HTML, those of one table together."""
    by_address: dict[Address, list[Note]] = {}
    for note in added(book):
        by_address.setdefault(Address(note.variables, note.period), []).append(note)
    for notes in by_address.values():
        yield words_of(notes, book) + figures_of(notes[0], records)


def added(book: Workbook) -> list[Note]:
    """The observations without those that are answers, which stand under their own question."""
    return [note for note in book.observations if note.id not in observing()]


def words_of(notes: list[Note], book: Workbook) -> str:
    """What was seen, as the view may show it."""
    lines = "".join(paragraphs(said(book, OBSERVATIONS, note.id)) for note in notes)
    return f'<div class="isu-samtal"><p class="isu-samtalsfraga">{SEEN}</p>{lines}</div>'


def figures_of(note: Note, records: Records) -> str:
    """The table and the chart that an observation is about; empty where it is about none."""
    if not note.variables or not len(records):
        return ""
    try:
        shown = Address(note.variables, note.period).shown(records)
        return bundle(shown)[mark_of(records)]["html"]
    except CodebookError as e:
        return box([str(e)])


def mark_of(records: Records) -> str:
    """The MIME type of figures in the view that holds."""
    return MIME if of_records(records).skydd else INTERNAL
