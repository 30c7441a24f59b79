"""``codebook_checks``: what to think of in the codebook, told anew at each change."""

from pathlib import Path

from ipywidgets import HTML, Widget

from ..content import text
from ..errors import IsuError
from ..forms import Page, run_workbook
from ..wording import counted, html
from ..workbook import Workbook
from .checks import FINE, check_lines
from .draft import Draft, open_draft

HEAD = "Att tänka på i kodboken"
NOTHING_WANTING = "Kodboken: inget att ändra"


class CodebookChecks(Page):
    """The friendly remarks on a codebook, in a handout as they are then."""

    def __init__(self, draft: Draft, book: Workbook) -> None:
        self.draft, self.book = draft, book

    @property
    def lines(self) -> list[str]:
        """What to think of; where the codebook can't be read, why."""
        try:
            return check_lines(self.draft.codebook, self.book)
        except IsuError as e:
            return [str(e)]

    def __repr__(self) -> str:
        n = len(self.lines)
        return f"Kodboken: {counted(n, 'sak', 'saker')} att tänka på" if n else NOTHING_WANTING

    @property
    def html(self) -> str:
        """The remarks as a list, or that there are none."""
        items = "".join(f"<li>{html(line)}</li>" for line in self.lines)
        if not items:
            return f'<p class="isu-bra">{FINE}</p>'
        return f'<div class="isu-varning"><p>{HEAD}:</p><ul>{items}</ul></div>'

    def widget(self) -> Widget:
        """The remarks, told anew when the form changes the codebook."""
        shown = HTML(layout={"width": "auto"})

        def tell() -> None:
            shown.value = (
                f"<style>{text('release.css')}</style>"
                f'<div class="isu" role="status">{self.html}</div>'
            )

        self.draft.listen(tell)
        tell()
        return shown


def codebook_checks(
    kodbok: str | Path | None = None, workbook: Workbook | None = None
) -> CodebookChecks:
    """What to think of in a codebook before anything is collected.

    Parameters
    ----------
    kodbok
        A kodbok.yaml; that of the run's settings where it is not given.
    workbook
        That of the run's settings where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> checks = codebook_checks(Path(mkdtemp()) / "kodbok.yaml", Workbook(mkdtemp()))
    >>> checks.lines[0].split(". ")[0]
    'Ingen variabel som går att räkna handlar om insats eller resultat'
    """
    return CodebookChecks(open_draft(kodbok), run_workbook(workbook))
