"""One notebook run for one arbetsmapp, in a kernel that leaves nothing behind."""

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from ..errors import IsuError

CELL_FAILED = (
    "Anteckningsboken «{stem}» stannade i rutan «{cell}» ({kind}). Väntade att alla rutor går "
    "att köra. Öppna den i JupyterLab med samma mapp och kör rutorna i ordning för att se varför."
)
RUN_FAILED = (
    "Anteckningsboken «{stem}» gick inte att köra ({kind}). Väntade en sida att skriva. "
    "Försök igen. Hjälper det inte, visa den här raden för den som sköter programmet."
)
PACKAGE_PARENT = Path(__file__).resolve().parents[2]
SLOW_START = 300  # seconds that a kernel may take to start, on a laptop with a virus scanner


def execute(notebook: Path, *, arbetsmapp: Path, skydd: bool = True) -> NotebookNode:
    """The notebook with its outputs, in the protected view or not; no notebook is saved on disk.

    Raises
    ------
    IsuError
        In Swedish, when a cell fails: the cell's own line, or which cell and what kind of
        error, never the error's message, since that may hold data.
    """
    try:
        with _workshop() as cwd:
            return papermill.execute_notebook(
                notebook.resolve(),
                None,
                parameters={"arbetsmapp": str(arbetsmapp.resolve()), "skydd": skydd},
                kernel_name="python3",
                language="python",
                progress_bar=False,
                start_timeout=SLOW_START,
                cwd=cwd,
            )
    except PapermillExecutionError as e:
        raise IsuError(_why(notebook, e)) from None
    except Exception as e:
        raise IsuError(RUN_FAILED.format(stem=notebook.stem, kind=type(e).__name__)) from None


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


@contextmanager
def _workshop() -> Iterator[str]:
    """A folder that is gone afterwards, and a kernel that finds the package and no one's files."""
    logger, before = logging.getLogger("papermill"), dict(os.environ)
    with TemporaryDirectory(prefix="isu-", ignore_cleanup_errors=True) as folder:
        os.environ.update(_environment(folder))
        logger.setLevel(logging.CRITICAL)
        try:
            with warnings.catch_warnings(action="ignore"):
                yield folder
        finally:
            logger.setLevel(logging.NOTSET)
            os.environ.clear()
            os.environ.update(before)


def _environment(folder: str) -> dict[str, str]:
    path = [str(PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")]
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "IPYTHONDIR": folder,  # no start-up files and no history
        "JUPYTER_RUNTIME_DIR": folder,
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel of this Python, not another of the user's
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else a debugger's warning on the screen
    }
