"""Handouts: what gets into a page, how it is built, and what a run does with folders."""

import errno
import json
import re
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from isu_helpers.configuration import sample_root
from isu_helpers.content import notebooks
from isu_helpers.disclosure.manifest import MANIFEST, read_manifest
from isu_helpers.errors import IsuError, SettingError
from isu_helpers.files import check_place, write_whole
from isu_helpers.masking import MASK
from isu_helpers.publish import folder as folders
from isu_helpers.publish import publication as publishing
from isu_helpers.publish import render_handouts, runner
from isu_helpers.publish.index import find_pages, index_html, write_index
from isu_helpers.publish.jobs import GROUP, STAMP
from isu_helpers.publish.page import step_of, to_html
from isu_helpers.publish.text import LEFT_OUT, NOTE, STANDS, TAGS
from isu_helpers.show import INTERNAL
from isu_helpers.show import MIME as RELEASE

STEM = "steg1_vad_ser_vi"
TABLE = '<table id="behov"><caption>Behov</caption><tr><td>12</td></tr></table>'


def text(source, name="rutan", *tags, **rest):
    return new_markdown_cell(source, id=name, metadata={"tags": list(tags)}, **rest)


def code(*outputs, name="kod", tags=(), source="1"):
    return new_code_cell(source, id=name, metadata={"tags": list(tags)}, outputs=list(outputs))


def shown(html=TABLE, **data):
    return new_output("display_data", {RELEASE: {"html": html}, "text/plain": "rader"} | data)


def page(*cells, stem=STEM, kommun="Storåker", **rest):
    return to_html(new_notebook(cells=list(cells)), stem=stem, kommun=kommun, **rest)


def soup(*cells, **rest):
    return BeautifulSoup(page(*cells, **rest), "html.parser")


def loads(html):
    """Everything that a browser would fetch or run."""
    parsed = BeautifulSoup(html, "html.parser")
    found = [t[a] for t in parsed.find_all() for a in ("src", "srcset", "data") if t.has_attr(a)]
    found += [t["href"] for t in parsed.select("link, image, use") if t.has_attr("href")]
    found += re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", html)
    handlers = [a for t in parsed.find_all() for a in t.attrs if a.startswith("on")]
    active = parsed.find_all(["script", "iframe", "object", "embed", "form", "base"])
    outside = [f for f in found if not f.startswith(("data:image/", "#"))]
    return outside + handlers + active


# What gets in


def test_to_html_keeps_what_a_release_made():
    found = soup(text("# Titel"), code(shown()))
    assert found.select_one("#cell-kod table caption").text == "Behov"
    assert NOTE not in found.text and "rader" not in found.text


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stdout", text="Anna 12"),
        new_output("stream", name="stderr", text="Anna 12"),
        new_output("display_data", {"text/html": "<b>Anna 12</b>"}),
        new_output("execute_result", {"text/plain": "Anna 12"}, execution_count=1),
        new_output("display_data", {"image/png": "QW5uYSAxMg=="}),
        new_output("display_data", {RELEASE: "Anna 12"}),  # not as a Release writes it
        new_output("display_data", {RELEASE: {"html": ["Anna 12"]}}),
        new_output("error", ename="KeyError", evalue="Anna 12", traceback=["Anna 12"]),
        new_output("display_data", {INTERNAL: {"html": "Anna 12"}}),
    ],
)
def test_to_html_replaces_other_outputs_by_a_note(output):
    html = page(text("# Titel"), code(output))
    assert html.count(NOTE) == 1
    assert "Anna" not in html and "QW5uYSAxMg" not in html


def test_to_html_has_one_note_a_cell_among_released_outputs():
    printed = new_output("stream", name="stdout", text="Anna")
    html = page(code(printed, shown("<p>Ett</p>"), printed, shown("<p>Två</p>")))
    assert html.count(NOTE) == 1
    assert html.index(NOTE) < html.index("Ett") < html.index("Två")


def test_to_html_gives_nothing_for_a_cell_that_shows_nothing():
    blank = new_output("stream", name="stdout", text=" \n")
    assert soup(text("# Titel\n\nText", "a"), code(), code(blank, name="b")).select("section") == [
        *soup(text("# Titel\n\nText", "a")).select("section")
    ]


