"""The workbook: nothing that anyone wrote is lost, whoever writes at the same time."""

import multiprocessing
import os
import random
import time
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as searching
from hypothesis import strategies as st
from ruamel.yaml.comments import CommentedMap

from isu_helpers import IsuError, Records, Workbook, breakdown, cli, protect
from isu_helpers.content import NOTEBOOK, notebooks, prompts
from isu_helpers.pages.observed import figures
from isu_helpers.workbook import (
    ACTIONS,
    ANSWERS,
    CONCLUSIONS,
    FOLDER,
    LEFT_OUT,
    OBSERVATIONS,
    PLAN,
    Note,
    arbetsmappar,
    doubts,
    open_workbook,
    status_lines,
)
from isu_helpers.workbook.file import dumped, read_file
from isu_helpers.workbook.note import Change, cleaned, merged
from isu_helpers.workbook.store import worth_keeping

PROMPTS = list(prompts())
ONE, TWO, THREE = PROMPTS[:3]
NOON = datetime(2026, 11, 22, 12, 5)
AWKWARD = [
    "Åsa sa: «nej» och 'ja' \"kanske\" # inte en kommentar",
    "- en\n- två: tre\n\n    indraget\n---\n...\n",
    "rad ett\r\nrad två\rrad tre",
    "en lång rad " * 400,
    "👩‍👧 och 🧑🏽‍🦽",
    "{a: [b, &c *d !e %f @g `h",
    "tab\tsist\t\n\tförst",
    "nej", "null", "2026-11-22", "1_000", "~", "? x", "ja: nej",
    "mjukt\u00adstreck\u2028rad\u2029stycke\x85\ufeff\x00\x07",
    "rad  \n   \n  rad",
]  # fmt: skip
quickly = searching(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is copied")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "arbetsbok.yaml"


def at_noon(path):
    return Workbook(path, now=lambda: NOON)


def written(path, key=None):
    """The texts of each id in the file; of one answer where its id is given."""
    texts = {k: [n.text for n in notes] for k, notes in read_file(path)[1].items()}
    return texts if key is None else texts.get((ANSWERS, key), [])


# What is written comes back

ODD = [" ", "\t", "\n", "\x00", "🙂", "e\u0308", "---", ": ", "# ", "'", '"', "“", "-", "Ö",
       "\r\n", "=", "\x85", "\u2028", "\ufeff", "|", "%", "{", "<<", "yes", "12",
       "2026-11-30", "null", "~", "\x0b", "\xa0", "\x1c"]  # fmt: skip
anything = st.lists(st.sampled_from(ODD), max_size=8).map("".join) | st.text(max_size=20)
in_haste = searching(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])


@in_haste
@given(words=anything, who=anything, day=anything, kind=anything)
@example("=\x85x", "Vi ", "\x85=", "a\n" * 300)
@example("å b " * 5000, "å b " * 5000, " ", "\x00")
def test_any_text_in_any_field_is_what_the_file_gives_back_and_no_conflict(
    tmp_path_factory, words, who, day, kind
):
    book = Workbook(tmp_path_factory.mktemp("bok"))
    id = book.add(PLAN, "X")
    book.change(PLAN, id, words, details={"vem": who, "datum": day, "slag": kind})
    book.add(OBSERVATIONS, "o", variables=[who], categories={"a": who, who: kind}, period=day)
    book.save(ONE, words)
    after = Workbook(book.path)
    for section in (PLAN, OBSERVATIONS, ANSWERS):
        assert after.notes(section) == book.notes(section)
    assert after.answer(ONE) == cleaned(words)
    if cleaned(words):
        assert [after.notes(PLAN)[0].detail(n) for n in ("vem", "datum", "slag")] == [
            cleaned(w) for w in (who, day, kind)
        ]
    for writer in (book, after):
        writer.save(ONE, words + "y")
        if cleaned(words):
            writer.change(PLAN, id, "Y", details={"vem": who + "x"})
        assert writer.is_saved and writer.conflicts == []


@pytest.mark.parametrize("typed", ["Vi om", " Vi", "Vi  "])
def test_one_who_types_letter_by_letter_at_the_side_never_meets_another(path, typed):
    book = Workbook(path)
    id = book.add(PLAN, "X")
    for i in range(1, len(typed) + 1):
        book.change(PLAN, id, "X", details={"vem": typed[:i]})
    assert Workbook(path).conflicts == []
    assert Workbook(path).notes(PLAN)[0].detail("vem") == typed.strip()


