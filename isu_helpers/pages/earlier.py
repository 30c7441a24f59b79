"""Earlier codebooks, to choose one among and bring it back by a click."""

from collections.abc import Callable
from pathlib import Path

from ipywidgets import Button, Dropdown, HBox

from ..codebook import Codebook
from ..errors import IsuError
from ..files import sole_writer, write_whole
from ..workbook.codebooks import earlier, keep, keep_earlier
from .draft import Draft

WHICH, CHOOSE, AS_OF = "Tidigare kodböcker", "välj …", "som den var {day} kl. {time}"
BRING, BROUGHT = "Hämta tillbaka", "Kodboken är {told}. Den som fanns är kvar bland de tidigare."


class EarlierForm:
    """A list of the codebooks that were, and a button; ``widget`` is out of sight without any.

    Parameters
    ----------
    tell
        Called with a line of Swedish when one is brought back, or can't be.
    """

    def __init__(self, draft: Draft, tell: Callable[[str], None]) -> None:
        self.draft, self._tell = draft, tell
        self.which = Dropdown(description=WHICH, layout={"width": "100%", "max_width": "26rem"})
        self.which.add_class("isu-falt")
        self.bring = Button(description=BRING)
        self.bring.add_class("isu-knapp")
        self.bring.on_click(lambda _: self._bring())
        self.widget = HBox([self.which, self.bring], layout={"flex_flow": "wrap"})
        self.widget.add_class("isu-rad-med-knapp")
        draft.listen(self.show)
        self.show()

    def show(self) -> None:
        """The codebooks that are kept now."""
        found = [(told_of(p), str(p)) for p in earlier(self.draft.path)]
        self.which.options = [(CHOOSE, ""), *found]
        self.which.value = ""
        self.widget.layout.display = "" if found else "none"

    def _bring(self) -> None:
        if not self.which.value:
            return
        old, book = Path(self.which.value), self.draft.path
        try:
            Codebook.read(old)
            text = old.read_bytes()
            with sole_writer(book):
                keep_earlier(book)
                write_whole(book, text)
                keep(book)
        except (IsuError, OSError) as e:
            self._tell(str(e) if isinstance(e, IsuError) else type(e).__name__)
            return
        self.draft.tell()
        self._tell(BROUGHT.format(told=told_of(old)))


def told_of(path: Path) -> str:
    """When an earlier codebook was written, in words.

    Examples
    --------
    >>> told_of(Path("kodbok_2026-11-30_09.41.07.yaml"))
    'som den var 2026-11-30 kl. 09:41:07'
    """
    day, time = path.stem.split("_")[-2:]
    return AS_OF.format(day=day, time=time.replace(".", ":"))
