"""Disclosure control: which numbers may be shown, and that the others can't be worked out."""

from .plan import planned, release_of
from .protected import Protected
from .release import Release, protect

__all__ = ["Protected", "Release", "planned", "protect", "release_of"]
