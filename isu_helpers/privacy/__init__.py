"""Identity numbers, free text and small counts in prose: what may point somebody out.

A number becomes legal sex, age and a pseudonym; then it is gone.
Nothing that this room keeps, returns or raises holds a number. A cell is text only while it is
being read, inside one function call; there is no cache, and results hold what was worked out.
"""

from .free_text import Findings, scan
from .key import (
    CONTENT,
    FILES,
    FIXED,
    KEY_FILE,
    ROWS,
    SERIES,
    TIES,
    TIES_FILE,
    Key,
    keep_ties,
    kept_key,
    key_for,
    read_key,
)
from .number import (
    BLANK,
    COORDINATION,
    KINDS,
    OTHER,
    PERSONAL,
    RESERVE,
    Identities,
    contradictions,
    hold_numbers,
    read_identities,
    sex_places,
)

__all__ = [
    "BLANK",
    "CONTENT",
    "COORDINATION",
    "FILES",
    "FIXED",
    "KEY_FILE",
    "KINDS",
    "OTHER",
    "PERSONAL",
    "RESERVE",
    "ROWS",
    "SERIES",
    "TIES",
    "TIES_FILE",
    "Findings",
    "Identities",
    "Key",
    "contradictions",
    "hold_numbers",
    "keep_ties",
    "kept_key",
    "key_for",
    "read_identities",
    "read_key",
    "scan",
    "sex_places",
]
