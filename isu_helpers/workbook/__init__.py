"""The workbook: what a group has written, saved at each change and never lost.

``arbetsbok.yaml`` is read and written here alone. Each text stands under an id. Every change says
which text its writer had before; what another has written meanwhile is kept beside it.
"""

from .book import Workbook, open_workbook
from .figures import figures
from .leaving import LEFT_OUT, doubts, to_hand_out
from .note import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    OBSERVATIONS,
    PLAN,
    QUESTIONS,
    Conflict,
    Note,
    observing,
)
from .status import arbetsmappar, status_lines, tell_status
from .versions import FOLDER

__all__ = [
    "ACTIONS", "ANSWERS", "CONCLUSIONS", "FOLDER", "LEFT_OUT", "OBSERVATIONS", "PLAN", "QUESTIONS",
    "Conflict", "Note",
    "Workbook", "arbetsmappar", "doubts", "figures", "observing", "open_workbook", "status_lines",
    "tell_status", "to_hand_out",
]  # fmt: skip
