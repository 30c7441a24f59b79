"""``variable_builder``: a place to make the codebook where somebody sits, else a table of it."""

from collections.abc import Callable
from typing import TypeVar

from ipywidgets import (
    HTML,
    Accordion,
    Button,
    Checkbox,
    Dropdown,
    HBox,
    Select,
    Text,
    VBox,
    Widget,
)
from markupsafe import Markup

from ..codebook import SEX, UNITS, Variable, plain
from ..codebook.library import Entry, Ground, areas, entry, grounds, instrument, page_of
from ..content import render
from ..errors import IsuError
from ..forms import Page, each, looks, told, warned
from ..run import active
from ..wording import counted, listing
from ..workbook import Workbook
from .checks import SPLITS, answers, book_table, purpose, question_list
from .draft import (
    SECOND,
    Draft,
    answers_to,
    found_entries,
    open_draft,
    questions,
    tie,
    untie,
)
from .editing import EditForm
from .own import OwnForm

# The chosen variables on a screen: a card each, to move, take away and tie to a question.

EARLIER, LATER, EDIT, REMOVE = "Upp", "Ner", "Ändra", "Ta bort"
WHAT_IT_DOES = "{action}: {name}"
ANSWERS = "Svarar på fråga {number}"
TITLE = "I kodboken: {count}"
NOT_WRITTEN_YET = (
    "Kodboken är inte sparad än. Den sparas när ni lägger till den första variabeln här under."
)
SAVED = "Kodboken sparas i {file} vid varje ändring."
REMOVED = "«{name}» är borttagen."
CHOSEN_ROW = {"flex_flow": "wrap", "align_items": "center"}
NARROW, CHOSEN_WIDE = {"width": "auto"}, {"width": "auto", "max_width": "48rem"}


class ChosenList:
    """The variables of a draft in order; ``widget`` holds them, and follows each change.

    Parameters
    ----------
    tell
        Shows a line of Swedish to the one who sits there.
    edit
        Opens the form for a variable.
    """

    def __init__(
        self, draft: Draft, book: Workbook, tell: Callable[[str], None],
        edit: Callable[[str], None],
    ) -> None:  # fmt: skip
        self.draft, self.book, self._tell, self._edit = draft, book, tell, edit
        self.head, self.cards = HTML(layout=CHOSEN_WIDE), VBox()
        self.widget = VBox([self.head, self.cards])
        self._made: dict[tuple[object, ...], VBox] = {}
        draft.listen(self.show)
        self.show()

    def show(self) -> None:
        """The list as the file has it now; where that can't be read, why."""
        try:
            codebook = self.draft.codebook
        except IsuError as e:
            self.head.value, self.cards.children = each([e]), ()
            return
        file = self.draft.path
        state = SAVED.format(file=file.name) if file.is_file() else NOT_WRITTEN_YET
        count = counted(len(codebook.variables), "variabel", "variabler")
        self.head.value = render("pages/builder", "head", asked=question_list(self.book),
                                 title=TITLE.format(count=count), state=state)  # fmt: skip
        self.cards.children = [self._card(v) for v in codebook]

    def _card(self, variable: Variable) -> VBox:
        """The card of a variable, the same one as long as it says the same."""
        asked = tuple((n.id, answers_to(n, variable.name)) for n in questions(self.book))
        key = (variable, asked)
        if key not in self._made:
            self._made[key] = self._new_card(variable, asked)
        return self._made[key]

    def _new_card(self, variable: Variable, asked: tuple[tuple[str, bool], ...]) -> VBox:
        name = variable.name
        actions = {
            EARLIER: lambda: self.draft.move(name, -1),
            LATER: lambda: self.draft.move(name, 1),
            EDIT: lambda: self._edit(name),
            REMOVE: lambda: self._remove(variable),
        }
        buttons = [self._button(word, do, variable) for word, do in actions.items()]
        buttons[-1].disabled = variable.role == SEX
        marks = [] if variable.role in SPLITS else self._marks(variable, asked)
        about = HTML(_about(variable), layout=CHOSEN_WIDE)
        card = VBox([about, HBox([*marks, *buttons], layout=CHOSEN_ROW)])
        card.add_class("isu-kort")
        card.add_class("isu-variabel")
        return card

    def _marks(self, variable: Variable, asked: tuple[tuple[str, bool], ...]) -> list[Checkbox]:
        """A box to tick for each question."""
        marks = []
        for number, (id, is_answer) in enumerate(asked, 1):
            words = ANSWERS.format(number=number)
            mark = Checkbox(value=is_answer, description=words, indent=False, layout=NARROW)
            mark.observe(lambda change, id=id: self._tie(id, variable, change["new"]), "value")
            marks.append(mark)
        return marks

    def _button(self, word: str, do: Callable[[], None], variable: Variable) -> Button:
        told = WHAT_IT_DOES.format(action=word, name=variable.title)
        button = Button(description=word, tooltip=told)
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._try(do))
        return button

    def _tie(self, id: str, variable: Variable, is_answer: bool) -> None:
        self._tell(tie(self.book, id, variable.name, is_answer=is_answer))
        self.draft.tell()

    def _remove(self, variable: Variable) -> None:
        self.draft.remove(variable.name)
        untie(self.book, variable.name)
        self.draft.tell()
        self._tell(REMOVED.format(name=variable.title))

    def _try(self, do: Callable[[], None]) -> None:
        try:
            do()
        except IsuError as e:
            self._tell(str(e))


