"""Disclosure control: which numbers may be shown, and that the others can't be worked out."""

from .means import merge_proposal
from .primary import shows_few
from .protected import Protected
from .publication import add_earlier, few_since, give_out, inspect, planned, protect, release_of
from .release import Release

__all__ = [
    "Protected",
    "Release",
    "add_earlier",
    "few_since",
    "give_out",
    "inspect",
    "merge_proposal",
    "planned",
    "protect",
    "release_of",
    "shows_few",
]
