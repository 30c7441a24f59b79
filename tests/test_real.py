"""Real records, alone in a folder, all the way to a handout: nobody in it can be found."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from real import write_help_export

from isu_helpers.cli import main
from isu_helpers.codebook import Codebook

ADDRESS = re.compile(r"""(?:src|href)\s*=\s*["'](?!#|data:)|url\(|@import""")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with nothing but the export, and the handouts made of it."""
    root = tmp_path_factory.mktemp("Åmål ö")
    (root / "hjälpen").mkdir()
    write_help_export(root / "hjälpen" / "uttag.csv")
    assert main(["handouts", str(root / "hjälpen"), "--ut", str(root / "ut")]) == 0
    return root


@pytest.fixture(scope="module")
def page(folder) -> BeautifulSoup:
    return BeautifulSoup(source_of(folder), "html.parser")


def source_of(folder: Path) -> str:
    return next((folder / "ut").glob("*/arbetsbok/steg1*.html")).read_text(encoding="utf-8")


def heard_of(page: BeautifulSoup) -> list[str]:
    """What is said of each chart: a page that is written has short names of classes."""
    return [" ".join(figure.get_text().split()) for figure in page.find_all("figure")]


def rows_of(page: BeautifulSoup, caption: str) -> dict[str, list[str]]:
    table = next(t for t in page.find_all("table") if t.caption.get_text().startswith(caption))
    return {
        r.th.get_text(): [td.get_text(" ", strip=True).replace("\xa0", " ") for td in
                          r.find_all("td")] for r in table.find_all("tr")
    }  # fmt: skip


def test_a_codebook_is_written_for_the_user_to_correct(folder):
    codebook = Codebook.read(folder / "hjälpen" / "kodbok.yaml")
    assert codebook["Depression (CES-D) 6 mån"].pair == "Depression (CES-D) start"
    assert "Gissning" in (folder / "hjälpen" / "kodbok.yaml").read_text(encoding="utf-8")


def test_people_are_the_111_women_and_359_men(page):
    assert "111 kvinnor och 359 män" in page.get_text()


def test_shares_are_those_of_the_study(page):
    rows = rows_of(page, "Boende 6 mån efter kön.")  # 254 of 470 were reached at six months
    assert [cell.split(" % ")[1] for cell in rows["Hemlös"][:3]] == [
        "19 av 57", "84 av 197", "103 av 254",
    ]  # fmt: skip


def test_the_one_person_with_cannabis_is_hidden_in_the_table(page):
    rows = rows_of(page, "Huvudsaklig drog efter kön.")
    assert rows["Cannabis"][0] == rows["Cannabis"][2] == ".. dolt"
    others = [rows[name] for name in ("Alkohol", "Heroin", "Kokain")]
    assert any(row[0] == ".. dolt" for row in others)  # else 111 less the others gives her
    assert any(row[2] == ".. dolt" for row in others)


def test_the_one_person_with_cannabis_is_hidden_in_texts(page):
    told = [words for words in heard_of(page) if "Cannabis" in words]
    assert told and all("Cannabis: kvinnor dolt" in words for words in told)
    assert not [p for p in page.find_all("p") if "Cannabis" in p.get_text()]


def test_the_drug_is_never_broken_down_further(page):
    captions = [t.caption.get_text() for t in page.find_all("table")]
    assert not [c for c in captions if c.startswith("Huvudsaklig drog efter kön och")]


def test_page_is_swedish_and_loads_nothing(folder, page):
    source = source_of(folder)
    assert page.html["lang"] == "sv"
    assert not ADDRESS.findall(source)
    assert not [a for a in page.find_all(href=True) if not a["href"].startswith("#")]


def test_page_has_no_path_user_or_parameters(folder):
    source = source_of(folder)
    paths = str(folder), str(Path.home())
    for word in (*paths, "Traceback", "parameters", "arbetsmapp =", "uttag"):
        assert word not in source


def test_page_has_captions_and_alt_texts_with_figures(page):
    assert all(table.caption.get_text(strip=True) for table in page.find_all("table"))
    assert all(re.search(r"\d", words) for words in heard_of(page))
    assert len(heard_of(page)) >= 10
