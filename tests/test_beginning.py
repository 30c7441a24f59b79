"""Where a group begins: the gate, a folder of its own, the concepts, the four steps, the end."""

import datetime as dt
import re
from html import unescape

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from isu_helpers import IsuError, Workbook, cli, settings
from isu_helpers.configuration import areas, sample_root
from isu_helpers.content import load, prompts
from isu_helpers.pages import concepts, folder_banner, four_steps, gate, our_codebook, removal
from isu_helpers.pages.folder import FolderPage, folders_in, new_folder, scalar
from isu_helpers.pages.start import OurCodebook
from isu_helpers.workbook import LEFT_OUT

YES = "Ja, det är beslutat"
GIVEN = {
    "fil-far": YES,
    "fil-beslut": "Enhetschefen",
    "fil-vilka": "Åsa och Bo",
    "fil-var": "På vår server",
    "fil-borttagning": "2027-06-30",
}


@pytest.fixture
def folder(tmp_path):
    return new_folder(tmp_path / "åby", kommun="Åby", omrade="barn och unga")


@pytest.fixture
def book(folder):
    return settings(folder).workbook


def answered(book, **changed):
    for id, words in (GIVEN | changed).items():
        book.save(id, words)
    return gate()


def soup(page):
    return BeautifulSoup(page.html, "html.parser")


# The gate


@pytest.mark.parametrize("id", GIVEN)
def test_file_waits_while_any_question_is_unanswered(book, id):
    told = answered(book, **{id: ""}).told()
    assert told == ["Vänta med filen.", f"Det här är inte besvarat än: {kort(id)}."]


def kort(id):
    return load("start")["filen"][id]["kort"]


@pytest.mark.parametrize("answer", ["Nej", "Vi vet inte än"])
def test_file_waits_where_nobody_has_said_yes_whatever_else_is_answered(book, answer):
    first, why = answered(book, **{"fil-far": answer}).told()
    assert first == "Vänta med filen." and "chef" in why


def test_file_may_go_into_the_folder_when_all_is_answered(book):
    first, until, _ = answered(book).told()
    assert first == "Ni kan lägga filen i mappen åby."
    assert until == "Ta bort den senast den 30 juni 2027. Då kör ni «isu rensa åby»."


def test_file_waits_where_the_day_for_taking_it_away_is_past(book):
    page = answered(book)
    assert page.told(dt.date(2027, 6, 30))[0].startswith("Ni kan")
    assert page.told(dt.date(2027, 7, 1))[0] == "Vänta med filen."


def test_a_day_in_words_is_an_answer_too(book):
    assert answered(book, **{"fil-borttagning": "i juni"}).told()[0].startswith("Ni kan")


def test_the_line_follows_what_is_filled_in_and_all_is_saved(book):
    page = gate()
    page.widget()
    assert "Vänta med filen." in page.verdict.value
    for id, field in page.fields.items():
        is_day = id == "fil-borttagning"
        field.part.value = dt.date(2999, 1, 1) if is_day else GIVEN[id]
    assert "Ni kan lägga filen" in page.verdict.value
    assert Workbook(book.path).answer("fil-borttagning") == "2999-01-01"
    assert Workbook(book.path).answer("fil-far") == YES


def test_gate_in_a_handout_shows_what_may_leave_and_boxes_to_tick(book):
    book.save("fil-vilka", "Bara 2 flickor")
    page = soup(gate())
    assert [li.text for li in page.select(".isu-kryss li")] == load("start")["filen"]["fil-far"][
        "val"
    ]
    assert LEFT_OUT in page.text and "2 flickor" not in page.text


def test_gate_asks_the_questions_that_the_content_has():
    assert list(GIVEN) == list(load("start")["filen"])
    assert set(GIVEN) <= set(prompts())


# A folder of its own


