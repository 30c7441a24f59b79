"""Runs of handouts: one kernel for many notebooks, what has changed, several folders at once."""

import datetime as dt
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from itertools import cycle
from pathlib import Path

import nbformat
import pytest
from IPython import get_ipython
from lab import FLAGS, browser_path, missing
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from isu_helpers import settings
from isu_helpers.collect.cleanup import plan_cleanup
from isu_helpers.disclosure.manifest import MANIFEST
from isu_helpers.errors import IsuError
from isu_helpers.files import write_whole
from isu_helpers.publish import dask_at, render_handouts, within
from isu_helpers.publish.execute import one_kernel
from isu_helpers.publish.folder import make
from isu_helpers.publish.jobs import GROUP, GROUP_ONLY, TO_HAND_OUT, Job, Place
from isu_helpers.publish.state import State, state_html
from isu_helpers.publish.unchanged import RECORD, Origins, hangs_on_the_day
from isu_helpers.publish.unchanged import noted as to_note
from isu_helpers.show import MIME
from isu_helpers.workbook import open_workbook
from isu_helpers.workbook.status import GroupStatus

needs_browser = pytest.mark.skipif(bool(missing()), reason=missing())

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


DATES = """variabler:
  - namn: Kön
    roll: kön
    alternativ: [Kvinna, Man]
  - namn: Start
    typ: datum
"""


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


def test_a_notebook_that_does_not_end_is_stopped_and_told_of(tmp_path, mapp, run):
    slow = write_book(tmp_path / "slo.ipynb", "import time; time.sleep(600)")
    good = write_book(tmp_path / "bra.ipynb", shows("'Hej'"))
    [found], done = run([mapp], [good, slow], minutes=0.1)
    assert done == ["mapp: bra"] and "«slo» hanns inte med på" in found.problem
    assert (tmp_path / "ut" / "mapp" / GROUP / "bra.html").is_file()


def test_what_killed_programs_have_left_is_swept_after_a_day(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name, age in (("isu-kernel-1", 2), ("isu-kernel-2", 0), ("annat-1", 2)):
        (tmp_path / name).mkdir()
        then = time.time() - age * 24 * 3600
        os.utime(tmp_path / name, (then, then))
    with one_kernel():
        left = {p.name for p in tmp_path.iterdir()}
    assert left > {"isu-kernel-2", "annat-1"} and "isu-kernel-1" not in left


# Notebooks that only call the package, in the process itself


def run_within(tmp_path, *codes, seconds=60):
    book = nbformat.read(write_book(tmp_path / "bok.ipynb", *codes), as_version=4)
    done = within.run(book, {"arbetsmapp": "åby"}, str(tmp_path), seconds)
    assert get_ipython() is None and Path.cwd() != tmp_path
    return [[output.get("data") or output.text for output in c.outputs] for c in done.cells[2:]]


def test_cells_show_what_a_kernel_would(tmp_path):
    shown = run_within(tmp_path, "arbetsmapp", "print('hej')\n1;", "x = 2", "x\nx + 1")
    assert shown == [[{"text/plain": "'åby'"}], ["hej\n"], [], [{"text/plain": "3"}]]
    told = "from isu_helpers import Codebook\nCodebook._repr_mimebundle_ = 1"
    assert not within.is_plain(nbformat.read(write_book(tmp_path / "x.ipynb", told), 4))


@pytest.mark.parametrize(("code", "kind"), [("1 / 0", "ZeroDivisionError"), ("x y", "SyntaxError"),
                                            ("arbetsmap", "NameError")])  # fmt: skip
def test_a_cell_that_fails_is_told_of_by_its_name(tmp_path, code, kind):
    with pytest.raises(within.CellError) as told:
        run_within(tmp_path, "1", code, "2")
    assert (told.value.cell, told.value.kind, told.value.line) == ("kod-1", kind, "")


def test_a_cells_own_line_is_told(tmp_path):
    code = "from isu_helpers import settings\nsettings('finns-inte')"
    with pytest.raises(within.CellError, match="kod-0") as told:
        run_within(tmp_path, code)
    assert "finns-inte" in told.value.line


def test_a_cell_that_does_not_end_is_stopped(tmp_path):
    with pytest.raises(within.LateError):
        run_within(tmp_path, "while True:\n    1", seconds=0.2)
    assert run_within(tmp_path, "2") == [[{"text/plain": "2"}]]


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
    noted(mapp, file)
    return file


def origins(mapp, file, view=TO_HAND_OUT):
    return Origins(settings(mapp), view, file.parent)


def noted(mapp, file, view=TO_HAND_OUT):
    written = {file: (mapp.parents[1] / "bok.ipynb", file.read_bytes())}
    told = to_note(mapp, origins(mapp, file, view).record(written), view)
    write_whole(mapp / RECORD, told)


def stands(mapp, page, view=TO_HAND_OUT):
    return origins(mapp, page, view).stands(page, mapp.parents[1] / "bok.ipynb")


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


@pytest.mark.parametrize(("when", "written", "hangs"), [
    ("2020-01-05", "", False),
    ("2020-01-05", "Klart 2020-05-01.", False),
    (f"{dt.date.today() + dt.timedelta(1)}", "", True),
    ("2020-01-05", "Tas bort 2999-01-01.", True),
])  # fmt: skip
def test_pages_hang_on_the_day_only_where_something_does(mapp, when, written, hangs):
    (mapp / "data.csv").write_text(f"Kön;Start\nKvinna;{when}\nMan;2020-01-02\n", "utf-8")
    (mapp / "kodbok.yaml").write_text(DATES, encoding="utf-8")
    (mapp / "arbetsbok.yaml").write_text(f"# {written}\n", encoding="utf-8")
    run = settings(mapp)
    assert hangs_on_the_day(run, run.records()) is hangs
    assert hangs_on_the_day(run, None)


def test_a_page_that_is_gone_does_not_stand(mapp, page):
    page.unlink()
    assert not stands(mapp, page)


def test_views_know_their_own_pages_and_the_group_shows_nothing(mapp, page):
    group = page.with_stem("bok_bara_i_gruppen")
    write_whole(group, "<p>Sida</p>")
    assert not stands(mapp, group, GROUP_ONLY)
    noted(mapp, group, GROUP_ONLY)
    assert stands(mapp, group, GROUP_ONLY) and stands(mapp, page)
    (mapp / MANIFEST).write_text("annat", encoding="utf-8")
    noted(mapp, group, GROUP_ONLY)
    assert stands(mapp, group, GROUP_ONLY) and not stands(mapp, page)


@pytest.mark.parametrize("words", ["", "{", "[]", '{"filer": []}', '{"filer": {"bok.html": 1}}'])
def test_a_broken_record_only_costs_time(mapp, page, words):
    (mapp / RECORD).write_text(words)
    assert not stands(mapp, page)
    noted(mapp, page)
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
    first, done = run([mapp.parent], books)
    before = written(tmp_path / "ut")
    again, redone = run([mapp.parent], books, is_anew=True, at_once=2)
    assert again == first and [bool(o.problem) for o in again] == [False, False, True]
    assert sorted(redone) == sorted(done) and len(done) == 4
    assert written(tmp_path / "ut") == before
    page = unescape((tmp_path / "ut_utbildare" / "lage.html").read_text(encoding="utf-8"))
    assert page.count('<th scope="row">') == 3 and again[2].problem in page


class Losing(ThreadPoolExecutor):
    """An executor whose first worker is lost with what it had begun."""

    lost = False

    def submit(self, call, *given):
        if self.lost:
            return super().submit(call, *given)
        self.lost = True
        return super().submit(_lose)


def _lose():
    raise ConnectionError("the worker is gone")


def test_what_an_executor_makes_is_written_here_and_what_it_loses_is_made_again(
    tmp_path, mapp, books, run
):
    (mapp.parent / "b").mkdir()
    (mapp.parent / "b" / "data.csv").write_text(ROWS, encoding="utf-8")
    first, _ = run([mapp.parent], books[1:])
    before = written(tmp_path / "ut")
    shutil.rmtree(tmp_path / "ut")
    with Losing(1) as executor:
        again, done = run([mapp.parent], books[1:], is_anew=True, executor=executor)
    assert again == first and sorted(done) == ["b: halsning", "mapp: halsning"]
    assert written(tmp_path / "ut") == before


def test_what_a_killed_worker_of_dask_had_is_made_by_another(tmp_path, mapp, run):
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    once = tmp_path / "once"
    kills = f"import os, pathlib; f = pathlib.Path({str(once)!r})\n"
    kills += "if not f.exists():\n    f.touch(); os.kill(os.getppid(), 9)"
    book = write_book(tmp_path / "bok.ipynb", kills, shows("'Hej'"))
    shutil.copytree(mapp, mapp.parent / "b")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as few,
        dask_at(few.scheduler_address) as executor,
    ):
        found, done = run([mapp.parent], [book], executor=executor)
    assert once.exists() and [o.problem for o in found] == ["", ""]
    assert sorted(done) == ["b: bok", "mapp: bok"]
    names = {"bok.html": 2, "tabeller.xlsx": 2, "index.html": 1, "lage.html": 1}
    files = [p.name for name in ("ut", "ut_utbildare") for p in (tmp_path / name).rglob("*.*")]
    assert {name: files.count(name) for name in names} == names


