"""What is shown, as data: sections of tables, charts and words, that renderers make files of.

HTML, the workbook of tables, Word and slides are made of the same. A ``look`` is one of the words
that the style sheets know; ``kind`` tells a renderer what a part is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from ..analysis.verdict import CLEAR
from ..wording import HIDDEN
from .charts.drawing import Drawing, Lanes
from .charts.svg import drawn
from .rows import Figure, Gap

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.axes import Axes

MOST_READ, REST = 250, " Alla tal står i tabellen."  # letters of an alternative to a picture
BREADTH = 5.2  # inches of a picture

# Words.


@dataclass(frozen=True)
class Paragraph:
    """A text of ours. ``lead`` stands before it in bold."""

    text: str
    look: str = ""
    lead: str = ""
    is_italic: bool = False
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Written:
    """A text that a person has written: blank lines part its paragraphs, and its lines stand."""

    text: str
    kind: ClassVar[str] = "written"


@dataclass(frozen=True)
class Pairs:
    """Labels with their words, on one line in small type."""

    pairs: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "pairs"


@dataclass(frozen=True)
class Linked:
    """A text that leads to the part of a page with an id, and what stands after it."""

    text: str
    to: str
    more: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; each item is a text, a text that leads somewhere, or parts of its own.

    ``start`` is the first number, where a list goes on after another.
    """

    items: tuple["str | Linked | tuple[Part, ...]", ...]
    is_numbered: bool = False
    start: int = 0
    look: str = ""
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Notice:
    """Something to mind, in a box; under ``lead`` the texts are a list."""

    texts: tuple[str, ...]
    lead: str = ""
    kind: ClassVar[str] = "notice"


@dataclass(frozen=True)
class Mend:
    """What can be changed in the codebook about the words before it; no file shows it.

    Where a person sits it is a button. ``what`` is one of the words below and ``value`` the role,
    criterion or unit that is wanting; ``name`` the variable to change, and ``merged`` two of its
    answers.
    """

    what: str
    value: str = ""
    name: str = ""
    merged: tuple[str, ...] = ()
    kind: ClassVar[str] = "mend"


# --------------------

ROLE, CRITERION, OUTCOME, GOAL, OPINION = "role", "criterion", "outcome", "goal", "opinion"
ADD, ANY = "add", "any"
PAIR, BETTER, MERGE, CHANGE, DROP, UNIT = "pair", "better", "merge", "change", "drop", "unit"


# Tables and charts.


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: words, smaller ones beside them, and one of the four words.

    ``numbers`` are those that it tells of, to reckon with. A cell of a table without figures may
    hold ``parts``.
    """

    text: str = ""
    beside: str = ""
    word: str = ""
    is_strong: bool = False
    is_hidden: bool = False
    numbers: Figure | Gap | None = None
    parts: tuple["Part", ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether its word is that a difference is clear."""
        return self.word == CLEAR


@dataclass(frozen=True)
class Line:
    """A row of a table, of the kinds of `rows.Row`: an id may lead to it, and its label away."""

    label: Cell
    cells: tuple[Cell, ...]
    kind: str = "svar"
    anchor: str = ""
    link: str = ""


@dataclass(frozen=True)
class Body:
    """Lines that belong together, under a heading over all columns where there is one."""

    lines: tuple[Line, ...]
    heading: str = ""


@dataclass(frozen=True)
class Table:
    """A table, whose caption can stand alone; ``heads`` has one more than a line has cells."""

    caption: str
    heads: tuple[Cell, ...]
    bodies: tuple[Body, ...]
    is_figures: bool = True
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Unfolded:
    """A table that is seen when somebody asks for it."""

    summary: str
    table: Table
    look: str
    kind: ClassVar[str] = "unfolded"


