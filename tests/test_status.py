"""The trainer's overview: where each group is, what waits for help, and not a word of theirs."""

import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from isu_helpers import cli
from isu_helpers.content import NOTEBOOK, notebooks, prompts
from isu_helpers.pages.folder import new_folder
from isu_helpers.workbook import GroupStatus, Workbook, group_status, statuses
from isu_helpers.workbook.file import read_file
from isu_helpers.workbook.overview import EVERY, overview_page
from isu_helpers.workbook.status import status_lines

NOON = datetime(2026, 11, 22, 12, 5)
SECRET = "Det här skrev gruppen själv"


def asked_in(notebook: str) -> list[str]:
    return [id for id, entry in prompts().items() if entry[NOTEBOOK] == notebook]


@pytest.fixture
def book(tmp_path):
    return Workbook(new_folder(tmp_path / "åby", kommun="Åby"))


def save(book: Workbook, notebook: str, count: int) -> None:
    for id in asked_in(notebook)[:count]:
        book.save(id, SECRET)


def move_back(book: Workbook, hours: int) -> None:
    """Let what is saved seem older."""
    text = book.path.read_text("utf-8")
    times = set(re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", text))
    for told in times:
        earlier = datetime.fromisoformat(told) - timedelta(hours=hours)
        text = text.replace(told, f"{earlier:%Y-%m-%d %H:%M}")
    book.path.write_text(text, "utf-8")


def test_a_group_is_where_it_wrote_last(book):
    save(book, "steg1", 3)
    move_back(book, 2)
    second = Workbook(book.path)
    save(second, "fragor", 2)  # back at day 1
    found = group_status(book.path.parent)
    assert (found.notebook, found.done, found.asked) == ("fragor", 2, len(asked_in("fragor")))
    assert found.step == notebooks()["fragor"]["kort"]


def test_each_step_is_told_by_its_own_answers(book):
    save(book, "steg1", 3)
    short, other = (notebooks()[id]["kort"] for id in ("steg1", "steg2"))
    told = status_lines(book.path.parent)
    none = "inget sparat än"
    assert any(f"{short}: 3 av" in line and none not in line for line in told)
    assert any(f"{other}: 0 av" in line and none in line for line in told)


def test_what_is_added_counts_as_being_there(book):
    book.add_conclusion(SECRET)
    assert group_status(book.path.parent).notebook == "steg3"


def test_of_two_written_in_the_same_minute_it_is_the_later(book):
    save(book, "steg2", 1), save(book, "fragor", 1)
    assert group_status(book.path.parent).notebook == "steg2"


def test_a_group_that_has_not_begun_says_so(book):
    asked = f"0 av {len(asked_in('start'))}\xa0frågor besvarade"
    told = group_status(book.path.parent).line(NOON)
    assert told == f"åby: inte börjat ({asked}), inget sparat än."


def test_what_waits_for_help_is_told(book):
    other = Workbook(book.path)
    one, two = asked_in("steg2")[:2]
    assert book.answer(one) == other.answer(one) == ""
    book.save(one, "mitt"), other.save(one, "ditt")
    other.save(two, "Bara 2 flickor fick hjälp.")
    (book.path.parent / "kodbok.yaml").write_text("variabler: [", "utf-8")
    waits = group_status(book.path.parent).waits
    assert waits == ("1\xa0text på två sätt", "1\xa0text som kan peka ut någon",
                     "datafilen saknas", "kodboken går inte att läsa")  # fmt: skip
    for name in ("uttag1.csv", "uttag2.csv"):
        (book.path.parent / name).write_text("Kön\nK\n", "utf-8")
    assert "flera datafiler att välja mellan" in group_status(book.path.parent).waits


def test_day_one_needs_no_data(book):
    save(book, "fragor", 1)
    assert group_status(book.path.parent).waits == ()


def test_the_page_has_a_row_a_group_and_no_word_of_theirs(tmp_path, book):
    save(book, "steg1", 2)
    broken = new_folder(tmp_path / "öby")
    (broken / "arbetsbok.yaml").write_text(f"svar: [{SECRET}", "utf-8")
    missing = []
    groups = statuses([tmp_path, tmp_path / "ingen"], missing.append)
    soup = BeautifulSoup(overview_page(groups, NOON, missing), "html.parser")
    rows = [[cell.get_text() for cell in row(["th", "td"])] for row in soup.tbody("tr")]
    assert [row[0] for row in rows] == ["åby", "öby"] and rows[1][
        -1
    ] == "Arbetsboken går inte att läsa"
    assert rows[0][1:3] == ["Steg 1", f"2 av {len(asked_in('steg1'))}"]
    assert SECRET not in str(soup) and "«ingen»" in soup.main.get_text()
    assert soup.find("meta", {"http-equiv": "refresh"})["content"] == str(EVERY)
    assert not re.search("https?://", str(soup))


def test_names_of_folders_are_escaped():
    page = overview_page([GroupStatus("<b>x", waits=("<i>",))], NOON)
    assert "&lt;b&gt;x" in page and "<b>" not in page and "<i>" not in page


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--sida", "g.txt"), "slutar på .html"), (("ingen", "--sida", "g.html"), "«ingen»")],
)
def test_a_page_that_can_not_be_made_is_refused(tmp_path, monkeypatch, capsys, book, words, told):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["status", "åby", *words]) == 1
    assert told in capsys.readouterr().err and not list(tmp_path.glob("g.*"))


@pytest.mark.skipif(sys.platform == "win32", reason="a signal stands for Ctrl and C")
def test_the_page_stays_when_the_command_ends_and_says_so(tmp_path, book):
    page, before = tmp_path / "g.html", read_file(book.path)
    program = subprocess.Popen([sys.executable, "-m", "isu_helpers", "status", str(tmp_path),
                                "--sida", str(page)], stdout=subprocess.PIPE)  # fmt: skip
    assert program.stdout.readline() and 'http-equiv="refresh"' in page.read_text("utf-8")
    time.sleep(0.2)
    program.send_signal(signal.SIGINT)
    assert program.wait(20) == 0
    told = page.read_text("utf-8")
    assert "refresh" not in told and "görs inte om längre" in told
    assert read_file(book.path) == before  # looking changes nothing
