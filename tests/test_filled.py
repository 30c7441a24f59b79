"""The filled workbooks of the practice folders: whole, harmless, and true to their records."""

import re
from datetime import date
from pathlib import Path

import pytest
from test_example import FOLDERS, REAL, people_of

from isu_helpers import Workbook, settings
from isu_helpers.cli import main
from isu_helpers.codebook import Codebook
from isu_helpers.configuration import area_of, sample_root
from isu_helpers.content import NOTEBOOK, load, prompts
from isu_helpers.errors import SettingError
from isu_helpers.example import write_example
from isu_helpers.example.filled import filled_notes, filled_text
from isu_helpers.masking import looks_like_identity
from isu_helpers.pages.observed import figures_of
from isu_helpers.pages.proposals import placed_actions, quarter
from isu_helpers.show.html import html_of
from isu_helpers.workbook import (
    ANSWERS,
    CONCLUSIONS,
    OBSERVATIONS,
    QUESTIONS,
    Note,
    doubts,
    status_lines,
)
from isu_helpers.workbook.file import read_file
from isu_helpers.workbook.note import base_of

WHOLE = "barn_och_unga"
ASKED_OF_EACH = {"orsak", "uppkomst", "foljd", "andra"}
KEPT = {name: sample_root() / folder / "arbetsbok.yaml" for name, folder in FOLDERS.items()}
NOTES = [(name, section, note) for name in FOLDERS for section, note in filled_notes(name)]
SEEN = {  # answer, and which sex has the larger share; none where they are about as large
    (WHOLE, "iakttagelse-vald"): ("Ja", "Flicka"),
    (WHOLE, "iakttagelse-insats"): ("Ja", "Flicka"),
    (WHOLE, "iakttagelse-samtal"): ("Ja", "Flicka"),
    (WHOLE, "iakttagelse-uppfoljning"): ("Ja", "Flicka"),
    (WHOLE, "iakttagelse-lyssnad"): ("Stämmer helt", ""),
    ("funktionsnedsattning_aldre", "iakttagelse-insats"): ("Ja", "Man"),
    ("funktionsnedsattning_aldre", "iakttagelse-mal"): ("Ja", "Man"),
    ("funktionsnedsattning_aldre", "iakttagelse-bemott"): ("Alltid", ""),
    ("skadligt_bruk", "iakttagelse-behandling"): ("Ja", "Man"),
    ("skadligt_bruk", "iakttagelse-arbete"): ("Ja", "Man"),
    ("skadligt_bruk", "iakttagelse-uppfoljd"): ("Ja", "Kvinna"),
    ("socialpsykiatri", "iakttagelse-sysselsattning"): ("Ja", "Man"),
    ("vald_i_nara_relationer", "iakttagelse-risk"): ("Ja", "Kvinna"),
    ("vald_i_nara_relationer", "iakttagelse-insats"): ("Ja", "Kvinna"),
    ("vald_i_nara_relationer", "iakttagelse-uppfoljd"): ("Ja", "Kvinna"),
}
ALIKE, APART = 0.05, 0.08


def of(name: str, section: str) -> list[Note]:
    return [note for n, s, note in NOTES if (n, s) == (name, section)]


def words_of(note: Note) -> list[str]:
    return [note.text, *dict(note.details).values()]


def share(people: list[dict], variable: str, answer: str, sex: str) -> float:
    answers = [p[variable] for p in people if p["kön"] == sex and p[variable] is not None]
    return answers.count(answer) / len(answers)


def gap(people: list[dict], variable: str, answer: str, sex: str = "") -> float:
    """How much larger the share of a sex is than the other's; without one: how far apart."""
    sexes = ("Flicka", "Pojke") if people[0]["kön"] in ("Flicka", "Pojke") else ("Kvinna", "Man")
    first, other = (share(people, variable, answer, s) for s in sexes)
    return abs(first - other) if not sex else (first - other) * (1 if sex == sexes[0] else -1)