def test_the_text_that_is_chosen_stands_with_all_that_it_tells(path):
    one = Workbook(path)
    id = one.add(PLAN, "Först")
    two = Workbook(path)
    one.change(PLAN, id, "Ena", details={"vem": "Ann"})
    two.change(PLAN, id, "Andra", details={"vem": "Bo"})
    assert two.conflicts[0].texts == ("Ena", "Andra")
    two.resolve(PLAN, id, "Andra")
    [kept] = Workbook(path).notes(PLAN)
    assert (kept.text, kept.detail("vem")) == ("Andra", "Bo")


# What is answered where an observation is asked for is one

SEEING = [id for id in prompts() if id.endswith("-iakttagelser")]


def test_an_answer_where_an_observation_is_asked_for_is_one_and_is_kept_once(path):
    book = Workbook(path)
    added = book.add_observation("Med siffror.", ["Insats", "Kön"])
    for id in reversed(SEEING):
        book.save(id, f"Sett i {id}.")
    after = Workbook(path)
    assert [n.id for n in after.observations] == [*SEEING, added] and len(SEEING) == 5
    assert path.read_text("utf-8").count(f"Sett i {SEEING[0]}.") == 1
    assert {n.id for n in after.notes(ANSWERS)} == set(SEEING)


def test_an_observation_that_is_an_answer_is_changed_in_one_place_from_either(path):
    book = Workbook(path)
    book.save(SEEING[0], "Ett.")
    book.change("iakttagelser", SEEING[0], "Två.")
    assert Workbook(path).answer(SEEING[0]) == "Två."
    book.save(SEEING[0], "Tre.")
    assert [n.text for n in Workbook(path).observations] == ["Tre."]
    assert book.to_hand_out("iakttagelser", SEEING[0]) == "Tre."
    book.save(SEEING[0], "")
    assert Workbook(path).observations == [] and book.conflicts == []


def test_an_answer_about_something_is_no_observation(path):
    book = Workbook(path)
    book.save(SEEING[0], "Om den ena.", about="iakttagelse-abcde")
    book.save("vidare-nyfiken", "Vi tar med oss en.")
    assert book.observations == []


