"""A day's work in JupyterLab: a folder chosen once, every field written in, all of it still there.

Everything is typed letter by letter with spaces, as people do, and read back from the page after
it has been opened anew, and from the workbook's file.
"""

import os
import shutil
from pathlib import Path

import pytest
from lab import ROOT, lab, missing, until

from isu_helpers.content import prompts
from isu_helpers.pages import folder as folder_page
from isu_helpers.workbook import Workbook

NOTEBOOKS = sorted(
    p for p in (ROOT / "notebooks").rglob("*.ipynb") if p.parent.name != "utbildare"
)
KEY, OUR = "skaver", "Åby · barn och unga"
QUESTION = prompts()[KEY]["fraga"]
FIELDS = ".isu-faltrad"
WORDS = " {stem} å {i} "  # a space at the end, as between two words
COMES_BACK = {  # what is written in one notebook is there to read in the next
    "steg2_vi_reflekterar": "steg1_vad_ser_vi",
    "steg3_kan_vi_dra_slutsatser": "steg1_vad_ser_vi",
    "steg4_hur_kan_vi_gora_annorlunda": "steg3_kan_vi_dra_slutsatser",
}

# what stands in each field
READ = """() => [...document.querySelectorAll('.isu-faltrad')].map(
  row => row.querySelector('textarea, input, select').value)"""

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=missing()),
    pytest.mark.skipif(not os.environ.get("ISU_DAG"), reason="five minutes: ISU_DAG=1 runs it"),
]


@pytest.fixture(scope="module")
def jupyter(tmp_path_factory):
    """JupyterLab over copies of the notebooks as they are shipped, for a user of its own."""
    folder = tmp_path_factory.mktemp("dag")
    for notebook in NOTEBOOKS:
        shutil.copy(notebook, folder / notebook.name)
    with lab(folder) as opened:
        yield opened
    assert opened.strangers == []


def opened_at(tab) -> list[str]:
    """What went wrong when all was run."""
    return tab.run_all()


def banner(tab) -> str:
    """Whose folder it is, as it stands at the top."""
    found = tab.page.locator(".isu-mapp").first
    found.wait_for(state="attached")
    return found.text_content()


def strip(tab) -> str:
    """The line at the top of the page, which stays there."""
    return tab.page.locator(".isu-vems").first.text_content()


def written(tab, wanted: dict[int, str]) -> dict[int, str]:
    """What stands in the fields that are asked for, when all of them are drawn."""
    last = max(wanted, default=-1)
    until("the fields are there", lambda: len(tab.page.evaluate(READ)) > last)
    rows = tab.page.evaluate(READ)
    return {i: rows[i] for i in wanted}


def type_in_every_field(tab, stem: str) -> dict[int, str]:
    """Write in each field that can be seen, or choose in it; what stands in each by its place."""
    wanted = {}
    rows = tab.page.locator(FIELDS)
    for i in range(rows.count()):
        part = rows.nth(i).locator("textarea, input, select").first
        if not part.is_visible():
            continue
        kind = part.evaluate("e => e.type")
        if kind in ("textarea", "text"):
            part.press("End")
            wanted[i] = part.input_value() + WORDS.format(i=i, stem=stem)
            part.press_sequentially(WORDS.format(i=i, stem=stem))
        elif kind == "date":
            part.fill("2027-02-09")
            wanted[i] = "2027-02-09"
        elif kind == "select-one" and part.locator("option").count() > 1:
            part.select_option(index=1)
            wanted[i] = part.input_value()
    return wanted


def test_a_day_from_no_folder_to_the_last_field(jupyter):
    folder, practice = jupyter.folder, ROOT / "data" / "sample" / "bjorkasen" / "arbetsbok.yaml"
    before = practice.read_bytes()
    with jupyter.tab(folder / "1_fragor.ipynb") as tab:
        assert opened_at(tab) == []
        assert folder_page.EXERCISE_FOLDER in banner(tab)
        assert tab.field(QUESTION).input_value() == ""
        tab.write(QUESTION, "Vi undrar om ")
        until("it says so", lambda: "Inte sparat: välj mapp" in tab.status(QUESTION).inner_text())
        with jupyter.tab(folder / "start.ipynb") as start:
            assert opened_at(start) == []
            for label, words in ((folder_page.NAME, "åby barn"), (folder_page.TOWN, "Åby"),
                                 (folder_page.PLACE, str(folder))):  # fmt: skip
                start.write(label, words)
            start.field(folder_page.AREA).select_option(label="barn och unga")
            start.page.get_by_role("button", name=folder_page.BUTTON).click()
            start.page.get_by_text("används nu i alla anteckningsböcker").wait_for()
        until("it is saved", lambda: tab.status(QUESTION).inner_text().startswith("Sparat"))
        assert tab.field(QUESTION).input_value() == "Vi undrar om "
    mapp = folder / "åby barn"
    assert Workbook(mapp).answer(KEY) == "Vi undrar om" and practice.read_bytes() == before
    shutil.copy(ROOT / "data" / "sample" / "bjorkasen" / "data.xlsx", mapp)
    shutil.copy(ROOT / "data" / "sample" / "bjorkasen" / "kodbok.yaml", mapp)
    for notebook in [p for p in NOTEBOOKS if p.stem != "start"]:
        name = notebook.name
        with jupyter.tab(folder / name) as tab:
            assert opened_at(tab) == [], name
            assert banner(tab) == OUR
            until(f"{name} tells whose folder it is", lambda tab=tab: OUR in strip(tab))
            if notebook.stem in COMES_BACK:
                assert f"{short(COMES_BACK[notebook.stem])} å " in tab.page.content(), name
            wanted = type_in_every_field(tab, short(notebook.stem))
            wait_until_saved(mapp, [w for w in wanted.values() if short(notebook.stem) in w])
            tab.reload()
            assert opened_at(tab) == [], name
            assert _stripped(written(tab, wanted)) == _stripped(wanted), name
            assert Workbook(mapp).conflicts == [], name
    assert practice.read_bytes() == before


def short(stem: str) -> str:
    """A notebook as it is called in what is written in it."""
    return stem[:5]


def wait_until_saved(mapp: Path, typed: list[str]) -> None:
    """Wait as a person does who sees the last letters saved before she closes the page."""
    file, last = mapp / "arbetsbok.yaml", ["", *typed][-1].strip()
    until("the last is saved", lambda: last in file.read_text(encoding="utf-8"))


def _stripped(fields: dict[int, str]) -> dict[int, str]:
    return {i: words.strip() for i, words in fields.items()}


def test_the_notebooks_are_all_there():
    assert len(NOTEBOOKS) == 14 and all(Path(p).is_file() for p in NOTEBOOKS)
