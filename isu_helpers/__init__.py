"""Helpers for the notebooks on individbaserad systematisk uppföljning (ISU).

Records are read with a codebook, counted by sex, and shown by way of a Release that hides small
numbers. Notebooks need no more than the names in ``__all__``.
"""

from .analysis import Result, breakdown, breakdowns
from .analysis.result import show_with
from .codebook import Codebook
from .disclosure import Release, protect
from .errors import IsuError
from .intake import read_records
from .prompts import prompt
from .records import Records
from .settings import settings
from .show import bundle, quality

show_with(bundle)

__all__ = [
    "Codebook",
    "IsuError",
    "Records",
    "Release",
    "Result",
    "breakdown",
    "breakdowns",
    "prompt",
    "protect",
    "quality",
    "read_records",
    "settings",
]
