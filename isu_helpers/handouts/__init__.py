"""Handouts: each notebook run for each arbetsmapp and turned into one page to hand out."""

from .folder import Outcome
from .runner import cores, render_handouts

__all__ = ["Outcome", "cores", "render_handouts"]
