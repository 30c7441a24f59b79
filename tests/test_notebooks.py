"""The notebooks as texts: one frame, named cells, nothing stored, parameters that are settings."""

import re
from pathlib import Path

import nbformat
import pytest

from isu_helpers.configuration import NAMES
from isu_helpers.content import prompts
from isu_helpers.publish.page import to_html
from isu_helpers.publish.text import TAGS

NOTEBOOKS = sorted(
    path
    for path in (Path(__file__).resolve().parents[1] / "notebooks").rglob("*.ipynb")
    if path.parent.name != "utbildare"  # no settings and no data; tests/test_course.py reads them
)
FRAME = ("titel", "fragor-och-mal", "for-ledaren", "verktyg", "om-installningarna",
         "parametrar", "forberedelser", "det-viktigaste", "ga-vidare")  # fmt: skip
PROMPT = re.compile(r'prompt\("([\w-]+)"\)')

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def code_of(path: Path) -> dict[str, str]:
    return {c.id: c.source for c in read(path).cells if c.cell_type == "code"}


def test_notebook_is_stored_without_outputs(path):
    cells = [c for c in read(path).cells if c.cell_type == "code"]
    assert not any(c.outputs or c.execution_count for c in cells)
    assert all(set(c.metadata) <= {"tags"} for c in cells)


def test_notebook_is_written_as_nbformat_writes_it(path, tmp_path):
    copy = tmp_path / path.name
    nbformat.write(read(path), copy)
    assert copy.read_bytes() == path.read_bytes()


def test_cell_ids_are_names(path):
    ids = [c.id for c in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{3,}", i) for i in ids)


def test_notebook_has_the_frame_in_order(path):
    ids = [c.id for c in read(path).cells]
    assert [i for i in ids if i in FRAME] == list(FRAME)
    assert ids[-2:] == list(FRAME[-2:])


def test_tags_are_known(path):
    tags = [t for c in read(path).cells for t in c.metadata.get("tags", [])]
    assert set(tags) <= set(TAGS)
    assert tags.count("parameters") == 1


def test_parameters_are_the_settings_each_with_a_comment(path):
    lines = code_of(path)["parametrar"].splitlines()
    found = [re.fullmatch(r"(\w+): \w+ = None +# .+", line) for line in lines]
    assert [m[1] for m in found] == list(NAMES)


def test_what_is_imported_is_there_before_the_settings_are_read(path):
    code = code_of(path)
    assert all(line.startswith("from isu_helpers") for line in code["verktyg"].splitlines())
    assert code["forberedelser"].startswith("val = settings(**given(globals()))")


def test_code_cells_are_short(path):
    sources = {i: s for i, s in code_of(path).items() if i not in ("parametrar", "forberedelser")}
    assert all(len(s.splitlines()) <= 5 for s in sources.values())
    assert not [i for i, s in sources.items() if re.search(r"\bplt\.|\bdef |^\s*for ", s, re.M)]


def test_prompts_of_the_notebook_exist(path):
    used = PROMPT.findall("\n".join(code_of(path).values()))
    assert used and set(used) <= set(prompts())


def test_text_has_no_number_that_data_could_contradict(path):
    texts = [c.source for c in read(path).cells if c.cell_type == "markdown" and c.id != "titel"]
    assert not re.findall(r"\d+\s*(?:%|procent\b|personer|kvinnor|män)", "\n".join(texts))


def test_no_text_of_ours_is_held_back_from_a_handout(path):
    told: list[str] = []
    page = to_html(read(path), stem=path.stem, kommun="Övning", tell=told.append)
    assert not told and "Det viktigaste" in page
