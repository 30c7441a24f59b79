"""The setting ``period``: what it may say, whose rows are counted, and who names it."""

import datetime as dt
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest
from attacker import read
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from table_sets import choice
from test_handouts_runs import TABLES, shows, write_book

from isu_helpers import Workbook, breakdown, read_records, settings
from isu_helpers.codebook import NO, YES, Codebook, Option, Variable
from isu_helpers.collect.check import check_lines, read_for_check
from isu_helpers.disclosure import give_out, release_of
from isu_helpers.disclosure.manifest import MANIFEST, base_of, read_manifest
from isu_helpers.errors import SettingError
from isu_helpers.pages.offers import records_of
from isu_helpers.publish import Part, read_folder, render_handouts, write_report
from isu_helpers.publish.deck import deck
from isu_helpers.records import Records
from isu_helpers.records.derived import span_of, timed
from isu_helpers.show import bundle

SEX = choice("Kön", ["Kvinna", "Man"], "kön")
ANSWER = Variable("svar", ("svar",), kind="ja/nej", role="behov", options=(YES, NO))
DAY = Variable("dag", ("dag",), kind="datum", role="tid")
HALF_YEARS = ("2024 vår", "2024 höst", "2025 vår", "2025 höst")
HALF = Variable("halvår", ("halvår",), kind="skala", role="tid",
                options=tuple(Option(name) for name in HALF_YEARS))  # fmt: skip
MANY = [f"{sex},{'Ja' if i % 3 else 'Nej'},{year}-0{1 + i % 9}-15" for year in (2024, 2025)
        for sex in ("Kvinna", "Man") for i in range(30)]  # fmt: skip


def table(days, **more):
    """A man for each day, as a file has them."""
    return pd.DataFrame({"Kön": "Man", "svar": "Ja", "dag": days, **more}, dtype=object)


def read_in(period, days, *variables, **more):
    book = Codebook((SEX, ANSWER, *(variables or (DAY,))))
    return Records.from_frame(table(days, **more), book, period=period)


@pytest.fixture
def folder(tmp_path):
    """An arbetsmapp with 60 rows of 2024 and 60 of 2025; isu.yaml asks for the first."""
    place = tmp_path / "aby"
    place.mkdir()
    (place / "data.csv").write_text("\n".join(["Kön,Insats,Datum", *MANY]), encoding="utf-8")
    (place / "isu.yaml").write_text("kommun: Åby\nperiod: 2024\n", encoding="utf-8")
    yield place
    settings()


# What a period may be written as


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        (" år  2024 ", "2024-01-01", "2024-12-31"),
        ("helåret 2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("februari 2025", "2025-02-01", "2025-02-28"),
        ("2024-05-17", "2024-05-17", "2024-05-17"),
        ("2024-01..2024-06", "2024-01-01", "2024-06-30"),
        ("2024-01 – 2024-06", "2024-01-01", "2024-06-30"),
        ("2024-01-2024-06", "2024-01-01", "2024-06-30"),
        ("2023-2024", "2023-01-01", "2024-12-31"),
        ("mars–maj 2024", "2024-03-01", "2024-05-31"),
        ("Från nov 2024 till och med jan 2025", "2024-11-01", "2025-01-31"),
        ("2024-01-15 – 2024-02-02", "2024-01-15", "2024-02-02"),
        ("H1 2024", "2024-01-01", "2024-06-30"),
        ("vår 2024", "2024-01-01", "2024-06-30"),
        ("Höstterminen 2024", "2024-07-01", "2024-12-31"),
        ("andra halvåret 2024", "2024-07-01", "2024-12-31"),
        ("höst 2024 – vår 2025", "2024-07-01", "2025-06-30"),
        ("kvartal 1 2024", "2024-01-01", "2024-03-31"),
        ("Q4-2024", "2024-10-01", "2024-12-31"),
        ("tredje kvartalet 2024", "2024-07-01", "2024-09-30"),
        ("2024 kv 1 – kv 3", "2024-01-01", "2024-09-30"),
        ("tertial 2 2024", "2024-05-01", "2024-08-31"),
    ],
)
def test_a_span_is_read_as_a_person_means_it(words, first, last):
    start, end = span_of(words)
    assert (str(start), str(end - 1)) == (first, last)


