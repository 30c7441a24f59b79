"""The keys of an arbetsmapp for other things than pseudonyms, each worked out of the folder's own.

Nobody without the folder can try out rows against what is written with them. The one for ties,
by which one of several equally good patterns is taken, outlives the others: later publications
need it, and it tells nothing of anybody.
"""

from contextlib import suppress
from pathlib import Path

from ..configuration import is_practice
from ..errors import IsuError
from .key import FIXED, KEY_FILE, Key, kept_key, read_key

ROWS, CONTENT, SERIES, FILES, TIES = "rader", "innehåll", "serie", "filer", "val"
LASTING = (TIES, SERIES)
TIES_FILE = "utlamning.nyckel"


def key_for(folder: Path | None, purpose: str) -> Key:
    """The key of a folder for one purpose, made when it is first needed.

    It is the same for all where there is no folder, in folders to practise with, and where nothing
    can be written.
    """
    if folder is None or is_practice(folder):
        return _subkey(FIXED, purpose)
    lasting = kept_key(folder / TIES_FILE) if purpose in LASTING else None
    if lasting:
        return lasting.subkey(purpose)
    key = read_key(folder)
    return _subkey(key if key.is_kept else FIXED, purpose)


def _subkey(key: Key, purpose: str) -> Key:
    return key.subkey(TIES).subkey(purpose) if purpose in LASTING else key.subkey(purpose)


def keep_ties(folder: Path) -> None:
    """Write down what later publications need, before the folder's key is taken away."""
    if (folder / KEY_FILE).is_file() and not (folder / TIES_FILE).exists():
        with suppress(OSError, IsuError):  # a key that can't be read serves no one
            read_key(folder).subkey(TIES).save(folder / TIES_FILE)
