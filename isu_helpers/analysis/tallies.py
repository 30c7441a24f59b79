"""Tallies: the people of an inquiry by group and criteria, as the strata that rules go by."""

from itertools import product

import numpy as np

from ..codebook import NUMBER, SCALE
from .cube import ANSWERED, Cube, count
from .inquiry import Inquiry
from .ruling import Evidence
from .strata import Strata


def evidence_of(inquiry: Inquiry, k: int) -> Evidence:
    """What the rules go by, of everyone: unprotected.

    Parameters
    ----------
    k
        How few people of a group make a stratum too small.
    """
    measured = _means(inquiry) if not inquiry.is_share else _shares(inquiry)
    places = [inquiry.by.categories.index(g) for g in inquiry.groups]
    shape = tuple(len(v.categories) for v in inquiry.criteria)
    inner = np.ix_(places, *map(range, shape))
    base, total, *square = (np.moveaxis(m[inner], 0, -1).reshape(-1, 2) for m in measured)
    names = tuple(", ".join(parts) for parts in product(*(v.categories for v in inquiry.criteria)))
    ordered = tuple(v.kind in (SCALE, NUMBER) for v in inquiry.criteria)
    strata = Strata(names, base, total, *(square or [None]), shape, ordered)
    everyone = measured[0][(places, *[-1] * len(inquiry.criteria))]
    return Evidence(strata, everyone - base.sum(axis=0), k)


def counts(cube: Cube, answer: str) -> tuple[np.ndarray, np.ndarray]:
    """How many answered, and how many of them so, of each group and combination of criteria.

    Parameters
    ----------
    cube
        Axes: the groups, the criteria, the outcome.

    Returns
    -------
    base, total
        Floats of the cube's shape without its last axis, missing answers and totals among the
        slots.
    """
    return tuple(cube.n[..., cube.of.place(s)].astype(float) for s in (ANSWERED, answer))


def _shares(inquiry: Inquiry) -> tuple[np.ndarray, ...]:
    cube = count(inquiry.records, (inquiry.by, *inquiry.criteria), inquiry.of)
    return counts(cube, inquiry.answer)


def _means(inquiry: Inquiry) -> tuple[np.ndarray, ...]:
    """People, sums and sums of squares by group and criteria, missing and totals last."""
    records, variables = inquiry.records, (inquiry.by, *inquiry.criteria)
    values = records.frame[inquiry.of.name].to_numpy(dtype=float)
    known = ~np.isnan(values)
    shape = [len(v.categories) + 1 for v in variables]
    codes = [
        records.codes(v).astype(int)[known] % s for v, s in zip(variables, shape, strict=True)
    ]
    cell = np.ravel_multi_index(codes, shape)
    powers = (values[known] ** p for p in range(3))
    sums = (np.bincount(cell, p, minlength=int(np.prod(shape))) for p in powers)
    return tuple(_with_total(s.reshape(shape)) for s in sums)


def _with_total(sums: np.ndarray) -> np.ndarray:
    """Sums with a total after the last slot of each axis."""
    for axis in range(sums.ndim):
        sums = np.concatenate([sums, sums.sum(axis=axis, keepdims=True)], axis=axis)
    return sums