@pytest.mark.parametrize(
    "words",
    ["", "nyligen", "24", "2024-13", "2024-02-30", "2024/2025", "2024-24", "2024-06..2024-01",
     "19850612-2010", "2024, 2025", "mars", "..2024", "2024 –", "från 2024",
     "till och med 2024"],
)  # fmt: skip
def test_what_is_not_surely_a_time_is_not_read_as_one(words):
    assert span_of(words) is None


@given(st.text())
def test_any_words_are_a_span_in_order_or_none(words):
    span = span_of(words)
    assert span is None or span[0] < span[1]


@given(st.dates(dt.date(1990, 1, 1), dt.date(2039, 12, 31)), st.integers(0, 40),
       st.sampled_from(["..", " – ", "-", " till ", "—", " t.o.m. "]))  # fmt: skip
def test_from_and_till_are_all_months_between(start, months, mark):
    first = pd.Period(start, "M")
    start, end = span_of(f"{first}{mark}{first + months}")
    expected = pd.period_range(first, first + months)
    assert (start, end - 1) == (expected[0].start_time, expected[-1].end_time.normalize())


# Whose rows are counted


def test_the_rows_of_the_year_are_counted_and_the_others_told(folder):
    chosen = settings(folder)
    records = read_records(chosen.datafil, chosen.kodbok, period=chosen.period)
    assert len(records) == 60 and set(records.frame["Datum"].dt.year) == {2024}
    assert records.row_numbers.tolist() == list(range(2, 62))
    told = [r.text for r in records.report if r.column == "Datum"]
    assert told == ["Perioden är 2024. 60 rader gäller en annan tid och är inte med."]
    assert len(read_records(chosen.datafil, chosen.kodbok)) == 120


def test_every_reader_of_the_folder_has_the_same_rows(folder):
    by_hand = read_records(folder / "data.csv", period="2024")
    Workbook(folder).add("fragor", "Får alla samma hjälp?")
    readers = [read_for_check(folder), records_of(settings(folder)), read_folder(folder)[1]]
    for records in readers:
        pd.testing.assert_frame_equal(records.frame, by_hand.frame)
    assert "  Datum: Perioden är 2024. 60 rader gäller en annan tid och är inte med." in (
        check_lines(readers[0])
    )


@given(st.lists(st.dates(dt.date(2022, 1, 1), dt.date(2025, 12, 31)) | st.none(), min_size=1),
       st.data())  # fmt: skip
def test_a_period_reads_as_a_file_of_its_rows_alone(days, data):
    known = [d for d in days if d]
    if not known:
        return
    year = data.draw(st.sampled_from(known)).year
    whole = table(days, tal=list(range(len(days))))
    book = Codebook((SEX, ANSWER, DAY, Variable("tal", ("tal",), kind="tal", classes=(5,))))
    part = whole[[d is not None and d.year == year for d in days]]
    read_part = Records.from_frame(part.reset_index(drop=True), book)
    found = Records.from_frame(whole, book, period=str(year))
    pd.testing.assert_frame_equal(found.frame, read_part.frame)
    assert found.row_numbers.tolist() == [
        i + 1 for i, d in enumerate(days) if d and d.year == year
    ]
    assert found.n_people == read_part.n_people == len(part)


def test_a_row_without_a_time_is_left_out_and_told_by_its_row():
    found = read_in("2024", ["2024-05-01", None, "i maj", "2025-01-01"])
    assert len(found) == 1
    assert found.report[0].text == (
        "Perioden är 2024. 1 rad gäller en annan tid och är inte med. "
        "2 rader saknar tid och är inte med (rad 2 och 3)."
    )


@pytest.mark.parametrize(
    ("period", "places"),
    [("2024", [0, 1]), ("vår 2024", [0]), ("2024-07 – 2025-06", [1, 2]), ("H2 2025", [3]),
     ("2025 höst", [3])],
)  # fmt: skip
def test_a_column_of_half_years_tells_the_time(period, places):
    found = read_in(period, None, HALF, halvår=list(HALF_YEARS))
    assert found.frame["halvår"].tolist() == [HALF_YEARS[i] for i in places]


def test_a_period_may_be_an_answer_or_another_way_to_write_it():
    wave = Variable(
        "omgång",
        ("omgång",),
        role="tid",
        options=(Option("Före", ("F",)), Option("Efter", ("E", "vår 2024"))),
    )
    waves = ["Före", "E", "Efter"]
    assert read_in("före", None, wave, omgång=waves).frame["omgång"].tolist() == ["Före"]
    assert len(read_in("vår 2024", None, wave, omgång=waves)) == 2


