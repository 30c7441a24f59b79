"""A file and a codebook joined on a screen: what is proposed, saved, and then shown."""

import random
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from foreign import HEADERS, IDS, STAFF, foreign_folder

import isu_helpers
from isu_helpers import Codebook
from isu_helpers.codebook import SEX, YES_NO, Option, Variable
from isu_helpers.collect import write_form
from isu_helpers.configuration import ManyFilesError
from isu_helpers.errors import CodebookError
from isu_helpers.pages import breakdowns, criteria, goals, opinions, same_here, trends
from isu_helpers.pages.builder import variable_builder
from isu_helpers.pages.draft import Draft, found_entries, merged, open_draft
from isu_helpers.pages.editing import EditForm, codebook_form
from isu_helpers.pages.joining import NOT_CHOSEN, Workbench
from isu_helpers.pages.lost import which_file
from isu_helpers.pages.mapping import file_mapping
from isu_helpers.pages.match import Fit, columns_of, matched, may_be_listed, meant
from isu_helpers.pages.mending import Buttons, beside
from isu_helpers.records.read import raw_table
from isu_helpers.show import section_of
from isu_helpers.show.model import ANY, Mend, walk
from isu_helpers.workbook.codebooks import is_lost, is_proposal


@pytest.fixture
def folder(tmp_path):
    return foreign_folder(tmp_path / "åby")


@pytest.fixture
def bench(folder):
    isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    return page.bench


def card(bench: Workbench, name: str):
    return next(q for q in bench.questions if q.variable.name == name)


def settled(bench: Workbench) -> Workbench:
    """The one choice that nobody can make for them: which code is which sex."""
    card(bench, "barnets kön").rows[0].choice.value = "Pojke"
    bench.save.click()
    return bench


def test_every_question_gets_a_column_with_a_reason(folder):
    codebook = Codebook.read(folder / "kodbok.yaml")
    fit = Fit(codebook, raw_table(folder / "uttag.csv", codebook))
    assert not fit.found and len(fit.proposed) == len(IDS)
    assert fit.proposed["tidigare utredd"].header == "Utredd förut"
    assert "samma ord: utredd" in fit.proposed["tidigare utredd"].reason
    assert {"Ansvarig", "Enhet", "KlientNr"} == set(fit.idle) - {
        m.header for m in fit.proposed.values()
    }


def test_the_codes_of_sex_are_asked_about_and_never_guessed(bench):
    rows = card(bench, "barnets kön").rows
    assert [(row.answer, row.option) for row in rows] == [("1", None), ("2", None)]
    before = bench.draft.path.read_bytes()
    bench.save.click()
    assert "«1» och «2»" in bench.told.value and bench.draft.path.read_bytes() == before
    rows[0].choice.value = "Pojke"
    assert rows[1].option == "Flicka"


def test_what_is_saved_is_read_with_all_ten_questions_by_sex(bench, folder):
    assert "Välj först vad svaren för kön betyder" in bench.state.value
    assert "0 av 11 frågor" in bench.state.value and "blir det 11 av 11" in bench.state.value
    settled(bench)
    assert "11 av 11 frågor" in bench.state.value and "Sparat i kodbok.yaml" in bench.told.value
    run = isu_helpers.settings(folder)
    records = run.records()
    assert not any(records.lacks(v) for v in records.codebook)
    assert [v.categories for v in records.codebook.with_role(SEX)] == [("Flicka", "Pojke")]
    for variable in records.codebook:
        if variable.role != SEX:
            frame = isu_helpers.breakdown(records, variable.name).frame
            missing = frame.loc[frame[variable.name] == "Uppgift saknas", "n"].max()
            assert frame["n"].max() == 120 and not missing > 45, variable.name


def test_a_column_chosen_twice_is_told_of_and_no_question_is_lost(bench, folder):
    age = card(bench, "barnets ålder")
    age.column.value = ("", "Kön (kod)")
    before = bench.draft.path.read_bytes()
    settled(bench)
    assert "är vald till flera frågor" in bench.told.value
    assert bench.draft.path.read_bytes() == before


def test_a_new_word_in_a_corrected_file_is_asked_about_in_step_1(bench, folder):
    settled(bench)
    assert file_mapping(only_open=True).widget() is not None  # what was saved is told once
    assert file_mapping(only_open=True).widget() is None
    path = folder / "uttag.csv"
    path.write_text(path.read_text("utf-8").replace(";Polisen;", ";Åklagare;"), encoding="utf-8")
    page = file_mapping(only_open=True)
    assert page.widget() is not None
    assert [row.answer for row in card(page.bench, "anmälare").rows] == ["Åklagare"]


