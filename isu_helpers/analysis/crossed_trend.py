"""``crossed_trend``: shares over time within each category of a background variable, by sex."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..codebook import Variable
from ..content import load
from ..records import Records
from .breakdown import breakdown
from .result import Result
from .selection import are_most
from .trend import longer, trend


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
    crossed = replace(breakdown(records, of, [*by, plain.by[-1]]), form=plain.form)
    found = (crossed, *longer(crossed))
    return next((result for result in found if _is_enough(result)), found[-1])


def _is_enough(result: Result) -> bool:
    """Whether most groups, within the two largest of the first, have the least for an answer."""
    axes = result.cube.axes
    sizes = result.cube.n[(*(slice(len(a.answers)) for a in axes[:-1]), -1)]
    totals = sizes.reshape(len(sizes), -1).sum(axis=1)
    largest = sizes[np.argsort(-totals, kind="stable")[:2]]
    enough = load("thresholds")["minsta_antal"]["value"] * len(axes[-1].answers)
    return are_most(largest >= enough)