@pytest.mark.parametrize("name", FOLDERS)
def test_sample_has_what_its_group_wrote(name):
    told = {
        (section, note.id): [*words_of(note), note.saved] for section, note in filled_notes(name)
    }
    kept = read_file(KEPT[name])[1]
    assert {key: [*words_of(note), note.saved] for key, (note,) in kept.items()} == told


@pytest.mark.parametrize("name", FOLDERS)
def test_filled_workbook_is_the_same_each_time_and_reads_back(tmp_path, name):
    (tmp_path / "arbetsbok.yaml").write_text(filled_text(name), encoding="utf-8")
    assert filled_text(name) == filled_text(name)
    assert read_file(tmp_path / "arbetsbok.yaml")[1] == {
        (section, note.id): (note,) for section, note in filled_notes(name)
    }


def test_one_folder_answers_every_question():
    answered = {base_of(note.id) for note in of(WHOLE, ANSWERS)}
    assert answered == set(prompts())
    about = {note.id for note in of(WHOLE, ANSWERS) if "/" in note.id}
    seen = [note.id for note in of(WHOLE, OBSERVATIONS)]
    assert about == {f"{asked}/{id}" for asked in ASKED_OF_EACH for id in seen}


@pytest.mark.parametrize("name", FOLDERS)
def test_notes_fit_the_course_and_the_codebook(name):
    book = {v.name for v in Codebook.read(KEPT[name].with_name("kodbok.yaml"))}
    conclusions = {"", *(note.id for note in of(name, CONCLUSIONS))}
    for section, note in filled_notes(name):
        assert note.text and re.fullmatch(r"2026-\d\d-\d\d \d\d:\d\d", note.saved), note.id
        assert set(note.variables) <= book and note.conclusion in conclusions, note.id
        if section != ANSWERS:
            assert_fields_are_known(section, note)


def assert_fields_are_known(section: str, note: Note) -> None:
    fields = {f["namn"]: f for f in load("lists")[section]["falt"]}
    assert bool(note.conclusion) == ("slutsats" in fields)
    for field, value in note.details:
        assert value in fields[field].get("val", [value]), note.id
        assert fields[field]["typ"] != "datum" or date.fromisoformat(value).weekday() < 5, note.id


@pytest.mark.parametrize("name", FOLDERS)
def test_answers_are_to_prompts_and_about_observations(name):
    seen = {note.id for note in of(name, OBSERVATIONS)}
    for note in of(name, ANSWERS):
        base, _, about = note.id.partition("/")
        assert base in prompts() and (about in seen if base in ASKED_OF_EACH else not about)


@pytest.mark.parametrize("name", FOLDERS)
def test_notes_point_at_nobody_and_at_no_place(name):
    known = {place.replace("_", " ") for place in REAL.split()}
    for words in (w for _, note in filled_notes(name) for w in words_of(note)):
        assert doubts(Note("a", words), k=5) == () and not looks_like_identity(words)
        assert not known & set(re.findall(r"(?<=[\w,»] )[A-ZÅÄÖ]\w+", words))


def test_observations_are_all_tried_against_the_records():
    assert set(SEEN) == {(name, n.id) for name, section, n in NOTES if section == OBSERVATIONS}


@pytest.mark.parametrize(("name", "id"), SEEN)
def test_observation_says_what_the_records_say(name, id):
    note = next(n for n in of(name, OBSERVATIONS) if n.id == id)
    answer, sex = SEEN[name, id]
    people, variable = people_of(name), note.variables[0]
    size = gap(people, variable, answer, sex)
    assert size < ALIKE if not sex else size > APART
    assert sex or "lika" in note.text or "samma grad" in note.text


def test_what_is_said_within_groups_holds():
    people = people_of(WHOLE)
    assert gap(people, "behov", "Ja", "Flicka") > APART
    for need in ("Ja", "Nej"):  # with the same need: about alike
        assert gap([p for p in people if p["behov"] == need], "beviljad insats", "Ja") < ALIKE
    willing = [p for p in people if p["ville delta"] == "Ja"]
    assert gap(willing, "delaktighet", "Ja", "Flicka") > APART
    assert gap(people, "ville delta", "Ja", "Pojke") > APART
    for year in ("2024", "2025"):
        within = [p for p in people if p["halvår"].startswith(year)]
        assert gap(within, "uppföljd", "Ja", "Flicka") > APART


