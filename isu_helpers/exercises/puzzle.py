"""A small table of made-up people: what can be worked out, and what must be hidden?

The answers come from the machinery that protects real tables: the sums, the attacker and the
choice of what to hide are those of `isu_helpers.disclosure`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ipywidgets import Widget

from ..disclosure.attack import known
from ..disclosure.complementary import complement
from ..disclosure.ledger import Address
from ..disclosure.release import Release
from ..disclosure.task import Task
from ..wording import HIDDEN, html, listing, number
from .page import Shown
from .practice import practice_breakdown
from .puzzle_form import HIDE, puzzle_form
from .puzzle_table import puzzle_table
from .reply import Reply

UNANSWERED = "Du har inte valt något tal än. Väntade rutor som {example}. Välj minst en."
NO_SUCH = (
    "En av rutorna finns inte i tabellen. Väntade rutor som {example}. Titta i tabellens kant."
)
SEEN = "{cells} är ett litet tal och syns. Dölj det först."
WORKED_OUT = "En läsare kan räkna ut {cells}. Dölj något mer i samma rad eller kolumn."
FEWEST = "Inget litet tal går att räkna ut. Du dolde {n} tal, och färre går inte."
MORE = "Inget litet tal går att räkna ut. Du dolde {n} tal. Det går att klara sig med {least}."
SAFE_ONE = "{cells} går inte att räkna ut. Det finns flera tal som passar i summorna."
NOT_HIDDEN = "{cells} syns redan i tabellen. Välj bland de dolda talen."
LEFT_OUT = "Det du har valt stämmer, men fler dolda tal går att räkna ut. Pröva rad för rad."
FOUND = "{cells} går att räkna ut. För de andra finns det flera tal som passar."
SUM = "Alla"
CELL = re.compile(r"([A-Za-zÅÄÖåäö])\s*(\d+)")


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
        rows = [f"{i} {label}: {', '.join(self.texts(i))}" for i, label in enumerate(self.rows, 1)]
        return "\n".join([self.text, ", ".join(self.columns), *rows])

    @cached_property
    def _release(self) -> Release:
        release = Release()
        release.add([practice_breakdown(self.table)])
        return release

    @cached_property
    def _axes(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        protected = self._release.tables[0]
        return tuple((a.name, tuple(a.answers)) for a in protected.axes)

    @property
    def columns(self) -> tuple[str, ...]:
        """The groups, and their sum."""
        return (*self._axes[0][1], SUM)

    @property
    def rows(self) -> tuple[str, ...]:
        """The answers, and their sum."""
        return (*self._axes[1][1], SUM)

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each cell's address in the task, by the cell's name."""
        place = self._release.ledger.place
        return {
            f"{chr(65 + j)}{i}": place[self._address(group, answer)]
            for i, answer in enumerate(self.rows, 1)
            for j, group in enumerate(self.columns)
        }

    def _address(self, group: str, answer: str) -> Address:
        (by, _), (of, _) = self._axes
        pairs = ((by, group), (of, answer))
        return frozenset((name, slot) for name, slot in pairs if slot != SUM)

    @cached_property
    def _task(self) -> Task:
        return replace(self._release.task(), shown=frozenset(), hidden=frozenset())

    def count(self, cell: str) -> int:
        """The number in a cell; the people are made up."""
        return int(self._task.counts[self.places[cell]])

    def texts(self, row: int) -> list[str]:
        """What is seen in a row, counted from 1."""
        cells = [f"{chr(65 + j)}{row}" for j in range(len(self.columns))]
        return [HIDDEN if c in self.dotted else number(self.count(c)) for c in cells]

    @property
    def inner(self) -> str:
        """The question and its table."""
        return f'<p class="isu-samtalsfraga">{html(self.text)}</p>{self.drawn(self.dotted)}'

    def drawn(self, hidden: Iterable[str]) -> str:
        """The table, with letters and numbers along its sides, and these cells hidden."""
        return puzzle_table(replace(self, dotted=tuple(hidden)))

    def form(self) -> Widget:
        """The table as a form."""
        return puzzle_form(self)

    def check(self, answer: object) -> Reply:
        """What the chosen cells get."""
        cells = self._cells(answer)
        if not cells:
            example = listing(list(self.places)[:2], "och")
            text = NO_SUCH if cells is None else UNANSWERED
            return Reply(False, text.format(example=example))
        return self._hidden(cells) if self.kind == HIDE else self._worked_out(cells)

    def _cells(self, answer: object) -> frozenset[str] | None:
        parts = [answer] if isinstance(answer, str) else answer or ()
        if not isinstance(parts, Iterable):
            return None
        text = " ".join(map(str, parts))
        named = {f"{letter.upper()}{row}" for letter, row in CELL.findall(text)}
        is_read = not re.sub(r"[\s,;]|och", "", CELL.sub("", text))
        return frozenset(named) if is_read and named <= set(self.places) else None

    def _hidden(self, cells: frozenset[str]) -> Reply:
        hidden = self._numbers(cells)
        if seen := self._task.small - hidden:
            return Reply(False, SEEN.format(cells=self._named(seen)))
        if told := known(self._task, hidden):
            return Reply(False, WORKED_OUT.format(cells=self._named(told)))
        text = MORE if len(cells) > self.least else FEWEST
        return Reply(True, text.format(n=len(cells), least=self.least))

    @cached_property
    def least(self) -> int:
        """How few can be hidden, by the program's own choice."""
        equal = replace(self._task, cost=self._task.cost * 0 + 1)
        return len(complement(equal).hidden & set(self.places.values()))

    def _worked_out(self, cells: frozenset[str]) -> Reply:
        if seen := cells - set(self.dotted):
            return Reply(False, NOT_HIDDEN.format(cells=listing(sorted(seen))))
        told, chosen = self.told, self._numbers(cells)
        if safe := chosen - told:
            return Reply(False, SAFE_ONE.format(cells=self._named(safe)))
        if told - chosen:
            return Reply(False, LEFT_OUT)
        return Reply(True, FOUND.format(cells=self._named(told)))

    @cached_property
    def told(self) -> frozenset[int]:
        """The dotted cells that a reader can work out."""
        hidden = self._numbers(self.dotted)
        return known(replace(self._task, small=hidden, guarded=frozenset()), hidden)

    def _numbers(self, cells: Iterable[str]) -> frozenset[int]:
        return frozenset(self.places[c] for c in cells)

    def _named(self, numbers: Iterable[int]) -> str:
        return listing(sorted(c for c, i in self.places.items() if i in set(numbers)))
