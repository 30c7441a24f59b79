"""An offer: a page with a button; nothing is written until it is pressed."""

from ipywidgets import HTML, BoundedIntText, Button, VBox
from markupsafe import Markup

from ..codebook import Codebook
from ..collect import MOST_ROWS, codebook_path, write_form
from ..collect.cleanup import PRACTICE_FOLDER
from ..collect.review import draw_review_sample, write_sample
from ..configuration import is_practice
from ..errors import IsuError
from ..example import FEWEST, PEOPLE, write_example_from
from ..forms import Page, each, helped, looks
from ..records import Records, read_records
from ..run import Run, active

PRACTICE = (
    "Det här är en övningsmapp, och inget skrivs i den. Väntade er egen mapp. "
    "Välj mapp i «Välkommen» först."
)
FIELD = {"width": "100%", "max_width": "28rem"}


class Offer(Page):
    """Something that can be made in the arbetsmapp.

    A subclass gives ``words`` (what stands in a handout too), ``button`` and ``number_asked``,
    the label, value and bounds of the number that it asks for, and ``make``, which makes it.
    """

    button = ""
    number_asked = ("", 0, 0, 0)

    def __init__(self, chosen: Run) -> None:
        self.chosen = chosen

    def __repr__(self) -> str:
        return self.words[0]

    @property
    def words(self) -> list[str]:
        """What it is and whether it is made, a paragraph each."""
        raise NotImplementedError

    def make(self, number: int) -> list[str]:
        """Make it, and tell how that went, a paragraph each."""
        raise NotImplementedError

    def asked(self, number: int) -> list[str]:
        """Make it, or tell in Swedish why not; never in a practice folder."""
        try:
            if is_practice(self.chosen.arbetsmapp):
                raise IsuError(PRACTICE)
            return self.make(number)
        except IsuError as e:
            return [str(e)]

    @property
    def html(self) -> Markup:
        """The words."""
        return each(self.words)

    def widget(self) -> VBox:
        """The words, a number to fill in, the button, and how it went."""
        label, value, least, most = self.number_asked
        self.about = HTML(layout={"width": "auto"})
        self.number = BoundedIntText(
            value=value, min=least, max=most, description=label, layout=FIELD
        )
        self.number.add_class("isu-falt")
        self.press = Button(description=self.button)
        self.press.add_class("isu-knapp")
        self.told = HTML(layout={"width": "auto"})
        self.press.on_click(lambda _: self._pressed())
        self._show()
        style = looks("forms.css", "release.css")
        return VBox([style, self.about, self.number, self.press, self.told])

    def _pressed(self) -> None:
        told = each(self.asked(self.number.value))
        self.told.value = helped(told, is_told=True)
        self._show()

    def _show(self) -> None:
        self.about.value = helped(self.html)


def run_settings() -> Run:
    """The run of this kernel."""
    return active()


# ``collection_form``: the Excel form of the group's codebook, made when it is asked for.

FORM_FILE = "insamling.xlsx"
FORM_ABOUT = (
    "Formuläret görs ur er kodbok. Det har en kolumn för varje fråga, listor att välja svar i och "
    "ett blad som förklarar."
)
FORM_IS_THERE = "Formuläret finns i er mapp: {file}. Ändrar ni kodboken behöver ni göra ett nytt."
FORM_NOT_YET = (
    "Formuläret är inte gjort än. Tryck på knappen, eller kör «isu insamling» med er mapp."
)
FORM_BUTTON, ROWS = "Gör formuläret", "Hur många rader ska det ha?"
FORM_USUAL = 500
FORM_DONE = (
    "Klart: {file} ligger i er mapp. Öppna den i Excel och fyll i en påhittad rad som prov. "
    "Ta bort raden innan ni börjar på riktigt."
)


class CollectionForm(Offer):
    """The form of the run's codebook."""

    button = FORM_BUTTON
    number_asked = (ROWS, FORM_USUAL, 1, MOST_ROWS)

    @property
    def words(self) -> list[str]:
        """What the form is, and whether it is made."""
        is_there = (self.chosen.arbetsmapp / FORM_FILE).is_file()
        return [FORM_ABOUT, FORM_IS_THERE.format(file=FORM_FILE) if is_there else FORM_NOT_YET]

    def make(self, number: int) -> list[str]:
        """Write the form with room for so many rows; nothing is written over."""
        source = self.chosen.kodbok
        book = source if source.is_file() else codebook_path(self.chosen.arbetsmapp)
        made = write_form(book, self.chosen.arbetsmapp / FORM_FILE, rows=number)
        return [FORM_DONE.format(file=made.name)]


def collection_form() -> CollectionForm:
    """An offer to make the Excel form of the run's codebook in the arbetsmapp.

    Returns
    -------
    CollectionForm
        How many rows, and a button that writes ``insamling.xlsx``; nothing is written over.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> type(collection_form()).button
    'Gör formuläret'
    """
    return CollectionForm(run_settings())


# ``practice_run``: invented people by the group's own codebook, to try day 2 on.

