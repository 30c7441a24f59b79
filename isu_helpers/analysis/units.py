"""``units``: one answer in units beside each other by sex, against what chance would give."""

from dataclasses import dataclass

import numpy as np

from ..codebook import SEX, YES, Variable, key_of
from ..content import load
from ..records import Records
from ..records.derived.classes import grouped
from ..records.headers import has_word
from .breakdown import BACKGROUND, breakdown
from .result import Displayed, Result

HELP, PLACE = "insats", "kommun"
RISK = 0.01  # that any unit and sex lies outside a funnel's limits by chance alone


@dataclass(frozen=True)
class Units(Displayed):
    """A crossing of sex and units, small ones together, and the answer that is looked at.

    ``result`` is None where fewer than two units are large enough, and ``of`` where the codebook
    has no units or nothing to count in them.
    """

    records: Records
    of: Variable | None = None
    answer: str = ""
    result: Result | None = None

    def __repr__(self) -> str:
        return f"{self.of.title} i enheter bredvid varandra" if self.of else "Inga enheter"


def units(
    records: Records, of: str | Variable | None = None, unit: str | Variable | None = None,
    answer: str | None = None,
) -> Units:  # fmt: skip
    """How large a part of women and men in each unit give an answer, beside what chance gives.

    Parameters
    ----------
    records
        The people.
    of
        The variable: a name or a role; the first of the role «insats» by default.
    unit
        The variable that tells the unit, such as a part of the municipality; by default the first
        whose name says so, and nothing is shown where there is none.
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
    help_given, places = records.countable(HELP), _places(records)
    if not (of or help_given) or not (unit or places):
        return Units(records)
    variable = records.variable(of or help_given[0])
    place = records.variable(unit or places[0])
    names = variable.categories
    chosen = answer or (YES.name if YES.name in names else names[0])
    if chosen not in names:
        raise ValueError(f"answer={answer!r} must be among {names}")
    groups = told_apart(records, place)
    if len(groups) < 2:
        return Units(records, variable, chosen)
    is_whole = len(groups) == len(place.categories)
    by = place if is_whole else grouped(records, place, groups)
    return Units(records, variable, chosen, breakdown(records, variable, [SEX, by]))


def _places(records: Records) -> list[Variable]:
    """The variables that tell where someone belongs, by their names."""
    words = load("intake")["enheter"]
    return [v for v in records.countable(BACKGROUND)
            if has_word(f"{v.name} {v.title}", words) or key_of(v.title) == PLACE]  # fmt: skip


def told_apart(records: Records, unit: Variable) -> list[list[int]]:
    """The units that stand alone, in the codebook's order, and last the small ones together.

    One is small where women or men are fewer than the limit for warnings. Sizes alone decide.
    """
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


def chance_limits(
    share: float, base: float, places: int = 1, effect: float = 1.0
) -> tuple[float, float]:
    """Between which shares a unit of a size lies, when all have the same share.

    The limits of a funnel plot (Spiegelhalter, Statistics in Medicine 24, 2005), as far out as
    makes it 99 of 100 that not one of so many ``places`` lies outside; as wide as of ``effect``
    times fewer people (`Records.design_effect`).

    Examples
    --------
    >>> low, high = chance_limits(0.5, 100, places=5)
    >>> float(low), float(high)
    (0.35, 0.65)
    """
    from scipy.stats import binom

    tail, size = RISK / (2 * places), max(int(base / effect), 1)
    return tuple(binom.ppf([tail, 1 - tail], size, share) / size)