def test_observations_that_are_answers_are_counted_as_both(path):
    book = Workbook(path)
    book.save(SEEING[0], "Ett."), book.add_observation("Två.")
    assert "1 av" in book.summary and "2\xa0iakttagelser" in book.summary


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_comes_back_as_it_was(path, text):
    Workbook(path).save(ONE, text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert Workbook(path).answer(ONE) == expected


@quickly
@given(texts=st.lists(st.text(), min_size=3, max_size=3))
def test_any_texts_come_back_after_any_others(path, texts):
    path.unlink(missing_ok=True)
    book = Workbook(path)
    for id, text in zip((THREE, ONE, TWO), texts, strict=True):
        book.save(id, text)
    book.save(THREE, texts[1])
    book.save(THREE, texts[0])
    found = Workbook(path)
    assert [found.answer(id) for id in (THREE, ONE, TWO)] == [cleaned(t) for t in texts]


def test_the_file_reads_as_a_person_would_write_it(path):
    at_noon(path).save(ONE, "Vi litar på det mesta.\nInte på «insats»: listan är gammal.")
    question = prompts()[ONE]["fraga"]
    assert path.read_text("utf-8").splitlines()[2:] == [
        "svar:",
        f"  {ONE}:  # {question}",
        "    text: |-",
        "      Vi litar på det mesta.",
        "      Inte på «insats»: listan är gammal.",
        "    sparat: 2026-11-22 12:05",
    ]


def test_answers_stand_in_the_order_of_the_prompts(path):
    book = Workbook(path)
    for id in reversed(PROMPTS):
        book.save(id, "ord")
    assert [id for _, id in written(path)] == PROMPTS
    assert list(book.answers()) == PROMPTS
    own = [id for id in PROMPTS if prompts()[id][NOTEBOOK] == "bilaga"]
    assert list(book.answers("bilaga")) == own and book.answers("ingen") == {}


def test_lists_come_back_in_order_with_what_they_are_about(path):
    book = Workbook(path)
    book.add_observation("Fler flickor", ["Insats", "Kön"], {"Kön": "Flicka"}, "år")
    reason = book.add_conclusion("Därför")
    actions = [book.add_action(text, reason) for text in ("Gör b", "Gör a")]
    found = Workbook(path)
    assert [(n.variables, n.categories, n.period) for n in found.observations] == [
        (("Insats", "Kön"), (("Kön", "Flicka"),), "år")
    ]
    assert [(n.id, n.text, n.conclusion) for n in found.actions] == [
        (actions[0], "Gör b", reason), (actions[1], "Gör a", reason)
    ]  # fmt: skip


def test_a_thing_of_a_list_is_changed_and_taken_away(path):
    book = Workbook(path)
    id = book.add_conclusion("Därför")
    book.change(CONCLUSIONS, id, "Därför att")
    assert [n.text for n in Workbook(path).conclusions] == ["Därför att"]
    book.change(CONCLUSIONS, id, "")
    assert Workbook(path).conclusions == book.conclusions == []


def test_what_is_not_there_is_refused(path):
    book = Workbook(path)
    for wrong in (
        lambda: book.save("finns-inte", "ord"),
        lambda: book.answer("finns-inte"),
        lambda: book.add_action("Gör", "slutsats-xxxxx"),
        lambda: book.change(ACTIONS, "atgard-xxxxx", "Gör"),
        lambda: book.resolve(ANSWERS, ONE, "ord"),
        lambda: book.approve(ANSWERS, ONE),
    ):
        with pytest.raises(ValueError, match="there is no"):
            wrong()
    assert not path.exists()


# Several writers


def test_answers_of_two_writers_are_merged(path):
    mine, theirs = Workbook(path), Workbook(path)
    mine.save(ONE, "mitt")
    theirs.save(TWO, "ditt")
    mine.save(THREE, "mer")
    assert mine.answers() == theirs.answers() == {ONE: "mitt", TWO: "ditt", THREE: "mer"}


def test_the_same_answer_written_twice_is_kept_twice_and_told(path):
    mine, theirs = Workbook(path), Workbook(path)
    mine.save(ONE, "mitt")
    told = theirs.save(ONE, "ditt")
    assert "1\xa0text är skriven på två sätt" in told
    assert written(path, ONE) == ["mitt", "ditt"]
    assert (mine.answer(ONE), theirs.answer(ONE)) == ("mitt", "ditt")
    mine.save(ONE, "mitt igen")
    assert written(path, ONE) == ["mitt igen", "ditt"]


def test_a_chosen_text_stands_for_those_that_were_told_only(path):
    books = [Workbook(path) for _ in range(3)]
    books[0].save(ONE, "a")
    books[1].save(ONE, "b")
    (conflict,) = books[0].conflicts
    books[2].save(ONE, "c")
    books[0].resolve(ANSWERS, conflict.id, "a och b")
    assert conflict.texts == ("a", "b") and written(path, ONE) == ["a och b", "c"]


def test_one_who_has_read_a_text_may_change_it(path):
    mine, theirs = Workbook(path), Workbook(path)
    mine.save(ONE, "mitt")
    assert theirs.answer(ONE) == "mitt"
    theirs.save(ONE, "mitt och ditt")
    assert written(path, ONE) == ["mitt och ditt"]


def test_a_form_tells_which_text_it_started_from(path):
    mine, theirs = Workbook(path), Workbook(path)
    theirs.save(ONE, "ditt")
    assert mine.answer(ONE) == "ditt"  # read elsewhere: the form still shows nothing
    mine.save(ONE, "mitt", seen="")
    assert written(path, ONE) == ["ditt", "mitt"]


def test_a_text_taken_away_leaves_what_another_wrote(path):
    mine, theirs = Workbook(path), Workbook(path)
    mine.save(ONE, "mitt")
    theirs.answer(ONE)
    theirs.save(ONE, "bättre")
    mine.save(ONE, "")
    assert written(path, ONE) == ["bättre"]


def test_a_hand_in_the_file_is_another_writer(path):
    book = Workbook(path)
    book.save(ONE, "mitt")
    path.write_text(path.read_text("utf-8").replace("mitt", "för hand"), "utf-8")
    book.save(TWO, "mer")
    assert written(path) == {(ANSWERS, ONE): ["för hand"], (ANSWERS, TWO): ["mer"]}
    book.save(ONE, "mitt, ändrat")
    assert written(path, ONE) == ["för hand", "mitt, ändrat"]


notes = st.sampled_from(["a", "b", "c", ""]).map(lambda text: Note("x", text))


@given(theirs=st.lists(notes, unique=True, max_size=3), seen=st.lists(notes), new=notes)
def test_merging_takes_away_only_what_was_seen(theirs, seen, new):
    after = merged(tuple(theirs), Change(tuple(seen), new))
    lost = {n.text for n in theirs} - {n.text for n in after} - {""}
    assert lost <= {n.text for n in seen}
    assert new in after or not new.text
    assert len(set(after)) == len(after) >= 1


steps = st.lists(
    st.tuples(
        st.sampled_from(["save", "answer", "leave"]), st.integers(0, 2),
        st.sampled_from([ONE, TWO]), st.text("åb:#\n", max_size=3),
    ),
    max_size=25,
)  # fmt: skip


@quickly
@given(steps=steps)
def test_nothing_is_lost_but_what_its_writer_had_seen(path, steps):
    path.unlink(missing_ok=True)
    books = [Workbook(path) for _ in range(3)]
    seen = [{}, {}, {}]
    for act, who, id, text in steps:
        before = written(path, id)
        if act == "leave":
            books[who] = Workbook(path)
            seen[who] = {id: texts[0] for (_, id), texts in written(path).items()}
        elif act == "answer":
            seen[who][id] = books[who].answer(id)
        else:
            books[who].save(id, text)
            lost = set(before) - set(written(path, id)) - {""}
            assert lost <= {seen[who].get(id, "")}
            assert not cleaned(text) or cleaned(text) in written(path, id)
            seen[who][id] = cleaned(text)


def edit(path, name, start):
    """A hundred edits of one writer, on three answers and a list."""
    book, chance = Workbook(path), random.Random(name)
    start.wait()
    for i in range(100):
        if chance.random() < 0.3:
            book.add_observation(f"{name} {i}")
        else:
            book.save(chance.choice([ONE, TWO, THREE]), f"{name} {i}")


def expected_of(name):
    """The observations and the last text of each answer, drawn as `edit` draws."""
    chance, added, last = random.Random(name), set(), {}
    for i in range(100):
        if chance.random() < 0.3:
            added.add(f"{name} {i}")
        else:
            last[chance.choice([ONE, TWO, THREE])] = f"{name} {i}"
    return added, last


@needs_fork
def test_two_programs_lose_none_of_200_edits(path):
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(2)
    workers = [fork.Process(target=edit, args=(path, name, start)) for name in ("Åsa", "Bo")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    (added, last), (added_too, last_too) = map(expected_of, ("Åsa", "Bo"))
    assert {n.text for n in Workbook(path).observations} == added | added_too
    for id in (ONE, TWO, THREE):
        assert set(written(path, id)) == {last[id], last_too[id]}


# The program stops in the middle


def save_on(path, sender):
    """Save without end, and tell of each save that is done."""
    book, i = Workbook(path), 0
    while True:
        book.save(ONE, f"{i} " * 400)
        sender.send(i)
        i += 1


def kill_while_saving(path, wait):
    """What was told to be saved last by a program that was killed, and what the file holds."""
    path.unlink(missing_ok=True)
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    worker = fork.Process(target=save_on, args=(path, sender))
    worker.start()
    sender.close()
    last = receiver.recv()
    time.sleep(wait)
    worker.kill()
    worker.join()
    try:
        while True:
            last = receiver.recv()
    except EOFError:
        return last, Workbook(path).answer(ONE)


@needs_fork
@pytest.mark.parametrize("seed", range(50))
def test_a_killed_program_leaves_the_last_version_or_the_next(path, seed):
    last, found = kill_while_saving(path, random.Random(seed).uniform(0, 0.05))
    assert found in {cleaned(f"{i} " * 400) for i in (last, last + 1)}
    assert Workbook(path).save(TWO, "går bra").startswith("Sparat")


def test_what_a_killed_program_left_is_cleared_away(path):
    draft = path.with_name(".arbetsbok.yaml.77.tmp")
    draft.write_text("halv", "utf-8")
    Workbook(path).save(ONE, "hel")
    assert not draft.exists() and written(path, ONE) == ["hel"]


# The file can't be read or written


BROKEN = {
    "svar:\n  a:\n    text: hej\n   sparat: nu\n": 4,
    "svar:\n\ta: hej\n": 2,
    "svar:\n  a: hej\n  a: hå\n": 3,
    "# bra\nsvar:\n  - hej\n": 2,
    "svar:\n  a:\n    text: [hej]\n": 2,
    "svar:\n  b: hej\n  a:\n    skrivet_samtidigt: hå\n": 3,
    "svar: 'hej\n": 2,
}


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_file_is_told_with_its_line_and_left_as_it_was(path, content):
    path.write_text(content, "utf-8")
    book = Workbook(path)
    told = book.save(ONE, "mitt")
    assert f"arbetsbok.yaml rad {BROKEN[content]}" in told and "finns kvar här" in told
    assert path.read_text("utf-8") == content and not book.is_saved
    with pytest.raises(IsuError, match=f"rad {BROKEN[content]}"):
        book.answer(ONE)
    path.write_text("svar:\n  a: hej\n", "utf-8")
    book.add_conclusion("Därför")
    assert book.is_saved and written(path, ONE) == ["mitt"] and written(path, "a") == ["hej"]


def test_a_folder_that_can_not_be_written_in_is_told_and_the_text_stays(tmp_path):
    place = tmp_path / "mapp"
    book = at_noon(place / "arbetsbok.yaml")
    place.write_text("en fil där mappen ska vara", "utf-8")
    told = [book.save(ONE, "ett"), book.save(ONE, "ett och två"), book.save(TWO, "mer")]
    assert all("gick inte att skriva" in t and "\n" not in t for t in told)
    assert book.answers() == {ONE: "ett och två", TWO: "mer"} and not book.is_saved
    place.unlink()
    assert "finns inte längre" in book.save(ONE, "ett och två!") and not place.exists()
    book.save(ONE, "ett och två"), place.mkdir()
    id = book.add_conclusion("Därför")
    assert (book.state, book.is_saved) == ("Sparat 22 november 12:05.", True)
    assert list(written(book.path)) == [(ANSWERS, ONE), (ANSWERS, TWO), (CONCLUSIONS, id)]


def test_a_full_disk_is_told_and_the_text_stays(path):
    resource = pytest.importorskip("resource")
    book = Workbook(path)
    book.save(ONE, "ett")
    before, limits = path.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before), limits[1]))
    try:
        told = book.save(ONE, "ett och två " * 40)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "gick inte att skriva" in told and path.read_bytes() == before
    assert book.save(TWO, "mer").startswith("Sparat")
    assert written(path, ONE) == [cleaned("ett och två " * 40)]
    assert sorted(p.name for p in path.parent.iterdir()) == [
        ".arbetsbok.yaml.lock", "arbetsbok.yaml", FOLDER
    ]  # fmt: skip


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_vanishes_is_written_again_from_memory(path, gone):
    book = Workbook(path)
    book.save(ONE, "ett")
    path.unlink() if gone else path.write_bytes(b"")
    assert book.answer(ONE) == "ett"
    book.save(TWO, "två")
    assert Workbook(path).answers() == {ONE: "ett", TWO: "två"}


