"""Forms where somebody sits, the saved text everywhere else: nothing written here is lost.

A `Page` is what a notebook shows: a form of widgets in front of a person, and HTML in a handout.
"""

from .field import Field, choice_field, date_field, line_field, text_field
from .notes import NoteList, note_list
from .page import (
    LOOKS,
    Page,
    each,
    helped,
    lines_to_write_on,
    looks,
    panel,
    paragraphs,
    renewal,
    renewed,
    said,
    told,
    warned,
)
from .written import LookOver, Written, look_over, written

__all__ = [
    "LOOKS",
    "Field",
    "LookOver",
    "NoteList",
    "Page",
    "Written",
    "choice_field",
    "date_field",
    "each",
    "helped",
    "line_field",
    "lines_to_write_on",
    "look_over",
    "looks",
    "note_list",
    "panel",
    "paragraphs",
    "renewal",
    "renewed",
    "said",
    "text_field",
    "told",
    "warned",
    "written",
]