def test_to_html_shows_no_code():
    assert "hemlig_kod" not in page(text("# Titel"), code(shown(), source="hemlig_kod()"))


@pytest.mark.parametrize("tag", [tag for tag, fate in TAGS.items() if fate == "removed"])
def test_to_html_leaves_out_cells_by_tag(tag):
    html = page(text("Anna", "a", tag), code(shown("Anna"), name="b", tags=[tag]))
    assert "Anna" not in html


@pytest.mark.parametrize("tag", [tag for tag, fate in TAGS.items() if fate != "removed"])
def test_to_html_keeps_outputs_of_other_tags(tag):
    assert "Behov" in page(code(shown(), tags=[tag]))


# Text that can't run or load


@pytest.fixture(params=["nh3", "no nh3"])
def cleaner(request, monkeypatch):
    if request.param == "no nh3":
        monkeypatch.setitem(sys.modules, "nh3", None)


@pytest.mark.usefixtures("cleaner")
@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
        "<iframe src='https://x.example'></iframe>",
        "<img src='http://x.example/a.png' onerror='alert(1)' alt='karta'>",
        "![karta](https://x.example/a.png)",
        "![karta](file:///etc/a.png)",
        "![karta](bild.png)",
        "![karta](attachment:saknas.png)",
        "<img src='data:text/html;base64,AAAA'>",
        "<p onclick='alert(1)' style='background:url(http://x.example)'>Hej</p>",
        "<svg onload='alert(1)'><image href='http://x.example/a.png'/></svg>",
        "<style>@import 'http://x.example/a.css';</style>",
        "<link rel=stylesheet href='http://x.example/a.css'>",
        "<meta http-equiv=refresh content='0;url=http://x.example'>",
        "<form action='http://x.example'><button>Skicka</button></form>",
        "<video src='http://x.example/a.mp4'></video>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<!-- <script>alert(1)</script> -->",
    ],
)
def test_to_html_makes_text_harmless(source):
    html = page(text(f"# Titel\n\nFöre\n\n{source}\n\nEfter"))
    assert loads(html) == []
    assert "alert(1)" not in html and "Efter" in html


@pytest.mark.usefixtures("cleaner")
@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "java&#10;script:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "//x.example", "../annan.html", "#finns-inte", "steg2_vi_reflekterar.ipynb"],
)  # fmt: skip
def test_to_html_unlinks_what_leads_nowhere_good(target):
    links = soup(text(f"<a href='{target}'>ord</a>")).select("main a")
    assert links == []


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://www.scb.se/", "https://www.scb.se/"),
        ("mailto:a@example.se", "mailto:a@example.se"),
        ("#Vad-ser-vi-i-%C3%A5r?", "#vad-ser-vi-i-ar"),  # as Jupyter writes it
        ("../dag2/steg2_vi_reflekterar.ipynb", "steg2_vi_reflekterar.html"),
    ],
)
def test_to_html_keeps_links_that_lead_somewhere(target, expected):
    cell = text(f"## Vad ser vi i år?\n\n[ord]({target})")
    found = soup(cell, handouts=(STEM, "steg2_vi_reflekterar"))
    assert [a["href"] for a in found.select("main a")] == [expected]


def test_to_html_keeps_attached_pictures():
    picture = {"bild.png": {"image/png": "iVBORw0KGgo="}}
    found = soup(text("![En karta](attachment:bild.png)", attachments=picture))
    assert found.img["src"] == "data:image/png;base64,iVBORw0KGgo="
    assert found.img["alt"] == "En karta"


def test_to_html_keeps_ordinary_text(cleaner):
    source = "**Fet**\n\n| A | B |\n|---|--:|\n| å | 1 |\n\n- [x] klart\n\n> Citat"
    found = soup(text(source + "\n\n<details><summary>Mer</summary>Text</details>"))
    assert [th["scope"] for th in found.select("main th")] == ["col", "col"]
    assert found.select_one("main .rullbar")["tabindex"] == "0"
    assert found.strong and found.blockquote and found.details and "☑ klart" in found.text


# The page