def test_comments_stay_and_the_file_stays_a_codebook(folder):
    path = folder / "kodbok.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "tolkbehov" in line)
    lines.insert(at, "  # Frågas alltid")
    path.write_text("\n".join(["# Vår kodbok", *lines, ""]), encoding="utf-8")
    isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    settled(page.bench)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# Vår kodbok") and "# Frågas alltid" in text
    assert Codebook.read(path)["tolkbehov"].columns == ("Behov tolk",)
    assert "Föräldrar" in Codebook.read(path)["anmälare"].options[1].synonyms


def test_the_records_that_a_notebook_holds_are_read_anew_by_the_click(folder):
    run = isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    settled(page.bench)
    records = run.records()
    run.release(records).protected(isu_helpers.breakdown(records, "tolkbehov"))
    page.widget()
    waiting = card(page.bench, "behov av stöd")
    waiting.column.value = next(v for _, v in waiting.column.options if v[1:] == ("Enhet",))
    for row, option in zip(waiting.rows, ("Ja", "Nej"), strict=True):
        row.choice.value = option
    heard = []
    run.listen(heard.append)
    page.bench.save.click()
    assert records.codebook["behov av stöd"].columns == ("Enhet",) and len(heard) == 1
    assert run.release(records).protected(isu_helpers.breakdown(records, "behov av stöd"))


def test_another_notebook_sees_that_the_codebook_has_changed(bench, folder, monkeypatch):
    settled(bench)
    other = isu_helpers.settings(folder)
    records = other.records()
    heard = []
    other.listen(heard.append)
    other.watch()
    assert heard == []
    bench.draft.edit("tolkbehov", label="Tolk behövs")
    other.watch()
    assert len(heard) == 1 and records.codebook["tolkbehov"].label == "Tolk behövs"


def test_no_answer_that_points_out_somebody_is_shown(folder):
    text = (folder / "uttag.csv").read_text(encoding="utf-8").splitlines()
    numbers = [f"{line};811218-9876;Storgatan 5" for line in text[1:]]
    (folder / "uttag.csv").write_text(
        "\n".join([f"{text[0]};Kod;Kontakt", *numbers, ""]), encoding="utf-8"
    )
    codebook = Codebook.read(folder / "kodbok.yaml")
    table = raw_table(folder / "uttag.csv", codebook)
    columns = {c.header: c for c in columns_of(table, codebook)}
    for header in ("Ansvarig", "Kod", "Kontakt", "KlientNr"):
        assert not columns[header].is_listed and not columns[header].answers
    isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    for question in page.bench.questions:
        question.column.value = ("", "Ansvarig")
    shown = "".join(w.value for w in widgets_in(page.bench.widget) if hasattr(w, "value")
                    and isinstance(w.value, str))  # fmt: skip
    assert not any(name in shown for name in (*STAFF, "811218", "Storgatan"))


def widgets_in(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from widgets_in(child)


def test_few_people_are_told_as_few(folder):
    path = folder / "uttag.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Polisen", "Polisman", 2), encoding="utf-8")
    isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    told = {row.answer: row.widget.children[0].value for row in card(page.bench, "anmälare").rows}
    assert "färre än 5" in told["Polisman"] and "i 40 av 120" not in told["Polisman"]
    assert "i 20 av 120 rader" in told["Sjukvård"]


def test_cases_without_a_key_are_counted_as_a_third_of_them():
    sex = Variable("Kön", role=SEX, options=(Option("Flicka"), Option("Pojke")))
    book = Codebook((sex,), "ärende")
    table = pd.DataFrame({"Kön": ["Tjej"] * 12 + ["Pojke"] * 30})
    [column] = columns_of(table, book)
    assert column.answers == {"Pojke": 10, "Tjej": 4}


