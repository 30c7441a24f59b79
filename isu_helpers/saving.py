"""Saving files that several programs write: whole or not at all, and one writer at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import IsuError

NOT_WRITTEN = (
    "Filen «{file}» gick inte att skriva ({reason}). Väntade en mapp där du får spara filer. "
    "Stäng filen om den är öppen, eller välj en annan mapp."
)
BUSY = (
    "Filen «{file}» används av ett annat program just nu. Väntade att få skriva i den. "
    "Vänta en stund och kör igen."
)
GONE = (
    "Inte sparat: mappen «{folder}» finns inte längre. Väntade den mapp som ni valde. "
    "Har den bytt namn eller flyttats? Ge den det gamla namnet, eller välj mappen på nytt."
)
DRAFT = ".{file}.{writer}.tmp"
PATIENCE, PAUSE = 60, 0.01  # seconds to wait for another writer, and between attempts


def write_whole(path: Path, content: str | bytes, *, makes_folder: bool = True) -> None:
    """Write a file so that it holds the old content or the new, never half, even in a power cut.

    Parameters
    ----------
    makes_folder
        Whether the folder is made where it is not there. What people write never makes one: a
        folder that was renamed meanwhile would come back under its old name.

    Raises
    ------
    IsuError
        In Swedish, when there is no such folder, or it or the file can't be written.
    """
    if not makes_folder:
        check_folder(path.parent)
    draft = path.with_name(DRAFT.format(file=path.name, writer=os.getpid()))
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if makes_folder:
            path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as e:
        raise IsuError(NOT_WRITTEN.format(file=path.name, reason=type(e).__name__)) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def check_folder(folder: Path) -> None:
    """Refuse a folder that is not there.

    Raises
    ------
    IsuError
        In Swedish.
    """
    if not folder.exists():
        raise IsuError(GONE.format(folder=folder.name))


def clear_drafts(path: Path) -> None:
    """Take away what killed programs have left half written; for the sole writer of a file."""
    for draft in path.parent.glob(DRAFT.format(file=escape(path.name), writer="*")):
        with suppress(OSError):
            draft.unlink()


@contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Hold a file alone among all programs that ask for it this way.

    Raises
    ------
    IsuError
        In Swedish, when there is no such folder, or another program holds the file for longer
        than a minute.
    OSError
        Where the folder can't be written in.
    """
    check_folder(path.parent)  # the lock would make it
    try:
        with FileLock(lock_of(path), timeout=PATIENCE, poll_interval=PAUSE):
            yield
    except Timeout:
        raise IsuError(BUSY.format(file=path.name)) from None


def lock_of(path: Path) -> Path:
    """The file that tells that another is held."""
    return path.with_name(f".{path.name}.lock")