def test_figures_of_every_observation_may_be_shown():
    records = settings(sample_root() / FOLDERS[WHOLE]).records()
    shown = {n.id: html_of([figures_of(n, records)]) for n in of(WHOLE, OBSERVATIONS)}
    assert all("<table" in page and "<figure" in page for page in shown.values())
    assert "Skillnaden förklaras av «Behov av stöd»" in shown["iakttagelse-insats"]
    assert "växer eller byter riktning" in shown["iakttagelse-samtal"]


def test_questions_and_variables_are_tied_both_ways():
    book = Codebook.read(KEPT[WHOLE].with_name("kodbok.yaml"))
    tied = {name for note in of(WHOLE, QUESTIONS) for name in note.variables}
    assert tied == {
        v.name for v in book if v.role not in ("personnyckel", "kön", "tid", "bakgrund")
    }


def test_every_conclusion_has_a_proposal_and_the_matrix_shows():
    book = Workbook(KEPT[WHOLE])
    assert {n.conclusion for n in book.actions} == {n.id for n in book.conclusions}
    placed = placed_actions(book)
    assert all(action.cell for action in placed) and 5 <= len(placed) <= 7
    assert len({quarter(action.cell) for action in placed}) >= 3
    assert 0 < sum(action.is_at_cause for action in placed) < len(placed)


def test_folders_have_come_differently_far():
    done = {
        name: tuple(": 0 av" not in line for line in status_lines(path.parent))
        for name, path in KEPT.items()
    }
    assert len(set(done.values())) == len(done) and all(any(steps) for steps in done.values())
    assert all(done[WHOLE]) and not any(all(steps) for n, steps in done.items() if n != WHOLE)


@pytest.mark.parametrize("name", FOLDERS)
def test_sample_of_an_area_is_about_it(name):
    assert area_of(settings(KEPT[name].parent).omrade).id == name


def test_workbook_follows_only_when_asked_for(tmp_path):
    write_example(tmp_path / "tom", WHOLE)
    assert not (tmp_path / "tom" / "arbetsbok.yaml").exists()
    paths = write_example(tmp_path / "ny", WHOLE, is_filled=True)
    assert [p.name for p in paths][-2:] == ["arbetsbok.yaml", "data.xlsx"]
    assert Path(paths[-2]).read_text(encoding="utf-8") == filled_text(WHOLE)


@pytest.mark.parametrize("other", [{"people": 60}, {"seed": 3}])
def test_workbook_is_not_about_other_people(tmp_path, other):
    with pytest.raises(SettingError, match="handlar om 600 personer och frö 228"):
        write_example(tmp_path / "ny", WHOLE, **other, is_filled=True)
    assert not (tmp_path / "ny").exists()


def test_command_takes_the_workbook_along(tmp_path, capsys):
    told = ["exempel", str(tmp_path / "ny"), "--omrade", "socialpsykiatri", "--ifylld"]
    assert main(told) == 0 and "arbetsbok.yaml" in capsys.readouterr().out
    answers = [n for n in of("socialpsykiatri", ANSWERS) if n.id.endswith("-iakttagelser")]
    added = of("socialpsykiatri", OBSERVATIONS)
    assert Workbook(tmp_path / "ny").observations == answers + added and len(answers) == 4
    book = str(tmp_path / "ny" / "kodbok.yaml")
    assert main(["exempel", str(tmp_path / "två"), "--kodbok", book, "--ifylld"]) == 1
    assert "Både --ifylld och --kodbok" in capsys.readouterr().err


def test_answers_come_with_the_question_beside_them():
    text = KEPT[WHOLE].read_text(encoding="utf-8")
    first = next(iter(prompts().values()))
    assert first[NOTEBOOK] == "start" and f"# {first['fraga']}" in text
