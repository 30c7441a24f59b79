"""Where a group begins and looks back: its file, its folder, the concepts and the four steps."""

from .concepts import Concepts, concepts
from .folder_page import FolderPage, choose_folder
from .gate import Gate, gate
from .our_codebook import OurCodebook, our_codebook
from .removal import Removal, removal
from .steps_figure import FourSteps, four_steps

__all__ = [
    "Concepts", "FolderPage", "FourSteps", "Gate", "OurCodebook", "Removal",
    "choose_folder", "concepts", "four_steps", "gate", "our_codebook", "removal",
]  # fmt: skip
