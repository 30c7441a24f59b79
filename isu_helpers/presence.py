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
    if sys.platform == "emscripten" or os.environ.get("SERVER_SOFTWARE", "").startswith(VOILA):
        return True
    kernel = getattr(get_ipython(), "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", False))
