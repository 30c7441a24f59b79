"""One's own figure beside another, in a word: like, higher, lower, or too few to say."""

import numpy as np

from ..content import load
from ..wording import half_up

LIKE, HIGHER, LOWER = "ungefär som", "högre än", "lägre än"
OTHER_WAY, ANOTHER = "åt andra hållet", "en annan"
UNKNOWN = "går inte att säga"

Estimate = tuple[float, float, float]  # value, low, high


def share_verdict(difference: Estimate, base: float) -> str:
    """Whether a share is like another, by the interval of one's own minus the other.

    `UNKNOWN` where a number is hidden or missing, where those who answered are fewer than
    ``minsta_jamforelse``, and where the interval holds zero but also differences that matter.

    Examples
    --------
    >>> share_verdict((0.1, 0.02, 0.18), 150), share_verdict((0.1, -0.1, 0.3), 20)
    ('högre än', 'går inte att säga')
    """
    fewest = load("thresholds")["minsta_jamforelse"]["value"]
    if np.isnan([*difference, base]).any() or base < fewest:
        return UNKNOWN
    return _verdict(difference, "lika_andel")


def gap_verdict(own: float, other: float, change: Estimate) -> str:
    """Whether one's own gap is larger than another: `HIGHER` means larger, either way it goes.

    Parameters
    ----------
    own, other
        Gaps between the sexes, first minus second.
    change
        ``own`` minus ``other`` with its interval.

    Examples
    --------
    >>> gap_verdict(-0.3, -0.1, (-0.2, -0.35, -0.05))
    'högre än'
    """
    if np.isnan([own, other, *change]).any():
        return UNKNOWN
    if change[1] <= 0 <= change[2]:
        return _verdict(change, "lika_gap")
    if own * other < 0 and half_up(abs(own) * 100) and half_up(abs(other) * 100):
        return OTHER_WAY
    return HIGHER if abs(own) > abs(other) else LOWER


def _verdict(difference: Estimate, limit: str) -> str:
    value, low, high = difference
    if low <= 0 <= high:
        is_like = max(-low, high) <= load("compare")[limit]["value"]
        return LIKE if is_like else UNKNOWN
    return HIGHER if value > 0 else LOWER
