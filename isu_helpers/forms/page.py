"""A page: a form where somebody sits, text that may leave the arbetsmapp everywhere else."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime

from ipywidgets import HTML, Widget
from markupsafe import Markup

from ..analysis.result import Displayed
from ..configuration import is_somebody_there
from ..content import render
from ..run import Run
from ..workbook import Workbook

LINES = 4
LOOKS = ("release.css", "charts.css")  # of tables and charts
TYPED = 0.4  # seconds
CHANGED = (
    "Kodboken har ändrats. Tabellerna görs om av sig själva. Händer det inte, läs in sidan igen."
)


class Page(Displayed):
    """What has HTML for a handout, and widgets where a person sits in front of the notebook.

    A subclass gives ``html`` and, where there is something to fill in, ``widget``.
    ``has_figures`` says that it shows figures of the records, so that what is seen without
    protection gets into no handout.
    """

    has_figures = False

    @property
    def html(self) -> Markup:
        """What stands in a handout: escaped, and only text that may leave the arbetsmapp."""
        raise NotImplementedError

    def widget(self) -> Widget | None:
        """The form; None where there is nothing to fill in."""
        return None

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        still = super()._repr_mimebundle_()
        form = self.widget() if is_somebody_there() else None
        if form is None:
            return still
        live: dict[str, object] = form._repr_mimebundle_()
        return live | {"text/plain": repr(self), "text/html": still.get("text/html", "")}


def after_typing(act: Callable[[], None]) -> None:
    """Do what a button asks for when the letters typed just before have come too.

    The browser sends a press at once, but letters a few at a time: on a slow computer the press
    comes first. Where no kernel runs, at once.
    """
    try:
        asyncio.get_running_loop().call_later(TYPED, act)
    except RuntimeError:
        act()


def said(book: Workbook, section: str, id: str) -> str:
    """A text of the workbook as the view may show it: searched first where it is to be handed out.

    Empty where there is none.
    """
    if book.is_protected:
        return book.to_hand_out(section, id)
    return "\n\n".join(note.text for note in book.notes(section) if note.id == id)


def looks(*sheets: str) -> HTML:
    """Style sheets among the content, for the widgets beside it."""
    return HTML(render("parts", "style", sheets=sheets))


def renewal(run: Run) -> HTML:
    """A line that is empty until the run reads its records anew; then the page runs its cells.

    The page does so by itself in JupyterLab, once nobody writes in it.
    """
    line = HTML(layout={"width": "auto"})

    def told(mark: str) -> None:
        line.value = render("parts", "renewal", mark=mark, words=CHANGED)

    run.listen(told)
    return line


def renewed() -> Markup:
    """A mark by which a page that stands open runs its cells anew."""
    return render("parts", "renewal", mark=datetime.now().isoformat(), words="")


def told(words: str) -> Markup:
    """A line that says how something went, read aloud; empty without words."""
    return render("parts", "told", words=words) if words else Markup()


def each(words: Iterable[object]) -> Markup:
    """Sentences as HTML, a paragraph each."""
    return render("parts", "each", words=list(words))


def helped(inner: object, *, is_told: bool = False) -> Markup:
    """Words of ours around a form, read aloud where they say how something went."""
    return render("parts", "help", inner=inner, is_told=is_told)


def warned(words: object) -> Markup:
    """What is wrong, in a box."""
    return render("parts", "warned", words=words)


def panel(inner: Markup, *, is_told: bool = False, sheets: Iterable[str] = ()) -> Markup:
    """HTML with the looks of tables and charts, which style sheets may come with."""
    return render("parts", "panel", inner=inner, is_told=is_told, sheets=tuple(sheets))


def paragraphs(text: str) -> Markup:
    """A text that a person has written, as HTML: blank lines part paragraphs."""
    return render("parts", "paragraphs", text=text)


def lines_to_write_on(count: int = LINES) -> Markup:
    """Lines for a pen."""
    return render("parts", "lines", count=count)
