"""A notebook's kernel: a cell that can't run tells so in one Swedish line."""

import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..configuration import ManyFilesError, is_somebody_there
from ..content import ON_PAGE
from ..errors import TRACE, IsuError, ManySheetsError, shell_here
from ..files import shown

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

COMPILES = "compilerop.py"  # where IPython reads a cell as code
NOT_CODE = (
    "Rad {line} i rutan går inte att läsa: «{words}». Väntade koden som den var från början. "
    "Ångra det som är ändrat, eller hämta tillbaka anteckningsboken med kommandot isu aterstall."
)
NO_NAME = (
    "Namnet «{name}» finns inte än. Väntade att rutorna högre upp har körts utan stopp. {again}"
)
AGAIN = "Välj Run i menyn och där Run All Cells."
AGAIN_AT_DESK = "Läs in sidan igen, så körs alla rutor från början."  # which has no menu
CHOICES = (ManyFilesError, ManySheetsError)  # what a person can choose between


def attend(beside: Callable[[Exception], Any] | None = None) -> None:
    """Read settings cells as they are meant, and tell of what can't run, in this kernel.

    ``beside`` makes what a person can do about an error of several files, to show under it.
    Nothing is done outside a notebook, nor for whoever looks for a fault and wants tracebacks.
    """
    shell = shell_here()
    if shell is None or os.environ.get(TRACE) == "1":
        return
    readers = shell.input_transformers_cleanup
    if not any(getattr(reader, "__module__", "") == __name__ for reader in readers):
        readers.insert(0, _reader(shell))
    shell.set_custom_exc((SyntaxError, NameError), _tell)
    if beside:
        shell.set_custom_exc((SyntaxError, NameError, *CHOICES), _tell_beside(beside))
    if ON_PAGE in os.environ:
        only_lines()


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """As IPython asks of an extension, which the kernels of our environment load when they start.

    So it holds in a cell that is run before the one that imports the package, and in a kernel
    that had imported the package before it became one.
    """
    attend(sys.modules[__package__.partition(".")[0]]._beside)


def _reader(shell: "InteractiveShell") -> Callable[[list[str]], list[str]]:
    def read(lines: list[str]) -> list[str]:
        from .settings_cell import as_meant

        return as_meant("".join(lines), shell.user_ns).splitlines(keepends=True)

    return read


def _tell(
    shell: "InteractiveShell", kind: type, error: Exception, trace: TracebackType | None,
    tb_offset: int | None = None,
) -> None:  # fmt: skip
    """Show one line where the cell's own code is at fault, else the traceback."""
    line = _of_code(error, trace) or _of_name(error, trace, shell.user_ns)
    if line:
        shell._showtraceback(kind, error, [f"Stopp: {line}"])
    else:
        shell.showtraceback((kind, error, trace))


def _tell_beside(beside: Callable[[Exception], Any]) -> Callable[..., None]:
    """As `_tell`, with what a person can do about several files or sheets."""

    def tell(
        shell: "InteractiveShell", kind: type, error: Exception, *rest: Any, **more: Any
    ) -> None:
        if not isinstance(error, CHOICES):
            return _tell(shell, kind, error, *rest, **more)
        shell._showtraceback(kind, error, error._render_traceback_())
        if is_somebody_there():
            shell.display_pub.publish(beside(error)._repr_mimebundle_())

    return tell


def _of_code(error: Exception, trace: TracebackType | None) -> str:
    """What tells of a cell that is no code; empty where something else is none."""
    by = _last(trace).tb_frame.f_code.co_filename if trace else ""
    if not isinstance(error, SyntaxError) or not by.endswith(COMPILES):
        return ""
    words = shown((error.text or "").strip())
    return NOT_CODE.format(line=error.lineno or 1, words=words)


def _of_name(error: Exception, trace: TracebackType | None, names: dict[str, Any]) -> str:
    """What tells of a name that a cell asks for too early; empty where other code asked."""
    is_own = trace is not None and _last(trace).tb_frame.f_globals is names
    name = error.name if isinstance(error, NameError) and is_own else ""
    again = AGAIN_AT_DESK if ON_PAGE in os.environ else AGAIN
    return NO_NAME.format(name=name, again=again) if name else ""


def _last(trace: TracebackType) -> TracebackType:
    """The innermost place of a traceback: where the error was."""
    while trace.tb_next:
        trace = trace.tb_next
    return trace


UNKNOWN = (
    "Den här delen stannade av ett fel som programmet inte kände igen ({kind}). Väntade att kunna "
    "räkna vidare. Läs in sidan igen. Hjälper det inte, visa raden för den som leder."
)


def only_lines() -> None:
    """Let whatever goes wrong in this kernel be told in one Swedish line, for pages without code.

    Warnings go nowhere. What a cell's own code does wrong, which none of ours does, keeps its
    traceback, and so does everything for whoever looks for a fault.
    """
    shell = shell_here()
    if shell is None or os.environ.get(TRACE) == "1":
        return
    warnings.simplefilter("ignore")
    shell.set_custom_exc((Exception,), _tell_line)
    vars(shell)["showtraceback"] = partial(_line_instead, shell)  # also of what is displayed


def _line_instead(
    shell: "InteractiveShell", told: tuple[Any, Any, Any] | None = None, *rest: Any, **more: Any
) -> None:
    """As IPython's ``showtraceback``, in one line."""
    _, error, trace = told or sys.exc_info()
    if isinstance(error, Exception):
        _tell_line(shell, type(error), error, trace)
    else:
        type(shell).showtraceback(shell, told, *rest, **more)


def _tell_line(
    shell: "InteractiveShell", kind: type[Exception], error: Exception,
    trace: TracebackType | None = None, *_: Any, **__: Any,
) -> None:  # fmt: skip
    """Show one line, and under it a choice of file where that is what is needed."""
    line = str(error) if isinstance(error, IsuError) else _of_code(error, trace)
    line = line or _of_name(error, trace, shell.user_ns)
    if not line and trace and _last(trace).tb_frame.f_globals is shell.user_ns:
        return type(shell).showtraceback(shell, (kind, error, trace))
    shell._showtraceback(kind, error, [f"Stopp: {line or UNKNOWN.format(kind=kind.__name__)}"])
    if isinstance(error, CHOICES) and is_somebody_there():
        beside = sys.modules[__package__.partition(".")[0]]._beside
        shell.display_pub.publish(beside(error)._repr_mimebundle_())
