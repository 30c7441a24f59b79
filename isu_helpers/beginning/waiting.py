"""What a group answers before it has a folder of its own, kept until it has one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ..workbook import Workbook

NOT_YET = "Inte sparat i någon mapp än."

_homes: list[Workbook] = []


class Waiting(Workbook):
    """A workbook that is gone with the program; what is changed is saved in the home too."""

    @property
    def state(self) -> str:
        """When the home was last saved, or that there is none yet."""
        return _homes[0].state if _homes else NOT_YET

    def save(self, prompt_id: str, text: str, seen: str | None = None, about: str = "") -> str:
        """As `Workbook.save`, here and in the home."""
        for home in _homes:
            home.save(prompt_id, text, seen, about)
        return super().save(prompt_id, text, seen, about)


@cache
def waiting_workbook() -> Waiting:
    """Where answers wait for a folder; a practice folder's own workbook is never written in."""
    return Waiting(_place().name)


def carry_over(folder: Path) -> bool:
    """Copy what waits into the first arbetsmapp that is made or chosen, and later changes too.

    What is answered in the folder already stands as it is.

    Returns
    -------
    bool
        Whether anything was copied. A further folder is another group's, and gets nothing.

    Raises
    ------
    IsuError
        In Swedish, when the folder's settings or its workbook don't hold.
    """
    if _homes:
        return False
    home = Workbook(folder)
    known = home.answers()
    waits = {id: w for id, w in waiting_workbook().answers().items() if id not in known}
    for id, words in waits.items():
        home.save(id, words)
    _homes.append(home)
    return bool(waits) and home.is_saved


def has_home() -> bool:
    """Whether a folder has been made or chosen that answers are copied into."""
    return bool(_homes)


@cache
def _place() -> TemporaryDirectory:
    return TemporaryDirectory(prefix="isu")