def test_to_html_is_a_swedish_page_with_a_title_of_its_own():
    found = soup(text("# Vad <em>ser</em> vi?"), omrade="barn & unga", kommun="A<b>")
    assert found.html["lang"] == "sv" and found.title.text == "Vad ser vi? – A<b>"
    assert "Barn & unga" in found.header.text and "Att lämna ut" in found.header.text


@pytest.mark.parametrize("source", ["# Ett\n\n# Två", "Ingen rubrik", "## Två"])
def test_to_html_has_exactly_one_h1(source):
    assert len(soup(text(source)).find_all("h1")) == 1


def test_to_html_lists_contents_with_anchors_that_work():
    cells = text("# T\n\n## Hur många?", "a"), text("## Hur många?", "b"), code(shown(), name="c")
    found = soup(*cells, text("## Behov", "d"), text("## Cell a", "e"))
    targets = [a["href"][1:] for a in found.select("nav[aria-label=Innehåll] a")]
    ids = [tag["id"] for tag in found.find_all(id=True)]
    assert targets == ["hur-manga", "hur-manga-2", "behov-2", "cell-a-2"]
    assert len(ids) == len(set(ids)) and set(targets) < set(ids)


def test_to_html_marks_the_present_step():
    steps = soup(text("# T"), stem="steg3_kan_vi_dra_slutsatser").select(".stegen li")
    assert [li.has_attr("aria-current") for li in steps] == [False, False, True, False]
    assert not soup(text("# T"), stem="presentation").select(".stegen")


def test_step_of_knows_only_four_steps():
    assert [step_of(s) for s in ("steg1_a", "steg4_b", "steg5_c", "steg", "1_fragor")] == [
        1, 4, 0, 0, 0,
    ]  # fmt: skip


def test_to_html_loads_nothing():
    html = page(text("# T\n\n## B"), code(shown()))
    assert loads(html) == [] and "http:" not in html and "https:" not in html


def test_to_html_gives_the_same_text_for_the_same_input():
    cells = text("# T\n\n## B"), code(shown(), name="b")
    assert page(*cells) == page(*cells)


def test_to_html_stamps_the_view_for_the_group():
    found = soup(text("# T"), skydd=False).text
    assert "Bara i gruppen" in found and "får inte spridas" in found
    assert "Att lämna ut" not in found


def test_to_html_takes_unprotected_figures_for_the_group_only():
    internal = new_output("display_data", {INTERNAL: {"html": "<p>2 av 40</p>"}})
    cells = text("# T\n\nBara 2 flickor.\n\n[ord](steg2_b.ipynb)"), code(internal, shown())
    found = soup(*cells, skydd=False, handouts=("steg2_b",))
    assert "2 av 40" in found.text and "Bara 2 flickor." in found.text and found.table
    assert found.main.a["href"] == "steg2_b_bara_i_gruppen.html"


# The start page


def test_index_lists_pages_in_swedish_order(tmp_path):
    for mapp, kommun in (("a", "Ängby"), ("b", "Åstad"), ("c & d", "Zinkby")):
        write_whole(tmp_path / mapp / f"{STEM}.html", page(text("# Vad?"), kommun=kommun))
    found = BeautifulSoup(index_html(find_pages(tmp_path), {}), "html.parser")
    assert [h.text for h in found.select(".kommuner h2")] == ["Zinkby", "Åstad", "Ängby"]
    assert found.select_one(".kommuner a")["href"] == f"c%20%26%20d/{STEM}.html"


def test_index_keeps_links_of_earlier_runs_and_tells_what_failed(tmp_path):
    write_whole(tmp_path / "a" / "x.html", page(text("# Vad?")))
    (tmp_path / "a" / "annan.html").write_bytes(b"\xff\xfe<html>")
    write_index(tmp_path, {"b": "Det finns ingen <datafil>."})
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="a/x.html"' in html and "annan" not in html and "tabeller" not in html
    assert "ingen &lt;datafil&gt;" in html and loads(html) == []


def test_index_leads_to_tables_and_never_to_pages_for_the_group(tmp_path):
    group = page(text("# Vad?"), skydd=False)
    write_whole(tmp_path / "a" / "x_bara_i_gruppen.html", group)
    write_whole(tmp_path / "a" / "omdopt.html", group)
    assert find_pages(tmp_path) == []
    write_whole(tmp_path / "a" / "x.html", page(text("# Vad?")))
    for name in ("tabeller.xlsx", "tabeller_bara_i_gruppen.xlsx"):
        (tmp_path / "a" / name).touch()
    assert [p.href for p in find_pages(tmp_path)] == ["a/x.html", "a/tabeller.xlsx"]