@pytest.mark.parametrize(
    ("answer", "names", "wanted"),
    [
        ("Kvinna", ("Flicka", "Pojke"), "Flicka"),
        ("Kvinna (K)", ("Kvinna", "Man"), "Kvinna"),
        ("1:Kvinna", ("Kvinna", "Man"), "Kvinna"),
        ("2_Man", ("Kvinna", "Man"), "Man"),
        ("1", ("Kvinna", "Man"), ""),
        ("Ja, delvis", ("Ja", "Nej"), "Ja"),
        ("avslag", ("Ja", "Nej"), "Nej"),
        ("Okänt", ("Ja", "Nej"), ""),
        ("Vet ej", ("Ja", "Nej", "Vet ej"), "Vet ej"),
        ("Sjukvård", ("Polis", "Hälso- och sjukvård"), "Hälso- och sjukvård"),
        ("Bättre", ("Lite bättre", "Mycket bättre"), ""),
    ],
)
def test_what_an_answer_means(answer, names, wanted):
    assert meant(answer, tuple(map(Option, names))) == wanted


def test_a_column_is_proposed_once():
    book = Codebook(tuple(Variable(n, kind=YES_NO, options=(Option("Ja"), Option("Nej")))
                          for n in ("våld i hemmet", "våld utanför hemmet")))  # fmt: skip
    table = pd.DataFrame({"Våld hemmet": ["Ja", "Nej"] * 20})
    assert len(matched(book, columns_of(table, book))) == 1


@pytest.mark.parametrize(
    ("header", "answers", "is_listed"),
    [
        ("Beslutsfattare", ["Anna Ek", "Bo Lind"], False),
        ("Anteckning", ["kort", "lång"], False),
        ("Adress 2", ["Storgatan 5"], False),
        ("Insats", ["Öppenvård", "Placering", "Ingen insats"], True),
        ("Kod", ["811218-9876"], False),
        ("Ort", [f"Ort {i}" for i in range(30)], False),
    ],
)
def test_only_few_common_words_are_listed(header, answers, is_listed):
    assert may_be_listed(header, answers, 100) is is_listed


def test_a_question_that_the_file_lacks_is_said_to_be_lacking_and_asks_no_more(bench, folder):
    card(bench, "tolkbehov").column.value = "finns inte"
    settled(bench)
    assert Codebook.read(folder / "kodbok.yaml")["tolkbehov"].is_needed is False
    assert "10 av 10 frågor" in bench.state.value and not bench.fit.is_open


def test_the_same_column_for_two_questions_is_told_before_anything_is_written(bench):
    before = bench.draft.path.read_bytes()
    card(bench, "tolkbehov").column.value = card(bench, "behov av stöd").column.value
    settled(bench)
    assert "vald till flera frågor" in bench.told.value
    assert bench.draft.path.read_bytes() == before


def test_a_column_left_over_can_be_taken_along(bench, folder):
    settled(bench)
    assert "Enhet" in bench.rest.children[0].value
    bench.more.value = "Enhet"
    bench.add.click()
    assert Codebook.read(folder / "kodbok.yaml")["Enhet"].categories == ("A", "B")
    assert "ny fråga" in bench.told.value


def test_at_the_top_of_step_1_it_stands_only_while_something_is_open(folder):
    isu_helpers.settings(folder)
    page = file_mapping(only_open=True)
    assert page.widget() is not None and page.html == "" and repr(page) == ""
    settled(page.bench)
    told = file_mapping(only_open=True)  # the cell is run again by the click
    assert told.widget() is not None and "Sparat" in told.bench.told.value
    assert file_mapping(only_open=True).widget() is None


def test_in_a_practice_folder_there_is_nothing_to_press():
    isu_helpers.settings("bjorkasen")
    assert file_mapping(only_open=True).widget() is None
    page = file_mapping()
    page.widget()
    assert page.bench is None


def test_a_file_put_in_the_folder_is_seen_when_the_cell_is_run_again(tmp_path):
    folder = foreign_folder(tmp_path / "å")
    text = (folder / "uttag.csv").read_bytes()
    (folder / "uttag.csv").unlink()
    isu_helpers.settings(folder)
    page = file_mapping()
    assert "ingen datafil" in page.widget().children[0].value
    (folder / "uttag.csv").write_bytes(text)
    again = file_mapping()
    again.widget()
    assert len(again.bench.questions) == len(IDS)


def test_any_order_of_columns_and_rows_gives_the_same_proposals(folder):
    codebook, path = Codebook.read(folder / "kodbok.yaml"), folder / "uttag.csv"
    table = raw_table(path, codebook)
    order = random.Random(1).sample(HEADERS, len(HEADERS))
    one, two = (Fit(codebook, t) for t in (table, table[order].iloc[::-1]))
    assert one.proposed == two.proposed and NOT_CHOSEN == ""
    assert Path(path).is_file()


