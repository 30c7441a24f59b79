"""Text cells as HTML that can't run or load anything, with headings that can be linked to."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from unicodedata import normalize
from urllib.parse import unquote

from bleach import Cleaner
from bleach.css_sanitizer import CSSSanitizer
from bs4 import BeautifulSoup, Tag
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

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
PLAIN_ATTRIBUTES = {
    "a": ("title",),
    "abbr": ("title",),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
}
EVERYWHERE = ("lang", "dir")
WEB_LINK = re.compile(r"(https?://|mailto:|#)\S*", re.IGNORECASE)
NOTEBOOK_LINK = re.compile(r"(?:[\w./-]*/)?([\w-]+)\.ipynb(?:#\S*)?")
HANDOUT_LINK = re.compile(r"[\w-]+\.html")
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
    soup = BeautifulSoup(_cleaner().clean(str(soup)), "html.parser")
    _mend(soup)
    return soup


def link_headings(soups: list[BeautifulSoup], anchors: Anchors) -> None:
    """Give each heading an id, and let links within the page lead there or be plain text."""
    for heading in (h for soup in soups for h in soup.find_all(HEADINGS)):
        heading["id"] = anchors.claim(heading.get_text())
    for link in (a for soup in soups for a in soup.select('a[href^="#"]')):
        target = unquote(link["href"][1:])
        known = target if target in anchors.taken else slug(target)
        if known in anchors.taken:
            link["href"] = f"#{known}"
        else:
            link.unwrap()


def _markdown(cell: NotebookNode) -> str:
    attachments = cell.get("attachments", {})
    source = ATTACHED.sub(lambda m: m[0] if m[2] in attachments else m[1], cell.source)
    renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def _cleaner() -> Cleaner:
    return Cleaner(
        tags=TEXT_TAGS,
        attributes=_is_allowed,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties=["text-align"]),
        strip=True,
        strip_comments=True,
    )


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img":
        return name == "alt" or (name == "src" and bool(PICTURE_DATA.fullmatch(value)))
    if name == "href":
        known = WEB_LINK.fullmatch(value) or HANDOUT_LINK.fullmatch(value)
        return tag == "a" and bool(known)
    if name == "style":
        return tag in ("td", "th") and bool(ALIGNMENT.fullmatch(value))
    return name in EVERYWHERE or name in PLAIN_ATTRIBUTES.get(tag, ())


def _lead_to_handout(link: Tag, handouts: Collection[str], suffix: str) -> None:
    found = NOTEBOOK_LINK.fullmatch(link.get("href", ""))
    if found and found[1] in handouts:
        link["href"] = f"{found[1]}{suffix}.html"
    elif not WEB_LINK.fullmatch(link.get("href", "")):
        link.unwrap()


def _write_boxes(soup: BeautifulSoup) -> None:
    """Tick boxes as signs: nobody can tick them in a handout, and they print well."""
    for box in soup.find_all("input", type="checkbox"):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")


def _mend(soup: BeautifulSoup) -> None:
    for picture in soup.find_all("img"):
        picture["alt"] = picture.get("alt", "")
        if not picture.get("src"):
            alt = picture["alt"]
            picture.replace_with(PICTURE.format(alt=alt) if alt else "")
    for head in soup.select("thead th:not([scope])"):
        head["scope"] = "col"
    for table in soup.find_all("table"):
        region = {"class": "rullbar", "role": "region", "tabindex": "0"}
        table.wrap(soup.new_tag("div", attrs=region | {"aria-label": TABLE_LABEL}))
