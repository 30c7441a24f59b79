"""A workbench on the screen: a file and a codebook joined, column by column, answer by answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ipywidgets import HTML, Accordion, Button, Dropdown, HBox, VBox, Widget
from markupsafe import Markup

from ..codebook import SEX, Variable, plain
from ..content import render
from ..errors import IsuError
from ..forms import each, helped, looks, panel, renewal
from ..records import propose_codebook, safe_header
from ..records.read import raw_table
from ..run import Run
from ..wording import counted, listing, number
from ..workbook.codebooks import is_proposal
from .draft import Draft
from .editing import TITLE as EDIT_TITLE
from .editing import EditForm
from .match import Fit, is_no_answer, meant

# A question with the columns to choose among, and the answers of the chosen one.

SHEETS = ("release.css", "forms.css")
COLUMN, CHOOSE, NO_COLUMN = "Kolumn i filen", "välj …", "Finns inte i filen"
PROPOSED = "Förslag: {reason}."
NO_PROPOSAL = "Ingen kolumn liknar frågan. Välj en, eller säg att den inte finns i filen."
NOT_LISTED = "Svaren i kolumnen visas inte här. De är för många, eller kan peka ut någon."
MISSING_ANSWER = "räknas som Uppgift saknas"
ALL_KNOWN = "Alla svar i kolumnen finns i kodboken."
IN_FILE = "i {count} av {rows} rader"
FEW = "färre än {k} rader"
NOT_THERE, NOT_CHOSEN, UNDECIDED = "finns inte", "", "?"
ROOM, FIELD = {"width": "100%", "max_width": "46rem"}, {"width": "100%", "max_width": "26rem"}


def wide(words: Markup) -> HTML:
    """HTML as wide as the notebook."""
    return HTML(words, layout={"width": "auto"})


class AnswerRow:
    """An answer of the file beside the options of the codebook."""

    def __init__(self, answer: str, count: str, variable: Variable) -> None:
        self.answer = answer
        guess = meant(answer, variable.options)
        self.is_asked = is_asked = not guess and not is_no_answer(answer)
        options = [(o.name, o.name) for o in variable.options]
        first = [(CHOOSE, UNDECIDED)] if is_asked else []
        self.choice = Dropdown(
            options=[*first, *options, (MISSING_ANSWER, "")],
            value=UNDECIDED if is_asked else guess, layout={"width": "16rem"},
        )  # fmt: skip
        self.choice.add_class("isu-falt")
        told = HTML(render("pages/mapping", "answer", word=answer, count=count))
        told.add_class("isu-filsvar-ruta")
        self.widget = HBox([told, self.choice])
        self.widget.add_class("isu-svarsrad")

    @property
    def option(self) -> str | None:
        """The option chosen, "" for none of them; None where nothing is chosen."""
        return None if self.choice.value == UNDECIDED else self.choice.value


class Question:
    """A card: the question, the column that answers it, and the answers that need a word."""

    def __init__(self, fit: Fit, variable: Variable, k: int, changed: Callable[[], None]) -> None:
        self.fit, self.variable, self.k, self._changed = fit, variable, k, changed
        self.column = Dropdown(
            description=COLUMN, options=self._options(), value=self._first, layout=FIELD
        )
        self.column.add_class("isu-falt")
        self.why, self.answers, self.rows = HTML(layout=ROOM), VBox(), list[Any]()
        self.column.observe(self._choose, names="value")
        head = render("pages/mapping", "question", title=variable.title,
                      asked=plain(variable.question))  # fmt: skip
        self.widget = VBox([HTML(head, layout=ROOM), self.column, self.why, self.answers])
        for name in ("isu-kort", "isu-koppling"):
            self.widget.add_class(name)
        self._show()

    @property
    def header(self) -> str:
        """The header chosen; empty where the file is said to have none, or nothing is chosen."""
        return "" if self.column.value in (NOT_THERE, NOT_CHOSEN) else self.column.value[1]

    @property
    def is_settled(self) -> bool:
        """Whether something is chosen, if only that the file has no such column."""
        return bool(self.column.value != NOT_CHOSEN)

    @property
    def is_changed(self) -> bool:
        """Whether the codebook would say something else than it does."""
        is_refused = self.column.value == NOT_THERE and self.variable.is_needed
        is_moved = self.header and self.header != (*self._found, "")[0]
        is_told = any(row.option or row.is_asked and row.option is not None for row in self.rows)
        return is_refused or bool(is_moved or is_told)

    @property
    def words(self) -> dict[str, str]:
        """The option that each answer means, empty for one that is no answer."""
        return {row.answer: row.option for row in self.rows if row.option is not None}

    @property
    def undecided(self) -> list[str]:
        """The answers that nothing is chosen for."""
        return [row.answer for row in self.rows if row.option is None]

    @property
    def needs_look(self) -> bool:
        """Whether there is something to settle."""
        is_lacking = not self._found and self.variable.is_needed
        return is_lacking or any(not is_no_answer(row.answer) for row in self.rows)

    @property
    def _found(self) -> tuple[str, ...]:
        return self.fit.found.get(self.variable.name, ())

    @property
    def _first(self) -> object:
        is_asked = self.variable.is_needed
        match = self.fit.proposed.get(self.variable.name) if is_asked else None
        headers = self._found or ((match.header,) if match else ())
        if headers:
            return ("", headers[0])
        return NOT_CHOSEN if is_asked else NOT_THERE

    def _options(self) -> list[tuple[str, object]]:
        """Columns that nothing is read from first, then the others."""
        own, idle = list(self._found), list(self.fit.idle)
        rest = [h for h in self.fit.columns if h not in (*own, *idle)]
        columns = [(safe_header(h), ("", h)) for h in (*own, *idle, *rest)]
        return [(CHOOSE, NOT_CHOSEN), *columns, (NO_COLUMN, NOT_THERE)]

    def _choose(self, change: object = None) -> None:
        self._show()
        self._changed()

    def _show(self) -> None:
        """Why this column, and a row for each answer that the codebook does not know."""
        unread = {} if len(self._found) > 1 else self.fit.unread(self.variable, self.header)
        self.rows = [AnswerRow(a, self._count(n), self.variable) for a, n in unread.items()]
        for row in self.rows:
            row.choice.observe(self._answer, names="value")
        self.answers.children = [row.widget for row in self.rows]
        self.why.value = render("pages/mapping", "why", words=self._why())

    def _why(self) -> str:
        match, header = self.fit.proposed.get(self.variable.name), self.header
        told = []
        if match and header == match.header:
            told.append(PROPOSED.format(reason=match.reason))
        elif not self.is_settled:
            told.append(NO_PROPOSAL)
        column = self.fit.columns.get(header)
        if column and self.variable.options and not self.rows:
            told.append(ALL_KNOWN if column.is_listed else NOT_LISTED)
        return " ".join(told)

    def _count(self, count: int) -> str:
        """How many, by the explorer's rule: small counts are not told."""
        if count < self.k:
            return FEW.format(k=number(self.k))
        return IN_FILE.format(count=number(count), rows=number(self.fit.rows))

    def _answer(self, change: object = None) -> None:
        """Of two answers and two options one choice tells the other."""
        names = [o.name for o in self.variable.options]
        chosen, left = (
            [r for r in self.rows if r.option],
            [r for r in self.rows if r.option is None],
        )
        free = [n for n in names if n not in {r.option for r in chosen}]
        if (
            self.variable.role == SEX
            and len(names) == 2
            and len(chosen) == len(left) == len(free) == 1
        ):
            left[0].choice.value = free[0]
        self._changed()


