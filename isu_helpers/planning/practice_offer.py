"""``practice_run``: invented people by the group's own codebook, to try day 2 on."""

from ..cleanup import PRACTICE_FOLDER
from ..example import FEWEST, PEOPLE, write_example_from
from ..form import codebook_path
from .offer import Offer, run_settings

MOST = 2000
ABOUT = (
    "Provkörningen gör påhittade personer efter er kodbok. Svaren är slump, så en skillnad "
    "betyder inget. Men ni ser vilka tabeller ni kommer att få."
)
IS_THERE = (
    "Övningen finns i mappen {folder} i er arbetsmapp. Vill ni göra en ny? Ta bort mappen först."
)
NOT_YET = (
    "Övningen är inte gjord än. Tryck på knappen, eller kör «isu exempel» med er kodbok efter "
    "--kodbok."
)
BUTTON, HOW_MANY = "Gör övningen", "Hur många påhittade personer?"
DONE = "Klart: övningen ligger i mappen {folder} i er arbetsmapp."
NEXT = (
    "Öppna sedan steg 1 (Vad ser vi?). Skriv så här på den första raden i rutan med "
    "inställningar, och kör allt:"
)
SETTING = 'arbetsmapp: str = r"{path}"'


class PracticeRun(Offer):
    """The practice folder of the run's codebook."""

    button = BUTTON
    number_asked = (HOW_MANY, PEOPLE, FEWEST, MOST)

    @property
    def words(self) -> list[str]:
        """What the trial run is, and whether it is made."""
        is_there = (self.chosen.arbetsmapp / PRACTICE_FOLDER / "isu.yaml").is_file()
        return [ABOUT, IS_THERE.format(folder=PRACTICE_FOLDER) if is_there else NOT_YET]

    def make(self, number: int) -> list[str]:
        """Write so many invented people, and tell how to open them."""
        source, folder = self.chosen.kodbok, self.chosen.arbetsmapp / PRACTICE_FOLDER
        book = source if source.is_file() else codebook_path(self.chosen.arbetsmapp)
        write_example_from(book, folder, people=number)
        return [DONE.format(folder=PRACTICE_FOLDER), NEXT, SETTING.format(path=folder)]


def practice_run() -> PracticeRun:
    """An offer to make practice records from the run's codebook, in a folder of their own.

    Examples
    --------
    >>> type(practice_run()).button
    'Gör övningen'
    """
    return PracticeRun(run_settings())
