"""Writing what is to be handed out: whole or not at all."""

import os
from contextlib import suppress
from pathlib import Path

from ..errors import IsuError

NOT_WRITTEN = (
    "Filen «{file}» gick inte att skriva ({reason}). Väntade en mapp där du får spara filer. "
    "Stäng filen om den är öppen, eller välj en annan mapp med --ut."
)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it holds the old text or the new, never half.

    Raises
    ------
    IsuError
        In Swedish, when the folder or the file can't be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)
    except OSError as e:
        raise IsuError(NOT_WRITTEN.format(file=path.name, reason=type(e).__name__)) from None
    finally:
        with suppress(OSError):
            draft.unlink()
