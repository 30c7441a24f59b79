"""Day 1: variables chosen into a codebook, checks of it, what is made of it, how many it takes."""

import re
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

import isu_helpers
from isu_helpers import Codebook, Workbook
from isu_helpers.codebook import KEY, SEX, Option, Variable
from isu_helpers.codebook.library import areas, entries, entry, grounds
from isu_helpers.configuration import sample_root
from isu_helpers.content import load
from isu_helpers.errors import CodebookError, IsuError
from isu_helpers.pages import own as own_words
from isu_helpers.pages.builder import VariableBuilder, told_of
from isu_helpers.pages.checks import FINE, CodebookChecks, check_lines
from isu_helpers.pages.draft import Draft, basics, moved, numbers_of, tie
from isu_helpers.pages.mapping import file_mapping
from isu_helpers.pages.offers import collection_form, practice_run, reading_list
from isu_helpers.pages.own import OWN_ROLES, own_variable
from isu_helpers.pages.sizes import SIZES, Sizes, alt_text, how_many, table_of_sizes
from isu_helpers.run import current
from isu_helpers.workbook import LEFT_OUT, QUESTIONS
from isu_helpers.workbook.store import FOLDER as VERSIONS

EVERY = [e.id for e in entries()]
NOTED = """# Det här är vår kodbok.
enhet: person
variabler:
  # Kön ur personnumret
  - namn: kön
    roll: kön
    alternativ: [Kvinna, Man]
  - namn: ålder   # hela år
    typ: tal
    roll: bakgrund
    klasser: [18, 65]
"""


@pytest.fixture
def draft(tmp_path):
    return Draft(tmp_path / "kodbok.yaml", "barn och unga")


@pytest.fixture
def book(tmp_path):
    return Workbook(tmp_path)


def named(codebook):
    return [v.name for v in codebook]


def folder_with(tmp_path, **files):
    for name, text in files.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return tmp_path


# The file


def test_a_new_codebook_has_sex_in_two_values_and_a_running_number(draft):
    assert [v.role for v in draft.codebook] == [KEY, SEX]
    assert draft.codebook["kön"].categories == ("Flicka", "Pojke")
    assert not draft.path.exists()


@pytest.mark.parametrize("omrade", ["", "LSS", "ekonomiskt bistånd", "socialpsykiatri"])
def test_sex_is_legal_sex_where_the_area_has_no_own_words(omrade):
    assert basics(omrade)[1].categories == ("Kvinna", "Man")


def test_each_change_is_in_the_file_and_told(draft):
    told = []
    draft.listen(lambda: told.append(named(Codebook.read(draft.path))))
    draft.add_entry("npf")
    draft.move("npf-diagnos", -2)
    draft.remove("npf-diagnos")
    first, second, third = told
    assert first[-1] == second[0] == "npf-diagnos" and third == first[:-1]


def test_what_people_wrote_by_hand_stays(tmp_path):
    draft = Draft(folder_with(tmp_path, kodbok_yaml=NOTED) / "kodbok.yaml")
    draft.add_entry("tolkbehov")
    draft.move("ålder", -1)
    text = draft.path.read_text(encoding="utf-8")
    assert text.startswith("# Det här är vår kodbok.\nenhet: person\nvariabler:\n  - namn: ålder ")
    assert "  # Kön ur personnumret\n  - namn: kön" in text and "# hela år" in text
    draft.remove("tolkbehov")
    draft.move("ålder", 1)
    assert draft.path.read_text(encoding="utf-8") == NOTED


def test_what_is_written_on_another_screen_meanwhile_stays(draft):
    draft.add_entry("npf")
    Draft(draft.path).add_entry("tolkbehov")
    draft.add_entry("anmalare")
    assert named(draft.codebook)[2:] == ["npf-diagnos", "tolkbehov", "anmälare"]


