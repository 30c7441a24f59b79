"""Where a group begins and looks back: its file, its folder, the concepts and the four steps."""

from .concepts import Concepts, concepts
from .folder_page import FolderBanner, FolderPage, choose_folder, folder_banner
from .gate import Gate, gate
from .our_codebook import OurCodebook, our_codebook
from .removal import Removal, removal
from .steps_figure import FourSteps, four_steps

__all__ = [
    "Concepts", "FolderBanner", "FolderPage", "FourSteps", "Gate", "OurCodebook", "Removal",
    "choose_folder", "concepts", "folder_banner", "four_steps", "gate", "our_codebook", "removal",
]  # fmt: skip
