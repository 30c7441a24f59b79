"""How large a slide's text can be and still have room."""

from collections.abc import Sequence
from math import ceil

from pptx.util import Emu, Inches, Pt

from .blocks import Line, words

SIZES, TABLE_SIZES = (32, 30, 28, 26, 24, 22, 20), (24, 22, 20, 18)
SMALLEST = SIZES[-1]
LETTER = 0.53  # how wide an average letter is, as a part of the size; wide of Arial's 0.5
LEADING, GAP = 1.2, 0.45  # the height of a line and the space after a paragraph, likewise
INDENT = Inches(0.4)
SIDE, ABOVE = Inches(0.12), Inches(0.05)  # room within a table's cell


def fitting_size(texts: Sequence[str], box: tuple[Emu, Emu]) -> int:
    """The largest size in points at which the paragraphs fit the box; 0 where none does.

    Parameters
    ----------
    box
        Width and height.

    Examples
    --------
    >>> fitting_size(["Kort"], (Inches(11), Inches(5)))
    32
    """
    sizes = (size for size in SIZES if text_height(texts, box[0], size) <= box[1])
    return next(sizes, 0)


def text_height(texts: Sequence[str], width: Emu, size: int) -> int:
    """How high the paragraphs stand at a size, in EMU."""
    lines = sum(line_count(text, width - INDENT, size) for text in texts)
    return ceil(Pt(size) * (lines * LEADING + len(texts) * GAP))


def row_heights(rows: Sequence[Sequence[Line]], widths: Sequence[Emu], size: int) -> list[Emu]:
    """How high each row of a table stands at a size."""
    inner = [width - 2 * SIDE for width in widths]
    lines = [
        max(line_count(words(c), w, size) for c, w in zip(row, inner, strict=True)) for row in rows
    ]
    return [Emu(ceil(Pt(size) * LEADING * n) + 2 * ABOVE) for n in lines]


def line_count(text: str, width: int, size: int) -> int:
    """How many lines a text takes at a size, at most."""
    letters = max(1, int(width / (Pt(size) * LETTER)))
    return sum(max(1, ceil(len(part) / letters)) for part in text.split("\n"))
