"""The areas of social services: which of them a setting's words mean."""

from dataclasses import dataclass
from functools import cache

from .content import load


@dataclass(frozen=True)
class Area:
    """An area: its id in the content, its name, and what follow-up in it mostly measures.

    ``measures`` is ``"forandring"`` (a change for the better) or ``"bibehallen"`` (quality of
    life and participation that are kept).
    """

    id: str
    name: str
    measures: str


def area_of(words: str | None) -> Area | None:
    """The area that words such as those of the setting ``omrade`` mean; None where none is known.

    Examples
    --------
    >>> area_of("LSS och äldreomsorg").id, area_of("skadligt_bruk").name
    ('funktionsnedsattning_aldre', 'skadligt bruk och beroende')
    >>> area_of("skidor") is None
    True
    """
    asked = (words or "").casefold()
    for area in areas():
        if asked in (area.id, area.name):
            return area
    known = load("areas")
    return next((a for a in areas() if any(w in asked for w in known[a.id]["ord"])), None)


@cache
def areas() -> tuple[Area, ...]:
    """All areas, in the order of their names in the content."""
    return tuple(Area(id, e["namn"], e["matt"]) for id, e in load("areas").items())