def test_write_whole_leaves_the_old_file_where_it_fails(tmp_path, monkeypatch):
    path = tmp_path / "a.html"
    write_whole(path, "gammal")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(IsuError, match="gick inte att skriva"):
        write_whole(path, "ny")
    assert [p.read_text() for p in tmp_path.iterdir()] == ["gammal"]


def test_write_whole_tells_of_a_full_disk(tmp_path, monkeypatch):
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(full))
    with pytest.raises(IsuError, match="disken är full"):
        write_whole(tmp_path / "a.html", "ny")
    assert not [*tmp_path.iterdir()]


def test_check_place_makes_nothing_and_tells_where_nothing_can_be_saved(tmp_path):
    check_place(tmp_path / "ut" / "mer")
    assert not [*tmp_path.iterdir()]
    (tmp_path / "fil").write_text("en fil")
    with pytest.raises(IsuError, match="«ut» går det inte att spara"):
        check_place(tmp_path / "fil" / "ut")


def test_write_whole_tells_of_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "ut").write_text("en fil")
    with pytest.raises(IsuError, match="gick inte att skriva"):
        write_whole(tmp_path / "ut" / "a" / "x.html", "ny")


# Folders


ROWS = "\n".join(["Kön;Insats", *["Kvinna;Ja", "Man;Nej"] * 12, *["Man;Ja", "Kvinna;Nej"] * 7])


def folder(path, data="data.csv"):
    path.mkdir(parents=True)
    (path / data).write_text(ROWS, encoding="utf-8")
    return path


def test_expand_gives_the_folders_within(tmp_path):
    b, a = folder(tmp_path / "b"), folder(tmp_path / "a")
    (tmp_path / "tom").mkdir()
    assert runner.expand(tmp_path) == [a, b]
    assert runner.expand(a) == [a]


def test_expand_takes_a_folder_with_a_file_of_its_own_as_it_is(tmp_path):
    folder(tmp_path / "x")
    (tmp_path / "data.csv").write_text("kön\n")
    assert runner.expand(tmp_path) == [tmp_path]


@pytest.mark.parametrize("name", ["finns-inte", "", " "])
def test_expand_refuses_a_folder_that_is_not_there(name):
    with pytest.raises(IsuError, match="hittades inte"):
        runner.expand(name)


def test_render_handouts_writes_nothing_where_no_folder_holds(tmp_path):
    (tmp_path / "tom").mkdir()
    lines = []
    found = render_handouts([tmp_path / "tom", "nix"], tmp_path / "ut", report=lines.append)
    assert all(outcome.problem and not outcome.files for outcome in found)
    assert not (tmp_path / "ut").exists()
    assert not any(str(tmp_path) in line or "\n" in line for line in lines)


def test_render_handouts_hides_the_message_of_an_unknown_error(tmp_path, monkeypatch):
    def fail(*_):
        raise KeyError("Anna 12")

    monkeypatch.setattr(folders, "check", fail)
    [found] = render_handouts([folder(tmp_path / "a")], tmp_path / "ut", report=str)
    assert "KeyError" in found.problem and "Anna" not in found.problem


def test_all_notebooks_of_the_course_are_there():
    assert len(runner.notebook_paths()) == len(notebooks())


# Real runs

CODE = f"""
from pathlib import Path
from IPython.display import display
from isu_helpers.errors import DataFileError
mapp = Path(arbetsmapp).name
if mapp == "nyckel":
    raise KeyError("Anna 12")
if mapp == "svensk":
    raise DataFileError("Hittade inget. Väntade tal.\\nGör om.")
display({{"{RELEASE}": {{"html": f"<p>Visat: {{skydd}}</p>"}}}}, raw=True)
print(arbetsmapp)
"""


