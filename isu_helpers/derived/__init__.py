"""Variables worked out of others: coarser classes, periods, changes, steps."""

from .merged import coarser
from .model import Answers, codes_of, derived, is_rule

__all__ = ["Answers", "coarser", "codes_of", "derived", "is_rule"]
