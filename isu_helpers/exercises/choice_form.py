"""The form of a question: buttons to choose with, and the reply under them."""

from typing import TYPE_CHECKING

from ipywidgets import Button, Checkbox, RadioButtons, VBox, Widget

from ..wording import html
from .page import panel

if TYPE_CHECKING:
    from .choice import Choice

ANSWER = "Svara"
WIDE = {"width": "auto", "max_width": "50rem"}


def choice_form(question: "Choice") -> VBox:
    """A field an alternative, a button, and room for the reply."""
    head = panel(f'<p class="isu-samtalsfraga">{html(question.text)}</p><p>{question.how}</p>')
    fields = _boxes(question) if question.is_many else [_radio(question)]
    button, reply = Button(description=ANSWER, button_style="primary"), panel()

    def answer(_: Button) -> None:
        reply.value = panel(question.check(_chosen(question, fields)).inner).value

    button.on_click(answer)
    form = VBox([head, *fields, button, reply])
    form.add_class("isu-ovning")
    return form


def _radio(question: "Choice") -> RadioButtons:
    options = [(f"{o.letter}. {o.text}", o.letter) for o in question.options]
    return RadioButtons(options=options, value=None, layout=WIDE)


def _boxes(question: "Choice") -> list[Checkbox]:
    texts = [f"{o.letter}. {o.text}" for o in question.options]
    return [Checkbox(description=t, indent=False, layout=WIDE) for t in texts]


def _chosen(question: "Choice", fields: list[Widget]) -> list[str]:
    """The letters that are marked."""
    if not question.is_many:
        return [fields[0].value] if fields[0].value else []
    return [o.letter for o, f in zip(question.options, fields, strict=True) if f.value]
