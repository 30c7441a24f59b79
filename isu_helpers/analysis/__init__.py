"""Analyses: pure functions from Records to a Result."""

from .breakdown import breakdown
from .change import change
from .explain import explain_difference
from .explanation import Explanation, Explanations
from .flow import flow, flows
from .goals import goals
from .opinions import opinions
from .procedure import criteria
from .result import Result, Results
from .selection import breakdowns, standard
from .strata import Strata, merged_strata
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
    "merged_strata",
    "opinions",
    "standard",
    "trend",
    "trends",
]
