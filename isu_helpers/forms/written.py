"""What has been written before, to read and not to change: answers and lists of the workbook."""

from collections.abc import Sequence

from ..content import NOTEBOOK, load, notebooks, prompts
from ..wording import html
from ..workbook import ANSWERS, Workbook
from .notes import NoteList
from .page import Page, paragraphs, run_workbook, said

NOTHING = "Här är inget skrivet än."


class Written(Page):
    """Lists and answers of the workbook, in the order that they are named.

    Parameters
    ----------
    ids
        Sections with a list, ids of prompts, or of notebooks for all that was answered there.
    """

    def __init__(self, ids: Sequence[str], book: Workbook) -> None:
        self.ids, self.book = tuple(ids), book

    def __repr__(self) -> str:
        return "Det ni har skrivit"

    @property
    def html(self) -> str:
        """The lists and the answers that there are; one line where there are none."""
        return "".join(map(self._part, self.ids)) or f"<p>{NOTHING}</p>"

    def _part(self, id: str) -> str:
        if id in load("lists"):
            return NoteList(id, self.book).html if self.book.notes(id) else ""
        if id in notebooks():
            return "".join(map(self._part, asked_in(id)))
        answer = paragraphs(said(self.book, ANSWERS, id))
        question = html(prompts()[id]["fraga"])
        told = f'<p class="isu-samtalsfraga">{question}</p><div class="isu-svar">{answer}</div>'
        return f'<div class="isu-samtal">{told}</div>' if answer else ""


def asked_in(notebook: str) -> list[str]:
    """The prompts of a notebook, by its id, in order."""
    return [id for id, entry in prompts().items() if entry[NOTEBOOK] == notebook]


def written(*ids: str, workbook: Workbook | None = None) -> Written:
    """What the group has written before, to read.

    Parameters
    ----------
    *ids
        Sections with a list (``"fragor"``, ``"plan"``, ``"iakttagelser"``, ``"slutsatser"``,
        ``"atgarder"``), ids of prompts, or of notebooks (``"steg2"``) for all their prompts.
    workbook
        That of the run's settings where it is not given.

    Raises
    ------
    ValueError
        When there is no such list or prompt.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> written("slutsatser", workbook=Workbook(mkdtemp())).html
    '<p>Här är inget skrivet än.</p>'
    """
    for id in ids:
        if id not in {**load("lists"), **notebooks(), **prompts()}:
            raise ValueError(f"there is no list, prompt or notebook {id!r}")
    return Written(ids, run_workbook(workbook))
