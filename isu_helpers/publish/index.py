"""The start page: links to all handouts of an out folder, and what could not be made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup

from ..content import load, notebooks, render_page
from ..content.styles import lean
from ..files import write_whole
from .jobs import GROUP, INTERNAL_MARK, ONE_PAGE, TABLES, TO_HAND_OUT
from .page import style

TITLE = "Sidor att lämna ut"
HEAD_ENDS = "<style"
ACCESSIBILITY = "tillganglighet.html"
TABLES_TITLE = "Alla tabeller, i Excel"
MANY = 3  # places: so many are listed first too
ALPHABET = str.maketrans("åäö", "{|}")  # after z, in this order


@dataclass(frozen=True)
class Page:
    """A handout as its own head tells of it. ``href`` is relative to the start page.

    ``is_group`` tells that it is of the group's own workbook, and ``pdf`` leads to its print.
    """

    mapp: str
    kommun: str
    omrade: str
    title: str
    href: str
    period: str = ""
    is_group: bool = False
    pdf: str = ""

    @property
    def kind(self) -> str:
        """Where it stands on a card: first, in the row of reader's pages, folded, or last."""
        if self.is_group:
            return "grupp"
        return {ONE_PAGE: "forst", TABLES: "tabeller"}.get(Path(self.href).name, "sida")


def write_index(out: Path, problems: Mapping[str, str]) -> None:
    """Write ``index.html`` over all handouts in the folder, those of earlier runs too.

    A statement on accessibility lies beside it, for the municipality to finish: one that is there
    is let be.
    """
    write_whole(out / "index.html", index_html(find_pages(out), problems))
    if not (out / ACCESSIBILITY).exists():
        write_whole(out / ACCESSIBILITY, accessibility_html())


def accessibility_html() -> str:
    """The statement on accessibility, with what has been measured."""
    told = load("accessibility")
    page = {"told": told, "measured": told["matt"], "footer": TO_HAND_OUT.footer, "style": style()}
    return lean(render_page("publish/accessibility", page=page))


def index_html(pages: Sequence[Page], problems: Mapping[str, str]) -> str:
    """The start page as HTML. ``problems`` has a line for each arbetsmapp that failed."""
    places: dict[str, list[Page]] = {}
    for one in sorted(pages, key=_order):
        places.setdefault(one.mapp, []).append(one)
    page = {
        "title": TITLE,
        "places": list(places.values()),
        "is_long": len(places) > MANY,
        "problems": problems,
        "footer": TO_HAND_OUT.footer,
        "style": style(),
    }
    return lean(render_page("publish/start", page=page))


def find_pages(out: Path) -> list[Page]:
    """The handouts in the folder, by their own heads, and the tables beside them.

    Other files are passed over, and so are pages that are for the group only.
    """
    found = (*sorted(out.glob("*/*.html")), *sorted(out.glob(f"*/{GROUP}/*.html")))
    files = (f for f in found if not f.stem.endswith(INTERNAL_MARK))
    pages = [page for file in files if (page := _page(file, out))]
    first = {page.mapp: page for page in reversed(pages)}.values()
    return pages + [other for page in first for other in _others(page, out)]


def _others(page: Page, out: Path) -> Iterator[Page]:
    """The workbook of tables, in the same folder as a page."""
    file = out / page.mapp / TABLES
    if file.is_file():
        href = quote(file.relative_to(out).as_posix())
        yield replace(page, title=TABLES_TITLE, href=href, is_group=False, pdf="")


def _order(page: Page) -> tuple[str, str, bool, int, str]:
    """By the places' names, the one page first, and then in the order of the course."""
    place = page.kommun.casefold().translate(ALPHABET)
    course = [Path(ONE_PAGE).stem, *(Path(entry["fil"]).stem for entry in notebooks().values())]
    stem = Path(unquote(page.href)).stem
    in_course = course.index(stem) if stem in course else len(course)
    return place, page.mapp, page.kind == "tabeller", in_course, page.href


def _page(file: Path, out: Path) -> Page | None:
    try:
        head = file.read_text(encoding="utf-8").partition(HEAD_ENDS)[0]
    except (OSError, UnicodeDecodeError):
        return None
    named = BeautifulSoup(head, "html.parser").select('meta[name^="isu-"]')
    told = {str(meta["name"]).removeprefix("isu-"): str(meta.get("content", "")) for meta in named}
    if not told.keys() >= {"kommun", "omrade", "titel"} or told.get("vy") != TO_HAND_OUT.title:
        return None
    href = quote(file.relative_to(out).as_posix())
    place = told["kommun"], told["omrade"], told["titel"]
    is_group = file.parent.name == GROUP
    mapp = (file.parent.parent if is_group else file.parent).name
    print_ = file.with_suffix(".pdf")
    pdf = quote(print_.relative_to(out).as_posix()) if print_.is_file() else ""
    return Page(mapp, *place, href, told.get("period", ""), is_group, pdf)
