"""``samlad.html``: all of a municipality's pages for readers in one file, bound together.

Each page is a part of it, as it is by itself. Names within a page are its own, so two parts have
none in common, and links from page to page lead within the file.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import Tag
from markupsafe import Markup

from ..content import render_page, text
from ..content.styles import COMMENT, lean, rules, split
from ..run import Run
from ..wording import first_upper, period_told
from .jobs import ONE_PAGE, TO_HAND_OUT
from .page import style

TITLE = "Alla sidor i en fil"
NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "for")
WITHIN = re.compile(r"url\(#([^)]+)\)")
HEADS = ("header > h1", "header > .ingress", "header > .om-talen", "header > .stampel")
WHOLE = re.compile(r"^(?::root|html|body)\b")
FIRST = ".en-sida"  # the part that has a style sheet of its own


def bound(pages: Mapping[str, str], run: Run, fitted: str = "") -> str:
    """The pages of a reader as one, by the names of their files.

    Parameters
    ----------
    pages
        Each page as it is written, in the order of the links between them.
    run
        Whose they are.
    fitted
        What the foot says of earlier pages that the figures are fitted to.
    """
    soups = {name: BeautifulSoup(html, "html.parser") for name, html in pages.items()}
    parts = [_part(name, soup, pages) for name, soup in soups.items()]
    told = {
        "title": TITLE,
        "kommun": run.kommun,
        "omrade": first_upper(run.omrade),
        "period": period_told(run.period),
        "avsandare": run.avsandare,
        "view": TO_HAND_OUT.title,
        "parts": parts,
        "footer": TO_HAND_OUT.footer,
        "foot": TO_HAND_OUT.footer.partition(". ")[2],
        "fitted": fitted,
        "style": f"{style('reader.css')}\n{_scoped(text('one_page.css'), FIRST)}\n"
                 f"{text('bound.css')}",
    }  # fmt: skip
    return lean(render_page("publish/bound", page=told))


def _part(name: str, soup: BeautifulSoup, pages: Mapping[str, str]) -> dict[str, object]:
    """What a page says, with names and links that hold among the others."""
    stem = Path(name).stem
    main = soup.select_one("main")
    heads = [tag for one in HEADS for tag in soup.select(one)]
    title = soup.title.get_text().rpartition(" – ")[0] if soup.title else stem
    for tag in [*heads, *(main.find_all(True) if main else ())]:
        _rename(tag, stem, pages)
    foot = soup.select_one("footer.fot > p") if name == ONE_PAGE else None
    inner = "".join([*map(str, heads), main.decode_contents() if main else "", str(foot or "")])
    return {"id": stem, "title": title, "is_first": name == ONE_PAGE, "html": Markup(inner)}


def _rename(tag: Tag, stem: str, pages: Mapping[str, str]) -> None:
    """Let what a tag is called, and what it points at, be of its own part."""
    if tag.get("id"):
        tag["id"] = f"{stem}-{tag['id']}"
    for name in NAMING:
        if tag.get(name):
            said = tag[name]
            words = said.split() if isinstance(said, str) else said
            tag[name] = " ".join(f"{stem}-{word}" for word in words)
    for name in ("href", "xlink:href"):
        if href := str(tag.get(name) or ""):
            file, mark, place = href.partition("#")
            target = Path(file).stem if file in pages else "" if file else stem
            if target:
                tag[name] = f"#{target}-{place}" if mark else f"#{target}"
    for name, value in [*tag.attrs.items()]:
        if isinstance(value, str) and "url(#" in value:
            tag[name] = WITHIN.sub(rf"url(#{stem}-\1)", value)


def _scoped(sheet: str, within: str) -> str:
    """A style sheet that holds within one part of a page alone.

    Examples
    --------
    >>> _scoped("body { a: b } @media print { p, .x { c: d } } @page { e: f }", ".del")
    '.del{ a: b }@media print{.del p,.del .x{ c: d }}'
    """
    return "".join(_rules(COMMENT.sub("", sheet), within))


def _rules(sheet: str, within: str) -> Iterator[str]:
    for head, body in rules(sheet):
        if head.startswith(("@media", "@supports", "@container")):
            yield f"{head}{{{_scoped(body, within)}}}"
        elif not head.startswith("@"):
            yield f"{','.join(_selector(one, within) for one in split(head))}{{{body}}}"


def _selector(one: str, within: str) -> str:
    return WHOLE.sub(within, one) if WHOLE.match(one) else f"{within} {one}"
