"""The trainer's material: times that add up, one source in many forms, files that open again."""

import datetime as dt
import inspect
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from babel.dates import format_date
from bs4 import BeautifulSoup
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lab import FLAGS, browser_path, missing
from matplotlib import font_manager
from nbformat.v4 import new_markdown_cell
from PIL import ImageFont
from pptx import Presentation
from pptx.util import Emu, Inches

from isu_helpers import IsuError, read_records
from isu_helpers.cli import main
from isu_helpers.configuration import sample_root
from isu_helpers.content import load, notebooks
from isu_helpers.course import preview, render_course
from isu_helpers.course.figures import GIVES, figure_of
from isu_helpers.course.look import BODY_BOX, BROAD, SMALLEST, TITLE_SIZE
from isu_helpers.course.occasion import day_in_words, read_day, read_occasion, read_time, span
from isu_helpers.course.programme import (
    PAUSE,
    all_exercises,
    exercise_minutes,
    notebook_minutes,
    part,
    placed_exercises,
    programme,
    variants,
)
from isu_helpers.course.slides import FIGURE_BOX, TABLE_SIZES, UNDER_BOX, Draft, to_pptx
from isu_helpers.course.texts import fill, plain, table, values
from isu_helpers.publish.blocks import (
    HEADING,
    ITEM,
    NUMBERED,
    PARAGRAPH,
    QUOTE,
    TABLE,
    Block,
    Run,
    blocks,
    column_shares,
)
from isu_helpers.publish.text import render
from isu_helpers.publish.word import to_docx

NOTEBOOKS = sorted(
    (Path(__file__).resolve().parents[1] / "notebooks" / "utbildare").glob("*.ipynb")
)
FACTS = {
    "datum": "2027-02-09",
    "datum2": "2027-06-01",
    "plats": "Folkets hus, Umeå",
    "starttid": "09.00",
    "utbildare": "Åsa Öst",
    "sista_dag": "2027-01-19",
    "kontakt": "anmalan@exempel.se",
}
IS_ROOMY = """() => { const kropp = document.querySelector('section.present .kropp');
  return !kropp || kropp.scrollHeight <= kropp.clientHeight + 1 }"""
DOCX = ("inbjudan", "program_dag1", "program_dag2", "handledning_for_utbildare", "fem_fragor",
        "samma_akt")  # fmt: skip
PPTX = ("bilder_dag1", "bilder_dag2")
EVERY = [(id, is_online) for id in variants() for is_online in (False, True)]
PARTS = [(id, p) for id in variants() for p in programme(id).parts]
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
PLACES = st.lists(LINES, min_size=1, max_size=4).map(" ".join)


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kurs")
    render_course(folder, report=str, **FACTS)
    return folder


def page_words(file: Path) -> list[str]:
    """The words of a page's title and main part; slides have the title in it."""
    soup = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with("\n")
    for drawn in soup.select("section figure"):
        drawn.decompose()
    found = (soup.main,) if soup.main.h1 else (soup.h1, soup.main)
    return [word for part in found for word in part.get_text(" ").split()]


def word_words(file: Path) -> list[str]:
    body = Document(file).element.body
    texts = ("".join(p.itertext(qn("w:t"), qn("w:br"))) for p in body.iter(qn("w:p")))
    return " ".join(texts).split()


def letters(words: list[str]) -> str:
    """The words without the blanks, which stand otherwise where the face changes."""
    return "".join(words)


def shapes_text(slide) -> str:
    told = [s for s in slide.shapes if s.is_placeholder or s.has_table]
    return "\n".join(node.text or "" for s in told for node in s.element.iter("{*}t"))


def made(text: str) -> list[Block]:
    return blocks(render(new_markdown_cell(text)))


# ---- Times -------------------------------------------------------------------------------------


def test_the_usual_days_end_when_they_have_ended():
    ends = [span(read_time("08.30", "start"), day.minutes) for day in programme().days]
    assert ends == ["08.30–16.15", "08.30–16.30"]


@pytest.mark.parametrize(("id", "found"), PARTS, ids=lambda x: getattr(x, "id", x))
def test_moments_of_a_part_add_up_to_it(id, found):
    assert found.is_break == (not found.moments)
    assert found.is_break or sum(moment.minutes for moment in found.moments) == found.minutes