def test_a_number_may_tell_the_year():
    year = Variable("år", ("år",), kind="tal", role="tid", classes=(2020,))
    found = read_in("2023–2024", None, year, år=[2022, "2023", 2024.0, 2025, None])
    assert found.frame["år"].tolist() == [2023, 2024]


def test_the_time_at_which_the_case_began_decides():
    ends = Variable("avslutad", ("Avslutsdatum",), kind="datum", role="tid")
    begins = Variable("in", ("Datum för aktualisering",), kind="datum", role="tid")
    born = Variable("född", ("Födelsedatum",), kind="datum", role="tid")
    book = Codebook((SEX, ends, born, begins))
    assert [v.name for v in timed(book)] == ["in", "avslutad"]
    frame = pd.DataFrame({"Kön": "Man", "Avslutsdatum": ["2025-01-01", "2024-06-01"],
                          "Datum för aktualisering": ["2024-12-01", "2023-06-01"],
                          "Födelsedatum": ["2024-01-01"] * 2})  # fmt: skip
    assert Records.from_frame(frame, book, period="2024").row_numbers.tolist() == [1]


def test_a_date_tells_where_nothing_has_the_role_and_an_empty_one_does_not():
    empty = Variable("aktualiserad", ("aktualiserad",), kind="datum")
    plain = Variable("dag", ("dag",), kind="datum")
    found = read_in("2024", ["2024-02-03", "2025-02-03"], empty, plain, aktualiserad=None)
    assert found.row_numbers.tolist() == [1]


def test_half_years_give_way_to_dates_where_they_are_too_long():
    days = ["2024-02-01", "2024-05-01"]
    found = read_in("kvartal 1 2024", days, HALF, DAY, halvår=["2024 vår"] * 2)
    assert found.row_numbers.tolist() == [1]


def test_classes_and_guesses_are_those_of_the_whole_file():
    days = ["2024-02-01"] * 40 + ["2025-02-01"] * 40
    number = Variable("tal", ("tal",), kind="tal", role="bakgrund")
    parts = [read_in(p, days, DAY, number, tal=list(range(80))) for p in (None, "2024", "2025")]
    assert len({p.codebook["tal"].classes for p in parts}) == 1


def test_a_form_that_nobody_has_filled_in_asks_for_no_period(tmp_path):
    assert len(read_records(None, period="2024")) == 0


# What is told where it does not hold


@pytest.mark.parametrize(
    ("period", "more", "line"),
    [
        ("nyligen", {}, "Inställningen period är «nyligen», och det går inte att läsa som en tid. "
         "Väntade till exempel 2024, vår 2024"),
        ("2019", {}, "Perioden «2019» har inga rader i tabellen. Väntade en tid som finns i "
         "kolumnen «dag», till exempel 2024 eller 2025. Ändra inställningen period."),
        ("2024-02", {"halvår": ["2024 vår"] * 20}, "delar en tid som kolumnen «halvår» i tabellen "
         "bara anger hel"),
        ("2024", {"ort": "Åby"}, "ingen kolumn i tabellen berättar när. Väntade datum, år eller"),
    ],
)  # fmt: skip
def test_a_period_that_does_not_hold_is_one_line(period, more, line):
    days = ["2024-01-01"] * 10 + ["2025-01-01"] * 10
    variables = {"halvår": (HALF,), "ort": (choice("ort", ["Åby"], "bakgrund"),)}
    known = next((variables[name] for name in more), (DAY,))
    with pytest.raises(SettingError) as told:
        read_in(period, days, *known, **more)
    assert line in str(told.value) and "\n" not in str(told.value)


def test_few_rows_of_a_year_are_not_told_of():
    days = ["2024-01-01"] * 10 + ["2023-01-01"] * 4
    with pytest.raises(SettingError, match="till exempel 2024. Ändra"):
        read_in("2019", days)


# It is named wherever figures are, and the rows are those that are protected


