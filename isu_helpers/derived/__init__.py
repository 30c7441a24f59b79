"""Variables worked out of others: coarser classes, periods, changes, steps."""

from .change import (
    CHANGE,
    FOLLOWED,
    are_of_one_change,
    direction_of,
    is_beside,
    is_of_change,
    limit_of,
    possible,
    values_of,
)
from .merged import coarser
from .model import Answers, codes_of, derived, is_rule
from .period import UNITS, finest_unit, in_periods, timed
from .span import Span, span_of, times_of
from .steps import BESIDE, FARTHEST, ONWARD, REACHED

__all__ = [
    "BESIDE",
    "CHANGE",
    "FARTHEST",
    "FOLLOWED",
    "ONWARD",
    "REACHED",
    "UNITS",
    "Answers",
    "Span",
    "are_of_one_change",
    "coarser",
    "codes_of",
    "derived",
    "direction_of",
    "finest_unit",
    "in_periods",
    "is_beside",
    "is_of_change",
    "is_rule",
    "limit_of",
    "possible",
    "span_of",
    "timed",
    "times_of",
    "values_of",
]