# The codebook edited, a variable at a time


@pytest.fixture
def form(tmp_path):
    folder = foreign_folder(tmp_path / "å")
    isu_helpers.settings(folder)
    return EditForm(Draft(folder / "kodbok.yaml"))


def saved(form: EditForm, name: str):
    form.save.click()
    assert "Sparat" in form.message.value, form.message.value
    return Codebook.read(form.draft.path).called(name)


def test_role_label_criterion_and_marks_are_changed_by_the_form(form):
    form.choose("tolkbehov")
    form.label.value, form.role.value, form.criterion.value = "Tolk", "delaktighet", "hinder"
    form.is_sensitive.value = True
    made = saved(form, "tolkbehov")
    assert (made.label, made.role, made.criterion) == ("Tolk", "delaktighet", "hinder")
    assert made.is_sensitive and made.columns == ("tolkbehov",)


def test_answers_get_another_order_and_a_new_word_for_one_keeps_the_old(form):
    form.choose("anmälare")
    lines = form.options.value.split("\n")
    words = ["Granne eller släkt" if "Släkt" in word else word for word in lines[::-1]]
    form.options.value = "\n".join(words)
    made = saved(form, "anmälare")
    assert made.categories[0] == "Annat" and made.categories[1] == "Granne eller släkt"
    assert "Släkt eller granne" in made.options[1].synonyms


def test_classes_are_rising_numbers_or_told(form):
    form.choose("barnets ålder")
    before = form.draft.path.read_bytes()
    form.classes.value = "13; 7"
    form.save.click()
    assert "stigande ordning" in form.message.value and form.draft.path.read_bytes() == before
    form.classes.value = "7, 13"
    assert saved(form, "barnets ålder").classes == (7, 13)


def test_two_questions_become_start_and_follow_up_and_are_parted_again(form):
    form.choose("npf-diagnos")
    form.pair.value, form.occasion.value = "tolkbehov", "start"
    assert saved(form, "npf-diagnos").pair == "tolkbehov"
    other = form.draft.codebook.called("tolkbehov")
    assert (other.pair, other.occasion) == ("npf-diagnos", "uppföljning")
    form.pair.value = ""
    assert saved(form, "npf-diagnos").pair == ""
    assert form.draft.codebook.called("tolkbehov").occasion == ""


def test_what_the_codebook_can_not_say_is_told_and_nothing_is_written(form):
    form.choose("tolkbehov")
    before = form.draft.path.read_bytes()
    form.role.value = SEX
    form.save.click()
    assert "Väntade" in form.message.value and form.draft.path.read_bytes() == before


def test_an_edit_in_step_1_reads_the_records_anew_and_is_told_after(bench, folder):
    settled(bench)
    run = isu_helpers.settings(folder)
    records = run.records()
    page = codebook_form()
    page.widget()
    page.form.choose("tolkbehov")
    page.form.label.value = "Tolk"
    page.form.save.click()
    assert records.codebook["tolkbehov"].label == "Tolk"
    again = codebook_form()
    again.widget()
    assert "Sparat" in again.form.message.value and codebook_form().html == ""


def test_the_card_of_a_variable_opens_its_form(tmp_path):
    isu_helpers.settings(foreign_folder(tmp_path / "å"))
    builder = variable_builder()
    builder.widget()
    *_, edit, _ = builder.chosen.cards.children[-1].children[1].children
    edit.click()
    assert builder.edit.which.value == "tolkbehov" and builder.panels.selected_index == 3


def test_what_is_chosen_as_no_answer_is_kept_in_the_codebook_and_asked_about_once(folder):
    path = folder / "uttag.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(";Sjukvård;", ";Oklart vem;"), encoding="utf-8")
    run = isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    rows = {row.answer: row for row in card(page.bench, "anmälare").rows}
    assert rows["Oklart vem"].option is None
    rows["Oklart vem"].choice.value = ""
    settled(page.bench)
    assert Codebook.read(run.kodbok)["anmälare"].missing == ("Oklart vem",)
    assert [row.answer for row in card(page.bench, "anmälare").rows] == []
    records = run.records()
    assert not [r for r in records.report if r.column == "anmälare" and "passar inte" in r.text]
    assert records.frame["anmälare"].isna().sum() == text.count(";Sjukvård;")


