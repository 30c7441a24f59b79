"""``change``: the same people at start and follow-up, and who was not reached."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..codebook import CHOICE, OCCASIONS, ROLES, SCALE, SEX, Rule, Variable
from ..errors import CodebookError
from ..records import Records
from ..records.derived import CHANGE, FOLLOWED, derived, rule_of
from .breakdown import By, analysed, breakdown, several
from .result import Result, Results

CHANGED = "change"
NO_PAIR = (
    "Variabeln «{name}» har ingen uppföljning i kodboken. Väntade samma fråga vid det "
    "andra tillfället. Ange i kodboken vilken det är, eller skriv after= här."
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
        pairs = [_rule(v) for v in records.codebook if _is_start(records, v)]
        return several(records, [derived(records, rule) for rule in pairs], by, CHANGED)
    rule = _rule(_known(records, before), _known(records, after) if after else None)
    return analysed(records, derived(records, rule), by, CHANGED)


def followed(result: Result) -> Result:
    """Of those with an answer at start: who has one at follow-up, in the groups of a change."""
    rule = replace(rule_of(result.of), name=FOLLOWED)
    return breakdown(result.records, derived(result.records, rule), result.by)


def _rule(before: Variable, after: Variable | None = None) -> Rule:
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
        derived(records, _rule(variable))
    except CodebookError as e:
        return str(e)
    return ""


# ``goals``: how far goals were reached, by sex.

GOALS, RESULT = "goals", "resultat"
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
    ValueError
        When ``of`` is among ``by``.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Nått målet": ["Helt", "Delvis"] * 10})
    >>> found = goals(Records.from_frame(table), "Nått målet").frame
    >>> found.loc[found["Kön"] == "Kvinna", ["Nått målet", "n"]].values.tolist()[:2]
    [['Delvis', 0], ['Helt', 10]]
    """
    return _asked(records, of, by, GOALS, _goals)


def _goals(records: Records) -> list[Variable]:
    return [v for v in records.countable(RESULT) if is_goal(v)]


def is_goal(variable: Variable) -> bool:
    """Whether a variable is about how far goals were reached."""
    is_told = GOAL.search(f"{variable.name} {variable.label}") is not None
    return is_told and variable.kind in (SCALE, CHOICE) and not variable.pair


# ``opinions``: survey answers on a scale, by sex.

OPINIONS = "opinions"


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
    ValueError
        When ``of`` is among ``by``.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Bemötande": ["Bra", "Dåligt"] * 10})
    >>> found = opinions(Records.from_frame(table), "Bemötande")
    >>> found.frame.loc[found.frame["Kön"] == "Man", ["Bemötande", "n"]].values.tolist()[:2]
    [['Dåligt', 10], ['Bra', 0]]
    """
    return _asked(records, of, by, OPINIONS, _questions)


def _asked(
    records: Records,
    of: str | Variable | Sequence[str] | None,
    by: By,
    analysis: str,
    known: Callable[[Records], list[Variable]],
) -> Result | Results:
    """A result of one variable, or those of several; of all that are known where none is named."""
    if isinstance(of, (str, Variable)):
        return analysed(records, of, by, analysis)
    return several(records, known(records) if of is None else of, by, analysis)


def _questions(records: Records) -> list[Variable]:
    scales = [v for role in ROLES for v in records.countable(role) if v.kind == SCALE]
    known = {v.name for v in scales if v.is_open and not v.pair and not is_goal(v)}
    return [v for v in records.codebook if v.name in known]
