"""Analyses: pure functions from Records to a Result."""

from .breakdown import breakdown
from .result import Result, Results
from .selection import breakdowns, standard

__all__ = ["Result", "Results", "breakdown", "breakdowns", "standard"]
