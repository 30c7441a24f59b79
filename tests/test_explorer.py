"""The explorer: the form as a person uses it, and what of it may leave the arbetsmapp."""

import json
import re
import shutil
from dataclasses import replace

import nbformat
import pandas as pd
import pytest
from drawn import charts

from isu_helpers import Codebook, Records, Release, settings
from isu_helpers.analysis.trend import POOLED, TREND, crossed_trend
from isu_helpers.configuration import sample_root
from isu_helpers.pages.explore import NO_WORDS, Explorer
from isu_helpers.pages.observed import figures
from isu_helpers.pages.view import STAMP, by_primary_rule
from isu_helpers.publish.execute import execute
from isu_helpers.publish.text import released
from isu_helpers.show import MIME
from isu_helpers.workbook import LEFT_OUT, Workbook

SMALL = 3  # women with home help in the table below
ROLES = {"Ålder": "bakgrund", "År": "tid", "Insats": "insats"}
NOTEBOOK = """from isu_helpers.pages import explorer, read_records, settings
val = settings(arbetsmapp, skydd=skydd)
poster = read_records(val.datafil, val.kodbok)"""


def table() -> pd.DataFrame:
    """Of 20 women 3 got home help and 9 talks, of 30 men 12 and 10; half are young; two years."""
    women = ["Hemtjänst"] * SMALL + ["Samtal"] * 9 + ["Boende"] * 8
    answers = women + ["Hemtjänst"] * 12 + ["Samtal"] * 10 + ["Boende"] * 8
    return pd.DataFrame({
        "Kön": ["Kvinna"] * 20 + ["Man"] * 30,
        "Ålder": ["Ung", "Äldre"] * 25,
        "År": [2024, 2024, 2025, 2025] * 12 + [2024, 2024],
        "Insats": answers,
    })  # fmt: skip


def records() -> Records:
    proposed = Records.from_frame(table()).codebook
    book = tuple(replace(v, role=ROLES.get(v.name, v.role)) for v in proposed)
    return Records.from_frame(table(), Codebook(book))


@pytest.fixture(autouse=True)
def folder(tmp_path):
    (tmp_path / "data.csv").write_text("Kön\nMan\n", encoding="utf-8")
    settings(tmp_path)
    yield
    settings()


@pytest.fixture
def book(tmp_path):
    return Workbook(tmp_path)


@pytest.fixture
def form(book):
    form = Explorer(records(), book).form
    form.question.value = "Insats"
    return form


def words(widget) -> str:
    """What a person reads in a widget."""
    text = re.sub(r"<style>.*?</style>", "", widget.value, flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split()).replace("\xa0", " ")


def test_a_choice_shows_its_table_at_once(form):
    assert "Insats efter kön" in words(form.view)
    assert "45 %" in words(form.view)  # 9 of 20 women
    form.crossing.value = "Ålder"
    assert "Insats efter kön och ålder" in words(form.view)
    form.question.value = "Ålder"
    form.crossing.value = ""
    assert "50 %" in words(form.view)  # half are young


def large() -> Records:
    """Two years, two ages; of young women half got talks in 2024 and all in 2025."""
    rows = []
    for sex in ("Kvinna", "Man"):
        for age in ("Ung", "Äldre"):
            for year in (2024, 2025):
                is_all = (sex, age, year) == ("Kvinna", "Ung", 2025)
                rows += [(sex, age, year, "Samtal" if is_all or i % 2 else "Boende")
                         for i in range(40)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["Kön", "Ålder", "År", "Insats"])
    proposed = Records.from_frame(frame).codebook
    book = tuple(replace(v, role=ROLES.get(v.name, v.role)) for v in proposed)
    return Records.from_frame(frame, Codebook(book))


def test_letters_that_come_after_the_press_belong_to_what_was_ended(book):
    form = Explorer(large(), book).form
    form.words.value = "Fler kvin"
    form.save.click()
    form.words.value = "Fler kvinnor än män"  # the rest of it, sent late by a slow browser
    assert [n.text for n in book.notes("iakttagelser")] == ["Fler kvinnor än män"]
    for words in ("F", "Fl", "Flera män"):
        form.words.value = words
    assert [n.text for n in book.notes("iakttagelser")] == ["Fler kvinnor än män", "Flera män"]


def test_time_is_crossed_with_a_panel_a_category(book):
    form = Explorer(large(), book).form
    form.question.value, form.crossing.value, form.period.value = "Insats", "Ålder", "år"
    assert form.answer.layout.display is None and form.answer.options == ("Boende", "Samtal")
    form.answer.value = "Samtal"
    told = words(form.view)
    assert "Insats efter kön, ålder och år" in told
    assert "Samtal, Ung" in told and "Samtal, Äldre" in told and "Boende, Ung" not in told
    assert "20 av 40" in told and "40 av 40" in told
    assert "Störst förändring av skillnaden bland svaren här: «Samtal, Ung»" in told
    assert form.view.value.count("<caption>") == 1 and STAMP in told


