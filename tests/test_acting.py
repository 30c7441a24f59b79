"""Step 4: proposals placed by effort and benefit, drawn without covering each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isu_helpers import Workbook
from isu_helpers.pages.proposals import (
    EFFORTS,
    Action,
    ActionList,
    Matrix,
    alt_text,
    placed_actions,
)
from isu_helpers.workbook import LEFT_OUT

CELLS = st.tuples(st.integers(0, 3), st.integers(0, 3))


def actions(cells):
    return [Action(i, f"Förslag {i}", cell) for i, cell in enumerate(cells, start=1)]


@given(st.lists(CELLS, max_size=60))
def test_each_proposal_stands_once_in_its_cell(cells):
    board = Matrix(tuple(actions(cells))).drawing
    found = {int(dot.text): (effort, 3 - down) for down, row in enumerate(board.cells)
             for effort, dots in enumerate(row) for dot in dots}  # fmt: skip
    assert found == dict(enumerate(cells, start=1))
    assert sum(len(dots) for row in board.cells for dots in row) == len(cells)


def test_picture_is_the_same_for_the_same_proposals():
    some = tuple(actions([(0, 3)] * 15 + [(3, 0)]))
    assert Matrix(some).picture() == Matrix(some).picture() != Matrix(some[:-1]).picture()
    assert Matrix(some).picture()[:4] == b"\x89PNG"


def test_alt_text_names_every_placed_proposal_where_it_stands():
    some = [*actions([(0, 3), (3, 1), (0, 3)]), Action(4, "Utan plats")]
    told = alt_text(some)
    assert "Lite arbete, stor effekt (gör först): förslag 1 och 3." in told
    assert "Mycket arbete, ganska liten effekt (tänk om): förslag 2." in told
    assert "4" not in told


@pytest.fixture
def book(tmp_path):
    book = Workbook(tmp_path)
    why = book.add_conclusion("Alla får inte frågan.")
    details = {"arbete": "Lite", "effekt": "Stor", "orsak": "Ja", "datum": "2027-06-01"}
    book.add("atgarder", "Fråga <alla>.\nBara 2 pojkar fick den.", conclusion=why, details=details)
    book.add("atgarder", "Vänta.", conclusion=why, details={"arbete": "Lite"})
    return book


def test_proposals_are_placed_only_when_both_effort_and_benefit_are_told(book):
    one, two = placed_actions(book)
    assert (one.cell, one.is_at_cause) == ((0, 3), True)
    assert (two.cell, two.is_at_cause) == (None, False)
    assert EFFORTS[one.cell[0]] == "Lite"


def test_list_and_matrix_show_escaped_words_that_may_leave(book):
    shown = ActionList(book)
    for html in (shown.html, shown.matrix.html):
        assert "Fråga &lt;alla&gt;." in html and LEFT_OUT in html
        assert "2 pojkar" not in html
    assert "Förslag 1" in shown.html and "1 juni 2027" in shown.html
    assert "Alla får inte frågan." in shown.html
    assert "Inte placerat än" in shown.matrix.html


def test_matrix_says_what_will_stand_there(tmp_path):
    html = ActionList(Workbook(tmp_path)).matrix.html
    assert "när ni har skrivit dem" in html and "<figure" not in html


def test_matrix_is_drawn_anew_when_a_card_changes(book):
    shown = ActionList(book)
    live = shown.matrix.widget()
    shown.widget()
    before = live.value
    card = shown._card(book.actions[1])
    card.fields["effekt"].part.value = "Ganska stor"
    assert "Lite arbete, ganska stor effekt" in live.value != before
    shown._removed(card)
    card.remove.click()
    assert "Vänta" not in live.value
