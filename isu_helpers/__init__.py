"""Helpers for the notebooks on individbaserad systematisk uppföljning (ISU).

Records are read with a codebook, counted by sex, and shown by way of a Release that hides small
numbers. The names in ``__all__`` are an analyst's; what notebook cells use besides stands in
`isu_helpers.pages`. All are loaded when first used: nothing waits for what it doesn't need.

The house, from the ground up. A room imports only from rooms before it::

    masking errors wording excel files configuration content   the ground
    desk         notebooks as people leave them, and the servers that show them
    codebook     what each column means, and the library of ready variables
    privacy      identity numbers and free text
    records      a file becomes Records
    collect      the form, the review sample, the check before and the cleaning after
    analysis     Records become Results; explain asks what a difference may be due to
    disclosure   Results become a Release, by way of the solver
    elsewhere    figures and findings from elsewhere
    workbook     what the group has written
    run          settings, workbook and releases of one arbetsmapp
    forms        fields and prompts
    show         the Release becomes what is seen, with charts
    pages        what a notebook cell shows besides tables
    publish      handouts, tables in Excel, Word, slides
    course exercises example cli                       for trainers, for practice, and the command
"""

import sys
from importlib import import_module

__all__ = [
    "Codebook",
    "IsuError",
    "Records",
    "Release",
    "Workbook",
    "breakdown",
    "change",
    "draw_review_sample",
    "explain_difference",
    "flow",
    "goals",
    "opinions",
    "prompt",
    "protect",
    "read_records",
    "settings",
    "trend",
    "write_form",
]

_ROOMS = {
    "analysis": (
        "breakdown", "change", "explain_difference", "flow", "goals", "opinions", "trend",
    ),
    "codebook": ("Codebook",),
    "collect": ("write_form",),
    "collect.review": ("draw_review_sample",),
    "disclosure": ("Release", "protect"),
    "errors": ("IsuError",),
    "forms.prompts": ("prompt",),
    "records": ("Records",),
    "records.read": ("read_records",),
    "run": ("settings",),
    "workbook": ("Workbook",),
}  # fmt: skip


def __getattr__(name: str) -> object:
    room = next((room for room, names in _ROOMS.items() if name in names), None)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import_module(".analysis.result", __name__).show_with(_shown, _plotted)
    return getattr(import_module(f".{room}", __name__), name)


def __dir__() -> list[str]:
    return __all__


def _beside(error: Exception) -> object:
    """What a person can do about an error, where a widget can do it."""
    return import_module(".pages.lost", __name__).which_file(error)


def _shown(result: object) -> dict[str, object]:
    """What a notebook displays of a result; what draws it is loaded when something is shown."""
    shown: dict[str, object] = import_module(".pages.mending", __name__).bundle(result)
    return shown


def _plotted(result: object) -> object:
    """The first chart of a result, as `Displayed.plot` has it."""
    return import_module(".show", __name__).plotted(result)


if "IPython" in sys.modules:  # a notebook, perhaps
    import_module(".desk.kernel", __name__).attend(_beside)
