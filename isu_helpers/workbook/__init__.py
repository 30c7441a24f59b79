"""The workbook: what a group has written, saved at each change and never lost.

``arbetsbok.yaml`` is read and written here alone. Each text stands under an id. Every change says
which text its writer had before; what another has written meanwhile is kept beside it.
"""

from .note import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    LEFT_OUT,
    OBSERVATIONS,
    PLAN,
    QUESTIONS,
    Conflict,
    Note,
    doubts,
    observing,
    to_hand_out,
)
from .status import (
    GroupStatus,
    arbetsmappar,
    group_status,
    status_lines,
    statuses,
    tell_status,
)
from .store import FOLDER
from .workbook import Workbook, open_workbook

__all__ = [
    "ACTIONS",
    "ANSWERS",
    "CONCLUSIONS",
    "FOLDER",
    "LEFT_OUT",
    "OBSERVATIONS",
    "PLAN",
    "QUESTIONS",
    "Conflict",
    "GroupStatus",
    "Note",
    "Workbook",
    "arbetsmappar",
    "doubts",
    "group_status",
    "observing",
    "open_workbook",
    "status_lines",
    "statuses",
    "tell_status",
    "to_hand_out",
]
