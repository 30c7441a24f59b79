"""What a trial goes by: counts of two groups, worked out of visible numbers and no others."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from ..analysis.breakdown import breakdown
from ..analysis.cube import ANSWERED, Axis
from ..analysis.publishable import without_missing
from ..analysis.result import Choice
from ..analysis.visible import Visible
from ..content import load
from ..disclosure import Protected, Release
from ..disclosure.primary import shows_few
from ..disclosure.release import splits_small
from ..wording import MISSING, TOTAL
from .model import GAP
from .table import Table, tables_of
from .trial import Question, Trial

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Line:
    """An answer in two groups: how many gave it, of how many; NaN where that is hidden.

    Of a gap, which has no second group, both are everyone and ``groups`` are empty.
    """

    question: Question
    groups: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    n: tuple[float, float]
    base: tuple[float, float]

    @property
    def is_hidden(self) -> bool:
        """Whether any of it can't be had."""
        return bool(np.isnan([*self.n, *self.base]).any())


def lines_of(trial: Trial, release: Release) -> list[Line]:
    """The counts of each answer that a trial asks for, by way of the Release."""
    return [line for q in trial.questions for line in _lines(trial, q, release)]


def _lines(trial: Trial, question: Question, release: Release) -> list[Line]:
    """The first lines of which none is hidden, else the first there are, else none but hidden."""
    tables, found = list(tables_of(trial, question)), []
    for table in tables:
        if (protected := entered(table, release)) is not None:
            found.append(visible_lines(trial, question, table, protected, release))
            if not any(line.is_hidden for line in found[-1]):
                return found[-1]
    unknown = (UNKNOWN,) * 2
    hidden = [Line(question, tables[0].groups, s, unknown, unknown) for s in tables[0].sets]
    return found[0] if found else hidden


def entered(table: Table, release: Release) -> Protected | None:
    """The table in the Release, one with much hidden too; None where none can be had."""
    protected = release.chosen(Choice((table.result,)))
    if protected is None and not splits_small(table.result, release.k):
        protected = release.protected(table.result)
    return None if protected is None or protected.is_refused else protected


def visible_lines(
    trial: Trial, question: Question, table: Table, protected: Protected, release: Release
) -> list[Line]:
    """The counts that follow from the visible numbers of a table; hidden ones change nothing."""
    cube, is_gap = protected.cube, trial.hypothesis.claim == GAP
    seen = Visible(cube.axes, np.where(protected.visible, cube.n.astype(float), np.nan))
    least = 1 if shows_few(cube.axes) or not release.is_protected else release.k
    sides = (None, None) if is_gap else table.groups
    cells = [_cells(table, cube.axes[:-1], side) for side in sides]
    every = (*cube.axes[-1].answers, MISSING) if is_gap else cube.axes[-1].answers
    lacking = _lacking(trial, question, release) if table.is_filled else 0.0
    lines = []
    for answers in table.sets:
        counts = [(seen.total(c, answers), seen.total(c, every)) for c in cells]
        kept = [_publishable(n, base, least, question) for n, base in counts]
        kept = [(n, _answered(n, base, lacking, release.k)) for n, base in kept]
        lines.append(Line(question, table.groups, answers, *zip(*kept, strict=True)))
    return lines


def _lacking(trial: Trial, question: Question, release: Release) -> float:
    """The share that lacks the outcome by the table of step 1; 0 where that is hidden or many."""
    plain = release.protected(breakdown(trial.records, question.variable))
    sex, of = plain.axes
    at = [sex.place(TOTAL)], [of.place(MISSING), of.place(TOTAL)]
    if not plain.visible[np.ix_(*at)].all():
        return 0.0
    missing, everyone = plain.cube.n[np.ix_(*at)].ravel()
    share = missing / max(everyone, 1)
    return float(share if share <= load("omotiverade")["faa_saknas"]["utfall"] else 0)


def _answered(n: float, base: float, lacking: float, k: int) -> float:
    """How many have the outcome, if as many lack it here as among everyone; whole people."""
    if np.isnan(base) or not lacking:
        return base
    return float(np.rint(without_missing([[base]], [[n]], [base * lacking], k)[0, 0]))


def _publishable(n: float, base: float, least: int, question: Question) -> tuple[float, float]:
    """Both numbers, or neither: sums of few people are told of no more than counts are."""
    parts = np.array([n, base - n])
    is_zero = (parts == 0) & (not question.variable.is_sensitive or least == 1)
    return (n, base) if bool(((parts >= least) | is_zero).all()) else (UNKNOWN, UNKNOWN)


def _cells(table: Table, axes: Sequence[Axis], group: tuple[str, ...] | None) -> np.ndarray:
    """The cells of those in a group, or of everyone, among those who are counted."""
    chosen = table.among | ({} if group is None else {table.by: group})
    parts = [np.isin(_finest(axis), chosen.get(axis.name, _finest(axis))) for axis in axes]
    return reduce(np.logical_and.outer, parts)


def _finest(axis: Axis) -> list[str]:
    return [s for s in axis.slots if s not in (TOTAL, ANSWERED)]
