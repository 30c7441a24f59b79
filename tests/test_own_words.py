"""What of the group's own words is not on its pages is told of by place, never by word."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from isu_helpers import IsuError
from isu_helpers.content import load, prompts
from isu_helpers.pages.folder import new_folder
from isu_helpers.publish import render_handouts
from isu_helpers.publish.folder import held_back
from isu_helpers.workbook import Workbook

FEW = "Bara 2 flickor fick hjälp."
DAY_ONE = [id for id, asked in prompts().items() if asked["anteckningsbok"] == "fragor"]


@pytest.fixture
def book(tmp_path):
    return Workbook(new_folder(tmp_path / "åby"))


def test_questions_are_told_with_their_notebook_and_no_word_of_the_answers(book):
    book.save(DAY_ONE[0], FEW)
    book.add("iakttagelser", FEW), book.add("iakttagelser", "Tre pojkar väntade.")
    line = held_back(book.path, "åby", 5)
    assert line.startswith("åby: stycken ur er egen text") and "\n" not in line
    assert f"«{prompts()[DAY_ONE[0]]['fraga']}» (dag 1, frågor)" in line
    assert line.count(load("lists")["iakttagelser"]["namn"]) == 1
    assert "2 flickor" not in line and "pojkar väntade" not in line


def test_nothing_is_told_where_nothing_is_held_back(book):
    book.save(DAY_ONE[0], FEW)
    book.approve("svar", DAY_ONE[0])
    book.add("iakttagelser", "Fem pojkar väntade.")
    assert held_back(book.path, "åby", 5) == ""


def test_many_places_are_counted(book):
    asked = list(prompts())[:7]
    for id in asked:
        book.save(id, FEW)
    line = held_back(book.path, "åby", 5)
    told = [id for id in asked if f"«{prompts()[id]['fraga']}»" in line]
    assert told == asked[:4] and "och 3 ställen till." in line


def test_broken_workbook_is_told_of(book):
    book.path.write_text("svar: [", encoding="utf-8")
    with pytest.raises(IsuError, match="Väntade"):
        held_back(book.path, "åby", 5)


@pytest.mark.parametrize("skydd", [True, False])
def test_handouts_tell_it_where_pages_are_handed_out(tmp_path, book, skydd):
    book.save(DAY_ONE[0], FEW)
    parameters = new_code_cell(
        "arbetsmapp = None\nskydd = True", metadata={"tags": ["parameters"]}
    )
    nbformat.write(new_notebook(cells=[parameters]), tmp_path / "bok.ipynb")
    lines, out = [], tmp_path / "ut"
    folder, books = book.path.parent, [tmp_path / "bok.ipynb"]
    render_handouts([folder], out, report=lines.append, notebooks=books, skydd=skydd)
    assert (held_back(book.path, "åby", 5) in lines) == skydd
