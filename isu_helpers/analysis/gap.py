"""The gap that so many people could show: how large, in words, and how many would be needed."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from ..content import load
from ..wording import half_up, in_the_group, number, plural
from .intervals import default_level

CAN_SHOW = (
    "Med {first} och {second} kan ni räkna med att se skillnader större än ungefär {gap} "
    "procentenheter. En så stor skillnad syns ungefär {times} gånger av 10. Mindre kan "
    "synas ibland."
)
CANNOT_SHOW = "Med {first} och {second} går ingen skillnad att se säkert."
NEEDED = (
    "För att räkna med att se en skillnad på {gap} procentenheter behövs ungefär {size} i varje "
    "grupp."
)
OTHERS = "{count} i {group}"


def smallest_gap(
    base1: ArrayLike, base2: ArrayLike, size_of_family: float = 1, *, power: float | None = None
) -> np.ndarray:
    """The smallest difference of shares that groups of these sizes are likely to show.

    It is found with probability ``power`` (80 % unless said) by Fisher's two-sided test at 5 %,
    shared among ``size_of_family``, when the shares lie on either side of one half, where it
    takes most. The approximation is Casagrande, Pike and Smith's (1978), Biometrics 34, for
    Fisher's test, with groups of different sizes as in Fleiss, Tytun and Ury (1980),
    Biometrics 36, solved for the difference.

    Parameters
    ----------
    base1, base2
        How many answered in each group, arrays of one shape (or broadcast to one).
    size_of_family
        How many yes-or-no questions are looked at together; 1 is this one alone.
    power
        A fraction; the project's own (``styrka`` among the limits) by default.

    Returns
    -------
    ndarray
        A fraction; infinite where not even none against all is likely to show (a base of 0
        too), NaN where a base is missing.

    Examples
    --------
    >>> smallest_gap([24, 150], [31, 150]).round(2).tolist()
    [0.41, 0.17]
    """
    base1, base2 = np.asarray(base1, dtype=float), np.asarray(base2, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = 1 / base1 + 1 / base2
        z_level, z_power = _quantiles(size_of_family, power)
        certain = spread / 2 + z_level * np.sqrt(spread) / 2
        chance = z_power * np.sqrt(spread) / 2
        root = np.sqrt(1 + chance**2 - certain**2)
        gap = (certain + chance * root) / (1 + chance**2)
    return np.where(certain > 1, np.inf, gap)


def needed_size(gap: ArrayLike, size_of_family: float = 1) -> np.ndarray:
    """How many people each of two equal groups needs to be likely to show a difference.

    The inverse of `smallest_gap`, with the same power and level.

    Parameters
    ----------
    gap
        A fraction above 0 and at most 1.

    Returns
    -------
    ndarray
        Whole numbers (as floats), rounded up.

    Examples
    --------
    >>> needed_size([0.1, 0.25]).tolist()
    [412.0, 70.0]
    """
    gap = np.asarray(gap, dtype=float)
    z_level, z_power = _quantiles(size_of_family, None)
    half = (z_level + z_power * np.sqrt(1 - gap**2)) / 2
    spread = (np.sqrt(half**2 + 2 * gap) - half) ** 2
    return np.asarray(np.ceil(2 / spread))


def is_idle(base1: ArrayLike, base2: ArrayLike) -> np.ndarray:
    """Whether groups of these sizes are too small to compare; decided by sizes alone.

    So it is where a group has fewer people than ``minsta_jamforelse``, or where even a
    difference of ``storsta_gap`` is not likely to show when it is the only one looked at.
    False where a base is missing.
    """
    limits = load("thresholds")
    fewest = np.minimum(np.asarray(base1, dtype=float), np.asarray(base2, dtype=float))
    is_blind = smallest_gap(base1, base2) > limits["storsta_gap"]["value"]
    return np.asarray((fewest < limits["minsta_jamforelse"]["value"]) | is_blind)


def gap_sentence(
    base1: int, base2: int, first: str, second: str, size_of_family: float = 1
) -> str:
    """What groups of these sizes could show, in Swedish; whole percentage points, halves up.

    Parameters
    ----------
    base1, base2
        How many answered in each group: only numbers that may be published.
    first, second
        The groups' names in the codebook.

    Examples
    --------
    >>> gap_sentence(24, 31, "Flicka", "Pojke").split(" kan ")[0]
    'Med 24 flickor och 31 pojkar'
    """
    gap = float(smallest_gap(base1, base2, size_of_family))
    groups = {"first": in_group(base1, first), "second": in_group(base2, second)}
    if np.isinf(gap):
        return CANNOT_SHOW.format(**groups)
    times = half_up(load("thresholds")["styrka"]["value"] * 10)
    return CAN_SHOW.format(**groups, gap=number(gap * 100), times=times)


def needed_sentence(gap: float, size_of_family: float = 1) -> str:
    """How large groups a difference would need, in Swedish; ``gap`` is a fraction.

    Examples
    --------
    >>> needed_sentence(0.1)
    'För att räkna med att se en skillnad på 10 procentenheter behövs ungefär 412 i varje grupp.'
    """
    size = float(needed_size(gap, size_of_family))
    return NEEDED.format(gap=number(gap * 100), size=number(size))


def in_group(count: int, group: str, *within: str) -> str:
    """So many of a group, and of what it is divided into.

    Examples
    --------
    >>> in_group(24, "Flicka"), in_group(1, "Flicka"), in_group(7, "Annat")
    ('24 flickor', '1 flicka', '7 i gruppen annat')
    >>> in_group(9, "Pojke", "under 7"), in_group(9, "Annat", "under 7")
    ('9 pojkar i gruppen under 7', '9 i gruppen annat, under 7')
    >>> in_group(9, "Pojke", "grupp A")
    '9 pojkar i grupp A'
    """
    several = plural(group)
    if several == group or " " in several:
        named = in_the_group(", ".join([group.lower(), *within]))
        return OTHERS.format(count=number(count), group=named)
    people = f"{number(count)} {(group if count == 1 else several).lower()}"
    return OTHERS.format(count=people, group=in_the_group(", ".join(within))) if within else people


def _quantiles(size_of_family: float, power: float | None) -> tuple[float, float]:
    share = (1 - default_level()) / size_of_family
    return ndtri(1 - share / 2), ndtri(power or load("thresholds")["styrka"]["value"])
