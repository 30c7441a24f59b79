"""``file_mapping``: which column of the group's file each question is read from."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

from ipywidgets import HTML, Button, VBox
from markupsafe import Markup

from ..codebook import Codebook, Variable
from ..collect.check import ABSENT, check_lines
from ..content import render
from ..errors import IsuError
from ..files import NOT_WRITTEN
from ..forms import Page, each, helped, looks, panel, renewal, warned
from ..records import Records, safe_header
from ..records.columns import FOUND, HELD_BACK, NOT_IN_CODEBOOK
from ..run import Run
from .draft import open_draft
from .joining import SHEETS, Workbench, wide
from .offers import records_of, run_settings

CAPTION = "Så hör kolumnerna i filen ihop med kodboken"
HEADS = ("Kolumn i filen", "Variabel i kodboken")
NO_FILE = (
    "Mappen har ingen datafil. Har ni ett uttag ur ert system? Lägg det i mappen och kör om "
    "rutan, så ser ni här hur kolumnerna hör ihop med kodboken."
)
NO_VARIABLE, NO_HEADER = "ingen (läses inte in)", "saknas i filen"
NOT_READ = "{title} (läses inte in: fri text, eller kan peka ut någon)"
LIKE = re.compile(r"kodbok[^/]*\.ya?ml(?:\.txt)?$|^kodbok\.txt$", re.IGNORECASE)
KEPT_WORD = ".tidigare"
MISNAMED = (
    "I mappen finns «{file}». Den läses inte, för programmet väntar att kodboken heter «{book}». "
    "Tryck på knappen om det är den som gäller."
)
SECOND = (
    "I mappen finns också «{file}». Programmet läser bara «{book}». Ta bort den andra, så att "
    "alla vet vilken som gäller."
)
USE, USED = "Använd {file} som kodbok", "«{file}» heter nu «{book}» och är er kodbok."
KEPT = "Den som fanns heter nu «{file}»."
REPORT = "Bara för er i gruppen: så lästes filen"


@dataclass(frozen=True)
class Pair:
    """A column of the file and what is read from it, in words; one of them may be wanting."""

    header: str
    variable: str


class FileMapping(Page):
    """The columns of the run's data file beside the questions of its codebook.

    On the screen it is a workbench, in a handout a table without counts and answers.

    Parameters
    ----------
    only_open
        Whether nothing is shown where nothing is to be settled, and never in a handout.
    """

    def __init__(self, chosen: Run, *, only_open: bool = False) -> None:
        self.chosen, self.only_open = chosen, only_open

    def __repr__(self) -> str:
        return "" if self.only_open else CAPTION

    @cached_property
    def records(self) -> Records | None:
        """What was read; None where there is no file.

        Raises
        ------
        IsuError
            In Swedish, when the file or the codebook can't be used.
        """
        return records_of(self.chosen)

    @property
    def html(self) -> Markup:
        """The table, or why there is none."""
        if self.only_open:
            return Markup()
        try:
            if self.records is None:
                return each([NO_FILE])
            rows = [(safe_header(p.header), p.variable) for p in pairs_of(self.records)]
        except IsuError as e:
            return warned(e)
        return render("pages/mapping", "pairs", caption=CAPTION, heads=HEADS, rows=rows)

    def widget(self) -> VBox | None:
        """The workbench; where there is no codebook to work at, the table.

        Under it stands the report of the reading, which is for the group alone.
        """
        try:
            self.chosen.look_again()
            self.bench = self._bench()
        except IsuError as e:
            return None if self.only_open else VBox([wide(panel(warned(e), sheets=SHEETS))])
        files = self._files()
        if self.only_open:
            is_shown = self.bench and self.bench.is_worth_showing
            parts = [*files, *([self.bench.widget] if is_shown else [])]
            return VBox(parts) if parts else None
        table = [self.bench.widget] if self.bench else [wide(panel(self.html, sheets=SHEETS))]
        return VBox([*files, *table, *self._report()])

    def _files(self) -> list:
        """What is told of files that look like the codebook; for one that is misnamed a button."""
        book = self.chosen.kodbok
        others = [] if self.chosen.is_practice else like_codebook(book)
        wrong = [f for f in others if f.suffix != ".yaml" or not book.is_file()]
        told = []
        for file in others:
            text = MISNAMED if file in wrong else SECOND
            told.append(wide(helped(each([text.format(file=file.name, book=book.name)]))))
            if file in wrong:
                told.append(self._button(file))
        if told:
            self.message = wide(Markup())
            told = [looks("forms.css"), *told, self.message, renewal(self.chosen)]
        return told

    def _button(self, file: Path) -> Button:
        button = Button(description=USE.format(file=file.name))
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._use(file))
        self.use = button
        return button

    def _use(self, file: Path) -> None:
        """Let a file be the codebook; the one that was there is kept beside it."""
        book = self.chosen.kodbok
        try:
            Codebook.read(file)
            kept = put_in_place(file, book)
            words = [USED.format(file=file.name, book=book.name), *kept]
            self.chosen.reopen()
        except IsuError as e:
            words = [str(e)]
        except OSError as e:
            words = [NOT_WRITTEN.format(file=book.name, reason=type(e).__name__)]
        self.message.value = helped(each(words), is_told=True)

    def _bench(self) -> Workbench | None:
        """A place to work in; None without a file and a codebook of the group's own."""
        run = self.chosen
        if run.datafil is None or run.is_practice or not run.kodbok.is_file():
            return None
        return Workbench(run, open_draft(run.kodbok))

    def _report(self) -> list[HTML]:
        try:
            lines = check_lines(self.records) if self.records is not None else []
        except IsuError:
            return []
        return [wide(render("pages/mapping", "report", head=REPORT, lines=lines))]


