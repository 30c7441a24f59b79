"""How far the groups have come: a line for each step, and not a word of what they wrote."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from ..configuration import DATA_SUFFIXES, find_folder
from ..content import NOTEBOOK, notebooks, prompts
from ..errors import IsuError
from ..wording import counted
from .file import read_file
from .messages import FILE, path_of
from .note import ANSWERS, Contents, base_of, last_saved, moment

MARKS = ("isu.yaml", "kodbok.yaml", FILE)
STEP = "{mapp} {step}: {done} av {prompts} besvarade, {saved}{conflicts}"
SAVED, NOT_YET = "sparat {moment}", "inget sparat än"
CONFLICTS = ", {count} på två sätt"
FAILED = "{mapp}: {why}"
BESIDE = "{mapp} i övrigt: {saved}{conflicts}"


def tell_status(
    places: Iterable[str | Path], report: Callable[[str], None], complain: Callable[[str], None]
) -> bool:
    """Tell how far the groups have come; whether all of their folders could be read.

    Parameters
    ----------
    places
        Arbetsmappar, or folders that hold arbetsmappar.
    report, complain
        Take a line of a workbook, and one about a folder that could not be read.
    """
    is_whole = True
    for place in places:
        try:
            folders = arbetsmappar(place)
        except IsuError as e:
            complain(str(e))
            folders, is_whole = [], False
        for folder in folders:
            try:
                for line in status_lines(folder):
                    report(line)
            except IsuError as e:
                complain(FAILED.format(mapp=folder.name, why=e))
                is_whole = False
    return is_whole


def status_lines(folder: str | Path, now: datetime | None = None) -> list[str]:
    """A line for each step: how many prompts are answered, when last saved, what is unsettled.

    Parameters
    ----------
    folder
        An arbetsmapp.
    now
        The time to tell times from.

    Raises
    ------
    IsuError
        In Swedish with the line, when a person has broken the workbook.
    """
    path, now = path_of(folder), now or datetime.now()
    name, contents, every = path.parent.name, read_file(path)[1], prompts()
    lines = []
    for step in dict.fromkeys(entry[NOTEBOOK] for entry in every.values()):
        asked = {id for id, entry in every.items() if entry[NOTEBOOK] == step}
        found = {k: n for k, n in contents.items() if k[0] == ANSWERS and base_of(k[1]) in asked}
        done = {base_of(id) for (_, id), notes in found.items() if notes[0].text}
        told = {"done": len(done), "prompts": counted(len(asked), "fråga", "frågor")}
        short = notebooks()[step]["kort"]
        lines.append(STEP.format(mapp=name, step=short, **told, **_state(found, now)))
    rest = {k: n for k, n in contents.items() if k[0] != ANSWERS or base_of(k[1]) not in every}
    return lines + ([BESIDE.format(mapp=name, **_state(rest, now))] if rest else [])


def arbetsmappar(place: str | Path) -> list[Path]:
    """The folder itself, or the arbetsmappar in it where it is none.

    Raises
    ------
    SettingError
        In Swedish, when there is no such folder.
    """
    folder = find_folder(place)
    if _is_arbetsmapp(folder):
        return [folder]
    return sorted(p for p in folder.iterdir() if p.is_dir() and _is_arbetsmapp(p)) or [folder]


def _is_arbetsmapp(folder: Path) -> bool:
    if any((folder / name).is_file() for name in MARKS):
        return True
    return any(p.suffix.lower() in DATA_SUFFIXES for p in folder.iterdir())


def _state(contents: Contents, now: datetime) -> dict[str, str]:
    """When something of it was last saved, and how much is written in several ways."""
    time = last_saved(contents)
    count = sum(len(notes) > 1 for notes in contents.values())
    several = CONFLICTS.format(count=counted(count, "text", "texter")) if count else ""
    return {"saved": SAVED.format(moment=moment(time, now)) if time else NOT_YET,
            "conflicts": several}  # fmt: skip
