"""What a Windows computer meets, as far as another can try it: calls, names, lines, paths."""

import ast
import errno
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import nbformat
import pytest

from isu_helpers import cli
from isu_helpers.codebook import Codebook
from isu_helpers.configuration import sample_root, settings
from isu_helpers.desk.original import find, restore
from isu_helpers.workbook.file import read_file

ROOT = Path(__file__).resolve().parents[1]
POSIX = {
    "os": "fork getuid geteuid getgid setsid killpg uname getloadavg sched_getaffinity mkfifo "
          "chown fchmod symlink link rename waitpid nice chmod",
    "signal": "SIGKILL SIGHUP SIGALRM SIGQUIT SIGUSR1 alarm setitimer pause",
}  # fmt: skip
POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "posix", "syslog"}
METHODS = {"symlink_to", "hardlink_to"}
GUARDED = {
    "privacy/key.py os.link": "where links are not to be had the file is written without",
    "publish/pdf.py os.geteuid": "asked for by hasattr first",
}
TEXT_OF = {"read_text": 0, "write_text": 1}  # the place that the encoding has among arguments


@cache
def sources() -> list[tuple[str, ast.AST]]:
    """Each node of each module of the package."""
    found = []
    for file in sorted((ROOT / "isu_helpers").rglob("*.py")):
        name = file.relative_to(ROOT / "isu_helpers").as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found.append((name, node))
    return found


def posix_calls() -> Iterator[str]:
    for name, node in sources():
        if isinstance(node, ast.Attribute):
            of = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in POSIX.get(of, "").split():
                yield f"{name} {of}.{node.attr}"
            elif node.attr in METHODS:
                yield f"{name} .{node.attr}"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            asked = {a.name for a in node.names} | {getattr(node, "module", "")}
            yield from (f"{name} {module}" for module in asked & POSIX_MODULES)


def test_no_call_is_for_posix_alone_outside_a_guarded_place():
    assert set(posix_calls()) == set(GUARDED)


def in_the_computers_own_encoding() -> Iterator[str]:
    """Texts that are read or written in whatever encoding the computer has."""
    for name, node in sources():
        if not isinstance(node, ast.Call):
            continue
        called, given = getattr(node.func, "attr", ""), {k.arg for k in node.keywords}
        of = getattr(getattr(node.func, "value", None), "id", "")
        if "encoding" in given or of in ("os", "archive"):
            continue
        is_binary = any("b" in str(getattr(a, "value", "")) for a in node.args)
        is_open = "open" in (called, getattr(node.func, "id", "")) and not is_binary
        is_short = called in TEXT_OF and len(node.args) <= TEXT_OF[called]
        is_told = called in ("run", "Popen") and bool(given & {"text", "universal_newlines"})
        if is_open or is_short or is_told:
            yield f"{name}:{node.lineno}"


def test_every_text_says_its_encoding():
    assert list(in_the_computers_own_encoding()) == []


def test_names_of_files_can_be_had_on_windows():
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = told.stdout.decode("utf-8").strip("\0").split("\0")
    reserved = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)", re.IGNORECASE)
    assert [n for n in names if re.search(r'[<>:"|?*\\]|[. ](/|$)', n) or reserved.search(n)] == []
    assert max(map(len, names)) <= 120  # with a folder of the user's own it is under 260
    assert [n for n, count in Counter(map(str.casefold, names)).items() if count > 1] == []
    assert not [n for n in names if (ROOT / n).is_symlink()]


@pytest.fixture
def onedrive(tmp_path, monkeypatch):
    """An arbetsmapp where Windows puts it, every text with the line ends of Windows."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "OneDrive - Åmåls kommun" / "Vår mapp (öst)"
    shutil.copytree(sample_root() / "dalsater", folder)
    for file in folder.glob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return folder


def test_files_with_line_ends_of_windows_are_read_alike(onedrive):
    before = sample_root() / "dalsater"
    assert Codebook.read(onedrive / "kodbok.yaml") == Codebook.read(before / "kodbok.yaml")
    assert read_file(onedrive / "arbetsbok.yaml")[1] == read_file(before / "arbetsbok.yaml")[1]
    assert settings(onedrive).kommun == settings(before).kommun


@pytest.mark.parametrize("name", [
    r"OneDrive - Åmåls kommun\Vår mapp (öst)", r'"OneDrive - Åmåls kommun\Vår mapp (öst)"',
    "OneDrive - Åmåls kommun/Vår mapp (öst)/",
])  # fmt: skip
def test_a_folder_of_onedrive_is_used_by_its_name(onedrive, capsys, name):
    assert cli.main(["status", name]) == 0
    assert capsys.readouterr().out.startswith("Vår mapp (öst): ")


def test_the_file_of_such_a_folder_is_read(onedrive, capsys):
    assert cli.main(["kontrollera", str(onedrive)]) == 0


def test_a_notebook_with_line_ends_of_windows_is_as_it_was_shipped(tmp_path):
    path, original = find("start", ROOT)
    copy = tmp_path / "start.ipynb"
    copy.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert nbformat.read(copy, 4).cells == nbformat.read(path, 4).cells
    assert not restore(copy, original, ROOT).is_changed


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "in use"), "öppen i ett annat program"),
        (OSError(errno.EINVAL, "cloud"), "OneDrive"),
    ],
)
@pytest.mark.parametrize("file", ["data.csv", "kodbok.yaml", "arbetsbok.yaml", "isu.yaml"])
def test_a_file_that_is_locked_or_in_the_cloud_gives_one_line(
    onedrive, capsys, monkeypatch, file, error, words
):
    """Windows answers so; no file here can be locked against whoever owns it."""
    opened = Path.open

    def refuse(path: Path, *given: object, **more: object) -> object:
        if path.name == file:
            raise type(error)(error.errno, error.strerror, str(path))
        return opened(path, *given, **more)

    monkeypatch.setattr(Path, "open", refuse)
    if "open" not in Path.read_bytes.__code__.co_names:  # newer versions of Python
        monkeypatch.setattr(Path, "read_bytes", lambda p: refuse(p, "rb").read())
        monkeypatch.setattr(Path, "read_text", lambda p, **m: refuse(p, **m).read())
    command = "status" if file == "arbetsbok.yaml" else "kontrollera"
    assert cli.main([command, str(onedrive)]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and file in err and words in err and str(onedrive) not in err
