"""A question with alternatives, one or more of them right, and a word on each."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ipywidgets import Button, Checkbox, RadioButtons, VBox, Widget
from markupsafe import Markup

from ..content import render
from ..wording import counted, listing
from .exercise import Reply, Shown, frame, framed

# The form of a question: fields to choose with, a button, and the reply under them.

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
        self.answer, self.reply = Button(description=ANSWER, button_style="primary"), frame()
        self.answer.on_click(self._reply)
        asked = render("exercises/exercise", "asked", question=question.text, how=question.how)
        fields = self.boxes.values() if question.is_many else [self.radio]
        self.widget = VBox([frame(asked), *fields, self.answer, self.reply])
        self.widget.add_class("isu-ovning")

    @property
    def chosen(self) -> list[str]:
        """The letters that are marked."""
        if self.question.is_many:
            return [letter for letter, box in self.boxes.items() if box.value]
        return [self.radio.value] if self.radio.value else []

    def _reply(self, _: Button) -> None:
        self.reply.value = framed(self.question.check(self.chosen).inner)


# Which alternatives an answer names, however it is written.


def letters(answer: object, options: Mapping[str, str]) -> frozenset[str] | None:
    """The letters that an answer names; None where something in it is no alternative.

    Parameters
    ----------
    answer
        A letter, several of them in a text or a list, or the alternatives' own words.
    options
        The words of each alternative, by letter.

    Examples
    --------
    >>> options = {"A": "ja", "B": "nej", "C": "vet inte"}
    >>> [sorted(letters(a, options)) for a in ("b", "a, C", ["A", "nej"], "")]
    [['B'], ['A', 'C'], ['A', 'B'], []]
    >>> letters("kanske", options) is None
    True
    """
    if isinstance(answer, (list, tuple, set, frozenset)):
        found = [letters(part, options) for part in answer]
        known = [part for part in found if part is not None]
        return None if len(known) < len(found) else frozenset().union(*known)
    if not isinstance(answer, str):
        return frozenset() if answer is None else None
    words = {_plain(text): letter for letter, text in options.items()}
    if _plain(answer) in words:
        return frozenset({words[_plain(answer)]})
    named = re.findall(r"\w+", answer.upper())
    together = "".join(named) if all(set(n) <= set(options) for n in named) else None
    return None if together is None or _has_other(answer) else frozenset(together)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


def _has_other(answer: str) -> bool:
    return bool(answer.strip()) and not re.search(r"\w", answer)


# A question with alternatives, one or more of them right, and a word on each.

UNANSWERED = "Du har inte svarat än. Väntade {names}. Välj det du tror på."
NO_SUCH = "Svaret finns inte att välja på. Väntade {names}. Skriv en bokstav."
ONE_ONLY = "Du valde {n} svar, men frågan har ett. Välj det som passar bäst."
SEVERAL_LEFT = "Det du har valt stämmer, men {left} fattas. {hint}"
ONE, SEVERAL = "Välj ett svar.", "Välj alla som stämmer."


@dataclass(frozen=True)
class Option:
    """One alternative: its letter and words, what is said of it, and whether it is right."""

    letter: str
    text: str
    reply: str
    is_right: bool = False


@dataclass(frozen=True, repr=False)
class Choice(Shown):
    """A question and its alternatives. ``hint`` is said where some right ones are left out."""

    id: str
    text: str
    options: tuple[Option, ...]
    is_many: bool = False
    hint: str = ""

    @classmethod
    def from_content(cls, id: str, entry: Mapping[str, Any]) -> "Choice":
        """The question of an entry in exercises.yaml."""
        options = tuple(
            Option(letter, o["text"], o["svar"], o.get("ratt", False))
            for letter, o in entry["alternativ"].items()
        )
        hint = entry.get("ledtrad", "")
        return cls(id, entry["fraga"], options, sum(o.is_right for o in options) > 1, hint)

    def __repr__(self) -> str:
        lines = [f"{o.letter}. {o.text}" for o in self.options]
        return "\n".join([f"{self.text} {self.how}", *lines])

    @property
    def how(self) -> str:
        """How many to choose."""
        return SEVERAL if self.is_many else ONE

    @property
    def inner(self) -> Markup:
        """The question and its alternatives, to read and to mark by hand."""
        return render("exercises/exercise", "choice", question=self)

    @cached_property
    def right(self) -> frozenset[str]:
        """The letters of the right alternatives."""
        return frozenset(o.letter for o in self.options if o.is_right)

    def form(self) -> Widget:
        """The question as a form."""
        return ChoiceForm(self).widget

    def check(self, answer: object) -> Reply:
        """What the answer gets: of several wrong, the first is told of."""
        chosen = letters(answer, {o.letter: o.text for o in self.options})
        if not chosen:
            return Reply(False, self._not_read(chosen))
        if len(chosen) > 1 and not self.is_many:
            return Reply(False, ONE_ONLY.format(n=len(chosen)))
        wrong = [o.reply for o in self.options if o.letter in chosen - self.right]
        if wrong:
            return Reply(False, wrong[0])
        if left := len(self.right - chosen):
            more = counted(left, "svar", "svar")
            return Reply(False, SEVERAL_LEFT.format(left=more, hint=self.hint))
        return Reply(True, " ".join(o.reply for o in self.options if o.is_right))

    def _not_read(self, chosen: frozenset[str] | None) -> str:
        names = [o.letter for o in self.options]
        text = NO_SUCH if chosen is None else UNANSWERED
        return text.format(names=listing(names, "eller"))