@pytest.mark.parametrize("header", ["Kön (kod)", "Grupp"])
def test_codes_for_sex_are_asked_about_also_where_there_is_no_codebook(folder, header):
    (folder / "kodbok.yaml").unlink()
    path = folder / "uttag.csv"
    path.write_text(path.read_text("utf-8").replace("Kön (kod)", header), encoding="utf-8")
    run = isu_helpers.settings(folder)
    page = file_mapping(only_open=True)
    page.widget()
    [sex] = [q for q in page.bench.questions if q.variable.role == SEX]
    if not sex.header:
        sex.column.value = ("", header)
    assert [(row.answer, row.option) for row in sex.rows] == [("1", None), ("2", None)]
    sex.rows[0].choice.value = "Pojke"
    page.bench.save.click()
    found = run.records().codebook.with_role(SEX)[0]
    assert found.categories == ("Flicka", "Pojke") and found.columns == (header,)


# Yes and no made of kinds of insats

KINDS_OF = ["Öppenvård", "Placering", "Ingen insats"]


@pytest.fixture
def kinds(tmp_path):
    draw = random.Random(7)
    sexes, needs = ("Flicka", "Pojke"), ("Ja", "Nej")
    rows = [f"{sexes[i % 2]};{draw.choice(KINDS_OF)};{draw.choice(needs)}" for i in range(160)]
    (tmp_path / "isu.yaml").write_text("kommun: Åby\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text("\n".join(["Kön;Insats;Behov av stöd", *rows, ""]), "utf-8")
    return tmp_path


def beside_of(run, shown) -> Buttons:
    """The buttons beside what is shown, as where a person sits."""
    made = Buttons(run, open_draft(run), "här")
    made.seen = made.widget(section_of(shown), "")
    return made


def pressed(made: Buttons, words: str) -> None:
    [button] = [b for b in made.buttons if b.description == words]
    button.click()


def test_any_insats_is_offered_where_none_has_yes_and_no_and_made_by_a_click(kinds):
    run = isu_helpers.settings(kinds)
    records = run.records()  # which writes the proposed codebook
    shown = criteria(records, "insats", "behov")
    made = beside_of(run, shown)
    names = [b.description for b in made.buttons[:3]]
    assert names == [f"Lägg till «Fick {w}»" for w in ("någon insats", "placering", "öppenvård")]
    made.buttons[0].click()
    variable = records.codebook["fick någon insats"]
    frame = records.frame
    is_given = frame["Insats"].isin(["Öppenvård", "Placering"])
    assert (frame[variable.name] == "Ja").equals(is_given) and not records.lacks(variable)
    assert "ja_om:" in run.kodbok.read_text(encoding="utf-8")
    assert [r for r in records.report if r.column == variable.name] == []
    again = beside(section_of(criteria(records, "insats", "behov")), run, "här")
    assert "Tillagd" in again.children[1].value


def test_a_question_called_as_a_criterion_is_asked_about_and_marked_by_a_click(kinds):
    run = isu_helpers.settings(kinds)
    records = run.records()
    pressed(beside_of(run, criteria(records, "insats", "behov")), "Lägg till «Fick någon insats»")
    made = beside_of(run, criteria(records, "insats", "behov"))
    assert "Är det den här frågan som visar behovet?" in words_of(made)
    pressed(made, "Ja, «Behov av stöd»")
    assert records.codebook["Behov av stöd"].criterion == "behov"
    assert beside(section_of(criteria(records, "insats", "behov")), run, "där") is None


def words_of(made: Buttons) -> str:
    rows = [row for part in made.seen.children for row in (part, *getattr(part, "children", ()))]
    return " ".join(f"{getattr(w, 'value', '')} {getattr(w, 'description', '')}" for w in rows)


TEXTS = {  # what has nothing to show, what is asked then, and what a click on the first gives
    "needs": (lambda r: breakdowns(r, "behov"), "behov eller problem", ("role", "behov")),
    "background": (lambda r: breakdowns(r, "insats", crossed=True), "en bakgrund",
                   ("role", "bakgrund")),
    "results": (lambda r: breakdowns(r, "resultat"), "resultatet", ("role", "resultat")),
    "time": (trends, "tiden", ("role", "tid")),
    "opinions": (opinions, "en åsikt", ("is_open", True)),
    "goals": (goals, "hur långt målen nåddes", ("label", "Mål: Behov av stöd")),
}  # fmt: skip


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_that_asks_for_a_change_has_a_button_under_it_that_makes_it(kinds, case):
    shown_of, what, (field, value) = TEXTS[case]
    run = isu_helpers.settings(kinds)
    run.records()
    draft = open_draft(run)
    scale = {"options": (Option("Dåligt"), Option("Bra")), "kind": "skala"}
    kind = scale if case in ("opinions", "goals", "time") else {}
    draft.edit("Behov av stöd", role="övrigt", **kind)
    records = run.records()
    made = beside_of(run, shown_of(records))
    assert what in words_of(made)
    named = [b for b in made.buttons if b.description == "Ja, «Behov av stöd»"]
    listed = [w for row in made.seen.children for w in getattr(row, "children", ())
              if "Behov av stöd" in getattr(w, "_options_labels", ())]  # fmt: skip
    for pick in listed[:1]:
        pick.value = "Behov av stöd"
        named = [b for b in made.buttons if b.description == "Spara valet"]
    named[0].click()
    assert getattr(draft.codebook["Behov av stöd"], field) == value
    assert "kodbok.yaml" not in words_of(made) and "rollen" not in words_of(made)


def test_two_answers_are_merged_in_a_pair_and_in_what_is_made_of_them():
    answers = tuple(map(Option, ("Lite", "Mer", "Inget")))
    pair = {"kind": "skala", "options": answers}
    made = Variable("fick", kind=YES_NO, made_of=("A", ("Lite", "Mer")))
    book = Codebook((Variable("A", pair="B", occasion="start", **pair),
                     Variable("B", pair="A", occasion="uppföljning", **pair), made))  # fmt: skip
    found = merged(book, "A", "Lite", "Mer")
    assert found["A"].options == found["B"].options
    assert found["A"].options[0] == Option("Lite eller Mer", ("Lite", "Mer"))
    assert found["fick"].made_of == ("A", ("Lite eller Mer",))


def test_what_is_made_of_another_is_tied_to_it_in_what_is_published(kinds):
    run = isu_helpers.settings(kinds)
    records = run.records()
    shown = criteria(run.records(), "insats", "behov")
    pressed(beside_of(run, shown), "Lägg till «Fick någon insats»")
    results = [isu_helpers.breakdown(records, name) for name in ("Insats", "fick någon insats")]
    release = run.release(records)
    for result in results:
        assert release.protected(result).is_enough
    ledger = release.ledger
    names = {frozenset(name for name, _ in ledger.addresses[whole]) for whole, _ in ledger.sums}
    assert any("fick någon insats" in name for name in names)
    answer = isu_helpers.explain_difference(
        records, "fick någon insats", criterion="Behov av stöd"
    )
    assert answer is not None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ja_om: {Insatser: Öppenvård}", "namnet på en annan variabel"),
        ("ja_om: {Insats: Hemtjänst}", "svar som «Insats» har"),
        ("ja_om: Öppenvård", "som «ja_om:"),
    ],
)
def test_a_made_question_that_can_not_be_made_is_told_with_its_line(tmp_path, line, told):
    path = tmp_path / "kodbok.yaml"
    path.write_text(
        "variabler:\n  - namn: kön\n    roll: kön\n    alternativ: [Kvinna, Man]\n"
        "  - namn: Insats\n    alternativ: [Öppenvård, Ingen]\n"
        f"  - namn: fick\n    typ: ja/nej\n    {line}\n", "utf-8",
    )  # fmt: skip
    with pytest.raises(CodebookError, match="kodbok.yaml rad") as e:
        Codebook.read(path)
    assert told in str(e.value)


