"""Mean change in the same people, for groups whose number is shown and large enough."""

from dataclasses import dataclass

import numpy as np

from ..analysis.cube import ANSWERED
from ..analysis.explain.evidence import Evidence
from ..analysis.explain.inquiry import Inquiry, evidence_of
from ..analysis.intervals import paired
from ..codebook import NUMBER, SCALE
from ..content import load
from ..records.derived import values_of
from ..wording import MISSING, TOTAL
from .primary import crowd_of
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
    if rule is None:
        return ()
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
    return max(k, int(load("thresholds")[limit]["value"]))


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
    first, last = (float(v.mean()) if v.size else np.nan for v in (before, after))
    return MeanChange(group, before.size, first, last, *paired(before, after))


def _is_shown(protected: Protected) -> bool:
    """Whether the number of those with both answers is shown in every group."""
    return bool(protected.visible[..., protected.cube.of.place(ANSWERED)].all())


# What to merge so that more may be shown: told from the codebook and what is shown, no more.

Pair = tuple[str, str]


def merge_proposal(protected: Protected, axis: int = -1) -> Pair | None:
    """Two categories of a variable to merge: neighbours on a scale, else the two least.

    A category whose total is hidden counts as the least, all of those alike, so the proposal
    tells nothing that the table does not. None where fewer than three are left to choose from.
    """
    variable, names = protected.axes[axis].variable, protected.axes[axis].answers
    totals = _totals(protected, axis)
    if len(names) < 3:
        return None
    if variable.kind in (SCALE, NUMBER):
        sums = [one + two for one, two in zip(totals, totals[1:], strict=False)]
        at = int(np.argmin(sums))
        return names[at], names[at + 1]
    first, second = sorted(sorted(range(len(names)), key=lambda i: totals[i])[:2])
    return names[first], names[second]


def _totals(protected: Protected, axis: int) -> list[float]:
    """How many have each answer, as far as it is shown."""
    frame, of = protected.frame, protected.axes[axis]
    others = [a.name for a in protected.axes if a.name != of.name]
    totals = frame[frame[others].isna().all(axis=1)].set_index(of.name)["n"]
    found = [totals.get(name, np.nan) for name in of.answers if name != TOTAL]
    return [0.0 if np.isnan(n) else float(n) for n in found]


# Means within strata, where every stratum is large enough and its number is shown.


def mean_evidence(inquiry: Inquiry, protected: Protected, k: int) -> Evidence | None:
    """What an inquiry about means can go by when it is to be published.

    All strata or none: those that stand would give the one that is left out. None where a group
    of a stratum, or of those who lack the criterion, is under ``k`` or the limit for comparisons
    (the one for warnings if a variable is sensitive); where its number is hidden; where its
    people all answered alike; and for fewer than eight different answers. Nor of more than one
    criterion: its strata beside those of one alone give means of smaller groups.

    Parameters
    ----------
    protected
        The outcome in classes, by the groups and the criterion.
    """
    criteria = tuple(axis.variable for axis in protected.axes[1:-1])
    if len(criteria) != 1:
        return None
    placed = Inquiry(inquiry.records, inquiry.of, "", inquiry.by, inquiry.groups, criteria)
    evidence = evidence_of(placed, k)
    if not protected.is_protected:
        return evidence
    is_told = _is_shown_strata(evidence, placed, protected) and _is_varied(evidence, placed)
    return evidence if is_told and _is_large(evidence, _least_strata(placed, k)) else None


def _least_strata(inquiry: Inquiry, k: int) -> int:
    variables = (inquiry.of, inquiry.by, *inquiry.criteria)
    limit = "litet_underlag" if any(v.is_sensitive for v in variables) else "minsta_jamforelse"
    return max(k, int(load("thresholds")[limit]["value"]))


def _is_shown_strata(evidence: Evidence, inquiry: Inquiry, protected: Protected) -> bool:
    """Whether the number of people behind each mean is out, of the very same people."""
    group, criterion, of = protected.axes
    slots = [s for s in inquiry.criteria[0].categories if s in criterion.slots]
    if not set(inquiry.groups) <= set(group.slots) or len(slots) < len(evidence.strata.names):
        return False
    at = np.ix_([criterion.place(s) for s in slots], [of.place(ANSWERED)])
    places = [group.place(g) for g in inquiry.groups]
    visible = np.array([protected.visible[p][at].ravel() for p in places])
    counts = np.array([protected.cube.n[p][at].ravel() for p in places])
    return bool(visible.all() and (evidence.strata.base == counts.T).all())


def _is_large(evidence: Evidence, least: int) -> bool:
    sizes = np.vstack([evidence.strata.base, evidence.missing])
    return bool(((sizes == 0) | (sizes >= least)).all())


def _is_varied(evidence: Evidence, inquiry: Inquiry) -> bool:
    """Whether answers differ in all, and in each group of each stratum."""
    strata, values = evidence.strata, inquiry.records.frame[inquiry.of.name].dropna()
    spread = strata.square - strata.total * strata.mean
    return bool(values.nunique() >= VALUES and (spread[strata.base > 0] > 0).all())