def test_a_broken_file_is_told_in_a_line_and_left_alone(tmp_path, book):
    path = folder_with(tmp_path, kodbok_yaml=NOTED.replace("kön\n", "'kön\n", 1)) / "kodbok.yaml"
    before, builder = path.read_bytes(), VariableBuilder(Draft(path), book)
    builder.widget()
    builder.library.button.click()
    lines = (builder.message.value, builder.html, CodebookChecks(Draft(path), book).html)
    assert all("kodbok.yaml rad" in line and "Traceback" not in line for line in lines)
    assert path.read_bytes() == before


def test_a_practice_folder_is_not_changed():
    path = sample_root() / "bjorkasen" / "kodbok.yaml"
    before = path.read_bytes()
    with pytest.raises(IsuError, match="övningsmapp"):
        Draft(path).add_entry("tolkbehov")
    assert path.read_bytes() == before


# Choosing


def test_both_halves_of_a_pair_are_added_and_parted(draft):
    added = draft.add_entry("maende-start")
    assert [v.pair for v in added] == [added[1].name, added[0].name]
    draft.remove(added[1].name)
    (left,) = [v for v in draft.codebook if v.name == added[0].name]
    assert (left.pair, left.occasion) == ("", "")
    draft.add_entry(entry("maende-start").pair)
    assert {v.pair for v in draft.codebook if v.pair} == {v.name for v in added}


def test_a_further_sex_is_background_and_never_a_second_sex(draft):
    draft.add_entry("juridiskt-kon")
    draft.add_entry("kon")
    draft.add_entry("konsidentitet")
    book = Codebook.read(draft.path)
    assert len(book.with_role(SEX)) == 1
    identity = book["könsidentitet"]
    assert identity.is_sensitive and len(identity.categories) > 2


def test_what_is_called_kon_and_is_not_the_sex_that_counts_can_be_moved_and_taken_away(draft):
    draft.add_entry("kon")
    draft.add_entry("npf")
    draft.move("kön", 1)
    assert named(draft.codebook)[-1] == "kön"
    draft.remove("kön")
    assert [v.name for v in draft.codebook.with_role(SEX)] == ["barnets kön"]
    assert "kön" not in named(draft.codebook)


def test_sex_can_not_be_taken_away(draft):
    with pytest.raises(CodebookError, match="visar kön"):
        draft.remove("barnets kön")


def test_a_name_or_a_column_is_taken_once(draft):
    draft.add(Variable("Tolk", ("Tolkbehov",), kind="ja/nej"))
    for again in (lambda: draft.add(Variable(" tolk ")), lambda: draft.add_entry("tolkbehov")):
        with pytest.raises(CodebookError, match="finns redan"):
            again()


@settings(max_examples=12, deadline=None)
@given(st.lists(st.sampled_from(EVERY), max_size=8), st.data())
def test_any_choice_gives_a_codebook_that_reads_as_it_was_chosen(ids, data):
    with TemporaryDirectory() as folder:
        draft = Draft(Path(folder) / "kodbok.yaml")
        draft.count("ärende")
        for id in ids:
            if entry(id).name not in named(draft.codebook):
                draft.add_entry(id)
        free = [v.name for v in draft.codebook if v.role != SEX]
        for name in data.draw(st.lists(st.sampled_from(free), unique=True, max_size=3)):
            draft.remove(name)
        book = draft.codebook
        assert len(book.with_role(SEX)) == 1 and book.unit == "ärende"
        assert Codebook.read(draft.path).to_yaml() == book.to_yaml()


@given(st.permutations("abcde"), st.sampled_from("abcde"), st.integers(-6, 6))
def test_moved_keeps_the_others_in_order(names, name, steps):
    new = named(moved(Codebook(tuple(map(Variable, names))), name, steps))
    assert [n for n in new if n != name] == [n for n in names if n != name]
    assert new.index(name) == min(max(list(names).index(name) + steps, 0), 4)


