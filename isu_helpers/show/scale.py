"""Answers on a scale from the worst to the best, and those that have no place on it."""

from ..analysis.cube import Axis
from ..codebook import LOWER, key_of
from ..derived import is_beside

NEGATIVE = ("inte", "ej", "nej", "aldrig", "ingen", "inget", "mycket dålig", "mycket missnöjd")
NOT = (" inte", " ej", " aldrig")


def worst_to_best(axis: Axis) -> tuple[str, ...]:
    """The answers on the scale; the codebook's order, turned where its end is the worse one.

    The codebook may say so (``battre: lagre``); else a last answer that is a no tells.
    """
    variable, names = axis.variable, [a for a in axis.answers if not is_beside(a)]
    is_turned = bool(names) and not variable.better and _is_no(names[-1]) and not _is_no(names[0])
    return tuple(names[::-1] if is_turned or variable.better == LOWER else names)


def beside_scale(axis: Axis) -> tuple[str, ...]:
    """The answers that have no place on the scale, such as «Vet ej»."""
    return tuple(a for a in axis.answers if is_beside(a))


def _is_no(name: str) -> bool:
    """Whether an answer is a no: «Inte alls», «Aldrig», «Stämmer inte»."""
    words = key_of(name)
    return words.startswith(NEGATIVE) or words.endswith(NOT) or any(f"{n} " in words for n in NOT)
