"""An inquiry: a difference and the criteria that may explain it, to be shown when protected."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from ...codebook import NUMBER, SCALE, YES_NO, Codebook, Rule, Variable
from ...content import load
from ...records import Records
from ...records.derived import coarser, rule_of
from ...records.derived.classes import GROUPED, LACKING, MERGED, grouped
from ...wording import listing
from ..breakdown import are_most, breakdown
from ..cube import ANSWERED, Cube, count
from ..result import Choice, Displayed, Result
from .evidence import Evidence
from .explanation import Explanation, Explanations, Subject
from .strata import Strata

UNITS = {"person": "personer"}
CASES = "ärenden"


@dataclass(frozen=True, eq=False)
class Inquiry:
    """What is asked: a difference in an answer, between two groups, and what may explain it.

    ``answer`` is one of the outcome's; empty where a number is compared by means.
    """

    records: Records
    of: Variable
    answer: str
    by: Variable
    groups: tuple[str, str]
    criteria: tuple[Variable, ...]

    @property
    def is_share(self) -> bool:
        """Whether a share is compared, and not a mean."""
        return bool(self.answer)

    @property
    def subject(self) -> Subject:
        """What it is about, in words; the answer is told but where it is a plain yes."""
        is_plain = not self.is_share or (
            self.of.kind == YES_NO and self.answer == self.of.categories[0]
        )
        of = self.of.title if is_plain else f"{self.of.title} ({self.answer})"
        criterion = listing(f"«{v.title}»" for v in self.criteria)
        served = tuple(dict.fromkeys(v.criterion for v in self.criteria if v.criterion))
        unit = UNITS.get(self.records.codebook.unit, CASES)
        return Subject(of, self.groups, criterion, served, unit, len(self.criteria) > 1)

    @cached_property
    def outcome(self) -> Variable:
        """The outcome: the answer, and all others; few who lack it are among the others.

        So few could be shown in no crossing. They are no part of any share: see `is_filled`. Of a
        mean the classes, which tell how many have answered.
        """
        if not self.is_share:
            return self.records.variable(self.of.name)
        place = self.of.categories.index(self.answer)
        others = [i for i in range(len(self.of.categories)) if i != place]
        missing = [LACKING] if self.is_filled else []
        if len(others) == 1 and place == 0 and not missing:
            return self.of
        return grouped(self.records, self.of, [[place], [*others, *missing]])

    @cached_property
    def is_filled(self) -> bool:
        """Whether few people lack the outcome, and are among the others in its table."""
        return self.is_share and self._are_few_missing(self.of, "utfall")

    @property
    def is_bearable(self) -> bool:
        """Whether most strata of several criteria have people enough of both groups.

        Only sizes count, never outcomes.
        """
        if len(self.criteria) == 1:
            return True
        least = load("thresholds")["minsta_antal"]["value"]
        cube = count(self.records, (self.by, *map(self._placed, self.criteria[:-1])),
                     self._placed(self.criteria[-1]))  # fmt: skip
        inner = [[axis.place(s) for s in axis.answers] for axis in cube.axes]
        inner[0] = [cube.axes[0].place(g) for g in self.groups]
        return are_most(cube.n[np.ix_(*inner)] >= 2 * least)

    @property
    def choice(self) -> Choice:
        """The outcome by groups and criteria, then by coarser criteria: the first that can do."""
        fine = [self._placed(v) for v in self.criteria]
        coarse = [self._coarser(v) or own for v, own in zip(self.criteria, fine, strict=True)]
        sets = [fine] if coarse == fine else [fine, coarse]
        return Choice(tuple(self._result(s) for s in sets), self.outcome)

    def plain(self, variable: Variable) -> Result:
        """A variable by the groups alone: the very table of step 1."""
        return breakdown(self.records, variable, self.by)

    def _result(self, criteria: Sequence[Variable]) -> Result:
        return breakdown(self.records, self.outcome, [self.by, *criteria])

    def _placed(self, variable: Variable) -> Variable:
        """A criterion where few missing answers are put with the commonest one."""
        if not self._are_few_missing(variable, "kriterium"):
            return variable
        most = int(self._sizes(variable).sum(axis=0)[:-1].argmax())
        return grouped(self.records, variable, _with_missing(
            [[i] for i in range(len(variable.categories))], most
        ))  # fmt: skip

    def _coarser(self, variable: Variable) -> Variable | None:
        sizes = self._sizes(variable).sum(axis=0)[:-1]
        found = coarser(self.records, variable, sizes)
        if found is None or not self._are_few_missing(variable, "kriterium"):
            return found
        cut, every = int(rule_of(found).detail[0]), list(range(len(sizes)))
        most = int(sizes[cut:].sum() > sizes[:cut].sum())
        return grouped(self.records, variable, _with_missing([every[:cut], every[cut:]], most))

    def _are_few_missing(self, variable: Variable, what: str) -> bool:
        """Whether some lack an answer, and in neither group more than a few."""
        limit = load("omotiverade")["faa_saknas"][what]
        sizes = self._sizes(variable)
        shares = sizes[:, -1] / np.maximum(sizes.sum(axis=1), 1)
        return bool(0 < shares.max() <= limit)

    def _sizes(self, variable: Variable) -> np.ndarray:
        """How many of the two groups have each answer, missing ones last."""
        group = self.records.codes(self.by)
        codes = self.records.codes(variable).astype(int) % (len(variable.categories) + 1)
        places = [self.by.categories.index(g) for g in self.groups]
        width = len(variable.categories) + 1
        return np.array([np.bincount(codes[group == p], minlength=width) for p in places])


def _with_missing(groups: list[list[int]], place: int) -> list[list[int]]:
    """Groups of answers, those who lack one put with this group."""
    return [[*g, LACKING] if i == place else g for i, g in enumerate(groups)]


class Answer(Explanation, Displayed):
    """An explanation that a notebook shows by way of the Release, worked out anew for it."""

    inquiry: Inquiry

    def __init__(self, inquiry: Inquiry, evidence: Evidence):
        super().__init__(inquiry.subject, evidence)
        object.__setattr__(self, "inquiry", inquiry)

    @property
    def records(self) -> Records:
        """The people."""
        return self.inquiry.records


class Answers(Explanations, Displayed):
    """Several groups beside the same one, each shown by way of the Release."""

    items: tuple[Answer, ...]

    @property
    def records(self) -> Records:
        """The people."""
        return self.items[0].records


# Tallies: the people of an inquiry by group and criteria, as the strata that rules go by.


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
    strata = Strata(names, base, total, square[0] if square else None, shape, ordered,
                    inquiry.records.design_effect)  # fmt: skip
    every: Any = (places, *[-1] * len(inquiry.criteria))
    missing, lacking = (m[every] - m[inner].reshape(2, -1).sum(axis=1) for m in measured[:2])
    return Evidence(strata, missing, k, lacking if inquiry.is_share else None,
                    is_cut(inquiry.criteria, inquiry.records.codebook))  # fmt: skip


def is_cut(criteria: Sequence[Variable], codebook: Codebook) -> bool:
    """Whether what is compared by is a number in classes, or answers in fewer than there are."""
    return any(v.kind == NUMBER or (v.rule and _is_coarse(v.rule, codebook)) for v in criteria)


def _is_coarse(rule: Rule, codebook: Codebook) -> bool:
    if rule.name not in (MERGED, GROUPED):
        return False
    members = [len(set(places.split(",")) - {str(LACKING)}) for places in rule.detail]
    is_merged = rule.name == MERGED or max(members) > 1
    return is_merged or codebook[rule.sources[0]].kind == NUMBER


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
    base, total = (cube.n[..., cube.of.place(s)].astype(float) for s in (ANSWERED, answer))
    return base, total


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
