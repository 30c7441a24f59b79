"""Why there is nothing to show: what the codebook lacks, or what it has and the file does not."""

from collections.abc import Iterable

from ..codebook import Variable
from ..codebook.library import Entry
from ..records import Records
from ..wording import listing
from .model import ADD, CHANGE, Bullets, Mend, Paragraph, Part

NO_COLUMN = "Kodboken har {names}, men filen har ingen kolumn för det."
NOT_COUNTED = (
    "Svaren på {names} går inte att räkna här. De är fri text, datum eller saknar "
    "svarsalternativ eller klasser i kodboken."
)
READY = "Färdiga variabler att ta in i kodboken:"
ENTRY = "«{label}»: {question}"


def why_nothing(records: Records, wanted: Iterable[Variable], otherwise: str) -> str:
    """Why none of some variables of the codebook can be shown.

    Parameters
    ----------
    wanted
        The variables that would have been shown, had the file answers that can be counted.
    otherwise
        What is said where there is no such variable at all.
    """
    every = [v for v in wanted if not v.part_of]
    lost = [v for v in every if records.lacks(v)]
    rest = [v for v in every if v not in lost]
    forms = ((NO_COLUMN, lost), (NOT_COUNTED, rest))
    return " ".join(form.format(names=named(some)) for form, some in forms if some) or otherwise


def mends_of(records: Records, wanted: Iterable[Variable], *otherwise: Mend) -> tuple[Mend, ...]:
    """What can be done about it in the codebook, where that is what is wanting.

    Parameters
    ----------
    wanted, otherwise
        As for `why_nothing`.
    """
    every = [v for v in wanted if not v.part_of]
    rest = [v for v in every if not records.lacks(v)]
    return otherwise if not every else tuple(Mend(CHANGE, name=v.name) for v in rest)


def named(variables: Iterable[Variable]) -> str:
    """Variables in a sentence, each by its title."""
    return listing(dict.fromkeys(f"«{v.title}»" for v in variables))


def offered(entries: Iterable[Entry]) -> tuple[Part, ...]:
    """Ready variables that can be taken into the codebook; nothing where there are none."""
    found = tuple(entries)
    adds = (Mend(ADD, e.id) for e in found)
    return (Paragraph(READY), Bullets(tuple(map(entry_told, found))), *adds) if found else ()


def entry_told(entry: Entry) -> str:
    """A ready variable in a list: what it is called, and what it asks."""
    return ENTRY.format(label=entry.label, question=entry.question)
