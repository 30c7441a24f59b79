"""Figures from elsewhere, read from a file and set beside one's own."""

from .figures import Beside, Gap, Standing, standings
from .reading import read_reference
from .reference import Reference, Share
from .verdicts import ANOTHER, HIGHER, LIKE, LOWER, OTHER_WAY, UNKNOWN
from .worded import with_words

__all__ = [
    "ANOTHER",
    "HIGHER",
    "LIKE",
    "LOWER",
    "OTHER_WAY",
    "UNKNOWN",
    "Beside",
    "Gap",
    "Reference",
    "Share",
    "Standing",
    "read_reference",
    "standings",
    "with_words",
]
