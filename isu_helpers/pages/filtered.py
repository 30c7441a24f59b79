"""Rows that a filter hides in Excel: whether they are people to count is asked, by a click."""

from collections.abc import Callable

from ipywidgets import HTML, Button, HBox, VBox

from ..configuration import HIDING, WITH, WITHOUT, set_in_file
from ..errors import IsuError
from ..forms import each, helped, looks, renewal
from ..records import Records
from ..records.workbook_parts import HIDDEN_UNASKED
from ..run import Run
from ..wording import number

ASKED = (
    "I er datafil är {count} i Excel, som av ett filter. Ska de räknas? Tills ni har svarat är de "
    "med."
)
ROWS = ("1 rad dold", "{count} rader dolda")
CHOICES = {WITH: "Räkna med dem", WITHOUT: "Räkna inte med dem"}
SAVED = {
    WITH: "Sparat i isu.yaml: de dolda raderna räknas med.",
    WITHOUT: "Sparat i isu.yaml: de dolda raderna räknas inte.",
}


def hidden_rows(records: Records | None) -> int:
    """How many rows are hidden that nobody has said anything of."""
    ends = tuple(text.split("{rows})")[1] for text in HIDDEN_UNASKED)
    report = records.report if records is not None else ()
    return sum(r.count for r in report if r.text.endswith(ends))


def asked_of_hidden(run: Run, records: Records | None, tell: Callable[[str], None]) -> VBox | None:
    """A question with two buttons; None where no rows are hidden, or it is answered.

    Parameters
    ----------
    tell
        Called with what was saved, to be told when the page is drawn anew.
    """
    count = hidden_rows(records)
    if not count or run.is_practice:
        return None
    message = HTML(layout={"width": "auto"})

    def choose(word: str) -> None:
        told = SAVED[word]
        try:
            set_in_file(run.settings.arbetsmapp, HIDING, word)
            tell(told)
            run.look_again()
            run.reopen()
        except IsuError as e:
            told = str(e)
        message.value = helped(each([told]), is_told=True)

    words = ASKED.format(count=ROWS[count > 1].format(count=number(count)))
    asked = HTML(helped(each([words])), layout={"width": "auto"})
    row = HBox([_button(text, word, choose) for word, text in CHOICES.items()])
    row.add_class("isu-rad-med-knapp")
    return VBox([asked, row, message, looks("forms.css"), renewal(run)])


def _button(text: str, word: str, choose: Callable[[str], None]) -> Button:
    button = Button(description=text)
    button.add_class("isu-knapp")
    button.on_click(lambda _: choose(word))
    return button
