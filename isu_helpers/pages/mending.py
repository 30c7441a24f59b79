"""Buttons beside what is shown: what a text asks people to change in the codebook is done by them.

They stand where a person sits, right under the text; no file and no handout has them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ipywidgets import HTML, Button, Dropdown, HBox, VBox, Widget

from ..analysis.change import is_goal
from ..codebook import HIGHER, LOWER, SCALE, Variable
from ..codebook.library import Entry, entry
from ..configuration import is_somebody_there
from ..errors import IsuError
from ..forms import Page, each, helped, looks, panel, renewal
from ..run import Run, of_records
from ..show import bundle as still
from ..show import section_of
from ..show.bundle import bundled
from ..show.html import html_of
from ..show.model import (
    ADD,
    ANY,
    BETTER,
    CHANGE,
    CRITERION,
    DROP,
    GOAL,
    MERGE,
    OPINION,
    OUTCOME,
    PAIR,
    ROLE,
    UNIT,
    Mend,
    Part,
    Section,
    walk,
)
from . import likely
from .draft import Draft, has, open_draft
from .editing import EditForm
from .made import offered, told_of

# What is asked, and what is told after.

IS_IT, WHICH = "Är det den här frågan som visar {what}?", "Vilken fråga visar {what}?"
ANOTHER, CHOOSE = "En annan fråga", "välj …"
YES_IT_IS, IT_IS = "Ja, «{name}»", "Spara valet"
MARKED = "Sparat i kodboken: «{name}» visar {what}."
LAY, LAID = "Lägg till «{name}»", "Tillagd i kodboken: «{name}»."
TAKE, TAKEN = "Ta in «{name}»", "Tillagd i kodboken: «{name}». Filen behöver en kolumn med svaren."
DO_MERGE = "Slå ihop «{one}» och «{two}»"
MERGED = "Sparat i kodboken: «{one}» och «{two}» är ett svar nu."
WHICH_WAY = "Vilket håll är bättre för «{name}»?"
WAYS = {HIGHER: "Högre svar är bättre", LOWER: "Lägre svar är bättre"}
WAY_TOLD = "Sparat i kodboken: «{name}». {way}."
DROP_IT, DROPPED = "«{name}» behövs inte", "Sparat i kodboken: «{name}» behövs inte i filen."
UNITS = {"ärende": ("En rad är ett ärende", "Sparat i kodboken: en rad är ett ärende.")}
EDIT, EDIT_ONE = "Ändra i kodboken", "Ändra «{name}» i kodboken"
MOST = 3  # questions that are named as buttons
SHOWN_BY_ROLE = {
    "bakgrund": "en bakgrund, som ålder", "behov": "behov eller problem",
    "bedömning": "er bedömning", "samtycke": "samtycke och önskemål",
    "delaktighet": "delaktighet", "insats": "vilken insats personen fick",
    "resultat": "resultatet", "tid": "tiden",
}  # fmt: skip
SHOWN_BY_OUTCOME = {"insats": "om personen fick en insats", "delaktighet": "om personen deltog"}
SHOWN_BY_CRITERION = {
    "behov": "behovet", "annat_satt": "om behovet möts på annat sätt",
    "samtycke": "samtycke och önskemål", "vilja_delta": "viljan att delta",
    "installning": "om någon var emot att personen deltog", "hinder": "hinder för att delta",
}  # fmt: skip
TRACK = {"vilja_delta": "delaktighet", "installning": "delaktighet", "hinder": "delaktighet"}
OPINIONS, GOALS, NAMED_GOAL = "en åsikt", "hur långt målen nåddes", "Mål: {name}"
FIELD = {"width": "100%", "max_width": "26rem"}


def bundle(shown: Any) -> dict[str, object]:
    """What a notebook displays: as in a handout, with buttons where a person sits."""
    if isinstance(shown, Page) or not is_somebody_there():
        return still(shown)
    section, run = section_of(shown), of_records(shown.records)
    made = bundled(shown, html_of([section]))
    widget = beside(section, run, repr(shown))
    return made | widget._repr_mimebundle_() | {k: made[k] for k in TEXTS} if widget else made


TEXTS = ("text/plain", "text/html")
Given = Mapping[str, Any]  # what a variable is to be told to be


def beside(section: Section, run: Run, place: str) -> VBox | None:
    """A section with buttons under its texts; None where there are none to show.

    Parameters
    ----------
    place
        What the section shows, so that what was told of a click stands there when it is drawn
        anew.
    """
    if run.is_practice or not run.kodbok.is_file():
        return None
    draft = open_draft(run)
    told = draft.news.pop(place, "")
    if not told and not any(part.kind == Mend.kind for part in walk([section])):
        return None
    try:
        return Buttons(run, draft, place).widget(section, told)
    except IsuError:
        return None


class Buttons:
    """What stands beside the parts of a section."""

    def __init__(self, run: Run, draft: Draft, place: str) -> None:
        self.run, self.draft, self.place = run, draft, place
        self.codebook = draft.codebook
        self.buttons: list[Button] = []
        self.lines: list[HTML] = []

    def widget(self, section: Section, told: str) -> VBox:
        """The section in pieces, the buttons of each under it."""
        parts: list[Widget] = [looks("release.css", "forms.css")]
        if told:
            parts.append(self._line(told))
        for seen, mends in pieces([section]):
            parts.append(HTML(panel(html_of(seen)), layout={"width": "auto"}))
            parts += self._rows(mends)
        return VBox([*parts, renewal(self.run)])

    def _rows(self, mends: Iterable[Mend]) -> Iterator[Widget]:
        """The buttons of some texts, and one form for all that is changed in it."""
        every = list(dict.fromkeys(mends))
        edited = [m for m in every if m.what in (CHANGE, PAIR)]
        for mend in every:
            yield from self._asked(mend)
        ready = [entry(m.value) for m in every if m.what == ADD]
        if ready := [e for e in ready if not has(self.codebook, e.name)]:
            yield _row(map(self._take, ready))
        if edited:
            yield from self._editing(dict.fromkeys(m.name for m in edited))
        if every:
            self.lines.append(self._line(""))
            yield self.lines[-1]

    def _asked(self, mend: Mend) -> list[Widget]:
        """What is asked of one text."""
        what, value, book = mend.what, mend.value, self.codebook
        if what == ROLE:
            given, found = {"role": value}, likely.for_role(book, value)
            return self._pick(SHOWN_BY_ROLE[value], found, likely.words_for(value), given)
        if what == ANY:
            return self._made("insats")
        if what == OUTCOME:
            given, found = {"role": value, "criterion": ""}, likely.for_outcome(book, value)
            shown = SHOWN_BY_OUTCOME[value]
            return [*self._made(value), *self._pick(shown, found, likely.words_for(value), given)]
        if what == CRITERION:
            found = likely.for_criterion(book, value, TRACK.get(value, "insats"))
            words = likely.words_for(criterion=value)
            return self._pick(SHOWN_BY_CRITERION[value], found, words, {"criterion": value})
        if what == OPINION:
            scale = {"kind": SCALE, "is_open": True}
            return self._pick(OPINIONS, likely.for_opinion(book), (), scale)
        if what == GOAL:
            found, words = likely.for_goal(book), likely.words_for("resultat")
            return self._pick(GOALS, found, words, {"role": "resultat", "label": NAMED_GOAL})
        return self._direct(mend)

    def _direct(self, mend: Mend) -> list[Widget]:
        """A change that needs no question: two answers are one, or a direction is better."""
        known = {v.name: v for v in self.codebook}
        variable = known.get(mend.name)
        if mend.what == MERGE and variable:
            one, two = mend.merged
            words = {"one": one, "two": two}
            return [self._button(DO_MERGE.format(**words), MERGED.format(**words),
                                 lambda: self.draft.merge(mend.name, one, two))]  # fmt: skip
        if mend.what == DROP and variable:
            text, told = (t.format(name=variable.title) for t in (DROP_IT, DROPPED))
            return [self._button(text, told, lambda: self._give(variable, {"is_needed": False}))]
        if mend.what == UNIT:
            return [self._button(*UNITS[mend.value], lambda: self.draft.count(mend.value))]
        if mend.what == BETTER and variable:
            asked = self._text(WHICH_WAY.format(name=variable.title))
            return [asked, _row(self._way(variable, better) for better in WAYS)]
        return []

    def _way(self, variable: Variable, better: str) -> Button:
        told = WAY_TOLD.format(name=variable.title, way=WAYS[better])
        names = [n for n in (variable.name, variable.pair) if n]

        def change() -> None:
            for name in names:
                self.draft.edit(name, better=better)

        return self._button(WAYS[better], told, change)

    def _made(self, role: str) -> list[Widget]:
        """What can be made of the kinds of a question."""
        made = list(offered(self.codebook)) if role == "insats" else []
        if not made:
            return []
        about = HTML(helped(each(told_of(self.codebook, made))), layout={"width": "auto"})
        return [about, _row(map(self._add, made))]

    def _add(self, variable: Variable) -> Button:
        words, told = (text.format(name=variable.title) for text in (LAY, LAID))
        return self._button(words, told, lambda: self.draft.add(variable))

    def _take(self, ready: Entry) -> Button:
        words, told = (text.format(name=ready.label) for text in (TAKE, TAKEN))
        return self._button(words, told, lambda: self.draft.add_entry(ready.id))

    def _pick(
        self, what: str, found: tuple[Variable, ...], words: tuple[str, ...], given: Given
    ) -> list[Widget]:
        """A question with the likely answers as buttons, and the others in a list."""
        if not found:
            return []
        named = likely.are_named(found, words)[:MOST]
        first = [self._mark(v, YES_IT_IS.format(name=v.title), what, given) for v in named]
        asked = [self._text(IS_IT.format(what=what)), _row(first)] if named else []
        rest = [v for v in found if v not in named]
        label = ANOTHER if named else WHICH.format(what=what)
        return [*asked, *(self._list(rest, what, given, label) if rest else [])]

    def _list(self, rest: list[Variable], what: str, given: Given, label: str) -> list[Widget]:
        options = [(CHOOSE, ""), *((v.title, v.name) for v in rest)]
        listed = Dropdown(description=label, options=options, layout=FIELD)
        listed.add_class("isu-falt")
        save = Button(description=IT_IS, disabled=True)
        save.add_class("isu-knapp")
        listed.observe(lambda c: setattr(save, "disabled", not c["new"]), names="value")
        save.on_click(lambda _: self._save(listed.value, what, given))
        self.buttons.append(save)
        return [_row([listed, save])]

    def _mark(self, variable: Variable, words: str, what: str, given: Given) -> Button:
        told = MARKED.format(name=variable.title, what=what)
        return self._button(words, told, lambda: self._give(variable, given))

    def _save(self, name: str, what: str, given: Given) -> None:
        variable = self.codebook.called(name)
        told = MARKED.format(name=variable.title, what=what)
        self._do(lambda: self._give(variable, given), told)

    def _give(self, variable: Variable, given: Given) -> None:
        """Change what a question is for; one about goals is called so."""
        words = {k: v.format(name=variable.title) for k, v in given.items() if k == "label"}
        kept = {"label": variable.label} if words and is_goal(variable) else words
        self.draft.edit(variable.name, **{**given, **kept})

    def _editing(self, names: Iterable[str]) -> Iterator[Widget]:
        """A button that opens the form for a variable, and the form, out of sight till then."""
        form = EditForm(self.draft, self._edited)
        form.widget.layout.display = "none"
        known = {v.name: v for v in self.codebook}
        chosen = [n for n in names if n in known] or [""]

        def opened(name: str) -> Callable[[object], None]:
            def show(_: object) -> None:
                form.widget.layout.display = ""
                form.choose(name)

            return show

        row = []
        for name in chosen:
            words = EDIT_ONE.format(name=known[name].title) if name else EDIT
            button = Button(description=words)
            button.add_class("isu-knapp")
            button.on_click(opened(name))
            row.append(button)
        self.buttons += row
        self.form = form
        yield _row(row)
        yield form.widget

    def _button(self, words: str, told: str, change: Callable[[], object]) -> Button:
        button = Button(description=words)
        button.add_class("isu-knapp")
        button.on_click(lambda _: self._do(change, told))
        self.buttons.append(button)
        return button

    def _do(self, change: Callable[[], object], told: str) -> None:
        """Change the codebook, tell so, and let what is shown follow."""
        try:
            change()
        except IsuError as e:
            self._tell(str(e))
            return
        self._edited(told)

    def _edited(self, told: str) -> None:
        self.draft.news[self.place] = told
        self._tell(told)
        try:
            self.run.reopen()
        except IsuError as e:
            self._tell(f"{told} {e}")

    def _tell(self, words: str) -> None:
        for line in self.lines:
            line.value = helped(each([words]), is_told=True)

    def _line(self, words: str) -> HTML:
        return HTML(helped(each([words]), is_told=True) if words else "", layout={"width": "auto"})

    def _text(self, words: str) -> HTML:
        return HTML(helped(each([words])), layout={"width": "auto"})


def _row(parts: Iterable[Widget]) -> HBox:
    row = HBox(list(parts), layout={"flex_flow": "wrap"})
    row.add_class("isu-rad-med-knapp")
    return row


def pieces(parts: Iterable[Part]) -> Iterator[tuple[list[Part], list[Mend]]]:
    """Parts in the order in which they are read, cut after each that something can be done about.

    Examples
    --------
    >>> from isu_helpers.show.model import Paragraph
    >>> mend, rest = Mend(CHANGE), Paragraph("Sedan.")
    >>> [(len(seen), len(mends)) for seen, mends in pieces([Paragraph("Först."), mend, rest])]
    [(1, 1), (1, 0)]
    """
    seen: list[Part] = []
    mends: list[Mend] = []
    for part in _flat(parts):
        found = [p for p in walk([part]) if isinstance(p, Mend)]
        is_mend = isinstance(part, Mend)
        if mends and not is_mend:
            yield seen, mends
            seen, mends = [], []
        seen += [] if is_mend else [part]
        mends += found
    if seen or mends:
        yield seen, mends


def _flat(parts: Iterable[Part]) -> Iterator[Part]:
    """Parts, where sections that hold something to do are opened."""
    for part in parts:
        if isinstance(part, Section) and any(isinstance(p, Mend) for p in walk(part.parts)):
            if part.heading or part.question:
                yield replace(part, parts=())
            yield from _flat(part.parts)
        else:
            yield part
