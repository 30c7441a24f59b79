"""isu rensa: the people's records go, the work stays, and no other folder is touched."""

import json
import os
from pathlib import Path

import pytest

from isu_helpers.collect.cleanup import (
    PRACTICE_FOLDER,
    PUBLICATION,
    SHOWN_ONLY,
    VERSIONS,
    clean,
    lines_after,
    lines_before,
    plan_cleanup,
)
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure.manifest import MANIFEST
from isu_helpers.errors import SettingError
from isu_helpers.workbook import FOLDER

GONE = (
    "data.xlsx", "uttag.CSV", "insamling.xlsx", "urval.xlsx", "data.xlsx.bak", "data.csv~",
    "isu.nyckel", ".0a1b2c.nyckel", ".arbetsbok.yaml.77.tmp", ".kodbok.yaml.ny",
    "steg1_bara_i_gruppen.html", ".utlamning.json.lock", ".utlamning.json.8.tmp",
    "~$data.xlsx", ".~lock.data.ods#", "steg1_kord.ipynb", "rader.parquet", "anteckningar.txt",
)  # fmt: skip
STAYS = (
    "isu.yaml", "kodbok.yaml", "arbetsbok.yaml", "steg1.html", "tabeller.xlsx", "rapport.docx",
    "tom.ipynb", "karta.png", "README.txt", "utlamning.json",
)  # fmt: skip


def arbetsmapp(folder, names=(*GONE, *STAYS)):
    folder = folder / "storåker"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("enhet: person\n" if name == "kodbok.yaml" else "", "utf-8")
    for name, outputs in (("steg1_kord.ipynb", [{"text": "svar"}]), ("tom.ipynb", [])):
        if name in names:
            notebook = {"cells": [{"cell_type": "code", "outputs": outputs}]}
            (folder / name).write_text(json.dumps(notebook), "utf-8")
    return folder


def names(paths):
    return {path.name for path in paths}


def test_records_go_and_work_stays(tmp_path):
    folder = arbetsmapp(tmp_path)
    plan = plan_cleanup(folder)
    assert (names(plan.doomed), names(plan.kept)) == (set(GONE), set(STAYS))
    assert clean(plan) == ()
    assert names(folder.iterdir()) == set(STAYS)


def test_nothing_is_touched_by_the_plan(tmp_path):
    folder = arbetsmapp(tmp_path)
    plan_cleanup(folder)
    assert names(folder.iterdir()) == {*GONE, *STAYS}


def test_checkpoints_go_and_handouts_stay(tmp_path):
    folder = arbetsmapp(tmp_path, ["isu.yaml"])
    for name in (".ipynb_checkpoints/steg1-checkpoint.ipynb", "ut/index.html", "ut/a/data.xlsx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    clean(plan_cleanup(folder))
    assert names(folder.iterdir()) == {"isu.yaml", "ut"}
    assert (folder / "ut" / "a" / "data.xlsx").exists()


def test_pages_for_the_group_only_go_from_among_the_handouts(tmp_path):
    folder = arbetsmapp(tmp_path, ["isu.yaml"])
    (folder / "ut" / "a").mkdir(parents=True)
    for name in ("steg1.html", "steg1_bara_i_gruppen.html", "tabeller_bara_i_gruppen.xlsx"):
        (folder / "ut" / "a" / name).touch()
    plan = plan_cleanup(folder)
    assert "  ut/a/steg1_bara_i_gruppen.html" in lines_before(plan)
    assert clean(plan) == ()
    assert names((folder / "ut" / "a").iterdir()) == {"steg1.html"}


def test_what_has_been_shown_is_kept_and_said_so(tmp_path):
    plan = plan_cleanup(arbetsmapp(tmp_path, ["isu.yaml", "data.csv", PUBLICATION]))
    assert PUBLICATION == MANIFEST
    assert f"  {PUBLICATION}{SHOWN_ONLY}" in lines_after(plan, clean(plan))


def test_files_that_the_settings_name_as_work_stay(tmp_path):
    folder = arbetsmapp(tmp_path, ["bok.txt", "data.csv"])
    (folder / "isu.yaml").write_text("arbetsbok: bok.txt\n", "utf-8")
    assert names(plan_cleanup(folder).doomed) == {"data.csv"}


def test_data_outside_the_folder_are_named_and_left(tmp_path):
    folder = arbetsmapp(tmp_path, ["data.csv"])
    (tmp_path / "uttag.csv").touch()
    (folder / "isu.yaml").write_text("datafil: ../uttag.csv\n", "utf-8")
    plan = plan_cleanup(folder)
    assert names(plan.outside) == {"uttag.csv"} and names(plan.doomed) == {"data.csv"}
    assert any("utanför mappen" in line for line in lines_after(plan))


def test_shortcuts_are_not_followed(tmp_path):
    folder = arbetsmapp(tmp_path, ["isu.yaml"])
    (tmp_path / "hemligt").mkdir()
    (tmp_path / "hemligt" / "data.csv").touch()
    os.symlink(tmp_path / "hemligt", folder / ".ipynb_checkpoints")
    os.symlink(tmp_path / "hemligt" / "data.csv", folder / "data.csv")
    clean(plan_cleanup(folder))
    assert (tmp_path / "hemligt" / "data.csv").exists() and (folder / "data.csv").is_symlink()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (["data.csv"], "ser inte ut som en arbetsmapp"),
        (["isu.yaml", "data.csv", "bilder/semester.png"], "undermapp, «bilder»"),
        (["isu.yaml", ".git/config"], "undermapp, «.git»"),
    ],
)
def test_other_folders_are_refused_and_left(tmp_path, made, expected):
    for name in made:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    with pytest.raises(SettingError, match=expected):
        plan_cleanup(tmp_path)
    assert all((tmp_path / name).exists() for name in made)


