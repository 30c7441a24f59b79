"""``reading_list``: which case files to read, equally many of each sex, drawn when asked for."""

from ..errors import IsuError
from ..review import draw_review_sample, write_sample
from .offer import Offer, run_settings
from .run_file import records_of

FILE, USUAL, MOST = "urval.xlsx", 40, 2000
ABOUT = (
    "Urvalet görs ur er datafil. Räcker akterna blir hälften om flickor eller kvinnor och hälften "
    "om pojkar eller män. Vem som kommer med avgörs av slumpen. Har filen en nyckel för personen "
    "kommer ingen med två gånger."
)
IS_THERE = "Läslistan finns i er mapp: {file}. Ta bort den om ni vill dra ett nytt urval."
NOT_YET = "Ingen läslista är gjord än. Tryck på knappen, eller kör «isu urval» med er mapp."
NO_FILE = (
    "Mappen har ingen datafil än. Väntade en fil att dra ur, med en rad för varje akt. "
    "Lägg filen i mappen och kör om rutan."
)
BUTTON, HOW_MANY = "Dra ett urval", "Hur många akter ska ni läsa?"
DONE = "Klart: {file} ligger i er mapp."


class ReadingList(Offer):
    """The review sample of the run's data file."""

    button = BUTTON
    number_asked = (HOW_MANY, USUAL, 2, MOST)

    @property
    def words(self) -> list[str]:
        """What the list is, and whether it is drawn."""
        is_there = (self.chosen.arbetsmapp / FILE).is_file()
        return [ABOUT, IS_THERE.format(file=FILE) if is_there else NOT_YET]

    def make(self, number: int) -> list[str]:
        """Draw so many rows and write the list; what was drawn and what was wanting."""
        records = records_of(self.chosen)
        if records is None:
            raise IsuError(NO_FILE)
        sample = draw_review_sample(records, n=number)
        path = write_sample(sample, self.chosen.arbetsmapp / FILE)
        return [DONE.format(file=path.name), *sample.notes]


def reading_list() -> ReadingList:
    """An offer to draw a review sample of the run's data file.

    Examples
    --------
    >>> type(reading_list()).button
    'Dra ett urval'
    """
    return ReadingList(run_settings())
