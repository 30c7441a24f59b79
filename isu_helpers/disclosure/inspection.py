"""The last look before anything is shown: do the tables tell no more than the Release decided?

The attacker has tried the pattern itself when it was chosen. Here the frames that tables, charts
and sentences are made from are read as a reader would: counts, bases, and what shares and
intervals give away of them.
"""

from collections.abc import Iterator

import pandas as pd

from ..analysis.cube import ANSWERED
from ..errors import IsuError
from ..wording import MISSING, TOTAL
from .ledger import Address
from .protected import Protected
from .release import Release

STOPPED = (
    "Tabellen «{title}» visas inte. Kontrollen fann att ett dolt tal går att räkna ut ur den. "
    "Väntade att inget går att räkna ut. Slå ihop svar eller grupper i kodboken, starta om kärnan "
    "och kör igen."
)
FIGURES = ["share", "low", "high"]


def inspect(release: Release) -> None:
    """Stop what is about to be shown where its tables tell a number that is to be hidden.

    Raises
    ------
    IsuError
        In Swedish, with the title of the table.
    """
    ledger = release.ledger
    if not release.is_protected:
        return
    for protected in release.results.values():
        told = {ledger.place.get(ledger.address(address)) for address in _told(protected)}
        if told - release.shown:
            raise IsuError(STOPPED.format(title=protected.result.of.title))


def _told(protected: Protected) -> Iterator[Address]:
    """The addresses whose numbers a table's frame gives, each under its usual name."""
    *by, of = (axis.name for axis in protected.axes)
    for row in protected.frame.to_dict("records"):
        group = {(name, row[name]) for name in by if isinstance(row[name], str)}
        answer = row[of] if isinstance(row[of], str) else None
        is_answer = answer not in (None, MISSING)
        gives_more = not pd.isna([row[f] for f in FIGURES]).all()
        if gives_more or not pd.isna(row["n"]):
            yield frozenset(group | ({(of, answer)} if answer else set()))
        if is_answer and (gives_more or not pd.isna(row["base"])):
            yield _base(protected, frozenset(group), of)


def _base(protected: Protected, group: Address, of: str) -> Address:
    """Those who answered in a group: all of it where nobody's answer is missing."""
    at = tuple(axis.place(dict(group).get(axis.name, TOTAL)) for axis in protected.axes[:-1])
    cube = protected.cube
    is_all = cube.n[(*at, cube.of.place(ANSWERED))] == cube.n[(*at, -1)]
    return group if is_all else group | {(of, ANSWERED)}
