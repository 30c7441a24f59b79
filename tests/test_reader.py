"""What a reader is handed: on paper, aloud, light, and with the same figures in every file."""

import os
import re
import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from docx import Document
from lab import FLAGS, browser_path, missing
from test_charts import SMALLEST

from isu_helpers.configuration import sample_root
from isu_helpers.content.packing import packed
from isu_helpers.content.styles import STYLE
from isu_helpers.elsewhere.rates import rates
from isu_helpers.publish import Story, choose
from isu_helpers.publish.bound import bound
from isu_helpers.publish.edition import reader_files
from isu_helpers.publish.execute import execute
from isu_helpers.publish.folder import check
from isu_helpers.publish.jobs import TO_HAND_OUT
from isu_helpers.publish.page import to_html
from isu_helpers.publish.presentation import MAKERS
from isu_helpers.publish.reader import ReaderPage
from isu_helpers.publish.runner import notebook_paths
from isu_helpers.publish.tables import tables_file
from isu_helpers.show.model import Paragraph, Section, walk
from isu_helpers.wording import HIDDEN, percent

EVERY = sorted(p.name for p in sample_root().iterdir() if p.is_dir())
FOLDERS = EVERY if os.environ.get("ISU_ALLA") else EVERY[-1:]
STEP_1, MOST = "steg1_vad_ser_vi.html", {"bjorkasen": 10, "storaker": 8}  # sheets of A4
SHEET, LEAST_FILLED, LEAST_TYPE = 842, 0.25, 7.5  # points
ABOVE_FOOT = 40  # points that the number of a sheet has


@pytest.fixture(scope="module", params=FOLDERS)
def made(request, tmp_path_factory):
    """The files of a practice folder: the reader's pages, tables, the letter and slides."""
    folder = shutil.copytree(sample_root() / request.param, tmp_path_factory.mktemp("m") / "a")
    chosen, records = check(folder)
    files = reader_files(chosen, records)
    files["tabeller"] = tables_file(chosen.release(records), chosen, TO_HAND_OUT)
    files["bound"] = bound(pages(files), chosen)
    story = Story(records, chosen.workbook)
    return request.param, files | {end: make(story, chosen) for end, make in MAKERS.items()}


@pytest.fixture(scope="module")
def browser():
    if why := missing():
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=browser_path(), args=FLAGS)
        yield found
        found.close()


def pages(files):
    return {name: html for name, html in files.items() if len(name) > 5 and ".html" in name}


# On paper.


def filled(pdf):
    """How far down the text goes on each sheet, as a part of it."""
    told = subprocess.run(["pdftotext", "-bbox-layout", "-", "-"], input=pdf, capture_output=True)
    for sheet in told.stdout.decode().split("<page ")[1:]:
        ends = [float(y) for y in re.findall(r'<line [^>]*yMax="([\d.]+)"', sheet)]
        yield max((y for y in ends if y < SHEET - ABOVE_FOOT), default=0) / SHEET


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext to read a PDF with")
def test_each_sheet_is_filled_and_step_1_is_short(made, browser):
    folder, files = made
    for name, html in pages(files).items():
        with browser.new_page(viewport={"width": 680, "height": 900}) as page:
            page.set_content(html)
            sheets = list(filled(page.pdf(prefer_css_page_size=True)))
            page.emulate_media(media="print")
            smallest, wide = page.evaluate(SMALLEST)
        assert min(sheets) >= LEAST_FILLED, (folder, name, sheets)
        assert smallest >= LEAST_TYPE * 96 / 72 and wide <= 680, (folder, name)
        assert name != STEP_1 or len(sheets) <= MOST.get(folder, 10)


def test_a_page_of_few_words_stands_last_on_the_one_before():
    long = ReaderPage("a", "Först", (Section(parts=(Paragraph("Ord. " * 200),)),), False)
    short = ReaderPage("b", "Sedan", (Section("Rubrik", parts=(Paragraph("Kort."),)),), False)
    page = long.with_last(short)
    assert short.is_short and not long.is_short
    assert page.links == [("a.html", "Först"), ("a.html#kapitel-2", "Sedan")]
    assert [part.heading for part in walk(page.chapters) if part.kind == "section"] == [
        "", "Sedan", "Rubrik"
    ]  # fmt: skip


def is_light(html):
    """Whether a page as it is written is under 300 kB, and its style sheet under 15."""
    page = packed(html)
    return len(page.encode()) < 300 * 1024 and len(STYLE.search(page)[2].encode()) < 15_000


def test_pages_weigh_little(made):
    folder, files = made
    assert [name for name, html in pages(files).items() if not is_light(html)] == [], folder


