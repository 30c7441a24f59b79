"""Which breakdowns to make of a role, chosen from the codebook and group sizes alone."""

import numpy as np

from ..codebook import SEX, Variable
from ..content import load
from ..records import Records
from ..wording import MISSING, TOTAL
from .breakdown import breakdown
from .cube import count
from .result import Results

BACKGROUND = "bakgrund"

NO_BACKGROUND = (
    "Kodboken har ingen bakgrundsvariabel. Sätt rollen «bakgrund» på till exempel ålder, så "
    "delas kvinnor och män upp även efter den."
)
TOO_FEW = (
    "{of} visas inte uppdelat på både kön och bakgrund. Grupperna blir för små: de flesta tal "
    "skulle behöva döljas. Slå ihop svar eller grupper i kodboken om ni vill se mer."
)


def breakdowns(records: Records, role: str, *, crossed: bool = False, k: int = 5) -> Results:
    """A breakdown by sex of each variable with a role, or of each by sex and one more.

    Parameters
    ----------
    role
        A role of the codebook, such as ``"behov"``.
    crossed
        Whether to cross sex with a background variable: the first in the codebook whose groups
        are large enough for the answers, see `crossing`. What no variable bears is refused in
        words.
    k
        The smallest count that is shown.
    """
    variables = [v for v in records.countable(role) if v.role != SEX]
    if not crossed:
        return Results(tuple(breakdown(records, v.name) for v in variables), role)
    if not records.countable(BACKGROUND):
        return Results((), role, (NO_BACKGROUND,))
    chosen = {v.name: crossing(records, v, k) for v in variables}
    items = [breakdown(records, n, [SEX, c.name]) for n, c in chosen.items() if c]
    refused = [TOO_FEW.format(of=v.title) for v in variables if not chosen[v.name]]
    return Results(tuple(items), role, tuple(refused))


def crossing(records: Records, of: Variable, k: int = 5) -> Variable | None:
    """The background variable to cross sex with, None where none bears it.

    The first whose groups hold on average ``k`` people an answer in at least two thirds of the
    inner cells. Only group sizes count, never the answers: the choice then tells nothing of them.
    """
    wanted = load("thresholds")["korsning_andel_kvar"]["value"]
    for candidate in records.countable(BACKGROUND):
        if candidate != of and _bearing(records, of, candidate, k) >= wanted:
            return candidate
    return None


def _bearing(records: Records, of: Variable, crossed: Variable, k: int) -> float:
    """The share of the groups that are large enough for their answers."""
    cube = count(records, (records.codebook.with_role(SEX)[0],), crossed)
    sexes = [i for i, s in enumerate(cube.axes[0].slots) if s not in (MISSING, TOTAL)][:2]
    sizes = cube.n[np.ix_(sexes, range(len(crossed.categories)))]
    return float((sizes >= k * len(of.categories)).mean())
