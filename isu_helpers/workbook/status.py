"""How far the groups have come: a line a group, and not a word of what they wrote."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..codebook import Codebook
from ..configuration import (
    DATA_SUFFIXES,
    ManyFilesError,
    find_folder,
    is_practice,
    least_shown,
    settings,
)
from ..content import NOTEBOOK, notebooks, prompts
from ..errors import IsuError
from ..masking import mask
from ..wording import counted, listing
from .file import read_file
from .messages import FILE, path_of
from .note import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    OBSERVATIONS,
    PLAN,
    QUESTIONS,
    Contents,
    Key,
    base_of,
    doubts,
    last_saved,
    moment,
)

MARKS = ("isu.yaml", "kodbok.yaml", FILE)
WRITTEN_IN = {
    QUESTIONS: "fragor", PLAN: "planering", OBSERVATIONS: "steg1", CONCLUSIONS: "steg3",
    ACTIONS: "steg4",
}  # fmt: skip
SECOND_DAY = "aterblick"  # from here on a group needs its data
FAILED = "{mapp}: {why}"

# Each group in one line: where it is, when it wrote last, what waits for help.

LINE = "{mapp}: {step} ({done} av {asked} besvarade), {saved}.{waits}"
NOT_BEGUN = "inte börjat"
SAVED, NOT_YET = "skrev senast {moment}", "inget sparat än"
WAITS = " Väntar på hjälp: {what}."
BROKEN = "arbetsboken går inte att läsa"
TWICE = ("text på två sätt", "texter på två sätt")
POINTING = ("text som kan peka ut någon", "texter som kan peka ut någon")
NO_DATA, MANY_DATA = "datafilen saknas", "flera datafiler att välja mellan"
BOOK, SETTING = "kodboken går inte att läsa", "isu.yaml går inte att läsa"


@dataclass(frozen=True)
class GroupStatus:
    """How far one group has come.

    Attributes
    ----------
    name
        The folder's.
    notebook
        The id of the notebook whose answers it saved last; empty where nothing is saved.
    done, asked
        How many of that notebook's prompts are answered, and how many there are.
    saved
        When it last wrote something.
    waits
        What needs somebody's help, in a few words each.
    """

    name: str
    notebook: str = ""
    done: int = 0
    asked: int = 0
    saved: datetime | None = None
    waits: tuple[str, ...] = ()

    @property
    def step(self) -> str:
        """The notebook by its short name."""
        return notebooks()[self.notebook]["kort"] if self.notebook else NOT_BEGUN

    def when(self, now: datetime) -> str:
        """When something was written last, in words."""
        return SAVED.format(moment=moment(self.saved, now)) if self.saved else NOT_YET

    def line(self, now: datetime) -> str:
        """All of it in a line."""
        what = listing(self.waits)
        return LINE.format(
            mapp=self.name,
            step=self.step,
            done=self.done,
            asked=counted(self.asked, "fråga", "frågor"),
            saved=self.when(now),
            waits=WAITS.format(what=what) if what else "",
        )


def group_status(folder: str | Path) -> GroupStatus:
    """How far the group of an arbetsmapp has come.

    Raises
    ------
    IsuError
        In Swedish with the line, when a person has broken the workbook.
    """
    path = path_of(folder)
    contents = read_file(path)[1]
    at = _latest(contents)
    done, asked = _answered(contents, at or next(iter(notebooks())))
    waits = (*_in_words(contents), *_in_files(path.parent, at))
    return GroupStatus(mask(path.parent.name), at, done, asked, last_saved(contents), waits)


def _latest(contents: Contents) -> str:
    """The notebook that was written in last; of several, the one that comes last."""
    order, times = list(notebooks()), dict[str, datetime]()
    for key, notes in contents.items():
        time = last_saved({key: notes})
        if time and (notebook := _notebook_of(key)) in order:
            times[notebook] = max(time, times.get(notebook, time))
    return max(times, key=lambda id: (times[id], order.index(id)), default="")


def _notebook_of(key: Key) -> str:
    section, id = key
    if section == ANSWERS:
        return str(prompts().get(base_of(id), {}).get(NOTEBOOK, ""))
    return WRITTEN_IN.get(section, "")


def _answered(contents: Contents, notebook: str) -> tuple[int, int]:
    """How many prompts of a notebook are answered, and how many it has."""
    own = {id: entry for id, entry in prompts().items() if entry[NOTEBOOK] == notebook}
    asked = {id for id, entry in own.items() if not entry.get("tidigare")}
    written = (base_of(id) for (s, id), n in contents.items() if s == ANSWERS and n[0].text)
    return len(asked & set(written)), len(asked)


def _in_words(contents: Contents) -> list[str]:
    """What waits in what is written: texts that disagree, or that may point out somebody."""
    k, notes = least_shown(), [found[0] for found in contents.values()]
    twice = sum(len(found) > 1 for found in contents.values())
    pointing = sum(bool(note.text and doubts(note, k)) for note in notes)
    told = ((twice, TWICE), (pointing, POINTING))
    return [counted(count, *words) for count, words in told if count]


def _in_files(folder: Path, at: str) -> list[str]:
    """What waits in the folder: a file that is missing, or can't be read."""
    try:
        chosen = settings(folder)
    except ManyFilesError:
        return [MANY_DATA]
    except IsuError:
        return [SETTING]
    order = list(notebooks())
    needs_data = at in order and order.index(at) >= order.index(SECOND_DAY)
    told = [NO_DATA] if needs_data and chosen.datafil is None else []
    if chosen.kodbok.is_file() and not is_practice(folder):
        try:
            Codebook.read(chosen.kodbok)
        except IsuError:
            told.append(BOOK)
    return told


