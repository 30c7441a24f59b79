"""A part of what is told: a heading and what stands under it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A slide, or a section of a document.

    ``html`` is escaped and holds only what may leave the arbetsmapp. ``kind`` tells how a slide
    looks: ``"titel"``, ``"budskap"``, ``"bild"`` (a picture), ``"tabell"`` or ``""`` for text.
    """

    title: str
    html: str
    kind: str = ""