PRACTICE_MOST = 2000
PRACTICE_ABOUT = (
    "Provkörningen gör påhittade personer efter er kodbok. Svaren är slump, så en skillnad "
    "betyder inget. Men ni ser vilka tabeller ni kommer att få."
)
PRACTICE_IS_THERE = (
    "Övningen finns i mappen {folder} i er arbetsmapp. Vill ni göra en ny? Ta bort mappen först."
)
PRACTICE_NOT_YET = (
    "Övningen är inte gjord än. Tryck på knappen, eller kör «isu exempel» med er kodbok efter "
    "--kodbok."
)
PRACTICE_BUTTON, PRACTICE_HOW_MANY = "Gör övningen", "Hur många påhittade personer?"
PRACTICE_DONE = "Klart: övningen ligger i mappen {folder} i er arbetsmapp."
NEXT = (
    "Öppna sedan steg 1 (Vad ser vi?). Skriv så här på den första raden i rutan med "
    "inställningar, och kör allt:"
)
SETTING = 'arbetsmapp: str = r"{path}"'


class PracticeRun(Offer):
    """The practice folder of the run's codebook."""

    button = PRACTICE_BUTTON
    number_asked = (PRACTICE_HOW_MANY, PEOPLE, FEWEST, PRACTICE_MOST)

    @property
    def words(self) -> list[str]:
        """What the trial run is, and whether it is made."""
        is_there = (self.chosen.arbetsmapp / PRACTICE_FOLDER / "isu.yaml").is_file()
        made = PRACTICE_IS_THERE.format(folder=PRACTICE_FOLDER)
        return [PRACTICE_ABOUT, made if is_there else PRACTICE_NOT_YET]

    def make(self, number: int) -> list[str]:
        """Write so many invented people, and tell how to open them."""
        source, folder = self.chosen.kodbok, self.chosen.arbetsmapp / PRACTICE_FOLDER
        book = source if source.is_file() else codebook_path(self.chosen.arbetsmapp)
        write_example_from(book, folder, people=number)
        return [PRACTICE_DONE.format(folder=PRACTICE_FOLDER), NEXT, SETTING.format(path=folder)]


def practice_run() -> PracticeRun:
    """An offer to make practice records from the run's codebook, in a folder of their own.

    Returns
    -------
    PracticeRun
        How many invented people, and a button that makes their arbetsmapp within the group's.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> type(practice_run()).button
    'Gör övningen'
    """
    return PracticeRun(run_settings())


# The records of the run's data file, read without a word written.


def records_of(chosen: Run) -> Records | None:
    """The people in the run's data file, by its codebook or a guess; None where there is no file.

    Raises
    ------
    IsuError
        In Swedish, when the file or the codebook can't be used.
    """
    if chosen.datafil is None:
        return None
    book = Codebook.read(chosen.kodbok) if chosen.kodbok.is_file() else None
    return read_records(
        chosen.datafil,
        book,
        konsvariabel=chosen.konsvariabel,
        period=chosen.period,
        dolda_rader=chosen.dolda_rader,
    )


# ``reading_list``: which case files to read, equally many of each sex, drawn when asked for.

REVIEW_FILE, REVIEW_USUAL, REVIEW_MOST = "urval.xlsx", 40, 2000
REVIEW_ABOUT = (
    "Urvalet görs ur er datafil. Räcker akterna blir hälften om flickor eller kvinnor och hälften "
    "om pojkar eller män. Vem som kommer med avgörs av slumpen. Har filen en nyckel för personen "
    "kommer ingen med två gånger."
)
REVIEW_IS_THERE = "Läslistan finns i er mapp: {file}. Ta bort den om ni vill dra ett nytt urval."
REVIEW_NOT_YET = "Ingen läslista är gjord än. Tryck på knappen, eller kör «isu urval» med er mapp."
NO_FILE = (
    "Mappen har ingen datafil än. Väntade en fil att dra ur, med en rad för varje akt. "
    "Lägg filen i mappen och läs in sidan igen."
)
REVIEW_BUTTON, REVIEW_HOW_MANY = "Dra ett urval", "Hur många akter ska ni läsa?"
REVIEW_DONE = "Klart: {file} ligger i er mapp."


class ReadingList(Offer):
    """The review sample of the run's data file."""

    button = REVIEW_BUTTON
    number_asked = (REVIEW_HOW_MANY, REVIEW_USUAL, 2, REVIEW_MOST)

    @property
    def words(self) -> list[str]:
        """What the list is, and whether it is drawn."""
        is_there = (self.chosen.arbetsmapp / REVIEW_FILE).is_file()
        made = REVIEW_IS_THERE.format(file=REVIEW_FILE)
        return [REVIEW_ABOUT, made if is_there else REVIEW_NOT_YET]

    def make(self, number: int) -> list[str]:
        """Draw so many rows and write the list; what was drawn and what was wanting."""
        records = records_of(self.chosen)
        if records is None:
            raise IsuError(NO_FILE)
        sample = draw_review_sample(records, n=number)
        path = write_sample(sample, self.chosen.arbetsmapp / REVIEW_FILE)
        return [REVIEW_DONE.format(file=path.name), *sample.notes]


def reading_list() -> ReadingList:
    """An offer to draw a review sample of the run's data file.

    Returns
    -------
    ReadingList
        How many case files, and a button that writes ``urval.xlsx``; nothing is written over.

    Raises
    ------
    SettingError
        In Swedish, when no run has been made and its settings do not hold.

    Examples
    --------
    >>> type(reading_list()).button
    'Dra ett urval'
    """
    return ReadingList(run_settings())
