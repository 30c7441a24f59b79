"""``action_list``: the cards of the proposals, and the matrix that follows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, sqrt

from ipywidgets import HTML
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.patches import Circle, Rectangle

from ..forms import NoteList, Page, panel, run_workbook, said
from ..forms.notes import Card
from ..show.charts.bars import COLOURS, GRID, INK, SOFT, drawing, saved, svg_of
from ..show.html import html_of
from ..show.model import Bullets, Chart, Group, Paragraph, Part, Written
from ..wording import listing
from ..workbook import ACTIONS, Note, Workbook

# Where each proposal stands: a cell by effort and benefit, and a place of its own within it.

EFFORTS = ("Lite", "Ganska lite", "Ganska mycket", "Mycket")
BENEFITS = ("Liten", "Ganska liten", "Ganska stor", "Stor")
EFFORT, BENEFIT, CAUSE = "arbete", "effekt", "orsak"
REACHES_CAUSE = "Ja"
LARGEST, PLACING_FILLED = 0.3, 0.92  # a mark's size, and how much of its own square it takes
EDGE = 0.04  # free along the sides of a cell

Cell = tuple[int, int]


@dataclass(frozen=True)
class Action:
    """A proposal with its number; ``cell`` is effort and benefit from 0 to 3, None where not told.

    ``is_at_cause`` tells whether the group has said that it reaches the cause.
    """

    number: int
    text: str
    cell: Cell | None = None
    is_at_cause: bool = False


@dataclass(frozen=True)
class Mark:
    """A proposal drawn: the middle and the diameter, in cells from the lower left corner."""

    action: Action
    x: float
    y: float
    size: float


def placed_actions(book: Workbook, notes: Sequence[Note] | None = None) -> list[Action]:
    """The proposals of a workbook, numbered in order, in words that the view may show.

    Parameters
    ----------
    notes
        Some of the proposals; all of them where they are not given.
    """
    return [
        Action(
            i,
            said(book, ACTIONS, n.id),
            _cell(n.detail(EFFORT), n.detail(BENEFIT)),
            n.detail(CAUSE) == REACHES_CAUSE,
        )
        for i, n in enumerate(book.actions if notes is None else notes, start=1)
    ]


def marks(actions: Iterable[Action]) -> list[Mark]:
    """A mark for each proposal that has a cell; no two of them overlap, however many there are.

    Examples
    --------
    >>> one, two = marks([Action(1, "A", (0, 3)), Action(2, "B", (0, 3))])
    >>> (one.x, one.y), (two.x, two.y)
    ((0.35, 3.5), (0.65, 3.5))
    """
    by_cell: dict[Cell, list[Action]] = {}
    for action in actions:
        if action.cell:
            by_cell.setdefault(action.cell, []).append(action)
    found = (mark for cell, own in by_cell.items() for mark in _in_cell(cell, own))
    return sorted(found, key=lambda mark: mark.action.number)


def _cell(effort: str, benefit: str) -> Cell | None:
    if effort in EFFORTS and benefit in BENEFITS:
        return EFFORTS.index(effort), BENEFITS.index(benefit)
    return None


def _in_cell(cell: Cell, actions: Sequence[Action]) -> list[Mark]:
    """Rows of marks from the top, as square as can be, in the middle of the cell."""
    across = ceil(sqrt(len(actions)))
    rows = [actions[i : i + across] for i in range(0, len(actions), across)]
    step = min(LARGEST, (1 - 2 * EDGE) / across)
    top = cell[1] + 0.5 + step * (len(rows) - 1) / 2
    return [
        Mark(action, round(cell[0] + 0.5 + step * (i - (len(row) - 1) / 2), 6),
             round(top - step * j, 6), step * PLACING_FILLED)
        for j, row in enumerate(rows)
        for i, action in enumerate(row)
    ]  # fmt: skip


# The proposals drawn: effort to the right, benefit upwards, a numbered mark each.

WIDTH, LEFT, BELOW, ABOVE = (
    4.7,
    0.76,
    0.78,
    0.06,
)  # inches: the figure, and what is round the field
STRIP = 0.3  # room for the quarters' names over each half, in cells
UNIT = (WIDTH - LEFT - ABOVE) / 4  # inches of a cell
TOP = 4 + 2 * STRIP
HEIGHT = BELOW + TOP * UNIT + ABOVE
BOX = (LEFT / WIDTH, BELOW / HEIGHT, 4 * UNIT / WIDTH, TOP * UNIT / HEIGHT)
FILL, TINT = COLOURS[1], "#e3f0ef"
ACROSS, UPWARDS = "Hur mycket arbete krävs?", "Hur stor nytta gör det?"
FIRST, PLAN, SPARE, WAIT = "Gör först", "Planera in", "Gör om det passar", "Tänk om"
NUMBER = 34  # a number's size in points, parts of its mark's diameter in cells


def picture(actions: Sequence[Action], form: str = "svg", dpi: int = 200) -> bytes:
    """The picture as a file's bytes, the same for the same proposals.

    Parameters
    ----------
    form
        ``"svg"`` or ``"png"``.
    """
    with drawing():
        canvas = Canvas(figsize=(WIDTH, HEIGHT), dpi=dpi)
        axes = canvas.add_axes(BOX)
        _prepare(axes)
        for mark in marks(actions):
            _draw(axes, mark)
        return svg_of(canvas) if form == "svg" else saved(canvas, form)


def quarter(cell: tuple[int, int]) -> str:
    """What a cell's quarter of the field is called.

    Examples
    --------
    >>> quarter((0, 3)), quarter((3, 3)), quarter((1, 1)), quarter((2, 0))
    ('Gör först', 'Planera in', 'Gör om det passar', 'Tänk om')
    """
    is_hard, is_useful = cell[0] > 1, cell[1] > 1
    return ((SPARE, WAIT), (FIRST, PLAN))[is_useful][is_hard]


def _prepare(axes: Axes) -> None:
    places = [0.5, 1.5, 2.5, 3.5]
    across, upwards = ([w.replace(" ", "\n") for w in words] for words in (EFFORTS, BENEFITS))
    axes.set(xlim=(0, 4), ylim=(0, TOP), xticks=places, yticks=[height(y) for y in places])
    axes.set_xticklabels(across, color=INK, fontsize=9)
    axes.set_yticklabels(upwards, color=INK, fontsize=9)
    axes.tick_params(length=0)
    axes.set_xlabel(f"{ACROSS}  →", color=INK, fontsize=9.5, labelpad=4)
    axes.set_ylabel(f"{UPWARDS}  →", color=INK, fontsize=9.5, labelpad=4)
    _rule(axes)
    for y, (left, right) in ((2, (SPARE, WAIT)), (TOP - STRIP, (FIRST, PLAN))):
        for x, name, side in ((0.1, left, "left"), (3.9, right, "right")):
            axes.text(x, y + STRIP / 2, name, ha=side, va="center_baseline", fontweight="bold")


def _rule(axes: Axes) -> None:
    """Thin lines between cells, thick ones between quarters, a tint where to begin."""
    axes.add_patch(Rectangle((0, 2 + STRIP), 2, 2 + STRIP, facecolor=TINT, zorder=0))
    for x, y in ((1, 1), (3, height(3))):
        axes.axhline(y, color=GRID, linewidth=0.8, zorder=1)
        axes.axvline(x, color=GRID, linewidth=0.8, zorder=1)
    axes.axhline(2 + STRIP, color=SOFT, linewidth=1.6, zorder=1)
    axes.axvline(2, color=SOFT, linewidth=1.6, zorder=1)
    for side in axes.spines.values():
        side.set_color(SOFT)


def height(y: float) -> float:
    """Where a height counted in cells is drawn: the upper half stands above a strip of names."""
    return y + STRIP * (y > 2)


def _draw(axes: Axes, mark: Mark) -> None:
    face, ink = (FILL, "white") if mark.action.is_at_cause else ("white", FILL)
    middle = mark.x, height(mark.y)
    axes.add_patch(Circle(middle, mark.size / 2, facecolor=face, edgecolor=FILL, linewidth=1.4,
                          zorder=3))  # fmt: skip
    axes.text(*middle, str(mark.action.number), ha="center", va="center_baseline", color=ink,
              fontweight="bold", fontsize=NUMBER * mark.size, zorder=4)  # fmt: skip


# The matrix: the proposals by effort and benefit, drawn and beside it told in words.

KIND = "Bild över förslagen, med arbetet åt höger och nyttan uppåt."
AT = "{effort} arbete, {benefit} nytta ({quarter}): förslag {numbers}."
MATRIX_FILLED = "Fyllda märken kommer åt orsaken, enligt er: {numbers}."
NONE_FILLED = "Inget förslag är märkt som att det kommer åt orsaken."
KEY = (
    "Ett fyllt märke kommer åt orsaken till det ni såg. Ett ofyllt gör det inte helt, eller så "
    "vet ni inte än."
)
LISTED = "forslag"
NOT_PLACED = "inte placerat än"
EMPTY = "Här ritas era förslag när ni har skrivit dem och valt arbete och nytta."
PLACE = "{effort} arbete, {benefit} nytta"


class MatrixPage(Page):
    """Where each proposal stands; drawn anew by ``redraw`` when something has changed."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._shown: list[HTML] = []

    def __repr__(self) -> str:
        return f"Bild över {len(self.book.actions)} förslag"

    @property
    def html(self) -> Markup:
        """The picture with the list beside it; a line where there is no proposal."""
        actions = placed_actions(self.book)
        return html_of([matrix_of(actions) if actions else Paragraph(EMPTY)])

    def widget(self) -> HTML:
        """The same as in a handout, kept up to date."""
        self._shown.append(HTML(self._live()))
        return self._shown[-1]

    def redraw(self) -> None:
        """Draw it as the workbook is now, wherever it is shown."""
        for shown in self._shown:
            shown.value = self._live()

    def _live(self) -> Markup:
        return panel(self.html, sheets=["release.css"])


