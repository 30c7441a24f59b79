"""An executed notebook as one page of HTML: accessible, offline, protected outputs only."""

import re
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup
from nbformat import NotebookNode

from ..content import load, render_page, text
from ..content import render as written
from ..content.repeats import once
from ..content.styles import lean
from ..forms import LOOKS
from ..wording import first_upper, period_told
from .jobs import GROUP_ONLY, TO_HAND_OUT
from .text import NOTE, Anchors, hold_back, kept_cells, link_headings, released, render

STEPS = tuple(step["namn"] for step in load("steps")["steg"])

LEAST = load("thresholds")["minsta_antal"]["value"]
STYLES = ("handout.css", *LOOKS)
PAGE_IDS = ("start", "huvud", "innehall")
ID = re.compile(r"""\bid\s*=\s*["']?([^"'\s>]+)""")


def to_html(
    notebook: NotebookNode,
    *,
    stem: str,
    kommun: str,
    omrade: str = "",
    period: str | None = None,
    fitted: str = "",
    skydd: bool = True,
    handouts: tuple[str, ...] = (),
    minsta_antal: int = LEAST,
    tell: Callable[[str], object] = str,
) -> str:
    """The page of an executed notebook; the same input gives the same text.

    Identity numbers in its text are masked, and in what is handed out passages that tell of
    small counts are left out.

    Parameters
    ----------
    stem
        The notebook's file name without ending; ``steg1_…`` tells which step it belongs to.
    period
        The time that the figures are of, as the setting has it; nothing for a whole file.
    fitted
        What the foot says of earlier pages that the figures are fitted to.
    skydd
        Which of the two views the page is of: to hand out, or for the group only, which takes
        figures that were seen without protection too.
    handouts
        The stems that links may lead to, as pages in the same folder.
    minsta_antal
        The least number of people that the text may tell of.
    tell
        Takes a Swedish line about what was taken from a text cell, if anything was.
    """
    view, least = (TO_HAND_OUT, minsta_antal) if skydd else (GROUP_ONLY, None)
    cells = list(kept_cells(notebook))
    texts = {
        c.id: render(c, handouts=handouts, suffix=view.suffix)
        for c in cells
        if c.cell_type == "markdown"
    }
    for cell in (c for c in cells if c.id in texts):
        for line in hold_back(texts[cell.id], cell=cell, stem=stem, k=least):
            tell(line)
    outputs = {c.id: _outputs(c, skydd) for c in cells if c.cell_type == "code"}
    title = _take_title(texts.values()) or notebook.metadata.get("title") or stem
    taken = {f"cell-{c.id}" for c in cells} | _ids(outputs) | set(PAGE_IDS)
    link_headings(list(texts.values()), Anchors(taken))
    html = {c.id: str(texts[c.id]).strip() if c.id in texts else outputs[c.id] for c in cells}
    page = {
        "title": title,
        "kommun": kommun,
        "omrade": first_upper(omrade),
        "period": period_told(period),
        "view": view.title,
        "stamp": view.stamp,
        "footer": view.footer,
        "fitted": fitted,
        "steps": STEPS if step_of(stem) else (),
        "step": step_of(stem),
        "contents": _contents(texts.values()),
        "html": once(html),
        "style": style(),
    }
    shown = [c for c in cells if html[c.id]]
    return lean(render_page("publish/handout", page=page | {"cells": shown}))


def step_of(stem: str) -> int:
    """Which of the four steps a notebook belongs to; 0 for none.

    Examples
    --------
    >>> step_of("steg2_vi_reflekterar"), step_of("presentation")
    (2, 0)
    """
    found = re.match(rf"steg([1-{len(STEPS)}])_", stem)
    return int(found[1]) if found else 0


def style(*more: str) -> str:
    """The style sheets of a page, those that there are, and more that it has of its own."""
    return "\n".join(_sheet(name) for name in (*STYLES, *more))


def _sheet(name: str) -> str:
    try:
        return text(name)
    except FileNotFoundError:
        return ""


def _take_title(soups: Iterable[BeautifulSoup]) -> str:
    """The text of the first h1, which goes to the page's head; further ones become h2."""
    heads = [head for soup in soups for head in soup.find_all("h1")]
    for head in heads[1:]:
        head.name = "h2"
    return heads[0].extract().get_text().strip() if heads else ""


def _contents(soups: Iterable[BeautifulSoup]) -> list[dict[str, str]]:
    heads = [head for soup in soups for head in soup.find_all("h2")]
    return [{"id": str(head["id"]), "text": head.get_text().strip()} for head in heads]


def _outputs(cell: NotebookNode, skydd: bool) -> str:
    note = written("publish/outputs", "left_out", words=NOTE)
    return "\n".join(note if html is None else html for html in released(cell, skydd))


def _ids(outputs: dict[str, str]) -> set[str]:
    """The ids that the released outputs bring with them."""
    return {name for html in outputs.values() for name in ID.findall(html)}
