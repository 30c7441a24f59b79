"""Variables worked out of others: coarser classes, periods, changes, steps."""

from .classes import UNITS, coarser, finest_unit, in_periods, timed
from .pairs import (
    BESIDE,
    CHANGE,
    FARTHEST,
    FOLLOWED,
    ONWARD,
    REACHED,
    are_of_one_change,
    direction_of,
    is_beside,
    is_of_change,
    limit_of,
    possible,
    values_of,
)
from .rule import Answers, codes_of, derived, is_rule, rule_of
from .span import Span, span_of, times_of

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
    "rule_of",
    "span_of",
    "timed",
    "times_of",
    "values_of",
]
