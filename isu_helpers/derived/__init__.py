"""Variables worked out of others: coarser classes, periods, changes, steps."""

from .change import (
    CHANGE,
    FOLLOWED,
    direction_of,
    is_beside,
    limit_of,
    values_of,
)
from .merged import coarser
from .model import Answers, codes_of, derived, is_rule

__all__ = [
    "CHANGE",
    "FOLLOWED",
    "Answers",
    "coarser",
    "codes_of",
    "derived",
    "direction_of",
    "is_beside",
    "is_rule",
    "limit_of",
    "values_of",
]
