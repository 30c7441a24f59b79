"""What people do at the desk without thinking: in `isu lab`, none of it loses a word.

The path of Windows and the emptied settings cell are in test_settings_cell.py, forms whose kernel
is restarted while somebody writes in test_labextension.py.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import FRONT, QUESTION, Page, desk, missing
from lab import ROOT, until

from isu_helpers.workbook import open_workbook

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.skipif(not os.environ.get("ISU_DAG"), reason="two minutes: ISU_DAG=1 runs it"),
]
ASKED, BOOK = "skaver", "Frågor"
FIELD = f"{FRONT} .isu-faltrad textarea"
DRAG = """() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'data.xlsx'));
  const to = document.querySelector('.jp-Notebook'), way = {bubbles: true, cancelable: true};
  for (const kind of ['dragover', 'drop'])
    to.dispatchEvent(new DragEvent(kind, {dataTransfer: data, ...way})) }"""
TOLD = ".isu-anmarkning:not([hidden]), .isu-avbrott:not([hidden]), .isu-lage-sparat, .isu-status"
PASTED = "«Citat» – och\u00a0ett mellanslag…\n• en punkt\n\to\ten till\r\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("vanor")


@pytest.fixture(scope="module")
def mapp(home) -> Path:
    folder = home / "Åby & co"
    shutil.copytree(ROOT / "data" / "sample" / "tallnas", folder)
    (folder / "arbetsbok.yaml").unlink()
    (folder / "~$data.xlsx").write_bytes(b"\0Maria Ek")  # what Excel leaves while a file is open
    return folder


@pytest.fixture(scope="module")
def page(home, mapp) -> Iterator[Page]:
    with desk(home, str(mapp)) as opened:
        opened.runs_by_itself()
        opened.go(BOOK)
        yield opened
        assert opened.problems == [] and opened.strangers == []


@pytest.fixture(autouse=True)
def tells(page, capsys):
    """What the person sees is printed with -s."""
    yield
    with capsys.disabled():
        print("\n   ", told(page).replace("\n", " | "))


def told(page: Page) -> str:
    parts = page.page.locator(f"{FRONT} :is({TOLD})").all_inner_texts()
    return "\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))[:400]


def write(page: object, words: str) -> None:
    """Write at the end of the first field, key by key."""
    field = page.locator(FIELD).first
    field.press("Control+End")
    field.press_sequentially(words)


def answer(mapp: Path) -> str:
    return open_workbook(mapp / "arbetsbok.yaml").answer(ASKED)


def whole(mapp: Path) -> str:
    return (mapp / "arbetsbok.yaml").read_text(encoding="utf-8")


def is_saved(mapp: Path, words: str) -> None:
    until(f"{words!r} is saved", lambda: words in answer(mapp), 20)


def test_all_is_run_twice(page, mapp):
    write(page.page, "Vi undrar. ")
    is_saved(mapp, "Vi undrar.")
    page.front(".isu-visa-kod").click()
    for _ in range(2):
        page.page.locator(".lm-MenuBar-itemLabel", has_text="Kör").click()
        page.page.locator(".lm-Menu-itemLabel", has_text="Kör alla rutor").first.click()
    page.front(".isu-visa-kod").click()
    assert page.value(QUESTION[ASKED]).startswith("Vi undrar.")
    write(page.page, "Två gånger. ")
    is_saved(mapp, "Två gånger.")


def test_cells_are_run_out_of_order(page, mapp):
    page.front(".isu-visa-kod").click()
    cells = page.page.locator(f"{FRONT} .jp-CodeCell .cm-content:visible")
    for i in (cells.count() - 1, 0, 2):
        cells.nth(i).click()
        cells.nth(i).press("Control+Enter")
    page.front(".isu-visa-kod").click()
    write(page.page, "I fel ordning. ")
    is_saved(mapp, "Två gånger. I fel ordning.")
    assert page.page.locator(f"{FRONT} [data-mime-type*=error]").count() == 0


def test_the_page_is_read_in_again_in_mid_typing(page, mapp):
    page.page.once("dialog", lambda dialog: dialog.accept())
    write(page.page, "Läst in igen. ")
    page.page.reload()
    is_saved(mapp, "Läst in igen.")
    page.runs_by_itself()
    until("it is there", lambda: "Läst in igen." in page.value(QUESTION[ASKED]))


def test_a_tab_is_closed_just_after_typing(page, mapp):
    other = page.page.context.new_page()
    other.goto(page.page.url)
    other.wait_for_selector(f"{FRONT}[data-isu-kor=klar]", timeout=120_000)
    write(other, "Stängd flik. ")
    other.close()
    is_saved(mapp, "Stängd flik.")


def test_the_folder_gets_another_name_while_somebody_writes(page, mapp):
    page.page.reload()
    page.runs_by_itself()
    away = mapp.rename(mapp.with_name("Omdöpt"))
    write(page.page, "Omdöpt. ")
    until("it is told", lambda: "Inte sparat" in told(page), 20)
    away.rename(mapp)
    write(page.page, "Tillbaka. ")
    is_saved(mapp, "Omdöpt. Tillbaka.")


def test_the_workbook_is_broken_by_hand(page, mapp):
    before = whole(mapp)
    broken = before.replace(":", " ", 3) + "\n  - [trasig"
    (mapp / "arbetsbok.yaml").write_text(broken, encoding="utf-8")
    try:
        write(page.page, "Trasig. ")
        until("it is told", lambda: "Inte sparat" in page.saved(), 20)
        print(told(page))
    finally:
        (mapp / "arbetsbok.yaml").write_text(before, encoding="utf-8")
    write(page.page, "Hel. ")
    is_saved(mapp, "Trasig. Hel.")


def test_words_are_pasted_out_of_word(page, mapp):
    page.row(QUESTION[ASKED]).locator("textarea").focus()
    page.page.keyboard.insert_text(PASTED)
    is_saved(mapp, "• en punkt")
    assert "«Citat» – och" in answer(mapp) and "en till" in answer(mapp)


def test_a_file_is_dragged_in(page):
    address = page.page.url
    page.page.evaluate(DRAG)
    until("it is told", lambda: "Lägg den i er arbetsmapp" in page.notice(), 20)
    assert page.page.url == address
    page.front(".isu-anmarkning button").click()


def test_the_codebook_is_deleted(page, mapp):
    page.go("Insamling")
    (mapp / "kodbok.yaml").rename(mapp / "bort.txt")
    page.page.reload()
    page.runs_by_itself()
    until("it is told", lambda: "Hämta tillbaka kodboken" in page.page.inner_text(FRONT), 30)
    page.page.locator(f"{FRONT} button", has_text="Hämta tillbaka kodboken").click()
    until("it is back", lambda: (mapp / "kodbok.yaml").is_file(), 20)


def test_two_data_files_are_chosen_between(page, mapp):
    shutil.copy(mapp / "data.xlsx", mapp / "uttag.xlsx")
    (mapp / "data.xlsx").rename(mapp / "uttag 2.xlsx")
    page.page.reload()
    page.runs_by_itself()
    until("it is asked", lambda: "Använd uttag.xlsx" in page.page.inner_text(FRONT), 30)
    page.page.locator(f"{FRONT} button", has_text="Använd uttag.xlsx").click()
    until("it is saved", lambda: "uttag.xlsx" in (mapp / "isu.yaml").read_text("utf-8"), 20)
    page.go(BOOK)
    assert "Stängd flik." in page.value(QUESTION[ASKED])


def test_two_tabs_write_in_one_field(page, mapp):
    page.page.reload()
    page.runs_by_itself()
    other = page.page.context.new_page()
    other.goto(page.page.url)
    other.wait_for_selector(f"{FRONT}[data-isu-kor=klar]", timeout=120_000)
    write(other, "I den andra. ")
    is_saved(mapp, "I den andra.")
    write(page.page, "I den första. ")
    until("both are there", lambda: all(w in whole(mapp) for w in ("I den andra.", "första.")), 20)
    other.close()
