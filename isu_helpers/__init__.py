"""Helpers for the notebooks on individbaserad systematisk uppföljning (ISU).

Records are read with a codebook, counted by sex, and shown by way of a Release that hides small
numbers. Notebooks need no more than the names in ``__all__``; they are loaded when first used, so
that the command ``isu`` answers at once.
"""

import sys
from importlib import import_module

__all__ = [
    "Codebook",
    "IsuError",
    "Records",
    "Release",
    "Workbook",
    "action_list",
    "bearing",
    "breakdown",
    "breakdowns",
    "calendar_file",
    "change",
    "choose_folder",
    "codebook_checks",
    "collection_form",
    "collection_signs",
    "comparison",
    "concepts",
    "criteria",
    "draw_review_sample",
    "explain_difference",
    "explorer",
    "file_mapping",
    "findings",
    "flow",
    "flows",
    "folder_banner",
    "four_steps",
    "gate",
    "given",
    "goals",
    "hidden_report",
    "how_many",
    "look_over",
    "note_list",
    "opinions",
    "our_codebook",
    "overview",
    "plan_page",
    "practice_run",
    "presentation",
    "prompt",
    "protect",
    "quality",
    "read_records",
    "reading_list",
    "reflections",
    "removal",
    "same_here",
    "settings",
    "trend",
    "trends",
    "variable_builder",
    "write_form",
    "written",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("._public", __name__), name)


def __dir__() -> list[str]:
    return __all__


if "IPython" in sys.modules:  # a notebook, perhaps
    import_module(".kernel", __name__).attend()