def test_new_folder_holds_its_settings_and_an_empty_workbook(folder):
    assert sorted(p.name for p in folder.iterdir()) == ["arbetsbok.yaml", "isu.yaml"]
    found = settings(folder)
    assert (found.kommun, found.omrade, found.datafil) == ("Åby", "barn och unga", None)
    assert Workbook(folder).answers() == {}


def test_new_folder_has_the_settings_of_a_practice_folder(folder):
    yaml = YAML(typ="safe")
    sample = yaml.load((sample_root() / "dalsater" / "isu.yaml").read_text(encoding="utf-8"))
    assert yaml.load((folder / "isu.yaml").read_text(encoding="utf-8")).keys() == sample.keys()


def test_workbook_of_a_new_folder_keeps_its_head_when_written_in(book):
    book.save("fil-var", "Här")
    text = book.path.read_text(encoding="utf-8")
    assert text.startswith("# Gruppens egen text.") and "Här" in text


def test_new_folder_is_named_by_itself_and_by_the_areas_own_name(tmp_path):
    found = settings(new_folder(tmp_path / "x", omrade="LSS"))
    assert (found.kommun, found.omrade) == ("x", "äldreomsorg och funktionsnedsättning")


def test_new_folder_leaves_a_data_file_as_it_is_and_finds_it(tmp_path):
    data = tmp_path / "uttag.csv"
    data.write_text("Kön;Ålder\nKvinna;12\n", encoding="utf-8")
    (tmp_path / "arbetsbok.yaml").write_text(
        "svar:\n  fil-var:\n    text: Här\n", encoding="utf-8"
    )
    new_folder(tmp_path)
    assert data.read_text(encoding="utf-8") == "Kön;Ålder\nKvinna;12\n"
    assert settings(tmp_path).datafil == data
    assert Workbook(tmp_path).answer("fil-var") == "Här"


def snapshot(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("åby", "redan en arbetsmapp"),
        ("full", "redan annat i sig"),
        ("fil", "Det finns en fil"),
        ("finns/inte", "Platsen «finns» hittades inte"),
        ('a"b', "inget namn som går att använda"),
        (" .", "inget namn som går att använda"),
    ],
)
def test_new_folder_that_can_not_be_made_writes_nothing(tmp_path, folder, name, expected):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "brev.docx").write_bytes(b"hej")
    (tmp_path / "fil").write_bytes(b"hej")
    before = snapshot(tmp_path)
    with pytest.raises(IsuError, match=re.escape(expected)):
        new_folder(tmp_path / name, kommun="Annan")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "place", [sample_root() / "egen", sample_root().parents[1] / "notebooks/x"]
)
def test_new_folder_is_never_made_among_the_programs_own(place):
    with pytest.raises(IsuError, match="programmets egna filer"):
        new_folder(place)
    assert not place.exists()


@given(st.text())
def test_any_name_of_a_town_is_read_back_from_yaml(text):
    read = YAML(typ="safe").load(f"kommun: {scalar(text)}\n")
    seen = "".join(c for c in " ".join(text.split()) if c.isprintable())
    assert (read["kommun"] or "").strip() == seen.strip()


