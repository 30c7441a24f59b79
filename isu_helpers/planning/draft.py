"""The codebook while a group makes it: kodbok.yaml, read anew and written whole at each change."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from ..codebook import Codebook, Variable
from ..codebook.file import parsed
from ..configuration import is_practice
from ..errors import CodebookError, IsuError
from ..run import active, current
from ..saving import NOT_WRITTEN, sole_writer
from .choosing import HAS_ALREADY, basics, has, moved, with_entry, without

PRACTICE = (
    "Det här är en övningsmapp, och dess kodbok ändras inte. Väntade er egen mapp. "
    "Välj mapp överst i anteckningsboken och kör om."
)


class Draft:
    """The kodbok.yaml of an arbetsmapp, for those who make it on a screen.

    What people write in the file by hand meanwhile is kept: each change starts from the file.

    Parameters
    ----------
    path
        Where it stands, or is to stand.
    omrade
        Words for the area, which a new codebook begins by.
    """

    def __init__(self, path: Path, omrade: str = "") -> None:
        self.path, self.omrade = path, omrade
        self._heard: list[Callable[[], None]] = []
        self._read: tuple[bytes, Codebook] | None = None

    @property
    def codebook(self) -> Codebook:
        """What the file says; where there is none, what a new one begins with.

        Raises
        ------
        CodebookError
            In Swedish with the line, when the file can't be read or contradicts itself.
        """
        if not self.path.is_file():
            return Codebook(basics(self.omrade))
        try:
            content = self.path.read_bytes()
        except OSError:
            return Codebook.read(self.path)  # which tells why in Swedish
        if self._read is None or self._read[0] != content:
            self._read = (content, Codebook.read(self.path))
        return self._read[1]

    def listen(self, heard: Callable[[], None]) -> None:
        """Call this after each change."""
        self._heard.append(heard)

    def tell(self) -> None:
        """Let all that listen know that something has changed."""
        for heard in self._heard:
            heard()

    def add_entry(self, id: str) -> tuple[Variable, ...]:
        """Add a ready variable, and its pair; those that were added."""
        before = {v.name for v in self.codebook}
        self._change(lambda book: with_entry(book, id))
        return tuple(v for v in self.codebook if v.name not in before)

    def add(self, variable: Variable) -> None:
        """Add a variable of the group's own."""

        def added(book: Codebook) -> Codebook:
            if has(book, variable.name):
                raise CodebookError(HAS_ALREADY.format(name=variable.name))
            return replace(book, variables=(*book.variables, variable))

        self._change(added)

    def remove(self, name: str) -> None:
        """Take a variable away, with the comment right above it in the file."""
        self._change(lambda book: without(book, name))

    def move(self, name: str, steps: int) -> None:
        """Move a variable so many steps down the list, or up where they are negative."""
        self._change(lambda book: moved(book, name, steps))

    def count(self, unit: str) -> None:
        """Let a row of the data be a person, or a case."""
        self._change(lambda book: replace(book, unit=unit))

    def _change(self, change: Callable[[Codebook], Codebook]) -> None:
        if is_practice(self.path):
            raise IsuError(PRACTICE)
        try:
            with sole_writer(self.path):
                new = change(self.codebook)
                parsed(YAML().load(new.to_yaml()), self.path.name)
                new.write(self.path, in_order=True)
        except OSError as e:
            told = {"file": self.path.name, "reason": type(e).__name__}
            raise IsuError(NOT_WRITTEN.format(**told)) from None
        self.tell()


def open_draft(path: str | Path | None = None) -> Draft:
    """The draft that all forms of a run share.

    Parameters
    ----------
    path
        A kodbok.yaml; that of the run's settings where it is not given.
    """
    run = active() if path is None else current()
    omrade = run.omrade if run else ""
    return _shared(Path(path or run.kodbok).absolute(), omrade)


@cache
def _shared(path: Path, omrade: str) -> Draft:
    return Draft(path, omrade)
