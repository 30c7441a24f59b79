"""Which breakdowns to make of a role, chosen from the codebook and group sizes alone."""

import numpy as np

from ..codebook import SEX, Variable
from ..content import load
from ..derived import coarser
from ..records import Records
from ..wording import MISSING, TOTAL
from .breakdown import breakdown
from .cube import count
from .result import Choice, Result, Results

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
    role
        A heading of step 1, such as ``"behov"``, or any role of the codebook.
    crossed
        Whether to cross sex with a background variable. Each item is then a choice: the
        background variables that can bear it, in the codebook's order; the Release takes the
        first of which enough may be shown.
    """
    roles = SECTIONS.get(role, (role,))
    variables = [v for r in roles for v in records.countable(r) if v.role != SEX]
    if not crossed:
        plain = tuple(Choice((breakdown(records, _readable(records, v)),)) for v in variables)
        return Results(records, plain, role)
    crossed = tuple(Choice(_crossings(records, v), v) for v in variables)
    return Results(records, crossed, role, True)


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

    After them come those with coarser classes. Only group sizes count, never the answers: the
    choice then tells nothing of them.
    """
    limits = load("thresholds")
    if len(records) < limits["korsning_minst"]["value"]:
        return ()
    found = [v for v in records.countable(BACKGROUND) if v != of]
    coarse = [coarser(records, v, _sizes(records, v)) for v in found]
    wanted = limits["korsning_andel_kvar"]["value"]
    return tuple(
        breakdown(records, of, [SEX, candidate])
        for candidate in (*found, *filter(None, coarse))
        if _bearing(records, of, candidate) >= wanted
    )


def standard(records: Records) -> tuple[Choice, ...]:
    """Everything that step 1 shows of an unknown file: each role by sex, then crossed."""
    plain = [choice for role in SECTIONS for choice in breakdowns(records, role)]
    crossable = [role for role in SECTIONS if role != BACKGROUND]
    crossed = [c for role in crossable for c in breakdowns(records, role, crossed=True)]
    return (*plain, *crossed)


def _bearing(records: Records, of: Variable, crossed: Variable) -> float:
    """The share of the groups that hold, on average, enough people an answer.

    People without an answer on the crossing variable are a group too, where there are any.
    """
    enough = load("thresholds")["minsta_antal"]["value"] * len(of.categories)
    cube = count(records, (records.codebook.with_role(SEX)[0],), crossed)
    sexes = [i for i, s in enumerate(cube.axes[0].slots) if s not in (MISSING, TOTAL)]
    sexes = sorted(sexes, key=lambda i: -cube.n[i, -1])[:2]  # women and men, in any order
    sizes = cube.n[np.ix_(sexes, range(len(crossed.categories) + 1))]
    counted = np.append(sizes[:, :-1].ravel(), sizes[:, -1][sizes[:, -1] > 0])
    return float((counted >= enough).mean())


def _sizes(records: Records, variable: Variable) -> np.ndarray:
    """How many rows have each category."""
    codes = records.codes(variable)
    return np.bincount(codes[codes >= 0], minlength=len(variable.categories))
