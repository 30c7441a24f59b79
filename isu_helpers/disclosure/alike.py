"""Groups that hold the very same people under two names: a number of them is one number."""

from collections.abc import Iterator

import numpy as np

from ..analysis.cube import ANSWERED, Axis, Cube
from ..records import Records
from ..wording import MISSING
from .population import Crowd

Pair = tuple[str, str]  # a variable and a category

LEAST = 2  # one person alone in two groups is a coincidence, not a relation between them


def alike(crowd: Crowd, cube: Cube, seen: dict[bytes, Pair]) -> dict[Pair, Pair]:
    """The groups that are a group of another variable over again, and that group.

    «Nej» to a service is «Ingen insats» among its kinds, and those who answered at follow-up are
    those who were reached: whoever knows the questions knows that, so it must hold for what is
    hidden too. ``seen`` remembers the groups by their people, and is added to.
    """
    found = {}
    for axis in cube.axes:
        for slot, rows in _groups(crowd.records, axis):
            people = (rows & crowd.is_stated)[crowd.order]
            if not LEAST <= people.sum() < crowd.is_stated.sum():
                continue
            first = seen.setdefault(np.packbits(people).tobytes(), (axis.name, slot))
            if first[0] != axis.name:
                found[axis.name, slot] = first
    return found


def _groups(records: Records, axis: Axis) -> Iterator[tuple[str, np.ndarray]]:
    """Which rows belong to each category that an axis has, and which have any answer."""
    codes = records.codes(axis.variable)
    for i, name in enumerate(axis.variable.categories):
        if name in axis.slots:
            yield name, codes == i
    if MISSING in axis.slots:
        yield MISSING, codes < 0
    yield ANSWERED, codes >= 0
