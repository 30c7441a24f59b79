"""``units``: one answer in units beside each other by sex, against what chance would give."""

from dataclasses import dataclass

import numpy as np

from ..codebook import SEX, YES, Variable
from ..content import load
from ..records import Records
from ..records.derived.classes import grouped
from .breakdown import breakdown
from .result import Displayed, Result

TAIL = 0.001  # on each side of a funnel's limits (Spiegelhalter, Statistics in Medicine 24, 2005)


@dataclass(frozen=True)
class Units(Displayed):
    """A crossing of sex and units, small ones together, and the answer that is looked at.

    ``result`` is None where fewer than two units are large enough.
    """

    records: Records
    of: Variable
    answer: str
    result: Result | None = None

    def __repr__(self) -> str:
        return f"{self.of.title} i enheter bredvid varandra"


def units(
    records: Records, of: str | Variable, unit: str | Variable, answer: str | None = None
) -> Units:
    """How large a part of women and men in each unit give an answer, beside what chance gives.

    Parameters
    ----------
    records
        The people.
    of
        The variable: a name or a role.
    unit
        The variable that tells the unit, such as a part of the municipality.
    answer
        The answer to look at; «Ja», or the first one, by default.

    Returns
    -------
    Units
        A section with a lane a unit and sex. Units in which women or men are fewer than the limit
        for warnings are put together. Group sizes alone decide, never the answers.

    Raises
    ------
    CodebookError
        In Swedish, when a variable does not exist or has no categories.
    ValueError
        When the variable has no such answer.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 80, "Enhet": list("AABB") * 40,
    ...                       "Insats": ["Ja", "Nej"] * 80})
    >>> units(Records.from_frame(table), "Insats", "Enhet").result.by[1].categories
    ('A', 'B')
    """
    variable, place = records.variable(of), records.variable(unit)
    names = variable.categories
    chosen = answer or (YES.name if YES.name in names else names[0])
    if chosen not in names:
        raise ValueError(f"answer={answer!r} must be among {names}")
    groups = _groups(records, place)
    if len(groups) < 2:
        return Units(records, variable, chosen)
    is_whole = len(groups) == len(place.categories)
    by = place if is_whole else grouped(records, place, groups)
    return Units(records, variable, chosen, breakdown(records, variable, [SEX, by]))


def _groups(records: Records, unit: Variable) -> list[list[int]]:
    """The units that stand alone, in the codebook's order, and last the small ones together."""
    least = load("thresholds")["litet_underlag"]["value"]
    sizes = _sizes(records, unit)
    order = np.argsort(sizes.min(axis=0), kind="stable")
    small = [int(i) for i in order if sizes[:, i].min() < least]
    for i in order[len(small) :] if small else ():
        if sizes[:, small].sum(axis=1).min() >= least:
            break
        small.append(int(i))
    alone = [[i] for i in range(len(unit.categories)) if i not in small]
    is_enough = small and sizes[:, small].sum(axis=1).min() >= least
    return [*alone, sorted(small)] if is_enough else alone if not small else []


def _sizes(records: Records, unit: Variable) -> np.ndarray:
    """How many of the two largest sexes there are in each unit."""
    sex = records.codebook.with_role(SEX)[0]
    one, two = records.codes(sex).astype(int), records.codes(unit).astype(int)
    table = np.zeros((len(sex.categories), len(unit.categories)), dtype=int)
    is_known = (one >= 0) & (two >= 0)
    np.add.at(table, (one[is_known], two[is_known]), 1)
    return table[np.argsort(-table.sum(axis=1), kind="stable")[:2]]


def chance_limits(share: float, base: float) -> tuple[float, float]:
    """Between which shares 998 of 1,000 units of a size lie, when all have the same share.

    Examples
    --------
    >>> low, high = chance_limits(0.5, 100)
    >>> float(low), float(high)
    (0.35, 0.65)
    """
    from scipy.stats import binom

    return tuple(binom.ppf([TAIL, 1 - TAIL], int(base), share) / base)
