"""What of the group's own words is not on its pages: where it stands, and never what it says."""

from pathlib import Path

from ..content import NOTEBOOK, notebooks, prompts
from ..wording import listing
from ..workbook import ANSWERS, Workbook
from ..workbook.note import base_of

HELD_BACK = (
    "{mapp}: stycken ur er egen text kan peka ut någon och är inte med på sidorna: {places}. "
    "Väntade inget om färre än {k} personer, inga namn och inga nummer. Gå till «Läs igenom "
    "innan ni visar» i {notebook} och skriv om dem, eller säg att de är ofarliga."
)
PLACE, MORE = "«{question}» ({notebook})", "{n} ställen till"
MOST = 4  # places that are told one by one
SETTLED_IN = "presentation"


def held_back(arbetsbok: Path, mapp: str, k: int) -> str:
    """A Swedish line about the texts of a workbook that are left out; empty where none is.

    Parameters
    ----------
    mapp
        What the folder is called.
    k
        The least number of people that may be told.

    Raises
    ------
    IsuError
        In Swedish with the line, when a person has broken the file.

    Examples
    --------
    >>> held_back(Path("finns-inte.yaml"), "åby", 5)
    ''
    """
    found = [(section, id) for section, id, _ in Workbook(arbetsbok).doubts(k)]
    if not found:
        return ""
    places = [*dict.fromkeys(_place(*key) for key in found)]
    rest = [MORE.format(n=len(places) - MOST)] if len(places) > MOST else []
    told = {"places": listing([*places[:MOST], *rest]), "notebook": notebooks()[SETTLED_IN]["fil"]}
    return HELD_BACK.format(mapp=mapp, k=k, **told)


def _place(section: str, id: str) -> str:
    """The question that a text answers, with its notebook; of a list, what it is called."""
    from ..forms.look_over import about

    question, asked = about(section, id), prompts().get(base_of(id))
    if section != ANSWERS or not asked:
        return f"«{question}»"
    return PLACE.format(question=question, notebook=notebooks()[asked[NOTEBOOK]]["kort"])
