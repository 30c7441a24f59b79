"""The group's codebooks as they were: kept beside the earlier versions of the workbook."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ..codebook import Codebook
from ..codebook.writing import PROPOSED_HEAD, WORKED_AT
from ..errors import IsuError
from ..files import write_whole
from .store import FOLDER

EARLIER, STAMP, MOST = "{stem}_{time}{suffix}", "%Y-%m-%d_%H.%M.%S", 20


def keep(book: Path) -> None:
    """Keep a codebook that people have worked at; nothing where it can't be read or written.

    A mere proposal does not take the place of one that people have made.
    """
    copy = copy_of(book)
    with suppress(OSError, IsuError):
        text = book.read_bytes()
        if copy.is_file() and (copy.read_bytes() == text or is_proposal(book)):
            return
        Codebook.read(book)
        if not is_proposal(book):
            write_whole(copy, text)


def copy_of(book: Path) -> Path:
    """Where the last version of a codebook is kept."""
    return book.parent / FOLDER / book.name


def keep_earlier(book: Path) -> None:
    """Lay the codebook as it is among the earlier ones, by the time it was written.

    One that lies there already is not laid there twice. Where it can't be done nothing is told:
    what is being saved matters more.
    """
    with suppress(OSError, IsuError):
        text = book.read_bytes()
        if any(old.read_bytes() == text for old in earlier(book)):
            return
        told = {"time": f"{datetime.fromtimestamp(book.stat().st_mtime):{STAMP}}"}
        name = EARLIER.format(stem=book.stem, suffix=book.suffix, **told)
        write_whole(book.parent / FOLDER / name, text)
        for old in earlier(book)[MOST:]:
            old.unlink()


def earlier(book: Path) -> list[Path]:
    """The earlier codebooks that are kept, the latest first."""
    name = EARLIER.format(stem=book.stem, time="*", suffix=book.suffix)
    return sorted((book.parent / FOLDER).glob(name), reverse=True)


def is_proposal(book: Path) -> bool:
    """Whether a codebook is as the program proposed it, with no word of people's own."""
    with suppress(OSError, UnicodeDecodeError):
        lines = [line.lstrip("# ").strip() for line in book.read_text("utf-8").splitlines()[:2]]
        return lines == PROPOSED_HEAD.splitlines()[:2]
    return False


def is_lost(book: Path) -> bool:
    """Whether people have had a codebook that is there no more."""
    return copy_of(book).is_file() and (not book.is_file() or is_proposal(book))


def worked_at(book: Path) -> None:
    """Let a proposal say that people have changed it."""
    if is_proposal(book):
        first, second = PROPOSED_HEAD.splitlines()[:2]
        text = book.read_text("utf-8")
        write_whole(book, text.replace(f"# {second}", f"# {WORKED_AT}", 1))