def _about(variable: Variable) -> Markup:
    rest = f"{answers(variable)}. {purpose(variable)}."
    asked = plain(variable.question)
    return render("pages/builder", "chosen", title=variable.title, asked=asked, rest=rest)


# The grounds of discrimination on a screen: how each can be followed, and what may be added.

GROUND_ADD, GROUND_ADDED = "Lägg till: {name}", "Tillagd: {names}."
NOT_A_COLUMN = "Ska inte registreras om någon. Kan tas upp i enkät eller samtal."
NO_GROUND = "Ingen diskrimineringsgrund, men lika känslig."
IDENTITY = "konsidentitet"
IDENTITY_ABOUT = (
    "Könsidentitet i en frivillig enkät",
    "Juridiskt kön har två värden. Könsidentitet har fler, och den som svarar väljer själv. Fråga "
    "bara om det är frivilligt, och aldrig ur akten. Är de som svarar annat för få visas de inte "
    "som egen grupp.",
)
GROUND_ROW, GROUND_WIDE = {"flex_flow": "wrap"}, {"width": "auto", "max_width": "46rem"}


class GroundsForm:
    """Each ground with its question and the variables that follow it; ``widget`` holds them."""

    def __init__(self, draft: Draft, tell: Callable[[str], None]) -> None:
        self.draft, self._tell = draft, tell
        parts = [self._part(_about_ground(g), () if g.only else g.variables) for g in grounds()]
        self.widget = VBox([self._part(IDENTITY_ABOUT, (IDENTITY,)), *parts])

    def _part(self, about: tuple[str, ...], ids: tuple[str, ...]) -> VBox:
        buttons = [self._button(id) for id in ids]
        words = HTML(render("pages/builder", "ground", about=about), layout=GROUND_WIDE)
        return VBox([words, HBox(buttons, layout=GROUND_ROW)] if buttons else [words])

    def _button(self, id: str) -> Button:
        button = Button(description=GROUND_ADD.format(name=entry(id).name))
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._add(id))
        return button

    def _add(self, id: str) -> None:
        try:
            added = self.draft.add_entry(id)
        except IsuError as e:
            self._tell(str(e))
            return
        self._tell(GROUND_ADDED.format(names=listing(v.title for v in added)))


def _about_ground(ground: Ground) -> tuple[str, str, str]:
    """Its name, its question, and how it can be followed."""
    notes = [NOT_A_COLUMN] if ground.only else []
    notes += [] if ground.is_legal_ground else [NO_GROUND]
    return ground.name, ground.question, " ".join([*notes, ground.how])


# The library on a screen: choose an area or search, read about a variable, and add it.

AREA, SEARCH, LIST, LIBRARY_ADD = "Område", "Sök ord", "Variabler", "Lägg till"
HINT = "till exempel tolk eller våld"
FOUND = "{count} att välja bland. Läs om den valda här under."
SEARCHED = "Sökningen gäller alla områden."
NOTHING = "Inget i biblioteket passar. Pröva ett annat ord, eller gör en egen variabel."
LIBRARY_ADDED = "Tillagd: {names}."
PAIR = "Den följs av samma fråga vid det andra tillfället, så att ni ser förändringen."
SENSITIVE = "Uppgiften är känslig. Samla bara in den om ni ska använda den."
COMES_FROM = "Ur {of.name} ({of.full_name}). {of.about} {of.terms}"
FIELD = {"width": "100%", "max_width": "28rem"}
ROOM = {"width": "100%", "max_width": "46rem"}
ROWS = 8


class LibraryForm:
    """The widgets to choose a ready variable by; ``widget`` holds them."""

    def __init__(self, draft: Draft, tell: Callable[[str], None]) -> None:
        self.draft, self._tell = draft, tell
        pages = [(name, id) for id, name in areas()]
        here = page_of(draft.omrade)
        self.area = _field(Dropdown(description=AREA, options=pages, value=here, layout=FIELD))
        self.words = _field(Text(description=SEARCH, placeholder=HINT, layout=FIELD))
        self.list = _field(Select(description=LIST, rows=ROWS, layout=ROOM))
        self.list.add_class("isu-lista")
        self.count, self.about = HTML(layout=ROOM), HTML(layout=ROOM)
        self.button = Button(description=LIBRARY_ADD, icon="plus")
        self.button.add_class("isu-knapp")
        for part in (self.area, self.words):
            part.observe(self._search, names="value")
        self.list.observe(self._read, names="value")
        self.button.on_click(lambda _: self._add())
        parts = [self.area, self.words, self.count, self.list, self.about, self.button]
        self.widget = VBox(parts)
        self._search()

    def _search(self, change: object = None) -> None:
        found = [e for e in found_entries(self.area.value, self.words.value) if self._is_new(e)]
        self.list.options = [(f"{e.label} – {e.question}", e.id) for e in found]
        told = FOUND.format(count=counted(len(found), "variabel", "variabler"))
        words = [told if found else NOTHING, *([SEARCHED] if self.words.value.strip() else [])]
        self.count.value = render("pages/builder", "line", words=" ".join(words))
        self.list.value = found[0].id if found else None
        self._read()

    def _is_new(self, made: Entry) -> bool:
        """Whether it is not sex or the running number, of which the codebook has its one."""
        try:
            taken = {v.role for v in self.draft.codebook}
        except IsuError:
            taken = set()
        return made.role not in SECOND or made.role not in taken

    def _read(self, change: object = None) -> None:
        self.button.disabled = self.list.value is None
        self.about.value = told_of(entry(self.list.value)) if self.list.value else ""

    def _add(self) -> None:
        try:
            added = self.draft.add_entry(self.list.value)
        except IsuError as e:
            self._tell(str(e))
            return
        self._tell(LIBRARY_ADDED.format(names=listing(v.title for v in added)))


