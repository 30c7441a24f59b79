"""Two days' work in `isu lab` and `isu app`: a folder, every field written in, all still there.

Everything is typed letter by letter with spaces, as people do, and read back from the page after
it has been closed and opened another day, from the workbook's file and from the pages made of it.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from desk import FRONT, QUESTION, SCREEN, Page, desk, missing
from foreign import foreign_folder
from lab import FLAGS, PATIENCE, ROOT, browser_path, until
from test_app import app

from isu_helpers.desk.copies import own_copies
from isu_helpers.desk.lab import course
from isu_helpers.pages import folder as folder_page
from isu_helpers.publish import render_handouts
from isu_helpers.workbook import Workbook

BOOKS, PRACTICE = course()[1:], ROOT / "data" / "sample" / "bjorkasen"
KEY, OUR = "skaver", "Åby · barn och unga"
FIELDS = ".isu-faltrad"
WORDS = " {stem} å {i}0 "  # a space at the end; no number so small that it may be of people
COMES_BACK = {  # what is written in one notebook is there to read in the next
    "steg2_vi_reflekterar": "steg1_vad_ser_vi",
    "steg3_kan_vi_dra_slutsatser": "steg1_vad_ser_vi",
    "steg4_hur_kan_vi_gora_annorlunda": "steg3_kan_vi_dra_slutsatser",
}

READ = """where => [...document.querySelectorAll(`${where} .isu-faltrad`)].map(
  row => row.querySelector('textarea, input, select').value)"""  # what stands in each field
WRONG = """where => [...document.querySelectorAll(`${where} [data-mime-type*="error"],
  ${where} [data-mime-type$="stderr"]`)].map(e => e.innerText.slice(0, 300))"""
IN_APP, VIEW = "#rendered_cells", "application/vnd.jupyter.widget-view+json"
ARE_THERE = f"""() => !document.querySelector('#loading, .voila-skeleton-container') &&
  [...document.querySelectorAll('[data-mime-type="{VIEW}"]')].every(e => e.children.length)"""

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.skipif(not os.environ.get("ISU_DAG"), reason="ten minutes: ISU_DAG=1 runs it"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """The own folder of a user."""
    return tmp_path_factory.mktemp("dag")


def test_a_day_from_no_folder_to_the_last_field(home):
    practice = PRACTICE / "arbetsbok.yaml"
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


def test_an_own_export_is_joined_to_the_codebook_by_the_form_alone(tmp_path):
    mapp = foreign_folder(tmp_path / "åby uttag")
    file, before = mapp / "uttag.csv", (mapp / "kodbok.yaml").read_text(encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    bad = [";Senast ändrad", *[";2025-13-45", ";?", ";"] * len(lines)]
    file.unlink()
    with desk(tmp_path, str(mapp)) as page:
        page.runs_by_itself()
        page.go("Insamling")
        until("it is asked for", lambda: "Mappen har ingen datafil" in page.page.inner_text(FRONT))
        told = "\n".join(a + b for a, b in zip(lines, bad, strict=False)) + "\n"
        file.write_text(told, encoding="cp1252")  # as Excel saves it
        page.page.reload()
        page.runs_by_itself()
        bench = page.front(".isu-koppla")
        until("it is read", lambda: "0 av 11 frågor har en kolumn" in bench.inner_text())
        bench.locator(".isu-svarsrad select").first.select_option(label="Pojke")
        bench.get_by_role("button", name="Spara i kodboken").click()
        until("it is joined", lambda: "11 av 11 frågor har en kolumn" in bench.inner_text())
        assert page.english() == []
        go(page, {"namn": "Steg 1"})
        text = page.page.inner_text(FRONT)
        assert "Stopp:" not in text and "flickor" in text
        assert page.problems == [] and page.strangers == []
    assert "Kön (kod)" in (mapp / "kodbok.yaml").read_text(encoding="utf-8") != before


@pytest.mark.skipif(not find_spec("voila"), reason="Voilà is not installed: the extra «app»")
def test_the_two_days_in_isu_app(tmp_path):
    mapp, typed = tmp_path / "åby barn", {}
    shutil.copytree(PRACTICE, mapp)
    (mapp / "arbetsbok.yaml").unlink()  # a group that has written nothing yet
    with in_app(mapp) as (page, base):
        for book in BOOKS:
            open_in_app(page, base, book)
            own = type_in_every_field(page, short(Path(book["fil"]).stem), IN_APP)
            typed[book["fil"]] = own
            last = next((w.strip() for w in reversed(own.values()) if " å " in w), "")
            until("the last is saved", lambda last=last: last in whole(mapp))
            assert page.page.evaluate(WRONG, IN_APP) == [] and page.english() == [], book["fil"]
        assert page.problems == [] and page.strangers == []
    with in_app(mapp) as (page, base):  # another day
        for book in BOOKS:
            open_in_app(page, base, book)
            wanted = {i: words.strip() for i, words in typed[book["fil"]].items()}
            until(book["fil"], lambda w=wanted: has_all(page.page.evaluate(READ, IN_APP), w))
    told = "".join(p.read_text(encoding="utf-8") for p in pages_of(mapp, tmp_path / "ut"))
    words = [w.strip() for own in typed.values() for w in own.values() if " å " in w]
    assert words and [w for w in words if w not in told] == []


@contextmanager
def in_app(mapp: Path) -> Iterator[tuple[Page, str]]:
    """A page of `isu app` over a folder, let in, and where its notebooks are."""
    from playwright.sync_api import sync_playwright

    with app(mapp) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = Page(browser.new_context(viewport=SCREEN, locale="sv-SE").new_page(), mapp)
        page.page.goto(address, wait_until="commit", timeout=1000 * PATIENCE)
        yield page, address.partition("start.ipynb")[0]
        browser.close()


def open_in_app(page: Page, base: str, book: dict) -> None:
    """Open a notebook, and wait until all of it is there."""
    page.page.goto(base + book["fil"], wait_until="load", timeout=1000 * PATIENCE)
    until("it is there", lambda: page.page.evaluate(ARE_THERE))


def whole(mapp: Path) -> str:
    """The workbook as it is written."""
    file = mapp / "arbetsbok.yaml"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


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
    until("the last is saved", lambda: last in whole(mapp))
    assert page.page.evaluate(WRONG, FRONT) == [], stem
    assert page.english() == [], stem
    return {book["fil"]: {i: words.strip() for i, words in wanted.items()}}


def go(page: Page, book: dict) -> None:
    page.go(book["namn"])


def rows(page: Page) -> list[str]:
    return page.page.evaluate(READ, FRONT)


def has_all(found: list[str], wanted: dict[int, str]) -> bool:
    """Whether each field begins with what was typed in it; in some one writes on later."""
    return len(found) > max(wanted, default=-1) and all(
        found[i].strip().startswith(words) for i, words in wanted.items()
    )


def status(page: Page) -> str:
    return page.row(QUESTION[KEY]).locator(".isu-status").inner_text()


def type_in_every_field(page: Page, stem: str, where: str = FRONT) -> dict[int, str]:
    """Write in each field that can be seen, or choose in it; what stands in each by its place."""
    wanted = {}
    found = page.page.locator(f"{where} {FIELDS}")
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
