"""``isu aterstall``: notebooks as they were shipped, and what was there kept beside them."""

import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from isu_helpers.cli import main
from isu_helpers.content import notebooks
from isu_helpers.desk import original

ROOT = Path(__file__).resolve().parents[1]
NAME, FILE = "steg1_vad_ser_vi", "notebooks/dag2/steg1_vad_ser_vi.ipynb"
SHIPPED = (ROOT / FILE).read_bytes()


@pytest.fixture(params=["installed", "git"])
def project(tmp_path, monkeypatch, request):
    """A copy of the notebooks, whose originals come from the environment or from git."""
    root, home = tmp_path / "projekt", tmp_path / "miljö"
    shutil.copytree(ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns(".*"))
    monkeypatch.setattr(original, "_home", lambda: home)
    monkeypatch.setattr(original, "project_root", lambda: root)
    if request.param == "installed":
        shutil.copytree(root / "notebooks", home / "notebooks")
    else:
        commit_all(root)
    monkeypatch.chdir(root)
    return root


def commit_all(root: Path) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.se"]
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "a"]):
        subprocess.run(["git", "-C", root, *words], check=True, capture_output=True)


def spoil(path: Path) -> bytes:
    """Empty the settings cell, as it happens; what the file then holds."""
    book = nbformat.read(path, 4)
    next(c for c in book.cells if c.id == "parametrar").source = ""
    nbformat.write(book, path)
    return path.read_bytes()


def test_a_named_notebook_is_as_it_was_and_the_changed_one_is_kept(project, capsys):
    spoilt = spoil(project / FILE)
    assert main(["aterstall", NAME]) == 0
    assert (project / FILE).read_bytes() == SHIPPED
    kept = project / FILE.replace(".ipynb", ".tidigare.ipynb")
    assert kept.read_bytes() == spoilt
    assert capsys.readouterr().out.splitlines()[0] == (
        f"Återställd: {FILE}. Den gamla finns kvar som {kept.name}."
    )


def test_all_that_are_changed_are_put_back_and_no_others(project, capsys):
    before = {p: p.read_bytes() for p in project.rglob("*.ipynb")}
    other = project / "notebooks" / "start.ipynb"
    spoil(project / FILE), other.write_text("{", encoding="utf-8")
    assert main(["aterstall"]) == 0
    assert {p: p.read_bytes() for p in before} == before
    assert len(list(project.rglob("*.tidigare.ipynb"))) == 2
    assert capsys.readouterr().out.count("Återställd") == 2
    assert main(["aterstall"]) == 0 and "Ingen anteckningsbok" in capsys.readouterr().out


def test_one_that_has_been_run_is_not_changed(project, capsys):
    path = project / FILE
    book = nbformat.read(path, 4)
    cell = next(c for c in book.cells if c.cell_type == "code")
    cell.outputs, cell.execution_count = [nbformat.v4.new_output("stream", text="a")], 3
    nbformat.write(book, path)
    run = path.read_bytes()
    assert main(["aterstall", NAME]) == 0 and path.read_bytes() == run
    assert "redan som den levererades" in capsys.readouterr().out


def test_a_second_copy_takes_no_place_of_the_first(project):
    for words in ("Första", "Andra"):
        (project / FILE).write_text(words, encoding="utf-8")
        assert main(["aterstall", NAME]) == 0
    folder = (project / FILE).parent
    assert (folder / f"{NAME}.tidigare.ipynb").read_text("utf-8") == "Första"
    assert (folder / f"{NAME}.tidigare2.ipynb").read_text("utf-8") == "Andra"


def test_one_that_is_gone_comes_back_and_a_copy_elsewhere_is_meant_by_its_path(project, tmp_path):
    shutil.rmtree((project / FILE).parent)
    assert main(["aterstall", FILE]) == 0 and (project / FILE).read_bytes() == SHIPPED
    copy = tmp_path / f"{NAME}.ipynb"
    copy.write_bytes(SHIPPED)
    spoil(copy)
    assert main(["aterstall", str(copy)]) == 0 and copy.read_bytes() == SHIPPED


def test_what_the_group_has_written_is_not_touched(project):
    book = project / "arbetsbok.yaml"
    book.write_text("svar:\n", encoding="utf-8")
    spoil(project / FILE)
    assert main(["aterstall"]) == 0 and book.read_text("utf-8") == "svar:\n"


def test_a_name_that_no_notebook_has_is_told_of_and_nothing_is_done(project, capsys):
    spoilt = spoil(project / FILE)
    assert main(["aterstall", NAME, "steg1_vad_ser"]) == 1
    told = capsys.readouterr().err
    assert "«steg1_vad_ser» finns inte. Väntade" in told and f"Menade du «{NAME}»?" in told
    assert (project / FILE).read_bytes() == spoilt


def test_without_an_original_one_line_tells_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(original, "_home", lambda: tmp_path)
    with pytest.raises(original.IsuError, match="hittades inte. Väntade .* Installera om"):
        original.restore(tmp_path / "a.ipynb", FILE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_notebook_can_be_put_back(project):
    assert {f"notebooks/{told['fil']}" for told in notebooks().values()} <= set(
        original.known().values()
    )
