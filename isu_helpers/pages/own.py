"""A variable of the group's own: a name, a question, how it is answered and what it is for."""

from collections.abc import Callable

from ipywidgets import Button, Dropdown, Text, Textarea, VBox

from ..codebook import (
    CHOICE,
    DATE,
    KEY,
    NO,
    NUMBER,
    RESERVED,
    ROLES,
    SCALE,
    SEVERAL,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Option,
    Variable,
    key_of,
    plain,
)
from ..errors import CodebookError, IsuError
from ..forms.page import after_typing
from ..wording import MISSING, TOTAL
from .draft import Draft

KIND_WORDS = {
    YES_NO: "Ja eller nej",
    CHOICE: "Ett av flera svar",
    SEVERAL: "Flera svar kan stämma",
    SCALE: "Ett svar på en skala, i ordning",
    NUMBER: "Ett tal",
    DATE: "Ett datum",
    TEXT: "Fri text (räknas inte)",
}
ROLE_WORDS = {
    "behov": "Behov eller problem",
    "bedömning": "Vår bedömning",
    "samtycke": "Samtycke och önskemål",
    "delaktighet": "Delaktighet",
    "insats": "Insatsens slag och omfattning",
    "resultat": "Resultat",
    "bakgrund": "Bakgrund, att dela upp på",
    "tid": "Tid",
    "övrigt": "Annat (visas inte i tabeller)",
    SEX: "Kön",
    KEY: "Löpnummer",
}
OWN_ROLES = tuple(r for r in ROLE_WORDS if r not in (SEX, KEY))
LISTED = (CHOICE, SEVERAL, SCALE)

NO_NAME = "Variabeln saknar namn. Väntade ett eller ett par ord. Skriv ett kort namn överst."
BAD_NAME = (
    "Namnet «{name}» använder programmet självt. Väntade ett annat ord. Välj ett annat namn."
)
NO_QUESTION = (
    "Variabeln har ingen fråga. Väntade den fråga som den som fyller i ska svara på. Skriv den."
)
FEW_OPTIONS = "Variabeln har {count}. Väntade minst två. Skriv ett svar på varje rad."
IN_VAIN = (
    "Du har skrivit svar, men valt «{kind}». Väntade ett sätt att svara som har en lista. "
    "Välj «{list}», eller ta bort svaren."
)
NO_ROLE = (
    "Variabeln har inget syfte. Väntade att du väljer vad den är till för. Välj i listan längst "
    "ner."
)
NONE, ONE = "inga svar att välja på", "bara ett svar att välja på"
TWICE = "Samma svar står två gånger. Väntade olika svar. Ta bort det ena."
NOT_AN_ANSWER = (
    "«{word}» kan inte vara ett svar. Väntade andra ord, för det ordet lägger programmet till "
    "självt. Ta bort raden."
)


def own_variable(name: str, question: str, kind: str, options: str, role: str) -> Variable:
    """A variable as it is filled in on a screen.

    Parameters
    ----------
    kind, role
        Among `KIND_WORDS` and `OWN_ROLES`; no role is told in Swedish.
    options
        The answers, one a line; none for kinds that have no list.

    Raises
    ------
    CodebookError
        In Swedish, when something is missing or can't be used.

    Examples
    --------
    >>> own_variable("Tolk", "Fanns tolk?", "ja/nej", "", "delaktighet").categories
    ('Ja', 'Nej')
    """
    if kind not in KIND_WORDS or role not in (*ROLES, ""):
        raise ValueError(f"no kind {kind!r} or no role {role!r}")
    name, question = plain(name), plain(question)
    if not name:
        raise CodebookError(NO_NAME)
    if key_of(name) in RESERVED:
        raise CodebookError(BAD_NAME.format(name=name))
    if not question:
        raise CodebookError(NO_QUESTION)
    if kind not in LISTED and options.strip():
        raise CodebookError(IN_VAIN.format(kind=KIND_WORDS[kind], list=KIND_WORDS[CHOICE]))
    answers = (YES, NO) if kind == YES_NO else answers_of(options) if kind in LISTED else ()
    if not role:
        raise CodebookError(NO_ROLE)
    return Variable(name, (name,), question=question, kind=kind, role=role, options=answers)


def answers_of(lines: str) -> tuple[Option, ...]:
    """The answers that are written on lines, one on each.

    Raises
    ------
    CodebookError
        In Swedish, when there are fewer than two, two alike, or one that the program adds itself.
    """
    words = [word for line in lines.splitlines() if (word := plain(line))]
    keys = [key_of(word) for word in words]
    if len(words) < 2:
        raise CodebookError(FEW_OPTIONS.format(count=ONE if words else NONE))
    if len(set(keys)) < len(keys):
        raise CodebookError(TWICE)
    for word in (MISSING, TOTAL):
        if key_of(word) in keys:
            raise CodebookError(NOT_AN_ANSWER.format(word=word))
    return tuple(map(Option, words))


# A form for a variable of the group's own.

NAME, QUESTION, KIND, OPTIONS, ROLE = (
    "Kort namn", "Frågan, så som den ska stå i formuläret", "Hur svarar man?",
    "Svaren, ett på varje rad", "Vad är den till för?",
)  # fmt: skip
CHOOSE = "välj …"
NAME_HINT, QUESTION_HINT = "till exempel Tolk", "till exempel Fanns tolk vid samtalen?"
ADD, ADDED = "Lägg till den egna", "Tillagd: {name}."
FIELD, ROOM = {"width": "100%", "max_width": "28rem"}, {"width": "100%", "max_width": "46rem"}


class OwnForm:
    """The fields of one variable, and a button that adds it; ``widget`` holds them."""

    def __init__(self, draft: Draft, tell: Callable[[str], None]) -> None:
        self.draft, self._tell = draft, tell
        kinds = [(words, kind) for kind, words in KIND_WORDS.items()]
        roles = [(CHOOSE, ""), *((ROLE_WORDS[role], role) for role in OWN_ROLES)]
        self.name = Text(description=NAME, placeholder=NAME_HINT, layout=FIELD)
        self.question = Text(description=QUESTION, placeholder=QUESTION_HINT, layout=ROOM)
        self.kind = Dropdown(description=KIND, options=kinds, value=YES_NO, layout=FIELD)
        self.options = Textarea(description=OPTIONS, rows=4, layout=FIELD)
        self.role = Dropdown(description=ROLE, options=roles, layout=FIELD)
        self.button = Button(description=ADD, icon="plus")
        self.button.add_class("isu-knapp")
        self.button.on_click(lambda _: after_typing(self._add))
        self.kind.observe(self._show, names="value")
        fields = [self.name, self.question, self.kind, self.options, self.role]
        for part in fields:
            part.add_class("isu-falt")
        self.widget = VBox([*fields, self.button])
        self._show()

    def _show(self, change: object = None) -> None:
        """Ask for answers where there is a list of them; what is written stays in sight."""
        is_shown = self.kind.value in LISTED or self.options.value.strip()
        self.options.layout.display = "" if is_shown else "none"

    def _add(self) -> None:
        filled = (self.name, self.question, self.kind, self.options, self.role)
        try:
            variable = own_variable(*(part.value for part in filled))
            self.draft.add(variable)
        except IsuError as e:
            self._tell(str(e))
            return
        for part in (self.name, self.question, self.options, self.role):
            part.value = ""
        self._show()
        self._tell(ADDED.format(name=variable.name))
