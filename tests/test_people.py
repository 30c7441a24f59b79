"""Identity numbers at intake: sex, age and who is who come out, and never a number."""

import datetime as dt
import pickle

import numpy as np
import pandas as pd
import pytest
from identities import DOUBLED, check_digit, generate, whole_number

from isu_helpers import Codebook, IsuError, Records, read_records
from isu_helpers.codebook import (
    CHOICE,
    DATE,
    FROM_NUMBER,
    KEY,
    NUMBER,
    SEX,
    TEXT,
    YES,
    YES_NO,
    Option,
    Variable,
)
from isu_helpers.codebook import NO as NEJ
from isu_helpers.errors import DataFileError
from isu_helpers.privacy import KEY_FILE

AT = dt.date(2025, 12, 31)
BIRTHS = [dt.date(1960 + i, 1 + i % 12, 1 + i) for i in range(20)]
ADULTS = [whole_number(born, 100 + i) for i, born in enumerate(BIRTHS)]  # even: women
CHILDREN = [whole_number(dt.date(2010 + i % 6, 5, 5), 100 + i) for i in range(20)]
SEXES = ["Kvinna", "Man"] * 10
WHO = Variable("pnr", ("Personnummer",), kind=TEXT, role=KEY)
KON = Variable("kön", ("Kön",), role=SEX, options=(Option("Kvinna"), Option("Man")))
STOD = Variable("stöd", ("Stöd",), kind=YES_NO, options=(YES, NEJ), role="insats")


def table(numbers=ADULTS, **columns):
    cells = {h.replace("_", " "): list(c) for h, c in columns.items()}
    rows = {"Personnummer": list(numbers), "Stöd": ["Ja", "Nej", "Nej", "Ja"] * 5}
    return pd.DataFrame(rows | cells, dtype=object)


def told(records, column):
    return [r.text for r in records.report if r.column == column]


def everything(records):
    """All that can be reached or shown of records, as bytes."""
    shown = [repr(records), records._repr_html_(), repr(records.__dict__), str(records.report)]
    frame = records.frame.to_csv() + records.codebook.to_yaml()
    return "".join([*shown, frame]).encode() + pickle.dumps(records)


def test_the_generator_doubles_as_luhn_does():
    assert check_digit("811218987") == 6 and len(DOUBLED) == 10  # the example of Skatteverket


def test_sex_and_age_come_from_the_number_where_the_file_has_none():
    records = Records.from_frame(table(), at=AT)
    assert records.frame["Kön"].tolist() == SEXES
    assert records.frame["Ålder"].tolist() == [2025 - b.year for b in BIRTHS]  # all before 31 Dec
    assert records.variable("kön").name == "Kön"
    assert records.variable("Ålder").role == "bakgrund" and records.variable("Ålder").classes


def test_children_are_girls_and_boys():
    records = Records.from_frame(table(CHILDREN), at=AT)
    assert records.variable("kön").categories == ("Flicka", "Pojke")
    assert records.frame["Kön"].tolist() == ["Flicka", "Pojke"] * 10


def test_a_given_codebook_without_sex_and_age_gets_both():
    records = Records.from_frame(table(), Codebook((WHO, STOD)), at=AT)
    assert [v.name for v in records.codebook] == ["pnr", "Kön", "Ålder", "stöd"]
    assert records.frame["Kön"].tolist() == SEXES


def test_a_sex_column_that_the_file_lacks_is_filled_from_the_number_and_told():
    records = Records.from_frame(table(), Codebook((WHO, KON, STOD)), at=AT)
    assert records.frame["kön"].tolist() == SEXES
    assert told(records, "kön") == ["Kön är taget ur personnumren i kolumnen «Personnummer»."]


def test_a_sex_column_keeps_its_own_answers_and_contradictions_are_told_by_row():
    said = ["Man", *SEXES[1:4], "", *SEXES[5:]]
    records = Records.from_frame(table(Kön=said), Codebook((WHO, KON, STOD)), at=AT)
    assert records.frame["kön"].tolist()[:5] == [*said[:4], SEXES[4]]
    assert told(records, "kön")[:2] == [
        "1 rad saknar svar om kön, och där är kön taget ur personnumret (rad 5).",
        "1 svar om kön stämmer inte med personnumret (rad 1). Kolumnens svar används.",
    ]


def test_a_column_for_age_is_kept_and_no_other_made():
    records = Records.from_frame(table(Kön=SEXES, Åldersgrupp=["18–29", "30–64"] * 10))
    assert "Ålder" not in records.frame and "Åldersgrupp" in records.frame


