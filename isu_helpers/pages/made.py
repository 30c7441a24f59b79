"""``yes_no_offer``: what the appendix lacks of the codebook, made or marked by a click."""

from collections.abc import Callable, Iterator
from functools import partial

from ipywidgets import HTML, Button, HBox, VBox
from markupsafe import Markup

from ..codebook import CHOICE, NO, SCALE, YES, YES_NO, Codebook, Variable, key_of
from ..codebook.library import entries
from ..content import load
from ..errors import IsuError
from ..forms import Page, each, helped, looks, renewal
from ..run import Run, active
from ..wording import listing
from .draft import Draft, has, open_draft

INSATS = "insats"
IS_IT = "Är det den här frågan som visar {criterion}?"
YES_IT_IS, MARKED = "Ja, «{name}»", "Sparat i kodboken: «{name}» visar {criterion}."
SHOWS = {
    "behov": "behovet", "annat_satt": "om behovet möts på annat sätt",
    "samtycke": "samtycke och önskemål", "vilja_delta": "viljan att delta",
    "installning": "om någon var emot att personen deltog", "hinder": "hinder för att delta",
}  # fmt: skip
ABOUT = (
    "Frågan «{title}» har {answers} som svar. Bilagan jämför vem som fick en insats, och behöver "
    "då en fråga med ja eller nej. Programmet kan räkna fram den ur svaren."
)
HOW = "«{name}»: Ja för den som har {yes}, Nej för den som har {no}."
BUTTON, ADDED = "Lägg till «{name}»", "Tillagd i kodboken: «{name}»."
ANY, THAT = "fick någon insats", "fick {answer}"
ANY_LABEL, THAT_LABEL = "Fick någon insats", "Fick {answer}"


def offered(codebook: Codebook) -> Iterator[Variable]:
    """What can be made of questions about insats that have no yes and no of their own.

    First whether any was given, where an answer says that none was; then whether each was.
    """
    for source in codebook.with_role(INSATS):
        if source.kind in (CHOICE, SCALE) and not source.criterion:
            yield from (v for v in _made_of(source) if not has(codebook, v.name))


def criteria_asked(codebook: Codebook) -> Iterator[tuple[str, Variable]]:
    """For each criterion that no question serves one that is called as the library's is."""
    served = {v.criterion for v in codebook}
    for criterion in SHOWS:
        words = {key_of(w) for e in entries(criterion=criterion) for w in (e.name, e.label)}
        free = (v for v in codebook if not v.criterion and v.is_countable)
        found = next((v for v in free if {key_of(v.name), key_of(v.title)} & words), None)
        if found and criterion not in served:
            yield criterion, found


def needs_one(codebook: Codebook) -> bool:
    """Whether no question about insats has yes and no as its answers."""
    asked = codebook.with_role(INSATS)
    return bool(asked) and not any(v.kind == YES_NO and not v.criterion for v in asked)


def _made_of(source: Variable) -> Iterator[Variable]:
    none = load("synonymer")["ingen_insats"]
    given = [a for a in source.categories if key_of(a) not in none]
    if 0 < len(given) < len(source.categories):
        yield _yes_no(source, ANY, ANY_LABEL, given)
    for answer in given if len(source.categories) > 2 else ():
        word = answer[0].lower() + answer[1:]
        yield _yes_no(source, THAT.format(answer=word), THAT_LABEL.format(answer=word), [answer])


def _yes_no(source: Variable, name: str, label: str, given: list[str]) -> Variable:
    return Variable(
        name, label=label, kind=YES_NO, role=INSATS, options=(YES, NO),
        made_of=(source.name, tuple(given)), is_sensitive=source.is_sensitive,
    )  # fmt: skip


class YesNoOffer(Page):
    """An offer to make them, where a person sits; nothing in a handout."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __repr__(self) -> str:
        return ""

    @property
    def html(self) -> Markup:
        """Nothing."""
        return Markup()

    def widget(self) -> VBox | None:
        """The buttons; None where the codebook has a yes and no, or nothing can be made."""
        run = self.run
        if run.is_practice or not run.kodbok.is_file():
            return None
        draft = open_draft(run.kodbok)
        try:
            codebook = draft.codebook
        except IsuError:
            return None
        made = list(offered(codebook)) if needs_one(codebook) else []
        asked = list(criteria_asked(codebook))
        self.told = HTML(layout={"width": "auto"})
        if not (made or asked or draft.made):
            return None
        if draft.made:
            self._tell(draft.made)
            draft.made = ""
        self.buttons = [self._button(draft, v) for v in made]
        row = HBox(self.buttons, layout={"flex_flow": "wrap"})
        about = HTML(helped(each(_words(codebook, made))), layout={"width": "auto"})
        parts = [*([about, row] if made else []), *self._asked(draft, asked), self.told]
        return VBox([looks("forms.css"), *parts, renewal(run)])

    def _asked(self, draft: Draft, asked: list[tuple[str, Variable]]) -> Iterator:
        """A question for each criterion, and a button that says yes to it."""
        self.answers = []
        for criterion, variable in asked:
            shows = SHOWS[criterion]
            yield HTML(helped(each([IS_IT.format(criterion=shows)])), layout={"width": "auto"})
            button = Button(description=YES_IT_IS.format(name=variable.title))
            button.add_class("isu-knapp")
            told = MARKED.format(name=variable.title, criterion=shows)
            mark = partial(draft.edit, variable.name, criterion=criterion)
            button.on_click(lambda _, mark=mark, told=told: self._do(draft, mark, told))
            self.answers.append(button)
            yield button

    def _button(self, draft: Draft, variable: Variable) -> Button:
        button = Button(description=BUTTON.format(name=variable.title))
        button.add_class("isu-knapp")
        add, told = partial(draft.add, variable), ADDED.format(name=variable.title)
        button.on_click(lambda _: self._do(draft, add, told))
        return button

    def _do(self, draft: Draft, change: Callable[[], None], told: str) -> None:
        """Change the codebook, tell so, and let what is shown follow."""
        try:
            change()
            draft.made = told
            self._tell(draft.made)
            self.run.reopen()
        except IsuError as e:
            self._tell(str(e))

    def _tell(self, words: str) -> None:
        self.told.value = helped(each([words]), is_told=True)


def _words(codebook: Codebook, made: list[Variable]) -> Iterator[str]:
    for name in dict.fromkeys(v.made_of[0] for v in made):
        source = codebook.called(name)
        answers = listing(f"«{a}»" for a in source.categories)
        yield ABOUT.format(title=source.title, answers=answers)
    for v in made[:1]:
        every = codebook.called(v.made_of[0]).categories
        yes, no = ([f"«{a}»" for a in every if (a in v.made_of[1]) is is_yes]
                   for is_yes in (True, False))  # fmt: skip
        yield HOW.format(name=v.title, yes=listing(yes, "eller"), no=listing(no, "eller"))


def yes_no_offer() -> YesNoOffer:
    """An offer to make a yes/no question of insats out of its kinds; nothing in a handout.

    Returns
    -------
    YesNoOffer
        Shown where a person sits and the codebook of the run has no such question, it is buttons
        that add one; else nothing.

    Examples
    --------
    >>> yes_no_offer().html
    Markup('')
    """
    return YesNoOffer(active())