# The details of one group: a line for each step.

STEP = "{mapp} {step}: {done} av {prompts} besvarade, {saved}{conflicts}"
STEP_SAVED = "sparat {moment}"
CONFLICTS = ", {count} på två sätt"
BESIDE = "{mapp} i övrigt: {saved}{conflicts}"


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
    name, contents, every = mask(path.parent.name), read_file(path)[1], prompts()
    lines = []
    for step in dict.fromkeys(entry[NOTEBOOK] for entry in every.values()):
        found = {k: n for k, n in contents.items() if k[0] == ANSWERS and _notebook_of(k) == step}
        done, asked = _answered(found, step)
        told = {"done": done, "prompts": counted(asked, "fråga", "frågor")}
        short = notebooks()[step]["kort"]
        lines.append(STEP.format(mapp=name, step=short, **told, **_state(found, now)))
    rest = {k: n for k, n in contents.items() if k[0] != ANSWERS or not _notebook_of(k)}
    return lines + ([BESIDE.format(mapp=name, **_state(rest, now))] if rest else [])


def _state(contents: Contents, now: datetime) -> dict[str, str]:
    """When something of it was last saved, and how much is written in several ways."""
    time = last_saved(contents)
    count = sum(len(notes) > 1 for notes in contents.values())
    several = CONFLICTS.format(count=counted(count, "text", "texter")) if count else ""
    return {"saved": STEP_SAVED.format(moment=moment(time, now)) if time else NOT_YET,
            "conflicts": several}  # fmt: skip


# Many groups, whose folders may lie in one.


def tell_status(
    places: Iterable[str | Path],
    report: Callable[[str], None],
    complain: Callable[[str], None],
    *,
    is_detailed: bool = False,
) -> bool:
    """Tell how far the groups have come, a line each; whether all of their folders could be read.

    Parameters
    ----------
    places
        Arbetsmappar, or folders that hold arbetsmappar.
    report, complain
        Take a line of a workbook, and one about a folder that could not be read.
    is_detailed
        Whether a line for each step is told.
    """
    now, failed = datetime.now(), []

    def refuse(line: str) -> None:
        failed.append(line)
        complain(line)

    for folder in groups_in(places, refuse):
        try:
            of_one = status_lines(folder, now) if is_detailed else [group_status(folder).line(now)]
            for line in of_one:
                report(line)
        except IsuError as e:
            refuse(FAILED.format(mapp=folder.name, why=e))
    return not failed


def statuses(places: Iterable[str | Path], complain: Callable[[str], None]) -> list[GroupStatus]:
    """How far each group has come; of places that are not there a line is told."""
    found = []
    for folder in groups_in(places, complain):
        try:
            found.append(group_status(folder))
        except IsuError:
            found.append(GroupStatus(mask(folder.name), waits=(BROKEN,)))
    return found


def groups_in(places: Iterable[str | Path], complain: Callable[[str], None]) -> list[Path]:
    """The arbetsmappar that places are or hold; of those that are not there it is told."""
    found: list[Path] = []
    for place in places:
        try:
            found += arbetsmappar(place)
        except IsuError as e:
            complain(str(e))
    return list(dict.fromkeys(found))


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
    with suppress(OSError):  # a folder that may not be read is none
        return any(p.suffix.lower() in DATA_SUFFIXES for p in folder.iterdir())
    return False
