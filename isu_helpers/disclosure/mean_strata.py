"""Means within strata, where every stratum is large enough and its number is shown."""

import numpy as np

from ..analysis.cube import ANSWERED
from ..analysis.explain.inquiry import Inquiry, evidence_of
from ..analysis.explain.ruling import Evidence
from ..content import load
from .means import VALUES
from .protected import Protected


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
    is_told = _is_shown(evidence, placed, protected) and _is_varied(evidence, placed)
    return evidence if is_told and _is_large(evidence, _least(placed, k)) else None


def _least(inquiry: Inquiry, k: int) -> int:
    variables = (inquiry.of, inquiry.by, *inquiry.criteria)
    limit = "litet_underlag" if any(v.is_sensitive for v in variables) else "minsta_jamforelse"
    return max(k, load("thresholds")[limit]["value"])


def _is_shown(evidence: Evidence, inquiry: Inquiry, protected: Protected) -> bool:
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
