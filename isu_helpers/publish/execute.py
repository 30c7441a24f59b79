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
from typing import Any

import nbformat
import papermill
from jupyter_client.client import KernelClient
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError
from nbclient.util import run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from ..configuration import OWN_KERNEL
from ..errors import IsuError
from ..wording import counted

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
SLOW_START = 300  # seconds that a kernel may take to start, on a laptop with a virus scanner
# What is kept of the notebook before, all modules, need not be looked through for rubbish.
CLEAN = "__import__('gc').freeze()\n%reset -f\n__import__('os').chdir({folder!r})"


class Kernel:
    """A kernel that runs notebooks in turn, each with nothing of the one before in its names.

    Modules stay, and with them the publication: it is planned once for all notebooks. The kernel
    is replaced when a notebook fails.
    """

    def __init__(self, folder: str, minutes: float = FOLDER_MINUTES):
        self._folder, self._minutes = folder, minutes
        self._ends = time.monotonic() + 60 * minutes
        self._manager: _Manager | None = None

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
            self._clean()
            return self._run(notebook.resolve(), given)
        except PapermillExecutionError as e:
            self.stop()
            raise IsuError(_why(notebook, e)) from None
        except CellTimeoutError:
            self.stop()
            raise IsuError(self._late(notebook)) from None
        except Exception as e:
            self.stop()
            raise IsuError(RUN_FAILED.format(stem=notebook.stem, kind=type(e).__name__)) from None

    def stop(self) -> None:
        """End the kernel, if there is one."""
        manager, self._manager = self._manager, None
        if manager and manager.has_kernel:
            run_sync(manager.shutdown_kernel)(now=True)

    @property
    def _seconds(self) -> int:
        """How long a cell may take."""
        return max(1, int(min(60 * CELL_MINUTES, self._ends - time.monotonic())))

    def _late(self, notebook: Path) -> str:
        """The line about a notebook that was stopped, or not begun, since time was out."""
        is_folder = time.monotonic() + 1 >= self._ends  # a cell's limit is whole seconds
        told, minutes = (FOLDER_LATE, self._minutes) if is_folder else (CELL_LATE, CELL_MINUTES)
        return told.format(stem=notebook.stem, minutes=counted(round(minutes), "minut", "minuter"))

    def _clean(self) -> None:
        """Forget what the notebook before has named; nothing to do in a new kernel."""
        if self._manager is None:
            self._manager = _Manager(kernel_name="python3")
        else:
            source = CLEAN.format(folder=self._folder)
            self._run(new_notebook(cells=[new_code_cell(source)]))

    def _run(
        self, notebook: Path | NotebookNode, given: dict[str, object] | None = None
    ) -> NotebookNode:
        try:
            made: NotebookNode = papermill.execute_notebook(
                notebook,
                None,
                parameters=given,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                start_timeout=SLOW_START,
                execution_timeout=self._seconds,
                cwd=self._folder,
                km=self._manager,
            )
            return made
        finally:
            if self._manager:
                self._manager.let_go()


class _Manager(AsyncKernelManager):
    """A kernel that is talked to by one client after another."""

    last: KernelClient | None = None

    def client(self, **options: object) -> Any:
        self.last = super().client(**options)
        return self.last

    def let_go(self) -> None:
        """Close what the last client has open."""
        if self.last:
            self.last.stop_channels()


@contextmanager
def one_kernel(minutes: float = FOLDER_MINUTES) -> Iterator[Kernel]:
    """A kernel that finds the package and no one's files, gone afterwards with all it wrote.

    ``minutes`` is how long all that it runs may take together.
    """
    with _ALONE:
        yield from _kernel(minutes)


def _kernel(minutes: float) -> Iterator[Kernel]:
    _sweep()
    logger, before = logging.getLogger("papermill"), dict(os.environ)
    with TemporaryDirectory(prefix=OURS, ignore_cleanup_errors=True) as folder:
        os.environ.update(_environment(folder))
        logger.setLevel(logging.CRITICAL)
        kernel = Kernel(folder, minutes)
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


def _why(notebook: Path, error: PapermillExecutionError) -> str:
    if error.ename in _kinds(IsuError):
        return str(error.evalue)
    cell = _cell_id(notebook, error.source)
    return CELL_FAILED.format(stem=notebook.stem, cell=cell, kind=error.ename)


def _kinds(error: type[Exception]) -> set[str]:
    return {error.__name__}.union(*(_kinds(kind) for kind in error.__subclasses__()))


def _cell_id(notebook: Path, source: str) -> str:
    """The name of the cell with that code; papermill's own cell goes by the one it replaces."""
    cells = nbformat.read(notebook, as_version=4).cells
    return next((c.id for c in cells if c.source == source), "parametrar")
