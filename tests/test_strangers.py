"""Files as strangers bring them: codes told beside or above, merged cells, ticks, counts."""

import datetime as dt
import random

import pandas as pd
import pytest
from identities import whole_number
from openpyxl import Workbook

from isu_helpers import Records, breakdown, protect, read_records
from isu_helpers.collect.check import check_lines
from isu_helpers.errors import DataFileError
from isu_helpers.show.sentences import about

PEOPLE = 60


def chosen(*answers: object, seed: int = 1) -> list[object]:
    """An answer for each person, the same ones every time."""
    rng = random.Random(seed)
    return [rng.choice(answers) for _ in range(PEOPLE)]


def book(path, rows, **sheets):
    """A workbook whose first sheet has rows, and others by name."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(row)
    made.save(path)
    return path


def told(records) -> str:
    return " ".join(f"{r.column}: {r.text}" for r in records.report)


def counts(records, name: str) -> dict[str, int]:
    return records.frame[name].value_counts().to_dict()


def read_twice(path):
    """The records by a proposed codebook, and by the same one once it is written."""
    first = read_records(path, path.with_name("kodbok.yaml"))
    return first, read_records(path, path.with_name("kodbok.yaml"))


def test_sex_and_age_of_one_number_are_shown_together():
    born = [dt.date(1950 + i % 50, 1 + i % 12, 1 + i % 28) for i in range(PEOPLE)]
    numbers = [whole_number(b, 100 + i) for i, b in enumerate(born)]
    table = pd.DataFrame({"Personnummer": numbers, "Insats": chosen("Ja", "Nej")})
    records = Records.from_frame(table)
    results = [breakdown(records, of, ["Kön"]) for of in ("Insats", "Ålder")]
    assert [p.is_refused for p in protect(results).results.values()] == [False, False]


CODES = [["Kön", 1, "Kvinna"], ["Kön", 2, "Man"], ["Boende", 1, "Eget"], ["Boende", 2, "Andras"]]
SPSS = [["Variable", "Label", "Value", "Value label"], ["Kön", "Kön", 1, "Kvinna"],
        ["Kön", "", 2, "Man"], ["Boende", "Hur bor du?", 1, "Eget"],
        ["Boende", "", 2, "Andras"]]  # fmt: skip


@pytest.mark.parametrize(("sheet", "rows"), [("Kodlista", CODES), ("Variable labels", SPSS)])
def test_codes_of_a_sheet_are_words_the_second_time_too(tmp_path, sheet, rows):
    sexes, homes = chosen(1, 2), chosen(1, 2, seed=2)
    people = zip(range(PEOPLE), sexes, homes, strict=True)
    path = book(tmp_path / "a.xlsx", [["ID", "Kön", "Boende"], *people], **{sheet: rows})
    for records in read_twice(path):
        assert counts(records, "Kön") == {"Kvinna": sexes.count(1), "Man": sexes.count(2)}
        assert counts(records, "Boende") == {"Eget": homes.count(1), "Andras": homes.count(2)}


def test_codes_that_a_codebook_knows_are_left_to_it(tmp_path):
    sexes = chosen(1, 2)
    rows = [["ID", "Kön", "Boende"], *zip(range(PEOPLE), sexes, sexes, strict=True)]
    path = book(tmp_path / "a.xlsx", rows, Kodlista=CODES)
    own = "variabler:\n- {namn: Kön, typ: val, roll: kön, alternativ: [Kvinna: [1], Man: [2]]}\n"
    own += "- {namn: Boende, typ: val, roll: behov, alternativ: [Hemma: [1], Borta: [2]]}\n"
    (tmp_path / "kodbok.yaml").write_text(own, encoding="utf-8")
    records = read_records(path, tmp_path / "kodbok.yaml")
    assert counts(records, "Boende") == {"Hemma": sexes.count(1), "Borta": sexes.count(2)}


def test_codes_in_the_headers_are_words(tmp_path):
    sexes, debts = chosen(1, 2), chosen(1, 2, 8, seed=3)
    head = ["Kön (1=kvinna, 2=man)", "Skuldsatt: 1 = ja, 2 = nej, 8 = vet ej"]
    path = book(tmp_path / "a.xlsx", [head, *zip(sexes, debts, strict=True)])
    for records in read_twice(path):
        assert counts(records, "Kön") == {"Kvinna": sexes.count(1), "Man": sexes.count(2)}
        found = {"Ja": debts.count(1), "Nej": debts.count(2), "Vet ej": debts.count(8)}
        assert counts(records, "Skuldsatt") == found


def test_a_header_that_names_the_ends_of_a_scale_is_left(tmp_path):
    head = ["Kön", "Nöjd (1=inte alls, 5=helt)"]
    rows = zip(chosen("Kvinna", "Man"), chosen(1, 2, 3, 4, 5), strict=True)
    first, again = read_twice(book(tmp_path / "a.xlsx", [head, *rows]))
    assert first.frame.columns.tolist() == again.frame.columns.tolist()
    assert set(first.frame.iloc[:, 1]) == set("12345")


def test_cells_merged_downwards_hold_for_each_row(tmp_path):
    made, row, sexes = Workbook(), 2, chosen("Kvinna", "Man")
    sheet = made.active
    sheet.append(["Klient", "Kön", "Insats"])
    for i, sex in enumerate(sexes):
        for j in range(1 + i % 3):
            sheet.append([i + 1 if j == 0 else None, sex if j == 0 else None, "ABC"[j]])
        for column in "AB" if i % 3 else "":
            sheet.merge_cells(f"{column}{row}:{column}{row + i % 3}")
        row += 1 + i % 3
    made.save(tmp_path / "a.xlsx")
    records = read_records(tmp_path / "a.xlsx")
    assert len(records) == row - 2 and records.frame["Kön"].notna().all()
    assert len(set(records.keys)) == PEOPLE and "sammanfogade över flera rader" in told(records)
    assert "Några står på flera rader, så tabellerna räknar rader." in check_lines(records)[1]


def test_counts_by_month_and_sex_are_no_people(tmp_path):
    rows = [["Månad", "Kön", "Antal ärenden", "Antal avslag"]]
    rows += [[f"2024-{m:02d}", sex, 20 + m, m] for m in range(1, 13)
             for sex in ("Kvinnor", "Män", "Totalt")]  # fmt: skip
    with pytest.raises(DataFileError, match="tabell med antal, kolumnen «Antal ärenden»"):
        read_records(book(tmp_path / "a.xlsx", rows))


def test_a_persons_number_of_visits_is_no_count(tmp_path):
    sexes, groups = chosen("Kvinna", "Man"), chosen("A", "B", "C", seed=2)
    rows = zip(sexes, groups, chosen(*range(30), seed=3), strict=True)
    records = read_records(book(tmp_path / "a.xlsx", [["Kön", "Insats", "Antal besök"], *rows]))
    assert len(records) == PEOPLE


def test_columns_of_ticks_alone_are_answers_to_one_question(tmp_path):
    marks = [chosen("x", None, None, seed=s) for s in range(3)]
    rows = zip(chosen("Kvinna", "Man"), *marks, strict=True)
    path = book(tmp_path / "a.xlsx", [["Kön", "Alkohol", "Spel", "Läkemedel"], *rows])
    for records in read_twice(path):
        answered = sum(any(row) for row in zip(*marks, strict=True))
        assert counts(records, "Kryssat: Spel") == {
            "Ja": marks[1].count("x"), "Nej": answered - marks[1].count("x"),
        }  # fmt: skip


def test_commas_before_three_digits_may_stand_between_thousands(tmp_path):
    amounts = [f"{i},{i}0" for i in range(10, 70)]
    rows = zip(chosen("Kvinna", "Man"), amounts, strict=True)
    records = read_records(book(tmp_path / "a.xlsx", [["Kön", "Kostnad"], *rows]))
    assert "Kostnad: 60 tal har tre siffror efter punkt eller komma" in told(records)


def test_what_names_a_household_or_an_unknown_code_of_sex_is_not_shown(tmp_path):
    rows = zip(range(1000, 1000 + PEOPLE), chosen("Kvinna", "Man"), chosen(1, 2), strict=True)
    head = ["Hushållsnr", "Juridiskt kön", "Könskod"]
    records = read_records(book(tmp_path / "a.xlsx", [head, *rows]))
    assert "Hushållsnr" not in records.frame and records.codebook["Könskod"].role == "övrigt"


def test_rows_without_key_and_sex_are_asked_about(tmp_path):
    sexes = chosen("Kvinna", "Man")
    rows = [(i, sex, "A", 9) if j == 0 else (None, None, "B", 8) for i, sex in enumerate(sexes)
            for j in range(2)]  # fmt: skip
    head = ["Klientnr", "Kön", "Insats", "Dagar"]
    records = read_records(book(tmp_path / "a.xlsx", [head, *rows]))
    assert "60 rader saknar både «Klientnr» och «Kön» (rad 3" in told(records)


def test_several_children_on_a_row_are_told(tmp_path):
    rows = zip(chosen("Flicka", "Pojke"), chosen("Flicka", "Pojke", None), strict=True)
    path = book(tmp_path / "a.xlsx", [["Barn 1 kön", "Barn 2 kön"], *rows])
    with pytest.raises(DataFileError, match="flera personers kön står på samma rad"):
        read_records(path)


def test_a_sheet_for_each_sex_is_told(tmp_path):
    rows = [["Nr", "Insats"], *zip(range(PEOPLE), chosen("A", "B"), strict=True)]
    made = {"Kvinnor": rows, "Män": rows}
    with pytest.raises(DataFileError, match="ett blad för varje kön: «Kvinnor» och «Män»"):
        read_records(book(tmp_path / "a.xlsx", [], **made))


def test_all_ways_to_write_yes_and_no_are_two_answers(tmp_path):
    answers = chosen("ja", "J", "Nej", "n")
    rows = zip(chosen("Kvinna", "Man"), answers, chosen("1. Ja", "9. Vet ej"), strict=True)
    records = read_records(book(tmp_path / "a.xlsx", [["Kön", "Tolk", "Skuld"], *rows]))
    yes = answers.count("ja") + answers.count("J")
    assert counts(records, "Tolk") == {"Ja": yes, "Nej": PEOPLE - yes}
    assert records.codebook["Skuld"].kind == "val"


def test_a_group_whose_size_is_hidden_is_named(monkeypatch):
    table = pd.DataFrame({"Kön": ["Kvinna", "Man", "Annat"] * 10, "Insats": ["Ja", "Nej"] * 15})
    protected = protect([breakdown(Records.from_frame(table), "Insats", ["Kön"])])
    (shown,) = protected.results.values()
    assert about(shown) == "Uppgifterna gäller 10 kvinnor, 10 män och 10 personer med annat kön."
    frame = shown.frame.assign(n=shown.frame["n"].mask(shown.frame["Kön"] != "Man"))
    monkeypatch.setitem(vars(shown), "frame", frame)
    assert about(shown) == (
        "Uppgifterna gäller 10 män, och kvinnor och personer med annat kön, vars antal är dolda."
    )