@pytest.fixture(scope="session")
def run(tmp_path_factory):
    """One run over five folders: one that holds, and four that fail in three ways."""
    home = tmp_path_factory.mktemp("körning")
    notebook = home / f"{STEM}.ipynb"
    cells = [
        text("# Vad ser vi?", "titel"),
        code(name="parametrar", tags=["parameters"], source="arbetsmapp = None\nskydd = True"),
        code(name="behov", source=CODE.strip()),
    ]
    nbformat.write(new_notebook(cells=cells), notebook)

    lines, names = [], ("storåker", "trasig", "nyckel", "svensk", "b/trasig")
    folders = [folder(home / name) for name in names]
    for name in ("trasig", "b/trasig"):
        (home / name / "data.csv").write_text("")
    outcomes = render_handouts(folders, home / "ut", report=lines.append, notebooks=[notebook])
    return home, lines, outcomes


def test_run_writes_a_page_for_each_folder_that_holds(run):
    home, _, outcomes = run
    written = {p.relative_to(home / "ut").as_posix() for p in (home / "ut").rglob("*.*")}
    names = (f"arbetsbok/{STEM}.html", "en_sida.html", f"{STEM}.html", "tabeller.xlsx")
    assert written == {
        "index.html",
        "tillganglighet.html",
        *(f"storåker/{name}" for name in names),
    }
    assert [o.mapp for o in outcomes] == ["storåker", "trasig", "nyckel", "svensk", "trasig-2"]
    [state] = (home / "ut_utbildare").iterdir()
    assert state.name == "lage.html"
    assert 'href="../ut/stor%C3%A5ker/en_sida.html"' in state.read_text(encoding="utf-8")


def test_run_leaves_paths_and_parameters_out(run):
    home, _, outcomes = run
    html = (home / "ut" / outcomes[0].files[0]).read_text(encoding="utf-8")
    assert "Visat: True" in html and html.count(NOTE) == 1
    assert str(home) not in html and "arbetsmapp =" not in html and home.name not in html


def test_run_tells_progress_and_one_line_for_each_that_fails(run):
    home, lines, _ = run
    assert lines[0] == "storåker (1 av 5): räknar …"
    assert lines[1] == f"  storåker: {STEM} är räknad"
    assert lines[2].startswith("  (1 av 4) ") and lines[2].endswith(f"arbetsbok/{STEM}.html")
    assert lines[5].startswith("  (4 av 4) ") and lines[5].endswith("storåker/tabeller.xlsx")
    assert any(line.startswith("trasig: ") for line in lines)
    assert not any("\n" in line for line in lines)


def test_run_names_the_cell_and_the_kind_but_never_the_message(run):
    problem = run[2][2].problem
    assert "«behov» (KeyError)" in problem and STEM in problem
    assert "Anna" not in problem and "Traceback" not in problem


def test_run_passes_on_a_swedish_line_from_the_notebook(run):
    assert run[2][3].problem == "Hittade inget. Väntade tal. Gör om."


def test_run_lists_what_failed_on_the_start_page(run):
    html = (run[0] / "ut" / "index.html").read_text(encoding="utf-8")
    assert html.count("<li><strong>") == 4 and "Anna" not in html


def test_render_handouts_of_a_practice_folder(tmp_path):
    sample = sample_root() / "furuhed"
    shown = shutil.ignore_patterns(MANIFEST, ".*")
    mapp = shutil.copytree(sample, tmp_path / "mapp" / sample.name, ignore=shown)
    [found] = render_handouts([mapp], tmp_path, report=str, at_once=1)
    own = [file.name for file in found.files if file.parent.name == GROUP]
    assert found.problem == "" and len(own) == len(notebooks())
    assert {"en_sida.html", "tabeller.xlsx"} <= {file.name for file in found.files}
    told = [numbers_of(page) for page in (tmp_path / "furuhed").glob("*.html")]
    known = {n for page in (tmp_path / "furuhed" / GROUP).glob("*.html") for n in numbers_of(page)}
    assert len(told) > 1 and {n for found in told for n in found} <= known
    for page in (tmp_path / "furuhed").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert NOTE not in html and loads(html) == [] and str(Path.home()) not in html


def numbers_of(page):
    """The numbers that stand on a page, and beside its charts."""
    main = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").main
    return set(re.findall(r"\d+", main.get_text(" ").replace("\xa0", " ")))


# Free text that may point out a person

NUMBER = "19121212-1212"  # made up, with the right check digit


