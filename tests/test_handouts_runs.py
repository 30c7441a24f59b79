"""Runs of handouts: one kernel for many notebooks, what has changed, several folders at once."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from isu_helpers import settings
from isu_helpers.collect.cleanup import plan_cleanup
from isu_helpers.disclosure.manifest import MANIFEST
from isu_helpers.files import write_whole
from isu_helpers.publish import render_handouts
from isu_helpers.publish.index import GROUP
from isu_helpers.publish.page import GROUP_ONLY, TO_HAND_OUT
from isu_helpers.publish.unchanged import RECORD, Made
from isu_helpers.show import MIME
from isu_helpers.workbook import open_workbook

ROOT = Path(__file__).resolve().parents[1]
ROWS = "\n".join(["Kön;Insats", *["Kvinna;Ja", "Man;Nej"] * 12, *["Man;Ja", "Kvinna;Nej"] * 7])
PARAMETERS = "arbetsmapp = None\nskydd = True"
SHOW = "from IPython.display import display\ndisplay({%r: {'html': %s}}, raw=True)"
TABLES = """
from isu_helpers.pages import breakdowns, read_records, settings
val = settings(arbetsmapp, skydd=skydd)
breakdowns(read_records(val.datafil, val.kodbok), "insats")
""".strip()


def shows(words: str) -> str:
    """Code that shows an expression's words as a Release would."""
    return SHOW % (MIME, words)


