"""Paths as they are told to a user, and what a new file does to a folder."""

from contextlib import suppress
from pathlib import Path

import click

from ..errors import IsuError

MANY_DATA = (
    "I mappen finns nu flera filer som kan vara er datafil. Skriv i isu.yaml vilken som gäller, "
    "till exempel «datafil: {file}»."
)


def near_path(path: Path) -> str:
    """The path from here, where the file lies below."""
    with suppress(ValueError):
        return path.relative_to(Path.cwd()).as_posix()
    return path.as_posix()


def tell_of_many(folder: Path, file: str) -> None:
    """Tell what to write in isu.yaml where a new file made the data file uncertain."""
    from ..configuration import find_data_file, read_settings_file

    with suppress(IsuError):
        if "datafil" in read_settings_file(folder):
            return
    try:
        find_data_file(folder)
    except IsuError:
        click.echo(MANY_DATA.format(file=file))
