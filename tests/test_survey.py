"""Surveys of staff: a form sent as a file, answers compiled with small numbers hidden."""

import random

import pytest
from openpyxl import load_workbook

from isu_helpers import IsuError, read_records
from isu_helpers.cli import main
from isu_helpers.codebook import Codebook
from isu_helpers.course.survey import (
    ANSWERS,
    DATA,
    FORM,
    KINDS,
    SHEET,
    compile_survey,
    gather_answers,
    make_survey,
)


def filled(folder, rows: list[dict[str, str]], name: str) -> None:
    """A copy of the form with some rows, as one who answers sends it back."""
    book = load_workbook(folder / FORM)
    sheet = book[SHEET]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for i, row in enumerate(rows, start=2):
        for head, answer in row.items():
            sheet.cell(i, heads[head], answer)
    book.save(folder / ANSWERS / name)


def answers(folder, count: int, men: int) -> list[dict[str, str]]:
    draw = random.Random(3)
    variables = [v for v in Codebook.read(folder / "kodbok.yaml") if v.name != "kön"]
    rows = [{v.columns[0]: draw.choice(v.options).name for v in variables} for _ in range(count)]
    for i, row in enumerate(rows):
        row["Kön"] = "Man" if i < men else "Kvinna"
    return rows


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_is_made_that_asks_what_its_codebook_has(kind, tmp_path):
    book, form = make_survey(kind, tmp_path / "åby", kommun="Åby")
    heads = [cell.value for cell in load_workbook(form)[SHEET][1]]
    assert heads == [v.columns[0] for v in Codebook.read(book)]
    assert "Namn" not in heads and "omrade:" in (tmp_path / "åby/isu.yaml").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_answers_are_gathered_whatever_their_files_are_called(kind, tmp_path):
    texts = []
    for order in (1, -1):
        folder = tmp_path / str(order)
        make_survey(kind, folder)
        rows = answers(folder, 9, 4)[::order]
        for i, row in enumerate(rows):
            filled(folder, [row], f"svar {i}.xlsx")
        path, count = gather_answers(folder)
        texts.append(path.read_text(encoding="utf-8"))
        assert count == 9 and len(read_records(path, folder / "kodbok.yaml")) == 9
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("content", "expected"),
    [(None, "inga ifyllda formulär"), (b"no", "går inte att läsa"), (b"", "går inte att läsa")],
)
def test_what_is_no_answer_is_told_of_in_one_line(content, expected, tmp_path):
    make_survey("utvardering", tmp_path / "e")
    if content is not None:
        (tmp_path / "e" / ANSWERS / "x.xlsx").write_bytes(content)
    with pytest.raises(IsuError, match=expected) as told:
        gather_answers(tmp_path / "e")
    assert "\n" not in str(told.value) and not (tmp_path / "e" / DATA).exists()


def test_another_form_is_refused(tmp_path):
    for kind in KINDS:
        make_survey(kind, tmp_path / kind)
    filled(tmp_path / "utvardering", [], "svar.xlsx")
    wrong = tmp_path / "utvardering" / ANSWERS / "svar.xlsx"
    wrong.rename(tmp_path / "forutsattningar" / ANSWERS / "svar.xlsx")
    with pytest.raises(IsuError, match="har inte enkätens frågor"):
        gather_answers(tmp_path / "forutsattningar")


def test_the_page_tells_of_the_answers_and_hides_a_small_group(tmp_path):
    folder = tmp_path / "åby"
    make_survey("forutsattningar", folder)
    for i, row in enumerate(answers(folder, 24, 3)):
        filled(folder, [row], f"{i}.xlsx")
    page = compile_survey(folder, tmp_path / "ut", report=str).read_text(encoding="utf-8")
    assert "Tid finns" in page and "Enkäten, sammanställd" in page
    assert ">3<" not in page  # the three men


def test_the_command_makes_a_survey_and_tells_what_to_do(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["enkat", "utvardering", "dagarna"]) == 0
    assert "isu enkat sammanstall dagarna" in capsys.readouterr().out
    assert main(["enkat", "nej", "andra"]) == 1
    assert "Väntade en av: forutsattningar och utvardering" in capsys.readouterr().err
