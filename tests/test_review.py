"""The review sample: as many of each sex, no person twice, the same rows for the same seed."""

import openpyxl
import pandas as pd
import pytest

from isu_helpers.codebook import CHOICE, KEY, SEX, TEXT, Codebook, Option, Variable
from isu_helpers.collect.review import draw_review_sample, write_sample
from isu_helpers.errors import CodebookError, IsuError
from isu_helpers.records import Records, read_records

SEXES = (Option("Kvinna"), Option("Man"), Option("Annat"))
BOOK = Codebook(
    (
        Variable("kön", ("Kön",), label="Juridiskt kön", role=SEX, options=SEXES),
        Variable("område", ("Område",), kind=CHOICE, options=(Option("Norr"), Option("Söder"))),
        Variable("nyckel", ("Nyckel",), kind=TEXT, role=KEY),
    )
)

ROWS_OF_SEED_1 = [10, 14, 21, 36, 92, 125, 126, 141, 151, 152]


def records(women=100, men=60, others=0, blank=0, book=BOOK):
    """People of each sex, three quarters of whom live in Norr."""
    rows = []
    for sex, count in (("Kvinna", women), ("Man", men), ("Annat", others), ("", blank)):
        rows += [(sex, "Norr" if i % 4 else "Söder", f"{sex}{i}") for i in range(count)]
    frame = pd.DataFrame(rows, columns=["Kön", "Område", "Nyckel"], dtype=object)
    return Records.from_frame(frame, book)


def counts(sample, *names):
    return sample.groupby(list(names)).size().to_dict()


def test_as_many_of_each_sex():
    sample = draw_review_sample(records(), n=40)
    assert counts(sample, "kön") == {"Kvinna": 20, "Man": 20}
    assert list(sample.columns) == ["rad", "kön"] and sample["rad"].is_unique
    assert sample["rad"].between(1, 100)[sample["kön"] == "Kvinna"].all()


def test_the_seed_decides_the_rows():
    first, again, other = (draw_review_sample(records(), n=10, seed=s) for s in (1, 1, 2))
    assert first["rad"].tolist() == again["rad"].tolist() != other["rad"].tolist()
    assert first["rad"].tolist() == ROWS_OF_SEED_1  # the same on every machine


def test_strata_are_drawn_in_proportion():
    sample = draw_review_sample(records(), n=40, strata=["område"])
    assert counts(sample, "kön", "område") == {  # 75 and 45 of 100 and 60 live in Norr
        ("Kvinna", "Norr"): 15, ("Kvinna", "Söder"): 5, ("Man", "Norr"): 15, ("Man", "Söder"): 5,
    }  # fmt: skip
    assert counts(draw_review_sample(records(), n=40, strata="område"), "område")["Norr"] == 30


def test_a_group_that_is_too_small_is_taken_whole_and_told():
    sample = draw_review_sample(records(men=5), n=40)
    assert counts(sample, "kön") == {"Kvinna": 20, "Man": 5}
    assert "Män: bara 5 finns att läsa. Alla är med, och 15 fattas." in " ".join(sample.notes)


def test_a_third_sex_that_is_fewer_than_asked_leaves_women_and_men_as_many():
    sample = draw_review_sample(records(others=5), n=40)
    assert counts(sample, "kön") == {"Annat": 5, "Kvinna": 13, "Man": 13}
    assert "31 rader att läsa. Kvinnor: 13. Män: 13. Annat kön: 5. " in sample.notes[0]
    assert any(n.startswith("Annat kön: bara 5 finns att läsa.") for n in sample.notes)


