"""``explorer``: the form where somebody sits, else the observations that were saved."""

from functools import cached_property
from pathlib import Path

from ..analysis.result import Displayed
from ..content import text
from ..presence import is_somebody_there
from ..records import Records
from ..run import of_records
from ..wording import counted
from ..workbook import Workbook, open_workbook
from .form import Form
from .observed import added, mark_of, observed

NOTHING_YET = "Ni har inte sparat någon iakttagelse härifrån än."


class Explorer(Displayed):
    """A place to look around in the records.

    Where somebody sits it is a form, with figures by the primary rule: no handout takes it.
    Everywhere else it is the saved observations, with figures from the run's Release.
    """

    def __init__(self, records: Records, book: Workbook) -> None:
        self.records, self.book = records, book

    def __repr__(self) -> str:
        return "Utforskaren: " + counted(len(added(self.book)), "iakttagelse", "iakttagelser")

    @cached_property
    def form(self) -> Form:
        """The form, made when first asked for."""
        return Form(self.records, self.book)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        if not is_somebody_there():
            return self.observed()
        return self.form.widget._repr_mimebundle_() | {"text/plain": repr(self)}

    def observed(self) -> dict[str, object]:
        """The MIME bundle of the saved observations, marked as what a Release has made."""
        found = "".join(observed(self.records, self.book)) or f"<p>{NOTHING_YET}</p>"
        inner = f'<div class="isu">{found}</div>'
        page = f"<style>{text('release.css')}</style>{inner}"
        mark = mark_of(self.records)
        return {"text/plain": repr(self), "text/html": page, mark: {"html": inner}}


def explorer(records: Records, workbook: Workbook | str | Path | None = None) -> Explorer:
    """A form to choose a question, a division and a time in, and to save what is seen.

    Parameters
    ----------
    records
        The people.
    workbook
        Where observations are saved: a workbook, its file, or an arbetsmapp; that of the
        settings where it is not given.

    Examples
    --------
    >>> import pandas as pd
    >>> from tempfile import mkdtemp
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> explorer(Records.from_frame(table), mkdtemp()).form.question.label
    'Insats'
    """
    if isinstance(workbook, Workbook):
        return Explorer(records, workbook)
    if workbook is None:
        return Explorer(records, of_records(records).workbook)
    return Explorer(records, open_workbook(workbook))
