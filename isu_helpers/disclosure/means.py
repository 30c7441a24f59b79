"""Mean change in the same people, for groups whose number is shown and large enough."""

from dataclasses import dataclass

import numpy as np

from ..analysis.cube import ANSWERED
from ..analysis.intervals import paired
from ..codebook import NUMBER
from ..content import load
from ..records.derived import values_of
from ..wording import MISSING, TOTAL
from .population import crowd_of
from .protected import Protected

VALUES = 8  # with fewer different answers a mean is nearly as good as the counts behind it


@dataclass(frozen=True)
class MeanChange:
    """The means of a group at start and follow-up, and of the change with Student's interval."""

    group: str
    n: int
    before: float
    after: float
    value: float
    low: float
    high: float


def mean_changes(protected: Protected, k: int) -> tuple[MeanChange, ...]:
    """The mean change of each group of a change that is shown, the total last; else none.

    All groups or none: two of three would give the third. None where a group is under ``k`` or
    the limit for comparisons, the one for warnings if sensitive (an interval tells of the spread
    too), where its number is hidden, where its answers don't differ, for a scale in words, and
    for fewer than eight different answers. Only people of the stated population are counted.
    """
    records, rule = protected.result.records, protected.result.of.rule
    before, after = (records.codebook[name] for name in rule.sources)
    if len(protected.axes) > 2 or before.kind != NUMBER:
        return ()
    values = np.array([values_of(records, v) for v in (before, after)])
    values[:, ~crowd_of(records, k).is_stated] = np.nan
    values[:, np.isnan(values).any(axis=0)] = np.nan
    groups = [(g, values[:, rows]) for g, rows in _groups(protected)]
    found = tuple(_mean_change(group, rows) for group, rows in groups)
    is_told = all(not np.isnan(m.low) for m in found)
    if not protected.is_protected:
        return found if is_told else ()
    is_fine = np.unique(values[~np.isnan(values)]).size >= VALUES
    is_large = all(m.n >= _least(protected, k) for m in found)
    return found if is_told and is_fine and is_large and _is_shown(protected) else ()


def _least(protected: Protected, k: int) -> int:
    limit = "litet_underlag" if protected.result.of.is_sensitive else "minsta_jamforelse"
    return max(k, load("thresholds")[limit]["value"])


def _groups(protected: Protected) -> list[tuple[str, np.ndarray]]:
    """Which rows belong to each group of the first axis, and to all of them together."""
    axis = protected.axes[0]
    codes = protected.result.records.codes(axis.variable)
    groups = [(g, codes == axis.variable.categories.index(g)) for g in axis.answers]
    if MISSING in axis.slots and (codes < 0).any():
        groups.append((MISSING, codes < 0))
    return [*groups, (TOTAL, np.any([rows for _, rows in groups], axis=0))]


def _mean_change(group: str, values: np.ndarray) -> MeanChange:
    before, after = values[:, ~np.isnan(values).any(axis=0)]
    means = [float(v.mean()) if v.size else np.nan for v in (before, after)]
    return MeanChange(group, before.size, *means, *paired(before, after))


def _is_shown(protected: Protected) -> bool:
    """Whether the number of those with both answers is shown in every group."""
    return bool(protected.visible[..., protected.cube.of.place(ANSWERED)].all())