@pytest.mark.parametrize(("id", "is_online"), EVERY)
def test_programme_notebooks_and_guide_have_the_same_minutes(id, is_online):
    """What is told in three places, added up on its own in each."""
    found = programme(id, is_online=is_online)
    own = [p for p in found.parts if p.notebook]
    pauses = sum(PAUSE * int(p.minutes / 60 + 0.5) for p in programme(id).parts
                 if is_online and not p.is_break)  # fmt: skip
    told = sum(notebook_minutes(p.notebook) - p.at_home for p in own)
    told += sum(exercise_minutes(p.exercise) for p in found.parts if p.exercise)
    others = {p.id: part(p.id).minutes for p in found.parts if not (p.notebook or p.exercise)}
    told += sum(others[p.id] for p in found.parts if p.id in others) + pauses
    assert told == sum(day.minutes for day in found.days)
    occasion = read_occasion(upplagg=id, pa_natet=is_online)
    guide = values(occasion)
    rows = [r for p in {p.id: p for p in found.parts if p.moments}.values()
            for r in guide[f"tider_{p.id}"].splitlines()[2:]]  # fmt: skip
    unique = {p.id: p for p in found.parts}.values()
    assert sum(int(r.split("|")[2]) for r in rows) == sum(
        p.minutes for p in unique if not p.is_break
    )
    sums = [r.split("|") for r in guide["minuter"].splitlines()[2:]]
    assert sum(int(r[2]) - int(r[3]) for r in sums) == sum(
        notebook_minutes(p.notebook) - p.at_home for p in own
    )


@pytest.mark.parametrize("id", variants())
def test_each_notebook_of_the_course_has_its_place_once(id):
    beside = {"handledning"} | ({"bilaga"} if "bilaga" not in _ids(id) else set())
    placed = [p.notebook for p in programme(id).parts if p.notebook]
    assert sorted(placed) == sorted(set(notebooks()) - beside)


def _ids(id):
    return {p.id for p in programme(id).parts}


def test_the_programmes_are_those_that_were_asked_for():
    assert [len(programme(id).days) for id in variants()] == [2, 2, 3, 4]
    assert "bilaga" in _ids("tva_dagar_med_bilagan") & _ids("tre_dagar")
    assert len(placed_exercises(programme("tre_dagar"))) >= 8
    assert set(placed_exercises(programme("tre_dagar"))) < set(all_exercises())


def test_the_central_concepts_have_half_an_hour_and_an_exercise():
    found = programme().days[0].parts
    about = [m for p in found if p.id == "start" for m in p.moments if "genusbias" in m.text]
    exercise = next(p for p in found if p.exercise == "06_hitta_genusbias")
    assert sum(m.minutes for m in about) + exercise.minutes >= 35


def test_the_course_on_paper_has_the_minutes_of_the_programme():
    (path,) = [p for p in NOTEBOOKS if p.stem == "handledning_for_utbildare"]
    (cell,) = [c for c in nbformat.read(path, as_version=4).cells if c.id == "pa-papper"]
    days = [t for t in cell.source.split("###") if t.startswith(" Dag")]
    for day, text in zip(programme().days, days, strict=True):
        rows = re.findall(r"^\| (\d+) \| (.*?) \| (.*?) \|", text, re.M)
        assert [int(minutes) for minutes, _, _ in rows] == [p.minutes for p in day.parts]
        spoken = [(int(m), re.findall(r"\d+", who)) for m, _, who in rows]
        assert all(whole == sum(map(int, told)) for whole, told in spoken if told)
        assert [p.name for p, (_, told) in zip(day.parts, spoken, strict=True) if not told] == [
            p.name for p in day.parts if p.is_break
        ]


def test_notebook_tells_its_minutes_in_its_title():
    assert notebook_minutes("steg1") == 90


def test_programme_begins_at_the_time_given():
    told = values(read_occasion(starttid="09.15"))
    assert told["klockan"] == "kl. 09.15–17.00"
    assert told["kort"].splitlines()[2] == "| 09.15–09.35 | Kaffe och samling |"


