"""Two days' work in `isu lab`: a folder chosen once, every field written in, all still there.

Everything is typed letter by letter with spaces, as people do, and read back from the page after
it has been closed and opened another day, from the workbook's file and from the pages made of it.
"""

import os
import shutil
from pathlib import Path

import pytest
from desk import FRONT, QUESTION, Page, desk, missing
from lab import ROOT, until

from isu_helpers.desk.copies import own_copies
from isu_helpers.desk.lab import course
from isu_helpers.pages import folder as folder_page
from isu_helpers.publish import render_handouts
from isu_helpers.workbook import Workbook

BOOKS = course()[1:]
KEY, OUR = "skaver", "Åby · barn och unga"
FIELDS = ".isu-faltrad"
WORDS = " {stem} å {i}0 "  # a space at the end; no number so small that it may be of people
COMES_BACK = {  # what is written in one notebook is there to read in the next
    "steg2_vi_reflekterar": "steg1_vad_ser_vi",
    "steg3_kan_vi_dra_slutsatser": "steg1_vad_ser_vi",
    "steg4_hur_kan_vi_gora_annorlunda": "steg3_kan_vi_dra_slutsatser",
}

# what stands in each field
READ = f"""() => [...document.querySelectorAll('{FRONT} .isu-faltrad')].map(
  row => row.querySelector('textarea, input, select').value)"""
WRONG = f"""() => [...document.querySelectorAll(`{FRONT} [data-mime-type*="error"],
  {FRONT} [data-mime-type$="stderr"]`)].map(e => e.innerText.slice(0, 300))"""

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.skipif(not os.environ.get("ISU_DAG"), reason="five minutes: ISU_DAG=1 runs it"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """The own folder of a user."""
    return tmp_path_factory.mktemp("dag")


def test_a_day_from_no_folder_to_the_last_field(home):
    practice = ROOT / "data" / "sample" / "bjorkasen" / "arbetsbok.yaml"
    before, mapp, typed = practice.read_bytes(), home / "åby barn", {}
    with desk(home) as page:
        page.runs_by_itself()
        assert folder_page.EXERCISE_FOLDER in page.whose()
        go(page, BOOKS[0])
        page.write(QUESTION[KEY], "Vi undrar om ")
        until("it says so", lambda: "Inte sparat: välj mapp" in status(page))
        make_folder(page, home)
        until("it is saved", lambda: status(page).startswith("Sparat"))
        assert page.value(QUESTION[KEY]) == "Vi undrar om "
    assert Workbook(mapp).answer(KEY) == "Vi undrar om" and practice.read_bytes() == before
    for file in ("data.xlsx", "kodbok.yaml"):
        shutil.copy(practice.with_name(file), mapp)
    with desk(home) as page:
        page.runs_by_itself()
        for book in BOOKS:
            typed |= written_in(page, book, mapp)
        assert page.problems == [] and page.strangers == []
    with desk(home) as page:  # another day
        page.runs_by_itself()
        for book in BOOKS:
            go(page, book)
            until(book["fil"], lambda wanted=typed[book["fil"]]: has_all(rows(page), wanted))
    assert Workbook(mapp).conflicts == [] and practice.read_bytes() == before
    told = "".join(p.read_text(encoding="utf-8") for p in pages_of(mapp, home / "ut"))
    words = [w for own in typed.values() for w in own.values() if " å " in w]
    assert [w for w in words if w not in told] == []


def test_a_changed_notebook_is_put_back_from_its_page(home):
    file = own_copies(home) / "start.ipynb"
    shipped = file.read_bytes()
    file.write_bytes(shipped.replace(b"arbetsmapp: str = None", b"arbetsmapp: str = 1"))
    with desk(home, str(home)) as page:
        until("it is told", lambda: "ändrad" in page.notice())
        page.front(".isu-anmarkning button", has_text="Hämta tillbaka originalet").click()
        page.runs_by_itself()
    assert file.read_bytes() == shipped


def make_folder(page: Page, home: Path) -> None:
    """Make a folder where none is chosen: by the form under the banner."""
    page.page.locator(f"{FRONT} .lm-Accordion-header, {FRONT} .jupyter-widget-Collapse-header",
                      has_text=folder_page.NEW).first.click()  # fmt: skip
    for label, words in ((folder_page.NAME, "åby barn"), (folder_page.TOWN, "Åby"),
                         (folder_page.PLACE, str(home))):  # fmt: skip
        field = page.page.locator(f"{FRONT} .widget-text", has_text=label).locator("input")
        field.fill(words)
        field.blur()
    area = page.page.locator(f"{FRONT} .widget-dropdown", has_text=folder_page.AREA)
    area.locator("select").select_option(label="barn och unga")
    page.page.locator(f"{FRONT} .isu-ny-mapp").get_by_role("button").click()
    page.page.get_by_text("används nu i alla anteckningsböcker").wait_for()


def written_in(page: Page, book: dict, mapp: Path) -> dict[str, dict[int, str]]:
    """Write in all fields of a notebook, and wait until the last letters are saved."""
    stem = Path(book["fil"]).stem
    go(page, book)
    until(f"{stem} tells whose folder it is", lambda: OUR in page.whose())
    if stem in COMES_BACK:
        assert f"{short(COMES_BACK[stem])} å " in page.page.content(), stem
    wanted = type_in_every_field(page, short(stem))
    last = next((w.strip() for w in reversed(wanted.values()) if short(stem) in w), "")
    until("the last is saved", lambda: last in (mapp / "arbetsbok.yaml").read_text("utf-8"))
    assert page.page.evaluate(WRONG) == [], stem
    assert page.english() == [], stem
    return {book["fil"]: {i: words.strip() for i, words in wanted.items()}}


def go(page: Page, book: dict) -> None:
    page.go(book["namn"])


def rows(page: Page) -> list[str]:
    return page.page.evaluate(READ)


def has_all(found: list[str], wanted: dict[int, str]) -> bool:
    """Whether each field begins with what was typed in it; in some one writes on later."""
    return len(found) > max(wanted, default=-1) and all(
        found[i].strip().startswith(words) for i, words in wanted.items()
    )


def status(page: Page) -> str:
    return page.row(QUESTION[KEY]).locator(".isu-status").inner_text()


def type_in_every_field(page: Page, stem: str) -> dict[int, str]:
    """Write in each field that can be seen, or choose in it; what stands in each by its place."""
    wanted = {}
    found = page.page.locator(f"{FRONT} {FIELDS}")
    for i in range(found.count()):
        part = found.nth(i).locator("textarea, input, select").first
        if not part.is_visible():
            continue
        kind = part.evaluate("e => e.type")
        if kind in ("textarea", "text"):
            part.press("End")
            wanted[i] = part.input_value() + WORDS.format(i=i, stem=stem)
            part.press_sequentially(WORDS.format(i=i, stem=stem))
        elif kind == "date":
            part.fill("2027-02-09")
            wanted[i] = "2027-02-09"
        elif kind == "select-one" and part.locator("option").count() > 1:
            part.select_option(index=1)
            wanted[i] = part.input_value()
    return wanted


def short(stem: str) -> str:
    """A notebook as it is called in what is written in it."""
    return stem[:5]


def pages_of(mapp: Path, out: Path) -> list[Path]:
    """The group's own pages."""
    render_handouts([mapp], out, report=str, complain=str, editions=("gruppen",))
    return sorted(out.rglob("*.html"))
