"""A trainer's text as one page of HTML, in the look of the handouts, that opens offline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup

from ..content import render_page
from ..publish.blocks import TABLE, Block, blocks, column_shares, lines_filled, words
from ..publish.deck import slide_page
from ..publish.page import PAGE_IDS, style
from ..publish.text import HEADINGS, TABLE_LABEL, Anchors, link_headings
from .figures import figure_of
from .occasion import read_occasion
from .texts import SLIDES, Document, Text, filled_cells, plain

COURSE = "Utbildning i individbaserad systematisk uppföljning"
FOOTER = "Gjord med kommandot isu kurs."
PROGRAMS = {"docx": "Word", "pptx": "PowerPoint"}
FEW = 3  # headings below this need no list of contents


def to_page(texts: Sequence[Text], *, place: str) -> str:
    """The page of some texts, the trainer's notes left out."""
    shown, title = _shown(texts)
    link_headings(
        [t.soup for t in shown], Anchors({f"cell-{t.id}" for t in shown} | set(PAGE_IDS))
    )
    heads = [head for text in shown for head in text.soup.find_all("h2")]
    page = {
        "title": title,
        "place": place,
        "contents": heads if len(heads) >= FEW else [],
        "cells": [(text.id, str(text.soup).strip()) for text in shown],
    }
    return _render("course/text", page)


@dataclass(frozen=True)
class Slide:
    """A text as a slide: its heading and what stands under it, as HTML."""

    id: str
    head: str
    body: str
    is_divider: bool
    size: int
    figure: str = ""


def to_deck(texts: Sequence[Text]) -> str:
    """The texts as slides that the arrow keys turn, the trainer's notes left out."""
    dividing = {text.id for text in texts if text.soup.find("h1")}
    title = title_of(texts)
    shown, _ = _shown(texts, takes_title=False)
    slides = [_slide(text, text.id in dividing) for text in shown]
    return slide_page("course/slides", slides=slides, title=title, course=COURSE)


def _slide(text: Text, is_divider: bool) -> Slide:
    head = text.soup.find(HEADINGS)
    told = str(head.extract()) if head else ""
    figure, size = text.figure.html if text.figure else "", type_size(blocks(text.soup))
    return Slide(text.id, told, str(text.soup).strip(), is_divider, size, figure)


# How large the type of a slide can be and still have room, in pixels of a slide 1280 broad.

TYPE_SIZES = (48, 42, 36, 32, 28, 24)  # a class each in slides.css
BREADTH, ROOM = 1140, 560
LETTER, LEADING, GAP = 0.49, 1.35, 0.7  # parts of the size


def type_size(found: Sequence[Block]) -> int:
    """The largest type in which the blocks have room on a slide; the smallest where none has.

    Examples
    --------
    >>> from isu_helpers.publish.blocks import Run
    >>> short, long = (Block("item", (Run("ord " * n),)) for n in (5, 60))
    >>> type_size([short] * 4), type_size([long] * 3)
    (48, 28)
    """
    sizes = (size for size in TYPE_SIZES if sum(_tall(b, size) for b in found) <= ROOM)
    return next(sizes, TYPE_SIZES[-1])


def _tall(block: Block, size: int) -> float:
    if block.kind != TABLE:
        return _lines(block.text, BREADTH - 2 * size, size) * size * LEADING + size * GAP
    shares = column_shares(block, int(BREADTH / (size * LETTER)))
    rows = (
        max(_lines(words(c), BREADTH * s - size, size) for c, s in zip(row, shares, strict=True))
        for row in block.rows
    )
    return sum(lines * size * LEADING + size * GAP for lines in rows)


def _lines(text: str, breadth: float, size: int) -> int:
    """How many lines a text takes, at most."""
    return lines_filled(text, int(breadth / (size * LETTER)))


def _shown(texts: Sequence[Text], *, takes_title: bool = True) -> tuple[list[Text], str]:
    """The texts that a page shows, its tables named, and the title it takes from them."""
    shown = [text for text in texts if not text.is_note]
    soups = [text.soup for text in shown]
    title = _take_title(soups, is_kept=not takes_title)
    _name_tables(soups)
    return shown, title


def to_index(documents: Sequence[Document], *, title: str, place: str) -> str:
    """The page that leads to all files: of each document the page and the file to edit."""
    page = {"title": title, "place": place, "documents": documents, "programs": PROGRAMS}
    return _render("course/files", page)


def title_of(texts: Sequence[Text]) -> str:
    """The text of the first heading; empty where there is none."""
    heads = (head for text in texts for head in text.soup.find_all("h1"))
    return next((head.get_text().strip() for head in heads), "")


def _take_title(soups: Sequence[BeautifulSoup], *, is_kept: bool = False) -> str:
    """The text of the first h1, which goes to the page's head unless it is kept where it is.

    From the next h1 on, if there is one, each heading goes down a step.
    """
    title, is_divided = "", False
    for head in [head for soup in soups for head in soup.find_all(HEADINGS)]:
        if head.name == HEADINGS[0] and not title:
            title = head.get_text().strip()
            if not is_kept:
                head.extract()
            continue
        is_divided = is_divided or head.name == HEADINGS[0]
        if is_divided:
            head.name = HEADINGS[min(int(head.name[1]), len(HEADINGS) - 1)]
    return title


def _name_tables(soups: Sequence[BeautifulSoup]) -> None:
    """Number the tables, so that one who jumps between them hears which is which."""
    for number, region in enumerate(
        (r for s in soups for r in s.select("[role=region]")), start=1
    ):
        region["aria-label"] = f"{TABLE_LABEL} {number}"


def _render(template: str, page: Mapping[str, object]) -> str:
    own = {"course": COURSE, "footer": FOOTER, "style": style()}
    return render_page(template, page={**own, **page})


# A trainer's notebook shown in JupyterLab as it will read at one course.


@dataclass(frozen=True)
class Preview:
    """A filled-in text, which a notebook shows as text and not as an object."""

    text: str

    def _repr_markdown_(self) -> str:
        return self.text


def preview(stem: str, **facts: Any) -> Preview:
    """The saved notebook with what is true of the course filled in.

    Parameters
    ----------
    stem
        The notebook's file name without ending.
    facts
        As `read_occasion`.

    Raises
    ------
    IsuError
        In Swedish, as `read_occasion`, and when the text has an unknown field.
    """
    cells = filled_cells(stem, read_occasion(**facts))
    figures = {c.id: found for c in cells if stem == SLIDES and (found := figure_of(c.id))}
    told = (
        f"{c.source}\n\n*{plain(figures[c.id].words)}*" if c.id in figures else c.source
        for c in cells
    )
    return Preview("\n\n".join(told))
