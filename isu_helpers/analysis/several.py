"""Breakdowns that are shown in a form of their own, one variable or several."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..codebook import Variable
from ..records import Records
from .breakdown import breakdown
from .result import Choice, Result, Results

By = str | Variable | Sequence[str | Variable]


def formed(records: Records, of: str | Variable, by: By, form: str) -> Result:
    """A breakdown that is shown in a form."""
    return replace(breakdown(records, of, by), form=form)


def several(records: Records, of: Iterable[str | Variable], by: By, form: str) -> Results:
    """A breakdown each of several variables, shown together in a form."""
    items = tuple(Choice((formed(records, variable, by, form),)) for variable in of)
    return Results(records, items, form=form)
