"""Handouts: each notebook run for each arbetsmapp and turned into one page to hand out."""

from .folder import Outcome
from .runner import cores, render_handouts
from .side_by_side import hush

__all__ = ["Outcome", "cores", "hush", "render_handouts"]
