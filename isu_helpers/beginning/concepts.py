"""``concepts``: the words that a group needs, one on the screen at a time."""

from collections.abc import Mapping, Sequence

from ipywidgets import HTML, Button, HBox, VBox

from ..content import load, text
from ..forms import Page
from ..prompts import for_area
from ..wording import html

EXAMPLE, TALK = "Exempel", "Prata om"
BACK, ON, PLACE = "Förra ordet", "Nästa ord", "{i} av {count}"
NO_CONCEPT = "there is no concept {id!r}"


class Concepts(Page):
    """Concepts with an example each: all of them in a handout, one at a time on the screen.

    Attributes
    ----------
    at
        The place of the one that is shown, from 0.
    """

    def __init__(self, told: Sequence[Mapping[str, object]]) -> None:
        self.told, self.at = tuple(told), 0

    def __repr__(self) -> str:
        return ", ".join(str(one["namn"]) for one in self.told)

    @property
    def html(self) -> str:
        """All of them, one under the other."""
        return "".join(map(_screen, self.told))

    def widget(self) -> VBox:
        """One of them, and buttons to turn to the one before and the one after."""
        self.shown = HTML(layout={"width": "auto"})
        self.place = HTML(layout={"margin": "0 1rem"})
        self.back, self.on = Button(description=BACK), Button(description=ON)
        self.back.on_click(lambda _: self.turn(-1))
        self.on.on_click(lambda _: self.turn(1))
        for button in (self.back, self.on):
            button.add_class("isu-knapp")
        self.turn(0)
        style = HTML(f"<style>{text('forms.css')}{text('release.css')}</style>")
        turns = HBox([self.back, self.place, self.on], layout={"align_items": "center"})
        return VBox([style, self.shown, turns])

    def turn(self, steps: int) -> None:
        """Show the concept so many places on."""
        count = len(self.told)
        self.at = min(max(self.at + steps, 0), count - 1)
        self.shown.value = f'<div class="isu" role="status">{_screen(self.told[self.at])}</div>'
        self.place.value = (
            f'<span class="isu-sparat">{PLACE.format(i=self.at + 1, count=count)}</span>'
        )
        self.back.disabled, self.on.disabled = self.at == 0, self.at == count - 1


def concepts(*ids: str, omrade: str | None = None) -> Concepts:
    """The concepts of the course with examples, as the area has them.

    Parameters
    ----------
    *ids
        Which of those in content/start.yaml; all of them where none is named.
    omrade
        Words for the area; those of the run's settings where they are not given.

    Raises
    ------
    ValueError
        When there is no such concept.

    Examples
    --------
    >>> concepts("genusbias", "makt")
    Genusbias, Normer och makt
    """
    known = load("start")["begrepp"]
    for id in ids:
        if id not in known:
            raise ValueError(NO_CONCEPT.format(id=id))
    return Concepts([for_area(known[id], omrade) for id in ids or known])


def _screen(told: Mapping[str, object]) -> str:
    """A concept: what it is, more about it, an example and something to talk about."""
    parts = "".join(
        f"<dt>{label}</dt><dd>{html(told[name])}</dd>"
        for label, name in ((EXAMPLE, "exempel"), (TALK, "fraga"))
    )
    return (
        f'<div class="isu-begrepp"><h3>{html(told["namn"])}</h3>'
        f'<p class="isu-kort-sagt">{html(told["kort"])}</p><p>{html(told["mer"])}</p>'
        f"<dl>{parts}</dl></div>"
    )
