"""What a person sees: tables, charts and sentences, made from protected results alone."""

from .bundle import INTERNAL, MIME, bundle
from .comparison import comparison
from .hidden import HiddenReport, hidden_report
from .hypotheses import same_here
from .overview import Overview, Quality, bearing, overview, quality

__all__ = [
    "INTERNAL",
    "MIME",
    "HiddenReport",
    "Overview",
    "Quality",
    "bearing",
    "bundle",
    "comparison",
    "hidden_report",
    "overview",
    "quality",
    "same_here",
]