@pytest.mark.parametrize(
    ("filled", "why"),
    [
        ((" ", "Vad?", "ja/nej", "", "behov"), own_words.NO_NAME),
        (("N", "Vad?", "ja/nej", "", "behov"), own_words.BAD_NAME.format(name="N")),
        (("Tolk", "", "ja/nej", "", "behov"), own_words.NO_QUESTION),
        (("Tolk", "Vad?", "val", "", "behov"), "inga svar"),
        (("Tolk", "Vad?", "skala", "A\n \n", "behov"), "bara ett svar"),
        (("Tolk", "Vad?", "flerval", "A\n a\nB", "behov"), own_words.TWICE),
        (("Tolk", "Vad?", "val", "A\nuppgift saknas", "behov"), "kan inte vara ett svar"),
        (("Tolk", "Vad?", "ja/nej", "A\nB", "behov"), "Välj «Ett av flera svar»"),
        (("Tolk", "Vad?", "ja/nej", " \n", ""), own_words.NO_ROLE),
    ],
)
def test_own_variable_says_what_is_missing(filled, why):
    with pytest.raises(CodebookError) as told:
        own_variable(*filled)
    assert why in str(told.value)


@pytest.mark.parametrize("kind", own_words.KIND_WORDS)
def test_own_variable_of_any_kind_can_be_written(draft, kind):
    options = "1\nJa, ibland\n- nej" if kind in own_words.LISTED else ""
    draft.add(own_variable("Eget", 'Är det: "så" #1?', kind, options, OWN_ROLES[0]))
    found = Codebook.read(draft.path)["Eget"]
    assert found.question == 'Är det: "så" #1?'
    assert len(found.options) == {"ja/nej": 2, "tal": 0, "datum": 0, "text": 0}.get(kind, 3)


# The form


def test_the_form_finds_adds_ties_and_takes_away(draft, book):
    id = book.add(QUESTIONS, "Får de samma hjälp?")
    builder = VariableBuilder(draft, book)
    builder.widget()
    builder.library.words.value = "tolk förälder"
    ((_, found),) = builder.library.list.options
    builder.library.button.click()
    assert found == "tolk-vardnadshavare" and "Tillagd" in builder.message.value
    marks, *_, remove = builder.chosen.cards.children[-1].children[1].children
    marks.value = True
    name = entry(found).name
    assert numbers_of(Workbook(book.path), name) == [1]
    remove.click()
    assert name not in named(Codebook.read(draft.path))
    assert (
        Workbook(book.path).notes(QUESTIONS)[0].variables == ()
        and book.notes(QUESTIONS)[0].id == id
    )


def test_a_variable_of_an_instrument_says_whose_licence_holds():
    told = told_of(next(e for e in entries() if e.instrument == "BBIC"))
    assert "Ur BBIC (Barns behov i centrum)." in told and "Kommunen behöver licens." in told
    assert "Instrumentets egen manual och dess villkor gäller." in told


def test_the_form_makes_an_own_variable_and_empties_its_fields(draft, book):
    builder = VariableBuilder(draft, book)
    builder.widget()
    form = builder.own
    form.name.value, form.question.value, form.kind.value = "Hembesök", "Gjordes det?", "val"
    form.button.click()
    assert "Väntade minst två" in builder.message.value and form.name.value == "Hembesök"
    form.options.value = "Ja\nNej\nVet inte"
    form.kind.value = "ja/nej"
    form.button.click()
    assert "ta bort svaren" in builder.message.value and form.options.layout.display != "none"
    form.kind.value = "val"
    form.button.click()
    assert own_words.NO_ROLE in builder.message.value
    form.role.value = "insats"
    form.button.click()
    assert Codebook.read(draft.path)["Hembesök"].categories == ("Ja", "Nej", "Vet inte")
    assert form.name.value == form.options.value == form.role.value == ""


def test_the_form_shows_every_ground_and_offers_only_what_may_be_registered(draft, book):
    builder = VariableBuilder(draft, book)
    builder.widget()
    parts = builder.grounds.widget.children
    told = "".join(part.children[0].value for part in parts)
    assert all(g.name in told for g in grounds())
    offered = sum(len(p.children[1].children) for p in parts if len(p.children) > 1)
    assert offered == 1 + sum(len(g.variables) for g in grounds() if not g.only)