def read_of(*cells, **rest):
    """The page's main part, and the lines told."""
    told = []
    found = BeautifulSoup(page(*cells, tell=told.append, **rest), "html.parser")
    return found, told


@pytest.mark.parametrize(
    "source",
    [
        f"Hon heter {NUMBER} hos oss.",
        "Hon heter 19121212<b>-1212</b> hos oss.",
        f"- Före {NUMBER}",
        f"| Rad |\n|---|\n| {NUMBER} |",
        f"![{NUMBER}](attachment:a.png)",
        f"[ord](https://x.example/?id={NUMBER})",
        f"[ord](https://x.example 'Om {NUMBER}')",
        f"```\n{NUMBER}\n```",
        f"Ett\n\n<span>{NUMBER}<div>två</div></span>",
    ],
)
@pytest.mark.parametrize("tag", [(), (STANDS,)])
def test_to_html_masks_identity_numbers(source, tag):
    picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
    found, told = read_of(text(f"# T\n\n{source}", "ruta", *tag, attachments=picture))
    assert "1212" not in found.body.decode()
    [line] = told
    assert "«ruta»" in line and STEM in line and "1212" not in line


def test_to_html_keeps_the_rest_of_a_masked_passage():
    found, _ = read_of(text(f"# T\n\nFöre **fet** {NUMBER} efter\n\nNästa"))
    assert f"Före fet {MASK} efter" in found.text and found.strong and "Nästa" in found.text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Det var bara 2 flickor.", "«bara 2 flickor»"),
        ("Det var bara **2** *unga*\nflickor.", "«bara 2 unga flickor»"),
        ("- Det var bara 2 flickor.", "«bara 2 flickor»"),
        ("## Bara 2 flickor", "«Bara 2 flickor»"),
        ("> två av flickorna", "«två av flickorna»"),
        ("2<br>flickor", "«2 flickor»"),
        ("![2 flickor](attachment:a.png)", "«2 flickor»"),
        ("2&nbsp;flickor", "«2 flickor»"),
        ("tva\u030a flickor", "«två flickor»"),
        ("<span>2 flickor<p>och</p></span>", "«2 flickor»"),
        ("| Ort | Flickor |\n|---|--:|\n| Norr | 2 |", "«Flickor: 2»"),
        ("| Kön | Antal |\n|---|--:|\n| Flickor | 2 |", "«Antal: 2» och «Flickor: 2»"),
    ],
)
def test_to_html_leaves_out_passages_that_tell_of_few(source, words):
    picture = {"a.png": {"image/png": "iVBORw0KGgo="}}
    found, told = read_of(text(f"# T\n\nFöre\n\n{source}\n\nEfter", "ruta", attachments=picture))
    assert LEFT_OUT in found.text and "2" not in found.main.text and "två" not in found.main.text
    assert not found.main.img and "Före" in found.text and "Efter" in found.text
    [line] = told
    assert words in line and "«ruta»" in line and STANDS in line and "\n" not in line


def test_to_html_leaves_a_list_within_a_passage_that_goes():
    found, _ = read_of(text("# T\n\n- Bara 2 flickor\n  - Under\n- Sista"))
    assert found.main.li.ul.text.strip() == "Under" and found.main.text.count(LEFT_OUT) == 1
    assert "flickor" not in found.main.text and "Sista" in found.main.text


def test_to_html_lets_stand_what_a_person_has_read():
    found, told = read_of(text("# T\n\nBara 2 flickor.", "ruta", STANDS))
    assert "Bara 2 flickor." in found.text and told == []


def test_to_html_goes_by_the_least_number():
    cell = text("# T\n\nDet var 6 flickor.")
    assert (
        "6 flickor" in read_of(cell)[0].text and LEFT_OUT in read_of(cell, minsta_antal=7)[0].text
    )


def test_to_html_tells_one_line_a_cell():
    cells = text("# T\n\n2 flickor\n\n3 pojkar\n\n2 flickor", "ett"), text("1 man", "tva")
    found, told = read_of(*cells)
    assert ["«ett»" in line for line in told] == [True, False] and found.text.count(LEFT_OUT) == 4
    assert "«2 flickor» och «3 pojkar»" in told[0]


