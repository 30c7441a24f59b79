"""A rendered text as a row of blocks, which Word and slides are made of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from bs4 import Tag
from bs4.element import PageElement

from ..wording import clean

HEADING, PARAGRAPH, ITEM, NUMBERED, QUOTE, TABLE = (
    "heading", "paragraph", "item", "numbered", "quote", "table"
)  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LISTS = {"ul": ITEM, "ol": NUMBERED}
MUCH, TO_WRITE_IN, EDGES = 70, 100, 2  # letters: a long text, an answer, two edges
BOLD, ITALIC = ("strong", "b", "th"), ("em", "i")


@dataclass(frozen=True)
class Run:
    """A piece of text in one face."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item, quote or table.

    ``level`` is a heading's, from 1, or how deep a list item lies, from 0; ``rows`` is a table's,
    its head first; ``is_first`` and ``is_last`` tell where a list begins and ends.
    """

    kind: str
    line: Line = ()
    level: int = 0
    rows: tuple[tuple[Line, ...], ...] = ()
    is_first: bool = False
    is_last: bool = False

    @property
    def text(self) -> str:
        """The words without their faces."""
        return words(self.line)


def words(line: Line) -> str:
    """The words of a line without their faces."""
    return "".join(run.text for run in line)


def lines_filled(text: str, letters: int) -> int:
    """How many lines a text takes, at most, where so many letters have room on each.

    Examples
    --------
    >>> lines_filled("två ord", 4), lines_filled("en\\n\\nrad", 40)
    (2, 3)
    """
    return sum(max(1, ceil(len(part) / max(1, letters))) for part in text.split("\n"))


def column_shares(block: Block, letters: int) -> list[float]:
    """How much of the width each of a table's columns gets; together 1.

    Each has room for its longest word, and what is left goes where the text is long or where
    one is to write. ``letters`` is how many a line of the whole width has.

    Examples
    --------
    >>> row = ((Run("09.00–10.15"),), (Run("Vad ser vi?"),))
    >>> [round(share, 2) for share in column_shares(Block(TABLE, rows=(row, row)), 75)]
    [0.17, 0.83]
    """
    columns = [[words(line) for line in column] for column in zip(*block.rows, strict=True)]
    least = [_longest_word(texts) / letters for texts in columns]
    wants = [_wanted(texts) for texts in columns]
    left = max(0, 1 - sum(least)) / (sum(wants) or 1)
    shares = [low + left * want for low, want in zip(least, wants, strict=True)]
    return [share / sum(shares) for share in shares]


def _longest_word(texts: list[str]) -> int:
    return max(len(word) for text in texts for word in text.split() or [""]) + EDGES


def _wanted(texts: list[str]) -> int:
    """How many letters more than its longest word a column wants; much where one writes in it."""
    if not "".join(texts[1:]).strip():
        return TO_WRITE_IN
    return max(0, min(max(map(len, texts)), MUCH) + EDGES - _longest_word(texts))


def blocks(soup: Tag) -> list[Block]:
    """The blocks of a rendered text, in order."""
    return [block for node in soup.children for block in _blocks(node)]


def _blocks(node: PageElement) -> Iterator[Block]:
    if not isinstance(node, Tag):
        if node.get_text().strip():
            yield Block(PARAGRAPH, _line(node))
    elif node.name in HEADINGS:
        yield Block(HEADING, _line(node), level=int(node.name[1]))
    elif node.name in LISTS:
        yield from _items(node, 0)
    elif node.name == "table":
        yield _table(node)
    elif node.name == "blockquote":
        yield from (Block(QUOTE, _line(p)) for p in node.find_all("p"))
    elif node.name == "div":
        yield from blocks(node)
    else:
        yield Block(PARAGRAPH, _line(node))


def _items(node: Tag, depth: int) -> Iterator[Block]:
    items = node.find_all("li", recursive=False)
    for place, item in enumerate(items, start=1):
        own = [child for child in item.children if getattr(child, "name", "") not in LISTS]
        line = _trimmed([run for child in own for run in _runs(child)])
        is_last = place == len(items) and not depth
        yield Block(LISTS[node.name], line, depth, is_first=place == 1, is_last=is_last)
        for inner in item.find_all(list(LISTS), recursive=False):
            yield from _items(inner, depth + 1)


def _table(node: Tag) -> Block:
    rows = [tuple(map(_line, row.find_all(("th", "td")))) for row in node.find_all("tr")]
    return Block(TABLE, rows=tuple(rows))


def _line(node: PageElement) -> Line:
    return _trimmed(list(_runs(node)))


def _runs(node: PageElement, is_bold: bool = False, is_italic: bool = False) -> Iterator[Run]:
    if not isinstance(node, Tag):
        yield Run(re.sub(r"[ \t\r\n]+", " ", node.get_text()), is_bold, is_italic)
    elif node.name == "br":
        yield Run("\n")
    else:
        bold, italic = is_bold or node.name in BOLD, is_italic or node.name in ITALIC
        for child in node.children:
            yield from _runs(child, bold, italic)


def _trimmed(runs: list[Run]) -> Line:
    """The runs without blanks at the ends of lines; breaks of lines stay, since they make room."""
    kept: list[Run] = []
    for run in runs:
        starts_line = not kept or kept[-1].text.endswith("\n")
        kept.append(replace(run, text=run.text.lstrip(" ") if starts_line else run.text))
        kept = [run for run in kept if run.text]
    if kept:
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return tuple(run for run in kept if run.text)


# What the files of a course have in common: face, language, maker.

FONT = "Arial"  # every office program has it, or one of the same widths
LANGUAGE = "sv-SE"
MAKER = "isu kurs"
THUMBNAIL = "/thumbnail"  # a picture of another document, that came with the library's template


def told_by(document: Any, *, title: str, maker: str, when: datetime | None = None) -> None:
    """Write the properties of a Word file or a presentation: nothing of the template's is left.

    ``when`` is the date that it tells of itself; without one it tells of none.
    """
    told = document.core_properties
    if when:
        told.created = told.modified = when
    else:
        _without_dates(told._element)
    told.title, told.author, told.language, told.comments = clean(title), maker, LANGUAGE, ""
    told.last_modified_by = maker
    package = document.part.package
    links = package.rels if hasattr(package, "rels") else package._rels
    for name in [n for n, link in links.items() if link.reltype.endswith(THUMBNAIL)]:
        links.pop(name)


def _without_dates(told: Any) -> None:
    """Take away the dates of the library's template."""
    for name in ("created", "modified", "lastPrinted"):
        for found in told.xpath(f"*[local-name()='{name}']"):
            told.remove(found)
