"""``action_list``: the cards of the proposals, and the matrix that follows them."""

from functools import cached_property

from ..forms import NoteList, run_workbook
from ..forms.card import Card
from ..workbook import ACTIONS, Note, Workbook
from .matrix import MatrixPage

NUMBERED = "Förslag {i}"


class ActionList(NoteList):
    """The proposals of a workbook; its ``matrix`` is drawn anew at each change in a card."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(ACTIONS, book)

    @cached_property
    def matrix(self) -> MatrixPage:
        """Where each proposal stands by effort and benefit."""
        return MatrixPage(self.book)

    def _note(self, note: Note) -> str:

        number = next(i for i, n in enumerate(self.book.actions, start=1) if n.id == note.id)
        head = f'<p class="isu-antal">{NUMBERED.format(i=number)}</p>'
        return super()._note(note).replace(">", f">{head}", 1)

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

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> action_list(Workbook(mkdtemp())).matrix
    Bild över 0 förslag
    """
    return ActionList(run_workbook(workbook))