# What a person wrote in the file


BY_HAND = """\
\ufeff# Överst
frågor vi har kvar:
    - en   # bråttom
svar:   # våra svar
    egen-fraga: |
        Vårt eget svar
    # före
    ID: &namn      # vid frågan
        # inuti
        text: >
            vikt
            rad
        egen: 17
        # mellan
        sparat: 2026-11-21
    # efter
    bara-ord: ja # vid ord

# före slutsatser
slutsatser:
# sist
""".replace("ID", ONE)


def test_what_a_person_wrote_in_the_file_survives(path):
    path.write_text(BY_HAND.replace("\n", "\r\n"), "utf-8", newline="")
    book = Workbook(path)
    assert book.answers() == {ONE: "vikt rad", "egen-fraga": "Vårt eget svar", "bara-ord": "ja"}
    book.save(ONE, "nytt")
    book.save(TWO, "mer")
    book.save("bara-ord", "jo")
    book.add_conclusion("Därför")
    text = path.read_text("utf-8")
    told = [line.partition("# ")[2] for line in BY_HAND.splitlines() if "# " in line]
    assert all(f"# {words}" in text for words in told) and "egen: 17" in text
    assert "frågor vi har kvar:" in text and "  - en" in text
    assert Workbook(path).answers() == {
        ONE: "nytt", TWO: "mer", "egen-fraga": "Vårt eget svar", "bara-ord": "jo"
    }  # fmt: skip


