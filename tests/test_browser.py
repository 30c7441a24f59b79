"""Notebooks as people meet them: JupyterLab in a browser, forms that save while one writes."""

import os
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from foreign import foreign_folder
from jupyter_client.manager import start_new_kernel
from lab import ERRORS, KERNEL, ROOT, copy_of, lab, missing, until
from nbformat.v4 import new_code_cell, new_notebook

from isu_helpers import Codebook
from isu_helpers.codebook import SEX
from isu_helpers.content import prompts
from isu_helpers.pages.editing import LABEL, WHICH
from isu_helpers.pages.editing import SAVE as SAVE_EDIT
from isu_helpers.pages.editing import TITLE as EDIT
from isu_helpers.pages.explore import SAVE, SEEN
from isu_helpers.pages.joining import SAVE as SAVE_CODEBOOK
from isu_helpers.workbook import OBSERVATIONS, Workbook, open_workbook

ONE, TWO = "skaver", "vem-vill-veta"
QUESTION = {id: prompts()[id]["fraga"] for id in (ONE, TWO)}
PID = "import os; from pathlib import Path; _ = Path('kernel.pid').write_text(str(os.getpid()))"
EDITS = 100  # by each of two kernels

IN_SIGHT = """(part) => { const place = document.querySelector(part)?.getBoundingClientRect();
  return !!place && place.top > 0 && place.bottom < window.innerHeight }"""

needs_browser = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """JupyterLab over an empty folder; no page in it may have asked for another host."""
    with lab(tmp_path_factory.mktemp("lab")) as opened:
        yield opened
    assert opened.strangers == []


@pytest.fixture
def mapp(jupyter, request):
    """An arbetsmapp of the test's own, where the server finds it."""
    folder = jupyter.folder / request.node.name
    folder.mkdir()
    return folder


def book_of(mapp: Path, name: str, *codes: str) -> Path:
    path = mapp / name
    begin = f"from isu_helpers.pages import *; val = settings({str(mapp)!r})"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [new_code_cell(c) for c in (begin, *codes)]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
    return path


def book(mapp: Path) -> Workbook:
    return open_workbook(mapp / "arbetsbok.yaml")


def answer(mapp: Path, id: str) -> str:
    return book(mapp).answer(id)


@needs_browser
def test_what_is_written_is_there_after_the_kernel_is_killed(jupyter, mapp):
    source = ROOT / "notebooks" / "dag1" / "1_fragor.ipynb"
    words = "Pojkar får ofta ett annat stöd än flickor. Åäö."
    with jupyter.tab(copy_of(source, mapp / "fragor.ipynb", mapp, PID)) as tab:
        assert tab.run_all() == []
        tab.write(QUESTION[ONE], words)
        until("it is saved", lambda: answer(mapp, ONE) == words)
        assert tab.status(QUESTION[ONE]).inner_text().startswith("Sparat")
        os.kill(int((mapp / "kernel.pid").read_text()), signal.SIGKILL)
        tab.reload()
        assert tab.run_all() == []
        assert tab.field(QUESTION[ONE]).input_value() == words


@needs_browser
def test_two_notebooks_on_one_workbook_lose_nothing(jupyter, mapp):
    one = book_of(mapp, "ett.ipynb", f"prompt({ONE!r})")
    two = book_of(mapp, "tva.ipynb", f"prompt({ONE!r})", f"prompt({TWO!r})")
    with jupyter.tab(one) as here, jupyter.tab(two) as there:
        assert here.run_all() == there.run_all() == []
        for i in range(3):
            here.write(QUESTION[ONE], f"Här {i}")
            there.write(QUESTION[TWO], f"Där {i}")
        until(
            "both are saved", lambda: (answer(mapp, ONE), answer(mapp, TWO)) == ("Här 2", "Där 2")
        )
        there.write(QUESTION[ONE], "Också här")  # begun from an empty field
        there.page.get_by_text("Någon annan har skrivit samtidigt").wait_for()
        until("both texts are whole", lambda: _variants(mapp) == [{"Här 2", "Också här"}])


def _variants(mapp: Path) -> list[set[str]]:
    return [set(conflict.texts) for conflict in book(mapp).conflicts]


@needs_browser
def test_the_explorer_saves_what_is_seen(jupyter, mapp):
    ours = shutil.ignore_patterns("utlamning.json", "arbetsbok.yaml", ".*")
    shutil.copytree(ROOT / "data" / "sample" / "tallnas", mapp, ignore=ours, dirs_exist_ok=True)
    codes = "poster = read_records(val.datafil, val.kodbok)", "explorer(poster)"
    with jupyter.tab(book_of(mapp, "utforska.ipynb", *codes)) as tab:
        assert tab.run_all() == []
        tab.field("Fråga").select_option(index=1)
        tab.page.locator(".isu-utforskare table").first.wait_for()
        tab.write(SEEN, "Fler flickor än pojkar har svarat.")
        tab.page.get_by_role("button", name=SAVE).click()
        tab.page.get_by_text("Sparat").first.wait_for()
    [note] = open_workbook(mapp / "arbetsbok.yaml").notes(OBSERVATIONS)
    assert note.text == "Fler flickor än pojkar har svarat." and note.variables


def test_two_kernels_that_write_by_turns_lose_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    path, kernels = tmp_path / "arbetsbok.yaml", [start_new_kernel() for _ in "ab"]
    open_book = f"from isu_helpers.workbook import open_workbook; b = open_workbook({str(path)!r})"
    add = "_ = b.add('iakttagelser', 'Kärna {k} skrev rad {i}.')"
    try:
        for _, client in kernels:
            client.execute_interactive(open_book, timeout=60)

        def write(k: int) -> None:
            for i in range(EDITS):
                told = kernels[k][1].execute_interactive(add.format(k=k, i=i), timeout=60)
                assert told["content"]["status"] == "ok"

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(write, (0, 1)))
    finally:
        for manager, client in kernels:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    found = [note.text for note in open_workbook(path).notes(OBSERVATIONS)]
    assert sorted(found) == sorted(
        f"Kärna {k} skrev rad {i}." for k in (0, 1) for i in range(EDITS)
    )


