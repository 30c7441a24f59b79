"""What each file was made of, so that a run makes only what has changed since the last."""

import json
import re
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ..codebook import DATE, FROM_NUMBER
from ..configuration import Settings
from ..disclosure.manifest import MANIFEST
from ..privacy import FILES as FOR_FILES
from ..privacy import FIXED, Key, key_for
from ..records import Records
from .jobs import RECORD, View

PUBLICATION, FILES = "utlamning", "filer"
Prints = dict[str, list[str]]  # of each file: of what would make it, and of its content
DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
PACKAGE = Path(__file__).resolve().parents[1]


class Origins:
    """What the files of one view of an arbetsmapp were made of when they were last written.

    A page hangs on its notebook, on the package, and on all files of the arbetsmapp; on the day
    too where something in them does, see `hangs_on_the_day`. What has been shown of the people
    hangs together: where that has been added to by others, everything is made again.

    Parameters
    ----------
    chosen
        The settings of the arbetsmapp.
    view
        Which of the two views the files are of.
    target
        The folder that the files are written in.
    records
        The people; without them everything is taken to hang on the day.
    """

    def __init__(
        self, chosen: Settings, view: View, target: Path, records: Records | None = None
    ):  # fmt: skip
        self._target = target
        self._key = key_for(chosen.arbetsmapp, FOR_FILES)
        day = f"{date.today()}" if hangs_on_the_day(chosen, records) else ""
        self._common = _common(chosen, view, self._key, day)
        told = _read(chosen.arbetsmapp / RECORD)
        shown = _print_of(chosen.arbetsmapp / MANIFEST, self._key)
        is_alone = not view.is_protected or told.get(PUBLICATION) == shown
        self._files: Prints = told.get(FILES, {}) if is_alone else {}

    def stands(self, file: Path, source: Path | None = None) -> bool:
        """Whether a file lies there as it was written, of what would make it now.

        So does one that there was nothing to write in, where none lies there.
        """
        wanted = [self._of(source), _print_of(file, self._key)]
        return self._files.get(self._name(file)) == wanted

    def record(self, written: dict[Path, tuple[Path | None, bytes | None]]) -> Prints:
        """What is to be remembered when files are written, each of its notebook and content.

        The content is None where there is nothing to write in a file.
        """
        return self._files | {
            self._name(file): [self._of(source), "" if data is None else self._key.digest(data)]
            for file, (source, data) in written.items()
        }

    def _name(self, file: Path) -> str:
        return file.relative_to(self._target).as_posix()

    def _of(self, source: Path | None) -> str:
        known = _print_of(source, self._key) if source else ""
        return _print(self._key, self._common, known)


def noted(folder: Path, prints: Prints, view: View) -> str:
    """What is to be written down in an arbetsmapp of files that are made: `Origins.record`'s."""
    told = {PUBLICATION: _read(folder / RECORD).get(PUBLICATION), FILES: prints}
    if view.is_protected:
        told[PUBLICATION] = _print_of(folder / MANIFEST, key_for(folder, FOR_FILES))
    return json.dumps(told, indent=1) + "\n"


def hangs_on_the_day(chosen: Settings, records: Records | None) -> bool:
    """Whether what is shown may be other tomorrow: an age, a day to come, words of such a day."""
    if records is None:
        return True
    book, today = records.codebook, date.today()
    if any(v.taken_from == FROM_NUMBER for v in book):
        return True
    days = (records.frame[v.name].max() for v in book
            if v.kind == DATE and v.name in records.frame)  # fmt: skip
    if any(day.date() >= today for day in days if not pd.isna(day)):
        return True
    with suppress(OSError, UnicodeDecodeError):
        told = DAY.findall(chosen.arbetsbok.read_text(encoding="utf-8"))
        return any(day >= f"{today}" for day in told)
    return False


def _common(chosen: Settings, view: View, key: Key, day: str) -> str:
    """What all files of an arbetsmapp are made of."""
    inside = [p for p in chosen.arbetsmapp.iterdir() if not p.name.startswith(".")]
    named = [chosen.datafil, chosen.kodbok, chosen.arbetsbok, chosen.jamforelse]
    files = {p for p in (*inside, *filter(None, named)) if p.is_file() and p.name != MANIFEST}
    told = [f"{p.name} {_print_of(p, key)}" for p in sorted(files)]
    words = (chosen.kommun, view.title, day, package())
    return _print(key, *words, *told)


@cache
def package() -> str:
    """The package as it is installed: its version alone would miss what a programmer changes."""
    files = [p for p in sorted(PACKAGE.rglob("*")) if p.is_file() and p.suffix != ".pyc"]
    names = (f"{p.relative_to(PACKAGE).as_posix()} {_print_of(p, FIXED)}" for p in files)
    return _print(FIXED, *names)


def _print_of(file: Path, key: Key) -> str:
    """The fingerprint of a file's content; empty where there is none to read."""
    with suppress(OSError):
        return key.digest(file.read_bytes())
    return ""


def _print(key: Key, *words: str) -> str:
    return key.digest("\0".join(words))


def _read(record: Path) -> dict[str, Any]:
    """What the record says; nothing where it is gone or has been tampered with."""
    with suppress(OSError, ValueError):
        told = json.loads(record.read_text(encoding="utf-8"))
        if isinstance(told, dict) and isinstance(told.get(FILES), dict):
            return told
    return {}
