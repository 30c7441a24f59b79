"""Every command of the README: run as it is written, or by the test that is named here.

What stands in capitals is filled in as a group would. One that serves until somebody ends it,
makes an environment or takes an hour is named with the test that runs it, or as run by hand.
"""

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pandas as pd
import pytest
from desk import ADDRESS, own_places

from isu_helpers import cli
from isu_helpers.configuration import project_root, sample_root
from isu_helpers.publish import runner

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
PLACE = re.compile(r"^\.venv\w*[/\\](?:bin|Scripts)[/\\]")
COMMAND = re.compile(r"(?:isu|python3?|papermill|jupyter|mypy|ruff)(?![\w.-]).*")
GROUP = "Mina mappar/tallnas"
FILLED = {
    "MAPPEN": GROUP, "MAPP": GROUP, "ANDRA_MAPPEN": "annan", "SLAG": "forutsattningar",
    "FIL": f"{GROUP}/data.xlsx", "KODBOK": f"{GROUP}/kodbok.yaml", "PROFIL": "nuso_delstudie2",
}  # fmt: skip
# What is run here, in this order: the command, and a file that it makes or words that it tells.
RUN = {
    "isu exempel MAPP": "exempel/kodbok.yaml",
    "isu kontrollera FIL": "Kvinnor: 16. Män: 23.",
    "isu kodbok PROFIL MAPP": "kodbok/kodbok.yaml",
    "isu insamling KODBOK": f"{GROUP}/insamling.xlsx",
    "isu urval FIL": f"{GROUP}/urval.xlsx",
    "isu ovningar MAPP": "ovningar/01_fraga_till_variabel.ipynb",
    "isu enkat SLAG MAPP": "enkat/formular.xlsx",
    "isu status MAPP": "tallnas: steg",
    "isu ny mapparna/grupp1": "mapparna/grupp1/isu.yaml",
    "isu status mapparna": "grupp1: inte börjat",
    "isu handouts MAPP": "ut/tallnas/en_sida.html",
    'isu handouts "Mina mappar"': "ut/index.html",
    "isu handouts MAPPEN --tidigare ANDRA_MAPPEN": "ut/tallnas/tabeller.xlsx",
    "isu handouts MAPPEN --bara-i-gruppen": "ut/tallnas/tabeller_bara_i_gruppen.xlsx",
    "isu dokument MAPP": "ut/tallnas/underlag.docx",
    "isu rensa MAPP": "data.xlsx",
}
SAME = {"isu handouts MAPPEN", "isu handouts mapparna"}  # as what is run, by other words
NEW = ("isu exempel MAPP", "isu ovningar MAPP", "isu enkat SLAG MAPP",
       "isu kodbok PROFIL MAPP")  # MAPP is made by them  # fmt: skip
SERVED = ("isu lab --projektor", "isu lab --utbildare")
ELSEWHERE = {
    "isu": "test_asking", "isu enkat": "test_survey", "isu kurs": "test_course",
    "isu ovningar": "test_cli", "isu rensa": "test_cli_files", "isu ny": "test_asking",
    "isu aterstall": "test_original",
    "isu handouts MAPPARNA --for lasaren --gemensam": "test_common",
    "isu lab": "desk", "isu lab MAPPEN": "test_day_in_browser", "isu app MAPP": "test_app",
    "isu webb MAPP": "test_site", "isu webb pyodide --ut webb": "test_site",
    "isu paket": "test_package", "isu paket --python 3.13": "test_package",
    "isu enkat sammanstall MAPP": "test_survey", "jupyter lab": "lab", "mypy": "test_project",
    "ruff check": "test_project", "ruff format": "test_project",
    "python tests/cross.py": "test_cross",
    "papermill notebooks/dag2/steg1_vad_ser_vi.ipynb kopia.ipynb -p arbetsmapp "
    "data/sample/storaker": "test_notebooks",
}  # fmt: skip
BY_HAND = {"python tests/lower_bounds.py"}  # an hour of installing


def commands() -> set[str]:
    """What the README tells one to type, without the place of the environment."""
    blocks = re.findall(r"```bash\n(.*?)```", TEXT, flags=re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    typed = [PLACE.sub("", c) for c in (*re.findall(r"`([^`\n]+)`", TEXT), *lines)]
    return {c for c in typed if COMMAND.fullmatch(c) and " -m " not in c}


def test_each_command_is_run_here_or_by_a_test_that_is_named():
    known = {*RUN, *SAME, *SERVED, *ELSEWHERE, *BY_HAND}
    assert commands() == known
    assert all((ROOT / "tests" / f"{name}.py").is_file() for name in ELSEWHERE.values())


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """An empty folder to stand in, with a group's folder."""
    home = tmp_path_factory.mktemp("hem")
    shutil.copytree(sample_root() / "tallnas", home / GROUP)
    (home / "mapparna").mkdir()
    return home


@pytest.fixture
def one_notebook(monkeypatch):
    """The first step alone: all of them are run for other tests."""
    first = project_root() / "notebooks" / "dag2" / "steg1_vad_ser_vi.ipynb"
    monkeypatch.setattr(runner, "notebook_paths", lambda: (first,))


@pytest.mark.parametrize("command", RUN)
def test_what_is_typed_as_it_is_written_does_what_it_says(
    command, place, one_notebook, capsys, monkeypatch
):
    monkeypatch.chdir(place)
    monkeypatch.setattr(sys, "stdin", io.StringIO("ja\n"))
    _, name, *words = shlex.split(command)
    given = [name if w == "MAPP" and command in NEW else FILLED.get(w, w) for w in words]
    if FILLED["ANDRA_MAPPEN"] in given:  # what was given out in another folder
        shutil.copytree(place / GROUP, place / FILLED["ANDRA_MAPPEN"])
    status = cli.main([name, *given])
    told = capsys.readouterr()
    assert (status, told.err) == (0, "")
    assert RUN[command] in told.out or (place / RUN[command]).is_file()


@pytest.mark.skipif(os.name == "nt", reason="what ends a program there is no signal")
@pytest.mark.parametrize("command", SERVED)
def test_what_serves_gives_an_address_and_ends_when_asked(command, tmp_path):
    env = os.environ | own_places(tmp_path) | {"PYTHONPATH": str(ROOT), "BROWSER": "true"}
    run = [sys.executable, "-u", "-m", "isu_helpers", *command.split()[1:]]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "encoding": "utf-8"}
    with subprocess.Popen(run, cwd=tmp_path, env=env, **told) as program:
        address = next(found[0] for line in program.stdout if (found := ADDRESS.search(line)))
        assert urlopen(address, timeout=60).status == 200
        program.send_signal(signal.SIGINT)
        assert "Avslutat." in program.stdout.read() and program.wait() == 0


def test_the_lines_for_programmers_give_what_their_comment_says(tmp_path, monkeypatch):
    (lines,) = re.findall(r"```python\n(.*?)```", TEXT, flags=re.S)
    monkeypatch.chdir(tmp_path)
    table = {"Kön": list("KM") * 20, "Ålder": [30, 50] * 20, "Insats": ["Ja", "Nej"] * 20}
    pd.DataFrame(table).to_excel("data.xlsx", index=False)
    known: dict[str, object] = {}
    exec(lines, known)  # what a programmer would paste
    assert {"n", "base", "share", "low", "high"} <= set(known["result"].frame)
