"""A small table of made-up people: what can be worked out, and what must be hidden?

The answers come from the machinery that protects real tables: the sums, the attacker and the
choice of what to hide are those of `isu_helpers.disclosure`.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ipywidgets import HTML, Button, GridBox, HBox, ToggleButton, VBox, Widget
from markupsafe import Markup

from ..analysis import Result
from ..content import load, render
from ..disclosure import Release
from ..disclosure.solver import Task, complement, known
from ..wording import HIDDEN, listing, number, plural
from .exercise import Reply, Shown, frame, framed
from .practice import practice_breakdown

# The form of a puzzle: a button a cell, that hides or marks its number, and the reply.

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
        self.again, self.reply = Button(description=AGAIN), frame()
        self.attempt.on_click(self._try)
        self.again.on_click(self._clear)
        how = WHAT[puzzle.kind]
        asked = render("exercises/exercise", "asked", question=puzzle.text, how=how)
        buttons = HBox([self.attempt, self.again])
        self.widget = VBox([frame(asked), self._grid(), buttons, self.reply])
        self.widget.add_class("isu-ovning")

    def _try(self, _: Button) -> None:
        chosen = [cell for cell, button in self.cells.items() if button.value]
        self.reply.value = framed(self.puzzle.check(chosen).inner)

    def _clear(self, _: Button) -> None:
        self.reply.value = ""
        for button in self.cells.values():
            button.value = False

    def _button(self, cell: str) -> ToggleButton:
        """A cell to press, where it is for choosing."""
        puzzle, plain = self.puzzle, self.puzzle.seen(cell)
        button = ToggleButton(description=plain, tooltip=puzzle.told_of(cell), layout=SIZE)
        button.disabled = puzzle.kind == WORK_OUT and cell not in puzzle.dotted

        def turn(change: dict[str, Any]) -> None:
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
    return HTML(render("exercises/exercise", "side", words=words) if words else "")


# The table of a puzzle: a letter over each column, a number before each row.

CAPTION = "{name}. Små tal är 1 till 4"
FIRST = "Rad"


def puzzle_table(puzzle: "Puzzle") -> Markup:
    """The question and its table as HTML, hidden cells with the sign for it."""
    cells = [render("parts", "cell", words=puzzle.seen(cell)) for cell in puzzle.places]
    width = len(puzzle.columns)
    rows = [(side, *cells[i * width :][:width]) for i, side in enumerate(puzzle.sides)]
    caption = CAPTION.format(name=load("exercise_tables")[puzzle.table]["namn"])
    return render("exercises/exercise", "puzzle", question=puzzle.text, caption=caption,
                  heads=[FIRST, *puzzle.heads], rows=rows)  # fmt: skip


# A reader who knows every sum of a small table, and what may be hidden from that reader.

Place = tuple[str | None, str | None]  # a group and an answer; None for the sum


def _unless_sum(name: str) -> str | None:
    return None if name == SUM else name


class Reader:
    """What can be worked out of a breakdown by sex when some of its numbers are hidden.

    Places are a group and an answer, None for the sum.
    """

    def __init__(self, result: Result) -> None:
        release = Release()
        (protected,) = release.add([result])
        by, of = protected.axes
        self.groups, self.answers = tuple(by.answers), tuple(of.answers)
        self._names, self._place = (by.name, of.name), release.ledger.place
        self._made = release.task()

    def count(self, place: Place) -> int:
        """The true number."""
        return int(self._task.counts[self._number(place)])

    @property
    def small(self) -> frozenset[Place]:
        """The places of small numbers."""
        return frozenset(p for p in self._every if self._number(p) in self._task.small)

    def works_out(self, hidden: Collection[Place], wanted: Collection[Place]) -> frozenset[Place]:
        """Those of the wanted numbers that have one possible value when these are hidden."""
        task = replace(self._task, small=self._numbers(wanted), guarded=frozenset())
        found = known(task, self._numbers(hidden))
        return frozenset(p for p in wanted if self._number(p) in found)

    @cached_property
    def fewest(self) -> int:
        """How few numbers can be hidden so that no small one can be worked out."""
        alike = replace(self._task, cost=self._task.cost * 0 + 1)
        found = complement(alike)
        return len(found.hidden & self._numbers(self._every)) if found else 0

    @cached_property
    def _task(self) -> Task:
        """The task with nothing shown or hidden yet."""
        return replace(self._made, shown=frozenset(), hidden=frozenset())

    @property
    def _every(self) -> list[Place]:
        return [(g, a) for g in (*self.groups, None) for a in (*self.answers, None)]

    def _numbers(self, places: Collection[Place]) -> frozenset[int]:
        return frozenset(map(self._number, places))

    def _number(self, place: Place) -> int:
        pairs = zip(self._names, place, strict=True)
        return self._place[frozenset((name, slot) for name, slot in pairs if slot is not None)]


# A small table of made-up people: what can be worked out, and what must be hidden?

UNANSWERED = "Du har inte valt något tal än. Väntade rutor som {example}. Välj minst en."
NO_SUCH = "En av rutorna finns inte i tabellen. Väntade rutor som {example}. Titta i kanten."
SEEN = "{cells} är ett litet tal och syns. Dölj det först."
WORKED_OUT = "En läsare kan räkna ut {cells}. Dölj något mer i samma rad eller kolumn."
FEWEST = "Inget litet tal går att räkna ut. Du dolde {n} tal, och färre går inte."
MORE = "Inget litet tal går att räkna ut. Du dolde {n} tal. Det går att klara sig med {least}."
SAFE_ONE = "{cells} går inte att räkna ut. Det finns flera tal som passar i summorna."
NOT_HIDDEN = "{cells} syns redan i tabellen. Välj bland de dolda talen."
LEFT_OUT = "Det du har valt stämmer, men fler dolda tal går att räkna ut. Pröva rad för rad."
FOUND = "{cells} går att räkna ut. För de andra finns det flera tal som passar."
SUM = "Alla"
CELL = re.compile(r"([A-Za-z])\s*(\d+)")
BETWEEN = re.compile(r"[\s,;]|och")


@dataclass(frozen=True, repr=False)
class Puzzle(Shown):
    """A table with a column a group and a row an answer, sums last; cells are named as in Excel.

    ``kind`` is ``"dolj"``, where small numbers are to be hidden, or ``"rakna"``, where ``dotted``
    are hidden and those that can be worked out are to be found.
    """

    id: str
    text: str
    table: str
    kind: str
    dotted: tuple[str, ...] = ()

    @classmethod
    def from_content(cls, id: str, entry: Mapping[str, Any]) -> "Puzzle":
        """The question of an entry in exercises.yaml."""
        dotted = tuple(entry.get("dolda", ()))
        return cls(id, entry["fraga"], entry["tabell"], entry["sort"], dotted)

    def __repr__(self) -> str:
        texts = [self.seen(cell) for cell in self.places]
        width = len(self.columns)
        rows = [
            f"{side}: {', '.join(texts[i * width :][:width])}" for i, side in enumerate(self.sides)
        ]
        return "\n".join([self.text, ", ".join(self.heads), *rows])

    @cached_property
    def reader(self) -> Reader:
        """One who knows the sums of the table."""
        return Reader(practice_breakdown(self.table))

    @property
    def columns(self) -> tuple[str, ...]:
        """The groups, and their sum."""
        return (*self.reader.groups, SUM)

    @property
    def rows(self) -> tuple[str, ...]:
        """The answers, and their sum."""
        return (*self.reader.answers, SUM)

    @property
    def heads(self) -> list[str]:
        """The columns with their letters."""
        return [f"{chr(65 + j)} {plural(name)}" for j, name in enumerate(self.columns)]

    @property
    def sides(self) -> list[str]:
        """The rows with their numbers."""
        return [f"{i} {name}" for i, name in enumerate(self.rows, 1)]

    @cached_property
    def places(self) -> dict[str, tuple[str | None, str | None]]:
        """The group and the answer of each cell, None for a sum, row by row."""
        return {
            f"{chr(65 + j)}{i}": (_unless_sum(group), _unless_sum(answer))
            for i, answer in enumerate(self.rows, 1)
            for j, group in enumerate(self.columns)
        }

    def seen(self, cell: str) -> str:
        """What stands in a cell."""
        return HIDDEN if cell in self.dotted else number(self.reader.count(self.places[cell]))

    def told_of(self, cell: str) -> str:
        """The cell's name and what it counts, in words."""
        group, answer = (name or SUM for name in self.places[cell])
        return f"{cell}: {plural(group)}, {answer}"

    @property
    def inner(self) -> Markup:
        """The question and its table."""
        return puzzle_table(self)

    def form(self) -> Widget:
        """The table as a form."""
        return PuzzleForm(self).widget

    def check(self, answer: object) -> Reply:
        """What the chosen cells get."""
        cells = self._cells(answer)
        if not cells:
            example = listing(list(self.places)[:2])
            text = NO_SUCH if cells is None else UNANSWERED
            return Reply(False, text.format(example=example))
        return self._hidden(cells) if self.kind == HIDE else self._worked_out(cells)

    def _cells(self, answer: object) -> set[str] | None:
        """The cells that an answer names; None where something in it is no cell."""
        parts = [answer] if isinstance(answer, str) else [] if answer is None else answer
        if not isinstance(parts, Iterable):
            return None
        text = " ".join(map(str, parts))
        named = {f"{letter.upper()}{row}" for letter, row in CELL.findall(text)}
        is_read = not BETWEEN.sub("", CELL.sub("", text))
        return named if is_read and named <= self.places.keys() else None

    def _hidden(self, cells: set[str]) -> Reply:
        hidden, reader = self._at(cells), self.reader
        if seen := reader.small - hidden:
            return Reply(False, SEEN.format(cells=self._named(seen)))
        if told := reader.works_out(hidden, reader.small):
            return Reply(False, WORKED_OUT.format(cells=self._named(told)))
        text = MORE if len(cells) > reader.fewest else FEWEST
        return Reply(True, text.format(n=len(cells), least=reader.fewest))

    def _worked_out(self, cells: set[str]) -> Reply:
        if seen := cells - {*self.dotted}:
            return Reply(False, NOT_HIDDEN.format(cells=listing(sorted(seen))))
        if safe := self._at(cells) - self.told:
            return Reply(False, SAFE_ONE.format(cells=self._named(safe)))
        if self.told - self._at(cells):
            return Reply(False, LEFT_OUT)
        return Reply(True, FOUND.format(cells=self._named(self.told)))

    @cached_property
    def told(self) -> frozenset[Place]:
        """The dotted cells that a reader can work out, as groups and answers."""
        hidden = self._at(self.dotted)
        return self.reader.works_out(hidden, hidden)

    def _at(self, cells: Iterable[str]) -> frozenset[Place]:
        return frozenset(self.places[cell] for cell in cells)

    def _named(self, places: Collection[Place]) -> str:
        return listing(sorted(cell for cell, at in self.places.items() if at in places))
