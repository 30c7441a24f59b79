"""Sex told by a column for each answer, as exports and statistical programs write it."""

import numpy as np
import pandas as pd
import pytest

from isu_helpers import Codebook, read_records
from isu_helpers.errors import DataFileError

PAIRS = [("Kvinna", "Man"), ("Flickor", "Pojkar"), ("female", "male"), ("K", "M")]
MARKS = [("1", "0"), ("x", ""), ("Ja", "Nej"), ("TRUE", "FALSE"), ("X", "-")]


def people(seed: int, count: int = 60) -> pd.DataFrame:
    """People with a sex of 0 or 1, an age and an answer."""
    rng = np.random.default_rng(seed)
    answers = rng.choice(["Öppenvård", "Placering", "Ingen"], count)
    return pd.DataFrame(
        {"kön": rng.integers(0, 2, count), "Ålder": rng.integers(18, 80, count), "Insats": answers}
    )


def ticked(table: pd.DataFrame, pair: tuple[str, str], mark: tuple[str, str]) -> pd.DataFrame:
    """The same people with a column for each sex."""
    yes, no = mark
    columns = {name: np.where(table["kön"] == i, yes, no) for i, name in enumerate(pair)}
    return pd.DataFrame({"Ålder": table["Ålder"], **columns, "Insats": table["Insats"]})


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("pair", PAIRS)
def test_two_columns_are_read_as_one(tmp_path, pair, mark):
    table = people(seed=PAIRS.index(pair) * 10 + MARKS.index(mark))
    ticked(table, pair, mark).to_csv(tmp_path / "data.csv", sep=";", index=False)
    records = read_records(tmp_path / "data.csv")
    words = ("Flicka", "Pojke") if pair[0] == "Flickor" else ("Kvinna", "Man")
    assert records.frame["Kön"].tolist() == [words[i] for i in table["kön"]]
    assert records.frame["Insats"].tolist() == table["Insats"].tolist()
    assert any("var sin kolumn" in str(r) for r in records.report)


def test_the_proposed_codebook_reads_the_file_again(tmp_path):
    ticked(people(3), PAIRS[0], MARKS[0]).to_csv(tmp_path / "data.csv", sep=";", index=False)
    first = read_records(tmp_path / "data.csv")
    first.codebook.write(tmp_path / "kodbok.yaml")
    again = read_records(tmp_path / "data.csv", Codebook.read(tmp_path / "kodbok.yaml"))
    assert again.frame["Kön"].tolist() == first.frame["Kön"].tolist()


def test_no_cross_or_two_is_no_answer_and_a_sum_is_nobody(tmp_path):
    table = ticked(people(4), PAIRS[0], MARKS[1])
    table.loc[5, "Kvinna"] = table.loc[5, "Man"] = ""
    table.loc[9, "Kvinna"] = table.loc[9, "Man"] = "x"
    table = table.astype(object)
    table.loc[len(table)] = ["Summa", "31", "29", ""]
    table.to_csv(tmp_path / "data.csv", sep=";", index=False)
    sex = read_records(tmp_path / "data.csv").frame["Kön"]
    assert len(sex) == 60
    assert np.flatnonzero(sex.isna()).tolist() == [5, 9]


def test_a_third_column_is_a_sex_of_its_own(tmp_path):
    table = ticked(people(5), PAIRS[0], MARKS[0])
    table.insert(3, "Annat kön", "0")
    table.loc[:5, ["Kvinna", "Man", "Annat kön"]] = ["0", "0", "1"]
    table.to_csv(tmp_path / "data.csv", sep=";", index=False)
    sex = read_records(tmp_path / "data.csv").frame["Kön"]
    assert sex[:6].str.startswith("Annat").all()


def test_the_sheet_with_such_columns_is_found_in_a_workbook(tmp_path):
    with pd.ExcelWriter(tmp_path / "data.xlsx") as book:
        about = pd.DataFrame({"Läs mig": ["Uttag", "ur"] * 60, "b": 1, "c": 2, "d": 3})
        about.to_excel(book, sheet_name="Om", index=False)
        ticked(people(6), PAIRS[0], ("1", "0")).astype({"Kvinna": int, "Man": int}).to_excel(
            book, sheet_name="Personer", index=False
        )
    assert len(read_records(tmp_path / "data.xlsx").frame) == 60


def test_one_column_alone_is_refused_in_words_that_fit(tmp_path):
    table = ticked(people(7), ("Kvinna", "Man"), MARKS[0]).drop(columns="Man")
    table.to_csv(tmp_path / "data.csv", sep=";", index=False)
    with pytest.raises(DataFileError, match="ett nej säger inte vilket kön"):
        read_records(tmp_path / "data.csv")


@pytest.mark.parametrize(
    "text",
    [
        "Insats;Kvinna;Man\nÖppenvård;3;1\nPlacering;0;1\nStöd;1;2\n",
        "Kvinna;Man;Ålder\nKvinna;Man;34\nMan;Kvinna;41\nKvinna;Kvinna;29\n",
        "Kvinna;Ja;3\nMan;Nej;4\nKvinna;Ja;5\n",
    ],
)
def test_counts_and_people_without_headers_are_still_refused(tmp_path, text):
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError):
        read_records(tmp_path / "data.csv")
