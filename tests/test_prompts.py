"""The questions: whole, open, short, each of them used, answered and sharpened by the area."""

import re
from pathlib import Path

import nbformat
import pytest
from ipywidgets import Accordion

from isu_helpers import Workbook, prompt
from isu_helpers.configuration import area_of, areas
from isu_helpers.content import NOTEBOOK, notebooks, prompts
from isu_helpers.forms.prompts import Prompt, for_area
from isu_helpers.workbook import LEFT_OUT

ENTRIES = prompts()
ROOT = Path(__file__).resolve().parents[1] / "notebooks"
FIELDS = {NOTEBOOK, "fraga", "hjalp", "exempel", "ledare", "kalla"}
MORE = {"kunskap", "omraden", "personer", "tidigare"}
SOURCES = {"individ", "verksamhet", "omvarld"}
FILES = {path.stem for path in (ROOT.parent / "isu_helpers/content/prompts").glob("*.yaml")}


def asked(entry):
    """The prompt as asked of all, and as each area sharpens it."""
    return [
        entry["fraga"],
        *(e["fraga"] for e in entry.get("omraden", {}).values() if "fraga" in e),
    ]


@pytest.mark.parametrize("id", ENTRIES)
def test_prompt_has_all_its_fields(id):
    entry = ENTRIES[id]
    assert FIELDS <= set(entry) <= FIELDS | MORE
    assert all(str(value).strip() for value in entry.values())
    assert entry.get("kunskap", "individ") in SOURCES


@pytest.mark.parametrize("id", ENTRIES)
def test_prompt_asks_one_open_question(id):
    for question in asked(ENTRIES[id]):
        assert question.endswith("?") and question.count("?") == 1
        assert len(question.split()) <= 25


@pytest.mark.parametrize("id", ENTRIES)
def test_prompt_is_sharpened_for_known_areas_in_known_fields(id):
    known = {"vuxna", *(a.id for a in areas()), *(a.measures for a in areas())}
    sharper = ENTRIES[id].get("omraden", {})
    assert set(sharper) <= known
    assert all(
        own and set(own) <= {"fraga", "hjalp", "exempel", "ledare"} for own in sharper.values()
    )


def test_prompts_are_all_used_in_their_notebook():
    for notebook, entry in notebooks().items():
        own = {id for id, e in ENTRIES.items() if e[NOTEBOOK] == notebook}
        path = ROOT / entry["fil"]
        cells = nbformat.read(path, as_version=4).cells if path.is_file() else []
        assert own == set(re.findall(r'"([\w-]+)"', "\n".join(prompt_calls(cells)))), notebook


def prompt_calls(cells):
    return re.findall(
        r"\b(?:prompt|reflections?|gate)\(.*?\)", "\n".join(c.source for c in cells), re.S
    )


def test_each_notebook_has_four_to_six_questions_that_all_answer():
    for notebook, entry in notebooks().items():
        own = [id for id, e in ENTRIES.items() if e[NOTEBOOK] == notebook]
        core = entry["karna"]
        assert set(core) <= set(own) and len(set(core)) == len(core), notebook
        assert 4 <= len(core) <= 6 or sorted(core) == sorted(own), notebook
        assert not any(ENTRIES[id].get("tidigare") for id in core), notebook


def test_what_is_not_core_is_folded_until_it_is_answered(tmp_path):
    book = Workbook(tmp_path)
    more = Prompt("vad-andra-sett", book)
    assert not more.is_core and more.html.startswith("<details")
    assert f"Om ni hinner: {more.question}" in more.html
    assert isinstance(more.widget(), Accordion) and more.widget().selected_index is None
    book.save("vad-andra-sett", "Två fynd.")
    again = Prompt("vad-andra-sett", Workbook(tmp_path))
    assert "Två fynd." in again.html and "<details" not in again.html
    assert not isinstance(again.widget(), Accordion)


@pytest.mark.parametrize("id", [id for id, e in ENTRIES.items() if e.get("tidigare")])
def test_what_is_asked_elsewhere_now_is_seen_only_where_it_is_answered(id, tmp_path):
    book = Workbook(tmp_path)
    assert not Prompt(id, book).html
    book.save(id, "Vi skrev det i våras.")
    again = Prompt(id, Workbook(tmp_path))
    assert "Vi skrev det i våras." in again.html and again.widget().children


def test_every_file_of_prompts_belongs_to_a_notebook():
    assert set(notebooks()) >= FILES


def test_prompt_refuses_an_unknown_id():
    with pytest.raises(ValueError, match="no prompt 'nej'"):
        prompt("nej")


def test_prompt_shows_its_question_and_lines_to_write_on(tmp_path):
    html = Prompt("behov-iakttagelser", Workbook(tmp_path)).html
    assert ENTRIES["behov-iakttagelser"]["fraga"] in html
    assert html.count("isu-rad") >= 3


def test_prompt_shows_the_saved_answer_escaped_and_only_what_may_leave(tmp_path):
    book = Workbook(tmp_path)
    book.save("behov-iakttagelser", "Fler <b>flickor</b>.\nBara 2 pojkar fick hjälp.")
    html = Prompt("behov-iakttagelser", book).html
    assert "Fler &lt;b&gt;flickor&lt;/b&gt;.<br>" + LEFT_OUT in html
    assert "isu-rad" not in html and "2 pojkar" not in html


def test_prompt_is_answered_about_one_thing_at_a_time(tmp_path):
    book = Workbook(tmp_path)
    book.save("behov-iakttagelser", "Om den ena.", about="iakttagelse-abcde")
    one, other = (
        Prompt("behov-iakttagelser", book, a) for a in ("iakttagelse-abcde", "iakttagelse-x")
    )
    assert (one.answer, other.answer) == ("Om den ena.", "")
    assert Workbook(tmp_path).answers("steg1") == {
        "behov-iakttagelser/iakttagelse-abcde": "Om den ena."
    }


def test_a_field_says_that_nothing_is_saved_where_the_file_is_broken_and_saves_when_it_is_mended(
    tmp_path,
):
    form = Prompt("skaver", Workbook(tmp_path))
    form.widget()
    form.field.part.value = "Ett"
    file = tmp_path / "arbetsbok.yaml"
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace(":", " ") + "  - [trasig", encoding="utf-8")
    form.field.part.value = "Ett två"
    assert "Stäng inte anteckningsboken" in form.field.status.value
    file.write_text(before, encoding="utf-8")
    form.field.part.value = "Ett två tre"
    assert "Sparat" in form.field.status.value and Workbook(tmp_path).answer("skaver").endswith(
        "tre"
    )


def test_area_sharpens_what_it_names_and_nothing_else():
    sharper = {"bibehallen": {"fraga": "Vad är kvar?"}, "socialpsykiatri": {"hjalp": "Se hemma."}}
    entry = {"fraga": "Vad?", "hjalp": "Titta.", "omraden": sharper}
    assert for_area(entry, "socialpsykiatri") == {
        **entry,
        "fraga": "Vad är kvar?",
        "hjalp": "Se hemma.",
    }
    assert for_area(entry, "Äldre och LSS")["fraga"] == "Vad är kvar?"
    assert for_area(entry, "familjerätt") == for_area(entry, "") == entry


@pytest.mark.parametrize("area", areas(), ids=lambda a: a.id)
def test_area_is_known_by_its_name_and_has_practice_records(area):
    assert area_of(area.name.upper()) == area_of(area.id) == area
    assert (ROOT.parent / f"isu_helpers/content/examples/{area.id}.yaml").is_file()
