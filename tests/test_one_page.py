"""The one page: figures of the Release, words of the workbook, room for one A4."""

import re
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from drawn import lanes, percents
from lab import browser_path, missing

from isu_helpers.analysis.planned import plan
from isu_helpers.analysis.verdict import CLEAR
from isu_helpers.publish import render_handouts
from isu_helpers.publish.folder import check
from isu_helpers.publish.headlines import MOST_ROWS
from isu_helpers.publish.jobs import TO_HAND_OUT
from isu_helpers.publish.one_page import LEVELS, one_page, page_html
from isu_helpers.publish.story import Story
from isu_helpers.wording import half_up

MAIN, CHILDREN, BETTER = "viktigast-att-saga", "betydelse-for-barn", "markt-skillnad"
LONG = "Det här är en mening som handlar om något viktigt och som är ganska lång att läsa. " * 8
ELSEWHERE = "8 i Övningslänet 2025: större hos oss"
QUESTIONS = ("Stöd", "Tolk", "Boende", "Arbete", "Vård", "Skola", "Kontakt", "Trygg", "Samtal")


def _write(folder, n=200, seed=3):
    """People of two sexes with nine yes/no questions, of which all but the last differ."""
    chance = np.random.default_rng(seed)
    is_woman = np.arange(n) % 2 == 0
    table = pd.DataFrame({"Kön": np.where(is_woman, "Kvinna", "Man")})
    for i, name in enumerate(QUESTIONS):
        gap = 0 if name == QUESTIONS[-1] else 0.45 - i / 100
        share = np.where(is_woman, 0.25 + gap, 0.25)
        table[name] = np.where(chance.random(n) < share, "Ja", "Nej")
    table["Inte samtal"] = np.where(table["Samtal"] == "Ja", "Nej", "Ja")
    table.loc[table.index[: n // 2], "Vård"] = None
    folder.mkdir(parents=True, exist_ok=True)
    table.to_csv(folder / "data.csv", index=False)
    return table


def _made(folder):
    run, records = check(folder)
    release = run.release(records) if run.datafil else None
    for choice in plan(records).standard if release else ():
        release.chosen(choice)
    return run, one_page(Story(records, run.workbook), release, run.omrade)


def _html(folder, other=""):
    """The page, with what is said of the same elsewhere beside each number."""
    run, page = _made(folder)
    if other:
        rows = page.findings.rows
        page = replace(page, findings=replace(page.findings, others=(other,) * len(rows)))
    return page_html(page, run, TO_HAND_OUT)


def _fill(folder, words=LONG):
    run, _ = check(folder)
    book = run.workbook
    for prompt in (MAIN, CHILDREN, BETTER):
        book.save(prompt, words)
    for level in LEVELS:
        book.add("slutsatser", words, details={"sakerhet": level})
    for who in ("Vi själva", "Chefen", "Ledningen", "Nämnden"):
        book.add("atgarder", words, details={"niva": who, "datum": "2027-05-03"})


def test_figures_are_those_of_the_file_rounded_once(tmp_path):
    table = _write(tmp_path / "a")
    _, page = _made(tmp_path / "a")
    rows, lanes = page.findings.rows, page.findings.drawing.lanes
    assert 0 < len(rows) <= MOST_ROWS and len(rows) == len(lanes)
    for row, lane in zip(rows, lanes, strict=True):
        name = row.label
        answered = table[table[name].notna()]
        share = answered[name].eq("Ja").groupby(answered["Kön"]).mean()
        assert [f.share for f in row.figures] == pytest.approx([*share])
        printed = [int(half_up(100 * value)) for value in share]
        if row.gap.word == CLEAR:
            assert abs(int(lane.value) - abs(printed[0] - printed[1])) <= 1
            assert lane.small == "vanligare bland kvinnor" and not lane.between
        else:
            assert not lane.value and not lane.small and lane.between == row.gap.word
        assert [w.text for w in lane.parts if getattr(w, "look", "") == "v"] == [
            f"{n}\xa0%" for n in sorted(printed)
        ]


def test_a_scale_that_differs_is_drawn_and_told_on_one_and_the_same_line(tmp_path):
    """Women have better grades; the share of a scale that is cut in two stands at its own name."""
    table = _write(tmp_path / "a")
    chance = np.random.default_rng(5)
    is_woman = table["Kön"] == "Kvinna"
    table["Betyg"] = np.where(is_woman, chance.integers(3, 8, 200), chance.integers(0, 5, 200))
    table.to_csv(tmp_path / "a" / "data.csv", index=False)
    chart = BeautifulSoup(_html(tmp_path / "a"), "html.parser").find("figure")
    found = lanes(chart)
    assert any(lane.label.startswith("Betyg: ") for lane in found)
    for lane in found:
        told = [int(n) for n in re.findall(r"(\d+)\xa0% \(", lane.heard)]
        drawn = percents(lane.numbers)
        assert sorted(told) == drawn
        assert not lane.value[:1].isdigit() or int(lane.value.split()[0]) == abs(told[0] - told[1])


def test_what_mirrors_another_question_is_said_once(tmp_path):
    folder = tmp_path / "a"
    table = _write(folder)
    table["Utan stöd"] = np.where(table["Stöd"] == "Ja", "Nej", "Ja")
    table[["Kön", "Stöd", "Utan stöd"]].to_csv(folder / "data.csv", index=False)
    _, page = _made(folder)
    assert [row.label for row in page.findings.rows] == ["Stöd"]


def test_words_are_the_groups_own_cut_where_a_sentence_ends(tmp_path):
    _write(tmp_path / "a")
    _fill(tmp_path / "a")
    _, page = _made(tmp_path / "a")
    first = LONG.split(".")[0]
    assert page.heading == first and page.lead.startswith(first)
    assert [level for _, level, _ in page.sure] == [name for _, name in LEVELS.values()]
    assert {said for *_, said in page.sure} == {f"{first}."}
    assert [p.told for p in page.proposals][1] == "Chefen beslutar. Följs upp i maj 2027."
    assert len(page.proposals) == 3 and page.more == "Ett förslag till finns i underlaget."


def test_a_name_that_is_too_long_is_cut_in_its_question_and_not_in_its_answer(tmp_path):
    folder = tmp_path / "a"
    table = _write(folder)
    answer = np.where(table["Stöd"] == "Ja", "Ja från alla", "Nej, eller vill inte svara")
    named = table[["Kön"]].assign(**{"Samtycke till insatsen " * 5: answer})
    named.to_csv(folder / "data.csv", index=False)
    _, page = _made(folder)
    [row] = page.findings.rows
    assert len(row.label) <= 65 and "…: " in row.label
    assert row.label.split("…: ")[1] in ("Ja från alla", "Nej, eller vill inte svara")


def test_a_text_that_tells_of_few_is_left_out(tmp_path):
    _write(tmp_path / "a")
    run, _ = check(tmp_path / "a")
    run.workbook.save(MAIN, "Bara 2 kvinnor fick stöd.")
    run.workbook.add("slutsatser", "Anna Andersson 811218-9876.", details={"sakerhet": "Säkra"})
    html = _html(tmp_path / "a")
    assert "2 kvinnor" not in html and "811218" not in html
    assert "skiljer sig tydligt åt" in html


def test_nothing_typed_is_alive_and_the_page_says_the_same_again(tmp_path):
    _write(tmp_path / "a")
    _fill(tmp_path / "a", "<script>alert(1)</script> & <b onclick=x>. \u202eMer.")
    html = _html(tmp_path / "a")
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find("script") and not soup.find(onclick=True) and "\u202e" not in html
    assert html == _html(tmp_path / "a")
    assert "http" not in html.replace("http-equiv", "")


@pytest.mark.parametrize("n", [8, 30])
def test_few_people_are_told_of_and_no_difference_is_made_out_of_them(tmp_path, n):
    _write(tmp_path / "a", n)
    _, page = _made(tmp_path / "a")
    assert not page.findings or not any(lane.value for lane in page.findings.drawing.lanes)
    assert page.heading and page.is_empty == (n < 10)
    assert page.is_empty or page.idle


def test_a_folder_with_words_alone_has_no_empty_frame(tmp_path):
    folder = tmp_path / "a"
    _write(folder)
    _fill(folder)
    (folder / "data.csv").unlink()
    shutil.rmtree(folder / "ut", ignore_errors=True)
    heads = [h.get_text() for h in BeautifulSoup(_html(folder), "html.parser").find_all("h2")]
    assert heads == ["Så säkra är vi", "Det vill vi göra först"]


def _lengthen(folder):
    """Names as some systems write them, a sentence without an end, a place with a long name."""
    table = pd.read_csv(folder / "data.csv", sep=None, engine="python")
    names = {q: f"{q} $x$ {'en rubrik som ingen har kortat ' * 8}" for q in QUESTIONS}
    table.rename(columns=names | {"Stöd": "Ö" * 300}).to_csv(folder / "data.csv", index=False)
    places = {"kommun": "Kommun " * 20, "omrade": "område " * 20, "avsandare": "Enheten " * 20}
    lines = (f"{name}: {words}\n" for name, words in places.items())
    (folder / "isu.yaml").write_text("".join(lines), encoding="utf-8")


BROKEN = """() => [...document.querySelectorAll('.sk b')].filter(b =>
  b.offsetHeight > 1.9 * parseFloat(getComputedStyle(b).fontSize)).length"""


@pytest.mark.skipif(bool(missing()), reason=missing())
@pytest.mark.parametrize("words", ["", LONG, LONG.replace(".", " och")])
def test_it_is_one_a4_also_when_every_place_is_full(tmp_path, words):
    _write(tmp_path / "a")
    if words:
        _fill(tmp_path / "a", words)
    if "." not in words:
        _lengthen(tmp_path / "a")
    (tmp_path / "sida.html").write_text(_html(tmp_path / "a", ELSEWHERE), encoding="utf-8")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=browser_path())
        page = browser.new_page()
        page.goto((tmp_path / "sida.html").as_uri())
        page.set_viewport_size({"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert page.evaluate(BROKEN) == 0
        page.set_viewport_size({"width": 1200, "height": 800})
        assert page.evaluate(BROKEN) == 0
        pdf = page.pdf(prefer_css_page_size=True)
        browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_the_readers_pages_are_printed_and_an_old_print_goes_with_its_page(tmp_path):
    folder, out = tmp_path / "a", tmp_path / "ut"
    _write(folder, 30)
    options = {"editions": ("lasaren",), "report": str}
    [found] = render_handouts([folder], out, is_printed=True, **options)
    printed = {file.stem for file in (out / "a").glob("*.pdf")}
    assert printed == {file.stem for file in found.files if file.suffix == ".html"}
    assert 'href="a/en_sida.pdf"' in (out / "index.html").read_text(encoding="utf-8")
    render_handouts([folder], out, is_anew=True, **options)
    assert not [*(out / "a").glob("*.pdf")]


def test_a_computer_without_a_browser_gets_its_pages_and_a_line(tmp_path, monkeypatch):
    _write(tmp_path / "a", 30)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    told = []
    [found] = render_handouts([tmp_path / "a"], tmp_path / "ut", is_printed=True, report=str,
                              complain=told.append, editions=("lasaren",))  # fmt: skip
    assert found.problem == "" and found.files
    assert len(told) == 1 and "Ingen PDF är gjord" in told[0]
