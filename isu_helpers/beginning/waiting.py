"""What a group answers before it has a folder of its own, kept until it has one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ..workbook import Workbook

_homes: list[Workbook] = []


@cache
def waiting_workbook() -> Workbook:
    """A workbook that is gone with the program; a practice folder's own is never written in."""
    return Workbook(_place().name)


def carry_over(folder: Path | None = None) -> bool:
    """Copy what waits into the first arbetsmapp that is made, then and after each later change.

    Parameters
    ----------
    folder
        A new arbetsmapp; none where something has changed.

    Returns
    -------
    bool
        Whether anything was copied. A further folder is another group's, and gets nothing.
    """
    if folder and _homes:
        return False
    if folder:
        _homes.append(Workbook(folder))
    answers = waiting_workbook().answers() if _homes else {}
    for id, words in answers.items():
        _homes[0].save(id, words)
    return bool(answers)


def has_home() -> bool:
    """Whether a folder has been made that answers are copied into."""
    return bool(_homes)


@cache
def _place() -> TemporaryDirectory:
    return TemporaryDirectory(prefix="isu")
