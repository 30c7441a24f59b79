"""The explorer: a form to look around in on screen, and the observations that came of it."""

from .cell import Explorer, explorer
from .findings import findings
from .observed import figures_of, observed, words_of

__all__ = ["Explorer", "explorer", "figures_of", "findings", "observed", "words_of"]
