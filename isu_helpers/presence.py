"""Whether somebody sits in front of the notebook, or it is run to be written out."""

import os
import sys

from IPython import get_ipython

VOILA = "voila"


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
