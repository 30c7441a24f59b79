"""Means, and mean change in the same people, of groups whose number is shown and large enough."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from ..analysis.cube import ANSWERED
from ..analysis.explain.evidence import Evidence
from ..analysis.explain.inquiry import Inquiry, evidence_of
from ..analysis.intervals import Interval, default_level, paired, skewed_mean, widened
from ..codebook import NUMBER, SCALE, Variable
from ..content import load
from ..records.derived import values_of
from ..records.derived.fine import bounds_of
from ..wording import MISSING, TOTAL, agreeing
from .protected import Protected

VALUES = 8  # with fewer different answers a mean is nearly as good as the counts behind it


@dataclass(frozen=True)
class MeanChange:
    """The means of a group at start and follow-up, and of the change with Student's interval.

    ``level`` is the confidence of the interval.
    """

    group: str
    n: int
    before: float
    after: float
    value: float
    low: float
    high: float
    level: float


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
    values[:, ~_groups(protected)[-1][1]] = np.nan
    values[:, np.isnan(values).any(axis=0)] = np.nan
    groups = [(g, values[:, rows]) for g, rows in _groups(protected)]
    level = widened(None, records.design_effect)
    found = tuple(_mean_change(group, rows, level) for group, rows in groups)
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


def _mean_change(group: str, values: np.ndarray, level: float) -> MeanChange:
    before, after = values[:, ~np.isnan(values).any(axis=0)]
    first, last = (float(v.mean()) if v.size else np.nan for v in (before, after))
    change = paired(before, after, level=level)
    return MeanChange(group, before.size, first, last, *change, level)


def _is_shown(protected: Protected) -> bool:
    """Whether the number of those with both answers is shown in every group."""
    return bool(protected.visible[..., protected.cube.of.place(ANSWERED)].all())


# Means of a number, where no one's own value can be told by them.

MOST_OF_ALL = 0.5  # of all distances from the median: no two people have more of them
PART = 5  # a mean is written in steps of a tenth, one, ten: at least so small a part of its error


@dataclass(frozen=True)
class Mean:
    """The mean of a group and its interval, in whole steps, the ends outwards.

    ``exact`` are the same before they were rounded, to compare groups by.
    """

    group: str
    n: int
    exact: Interval
    step: float

    @property
    def whole(self) -> tuple[int, int, int]:
        """Mean, low and high in steps."""
        value, low, high = map(float, self.exact)
        return agreeing(value, 0, low, high, self.step)


def means_of(protected: Protected, k: int) -> tuple[Mean, ...]:
    """The mean of each sex that is large enough; all together last where they are all there is.

    Of a number by sex, a row a person. A sex is large enough when it needs no warning
    (``litet_underlag``). All or none of these: their sizes are shown, each has given at least
    eight different answers, no two people make up more than half of how far all lie from the
    median, and the few can't be told of (`_are_few_safe`). Means are in steps so coarse that
    those before and after one person has come, or gone, tell next to nothing of that one: the
    value could be anywhere within two standard deviations.
    """
    least = max(k, int(load("thresholds")["litet_underlag"]["value"]))
    if protected.is_refused or len(protected.axes) != 2:
        return ()
    everyone = _values(protected, k)
    found = {group: values for group, values in everyone.items() if values.size >= least}
    effect = protected.result.records.design_effect
    means = {group: mean_of(group, values, effect) for group, values in found.items()}
    sexes = [group for group in means if group != TOTAL]
    if len(sexes) < 2 or any(np.isnan(x).any() for m in means.values() for x in m.exact):
        return ()
    if protected.is_protected and not (_is_shown(protected) and _are_people(protected) and all(
        _is_safe(found[g], means[g], protected) for g in sexes
    )):  # fmt: skip
        return ()
    step = max(m.step for m in means.values())
    are_all = everyone[TOTAL].size == sum(means[g].n for g in sexes)
    return tuple(replace(means[g], step=step) for g in means if g != TOTAL or are_all)


def mean_of(group: str, values: np.ndarray, effect: float = 1.0) -> Mean:
    """A group's mean, and the step that it is written in; see `Records.design_effect`."""
    exact = skewed_mean(values, level=widened(None, effect))
    error = (exact[2] - exact[1]) / 2 / float(ndtri(0.5 + default_level() / 2))
    step = 10.0 ** np.ceil(np.log10(error / PART)) if error > 0 else 1.0
    return Mean(group, values.size, exact, float(step))


