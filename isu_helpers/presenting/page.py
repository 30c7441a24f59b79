"""``presentation``: what the slides hold, what is to be shown, and buttons that make the files."""

from collections.abc import Callable, Iterator

from ipywidgets import HTML, Button, Checkbox, HBox, VBox

from ..content import load, prompts, text
from ..errors import IsuError
from ..forms import Page, run_workbook
from ..planning.offer import PRACTICE
from ..records import Records
from ..report import CHOICES, Part, Story, choose, is_chosen, talk, to_choose
from ..run import of_records
from ..wording import counted, html
from ..workbook import ANSWERS, Workbook
from .files import LETTER, SLIDES, free_path, write_report

NOTHING = "Här kommer era bilder när ni har skrivit något i stegen före."
MAKE_SLIDES, MAKE_LETTER = "Gör bilderna", "Gör ett underlag i Word"
DONE = "Klart. Filen {file} ligger i er mapp."
WORKING = "Arbetar …"
PREVIEW = "Så här blir bilderna"
THE_ANSWERS = "Era svar på frågorna"
LONGEST = 100


class Presentation(Page):
    """The slides as a page to read; where somebody sits, with boxes to choose and two buttons."""

    has_figures = True

    def __init__(self, records: Records, book: Workbook) -> None:
        self.records, self.book = records, book

    def __repr__(self) -> str:
        return counted(len(talk(self._story())), "bild", "bilder")

    @property
    def html(self) -> str:
        """Each slide under its heading; a line where there is none yet."""
        parts = talk(self._story())
        return "".join(map(_shown, parts)) or f"<p>{NOTHING}</p>"

    def widget(self) -> VBox:
        """Boxes for what is to be shown, the slides as they then are, and the buttons."""
        self.preview, self.told = HTML(), HTML()
        self.boxes = list(self._boxes())
        self.slides = self._button(MAKE_SLIDES, SLIDES, "desktop")
        self.letter = self._button(MAKE_LETTER, LETTER, "file-text-o")
        self._redraw()
        buttons = HBox([self.slides, self.letter])
        return VBox([HTML(f"<style>{text('forms.css')}</style>"), *self._chosen(), buttons,
                     self.told, self.preview])  # fmt: skip

    def _story(self) -> Story:
        return Story(self.records, self.book)

    def _boxes(self) -> Iterator[tuple[str, Checkbox]]:
        for section in CHOICES:
            for note in self.book.notes(section):
                yield section, self._box(note.id, note.text)
        for id in to_choose():
            if self.book.answer(id):
                yield ANSWERS, self._box(id, prompts()[id]["fraga"])

    def _box(self, id: str, words: str) -> Checkbox:
        box = Checkbox(value=is_chosen(self.book, id), description=_short(words),
                       indent=False, layout={"width": "auto"})  # fmt: skip
        box.observe(self._put(id), names="value")
        return box

    def _chosen(self) -> Iterator[VBox]:
        for section in (*CHOICES, ANSWERS):
            own = [box for of, box in self.boxes if of == section]
            if own:
                name = THE_ANSWERS if section == ANSWERS else html(load("lists")[section]["namn"])
                yield VBox([HTML(f'<p class="isu-samtalsfraga"><b>{name}</b></p>'), *own])

    def _put(self, id: str) -> Callable[[dict], None]:
        def put(change: dict) -> None:
            self._tell(choose(self.book, id, change["new"]))
            self._redraw()

        return put

    def _button(self, words: str, file: str, icon: str) -> Button:
        button = Button(description=words, icon=icon)
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._make(file))
        return button

    def _make(self, file: str) -> None:
        chosen = of_records(self.records)
        self._tell(WORKING)
        try:
            if chosen.is_practice:
                raise IsuError(PRACTICE)
            path = write_report(chosen, self.records, free_path(chosen.arbetsmapp / file))
            self._tell(DONE.format(file=path.name))
        except IsuError as e:
            self._tell(str(e))

    def _tell(self, words: str) -> None:
        self.told.value = f'<span class="isu-sparat" role="status">{html(words)}</span>'

    def _redraw(self) -> None:
        style = f"<style>{text('release.css')}</style>"
        self.preview.value = f'{style}<div class="isu"><h3>{PREVIEW}</h3>{self.html}</div>'


def presentation(records: Records, workbook: Workbook | None = None) -> Presentation:
    """What the group has come to, as slides in the order of the four steps.

    Parameters
    ----------
    workbook
        That of the run's settings where it is not given.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> records = Records.from_frame(pd.DataFrame({"Kön": list("KM") * 10}))
    >>> presentation(records, Workbook(mkdtemp()))
    0\xa0bilder
    """
    return Presentation(records, run_workbook(workbook))


def _shown(part: Part) -> str:
    return f'<div class="isu-bildsida"><h3>{html(part.title)}</h3>{part.html}</div>'


def _short(words: str) -> str:
    """The first line of a note, cut where it is long."""
    line = words.split("\n")[0]
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