def test_shipped_notebooks_keep_all_their_text():
    for path in filter(Path.is_file, runner.notebook_paths()):
        book, told = nbformat.read(path, as_version=4), []
        html = to_html(book, stem=path.stem, kommun="Storåker", minsta_antal=10, tell=told.append)
        assert told == [] and LEFT_OUT not in html
        assert not any(STANDS in cell.metadata.get("tags", []) for cell in book.cells)


def test_run_asks_about_text_and_writes_the_page_all_the_same(tmp_path):
    source = f"# Vad ser vi?\n\nDet var bara 2 flickor.\n\nEn av dem är {NUMBER}.\n\nSlut."
    tags = code(name="parametrar", tags=["parameters"], source="arbetsmapp = None\nskydd = True")
    notebook = tmp_path / f"{STEM}.ipynb"
    nbformat.write(new_notebook(cells=[text(source, "iakttagelser"), tags]), notebook)
    lines = []
    [found] = render_handouts(
        [folder(tmp_path / "a")], tmp_path / "ut", report=lines.append, notebooks=[notebook]
    )
    html = (tmp_path / "ut" / found.files[0]).read_text(encoding="utf-8")
    assert found.problem == "" and html.count(LEFT_OUT) == 2 and "Slut." in html
    assert "flickor" not in html and "1212" not in html + "".join(lines)
    assert sum("«iakttagelser»" in line for line in lines) == 2
    assert any("«bara 2 flickor»" in line and STANDS in line for line in lines)


# One publication

SHOWING = """
from isu_helpers.pages import breakdowns, read_records, settings
val = settings(arbetsmapp, skydd=skydd)
poster = read_records(val.datafil, val.kodbok)
breakdowns(poster, "insats")
"""


@pytest.fixture(scope="module")
def showing(tmp_path_factory):
    """A notebook that shows the interventions of a folder."""
    notebook = tmp_path_factory.mktemp("bok") / f"{STEM}.ipynb"
    tags = code(name="parametrar", tags=["parameters"], source="arbetsmapp = None\nskydd = True")
    cells = [text("# Vad ser vi?", "titel"), tags, code(name="visa", source=SHOWING.strip())]
    nbformat.write(new_notebook(cells=cells), notebook)
    return notebook


@pytest.fixture
def rendered(showing, tmp_path):
    """A function that renders a folder as in a run of its own: its outcome, and lines told."""

    def render(name, **options):
        lines = []
        options.setdefault("at_once", 1)
        outcome = render_handouts(
            [tmp_path / name], tmp_path / "ut", report=lines.append, notebooks=[showing], **options
        )
        return outcome[0], "\n".join(lines)

    return render


