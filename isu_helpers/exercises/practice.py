"""Tables to practise on: real ones with their source, and made-up ones that say so."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from ..analysis import Result, breakdown
from ..codebook import SEX, Codebook
from ..content import load
from ..records import Records

NO_TABLE = "there is no table {id!r}; there are {ids}"
BACKGROUND, RESULT = "bakgrund", "resultat"


def practice_records(id: str) -> Records:
    """The people of a table in exercise_tables.yaml, one a row: sex, background, result.

    Raises
    ------
    ValueError
        When there is no such table.

    Examples
    --------
    >>> practice_records("berkeley").n_people
    4526
    """
    tables = load("exercise_tables")
    if id not in tables:
        raise ValueError(NO_TABLE.format(id=id, ids=", ".join(tables)))
    entry = tables[id]
    frame = pd.DataFrame(list(_people(entry["rader"])), columns=entry["variabler"])
    proposed = Records.from_frame(frame).codebook
    roles = [SEX, *[BACKGROUND] * (len(frame.columns) - 2), RESULT]
    book = tuple(replace(v, role=r, guess="") for v, r in zip(proposed, roles, strict=True))
    return Records.from_frame(frame, Codebook(book), file=entry["namn"])


def practice_breakdown(id: str) -> Result:
    """The last variable of a practice table by sex."""
    return breakdown(practice_records(id), load("exercise_tables")[id]["variabler"][-1])


def _people(rows: list[list[Any]]) -> Iterator[list[str]]:
    for *answers, count in rows:
        yield from [answers] * count
