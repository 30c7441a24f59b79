"""The files of the edition «För läsaren»: one page, the steps and the appendix."""

from collections.abc import Sequence

from ..content import render_page
from ..content.styles import lean
from ..records import Records
from ..run import Run
from ..show.comparison import beside
from ..wording import first_upper, period_told
from .jobs import ONE_PAGE, TO_HAND_OUT
from .one_page import one_page, page_html
from .page import style
from .reader import Reader, ReaderPage
from .story import Story

ONE_PAGE_TITLE = "På en sida"


def reader_files(run: Run, records: Records, fitted: str = "") -> dict[str, str]:
    """The edition's pages by their names.

    Parameters
    ----------
    run
        The settings of the arbetsmapp, with its Release and its workbook.
    records
        Its people; they may be none.
    fitted
        What the foot says of earlier pages that the figures are fitted to.
    """
    story = Story(records, run.workbook)
    reader = Reader(run, story)
    pages = reader.pages()
    links = ((ONE_PAGE, ONE_PAGE_TITLE), *(link for p in pages for link in p.links))
    release = run.release(records) if len(records) else None
    others = beside(records, run.jamforelse, release, kommun=run.kommun) if release else {}
    one = one_page(story, release, run.omrade, others)
    made = {f"{p.stem}.html": _html(p, run, reader, links, fitted) for p in pages}
    return {ONE_PAGE: page_html(one, run, TO_HAND_OUT, links[1:])} | made


def _html(
    page: ReaderPage, run: Run, reader: Reader, links: Sequence[tuple[str, str]], fitted: str
) -> str:
    told = {
        "title": page.title,
        "kommun": run.kommun,
        "omrade": first_upper(run.omrade),
        "period": period_told(run.period),
        "avsandare": run.avsandare,
        "view": TO_HAND_OUT.title,
        "about": reader.about() if page.has_figures else [],
        "links": [{"href": href, "title": title} for href, title in links],
        "href": f"{page.stem}.html",
        "chapters": page.chapters,
        "footer": TO_HAND_OUT.footer,
        "foot": TO_HAND_OUT.footer.partition(". ")[2],
        "fitted": fitted,
        "style": style("reader.css"),
    }
    return lean(render_page("publish/reader", page=told))
