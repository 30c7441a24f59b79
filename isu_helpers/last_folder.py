"""The folder that this user chose last on this computer, in a small file of the user's own.

Only where a person sits at the notebook is it read: never by papermill, tests or the command
``isu``, nor in Voilà or in a browser's own kernel, where many may share an account.
"""

import json
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from platformdirs import user_state_path

from .configuration import is_practice
from .errors import IsuError
from .presence import is_at_own_computer
from .saving import write_whole

APP, FILE = "isu", "mapp.json"
FOLDER, TIME = "mapp", "vald"


def remember(folder: Path) -> None:
    """Let a folder be the one that is used from now on.

    Where that can't be written nothing is told: the folder is asked for again then.
    """
    told = {FOLDER: str(folder.resolve()), TIME: datetime.now().isoformat(timespec="microseconds")}
    with suppress(IsuError, OSError):
        write_whole(_file(), json.dumps(told, ensure_ascii=False) + "\n")


def remembered() -> Path | None:
    """The folder chosen last; None where there is none that is still there."""
    folder = Path(_told().get(FOLDER, ""))
    with suppress(OSError, ValueError):
        if folder.is_absolute() and folder.is_dir() and not is_practice(folder):
            return folder
    return None


def moment_of_choice() -> str:
    """When a folder was chosen last, as it was written; empty where none has been, or is read."""
    return str(_told().get(TIME, ""))


def _told() -> dict:
    """What the file says; nothing where nobody sits at a computer of their own."""
    if not is_at_own_computer():
        return {}
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _file() -> Path:
    return user_state_path(APP, appauthor=False) / FILE
