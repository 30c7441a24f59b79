"""The form of a puzzle: a button a cell, that hides or marks its number, and the reply."""

from typing import TYPE_CHECKING

from ipywidgets import HTML, Button, GridBox, HBox, ToggleButton, VBox

from ..wording import HIDDEN, html
from .page import panel

if TYPE_CHECKING:
    from .puzzle import Puzzle

TRY, AGAIN = "Pröva", "Börja om"
HIDE, WORK_OUT = "dolj", "rakna"
WHAT = {
    HIDE: "Tryck på ett tal för att dölja det.",
    WORK_OUT: "Tryck på de tal som går att räkna ut.",
}
CHOSEN = {HIDE: HIDDEN, WORK_OUT: f"{HIDDEN} valt"}
SIZE = {"width": "7.5rem"}


class PuzzleForm:
    """The table with a button a cell, buttons to try and to start again, and the reply."""

    def __init__(self, puzzle: "Puzzle") -> None:
        self.puzzle = puzzle
        self.cells = {cell: self._button(cell) for cell in puzzle.places}
        self.attempt = Button(description=TRY, button_style="primary")
        self.again, self.reply = Button(description=AGAIN), panel()
        self.attempt.on_click(self._try)
        self.again.on_click(self._clear)
        asked = f'<p class="isu-samtalsfraga">{html(puzzle.text)}</p><p>{WHAT[puzzle.kind]}</p>'
        buttons = HBox([self.attempt, self.again])
        self.widget = VBox([panel(asked), self._grid(), buttons, self.reply])
        self.widget.add_class("isu-ovning")

    def _try(self, _: Button) -> None:
        chosen = [cell for cell, button in self.cells.items() if button.value]
        self.reply.value = panel(self.puzzle.check(chosen).inner).value

    def _clear(self, _: Button) -> None:
        self.reply.value = ""
        for button in self.cells.values():
            button.value = False

    def _button(self, cell: str) -> ToggleButton:
        """A cell to press, where it is for choosing."""
        puzzle, plain = self.puzzle, self.puzzle.seen(cell)
        button = ToggleButton(description=plain, tooltip=puzzle.told_of(cell), layout=SIZE)
        button.disabled = puzzle.kind == WORK_OUT and cell not in puzzle.dotted

        def turn(change: dict) -> None:
            button.description = CHOSEN[puzzle.kind] if change["new"] else plain

        button.observe(turn, names="value")
        return button

    def _grid(self) -> GridBox:
        """The buttons in rows, with the names of groups and answers along the sides."""
        puzzle, buttons = self.puzzle, list(self.cells.values())
        width = len(puzzle.columns)
        inner = [_side(name) for name in ("", *puzzle.heads)]
        for i, side in enumerate(puzzle.sides):
            inner += [_side(side), *buttons[i * width : (i + 1) * width]]
        columns = f"minmax(6rem, 13rem) repeat({width}, 8rem)"
        return GridBox(inner, layout={"grid_template_columns": columns})


def _side(words: str) -> HTML:
    return HTML(f"<strong>{html(words)}</strong>" if words else "")
