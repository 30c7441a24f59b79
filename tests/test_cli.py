"""The command isu: Swedish to the last word, one line where it fails, and its exit status."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from isu_helpers import cli
from isu_helpers.publish import Outcome

ROOT = Path(__file__).resolve().parents[1]

ENGLISH = re.compile(
    r"\b(usage|options?|commands?|show|this|message|exit|default|required|error|try|integer|text"
    r"|arguments?|missing|invalid|no such|traceback|help)\b",
    re.IGNORECASE,
)
COMMANDS = [[], *([name] for name in cli.isu.commands)]


def run(capsys, *args):
    status = cli.main(args)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_swedish_and_has_an_example(capsys, command, flag):
    status, out, err = run(capsys, *command, flag)
    assert (status, err) == (0, "")
    assert "Användning: isu" in out and "Exempel:\n" in out and "Visar den här hjälpen." in out
    assert not ENGLISH.findall(out.replace("--help", ""))


def test_no_command_shows_the_help(capsys):
    assert run(capsys) == run(capsys, "--help")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("handout", "Menade du «handouts»?"),
        ("xyz", "Kommandot «xyz» finns inte"),
        ("handouts", "Det fattas något: MAPP."),
        ("handouts --utt x y", "Menade du «--ut»?"),
        ("handouts -x y", "Valet «-x» finns inte"),
        ("handouts a --ut", "Valet «--ut» saknar ett värde"),
        ("handouts finns-inte", "«finns-inte» hittades inte"),
        ("--nix", "Valet «--nix» finns inte"),
        ("handouts a --tidigare b --bara-i-gruppen", "Väntade ett av dem"),
        ("exempel", "Det fattas något: MAPP."),
        ("exempel a b", "Väntade: isu exempel [VAL] MAPP"),
        ("exempel a --antal åtta", "Värdet «åtta» för --antal är inget heltal"),
        ("exempel a --omrade finns_inte", "finns_inte"),
    ],
)
def test_wrong_use_gets_one_swedish_line_and_writes_nothing(
    capsys, tmp_path, monkeypatch, line, expected
):
    monkeypatch.chdir(tmp_path)
    status, out, err = run(capsys, *line.split())
    assert (status, out, err.count("\n")) == (1, "", 1) and expected in err
    assert not ENGLISH.findall(err.replace("--help", "")) and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyboardInterrupt(), "Avbrutet.\n"),
        (click.Abort(), "Avbrutet.\n"),
        (ZeroDivisionError("Anna 12"), "(ZeroDivisionError)"),
        (PermissionError(13, "denied", "/home/anna/fil.csv"), "Filen «fil.csv» gick inte"),
        (click.FileError("/home/anna/fil.csv"), "Filen «fil.csv» gick inte"),
        (click.BadParameter("bad"), "går inte att använda"),
    ],
)
def test_errors_become_one_line_without_what_they_hold(capsys, monkeypatch, error, expected):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr("isu_helpers.publish.render_handouts", fail)
    status, out, err = run(capsys, "handouts", "a")
    assert (status, out, err.strip().count("\n")) == (1, "", 0) and expected in err
    assert "Anna" not in err and "/home" not in err and "Traceback" not in err


def test_trace_is_shown_where_asked_for(capsys, monkeypatch):
    monkeypatch.setenv(cli.TRACE, "1")
    monkeypatch.setattr("isu_helpers.publish.render_handouts", lambda *_, **__: 1 / 0)
    assert "Traceback" in run(capsys, "handouts", "a")[2]


@pytest.mark.parametrize(("problem", "status"), [("", 0), ("Filen är trasig.", 1)])
def test_handouts_ends_with_the_number_of_pages(capsys, monkeypatch, problem, status):
    outcomes = [Outcome("a", ("x.html", "y.html", "tabeller.xlsx")), Outcome("b", (), problem)]
    monkeypatch.setattr("isu_helpers.publish.render_handouts", lambda *_, **__: outcomes)
    found, out, _ = run(capsys, "handouts", "a", "b", "--ut", "sidor")
    assert found == status
    assert out == "Klart: 2\xa0sidor att lämna ut. Öppna sidor/index.html i en webbläsare.\n"


def test_handouts_tells_of_a_failing_folder_on_stderr(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tom").mkdir()
    status, out, err = run(capsys, "handouts", "tom")
    assert status == 1 and out == ""
    assert "ingen datafil" in err and err.count("\n") == 1


def test_exempel_makes_a_folder_and_tells_the_next_step(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    status, out, _ = run(capsys, "exempel", "övning", "--antal", "20", "--fro", "1")
    assert status == 0 and out.endswith("Nästa steg: isu handouts övning\n")
    assert (tmp_path / "övning" / "isu.yaml").is_file()


def test_exempel_refuses_a_folder_that_is_not_empty(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "min").mkdir()
    (tmp_path / "min" / "brev.txt").write_text("kvar")
    status, _, err = run(capsys, "exempel", "min")
    assert status == 1 and "«min»" in err and len(list((tmp_path / "min").iterdir())) == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_console_stops_the_program(encoding):
    env = os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"}
    found = subprocess.run(
        [sys.executable, "-m", "isu_helpers", "--help"], env=env, capture_output=True
    )
    assert found.returncode == 0 and b"Traceback" not in found.stderr
    assert "Användning" in found.stdout.decode("cp1252" if encoding == "cp1252" else "utf-8")


def test_help_imports_nothing_that_only_handouts_need():
    code = (
        "import sys, isu_helpers.cli as c; c.main(['--help']);"
        "sys.exit(bool({'papermill', 'nbconvert', 'nbformat', 'bs4'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_a_system_without_utf8_keeps_the_names_of_folders(tmp_path):
    folder = tmp_path / "Åby grupp"
    shutil.copytree(ROOT / "data/sample/tallnas", folder)
    told = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONPATH": str(ROOT)}
    run = [sys.executable, "-m", "isu_helpers", "status", str(folder)]
    env = {"PATH": os.environ["PATH"], **told}
    done = subprocess.run(run, env=env, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").startswith("Åby grupp: ")
