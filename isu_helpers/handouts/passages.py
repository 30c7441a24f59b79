"""A text cell's passages, read before they leave: what may point out a person is held back."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import unquote

import pandas as pd
from bs4 import BeautifulSoup, NavigableString, PageElement, Tag
from nbformat import NotebookNode

from ..disclosure.small_words import Found, small_counts
from ..identity import looks_like_identity, mask, scan
from ..wording import listing
from .cells import STANDS

LEFT_OUT = "Ett stycke är borttaget här: det kan peka ut någon."
MASKED = (
    "Anteckningsboken «{stem}», rutan «{cell}»: här står ett nummer som kan peka ut en person. "
    "Väntade text utan personnummer. Numret är borttaget på sidan. Ta bort det i rutan också."
)
ASKED = (
    "Anteckningsboken «{stem}», rutan «{cell}»: {words} kan peka ut någon. Väntade inget om färre "
    "än {k} personer, inget namn och inget nummer. Stycket är inte med på sidan. Skriv om det. "
    f"Har du läst det och ser att det är ofarligt, ge rutan taggen {STANDS} och kör igen."
)
BLOCKS = (
    "p", "li", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "pre", "div",
    "blockquote", "details", "summary", "figure", "figcaption", "ul", "ol", "dl", "table", "hr",
)  # fmt: skip
ATTRIBUTES = ("alt", "title")


@dataclass(frozen=True)
class Passage:
    """The text that stands in a block itself, not in a block within it."""

    block: Tag
    nodes: tuple[PageElement, ...]

    @property
    def text(self) -> str:
        """The words, with those that only a pointer or a screen reader meets."""
        return normalize("NFC", "".join(_words(node) for node in self.nodes))

    def rewrite(self, text: str) -> None:
        """Let the text stand in place of all that the passage holds."""
        self.nodes[0].insert_before(text)
        for node in self.nodes:
            node.extract()


def passages(soup: BeautifulSoup) -> list[Passage]:
    """All passages of a text, those without words left out."""
    blocks = [soup, *(tag for tag in soup.find_all(True) if _is_block(tag))]
    inline = [(b, tuple(n for n in b.contents if not _is_block(n))) for b in blocks]
    return [passage for b, n in inline if (passage := Passage(b, n)).text.strip()]


def hold_back(soup: BeautifulSoup, *, cell: NotebookNode, stem: str, k: int | None) -> list[str]:
    """Mask identity numbers, leave out passages with small counts, and tell so in Swedish lines.

    Parameters
    ----------
    soup
        The cell's text, changed in place.
    cell
        Tagged `STANDS`, its small counts stay; identity numbers never do.
    k
        The least number of people that may be told; ``None`` where any may.
    """
    lines = [MASKED.format(stem=stem, cell=cell.id)] if mask_numbers(soup) else []
    is_read = k is None or STANDS in cell.metadata.get("tags", [])
    if found := [] if is_read else leave_out(soup, k):
        words = listing(dict.fromkeys(f"«{' '.join(one.words.split())}»" for one in found))
        lines.append(ASKED.format(stem=stem, cell=cell.id, words=words, k=k))
    return lines


def mask_numbers(soup: BeautifulSoup) -> bool:
    """Mask the identity numbers in a text; whether there were any."""
    attributes = [_mask_attributes(tag) for tag in soup.find_all(True)]
    held = [passage for passage in passages(soup) if _has_number(passage.text)]
    for passage in held:
        for string in [s for node in passage.nodes for s in _strings(node)]:
            if _has_number(string):
                string.replace_with(mask(string))
    for passage in passages(soup):
        if _has_number(passage.text):  # it is parted by bold type or the like
            passage.rewrite(mask(passage.text))
    return bool(held) or any(attributes)


def leave_out(soup: BeautifulSoup, k: int) -> list[Found]:
    """Put a note in place of each passage that tells of 1 to k − 1 people; what told it."""
    told = [
        (p, [f for text in _readings(p) for f in small_counts(text, k)]) for p in passages(soup)
    ]
    for passage, found in told:
        if found:
            passage.rewrite(LEFT_OUT)
    return [one for _, found in told for one in found]


def _readings(passage: Passage) -> Iterable[str]:
    """The text, and where it is a table's cell also after the heads of its column and row."""
    row = passage.block.find_parent("tr") if passage.block.name == "td" else None
    if row is None:
        return [passage.text]
    cells = row.find_all(("td", "th"))
    place = next(i for i, cell in enumerate(cells) if cell is passage.block)
    top = (row.find_parent("table") or row).find("tr").find_all(("td", "th"))
    heads = [cell.get_text().strip() for cell in (*top[place : place + 1], cells[0])]
    return [passage.text, *(f"{head}: {passage.text}" for head in heads)]


def _is_block(node: PageElement) -> bool:
    return isinstance(node, Tag) and (node.name in BLOCKS or node.find(BLOCKS) is not None)


def _strings(node: PageElement) -> list[NavigableString]:
    return [node] if isinstance(node, NavigableString) else node.find_all(string=True)


def _words(node: PageElement) -> str:
    if isinstance(node, NavigableString):
        return str(node)
    inside = "\n" if node.name == "br" else "".join(map(_words, node.children))
    return " ".join([inside, *(node[name] for name in ATTRIBUTES if node.get(name))])


def _mask_attributes(tag: Tag) -> bool:
    """Mask what a pointer or a screen reader meets, and unlink an address with a number in it."""
    held = [name for name in ATTRIBUTES if _has_number(tag.get(name, ""))]
    for name in held:
        tag[name] = mask(tag[name])
    if is_linked := _has_number(unquote(tag.get("href", ""))):
        tag.unwrap()
    return bool(held) or is_linked


def _has_number(text: str) -> bool:
    return looks_like_identity(text) and scan(pd.Series([text])).numbers > 0
