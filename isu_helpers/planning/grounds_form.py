"""The grounds of discrimination on a screen: how each can be followed, and what may be added."""

from collections.abc import Callable

from ipywidgets import HTML, Button, HBox, VBox

from ..errors import IsuError
from ..library import Ground, entry, grounds
from ..wording import html, listing
from .draft import Draft

ADD, ADDED = "Lägg till: {name}", "Tillagd: {names}."
NOT_A_COLUMN = "Ska inte registreras om någon. Kan tas upp i enkät eller samtal."
NO_GROUND = "Ingen diskrimineringsgrund, men lika känslig."
IDENTITY = "konsidentitet"
IDENTITY_ABOUT = (
    "<p><strong>Könsidentitet i en frivillig enkät</strong><br>Juridiskt kön har två värden. "
    "Könsidentitet har fler, och den som svarar väljer själv. Fråga bara om det är frivilligt, "
    "och aldrig ur akten. Är de som svarar annat för få visas de inte som egen grupp.</p>"
)
ROW, WIDE = {"flex_flow": "wrap"}, {"width": "auto", "max_width": "46rem"}


class GroundsForm:
    """Each ground with its question and the variables that follow it; ``widget`` holds them."""

    def __init__(self, draft: Draft, tell: Callable[[str], None]) -> None:
        self.draft, self._tell = draft, tell
        parts = [self._part(_about(g), () if g.only else g.variables) for g in grounds()]
        self.widget = VBox([self._part(IDENTITY_ABOUT, (IDENTITY,)), *parts])

    def _part(self, about: str, ids: tuple[str, ...]) -> VBox:
        buttons = [self._button(id) for id in ids]
        words = HTML(f'<div class="isu-hjalp">{about}</div>', layout=WIDE)
        return VBox([words, HBox(buttons, layout=ROW)] if buttons else [words])

    def _button(self, id: str) -> Button:
        button = Button(description=ADD.format(name=entry(id).name))
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._add(id))
        return button

    def _add(self, id: str) -> None:
        try:
            added = self.draft.add_entry(id)
        except IsuError as e:
            self._tell(str(e))
            return
        self._tell(ADDED.format(names=listing(v.title for v in added)))


def _about(ground: Ground) -> str:
    notes = [NOT_A_COLUMN] if ground.only else []
    notes += [] if ground.is_legal_ground else [NO_GROUND]
    told = html(" ".join([*notes, ground.how]))
    return f"<p><strong>{html(ground.name)}</strong><br>{html(ground.question)}<br>{told}</p>"