def test_a_folder_that_is_a_shortcut_is_refused(tmp_path):
    folder = arbetsmapp(tmp_path, ["isu.yaml", "data.csv"])
    os.symlink(folder, tmp_path / "genvag")
    with pytest.raises(SettingError, match="är en genväg"):
        plan_cleanup(tmp_path / "genvag")


def test_home_and_what_is_above_are_refused(tmp_path, monkeypatch):
    home = arbetsmapp(tmp_path, ["isu.yaml", "data.csv"])
    (tmp_path / "isu.yaml").touch()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for folder in (home, tmp_path, Path("/")):
        with pytest.raises(SettingError, match="får inte rensas"):
            plan_cleanup(folder)


@pytest.mark.parametrize("place", [".", "storaker", "../.."])
def test_practice_folders_and_the_project_are_refused(place):
    with pytest.raises(SettingError, match="får inte rensas"):
        plan_cleanup(sample_root() / place)


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(SettingError, match="«inte» hittades inte"):
        plan_cleanup(tmp_path / "inte")


def test_it_says_what_goes_what_is_left_and_where_copies_may_be(tmp_path):
    plan = plan_cleanup(arbetsmapp(tmp_path, ["isu.yaml", "data.csv", "karta.png"]))
    assert lines_before(plan) == ["Det här tas bort ur storåker:", "  data.csv"]
    after = lines_after(plan, clean(plan))
    assert after[:3] == [
        "Det här är kvar i storåker:", "  isu.yaml", "  karta.png  (okänd fil, rörs inte)",
    ]  # fmt: skip
    assert "säkerhetskopior" in after[-1] and "USB-minnen" in after[-1]
    assert "inget att ta bort" in lines_before(plan_cleanup(plan.folder))[0]


def test_the_practice_folder_goes_and_another_of_its_name_is_refused(tmp_path):
    folder = arbetsmapp(tmp_path)
    practice = folder / PRACTICE_FOLDER
    practice.mkdir()
    with pytest.raises(SettingError, match=PRACTICE_FOLDER):
        plan_cleanup(folder)
    (practice / "isu.yaml").write_text("", "utf-8")
    assert clean(plan_cleanup(folder)) == () and not practice.exists()


def test_old_texts_of_the_workbook_go(tmp_path):
    folder = arbetsmapp(tmp_path)
    (folder / VERSIONS).mkdir()
    (folder / VERSIONS / "2026-11-22.yaml").write_text("Anna Ek", encoding="utf-8")
    assert VERSIONS == FOLDER
    assert clean(plan_cleanup(folder)) == () and not (folder / VERSIONS).exists()
    assert (folder / "arbetsbok.yaml").exists()