def test_pages_tables_and_start_page_name_the_period(folder, tmp_path):
    book = TABLES.replace("val.kodbok)", "val.kodbok, period=val.period)")
    books = [write_book(tmp_path / "steg1_x.ipynb", book, shows("'Hej'"))]
    [found] = render_handouts([folder], tmp_path / "ut", report=str, notebooks=books)
    assert found.problem == ""
    for page in ("index.html", "aby/arbetsbok/steg1_x.html", "aby/steg1_vad_ser_vi.html"):
        html = (tmp_path / "ut" / page).read_text(encoding="utf-8")
        assert "Period: 2024</" in html
    sheets = openpyxl.load_workbook(tmp_path / "ut" / "aby" / "tabeller.xlsx").worksheets
    about = {row[0].value: row[1].value for row in sheets[0].iter_rows(max_col=2)}
    assert about["Period"] == "2024"
    assert [s["A2"].value for s in sheets[1:]] == ["Period: 2024"] * (len(sheets) - 1)
    assert any(c.value == 30 for row in sheets[1].iter_rows() for c in row)  # of 30 women, not 60
    edition, _ = read_manifest(folder / MANIFEST)
    assert max(n for n in edition.numbers.values() if n is not None) == 60


def test_slides_and_word_name_the_period(folder):
    assert "Period: 2024–2025</span>" in deck([Part("Del", "")], kommun="Å", period="2024..2025")
    assert "Period" not in deck([Part("Del", "")], kommun="Å")
    Workbook(folder).add("fragor", "Får alla samma hjälp?")
    data = write_report(*read_folder(folder), folder / "underlag.docx").read_bytes()
    lines = [p.text for p in Document(BytesIO(data)).paragraphs]
    assert "Uppgifterna gäller perioden 2024." in lines
    assert "perioden 2024," in repr(settings(folder))
    assert repr(read_records(folder / "data.csv", period="2024")).endswith(", perioden 2024")


def test_a_page_without_a_period_says_nothing_of_one(folder, tmp_path):
    (folder / "isu.yaml").write_text("kommun: Åby\n", encoding="utf-8")
    books = [write_book(tmp_path / "steg1_x.ipynb", shows("'Hej'"))]
    render_handouts([folder], tmp_path / "ut", report=str, notebooks=books)
    for file in (tmp_path / "ut").rglob("*.html"):
        assert "Period:" not in file.read_text(encoding="utf-8")


def test_a_table_of_other_rows_than_the_settings_is_refused(folder):
    settings(folder)
    with pytest.raises(SettingError, match="gäller hela filen, men .* gäller perioden 2024"):
        bundle(breakdown(read_records(folder / "data.csv"), "Insats"))
    settings(folder, period="2025")
    with pytest.raises(SettingError, match="gäller perioden 2024, men .* gäller perioden 2025"):
        bundle(breakdown(read_records(folder / "data.csv", period="2024"), "Insats"))
    assert not (folder / MANIFEST).exists()


def of_two_years(seed):
    """Random people of two years, with three variables."""
    rng = np.random.default_rng(seed)
    sizes = {"a": 3, "b": 4, "c": 2}
    frame = pd.DataFrame({"Kön": rng.choice(["Kvinna", "Man"], 160),
                          "år": rng.choice(["2024", "2025"], 160),
                          **{v: rng.choice([f"{v}{i}" for i in range(n)], 160)
                             for v, n in sizes.items()}})  # fmt: skip
    answers = [choice(v, [f"{v}{i}" for i in range(n)]) for v, n in sizes.items()]
    return frame, Codebook((SEX, choice("år", ["2024", "2025"], "tid"), *answers))


@pytest.mark.parametrize("order", [(None, "2024"), ("2024", None), ("2025", "2024", None)])
@pytest.mark.parametrize("seed", range(2))
def test_another_period_is_another_publication_fitted_to_the_first(seed, order, tmp_path):
    frame, book = of_two_years(seed)
    known, bases = {}, set()
    for period in order:
        records = Records.from_frame(frame, book, period=period)
        known[period] = read(release_of(records, 5, folder=tmp_path).frames).known
        bases.add(base_of(records, 5))
        give_out(tmp_path)
    assert len(bases) == len(order) == 1 + len(read_manifest(tmp_path / MANIFEST)[1])
    for year in order:  # who has the whole file's pages and a year's can subtract them
        both = known[None].keys() & known[year].keys()
        both = [a for a in both if "Uppgift saknas" not in str(a)]
        assert [a for a in both if 0 < known[None][a] - known[year][a] < 5] == []