def write_book(path: Path, *codes: str) -> Path:
    tags = {"tags": ["parameters"]}
    cells = [new_markdown_cell(f"# {path.stem}", id="titel"),
             new_code_cell(PARAMETERS, id="parametrar", metadata=tags)]  # fmt: skip
    cells += [new_code_cell(code, id=f"kod-{i}") for i, code in enumerate(codes)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture
def books(tmp_path):
    """Two notebooks: one with tables, one that only says hello."""
    return [write_book(tmp_path / "steg1_tabeller.ipynb", TABLES),
            write_book(tmp_path / "halsning.ipynb", shows("'Hej'"))]  # fmt: skip


@pytest.fixture
def mapp(tmp_path):
    (tmp_path / "alla" / "mapp").mkdir(parents=True)
    (tmp_path / "alla" / "mapp" / "data.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path / "alla" / "mapp"


@pytest.fixture
def run(tmp_path):
    """A function that renders folders as in a program of its own: outcomes, and which were run."""

    def render(folders, books, **options):
        lines = []
        options.setdefault("editions", ("gruppen",))
        found = render_handouts(
            folders, tmp_path / "ut", report=lines.append, notebooks=books, **options
        )
        return found, [line.split(" är ")[0].strip() for line in lines if "är räknad" in line]

    return render


def written(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


# One kernel


def test_a_notebook_finds_nothing_of_the_one_before(tmp_path, mapp, run):
    leaves = "import os; hemligt = 'Anna 12'; os.mkdir('under'); os.chdir('under')"
    looks = shows("str([n for n in dir() if n in ('hemligt', 'display')])")
    books = [
        write_book(tmp_path / "ett.ipynb", leaves, shows("hemligt[:2]")),
        write_book(tmp_path / "tva.ipynb", "import os\nos.chdir('under')", looks),
    ]
    [found], _ = run([mapp], books)
    assert found.problem == ""
    page = tmp_path / "ut" / "mapp" / GROUP / "tva.html"
    assert "['display']" in page.read_text(encoding="utf-8")


def test_a_notebook_that_fails_stops_no_other(tmp_path, mapp, run):
    bad = write_book(tmp_path / "dalig.ipynb", "1 / 0")
    dead = write_book(tmp_path / "dod.ipynb", "import os, signal\nos.kill(os.getpid(), 9)")
    good = write_book(tmp_path / "bra.ipynb", shows("'Hej'"))
    [found], done = run([mapp], [bad, dead, good])
    assert done == ["mapp: bra"] and len(found.files) == 2
    assert "«dalig» stannade i rutan «kod-0» (ZeroDivisionError)" in found.problem
    assert "«dod» gick inte att köra" in found.problem and "\n" not in found.problem
    names = {"index.html", "tillganglighet.html", "mapp/arbetsbok/bra.html", "mapp/tabeller.xlsx"}
    assert written(tmp_path / "ut").keys() == names
    _, done = run([mapp], [bad, good])
    assert done == []  # the bad one is tried again, the good one stands


# What has changed


def test_only_a_notebook_that_has_changed_is_run_again(tmp_path, mapp, books, run):
    assert run([mapp], books)[1] == ["mapp: steg1_tabeller", "mapp: halsning"]
    before = written(tmp_path / "ut")
    [found], done = run([mapp], books)
    assert done == [] and written(tmp_path / "ut") == before
    assert {f.as_posix() for f in found.files} == before.keys() - {
        "index.html",
        "tillganglighet.html",
    }
    write_book(books[1], shows("'Hej då'"))
    (tmp_path / "ut" / "mapp" / "tabeller.xlsx").unlink()
    assert run([mapp], books)[1] == ["mapp: halsning"]
    after = written(tmp_path / "ut")
    assert {f for f in before if after[f] != before[f]} == {"mapp/arbetsbok/halsning.html"}
    assert run([mapp], books, is_anew=True)[1] == ["mapp: steg1_tabeller", "mapp: halsning"]


def test_a_page_that_an_earlier_version_laid_elsewhere_goes(tmp_path, mapp, books, run):
    old = tmp_path / "ut" / "mapp" / "halsning.html"
    write_whole(old, "<p>Gammal</p>", makes_folder=True)
    run([mapp], books[1:])
    assert not old.exists() and (old.parent / GROUP / old.name).is_file()


@pytest.fixture
def page(tmp_path, mapp):
    """A page that has been written and noted."""
    file = tmp_path / "ut" / "mapp" / "bok.html"
    write_whole(file, "<p>Sida</p>", makes_folder=True)
    (mapp / MANIFEST).write_text("{}", encoding="utf-8")
    (tmp_path / "bok.ipynb").write_text("{}", encoding="utf-8")
    made(mapp, file).note({file: tmp_path / "bok.ipynb"})
    return file


def made(mapp, file, view=TO_HAND_OUT):
    return Made(settings(mapp), view, file.parent)


def stands(mapp, page):
    return made(mapp, page).stands(page, mapp.parents[1] / "bok.ipynb")


NAMES = ["data.csv", "kodbok.yaml", "isu.yaml", "arbetsbok.yaml", MANIFEST]


@pytest.mark.parametrize("name", [*NAMES, "../../bok.ipynb", "../../ut/mapp/bok.html"])
def test_a_page_stands_until_something_it_was_made_of_changes(mapp, page, name):
    assert stands(mapp, page)
    with (mapp / name).open("a", encoding="utf-8") as file:
        file.write("# en rad\n" if name != "isu.yaml" else "kommun: Storåker\n")
    assert not stands(mapp, page)


def test_a_page_stands_no_longer_than_the_day(mapp, page, monkeypatch):
    class Tomorrow(dt.date):
        @classmethod
        def today(cls):
            return dt.date.fromordinal(dt.date.today().toordinal() + 1)

    monkeypatch.setattr("isu_helpers.publish.unchanged.date", Tomorrow)
    assert not stands(mapp, page)


def test_a_page_that_is_gone_does_not_stand(mapp, page):
    page.unlink()
    assert not stands(mapp, page)


def test_views_know_their_own_pages_and_the_group_shows_nothing(mapp, page, tmp_path):
    group, book = page.with_stem("bok_bara_i_gruppen"), tmp_path / "bok.ipynb"
    write_whole(group, "<p>Sida</p>")
    assert not made(mapp, group, GROUP_ONLY).stands(group, book)
    made(mapp, group, GROUP_ONLY).note({group: book})
    assert made(mapp, group, GROUP_ONLY).stands(group, book) and stands(mapp, page)
    (mapp / MANIFEST).write_text("annat", encoding="utf-8")
    made(mapp, group, GROUP_ONLY).note({group: book})
    assert made(mapp, group, GROUP_ONLY).stands(group, book) and not stands(mapp, page)


@pytest.mark.parametrize("words", ["", "{", "[]", '{"filer": []}', '{"filer": {"bok.html": 1}}'])
def test_a_broken_record_only_costs_time(mapp, page, words):
    (mapp / RECORD).write_text(words)
    assert not stands(mapp, page)
    made(mapp, page).note({page: mapp.parents[1] / "bok.ipynb"})
    assert stands(mapp, page)


def test_the_record_holds_fingerprints_and_lies_with_the_data(tmp_path, mapp, page):
    told = json.loads((mapp / RECORD).read_text(encoding="utf-8"))
    assert told.keys() == {"utlamning", "filer"} and told["filer"].keys() == {"bok.html"}
    prints = [told["utlamning"], *told["filer"]["bok.html"]]
    assert all(len(p) == 32 and int(p, 16) for p in prints)
    assert [p.name for p in page.parent.iterdir()] == ["bok.html"]


def test_cleanup_takes_the_record(mapp, page):
    (mapp / "kodbok.yaml").write_text("variabler: []\n", encoding="utf-8")
    assert mapp / RECORD in plan_cleanup(mapp).doomed


# Without a data file


def test_a_folder_with_a_workbook_alone_gets_pages_and_no_tables(tmp_path, run):
    (tmp_path / "tidig").mkdir()
    book = open_workbook(tmp_path / "tidig" / "arbetsbok.yaml")
    book.save("skaver", "Vi vet inte vad som hjälper.", "")
    hello = write_book(tmp_path / "halsning.ipynb", shows("'Hej'"))
    [found], _ = run([tmp_path], [hello])
    assert found.problem == ""
    assert written(tmp_path / "ut").keys() == {
        "index.html",
        "tillganglighet.html",
        "tidig/arbetsbok/halsning.html",
    }
    assert not (tmp_path / "tidig" / MANIFEST).exists()
    assert run([tmp_path / "tidig"], [hello])[1] == []


# Several at once


def test_two_at_once_write_what_one_at_a_time_does(tmp_path, mapp, books, run):
    for name, rows in (("b", ROWS + "\nKvinna;Ja" * 4), ("trasig", "")):
        (mapp.parent / name).mkdir()
        (mapp.parent / name / "data.csv").write_text(rows, encoding="utf-8")
    first, done = run([mapp.parent], books[1:])
    before = written(tmp_path / "ut")
    again, redone = run([mapp.parent], books[1:], is_anew=True, at_once=2)
    assert again == first and [bool(o.problem) for o in again] == [False, False, True]
    assert sorted(redone) == sorted(done) and len(done) == 2
    assert written(tmp_path / "ut") == before


def test_a_killed_run_leaves_no_half_file(tmp_path, mapp, books, run):
    slow = write_book(tmp_path / "slo.ipynb", "import time; time.sleep(600)")
    code = (
        "import sys\nfrom pathlib import Path\nfrom isu_helpers.publish import render_handouts\n"
        "books = [Path(a) for a in sys.argv[3:]]\n"
        "render_handouts([sys.argv[1]], sys.argv[2], notebooks=books,"
        " report=lambda line: print(line, flush=True), editions=['gruppen'])"
    )
    command = [sys.executable, "-c", code, mapp, tmp_path / "ut", books[1], slow]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert any("är räknad" in line for line in process.stdout)
        process.send_signal(signal.SIGKILL)
    assert not (tmp_path / "ut").exists()
    [found], _ = run([mapp], books[1:])
    assert found.problem == "" and len(found.files) == 2
