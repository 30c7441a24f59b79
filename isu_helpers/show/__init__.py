"""What a person sees: tables, charts and sentences, made from protected results alone."""

from .bundle import MIME, bundle
from .quality import Quality, quality

__all__ = ["MIME", "Quality", "bundle", "quality"]