def test_minutes_of_a_pass_follow_the_clock():
    rows = values(read_occasion())["tider_avslut1"].splitlines()
    assert rows[2].startswith("| 16.00–16.15 | 15 | En mening var")


def test_a_part_that_the_programme_lacks_says_how_long_it_takes():
    told = values(read_occasion())["tider_bilaga"]
    assert "står inte i det här programmet" in told and "60 minuter" in told


def test_an_unknown_programme_is_refused_in_one_line():
    with pytest.raises(IsuError, match="Upplägget «en_dag» finns inte. Väntade ett av: tva_dagar"):
        read_occasion(upplagg="en_dag")


def test_a_day_that_the_programme_does_not_have_is_refused():
    with pytest.raises(IsuError, match="--datum3 är angivet, men upplägget «Två dagar» har 2"):
        read_occasion(datum3="2027-02-09")


@pytest.mark.parametrize("id", variants())
def test_the_material_of_each_programme_is_whole(id, tmp_path):
    files = render_course(tmp_path, report=str, upplagg=id, datum="2027-02-09")
    days = len(programme(id).days)
    assert len(files) == 1 + 2 * (4 + 2 * days)
    for number in range(1, days + 1):
        show = Presentation(tmp_path / f"bilder_dag{number}.pptx")
        title = show.slides[0].shapes.title.text.replace("\N{NO-BREAK SPACE}", " ")
        assert title == programme(id).days[number - 1].name
        assert len(show.slides) > 8
    every = [s.shapes.title.text for n in range(1, days + 1)
             for s in Presentation(tmp_path / f"bilder_dag{n}.pptx").slides]  # fmt: skip
    assert "Steg 4. Hur kan vi göra annorlunda?" in every
    assert "Genusbias: när bilden av kön styr" in every


def test_preparations_count_back_from_the_first_day():
    rows = values(read_occasion(datum="2027-02-09"))["forberedelser"].splitlines()
    assert rows[2].startswith("| 12 veckor före, tisdag 17 november 2026 | ")
    assert rows[-1].startswith("| 1 vecka före, tisdag 2 februari 2027 | ")


# ---- Days and places ---------------------------------------------------------------------------


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)))
def test_day_is_said_as_babel_says_it(value):
    assert day_in_words(value) == format_date(value, "EEEE d MMMM y", locale="sv")


@given(st.dates(dt.date(1000, 1, 1)))
def test_day_is_read_as_it_is_written(value):
    assert read_day(f" {value.isoformat()} ", "--datum") == value


@pytest.mark.parametrize("value", ["2027-02-30", "9/2 2027", "20270209", "i morgon", "2027-0-1"])
def test_what_is_no_day_is_refused_in_one_line(value):
    with pytest.raises(IsuError, match=f"Datumet «{value}» för --datum2 .* Väntade .* Skriv "):
        read_occasion(datum2=value)


@pytest.mark.parametrize(
    ("value", "expected"), [("9", "09.00"), ("9.05", "09.05"), ("23:59", "23.59")]
)
def test_time_is_read(value, expected):
    assert f"{read_time(value, '--starttid'):%H.%M}" == expected


@pytest.mark.parametrize("value", ["24.00", "9.60", "nio", "9.5", "-1"])
def test_what_is_no_time_is_refused(value):
    with pytest.raises(IsuError, match="Väntade timme och minut"):
        read_occasion(starttid=value)


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"datum": "2027-02-09", "datum2": "2027-02-09"}, "--datum2 är inte efter --datum"),
        ({"datum": "2027-02-09", "sista_dag": "2027-03-01"}, "--datum är inte efter --sista-dag"),
    ],
)
def test_days_in_the_wrong_order_are_refused(facts, names):
    with pytest.raises(IsuError, match=names):
        read_occasion(**facts)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "Platsen kommer"),
        ({"plats": " Folkets  hus\n"}, "Folkets hus"),
        ({"pa_natet": True}, "På nätet. Länken kommer"),
        ({"plats": "Teams", "pa_natet": True}, "På nätet, Teams"),
    ],
)
def test_place_reads_well(facts, expected):
    assert values(read_occasion(**facts))["plats"] == expected


def test_online_has_other_things_to_bring():
    on_site, online = (values(read_occasion(pa_natet=is_it))["praktiskt"] for is_it in (0, 1))
    assert "laddare" in on_site and "delar skärm" in online


