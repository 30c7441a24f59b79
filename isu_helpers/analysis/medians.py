"""``medians`` and ``waiting_times``: numbers and days by sex, told by their quantiles."""

from collections.abc import Iterator
from itertools import combinations

from ..codebook import DATE, NUMBER, SEX, Variable
from ..content import load
from ..records import Records
from ..records.derived import timed
from ..records.derived.fine import days_between, finer, has_time
from ..records.headers import has_word
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


def age_of(records: Records) -> Variable | None:
    """The first number in classes that is an age, by its name; None where there is none."""
    words = load("intake")["alder"]["rubriker"]
    return next((v for v in records.codebook if v.kind == NUMBER and v.classes
                 and v.name in records.frame and has_word(v.title, words)), None)  # fmt: skip


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
        in which they mostly come; none with fewer than two. Only from one date to the next: days
        over several steps beside those of each would tell of small numbers in both.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.date_range("2024-01-01", periods=80)
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "Ansökan": days.strftime("%Y-%m-%d"),
    ...                       "Beslut": (days + pd.Timedelta(days=40)).strftime("%Y-%m-%d")})
    >>> waiting_times(Records.from_frame(table))
    1 tabeller: Tid från ansökan till beslut
    """
    found = [days_between(records, start, end) for start, end in _steps(records)]
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
