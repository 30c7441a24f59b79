"""What a group answers before it has a folder of its own, kept until it has one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ..workbook import Workbook


@cache
def waiting_workbook() -> Workbook:
    """A workbook that is gone with the program; a practice folder's own is never written in."""
    return Workbook(_place().name)


def carry_over(folder: Path) -> bool:
    """Move what waits into the workbook of a new arbetsmapp; whether there was anything."""
    waiting, new = waiting_workbook(), Workbook(folder)
    answers = waiting.answers()
    for id, words in answers.items():
        new.save(id, words)
        if new.is_saved:
            waiting.save(id, "")
    return bool(answers)


@cache
def _place() -> TemporaryDirectory:
    return TemporaryDirectory(prefix="isu")
