"""Handouts: the reader's pages and the group's, tables in Excel, Word and slides.

What is named here is loaded when first used: whoever makes many folders loads next to nothing. No
name is that of a module here, which would stand in its way once it is loaded.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .answers import to_choose
    from .jobs import EDITIONS, Outcome
    from .order import WANTING, letter, talk
    from .presentation import LETTER, SLIDES, Presentation, read_folder, write_report
    from .runner import cores, hush, render_handouts
    from .spread import dask_at
    from .story import CHOICES, Part, Story, choose, is_chosen
    from .word import to_word

_ROOMS = {
    "answers": ("to_choose",),
    "jobs": ("EDITIONS", "Outcome"),
    "order": ("WANTING", "letter", "talk"),
    "presentation": ("LETTER", "SLIDES", "Presentation", "read_folder", "write_report"),
    "runner": ("cores", "hush", "render_handouts"),
    "spread": ("dask_at",),
    "story": ("CHOICES", "Part", "Story", "choose", "is_chosen"),
    "word": ("to_word",),
}  # fmt: skip

__all__ = [
    "CHOICES",
    "EDITIONS",
    "LETTER",
    "SLIDES",
    "WANTING",
    "Outcome",
    "Part",
    "Presentation",
    "Story",
    "choose",
    "cores",
    "dask_at",
    "hush",
    "is_chosen",
    "letter",
    "read_folder",
    "render_handouts",
    "talk",
    "to_choose",
    "to_word",
    "write_report",
]


def __getattr__(name: str) -> object:
    room = next((room for room, names in _ROOMS.items() if name in names), None)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{room}", __name__), name)
