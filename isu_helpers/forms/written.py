"""What has been written before, to read and not to change: answers and lists of the workbook."""

from collections.abc import Callable, Sequence
from functools import partial

from ipywidgets import HTML, Button, Dropdown, VBox, Widget
from markupsafe import Markup

from ..content import NOTEBOOK, load, notebooks, prompts, render
from ..errors import IsuError
from ..run import active
from ..wording import counted, listing
from ..workbook import ANSWERS, Conflict, Note, Workbook
from ..workbook.note import base_of
from ..workbook.store import told_version
from .notes import NoteList, fields_of, value_of, words_in
from .page import Page, each, helped, looks, said

NOTHING = "Här är inget skrivet än."


class Written(Page):
    """Lists and answers of the workbook, in the order that they are named.

    Parameters
    ----------
    ids
        Sections with a list, ids of prompts, or of notebooks for all that was answered there.
    """

    def __init__(self, ids: Sequence[str], book: Workbook) -> None:
        self.ids, self.book = tuple(ids), book

    def __repr__(self) -> str:
        return "Det ni har skrivit"

    @property
    def html(self) -> Markup:
        """The lists and the answers that there are; one line where there are none."""
        return Markup().join(map(self._part, self.ids)) or each([NOTHING])

    def _part(self, id: str) -> Markup:
        if id in load("lists"):
            return NoteList(id, self.book).html if self.book.notes(id) else Markup()
        if id in notebooks():
            return Markup().join(map(self._part, asked_in(id)))
        answer = said(self.book, ANSWERS, id)
        return render("forms/written", "answered", question=prompts()[id]["fraga"], answer=answer)


def asked_in(notebook: str) -> list[str]:
    """The prompts of a notebook, by its id, in order."""
    return [id for id, entry in prompts().items() if entry[NOTEBOOK] == notebook]


def written(*ids: str) -> Written:
    """What the group has written before, to read.

    Parameters
    ----------
    *ids
        Sections with a list (``"fragor"``, ``"plan"``, ``"iakttagelser"``, ``"slutsatser"``,
        ``"atgarder"``), ids of prompts, or of notebooks (``"steg2"``) for all their prompts.

    Returns
    -------
    Written
        The texts in that order; nothing to fill in.

    Raises
    ------
    ValueError
        When there is no such list, prompt or notebook.
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> str(written("slutsatser").html)
    '<p>Här är inget skrivet än.</p>'
    """
    for id in ids:
        if id not in {**load("lists"), **notebooks(), **prompts()}:
            raise ValueError(f"there is no list, prompt or notebook {id!r}")
    return Written(ids, active().workbook)


# ``look_over``: what in the workbook needs a person: two texts for one, doubts, earlier texts.

TWICE = "Skrivet på två sätt"
TWICE_LEAD = "Två har skrivit samtidigt. Välj den text som ska gälla. Den andra tas bort."
KEEP, EMPTY = "Den här ska gälla", "inget ifyllt"
DOUBTS = "Kan peka ut någon"
DOUBTS_LEAD = (
    "De här orden kan peka ut någon: de handlar kanske om några få personer, eller är ett namn, "
    "ett nummer eller en adress. Stycket kommer inte med på sidor som lämnas ut. Skriv om det, "
    "eller tryck på knappen om det är ofarligt."
)
HARMLESS = "Det är ofarligt"
EARLIER, EARLIER_LEAD = "Tidigare text", "Vill ni ha tillbaka hela arbetsboken som den var förut?"
VERSION, RESTORE = "Som den var", "Hämta tillbaka"
RESTORED = "Klart. Läs in sidan igen, så visas den text som gäller nu. {state}"
NO_EARLIER = "Det finns ingen tidigare text än."
WELL = "Allt är i ordning. Inget väntar på att ni väljer."
WAITING = "{count} väntar på att ni väljer."