class Chart:
    """A chart as data, drawn when a renderer asks for it.

    A kind of chart gives ``drawing``, and ``alt``, what it shows in words. ``is_alone`` tells that
    no table has what it shows.
    """

    kind: ClassVar[str] = "chart"
    is_alone: ClassVar[bool] = False

    if TYPE_CHECKING:  # a kind of chart has them as fields, or works them out

        @property
        def alt(self) -> str:
            """What it shows, in words."""
            ...

        @property
        def drawing(self) -> Drawing:
            """What a renderer draws."""
            ...

    @property
    def html(self) -> "Markup":
        """The chart on a page: text and small drawings, styled by the page."""
        return drawn(self.drawing)

    @property
    def beside_table(self) -> "Markup":
        """The same, read aloud in short, since the table tells all."""
        made = self.drawing
        return drawn(replace(made, alt=self.short_alt) if isinstance(made, Lanes) else made)

    @property
    def short_alt(self) -> str:
        """What a picture of it shows, no longer than is read aloud where a table stands beside."""
        if self.is_alone or len(self.alt) <= MOST_READ:
            return self.alt
        kept = self.alt[: MOST_READ - len(REST)]
        whole = max(kept.rfind(". ") + 1, kept.rfind("; ") + 1)
        return (kept[:whole] if whole > MOST_READ / 3 else kept.rstrip() + "…") + REST

    def picture(self, *, breadth: float = BREADTH) -> bytes:
        """The same as a picture for Word or slides, a PNG so many inches wide."""
        from .charts.picture import picture

        return picture(self.drawing, breadth)

    def axes(self, *, breadth: float = BREADTH) -> "Axes":
        """The same as an Axes of matplotlib, in a figure so many inches wide."""
        from .charts.picture import axes_of

        return axes_of(self.drawing, breadth)


# What holds other parts.


@dataclass(frozen=True)
class Exhibit:
    """Charts, the tables they are drawn from, what these say, and what to mind.

    ``own`` are the sentences of ``said`` that no chart or table shows.
    """

    charts: tuple[Chart, ...]
    tables: tuple[Table | Unfolded, ...]
    note: str
    unfolded: tuple[Unfolded, ...] = ()
    said: str = ""
    own: tuple[str, ...] = ()
    warnings: tuple["Notice", ...] = ()
    stamp: tuple[Paragraph, ...] = ()
    look: str = ""
    kind: ClassVar[str] = "exhibit"

    @property
    def is_beside_table(self) -> bool:
        """Whether a table of what the charts show is there to be read without being unfolded."""
        return any(isinstance(table, Table) for table in self.tables)

    @property
    def parts(self) -> tuple["Part", ...]:
        """All of it in the order in which it is read."""
        told = (Paragraph(self.said, "lasning"),) if self.said else ()
        note = Paragraph(self.note, "not")
        return (*self.stamp, *self.charts, *self.tables, note, *self.unfolded, *told,
                *self.warnings)  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A question or verdict in a box with what belongs to it; ``level`` where it is a heading."""

    question: str
    parts: tuple["Part", ...]
    level: int = 0
    kind: ClassVar[str] = "card"


@dataclass(frozen=True)
class Group:
    """Parts with a look in common."""

    parts: tuple["Part", ...]
    look: str
    kind: ClassVar[str] = "group"


@dataclass(frozen=True)
class Pictured:
    """A chart on a slide, with what is asked."""

    parts: tuple["Part", ...]
    kind: ClassVar[str] = "pictured"


@dataclass(frozen=True)
class Section:
    """Parts under a heading, with the question as it was asked; ``id`` leads to it."""

    heading: str = ""
    question: str = ""
    parts: tuple["Part", ...] = ()
    id: str = ""
    kind: ClassVar[str] = "section"


Part = (
    Paragraph | Written | Pairs | Bullets | Notice | Mend | Table | Unfolded | Chart | Exhibit
    | Card | Group | Pictured | Section
)  # fmt: skip


def walk(parts: Iterable[Part]) -> Iterator[Part]:
    """All parts and what lies within them, in the order in which they are read.

    Examples
    --------
    >>> told = Section("Stöd", parts=(Notice(("Små grupper.",)),))
    >>> [part.kind for part in walk([told])]
    ['section', 'notice']
    """
    for part in parts:
        yield part
        yield from walk(getattr(part, "parts", ()))


# Cells that many tables have.

NOTHING = Cell("–")
SECRET = Cell(HIDDEN, is_hidden=True)


def strong(
    text: str, beside: str = "", word: str = "", numbers: Figure | Gap | None = None
) -> Cell:
    """A figure with what stands beside it."""
    return Cell(text, beside, word, is_strong=True, numbers=numbers)


def heads_of(names: Iterable[str], beside: str = "") -> tuple[Cell, ...]:
    """Heads of columns; what stands beside the last of them."""
    *first, last = names
    return (*map(Cell, first), Cell(last, beside))
