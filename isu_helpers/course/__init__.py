"""Trainer material: invitation, programmes, guide and slides of the two days, from notebooks."""

from .preview import Preview, preview
from .rendering import render_course

__all__ = ["Preview", "preview", "render_course"]
