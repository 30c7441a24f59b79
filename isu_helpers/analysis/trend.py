"""``trend``: shares over time by sex, and so whether the gap between the sexes is closing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..codebook import DATE, SEX, Variable
from ..content import load
from ..errors import CodebookError
from ..records import Records
from ..records.derived import UNITS, finest_unit, in_periods, timed
from .breakdown import are_most, breakdown
from .cube import count
from .result import Choice, Result, Results

TREND, POOLED = "trend", "trend i längre perioder"
TOLD = ("insats", "resultat")  # what is shown over time by default
MOST_PERIODS = 24  # more than these can't be told apart in a chart
NO_TIME = (
    "Kodboken har ingen variabel för tid. Väntade en variabel som visar tid, till exempel ett "
    "datum eller ett år. Ange i kodboken vilken det är."
)
TOO_FINE = (
    "Variabeln «{name}» går inte att dela in efter {unit}. Väntade {finest} eller längre. Skriv "
    "period=\"{finest}\" eller lägg till ett datum i kodboken."
)  # fmt: skip
NO_PERIODS = (
    "Variabeln «{name}» ger ingen tid som minst {least} personer har. Väntade datum eller årtal i "
    "minst så många rader. Kontrollera kolumnen i filen eller välj en annan variabel."
)
NO_ORDER = (
    "Variabeln «{name}» går inte att dela in i perioder ({kind}). Väntade ett datum, ett årtal "
    "eller en skala. Skriv period=\"år\" eller ändra typen i kodboken."
)  # fmt: skip


def trend(
    records: Records, of: str | Variable, by: str | Variable = SEX, period: str = "år"
) -> Result:
    """Shares of a variable in each period by sex, and the difference between the sexes.

    Parameters
    ----------
    records
        The people.
    of
        The variable to count: a name or a role.
    by
        The grouping variable.
    period
        ``"år"``, ``"halvår"``, ``"kvartal"`` or ``"månad"``, out of the variable with the role
        «tid» that comes nearest; or the name of a variable, in its own periods (a date in years).
        Where fewer than two thirds of the groups have the least number of people an answer, the
        periods are made longer. Group sizes alone decide, never the answers.

    Returns
    -------
    Result
        As from `breakdown` by ``by`` and the period: ``.frame`` has a row a group, period and
        answer, ``.difference`` a row a period and answer.

    Raises
    ------
    CodebookError
        In Swedish, when a variable does not exist or tells no time, or no such short periods.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "År": [2024] * 40 + [2025] * 40,
    ...                       "Insats": ["Ja", "Nej"] * 20 + ["Ja", "Ja"] * 20})
    >>> gaps = trend(Records.from_frame(table), "Insats").difference
    >>> gaps.loc[gaps["Insats"] == "Ja", "value"].tolist()[:2]
    [1.0, 0.0]
    """
    source, unit = _source(records, period)
    if not unit:
        return replace(breakdown(records, of, [by, source]), analysis=TREND)
    answers, group = len(records.variable(of).categories), records.variable(by)
    wanted, chosen = _chosen(records, source, unit, group, answers)
    analysis = POOLED if chosen != wanted else TREND
    return replace(breakdown(records, of, [by, chosen]), analysis=analysis)


def trends(records: Records, period: str = "år") -> Results:
    """The first intervention and the first result over time, or nothing without any time.

    Parameters
    ----------
    records
        The people.
    period
        As for `trend`.

    Returns
    -------
    Results
        A trend each; none where the codebook has no time, or none in so short periods.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "År": [2024] * 40 + [2025] * 40,
    ...                       "Insats": ["Ja", "Nej"] * 40})
    >>> len(trends(Records.from_frame(table))), len(trends(Records.from_frame(table), "månad"))
    (1, 0)
    """
    found = [v for role in TOLD for v in records.countable(role)[:1]]
    try:
        items = tuple(Choice((trend(records, v, period=period),)) for v in found)
    except CodebookError:  # no time to go by
        items = ()
    return Results(records, items, analysis=TREND)


def why_no_time(records: Records, period: str = "år") -> str:
    """What is wrong with the time that trends go by, in Swedish; empty where nothing is."""
    found = [v for role in TOLD for v in records.countable(role)[:1]]
    try:
        for variable in found:
            trend(records, variable, period=period)
    except CodebookError as e:
        return str(e)
    return ""


def longer(result: Result) -> tuple[Result, ...]:
    """A trend in each kind of longer periods, for the Release to choose from."""
    period, records = result.by[-1], result.records
    source = records.codebook[period.rule.sources[0]] if period.rule else period
    unit = period.rule.detail[0] if period.rule else finest_unit(records, period)
    units = list(UNITS)[list(UNITS).index(unit) + 1 :] if unit else []
    found = (in_periods(records, source, u, _least()) for u in units)
    by = list(result.by[:-1])
    return tuple(
        replace(breakdown(records, result.of, [*by, variable]), analysis=POOLED)
        for variable in found
        if variable
    )


def _source(records: Records, period: str) -> tuple[Variable, str]:
    """The variable that tells the time, and the periods it is to be divided into."""
    asked = period.casefold()
    if asked not in UNITS:
        variable = records.codebook[period]
        unit = "år" if variable.kind == DATE else finest_unit(records, variable)
        return (variable, unit) if unit else (_in_order(records, variable), "")
    known = [(v, u) for v in timed(records.codebook) if (u := finest_unit(records, v))]
    fits = [(v, u) for v, u in known if UNITS[u] <= UNITS[asked]]
    if fits:
        return max(fits, key=lambda pair: UNITS[pair[1]])[0], asked
    if known:
        variable, finest = min(known, key=lambda pair: UNITS[pair[1]])
        raise CodebookError(TOO_FINE.format(name=variable.name, unit=asked, finest=finest))
    raise CodebookError(NO_TIME)


def _in_order(records: Records, variable: Variable) -> Variable:
    """A variable whose own answers are periods, whatever they are called."""
    if not variable.is_countable:
        raise CodebookError(NO_ORDER.format(name=variable.name, kind=variable.kind))
    return records.variable(variable)


def _chosen(
    records: Records, source: Variable, unit: str, by: Variable, answers: int
) -> tuple[Variable, Variable]:
    """The periods that were asked for, and the shortest from there on that are large enough."""
    least = _least()
    units = list(UNITS)[list(UNITS).index(unit) :]
    found = [v for u in units if (v := in_periods(records, source, u, least))]
    if not found:
        raise CodebookError(NO_PERIODS.format(name=source.name, least=least))
    enough = (v for v in found if _is_enough(records, by, v, least * answers))
    return found[0], next(enough, found[-1])


def _is_enough(records: Records, by: Variable, period: Variable, enough: int) -> bool:
    """Whether most groups of the two largest, in each period, have so many people."""
    if len(period.categories) > MOST_PERIODS:
        return False
    sizes = count(records, (by,), period).n[: len(by.categories), : len(period.categories)]
    largest = sizes[np.argsort(-sizes.sum(axis=1), kind="stable")[:2]]
    return are_most(largest >= enough)


def _least() -> int:
    return int(load("thresholds")["minsta_antal"]["value"])


# ``crossed_trend``: shares over time within each category of a background variable, by sex.


def crossed_trend(
    records: Records, of: str | Variable, by: Sequence[str | Variable], period: str = "år"
) -> Result:
    """A trend by sex and one more, in periods that most of the groups are large enough for.

    Group sizes alone decide on the periods, never the answers.

    Parameters
    ----------
    records
        The people.
    of
        The variable to count: a name or a role.
    by
        The grouping variables; of one alone it is a plain `trend`.
    period
        As for `trend`.

    Returns
    -------
    Result
        As from `breakdown` by ``by`` and the period.

    Raises
    ------
    CodebookError
        In Swedish, as from `trend`.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "År": [2024] * 40 + [2025] * 40,
    ...                       "Barn": list("JJNN") * 20, "Insats": ["Ja", "Nej"] * 40})
    >>> found = crossed_trend(Records.from_frame(table), "Insats", ["Kön", "Barn"])
    >>> [v.name for v in found.by]
    ['Kön', 'Barn', 'År']
    """
    plain = trend(records, of, by[0], period)
    if len(by) == 1:
        return plain
    crossed = replace(breakdown(records, of, [*by, plain.by[-1]]), analysis=plain.analysis)
    found = (crossed, *longer(crossed))
    return next((result for result in found if _is_enough_crossed(result)), found[-1])


def _is_enough_crossed(result: Result) -> bool:
    """Whether most groups, within the two largest of the first, have the least for an answer."""
    axes = result.cube.axes
    inner: Any = (*(slice(len(a.answers)) for a in axes[:-1]), -1)
    sizes = result.cube.n[inner]
    totals = sizes.reshape(len(sizes), -1).sum(axis=1)
    largest = sizes[np.argsort(-totals, kind="stable")[:2]]
    enough = load("thresholds")["minsta_antal"]["value"] * len(axes[-1].answers)
    return are_most(largest >= enough)
