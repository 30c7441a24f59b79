"""Records: typed rows that never show themselves, and a report that tells of every doubt."""

import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from isu_helpers.analysis import breakdowns
from isu_helpers.codebook import (
    DATE,
    KEY,
    NO,
    NUMBER,
    SEVERAL,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Codebook,
    Option,
    Variable,
)
from isu_helpers.errors import CodebookError, DataFileError
from isu_helpers.records import Records

KON = Variable(
    "kön", ("Kön",), role=SEX, options=(Option("Kvinna", ("K",)), Option("Man", ("M",)))
)
AGE = Variable("ålder", ("Ålder",), kind=NUMBER, role="bakgrund", classes=(18, 65))
GIVEN = Variable("insats", ("Insats",), kind=YES_NO, options=(YES, NO), role="insats")
NOTE = Variable("anteckning", ("Anteckning",), kind=TEXT)
WHO = Variable("pnr", ("Personnummer",), kind=TEXT, role=KEY)
BOOK = Codebook((WHO, KON, AGE, GIVEN, NOTE))
FRAME = pd.DataFrame(
    {
        "Personnummer": ["19800101-1234", "19800101-1234", "19900202-2345", ""],
        "Kön": ["K", " kvinna", "Man", "okänt"],
        "Ålder": ["17", "18,0", "65", "minns ej"],
        "Insats": ["Ja", "x", "Nej", "kanske"],
        "Anteckning": ["Bor hos Anna Svensson"] * 4,
        "Telefon till brukaren": ["070-1234567"] * 4,
    },
    dtype=object,
)
SECRETS = ("19800101", "Anna Svensson", "070-1234567", "minns ej", "okänt", "kanske")


@pytest.fixture
def records():
    return Records.from_frame(FRAME, BOOK)


def test_from_frame_types_answers_and_numbers(records):
    assert list(records.frame.columns) == ["kön", "ålder", "insats"]
    assert records.frame["kön"].tolist()[:3] == ["Kvinna", "Kvinna", "Man"]
    assert records.frame["ålder"].tolist()[:3] == [17, 18, 65]


def test_codes_place_numbers_in_classes_and_missing_last(records):
    assert records.codes(AGE).tolist() == [0, 1, 2, -1]
    assert records.codes(records.variable("kön")).tolist() == [0, 0, 1, -1]


def test_report_counts_every_doubt_with_rows_and_no_answer(records):
    told = {(r.column, r.count): r.text for r in records.report}
    assert told[("ålder", 1)].endswith("«Uppgift saknas» (rad 4).")
    assert {("kön", 1), ("insats", 1), ("Nyckel", 1)} <= set(told)
    assert told[("Nyckel", 1)].startswith("1 rad har samma nyckel")
    assert any("finns inte i kodboken" in t for t in told.values())


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_that_records_show_or_keep_is_an_answer(records, secret):
    seen = [repr(records), str(records), records._repr_html_(), repr(records.__dict__)]
    assert not any(secret in text for text in seen)
    assert secret.encode() not in pickle.dumps(records)


def test_repr_counts_people_and_not_rows(records):
    assert repr(records) == "3\u00a0personer, 3 variabler ur en tabell"
    assert len(records) == 4 and records.has_repeats


def test_blank_keys_are_people_of_their_own():
    frame = FRAME.assign(Personnummer=["", "-", None, "19800101-1234"])
    assert not Records.from_frame(frame, BOOK).has_repeats


def test_keys_are_the_same_however_they_are_written():
    frame = FRAME.assign(Personnummer=["A1", "a1 ", 7, 7.0])
    assert Records.from_frame(frame, BOOK).keys.tolist() == [0, 0, 1, 1]


def test_an_answer_outside_the_codebook_is_missing_and_counted():
    records = Records.from_frame(FRAME.assign(Insats=["Ja", "Nej", "ibland", "aldrig"]), BOOK)
    assert records.frame["insats"].isna().sum() == 2
    assert [r.count for r in records.report if r.column == "insats"] == [2]


def test_a_column_that_the_file_lacks_is_told():
    records = Records.from_frame(FRAME.drop(columns="Insats"), BOOK)
    assert [r.column for r in records.report if "finns inte i filen" in r.text] == ["insats"]
    with pytest.raises(CodebookError, match="men filen har ingen kolumn för den"):
        records.variable("insats")


