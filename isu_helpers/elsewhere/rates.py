"""``rates``: how many per 1,000 inhabitants come to us, by sex and age, and with ages alike.

All is worked out of the published counts of a plain table by sex and of a public file. Ages of
which a count is hidden are put together; their sum follows from what is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..analysis.intervals import widened, wilson
from ..analysis.medians import age_of
from ..analysis.result import Displayed
from ..codebook import Variable
from ..records import Records
from .population import OLDEST, Population, read_population

CHILD, ADULT = 20, 18  # the oldest of «barn och unga», the youngest of adults
NO_BASES = "there is no file to count inhabitants in, or no age"
GROWN = 25  # where the first bound is as high, the first class is of adults alone


@dataclass(frozen=True)
class Rates(Displayed):
    """A group's people beside its population; without a file, how to get one."""

    records: Records
    age: Variable | None
    population: Population | None = None
    ages: tuple[int, int] = (0, OLDEST)

    def __repr__(self) -> str:
        return f"Per 1 000 invånare, {self.ages[0]}–{self.ages[1]} år"


@dataclass(frozen=True)
class Rate:
    """How many of how many inhabitants, as a fraction with an interval."""

    n: float
    base: float
    value: float
    low: float
    high: float


def rates(
    records: Records, file: str | Path | None, *, kommun: str = "",
    ages: tuple[int, int] | None = None,
) -> Rates:  # fmt: skip
    """How many of a municipality's inhabitants are among the people, by sex and age.

    Parameters
    ----------
    records
        The people, whose ages are a number in classes.
    file
        SCB's file, see `read_population`; a folder that has one called «befolkning»; or none.
    kommun
        Which area of the file to take, where it has several.
    ages
        The youngest and the oldest of those that the service is for. Without it, children and
        young people up to 20 where all bounds of the classes are under 18, else adults from 18
        where the first bound is 25 or more, else all.

    Returns
    -------
    Rates
        A section with people per 1,000 inhabitants; without a file, how to fetch one.

    Raises
    ------
    DataFileError
        In Swedish, as from `read_population`.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Ålder": [20, 40] * 10})
    >>> rates(Records.from_frame(table), None)
    Per 1 000 invånare, 18–120 år
    """
    age = age_of(records)
    path = _found(file)
    population = read_population(path, kommun=kommun) if path and age else None
    return Rates(records, age, population, ages or (_ages_of(age) if age else (0, OLDEST)))


def _ages_of(age: Variable) -> tuple[int, int]:
    if age.classes[-1] < ADULT:
        return 0, CHILD
    return (ADULT, OLDEST) if age.classes[0] >= GROWN else (0, OLDEST)


def _found(file: str | Path | None) -> Path | None:
    """A file as it is, or the one of that name in a folder."""
    if file is None or not Path(file).is_dir():
        return Path(file) if file else None
    found = sorted(p for p in Path(file).iterdir() if p.stem.casefold() == "befolkning")
    return found[0] if found else None


def bases_of(shown: Rates, sex: str) -> np.ndarray:
    """How many inhabitants there are in each age class of a sex.

    Raises
    ------
    ValueError
        When there is no file to count them in, or no age.
    """
    if shown.population is None or shown.age is None:
        raise ValueError(NO_BASES)
    low, high = shown.ages
    counts = shown.population.of(sex)
    is_in = (np.arange(len(counts)) >= low) & (np.arange(len(counts)) <= high)
    place = np.searchsorted(shown.age.classes, np.arange(len(counts)), side="right")
    return np.bincount(place, counts * is_in, minlength=len(shown.age.classes) + 1)


def joined(counts: Sequence[np.ndarray], totals: Sequence[float]) -> list[list[int]] | None:
    """Which classes to tell together, so that each has a known count for all groups.

    Parameters
    ----------
    counts
        For each group how many are in each class, NaN where hidden.
    totals
        How many each group has in all classes.

    Returns
    -------
    list of list or None
        The places of the classes that are told together; None where they can't be known.

    Examples
    --------
    >>> joined([np.array([5, np.nan, np.nan]), np.array([9, 8, np.nan])], [10, 20])
    [[0], [1, 2]]
    """
    hidden = np.asarray(np.isnan(counts).any(axis=0))
    if not hidden.any():
        return [[i] for i in range(len(hidden))]
    if np.isnan(totals).any():
        return None
    first, last = np.flatnonzero(hidden)[[0, -1]]
    inner = list(range(first, last + 1))
    return [*([i] for i in range(first)), inner, *([i] for i in range(last + 1, len(hidden)))]


def summed(counts: np.ndarray, total: float, groups: Sequence[Sequence[int]]) -> np.ndarray:
    """The counts of classes told together: where some are hidden, what is left of the total."""
    found = np.array([counts[g].sum() for g in groups])
    return np.where(np.isnan(found), total - np.nansum(found), found)


def rate(n: float, base: float, effect: float = 1.0) -> Rate:
    """A part of the inhabitants with Wilson's interval; see `Records.design_effect`."""
    low, high = wilson(n, base, level=widened(None, effect))
    return Rate(n, base, n / base if base else np.nan, float(low), float(high))


def standardised(
    counts: np.ndarray, bases: np.ndarray, weights: np.ndarray, effect: float = 1.0
) -> Rate:
    """A part of the inhabitants as it would be if the ages were those of ``weights``.

    Direct standardisation, with the gamma interval of Fay and Feuer (Statistics in Medicine 16,
    1997, 791-801), which holds for few events.

    Examples
    --------
    >>> found = standardised(np.array([10, 10]), np.array([100, 1000]), np.array([1, 1]))
    >>> round(found.value, 3)
    0.055
    """
    from scipy.stats import chi2

    each = weights / weights.sum() / bases
    value, variance = float((each * counts).sum()), float((each**2 * counts).sum())
    most, tail = float(each.max()), (1 - widened(None, effect)) / 2
    top, spread = value + most, variance + most**2
    high = spread / (2 * top) * chi2.ppf(1 - tail, 2 * top**2 / spread)
    low = variance / (2 * value) * chi2.ppf(tail, 2 * value**2 / variance) if value else 0.0
    return Rate(counts.sum(), bases.sum(), value, float(low), float(high))