def test_a_made_question_has_no_column_in_the_form_and_none_is_asked_for(kinds):
    run = isu_helpers.settings(kinds)
    shown = criteria(run.records(), "insats", "behov")
    pressed(beside_of(run, shown), "Lägg till «Fick någon insats»")
    codebook = Codebook.read(run.kodbok)
    path = write_form(codebook, kinds / "form.xlsx", rows=5)
    heads = [cell.value for cell in openpyxl.load_workbook(path)["Registrera"][1]]
    assert heads == ["Kön", "Insats", "Behov av stöd"]
    bench = file_mapping()
    bench.widget()
    assert "3 av 3 frågor" in bench.bench.state.value


# Files that are not what they seem, and words of the library's search


@pytest.mark.parametrize("name", ["kodbok.yaml.txt", "Kodbok.yml", "kodbok - Kopia.yaml"])
def test_a_misnamed_codebook_is_told_of_and_used_by_a_click(folder, name):
    (folder / "kodbok.yaml").rename(folder / name)
    isu_helpers.settings(folder)
    page = file_mapping(only_open=True)
    shown = "".join(getattr(w, "value", "") for w in page.widget().children)
    assert name in shown and "väntar att kodboken heter" in shown
    page.lost.buttons[0].click()
    assert len(Codebook.read(folder / "kodbok.yaml").variables) == len(IDS)
    assert not (folder / name).exists() and "är er kodbok" in page.lost.message.value


