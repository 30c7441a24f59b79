"""``opinions``: survey answers on a scale, by sex."""

from collections.abc import Sequence

from ..codebook import ROLES, SCALE, SEX, Variable
from ..records import Records
from .goals import is_goal
from .result import Result, Results
from .several import By, formed, several

FORM = "opinions"


def opinions(
    records: Records, of: str | Variable | Sequence[str] | None = None, by: By = SEX
) -> Result | Results:
    """What people answered on a scale; questions with the same answers are shown together.

    Parameters
    ----------
    records
        The people.
    of
        The question, or several; without one, every scale that the codebook calls open
        (``oppen: ja``), is asked once and is not about goals, in the codebook's order.
    by
        The grouping variable, or several, as for `breakdown`.

    Returns
    -------
    Result or Results
        A breakdown a question; several where ``of`` is none or a list.

    Raises
    ------
    CodebookError
        In Swedish, when a variable does not exist or has no categories.
    """
    if isinstance(of, (str, Variable)):
        return formed(records, of, by, FORM)
    return several(records, _questions(records) if of is None else of, by, FORM)


def _questions(records: Records) -> list[Variable]:
    scales = [v for role in ROLES for v in records.countable(role) if v.kind == SCALE]
    known = {v.name for v in scales if v.is_open and not v.pair and not is_goal(v)}
    return [v for v in records.codebook if v.name in known]
