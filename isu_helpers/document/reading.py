"""HTML as what a Word file is made of: blocks, tables with captions, pictures with alt texts."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, PageElement, Tag

from ..course.blocks import TABLE, Block, Line, Run, blocks

PNG = "data:image/png;base64,"
ONLY_READ, ONLY_SEEN = ".isu-bara-upplasning", "details"
LINES = ("isu-andel", "isu-antal", "isu-ord", "p")  # each on a line of its own in a cell
ITALIC, BOLD = "p.isu-fraga", ".isu-till p"


@dataclass(frozen=True)
class Table:
    """A table: its block, its caption, and whether it holds figures.

    ``headings`` has the words of the rows that are a heading over all columns, by their place; in
    the block they are empty.
    """

    block: Block
    caption: str
    headings: dict[int, str]
    is_figures: bool


@dataclass(frozen=True)
class Picture:
    """A picture's file and what it shows, in words."""

    data: bytes
    alt: str


Item = Block | Table | Picture


def items(html: str) -> list[Item]:
    """What stands in some HTML, in order; charts whose table stands there too are left out."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select(f"{ONLY_READ}, {ONLY_SEEN}, .isu-forslag"):
        tag.decompose()
    for tag in soup.select("li p + p"):
        tag.insert_before(soup.new_tag("br"))
    for select, face in ((ITALIC, "em"), (BOLD, "strong")):
        for tag in soup.select(select):
            _mark(soup, tag, face)
    return list(_items(soup))


def _mark(soup: BeautifulSoup, tag: Tag, name: str) -> None:
    """Let all that stands in a tag have a face."""
    face = soup.new_tag(name)
    face.extend(list(tag.contents))
    tag.append(face)


def _items(node: Tag) -> Iterator[Item]:
    for child in node.children:
        if isinstance(child, NavigableString) or child.name in ("p", "ul", "ol", "h3", "h4"):
            yield from blocks(_alone(child))
        elif child.name == "table":
            yield _table(child)
        elif child.name == "img":
            yield from _picture(child)
        else:
            yield from _items(child)


def _alone(node: PageElement) -> BeautifulSoup:
    return BeautifulSoup(str(node), "html.parser")


def _picture(tag: Tag) -> Iterator[Picture]:
    if tag["src"].startswith(PNG):
        yield Picture(base64.b64decode(tag["src"].removeprefix(PNG)), tag["alt"])


def _table(tag: Tag) -> Table:
    rows = [row.find_all(("th", "td"), recursive=False) for row in tag.find_all("tr")]
    wide = max(map(len, rows))
    headings = {i: row[0].get_text() for i, row in enumerate(rows) if i and len(row) < wide}
    nothing = ((),) * wide
    lines = (nothing if i in headings else tuple(map(_cell, row)) for i, row in enumerate(rows))
    caption = tag.find("caption")
    is_figures = "isu-tabell" in tag.get("class", [])
    block = Block(TABLE, rows=tuple(lines))
    return Table(block, caption.get_text() if caption else "", headings, is_figures)


def _cell(tag: Tag) -> Line:
    """A cell's words, each part of it on a line of its own."""
    parts = [p for p in tag.find_all(True) if p.name == "p" or set(p.get("class", [])) & {*LINES}]
    if not parts:
        return (Run(tag.get_text().strip()),)
    own = "".join(c for c in tag.children if isinstance(c, NavigableString)).strip()
    words = [own, *(part.get_text().strip() for part in parts)]
    return (Run("\n".join(word for word in words if word)),)
