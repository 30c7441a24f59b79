"""Questions by id, and what an answer to one of them gets."""

from difflib import get_close_matches

from ..content import load
from ..errors import IsuError
from .exercise import Reply
from .puzzle import Puzzle
from .question import Choice

UNKNOWN = (
    "Frågan «{id}» finns inte. Väntade namnet på en fråga i övningen. {hint}"
    "Kopiera namnet från rutan med frågan."
)
NEAR = "Menade du «{name}»? "


def question(id: str) -> Choice | Puzzle:
    """A question of an exercise: a form where a person sits, else a text.

    Raises
    ------
    IsuError
        In Swedish, when there is none of that id.

    Examples
    --------
    >>> question("gatlyktan-borja").is_many
    False
    """
    entries = load("exercises")
    if id not in entries:
        close = get_close_matches(str(id), entries, n=1)
        hint = NEAR.format(name=close[0]) if close else ""
        raise IsuError(UNKNOWN.format(id=id, hint=hint))
    kind = Puzzle if "tabell" in entries[id] else Choice
    return kind.from_content(id, entries[id])


def check(id: str, answer: object = None) -> Reply:
    """What an answer gets: right or not yet, and why. No answer makes it fail.

    Parameters
    ----------
    id
        The question.
    answer
        A letter or several: ``"B"``, ``"A, C"``, ``["A", "C"]``. Cells of a table go by column
        and row: ``["A2", "B2"]``.

    Raises
    ------
    IsuError
        In Swedish, when there is no question of that id.

    Examples
    --------
    >>> check("gatlyktan-borja", "x").is_right
    False
    """
    return question(id).check(answer)
