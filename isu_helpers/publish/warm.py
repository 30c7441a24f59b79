"""All that a process needs to make pages, imported once: others begin as copies of it.

Nothing is reckoned here, so nothing of one arbetsmapp is there when the next begins.
"""

import gc

import ipykernel.kernelapp  # noqa: F401
import papermill  # noqa: F401
import scipy.optimize  # noqa: F401
import scipy.stats  # noqa: F401

from .. import analysis, disclosure, elsewhere, forms, pages, show  # noqa: F401
from . import edition, execute, folder, page, publication, tables  # noqa: F401

gc.freeze()
