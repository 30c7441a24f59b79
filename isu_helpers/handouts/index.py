"""The start page: links to all handouts of an out folder, and what could not be made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup
from jinja2 import Environment, FileSystemLoader

from .convert import FOOTER, style
from .files import write_whole

TITLE = "Sidor att lämna ut"
HEAD_ENDS = "<style>"
ALPHABET = str.maketrans("åäö", "{|}")  # after z, in this order


@dataclass(frozen=True)
class Page:
    """A handout as its own head tells of it. ``href`` is relative to the start page."""

    mapp: str
    kommun: str
    omrade: str
    title: str
    href: str


def write_index(out: Path, problems: Mapping[str, str]) -> None:
    """Write ``index.html`` over all handouts in the folder, those of earlier runs too."""
    write_whole(out / "index.html", index_html(find_pages(out), problems))


def index_html(pages: Sequence[Page], problems: Mapping[str, str]) -> str:
    """The start page as HTML. ``problems`` has a line for each arbetsmapp that failed."""
    places: dict[str, list[Page]] = {}
    for page in sorted(pages, key=_order):
        places.setdefault(page.mapp, []).append(page)
    loader = FileSystemLoader(Path(__file__).parent / "template")
    template = Environment(loader=loader, autoescape=True).get_template("start.html.j2")
    page = {
        "title": TITLE,
        "places": list(places.values()),
        "problems": problems,
        "footer": FOOTER,
        "style": style(),
    }
    return template.render(resources={"page": page}).strip() + "\n"


def find_pages(out: Path) -> list[Page]:
    """The handouts in the folder, by their own heads; other files are passed over."""
    return [page for file in sorted(out.glob("*/*.html")) if (page := _page(file, out))]


def _order(page: Page) -> tuple[str, str, str]:
    return page.kommun.casefold().translate(ALPHABET), page.mapp, page.href


def _page(file: Path, out: Path) -> Page | None:
    try:
        head = file.read_text(encoding="utf-8").partition(HEAD_ENDS)[0]
    except (OSError, UnicodeDecodeError):
        return None
    named = BeautifulSoup(head, "html.parser").select('meta[name^="isu-"]')
    told = {meta["name"].removeprefix("isu-"): meta.get("content", "") for meta in named}
    if not told.keys() >= {"kommun", "omrade", "titel"}:
        return None
    href = quote(file.relative_to(out).as_posix())
    return Page(file.parent.name, told["kommun"], told["omrade"], told["titel"], href)
