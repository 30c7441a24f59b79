"""Step 2 and 3: observations beside their figures, what the material bears, what was written."""

import numpy as np
import pandas as pd
import pytest

from isu_helpers import Records, Workbook, settings
from isu_helpers.configuration import sample_root
from isu_helpers.forms.written import NOTHING, Written
from isu_helpers.pages import bearing, written
from isu_helpers.pages.reflecting import NOTHING as NO_OBSERVATION
from isu_helpers.pages.reflecting import Reflections
from isu_helpers.show import INTERNAL, MIME
from isu_helpers.workbook import LEFT_OUT

ASKED = ("orsak", "uppkomst", "foljd", "andra")


@pytest.fixture
def book(tmp_path):
    return Workbook(tmp_path)


@pytest.fixture
def records():
    """60 women and 60 men; two women have the rare answer."""
    helped = ["Ja"] * 45 + ["Nej"] * 15
    columns = {"Vräkt": ["Ja"] * 2 + ["Nej"] * 118, "Insats": helped + ["Ja"] * 15 + ["Nej"] * 45}
    table = pd.DataFrame({"Kön": ["K"] * 60 + ["M"] * 60, **columns})
    return Records.from_frame(table)


@pytest.fixture(autouse=True)
def run_settings():
    yield
    settings(sample_root() / "tallnas")


def test_each_observation_stands_with_its_figures_and_its_own_answers(book, records):
    one = book.add_observation("Kvinnor får oftare insats.", ["Insats", "Kön"])
    two = book.add_observation("Få är vräkta.", ["Vräkt", "Kön"])
    book.save("orsak", "Vi frågar olika.", about=one)
    html = Reflections(records, ASKED, book).html
    first, second = html.split("<h3>Iakttagelse 2</h3>")
    assert "75\xa0%" in first and "Vi frågar olika." in first
    assert "Få är vräkta." in second and "Vi frågar olika." not in second
    assert two != one and second.count("isu-rad") > first.count("isu-rad")


def test_hidden_numbers_are_hidden_beside_an_observation_too(book, records):
    book.add_observation("Bara 2 kvinnor är vräkta.", ["Vräkt", "Kön"])
    html = Reflections(records, ASKED, book).html
    assert LEFT_OUT in html and "2 av 60" not in html and "3\xa0%" not in html


def test_figures_without_protection_get_into_no_handout(tmp_path, book, records):
    book.add_observation("Kvinnor får oftare insats.", ["Insats", "Kön"])
    shown = Reflections(records, ASKED, book)
    (tmp_path / "data.csv").write_text("Kön;Insats\nK;Ja\nM;Nej\n", "utf-8")
    settings(tmp_path, skydd=False)
    marks = set(shown._repr_mimebundle_())
    assert INTERNAL in marks and MIME not in marks


def test_an_observation_about_a_variable_that_is_gone_is_told_of(book, records):
    book.add_observation("Något.", ["Borta", "Kön"])
    assert "«Borta»" in Reflections(records, ASKED, book).html


def test_what_is_answered_in_step_1_is_reflected_on_under_its_own_id(book, records):
    book.save("behov-iakttagelser", "Fler kvinnor söker själva.")
    form = Reflections(records, ASKED, book).widget()
    assert form.titles == ("Fler kvinnor söker själva.",)
    _, *fields = form.children[0].children
    fields[0].children[1].children[0].value = "Vi frågar olika."
    assert Workbook(book.path).answer("orsak", "behov-iakttagelser") == "Vi frågar olika."
    shown = Reflections(records, ASKED, book).html
    assert "Fler kvinnor söker själva." in shown and "Vi frågar olika." in shown


def test_an_answer_that_may_point_out_somebody_is_held_back_in_step_2_too(book, records, tmp_path):
    (tmp_path / "data.csv").write_text("Kön;Insats\nK;Ja\nM;Nej\n", "utf-8")
    settings(tmp_path)
    book.save("behov-iakttagelser", "Bara 2 kvinnor fick stöd.")
    assert "2 kvinnor" not in Reflections(records, ASKED, book).html
    assert "2 kvinnor" not in Written(("iakttagelser",), book).html
    book.approve("iakttagelser", "behov-iakttagelser")
    assert "2 kvinnor" in Reflections(records, ASKED, book).html


def test_without_observations_one_line_tells_what_to_do(book, records):
    shown = Reflections(records, ASKED, book)
    assert shown.html == f"<p>{NO_OBSERVATION}</p>" and shown.widget() is None


def test_the_form_has_a_part_for_each_observation_and_a_field_for_each_question(book, records):
    id = book.add_observation("Kvinnor får oftare insats.", ["Insats", "Kön"])
    form = Reflections(records, ASKED, book).widget()
    assert form.titles == ("Kvinnor får oftare insats.",)
    _, *fields = form.children[0].children
    fields[0].children[1].children[0].value = "Vi frågar olika."
    assert Workbook(book.path).answer("orsak", id) == "Vi frågar olika." and len(fields) == 4


def test_what_is_written_comes_back_to_read(book):
    assert Written(("slutsatser", "veta-mer"), book).html == f"<p>{NOTHING}</p>"
    book.save("veta-mer", "<Mer>")
    book.add_conclusion("Därför")
    shown = Written(("slutsatser", "veta-mer"), book)
    assert "Därför" in shown.html and "&lt;Mer&gt;" in shown.html and shown.widget() is None
    with pytest.raises(ValueError, match="nix"):
        written("nix")


def test_the_material_bears_what_its_words_say(records):
    told = bearing(records)._repr_mimebundle_()[MIME]["html"]
    assert "1\xa0fråga har en tydlig skillnad" in told
    assert "60 kvinnor" in told.replace("\xa0", " ") and "60 män" in told.replace("\xa0", " ")


def test_ten_people_bear_nothing():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"Kön": list("KM") * 5, "Insats": rng.choice(["Ja", "Nej"], 10)})
    told = bearing(Records.from_frame(table))._repr_mimebundle_()[MIME]["html"]
    assert "tydlig" not in told
