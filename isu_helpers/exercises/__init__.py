"""The exercises: questions that answer in Swedish, tables and draws to practise on, and copies."""

from ..desk.answerless import participant_copy, write_copies
from .asking import check, question
from .chance import draws
from .practice import practice_records
from .room import room_answers

__all__ = [
    "check",
    "draws",
    "participant_copy",
    "practice_records",
    "question",
    "room_answers",
    "write_copies",
]
