"""A part of what is told: a heading and what stands under it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """A slide, or a section of a document.

    ``html`` is escaped and holds only what may leave the arbetsmapp. ``kind`` tells how a slide
    looks: ``"budskap"`` (large type), ``"bild"`` (a picture), ``"tabell"`` or ``""`` for text.
    Of a document's section ``"saknas"`` tells that nothing is written for it.
    """

    title: str
    html: str
    kind: str = ""