def file_mapping(*, only_open: bool = False) -> FileMapping:
    """How the columns of the run's data file belong with its codebook, and a form to mend it.

    Nothing is written until a button is pressed.

    Parameters
    ----------
    only_open
        Whether nothing is shown where nothing is to be settled.

    Returns
    -------
    FileMapping
        A row a column of the file or variable without one; a line where there is no file, or it
        can't be read.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> file_mapping()
    Så hör kolumnerna i filen ihop med kodboken
    """
    return FileMapping(run_settings(), only_open=only_open)


def like_codebook(book: Path) -> list[Path]:
    """Files beside a codebook that are called nearly as it is: another ending, a copy."""
    try:
        beside = sorted(book.parent.iterdir())
    except OSError:
        return []
    found = (f for f in beside if f != book and f.is_file() and not f.name.startswith("."))
    return [f for f in found if LIKE.search(f.name) and KEPT_WORD not in f.name]


def put_in_place(file: Path, book: Path) -> list[str]:
    """Rename a file to what the codebook is to be called, and tell of the one that was there."""
    told = []
    if book.is_file():
        names = (book.with_name(f"{book.stem}{KEPT_WORD}{n}{book.suffix}") for n in count(1))
        kept = next(name for name in names if not name.exists())
        book.rename(kept)
        told.append(KEPT.format(file=kept.name))
    file.rename(book)
    return told


def pairs_of(records: Records) -> list[Pair]:
    """Each column with its variable, then variables without a column, then columns without one."""
    told = {(r.column, r.text) for r in records.report}
    absent = {column for column, text in told if text.startswith(ABSENT)}
    written = records.codebook.without_parts()
    found = [_pair(v, told) for v in written if v.name not in absent]
    wanting = [Pair(NO_HEADER, v.title) for v in written if v.name in absent]
    idle = [Pair(r.column, NO_VARIABLE) for r in records.report if r.text == NOT_IN_CODEBOOK]
    return [*found, *wanting, *idle]


def _pair(variable: Variable, told: set[tuple[str, str]]) -> Pair:
    """A variable with the column that it was found in: its own, or that of its label."""
    header = variable.columns[0] if variable.columns else variable.name
    if (variable.name, FOUND.format(header=safe_header(variable.label))) in told:
        header = variable.label
    is_held = (safe_header(variable.name), HELD_BACK) in told
    return Pair(header, NOT_READ.format(title=variable.title) if is_held else variable.title)