@dataclass(frozen=True)
class Matrix(Chart):
    """The picture of proposals by effort and benefit; no table has what it shows."""

    look = "isu-diagram isu-matris"
    is_alone = True
    actions: tuple[Action, ...]

    @property
    def alt(self) -> str:
        """Which proposal stands where."""
        return alt_text(self.actions)

    def draw(self, form: str = "svg") -> bytes:
        """The picture as a file."""
        return picture(self.actions, form)


def matrix_of(actions: Sequence[Action]) -> Group:
    """The picture of proposals and its key, with a list of them beside it."""
    shown = Group((Matrix(tuple(actions)), Paragraph(KEY, "not")), "bild")
    listed = Bullets(tuple(map(_item, actions)), is_numbered=True, look=LISTED)
    return Group((shown, Group((listed,), "siffror")), "resultat")


def alt_text(actions: Sequence[Action]) -> str:
    """Which proposal stands where, in words.

    Examples
    --------
    >>> alt_text([Action(1, "Fråga alla", (0, 3))]).split(". ")[1]
    'Lite arbete, stor nytta (gör först): förslag 1'
    """
    cells = sorted({a.cell for a in actions if a.cell}, key=lambda c: (-c[1], c[0]))
    told = [
        AT.format(effort=EFFORTS[c[0]], benefit=BENEFITS[c[1]].lower(), quarter=quarter(c).lower(),
                  numbers=listing(str(a.number) for a in actions if a.cell == c))
        for c in cells
    ]  # fmt: skip
    filled = [str(a.number) for a in actions if a.is_at_cause and a.cell]
    told += [MATRIX_FILLED.format(numbers=listing(filled)) if filled else NONE_FILLED]
    return " ".join([KIND, *told])


