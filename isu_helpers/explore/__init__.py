"""The explorer: a form to look around in on screen, and the observations that came of it."""

from .cell import Explorer, explorer

__all__ = ["Explorer", "explorer"]
