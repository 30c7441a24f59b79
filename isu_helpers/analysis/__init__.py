"""Analyses: pure functions from Records to a Result."""

from .breakdown import breakdown
from .change import change
from .goals import goals
from .opinions import opinions
from .result import Result, Results
from .selection import breakdowns, standard

__all__ = [
    "Result",
    "Results",
    "breakdown",
    "breakdowns",
    "change",
    "goals",
    "opinions",
    "standard",
]
