"""A run: whose folder it is, where what is typed goes, and what is shown of whom."""

import json
import os
import shutil
import subprocess
import sys
import time

import pandas as pd
import pytest
from jupyter_client.manager import start_new_kernel
from lab import ROOT

from isu_helpers import Records, Workbook, breakdown, settings
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure.manifest import MANIFEST
from isu_helpers.pages.folder import new_folder
from isu_helpers.workbook import CONCLUSIONS, OBSERVATIONS, PLAN

KEY = "skaver"
OWN = "Kön;Insats\n" + "Kvinna;Ja\n" * 12 + "Kvinna;Nej\n" * 9 + "Man;Ja\n" * 8 + "Man;Nej\n" * 14
SHOW = "from isu_helpers import prompt; p = prompt('skaver'); _ = p._repr_mimebundle_()\n"


def bundle(result):
    return result._repr_mimebundle_()["text/html"]


@pytest.fixture
def mapp(tmp_path):
    folder = new_folder(tmp_path / "åby", kommun="Åby", omrade="barn och unga")
    (folder / "data.csv").write_text(OWN, encoding="utf-8")
    return folder


# What is shown of whom


def test_a_table_of_other_people_enters_no_folders_manifest_and_stops_nothing(mapp):
    run = settings(mapp)
    records = run.records()
    before = bundle(breakdown(records, "Insats"))
    others = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 30, "Annat": ["A", "B", "B"] * 20})
    assert "Annat" in bundle(breakdown(Records.from_frame(others), "Annat"))
    told = (mapp / MANIFEST).read_text(encoding="utf-8")
    assert "Annat" not in told
    assert bundle(breakdown(records, "Insats")) == before
    assert (mapp / MANIFEST).read_text(encoding="utf-8") == told


def test_records_are_shown_in_their_own_run_whatever_is_set_afterwards(mapp, tmp_path):
    records = settings(mapp, minsta_antal=9).records()
    other = new_folder(tmp_path / "annan")
    (other / "data.csv").write_text(OWN.replace("Insats", "Annat"), encoding="utf-8")
    settings(other)
    assert "Insats" in bundle(breakdown(records, "Insats"))
    assert json.loads((mapp / MANIFEST).read_text(encoding="utf-8"))["nu"]["minsta_antal"] == 9
    assert not (other / MANIFEST).exists()


# Where what is typed goes


def test_nothing_is_written_in_a_practice_folder_and_the_words_are_kept(tmp_path):
    practice = sample_root() / "bjorkasen"
    before = {p.name: p.read_bytes() for p in practice.iterdir() if p.suffix != ".json"}
    book = Workbook(practice)
    assert book.save(KEY, "Vi undrar").startswith("Inte sparat: välj mapp först.")
    id = book.add(CONCLUSIONS, "Vi vet inte")
    book.add(PLAN, "Fråga", details={"vem": "Vi"})
    book.change(OBSERVATIONS, book.observations[0].id, "Så här")
    assert book.answer(KEY) == "Vi undrar" and not book.is_saved
    after = {p.name: p.read_bytes() for p in practice.iterdir() if p.suffix != ".json"}
    assert after == before
    folder = new_folder(tmp_path / "egen")
    assert book.move_to(folder).startswith("Sparat")
    own = Workbook(folder)
    assert own.answer(KEY) == "Vi undrar" and [n.id for n in own.conclusions] == [id]
    assert [n.text for n in own.observations] == ["Så här"]
    assert own.notes(PLAN)[0].detail("vem") == "Vi" and own.conflicts == []


def test_a_folder_that_was_renamed_is_told_of_and_none_is_made(mapp):
    book = Workbook(mapp)
    book.save(KEY, "Ett")
    mapp.rename(mapp.with_name("ny"))
    told = book.save(KEY, "Ett två")
    assert told.startswith("Inte sparat: mappen «åby» finns inte längre.")
    assert not mapp.exists() and book.answer(KEY) == "Ett två"
    mapp.with_name("ny").rename(mapp)
    assert book.save(KEY, "Ett två tre").startswith("Sparat")
    assert Workbook(mapp).answer(KEY) == "Ett två tre" and Workbook(mapp).conflicts == []


def test_words_of_a_renamed_folder_go_to_the_one_that_is_chosen_then(mapp):
    run = settings(mapp)
    run.workbook.save(KEY, "Ett")
    new = mapp.rename(mapp.with_name("ny"))
    run.workbook.save(KEY, "Ett två")
    settings(new)
    assert Workbook(new).answers() == {KEY: "Ett två"} and Workbook(new).conflicts == []


# The folder that was chosen last, in real kernels


@pytest.fixture
def kernels(tmp_path, monkeypatch):
    """A function that starts a kernel of this user; each runs code as a page does, or a batch."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    started = []

    def start():
        manager, client = start_new_kernel(cwd=str(tmp_path))
        started.append((manager, client))

        def run(code, is_page=True):
            said = []
            reply = client.execute_interactive(
                code, allow_stdin=is_page, timeout=120, stdin_hook=lambda m: None,
                output_hook=lambda m: said.append(m["content"].get("text", "")),
            )  # fmt: skip
            assert reply["content"]["status"] == "ok", reply["content"]
            return "".join(said).strip()

        return run

    yield start
    for manager, client in started:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


CHOOSE = """from pathlib import Path
from isu_helpers.pages import choose_folder
_ = choose_folder().choose(Path({!r}))"""
NAME = "from isu_helpers import settings; print(settings().arbetsmapp.name)"


def test_the_folder_that_was_chosen_holds_in_other_kernels_but_in_no_batch(
    kernels, mapp, tmp_path
):
    kernels()(CHOOSE.format(str(mapp)))
    run = kernels()
    assert run(NAME) == "åby"
    assert run(NAME, is_page=False) == "bjorkasen"
    assert run("import os; os.environ['SERVER_SOFTWARE'] = 'voila/0.5'\n" + NAME) == "bjorkasen"
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")}
    shown = subprocess.check_output([sys.executable, "-c", NAME], text=True, env=env)
    assert shown.strip() == "bjorkasen"


def test_what_is_typed_before_a_folder_is_chosen_in_another_notebook_arrives_there(kernels, mapp):
    page, start = kernels(), kernels()
    typed = "p.field.part.value = 'Vi undrar '; print(p.field.part.value, p.field.status.value)"
    assert page(SHOW + "print(p.answer)") == ""
    assert "Inte sparat: välj mapp först" in page(typed)
    start(CHOOSE.format(str(mapp)))
    end = time.monotonic() + 60
    while Workbook(mapp).answers() != {KEY: "Vi undrar"} and time.monotonic() < end:
        time.sleep(0.2)
    assert Workbook(mapp).answers() == {KEY: "Vi undrar"}
    assert "Sparat" in page("print(p.field.status.value)")
    page("p.field.part.value = 'Vi undrar om'")
    assert Workbook(mapp).answer(KEY) == "Vi undrar om" and Workbook(mapp).conflicts == []


def test_a_chosen_folder_that_is_gone_is_chosen_anew(kernels, mapp):
    run = kernels()
    run(CHOOSE.format(str(mapp)))
    shutil.rmtree(mapp)
    assert run(NAME) == "bjorkasen"
    assert "välj …" in run(
        "from isu_helpers.pages import folder_banner; w = folder_banner().widget()\n"
        "print([o[0] for c in w.children[1].children for o in getattr(c, 'options', [])])"
    )