def told_of(made: Entry) -> Markup:
    """A ready variable as HTML: its question, its answers and what to think of."""
    notes = [
        made.help,
        *([PAIR] if made.pair else []),
        *([SENSITIVE] if made.is_sensitive else []),
        *([COMES_FROM.format(of=instrument(made.instrument))] if made.instrument else []),
    ]
    told = [f"{answers(made)}.", " ".join(notes), f"{purpose(made)}."]
    return render("pages/builder", "entry", question=made.question, told=told)


Part = TypeVar("Part", bound=Widget)


def _field(part: Part) -> Part:
    part.add_class("isu-falt")
    return part


# ``variable_builder``: a place to make the codebook where somebody sits, else a table of it.

PANELS = (
    "Välj ur biblioteket", "Diskrimineringsgrunder och könsidentitet", "Gör en egen",
    "Ändra en som är vald",
)  # fmt: skip
UNIT = "En rad i formuläret är"
UNIT_WORDS = {"person": "en person", "ärende": "ett ärende"}
NO_BOOK = "Ingen kodbok är gjord än. Skriv variablerna här, eller gör kodboken på skärmen."
LINES = 6


class VariableBuilder(Page):
    """The codebook of an arbetsmapp, and the library it is made from."""

    def __init__(self, draft: Draft, book: Workbook) -> None:
        self.draft, self.book = draft, book

    def __repr__(self) -> str:
        try:
            n = len(self.draft.codebook.variables)
        except IsuError as e:
            return str(e)
        return f"Kodbok med {counted(n, 'variabel', 'variabler')}"

    @property
    def html(self) -> Markup:
        """The codebook as a table, or lines to write variables on."""
        if not self.draft.path.is_file():
            asked = question_list(self.book)
            return render("pages/builder", "no_book", asked=asked, told=NO_BOOK, lines=LINES)
        try:
            return book_table(self.draft.codebook, self.book)
        except IsuError as e:
            return warned(e)

    def widget(self) -> VBox:
        """What is chosen, and under it three ways to choose more."""
        self.message = HTML(layout={"width": "auto"})
        self.chosen = ChosenList(self.draft, self.book, self._tell, self._edit)
        self.library = LibraryForm(self.draft, self._tell)
        self.grounds = GroundsForm(self.draft, self._tell)
        self.own = OwnForm(self.draft, self._tell)
        self.edit = EditForm(self.draft)
        forms = (self.library, self.grounds, self.own, self.edit)
        self.panels = Accordion([form.widget for form in forms], titles=PANELS, selected_index=0)
        parts = [looks("forms.css"), self.chosen.widget, self._unit(), self.message, self.panels]
        return VBox(parts)

    def _unit(self) -> Dropdown:
        """What a row is."""
        try:
            unit = self.draft.codebook.unit
        except IsuError:
            unit = UNITS[0]
        options = [(UNIT_WORDS[u], u) for u in UNITS]
        self.unit = Dropdown(description=UNIT, options=options, value=unit)
        self.unit.add_class("isu-falt")
        self.unit.observe(self._count, names="value")
        return self.unit

    def _edit(self, name: str) -> None:
        """Open the form for a variable of the list."""
        self.panels.selected_index = len(PANELS) - 1
        self.edit.choose(name)

    def _count(self, change: object = None) -> None:
        try:
            self.draft.count(self.unit.value)
        except IsuError as e:
            self._tell(str(e))

    def _tell(self, words: str) -> None:
        self.message.value = told(words)


def variable_builder() -> VariableBuilder:
    """A place to choose variables in, which writes kodbok.yaml at each change.

    Returns
    -------
    VariableBuilder
        Where somebody sits, forms to choose and to make variables; in a handout the codebook as a
        table. ``.draft`` is what they change.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> run = settings(mkdtemp())
    >>> variable_builder()
    Kodbok med 2\xa0variabler
    """
    run = active()
    return VariableBuilder(open_draft(run), run.workbook)
