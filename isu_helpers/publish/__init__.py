"""Handouts: the reader's pages and the group's, tables in Excel, Word and slides."""

from .answers import to_choose
from .deck import deck
from .folder import EDITIONS, Outcome
from .order import WANTING, letter, talk
from .presentation import LETTER, SLIDES, Presentation, presentation, read_folder, write_report
from .runner import cores, hush, render_handouts
from .spread import dask_at
from .story import CHOICES, Part, Story, choose, is_chosen
from .word import to_word

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
    "deck",
    "hush",
    "is_chosen",
    "letter",
    "presentation",
    "read_folder",
    "render_handouts",
    "talk",
    "to_choose",
    "to_word",
    "write_report",
]
