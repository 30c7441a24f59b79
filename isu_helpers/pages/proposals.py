"""``action_list``: the cards of the proposals, and the matrix that follows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ipywidgets import HTML
from markupsafe import Markup

from ..forms import LOOKS, NoteList, Page, panel, said
from ..forms.notes import Card
from ..run import active
from ..show.charts.drawing import Board, Dot
from ..show.html import html_of
from ..show.model import MOST_READ, Bullets, Chart, Group, Paragraph, Part, Written
from ..wording import listing
from ..workbook import ACTIONS, Note, Workbook

# Where each proposal stands: a cell by effort and benefit, and a place of its own within it.

EFFORTS = ("Lite", "Ganska lite", "Ganska mycket", "Mycket")
BENEFITS = ("Liten", "Ganska liten", "Ganska stor", "Stor")
EFFORT, BENEFIT, CAUSE = "arbete", "effekt", "orsak"
REACHES_CAUSE = "Ja"

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


def _cell(effort: str, benefit: str) -> Cell | None:
    if effort in EFFORTS and benefit in BENEFITS:
        return EFFORTS.index(effort), BENEFITS.index(benefit)
    return None


# The field's quarters.

ACROSS, UPWARDS = "Hur mycket arbete krävs?  →", "Hur stor effekt kan det få?  ↑"
FIRST, PLAN, SPARE, WAIT = "Gör först", "Planera in", "Gör om det passar", "Tänk om"


def quarter(cell: tuple[int, int]) -> str:
    """What a cell's quarter of the field is called.

    Examples
    --------
    >>> quarter((0, 3)), quarter((3, 3)), quarter((1, 1)), quarter((2, 0))
    ('Gör först', 'Planera in', 'Gör om det passar', 'Tänk om')
    """
    is_hard, is_useful = cell[0] > 1, cell[1] > 1
    return ((SPARE, WAIT), (FIRST, PLAN))[is_useful][is_hard]


# The matrix: the proposals by effort and benefit, drawn and beside it told in words.

KIND = "Bild över förslagen, med arbetet åt höger och effekten uppåt."
IN_LIST = "Resten står i listan."
AT = "{effort} arbete, {benefit} effekt ({quarter}): förslag {numbers}."
MATRIX_FILLED = "Fyllda märken kommer åt orsaken, enligt er: {numbers}."
NONE_FILLED = "Inget förslag är märkt som att det kommer åt orsaken."
KEY = (
    "Ett fyllt märke kommer åt orsaken till det ni såg. Ett ofyllt gör det inte helt, eller så "
    "vet ni inte än."
)
LISTED = "forslag"
NOT_PLACED = "inte placerat än"
EMPTY = "Här ritas era förslag när ni har skrivit dem och valt arbete och effekt."
PLACE = "{effort} arbete, {benefit} effekt"


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
        return panel(self.html, sheets=LOOKS)


@dataclass(frozen=True)
class Matrix(Chart):
    """The picture of proposals by effort and benefit; no table has what it shows."""

    is_alone = True
    actions: tuple[Action, ...]

    @property
    def alt(self) -> str:
        """Which proposal stands where."""
        return alt_text(self.actions)

    @property
    def drawing(self) -> Board:
        """Cells of numbered marks: effort to the right, benefit upwards."""
        cells = tuple(
            tuple(_dots(self.actions, (effort, benefit)) for effort in range(len(EFFORTS)))
            for benefit in reversed(range(len(BENEFITS)))
        )
        return Board(self.alt, cells, EFFORTS, BENEFITS[::-1], ACROSS, UPWARDS,
                     (FIRST, PLAN, SPARE, WAIT))  # fmt: skip


def _dots(actions: Sequence[Action], cell: Cell) -> tuple[Dot, ...]:
    return tuple(Dot(str(a.number), a.is_at_cause) for a in actions if a.cell == cell)


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
    'Lite arbete, stor effekt (gör först): förslag 1'
    """
    cells = sorted({a.cell for a in actions if a.cell}, key=lambda c: (-c[1], c[0]))
    told = [
        AT.format(effort=EFFORTS[c[0]], benefit=BENEFITS[c[1]].lower(), quarter=quarter(c).lower(),
                  numbers=listing(str(a.number) for a in actions if a.cell == c))
        for c in cells
    ]  # fmt: skip
    filled = [str(a.number) for a in actions if a.is_at_cause and a.cell]
    last = MATRIX_FILLED.format(numbers=listing(filled)) if filled else NONE_FILLED
    while len(" ".join([KIND, *told, last])) > MOST_READ and len(told) > 1:
        told = [*told[:-2], IN_LIST] if told[-1] == IN_LIST else [*told[:-1], IN_LIST]
    return " ".join([KIND, *told, last])


def place_of(action: Action) -> str:
    """Effort and benefit in words.

    Examples
    --------
    >>> place_of(Action(1, "Fråga alla", (1, 3)))
    'Ganska lite arbete, stor effekt'
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


def action_list() -> ActionList:
    """The list of proposals to write, each tied to a conclusion.

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
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> action_list().matrix
    Bild över 0 förslag
    """
    return ActionList(active().workbook)
