"""``explain_difference``: is a difference between groups explained by a criterion."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from ..codebook import NUMBER, SCALE, SEX, Variable
from ..content import load
from ..errors import CodebookError
from ..records import Records
from ..wording import listing
from .cube import ANSWERED, Cube, count
from .explanation import Explanation, Explanations, Subject
from .ruling import Evidence
from .strata import Strata

NO_GROUP = (
    "Gruppen «{group}» finns inte i variabeln «{name}». Väntade någon av: {options}. "
    "Ändra groups eller reference."
)
WHICH_GROUPS = (
    "Variabeln «{name}» har inte två grupper att jämföra utan: {options}. "
    "Väntade två. Ange groups med två av dem, eller reference med den som de andra jämförs med."
)
NO_ANSWER = (
    "Svaret «{answer}» finns inte i variabeln «{name}». Väntade någon av: {options}. Ändra answer."
)
UNITS = {"person": "personer"}
CASES = "ärenden"


def explain_difference(
    records: Records,
    of: str,
    by: str = SEX,
    criterion: str | Sequence[str] = "behov",
    *,
    answer: str | None = None,
    groups: tuple[str, str] | None = None,
    reference: str | None = None,
    k: int | None = None,
) -> Explanation | Explanations:
    """Whether a difference between groups is explained by what a criterion tells.

    People are compared with those who gave the same answer to the criterion. All is reckoned
    among those whose outcome and criterion are known; ``.missing`` tells how many are not.

    Parameters
    ----------
    records
        The people.
    of
        The outcome: a name or role. A number is compared by means.
    by
        The groups. ``"kön"`` is the variable with that role.
    criterion
        What may explain: a name or role, or several for people alike in all of them. A number
        goes by its classes in the codebook (those that intake gave it, where there are none):
        within a class people differ, so few classes explain less than the number does.
    answer
        Which answer of the outcome; the first by default. Of a number: one of its classes.
    groups
        Which two to compare, first minus second; the first two sexes by default.
    reference
        The group that each of the others is compared with.
    k
        Strata with fewer of a group are put together (`merged_strata`); ``minsta_antal`` by
        default.

    Returns
    -------
    Explanation
        ``.crude``, ``.standardised``, ``.rate_part``, ``.composition_part``, ``.odds_ratio``,
        ``.strata``, ``.verdict``, ``.reason`` and more. With ``reference`` `Explanations`: one
        for each other group.

    Raises
    ------
    CodebookError
        In Swedish, when a variable, group or answer does not exist, or can't be used so.

    Examples
    --------
    >>> import pandas as pd
    >>> granted = {"Kvinna": (80, 64, 20, 4), "Man": (20, 16, 80, 16)}
    >>> rows = [
    ...     (sex, need, "Ja" if i < n else "Nej")
    ...     for sex, counts in granted.items()
    ...     for need, base, n in zip(("Ja", "Nej"), counts[::2], counts[1::2])
    ...     for i in range(base)
    ... ]
    >>> table = pd.DataFrame(rows, columns=["Kön", "Behov", "Insats"])
    >>> found = explain_difference(Records.from_frame(table), "Insats", "kön", "Behov")
    >>> round(found.crude.value, 2), round(found.standardised.value, 2) + 0
    (0.36, 0.0)
    >>> found.verdict
    'förklaras'
    """
    names = [criterion] if isinstance(criterion, str) else list(criterion)
    outcome, grouping = _outcome(records, of, answer), records.variable(by)
    criteria = tuple(_criterion(records, name) for name in names)
    used = [v.name for v in (outcome, grouping, *criteria)]
    if len(set(used)) < len(used) or not criteria:
        raise ValueError(f"of={of!r}, by={by!r} and criterion={criterion!r} must all differ")
    pairs = _pairs(grouping, groups, reference)
    least = k or load("thresholds")["minsta_antal"]["value"]
    measured = _measured(records, grouping, criteria, outcome, answer)
    items = []
    for pair in pairs:
        strata, missing = _strata(measured, grouping, criteria, pair)
        subject = _subject(records, outcome, answer, pair, criteria)
        items.append(Explanation(subject, Evidence(strata, missing, least)))
    return Explanations(tuple(items)) if reference else items[0]


def counts(cube: Cube, answer: str) -> tuple[np.ndarray, np.ndarray]:
    """How many answered, and how many of them so, of each group and combination of criteria.

    Parameters
    ----------
    cube
        Axes: the groups, the criteria, the outcome.

    Returns
    -------
    base, total
        Arrays of the cube's shape without its last axis, missing answers and totals among the
        slots.
    """
    return tuple(cube.n[..., cube.of.place(slot)] for slot in (ANSWERED, answer))


def _measured(
    records: Records, grouping: Variable, criteria: tuple[Variable, ...], outcome: Variable,
    answer: str | None,
) -> list[np.ndarray]:  # fmt: skip
    """People, sums and, of a mean, sums of squares; by group and criteria, with totals last."""
    if outcome.kind != NUMBER or answer:
        cube = count(records, (grouping, *criteria), outcome)
        return list(counts(cube, answer or outcome.categories[0]))
    values = records.frame[outcome.name].to_numpy(dtype=float)
    known = ~np.isnan(values)
    variables = (grouping, *criteria)
    shape = [len(v.categories) + 1 for v in variables]
    codes = [
        records.codes(v).astype(int)[known] % s for v, s in zip(variables, shape, strict=True)
    ]
    cell = np.ravel_multi_index(codes, shape)
    values = values[known]
    powers = (np.ones_like(values), values, values**2)
    sums = [np.bincount(cell, p, minlength=int(np.prod(shape))) for p in powers]
    return [_with_total(s.reshape(shape)) for s in sums]


def _with_total(sums: np.ndarray) -> np.ndarray:
    """Sums with a total after the last slot of each axis."""
    for axis in range(sums.ndim):
        sums = np.concatenate([sums, sums.sum(axis=axis, keepdims=True)], axis=axis)
    return sums


def _strata(
    measured: list[np.ndarray], grouping: Variable, criteria: tuple[Variable, ...],
    pair: tuple[str, str],
) -> tuple[Strata, np.ndarray]:  # fmt: skip
    """The strata of two groups, and how many of each lack a criterion."""
    places = [grouping.categories.index(g) for g in pair]
    answers = [range(len(v.categories)) for v in criteria]
    inner = np.ix_(places, *answers)
    cells = [np.moveaxis(m[inner].astype(float), 0, -1).reshape(-1, 2) for m in measured]
    names = tuple(", ".join(parts) for parts in product(*(v.categories for v in criteria)))
    shape = tuple(len(a) for a in answers)
    ordered = tuple(v.kind in (SCALE, NUMBER) for v in criteria)
    strata = Strata(names, *cells[:2], cells[2] if cells[2:] else None, shape, ordered)
    everyone = measured[0][(places, *[-1] * len(criteria))]
    return strata, everyone - strata.base.sum(axis=0)


def _outcome(records: Records, of: str, answer: str | None) -> Variable:
    """The variable that is compared; a number needs no classes for its mean."""
    found = records.codebook[of]
    if found.kind == NUMBER and answer is None and found.name in records.frame:
        return found
    variable = records.variable(of)
    if answer is not None and answer not in variable.categories:
        options = listing(variable.categories)
        raise CodebookError(NO_ANSWER.format(answer=answer, name=variable.name, options=options))
    return variable


def _criterion(records: Records, name: str) -> Variable:
    """A criterion with categories; a number that nothing can cut has all in one class."""
    found = records.codebook[name]
    if found.kind == NUMBER and not found.classes and found.name in records.frame:
        return replace(found, classes=(0.0,))
    return records.variable(name)


def _pairs(
    grouping: Variable, groups: tuple[str, str] | None, reference: str | None
) -> list[tuple[str, str]]:
    """The groups to compare, each pair first minus second."""
    options = grouping.categories
    for group in (*(groups or ()), *([reference] if reference else ())):
        if group not in options:
            told = NO_GROUP.format(group=group, name=grouping.name, options=listing(options))
            raise CodebookError(told)
    if reference:
        return [(g, reference) for g in groups or options if g != reference]
    if groups is None and (len(options) == 2 or (grouping.role == SEX and len(options) > 2)):
        groups = options[:2]
    if groups is None or len(set(groups)) != 2:
        told = WHICH_GROUPS.format(name=grouping.name, options=listing(options))
        raise CodebookError(told)
    return [tuple(groups)]


def _subject(
    records: Records, outcome: Variable, answer: str | None, pair: tuple[str, str],
    criteria: tuple[Variable, ...],
) -> Subject:  # fmt: skip
    criterion = listing(f"«{v.title}»" for v in criteria)
    served = tuple(dict.fromkeys(v.criterion for v in criteria if v.criterion))
    unit = UNITS.get(records.codebook.unit, CASES)
    of = f"{outcome.title} ({answer})" if answer else outcome.title
    return Subject(of, pair, criterion, served, unit)
