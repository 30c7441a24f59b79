"""``collection_form``: the Excel form of the group's codebook, made when it is asked for."""

from ..form import MOST_ROWS, codebook_path, write_form
from .offer import Offer, run_settings

FILE = "insamling.xlsx"
ABOUT = (
    "Formuläret görs ur er kodbok. Det har en kolumn för varje fråga, listor att välja svar i och "
    "ett blad som förklarar."
)
IS_THERE = "Formuläret finns i er mapp: {file}. Ändrar ni kodboken behöver ni göra ett nytt."
NOT_YET = "Formuläret är inte gjort än. Tryck på knappen, eller kör «isu insamling» med er mapp."
BUTTON, ROWS = "Gör formuläret", "Hur många rader ska det ha?"
USUAL = 500
DONE = (
    "Klart: {file} ligger i er mapp. Öppna den i Excel och fyll i en påhittad rad som prov. "
    "Ta bort raden innan ni börjar på riktigt."
)


class CollectionForm(Offer):
    """The form of the run's codebook."""

    button = BUTTON
    number_asked = (ROWS, USUAL, 1, MOST_ROWS)

    @property
    def words(self) -> list[str]:
        """What the form is, and whether it is made."""
        is_there = (self.chosen.arbetsmapp / FILE).is_file()
        return [ABOUT, IS_THERE.format(file=FILE) if is_there else NOT_YET]

    def make(self, number: int) -> list[str]:
        """Write the form with room for so many rows; nothing is written over."""
        source = self.chosen.kodbok
        book = source if source.is_file() else codebook_path(self.chosen.arbetsmapp)
        return [
            DONE.format(file=write_form(book, self.chosen.arbetsmapp / FILE, rows=number).name)
        ]


def collection_form() -> CollectionForm:
    """An offer to make the Excel form of the run's codebook in the arbetsmapp.

    Examples
    --------
    >>> type(collection_form()).button
    'Gör formuläret'
    """
    return CollectionForm(run_settings())
