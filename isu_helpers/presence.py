"""Whether somebody sits in front of the notebook, or it is run to be written out."""

import os
import sys

from IPython import get_ipython

VOILA = "voila"
OWN_KERNEL = "ISU_HANDOUTS"  # set where pages are written by us


def is_somebody_there() -> bool:
    """Whether the cell that runs was started from a page that a person has before them.

    JupyterLab lets a cell ask its user for input; papermill and nbconvert do not. Nor does Voilà,
    which tells of itself in the kernel's environment.
    """
    return is_served_to_many() or _may_ask()


def is_at_own_computer() -> bool:
    """Whether the person who sits there does so at the computer that the kernel runs on."""
    return not is_served_to_many() and _may_ask()


def is_served_to_many() -> bool:
    """Whether the page comes from Voilà, or the kernel runs in the browser itself."""
    server = os.environ.get("SERVER_SOFTWARE", "")
    return sys.platform == "emscripten" or server.startswith(VOILA)


def _may_ask() -> bool:
    kernel = getattr(get_ipython(), "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", False))


def is_run_to_be_sent() -> bool:
    """Whether a notebook is run with nobody before it, so that its pages may go anywhere.

    Not in a kernel of `isu handouts`, which tells itself what it has written, nor in a test by
    nbval, which keeps no history of what it runs and writes nothing.
    """
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None or is_somebody_there() or os.environ.get(OWN_KERNEL):
        return False
    asked = (kernel.get_parent("shell") or {}).get("content", {})
    return bool(asked.get("store_history", True))
