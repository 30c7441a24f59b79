"""Notebooks run for an arbetsmapp, one after another in a kernel that leaves nothing behind."""

import logging
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from threading import RLock
from typing import TYPE_CHECKING

from nbformat import NotebookNode, read

from ..configuration import OWN_KERNEL
from ..errors import IsuError
from ..wording import counted
from . import within
from .within import CellError, LateError

if TYPE_CHECKING:
    from .kernels import RealKernel

CELL_FAILED = (
    "Anteckningsboken «{stem}» stannade i rutan «{cell}» ({kind}). Väntade att alla rutor går "
    "att köra. Öppna den i JupyterLab med samma mapp och kör rutorna i ordning för att se varför."
)
RUN_FAILED = (
    "Anteckningsboken «{stem}» gick inte att köra ({kind}). Väntade en sida att skriva. "
    "Försök igen. Hjälper det inte, visa den här raden för den som sköter programmet."
)
CELL_LATE = (
    "Anteckningsboken «{stem}» stoppades, för en ruta höll på längre än {minutes}. Väntade att "
    "varje ruta blir klar på den tiden. Öppna den i JupyterLab med samma mapp och se vilken ruta "
    "som inte blir klar."
)
FOLDER_LATE = (
    "Anteckningsboken «{stem}» hanns inte med på {minutes}. Väntade att hela mappen blir klar på "
    "den tiden. Kör mappen igen, ensam eller med längre tid efter --minuter."
)
CELL_MINUTES, FOLDER_MINUTES = 10, 60  # the longest that a cell and a folder may take
_ALONE = RLock()  # what a kernel is told of goes through the environment: one at a time
OURS = "isu-kernel-"  # how the name of a kernel's own folder begins
LEFT_BEHIND = 24 * 3600  # seconds after which a folder of a program that was killed is swept
PACKAGE_PARENT = Path(__file__).resolve().parents[2]


class Kernel:
    """Runs notebooks in turn, each with nothing of the one before in its names.

    Modules stay, and with them the publication: it is planned once for all notebooks. In a
    process that is there for one arbetsmapp alone, notebooks that only call the package are run
    in the process itself; all others, and all after one that has failed, in a real kernel.
    """

    def __init__(self, folder: str, minutes: float = FOLDER_MINUTES, is_alone: bool = False):
        self._folder, self._minutes, self._is_alone = folder, minutes, is_alone
        self._ends = time.monotonic() + 60 * minutes
        self._real: RealKernel | None = None

    def execute(self, notebook: Path, *, arbetsmapp: Path, skydd: bool = True) -> NotebookNode:
        """The notebook with its outputs, in the protected view or not; nothing is saved on disk.

        Raises
        ------
        IsuError
            In Swedish, when a cell fails: the cell's own line, or which cell and what kind of
            error, never the error's message, since that may hold data. When a cell or the folder
            takes too long.
        """
        if time.monotonic() > self._ends:
            raise IsuError(self._late(notebook))
        given = {"arbetsmapp": str(arbetsmapp.resolve()), "skydd": skydd}
        try:
            return self._run(notebook.resolve(), given)
        except CellError as e:
            told = {"stem": notebook.stem, "cell": e.cell, "kind": e.kind}
            error = IsuError(e.line or CELL_FAILED.format(**told))
        except LateError:
            error = IsuError(self._late(notebook))
        except Exception as e:
            error = IsuError(RUN_FAILED.format(stem=notebook.stem, kind=type(e).__name__))
        self.stop()
        raise error

    def stop(self) -> None:
        """End what runs; what comes after begins anew."""
        real, self._real, self._is_alone = self._real, None, False
        if real:
            real.stop()

    def _run(self, notebook: Path, given: dict[str, object]) -> NotebookNode:
        if self._is_alone:
            book = read(notebook, as_version=4)
            if within.is_plain(book):
                return within.run(book, given, self._folder, self._seconds)
        if self._real is None:
            from .kernels import RealKernel

            self._real = RealKernel(self._folder)
        return self._real.run(notebook, given, self._seconds)

    @property
    def _seconds(self) -> float:
        """How long a cell may take."""
        return min(60 * CELL_MINUTES, self._ends - time.monotonic())

    def _late(self, notebook: Path) -> str:
        """The line about a notebook that was stopped, or not begun, since time was out."""
        is_folder = time.monotonic() + 1 >= self._ends  # a cell's limit is whole seconds
        told, minutes = (FOLDER_LATE, self._minutes) if is_folder else (CELL_LATE, CELL_MINUTES)
        return told.format(stem=notebook.stem, minutes=counted(round(minutes), "minut", "minuter"))


@contextmanager
def one_kernel(minutes: float = FOLDER_MINUTES, is_alone: bool = False) -> Iterator[Kernel]:
    """A kernel that finds the package and no one's files, gone afterwards with all it wrote.

    Parameters
    ----------
    minutes
        How long all that it runs may take together.
    is_alone
        Whether this process is there for the one arbetsmapp only, and then ends; see `Kernel`.
    """
    with _ALONE:
        yield from _kernel(minutes, is_alone)


def _kernel(minutes: float, is_alone: bool) -> Iterator[Kernel]:
    _sweep()
    logger, before = logging.getLogger("papermill"), dict(os.environ)
    with TemporaryDirectory(prefix=OURS, ignore_cleanup_errors=True) as folder:
        os.environ.update(_environment(folder))
        logger.setLevel(logging.CRITICAL)
        kernel = Kernel(folder, minutes, is_alone)
        try:
            with warnings.catch_warnings(action="ignore"):
                yield kernel
        finally:
            kernel.stop()
            logger.setLevel(logging.NOTSET)
            os.environ.clear()
            os.environ.update(before)


def _sweep() -> None:
    """Take away the folders of programs that were killed; not of those that may still run."""
    for folder in Path(gettempdir()).glob(f"{OURS}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > LEFT_BEHIND:
                rmtree(folder, ignore_errors=True)


def execute(notebook: Path, *, arbetsmapp: Path, skydd: bool = True) -> NotebookNode:
    """One notebook in a kernel of its own; see `Kernel.execute`."""
    with one_kernel() as kernel:
        return kernel.execute(notebook, arbetsmapp=arbetsmapp, skydd=skydd)


def _environment(folder: str) -> dict[str, str]:
    path = [str(PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")]
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "IPYTHONDIR": folder,  # no start-up files and no history
        "JUPYTER_RUNTIME_DIR": folder,
        OWN_KERNEL: "1",
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel of this Python, not another of the user's
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else a debugger's warning on the screen
    }