def test_a_deleted_codebook_is_told_of_and_brought_back_by_a_click(bench, folder):
    settled(bench)
    book = folder / "kodbok.yaml"
    before = book.read_bytes()
    book.unlink()
    run = isu_helpers.settings(folder)
    page = file_mapping(only_open=True)
    shown = " ".join(getattr(w, "value", "") for w in page.widget().children)
    assert "Kodboken som ni hade finns inte längre i mappen" in shown
    (folder / "uttag.csv").write_text("Kön;Stöd\n" + "Flicka;Ja\nPojke;Nej\n" * 30, "utf-8")
    run.records()  # a proposal in its place takes nothing away
    page = file_mapping(only_open=True)
    page.widget()
    page.lost.buttons[0].click()
    assert book.read_bytes() == before and (folder / "kodbok.tidigare1.yaml").is_file()


def test_a_proposal_that_is_changed_says_so_and_is_kept_too(kinds):
    run = isu_helpers.settings(kinds)
    run.records()
    assert is_proposal(run.kodbok)
    open_draft(run).edit("Insats", label="Vad de fick")
    assert not is_proposal(run.kodbok) and "ni har ändrat" in run.kodbok.read_text("utf-8")
    run.kodbok.unlink()
    assert is_lost(run.kodbok)


def test_a_missing_data_file_is_told_of_in_step_1(folder):
    (folder / "uttag.csv").unlink()
    isu_helpers.settings(folder)
    shown = file_mapping(only_open=True).widget().children
    assert "har ingen datafil" in " ".join(getattr(w, "value", "") for w in shown)


