"""``breakdown``: one variable within groups, women and men first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from ..codebook import SEX, Variable
from ..content import fraction, load
from ..records import Records
from ..records.derived import coarser
from ..records.derived.classes import LACKING, grouped
from ..wording import MISSING, TOTAL
from .cube import count
from .result import Choice, Result, Results


def breakdown(
    records: Records,
    of: str | Variable,
    by: str | Variable | Sequence[str | Variable] = SEX,
    *,
    groups: tuple[str, str] | None = None,
) -> Result:
    """Counts and shares of a variable within groups, with the difference between the sexes.

    Parameters
    ----------
    records
        The people.
    of
        The variable to count: a name, or a role such as ``"insats"`` for the first that has it.
    by
        The grouping variable, or several: sex first, then the crossing ones. ``"kön"`` is the
        variable with that role, whatever its name.
    groups
        The two groups of the first grouping variable to compare, first minus second; all pairs
        in the codebook's order by default.

    Returns
    -------
    Result
        ``.frame``: ``n``, ``base``, ``share``, ``low``, ``high`` (Wilson, fractions) for each
        combination and total. ``.difference``: ``value``, ``low``, ``high`` (Newcombe). A share
        is of those who answered; a missing answer is a category of its own.

    Raises
    ------
    CodebookError
        In Swedish, when a variable does not exist or has no categories.
    ValueError
        When ``of`` is among ``by``, or ``groups`` are no answers of it.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KKMM"), "Insats": ["Ja", "Ja", "Ja", "Nej"]})
    >>> result = breakdown(Records.from_frame(table), "Insats")
    >>> result.frame.loc[result.frame["Insats"] == "Ja", ["n", "base"]].values.tolist()
    [[2, 2], [1, 2], [0, 0], [3, 4]]
    >>> result.difference["value"].tolist()
    [0.5, -0.5]
    """
    names = [by] if isinstance(by, (str, Variable)) else list(by)
    asked = tuple(records.variable(name) for name in names)
    counted = records.variable(of)
    if len({*asked, counted}) < len(asked) + 1:
        raise ValueError(f"of={of!r} and by={by!r} must be different variables")
    sex = records.codebook.with_role(SEX)[0]
    grouping = tuple(v for v in (sex, *asked) if v != counted)
    grouping = tuple(dict.fromkeys(grouping))
    first = sex if sex in asked else asked[0]
    if not set(groups or ()) <= {*first.categories, MISSING}:
        raise ValueError(f"groups={groups!r} must be among {first.categories}")
    return Result(records, counted, asked, count(records, grouping, counted), groups)


# Which breakdowns to make of a role, chosen from the codebook and group sizes alone.

BACKGROUND = "bakgrund"
SECTIONS = {
    BACKGROUND: (BACKGROUND,),
    "behov": ("behov", "bedömning"),
    "delaktighet": ("delaktighet", "samtycke"),
    "insats": ("insats",),
    "resultat": ("resultat",),
}  # what step 1 shows under each of its headings, by the roles of the codebook


def breakdowns(records: Records, role: str, *, crossed: bool = False) -> Results:
    """A breakdown by sex of each variable with a role, or of each by sex and one more.

    Parameters
    ----------
    records
        The people.
    role
        A heading of step 1, such as ``"behov"``, or any role of the codebook.
    crossed
        Whether to cross sex with a background variable. Each item is then a choice: the
        background variables that can bear it, in the codebook's order; the Release takes the
        first of which enough may be shown.

    Returns
    -------
    Results
        An item a variable, in the codebook's order; none where no variable has the role. Where
        people are few, a variable of many answers is cut in two.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": list("KM") * 10, "Insats": ["Ja", "Nej"] * 10})
    >>> breakdowns(Records.from_frame(table), "insats")
    1 tabeller: Insats
    """
    roles = SECTIONS.get(role, (role,))
    variables = [v for r in roles for v in records.countable(r) if v.role != SEX]
    if not crossed:
        plain = tuple(Choice((breakdown(records, _readable(records, v)),)) for v in variables)
        return Results(records, plain, role)
    items = tuple(Choice(_crossings(records, v), v) for v in variables)
    return Results(records, items, role, True)


def _readable(records: Records, variable: Variable) -> Variable:
    """A variable, or a coarser one where its answers are too many for the people there are.

    Chosen from the sizes of the groups, never from what they answered: with fewer than the least
    number an answer, the answers are cut in two at the middle.
    """
    sexes = records.codes(records.codebook.with_role(SEX)[0])[records.codes(variable) >= 0]
    smallest = np.sort(np.bincount(sexes[sexes >= 0], minlength=2))[-2]
    enough = load("thresholds")["minsta_antal"]["value"] * len(variable.categories)
    if smallest >= enough:
        return variable
    return coarser(records, variable, np.ones(len(variable.categories))) or variable


def _crossings(records: Records, of: Variable) -> tuple[Result, ...]:
    """Breakdowns by sex and each background variable whose groups are large enough.

    After them come those with coarser classes, and then those where the few who lack an answer
    are in a group with others: as few as they are, their answers would be known from a group of
    their own. Only group sizes count, never the answers: the choice then tells nothing of them.
    """
    if len(records) < load("thresholds")["korsning_minst"]["value"]:
        return ()
    found = [v for v in records.countable(BACKGROUND) if v != of]
    coarse = [coarser(records, v, _sizes(records, v)) for v in found]
    found += filter(None, coarse)
    placed = [_with_missing(records, v) for v in found]
    return tuple(
        breakdown(records, of, [SEX, candidate])
        for candidate in (*found, *filter(None, placed))
        if _is_bearing(records, of, candidate)
    )


def are_most(is_so: ArrayLike) -> bool:
    """Whether it is so of enough for a crossing: two thirds, counted exactly.

    Examples
    --------
    >>> are_most([True, True, False]), are_most([True, False]), are_most([])
    (True, False, False)
    """
    is_so = np.asarray(is_so, dtype=bool)
    wanted = fraction("korsning_andel_kvar")
    return bool(is_so.size) and Fraction(int(is_so.sum()), is_so.size) >= wanted


def _with_missing(records: Records, variable: Variable) -> Variable | None:
    """A background variable with those who lack an answer in its largest group, if few do."""
    missing = _missing(records, variable)
    if not missing.any() or not _are_few(records, missing):
        return None
    groups = _groups(records, variable)
    groups[int(_sizes(records, variable).argmax())].append(LACKING)
    return grouped(records, _source(records, variable), groups)


def _source(records: Records, variable: Variable) -> Variable:
    return records.codebook[variable.rule.sources[0]] if variable.rule else variable


def _groups(records: Records, variable: Variable) -> list[list[int]]:
    """The places of the source's answers in each category of a variable or a coarser one."""
    every = list(range(len(_source(records, variable).categories)))
    if not variable.rule:
        return [[i] for i in every]
    cut = int(variable.rule.detail[0])
    return [every[:cut], every[cut:]]


