"""The form of a question: fields to choose with, a button, and the reply under them."""

from typing import TYPE_CHECKING

from ipywidgets import Button, Checkbox, RadioButtons, VBox

from ..wording import html
from .page import panel

if TYPE_CHECKING:
    from .choice import Choice

ANSWER = "Svara"
WIDE = {"width": "auto", "max_width": "50rem"}


class ChoiceForm:
    """Fields for the alternatives: buttons of which one can be chosen, or boxes to tick."""

    def __init__(self, question: "Choice") -> None:
        self.question = question
        texts = {o.letter: f"{o.letter}. {o.text}" for o in question.options}
        self.radio = RadioButtons(
            options=[(t, letter) for letter, t in texts.items()], value=None, layout=WIDE
        )
        self.boxes = {
            letter: Checkbox(description=t, indent=False, layout=WIDE)
            for letter, t in texts.items()
        }
        self.answer, self.reply = Button(description=ANSWER, button_style="primary"), panel()
        self.answer.on_click(self._reply)
        asked = f'<p class="isu-samtalsfraga">{html(question.text)}</p><p>{question.how}</p>'
        fields = self.boxes.values() if question.is_many else [self.radio]
        self.widget = VBox([panel(asked), *fields, self.answer, self.reply])
        self.widget.add_class("isu-ovning")

    @property
    def chosen(self) -> list[str]:
        """The letters that are marked."""
        if self.question.is_many:
            return [letter for letter, box in self.boxes.items() if box.value]
        return [self.radio.value] if self.radio.value else []

    def _reply(self, _: Button) -> None:
        self.reply.value = panel(self.question.check(self.chosen).inner).value
