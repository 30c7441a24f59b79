"""What the group has chosen to show: everything, but for what it has taken away."""

from ..workbook import ACTIONS, CONCLUSIONS, OBSERVATIONS, Workbook

CHOICES = (OBSERVATIONS, CONCLUSIONS, ACTIONS)  # the lists that one chooses from
PROMPT, NO = "presentation-urval", "Visas inte"


def is_chosen(book: Workbook, id: str) -> bool:
    """Whether a note is to be shown.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> book = Workbook(mkdtemp())
    >>> id = book.add_observation("Lika ofta.")
    >>> told, before = choose(book, id, False), is_chosen(book, id)
    >>> before, choose(book, id, True)[:6], is_chosen(book, id)
    (False, 'Sparat', True)
    """
    return book.answer(PROMPT, id) != NO


def choose(book: Workbook, id: str, is_shown: bool) -> str:
    """Save whether a note is to be shown, and tell in Swedish how that went."""
    return book.save(PROMPT, "" if is_shown else NO, about=id)
