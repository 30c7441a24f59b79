"""``isu app``: the notebooks without code, on this computer alone, all that is typed kept."""

import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import nbformat
import pytest
from desk import end_with_us
from lab import BROWSERS, FLAGS, OWN, PATIENCE, ROOT, browser_path, missing, until

from isu_helpers import cli
from isu_helpers.content import prompts
from isu_helpers.desk.app import UNSEEN, books, for_group
from isu_helpers.pages.folder import new_folder
from isu_helpers.workbook import open_workbook

WHY = missing() or ("" if find_spec("voila") else "Voilà is not installed: the extra «app»")
needs_voila = pytest.mark.skipif(bool(WHY), reason=WHY)
ENGLISH = re.compile(
    r"\b(running|executing|error|loading|kernel|click|notebook|cell|settings)\b", re.I
)
LEAST = 10  # notebooks


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(ROOT / "notebooks" / name, as_version=4)


@pytest.mark.parametrize("name", [b["fil"] for b in books() if not b["ar_ovning"]])
def test_a_group_sees_no_trainers_cell_and_no_word_on_running_cells(name, tmp_path):
    before, book = read(name), for_group(read(name), tmp_path)
    tags = [set(cell.metadata.get("tags", [])) for cell in book.cells]
    assert not any("trainer" in t for t in tags)
    assert not [c.id for c in book.cells if c.cell_type == "markdown" and "remove-cell" in
                c.metadata.get("tags", [])]  # fmt: skip
    code = [c.source for c in book.cells if c.cell_type == "code"][1:]
    kept = [
        c.source
        for c in before.cells
        if c.cell_type == "code" and "choose_folder(" not in c.source
    ]
    assert [c.split("\narbetsmapp = ")[0] for c in code] == kept  # all else runs as it is


def test_the_folder_of_the_command_is_the_one_that_is_used(tmp_path):
    folder = tmp_path / "åby's \\ mapp"
    source = next(c.source for c in for_group(read("start.ipynb"), folder).cells
                  if "parameters" in c.metadata.get("tags", []))  # fmt: skip
    names: dict[str, object] = {}
    exec(source, names)
    assert names["arbetsmapp"] == str(folder)


def test_no_folder_is_chosen_and_the_text_that_offers_it_is_gone(tmp_path):
    book = for_group(read("start.ipynb"), tmp_path)
    assert not [c for c in book.cells if "choose_folder(" in c.source or c.id == "er-mapp"]
    assert book.cells[0].metadata.tags == [UNSEEN]


def test_all_notebooks_of_the_course_are_there_in_its_order():
    assert len(books()) > LEAST and books()[0]["fil"] == "start.ipynb"
    assert len({book["stam"] for book in books()}) == len(books())  # told apart by name


@pytest.mark.skipif(find_spec("voila") is not None, reason="Voilà is installed here")
def test_without_voila_one_line_says_what_to_type(tmp_path, capsys):
    assert cli.main(["app", str(new_folder(tmp_path / "åby"))]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and '-e ".[app]"' in err


@contextmanager
def app(folder: Path):
    """The address of `isu app` over a folder; ended as Ctrl and C ends it."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder.parent / "state")}
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "isu_helpers", "app", str(folder), "--utan-webblasare"],
        env=env, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=folder.parent,
        preexec_fn=end_with_us,
    )  # fmt: skip
    try:
        lines = iter(program.stdout.readline, "")
        address = next(found[0] for line in lines if (found := re.search(r"http://\S+", line)))
        until("the server answers", lambda: status_of(address) == 200)
        yield address
    finally:
        program.send_signal(signal.SIGINT)
        assert program.wait(PATIENCE) == 0


def status_of(address: str) -> int:
    try:
        return urlopen(address, timeout=PATIENCE).status
    except HTTPError as e:
        return e.code
    except OSError:
        return 0


@needs_voila
def test_what_is_typed_lands_in_the_workbook_and_nothing_is_asked_of_others(tmp_path):
    from playwright.sync_api import sync_playwright

    assert BROWSERS
    folder, words = new_folder(tmp_path / "åby", kommun="Åby"), "Pojkar får ett annat stöd. Åäö."
    with app(folder) as address, sync_playwright() as playwright:
        base = address.split("/voila/")[0]
        assert "/login" in urlopen(f"{base}/voila/render/start.ipynb").url  # without the token
        assert status_of(f"{base}/voila/files/start.ipynb") != 200
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page, strangers = browser.new_page(locale="sv-SE"), []
        page.on("request", lambda r: OWN.match(r.url) or strangers.append(r.url))
        page.goto(address)
        page.wait_for_selector("#rendered_cells", state="visible", timeout=1000 * PATIENCE)
        page.goto(f"{base}/voila/render/dag1/1_fragor.ipynb")
        page.wait_for_selector("textarea", state="visible", timeout=1000 * PATIENCE)
        asked = prompts()["skaver"]["fraga"]
        field = page.locator(".widget-textarea").filter(has_text=asked).locator("textarea")
        field.press_sequentially(words, delay=2)
        until("it is saved", lambda: open_workbook(folder).answer("skaver") == words)
        told = page.inner_text("body")
        assert page.title() == "Dag 1. Frågor"
        assert "Åby" in told and not ENGLISH.findall(told) and strangers == []
        browser.close()
