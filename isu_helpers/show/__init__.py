"""What a person sees: tables, charts and sentences, made from protected results alone."""

from .bearing import bearing
from .bundle import INTERNAL, MIME, bundle
from .comparison import comparison
from .hidden import HiddenReport, hidden_report
from .hypotheses import same_here
from .overview import Overview, overview
from .quality import Quality, quality

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
