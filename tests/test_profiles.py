"""Codebooks for files that come back: all that is described is there, and files are read."""

import pandas as pd
import pytest

from isu_helpers import Codebook, Records
from isu_helpers.cli import main
from isu_helpers.codebook import SEVERAL, YES_NO
from isu_helpers.codebook.library import entries
from isu_helpers.codebook.profiles import profile, profiles
from isu_helpers.content import load

# What SKR's pages of the two studies say is followed up, and the variables that tell of it.
DESCRIBED = {
    "nuso_delstudie1": {
        "juridiskt kön, ålder, födelseland": {"barnets-kon", "barnets-alder", "fodelseland"},
        "boendesituation, känd funktionsnedsättning": {"barnet-bor", "funktionsnedsattning"},
        "anledning, tidigare kännedom": {"anledning-utredning", "tidigare-utredd"},
        "utredningssamtal där barnet deltar": {"utredningssamtal"},
        "information från andra professioner": {"nuso-professioner"},
        "bedömningsinstrument": {"instrument-anvant"},
        "risk- och skyddsfaktorer": {"risk", "utsatthet", "skyddsfaktorer"},
        "bedömning av situation och behov": {"behov-av-stod"},
        "samtycke": {"samtycke"},
        "insatser eller hänvisning": {"utredning-resultat", "barn-insats", "hanvisad-till"},
    },
    "nuso_delstudie2": {
        "de fyra kategorierna": {"nuso-slag"},
        "verksamhet, samverkan": {"nuso-verksamhet"},
        "ålder, kön, boendesituation": {"barnets-alder", "barnets-kon", "barnet-bor"},
        "omsorgspersonernas kön": {"nuso-omsorgsperson"},
        "månad": {"nuso-manad"},
        "tolk": {"nuso-tolk"},
        "resultat": {"nuso-ledde-till"},
    },
}


@pytest.mark.parametrize("name", profiles())
def test_all_that_is_described_is_asked_and_nothing_else(name):
    rows = load("profiler")[name]["delar"].values()
    assert {id for row in rows for id in row} == set().union(*DESCRIBED[name].values())
    listed = {e.name: e for e in entries()}
    assert all(v.options == listed[v.name].options or v.kind == YES_NO for v in profile(name))


@pytest.mark.parametrize("name", profiles())
@pytest.mark.parametrize("place", [0, -1])
def test_a_file_headed_as_the_description_is_read_by_it(name, place):
    """With each answer by its own word, and by the last of those that mean the same."""
    book, people = profile(name), 24
    asked = [v for v in book if v.options and v.kind != SEVERAL]
    frame, expected = pd.DataFrame(index=range(people)), {}
    for v in asked:
        options = [v.options[i % len(v.options)] for i in range(people)]
        frame[v.columns[place]] = [[o.name, *o.synonyms][place] for o in options]
        expected[v.name] = [o.name for o in options]
    read = Records.from_frame(frame, book).frame
    assert {name: list(read[name]) for name in expected} == expected


def test_a_column_paired_by_hand_is_read_the_same(tmp_path):
    path = tmp_path / "kodbok.yaml"
    profile("nuso_delstudie2").write(path)
    text = path.read_text(encoding="utf-8")
    assert text.count("- Tolk\n") == 1
    path.write_text(text.replace("- Tolk\n", "- q14_tolk\n"), encoding="utf-8")
    frame = pd.DataFrame({"Kön": ["Flicka", "Pojke"] * 9, "q14_tolk": ["Ja", "Nej"] * 9})
    read = Records.from_frame(frame, Codebook.read(path)).frame
    assert list(read["tolk vid stöd utan beslut"]) == ["Ja", "Nej"] * 9


def test_the_command_makes_a_folder_once(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["kodbok", "nuso_delstudie1", "nuso"]) == 0
    assert Codebook.read(tmp_path / "nuso" / "kodbok.yaml") == profile("nuso_delstudie1")
    for words, told in ((["nuso_delstudie1", "nuso"], "redan"), (["nej", "annan"], "Väntade en")):
        assert main(["kodbok", *words]) == 1
        assert told in capsys.readouterr().err
    assert not (tmp_path / "annan").exists()
