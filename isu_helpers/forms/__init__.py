"""Forms where somebody sits, the saved text everywhere else: nothing written here is lost.

A `Page` is what a notebook shows: a form of widgets in front of a person, and HTML in a handout.
"""

from .field import Field, choice_field, date_field, line_field, text_field
from .look_over import LookOver, look_over
from .notes import NoteList, note_list
from .page import Page, lines_to_write_on, paragraphs, run_workbook, said
from .written import Written, written

__all__ = [
    "Field", "NoteList", "Page", "choice_field", "date_field", "line_field", "lines_to_write_on",
    "note_list", "paragraphs", "run_workbook", "said", "text_field",
    "Written", "written", "LookOver", "look_over",
]  # fmt: skip
