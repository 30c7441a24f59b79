"""Analyses: pure functions from Records to a Result."""

from .breakdown import breakdown, breakdowns, standard
from .change import change, goals, opinions
from .explain.difference import criteria, explain_difference
from .explain.explanation import Explanation, Explanations
from .explain.strata import Strata, merged_strata
from .flow import flow, flows
from .medians import medians, waiting_times
from .result import Result, Results
from .trend import trend, trends

__all__ = [
    "Explanation",
    "Explanations",
    "Result",
    "Results",
    "Strata",
    "breakdown",
    "breakdowns",
    "change",
    "criteria",
    "explain_difference",
    "flow",
    "flows",
    "goals",
    "medians",
    "merged_strata",
    "opinions",
    "standard",
    "trend",
    "trends",
    "waiting_times",
]