def test_the_buttons_of_a_card_are_named_by_their_variable(draft, book):
    builder = VariableBuilder(draft, book)
    builder.widget()
    (row,) = [c.children[1] for c in builder.chosen.cards.children][1:]
    assert [b.tooltip for b in row.children] == [
        "Upp: Kön", "Ner: Kön", "Ändra: Kön", "Ta bort: Kön",
    ]  # fmt: skip
    assert row.children[-1].disabled


# The handout


def test_the_table_tells_question_answers_purpose_and_what_it_answers(draft, book):
    id = book.add(QUESTIONS, "Frågas <alla>?\nBara 2 flickor svarade.")
    draft.add_entry("tolkbehov")
    draft.add(own_variable("A<b>", "Vad & hur?", "val", "X<y\nZ", "insats"))
    tie(book, id, "A<b>", is_answer=True)
    html = VariableBuilder(draft, book).html
    assert "A&lt;b&gt;" in html and "Vad &amp; hur?" in html and "X&lt;y eller Z" in html
    assert "<td>1</td>" in html and html.count("<td>alla</td>") == 3
    assert LEFT_OUT in html and "2 flickor" not in html


def test_without_a_codebook_there_are_lines_to_write_on(draft, book):
    assert VariableBuilder(draft, book).html.count("isu-rad") >= 4


# The checks


def small_book(*roles):
    sex = Variable("kön", role=SEX, options=(Option("Kvinna"), Option("Man")))
    return Codebook((sex, *(Variable(f"v{i}", role=r) for i, r in enumerate(roles))))


def test_a_codebook_that_answers_its_questions_is_fine(tmp_path, book):
    id = book.add(QUESTIONS, "Hur går det?")
    tie(book, id, "v1", is_answer=True)
    assert check_lines(small_book("bakgrund", "resultat"), book) == []
    path = tmp_path / "kodbok.yaml"
    path.write_text(
        "variabler:\n- {namn: kön, roll: kön, alternativ: [K, M]}\n"
        "- {namn: v0, roll: bakgrund, typ: ja/nej}\n- {namn: v1, roll: insats, typ: ja/nej}\n",
        encoding="utf-8",
    )
    assert FINE in CodebookChecks(Draft(path), book).html


@pytest.mark.parametrize(
    ("codebook", "tied", "told"),
    [
        (small_book("resultat"), ["v0"], "enda bakgrunden"),
        (small_book("bakgrund", "behov"), ["v1"], "insats eller resultat"),
        (Codebook(small_book("bakgrund", "insats").variables[1:]), ["v1"], "variabel visar kön"),
        (small_book("bakgrund", "insats"), [], "Fråga 1 har ingen variabel"),
        (small_book("bakgrund", "insats", "behov"), ["v1"], "era frågor: «v2»"),
        (small_book("bakgrund", "insats"), ["v1", "borta"], "Fråga 1 pekar på «borta»"),
    ],
)  # fmt: skip
def test_each_thing_that_is_wanting_is_one_line(codebook, tied, told, book):
    id = book.add(QUESTIONS, "Hur går det?")
    for name in tied:
        tie(book, id, name, is_answer=True)
    lines = check_lines(codebook, book)
    assert sum(told in line for line in lines) == 1
    assert all("\n" not in line for line in lines)


def test_too_many_are_told_of_from_the_limit_on(book):
    most = load("thresholds")["flest_variabler"]["value"]
    for count, is_told in ((most, False), (most + 1, True)):
        lines = check_lines(small_book(*["bakgrund"] * count), book)
        assert any("Börja smått" in line for line in lines) is is_told


def test_checks_follow_the_form(draft, book):
    book.add(QUESTIONS, "Hur går det?")
    shown = CodebookChecks(draft, book).widget()
    assert "enda bakgrunden" in shown.value
    VariableBuilder(draft, book).draft.add_entry("alder")
    assert "enda bakgrunden" not in shown.value


# What is made


@pytest.fixture
def run(tmp_path):
    """The settings of a run in a folder with a codebook."""
    folder_with(tmp_path, kodbok_yaml=NOTED, isu_yaml="kommun: Å\n")
    return isu_helpers.settings(tmp_path)


