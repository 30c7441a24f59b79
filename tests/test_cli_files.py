"""isu insamling, kontrollera, urval and rensa, as a person runs them."""

import os
import shutil
from pathlib import Path

import nbformat
import openpyxl
import pytest

from isu_helpers import cli
from isu_helpers.configuration import sample_root
from isu_helpers.excel import as_text

BOOK = """\
enhet: person
variabler:
  - namn: kön
    kolumn: Kön
    typ: val
    roll: kön
    alternativ:
      - Kvinna: [K]
      - Man: [M]
  - namn: insats
    kolumn: Fick insats
    typ: ja/nej
    roll: insats
  - namn: ålder
    typ: tal
    roll: bakgrund
    klasser: [18, 30]
"""


def run(capsys, *args):
    status = cli.main(list(map(str, args)))
    return status, *capsys.readouterr()


@pytest.fixture
def mapp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapp").mkdir()
    (tmp_path / "mapp" / "kodbok.yaml").write_text(BOOK, "utf-8")
    return tmp_path / "mapp"


def write_data(mapp, women=20, men=3):
    rows = [f"K;Ja;{20 + i}" for i in range(women)] + ["M;kanske;40"] * men
    (mapp / "data.csv").write_text("Kön;Fick insats;Kommentar\n" + "\n".join(rows), "utf-8")


def test_insamling_writes_a_form_that_comes_back(capsys, mapp):
    status, out, err = run(capsys, "insamling", "mapp", "--rader", 50)
    assert (status, err) == (0, "")
    assert "mapp/insamling.xlsx" in out and "isu kontrollera mapp/insamling.xlsx" in out
    book = openpyxl.load_workbook(mapp / "insamling.xlsx")
    for place, answer in enumerate(("Kvinna", "Ja"), start=1):
        as_text(book["Registrera"].cell(2, place), answer)
    book.save(mapp / "insamling.xlsx")
    status, out, _ = run(capsys, "kontrollera", "mapp/insamling.xlsx")
    assert status == 0 and "1\xa0person på 1 rad." in out and "formulär från isu insamling" in out


def test_insamling_never_writes_over(capsys, mapp):
    (mapp / "insamling.xlsx").write_text("ifyllt", "utf-8")
    status, out, err = run(capsys, "insamling", "mapp/kodbok.yaml")
    assert (status, out) == (1, "") and err.count("\n") == 1 and "finns redan" in err
    assert (mapp / "insamling.xlsx").read_text("utf-8") == "ifyllt"


def test_a_second_data_file_is_told(capsys, mapp):
    (mapp / "uttag.csv").write_text("Kön;Insats\nK;Ja\n", "utf-8")
    assert "datafil:" not in run(capsys, "insamling", "mapp")[1]  # known by its name
    told = run(capsys, "insamling", "mapp", "--ut", "mapp/vintern.xlsx")[1]
    assert "«datafil: vintern.xlsx»" in told


def test_kontrollera_tells_how_the_file_is_read(capsys, mapp):
    write_data(mapp)
    status, out, err = run(capsys, "kontrollera", "mapp")
    assert (status, err) == (0, "")
    for line in (
        "Filen data.csv går att läsa.",
        "23\xa0personer på 23 rader. En rad är en person.",
        "Kvinnor: 20. Män: färre än 5.",
        "Kommentar: Kolumnen finns inte i kodboken",
        "Behövs men saknas i filen:\n  ålder",
        "Gör så här:\n  1. Lägg till kolumnerna som saknas",
    ):
        assert line in out
    assert "kanske" not in out  # never a value


def test_kontrollera_marks_guesses_and_writes_nothing(capsys, mapp):
    write_data(mapp)
    (mapp / "kodbok.yaml").unlink()
    status, out, _ = run(capsys, "kontrollera", "mapp/data.csv")
    assert status == 0 and "Gissning:" in out and "Ni har ingen kodbok än." in out
    assert os.listdir(mapp) == ["data.csv"]


def test_kontrollera_takes_a_codebook(capsys, mapp):
    write_data(mapp)
    shutil.move(mapp / "kodbok.yaml", "annan.yaml")
    assert (
        "insats: ja/nej, roll" in run(capsys, "kontrollera", "mapp", "--kodbok", "annan.yaml")[1]
    )
    status, _, err = run(capsys, "kontrollera", "mapp", "--kodbok", "inte.yaml")
    assert status == 1 and "inte.yaml" in err