def content(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def test_rerun_gives_the_same_bytes_and_new_people_are_told(rendered, tmp_path):
    mapp = folder(tmp_path / "mapp")
    assert rendered("mapp")[0].problem == ""
    first = content(tmp_path / "ut")
    names = (f"arbetsbok/{STEM}.html", "en_sida.html", f"{STEM}.html", "tabeller.xlsx")
    assert first.keys() == {
        "index.html",
        "tillganglighet.html",
        *(f"mapp/{name}" for name in names),
    }
    for options in ({}, {"is_anew": True}):
        outcome, told = rendered("mapp", **options)
        assert content(tmp_path / "ut") == first and "anpassade" not in told
        assert ("8 av 8 filer stämmer" in told) == (not options)
    date = read_manifest(mapp / MANIFEST)[0].given_out
    (mapp / "data.csv").write_text(ROWS + "\nKvinna;Ja" * 2, encoding="utf-8")
    outcome, told = rendered("mapp")
    assert outcome.problem == "" and f"Bara få personer har ändrats sedan {date}" in told
    assert not outcome.files and content(tmp_path / "ut") == first
    outcome, told = rendered("mapp", is_forced=True)
    assert outcome.problem == "" and f"dem som gjordes {date}" in told and MANIFEST in told
    for name in (f"mapp/{STEM}.html", f"mapp/arbetsbok/{STEM}.html"):
        page = BeautifulSoup(content(tmp_path / "ut")[name].decode(), "html.parser")
        assert f"anpassade till sidorna från {date}" in page.footer.get_text()


def test_an_earlier_publication_is_fitted_to(rendered, tmp_path):
    for name in ("då", "nu"):
        folder(tmp_path / name)
    rendered("då")
    for given in (tmp_path / "då", tmp_path / "då" / MANIFEST):
        outcome, told = rendered("nu", earlier=[given], is_anew=True)
        assert outcome.problem == "" and "anpassade" in told
        assert len(read_manifest(tmp_path / "nu" / MANIFEST)[1]) == 1
    with pytest.raises(SettingError, match="mappens egen"):
        rendered("nu", earlier=[tmp_path / "nu"])


@pytest.mark.parametrize("name", ["finns-inte", "tom", "mapp/data.csv", "fel.json"])
def test_what_is_no_earlier_publication_is_told_in_a_line(tmp_path, name):
    mapp = folder(tmp_path / "mapp")
    (tmp_path / "tom").mkdir()
    (tmp_path / "fel.json").write_text('{"nu": 1}')
    with pytest.raises(SettingError, match="ingen tidigare utlämning") as told:
        render_handouts([mapp], tmp_path / "ut", report=str, earlier=[tmp_path / name])
    assert str(tmp_path) not in str(told.value) and not (tmp_path / "ut").exists()


def test_an_earlier_publication_is_of_one_folder(rendered, tmp_path):
    for name in ("då", "alla/a", "alla/b"):
        folder(tmp_path / name)
    rendered("då")
    with pytest.raises(SettingError, match="2 mappar"):
        rendered("alla", earlier=[tmp_path / "då"])


def test_pages_for_the_group_have_other_names_and_no_start_page(rendered, tmp_path):
    mapp = folder(tmp_path / "mapp")
    outcome, _ = rendered("mapp", skydd=False)
    assert outcome.problem == "" and not (mapp / MANIFEST).exists()
    found = content(tmp_path / "ut")
    assert found.keys() == {
        f"mapp/arbetsbok/{STEM}_bara_i_gruppen.html", "mapp/tabeller_bara_i_gruppen.xlsx",
    }  # fmt: skip
    page = found[f"mapp/arbetsbok/{STEM}_bara_i_gruppen.html"].decode()
    html = BeautifulSoup(page, "html.parser")
    parts = [table.find_parent("section") for table in html.select("main table")]
    assert parts and all(STAMP in part.get_text() for part in (html.header, *parts))


def test_nothing_is_written_where_the_publication_can_not_be_kept(rendered, tmp_path):
    mapp = folder(tmp_path / "mapp")
    (mapp / f".{MANIFEST}.lock").mkdir()
    outcome, _ = rendered("mapp")
    assert "gick inte att skriva" in outcome.problem and not (tmp_path / "ut").exists()


def test_nothing_is_written_where_what_was_shown_does_not_hold(rendered, tmp_path, monkeypatch):
    """The manifest says that a hidden number was shown: the attacker finds it, and no file is."""
    mapp = folder(tmp_path / "mapp")
    (mapp / "data.csv").write_text(ROWS + "\nAnnat;Ja" * 2 + "\nMan;Vet ej" * 3, "utf-8")
    tried = publishing.opened

    def spoiled(chosen, records):
        path = chosen.arbetsmapp / MANIFEST
        told = json.loads(path.read_text(encoding="utf-8"))
        assert any(n is None for _, n in told["nu"]["tal"])
        told["nu"]["tal"] = [[pairs, 1 if n is None else n] for pairs, n in told["nu"]["tal"]]
        path.write_text(json.dumps(told), encoding="utf-8")
        return tried(chosen, records)

    monkeypatch.setattr(publishing, "opened", spoiled)
    outcome, _ = rendered("mapp", at_once=0)
    assert "går att räkna ut" in outcome.problem and not (tmp_path / "ut").exists()


def test_index_lists_pages_in_the_order_of_the_course(tmp_path):
    ordered = ["start", "4_planering", "handledning", "0_aterblick", "steg1_vad_ser_vi", "egen"]
    for stem in ordered:
        write_whole(tmp_path / "a" / f"{stem}.html", page(text("# Vad?")))
    found = BeautifulSoup(index_html(find_pages(tmp_path), {}), "html.parser")
    links = [Path(a["href"]).stem for a in found.select(".kommuner a")]
    assert links == ordered
