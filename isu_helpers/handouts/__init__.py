"""Handouts: each notebook run for each arbetsmapp and turned into one page to hand out."""

from .runner import Outcome, render_handouts

__all__ = ["Outcome", "render_handouts"]
