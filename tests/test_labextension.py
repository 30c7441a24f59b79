"""A form whose kernel is gone says so by itself: the extension to JupyterLab, in a browser."""

import hashlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from lab import EXTENSIONS, ROOT, Lab, Tab, lab, missing, until
from nbformat.v4 import new_code_cell, new_notebook

from isu_helpers.content import prompts
from isu_helpers.workbook import open_workbook

NAME = "isu-lab"
ONE, TWO = "skaver", "vem-vill-veta"
QUESTION = {id: prompts()[id]["fraga"] for id in (ONE, TWO)}
NEEDED = (  # and not all, since each kernel that is started anew takes its time
    "from isu_helpers.run import settings; from isu_helpers.forms.prompts import prompt"
)
PID = "import os; from pathlib import Path; _ = Path('kernel.pid').write_text(str(os.getpid()))"
DRAFT = (
    "from ipywidgets import Dropdown, Text, VBox; "
    "VBox([Text(description='Utkast'), Dropdown(description='Val', options=['att', 'mål'])])"
)
AGAIN = "Starta igen"
SHORT = 1000  # ms for what lies open on the page
IN_THE_MENU = "(id) => { window.jupyterapp.commands.execute(id) }"
CELLS = """() => [...document.querySelectorAll('.jp-Notebook .jp-Cell')]
  .map(e => e.classList.contains('jp-CodeCell') ? 'code' : 'text')"""
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"
SHOWN = """() => [...document.querySelectorAll('.jp-Notebook .isu-sparat')]
  .filter(e => e.checkVisibility()).map(e => e.innerText).join(' ')"""
BEFORE = """() => getComputedStyle(document.querySelector('.jp-WindowedPanel-outer'), '::before')
  .content"""

needs_browser = pytest.mark.skipif(bool(missing()), reason=missing())


# The files


each_extension = pytest.mark.parametrize("name", sorted(p.name for p in EXTENSIONS.iterdir()))


def script(name: str) -> Path:
    [found] = (EXTENSIONS / name / "static").iterdir()
    return found


@each_extension
def test_the_script_parses(name):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node; the tests in a browser fail where it does not parse")
    subprocess.run([node, "--check", script(name)], check=True)


@each_extension
def test_the_script_is_named_by_what_it_holds_since_browsers_keep_it_for_a_year(name):
    text = script(name).read_text(encoding="utf-8")
    file = f"{name}.{hashlib.sha256(text.encode()).hexdigest()[:8]}.js"
    told = json.loads((EXTENSIONS / name / "package.json").read_text(encoding="utf-8"))
    assert script(name).name == file
    assert told["name"] == name and told["jupyterlab"]["_build"]["load"] == f"static/{file}"


def test_it_is_installed_where_jupyterlab_looks():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = project["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert shared[EXTENSIONS.relative_to(ROOT).as_posix()] == "share/jupyter/labextensions"


# In a browser


class Forms:
    """A notebook with two questions and a draft, and what its page says of them."""

    def __init__(self, opened: Lab, tab: Tab, mapp: Path):
        self.lab, self.tab, self.mapp = opened, tab, mapp

    @property
    def line(self) -> str:
        """The red line; empty where there is none."""
        line = self.tab.page.locator(".isu-avbrott")
        return line.inner_text() if line.is_visible() else ""

    @property
    def kept(self) -> str:
        """The words that are told to be unsaved; empty where there are none."""
        words = self.tab.page.locator(".isu-osparat")
        return words.inner_text() if words.is_visible() else ""

    def save(self, words: str) -> None:
        self.tab.write(QUESTION[TWO], words)
        until("it is saved", lambda: self.saved == words)
        until("it is told", lambda: "Sparat" in self.tab.page.evaluate(SHOWN))

    @property
    def saved(self) -> str:
        return open_workbook(self.mapp / "arbetsbok.yaml").answer(TWO)

    @property
    def session(self) -> dict:
        """What the server says of this notebook."""
        told = self.lab.server.ask("sessions")
        return next(s for s in told if s["path"].startswith(f"{self.mapp.name}/"))

    def is_told_gone(self) -> bool:
        """Whether a red line has come; nothing says then that anything is saved."""
        if not until("it is told", lambda: self.line):
            return False
        return AGAIN in self.line and "Sparat" not in self.tab.page.evaluate(SHOWN)

    def again(self) -> None:
        """Press «Starta igen», past what JupyterLab says of its own."""
        until("it is pressed", self._press)

    def _press(self) -> bool:
        from playwright.sync_api import Error

        try:
            for dialog in self.tab.page.locator(".jp-Dialog-footer").all():
                dialog.get_by_role("button").last.click(timeout=SHORT)
            self.tab.page.get_by_role("button", name=AGAIN).click(timeout=SHORT)
        except Error:
            return False
        return True

    def is_alive(self) -> bool:
        return bool(until("they are alive", lambda: not self.line))

    def menu(self, id: str) -> None:
        self.tab.page.evaluate(IN_THE_MENU, id)


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory) -> Iterator[Lab]:
    with lab(tmp_path_factory.mktemp("lab")) as opened:
        yield opened
    assert opened.strangers == []


@pytest.fixture(scope="module")
def forms(jupyter) -> Iterator[Forms]:
    """One notebook for all, as people have it open; each test leaves it alive."""
    with jupyter.tab(book_in(jupyter, "mapp", PID, DRAFT)) as tab:
        tab.run_all()
        yield Forms(jupyter, tab, jupyter.folder / "mapp")


def book_in(jupyter: Lab, name: str, *codes: str, needs: str = NEEDED) -> Path:
    mapp = jupyter.folder / name
    mapp.mkdir()
    begin = f"{needs}; val = settings({str(mapp)!r})"
    asked = [f"prompt({id!r})" for id in (ONE, TWO)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [new_code_cell(c) for c in (begin, *asked, *codes)]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path := mapp / "fragor.ipynb")
    return path


