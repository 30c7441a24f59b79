"""The form of the draws: how many people, and a button to draw again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ipywidgets import Button, Dropdown, HBox, VBox

from .page import panel

if TYPE_CHECKING:
    from .chance import Draws

SIZES = (10, 25, 100, 400)

PEOPLE, EACH = "Hur många?", "{n} kvinnor och {n} män"
ONCE, MANY, AGAIN = "Dra igen", "Dra 20 till", "Börja om"
LABEL, FIELD = {"description_width": "6rem"}, {"width": "22rem"}


def draws_form(first: "Draws", draw: Callable[[int, int, int], "Draws"]) -> VBox:
    """A choice of size, buttons to draw once or twenty times, and the picture."""
    sizes = [(EACH.format(n=n), n) for n in sorted({*SIZES, first.people})]
    size = Dropdown(
        description=PEOPLE, options=sizes, value=first.people, style=LABEL, layout=FIELD
    )
    shown, times = panel(first.inner), [first.times]

    def show(more: int) -> None:
        times[0] += more
        shown.value = panel(draw(size.value, times[0], first.seed).inner).value

    def start(_: object) -> None:
        times[0] = 0
        show(1)

    buttons = [Button(description=words) for words in (ONCE, MANY, AGAIN)]
    buttons[0].button_style = "primary"
    buttons[0].on_click(lambda _: show(1))
    buttons[1].on_click(lambda _: show(20))
    buttons[2].on_click(start)
    size.observe(lambda _: show(0), names="value")
    form = VBox([size, HBox(buttons), shown])
    form.add_class("isu-ovning")
    return form
