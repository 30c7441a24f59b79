"""Files made of the workbook and the protected figures: slides and a Word file.

Their figures belong to the publication of the arbetsmapp: it is tried by the attacker before a
file is written, and that it is given out is noted.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from ipywidgets import HTML, Button, Checkbox, HBox, VBox
from markupsafe import Markup

from ..configuration import settings
from ..content import load, prompts, render
from ..disclosure import give_out
from ..errors import IsuError
from ..files import write_whole
from ..forms import LOOKS, Page, each, looks, panel, told
from ..pages.offers import PRACTICE
from ..records import Records
from ..run import Run, of_records
from ..wording import counted, first_line, period_told
from ..workbook import ANSWERS, Workbook
from .answers import to_choose
from .jobs import TO_HAND_OUT
from .order import WANTING, letter, talk
from .publication import opened
from .story import CHOICES, Story, choose, is_chosen

# Files made of the workbook and the protected figures: slides and a Word file.

SLIDES, LETTER = "bilder.html", "underlag.docx"
TITLE, PLACE = "Underlag till tjänsteskrivelse", "{kommun}, {omrade}"
PERIOD = "Uppgifterna gäller perioden {period}."
TO_FILL_IN = "Någon del är inte ifylld än. Där står det vad ni kan skriva."
OTHER_KIND = (
    "Filen «{file}» slutar på «{suffix}». Väntade .docx för ett underlag i Word eller .html för "
    "bilder. Ändra namnet efter --ut."
)
NO_SUFFIX = "ingenting"
THERE = (
    "Filen «{file}» finns redan. Väntade ett nytt namn, så att inget ni har ändrat går förlorat. "
    "Välj ett annat namn, eller kör igen med --skriv-over."
)
NO_BOOK = (
    "Det finns ingen {file} i mappen «{folder}». Väntade det ni har skrivit i "
    "anteckningsböckerna. Skriv något i stegen först, eller välj en annan mapp."
)
NOT_PROTECTED = (
    "Vyn är «Bara i gruppen». Väntade vyn «Att lämna ut», för filerna är till för andra. "
    "Skriv skydd = True i inställningarna och kör om."
)


def write_report(chosen: Run, records: Records, path: Path, *, overwrite: bool = False) -> Path:
    """Write slides or a Word file, by the ending of the file's name, and give its path.

    Parameters
    ----------
    chosen
        The settings that hold, with protection.
    records
        The people that the figures are about; they may be none.
    path
        Ends in ``.html`` for slides, ``.docx`` for Word.

    Raises
    ------
    IsuError
        In Swedish, when the name has another ending or is taken, when the view is not the one to
        hand out, or when the figures do not hold or the file can't be written.
    """
    _check(chosen, path, overwrite)
    story = Story(records, chosen.workbook)
    content = MAKERS[path.suffix.lower()](story, chosen)
    if len(records):
        opened(chosen, records)
        give_out(chosen.arbetsmapp)
    is_elsewhere = path.parent.resolve() != chosen.arbetsmapp
    write_whole(path, content, makes_folder=is_elsewhere)
    return path


def read_folder(folder: Path) -> tuple[Run, Records]:
    """The run of an arbetsmapp with something written, with protection, and its records.

    Raises
    ------
    IsuError
        In Swedish, when it has no workbook, or its settings, data file or codebook don't hold.
    """
    chosen = Run(settings(folder, skydd=True))
    if not chosen.arbetsbok.is_file():
        raise IsuError(NO_BOOK.format(file=chosen.arbetsbok.name, folder=folder.name))
    return chosen, chosen.records()


def free_path(path: Path) -> Path:
    """The path, with a number where there is such a file already."""
    taken, i = path, 1
    while taken.exists():
        i += 1
        taken = path.with_stem(f"{path.stem}_{i}")
    return taken


def _check(chosen: Run, path: Path, overwrite: bool) -> None:
    if path.suffix.lower() not in MAKERS:
        suffix = path.suffix or NO_SUFFIX
        raise IsuError(OTHER_KIND.format(file=path.name, suffix=suffix))
    if path.exists() and not overwrite:
        raise IsuError(THERE.format(file=path.name))
    if not chosen.skydd:
        raise IsuError(NOT_PROTECTED)


def _slides(story: Story, chosen: Run) -> str:
    from .deck import deck

    kommun, omrade, period = chosen.kommun, chosen.omrade, chosen.period
    return deck(talk(story), kommun=kommun, omrade=omrade, period=period)


def _letter(story: Story, chosen: Run) -> bytes:
    from .one_page import brief, newest, one_page
    from .word import to_word

    place = PLACE.format(kommun=chosen.kommun, omrade=chosen.omrade).rstrip(", ")
    release = chosen.release(story.records) if len(story.records) else None
    parts = letter(story, brief(one_page(story, release, chosen.omrade)))
    about = [f"{place}."]
    about += [PERIOD.format(period=period_told(chosen.period))] if chosen.period else []
    about += [TO_HAND_OUT.footer]
    about += [TO_FILL_IN] if any(part.kind == WANTING for part in parts) else []
    when = newest(chosen.workbook)
    date = datetime.fromisoformat(when) if when else None
    return to_word(parts, title=TITLE, about=about, when=date)


MAKERS: dict[str, Callable[[Story, Run], str | bytes]] = {".html": _slides, ".docx": _letter}


# ``presentation``: what the slides hold, what is to be shown, and buttons that make the files.

NOTHING = "Här kommer era bilder när ni har skrivit något i stegen före."
MAKE_SLIDES, MAKE_LETTER = "Gör bilderna", "Gör ett underlag i Word"
DONE = "Klart. Filen {file} ligger i er mapp."
WORKING = "Arbetar …"
THE_ANSWERS, MEASURED = "Era svar på frågorna", "Tider och antal per 1 000 invånare"
LONGEST = 100


class Presentation(Page):
    """The slides as a page to read; where somebody sits, with boxes to choose and two buttons."""

    has_figures = True

    def __init__(self, records: Records, book: Workbook) -> None:
        self.records, self.book = records, book

    def __repr__(self) -> str:
        return counted(len(talk(self._story())), "bild", "bilder")

    @property
    def html(self) -> Markup:
        """Each slide under its heading; a line where there is none yet."""
        parts = talk(self._story())
        return render("publish/presentation", "slides", parts=parts) or each([NOTHING])

    def widget(self) -> VBox:
        """Boxes for what is to be shown, the slides as they then are, and the buttons."""
        self.preview, self.told = HTML(), HTML()
        self.boxes = list(self._boxes())
        self.slides = self._button(MAKE_SLIDES, SLIDES, "desktop")
        self.letter = self._button(MAKE_LETTER, LETTER, "file-text-o")
        self._redraw()
        buttons = HBox([self.slides, self.letter])
        return VBox([looks("forms.css"), *self._chosen(), buttons, self.told, self.preview])

    def _story(self) -> Story:
        return Story(self.records, self.book)

    def _boxes(self) -> Iterator[tuple[str, Checkbox]]:
        for section in CHOICES:
            for note in self.book.notes(section):
                yield section, self._box(note.id, note.text)
        for id in self._story().to_measure:
            yield MEASURED, self._box(id, id)
        for id in to_choose():
            if self.book.answer(id):
                yield ANSWERS, self._box(id, prompts()[id]["fraga"])

    def _box(self, id: str, words: str) -> Checkbox:
        box = Checkbox(value=is_chosen(self.book, id), description=first_line(words, LONGEST),
                       indent=False, layout={"width": "auto"})  # fmt: skip
        box.observe(self._put(id), names="value")
        return box

    def _chosen(self) -> Iterator[VBox]:
        names = {section: load("lists")[section]["namn"] for section in CHOICES}
        for section, name in (names | {MEASURED: MEASURED, ANSWERS: THE_ANSWERS}).items():
            own = [box for of, box in self.boxes if of == section]
            if own:
                yield VBox([HTML(render("publish/presentation", "chosen", name=name)), *own])

    def _put(self, id: str) -> Callable[[dict[str, Any]], None]:
        def put(change: dict[str, Any]) -> None:
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
        self.told.value = told(words)

    def _redraw(self) -> None:
        shown = render("publish/presentation", "preview", inner=self.html)
        self.preview.value = panel(shown, sheets=LOOKS)


def presentation(records: Records) -> Presentation:
    """What the group has come to, as slides in the order of the four steps.

    Parameters
    ----------
    records
        The people that figures are fetched of.

    Returns
    -------
    Presentation
        A page to read; where somebody sits also boxes to choose what is shown, and buttons that
        write ``bilder.html`` and ``underlag.docx``.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> import pandas as pd
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> presentation(Records.from_frame(pd.DataFrame({"Kön": list("KM") * 10})))
    0\xa0bilder
    """
    return Presentation(records, of_records(records).workbook)
