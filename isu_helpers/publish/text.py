"""Text cells as HTML that can't run or load anything, with headings that can be linked to."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize
from urllib.parse import unquote

import pandas as pd
from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

from ..masking import looks_like_identity, mask
from ..privacy import scan
from ..privacy.small_counts import Found, small_counts
from ..show import INTERNAL, MIME
from ..wording import clean, listing

TABLE_LABEL = "Tabell"
PICTURE = "[Bild: {alt}]"
NO_TEXT = "Rubrik"

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXT_TAGS = {
    *HEADINGS, "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "hr", "i", "img", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "s", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
# These go with all they hold; other unknown tags go, and their text stays.
ACTIVE_TAGS = (
    "script", "style", "iframe", "object", "embed", "template", "svg", "math", "noscript", "form",
    "video", "audio", "head", "title", "textarea", "select", "button", "canvas", "frameset",
)  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"title", "href"},
    "abbr": {"title"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style", "scope"},
}
WEB_LINK = re.compile(r"(https?://|mailto:|#)\S*", re.IGNORECASE)
NOTEBOOK_LINK = re.compile(r"(?:[\w./-]*/)?([\w-]+)\.ipynb(?:#\S*)?")
LINK = re.compile(rf"{WEB_LINK.pattern}|[\w-]+\.html", re.IGNORECASE)
PICTURE_DATA = re.compile(
    r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE
)
ALIGNMENT = re.compile(r"text-align:\s*(left|right|center)\s*;?")
ATTACHED = re.compile(r"!\[([^\]]*)\]\(attachment:([^)\s]*)[^)]*\)")


@dataclass
class Anchors:
    """The ids of a page. Each heading gets one of its own, and links find it."""

    taken: set[str] = field(default_factory=set)

    def claim(self, text: str) -> str:
        """An id from the text that no other element has."""
        stem = slug(text)
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}-{count}"
        self.taken.add(name)
        return name


def slug(text: str) -> str:
    """A text as an id: ASCII, lower case, hyphens.

    Examples
    --------
    >>> slug("Vad ser vi i år?"), slug("...")
    ('vad-ser-vi-i-ar', 'rubrik')
    """
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or slug(NO_TEXT)


def render(
    cell: NotebookNode, *, handouts: Collection[str] = (), suffix: str = ""
) -> BeautifulSoup:
    """The text of a cell, cleaned of all that could run or load something.

    Parameters
    ----------
    handouts
        The stems of the notebooks that have a handout; links to others become plain text.
    """
    soup = BeautifulSoup(_markdown(cell), "html.parser")
    for tag in soup.find_all(ACTIVE_TAGS):
        tag.decompose()
    for tag in soup.find_all("a"):
        _lead_to_handout(tag, handouts, suffix)
    _write_boxes(soup)
    soup = _cleaned(soup)
    _mend(soup)
    return soup


def link_headings(soups: list[BeautifulSoup], anchors: Anchors) -> None:
    """Give each heading an id, and let links within the page lead there or be plain text."""
    for heading in (h for soup in soups for h in soup.find_all(HEADINGS)):
        heading["id"] = anchors.claim(heading.get_text())
    for link in (a for soup in soups for a in soup.select('a[href^="#"]')):
        target = unquote(_said(link, "href")[1:])
        known = target if target in anchors.taken else slug(target)
        if known in anchors.taken:
            link["href"] = f"#{known}"
        else:
            link.unwrap()


def _markdown(cell: NotebookNode) -> str:
    attachments = cell.get("attachments", {})
    text = clean(cell.source)  # no mark in it turns what stands after about
    source = ATTACHED.sub(lambda m: m[0] if m[2] in attachments else m[1], text)
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def _cleaned(soup: BeautifulSoup) -> BeautifulSoup:
    """The text with nothing but the tags and attributes that are allowed.

    Where nh3 is not to be had, in a browser, the same is done without it; nh3 reads broken HTML
    as browsers do.
    """
    try:
        import nh3
    except ImportError:
        return _bare(soup)
    html = nh3.clean(
        str(soup),
        tags=TEXT_TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return BeautifulSoup(html, "html.parser")


def _bare(soup: BeautifulSoup) -> BeautifulSoup:
    for note in [s for s in soup.find_all(string=True) if isinstance(s, PreformattedString)]:
        note.extract()  # comments and the like, which are written as they stand
    for tag in soup.find_all(True):
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set())
        kept = {name: v for name, v in tag.attrs.items() if name in allowed}
        told = {name: _said(tag, name) for name in kept}
        tag.attrs = {name: v for name, v in kept.items() if _filtered(tag.name, name, told[name])}
        if tag.name not in TEXT_TAGS:
            tag.unwrap()
    return soup


def _said(tag: Tag, name: str) -> str:
    """An attribute of a tag; empty where it has none."""
    value = tag.get(name) or ""
    return value if isinstance(value, str) else " ".join(value)


def _filtered(tag: str, name: str, value: str) -> str | None:
    """The value of an attribute; ``None`` where it may not stand."""
    wanted = {"href": LINK, "src": PICTURE_DATA, "style": ALIGNMENT}.get(name)
    return value if wanted is None or wanted.fullmatch(value) else None


def _lead_to_handout(link: Tag, handouts: Collection[str], suffix: str) -> None:
    found = NOTEBOOK_LINK.fullmatch(_said(link, "href"))
    if found and found[1] in handouts:
        link["href"] = f"{found[1]}{suffix}.html"
    elif not WEB_LINK.fullmatch(_said(link, "href")):
        link.unwrap()


def _write_boxes(soup: BeautifulSoup) -> None:
    """Tick boxes as signs: nobody can tick them in a handout, and they print well."""
    for box in soup.find_all("input", type="checkbox"):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")


def _mend(soup: BeautifulSoup) -> None:
    for picture in soup.find_all("img"):
        picture["alt"] = _said(picture, "alt")
        if not picture.get("src"):
            alt = picture["alt"]
            picture.replace_with(PICTURE.format(alt=alt) if alt else "")
    for head in soup.select("thead th:not([scope])"):
        head["scope"] = "col"
    for table in soup.find_all("table"):
        region = {"class": "rullbar", "role": "region", "tabindex": "0"}
        table.wrap(soup.new_tag("div", attrs=region | {"aria-label": TABLE_LABEL}))


# What of an executed notebook may stand in a handout: the tags, and the outputs let through.

KEPT = "kept"
NO_CODE = "output without code"
REMOVED = "removed"

STANDS = "far-lamnas-ut"  # a person has read the text and lets it out as it is

# What a participant's handout does with each tag. No handout shows code, so two of them agree.
TAGS = {
    "parameters": REMOVED,
    "injected-parameters": REMOVED,  # papermill's, with the machine's paths in it
    "trainer": REMOVED,
    "remove-cell": REMOVED,
    "solution": REMOVED,
    "remove-input": NO_CODE,
    "raises-exception": KEPT,
    "nbval-skip": KEPT,
    STANDS: KEPT,
}

NOTE = (
    "Här visade rutan något som inte har gått genom röjandeskyddet. "
    "Därför är det inte med på den här sidan."
)


def kept_cells(notebook: NotebookNode) -> Iterator[NotebookNode]:
    """The text and code cells that a handout shows, by their tags."""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        is_removed = any(TAGS.get(tag) == REMOVED for tag in tags)
        if cell.cell_type in ("markdown", "code") and not is_removed:
            yield cell


def released(cell: NotebookNode, skydd: bool = True) -> list[str | None]:
    """The HTML of each output that a Release made; ``None``, once, in place of all others.

    ``skydd=False`` takes figures that were seen without protection too.
    """
    marks = (MIME,) if skydd else (MIME, INTERNAL)
    shown: list[str | None] = []
    for output in filter(_shows_something, cell.get("outputs", [])):
        html = release_html(output, marks)
        if html is not None or None not in shown:
            shown.append(html)
    return shown


def release_html(output: NotebookNode, marks: Sequence[str] = (MIME,)) -> str | None:
    """What stands under one of the marks; ``None`` for an output without any of them."""
    data = output.get("data", {})
    values = [data[mark] for mark in marks if isinstance(data.get(mark), dict)]
    html = values[0].get("html") if values else None
    return html if isinstance(html, str) else None


def _shows_something(output: NotebookNode) -> bool:
    if output.output_type == "stream":
        return bool("".join(output.text).strip())
    return output.output_type == "error" or bool(output.get("data"))


# A text cell's passages, read before they leave: what may point out a person is held back.

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
READ_ALOUD = ("alt", "title")


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
    is_read = STANDS in cell.metadata.get("tags", [])
    if found := [] if k is None or is_read else leave_out(soup, k):
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
    top = ((row.find_parent("table") or row).find("tr") or row).find_all(("td", "th"))
    heads = [cell.get_text().strip() for cell in (*top[place : place + 1], cells[0])]
    return [passage.text, *(f"{head}: {passage.text}" for head in heads)]


def _is_block(node: PageElement) -> bool:
    return isinstance(node, Tag) and (node.name in BLOCKS or node.find(BLOCKS) is not None)


def _strings(node: PageElement) -> list[NavigableString]:
    if isinstance(node, NavigableString):
        return [node]
    return list(node.find_all(string=True)) if isinstance(node, Tag) else []


def _words(node: PageElement) -> str:
    if not isinstance(node, Tag):
        return str(node)
    inside = "\n" if node.name == "br" else "".join(map(_words, node.children))
    return " ".join([inside, *filter(None, (_said(node, name) for name in READ_ALOUD))])


def _mask_attributes(tag: Tag) -> bool:
    """Mask what a pointer or a screen reader meets, and unlink an address with a number in it."""
    held = [name for name in READ_ALOUD if _has_number(_said(tag, name))]
    for name in held:
        tag[name] = mask(_said(tag, name))
    if is_linked := _has_number(unquote(_said(tag, "href"))):
        tag.unwrap()
    return bool(held) or is_linked


def _has_number(text: str) -> bool:
    return looks_like_identity(text) and scan(pd.Series([text])).numbers > 0
