"""All that a process needs to make pages, imported and read once: others begin as copies of it.

Nothing is reckoned here, so nothing of one arbetsmapp is there when the next begins.
"""

import gc
import sys
from importlib import import_module

# Checks of web addresses in JSON: no notebook asks for one, and they take a second to load.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as import reads it

ELSEWHERE = ("IPython.core.interactiveshell", "nh3", "openpyxl", "scipy.optimize", "scipy.stats")
ROOMS = ("analysis", "disclosure", "elsewhere", "forms", "pages", "show")
OURS = ("edition", "execute", "folder", "index", "page", "publication", "state", "tables")
WORDS = "Två flickor av fem svarade. Bara en pojke fick hjälp av Anna."  # as anybody may write

for name in (*ELSEWHERE, *(f"isu_helpers.{room}" for room in ROOMS)):
    import_module(name)
for name in OURS:
    import_module(f".{name}", __package__)
for room in ("isu_helpers", "isu_helpers.pages"):
    for name in import_module(room).__all__:
        getattr(import_module(room), name)


def _read() -> None:
    """Read what is shipped, and make ready what words are searched with."""
    from ..codebook.library import entries
    from ..content import load, read_all
    from ..elsewhere.hypotheses import listed
    from ..privacy.small_counts import small_counts
    from .unchanged import package

    read_all()
    entries()
    listed()
    package()
    small_counts(WORDS, load("thresholds")["minsta_antal"]["value"])


_read()
gc.freeze()
