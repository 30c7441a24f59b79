"""`isu lab`: copies to work in, a page in Swedish that runs by itself, and no word lost."""

import asyncio
import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from desk import ENGLISH, QUESTION, desk, missing, words_of
from jupyter_client.manager import start_new_async_kernel
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from lab import ROOT, until

from isu_helpers.cli import main
from isu_helpers.content import text
from isu_helpers.desk import copies, original, warm
from isu_helpers.desk.lab import course, exercises
from isu_helpers.desk.original import restore
from isu_helpers.run import remember
from isu_helpers.workbook import open_workbook

NOTEBOOKS = ROOT / "notebooks"
NAMES = sorted(name for name, _ in copies.shipped())
COURSE = [name for name in NAMES if not name.startswith(copies.EXERCISES)]
ASKED = "skaver"


# The copies


def test_a_group_has_all_notebooks_but_the_trainers(tmp_path):
    folder = copies.own_copies(tmp_path)
    made = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.ipynb"))
    assert made == NAMES and not any(name.startswith("utbildare") for name in made)
    assert sorted(book["fil"] for book in (*course(), *exercises())) == NAMES
    assert {book["fil"] for book in course(for_trainer=True)} > {b["fil"] for b in course()}


def test_a_copy_is_as_the_original_and_the_original_is_as_it_was(tmp_path):
    before = {name: path.read_bytes() for name, path in copies.shipped()}
    folder = copies.own_copies(tmp_path)
    assert all((folder / name).read_bytes() == before[name] for name in COURSE)
    (folder / "start.ipynb").write_text("{}", encoding="utf-8")
    assert {name: path.read_bytes() for name, path in copies.shipped()} == before


def test_the_exercises_are_among_the_copies_without_their_answers(tmp_path):
    folder = copies.own_copies(tmp_path)
    made = {path: path.read_text(encoding="utf-8") for path in folder.glob("ovningar/*.ipynb")}
    assert len(made) == len(list((ROOT / "exercises").glob("*.ipynb"))) > 10
    assert not [path.name for path, told in made.items() if 'check("' in told]
    known = copies.fingerprints()
    assert all(known[f"ovningar/{p.name}"] == copies.fingerprint(told) for p, told in made.items())


def test_a_changed_copy_stays_and_an_unchanged_one_is_renewed(tmp_path):
    folder = copies.own_copies(tmp_path)
    changed, old = folder / "start.ipynb", folder / "dag1" / "1_fragor.ipynb"
    changed.write_bytes(mine := with_cell(changed, "1 + 1"))
    told = json.loads((folder / copies.TOLD).read_text(encoding="utf-8"))
    old.write_bytes(earlier := with_cell(old, "2 + 2"))  # as an earlier version shipped it
    told["dag1/1_fragor.ipynb"] = copies._mark(earlier)
    (folder / copies.TOLD).write_text(json.dumps(told), encoding="utf-8")
    copies.own_copies(tmp_path)
    assert changed.read_bytes() == mine
    assert old.read_bytes() == (NOTEBOOKS / "dag1" / "1_fragor.ipynb").read_bytes()


def test_a_changed_copy_is_put_back_and_kept_beside(tmp_path):
    folder = copies.own_copies(tmp_path)
    path = folder / "start.ipynb"
    path.write_bytes(with_cell(path, "1 + 1"))
    found = restore(path, "notebooks/start.ipynb")
    assert found.is_changed and found.kept.name == "start.tidigare.ipynb"
    assert copies.restorable(tmp_path) == sorted(folder / name for name in NAMES)


def test_aterstall_puts_back_the_copies_of_the_folder_too(tmp_path, monkeypatch, capsys):
    for place in ("projekt", "miljö"):
        shutil.copytree(NOTEBOOKS, tmp_path / place / "notebooks")
    monkeypatch.setattr(original, "project_root", lambda: tmp_path / "projekt")
    monkeypatch.setattr(original, "_home", lambda: tmp_path / "miljö")
    path = copies.own_copies(tmp_path / "grupp") / "start.ipynb"
    path.write_bytes(with_cell(path, "1 + 1"))
    remember(tmp_path / "grupp")
    assert main(["aterstall", "start"]) == 0
    assert "start.tidigare.ipynb" in capsys.readouterr().out
    assert path.read_bytes() == (NOTEBOOKS / "start.ipynb").read_bytes()


def with_cell(path: Path, code: str) -> bytes:
    book = nbformat.read(path, as_version=4)
    book.cells.append(nbformat.v4.new_code_cell(code, id="egen"))
    return nbformat.writes(book).encode("utf-8")