class LookOver(Page):
    """What the group has to settle in its workbook, and the way back to earlier texts."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def __repr__(self) -> str:
        count = len(self.book.conflicts) + len(self.book.doubts())
        return WAITING.format(count=counted(count, "text", "texter")) if count else WELL

    @property
    def html(self) -> Markup:
        """How much waits, and not a word of it: the page may be handed out."""
        return each([repr(self)])

    def widget(self) -> VBox:
        """Buttons for each thing to settle, and a list of earlier versions."""
        self.told, self.parts = HTML(), VBox()
        self._show()
        return VBox([looks("forms.css"), self.told, self.parts])

    def _show(self, told: str = "") -> None:
        self._tell(told or repr(self))
        twice = [self._twice(c) for c in self.book.conflicts]
        doubts = [self._doubt(*d) for d in self.book.doubts()]
        parts = [_part(TWICE, TWICE_LEAD, twice), _part(DOUBTS, DOUBTS_LEAD, doubts)]
        self.parts.children = (*(p for p in parts if p), self._earlier())

    def _tell(self, told: str) -> None:
        self.told.value = render("forms/written", "told", words=told)

    def _twice(self, conflict: Conflict) -> Widget:
        section, id = conflict.section, conflict.id
        rows: list[Widget] = [_words("about", about=about(section, id))]
        for note in conflict.notes:
            told = self._differing(conflict, note)
            rows.append(_words("one_of_two", words=note.text, told=told))
            keep = partial(self.book.resolve, section, id, note)
            rows.append(_button(KEEP, keep, self._show))
        return _card(rows)

    def _differing(self, conflict: Conflict, note: Note) -> list[tuple[str, str]]:
        """What a note tells besides its words and the others tell otherwise."""
        fields = [] if conflict.section == ANSWERS else fields_of(conflict.section)
        return [
            (field["etikett"], words_in(field, value_of(note, field), note, self.book) or EMPTY)
            for field in fields
            if len({value_of(other, field) for other in conflict.notes}) > 1
        ]

    def _doubt(self, section: str, id: str, words: tuple[str, ...]) -> Widget:
        told = listing(f"«{w}»" for w in words)
        approve = _button(HARMLESS, lambda: self.book.approve(section, id), self._show)
        return _card([_words("about", about=about(section, id), told=told), approve])

    def _earlier(self) -> Widget:
        names = self.book.versions()
        if not names:
            return _words("part", heading=EARLIER, lead=NO_EARLIER)
        pairs = [(told_version(name), name) for name in names]
        self.version = Dropdown(description=VERSION, options=pairs)
        self.version.add_class("isu-falt")
        back = _button(RESTORE, self._restore, self._show)
        lead = _words("part", heading=EARLIER, lead=EARLIER_LEAD)
        return VBox([lead, self.version, back])

    def _restore(self) -> str:
        return RESTORED.format(state=self.book.restore(self.version.value))


def look_over() -> LookOver:
    """What in the workbook waits for the group to settle, and the way back to earlier texts.

    Returns
    -------
    LookOver
        Texts written in two ways and words that may point somebody out, with buttons; in a
        handout only how many wait.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> look_over()
    Allt är i ordning. Inget väntar på att ni väljer.
    """
    return LookOver(active().workbook)


def about(section: str, id: str) -> str:
    """What a text of the workbook is: its question, or which list it stands in."""
    if section == ANSWERS:
        asked = prompts().get(base_of(id))
        return str(asked["fraga"]) if asked else id
    return str(load("lists")[section]["namn"])


def _part(heading: str, lead: str, cards: list[Widget]) -> Widget | None:
    return VBox([_words("part", heading=heading, lead=lead), *cards]) if cards else None


def _card(rows: list[Widget]) -> VBox:
    card = VBox(rows)
    card.add_class("isu-val")
    return card


def _words(macro: str, **values: object) -> HTML:
    return HTML(helped(render("forms/written", macro, **values)))


def _button(label: str, act: Callable[[], str], after: Callable[[str], None]) -> Button:
    """A button that acts, and tells afterwards how that went."""
    button = Button(description=label)
    button.add_class("isu-knapp")

    def press(_: object) -> None:
        try:
            told = act()
        except IsuError as e:
            told = str(e)
        after(told)

    button.on_click(press)
    return button
