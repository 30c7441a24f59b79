"""``codebook_form``: the codebook edited on the screen, a variable at a time."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from ipywidgets import HTML, Accordion, Button, Checkbox, Dropdown, HBox, Text, Textarea, VBox
from markupsafe import Markup

from ..codebook import (
    CHOICE,
    HIGHER,
    LOWER,
    MOST_POINTS,
    NO,
    NUMBER,
    OCCASIONS,
    SCALE,
    YES,
    YES_NO,
    Codebook,
    Option,
    Variable,
    key_of,
    plain,
    values,
)
from ..errors import CodebookError, IsuError
from ..forms import Page, helped, looks, renewal, told
from ..forms.page import after_typing
from ..privacy.answers import names_people
from ..run import Run, active
from ..wording import number
from .draft import Draft, open_draft
from .earlier import EarlierForm
from .own import KIND_WORDS, LISTED, ROLE_WORDS, answers_of

RESULT = "resultat"

WHICH, CHOOSE = "Vilken fråga vill ni ändra?", "välj …"
LABEL, KIND, ROLE, OPTIONS = (
    "Så heter den i tabellerna", "Hur svarar man?", "Vad är den till för?",
    "Svaren i ordning, ett på varje rad",
)  # fmt: skip
CLASSES, CLASSES_HINT = "Talen delas vid", "till exempel 18; 30; 45"
NO_ANSWER, NO_ANSWER_HINT = "Räknas som Uppgift saknas", "till exempel okänt; 999"
CRITERION, NO_CRITERION = "Kan den förklara en skillnad?", "nej, eller vet inte"
PAIR, NO_PAIR = "Samma fråga vid ett annat tillfälle", "ingen"
OCCASION = "Den här frågan gäller"
BETTER = "Vilket håll är bättre?"
BETTER_WORDS = {"": "vet inte", HIGHER: "högre svar, eller ja", LOWER: "lägre svar, eller nej"}
MERGE, WITH, NOTHING = "Slå ihop svaret", "med svaret", "inget"
NO_NAMES = "Svaren är inte namn eller adresser"
NEEDED = "Frågan ska finnas i filen"
MATTERS = "Minsta skillnad som spelar roll"
MATTERS_HINT = "i procentenheter, 10 om inget står"
SENSITIVE = "Känslig: visa inte heller ingen och alla"
OPEN = "Öppen: svaren får visas även när få har svarat så"
SAVE, SAVED = "Spara ändringen", "Sparat i {file}: {name}."
NOT_RISING = (
    "«{text}» går inte att dela talen vid. Väntade tal i stigande ordning. Skriv till exempel "
    "«18; 30; 45»."
)
NOT_POINTS = (
    "«{text}» går inte att läsa som en skillnad. Väntade ett antal procentenheter, över 0 och "
    "högst 50. Skriv till exempel «5», eller lämna rutan tom."
)
CRITERION_WORDS = {
    "behov": "Behov",
    "annat_satt": "Behovet tillgodoses på annat sätt",
    "samtycke": "Samtycke eller önskemål",
    "vilja_delta": "Viljan att delta",
    "installning": "Andras inställning",
    "hinder": "Hinder, som språk",
}
OCCASION_WORDS = {OCCASIONS[0]: "vid start", OCCASIONS[1]: "vid uppföljning"}
FIELD, ROOM = {"width": "100%", "max_width": "26rem"}, {"width": "100%", "max_width": "26rem"}
NARROW = {"width": "auto"}


class EditForm:
    """The fields of a variable that is chosen in a list; ``widget`` holds them.

    Parameters
    ----------
    saved
        Called with a line of Swedish when a change is written.
    """

    def __init__(self, draft: Draft, saved: Callable[[str], None] | None = None) -> None:
        self.draft, self._saved = draft, saved or self._tell
        self.which = Dropdown(description=WHICH, options=[(CHOOSE, "")], layout=FIELD)
        self.label = Text(description=LABEL, layout=FIELD)
        self.kind = Dropdown(description=KIND, options=_pairs(KIND_WORDS), layout=FIELD)
        self.role = Dropdown(description=ROLE, options=_pairs(ROLE_WORDS), layout=FIELD)
        self.options = Textarea(description=OPTIONS, rows=5, layout=ROOM)
        self.classes = Text(description=CLASSES, placeholder=CLASSES_HINT, layout=FIELD)
        self.missing = Text(description=NO_ANSWER, placeholder=NO_ANSWER_HINT, layout=FIELD)
        asked = [(NO_CRITERION, ""), *_pairs(CRITERION_WORDS)]
        self.criterion = Dropdown(description=CRITERION, options=asked, layout=FIELD)
        self.pair = Dropdown(description=PAIR, options=[(NO_PAIR, "")], layout=FIELD)
        when = _pairs(OCCASION_WORDS)
        self.occasion = Dropdown(description=OCCASION, options=when, layout=FIELD)
        self.better = Dropdown(description=BETTER, options=_pairs(BETTER_WORDS), layout=FIELD)
        self.merged = Dropdown(description=MERGE, options=[(NOTHING, "")], layout=FIELD)
        self.merged_with = Dropdown(description=WITH, options=[(NOTHING, "")], layout=FIELD)
        self.no_names = Checkbox(description=NO_NAMES, indent=False, layout=NARROW)
        self.is_needed = Checkbox(description=NEEDED, indent=False, layout=NARROW)
        self.matters = Text(description=MATTERS, placeholder=MATTERS_HINT, layout=FIELD)
        self.is_sensitive = Checkbox(description=SENSITIVE, indent=False, layout=NARROW)
        self.is_open = Checkbox(description=OPEN, indent=False, layout=NARROW)
        self._is_like_names = False
        self._make()

    def _make(self) -> None:
        self.save = Button(description=SAVE)
        self.save.add_class("isu-knapp")
        self.message = HTML(layout=NARROW)
        fields = [self.label, self.role, self.kind, self.criterion, self.options, self.classes,
                  self.missing, self.merged, self.merged_with, self.pair, self.occasion,
                  self.better, self.matters]  # fmt: skip
        for part in (self.which, *fields):
            part.add_class("isu-falt")
        grid = HBox(fields)
        grid.add_class("isu-rutnat")
        ticked = [self.no_names, self.is_needed, self.is_sensitive, self.is_open]
        self.fields = VBox([grid, *ticked, self.save])
        self.earlier = EarlierForm(self.draft, self._saved)
        self.widget = VBox([self.which, self.fields, self.message, self.earlier.widget])
        self.which.observe(lambda _: self._fill(), names="value")
        for part in (self.kind, self.pair, self.role, self.merged):
            part.observe(lambda _: self._show(), names="value")
        self.save.on_click(lambda _: after_typing(self._save))
        self.draft.listen(self._list)
        self._list()

    def choose(self, name: str) -> None:
        """Show a variable to be changed."""
        self.which.value = name

    @property
    def _codebook(self) -> Codebook | None:
        with suppress(IsuError):
            return self.draft.codebook
        return None

    def _list(self) -> None:
        """The variables that there are; the one that was chosen stays so."""
        chosen, book = self.which.value, self._codebook
        every = [(v.title, v.name) for v in book or ()]
        self.which.options = [(CHOOSE, ""), *every]
        self.which.value = chosen if chosen in dict((b, a) for a, b in every) else ""
        self._fill()

    def _fill(self) -> None:
        """The fields as the codebook has them."""
        name, book = self.which.value, self._codebook
        if name and book:
            self._fill_with(book.called(name), book)
        self._show()

    def _fill_with(self, v: Variable, book: Codebook) -> None:
        self.label.value, self.kind.value, self.role.value = v.title, v.kind, v.role
        self.options.value = "\n".join(o.name for o in v.options)
        self.classes.value = "; ".join(map(_bound, v.classes))
        self.missing.value = "; ".join(v.missing)
        self.criterion.value = v.criterion
        others = [(o.title, o.name) for o in book if o.kind == v.kind and o.name != v.name]
        self.pair.options = [(NO_PAIR, ""), *others]
        self.pair.value = v.pair if v.pair in [name for _, name in others] else ""
        self.occasion.value = v.occasion or OCCASIONS[0]
        self.matters.value = _bound(100 * v.matters) if v.matters else ""
        self.is_sensitive.value, self.is_open.value = v.is_sensitive, v.is_open
        self.better.value, self.is_needed.value = v.better, v.is_needed
        self.no_names.value = v.has_no_names
        self._is_like_names = v.has_no_names or names_people(v)
        for part in (self.merged, self.merged_with):
            part.options = [(NOTHING, ""), *((c, c) for c in v.categories if v.options)]
            part.value = ""

    def _show(self) -> None:
        """The fields that a variable of this kind has."""
        kind = self.kind.value
        shown = {
            self.fields: bool(self.which.value),
            self.options: kind in (*LISTED, YES_NO),
            self.classes: kind == NUMBER,
            self.occasion: bool(self.pair.value),
            self.no_names: self._is_like_names,
            self.is_open: kind == SCALE or self.is_open.value,
            self.better: bool(self.pair.value or self.better.value or self.role.value == RESULT),
            self.merged: kind in (CHOICE, SCALE) and len(self.merged.options) > 3,
            self.merged_with: bool(self.merged.value),
        }
        for part, is_shown in shown.items():
            part.layout.display = "" if is_shown else "none"

    def _save(self) -> None:
        try:
            variable = self.draft.codebook.called(self.which.value)
            pair = (self.pair.value, self.occasion.value)
            is_same = pair[0] == variable.pair and (not pair[0] or pair[1] == variable.occasion)
            self.draft.edit(variable.name, None if is_same else pair, **self._changed(variable))
            self._merge(variable)
        except IsuError as e:
            self._tell(str(e))
            return
        self._saved(SAVED.format(file=self.draft.path.name, name=self.label.value))

    def _merge(self, variable: Variable) -> None:
        """Let two answers be one, where two are chosen."""
        one, two = self.merged.value, self.merged_with.value
        if one and two and one != two:
            self.draft.merge(variable.name, one, two)

    def _changed(self, variable: Variable) -> dict[str, object]:
        kind, label = self.kind.value, plain(self.label.value)
        return {
            "label": "" if label == variable.name else label,
            "kind": kind,
            "role": self.role.value,
            "options": self._options(kind, variable),
            "classes": classes_of(self.classes.value) if kind == NUMBER else (),
            "missing": tuple(filter(None, map(plain, self.missing.value.split(";")))),
            "criterion": self.criterion.value,
            "better": self.better.value,
            "is_needed": self.is_needed.value,
            "matters": matters_of(self.matters.value),
            "has_no_names": self.no_names.value,
            "is_sensitive": self.is_sensitive.value,
            "is_open": self.is_open.value,
        }

    def _options(self, kind: str, variable: Variable) -> tuple[Option, ...]:
        if kind not in (*LISTED, YES_NO):
            return ()
        if kind == YES_NO and not self.options.value.strip():
            return (YES, NO)
        gone = {key_of(word) for word in self.missing.value.split(";")}
        kept = [w for w in self.options.value.splitlines() if key_of(w) not in gone or not w]
        return edited_options(variable.options, "\n".join(kept))

    def _tell(self, words: str) -> None:
        self.message.value = told(words)


def _bound(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 2)


def _pairs(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, value) for value, text in words.items()]


def edited_options(old: Sequence[Option], lines: str) -> tuple[Option, ...]:
    """The options in a new order; one that is worded anew is still known by its old words.

    Raises
    ------
    CodebookError
        In Swedish, when there are fewer than two, or two alike.

    Examples
    --------
    >>> old = (Option("Kv", ("k",)), Option("Man"))
    >>> edited_options(old, "Man\\nKvinna")
    (Option(name='Man', synonyms=()), Option(name='Kvinna', synonyms=('k', 'Kv')))
    """
    new, known = answers_of(lines), {key_of(o.name): o for o in old}
    gone = [o for o in old if key_of(o.name) not in {key_of(n.name) for n in new}]
    fresh = [n for n in new if key_of(n.name) not in known]
    is_renamed = len(gone) == len(fresh)
    renamed = dict(zip((n.name for n in fresh), gone, strict=True)) if is_renamed else {}
    made = []
    for option in new:
        was = known.get(key_of(option.name)) or renamed.get(option.name)
        more = (was.name,) if was and option.name in renamed else ()
        words = [*(was.synonyms if was else ()), *more]
        kept = tuple(w for w in words if key_of(w) != key_of(option.name))
        made.append(Option(option.name, kept))
    return tuple(made)


def classes_of(text: str) -> tuple[float, ...]:
    """The bounds that a person has written.

    Raises
    ------
    CodebookError
        In Swedish, when they are no rising numbers.

    Examples
    --------
    >>> classes_of("18, 30 45"), classes_of("2,5; 5")
    ((18, 30, 45), (2.5, 5))
    """
    separated = text.split(";") if ";" in text else text.replace(", ", " ").split()
    bounds = [values.as_number(part) for part in separated if part.strip()]
    if any(b != b for b in bounds) or bounds != sorted(set(bounds)):
        raise CodebookError(NOT_RISING.format(text=plain(text)))
    return tuple(int(b) if float(b).is_integer() else b for b in bounds)


def matters_of(text: str) -> float:
    """The difference that matters that a person has written, as a fraction; 0 for none.

    Raises
    ------
    CodebookError
        In Swedish, when it is no number of percentage points.

    Examples
    --------
    >>> matters_of("5"), matters_of("")
    (0.05, 0.0)
    """
    points = values.as_number(text.replace("procentenheter", "")) if text.strip() else 0.0
    if not (0 < points <= MOST_POINTS or not text.strip()):
        raise CodebookError(NOT_POINTS.format(text=plain(text)))
    return points / 100


# The form by itself, folded, for notebooks whose tables follow it.

TITLE = "Ändra i kodboken"
ABOUT = (
    "Här ändrar ni vad en fråga heter, vad den är till för, hur svaren är ordnade och vad den kan "
    "förklara. Tabellerna görs om när ni sparar."
)


class CodebookForm(Page):
    """The codebook of a run, to change where a person sits; nothing in a handout."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __repr__(self) -> str:
        return ""

    @property
    def html(self) -> Markup:
        """Nothing."""
        return Markup()

    def widget(self) -> VBox | None:
        """The form, folded; none in a practice folder, or where there is no codebook."""
        if self.run.is_practice or not self.run.kodbok.is_file():
            return None
        draft = open_draft(self.run)
        self.form = EditForm(draft, self._saved)
        about = HTML(helped(Markup.escape(ABOUT)), layout=NARROW)
        folded = Accordion([VBox([about, self.form.widget])], titles=(TITLE,))
        folded.selected_index = 0 if draft.edited else None
        if draft.edited:
            self.form._tell(draft.edited)
        draft.edited = ""
        return VBox([looks("forms.css"), folded, renewal(self.run)])

    def _saved(self, words: str) -> None:
        """Tell so, also when the cell has been run again by what follows."""
        self.form.draft.edited = words
        self.form._tell(words)
        try:
            self.run.reopen()
        except IsuError as e:
            self.form._tell(f"{words} {e}")


def codebook_form() -> CodebookForm:
    """A form for the codebook of the run, a variable at a time; nothing in a handout.

    Returns
    -------
    CodebookForm
        Shown where a person sits it is the form, folded. What is saved is written in the
        codebook at once, and the records of the run are read anew.

    Examples
    --------
    >>> codebook_form().html
    Markup('')
    """
    return CodebookForm(active())
