"""The questions: whole, open, short, and each of them used."""

import re
from pathlib import Path

import nbformat
import pytest

from isu_helpers import prompt
from isu_helpers.content import load

ENTRIES = load("prompts")
NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"


@pytest.mark.parametrize("id", ENTRIES)
def test_prompt_has_all_its_fields(id):
    entry = ENTRIES[id]
    assert set(entry) == {"steg", "fraga", "hjalp", "ledare", "kalla"}
    assert all(str(value).strip() for value in entry.values())


@pytest.mark.parametrize("id", ENTRIES)
def test_prompt_asks_one_open_question(id):
    question = ENTRIES[id]["fraga"]
    assert question.endswith("?") and question.count("?") == 1
    assert len(question.split()) <= 25


def test_prompts_are_all_used():
    cells = [c for p in NOTEBOOKS.rglob("*.ipynb") for c in nbformat.read(p, as_version=4).cells]
    used = re.findall(r'prompt\("([\w-]+)"\)', "\n".join(c.source for c in cells))
    assert set(used) == set(ENTRIES)


def test_prompt_refuses_an_unknown_id():
    with pytest.raises(ValueError, match="no prompt 'nej'"):
        prompt("nej")


def test_prompt_shows_its_question_and_lines_to_write_on():
    html = prompt("behov-iakttagelser").html
    assert ENTRIES["behov-iakttagelser"]["fraga"] in html
    assert html.count("isu-rad") >= 3