@pytest.mark.parametrize("others", [1, 2, 3, 4])
@pytest.mark.parametrize("n", [4, 40, 41])
def test_a_third_sex_of_a_few_people_is_told_of_without_its_number(others, n):
    sample = draw_review_sample(records(others=others), n=n)
    assert counts(sample, "kön") == {"Annat": others, "Kvinna": n // 2, "Man": n // 2}
    first = draw_review_sample(records(others=1), n=n)
    assert sample.notes == first.notes  # one person or four: the same words
    told = "färre än 5 personer finns att läsa. Alla är med, men räknas inte i talen ovan."
    assert any(note.endswith(told) for note in sample.notes)
    assert f"{n // 2 * 2} rader att läsa. Kvinnor: " in sample.notes[0]


def test_few_men_are_told_of_without_their_number():
    samples = [draw_review_sample(records(men=m, blank=m), n=40) for m in (1, 4)]
    assert [counts(s, "kön") for s in samples] == [{"Kvinna": 20, "Man": m} for m in (1, 4)]
    assert samples[0].notes == samples[1].notes
    assert "Färre än 5 personer utan svar på «Juridiskt kön» är inte med." in samples[0].notes


def test_few_people_in_all_are_told_of_without_a_number():
    sample = draw_review_sample(records(women=2, men=1), n=40)
    assert "tabellen: bara små grupper att läsa. Frö: 1." in sample.notes[0]
    assert len(sample) == 3


def test_a_stratum_without_anyone_drawn_is_told():
    sample = draw_review_sample(records(women=8, men=40), n=4, strata=["område"])
    assert counts(sample, "kön", "område")["Kvinna", "Norr"] == 2  # of 6, and Söder has 2
    assert any(
        n.startswith("Så små grupper att ingen kom med: «Kvinna, Söder»") for n in sample.notes
    )


def test_what_does_not_divide_is_left_out_and_told():
    sample = draw_review_sample(records(others=30), n=40)
    assert set(counts(sample, "kön").values()) == {13}
    assert "40 går inte jämnt upp på 3 grupper. Därför är det 13 av varje." in sample.notes


def test_people_without_the_answer_are_left_out_and_told():
    sample = draw_review_sample(records(blank=7), n=400)
    assert len(sample) == 160
    assert "7\xa0personer utan svar på «Juridiskt kön» är inte med." in sample.notes


def test_no_person_twice():
    frame = pd.DataFrame(
        {"Kön": ["Kvinna"] * 30 + ["Man"] * 30, "Nyckel": [f"n{i // 3}" for i in range(60)]}
    )
    sample = draw_review_sample(Records.from_frame(frame, BOOK), n=60)
    assert len(sample) == 20  # ten women and ten men with three rows each
    assert ((sample["rad"] - 1) // 3).is_unique


def test_cases_without_a_key_are_told():
    book = Codebook(BOOK.variables[:2], unit="ärende")
    assert any("ingen personnyckel" in n for n in draw_review_sample(records(book=book)).notes)
    assert not any("personnyckel" in n for n in draw_review_sample(records()).notes)


def test_rows_are_those_of_the_file(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("Uttag ur systemet\n\nKön;Insats\n" + "Kvinna;Ja\n\nMan;Nej\n" * 6, "utf-8")
    sample = draw_review_sample(read_records(path), n=12)
    lines = path.read_text("utf-8").splitlines()
    assert len(sample) == 12
    assert all(lines[r.rad - 1].startswith(r.Kön) for r in sample.itertuples())


@pytest.mark.parametrize(
    ("given", "error", "expected"),
    [
        ({"n": 1}, IsuError, "Väntade minst 2"),
        ({"per": "ålder"}, CodebookError, "ålder"),
        ({"strata": ["kön"]}, IsuError, "två gånger"),
        ({"strata": ["nyckel"]}, CodebookError, "nyckel"),
    ],
)
def test_draw_review_sample_refuses(given, error, expected):
    with pytest.raises(error, match=expected):
        draw_review_sample(records(), **given)


def test_nobody_with_an_answer_is_told():
    with pytest.raises(IsuError, match="Ingen rad har något svar på «Juridiskt kön»"):
        draw_review_sample(records(women=0, men=0, blank=4))


def test_a_notebook_shows_the_notes_and_no_rows():
    sample = draw_review_sample(records(), n=4)
    shown = repr(sample)
    assert "4 rader att läsa. Kvinnor: 2. Män: 2. Frö: 1." in shown
    assert sample._repr_html_() is None and "rad  " not in shown
    assert type(sample.head(1)) is pd.DataFrame


def test_the_reading_list_has_rows_groups_and_columns_to_tick(tmp_path):
    sample = draw_review_sample(records(), n=4, strata=["område"])
    path = write_sample(sample, tmp_path / "urval.xlsx")
    rows = list(openpyxl.load_workbook(path).worksheets[0].values)
    assert rows[0][:4] == ("Rad i filen", "Juridiskt kön", "område", "Läst")
    assert [row[:3] for row in rows[1:]] == list(sample.itertuples(index=False, name=None))
    with pytest.raises(IsuError, match="gick inte att skriva"):
        write_sample(sample, path)


def test_the_reading_list_has_the_same_bytes(tmp_path):
    paths = [
        write_sample(draw_review_sample(records()), tmp_path / n) for n in ("a.xlsx", "b.xlsx")
    ]
    assert paths[0].read_bytes() == paths[1].read_bytes()
