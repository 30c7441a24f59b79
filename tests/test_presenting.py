"""What a group has written as slides and a Word file: in order, searched, protected, offline."""

import re
import shutil
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from docx import Document
from docx.oxml.ns import qn

from isu_helpers import IsuError, Workbook, breakdown, protect, read_records, settings
from isu_helpers.cli import main
from isu_helpers.disclosure.manifest import read_manifest
from isu_helpers.publish import (
    Part,
    Presentation,
    Story,
    choose,
    letter,
    talk,
    to_word,
    write_report,
)
from isu_helpers.publish.deck import deck
from isu_helpers.publish.presentation import free_path
from isu_helpers.publish.word import Picture, items
from isu_helpers.show.model import (
    SECRET,
    Body,
    Bullets,
    Cell,
    Chart,
    Line,
    Section,
    Table,
    Unfolded,
    Written,
    strong,
)
from isu_helpers.workbook import LEFT_OUT

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "sample" / "tallnas"
STEPS = ["1. Vad ser vi?", "2. Vad kan ligga bakom?", "3. Vad leder det till, och för vem?",
         "4. Vad föreslår vi, och hur följs det upp?"]  # fmt: skip
WOMEN = {"Öppenvård": 3, "Samtal": 21, "Ingen": 20}  # three are too few to show
MEN = {"Öppenvård": 19, "Samtal": 17, "Ingen": 26}


@pytest.fixture
def folder(tmp_path):
    """An arbetsmapp of few people, with a whole workbook."""
    place = tmp_path / "liten"
    place.mkdir()
    (place / "isu.nyckel").write_text("0" * 64)  # the key of no folder: of equals, the same
    rows = [(sex, answer) for sex, own in (("Kvinna", WOMEN), ("Man", MEN))
            for answer, n in own.items() for _ in range(n)]  # fmt: skip
    pd.DataFrame(rows, columns=["Kön", "Insats"]).to_csv(place / "data.csv", index=False)
    write(Workbook(place))
    return place


def write(book):
    book.add("fragor", "Får alla <b>samma</b> hjälp?")
    seen = book.add_observation("Insats är ovanligare för kvinnor.", ["Insats", "Kön"])
    book.add_observation("Bara 2 kvinnor fick stöd.")
    for id, words in (("orsak", "Frågan ställs sällan."), ("foljd", "De får ingen hjälp."),
                      ("uppkomst", "Redan i anmälan.")):  # fmt: skip
        book.save(id, words, about=seen)
    book.save("betydelse-for-barn", "Barnen syns inte.")
    why = book.add("slutsatser", "Alla får inte frågan.", details={"sakerhet": "Säkra"})
    details = {"arbete": "Lite", "effekt": "Stor", "niva": "Chefen", "datum": "2027-06-01"}
    book.add("atgarder", "Fråga alla.", conclusion=why, details=details)
    book.save("markt-skillnad", "Vi tittar igen i december.")


def chosen(folder, **given):
    found = settings(folder, **given)
    return found, read_records(found.datafil, found.kodbok)


@pytest.fixture
def written(folder):
    """The Word file, opened."""
    return Document(write_report(*chosen(folder), folder / "u.docx"))


def words_of(document):
    """All that a document says, in order."""
    parts = [p.text for p in document.paragraphs]
    return parts + [c.text for t in document.tables for row in t.rows for c in row.cells]


def headings(document, level):
    return [p.text for p in document.paragraphs if p.style.name == f"Heading {level}"]


def test_document_has_the_four_steps_in_order(written):
    assert headings(written, 1) == ["Underlag till tjänsteskrivelse"]
    assert headings(written, 2)[-4:] == STEPS
    text = "\n".join(words_of(written)).partition(STEPS[0])[2]  # after the summary
    order = ["Insats är ovanligare", STEPS[1], "Frågan ställs sällan", "Redan i anmälan",
             "Alla får inte frågan", STEPS[2], "De får ingen hjälp", "Barnen syns inte", STEPS[3],
             "Vi tittar igen"]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_document_tells_each_proposal_with_who_decides_and_when(written):
    table = written.tables[-1]
    assert [c.text for c in table.rows[0].cells][:2] == ["Nr", "Förslag"]
    assert table.rows[1].cells[0].text == "Svarar mot: Alla får inte frågan."
    told = [c.text for c in table.rows[2].cells]
    assert told == ["1", "Fråga alla.", "Chefen", "", "1 juni 2027"]


