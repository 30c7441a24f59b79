"""Identity numbers: legal sex, age and a pseudonym; then the number is gone.

Nothing that this room keeps, returns or raises holds a number. A cell is text only while it is
being read, inside one function call; there is no cache, and results hold what was worked out.
"""

from ..masking import MASK, MASK_EMAIL, looks_like_identity, mask, ordinary
from .columns import Identities, contradictions, read_identities, sex_places
from .freetext import Findings, scan
from .key import FIXED, KEY_FILE, Key, kept_key, read_key
from .number import BLANK, COORDINATION, KINDS, OTHER, PERSONAL, RESERVE
from .purpose import CONTENT, FILES, ROWS, SERIES, TIES, TIES_FILE, keep_ties, key_for

__all__ = [
    "BLANK",
    "CONTENT",
    "COORDINATION",
    "FILES",
    "FIXED",
    "KEY_FILE",
    "KINDS",
    "MASK",
    "MASK_EMAIL",
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
    "keep_ties",
    "kept_key",
    "key_for",
    "looks_like_identity",
    "mask",
    "ordinary",
    "read_identities",
    "read_key",
    "scan",
    "sex_places",
]
