"""The form of the draws: how many people, and buttons to draw again."""

from typing import TYPE_CHECKING

from ipywidgets import Button, Dropdown, HBox, VBox

from .page import panel

if TYPE_CHECKING:
    from .chance import Draws

SIZES = (10, 25, 100, 400)
PEOPLE, EACH = "Hur många?", "{n} kvinnor och {n} män"
ONCE, MANY, AGAIN = "Dra igen", "Dra 20 till", "Börja om"
MORE = 20
LABEL, FIELD = {"description_width": "6rem"}, {"width": "22rem"}


class DrawsForm:
    """A choice of size, buttons to draw once or many times, and the picture, from one draw on."""

    def __init__(self, first: "Draws") -> None:
        self.draws = first.drawn(times=1)
        sizes = [(EACH.format(n=n), n) for n in sorted({*SIZES, first.people})]
        self.size = Dropdown(
            description=PEOPLE, options=sizes, value=first.people, style=LABEL, layout=FIELD
        )
        self.once = Button(description=ONCE, button_style="primary")
        self.many, self.again = Button(description=MANY), Button(description=AGAIN)
        self.shown = panel(self.draws.inner)
        self.once.on_click(lambda _: self._show(times=self.draws.times + 1))
        self.many.on_click(lambda _: self._show(times=self.draws.times + MORE))
        self.again.on_click(lambda _: self._show(times=1, seed=self.draws.seed + 1))
        self.size.observe(lambda change: self._show(people=change["new"]), names="value")
        buttons = HBox([self.once, self.many, self.again])
        self.widget = VBox([self.size, buttons, self.shown])
        self.widget.add_class("isu-ovning")

    def _show(self, **changed: int) -> None:
        self.draws = self.draws.drawn(**changed)
        self.shown.value = panel(self.draws.inner).value
