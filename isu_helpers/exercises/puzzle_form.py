"""The form of a puzzle: a button a cell, that hides or marks its number, and the reply."""

from typing import TYPE_CHECKING

from ipywidgets import HTML, Button, GridBox, HBox, ToggleButton, VBox

from ..wording import HIDDEN, html, number, plural
from .page import panel

if TYPE_CHECKING:
    from .puzzle import Puzzle

TRY, AGAIN = "Pröva", "Börja om"
HIDE, WORK_OUT = "dolj", "rakna"
WHAT = {
    HIDE: "Tryck på ett tal för att dölja det.",
    WORK_OUT: "Tryck på de tal som går att räkna ut.",
}
FOUND = "går att räkna ut"
SIZE = {"width": "7.5rem"}


def puzzle_form(puzzle: "Puzzle") -> VBox:
    """The table with a button a cell, buttons to try and to start again, and the reply."""
    head = panel(f'<p class="isu-samtalsfraga">{html(puzzle.text)}</p><p>{WHAT[puzzle.kind]}</p>')
    cells = {cell: _button(puzzle, cell) for cell in puzzle.places}
    reply = panel()
    attempt, again = Button(description=TRY, button_style="primary"), Button(description=AGAIN)

    def answer(_: Button) -> None:
        chosen = [cell for cell, button in cells.items() if button.value]
        reply.value = panel(puzzle.check(chosen).inner).value

    def clear(_: Button) -> None:
        reply.value = ""
        for button in cells.values():
            button.value = False

    attempt.on_click(answer)
    again.on_click(clear)
    form = VBox([head, _grid(puzzle, cells), HBox([attempt, again]), reply])
    form.add_class("isu-ovning")
    return form


def _grid(puzzle: "Puzzle", cells: dict[str, ToggleButton]) -> GridBox:
    """The buttons in rows, with the names of groups and answers along the sides."""
    width = len(puzzle.columns)
    heads = ["", *(f"{chr(65 + j)} {plural(name)}" for j, name in enumerate(puzzle.columns))]
    inner = [_side(head) for head in heads]
    for i, label in enumerate(puzzle.rows):
        inner += [_side(f"{i + 1} {label}"), *list(cells.values())[i * width : (i + 1) * width]]
    columns = f"minmax(6rem, 13rem) repeat({width}, 8rem)"
    return GridBox(inner, layout={"grid_template_columns": columns})


def _side(words: str) -> HTML:
    return HTML(f"<strong>{html(words)}</strong>" if words else "")


def _button(puzzle: "Puzzle", cell: str) -> ToggleButton:
    """A cell to press; its number is in the tip as well, for the one who hid it."""
    is_open = puzzle.kind == HIDE or cell not in puzzle.dotted
    plain = number(puzzle.count(cell)) if is_open else HIDDEN
    button = ToggleButton(description=plain, tooltip=cell, layout=SIZE)
    pressed = HIDDEN if puzzle.kind == HIDE else f"{HIDDEN} {FOUND}"

    def turn(change: dict) -> None:
        button.description = pressed if change["new"] else plain

    if puzzle.kind == HIDE or not is_open:
        button.observe(turn, names="value")
    else:
        button.disabled = True
    return button