def test_isu_ny_makes_the_folder_that_is_used_from_then_on(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status = cli.main(["ny", "ån", "--kommun", "Åby", "--omrade", "skidor"])
    out, err = capsys.readouterr()
    assert (status, err) == (0, "")
    assert "Mappen ån används nu i alla anteckningsböcker" in out
    assert "«skidor» känns inte igen" in out and "barn och unga" in out
    assert settings(tmp_path / "ån").omrade == "skidor"


def test_isu_ny_never_writes_over(capsys, folder):
    before = snapshot(folder)
    assert cli.main(["ny", str(folder), "--kommun", "Annan"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and snapshot(folder) == before


def test_form_makes_a_folder_or_tells_why_not(tmp_path):
    page = FolderPage(settings(), tmp_path)
    page.widget()
    page.name.value, page.town.value, page.area.value = "ån", "Åby", "familjerätt"
    page.press.click()
    assert "Mappen ån används nu" in page.told.value
    assert settings(tmp_path / "ån").kommun == "Åby"
    page.press.click()
    assert "Mappen finns redan." in page.told.value and "används nu" in page.told.value


def test_form_tells_of_the_name_before_the_place(tmp_path):
    page, wrong = FolderPage(settings(), tmp_path), str(tmp_path / "finns inte")
    assert "inget namn" in page.make(" ", "", "", wrong)[0]
    assert "Platsen «finns inte»" in page.make("ån", "", "", wrong)[0]
    assert "Klart" in page.make("ån", "", "", f' "{tmp_path}" ')[0]


def test_form_offers_the_folders_that_are_there(folder, tmp_path):
    page = FolderPage(settings(folder), tmp_path)
    page.widget()
    names = [label for label, _ in page.known.options]
    assert names[1] == "åby" and "Övning: Björkåsen, barn och unga" in names
    page.known.value = str(folder)
    assert "Mappen åby används nu" in page.told.value


def test_who_chooses_a_folder_to_practise_with_gets_a_copy_and_the_same_one_again(tmp_path):
    page, practice = FolderPage(settings(), tmp_path), sample_root() / "dalsater"
    copied, *_ = page.choose(practice)
    copy = tmp_path / "ovning-dalsater"
    assert "ovning-dalsater" in copied and repr(folder_banner(settings(copy))) == (
        "Övningsmapp: Dalsäter · ekonomiskt bistånd"
    )
    Workbook(copy).save("fil-var", "Här")
    page.choose(practice)
    assert Workbook(copy).answer("fil-var") == "Här"
    assert (copy / "data.csv").read_bytes() == (practice / "data.csv").read_bytes()


def test_whose_folder_it_is_stands_in_words_without_its_path(folder):
    page = folder_banner(settings(folder))
    assert soup(page).text == "Åby · barn och unga"
    words, line = page.widget().children
    assert "Åby · barn och unga" in words.value and line.value == ""
    practice = folder_banner(settings("dalsater"))
    assert "Övningsmapp" in soup(practice).text and practice.widget() is not None


def test_folder_in_a_handout_is_told_by_name_and_never_by_path(folder, tmp_path):
    page = FolderPage(settings(folder), tmp_path)
    assert "mappen åby" in page.html and str(tmp_path) not in page.html


def test_places_that_can_not_be_read_hold_no_folders(tmp_path):
    assert folders_in(tmp_path / "finns inte") == []


def test_what_is_written_before_there_is_a_folder_follows_to_the_one_that_is_chosen(tmp_path):
    one, two = (new_folder(tmp_path / name) for name in "ab")
    run = settings(sample_root() / "dalsater")
    told = run.workbook.save("fil-var", "Här")
    assert told.startswith("Inte sparat: välj mapp först.")
    page = FolderPage(run, tmp_path)
    assert any("följer med till mappen a. Sparat" in line for line in page.choose(one))
    page.choose(two)
    assert run.workbook.save("fil-var", "Där").startswith("Sparat")
    assert Workbook(one).answer("fil-var") == "Där" and Workbook(two).answers() == {}


def test_what_follows_to_a_folder_stands_beside_its_own_words(folder, book, tmp_path):
    book.save("fil-beslut", "Enhetschefen")
    run = settings(sample_root() / "dalsater")
    run.workbook.save("fil-beslut", "Vi själva"), run.workbook.save("fil-var", "Här")
    FolderPage(run, tmp_path).choose(folder)
    after = Workbook(folder)
    assert after.answers() == {"fil-beslut": "Enhetschefen", "fil-var": "Här"}
    assert [c.texts for c in after.conflicts] == [("Enhetschefen", "Vi själva")]


def test_folder_with_a_broken_workbook_is_told_of_and_the_words_are_kept(folder, tmp_path):
    (folder / "arbetsbok.yaml").write_text("svar: [", encoding="utf-8")
    run = settings(sample_root() / "dalsater")
    run.workbook.save("fil-var", "Här")
    told = " ".join(FolderPage(run, tmp_path).choose(folder))
    assert "Väntade" in told and not run.workbook.is_saved
    (folder / "arbetsbok.yaml").write_text("", encoding="utf-8")
    run.workbook.save("fil-vilka", "Vi")
    assert Workbook(folder).answers() == {"fil-vilka": "Vi", "fil-var": "Här"}


# The concepts and the four steps


@pytest.mark.parametrize("id", load("start")["begrepp"])
def test_concept_has_all_its_fields_and_one_question(id):
    told = load("start")["begrepp"][id]
    assert set(told) <= {"namn", "kort", "mer", "exempel", "fraga", "kalla", "omraden"}
    assert all(str(told[f]).strip() for f in ("namn", "kort", "mer", "exempel", "kalla"))
    assert told["fraga"].count("?") == 1 and told["fraga"].endswith("?")
    known = {a.id for a in areas()} | {a.measures for a in areas()}
    assert set(told.get("omraden", {})) <= known


def test_concepts_are_turned_one_at_a_time_and_stop_at_the_ends():
    page = concepts("genusbias", "makt")
    page.widget()
    assert "<h3>Genusbias" in page.shown.value and page.back.disabled
    page.on.click()
    assert "<h3>Normer" in page.shown.value and page.on.disabled
    page.turn(5)
    assert page.at == 1


def test_concepts_in_a_handout_are_all_there_with_the_areas_examples():
    assert len(soup(concepts()).select("h3")) == len(load("start")["begrepp"])
    assert "hemtjänst" in concepts("makt", omrade="LSS").html
    assert "hemtjänst" not in concepts("makt", omrade="barn och unga").html
    with pytest.raises(ValueError, match="no concept 'nej'"):
        concepts("nej")


@pytest.mark.parametrize("here", range(5))
def test_figure_of_the_steps_marks_the_step_in_words_too(here):
    items = soup(four_steps(here)).select("ol > li")
    marked = [i for i, li in enumerate(items, 1) if li.get("aria-current") == "step"]
    told = [i for i, li in enumerate(items, 1) if "här är ni" in li.text]
    assert marked == told == ([here] if here else [])
    assert [li.strong.text for li in items] == [s["namn"] for s in load("steps")["steg"]]


@pytest.mark.parametrize("here", [-1, 5])
def test_there_are_four_steps(here):
    with pytest.raises(ValueError, match="no step"):
        four_steps(here)


# Looking back, and the end


def test_codebook_is_shown_where_there_is_one_and_else_told_of(folder, book):
    book.add("fragor", "Får alla samma stöd?")
    shown = OurCodebook(sample_root() / "dalsater" / "kodbok.yaml", book).html
    assert "<table" in shown and "Får alla samma stöd?" in shown
    assert "inte gjord än" in our_codebook().html


def test_broken_codebook_is_told_of_in_a_line(folder, book):
    (folder / "kodbok.yaml").write_text("variabler: [", encoding="utf-8")
    assert "isu-varning" in our_codebook().html


def test_removal_tells_the_day_and_on_the_screen_what_goes(folder, book):
    (folder / "uttag.csv").write_text("Kön\nMan\n", encoding="utf-8")
    assert "inte bestämt" in removal().html
    book.save("fil-borttagning", "2020-01-31")
    page = removal()
    live = unescape(page.widget().value)
    assert "31 januari 2020" in page.html and str(folder) not in page.html
    assert "uttag.csv" in live and "har passerat" in live and f'isu rensa "{folder}' in live


def test_removal_in_a_practice_folder_says_that_it_is_left_alone():
    settings()
    assert "får inte rensas" in removal().widget().value
