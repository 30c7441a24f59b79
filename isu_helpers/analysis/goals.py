"""``goals``: how far goals were reached, by sex."""

import re
from collections.abc import Sequence

from ..codebook import CHOICE, SCALE, SEX, Variable
from ..records import Records
from .result import Result, Results
from .several import By, formed, several

FORM, RESULT = "goals", "resultat"
GOAL = re.compile(r"\bmål(en|et|s|uppfyllelsen?|uppnåelsen?)?\b", re.IGNORECASE)


def goals(
    records: Records, of: str | Variable | Sequence[str] | None = None, by: By = SEX
) -> Result | Results:
    """How many reached their goals wholly, in part or not at all, of those who have an answer.

    Parameters
    ----------
    records
        The people.
    of
        The variable, or several; without one, those with the role ``"resultat"`` that have
        ordered answers or options, one occasion only, and the word «mål» in name or label.
    by
        The grouping variable, or several, as for `breakdown`.

    Returns
    -------
    Result or Results
        A breakdown a variable; several where ``of`` is none or a list.

    Raises
    ------
    CodebookError
        In Swedish, when a variable does not exist or has no categories.
    """
    if isinstance(of, (str, Variable)):
        return formed(records, of, by, FORM)
    found = [v for v in records.countable(RESULT) if is_goal(v)] if of is None else of
    return several(records, found, by, FORM)


def is_goal(variable: Variable) -> bool:
    """Whether a variable is about how far goals were reached."""
    is_told = GOAL.search(f"{variable.name} {variable.label}") is not None
    return is_told and variable.kind in (SCALE, CHOICE) and not variable.pair
