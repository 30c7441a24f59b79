"""A question with alternatives, one or more of them right, and a word on each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ipywidgets import Widget

from ..wording import counted, html, listing
from .choice_form import ChoiceForm
from .letters import letters
from .page import Shown
from .reply import Reply

UNANSWERED = "Du har inte svarat än. Väntade {names}. Välj det du tror på."
NO_SUCH = "Svaret finns inte att välja på. Väntade {names}. Skriv en bokstav."
ONE_ONLY = "Du valde {n} svar, men frågan har ett. Välj det som passar bäst."
SEVERAL_LEFT = "Det du har valt stämmer, men {left} fattas. {hint}"
LINE = '<p class="isu-val"><strong>{letter}.</strong> {text}</p>'
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
    def from_content(cls, id: str, entry: Mapping) -> "Choice":
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
    def inner(self) -> str:
        """The question and its alternatives, to read and to mark by hand."""
        items = "".join(LINE.format(letter=o.letter, text=html(o.text)) for o in self.options)
        return (
            f'<div class="isu-samtal"><p class="isu-samtalsfraga">{html(self.text)}</p>'
            f"<p>{self.how}</p>{items}</div>"
        )

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

    def _not_read(self, chosen: frozenset | None) -> str:
        names = [o.letter for o in self.options]
        text = NO_SUCH if chosen is None else UNANSWERED
        return text.format(names=listing(names, "eller"))