# ---- Fields and blocks -------------------------------------------------------------------------


def test_unknown_field_is_refused():
    with pytest.raises(IsuError, match=r"Fältet «plast» i «x\.ipynb» finns inte\. Väntade"):
        fill("Vi ses: {{ plast }}", {"plats": "Umeå"}, "x.ipynb")


@given(PLACES)
def test_what_a_trainer_writes_means_itself(place):
    told = {"plats": plain(place)}
    (cells,) = made(fill(table("AB", [("Plats", "{{ plats }}")]), told, "x"))
    (line,) = made(fill("Plats: {{plats}}", told, "x"))
    assert "".join(run.text for run in cells.rows[1][1]) == place
    assert line.text == f"Plats: {place}"


def test_blocks_of_a_text():
    found = made(
        "# A\n\nb **c**\n*d*\n\n- e\n  - f\n- g\n\n1. h\n\n> i\n\n|j|k|\n|-|-|\n|l|m<br>n|"
    )
    assert [(b.kind, b.text, b.level) for b in found[:-1]] == [
        (HEADING, "A", 1), (PARAGRAPH, "b c d", 0), (ITEM, "e", 0), (ITEM, "f", 1),
        (ITEM, "g", 0), (NUMBERED, "h", 0), (QUOTE, "i", 0),
    ]  # fmt: skip
    assert found[1].line[1:] == (Run("c", is_bold=True), Run(" "), Run("d", is_italic=True))
    assert found[-1].kind == TABLE and found[-1].rows[1][1] == (Run("m"), Run("\n"), Run("n"))


def test_list_tells_where_it_begins_and_ends():
    found = made("- a\n  - b\n- c\n\ntext\n\n- d")
    assert [(b.is_first, b.is_last) for b in found if b.kind == ITEM] == [
        (True, False), (True, False), (False, True), (True, True)
    ]  # fmt: skip


@given(st.lists(st.lists(st.text("ab \n", max_size=90), min_size=3, max_size=3), min_size=1))
def test_columns_share_the_whole_width(rows):
    lines = tuple(tuple((Run(text),) for text in row) for row in rows)
    shares = column_shares(Block(TABLE, rows=lines), 75)
    assert sum(shares) == pytest.approx(1) and min(shares) > 0


# ---- Files -------------------------------------------------------------------------------------


def test_each_text_becomes_a_page_and_a_file_to_edit(out):
    expected = {f"{name}.{end}" for name in DOCX for end in ("html", "docx")}
    expected |= {f"{name}.{end}" for name in PPTX for end in ("html", "pptx")}
    assert {file.name for file in out.iterdir()} == expected | {"index.html"}