@pytest.mark.parametrize(
    ("columns", "at", "expected", "why"),
    [
        ({}, AT, "2025-12-31", "det datum som angavs"),
        ({"Uttag": ["2021-03-04", "2023-02-01"] * 10}, None, "2023-12-31", "det senaste året"),
        ({"Uttag": ["2021-03-04", "2923-02-01"] * 10}, None, "2021-12-31", "det senaste året"),
        ({"Född": ["2021-03-04"] * 20}, None, dt.date.today().isoformat(), "dagens datum"),
        ({}, None, dt.date.today().isoformat(), "dagens datum"),
    ],
)
def test_age_is_told_at_a_stated_date(columns, at, expected, why):
    kinds = [Variable(name, kind=DATE, role="tid") for name in columns]
    book = Codebook((WHO, STOD, *kinds))
    text = told(Records.from_frame(table(**columns), book, at=at), "Ålder")[0]
    assert f"gäller {expected}" in text and why in text


def test_who_is_who_however_the_number_is_written():
    one, other = ADULTS[:2]
    forms = [one, one[2:], f"{one[2:8]}-{one[8:]}", int(one), float(one), other, other[2:], None]
    records = Records.from_frame(table(forms + ADULTS[2:14]), at=AT)
    assert records.keys[:5].tolist() == [records.keys[0]] * 5
    assert records.keys[5] == records.keys[6] != records.keys[0]
    assert told(records, "Nyckel")[0].startswith("5 rader har samma nyckel")


def test_what_is_not_a_valid_number_is_missing_and_counted_by_kind():
    wrong = ADULTS[0][:-1] + str((int(ADULTS[0][-1]) + 1) % 10)
    numbers = [wrong, "19810829M071", "199001012K10", "", *ADULTS[4:]]
    records = Records.from_frame(table(numbers), at=AT)
    assert records.frame["Kön"].isna().tolist() == [True] * 4 + [False] * 16
    reserve, invalid, blank = told(records, "Personnummer")
    assert reserve.startswith("2 rader har reservnummer (rad 2 och 3).")
    assert invalid.startswith("1 rad har ett ogiltigt nummer (rad 1).")
    assert blank == "1 rad saknar personnummer (rad 4). Där är Kön och Ålder «Uppgift saknas»."


def test_serial_numbers_tell_neither_sex_nor_age():
    with pytest.raises(DataFileError, match="hittade ingen kolumn för kön"):
        Records.from_frame(table([f"{i:010}" for i in range(20)]))


@pytest.mark.parametrize("header", ["Vårdnadshavares pnr", "Pnr partner"])
def test_sex_is_never_taken_from_somebody_elses_number(header):
    frame = table().rename(columns={"Personnummer": header})
    with pytest.raises(DataFileError, match="hittade ingen kolumn för kön"):
        Records.from_frame(frame)
    assert "Ålder" not in Records.from_frame(frame.assign(Kön=SEXES)).frame


def test_sex_is_taken_from_none_of_two_columns_that_may_both_be_the_persons():
    frame = table(Pnr_två=CHILDREN)
    with pytest.raises(DataFileError, match="hittade ingen kolumn för kön"):
        Records.from_frame(frame)
    records = Records.from_frame(frame.assign(Kön=SEXES))
    assert told(records, "Filen") == [
        "Flera kolumner har personnummer, så varken kön eller ålder togs ur dem."
    ]


@pytest.mark.parametrize("kind", [CHOICE, NUMBER, DATE, TEXT])
def test_numbers_that_the_codebook_calls_something_else_are_held_back(kind):
    options = (Option("A"), Option("B")) if kind == CHOICE else ()
    other = Variable("annat", ("Medsökande",), kind=kind, options=options)
    frame = table(Medsökande=CHILDREN, Kön=SEXES)
    records = Records.from_frame(frame, Codebook((WHO, KON, other)), at=AT)
    assert "annat" not in records.frame
    assert told(records, "Medsökande") == ["Kolumnen har personnummer, så den lästes inte in."]


def test_a_column_outside_the_codebook_tells_people_apart():
    frame = table([*ADULTS[:10], *ADULTS[:10]], Kön=[*SEXES[:10], *SEXES[:10]])
    records = Records.from_frame(frame, Codebook((KON, STOD)), at=AT)
    assert records.keys.tolist() == [*range(10), *range(10)]
    assert "Personnumren skiljer personer åt" in told(records, "Personnummer")[0]


def test_a_number_among_amounts_is_missing_and_told():
    amounts = [1200, int(ADULTS[0]), ADULTS[1][2:], *[3400] * 17]
    book = Codebook((WHO, KON, Variable("Belopp", kind=NUMBER, classes=(2000,))))
    records = Records.from_frame(table(Kön=SEXES, Belopp=amounts), book)
    assert records.frame["Belopp"].isna().tolist() == [False, True, True] + [False] * 17
    assert told(records, "Belopp")[0].startswith("2 tal ser ut som personnummer")