@pytest.mark.parametrize("name", COURSE)
def test_what_running_has_put_in_a_notebook_is_not_saved(name):
    book = nbformat.read(NOTEBOOKS / name, as_version=4)
    for cell in book.cells:
        cell.metadata["trusted"] = True
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", text="Maria Ek")]
            cell.execution_count = 3
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "ISU", "language": "python"}
    book.metadata["widgets"] = {"state": {}}
    model = {"type": "notebook", "content": book}
    copies.without_results(model)
    saved = nbformat.writes(book).encode("utf-8")
    assert saved == (NOTEBOOKS / name).read_bytes().rstrip(b"\n")


def test_any_changed_cell_has_another_fingerprint():
    source = (NOTEBOOKS / "start.ipynb").read_text(encoding="utf-8")
    settings = source.replace("arbetsmapp: str = None", "arbetsmapp: str = 'x'")
    words = source.replace("# Välkommen", "# Hej")
    prints = [copies.fingerprint(s) for s in (source, settings, words)]
    assert source != settings and prints[0] != prints[1] and prints[0] == prints[2]


def test_our_words_for_jupyterlab_are_all_there():
    pack = json.loads(text("jupyter/bord/svenska.json"))
    words = {k: v for k, v in pack.items() if k}
    assert len(words) > 300 and all(all(v) for v in words.values())
    places = {k: sorted(re.findall(r"%\d", v[-1])) for k, v in words.items()}
    assert all(set(found) <= {"%1", *re.findall(r"%\d", k)} for k, found in places.items())


# The spare kernel

TOLD = "import os, sys; print('pandas' in sys.modules, os.environ['FÄRG'], os.getcwd())"


def test_a_spare_process_becomes_a_kernel_with_the_place_and_the_words_it_is_given(tmp_path):
    async def told() -> str:
        warm.WarmProvisioner.prepare()
        spare = warm.WarmProvisioner.spare
        own = {"env": os.environ | {"FÄRG": "blå", "PYTHONPATH": str(ROOT)}, "cwd": str(tmp_path)}
        manager, client = await start_new_async_kernel(kernel_name="python3", **own)
        reply = await client.execute_interactive(TOLD, output_hook=lambda m: heard.append(m))
        assert reply["content"]["status"] == "ok" and manager.provisioner.pid == spare.pid
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return "".join(m["content"].get("text", "") for m in heard)

    heard: list[dict] = []
    factory = KernelProvisionerFactory.instance()
    before = factory.default_provisioner_name
    warm.take_over()
    try:
        assert asyncio.run(told()).split() == ["True", "blå", str(tmp_path)]
    finally:
        factory.default_provisioner_name = before
        warm.WarmProvisioner.dismiss()


# In a browser


@pytest.mark.skipif(bool(missing()), reason=missing())
def test_a_group_writes_closes_and_finds_its_words_again(tmp_path):
    mapp = tmp_path / "Åby barn & unga"
    shutil.copytree(ROOT / "data" / "sample" / "tallnas", mapp)
    (mapp / "arbetsbok.yaml").unlink()  # a group that has written nothing yet
    with desk(tmp_path, str(mapp)) as page:
        page.runs_by_itself()
        assert page.top() == 0 and page.english() == []
        page.go("Frågor")
        page.write(QUESTION[ASKED], "Vi undrar  varför å ä ö.")
        until(
            "it is saved", lambda: "å ä ö." in open_workbook(mapp / "arbetsbok.yaml").answer(ASKED)
        )
        until("the page says so", lambda: page.saved().startswith("Sparat"))
        assert page.english() == []
    folder = mapp / copies.FOLDER
    assert all((folder / n).read_bytes() == (NOTEBOOKS / n).read_bytes() for n in COURSE)
    changed = folder / "dag1" / "2_variabler.ipynb"
    changed.write_bytes(with_cell(changed, "1 + 1"))
    with desk(tmp_path) as page:  # the folder chosen last
        page.runs_by_itself()
        assert page.stranger("api/contents") == 403 and page.stranger("api/terminals") in (
            403,
            404,
        )
        page.go("Frågor")
        assert page.value(QUESTION[ASKED]) == "Vi undrar  varför å ä ö."
        page.open("Variabler")
        until("it is told", lambda: "Koden i den här anteckningsboken är ändrad" in page.notice())
        assert page.front(".jp-OutputArea-output").count() == 0
        assert page.problems == [] and page.strangers == []


def answer(mapp: Path) -> str:
    return open_workbook(mapp / "arbetsbok.yaml").answer(ASKED)


def test_what_counts_as_english_is_found():
    assert words_of("Cell %1 hidden, Kör alla") & ENGLISH == {"cell", "hidden"}