def test_a_variable_goes_by_its_headers_before_its_name():
    book = Codebook((KON, Variable("Insats", ("Stöd", "Hjälp"), kind=YES_NO, options=(YES, NO))))
    frame = pd.DataFrame({"Kön": ["K"], "Insats": ["Nej"], "hjälp": ["Ja"]}, dtype=object)
    assert Records.from_frame(frame, book).frame["Insats"].tolist() == ["Ja"]


@pytest.mark.parametrize("name", ["pnr", "anteckning", "nix"])
def test_variable_refuses_what_cannot_be_counted(records, name):
    with pytest.raises(CodebookError, match="Väntade"):
        records.variable(name)


def test_numbers_without_classes_get_some():
    book = Codebook((KON, Variable("Ålder", kind=NUMBER)))
    records = Records.from_frame(FRAME.assign(Ålder=[12, 40, 70, 80]), book)
    assert records.variable("Ålder").categories == (
        "Under 30", "30–44", "45–64", "65 eller mer",
    )  # fmt: skip


def test_dates_are_kept_and_not_counted():
    book = Codebook((KON, Variable("Dag", kind=DATE)))
    frame = FRAME.assign(Dag=["2025-01-01", "1/2/2025", "", "x"])
    records = Records.from_frame(frame, book)
    assert records.frame["Dag"].isna().tolist() == [False, False, True, True]
    assert records.countable("övrigt") == ()


def test_konsvariabel_names_another_column():
    frame = FRAME.assign(Juridiskt=["M", "M", "K", "K"])
    legal = Variable("legalt", ("Juridiskt",), options=KON.options)
    records = Records.from_frame(frame, Codebook((KON, legal)), konsvariabel="JURIDISKT ")
    assert records.variable("kön").name == "legalt"
    assert [v.name for v in records.codebook.with_role(SEX)] == ["legalt"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Finns inte", "konsvariabel är «Finns inte», men någon sådan kolumn finns inte"),
        ("Ålder", "konsvariabel är «Ålder», men den kolumnen är tal"),
        ("Personnummer", "men den kolumnen är en nyckel"),
        ("Anteckning", "men den kolumnen är text"),
        ("19800101-1234", "konsvariabel är «En kolumn»"),
    ],
)
def test_konsvariabel_refuses_what_is_no_choice(name, expected):
    with pytest.raises(CodebookError, match=expected):
        Records.from_frame(FRAME, BOOK, konsvariabel=name)


def test_from_frame_needs_a_column_for_sex():
    with pytest.raises(DataFileError, match="hittade ingen kolumn för kön. Filen har: A och B"):
        Records.from_frame(pd.DataFrame({"A": ["x", "y"] * 5, "B": ["u", "v"] * 5}))
    with pytest.raises(DataFileError, match="hittade inte kolumnen «Kön»"):
        Records.from_frame(FRAME.drop(columns="Kön"), BOOK)
    with pytest.raises(CodebookError, match="ingen variabel som visar kön"):
        Records.from_frame(FRAME, Codebook((AGE,)))


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"Kön": pd.Categorical(["K", "M", "K"]), "Insats": [True, False, True]}),
        pd.DataFrame({"Kön": ["K", "M", pd.NA], "Insats": [1, 0, np.nan]}),
        pd.DataFrame({"Kön": ["K", "M", None], "Insats": ["Ja", "Nej", "Ja"]}, dtype="string"),
        pd.DataFrame({"Kön": ["K", "M", "K"], "Insats": ["1.0", "0.0", "1.0"]}, index=[9, 9, 9]),
    ],
)
def test_from_frame_takes_the_frames_that_analysts_have(frame):
    records = Records.from_frame(frame, Codebook((KON, GIVEN)))
    assert records.frame["insats"].tolist()[:2] == ["Ja", "Nej"]
    assert records.frame["kön"].tolist()[:2] == ["Kvinna", "Man"]


def test_from_frame_takes_no_rows_and_leaves_its_table_alone():
    assert len(Records.from_frame(FRAME.head(0), BOOK)) == 0
    before = FRAME.copy()
    Records.from_frame(FRAME, BOOK)
    pd.testing.assert_frame_equal(FRAME, before)


def test_from_frame_refuses_two_columns_of_one_name_in_english():
    frame = pd.DataFrame([["K", "M"]], columns=["Kön", "kön "])
    with pytest.raises(ValueError, match="same name"):
        Records.from_frame(frame, Codebook((KON,)))


