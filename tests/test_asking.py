"""The first ten minutes: what isu asks in a terminal, and the way out of each mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from isu_helpers import cli
from isu_helpers.cli import asking, commands
from isu_helpers.configuration import areas
from isu_helpers.errors import IsuError
from isu_helpers.files import copy_into, near_name, reason

pty = pytest.importorskip("pty", reason="a terminal to type in is had on Linux and macOS")


def place_of(command: str) -> str:
    """The number of a task in what isu offers."""
    known = [t.command for t in asking.TASKS if t.command in {*cli.isu.commands, "--help"}]
    return str(known.index(command) + 1)


def talk(*answers: str, home: Path) -> str:
    """What isu says in a real terminal where an answer is typed each time it asks."""
    ours, theirs = pty.openpty()
    state = {"HOME": str(home), "XDG_STATE_HOME": str(home / ".state")}
    program = subprocess.Popen([sys.executable, "-m", "isu_helpers"], cwd=home,
                               stdin=theirs, stdout=theirs, stderr=theirs,
                               env=os.environ | state, start_new_session=True)  # fmt: skip
    os.close(theirs)
    told, waiting = "", list(answers)
    while part := read(ours):
        told += part.decode("utf-8", "replace")
        if told.rstrip(" ").endswith(":") and waiting:
            os.write(ours, f"{waiting.pop(0)}\n".encode())
    os.close(ours)
    assert (program.wait(30), waiting) == (0, [])
    return told


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux tells that the other end is closed
        return b""


def test_a_folder_is_made_by_answering(tmp_path):
    data = tmp_path / "uttag från verksamheten.csv"
    data.write_text("Kön;Insats\nK;Ja\n", "utf-8")
    (tmp_path / "Mina mappar").mkdir()
    (tmp_path / "Mina mappar" / "upptagen").mkdir()
    (tmp_path / "Mina mappar" / "upptagen" / "brev.docx").touch()
    told = talk(
        place_of("ny"), "Öster åker", "familje", "finns/inte", f'"{tmp_path / "Mina mappar"}"',
        "öst/er", "upptagen", "öster", "utag.csv", f"'{data}'", "kanske", "ja", home=tmp_path,
    )  # fmt: skip
    made = tmp_path / "Mina mappar" / "öster"
    assert (made / data.name).read_bytes() == data.read_bytes()
    written = (made / "isu.yaml").read_text("utf-8")
    assert "kommun: Öster åker\n" in written and "omrade: familjerätt\n" in written
    for words in ("«inte» hittades inte", "tecknen < >", "annat i sig", "Skriv ja eller nej",
                  "[oster-aker]", "En kopia av"):  # fmt: skip
        assert words in told
    assert "Traceback" not in told


@pytest.fixture
def typed(monkeypatch):
    """Lets words be typed where something is asked."""

    def type_in(*answers: str) -> list[str]:
        waiting = list(answers)
        for where in (asking, commands, sys.modules["isu_helpers.cli.root"]):
            monkeypatch.setattr(where, "is_terminal", lambda: True)
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: waiting.pop(0))
        return waiting

    return type_in


def test_what_can_not_be_done_is_asked_again(capsys, tmp_path, monkeypatch, typed):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tom").mkdir()
    left = typed(place_of("kontrollera"), "tom", place_of("--help"))
    assert cli.main([]) == 0 and left == []
    out, err = capsys.readouterr()
    assert "ingen datafil" in err and out.count(asking.WELCOME) == 2 and "Användning: isu" in out


def test_one_may_leave_without_doing_anything(capsys, typed):
    assert typed("avs") and cli.main([]) == 0
    assert "Klart" not in capsys.readouterr().out


def test_what_is_told_is_not_asked(capsys, tmp_path, monkeypatch, typed):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    left = typed(str(len(areas()) + 1))  # no area of those
    assert cli.main(["ny", str(tmp_path / "å"), "--kommun", "Åby"]) == 0 and left == []
    assert "kommun: Åby\n" in (tmp_path / "å" / "isu.yaml").read_text("utf-8")


def test_a_file_that_may_not_lie_here_is_not_copied(tmp_path, monkeypatch, typed):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "uttag.xlsx").touch()
    typed("", "1", str(tmp_path), "grupp", str(tmp_path / "uttag.xlsx"), "nej")
    assert cli.main(["ny"]) == 0
    assert not (tmp_path / "grupp" / "uttag.xlsx").exists()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("återställ xyz", "Anteckningsboken «xyz»"),  # is aterstall
        ("handouts finns –ut sidor", "«finns» hittades inte"),  # a dash that Word has made
        ("ny", "Det fattas något: MAPP."),  # nobody there to answer
        ("hjälp", "Menade du «isu --help»?"),
        ("mina", "Menade du «isu handouts mina»?"),
        ("uttag.csv", "Menade du «isu kontrollera uttag.csv»?"),
        ("handouts uttag.csv", "«uttag.csv» är en fil. Väntade en mapp."),
        ("handouts Minna", "Menade du «mina»?"),
        ("kontrollera utag.csv", "Menade du «uttag.csv»?"),
        ("ny mina mappar", 'till exempel "min mapp"'),
        ("ny ny --fil mina", "«mina» är ingen datafil"),
        ("ny mina/a/b/c", "«b» hittades inte"),
        ("ny uttag.csv", "Det finns en fil som heter"),
        ("ny x --området LSS", "Menade du «--omrade»?"),
    ],
)
def test_each_mistake_of_the_first_minutes_has_a_way_out(
    capsys, tmp_path, monkeypatch, line, expected
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "mina").mkdir()
    (tmp_path / "uttag.csv").write_text("Kön;Insats\nK;Ja\n", "utf-8")
    assert cli.main(line.split()) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and expected in err and err.endswith((".\n", "?\n"))


def test_a_name_with_spaces_needs_no_quotation_marks(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Mina mappar" / "a").mkdir(parents=True)
    (tmp_path / "Mina mappar" / "a" / "isu.yaml").touch()
    assert cli.main(["status", "Mina", "mappar"]) == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "no"), "öppen i ett annat program"),
        (OSError(28, "no"), "disken är full"),
        (OSError(36, "no"), "för lång"),
        (OSError(22, "no"), "OneDrive"),  # how Windows tells of a file that is only in the cloud
        (OSError(-1, "no"), "OSError"),
    ],
)
def test_why_a_file_could_not_be_used_is_told_in_swedish(error, words):
    assert words in reason(error)


def test_windows_own_numbers_are_told_too():
    error = PermissionError(13, "no")
    for number, words in ((32, "öppen"), (362, "OneDrive"), (206, "för lång")):
        error.winerror = number
        assert words in reason(error)


def test_no_file_is_copied_over_another(tmp_path):
    (tmp_path / "a.csv").write_text("ny", "utf-8")
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp" / "a.csv").write_text("gammal", "utf-8")
    with pytest.raises(IsuError, match="namnet är upptaget"):
        copy_into(tmp_path / "a.csv", tmp_path / "mapp")
    with pytest.raises(IsuError, match="platsen finns inte"):
        copy_into(tmp_path / "b.csv", tmp_path / "mapp")
    assert [p.read_text("utf-8") for p in (tmp_path / "mapp").iterdir()] == ["gammal"]


def test_nothing_is_meant_where_nothing_lies(tmp_path):
    assert near_name(tmp_path / "a" / "b") == near_name(tmp_path / "helt annat") == ""