@needs_browser
def test_what_is_typed_in_step_1_is_an_observation_in_step_2(jupyter, mapp):
    people = {"Kön": ["Kvinna", "Man"] * 30, "Insats": ["Ja", "Nej", "Ja"] * 20}
    pd.DataFrame(people).to_csv(mapp / "data.csv", sep=";", index=False)
    id, words = "behov-iakttagelser", "Fler kvinnor söker själva, men lika många får hjälp. "
    steps = [ROOT / "notebooks" / "dag2" / f"{name}.ipynb"
             for name in ("steg1_vad_ser_vi", "steg2_vi_reflekterar")]  # fmt: skip
    one, two = (copy_of(path, mapp / path.name, mapp) for path in steps)
    with jupyter.tab(one) as tab:
        assert tab.run_all() == []
        tab.write(prompts()[id]["fraga"], words)
        until("it is saved", lambda: answer(mapp, id) == words.strip())
    with jupyter.tab(two) as tab:
        assert tab.run_all() == []
        tab.page.get_by_text(words.strip()).first.wait_for()
        tab.write(prompts()["orsak"]["fraga"], "Vi frågar inte alla.")
        until("it is saved", lambda: book(mapp).answer("orsak", id) == "Vi frågar inte alla.")
    assert [note.id for note in book(mapp).observations] == [id] and not book(mapp).conflicts


SETTINGS = {
    "mended": "arbetsmapp: str = ”{mapp}”   # Er mapp\nkommun: str = Åby",
    "emptied": "",
    "refused": "arbetsmapp: str = None\nC:\\Users\\namn",
}


@needs_browser
@pytest.mark.parametrize("cell", SETTINGS)
def test_a_wrong_settings_cell_gives_no_red_traceback(jupyter, mapp, cell):
    path = mapp / "fragor.ipynb"
    notebook = nbformat.read(ROOT / "notebooks" / "dag1" / "1_fragor.ipynb", as_version=4)
    [part] = [c for c in notebook.cells if c.id == "parametrar"]
    part.source = SETTINGS[cell].format(mapp=mapp)
    nbformat.write(notebook, path)
    with jupyter.tab(path) as tab:
        told = [line for line in tab.run_all() if not line.startswith("failed")]
        if cell == "mended":
            tab.page.get_by_text(f"Rutan är läst så här: arbetsmapp = {mapp}").first.wait_for()
    assert len(told) == (cell == "refused")
    assert all(t.startswith("Stopp: Rad 2") and "\n" not in t.strip() for t in told)


@needs_browser
def test_a_foreign_export_is_joined_to_the_codebook_by_clicks_and_step_1_follows(jupyter, mapp):
    """Two minutes at most, no YAML opened: all ten questions by sex, in two windows at once."""
    foreign_folder(mapp)
    days = ROOT / "notebooks"
    sources = [days / "dag1" / "3_insamling.ipynb", days / "dag2" / "steg1_vad_ser_vi.ipynb",
               days / "dag2" / "bilaga_omotiverade_skillnader.ipynb"]  # fmt: skip
    collecting, step, appendix = (copy_of(path, mapp / path.name, mapp) for path in sources)
    with jupyter.tab(step) as tab:
        [told] = tab.run_all()  # it stops where sex has no column yet, in words of ours
        assert told.startswith("Stopp: uttag.csv: ") or not told  # none where it is out of sight
        until("the workbench is in sight", lambda: tab.page.evaluate(IN_SIGHT, ".isu-lage"))
        start = time.monotonic()
        tab.page.locator(".isu-svarsrad select").first.select_option(label="Pojke")
        other_sex = tab.page.locator(".isu-svarsrad select").nth(1)
        until("the other code is told", lambda: chosen(other_sex) == "Flicka")
        tab.page.get_by_role("button", name=SAVE_CODEBOOK).click()
        until("all is shown", lambda: tab.page.locator(".isu-resultat").count() >= 10)
        until("it rests", lambda: tab.page.evaluate(KERNEL) == "idle")
        until("what was told is in sight", lambda: tab.page.evaluate(IN_SIGHT, ".isu-lage"))
        assert time.monotonic() - start < 120 and tab.page.evaluate(ERRORS) == []
        asked = [v.title for v in Codebook.read(mapp / "kodbok.yaml") if v.role != SEX]
        page = tab.page.locator(".jp-Notebook")
        until("all are shown", lambda: all(title in page.inner_text() for title in asked))
        with jupyter.tab(collecting) as other:
            assert other.run_all() == []
            state = other.page.locator(".isu-lage").first
            until("it is joined", lambda: "11 av 11 frågor" in state.text_content())
            other.page.get_by_text(EDIT).first.click()
            other.field(WHICH).select_option(label="Behöver tolk")
            other.write(LABEL, "Tolk behövs i samtalen")
            other.page.get_by_role("button", name=SAVE_EDIT).first.click()
            other.page.get_by_text("Sparat i kodbok.yaml: Tolk behövs").first.wait_for()
        table = tab.page.locator("table.isu-tabell", has_text="Tolk behövs i samtalen")
        until("the other window's tables follow", table.count)
    with jupyter.tab(appendix) as tab:
        assert tab.run_all() == []


def chosen(field) -> str:
    return field.evaluate("e => e.options[e.selectedIndex].text")
