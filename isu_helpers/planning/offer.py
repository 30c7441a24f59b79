"""An offer: a page with a button; nothing is written until it is pressed."""

from ipywidgets import HTML, BoundedIntText, Button, VBox

from ..configuration import is_practice
from ..content import text
from ..errors import IsuError
from ..forms import Page
from ..run import Run, active
from ..wording import html

PRACTICE = (
    "Det här är en övningsmapp, och inget skrivs i den. Väntade er egen mapp. "
    "Välj mapp överst i anteckningsboken och kör om."
)
FIELD = {"width": "100%", "max_width": "28rem"}


class Offer(Page):
    """Something that can be made in the arbetsmapp.

    A subclass gives ``words`` (what stands in a handout too), ``button`` and ``number_asked``,
    the label, value and bounds of the number that it asks for, and ``make``, which makes it.
    """

    button = ""
    number_asked = ("", 0, 0, 0)

    def __init__(self, chosen: Run) -> None:
        self.chosen = chosen

    def __repr__(self) -> str:
        return self.words[0]

    @property
    def words(self) -> list[str]:
        """What it is and whether it is made, a paragraph each."""
        raise NotImplementedError

    def make(self, number: int) -> list[str]:
        """Make it, and tell how that went, a paragraph each."""
        raise NotImplementedError

    def asked(self, number: int) -> list[str]:
        """Make it, or tell in Swedish why not; never in a practice folder."""
        try:
            if is_practice(self.chosen.arbetsmapp):
                raise IsuError(PRACTICE)
            return self.make(number)
        except IsuError as e:
            return [str(e)]

    @property
    def html(self) -> str:
        """The words."""
        return paragraphs_of(self.words)

    def widget(self) -> VBox:
        """The words, a number to fill in, the button, and how it went."""
        label, value, least, most = self.number_asked
        self.about = HTML(layout={"width": "auto"})
        self.number = BoundedIntText(
            value=value, min=least, max=most, description=label, layout=FIELD
        )
        self.number.add_class("isu-falt")
        self.press = Button(description=self.button)
        self.press.add_class("isu-knapp")
        self.told = HTML(layout={"width": "auto"})
        self.press.on_click(lambda _: self._pressed())
        self._show()
        style = HTML(f"<style>{text('forms.css')}{text('release.css')}</style>")
        return VBox([style, self.about, self.number, self.press, self.told])

    def _pressed(self) -> None:
        told = paragraphs_of(self.asked(self.number.value))
        self.told.value = f'<div class="isu-hjalp" role="status">{told}</div>'
        self._show()

    def _show(self) -> None:
        self.about.value = f'<div class="isu-hjalp">{paragraphs_of(self.words)}</div>'


def run_settings() -> Run:
    """The run of this kernel."""
    return active()


def paragraphs_of(words: list[str]) -> str:
    """Sentences as HTML, a paragraph each."""
    return "".join(f"<p>{html(w)}</p>" for w in words)
