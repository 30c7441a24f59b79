"""The chosen variables on a screen: a card each, to move, take away and tie to a question."""

from collections.abc import Callable

from ipywidgets import HTML, Button, Checkbox, HBox, VBox

from ..codebook import SEX, Variable, plain
from ..errors import IsuError
from ..wording import counted, html
from ..workbook import Workbook
from .book_table import SPLITS, answers, purpose, question_list
from .draft import Draft
from .links import answers_to, questions, tie, untie

EARLIER, LATER, REMOVE = "Upp", "Ner", "Ta bort"
WHAT_IT_DOES = "{action}: {name}"
ANSWERS = "Svarar på fråga {number}"
TITLE = "I kodboken: {count}"
NOT_WRITTEN_YET = (
    "Kodboken är inte sparad än. Den sparas när ni lägger till den första variabeln här under."
)
SAVED = "Kodboken sparas i {file} vid varje ändring."
REMOVED = "«{name}» är borttagen."
ROW = {"flex_flow": "wrap", "align_items": "center"}
NARROW, WIDE = {"width": "auto"}, {"width": "auto", "max_width": "48rem"}


class ChosenList:
    """The variables of a draft in order; ``widget`` holds them, and follows each change.

    Parameters
    ----------
    tell
        Shows a line of Swedish to the one who sits there.
    """

    def __init__(self, draft: Draft, book: Workbook, tell: Callable[[str], None]) -> None:
        self.draft, self.book, self._tell = draft, book, tell
        self.head, self.cards = HTML(layout=WIDE), VBox()
        self.widget = VBox([self.head, self.cards])
        self._made: dict[tuple, VBox] = {}
        draft.listen(self.show)
        self.show()

    def show(self) -> None:
        """The list as the file has it now; where that can't be read, why."""
        try:
            codebook = self.draft.codebook
        except IsuError as e:
            self.head.value, self.cards.children = f"<p>{html(e)}</p>", ()
            return
        file = self.draft.path
        state = SAVED.format(file=file.name) if file.is_file() else NOT_WRITTEN_YET
        count = counted(len(codebook.variables), "variabel", "variabler")
        title = f"<p><strong>{TITLE.format(count=count)}</strong></p>"
        title += f'<p class="isu-sparat">{state}</p>'
        self.head.value = f'<div class="isu-hjalp">{question_list(self.book)}{title}</div>'
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
            REMOVE: lambda: self._remove(variable),
        }
        buttons = [self._button(word, do, variable) for word, do in actions.items()]
        buttons[-1].disabled = variable.role == SEX
        marks = [] if variable.role in SPLITS else self._marks(variable, asked)
        card = VBox([HTML(_about(variable), layout=WIDE), HBox([*marks, *buttons], layout=ROW)])
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


def _about(variable: Variable) -> str:
    asked = plain(variable.question)
    question = f"<br>{html(asked)}" if asked else ""
    rest = f"{html(answers(variable))}. {html(purpose(variable))}."
    return f"<p><strong>{html(variable.title)}</strong>{question}<br><small>{rest}</small></p>"