def _are_people(protected: Protected) -> bool:
    """Whether everyone has a row of their own, as far as is shown."""
    cube, visible = protected.cube, protected.visible
    return bool((cube.people[visible] == cube.n[visible]).all())


def _source(protected: Protected) -> Variable:
    of = protected.result.of
    return protected.result.records.codebook[of.rule.sources[0]] if of.rule else of


def _values(protected: Protected, k: int) -> dict[str, np.ndarray]:
    """What the people of each sex have answered, and all of the stated population last."""
    records, axis = protected.result.records, protected.axes[0]
    values, codes = values_of(records, _source(protected)), records.codes(axis.variable)
    is_in = _groups(protected)[-1][1] & ~np.isnan(values)
    places = {g: axis.variable.categories.index(g) for g in axis.answers}
    found = {g: values[is_in & (codes == place)] for g, place in places.items()}
    return found | {TOTAL: values[is_in]}


def _is_safe(values: np.ndarray, mean: Mean, protected: Protected) -> bool:
    """Whether a group is varied, no two weigh too much, and the few can't be told of."""
    away = np.sort(np.abs(values - np.median(values)))
    is_even = away[-2:].sum() <= MOST_OF_ALL * away.sum()
    is_varied = np.unique(values).size >= VALUES
    return bool(is_varied and is_even and _are_few_safe(values, mean, protected))


def _are_few_safe(values: np.ndarray, mean: Mean, protected: Protected) -> bool:
    """Whether the mean, beside the counts in classes, tells nothing of a few.

    All in an inner class that is shown lie within it, and the group's sum within its number of
    steps: that is the room there is. It is to let the mean of those in the open classes, unless
    they are as many as a mean is told of (``minsta_jamforelse``), and of those whose class may be
    another than it is, lie anywhere within two standard deviations.
    """
    by, of = protected.axes
    shown = protected.visible[by.place(mean.group), [of.place(c) for c in of.variable.categories]]
    bounds = np.array(bounds_of(of.variable) if of.variable.rule else of.variable.classes)
    counts = np.bincount(np.searchsorted(bounds, values, side="right"), minlength=shown.size)
    inner = np.diff(bounds) - 10.0 ** -_source(protected).decimals
    room = mean.n * mean.step + float((counts * shown)[1:-1] @ inner)
    outer = int((counts * shown)[[0, -1]].sum())
    few = outer if outer < load("thresholds")["minsta_jamforelse"]["value"] else 0
    return bool(room >= 2 * values.std() * (few + _movable(protected, mean.group, ~shown)))


def _movable(protected: Protected, group: str, hidden: np.ndarray) -> int:
    """How many of a group may be of another class than they are.

    Those in the hidden classes; where all are shown of both sexes together, no more than they
    are in the smaller of the sexes.
    """
    by, of = protected.axes
    visible = protected.visible[:, [of.place(c) for c in of.variable.categories]]
    counts = protected.cube.n[:, [of.place(c) for c in of.variable.categories]]
    many = protected.cube.n[:, of.place(ANSWERED)] - (counts * visible).sum(axis=1)
    sexes = [by.place(slot) for slot in by.slots if slot != TOTAL]
    are_told = protected.visible[sexes, of.place(ANSWERED)].all() and len(sexes) == 2
    is_tied = visible[by.place(TOTAL), hidden].all() and are_told
    return int(many[sexes].min() if is_tied else many[by.place(group)])


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
