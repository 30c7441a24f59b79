"""The presentation: what it holds, and the files that it is shown and decided by."""

from .files import LETTER, SLIDES, read_folder, write_report
from .page import Presentation, presentation

__all__ = ["LETTER", "SLIDES", "Presentation", "presentation", "read_folder", "write_report"]
