"""``explorer``: the form where somebody sits, else the observations that were saved."""

from functools import cached_property
from typing import Any

from ipywidgets import HTML, Button, Dropdown, HBox, Textarea, VBox
from markupsafe import Markup

from ..analysis.result import Displayed
from ..codebook import SEX, YES_NO
from ..configuration import is_somebody_there
from ..content import render
from ..errors import IsuError
from ..forms import LOOKS, panel, warned
from ..forms.field import named
from ..forms.page import after_typing, each
from ..masking import looks_like_identity
from ..records import Records
from ..run import of_records
from ..show.html import html_of
from ..show.section import lower_first
from ..wording import counted
from ..workbook import OBSERVATIONS, Note, Workbook
from ..workbook.workbook import POINTS_OUT
from .observed import added, mark_of, observed
from .view import Address, crossings, questions, working_view

# The form: what to look at, the working view of it, and a field for what is seen.

QUESTION, CROSSING, PERIOD, ANSWER = "Fråga", "Delas upp på", "Tid", "Svar"
SEEN = "Vad ser ni?"
SAVE = "Spara iakttagelse"
ONLY_SEX, ALSO = "kön", "kön och {title}"
PERIODS = (("ingen tid", ""), ("per år", "år"), ("per halvår", "halvår"))
HINT = "Beskriv vad ni ser, inte varför."
NO_WORDS = "Iakttagelsen har ingen text. Väntade minst ett ord. Skriv vad ni ser och tryck igen."
NO_QUESTIONS = (
    "Det finns ingen fråga att titta på. Väntade minst en variabel som går att räkna, både i "
    "kodboken och i filen. Rätta den som saknar det och läs in sidan igen."
)
LABEL = {"description_width": "7rem"}
CLASS = "isu-utforskare"
WIDE = {"width": "auto"}
FIELD = {"width": "26rem", "max_width": "100%"}
ROOM = {"width": "98%", "max_width": "46rem"}
WRAPPED = {"flex_flow": "wrap"}