def written(folder):
    """The files of a folder, but the copies of a codebook that is there to be brought back."""
    return sorted(p for p in folder.rglob("*") if VERSIONS not in p.parts)


@pytest.mark.parametrize("made", [collection_form, practice_run, reading_list, file_mapping])
def test_nothing_is_written_by_showing(run, made):
    before = written(run.arbetsmapp)
    page = made()
    assert page.html and "/" + run.arbetsmapp.name not in page.html
    page.widget()
    assert written(run.arbetsmapp) == before
    assert current() is run


def test_the_form_is_made_once_and_never_written_over(run):
    page = collection_form()
    page.widget()
    page.number.value = 20
    page.press.click()
    path = run.arbetsmapp / "insamling.xlsx"
    made = path.read_bytes()
    assert "Klart" in page.told.value and "finns i er mapp" in page.about.value
    sheet = openpyxl.load_workbook(path)["Registrera"]
    assert [cell.value for cell in sheet[1]] == ["Kön", "Ålder"]
    page.number.value = 30
    page.press.click()
    assert "finns redan" in page.told.value and path.read_bytes() == made


def test_the_practice_is_a_folder_that_day_two_can_open(run):
    page = practice_run()
    page.widget()
    page.press.click()
    path = re.search(r'r"(.+?)"', unescape(page.told.value))[1]
    chosen = isu_helpers.settings(path)
    records = isu_helpers.read_records(chosen.datafil, chosen.kodbok)
    assert len(records) == page.number.value
    assert named(records.codebook) == ["kön", "ålder"]
    assert "redan" in " ".join(page.asked(20))


def test_the_reading_list_is_half_of_each_sex(run):
    assert "ingen datafil" in " ".join(reading_list().asked(10))
    rows = "\n".join(f"{sex};{age}" for sex in ("Kvinna", "Man") for age in range(20, 50))
    folder_with(run.arbetsmapp, data_csv=f"kön;ålder\n{rows}\n")
    isu_helpers.settings(run.arbetsmapp)
    told = " ".join(reading_list().asked(10))
    assert "Kvinnor: 5. Män: 5." in told and (run.arbetsmapp / "urval.xlsx").is_file()


@pytest.mark.parametrize("made", [collection_form, practice_run, reading_list])
def test_nothing_is_made_in_a_practice_folder(made):
    isu_helpers.settings("bjorkasen")
    before = sorted((sample_root() / "bjorkasen").iterdir())
    assert "övningsmapp" in made().asked(20)[0]
    assert sorted((sample_root() / "bjorkasen").iterdir()) == before


def test_without_a_codebook_it_is_told_where_one_is_made(tmp_path):
    isu_helpers.settings(tmp_path)
    for page in (collection_form(), practice_run()):
        assert "ingen kodbok.yaml" in page.asked(20)[0]


def test_the_mapping_tells_of_columns_and_of_no_answer_or_count(run):
    table = "Kön;Bor i;Namn\n" + "Kvinna;Ödeköping;Åsa Ek\nMan;Ödeköping;Bo Ek\n" * 9
    folder_with(run.arbetsmapp, data_csv=table)
    isu_helpers.settings(run.arbetsmapp)
    html = file_mapping().html
    rows = re.findall(r'<th scope="row">(.+?)</th><td>(.+?)</td>', html)
    assert ("kön", "kön") in rows and ("saknas i filen", "ålder") in rows
    assert ("Bor i", "ingen (läses inte in)") in rows
    assert "Ödeköping" not in html and "Ek" not in html and not re.search(r">\d+<", html)
    assert not (run.arbetsmapp / "urval.xlsx").exists()


def test_a_file_that_can_not_be_read_is_told_in_a_line(run):
    folder_with(run.arbetsmapp, data_csv="kön\n")
    isu_helpers.settings(run.arbetsmapp)
    page = file_mapping()
    assert "isu-varning" in page.html and "data.csv" in page.html
    page.widget()


