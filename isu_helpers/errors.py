"""Errors that a user's file or setting can cause, told in Swedish.

A message has three parts in one line: what was found, what was expected, what to do.
Wrong use of the package by a programmer raises ``ValueError`` or ``TypeError`` in English.
"""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .masking import mask

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

TRACE = "ISU_FELSOK"  # in the environment, «1» lets whoever looks for a fault see tracebacks


class IsuError(Exception):
    """Something in a file or a setting that the user can mend.

    Its text is Swedish, one line: what was found, what was expected, what to do. A notebook shows
    it without any traceback. No identity number is told in it, whatever a file, a folder or a
    setting is called.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from isu_helpers import settings
    >>> try:
    ...     settings(mkdtemp(), minsta_antal="fem")
    ... except IsuError as e:
    ...     print(e)
    Inställningen minsta_antal är «fem». Väntade ett heltal. Ändra värdet.
    """

    def __init__(self, *told: object):
        super().__init__(*(mask(t) if isinstance(t, str) else t for t in told))

    def _render_traceback_(self) -> list[str]:
        return [f"Stopp: {self}"]


class SettingError(IsuError):
    """A setting, given in the notebook, by papermill or in isu.yaml, that does not hold."""


class DataFileError(IsuError):
    """A data file that is missing, can't be read or lacks what is needed."""


class ManySheetsError(DataFileError):
    """Several sheets of a ``file`` that could hold the people: ``sheets``, one to be chosen."""

    def __init__(self, told: str, file: str, sheets: Sequence[str]) -> None:
        super().__init__(told)
        self.file, self.sheets = file, tuple(sheets)


class EmptyFormError(DataFileError):
    """A collection form that nobody has filled in yet."""


class CodebookError(IsuError):
    """A kodbok.yaml that can't be read or contradicts itself."""


def shell_here() -> "InteractiveShell | None":
    """The IPython that this code runs in; None outside one. None is loaded to find that out."""
    if "IPython" not in sys.modules:
        return None
    here: InteractiveShell | None = sys.modules["IPython"].get_ipython()
    return here
