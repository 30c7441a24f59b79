"""Codebooks for files that come back from a national follow-up, made of the library."""

from dataclasses import replace
from typing import Any

from ..content import load
from ..errors import CodebookError
from ..wording import listing
from .codebook import Codebook
from .library import variables
from .variable import SEVERAL

NO_PROFILE = (
    "Kodboken «{name}» finns inte. Väntade en av: {known}. Skriv till exempel "
    "«isu kodbok {first} MAPP»."
)


def profiles() -> dict[str, str]:
    """The ids of the codebooks that there are, and what each is for.

    Examples
    --------
    >>> list(profiles())
    ['nuso_delstudie1', 'nuso_delstudie2']
    """
    return {id: row["namn"] for id, row in load("profiler").items()}


def area_of_profile(name: str) -> str:
    """The area of the social services that a codebook is of."""
    return str(_row(name)["omrade"])


def profile(name: str) -> Codebook:
    """The codebook for a file that comes back: what is asked, and what a column may be headed.

    The headers are those of a public description; a file that has others is paired by hand.

    Parameters
    ----------
    name
        As `profiles` has it.

    Raises
    ------
    CodebookError
        In Swedish, when there is none of that name.

    Examples
    --------
    >>> [v.columns for v in profile("nuso_delstudie2")][1]
    ('Ålder', 'Barnets ålder')
    """
    row = _row(name)
    headed = {id: heads for part in row["delar"].values() for id, heads in part.items()}
    book = [
        replace(v, columns=tuple(heads)) if heads and v.kind != SEVERAL else v
        for v, heads in zip(variables(headed), headed.values(), strict=True)
    ]
    return Codebook(tuple(book), unit=row["enhet"])


def _row(name: str) -> dict[str, Any]:
    rows = load("profiler")
    if name not in rows:
        told = NO_PROFILE.format(name=name, known=listing(rows), first=next(iter(rows)))
        raise CodebookError(told)
    row: dict[str, Any] = rows[name]
    return row