def test_one_answer_is_asked_for_only_over_time_and_crossed(form):
    assert form.answer.layout.display == "none"
    form.period.value = "år"
    assert form.answer.layout.display == "none" and "2024" in words(form.view)
    form.crossing.value = "Ålder"
    assert form.answer.layout.display is None and form.answer.value == "Boende"
    form.answer.value = "Samtal"
    form.question.value = "Ålder"
    assert form.answer.layout.display == "none" and "på sig själv" in words(form.view)
    form.question.value, form.period.value = "Insats", ""
    assert form.answer.layout.display == "none" and "Ung" in words(form.view)


def test_small_counts_are_hidden_and_warned_of_over_time_too(form):
    form.crossing.value, form.period.value = "Ålder", "år"
    form.answer.value = "Hemtjänst"
    assert ".." in words(form.view) and "En person motsvarar" in words(form.view)
    frame = by_primary_rule(form.address.result(records()), 5).frame
    inner = frame[frame[["Kön", "Ålder", "Insats"]].notna().all(axis=1)]
    assert inner["n"].dropna().pipe(lambda n: (n == 0) | (n >= 5)).all()


def test_crossed_periods_are_longer_where_groups_would_be_small():
    dates = pd.date_range("2024-01-05", periods=240, freq="3D").strftime("%Y-%m-%d")
    frame = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 120, "Ålder": ["Ung", "Ung", "Äldre"] * 80,
                          "Datum": dates, "Hjälp": ["Ja", "Nej", "Nej"] * 80})  # fmt: skip
    made = Records.from_frame(frame)
    asked = (
        crossed_trend(made, "Hjälp", ["Kön"], "kvartal"),
        crossed_trend(made, "Hjälp", ["Kön", "Ålder"], "kvartal"),
    )
    assert [r.analysis for r in asked] == [TREND, POOLED]
    groups = [v.name for v in asked[1].by]
    inner = asked[1].frame[~asked[1].frame[groups].isin(["Uppgift saknas"]).any(axis=1)]
    sizes = inner.groupby(groups)["base"].max()
    assert (sizes >= 10).mean() >= 2 / 3  # five for each of two answers


def test_a_crossed_trend_that_is_saved_comes_through_the_release(book):
    form = Explorer(large(), book).form
    form.question.value, form.crossing.value, form.period.value = "Insats", "Ålder", "år"
    form.words.value = "Fler unga kvinnor får samtal nu."
    form.save.click()
    note = book.observations[0]
    assert (note.variables, note.period) == (("Insats", "Kön", "Ålder"), "år")
    found = figures(note, large(), Release())
    assert {"Kön", "Ålder", "År"} <= set(found)
    assert "Insats efter kön, ålder och år" in Explorer(large(), book).observed()[MIME]["html"]


def test_what_cannot_be_shown_is_told(form, book):
    form.question.value = form.crossing.value = "Ålder"
    assert "på sig själv" in words(form.view)
    form.words.value = "Vi ser något."
    form.save.click()
    [note] = Workbook(book.path).observations  # what is written is kept, without figures
    assert note.text == "Vi ser något." and note.variables == ()


def test_words_are_saved_letter_by_letter_before_any_button(form, book):
    typed = "Fler män får hemtjänst. "
    for i in range(1, len(typed) + 1):
        form.words.value = typed[:i]
        [note] = Workbook(book.path).observations
        assert note.text == typed[:i].strip() and note.variables == ("Insats", "Kön")
    form.crossing.value = "Ålder"
    form.save.click()
    [note] = Workbook(book.path).observations
    assert note.variables == ("Insats", "Kön", "Ålder") and form.words.value == ""
    form.words.value = "Nästa."
    assert len(Workbook(book.path).observations) == 2 and book.conflicts == []


def test_words_that_are_rubbed_out_before_the_button_are_no_observation(form, book):
    for text in ("Fel", ""):
        form.words.value = text
    assert Workbook(book.path).observations == []
    form.words.value = "Rätt."
    assert [n.text for n in Workbook(book.path).observations] == ["Rätt."]


def test_small_counts_are_hidden_and_no_others(form):
    frame = by_primary_rule(form.address.result(records()), 5).frame
    hidden = frame[frame["n"].isna()]
    assert hidden[["Kön", "Insats"]].values.tolist() == [["Kvinna", "Hemtjänst"]]
    assert hidden[["share", "low", "high"]].isna().all(axis=None)
    assert f"{SMALL} av 20" not in form.view.value and "15 %" not in words(form.view)
    assert "9 av 20" in words(form.view) and "12 av 30" in words(form.view)  # a working view


def test_the_limit_is_that_of_the_settings(tmp_path, book):
    settings(tmp_path, minsta_antal=11)
    form = Explorer(records(), book).form
    form.question.value = "Insats"
    assert "12 av 30" in words(form.view) and "10 av 30" not in words(form.view)


