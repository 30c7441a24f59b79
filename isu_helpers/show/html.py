"""Sections as HTML, by the templates."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..content import render
from .model import Part

if TYPE_CHECKING:
    from markupsafe import Markup


def html_of(parts: Iterable[Part]) -> "Markup":
    """Parts as HTML: texts are escaped, charts drawn.

    Examples
    --------
    >>> from isu_helpers.show.model import Notice
    >>> str(html_of([Notice(("3 < 5",))]))
    '<div class="isu-varning"><p>3 &lt; 5</p></div>'
    """
    return render("show", "every", parts=tuple(parts))