# The workbench: the cards, how far it has come, and the button.

STATE = "{found} av {all} frågor har en kolumn i filen"
PROPOSALS = "Sparar ni det som är valt här under blir det {found} av {all}."
NOT_SHOWN = "Utan kolumn syns frågan inte i någon tabell på dag 2. Det gäller {names}."
SEX_OPEN = "Välj först vad svaren för kön betyder. Utan det går inget att visa."
NO_SEX = "Kolumnen för kön är inte vald än. Utan den går inget att visa."
READY = "Allt är klart för dag 2."
DONE_HEAD = "Klara frågor ({count}) – ändra om något är fel"
IDLE = "Kolumner som ingen fråga använder:"
TAKE, TAKEN_IN = "Ta med en kolumn till", "«{name}» är med i kodboken som en ny fråga."
ADD = "Lägg till som fråga"
SAVE, SAVED = "Spara i kodboken", "Sparat i {file}: {count} ändrade."
REOPENED = "Tabellerna görs om med den nya kodboken, här och i era andra öppna anteckningsböcker."
NOTHING = "Inget är ändrat."
SEX_FIRST = (
    "Inte sparat: kodboken behöver veta vad {answers} betyder för kön. Väntade ett val vid varje "
    "svar. Välj i listan bredvid och tryck igen."
)
TWICE = (
    "Inte sparat: kolumnen «{header}» är vald till flera frågor ({names}). Väntade en fråga för "
    "varje kolumn. Ändra den ena och tryck igen."
)