FORMS = ("Fysiskt", "Psykiskt", "Hot, muntligt")
ABUSE = Variable(
    "former",
    ("Former",),
    label="Former av våld",
    kind=SEVERAL,
    role="behov",
    is_sensitive=True,
    options=(
        Option("Fysiskt", ("1",)),
        Option("Psykiskt", ("2", "psyk")),
        Option("Hot, muntligt"),
    ),
)
J, N, M = "Ja", "Nej", None


def several(variable=ABUSE, **columns):
    """What each person answered to each option, and the records."""
    count = len(next(iter(columns.values())))
    cells = {h.replace("__", ": "): list(c) for h, c in columns.items()}
    frame = pd.DataFrame({"Kön": (["K", "M"] * count)[:count]} | cells, dtype=object)
    records = Records.from_frame(frame, Codebook((KON, variable)))
    parts = [v.name for v in records.codebook.parts_of(variable.name) if v.name in records.frame]
    rows = records.frame[parts].astype(object)
    return [tuple(None if pd.isna(c) else c for c in row) for row in rows.to_numpy()], records


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Fysiskt; Psykiskt", (J, J, N)),
        ("fysiskt,PSYKISKT ", (J, J, N)),
        ("Psyk|1", (J, J, N)),
        ("Psykiskt\r\nHot, muntligt", (N, J, J)),
        ("Hot, muntligt", (N, N, J)),
        ("Hot, muntligt, Fysiskt,", (J, N, J)),
        ("hot,  muntligt", (N, N, J)),
        ("1;2", (J, J, N)),
        (1, (J, N, N)),
        (2.0, (N, J, N)),
        ("2,0", (N, J, N)),
        ("Nej", (N, N, N)),
        ("", (M, M, M)),
        ("Uppgift saknas", (M, M, M)),
        ("; -", (M, M, M)),
        ("okänt ord", (M, M, M)),
        ("Fysiskt; okänt ord", (J, N, N)),
    ],
)
def test_several_answers_in_a_cell_become_one_yes_no_an_option(cell, expected):
    found, _ = several(Former=[cell, "Psykiskt"])
    assert found == [expected, (N, J, N)]


def test_unknown_answers_of_several_are_counted_by_row():
    _, records = several(Former=["Fysiskt; aldrig", "tyst", "Fysiskt"])
    assert [(r.column, r.count) for r in records.report] == [("former", 2)]
    assert records.report[0].text.startswith("2 rader har svar som inte finns bland")
    assert "(rad 1 och 2)" in records.report[0].text and "tyst" not in records.report[0].text


LISTED = replace(ABUSE, columns=("Fysiskt", "Våld - psykiskt", "Former av våld: Hot, muntligt"))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("Ja", "", ""), (J, N, N)),
        (("X", "x", ""), (J, J, N)),
        ((1, 0, None), (J, N, N)),
        ((True, False, True), (J, N, J)),
        (("fysiskt", "psyk", "Hot, muntligt"), (J, J, J)),
        (("nej", "", ""), (N, N, N)),
        (("", "-", None), (M, M, M)),
        (("kanske", "", ""), (M, M, M)),
        (("kanske", "Ja", ""), (N, J, N)),
        (("Psykiskt", "", ""), (M, M, M)),  # in another answer's column
    ],
)
def test_several_columns_are_ticks_for_an_option_each(cells, expected):
    names = LISTED.columns
    frame = pd.DataFrame([["K", *cells]], columns=["Kön", *names], dtype=object)
    records = Records.from_frame(frame, Codebook((KON, LISTED)))
    row = records.frame[[f"Former av våld: {o}" for o in FORMS]].iloc[0]
    assert tuple(None if pd.isna(c) else c for c in row) == expected


def test_several_finds_the_columns_of_the_form():
    found, _ = several(Former__Fysiskt=["Ja", ""], Former__Psykiskt=["", ""],
                       **{"Former__Hot, muntligt": ["Ja", ""]})  # fmt: skip
    assert found == [(J, N, J), (M, M, M)]


def test_several_columns_may_each_hold_any_answer():
    numbered = replace(ABUSE, columns=("Form 1a", "Form 2b"))
    frame = pd.DataFrame(
        {"Kön": ["K", "M"], "Form 1a": ["Psykiskt", ""], "Form 2b": ["Fysiskt", "Psykiskt"]}
    )
    records = Records.from_frame(frame, Codebook((KON, numbered)))
    assert records.frame["Former av våld: Psykiskt"].tolist() == ["Ja", "Ja"]
    assert records.frame["Former av våld: Fysiskt"].tolist() == ["Ja", "Nej"]


