"""The stated population: women and men, and other groups of sex from the least number on."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..analysis.cube import Cube, count
from ..codebook import SEX
from ..records import Records
from ..wording import MISSING

WOMEN_AND_MEN = ("kvinna", "man", "flicka", "pojke")


def stated_population(cube: Cube, k: int) -> Cube:
    """The cube without the sexes that are too few to be a group of their own.

    Women and men are always there; another sex, and people whose sex is not known, from ``k``
    different people on. Those left out are not in any total either, so nobody can be found by
    subtraction; that they may exist is said under every table, whether they do or not.
    """
    axis = next((i for i, a in enumerate(cube.axes) if a.variable.role == SEX), None)
    if axis is None:
        return cube
    slots = cube.axes[axis].slots
    sizes = np.moveaxis(cube.people, axis, 0).reshape(len(slots), -1)[:, -1]
    main = main_sexes(cube.axes[axis].answers)
    groups = [s for s in slots if s in cube.axes[axis].answers or s == MISSING]
    kept = tuple(s for s in groups if s in main or sizes[slots.index(s)] >= k)
    return cube.keep(axis, kept)


def main_sexes(categories: tuple[str, ...]) -> tuple[str, ...]:
    """Women and men, or girls and boys, among the categories; else the first two."""
    known = tuple(c for c in categories if c.casefold() in WOMEN_AND_MEN)
    return known or categories[:2]


@dataclass(frozen=True, eq=False)
class Crowd:
    """The rows of some records that belong to the stated population, in an order of their own.

    ``is_stated`` is a truth value a row; ``order`` is the same whatever the order of the rows.
    ``seen`` remembers what has been found of pairs of variables.
    """

    records: Records
    is_stated: np.ndarray
    order: np.ndarray
    seen: dict = field(default_factory=dict)


def crowd_of(records: Records, k: int) -> Crowd:
    """Who of some records belong to the stated population."""
    sex = records.codebook.with_role(SEX)[0]
    cube = stated_population(count(records, (), sex), k)
    kept = [i for i, c in enumerate(sex.categories) if c in cube.of.slots]
    codes = records.codes(sex)
    stated = np.isin(codes, kept) | ((codes < 0) & (MISSING in cube.of.slots))
    hashed = pd.util.hash_pandas_object(records.frame, index=False)
    return Crowd(records, stated, np.argsort(hashed, kind="stable"))