class Workbench:
    """The widgets in which a file and a codebook are joined; ``widget`` holds them."""

    def __init__(self, run: Run, draft: Draft) -> None:
        self.run, self.draft = run, draft
        self.state, self.told, self.mark = wide(Markup()), wide(Markup()), renewal(run)
        self.open, self.done, self.rest, self.edited = VBox(), VBox(), VBox(), VBox()
        self.save = Button(description=SAVE, button_style="primary")
        self.save.add_class("isu-knapp")
        self.save.on_click(lambda _: self._save())
        parts = [looks(*SHEETS), self.state, self.open, self.done, self.save, self.told, self.rest,
                 self.edited, self.mark]  # fmt: skip
        self.widget = VBox(parts)
        self.widget.add_class("isu-koppla")
        self._read()
        self.edit = EditForm(draft, self._saved)
        self.edited.children = [
            Accordion([self.edit.widget], titles=(EDIT_TITLE,), selected_index=None)
        ]
        self._news, self.draft.told = self.draft.told, ""
        self._tell(self._news)

    @property
    def is_worth_showing(self) -> bool:
        """Whether something is to be settled, or has been just now."""
        return self.fit.is_open or bool(self._news)

    def _read(self) -> None:
        """The file and the codebook as they are now, a card for each question."""
        codebook = self.draft.codebook
        if self.run.datafil is None:
            raise ValueError("there is no file to join to the codebook")
        self.table = raw_table(self.run.datafil, codebook)
        self.fit = Fit(codebook, self.table)
        k = self.run.minsta_antal
        self.questions = [Question(self.fit, v, k, self._show) for v in self.fit.questions]
        waiting = [q for q in self.questions if q.needs_look]
        done = [q for q in self.questions if not q.needs_look]
        self.open.children = [q.widget for q in waiting]
        title = DONE_HEAD.format(count=number(len(done)))
        folded = Accordion([VBox([q.widget for q in done])], titles=(title,), selected_index=None)
        self.done.children = [folded] if done else []
        self.rest.children = self._rest()
        self._show()

    def _show(self) -> None:
        """How far it has come."""
        every = [q for q in self.questions if q.variable.is_needed or q.header]
        now = [q for q in every if q.variable.name in self.fit.found]
        then = [q for q in every if q.header]
        told = {"all": number(len(every))}
        title = STATE.format(found=number(len(now)), **told)
        words = []
        if len(then) > len(now):
            words.append(PROPOSALS.format(found=number(len(then)), **told))
        if any(q.variable.role == SEX and q.header and q.undecided for q in every):
            words.insert(0, SEX_OPEN)
        lacking = [q.variable for q in every if not q.header]
        if any(v.role == SEX for v in lacking):
            words.append(NO_SEX)
        elif lacking:
            words.append(NOT_SHOWN.format(names=listing(f"«{v.title}»" for v in lacking)))
        is_done = not self.fit.is_open and len(now) == len(every)
        self.state.value = panel(render("pages/mapping", "state", title=title, is_done=is_done,
                                        words=words or [READY] * is_done))  # fmt: skip
        self.save.disabled = not any(q.is_changed for q in self.questions)

    def _save(self) -> None:
        """Write what is chosen, and let all tables be made by it."""
        changed = [q for q in self.questions if q.is_changed]
        if why := self._refused():
            self._tell(why)
            return
        moved = {q.variable.name: q.header for q in changed if q.is_settled}
        try:
            for question in self._without_column():
                self.draft.remove(question.variable.name)
                moved.pop(question.variable.name, None)
            self.draft.join(moved, {q.variable.name: q.words for q in changed})
        except IsuError as e:
            self._tell(str(e))
            return
        count = counted(len(changed), "fråga", "frågor")
        self._saved(SAVED.format(file=self.draft.path.name, count=count))

    def _without_column(self) -> list[Question]:
        """The questions of a mere proposal whose column is that of sex, to be asked no more."""
        path = self.draft.path
        if path.is_file() and not is_proposal(path):
            return []
        own = [q for q in self.questions if q.variable.role == SEX and q.header]
        rest = (q for q in self.questions if q not in own and not q.variable.taken_from)
        return [q for q in rest if q.header in [sex.header for sex in own]]

    def _saved(self, words: str) -> None:
        self.draft.told = words
        try:
            self._read()
            self.run.reopen()
        except IsuError as e:
            self.draft.told = f"{words} {e}"
        self._tell(f"{self.draft.told} {REOPENED}")

    def _refused(self) -> str:
        """Why it can't be saved; empty where it can."""
        for question in self.questions:
            if question.variable.role == SEX and question.header and question.undecided:
                answers = listing(f"«{a}»" for a in question.undecided)
                return SEX_FIRST.format(answers=answers)
        chosen: dict[str, list[str]] = {}
        gone = self._without_column()
        for question in (q for q in self.questions if q not in gone):
            if question.header and not question.variable.taken_from:
                chosen.setdefault(question.header, []).append(question.variable.title)
        for header, titles in chosen.items():
            if len(titles) > 1:
                names = listing(f"«{t}»" for t in titles)
                return TWICE.format(header=safe_header(header), names=names)
        return ""

    def _rest(self) -> list[Widget]:
        """What is left over, and a way to take a column along."""
        if not self.fit.idle:
            return []
        headers = listing(f"«{safe_header(h)}»" for h in self.fit.idle)
        told = helped(render("pages/mapping", "idle", head=IDLE, headers=headers))
        columns = [(CHOOSE, ""), *((safe_header(h), h) for h in self.fit.idle)]
        self.more = Dropdown(description=TAKE, options=columns, layout=FIELD)
        self.more.add_class("isu-falt")
        self.add = Button(description=ADD)
        self.add.add_class("isu-knapp")
        self.add.on_click(lambda _: self._add())
        row = HBox([self.more, self.add])
        row.add_class("isu-rad-med-knapp")
        return [wide(told), row]

    def _add(self) -> None:
        """Take a column along as a question of its own, as the program would propose it."""
        if not self.more.value:
            return
        header = self.more.value
        new = next(v for v in propose_codebook(self.table) if header in (*v.columns, v.name))
        try:
            self.draft.add(replace(new, pair="", occasion=""))
        except IsuError as e:
            self._tell(str(e))
            return
        self._saved(TAKEN_IN.format(name=safe_header(new.title)))

    def _tell(self, words: str) -> None:
        self.told.value = helped(each([words]), is_told=True) if words else ""