@pytest.mark.parametrize("period", ["", "år"])
def test_each_table_is_stamped(form, period):
    form.period.value = period
    captions = re.findall(r"<caption>(.*?)</caption>", form.view.value)
    assert captions and all(STAMP in c for c in captions)
    assert f'<p class="isu-stampel">{STAMP}</p>' in form.view.value
    assert str(charts(form.view.value)[0]).count(STAMP) == 1


def test_fields_have_labels_and_can_be_reached(form):
    fields = (form.question, form.crossing, form.period, form.words, form.save)
    assert all(field.description for field in fields)
    assert all(field.tabbable is not False for field in fields)
    assert len({field.description for field in fields}) == len(fields)


def test_saving_puts_words_and_address_in_the_workbook(form, book):
    form.crossing.value = "Ålder"
    form.words.value = "  Fler kvinnor än män får insatsen.  "
    form.save.click()
    assert re.fullmatch(r"Sparat \d+ [a-z]+ \d\d:\d\d\.", words(form.message))
    assert form.words.value == ""
    note = Workbook(book.path).observations[0]
    assert note.text == "Fler kvinnor än män får insatsen."
    assert note.variables == ("Insats", "Kön", "Ålder") and note.period == ""
    assert note.saved


def test_nothing_is_saved_without_words(form, book):
    form.words.value = " \n "
    form.save.click()
    assert words(form.message) == NO_WORDS and book.observations == []


def test_the_message_goes_when_something_else_is_chosen(form):
    form.save.click()
    form.period.value = "år"
    assert words(form.message) == ""


def test_the_workbook_can_fetch_figures_at_the_saved_address(form, book):
    form.period.value = "år"
    form.words.value = "Det är lika båda åren."
    form.save.click()
    found = figures(book.observations[0], records(), Release())
    assert {"2024", "2025"} <= set(found["År"].dropna())


def test_what_stands_in_a_handout_comes_through_the_release(form, book):
    form.words.value = "Fler män får hemtjänst."
    form.save.click()
    form.words.value = "Bara 3 kvinnor fick hemtjänst."
    form.save.click()
    shown = Explorer(records(), book).observed()
    html = shown[MIME]["html"]
    assert "Fler män får hemtjänst." in html and LEFT_OUT in html and "Bara 3" not in html
    assert STAMP not in html
    assert not ("9 av 20" in html and "8 av 20" in html)  # else the 3 could be worked out
    assert html.count("<table") == html.count("<caption>") > 0


def test_two_observations_of_one_table_share_it(form, book):
    for text in ("Det ena.", "Det andra."):
        form.words.value = text
        form.save.click()
    html = Explorer(records(), book).observed()[MIME]["html"]
    assert html.count("<h3>Insats</h3>") == 1
    assert html.index("Det ena.") < html.index("Det andra.") < html.index("<table")


def test_words_are_not_markup(form, book):
    form.words.value = "<script>alert()</script> & mer\nrad två"
    form.save.click()
    html = Explorer(records(), book).observed()[MIME]["html"]
    assert "&lt;script&gt;alert()&lt;/script&gt; &amp; mer<br>rad två" in html


def test_a_variable_that_is_gone_is_told_of(book):
    book.add_observation("Det här minns vi.", ["Borttagen", "Kön"])
    html = Explorer(records(), book).observed()[MIME]["html"]
    assert "Det här minns vi." in html and "«Borttagen»" in html


def test_outside_of_a_notebook_there_is_no_form(book):
    shown = Explorer(records(), book)._repr_mimebundle_()
    assert "har inte sparat" in shown[MIME]["html"]
    assert not [mime for mime in shown if "widget" in mime]


def test_a_handout_never_takes_the_form(form):
    data = form.widget._repr_mimebundle_() | {"text/html": form.view.value}
    output = nbformat.v4.new_output("execute_result", data=data)
    assert released(nbformat.v4.new_code_cell(outputs=[output]), skydd=False) == [None]


@pytest.mark.parametrize("skydd", [True, False])
def test_a_run_without_anybody_leaves_no_figure_but_the_releases(tmp_path, skydd):
    folder = tmp_path / "mapp"
    shutil.copytree(sorted(p for p in sample_root().iterdir() if p.is_dir())[0], folder)
    cells = [
        nbformat.v4.new_code_cell(
            "arbetsmapp: str = None\nskydd: bool = None", metadata={"tags": ["parameters"]}
        ),
        nbformat.v4.new_code_cell(NOTEBOOK),
        nbformat.v4.new_code_cell("explorer(poster)"),
    ]
    path = tmp_path / "bok.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    Workbook(folder).add_observation("Det här ser vi.", ["samtycke", "kön"])
    done = execute(path, arbetsmapp=folder, skydd=skydd)
    shown = done.cells[-1]
    assert "Det här ser vi." in released(shown, skydd)[0]
    assert "<caption>Samtycke" in released(shown, skydd)[0]
    assert (released(shown) == [None]) == (not skydd)
    assert "widgets" not in done.metadata  # no state of a form in the file
    assert STAMP not in json.dumps(done, ensure_ascii=False)