def test_the_groups_heaviest_page_weighs_little_and_calls_nothing_the_same(tmp_path):
    """Step 1 of Björkåsen, the largest practice folder, as the group has it."""
    folder = shutil.copytree(sample_root() / "bjorkasen", tmp_path / "a")
    book = next(path for path in notebook_paths() if path.stem == STEP_1.removesuffix(".html"))
    html = to_html(execute(book, arbetsmapp=folder), stem=book.stem, kommun="Björkåsen",
                   omrade="Barn och unga")  # fmt: skip
    assert is_light(html)
    assert twice(html) == []


# All in one file.


def words(soup):
    return " ".join(soup.get_text(" ").split())


def test_pages_in_one_file_have_names_of_their_own_and_lead_within(made):
    _, files = made
    soup = BeautifulSoup(files["bound"], "html.parser")
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in soup.select("a[href]") if a["href"][0] == "#"} <= {*ids}
    assert not [a["href"] for a in soup.select("a[href]") if a["href"].endswith(".html")]
    for name, html in pages(files).items():
        main = BeautifulSoup(html, "html.parser").main
        assert words(main) in words(soup.find("article", id=Path(name).stem)), name


# Aloud, and by the keyboard.

SCROLLING = """() => [...document.querySelectorAll('.isu-bredd, [tabindex="0"]')].map(e => [
  e.scrollWidth > e.clientWidth + 1, e.tabIndex == 0])"""


def twice(html):
    """The headings and the captions that stand twice on a page."""
    soup = BeautifulSoup(html, "html.parser")
    for tags in (("h1", "h2", "h3", "h4"), ("caption",)):
        told = Counter(" ".join(tag.get_text().split()) for tag in soup.find_all(tags))
        if again := [name for name, n in told.items() if n > 1]:
            return again
    return []


def test_only_what_scrolls_is_a_stop_and_nothing_is_called_the_same(made, browser):
    folder, files = made
    for name, html in pages(files).items():
        assert twice(html) == [], (folder, name)
        with browser.new_page(viewport={"width": 320, "height": 900}) as page:
            page.set_content(html)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            stops = page.evaluate(SCROLLING)
        assert all(scrolls == is_stop for scrolls, is_stop in stops), (folder, name)


def tree(page):
    """What a screen reader meets, in its order: the role of each thing and what it is called."""
    with_tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in with_tree}

    def walked(node):
        if not node.get("ignored"):
            yield node["role"]["value"], node.get("name", {}).get("value", ""), node
        for child in node.get("childIds", ()):
            yield from walked(nodes[child]) if child in nodes else ()

    return list(walked(with_tree[0]))


def test_step_1_is_read_in_order(made, browser):
    """Headings go down one level at a time, and a row of a chart says its figures, once."""
    _, files = made
    soup = BeautifulSoup(files[STEP_1], "html.parser")
    with browser.new_page() as page:
        page.set_content(files[STEP_1])
        found = tree(page)
    heads = [(name, next(p["value"]["value"] for p in node["properties"] if p["name"] == "level"))
             for role, name, node in found if role == "heading"]  # fmt: skip
    assert [" ".join(name.split()) for name, _ in heads] == [
        " ".join(h.get_text().split()) for h in soup.find_all(["h1", "h2", "h3"])
    ]
    assert heads[0][1] == 1 and all(
        b <= a + 1 for (_, a), (_, b) in zip(heads, heads[1:], strict=False)
    )
    text = " ".join(name for role, name, _ in found if role == "StaticText")
    for row in soup.select("li.rad > .et"):
        told = row.find(class_="isu-hors")
        whole = " ".join(row.get_text(" ").split())
        assert not told or " ".join(told.get_text().split()) in " ".join(text.split()), whole
    assert not [1 for role, name, _ in found if role == "StaticText" and name.strip() == "100 %"]
    roles = [role for role, *_ in found]
    assert roles.index("banner") < roles.index("navigation") < roles.index("main")
    assert roles.index("main") < roles.index("contentinfo") and "image" not in roles


# The same figures in every file.


def plain(tag):
    for hidden in tag.find_all(class_="isu-hors"):
        hidden.extract()
    return " ".join(tag.get_text(" ").split())


def in_html(html):
    """The cells of each table of figures: by caption and row, the texts."""
    for table in BeautifulSoup(html, "html.parser").find_all("table", class_="isu-tabell"):
        rows = [[plain(cell) for cell in row.find_all(["th", "td"])] for row in table.tbody
                and table.find_all("tr")[1:]]  # fmt: skip
        yield plain(table.caption), [row for row in rows if len(row) > 1]


def in_word(data):
    document = Document(BytesIO(data))
    for table in document.tables:
        caption = table._tbl.tblPr.xpath("w:tblCaption/@w:val")[0]
        rows = [[" ".join(c.text.split()) for c in row.cells] for row in table.rows[1:]]
        yield caption, [row for row in rows if len(set(row)) > 1]