def _are_few(records: Records, missing: np.ndarray) -> bool:
    """Whether no larger part of women or men lack an answer than of a criterion."""
    limit = load("omotiverade")["faa_saknas"]["kriterium"]
    sex = records.codebook.with_role(SEX)[0]
    return bool((missing <= limit * _sizes(records, sex)).all())


def _missing(records: Records, variable: Variable) -> np.ndarray:
    """How many rows of each sex lack an answer."""
    sex = records.codebook.with_role(SEX)[0]
    lacking = records.codes(sex)[records.codes(variable) < 0]
    return np.bincount(lacking[lacking >= 0], minlength=len(sex.categories))


def standard(records: Records) -> tuple[Choice, ...]:
    """Everything that step 1 shows of an unknown file: each role by sex, then crossed."""
    plain = [choice for role in SECTIONS for choice in breakdowns(records, role)]
    crossable = [role for role in SECTIONS if role != BACKGROUND]
    crossed = [c for role in crossable for c in breakdowns(records, role, crossed=True)]
    return (*plain, *crossed)


def _is_bearing(records: Records, of: Variable, crossed: Variable) -> bool:
    """Whether enough of the groups hold, on average, enough people an answer.

    People without an answer on the crossing variable are no group.
    """
    enough = load("thresholds")["minsta_antal"]["value"] * len(of.categories)
    cube = count(records, (records.codebook.with_role(SEX)[0],), crossed)
    sexes = [i for i, s in enumerate(cube.axes[0].slots) if s not in (MISSING, TOTAL)]
    sexes = sorted(sexes, key=lambda i: -cube.n[i, -1])[:2]  # women and men, in any order
    sizes = cube.n[np.ix_(sexes, range(len(crossed.categories)))]
    return are_most(sizes >= enough)


def _sizes(records: Records, variable: Variable) -> np.ndarray:
    """How many rows have each category."""
    codes = records.codes(variable)
    return np.bincount(codes[codes >= 0], minlength=len(variable.categories))


# Breakdowns shown as the analysis that they are a part of, one variable or several.

By = str | Variable | Sequence[str | Variable]


def analysed(records: Records, of: str | Variable, by: By, analysis: str) -> Result:
    """A breakdown that is shown as an analysis shows its tables."""
    return replace(breakdown(records, of, by), analysis=analysis)


def several(records: Records, of: Iterable[str | Variable], by: By, analysis: str) -> Results:
    """A breakdown each of several variables, shown together as an analysis shows them."""
    items = tuple(Choice((analysed(records, variable, by, analysis),)) for variable in of)
    return Results(records, items, analysis=analysis)
