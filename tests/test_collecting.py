"""Between the days: the signs that a collection should be mended, each from a small file."""

import pandas as pd
import pytest

from isu_helpers import Codebook, Records, read_records
from isu_helpers.pages import collecting as c
from isu_helpers.pages import collection_signs

BOOK = """
enhet: person
variabler:
  - namn: Nr
    roll: personnyckel
  - namn: Kön
    roll: kön
    alternativ: [Kvinna, Man]
  - namn: Insats
    roll: insats
    typ: ja/nej
  - namn: Mår bättre
    roll: resultat
    typ: ja/nej
    tillfalle: uppföljning
"""
PEOPLE = 40


def table(**changed):
    cells = {
        "Nr": [str(i) for i in range(PEOPLE)],
        "Kön": ["Kvinna", "Man"] * (PEOPLE // 2),
        "Insats": ["Ja", "Ja", "Nej", "Nej"] * (PEOPLE // 4),
        "Mår bättre": ["Ja", "Nej", "Nej", "Ja"] * (PEOPLE // 4),
    }
    return pd.DataFrame(cells | {k.replace("_", " "): v for k, v in changed.items()})


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "kodbok.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return Codebook.read(path)


def seen(frame, book):
    return [sign.seen for sign in collection_signs(Records.from_frame(frame, book)).signs]


def named(words, title="«Insats»"):
    return words[0].format(names=title)


def test_a_collection_that_goes_well_has_no_sign(book):
    signs = collection_signs(Records.from_frame(table(), book))
    assert signs.signs == [] and c.ALL_WELL in signs._repr_html_()


def test_nobody_yet_is_told_of_alone(book):
    assert collection_signs(read_records(None, book)).signs == [c.NOBODY]


@pytest.mark.parametrize(("people", "signs"), [(30, []), (29, [c.SMALL.seen])])
def test_small_is_under_thirty_people(book, people, signs):
    assert seen(table().head(people), book) == signs


@pytest.mark.parametrize(("men", "signs"), [(5, []), (4, [c.ONE_SEX.seen])])
def test_one_sex_is_too_few_under_the_least_number_shown(book, men, signs):
    sexes = ["Man"] * men + ["Kvinna"] * (PEOPLE - men)
    assert seen(table(Kön=sexes), book) == signs


def test_sex_that_is_wanting_is_told_of(book):
    assert c.NO_SEX.seen in seen(table(Kön=[None, *["Kvinna", "Man"] * 19, "Man"]), book)


@pytest.mark.parametrize(("empty", "signs"), [(20, []), (21, [named(c.EMPTY)])])
def test_empty_is_more_than_half_of_the_answers(book, empty, signs):
    cells = [None] * empty + ["Ja", "Nej"] * PEOPLE
    assert seen(table(Insats=cells[:PEOPLE]), book) == signs


def test_follow_up_that_is_empty_is_expected_and_told_of_otherwise(book):
    assert seen(table(Mår_bättre=[None] * PEOPLE), book) == [named(c.LATE, "«Mår bättre»")]


@pytest.mark.parametrize(("answers", "signs"), [(9, 0), (10, 1)])
def test_same_answer_from_all_counts_from_ten_answers(book, answers, signs):
    found = seen(table(Insats=["Ja"] * answers + [None] * (PEOPLE - answers)), book)
    assert found.count(named(c.SAME)) == signs


@pytest.mark.parametrize(("odd", "signs"), [(4, []), (5, [named(c.ODD)])])
def test_odd_is_more_than_a_tenth_of_the_answers(book, odd, signs):
    cells = ["Kanske"] * odd + ["Ja", "Nej"] * PEOPLE
    assert seen(table(Insats=cells[:PEOPLE]), book) == signs


def test_needed_column_that_is_not_in_the_file_is_told_of(book):
    assert seen(table().drop(columns="Insats"), book) == [named(c.ABSENT_COLUMNS)]


def test_person_on_several_rows_is_told_of(book):
    numbers = ["1", *(str(i) for i in range(1, PEOPLE))]
    assert c.REPEATED.seen in seen(table(Nr=numbers), book)


def test_many_questions_are_told_of_by_the_first_of_them():
    frame = table(**{f"Fråga {i}": ["Ja", "Nej"] + [None] * (PEOPLE - 2) for i in range(9)})
    (line,) = (s for s in seen(frame, None) if s.startswith("Mer än hälften"))
    assert "«Fråga 5»" in line and "«Fråga 6»" not in line and "3 till" in line


def test_signs_are_for_the_group_and_stand_in_no_handout(book):
    signs = collection_signs(Records.from_frame(table(Insats=["Ja"] * PEOPLE), book))
    assert set(signs._repr_mimebundle_()) == {"text/plain", "text/html"}
    assert '<th scope="row">' in signs._repr_html_()