def in_book(data):
    """By title and row: each group's share, count and base, as they are written elsewhere."""
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets[1:]:
        [table] = sheet.tables.values()
        head, *rows = [[c.value for c in row] for row in sheet[table.ref]]
        first = next((i for i, h in enumerate(head) if h.endswith(": andel")), 0)
        last = 1 + max((i for i, h in enumerate(head) if ": antal som svarat" in h), default=0)
        if first == 1 and last > 1:
            told = {
                row[0]: [written(*row[i : i + 3]) for i in range(first, last, 3)] for row in rows
            }
            yield sheet["A1"].value, told


def written(share, n, base):
    count = f"{n} av {base}".replace("None", "")
    if isinstance(share, str):
        return share if n == HIDDEN or share != HIDDEN else str(n)
    return f"{percent(share)} {count}".replace("\xa0", " ")


def test_figures_are_the_same_in_all_files(made):
    """Each number of the workbook, the letter and the slides stands so on a page."""
    _, files = made
    on_pages = dict(in_html("".join(pages(files).values())))
    compared = 0
    for title, told in in_book(files["tabeller"]):
        same = [rows for caption, rows in on_pages.items() if caption.startswith(f"{title}. ")
                or caption.replace(".", ",").startswith(f"{title},")]  # fmt: skip
        for row in same[0] if same else ():
            cells = told.get(row[0], [])
            for cell, ours in zip(cells, row[1:], strict=False):
                digits = re.sub(r"(?<=\d)\s(?=\d{3})", "", ours)
                assert digits.startswith(cell) or HIDDEN in ours, (title, row[0], cell, ours)
                compared += 1
    assert compared > 50
    slides = dict(in_html(files[".html"]))
    letter = dict(in_word(files[".docx"]))
    for caption in slides.keys() & letter.keys():
        assert slides[caption] == letter[caption]
    for caption in letter.keys() & on_pages.keys():  # a page leaves out what repeats an answer
        rows = [row for row in letter[caption] if row in on_pages[caption]]
        more = [row[0] for row in letter[caption] if row not in rows]
        assert rows == on_pages[caption] and all(r.startswith("Skalan delad") for r in more)
    assert slides.keys() & letter.keys() or not letter  # nothing seen, nothing to tell of


def values_in_book(data):
    """By title, the rows of sheets of medians, days and rates, as a page writes them."""
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets[1:]:
        [table] = sheet.tables.values()
        head, *rows = [[c.value for c in row] for row in sheet[table.ref]]
        if not any(": andel" in h for h in head):
            yield sheet["A1"].value, [" ".join(map(told_value, row)) for row in rows]


def told_value(value):
    return percent(value).replace("\xa0", " ") if isinstance(value, float) else str(value)


def test_medians_days_and_rates_are_the_same_in_all_files(tmp_path):
    """Each number of them in Furuhed, where a number, two spans of time and rates are told."""
    chosen, records = check(shutil.copytree(sample_root() / "furuhed", tmp_path / "a"))
    chosen.workbook.add_observation("Män får fler timmar.", ["timmar", "kön"])
    on_pages = dict(in_html("".join(pages(reader_files(chosen, records)).values())))
    people = rates(records, chosen.arbetsmapp, kommun=chosen.kommun)
    release, story = chosen.release(records), Story(records, chosen.workbook)
    book = dict(values_in_book(tables_file(release, chosen, TO_HAND_OUT, people)))
    letter = dict(in_word(MAKERS[".docx"](story, chosen)))
    slides = dict(in_html(MAKERS[".html"](story, chosen)))
    assert len(book) == 5  # the age is told on pages alone: nothing is written of it
    for caption, rows in book.items():
        assert [" ".join(row).replace(" till ", " ") for row in on_pages[caption]] == rows
        told = letter.get(caption), slides.get(caption)
        assert told == ((None, None) if "Ålder:" in caption else (on_pages[caption],) * 2)


def test_times_and_rates_are_told_beside_what_was_seen_as_far_as_they_are_wanted(tmp_path):
    chosen, records = check(shutil.copytree(sample_root() / "furuhed", tmp_path / "a"))
    first, *_, rate = Story(records, chosen.workbook).to_measure
    assert (first, rate) == ("Tid från ansökan till beslut", "Hur många når vi?")
    choose(chosen.workbook, rate, False)
    made = {end: make(Story(records, chosen.workbook), chosen) for end, make in MAKERS.items()}
    told = {*dict(in_word(made[".docx"]))}, {*dict(in_html(made[".html"]))}
    assert all(any(first in c for c in one) and not any("1 000" in c for c in one) for one in told)
    for note in chosen.workbook.observations:
        choose(chosen.workbook, note.id, False)
    assert Story(records, chosen.workbook).measured == []