def place_of(action: Action) -> str:
    """Effort and benefit in words.

    Examples
    --------
    >>> place_of(Action(1, "Fråga alla", (1, 3)))
    'Ganska lite arbete, stor nytta'
    """
    if not action.cell:
        return NOT_PLACED.capitalize()
    effort, benefit = action.cell
    return PLACE.format(effort=EFFORTS[effort], benefit=BENEFITS[benefit].lower())


def _item(action: Action) -> tuple[Part, ...]:
    return Written(action.text), Paragraph(place_of(action), "antal")


# ``action_list``: the cards of the proposals, and the matrix that follows them.

NUMBERED = "Förslag {i}"


class ActionList(NoteList):
    """The proposals of a workbook; its ``matrix`` is drawn anew at each change in a card."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(ACTIONS, book)

    @cached_property
    def matrix(self) -> MatrixPage:
        """Where each proposal stands by effort and benefit."""
        return MatrixPage(self.book)

    def _note(self, note: Note, head: str = "") -> Markup:
        number = next(i for i, n in enumerate(self.book.actions, start=1) if n.id == note.id)
        return super()._note(note, NUMBERED.format(i=number))

    def _card(self, note: Note | None) -> Card:
        card = super()._card(note)
        for field in (card.words, *card.fields.values()):
            field.part.observe(lambda _: self.matrix.redraw(), names="value")  # after it is saved
        return card

    def _removed(self, card: Card) -> None:
        super()._removed(card)
        self.matrix.redraw()


def action_list(workbook: Workbook | None = None) -> ActionList:
    """The list of proposals to write, each tied to a conclusion.

    Parameters
    ----------
    workbook
        That of the run's settings where it is not given.

    Returns
    -------
    ActionList
        A `NoteList` of them; ``.matrix`` is where each stands by effort and benefit.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> action_list(Workbook(mkdtemp())).matrix
    Bild över 0 förslag
    """
    return ActionList(run_workbook(workbook))