def test_no_dask_is_told_of_in_a_line():
    with pytest.raises(IsuError, match="Väntade"), dask_at("tcp://127.0.0.1:1"):
        pass


def test_a_folder_is_made_without_a_file_written_beside_it(tmp_path, mapp, books):
    job = Job((books[1],), tmp_path / "ut", TO_HAND_OUT, editions=("gruppen",))
    made = make(Place(mapp, "mapp", 1, 1), job)
    assert not (tmp_path / "ut").exists() and not made.problem
    assert {f.name for f in made.files} == {"halsning.html", "tabeller.xlsx"}
    assert pickle.loads(pickle.dumps(made)) == made


# How it stands with many


def states(count: int) -> list[State]:
    """Some arbetsmappar: the later, the more is hidden of them; every fifth has failed."""
    names = [
        f"{place}{i}"
        for i, place in zip(range(count), cycle(["åby", "bo", "äng", "<i>"]), strict=False)
    ]
    return [
        State(name, GroupStatus(name, "steg1", i % 6, 5), kommun=name, numbers=1000, hidden=i,
              problem="" if i % 5 else "Kodboken går inte att läsa.")
        for i, name in enumerate(names)
    ]  # fmt: skip


@needs_browser
def test_290_folders_are_sorted_and_searched_on_a_page_that_asks_for_nothing(tmp_path):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "lage.html"
    path.write_text(state_html(states(290)), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        page, asked = browser.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        rows = page.locator("tbody tr:visible")
        for head, first in (("Dolda tal", "åby0"), ("Dolda tal", "bo289"), ("Mapp", "<i>3")):
            page.get_by_role("button", name=head).click()
            assert rows.first.locator("th").inner_text() == first
        assert page.locator("th[aria-sort]").count() == 1
        page.get_by_label("Sök").fill("ÄNG  kodboken")
        assert rows.count() == len([i for i in range(0, 290, 5) if i % 4 == 2])
        browser.close()
    assert asked == [path.as_uri()]


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
