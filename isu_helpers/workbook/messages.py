"""What is told of a workbook: how much is written, and when it was saved. Not a word of it."""

from datetime import datetime
from pathlib import Path

from ..configuration import find_folder, read_settings_file
from ..content import prompts
from ..wording import counted
from .note import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    OBSERVATIONS,
    Contents,
    base_of,
    dated,
    last_saved,
    observing,
)

SAVED = "Sparat {moment}."
EMPTY = "Inget är sparat än."
STAYS = "{why} Det du skrev finns kvar här tills det går att spara. Stäng inte anteckningsboken."
SEVERAL = "{texts} på två sätt av olika personer. Båda är kvar: välj vad som ska gälla."
ONE_TEXT, MANY_TEXTS = "text är skriven", "texter är skrivna"
SUMMARY = "Arbetsbok: {answers}, {observations}, {conclusions}, {actions}."


def summary_of(contents: Contents) -> str:
    """How much is written."""
    written, asked = [key for key, notes in contents.items() if notes[0].text], prompts()
    count = {name: sum(section == name for section, _ in written) for name, _ in written}
    answered = len({base_of(id) for section, id in written if section == ANSWERS} & set(asked))
    observed = count.get(OBSERVATIONS, 0) + sum((ANSWERS, id) in written for id in observing())
    return SUMMARY.format(
        answers=f"{answered} av {counted(len(asked), 'fråga', 'frågor')} besvarade",
        observations=counted(observed, "iakttagelse", "iakttagelser"),
        conclusions=counted(count.get(CONCLUSIONS, 0), "slutsats", "slutsatser"),
        actions=counted(count.get(ACTIONS, 0), "åtgärd", "åtgärder"),
    )


def state_of(contents: Contents, now: datetime, why: str, is_unsaved: bool) -> str:
    """The day and time when it was last saved, or why it is not, and what is written twice.

    Parameters
    ----------
    why
        A Swedish line where the file can't be read or written, else empty.
    is_unsaved
        Whether something that was written here is not in the file.
    """
    if why:
        return STAYS.format(why=why) if is_unsaved else why
    time = last_saved(contents)
    told = SAVED.format(moment=dated(time, now)) if time else EMPTY
    if count := sum(len(notes) > 1 for notes in contents.values()):
        told += " " + SEVERAL.format(texts=counted(count, ONE_TEXT, MANY_TEXTS))
    return told


# Where a workbook's file lies.

FILE = "arbetsbok.yaml"


def path_of(place: str | Path | None) -> Path:
    """The file of a workbook: itself, or as the arbetsmapp's isu.yaml says."""
    if place is not None and Path(place).suffix.lower() in (".yaml", ".yml"):
        return Path(place).absolute()
    folder = find_folder(place)
    return folder / str(read_settings_file(folder).get("arbetsbok") or FILE)