LINES = (
    "svar:  # k", "# k", "{two}:  # k", "# k", "text: |-", "  # ord", "# k",
    "skrivet_samtidigt:", "- text: annat  # k", "# k", "sparat: 2026-11-21 10:00  # k", "# k",
    "egen: ord  # k", "# k", "{one}:", "# k", "text: >", "  två", "  rader", "# k", "slutsatser:",
    "# k",
)  # fmt: skip
INDENTS = (
    0,
    None,
    1,
    None,
    2,
    2,
    None,
    2,
    3,
    None,
    2,
    None,
    1,
    None,
    1,
    None,
    2,
    2,
    2,
    None,
    0,
    0,
)


def by_hand(step, columns):
    """A file with numbered comments, drawn in as far as a person may have done."""
    columns, lines = iter(columns), []
    for i, (line, indent) in enumerate(zip(LINES, INDENTS, strict=True)):
        column = next(columns) if indent is None else indent * step
        words = line.format(one=ONE, two=TWO) + (f"{i}." if line.endswith("# k") else "")
        lines.append(" " * column + words)
    return "\n".join(lines) + "\n"


@quickly
@given(step=st.sampled_from([2, 3, 4]), data=st.data())
def test_comments_stay_whatever_is_saved_and_are_never_taken_for_words(path, step, data):
    columns = data.draw(st.lists(st.integers(0, 2 * step), min_size=9, max_size=9))
    path.write_text(by_hand(step, columns), "utf-8")
    assert written(path, ONE) == ["två rader"] and written(path, TWO) == ["# ord", "annat"]
    book = Workbook(path)
    assert [c.id for c in book.conflicts] == [TWO]
    book.save(ONE, "nytt")
    book.resolve(ANSWERS, TWO, "# valt\nut")
    reason = book.add_conclusion("Därför")
    assert written(path) == {
        (ANSWERS, ONE): ["nytt"], (ANSWERS, TWO): ["# valt\nut"], (ANSWERS, "egen"): ["ord"],
        (CONCLUSIONS, reason): ["Därför"],
    }  # fmt: skip
    text = path.read_text("utf-8")
    assert all(f"# k{i}." in text for i, line in enumerate(LINES) if line.endswith("# k"))


