"""``medians`` and ``waiting_times``: numbers and days by sex, told by their quantiles."""

from collections.abc import Iterator
from itertools import combinations

from ..codebook import DATE, NUMBER, SEX, Variable
from ..records import Records
from ..records.derived import timed
from ..records.derived.fine import days_between, finer, has_time
from .breakdown import analysed
from .result import MEDIANS, WAITING, Choice, Results

NOT_MEASURED = ("tid", "personnyckel")


def medians(records: Records) -> Results:
    """The number variables by sex, in classes that their quantiles can be told from.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Results
        A breakdown a number, in finer classes than the codebook's where people are enough;
        what is shown of it is median and quartiles, out of the counts that may be published.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "Poäng": [i % 37 for i in range(80)]})
    >>> medians(Records.from_frame(table))
    1 tabeller: Poäng
    """
    found = (v for v in records.codebook if _is_measured(records, v))
    return _results(records, [finer(records, v) or [v] for v in found], MEDIANS)


def _results(records: Records, found: list[list[Variable]], analysis: str) -> Results:
    """A choice of divisions each: the first of which nothing is hidden is taken."""
    items = (tuple(analysed(records, v, SEX, analysis) for v in every) for every in found)
    return Results(records, tuple(map(Choice, items)), analysis=analysis)


def _is_measured(records: Records, variable: Variable) -> bool:
    is_there = variable.is_countable and variable.name in records.frame
    return is_there and variable.kind == NUMBER and variable.role not in NOT_MEASURED


def waiting_times(records: Records) -> Results:
    """The days from each date to the next by sex, open cases among them.

    Parameters
    ----------
    records
        The people.

    Returns
    -------
    Results
        A choice each of the variables that `days_between` works out, of the dates in the order
        in which they mostly come, last those from the first date of all; none with fewer than two.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.date_range("2024-01-01", periods=80)
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "Ansökan": days.strftime("%Y-%m-%d"),
    ...                       "Beslut": (days + pd.Timedelta(days=40)).strftime("%Y-%m-%d")})
    >>> waiting_times(Records.from_frame(table))
    1 tabeller: Tid från ansökan till beslut
    """
    steps = list(_steps(records))
    found = []
    for start, end in steps:  # those who wait for a step lack its date, which ties it to the next
        first = [steps[0][0]] if start != steps[0][0] and steps[0][0] != end else []
        found.append([v for a in (start, *first) for v in days_between(records, a, end)])
    return _results(records, found, WAITING)


def _steps(records: Records) -> Iterator[tuple[Variable, Variable]]:
    """Each date with the next of the case: those between which no other lies."""
    dates = [v for v in timed(records.codebook) if v.kind == DATE and v.name in records.frame]
    dates += [v for v in records.codebook if v.kind == DATE and v.name in records.frame
              and v not in dates and v.role == "tid"]  # fmt: skip
    after = {(a, b) for one, two in combinations(dates, 2) for a, b in ((one, two), (two, one))
             if has_time(records, a, b)}  # fmt: skip
    for a, b in ((a, b) for a in dates for b in dates if (a, b) in after):
        if not any((a, c) in after and (c, b) in after for c in dates):
            yield a, b
