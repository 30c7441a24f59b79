"""Which rows are of the period that a setting names."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codebook import DATE, NUMBER, Codebook, Variable, key_of
from ..content import load
from ..errors import SettingError
from ..files import shown
from ..wording import listing, number, period_told
from .derived import Span, span_of, timed, times_of
from .headers import safe_header
from .remark import Remark, rows_told

DO = "Ändra inställningen period. Tar ni bort den räknas hela filen."
NO_TIME = (
    "Inställningen period är «{period}», men ingen kolumn i {file} berättar när. Väntade datum, "
    "år eller halvår i en kolumn som visar tid enligt kodboken. Ange i kodboken vilken det är, "
    "eller ta bort inställningen."
)
NO_SUCH = (
    "Inställningen period är «{period}», och det går inte att läsa som en tid. Väntade till "
    "exempel 2024, vår 2024, kvartal 1 2024, 2024-03, 2024-01 – 2024-06 eller ett svar i kolumnen "
    "«{title}». {do}"
)
TOO_SHORT = (
    "Perioden «{period}» delar en tid som kolumnen «{title}» i {file} bara anger hel. Väntade en "
    "period som börjar och slutar där tiderna i kolumnen gör det. {do}"
)
NOBODY = (
    "Perioden «{period}» har inga rader i {file}. Väntade en tid som finns i kolumnen "
    "«{title}»{known}. {do}"
)
KNOWN = ", till exempel {names}"
MOST_NAMED = 6
PERIOD, ALL = "Perioden är {period}.", "Alla rader hör till den."
OTHERS = (
    "1 rad gäller en annan tid och är inte med.",
    "{count} rader gäller en annan tid och är inte med.",
)
BLANK = (
    "1 rad saknar tid och är inte med (rad {rows}).",
    "{count} rader saknar tid och är inte med (rad {rows}).",
)


def rows_in(
    period: str, codebook: Codebook, columns: dict[str, pd.Series], rows: np.ndarray, file: str
) -> tuple[np.ndarray, list[Remark]]:
    """Which rows are of a period, and what to tell of the others.

    The first column that tells the time and can tell these rows from others decides; a row
    without a time is in no period.

    Parameters
    ----------
    period
        A time as `span_of` reads it, or an answer of a variable that tells the time.
    columns
        The typed columns.
    rows
        The number of each row in the file.

    Raises
    ------
    SettingError
        In Swedish, when no column tells the time, the period can't be understood or cuts a time
        in two, or no row is of it.
    """
    told = {"period": shown(period), "file": file, "do": DO}
    known = [v for v in timed(codebook) if v.name in columns and columns[v.name].notna().any()]
    if not known:
        raise SettingError(NO_TIME.format(**told))
    span = span_of(period)
    for variable in known:
        is_in = _is_in(period, span, variable, columns[variable.name])
        if is_in is not None:
            _check_some(is_in, variable, columns[variable.name], told)
            return is_in, _told(period, variable, columns[variable.name], is_in, rows)
    text = TOO_SHORT if span else NO_SUCH
    raise SettingError(text.format(title=safe_header(known[0].title), **told))


def _is_in(
    period: str, span: Span | None, variable: Variable, column: pd.Series
) -> NDArray[np.bool_] | None:
    """Which rows are of the period; None where the variable can't tell."""
    if variable.kind not in (DATE, NUMBER):
        for place, option in enumerate(variable.options):
            if key_of(period) in map(key_of, (option.name, *option.synonyms)):
                return np.equal(column.cat.codes.to_numpy(), place)
    times = times_of(column, variable) if span else None
    if span is None or times is None:
        return None
    is_in = (times[0] >= span[0]) & (times[1] <= span[1])
    is_cut = ~is_in & (times[0] < span[1]) & (times[1] > span[0])
    return None if is_cut.any() else is_in


def _check_some(
    is_in: NDArray[np.bool_], variable: Variable, column: pd.Series, told: dict[str, str]
) -> None:
    if is_in.any():
        return
    answers = column.dt.year if variable.kind == DATE else column
    counts = answers.dropna().value_counts(sort=False).sort_index()
    names = counts.index[counts >= load("thresholds")["minsta_antal"]["value"]]
    names = [shown(n if isinstance(n, str) else int(n)) for n in names[-MOST_NAMED:]]
    known = KNOWN.format(names=listing(names, "eller")) if names else ""
    raise SettingError(NOBODY.format(title=safe_header(variable.title), known=known, **told))


def _told(
    period: str, variable: Variable, column: pd.Series, is_in: np.ndarray, rows: np.ndarray
) -> list[Remark]:
    """How many rows are of another time, and which have none."""
    blank = column.isna().to_numpy()
    others, missing = int((~is_in & ~blank).sum()), int(blank.sum())
    texts = [
        PERIOD.format(period=period_told(period)),
        ALL if is_in.all() else "",
        OTHERS[others > 1].format(count=number(others)) if others else "",
        BLANK[missing > 1].format(count=number(missing), rows=rows_told(rows[blank]))
        if missing
        else "",
    ]
    return [Remark(variable.name, " ".join(filter(None, texts)))]
