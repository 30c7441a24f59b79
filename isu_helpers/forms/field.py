"""A field: what is filled in is saved at once, and the field tells so."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from math import ceil

from ipywidgets import HTML, DatePicker, Dropdown, Text, Textarea, ValueWidget, VBox, Widget

from ..workbook import Workbook
from .page import told

LEAST_ROWS, MOST_ROWS, ROW_LENGTH = 3, 25, 85
WIDE = {"width": "100%", "max_width": "46rem"}
SHORT = {"width": "100%", "max_width": "24rem"}
CLASS, NAMED = "isu-falt", "isu-modell-{id}"

Put = Callable[[str, str], str]


class Field:
    """A widget whose value is saved at each change, with a line under it that says how that went.

    Parameters
    ----------
    part
        A widget whose value is words, a date, or None.
    value
        What is saved now.
    put
        Saves new words, told those that the writer started from, and tells in Swedish how that
        went.
    """

    def __init__(self, part: ValueWidget, value: str, put: Put) -> None:
        self.part, self._saved, self._put = part, value, put
        self._unread = value if part.value is None else ""  # words that are no day stay
        self.status = _with_class(HTML(), "isu-status")
        part.add_class(CLASS)
        named(part)
        part.observe(self._changed, names="value")
        self.widget = _with_class(VBox([part, self.status]), "isu-faltrad")

    @property
    def value(self) -> str:
        """What stands in the field."""
        value = self.part.value
        return value.isoformat() if isinstance(value, dt.date) else str(value or self._unread)

    def tell(self, text: str) -> None:
        """Show a line under the field."""
        self.status.value = told(text)

    def follow(self, book: Workbook) -> "Field":
        """Tell anew how it went when the workbook that it is saved in gets another file."""

        def tell_again() -> None:
            if self.status.value:
                self.tell(book.state)

        book.listen(tell_again)
        return self

    def _changed(self, change: object = None) -> None:
        if isinstance(self.part, Textarea):
            self.part.rows = rows_for(self.part.value)
        self._unread = ""
        if self.value != self._saved:
            told = self._put(self.value, self._saved)
            self._saved = self.value
            self.tell(told)


def named(part: Widget) -> None:
    """Let the page know a widget by the name that its kernel has for it.

    So words that were typed just before the page was closed can be sent as it closes.
    """
    if part.model_id:
        part.add_class(NAMED.format(id=part.model_id))


def text_field(label: str, value: str, put: Put, placeholder: str = "") -> Field:
    """Words on as many rows as they need."""
    part = Textarea(
        value=value, description=label, placeholder=placeholder, rows=rows_for(value), layout=WIDE
    )
    return Field(part, value, put)


def line_field(label: str, value: str, put: Put, placeholder: str = "") -> Field:
    """Words on one row."""
    part = Text(value=value, description=label, placeholder=placeholder, layout=SHORT)
    return Field(part, value, put)


def choice_field(
    label: str, value: str, put: Put, options: Sequence[str | tuple[str, str]]
) -> Field:
    """One of several, or none yet; an option is its words, or its words and what is saved."""
    pairs = [o if isinstance(o, tuple) else (o, o) for o in options]
    known = value if value in dict((v, k) for k, v in pairs) else ""
    others = [(value, value)] if value and not known else []
    part = Dropdown(
        options=[("välj …", ""), *pairs, *others], value=value, description=label, layout=SHORT
    )
    return Field(part, value, put)


def date_field(label: str, value: str, put: Put) -> Field:
    """A day, saved as ``"2027-02-09"``."""
    day = None
    with suppress(ValueError):
        day = dt.date.fromisoformat(value)
    return Field(DatePicker(value=day, description=label, layout=SHORT), value, put)


def _with_class(widget: Widget, name: str) -> Widget:
    widget.add_class(name)
    return widget


def rows_for(text: str) -> int:
    """How many rows a text needs on the screen, within what is pleasant.

    Examples
    --------
    >>> rows_for(""), rows_for("a\\n" * 5), rows_for("ord " * 100)
    (3, 6, 5)
    """
    needed = sum(max(1, ceil(len(line) / ROW_LENGTH)) for line in text.split("\n"))
    return min(max(needed, LEAST_ROWS), MOST_ROWS)
