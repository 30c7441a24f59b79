"""The library on a screen: choose an area or search, read about a variable, and add it."""

from collections.abc import Callable

from ipywidgets import HTML, Button, Dropdown, Select, Text, VBox

from ..errors import IsuError
from ..library import Entry, areas, entry
from ..wording import counted, html, listing
from .book_table import answers, purpose
from .choosing import SECOND, found_entries, page_of
from .draft import Draft

AREA, SEARCH, LIST, ADD = "Område", "Sök ord", "Variabler", "Lägg till"
HINT = "till exempel tolk eller våld"
FOUND = "{count} att välja bland. Läs om den valda här under."
SEARCHED = "Sökningen gäller alla områden."
NOTHING = "Inget i biblioteket passar. Pröva ett annat ord, eller gör en egen variabel."
ADDED = "Tillagd: {names}."
PAIR = "Den följs av samma fråga vid det andra tillfället, så att ni ser förändringen."
SENSITIVE = "Uppgiften är känslig. Samla bara in den om ni ska använda den."
COMES_FROM = "Ur {name}."
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
        self.button = Button(description=ADD, icon="plus")
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
        self.count.value = _line(" ".join(words))
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
        self._tell(ADDED.format(names=listing(v.title for v in added)))


def told_of(made: Entry) -> str:
    """A ready variable as HTML: its question, its answers and what to think of."""
    notes = [
        made.help,
        *([PAIR] if made.pair else []),
        *([SENSITIVE] if made.is_sensitive else []),
        *([COMES_FROM.format(name=made.instrument)] if made.instrument else []),
    ]
    parts = (f"<p><strong>{html(made.question)}</strong></p>", f"<p>{html(answers(made))}.</p>")
    more = f"<p>{html(' '.join(notes))}</p><p>{html(purpose(made))}.</p>"
    return f'<div class="isu-hjalp isu-forhand">{"".join(parts)}{more}</div>'


def _field(part: object) -> object:
    part.add_class("isu-falt")
    return part


def _line(words: str) -> str:
    return f'<p class="isu-hjalp" role="status">{html(words)}</p>'
