"""``explain_difference``: is a difference between groups explained by a criterion."""

from collections.abc import Sequence
from dataclasses import replace

from ..codebook import NUMBER, SEX, Variable
from ..content import load
from ..errors import CodebookError
from ..records import Records
from ..wording import listing
from .inquiry import Answer, Answers, Inquiry
from .tallies import evidence_of

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
) -> Answer | Answers:
    """Whether a difference between groups is explained by what a criterion tells.

    People are compared with those who gave the same answer to the criterion. All is reckoned
    among those whose outcome and criterion are known; ``.missing`` tells how many are not.

    In a notebook it is shown by way of the Release, worked out anew from numbers that may be
    published: few missing answers are put with the commonest one, and strata with hidden numbers
    are put together. Figures and verdicts as attributes are unprotected.

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
    Answer
        An `Explanation`: ``.crude``, ``.standardised``, ``.rate_part``, ``.composition_part``,
        ``.odds_ratio``, ``.strata``, ``.verdict``, ``.reason`` and more. With ``reference``
        `Answers`: one for each other group.

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
    least = k or load("thresholds")["minsta_antal"]["value"]
    chosen = "" if outcome.kind == NUMBER and not answer else answer or outcome.categories[0]
    inquiries = (
        Inquiry(records, outcome, chosen, grouping, pair, criteria)
        for pair in _pairs(grouping, groups, reference)
    )
    items = tuple(Answer(i, evidence_of(i, least)) for i in inquiries)
    return Answers(items) if reference else items[0]


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