def test_document_is_in_swedish_with_header_rows_and_alt_texts(written):
    language = written.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "sv-SE"
    assert all(t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for t in written.tables)
    assert all(t._tbl.tblPr.find(qn("w:tblCaption")) is not None for t in written.tables)
    told = [picture._inline.docPr.get("descr") for picture in written.inline_shapes]
    assert told[0].startswith("Diagram. Insats efter kön.")
    assert "Lite arbete, stor effekt (gör först): förslag 1" in told[-1]


def test_no_hidden_number_stands_in_the_files(folder, written):
    found, records = chosen(folder)
    result = breakdown(records, "Insats")
    safe = protect([result]).frames[0]
    shown = {int(n) for name in ("n", "base") for n in safe[name].dropna()}
    hidden = {int(n) for n in result.frame["n"]} - shown
    assert hidden == {3, 19, 20, 26}
    slides = write_report(found, records, folder / "b.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(slides, "html.parser").find("main")
    for differences in soup.select(".sk, .axel"):
        differences.decompose()
    told = [*words_of(written), *soup.stripped_strings]
    numbers = {
        int(n) for text in told for n in re.findall(r"\b(\d+) av\b|^(\d+)$", text) for n in n if n
    }
    assert numbers >= {21, 17, 44, 62} and not numbers & hidden
    assert ".." in words_of(written)


def test_text_that_points_out_or_is_markup_is_not_in_the_files(folder, written):
    words = "\n".join(words_of(written))
    assert "2 kvinnor" not in words and LEFT_OUT in words
    assert "Får alla <b>samma</b> hjälp?" in words  # as it was written, not as markup
    slides = write_report(*chosen(folder), folder / "b.html").read_text(encoding="utf-8")
    assert "2 kvinnor" not in slides and "&lt;b&gt;samma&lt;/b&gt;" in slides


def test_what_is_given_out_is_noted_in_the_manifest(folder, written):
    edition, _ = read_manifest(folder / "utlamning.json")
    assert edition.given_out


def test_empty_steps_say_what_to_write(tmp_path):
    Workbook(tmp_path).save("orsak", "")
    found, records = chosen(tmp_path)
    text = words_of(Document(write_report(found, records, tmp_path / "u.docx")))
    assert [t for t in text if t.startswith("Skriv ")] and "Någon del är inte ifylld" in text[3]
    assert not (tmp_path / "utlamning.json").exists()


def test_slides_are_one_page_without_network(folder):
    found, records = chosen(folder)
    page = write_report(found, records, folder / "b.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "html.parser")
    parts = talk(Story(records, Workbook(folder)))
    assert len(soup.select(".slides > section")) == len(parts) + 1
    assert [h.get_text() for h in soup("h2")] == [part.title for part in parts]
    assert all(tag["src"].startswith("data:") for tag in soup.find_all(src=True))
    assert not soup.find_all(href=True) and "default-src 'none'" in page
    assert soup.html["lang"] == "sv"


def test_slides_follow_the_steps(folder):
    titles = [part.title for part in talk(Story(chosen(folder)[1], Workbook(folder)))]
    order = ["Det här ville vi veta", "Det här ser vi: Insats", "Siffrorna: Insats",
             "Vad kan ligga bakom?", "Vad leder det till, och för vem?", "Våra slutsatser",
             "Våra förslag", "Var vill vi börja?"]  # fmt: skip
    assert [t for t in titles if t in order] == order


def test_many_proposals_are_parted_on_slides(tmp_path):
    book = Workbook(tmp_path)
    why = book.add_conclusion("Därför.")
    for i in range(9):
        book.add_action(f"Gör sak nummer {i}.", why)
    found, records = chosen(tmp_path)
    told = [p for p in talk(Story(records, book)) if p.title.startswith("Våra förslag")]
    assert [p.title for p in told] == [
        "Våra förslag, 1 till 4", "Våra förslag, 5 till 8", "Våra förslag, 9 till 9"
    ]  # fmt: skip
    assert [re.search(r'start="(\d)"', p.html)[1] for p in told] == ["1", "5", "9"]


def test_what_is_taken_away_is_on_no_slide_and_in_no_document(folder):
    book, records = Workbook(folder), chosen(folder)[1]
    note = book.actions[0]
    choose(book, note.id, False)
    story = Story(records, book)
    assert "Fråga alla." not in "".join(p.html for p in (*talk(story), *letter(story)))
    choose(book, note.id, True)
    assert "Fråga alla." in "".join(p.html for p in talk(Story(records, book)))


def test_page_has_a_box_for_each_thing_and_writes_the_files(folder):
    found, records = chosen(folder)
    page = Presentation(records, Workbook(folder))
    page.widget()
    assert len(page.boxes) == 6  # two observations, a conclusion, a proposal, two answers
    next(box for of, box in page.boxes if of == "slutsatser").value = False
    assert "Våra slutsatser" not in page.preview.value
    page.letter.click()
    page.letter.click()
    assert (folder / "underlag.docx").is_file() and (folder / "underlag_2.docx").is_file()
    page.slides.click()
    assert "bilder.html" in page.told.value


def test_page_tells_in_a_line_why_no_file_is_made(folder):
    found, records = chosen(folder, skydd=False)
    page = Presentation(records, Workbook(folder))
    page.widget()
    page.slides.click()
    assert "Bara i gruppen" in page.told.value
    assert not (folder / "bilder.html").exists()


def test_file_is_refused_when_it_is_there_or_of_another_kind(folder):
    found, records = chosen(folder)
    (folder / "u.docx").write_text("Ändrad i Word", encoding="utf-8")
    with pytest.raises(IsuError, match="finns redan"):
        write_report(found, records, folder / "u.docx")
    assert (folder / "u.docx").read_text(encoding="utf-8") == "Ändrad i Word"
    write_report(found, records, folder / "u.docx", overwrite=True)
    with pytest.raises(IsuError, match="slutar på «.pdf»"):
        write_report(found, records, folder / "u.pdf")
    assert free_path(folder / "u.docx").name == "u_2.docx"


def test_command_writes_both_files_or_the_one_that_is_asked_for(
    folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["dokument", str(folder)]) == 0
    assert {p.name for p in Path("ut/liten").iterdir()} == {"underlag.docx", "bilder.html"}
    assert "Klart: ut/liten/bilder.html" in capsys.readouterr().out
    assert main(["dokument", str(folder)]) == 1
    assert "finns redan" in capsys.readouterr().err
    assert main(["dokument", str(folder), "--ut", "till namnden.docx"]) == 0
    assert main(["dokument", str(folder), "--ut", "till namnden.docx", "--skriv-over"]) == 0
    assert main(["dokument", "finns-inte"]) == 1
    Path("tom").mkdir()
    assert main(["dokument", "tom"]) == 1
    assert "ingen arbetsbok.yaml i mappen «tom»" in capsys.readouterr().err


def test_practice_folder_makes_a_document(tmp_path):
    place = shutil.copytree(SAMPLE, tmp_path / "tallnas")
    document = Document(write_report(*chosen(place), place / "u.docx"))
    assert headings(document, 2)[-4:] == STEPS
    assert document.tables and document.core_properties.author == "isu dokument"


LINES = Line(Cell("Ja"), (strong("9 %", "1 av 11"),)), Line(Cell("Nej"), (SECRET,))
FIGURES = Table("Om", (Cell("Svar"), Cell("Alla")), (Body(LINES, "Grupp"),))


class Drawn(Chart):
    alt = "Bild"

    def picture(self, *, breadth: float = 5) -> bytes:
        return b"png"


def test_a_section_is_read_as_blocks_tables_and_pictures():
    item = Bullets(((Written("Ett\n\nTvå"),),))
    shown = (Unfolded("Visa", FIGURES, ""), item, Drawn(), FIGURES)
    found = items([Section("Rubrik", "Fråga?", shown)])
    heading, asked, item, picture, table = found
    assert (heading.text, asked.text, item.text) == ("Rubrik", "Fråga?", "Ett\nTvå")
    assert asked.line[0].is_italic and picture == Picture(b"png", "Bild")
    told = [["".join(run.text for run in cell) for cell in row] for row in table.block.rows]
    assert told == [["Svar", "Alla"], ["", ""], ["Ja", "9 %\n1 av 11"], ["Nej", ".."]]
    assert (table.caption, table.headings, table.is_figures) == ("Om", {1: "Grupp"}, True)


def test_word_file_runs_a_tables_headings_over_its_columns():
    data = to_word([Part("Del", (FIGURES,))], title="Titel", about=["Rad."])
    table = Document(BytesIO(data)).tables[0]
    assert table.rows[1].cells[0]._tc is table.rows[1].cells[1]._tc
    assert table.rows[1].cells[0].text == "Grupp"


def test_slides_without_anything_say_so():
    assert "Här kommer era bilder" in deck([], kommun="<i>Kommun</i>")
    assert "&lt;i&gt;Kommun" in deck([], kommun="<i>Kommun</i>")
