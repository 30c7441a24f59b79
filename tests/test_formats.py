"""Files of other versions of the program: older ones are read, newer ones refused untouched."""

import json
import shutil
from pathlib import Path

import pytest

from isu_helpers import Codebook, IsuError, Workbook
from isu_helpers.disclosure.manifest import VERSION, read_manifest
from isu_helpers.files import FORMAT, KNOWN

SAMPLE = Path(__file__).resolve().parents[1] / "data/sample/tallnas"
READERS = {"kodbok.yaml": Codebook.read, "arbetsbok.yaml": Workbook}


@pytest.fixture
def mine(tmp_path):
    for name in READERS:
        shutil.copy(SAMPLE / name, tmp_path / name)
    return tmp_path


def with_format(path: Path, number: int) -> bytes:
    path.write_text(f"{FORMAT}: {number}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path.read_bytes()


@pytest.mark.parametrize("name", READERS)
def test_a_file_of_this_format_is_read_as_one_that_does_not_say(mine, name):
    read = READERS[name]
    unsaid = read(mine / name)
    with_format(mine / name, KNOWN)
    said = read(mine / name)
    if name == "kodbok.yaml":
        assert said.variables == unsaid.variables
    else:
        assert said.observations == unsaid.observations and said.answer("skaver")


def test_a_newer_codebook_is_refused_in_one_line(mine):
    with_format(mine / "kodbok.yaml", KNOWN + 1)
    with pytest.raises(IsuError) as told:
        Codebook.read(mine / "kodbok.yaml")
    assert "kodbok.yaml" in str(told.value) and "nyare version" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_newer_workbook_is_left_as_it_was_and_what_is_written_is_not_lost(mine):
    before = with_format(mine / "arbetsbok.yaml", KNOWN + 1)
    book = Workbook(mine / "arbetsbok.yaml")
    assert "nyare version" in book.save("skaver", "nya ord")
    assert (mine / "arbetsbok.yaml").read_bytes() == before
    (mine / "arbetsbok.yaml").write_bytes(before.replace(b"format: 2\n", b""))
    book.save("avgransa", "fler ord")
    stands = (mine / "arbetsbok.yaml").read_text(encoding="utf-8")
    assert "nya ord" in stands and "fler ord" in stands


def test_a_newer_manifest_is_refused_and_left_as_it_was(tmp_path):
    path = tmp_path / "utlamning.json"
    path.write_text(json.dumps({"version": VERSION + 1, "nu": None, "tidigare": []}))
    before = path.read_bytes()
    with pytest.raises(IsuError, match="nyare version"):
        read_manifest(path)
    assert path.read_bytes() == before
