"""Cells as values: blanks, Swedish numbers, dates and answers; nothing dropped in silence."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isu_helpers.codebook import NO, YES, Option, key_of, plain
from isu_helpers.codebook.values import answers, as_date, as_number, dates, is_blank, numbers
from isu_helpers.wording import number


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (math.nan, ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (37.0, "37"),
        (2.5, "2.5"),
        (True, "True"),
        (" a\n\tb ", "a b"),
        ("1\u00a0000", "1 000"),
        ("\ufeffKo\u0308n\u200b", "Kön"),  # a mark, ö of two characters, an invisible space
    ],
)
def test_plain_is_text_without_stray_spaces(cell, expected):
    assert plain(cell) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("1", 1), ("1.0", "1"), ("1,00", 1.0), (" KVINNA", "kvinna "), (True, "true"), ("-2,0", -2)],
)
def test_key_of_is_the_same_for_the_same_answer(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), [("1,10", "1"), ("v1.0", "v1"), ("10", "1")])
def test_key_of_tells_other_answers_apart(one, other):
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize("cell", ["", " ", None, "-", "–", "..", "Uppgift saknas", "#N/A", "NULL"])
def test_is_blank_knows_the_words_for_nothing(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["Nej", 0, "0", False, "Vet ej"])
def test_is_blank_leaves_answers(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234),
        ("12\u202f345\u202f678,9", 12345678.9),
        ("12 %", 12),
        ("−3,5", -3.5),
        ("–5", -5),
        ("1 234,50 kr", 1234.5),
        ("500:-", 500),
        ("1.234,50", 1234.5),
        ("1.234.567", 1234567),
        ("1,234.50", 1234.5),
        ("1'234,5", 1234.5),
        ("1,234", 1.234),
        ("3.5", 3.5),
        (7, 7),
        (np.int64(7), 7),
    ],
)
def test_as_number_reads_swedish_numbers(cell, expected):
    assert as_number(cell) == expected


@pytest.mark.parametrize(
    "cell", ["", "ja", "12 34", "1,2,3", "1 apa", "1e5", True, "12-15", "kr", "1.23.456", "–"]
)
def test_as_number_is_missing_for_what_is_no_number(cell):
    assert math.isnan(as_number(cell))


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_as_number_reads_what_number_writes(whole, decimals):
    value = whole / 10**decimals
    assert as_number(number(value, decimals)) == pytest.approx(value)


@pytest.mark.parametrize(
    "cell",
    ["2025-03-01", "20250301", 20250301.0, "1/3/2025", "01.03.2025", "2025-03-01 14:30:00",
     "2025-03-01 00:00:00.000", "2025-03-01T14:30:00Z", "2025/3/1", "1 mars 2025", "1 mar. 2025",
     "01-mar-25", "1/3 2025", "1/3-25", "25-03-01", "01-03-2025", "1.3.2025", " 2025-03-01 14:30",
     dt.date(2025, 3, 1), dt.datetime(2025, 3, 1, 14, 30)],
)  # fmt: skip
def test_as_date_reads_swedish_and_iso(cell):
    assert as_date(cell).date() == dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "mars",
        "2025-02-30",
        "202511",
        "9999-01-01",
        dt.date(1, 1, 1),
        45000,
        "20251",
        "31 feb 2025",
        "1 mats 2025",
        "13/13/2025",
        "2025-03-01 25:00",
        "1/3",
        "250301",
    ],
)
def test_as_date_is_missing_for_what_is_no_date(cell):
    assert as_date(cell) is pd.NaT


def test_numbers_tells_which_rows_were_none():
    read, odd = numbers(pd.Series(["1,5", "", "många", "9" * 400, None], dtype=object))
    assert read[0] == 1.5 and read[1:].isna().all()
    assert list(odd) == [False, False, True, True, False]


def test_a_point_stands_between_thousands_where_another_number_shows_it():
    read, _ = numbers(pd.Series(["1.234,50", "1.234", "12", "-"], dtype=object))
    assert read.tolist()[:3] == [1234.5, 1234, 12]
    assert numbers(pd.Series(["1.234", "1.2"], dtype=object))[0].tolist() == [1.234, 1.2]


@pytest.mark.parametrize("cell", ["✓", "✔", " √ "])
def test_a_tick_is_a_yes(cell):
    assert answers(pd.Series([cell], dtype=object), (YES, NO))[0].tolist() == ["Ja"]


def test_dates_tells_which_rows_were_none():
    read, odd = dates(pd.Series(["2025-01-01", "-", "snart"], dtype=object))
    assert read.isna().tolist() == [False, True, True] and list(odd) == [False, False, True]


def test_answers_know_synonyms_and_tell_the_unknown():
    options = (Option("Kvinna", ("K", "2")), Option("Man", ("M", "1")))
    cells = pd.Series([" kvinna", "k", 2.0, "2.0", "MAN", "annat", "", None], dtype=object)
    read, odd = answers(cells, options)
    assert list(read[:5]) == ["Kvinna"] * 4 + ["Man"] and read[5:].isna().all()
    assert list(odd) == [False] * 5 + [True, False, False]


def test_answers_prefer_an_option_to_the_word_for_blank():
    read, odd = answers(pd.Series(["-", "+"], dtype=object), (Option("-"), Option("+")))
    assert list(read) == ["-", "+"] and not odd.any()


@pytest.mark.parametrize("cell", ["Ja", "x", 1, "1.0", True, "SANT"])
def test_answers_read_every_yes(cell):
    assert answers(pd.Series([cell, "n"], dtype=object), (YES, NO))[0].tolist() == ["Ja", "Nej"]


@pytest.mark.parametrize("read", [numbers, dates, lambda c: answers(c, (YES, NO))])
def test_an_empty_column_is_read(read):
    found, odd = read(pd.Series([], dtype=object))
    assert len(found) == len(odd) == 0


@given(st.lists(st.one_of(st.none(), st.text(max_size=4), st.integers(), st.floats()), max_size=8))
def test_answers_account_for_every_row(cells):
    column = pd.Series(cells, dtype=object)
    read, odd = answers(column, (YES, NO))
    blank = np.array([is_blank(c) for c in cells], dtype=bool)
    assert (read.notna().to_numpy() + odd + blank == 1).all()
