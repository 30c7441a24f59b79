"""What was seen at each criterion: written once, with the address of its figures and no figure."""

import pandas as pd
import pytest

from isu_helpers import Codebook, Records, Workbook, settings
from isu_helpers.analysis import criteria
from isu_helpers.codebook import YES_NO, Option, Variable
from isu_helpers.pages.observations import HINT, Findings
from isu_helpers.pages.view import Address

YES = (Option("Ja"), Option("Nej"))
AT_NEED, AT_CONSENT = ("Insats", "Kön", "Behov"), ("Insats", "Kön", "Samtycke")


def question(name: str, role: str, criterion: str = "") -> Variable:
    return Variable(name, columns=(name,), kind=YES_NO, role=role, options=YES,
                    criterion=criterion)  # fmt: skip


def people() -> Records:
    sex = Variable("Kön", columns=("Kön",), kind="val", role="kön",
                   options=(Option("Flicka"), Option("Pojke")))  # fmt: skip
    variables = (sex, question("Insats", "insats"), question("Behov", "behov", "behov"),
                 question("Samtycke", "samtycke", "samtycke"))  # fmt: skip
    rows = [("Flicka", "Ja", "Ja", "Ja"), ("Pojke", "Nej", "Nej", "Nej")] * 20
    frame = pd.DataFrame(rows, columns=[v.name for v in variables])
    return Records.from_frame(frame, Codebook(variables))


@pytest.fixture
def book(tmp_path):
    (tmp_path / "data.csv").write_text("Kön\n", encoding="utf-8")
    settings(tmp_path)
    yield Workbook(tmp_path)
    settings()


def write(page, step: str, words: str) -> None:
    page.fields[step].part.value = words


def test_each_criterion_with_data_has_a_field(book):
    page = Findings(criteria(people(), "insats"), book)
    assert page.addresses == {"behov": AT_NEED, "samtycke": AT_CONSENT}
    page.widget()
    part = page.fields["samtycke"].part
    assert "samtycke och önskemål" in part.description and part.placeholder == HINT


def test_what_is_written_is_an_observation_with_its_address(book):
    page = Findings(criteria(people(), "insats"), book)
    page.widget()
    write(page, "behov", "Flickor bedöms oftare behöva stöd.")
    (note,) = Workbook(book.path).observations
    assert (note.text, note.variables) == ("Flickor bedöms oftare behöva stöd.", AT_NEED)
    assert Address(note.variables).result(people()).of.name == "Insats"


def test_writing_on_changes_the_same_observation(book):
    page = Findings(criteria(people(), "insats"), book)
    page.widget()
    write(page, "behov", "Flickor bedöms")
    write(page, "behov", "Flickor bedöms oftare behöva stöd.")
    write(page, "samtycke", "Pojkar säger oftare nej.")
    assert [n.text for n in book.observations] == [
        "Flickor bedöms oftare behöva stöd.", "Pojkar säger oftare nej.",
    ]  # fmt: skip


def test_what_is_saved_stands_in_the_field_the_next_time(book):
    book.add_observation("Pojkar säger oftare nej.", AT_CONSENT)
    page = Findings(criteria(people(), "insats"), book)
    page.widget()
    assert page.fields["samtycke"].value == "Pojkar säger oftare nej."
    assert page.fields["behov"].value == ""


def test_a_handout_has_the_words_or_lines_to_write_on(book):
    page = Findings(criteria(people(), "insats"), book)
    assert "isu-rad" in page.html
    book.add_observation("Pojkar säger <oftare> nej.", AT_CONSENT)
    assert "Pojkar säger &lt;oftare&gt; nej." in page.html and "isu-rad" not in page.html
    book.add_observation("Om ålder.", ("Ålder", "Kön"))
    assert "Om ålder" not in page.html


def test_a_small_count_is_not_handed_out(book):
    book.add_observation("Bara 2 flickor fick nej.", AT_NEED)
    assert "2 flickor" not in Findings(criteria(people(), "insats"), book).html


def test_nothing_tried_is_nothing_to_save(book):
    page = Findings(criteria(people(), "delaktighet"), book)
    assert page.widget() is None and "inget att spara" in page.html


def test_an_unknown_track_is_refused(book):
    with pytest.raises(ValueError, match="must be among"):
        Findings(criteria(people(), "boende"), book)