def test_an_option_without_a_column_is_told_and_not_read():
    _, records = several(Former__Fysiskt=["Ja", ""], Former__Psykiskt=["", "Ja"])
    assert "Former av våld: Hot, muntligt" not in records.frame
    assert [r.column for r in records.report] == ["Former av våld: Hot, muntligt"]


def test_a_flerval_that_the_file_lacks_is_told_once():
    records = Records.from_frame(FRAME, Codebook((KON, ABUSE)))
    assert [r.column for r in records.report if "finns inte i filen" in r.text] == ["former"]


def test_parts_are_variables_of_their_own_that_can_be_counted():
    _, records = several(Former=["Fysiskt", "Psykiskt", "", "Hot, muntligt"])
    names = [f"Former av våld: {o}" for o in FORMS]
    assert [v.name for v in records.countable("behov")] == names
    part = records.variable(names[0])
    assert (part.kind, part.part_of, part.is_sensitive) == (YES_NO, "former", True)
    assert [c.of.name for c in breakdowns(records, "behov")] == names


def test_variable_names_the_parts_of_a_flerval():
    _, records = several(Former=["Fysiskt", "Psykiskt"])
    with pytest.raises(CodebookError, match="egen variabel. Väntade någon av: «Former av våld: F"):
        records.variable("former")


def test_the_codebook_of_records_reads_the_file_again_the_same():
    _, records = several(Former=["Fysiskt", "Psykiskt"])
    frame = pd.DataFrame({"Kön": ["K", "M"], "Former": ["Fysiskt", "Psykiskt"]})
    again = Records.from_frame(frame, records.codebook)
    assert again.codebook == records.codebook
    pd.testing.assert_frame_equal(again.frame, records.frame)


def test_parts_of_a_pair_are_pairs():
    start = replace(ABUSE, occasion="start", pair="efter")
    after = replace(ABUSE, name="efter", columns=("Efter",), label="Efter", pair="former",
                    occasion="uppföljning", options=ABUSE.options[1:])  # fmt: skip
    frame = pd.DataFrame({"Kön": ["K", "M"], "Former": ["1", "2"], "Efter": ["2", ""]})
    book = Records.from_frame(frame, Codebook((KON, start, after))).codebook
    assert [v.pair for v in book.parts_of("former")][:2] == ["", "Efter: Psykiskt"]
    assert book["Efter: Psykiskt"].pair == "Former av våld: Psykiskt"


def test_ages_that_cannot_be_are_left_out_and_told():
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 10, "Ålder": [-1, 116, 0, 115] + [40] * 16})
    records = Records.from_frame(table)
    assert records.frame["Ålder"].isna().tolist() == [True, True] + [False] * 18
    told = [r for r in records.report if r.column == "Ålder"]
    assert [r.count for r in told] == [2] and "rad 1 och 2" in told[0].text


def test_dates_that_cannot_be_are_told_and_kept():
    dates = ["1899-12-31", "1900-01-01", "2090-01-01"] + ["2024-03-04"] * 17
    records = Records.from_frame(pd.DataFrame({"Kön": ["Kvinna", "Man"] * 10, "Beslut": dates}))
    told = [r for r in records.report if "efter dagens datum" in r.text]
    assert records.frame["Beslut"].notna().all()
    assert [r.count for r in told] == [2] and "rad 1 och 3" in told[0].text


@pytest.mark.parametrize(
    ("cells", "is_read"),
    [
        (["x", None, "✓", None], False),  # all who have answered would say Ja
        (["1", "", "1", "1"], False),
        (["x", "x", "x", "x"], True),
        (["x", "Nej", None, None], True),
        (["Ja", None, "x", None], True),
        ([None] * 4, True),
    ],
)
def test_a_column_of_ticks_and_blanks_is_not_read_whatever_the_codebook_says(cells, is_read):
    table = pd.DataFrame({"Kön": list("KMKM"), "Insats": cells})
    records = Records.from_frame(table, Codebook((KON, GIVEN)))
    told = [r.text for r in records.report if r.column == "insats"]
    assert ("insats" in records.frame) == is_read
    assert any("bara kryss" in text for text in told) != is_read
