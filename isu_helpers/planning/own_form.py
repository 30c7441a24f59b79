"""A form for a variable of the group's own."""

from collections.abc import Callable

from ipywidgets import Button, Dropdown, Text, Textarea, VBox

from ..codebook import YES_NO
from ..errors import IsuError
from ..forms.page import after_typing
from .draft import Draft
from .own import KIND_WORDS, LISTED, OWN_ROLES, ROLE_WORDS, own_variable

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
