"""What each file was made of, so that a run makes only what has changed since the last."""

import json
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path

from ..configuration import Settings
from ..disclosure.manifest import MANIFEST
from ..errors import IsuError
from ..files import write_whole
from ..privacy import FILES as FOR_FILES
from ..privacy import FIXED, Key, key_for
from .page import View

# In the arbetsmapp and not beside the pages, and with keyed fingerprints: nobody can try out rows
# against them. By its name a temporary file: `isu rensa` takes it, and all pages are made again.
RECORD = ".korning.tmp"
PUBLICATION, FILES = "utlamning", "filer"
PACKAGE = Path(__file__).resolve().parents[1]


class Made:
    """What the files of one view of an arbetsmapp were made of when they were last written.

    A page hangs on its notebook, on the package, and on all files of the arbetsmapp; on the day
    too, since an age does. What has been shown of the people hangs together: where that has been
    added to by others, everything is made again.

    Parameters
    ----------
    chosen
        The settings of the arbetsmapp.
    view
        Which of the two views the files are of.
    target
        The folder that the files are written in.
    """

    def __init__(self, chosen: Settings, view: View, target: Path):
        self._view, self._target = view, target
        self._record = chosen.arbetsmapp / RECORD
        self._manifest = chosen.arbetsmapp / MANIFEST
        self._key = key_for(chosen.arbetsmapp, FOR_FILES)
        self._common = _common(chosen, view, self._key)
        told, shown = _read(self._record), _print_of(self._manifest, self._key)
        is_alone = not view.is_protected or told.get(PUBLICATION) == shown
        self._told, self._files = told, told.get(FILES, {}) if is_alone else {}

    def stands(self, file: Path, source: Path | None = None) -> bool:
        """Whether a file lies there as it was written, of what would make it now.

        So does one that there was nothing to write in, where none lies there.
        """
        wanted = [self._of(source), _print_of(file, self._key)]
        return self._files.get(self._name(file)) == wanted

    def note(self, written: dict[Path, Path | None]) -> None:
        """Write down what files have been written or left out, each with its notebook.

        Where that can't be written, all is made again next time.
        """
        new = {self._name(f): [self._of(source), _print_of(f, self._key)]
               for f, source in written.items()}  # fmt: skip
        told = {PUBLICATION: self._told.get(PUBLICATION), FILES: self._files | new}
        if self._view.is_protected:
            told[PUBLICATION] = _print_of(self._manifest, self._key)
        with suppress(IsuError):
            write_whole(self._record, json.dumps(told, indent=1) + "\n")

    def _name(self, file: Path) -> str:
        return file.relative_to(self._target).as_posix()

    def _of(self, source: Path | None) -> str:
        known = _print_of(source, self._key) if source else ""
        return _print(self._key, self._common, known)


def _common(chosen: Settings, view: View, key: Key) -> str:
    """What all files of an arbetsmapp are made of."""
    inside = [p for p in chosen.arbetsmapp.iterdir() if not p.name.startswith(".")]
    named = [chosen.datafil, chosen.kodbok, chosen.arbetsbok, chosen.jamforelse]
    files = {p for p in (*inside, *filter(None, named)) if p.is_file() and p.name != MANIFEST}
    told = [f"{p.name} {_print_of(p, key)}" for p in sorted(files)]
    words = (chosen.kommun, view.title, f"{date.today()}", _package())
    return _print(key, *words, *told)


@cache
def _package() -> str:
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


def _read(record: Path) -> dict:
    """What the record says; nothing where it is gone or has been tampered with."""
    with suppress(OSError, ValueError):
        told = json.loads(record.read_text(encoding="utf-8"))
        if isinstance(told, dict) and isinstance(told.get(FILES), dict):
            return told
    return {}