def test_a_comment_drawn_far_in_is_not_taken_for_words(path):
    path.write_text(f"svar:\n  {ONE}:\n    text: ett\n{' ' * 16}# k\n  egen: hej # k2\n", "utf-8")
    Workbook(path).save(ONE, "ett\noch två")
    assert written(path) == {(ANSWERS, ONE): ["ett\noch två"], (ANSWERS, "egen"): ["hej"]}
    assert path.read_text("utf-8").splitlines()[2:4] == [
        r'    text: "ett\noch två"',
        " " * 16 + "# k",
    ]


def test_what_would_not_say_the_same_is_not_written():
    with pytest.raises(IsuError, match="går att behålla"):
        dumped(CommentedMap(a=float("nan")))  # not even the same as itself


@pytest.mark.parametrize(
    "content", ["", "svar:\n", "# bara ord\n", "svar: {}\n", f"svar: {{{ONE}: a}}\n"]
)
def test_a_nearly_empty_file_can_be_written_in(path, content):
    path.write_text(content, "utf-8")
    Workbook(path).save(TWO, "x: y\n# z")
    assert written(path, TWO) == ["x: y\n# z"]
    assert written(path, ONE) == (["a"] if "{" + ONE in content else [])


# Versions


def test_yesterdays_text_can_be_had_back(path):
    book = Workbook(path)
    book.save(ONE, "i går")
    os.utime(path, (NOON.timestamp() - 86400,) * 2)
    for i in range(40):
        book.save(ONE, f"i dag {i}")
    version = book.versions()[-1]
    assert version.startswith("2026-11-21_12.05.00") and len(book.versions()) <= 20
    book.restore(version)
    assert book.answer(ONE) == "i går" and len(list((path.parent / FOLDER).iterdir())) <= 20
    book.restore(book.versions()[0])
    assert written(path, ONE) == ["i dag 39"]


def test_a_broken_file_can_be_restored_and_is_kept(path):
    book = Workbook(path)
    book.save(ONE, "ett")
    book.save(ONE, "två")
    path.write_text("svar: [", "utf-8")
    found = Workbook(path)
    assert "rad 1" in repr(found)
    found.restore(found.versions()[0])
    assert found.answer(ONE) == "ett"
    assert (path.parent / FOLDER / f"{found.versions()[0]}.yaml").read_text("utf-8") == "svar: ["


def test_a_writer_who_did_not_see_the_restoring_loses_nothing(path):
    mine, theirs = Workbook(path), Workbook(path)
    mine.save(ONE, "ett")
    mine.save(ONE, "två")
    theirs.restore(theirs.versions()[0])
    mine.save(ONE, "tre")
    assert written(path, ONE) == ["ett", "tre"]


@pytest.mark.parametrize("saved", [False, True])
def test_a_version_that_is_not_there_is_told(path, saved):
    book = Workbook(path)
    for text in ("ett", "två")[: 2 * saved]:
        book.save(ONE, text)
    with pytest.raises(IsuError, match="«i går» finns inte. Väntade"):
        book.restore("i går")


@given(st.sets(st.integers(0, 60 * 24 * 90), max_size=300))
def test_versions_thin_out_with_age(minutes):
    times = [NOON - timedelta(minutes=m) for m in minutes]
    kept = worth_keeping(times)
    assert kept <= set(times) and len(kept) <= 20
    assert set(sorted(times)[-8:]) <= kept
    days = sorted({t.date() for t in times})[-8:]
    assert {max(t for t in times if t.date() == day) for day in days} <= kept


# What leaves