# How many


def needed_gap(n, alpha=0.05):
    """The difference around one half that statsmodels' normal test finds 8 times of 10."""
    low, high = 0.0, 0.999
    for _ in range(60):
        middle = (low + high) / 2
        effect = proportion_effectsize(0.5 + middle / 2, 0.5 - middle / 2)
        is_found = NormalIndPower().power(effect, n, alpha) >= 0.8
        low, high = (low, middle) if is_found else (middle, high)
    return high


@pytest.mark.parametrize("n", SIZES)
def test_the_gap_is_that_of_statsmodels_and_a_step_of_one_person(n):
    """Fisher's test goes in whole people, the normal one doesn't: 1/n more, to a point."""
    assert abs(Sizes(n, n).gap - needed_gap(n) - 1 / n) < 0.01


@pytest.mark.parametrize("n", SIZES[2:])
def test_the_gap_of_many_questions_is_that_of_statsmodels_at_a_tenth_of_the_level(n):
    assert abs(Sizes(n, n).gap_of_many - needed_gap(n, 0.005) - 1 / n) < 0.02


@pytest.mark.parametrize("n", [10, 25, 40])
def test_a_gap_of_that_size_is_found_eight_times_of_ten_by_fisher(n):
    gap = Sizes(n, n).gap
    first, second = (binom.pmf(range(n + 1), n, 0.5 + s * gap / 2) for s in (1, -1))
    power = sum(
        first[a] * second[b]
        for a in range(n + 1)
        for b in range(n + 1)
        if fisher_exact([[a, n - a], [b, n - b]]).pvalue <= 0.05
    )
    assert 0.76 < power < 0.86


@given(st.integers(1, 500), st.integers(1, 500))
def test_more_people_show_no_less(one, two):
    sizes = Sizes(one, two)
    assert sizes.gap == Sizes(two, one).gap <= sizes.gap_of_many
    assert Sizes(one + 1, two).gap <= sizes.gap
    assert "procentenheter" in sizes.sentence or "ingen skillnad" in sizes.sentence


def test_the_sentence_says_the_gap_and_what_it_is_like():
    assert Sizes(25, 25).sentence.replace("\xa0", " ") == (
        "Med 25 i varje grupp kan ni räkna med att se skillnader större än ungefär 42 "
        "procentenheter. En så stor skillnad syns ungefär 8 gånger av 10. Mindre kan synas "
        "ibland. 42 procentenheter är till exempel 29 % mot 71 %."
    )
    assert "går ingen skillnad" in Sizes(2, 2).sentence


def test_table_and_chart_say_the_same_and_follow_the_own_number():
    page = how_many()
    page.widget()
    page.one.value, page.two.value = 30, 12
    rows = re.findall(r'<th scope="row">(.+?)</th><td>(.+?)</td>', page.shown.value)
    assert [label for label, _ in rows] == [s.label for s in table_of_sizes(Sizes(30, 12))]
    assert "30 och 12" in dict(rows) and "Med 30 i den ena gruppen" in page.shown.value
    assert all(gap in alt_text(table_of_sizes(Sizes(30, 12))) for _, gap in rows)


@pytest.mark.parametrize("wrong", [0, -3, 100_001])
def test_a_number_of_people_that_cannot_be_is_told_and_not_changed(wrong):
    page = how_many()
    page.widget()
    page.one.value = wrong
    told = page.shown.value
    assert "Antalet är" in told and "Väntade" in told and "<table" not in told
    assert page.own.one == wrong and how_many(wrong).own.sentence == page.own.sentence


def test_the_library_does_not_offer_sex_and_number_that_the_codebook_has(draft, book):
    builder = VariableBuilder(draft, book)
    builder.widget()
    for page, _ in areas():
        builder.library.area.value = page
        offered = [entry(id).role for _, id in builder.library.list.options]
        assert offered and not {SEX, KEY} & set(offered)
    draft.path.write_text("- {")
    builder.library.words.value = "kön"
    assert SEX in [entry(id).role for _, id in builder.library.list.options]
