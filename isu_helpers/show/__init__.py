"""What a person sees, made from protected results alone.

Each analysis gives a `model.Section` of tables, charts and sentences; `html` makes HTML of it, and
`publish` the workbook of tables, Word and slides.
"""

from .bundle import INTERNAL, MIME, bundle, plotted, section_of
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
    "plotted",
    "quality",
    "same_here",
    "section_of",
]