class Form:
    """The widgets, tied together: a choice shows its view at once, words are saved as they come.

    They are an observation about the view that stands there; the button ends it for the next one.

    ``widget`` holds them all; ``view`` and ``message`` are HTML.
    """

    def __init__(self, records: Records, book: Workbook) -> None:
        self._records, self._book = records, book
        self._shown: Address | None = None
        self._begun: Note | None = None  # what is being written, as it is saved
        self._ended: Note | None = None  # what the button ended, until the next is begun
        self.question = _dropdown(QUESTION, [(v.title, v.name) for v in questions(records)])
        also = [(ALSO.format(title=lower_first(v.title)), v.name) for v in crossings(records)]
        self.crossing = _dropdown(CROSSING, [(ONLY_SEX, ""), *also])
        self.period = _dropdown(PERIOD, PERIODS)
        self.answer = _dropdown(ANSWER, [])
        self.view, self.message = HTML(layout=WIDE), HTML()
        self.words = Textarea(description=SEEN, placeholder=HINT, rows=3, style=LABEL, layout=ROOM)
        self.save = Button(description=SAVE, button_style="primary", layout=WIDE)
        fields = (self.question, self.crossing, self.period, self.answer)
        for field in fields:
            field.observe(self._show, names="value")
        self.words.observe(self._keep, names="value")
        named(self.words)
        self.save.on_click(lambda _: after_typing(self._end))
        choices = HBox(fields, layout=WRAPPED)
        below = HBox([self.save, self.message], layout=WRAPPED)
        self.widget = VBox([choices, self.view, self.words, below])
        self.widget.add_class(CLASS)
        self._show()

    @property
    def address(self) -> Address:
        """What is chosen."""
        sex = self._records.codebook.with_role(SEX)[0].name
        crossed = (self.crossing.value,) if self.crossing.value else ()
        return Address((self.question.value, sex, *crossed), self.period.value)

    def _show(self, change: object = None) -> None:
        self._ask()
        self.message.value, self._shown = "", None
        try:
            inner = self._inner()
        except IsuError as e:
            inner = warned(e)
        self.view.value = render("pages/explore", "view", inner=inner)

    def _ask(self) -> None:
        """Ask for one answer where panels of them all would be too many: over time and crossed."""
        answers, kept = self._answers(), self.answer.value
        self.answer.unobserve(self._show, names="value")
        if answers != self.answer.options:
            self.answer.options = answers
            self.answer.value = kept if kept in answers else next(iter(answers), None)
        self.answer.layout.display = None if answers else "none"
        self.answer.observe(self._show, names="value")

    def _answers(self) -> tuple[str, ...]:
        chosen = {self.question.value, self.crossing.value}
        if not self.period.value or len(chosen - {"", None}) < 2:
            return ()
        asked = self._records.variable(self.question.value)
        return () if asked.kind == YES_NO else asked.categories

    def _inner(self) -> Markup:
        if self.question.value is None:
            return warned(NO_QUESTIONS)
        address = self.address
        answers = (self.answer.value,) if self.answer.value else ()
        k = of_records(self._records).minsta_antal
        inner = html_of([working_view(address.result(self._records), k, answers)])
        self._shown = address
        return Markup(inner)

    def _keep(self, change: object = None) -> None:
        """Save the words while they are written; rubbed out, they are taken away."""
        if self._is_late():
            self._begun = self._ended
            self._end()
        elif self.words.value.strip() or self._begun:
            self._tell(self._kept())

    def _is_late(self) -> bool:
        """Whether these are the ended words and more: letters that came after the press."""
        ended = self._ended.text if self._ended and not self._begun else ""
        return bool(ended) and self.words.value.startswith(ended) and self.words.value != ended

    def _end(self) -> None:
        """Let the words stand as they are, about the view that stands there, and begin anew."""
        if not self.words.value.strip():
            self._tell(NO_WORDS)
            return
        told = self._kept()
        self._begun, self._ended = None, self._begun
        self.words.value = ""
        self._tell(told)

    def _kept(self) -> str:
        """Save the words with the address of the view, if any, and tell how that went."""
        words, shown = self.words.value, self._shown
        about: dict[str, Any] = {}
        if shown:
            about = {"variables": shown.variables, "period": shown.period}
        if self._begun:
            id = self._begun.id
            told = self._book.change(OBSERVATIONS, id, words, self._begun, **about)
        else:
            id = self._book.add_observation(words, **about)
            points_out = [POINTS_OUT] if looks_like_identity(words) else []
            told = " ".join([self._book.state, *points_out])
        self._begun = self._book.note(OBSERVATIONS, id) if words.strip() else None
        self._ended = None
        return told

    def _tell(self, told: str) -> None:
        self.message.value = render("pages/explore", "message", words=told)


def _dropdown(label: str, options: object) -> Dropdown:
    return Dropdown(description=label, options=options, style=LABEL, layout=FIELD)


# ``explorer``: the form where somebody sits, else the observations that were saved.

NOTHING_YET = "Ni har inte sparat någon iakttagelse härifrån än."


class Explorer(Displayed):
    """A place to look around in the records.

    Where somebody sits it is a form, with figures by the primary rule: no handout takes it.
    Everywhere else it is the saved observations, with figures from the run's Release.
    """

    def __init__(self, records: Records, book: Workbook) -> None:
        self.records, self.book = records, book

    def __repr__(self) -> str:
        return "Utforskaren: " + counted(len(added(self.book)), "iakttagelse", "iakttagelser")

    @cached_property
    def form(self) -> Form:
        """The form, made when first asked for."""
        return Form(self.records, self.book)

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> dict[str, object]:
        if not is_somebody_there():
            return self.observed()
        return {**self.form.widget._repr_mimebundle_(), "text/plain": repr(self)}

    def observed(self) -> dict[str, object]:
        """The MIME bundle of the saved observations, marked as what a Release has made."""
        found = html_of(observed(self.records, self.book)) or each([NOTHING_YET])
        page, mark = panel(found, sheets=LOOKS), mark_of(self.records)
        return {"text/plain": repr(self), "text/html": page, mark: {"html": panel(found)}}


def explorer(records: Records) -> Explorer:
    """A form to choose a question, a division and a time in, and to save what is seen.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Explorer
        The form where somebody sits; everywhere else the observations saved from it.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> explorer(Records.from_frame(table)).form.question.label
    'Insats'
    """
    return Explorer(records, of_records(records).workbook)