def test_a_number_that_points_out_is_told_and_never_leaves(path):
    book = Workbook(path)
    told = book.save(ONE, "Ring 070-174 06 05.\nFler pojkar än flickor.")
    assert "kan peka ut en person" in told
    assert book.to_hand_out(ANSWERS, ONE) == "Ring [nummer borttaget].\nFler pojkar än flickor."


def test_small_counts_are_asked_about_and_approved_as_they_are(path):
    book = Workbook(path)
    book.save(ONE, "Bara 2 flickor\nfick hjälp.\nResten väntar.")
    assert book.doubts() == [(ANSWERS, ONE, ("Bara 2 flickor",))]
    assert book.to_hand_out(ANSWERS, ONE) == f"{LEFT_OUT}\nfick hjälp.\nResten väntar."
    book.approve(ANSWERS, ONE)
    assert Workbook(path).doubts() == []
    assert "Bara 2 flickor" in Workbook(path).to_hand_out(ANSWERS, ONE)
    book.save(ONE, "Bara 2 flickor fick hjälp i år.")
    assert len(Workbook(path).doubts()) == 1


def test_a_changed_text_is_asked_about_anew(path):
    book = Workbook(path)
    id = book.add(CONCLUSIONS, "Bara 2 flickor fick hjälp.")
    book.approve(CONCLUSIONS, id)
    assert book.doubts() == []
    book.change(CONCLUSIONS, id, "Bara 3 flickor fick hjälp.")
    assert [words for _, _, words in book.doubts()] == [("Bara 3 flickor",)]
    book.approve(CONCLUSIONS, id)
    book.change(CONCLUSIONS, id, "Bara 3 flickor.", details={"mer": "De 2 flickorna väntar."})
    assert len(book.doubts()[0][2]) == 2


def test_changes_that_waited_stand_in_place_of_all_that_the_first_had_seen():
    old, first, last = Note("a", "Förr"), Note("a", "Först"), Note("a", "Sist")
    waited = Change((first,), last).after(Change((old,), first))
    assert merged((old,), waited) == (last,)


def test_details_are_asked_about_too_and_approved(path):
    book = Workbook(path)
    about = {"mer": "Hur var det för de 2 flickorna?", "fokus": "Omvärlden"}
    id = book.add(CONCLUSIONS, "Vi frågar olika.", details=about)
    assert book.doubts() == [(CONCLUSIONS, id, ("2 flickorna",))]
    book.approve(CONCLUSIONS, id)
    assert Workbook(path).doubts() == []


def test_names_are_asked_about_but_not_of_those_who_do_something(path):
    book = Workbook(path)
    book.save(ONE, "Det gick bra för Fatima.")
    book.save("plan-vilka", "Fatima håller ihop. Bara 2 flickor svarade.")
    book.add(PLAN, "Ring.", details={"vem": "Fatima Ek", "datum": "2027-02-09"})
    assert book.doubts() == [
        (ANSWERS, ONE, ("Fatima",)),
        (ANSWERS, "plan-vilka", ("Bara 2 flickor",)),
    ]


def test_approval_is_no_change_to_another_writer(path):
    mine, theirs = Workbook(path), Workbook(path)
    mine.save(ONE, "Bara 2 flickor.")
    theirs.answer(ONE)
    theirs.approve(ANSWERS, ONE)
    mine.save(ONE, "Få flickor.")
    assert written(path, ONE) == ["Få flickor."]


@pytest.mark.parametrize(("yes", "shown"), [(6, [[6.0, 15.0]]), (2, [[None, 11.0]])])
def test_an_observation_gets_its_figures_from_the_release(path, yes, shown):
    women, men = ["Ja"] * yes + ["Nej"] * 9, ["Ja", "Nej"] * 10
    table = pd.DataFrame({"Kön": ["Kvinna"] * len(women) + ["Man"] * 20, "Insats": women + men})
    records = Records.from_frame(table)
    book = Workbook(path)
    book.add_observation("Kvinnor", ["Insats", "Kön"], {"Kön": "Kvinna", "Insats": "Ja"})
    release = protect([breakdown(records, "Insats")])
    found = figures(book.observations[0], records, release)[["n", "base"]].astype(object)
    assert found.where(found.notna(), None).values.tolist() == shown
    assert "6" not in path.read_text("utf-8").replace(book.observations[0].id, "").split()


def test_an_observation_over_time_is_of_one_period(path):
    table = pd.DataFrame({"Kön": list("KM") * 40, "År": [2024] * 40 + [2025] * 40,
                          "Insats": ["Ja", "Nej"] * 20 + ["Ja", "Ja"] * 20})  # fmt: skip
    records = Records.from_frame(table)
    book = Workbook(path)
    where = {"Kön": "Kvinna", "År": "2025", "Insats": "Ja"}
    book.add_observation("Alla fick i fjol", ["Insats", "Kön"], where, "år")
    found = figures(book.observations[0], records, protect([], k=5))
    assert found[["n", "base"]].values.tolist() == [[20, 20]]