def test_start_page_leads_to_every_file(out):
    soup = BeautifulSoup((out / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = {a["href"] for a in soup.main.find_all("a")}
    assert links == {file.name for file in out.iterdir()} - {"index.html"}


@pytest.mark.parametrize("name", DOCX)
def test_page_and_word_file_say_the_same(out, name):
    page, word = page_words(out / f"{name}.html"), word_words(out / f"{name}.docx")
    assert letters(word) == letters(page)


@pytest.mark.parametrize("name", PPTX)
def test_page_and_slides_say_the_same(out, name):
    show = Presentation(out / f"{name}.pptx")
    told = [shapes_text(slide).replace("‹#›", "") for slide in show.slides]
    assert letters(" ".join(told).split()) == letters(page_words(out / f"{name}.html"))


@pytest.mark.parametrize("name", DOCX)
def test_word_file_has_headings_language_and_title(out, name):
    document = Document(out / f"{name}.docx")
    heads = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads[0].style.name == "Heading 1" and len(heads) > 2
    assert document.core_properties.title == heads[0].text
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "sv-SE"


def test_invitation_asks_what_chafes_and_tells_when_and_where(out):
    words = " ".join(word_words(out / "inbjudan.docx"))
    assert "Vad skaver i er verksamhet?" in words
    for told in ("Tisdag 9 februari 2027, kl. 09.00–16.45", "Tisdag 1 juni 2027", "Åsa Öst",
                 "Folkets hus, Umeå", "anmalan@exempel.se", "Tisdag 19 januari 2027"):  # fmt: skip
        assert told in words


def test_invitation_has_room_to_write(out):
    form = Document(out / "inbjudan.docx").tables[-1]
    answers = [row.cells[1] for row in form.rows[1:]]
    assert all(cell.text.strip() == "" and "\n" in cell.text for cell in answers)
    assert all(cell.width > form.rows[0].cells[0].width for cell in answers)


def test_tables_repeat_their_heads_and_part_no_rows(out):
    for found in Document(out / "handledning_for_utbildare.docx").tables:
        assert found.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in found.rows)


def test_each_numbered_list_begins_at_one():
    found = Document(BytesIO(to_docx(made("1. a\n2. b\n\ntext\n\n1. c"), title="t")))
    numbers = [p._p.pPr.numPr.numId.val for p in found.paragraphs if p.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]
    numbering = found.part.numbering_part.element
    for number in set(numbers):
        (override,) = numbering.num_having_numId(number).lvlOverride_lst
        assert override.startOverride.val == 1


@pytest.mark.parametrize("name", PPTX)
def test_slides_have_titles_and_notes_and_nothing_empty(out, name):
    show = Presentation(out / f"{name}.pptx")
    assert show.core_properties.title == show.slides[0].shapes.title.text
    for slide in show.slides:
        assert slide.shapes.title.text and slide.notes_slide.notes_text_frame.text
        assert all(shape.text_frame.text.strip() for shape in slide.placeholders)


@pytest.mark.parametrize("name", PPTX)
def test_slides_are_all_in_swedish_and_large_enough(out, name):
    for slide in Presentation(out / f"{name}.pptx").slides:
        languages = {node.get("lang") for node in slide.element.iter("{*}rPr")}
        sizes = [int(node.get("sz")) for node in slide.element.iter("{*}rPr") if node.get("sz")]
        assert languages == {"sv-SE"}
        assert min(sizes, default=2000) >= 100 * min(SMALLEST, *TABLE_SIZES)


@pytest.mark.parametrize("name", PPTX)
def test_nothing_on_a_slide_overflows(out, name):
    """Measured in a face wider than the slides' own."""
    for slide in Presentation(out / f"{name}.pptx").slides:
        texts = [s for s in slide.placeholders if s.placeholder_format.idx == 1]
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        assert lines_of(slide.shapes.title.text, TITLE_SIZE, BROAD - Inches(0.2)) <= 2
        assert all(height_of(s.text_frame, BROAD - Inches(0.8)) <= BODY_BOX[3] for s in texts)
        assert all(sum(row_height(r, t) for r in t.rows) <= BODY_BOX[3] for t in tables)


def test_figures_have_room_and_words(out):
    found = {}
    for slide in Presentation(out / "bilder_dag2.pptx").slides:
        drawn = [s for s in slide.shapes if not (s.is_placeholder or s.has_table)]
        under = [s for s in slide.placeholders if s.placeholder_format.idx == 1]
        for shape in drawn:
            assert FIGURE_BOX[0] <= shape.left and shape.left + shape.width <= sum(FIGURE_BOX[::2])
            assert FIGURE_BOX[1] <= shape.top and shape.top + shape.height <= UNDER_BOX[1]
            words = getattr(shape, "text_frame", None)
            assert (
                not (words and words.text)
                or height_of(words, shape.width - Inches(0.3)) <= shape.height
            )
        if drawn:
            assert all(height_of(s.text_frame, BROAD) <= UNDER_BOX[3] for s in under)
            found[slide.shapes.title.text] = drawn
    (steps, shares, chain) = found.values()
    told = [s.text_frame.text.split("\n") for s in steps if s.text_frame.text]
    rows = load("steps")["steg"]
    assert [t[1:] for t in told] == [[r["namn"], GIVES.format(gives=r["ger"])] for r in rows]
    alts = [s._element.nvPicPr.cNvPr.get("descr") for (s,) in (shares, chain)]
    assert alts == [figure_of(id).alt for id in ("exempel-diagram", "exempel-kedja")]


def test_a_figure_tells_what_can_be_counted_in_the_practice_file():
    root = sample_root() / "bjorkasen"
    frame = read_records(root / "data.xlsx", root / "kodbok.yaml").frame
    told = frame.dropna(subset=["beviljad insats"]).groupby("kön", observed=True)
    counts = {sex: ((rows == "Ja").sum(), len(rows)) for sex, rows in told["beviljad insats"]}
    words = figure_of("exempel-diagram").alt
    assert all(f"({n} av {base})" in words for n, base in counts.values())


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_manager.findfont("DejaVu Sans"), size)


