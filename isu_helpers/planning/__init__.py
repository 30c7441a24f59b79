"""Day 1: the variables that answer the group's questions, and how they are to be collected."""

from .builder import VariableBuilder, variable_builder
from .calendar_file import CalendarFile, calendar_file
from .check_page import CodebookChecks, codebook_checks
from .form_offer import CollectionForm, collection_form
from .mapping import FileMapping, file_mapping
from .plan_page import PlanPage, plan_page
from .practice_offer import PracticeRun, practice_run
from .review_offer import ReadingList, reading_list
from .sizes_page import HowMany, how_many

__all__ = [
    "CalendarFile",
    "CodebookChecks",
    "CollectionForm",
    "FileMapping",
    "HowMany",
    "PlanPage",
    "PracticeRun",
    "ReadingList",
    "VariableBuilder",
    "calendar_file",
    "codebook_checks",
    "collection_form",
    "file_mapping",
    "how_many",
    "plan_page",
    "practice_run",
    "reading_list",
    "variable_builder",
]
