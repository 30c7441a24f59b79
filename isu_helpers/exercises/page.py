"""How an exercise shows itself: a form where a person sits, else a text to read or print."""

from ipywidgets import HTML, Widget

from ..content import text
from ..presence import is_somebody_there
from ..show import MIME

STYLES = ("release.css", "exercises.css")


class Shown:
    """Something of an exercise: ``inner`` is its HTML, ``form`` makes its widget.

    There are no records of a group's own in it, so a page to hand out may take it.
    """

    @property
    def inner(self) -> str:
        """The HTML that stands where nobody sits."""
        raise NotImplementedError

    def form(self) -> Widget | None:
        """The widget, or None for what is only read."""
        return None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        widget = self.form() if is_somebody_there() else None
        if widget is not None:
            return widget._repr_mimebundle_() | {"text/plain": repr(self)}
        inner = f'<div class="isu">{self.inner}</div>'
        return {"text/plain": repr(self), "text/html": styled(self.inner), MIME: {"html": inner}}


def styled(inner: str) -> str:
    """HTML with the looks of tables, charts and questions."""
    return f'<style>{"".join(map(text, STYLES))}</style><div class="isu">{inner}</div>'


def panel(inner: str = "") -> HTML:
    """A widget that holds such HTML; without any it takes no room."""
    return HTML(styled(inner) if inner else "", layout={"width": "auto", "max_width": "50rem"})
