"""``breakdown``: one variable within groups, women and men first."""

from collections.abc import Sequence

from ..codebook import SEX, Variable
from ..records import Records
from ..wording import MISSING
from .cube import count
from .result import Result


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
