"""Parts as a page of slides: arrows to turn them, one to a sheet when printed."""

from collections.abc import Sequence

from ..content import render_page, text
from ..show.model import Paragraph
from ..wording import first_upper, period_told
from .jobs import TO_HAND_OUT
from .story import Part

NAME = "Bilder"
TITLE = "Vad vi ser och vad vi vill göra"
NOTHING = Part("Här kommer era bilder", (Paragraph("De görs av det ni skriver i arbetsboken."),))
FRAME, STYLES = "reveal/reveal.css", ("charts.css", "slides.css")
SCRIPTS = ("reveal/reveal.js", "slides.js")


def deck(
    parts: Sequence[Part], *, kommun: str, omrade: str = "", period: str | None = None
) -> str:
    """The page, the same for the same parts.

    Parameters
    ----------
    parts
        What is told after the title, a slide each.
    period
        The time that the figures are of, as the setting has it; nothing for a whole file.
    """
    return slide_page(
        "publish/deck",
        name=NAME,
        title=TITLE,
        kommun=kommun,
        omrade=first_upper(omrade),
        period=period_told(period),
        view=TO_HAND_OUT.title,
        footer=TO_HAND_OUT.footer,
        parts=parts or [NOTHING],
    )


def slide_page(template: str, **values: object) -> str:
    """A page of slides by a template that extends ``publish/slides``."""
    frame, style = text(FRAME), "\n".join(map(text, STYLES))
    script = "\n".join(map(text, SCRIPTS))
    return render_page(template, frame=frame, style=style, script=script, **values)
