"""Disclosure control: which numbers may be shown, and that the others can't be worked out."""

from .release import Protected, Release, protect, release_of

__all__ = ["Protected", "Release", "protect", "release_of"]
