"""``findings``: what the group saw at each criterion, saved as observations for step 2."""

from collections.abc import Callable

from ipywidgets import VBox
from markupsafe import Markup

from ..analysis import criteria
from ..analysis.explain.difference import CONTACT, TRACKS, Procedure
from ..codebook import SEX
from ..content import load, render
from ..forms import Field, Page, each, looks, said, text_field
from ..records import Records
from ..run import of_records
from ..workbook import OBSERVATIONS, Note, Workbook

HEAD = "Det här såg vi: {what}"
ASKED = "Spara som iakttagelse: vad såg ni om {name}?"
HINT = "Beskriv vad ni såg, inte varför. Talen hämtas sedan, så skriv inga."
NOTHING = "Inget kriterium för {what} kunde prövas, så här finns inget att spara än."


class Findings(Page):
    """A field for each criterion that could be tried.

    What is written is an observation about the outcome, sex and the criterion: words and names of
    variables, no figures. It comes back in step 2.

    Parameters
    ----------
    procedure
        The criteria of what is compared.
    """

    def __init__(self, procedure: Procedure, book: Workbook) -> None:
        self.procedure, self.book = procedure, book

    def __repr__(self) -> str:
        return HEAD.format(what=self.procedure.what)

    @property
    def addresses(self) -> dict[str, tuple[str, ...]]:
        """The names of the variables that an observation is about, by criterion."""
        shown = self.procedure
        sex = shown.records.codebook.with_role(SEX)[0].name
        steps = (*TRACKS[shown.what], CONTACT)
        firsts = {step: found[0].name for step in steps if (found := shown.variables(step))}
        return {
            step: (outcome.name, sex, name)
            for outcome in shown.outcomes[:1]
            for step, name in firsts.items()
        }

    @property
    def html(self) -> Markup:
        """What was written, or lines for a pen."""
        if not self.addresses:
            return each([NOTHING.format(what=self.procedure.what)])
        notes = filter(None, map(self.note, self.addresses.values()))
        texts = [said(self.book, OBSERVATIONS, n.id) for n in notes]
        return render("pages/observations", "seen", head=repr(self), texts=texts)

    def widget(self) -> VBox | None:
        """The fields, each of which saves while one writes; None where there are none."""
        self.fields = {step: self._field(step, at) for step, at in self.addresses.items()}
        if not self.fields:
            return None
        return VBox([looks("forms.css"), *(field.widget for field in self.fields.values())])

    def note(self, address: tuple[str, ...]) -> Note | None:
        """The observation of these variables; the first where there are several."""
        notes = self.book.observations
        return next((n for n in notes if n.variables == address and not n.period), None)

    def _field(self, step: str, address: tuple[str, ...]) -> Field:
        label = ASKED.format(name=load("omotiverade")["kriterier"][step]["namn"])
        note = self.note(address)
        field = text_field(label, note.text if note else "", self._put(address), HINT)
        return field.follow(self.book)

    def _put(self, address: tuple[str, ...]) -> Callable[[str, str], str]:
        """Saves the words about these variables, and tells how that went."""

        def put(words: str, seen: str) -> str:
            note = self.note(address)
            if note:
                return self.book.change(OBSERVATIONS, note.id, words, seen)
            if words.strip():
                self.book.add_observation(words, address)
            return self.book.state

        return put


def findings(records: Records, what: str = "insats") -> Findings:
    """A form to write down what was seen at each criterion, as observations for step 2.

    Parameters
    ----------
    records
        The people; the names of their variables are saved, no figures.
    what
        As for `criteria`.

    Returns
    -------
    Findings
        A field a criterion that could be tried; ``.addresses`` has the variables of each.

    Raises
    ------
    ValueError
        When there is no such outcome.
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": ["Kvinna", "Man"], "Insats": ["Ja", "Nej"]})
    >>> findings(Records.from_frame(table)).addresses
    {}
    """
    return Findings(criteria(records, what), of_records(records).workbook)
