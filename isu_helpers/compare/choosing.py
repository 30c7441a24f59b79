"""Which area and period of a reference file to compare with, where it has several."""

from collections.abc import Iterable

from ..errors import DataFileError
from ..propose.headers import safe_headers
from .reference import NAMELESS
from .words import is_among, place, word, year

MANY_AREAS = (
    "Jämförelsefilen «{file}» har flera områden: {names}. Väntade ett att jämföra med. "
    "Ta bort raderna för de andra områdena."
)
CHOSEN = "Filen har flera områden. Jämförelsen gäller {name}."
NO_AREA = (
    "Filen säger inte var siffrorna kommer ifrån. Gör en kolumn «område», till exempel Riket."
)
NEWEST = "Filen har flera perioder. Den senaste i varje fråga används."


def chosen_area(areas: Iterable[str], file: str, kommun: str) -> tuple[str, bool, list[str]]:
    """The area to compare with, whether it is one's own, and what to tell of the choice.

    Raises
    ------
    DataFileError
        In Swedish, when there are several to choose among and none is the whole country.
    """
    found = list(dict.fromkeys(place(a) for a in areas if a))
    if not found:
        return NAMELESS, False, [NO_AREA]
    others = [a for a in found if not is_own(a, kommun)]
    if not others:
        return found[0], True, []
    country = [a for a in others if is_among(a, "riket")]
    if len(others) > 1 and not country:
        raise DataFileError(MANY_AREAS.format(file=file, names=safe_headers(others)))
    name = (country or others)[0]
    return name, False, [CHOSEN.format(name=name)] if len(found) > 1 else []


def is_own(area: str, kommun: str) -> bool:
    """Whether an area is the group's own municipality."""
    key, own = word(place(area)), word(kommun)
    names = {own, f"{own} kommun", f"{own}s kommun"} if own else set()
    return key in names or is_among(area, "egen")


def period_key(period: str) -> tuple[str, str]:
    """What puts periods in order: the year, then the rest, so that höst comes after vår."""
    return year(period), _season(period)


def _season(period: str) -> str:
    key = word(period)
    return key.replace("vår", "1").replace("höst", "2")
