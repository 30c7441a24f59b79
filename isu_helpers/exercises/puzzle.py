"""A small table of made-up people: what can be worked out, and what must be hidden?

The answers come from the machinery that protects real tables: the sums, the attacker and the
choice of what to hide are those of `isu_helpers.disclosure`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ipywidgets import Widget

from ..wording import HIDDEN, html, listing, number, plural
from .page import Shown
from .practice import practice_breakdown
from .puzzle_form import HIDE, PuzzleForm
from .puzzle_table import puzzle_table
from .reader import Reader
from .reply import Reply

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
    def from_content(cls, id: str, entry: Mapping) -> "Puzzle":
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
            f"{chr(65 + j)}{i}": tuple(None if name == SUM else name for name in (group, answer))
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
    def inner(self) -> str:
        """The question and its table."""
        return f'<p class="isu-samtalsfraga">{html(self.text)}</p>{puzzle_table(self)}'

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
    def told(self) -> frozenset:
        """The dotted cells that a reader can work out, as groups and answers."""
        hidden = self._at(self.dotted)
        return self.reader.works_out(hidden, hidden)

    def _at(self, cells: Iterable[str]) -> frozenset:
        return frozenset(self.places[cell] for cell in cells)

    def _named(self, places: Iterable) -> str:
        return listing(sorted(cell for cell, at in self.places.items() if at in places))