def test_of_two_data_files_one_is_chosen_by_a_click_and_the_settings_keep_their_comments(folder):
    (folder / "isu.yaml").write_text("# Vår mapp\nkommun: Åby # i länet\n", encoding="utf-8")
    (folder / "annat.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(ManyFilesError, match="flera datafiler") as caught:
        isu_helpers.settings(folder)
    form = which_file(caught.value)
    [button] = [b for b in form.children if "uttag.csv" in getattr(b, "description", "")]
    button.click()
    assert isu_helpers.settings(folder).datafil == folder / "uttag.csv"
    text = (folder / "isu.yaml").read_text(encoding="utf-8")
    assert "# Vår mapp" in text and "# i länet" in text and (folder / "annat.csv").is_file()


def test_a_proposal_in_its_place_is_kept_beside(folder):
    (folder / "kodbok.yaml").rename(folder / "kodbok.yaml.txt")
    (folder / "kodbok.yaml").write_text(
        "variabler:\n  - {namn: Kön, roll: kön, alternativ: [Flicka, Pojke]}\n", "utf-8"
    )
    isu_helpers.settings(folder)
    page = file_mapping()
    page.widget()
    page.lost.buttons[0].click()
    assert len(Codebook.read(folder / "kodbok.tidigare1.yaml").variables) == 1
    assert "kodbok.tidigare1.yaml" in page.lost.message.value


def test_a_second_codebook_is_told_of(folder):
    (folder / "kodbok (1).yaml").write_bytes((folder / "kodbok.yaml").read_bytes())
    isu_helpers.settings(folder)
    shown = "".join(getattr(w, "value", "") for w in file_mapping().widget().children
                    if isinstance(getattr(w, "value", ""), str))  # fmt: skip
    assert "«kodbok (1).yaml»" in shown and "läser bara" in shown


@pytest.mark.parametrize(
    ("words", "first"),
    [("ålder", "barnets-alder"), ("oro", "anmalare"), ("våld", "anledning-utredning")],
)
def test_the_search_gives_what_the_area_means_first(words, first):
    assert found_entries("barn-och-unga", words)[0].id == first


def test_any_insats_is_offered_of_several_answers_and_each_is_a_yes_and_no_already(tmp_path):
    draw = random.Random(7)
    cell = ["Boendestöd", "Kontaktperson", "Boendestöd; Kontaktperson", "Ingen insats", ""]
    rows = [f'{("Flicka", "Pojke")[i % 2]};"{draw.choice(cell)}"' for i in range(160)]
    (tmp_path / "isu.yaml").write_text("kommun: Åby\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text("\n".join(["Kön;Insatser", *rows, ""]), "utf-8")
    run = isu_helpers.settings(tmp_path)
    records = run.records()
    assert records.codebook.called("Insatser").kind == "flerval"
    made = beside_of(run, criteria(records, "insats", "behov"))
    assert [b.description for b in made.buttons if "Lägg till" in b.description] == [
        "Lägg till «Fick någon insats»"
    ]
    pressed(made, "Lägg till «Fick någon insats»")
    found = records.frame["fick någon insats"]
    told = [row.split('"')[1] for row in rows]
    assert [None if f != f else f for f in found] == [
        None if not t else "Nej" if t == "Ingen insats" else "Ja" for t in told
    ]
    assert Mend(ANY) not in list(walk([section_of(criteria(run.records(), "insats", "behov"))]))


def test_a_ready_variable_is_taken_in_by_the_button_beside_it(kinds):
    run = isu_helpers.settings(kinds)
    records = run.records()
    pressed(beside_of(run, criteria(records, "insats", "behov")), "Lägg till «Fick någon insats»")
    made = beside_of(run, criteria(run.records(), "insats", "samtycke"))
    [first, *_] = [b for b in made.buttons if b.description.startswith("Ta in «")]
    assert first.description[7:-1] in words_of(made)
    first.click()
    assert any(v.title == first.description[7:-1] for v in open_draft(run).codebook)
    again = beside_of(run, criteria(run.records(), "insats", "samtycke"))
    assert first.description not in [b.description for b in again.buttons]


def test_answers_that_a_finding_asks_for_are_renamed_by_the_button_beside_it(tmp_path):
    rows = [f"{('Flicka', 'Pojke')[i % 2]};{('A', 'B', 'C')[i % 3]}" for i in range(90)]
    (tmp_path / "isu.yaml").write_text("kommun: Åby\nomrade: barn och unga\n", encoding="utf-8")
    (tmp_path / "data.csv").write_text("\n".join(["Kön;NPF-diagnos", *rows, ""]), "utf-8")
    run = isu_helpers.settings(tmp_path)
    made = beside_of(run, same_here(run.records(), "barn och unga"))
    assert "Byt namn på svaren i kodboken" in words_of(made)
    pressed(made, "Ändra «NPF-diagnos» i kodboken")
    made.form.options.value = "Ja\nNej\nC"
    made.form.save.click()
    assert run.records().codebook["NPF-diagnos"].categories == ("Ja", "Nej", "C")
    assert (run.records().frame["NPF-diagnos"] == "Ja").sum() == 30


def test_a_codebook_changed_by_hand_is_brought_back_after_changes_in_the_form(kinds):
    run = isu_helpers.settings(kinds)
    run.records()
    by_hand = "# Vi skrev själva\n" + run.kodbok.read_text(encoding="utf-8")
    run.kodbok.write_text(by_hand, encoding="utf-8")
    form = EditForm(open_draft(run))
    assert form.earlier.widget.layout.display == "none"
    for label in ("Vad de fick", "Vad de har fått"):
        open_draft(run).edit("Insats", label=label)
    [_, (words, place)] = form.earlier.which.options
    assert words.startswith("som den var 20") and form.earlier.widget.layout.display == ""
    form.earlier.which.value = place
    form.earlier.bring.click()
    assert run.kodbok.read_text(encoding="utf-8") == by_hand and words in form.message.value
    kept = [Path(place).read_text("utf-8") for _, place in form.earlier.which.options[1:]]
    assert any("Vad de har fått" in text for text in kept)


def test_a_codebook_changed_by_hand_and_never_in_a_form_is_told_of_when_it_is_gone(
    kinds, monkeypatch
):
    run = isu_helpers.settings(kinds)
    run.records()
    by_hand = "# Vi skrev själva\n" + run.kodbok.read_text(encoding="utf-8")
    run.kodbok.write_text(by_hand, encoding="utf-8")
    monkeypatch.setattr("isu_helpers.run.is_somebody_there", lambda: True)
    run.records()
    run.kodbok.unlink()
    page = file_mapping(only_open=True)
    page.widget()
    page.lost.buttons[0].click()
    assert run.kodbok.read_text(encoding="utf-8") == by_hand