def restart_in_the_menu(forms: Forms) -> None:
    forms.menu("kernelmenu:restart")
    forms.tab.page.locator(".jp-Dialog .jp-mod-accept").click()


def restart_through_the_server(forms: Forms) -> None:
    forms.lab.server.ask(f"kernels/{forms.session['kernel']['id']}/restart", "POST")


def kill(forms: Forms) -> None:
    os.kill(int((forms.mapp / "kernel.pid").read_text()), signal.SIGKILL)


def shut_down_in_the_menu(forms: Forms) -> None:
    forms.menu("kernelmenu:shutdown")


def end_the_session(forms: Forms) -> None:
    forms.lab.server.ask(f"sessions/{forms.session['id']}", "DELETE")


WAYS = (
    restart_in_the_menu, restart_through_the_server, kill, shut_down_in_the_menu, end_the_session
)  # fmt: skip


@needs_browser
@pytest.mark.parametrize("lose", WAYS)
def test_a_form_without_its_kernel_says_so_until_it_is_started_again(forms, lose):
    forms.save(f"före {lose.__name__}")
    assert not forms.line
    lose(forms)
    assert forms.is_told_gone()
    assert not forms.tab.field(QUESTION[TWO]).is_editable()
    assert forms.tab.field(QUESTION[TWO]).input_value() == f"före {lose.__name__}"
    assert forms.tab.field("Val").evaluate("e => e.inert")
    forms.again()
    assert forms.is_alive()
    until("the saved words are back", lambda: forms.tab.field(QUESTION[TWO]).input_value())
    until("nothing is told unsaved", lambda: not forms.kept)
    forms.save(f"efter {lose.__name__}")
    assert not forms.kept


@needs_browser
def test_words_typed_between_stay_until_they_stand_in_the_form_again(forms):
    forms.save("Vi")
    restart_through_the_server(forms)
    forms.tab.field(QUESTION[TWO]).press_sequentially(" såg det.")
    forms.tab.field("Utkast").press_sequentially("ett utkast")
    assert forms.is_told_gone() and "osparat" in forms.line
    forms.tab.field(QUESTION[TWO]).press_sequentially("xdd")  # cut and delete, to JupyterLab
    assert forms.tab.field(QUESTION[TWO]).input_value() == "Vi såg det."
    assert forms.tab.page.evaluate(CELLS) == ["code"] * 5
    forms.again()
    assert forms.is_alive()
    until("the words are told", lambda: "Vi såg det." in forms.kept)
    assert "ett utkast" in forms.kept and forms.saved == "Vi"
    forms.save("Vi såg det.")
    until("they are back", lambda: "Vi såg det." not in forms.kept)
    forms.tab.page.get_by_role("button", name="Ta bort listan").click()
    assert not forms.kept


@needs_browser
def test_a_letter_in_a_list_of_choices_is_no_command_to_jupyterlab(forms):
    forms.tab.field("Val").press("m")  # makes text of a cell, and its form is gone
    assert forms.tab.field("Val").input_value() == "mål"
    assert forms.tab.page.evaluate(CELLS) == ["code"] * 5


@needs_browser
def test_a_server_that_is_stopped_is_told_of_and_started_again_it_saves(forms):
    server, token = forms.lab.server, forms.lab.server.token
    forms.save("före stoppet")
    server.stop()
    assert forms.is_told_gone()
    until("it is told why", lambda: "JupyterLab är avstängt" in forms.line)
    server.token = secrets.token_hex(16)  # as one that is started anew
    forms.tab.page.context.clear_cookies()
    server.start()
    until("it is told", lambda: forms.again() or "känner inte igen" in forms.line)
    server.stop()
    server.token = token
    server.start()
    forms.again()
    assert forms.is_alive()
    forms.save("efter stoppet")


@needs_browser
def test_a_notebook_that_is_opened_again_tells_of_forms_that_were_saved_with_it(jupyter):
    with jupyter.tab(book_in(jupyter, "igen", needs="from isu_helpers.pages import *")) as tab:
        forms = Forms(jupyter, tab, jupyter.folder / "igen")
        tab.run_all()
        forms.save("före")
        tab.page.once("dialog", lambda dialog: dialog.accept())
        tab.reload()  # nothing is saved with the notebook yet
        assert not forms.line and not tab.page.locator(".jp-OutputArea .jupyter-widgets").count()
        tab.run_all()
        tab.page.evaluate(SAVE)
        tab.reload()
        forms.save("med kärnan kvar")
        assert not forms.line
        end_the_session(forms)
        tab.reload()
        assert forms.is_told_gone() and "kördes senast" in forms.line
        tab.page.wait_for_timeout(3000)  # as long as JupyterLab looks for a form, and more
        shown = " ".join(tab.page.locator(".jp-OutputArea-output").all_inner_texts())
        assert QUESTION[TWO] in shown
        assert not re.search("Error displaying|Loading|Sparat", shown)
        forms.again()
        assert forms.is_alive()
        forms.save("efter")


@needs_browser
def test_without_the_extension_the_forms_own_looks_tell_of_a_restart(jupyter):
    with jupyter.tab(book_in(jupyter, "utan"), without=f"**/{NAME}/**") as tab:
        tab.run_all()
        forms = Forms(jupyter, tab, jupyter.folder / "utan")
        forms.save("före")
        assert tab.page.evaluate(BEFORE) == "none"
        restart_in_the_menu(forms)
        until("it is told", lambda: "sparas inte" in tab.page.evaluate(BEFORE))
        assert "Sparat" not in tab.page.evaluate(SHOWN)