def lines_of(text: str, size: int, width: int) -> int:
    """How many lines the words fill, in points of the width."""
    lines, room = 1, 0.0
    for word in text.split():
        length = face(size).getlength(word + " ")
        lines, room = (lines, room + length) if room + length <= Emu(width).pt else (
            lines + 1, length
        )  # fmt: skip
    return lines


def height_of(frame, width: int) -> int:
    total = 0.0
    for paragraph in frame.paragraphs:
        size = max((run.font.size.pt for run in paragraph.runs if run.font.size), default=26)
        after = paragraph.space_after.pt if paragraph.space_after else 0
        total += lines_of(paragraph.text, int(size), width) * size * 1.2 + after
    return int(total * 12700)


def row_height(row, found) -> int:
    return max(
        row.height,
        *(
            height_of(cell.text_frame, column.width - Inches(0.24)) + Inches(0.04)
            for cell, column in zip(row.cells, found.columns, strict=True)
        ),
    )


@pytest.mark.parametrize("name", [*DOCX, *PPTX, "index"])
def test_page_is_swedish_offline_and_without_gaps(out, name):
    html = (out / f"{name}.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert soup.html["lang"] == "sv" and soup.h1.get_text().strip() and len(soup("h1")) == 1
    shown = re.sub(r"<(script|style).*?</\1>", "", html, flags=re.DOTALL)
    assert "default-src 'none'" in html  # so no script and no style fetches anything
    assert not re.findall(r"https?://|\{\{|\}\}", shown)
    assert "Folkets hus, Umeå" in (soup.header or soup.section).get_text()


@pytest.mark.parametrize("name", [*DOCX, *PPTX])
def test_headings_of_a_page_go_down_one_step_at_a_time(out, name):
    soup = BeautifulSoup((out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")
    levels = [int(head.name[1]) for head in soup.find_all(re.compile("h[1-6]$"))]
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_notes_are_not_on_the_page_of_slides(out):
    note = Presentation(out / "bilder_dag1.pptx").slides[0].notes_slide.notes_text_frame.text
    assert note and note not in (out / "bilder_dag1.html").read_text(encoding="utf-8")


@pytest.mark.skipif(bool(missing()), reason=missing())
@pytest.mark.parametrize("name", PPTX)
def test_arrow_keys_turn_the_slides_and_each_has_room(out, name):
    from playwright.sync_api import sync_playwright

    count = len(Presentation(out / f"{name}.pptx").slides)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto((out / f"{name}.html").as_uri())
        for number in range(1, count + 1):
            page.wait_for_function(f"Reveal.getSlidePastCount() === {number - 1}")
            assert page.evaluate(IS_ROOMY) and page.locator("section.present h1, "
                   "section.present h2, section.present h3").is_visible()  # fmt: skip
            page.keyboard.press("ArrowRight")
        browser.close()


def test_without_facts_the_texts_read_well():
    words = preview("inbjudan").text
    assert "| Dag 1. Från fråga till plan | Datum kommer, kl. 08.30–16.15 |" in words
    assert "Platsen kommer" in words and "Namn kommer" in words and "None" not in words


def test_guide_holds_what_the_notebooks_say_to_the_one_who_leads(out):
    words = " ".join(word_words(out / "handledning_for_utbildare.docx"))
    assert "Läs avsnittet om materialets kvalitet högt tillsammans" in words
    assert "Låt gruppen säga minst en sak som talar för materialet och en som talar emot." in words


def test_edited_files_are_not_written_over(tmp_path):
    (tmp_path / "inbjudan.docx").write_text("mina ändringar", encoding="utf-8")
    with pytest.raises(IsuError, match="har redan inbjudan.docx. Väntade .* --skriv-over"):
        render_course(tmp_path, report=str)
    assert [file.name for file in tmp_path.iterdir()] == ["inbjudan.docx"]
    render_course(tmp_path, report=str, overwrite=True)
    assert Document(tmp_path / "inbjudan.docx").paragraphs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Lång\n\n" + "ord och mera ord " * 80, "«Lång» har mer text än som får plats"),
        ("## Stor\n\n|a|b|\n|-|-|\n" + "|c|d|\n" * 20, "«Stor» har mer text än som får plats"),
        ("## Båda\n\n|a|b|\n|-|-|\n|c|d|\n\ntext", "«Båda» har en tabell och något mer"),
        ("bara text", "Rutan «ruta» saknar rubrik"),
    ],
)
def test_slide_that_can_not_be_made_is_told_of(text, expected):
    with pytest.raises(IsuError, match=expected):
        to_pptx([Draft("ruta", tuple(made(text)))], title="t")


# ---- The command and the notebooks -------------------------------------------------------------


def test_help_tells_when_the_days_begin(capsys):
    assert main(["kurs", "--help"]) == 0
    assert f"Utan valet: {load('course')['start'].replace(':', '.')}." in capsys.readouterr().out


def test_command_writes_the_files(capsys, tmp_path):
    args = ["--datum", "2027-02-09", "--datum2", "2027-06-01", "--plats", "Umeå"]
    assert main(["kurs", *args, "--ut", str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("Klart: 17\xa0filer. Öppna ")


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--datum", "9 feb"], "Stopp: Datumet «9 feb» för --datum går inte att läsa."),
        (["--starttid", "kvart i"], "Stopp: Tiden «kvart i» för --starttid går inte att läsa."),
    ],
)
def test_command_tells_what_is_wrong_in_one_line(capsys, tmp_path, args, expected):
    assert main(["kurs", *args, "--ut", str(tmp_path / "ny")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(expected) and not (tmp_path / "ny").exists()


def test_preview_is_the_filled_text():
    text = preview("inbjudan", **FACTS)._repr_markdown_()
    assert text.startswith("# Inbjudan") and "Folkets hus, Umeå" in text and "{{" not in text


def test_every_document_is_a_notebook_and_the_reverse():
    assert {row["fil"] for row in load("course")["dokument"]} == {p.stem for p in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_stored_clean(path, tmp_path):
    book = nbformat.read(path, as_version=4)
    nbformat.write(book, tmp_path / path.name)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    ids = [cell.id for cell in book.cells]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-z][a-z-]{3,}", i) for i in ids)
    assert not any(c.get("outputs") or c.get("execution_count") for c in book.cells)
    assert all(set(cell.metadata) <= {"tags", "slideshow"} for cell in book.cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_are_the_facts_of_a_course_each_with_a_comment(path):
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [c for c in cells if "parameters" in c.metadata.get("tags", [])]
    pattern = r"(\w+): (?:str|bool) = (?:None|False) +# .+"
    found = [re.fullmatch(pattern, line)[1] for line in cell.source.splitlines()]
    assert found == list(inspect.signature(read_occasion).parameters)


@pytest.mark.parametrize("written, is_online", [
    (True, True), (False, False), (None, False), ("nej", False), (" Nej ", False), ("ja", True),
])  # fmt: skip
def test_online_is_read_in_words_too(written, is_online):
    assert read_occasion(pa_natet=written).is_online == is_online


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs_with_its_settings_cell_emptied(path):
    cells = {c.id: c.source for c in nbformat.read(path, as_version=4).cells}
    names: dict[str, object] = {}
    exec(cells["verktyg"], names)  # noqa: S102
    shown = eval(cells["sa-blir-det"], names)  # noqa: S307
    assert shown.text == preview(path.stem).text


def test_each_slide_is_a_cell_with_a_note_after_it():
    (path,) = [p for p in NOTEBOOKS if p.stem == "bilder"]
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"][:-1]
    kinds = [cell.metadata["slideshow"]["slide_type"] for cell in cells]
    assert kinds == ["slide", "notes"] * (len(cells) // 2)
    assert all("trainer" in cell.metadata["tags"] for cell in cells[1::2])
    placed = [id for ids in load("course")["bilder"].values() for id in ids]
    assert sorted(placed) == sorted(cell.id for cell in cells[::2])
