"""Notebooks run by papermill in a real kernel, one after another, that leaves nothing behind."""

from pathlib import Path
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

from ..errors import IsuError
from .within import CellError, LateError

SLOW_START = 300  # seconds that a kernel may take to start, on a laptop with a virus scanner
# What is kept of the notebook before, all modules, need not be looked through for rubbish.
CLEAN = "__import__('gc').freeze()\n%reset -f\n__import__('os').chdir({folder!r})"


class RealKernel:
    """A kernel that runs notebooks in turn, each with nothing of the one before in its names.

    Modules stay, and with them the publication: it is planned once for all notebooks.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._manager: _Manager | None = None

    def run(self, notebook: Path, given: dict[str, object], seconds: float) -> NotebookNode:
        """The notebook with its outputs; nothing is saved on disk.

        Raises
        ------
        CellError
            When a cell fails.
        LateError
            When a cell takes longer than ``seconds``.
        """
        try:
            self._clean(seconds)
            return self._run(notebook, seconds, given)
        except PapermillExecutionError as e:
            line = str(e.evalue) if e.ename in _kinds(IsuError) else ""
            raise CellError(_cell_id(notebook, e.source), e.ename, line) from None
        except CellTimeoutError:
            raise LateError from None

    def stop(self) -> None:
        """End the kernel, if there is one."""
        manager, self._manager = self._manager, None
        if manager and manager.has_kernel:
            run_sync(manager.shutdown_kernel)(now=True)

    def _clean(self, seconds: float) -> None:
        """Forget what the notebook before has named; nothing to do in a new kernel."""
        if self._manager is None:
            self._manager = _Manager(kernel_name="python3")
        else:
            source = CLEAN.format(folder=self._folder)
            self._run(new_notebook(cells=[new_code_cell(source)]), seconds)

    def _run(
        self, notebook: Path | NotebookNode, seconds: float,
        given: dict[str, object] | None = None,
    ) -> NotebookNode:  # fmt: skip
        try:
            made: NotebookNode = papermill.execute_notebook(
                notebook,
                None,
                parameters=given,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                start_timeout=SLOW_START,
                execution_timeout=max(1, int(seconds)),
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


def _kinds(error: type[Exception]) -> set[str]:
    return {error.__name__}.union(*(_kinds(kind) for kind in error.__subclasses__()))


def _cell_id(notebook: Path, source: str) -> str:
    """The name of the cell with that code; papermill's own cell goes by the one it replaces."""
    cells = nbformat.read(notebook, as_version=4).cells
    return next((c.id for c in cells if c.source == source), "parametrar")
