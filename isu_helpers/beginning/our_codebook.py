"""``our_codebook``: the questions and the variables that the group chose, to read."""

from pathlib import Path

from ..codebook import Codebook
from ..errors import IsuError
from ..forms import Page, run_workbook
from ..planning.book_table import book_table, question_list
from ..run import active
from ..wording import html
from ..workbook import Workbook

NOT_MADE = "Kodboken är inte gjord än. Ni gör den på dag 1, i anteckningsboken «Variabler»."


class OurCodebook(Page):
    """The group's questions by number, and what it collects to answer them."""

    def __init__(self, path: Path, book: Workbook) -> None:
        self.path, self.book = path, book

    def __repr__(self) -> str:
        return "Vår kodbok"

    @property
    def html(self) -> str:
        """A table, or a line that says what is wanting."""
        if not self.path.is_file():
            return question_list(self.book) + f"<p>{NOT_MADE}</p>"
        try:
            return book_table(Codebook.read(self.path), self.book)
        except IsuError as e:
            return f'<div class="isu-varning"><p>{html(e)}</p></div>'


def our_codebook(
    kodbok: str | Path | None = None, workbook: Workbook | None = None
) -> OurCodebook:
    """What day 1 led to: the questions, and the variables with what they are for.

    Parameters
    ----------
    kodbok
        Where the codebook stands; as in the run's settings where it is not given.
    workbook
        The one with the questions; that of the run's settings where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> "inte gjord" in our_codebook(Path(mkdtemp()) / "kodbok.yaml", Workbook(mkdtemp())).html
    True
    """
    path = kodbok or active().kodbok
    return OurCodebook(Path(path), run_workbook(workbook))