def test_kontrollera_takes_a_sheet(capsys, mapp):
    book = openpyxl.Workbook()
    for name, women in (("2024", 8), ("2025", 9)):
        sheet = book.create_sheet(name)
        for row in [("Kön", "Fick insats", "ålder"), *[("K", "Ja", 20)] * women, ("M", "Nej", 30)]:
            sheet.append(row)
    book.save(mapp / "uttag.xlsx")
    assert "Kvinnor: 9." in run(capsys, "kontrollera", "mapp/uttag.xlsx#2025")[1]


@pytest.mark.parametrize("folder", sorted(p.name for p in sample_root().iterdir() if p.is_dir()))
def test_kontrollera_reads_every_practice_folder(capsys, folder):
    status, out, err = run(capsys, "kontrollera", sample_root() / folder)
    assert (status, err) == (0, "") and "Så tolkas kolumnerna:" in out


def test_urval_writes_a_reading_list(capsys, mapp):
    write_data(mapp)
    status, out, err = run(capsys, "urval", "mapp", "--antal", 10, "--fro", 3)
    assert (status, err) == (0, "")
    assert "Kvinnor: 5. Frö: 3." in out and "Män: färre än 5" in out and "mapp/urval.xlsx" in out
    assert openpyxl.load_workbook(mapp / "urval.xlsx").worksheets[0].max_row == 9
    assert run(capsys, "urval", "mapp")[0] == 1  # the name is taken
    assert run(capsys, "urval", "mapp", "--aven", "insats", "--ut", "ny.xlsx")[0] == 0


def test_rensa_asks_and_takes_away(capsys, mapp, monkeypatch):
    write_data(mapp)
    for answer, is_left in (("nej", True), ("JA", False)):
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _, a=answer: a)
        status, out, err = run(capsys, "rensa", "mapp")
        assert (status, err) == (0, "") and "  data.csv" in out
        assert (mapp / "data.csv").exists() == is_left
    assert "Det här är kvar i mapp:\n  kodbok.yaml" in out


def test_rensa_ja_asks_nothing(capsys, mapp):
    write_data(mapp)
    assert run(capsys, "rensa", "mapp", "--ja")[0] == 0
    assert not (mapp / "data.csv").exists()
    assert "inget att ta bort" in run(capsys, "rensa", "mapp")[1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("insamling inte.yaml", "inte.yaml"),
        ("insamling .", "har ingen kodbok.yaml"),
        ("insamling mapp --rader 0", "Väntade ett heltal från 1"),
        ("insamling mapp --ut a.csv", "slutar på .xlsx"),
        ("kontrollera inte.csv", "inte.csv"),
        ("kontrollera inte", "«inte» hittades inte"),
        ("urval mapp", "ingen datafil"),
        ("rensa inte", "«inte» hittades inte"),
        ("rensa .", "ser inte ut som en arbetsmapp"),
    ],
)
def test_what_can_not_be_used_gets_one_line(capsys, mapp, line, expected):
    status, out, err = run(capsys, *line.split())
    assert (status, out) == (1, "") and err.count("\n") == 1
    assert err.startswith("Stopp: ") and expected in err


# isu ovningar


def test_exercises_come_without_solutions_and_are_not_written_over(capsys, mapp):
    status, out, _ = run(capsys, "ovningar", "grupp")
    files = sorted(Path("grupp").glob("*.ipynb"))
    assert status == 0 and len(files) >= 8 and f"{len(files)}\xa0övningar" in out
    tags = [
        t for f in files for c in nbformat.read(f, 4).cells for t in c.metadata.get("tags", [])
    ]
    assert "solution" not in tags and "trainer" not in tags
    files[0].write_text("gruppens svar", "utf-8")
    status, _, err = run(capsys, "ovningar", "grupp")
    assert status == 1 and "--skriv-over" in err and err.count("\n") == 1
    assert files[0].read_text("utf-8") == "gruppens svar"
    assert run(capsys, "ovningar", "grupp", "--skriv-over")[0] == 0
