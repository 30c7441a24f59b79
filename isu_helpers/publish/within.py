"""Notebooks that only call the package, run in this process and not in a kernel beside it.

A process that makes one arbetsmapp and then ends needs no kernel of its own: what a notebook
shows is the same, and nothing is started, sent or waited for. A notebook that does anything else,
such as to import what is not ours, is left to a real kernel.
"""

import ast
import os
import sys
import threading
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from ..desk.kernel import load_ipython_extension
from ..errors import IsuError
from ..run import begin_notebook


class CellError(Exception):
    """A cell that failed: its id, the kind of error, and the Swedish line where it had one."""

    def __init__(self, cell: str, kind: str, line: str = "") -> None:
        super().__init__(cell, kind)
        self.cell, self.kind, self.line = cell, kind, line


class LateError(Exception):
    """A cell that took too long."""


OURS = __name__.partition(".")[0]
REACHING = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open"}
PARAMETERS = "parameters"
HOOK: Any = DisplayHook  # they tell no types
SHELL: Any = InteractiveShell


def is_plain(notebook: NotebookNode) -> bool:
    """Whether all that a notebook's code does is to call this package.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> own, other = "from isu_helpers import breakdown", "import os"
    >>> [is_plain(new_notebook(cells=[new_code_cell(code)])) for code in (own, other, "!ls")]
    [True, False, False]
    """
    try:
        return not any(
            _reaches(node)
            for cell in notebook.cells if cell.cell_type == "code"
            for node in ast.walk(ast.parse(cell.source))
        )  # fmt: skip
    except (SyntaxError, ValueError):
        return False


def _reaches(node: ast.AST) -> bool:
    """Whether a piece of code may reach outside the package."""
    if isinstance(node, ast.Import):
        return not all(_is_ours(alias.name) for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        return bool(node.level) or not _is_ours(node.module or "")
    if isinstance(node, ast.Attribute):
        return node.attr.startswith("_")
    return isinstance(node, ast.Name) and (node.id in REACHING or node.id.startswith("_"))


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == OURS


def run(
    notebook: NotebookNode, given: dict[str, object], folder: str, seconds: float
) -> NotebookNode:
    """Run a notebook's cells in order, and give it with what they showed.

    Parameters
    ----------
    given
        The names that the notebook is given, in place of those of its settings cell.
    folder
        Where it runs.
    seconds
        The longest that a cell may take.

    Raises
    ------
    CellError
        When a cell fails; no more are run.
    LateError
        When a cell takes too long.
    """
    begin_notebook()
    with _shell() as shell, _at(folder):
        for cell in (c for c in notebook.cells if c.cell_type == "code"):
            cell.outputs = shell.shown_by(cell, seconds)
            if PARAMETERS in cell.metadata.get("tags", []):
                shell.user_ns.update(given)
    return notebook


@contextmanager
def _at(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class _Published(DisplayPublisher):
    """Keeps what a cell shows by the way."""

    shell: "_Shell"

    def publish(self, data: Any, metadata: Any = None, *_: Any, **more: Any) -> None:
        self.shell.keep("display_data", data, metadata)


class _Shown(DisplayHook):
    """Keeps what the last line of a cell gives."""

    shell: "_Shell"

    def __call__(self, result: object = None) -> None:
        is_quiet = HOOK.semicolon_at_end_of_expression(self.shell.source)
        if result is not None and not is_quiet:
            self.shell.keep("execute_result", *HOOK.compute_format_data(self, result))


class _Shell(InteractiveShell):
    """IPython without a screen: outputs are kept as a notebook has them."""

    display_pub_class = _Published
    displayhook_class = _Shown

    def keep(self, kind: str, data: Any, metadata: Any) -> None:
        """Put one thing shown with those of the cell that runs."""
        self.kept.append(new_output(kind, data=data, metadata=metadata or {}))

    def shown_by(self, cell: NotebookNode, seconds: float) -> list[NotebookNode]:
        """Run a cell, and give its outputs."""
        self.kept: list[NotebookNode] = []
        self.source = cell.source
        said, late = StringIO(), threading.Event()

        def stop() -> None:
            late.set()
            interrupt_main()

        watch = threading.Timer(seconds, stop)
        watch.start()
        try:
            with redirect_stdout(said), redirect_stderr(said):
                done = SHELL.run_cell(self, cell.source)
        finally:
            watch.cancel()
        if late.is_set():
            raise LateError
        if error := done.error_before_exec or done.error_in_exec:
            line = str(error) if isinstance(error, IsuError) else ""
            raise CellError(cell.id, type(error).__name__, line)
        written = [new_output("stream", text=said.getvalue())] if said.getvalue() else []
        return [*self.kept, *written]

    def atexit_operations(self) -> None:
        """Nothing: it has written nothing."""

    def _showtraceback(self, *_: object) -> None:
        """Nothing: the error is told of by whoever asked."""


@contextmanager
def _shell() -> Iterator[_Shell]:
    """A shell with no name of an earlier one's, that is this process's while it is needed."""
    _Shell.clear_instance()
    before = sys.displayhook
    shell = _Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    load_ipython_extension(shell)
    try:
        yield shell
    finally:
        sys.displayhook = before
        SHELL.restore_sys_module_state(shell)
        _Shell.clear_instance()
