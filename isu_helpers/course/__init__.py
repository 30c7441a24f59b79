"""Trainer material: invitation, programmes, guide and slides of the two days, from notebooks."""

from .occasion import facts
from .preview import Preview, preview
from .rendering import render_course

__all__ = ["Preview", "facts", "preview", "render_course"]
