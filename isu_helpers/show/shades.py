"""Colours of answers in an order: told apart by lightness and lines where colour is not seen.

Green and plum can be told apart by those who are colour-blind, and neither is a sex: those are
orange and teal. Plum is hatched, so that the two ends differ in grey as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.colors import to_hex, to_rgb

INK, WHITE, BLACK = "#1d2730", "#ffffff", "#000000"
GREEN, PALE_GREEN = "#2f6b3a", "#b5d6b2"
PLUM, PALE_PLUM = "#5e4584", "#cdbfe0"
GREY, MIDDLE_SLATE, SLATE = "#e6e9eb", "#8f9daa", "#3f4f5f"
LINES = "////"
READABLE = 4.5  # the least contrast of text, WCAG 2.1 AA


@dataclass(frozen=True)
class Shade:
    """How an answer is drawn: its fill, the ink of a number upon it, and lines across it."""

    fill: str
    hatch: str = ""

    @property
    def ink(self) -> str:
        """Dark, white or black: the first that can be read upon the fill, and one always can."""
        return next(c for c in (INK, WHITE, BLACK) if contrast(c, self.fill) >= READABLE)


def rising(count: int) -> tuple[Shade, ...]:
    """From nothing to all: grey, then ever darker green."""
    return (Shade(GREY), *map(Shade, _between(PALE_GREEN, GREEN, count - 1)))[:count]


def two_sided(count: int) -> tuple[Shade, ...]:
    """From one end to the other: hatched plum, grey where there is a middle, green."""
    half = count // 2
    left = [Shade(c, LINES) for c in _between(PALE_PLUM, PLUM, half)][::-1]
    right = map(Shade, _between(PALE_GREEN, GREEN, half))
    return (*left, *[Shade(GREY)] * (count % 2), *right)


def undirected() -> tuple[Shade, ...]:
    """Lower, unchanged and higher, where neither is better."""
    return Shade(MIDDLE_SLATE, LINES), Shade(GREY), Shade(SLATE)


def contrast(one: str, two: str) -> float:
    """How much two colours differ in lightness, from 1 to 21, as WCAG 2.1 has it."""
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _between(pale: str, dark: str, count: int) -> Sequence[str]:
    """So many colours from pale to dark; the dark one where there is but one."""
    if count < 2:
        return [dark] * count
    ends = to_rgb(pale), to_rgb(dark)
    steps = [i / (count - 1) for i in range(count)]
    return [to_hex([a + (b - a) * t for a, b in zip(*ends, strict=True)]) for t in steps]