def test_an_observation_of_nothing_or_of_another_table_is_refused():
    records = Records.from_frame(pd.DataFrame({"Kön": ["Kvinna", "Man"], "Insats": ["Ja"] * 2}))
    release = protect([breakdown(records, "Insats")])
    for note in (Note("a"), Note("a", variables=("Insats",), categories=(("Ort", "Åby"),))):
        with pytest.raises(ValueError, match="the observation 'a'"):
            figures(note, records, release)


def test_doubts_mind_the_least_count():
    note = Note("a", "Det var 4 kvinnor.")
    assert doubts(note, k=5) and not doubts(note, k=4)


# What is told of it


def test_a_book_tells_counts_and_never_words(path):
    book = at_noon(path)
    book.save(ONE, "hemligt")
    book.add_observation("hemligt med")
    total = len(PROMPTS)
    assert repr(book) == (
        f"Arbetsbok: 1 av {total}\xa0frågor besvarade, 1\xa0iakttagelse, 0\xa0slutsatser, "
        "0\xa0åtgärder. Sparat 22 november 12:05."
    )


def test_nothing_written_is_told_and_makes_no_file(path):
    assert repr(Workbook(path)).endswith("Inget är sparat än.")
    assert list(path.parent.iterdir()) == []


def test_the_arbetsmapp_tells_where_the_book_lies(tmp_path):
    assert Workbook(tmp_path).path == tmp_path / "arbetsbok.yaml"
    (tmp_path / "isu.yaml").write_text("arbetsbok: gruppens bok.yaml\n", "utf-8")
    assert Workbook(tmp_path).path == tmp_path / "gruppens bok.yaml"
    assert open_workbook(tmp_path) is open_workbook(tmp_path / "gruppens bok.yaml")


def test_status_tells_each_step_and_what_is_unsettled(tmp_path):
    mine, theirs = at_noon(tmp_path), at_noon(tmp_path)
    mine.save(ONE, "mitt")
    theirs.save(ONE, "ditt")
    steps = {entry[NOTEBOOK] for entry in prompts().values()}
    first = prompts()[ONE][NOTEBOOK]
    count = sum(entry[NOTEBOOK] == first for entry in prompts().values())
    lines = status_lines(tmp_path, NOON + timedelta(days=1))
    assert len(lines) == len(steps)
    assert lines[0] == (
        f"{tmp_path.name} {notebooks()[first]['kort']}: 1 av {count}\xa0frågor besvarade, "
        "sparat 22 november 12:05, 1\xa0text på två sätt"
    )
    mine.add_conclusion("Därför")
    assert status_lines(tmp_path, NOON)[-1] == f"{tmp_path.name} i övrigt: sparat 12:05"


def test_status_of_a_folder_without_a_book_writes_nothing(tmp_path):
    assert "0 av" in status_lines(tmp_path)[0] and "inget sparat än" in status_lines(tmp_path)[0]
    assert list(tmp_path.iterdir()) == []


def test_arbetsmappar_are_found_with_a_book_alone(tmp_path):
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        Workbook(tmp_path / name / "arbetsbok.yaml").save(ONE, "ord")
    (tmp_path / "annat").mkdir()
    assert arbetsmappar(tmp_path) == [tmp_path / "a", tmp_path / "b"]
    assert arbetsmappar(tmp_path / "a") == [tmp_path / "a"]
    assert arbetsmappar(tmp_path / "annat") == [Path(tmp_path / "annat")]


def test_isu_status_goes_on_after_a_folder_that_fails(tmp_path, capsys):
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        Workbook(tmp_path / name / "arbetsbok.yaml").save(ONE, "hemligt")
    (tmp_path / "b" / "arbetsbok.yaml").write_text("svar: [", "utf-8")
    steps = len({entry[NOTEBOOK] for entry in prompts().values()})
    for more, lines in (((), 1), (("--detaljer",), steps)):
        code = cli.main(["status", str(tmp_path), str(tmp_path / "ingen"), *more])
        out, err = capsys.readouterr()
        assert code == 1
        assert [line[0] for line in out.splitlines()] == ["a"] * lines + ["c"] * lines
    missing, broken = err.splitlines()
    assert broken.startswith("Stopp: b: arbetsbok.yaml rad 1") and "«ingen»" in missing
    assert "hemligt" not in out + err