def test_free_text_is_scanned_and_held_back():
    notes = [f"Mamma {ADULTS[0]}", "ring 070-174 06 05", "mejla a@b.se", *["lugnt"] * 17]
    book = Codebook((KON, Variable("Anteckning", kind=TEXT)))
    records = Records.from_frame(table(Kön=SEXES, Anteckning=notes), book)
    assert "Anteckning" not in records.frame
    assert told(records, "Anteckning")[1] == (
        "I texten finns personnummer på 1 rad, telefonnummer på 1 rad och e-postadress på 1 rad. "
        "Kolumnen lästes inte in."
    )


def test_no_digit_of_ten_thousand_numbers_is_found_in_records():
    cases = generate(10_000, at=AT, seed=4)
    frame = pd.DataFrame({"Pnr": [c.cell for c in cases], "A": ["x", "y"] * 5000}, dtype=object)
    records = Records.from_frame(frame, at=AT)
    found = everything(records)
    assert not [c.digits for c in cases if c.digits and c.digits.encode() in found]
    expected = [c.sex.capitalize() if c.sex else np.nan for c in cases]
    assert records.frame["Kön"].astype(object).fillna("").tolist() == [
        "" if e is np.nan else e for e in expected
    ]
    ages = np.array([np.nan if c.age is None else c.age for c in cases])
    np.testing.assert_array_equal(records.frame["Ålder"].to_numpy(), ages)


def test_no_number_in_headers_index_or_file_name_is_kept():
    one, *rest = ADULTS
    frame = table(Kön=SEXES).rename(columns={"Stöd": f"Stöd till {one}"})
    frame.index = ADULTS
    records = Records.from_frame(frame, file=f"{one}.csv")
    assert not any(n[2:].encode() in everything(records) for n in ADULTS)
    assert "Stöd till [nummer borttaget]" in records.frame


def test_an_error_holds_no_number():
    frame = table(["x"] * 20).rename(columns={"Stöd": ADULTS[0]})
    with pytest.raises(IsuError) as error:
        Records.from_frame(frame, file=f"{ADULTS[0]}.csv")
    assert ADULTS[0][2:] not in str(error.value)


def write(folder, frame):
    frame.to_csv(folder / "data.csv", sep=";", index=False)
    return folder / "data.csv"


def test_the_written_codebook_reads_the_file_the_same_again(tmp_path):
    path = write(tmp_path, table())
    first = read_records(path, tmp_path / "kodbok.yaml")
    again = read_records(path, tmp_path / "kodbok.yaml")
    pd.testing.assert_frame_equal(first.frame, again.frame)
    assert first.codebook == again.codebook
    text = (tmp_path / "kodbok.yaml").read_text(encoding="utf-8")
    assert text.count("    kolumn: Personnummer\n    ur: personnummer\n") == 2


def test_the_key_is_made_in_the_folder_only_when_there_are_numbers(tmp_path):
    read_records(write(tmp_path, table(range(20), Kön=SEXES)))
    assert not (tmp_path / KEY_FILE).exists()
    path = write(tmp_path, table())
    read_records(path)
    assert (tmp_path / KEY_FILE).is_file()


def test_from_frame_makes_no_key_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Records.from_frame(table())
    assert list(tmp_path.iterdir()) == []


def test_a_file_whose_numbers_are_all_wrong_is_refused(tmp_path):
    sex = Variable("kön", ("Personnummer",), kind=CHOICE, role=SEX, options=KON.options,
                   taken_from=FROM_NUMBER)  # fmt: skip
    path = write(tmp_path, table([f"A{i}" for i in range(20)]))
    with pytest.raises(DataFileError, match="har inga giltiga personnummer"):
        read_records(path, Codebook((WHO, sex, STOD)))


def test_konsvariabel_goes_before_the_number():
    frame = table(Juridiskt=["Man", "Kvinna"] * 10, Kod=["1", "2"] * 10)
    book = Codebook((WHO, Variable("legalt", ("Juridiskt",), options=KON.options), STOD))
    records = Records.from_frame(frame, book, konsvariabel="Juridiskt", at=AT)
    assert records.variable("kön").name == "legalt" and "Kön" not in records.frame


@pytest.mark.parametrize(
    ("unit", "has_key", "expected"),
    [("person", True, True), ("person", False, True), ("ärende", True, True),
     ("ärende", False, False)],
)  # fmt: skip
def test_counts_people_tells_whether_people_can_be_told_apart(unit, has_key, expected):
    frame = table([f"K{i}" for i in range(20)], Kön=SEXES)
    records = Records.from_frame(frame, Codebook((*(WHO,) * has_key, KON, STOD), unit))
    assert records.counts_people is expected
    assert any("Varje rad är ett ärende" in t for t in told(records, "Filen")) is not expected
    assert repr(records).startswith("20\u00a0personer" if expected else "20\u00a0ärenden")


def test_row_numbers_are_whole_numbers_of_the_file(tmp_path):
    assert Records.from_frame(table()).row_numbers.tolist() == list(range(1, 21))
    read = read_records(write(tmp_path, table()))
    assert read.row_numbers.tolist() == list(range(2, 22)) and read.row_numbers.dtype == int
