"""``change``: the same people at start and follow-up, and who was not reached."""

from dataclasses import replace

from ..codebook import OCCASIONS, SEX, Rule, Variable
from ..derived import CHANGE, FOLLOWED, derived
from ..errors import CodebookError
from ..records import Records
from .breakdown import breakdown
from .result import Result, Results
from .several import By, formed, several

FORM = "change"
NO_PAIR = (
    "Variabeln «{name}» har ingen uppföljning i kodboken. Väntade «par:» med namnet på samma "
    "fråga vid det andra tillfället. Lägg till det i kodboken, eller skriv after= här."
)


def change(
    records: Records,
    before: str | Variable | None = None,
    after: str | Variable | None = None,
    by: By = SEX,
) -> Result | Results:
    """How many are better, unchanged or worse off at follow-up, of those with both answers.

    Parameters
    ----------
    records
        The people.
    before
        The variable at start, of ordered answers, numbers or yes and no; without one, every pair
        of the codebook.
    after
        The same question at follow-up; without one, the variable's pair in the codebook.
    by
        The grouping variable, or several, as for `breakdown`.

    Returns
    -------
    Result or Results
        A breakdown of the derived variable. What is better is told by ``battre`` in the codebook;
        without that the answers are «Högre» and «Lägre». Where the codebook has the instrument's
        reliability, only a change larger than its noise counts. A missing answer is one that
        lacks start or follow-up: `followed` tells who of those with a start was reached.

    Raises
    ------
    CodebookError
        In Swedish, when there is no follow-up, or the two are not answered alike in an order.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KKMM") * 10, "Mående vid start": [3, 4, 5, 6] * 10,
    ...                       "Mående vid uppföljning": [5, 4, 3, None] * 10})
    >>> records = Records.from_frame(table)
    >>> result = change(records, "Mående vid start")
    >>> result.frame.loc[result.frame["Kön"].isna(), "n"].tolist()
    [10, 10, 10, 10, 40]
    """
    if before is None:
        pairs = [_rule(records, v, None) for v in records.codebook if _is_start(records, v)]
        return several(records, [derived(records, rule) for rule in pairs], by, FORM)
    rule = _rule(records, _known(records, before), after and _known(records, after))
    return formed(records, derived(records, rule), by, FORM)


def followed(result: Result) -> Result:
    """Of those with an answer at start: who has one at follow-up, in the groups of a change."""
    rule = replace(result.of.rule, name=FOLLOWED)
    return breakdown(result.records, derived(result.records, rule), result.by)


def _rule(records: Records, before: Variable, after: Variable | None) -> Rule:
    """The rule of a change; a pair is turned the right way round."""
    if after is None and not before.pair:
        raise CodebookError(NO_PAIR.format(name=before.name))
    names = before.name, after.name if after else before.pair
    if after is None and before.occasion == OCCASIONS[1]:
        names = names[::-1]
    return Rule(CHANGE, names)


def _known(records: Records, name: str | Variable) -> Variable:
    return records.codebook[name.name if isinstance(name, Variable) else name]


def why_no_change(records: Records) -> list[str]:
    """Why no change can be worked out of a pair, for each pair of the codebook that has none."""
    return [why for v in records.codebook if _is_asked_twice(v) and (why := _trouble(records, v))]


def _is_start(records: Records, variable: Variable) -> bool:
    """Whether a variable is the start of a pair that a change can be worked out of."""
    return _is_asked_twice(variable) and not _trouble(records, variable)


def _is_asked_twice(variable: Variable) -> bool:
    return bool(variable.pair) and variable.occasion == OCCASIONS[0]


def _trouble(records: Records, variable: Variable) -> str:
    """What stands in the way of a change from this variable, in Swedish; empty where nothing."""
    try:
        derived(records, _rule(records, variable, None))
    except CodebookError as e:
        return str(e)
    return ""
