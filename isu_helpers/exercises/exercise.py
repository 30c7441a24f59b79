"""How an exercise shows itself: a form where a person sits, else a text to read or print."""

from dataclasses import dataclass

from ipywidgets import HTML, Widget
from markupsafe import Markup

from ..configuration import is_somebody_there
from ..content import render
from ..forms import LOOKS, panel
from ..show import MIME

STYLES = (*LOOKS, "exercises.css")


class Shown:
    """Something of an exercise: ``inner`` is its HTML, ``form`` makes its widget.

    There are no records of a group's own in it, so a page to hand out may take it.
    """

    @property
    def inner(self) -> Markup:
        """The HTML that stands where nobody sits."""
        raise NotImplementedError

    def form(self) -> Widget | None:
        """The widget, or None for what is only read."""
        return None

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        widget = self.form() if is_somebody_there() else None
        if widget is not None:
            return {**widget._repr_mimebundle_(), "text/plain": repr(self)}
        page, inner = framed(self.inner), panel(self.inner)
        return {"text/plain": repr(self), "text/html": page, MIME: {"html": inner}}


def frame(inner: Markup | None = None) -> HTML:
    """A widget that holds HTML with the looks of tables, charts and questions.

    Without any it takes no room.
    """
    shown = framed(inner) if inner else ""
    return HTML(shown, layout={"width": "auto", "max_width": "50rem"})


def framed(inner: Markup) -> Markup:
    """HTML with the looks of tables, charts and questions."""
    return panel(inner, sheets=STYLES)


# What an answer gets: right or not yet, and why.

RIGHT, NOT_YET = "Rätt.", "Inte än."


@dataclass(frozen=True, repr=False)
class Reply(Shown):
    """Whether an answer is right, and the reason in a sentence or two."""

    is_right: bool
    why: str

    def __repr__(self) -> str:
        return f"{self.head} {self.why}"

    @property
    def head(self) -> str:
        """The first words."""
        return RIGHT if self.is_right else NOT_YET

    @property
    def inner(self) -> Markup:
        """The reply as HTML, told by words and a sign and not by colour alone."""
        kind = "ratt" if self.is_right else "inte-an"
        return render("exercises/exercise", "reply", kind=kind, head=self.head, why=self.why)
