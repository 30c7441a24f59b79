"""Files of a folder that are not what they were: told of, with a button where one helps."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

from ipywidgets import HTML, Button, VBox, Widget

from ..codebook import Codebook
from ..configuration import ManyFilesError, set_in_file
from ..errors import IsuError, ManySheetsError
from ..files import NOT_WRITTEN, reason, write_whole
from ..forms import each, helped, looks, renewal, renewed
from ..records import safe_header
from ..records.which_sheet import BETWEEN
from ..run import Run, active
from ..wording import listing
from ..workbook.codebooks import copy_of, is_lost

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
GONE = (
    "Kodboken som ni hade finns inte längre i mappen. Programmet har kvar den som den var senast "
    "({count}). Utan den gör programmet ett förslag ur datafilen, och det ni har sagt om "
    "kolumnerna är inte med."
)
BRING, BROUGHT = "Hämta tillbaka kodboken", "Kodboken är tillbaka i «{book}»."
NO_DATA = (
    "Mappen har ingen datafil. Har den flyttats eller fått ett annat namn? Lägg tillbaka den i "
    "mappen och läs in sidan igen. Kodboken och det ni har skrivit finns kvar."
)
WHICH, THIS_ONE = "Välj den fil som gäller.", "Använd {file}"
CHOSEN = "Sparat i isu.yaml: «{file}» är er datafil. Den andra filen ligger kvar."
WHICH_SHEET = "Välj bladet som gäller. Är bladen olika mättillfällen läser ni alla."
THIS_SHEET, ALL_SHEETS = "Använd bladet {name}", "Läs alla under varandra"
CHOSEN_SHEET = "Sparat i isu.yaml: bladet «{name}» läses. De andra bladen finns kvar i filen."
CHOSEN_ALL = "Sparat i isu.yaml: bladen {names} läses under varandra."
ROOM = {"width": "auto"}


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
    told = _set_aside(book)
    file.rename(book)
    return told


def _set_aside(book: Path) -> list[str]:
    """Another name for the codebook that is there, and what is told of it."""
    if not book.is_file():
        return []
    names = (book.with_name(f"{book.stem}{KEPT_WORD}{n}{book.suffix}") for n in count(1))
    kept = next(name for name in names if not name.exists())
    book.rename(kept)
    return [KEPT.format(file=kept.name)]


class LostFiles:
    """What is told of the files of a run's folder; ``parts`` are widgets, none where all is well.

    Parameters
    ----------
    tell
        Called with what was done, to be told when the page is drawn anew.
    is_told
        Whether a missing data file is told of here.
    """

    def __init__(self, run: Run, tell: Callable[[str], None], *, is_told: bool = False) -> None:
        self.run, self._tell, self.message = run, tell, HTML(layout=ROOM)
        self.buttons: list[Button] = []
        found = [] if run.is_practice else [*self._misnamed(), *self._gone()]
        if is_told and run.datafil is None and not run.is_practice:
            found.append(_line(NO_DATA))
        frame = [looks("forms.css"), *found, self.message, renewal(run)]
        self.parts: list[Widget] = frame if found else []

    def _misnamed(self) -> Iterator[Widget]:
        book = self.run.kodbok
        for file in like_codebook(book):
            is_wrong = file.suffix != ".yaml" or not book.is_file()
            text = MISNAMED if is_wrong else SECOND
            yield _line(text.format(file=file.name, book=book.name))
            if is_wrong:
                yield self._button(USE.format(file=file.name), partial(self._use, file))

    def _gone(self) -> Iterator[Widget]:
        book = self.run.kodbok
        if not is_lost(book):
            return
        with suppress(IsuError):
            questions = len(Codebook.read(copy_of(book)).variables)
            yield _line(GONE.format(count=f"{questions} frågor"))
            yield self._button(BRING, self._bring)

    def _button(self, words: str, do: Callable[[], list[str]]) -> Button:
        button = Button(description=words)
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._do(do))
        self.buttons.append(button)
        return button

    def _do(self, do: Callable[[], list[str]]) -> None:
        """Do what a button says, let what is shown follow, and tell."""
        try:
            words = do()
            self._tell(" ".join(words))
            self.run.reopen()
        except IsuError as e:
            words = [str(e)]
        except OSError as e:
            words = [NOT_WRITTEN.format(file=self.run.kodbok.name, reason=reason(e))]
        self.message.value = helped(each(words), is_told=True)

    def _use(self, file: Path) -> list[str]:
        """Let a file be the codebook; the one that was there is kept beside it."""
        book = self.run.kodbok
        Codebook.read(file)
        return [USED.format(file=file.name, book=book.name), *put_in_place(file, book)]

    def _bring(self) -> list[str]:
        """Put the last version where the codebook is to stand."""
        book = self.run.kodbok
        told = _set_aside(book)
        write_whole(book, copy_of(book).read_bytes())
        return [BROUGHT.format(book=book.name), *told]


def which_file(error: ManyFilesError | ManySheetsError) -> VBox:
    """Buttons that say which of several data files, or sheets of one, is to be read."""
    if isinstance(error, ManySheetsError):
        return which_sheet(error, active())
    return _choice(WHICH, error.folder, {
        THIS_ONE.format(file=name): (name, CHOSEN.format(file=name)) for name in error.files
    })  # fmt: skip


def which_sheet(error: ManySheetsError, run: Run) -> VBox:
    """Buttons that say which of several sheets is to be read, or that all are."""
    names = {n: safe_header(n) for n in error.sheets}
    file = run.datafil.name.partition("#")[0] if run.datafil else error.file
    buttons = {
        THIS_SHEET.format(name=shown): (f"{file}#{n}", CHOSEN_SHEET.format(name=shown))
        for n, shown in names.items()
    }
    every = BETWEEN.join(names)
    buttons[ALL_SHEETS] = (f"{file}#{every}", CHOSEN_ALL.format(names=listing(names.values())))
    return _choice(WHICH_SHEET, run.settings.arbetsmapp, buttons)


def _choice(asked: str, folder: Path, buttons: dict[str, tuple[str, str]]) -> VBox:
    """A question, and a button for each answer: what ``datafil`` is to be, and what is told."""
    message = HTML(layout=ROOM)

    def choose(value: str, told: str) -> None:
        try:
            set_in_file(folder, "datafil", value)
        except IsuError as e:
            message.value = helped(each([str(e)]), is_told=True)
            return
        message.value = helped(each([told]), is_told=True) + renewed()

    made = []
    for words, (value, told) in buttons.items():
        button = Button(description=words, layout=ROOM)
        button.add_class("isu-knapp")
        button.on_click(lambda _, value=value, told=told: choose(value, told))
        made.append(button)
    return VBox([looks("forms.css"), _line(asked), *made, message])


def _line(words: str) -> HTML:
    return HTML(helped(each([words])), layout=ROOM)
