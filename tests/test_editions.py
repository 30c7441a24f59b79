"""Publications of (mostly) the same people, one after the other: nobody is found in them all."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from attacker_editions import Published
from edition_sets import KINDS, Case, Step, case, third
from nbformat.v4 import new_code_cell, new_notebook
from table_sets import choice

from isu_helpers.analysis import breakdown
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.collect.cleanup import clean, plan_cleanup
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import Release, add_earlier, few_since, give_out, release_of
from isu_helpers.disclosure.manifest import MANIFEST, base_of, kept, read_manifest
from isu_helpers.disclosure.matching import classes
from isu_helpers.disclosure.publication import edition_of
from isu_helpers.disclosure.readers import Readers
from isu_helpers.disclosure.solver import Effort
from isu_helpers.disclosure.ties import Group
from isu_helpers.errors import SettingError
from isu_helpers.privacy import CONTENT, FIXED, KEY_FILE, ROWS, TIES, TIES_FILE, key_for
from isu_helpers.records import Records

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = ("Boende", "Grupp", "Samtal")


def table(women, men, column="Insats", answers=ANSWERS):
    rows = [(sex, a) for sex, counts in (("Kvinna", women), ("Man", men))
            for a, n in zip(answers, counts, strict=True) for _ in range(n)]  # fmt: skip
    return pd.DataFrame(rows, columns=["Kön", column])


def book(name="Insats", column="Insats", answers=ANSWERS):
    options = tuple(a if isinstance(a, Option) else Option(a) for a in answers)
    own = Variable(name, (column,), role="behov", options=options)
    return Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), own))


def records(women, men, **other):
    return Records.from_frame(table(women, men), book(**other))


@pytest.fixture
def again(tmp_path):
    """A function that shows some people in the folder in a new run, and gives the pages out."""

    def shown(people, folder=tmp_path, k=5):
        folder.mkdir(exist_ok=True)
        release = release_of(people, k, folder=folder, held={})
        give_out(folder)
        return release

    return shown


def of(release, group, answer):
    """A number that is shown of a group's answer; None where it is hidden."""
    frame = release.frames[-1]
    name = frame.columns[1]
    return next((None if np.isnan(n) else int(n) for n in frame["n"][
        (frame["Kön"] == group) & (frame[name] == answer)]), None)  # fmt: skip


# The faults that were found


def test_one_leaver_does_not_give_a_hidden_number_away(again):
    """Women: Boende 1 and Grupp 6 hidden, then Samtal 10 of 17; now Grupp must not be told."""
    first = again(records((1, 6, 10), (1, 8, 9)))
    second = again(records((1, 6, 10), (1, 7, 9)))
    for sex in ("Kvinna", "Man"):
        hidden = {a for a in ANSWERS if of(first, sex, a) is None}
        assert hidden and hidden <= {a for a in ANSWERS if of(second, sex, a) is None}


def test_a_corrected_answer_is_no_error(again):
    again(records((1, 1, 10), (2, 1, 10)))
    release = again(records((1, 0, 11), (2, 1, 10)))
    assert not any(p.is_refused for p in release.results.values())
    assert of(release, "Kvinna", "Grupp") is None  # 0 now, and one to a reader of both


@pytest.mark.parametrize(("least", "is_few"), [((4, 4), True), ((5, 2), False), ((2, 5), False)])
def test_few_are_known_only_where_as_few_came_as_left(least, is_few):
    assert Group(frozenset(), least=least).is_few(5) is is_few


def test_how_many_there_are_in_a_group_is_no_answer_of_those_who_came(again):
    again(records((10, 6, 7), (8, 10, 9)))
    few = again(records((11, 6, 7), (8, 10, 9))).past.few()
    assert few and all("Insats" in dict(address) for address in few)


def test_pooled_folders_are_one_system(again, tmp_path):
    editions = []
    for name, women, men in (("a", (6, 1, 1), (3, 5, 0)), ("b", (4, 2, 1), (1, 5, 1))):
        again(records(women, men), tmp_path / name)
        editions.append(read_manifest(tmp_path / name / MANIFEST)[0])
    (tmp_path / "ab").mkdir()
    add_earlier(tmp_path / "ab", tuple(editions))
    pool = again(records((10, 3, 2), (4, 10, 1)), tmp_path / "ab")
    assert [(t.then, t.now) for t in pool.past.ties if t.names == ("Kön", "Insats")] == [
        ((0, 1), -1)
    ]


def test_a_region_is_one_system_with_all_its_folders(again, tmp_path):
    women, men = [(6, 1, 2), *[(9, 6, 7)] * 6], [(3, 5, 0), *[(7, 8, 6)] * 6]
    editions = []
    for i, counts in enumerate(zip(women, men, strict=True)):
        again(records(*counts), tmp_path / f"m{i}")
        editions.append(read_manifest(tmp_path / f"m{i}" / MANIFEST)[0])
    (tmp_path / "region").mkdir()
    add_earlier(tmp_path / "region", tuple(editions))
    region = again(records(*(map(sum, zip(*w, strict=True)) for w in (women, men))),
                   tmp_path / "region")  # fmt: skip
    assert [t.then for t in region.past.ties if t.names == ("Kön", "Insats")] == [(*range(7),)]
    first = again(records(women[0], men[0]), tmp_path / "m0")
    for sex in ("Kvinna", "Man"):  # else the one that hides it would be told by subtraction
        hidden = [a for a in ANSWERS if of(first, sex, a) is None]
        assert hidden and sum(of(region, sex, a) is None for a in ANSWERS) > 1


def test_a_renamed_variable_is_found_by_its_column(again):
    first = again(records((5, 4, 4), (5, 1, 2)))
    second = again(records((5, 4, 4), (6, 1, 2), name="Stöd"))
    assert second.past.found[0].names["Insats"] == "Stöd"
    hidden = {(s, a) for s in ("Kvinna", "Man") for a in ANSWERS if of(first, s, a) is None}
    assert hidden and all(of(second, s, a) is None for s, a in hidden)


def test_a_renamed_column_is_found_by_its_content(again, tmp_path):
    again(records((5, 4, 4), (5, 1, 2)))
    people = Records.from_frame(table((5, 4, 4), (5, 1, 2), "Stöd"), book("Stöd", "Stöd"))
    assert again(people).past.found[0].names["Insats"] == "Stöd"


def test_a_variable_that_can_not_be_told_is_refused_and_one_that_is_gone_is_told(again):
    again(records((5, 4, 4), (5, 1, 2)))
    other = ("Ja", "Nej", "Kanske")
    people = Records.from_frame(table((9, 8, 9), (8, 9, 9), "Vill", other),
                                book("Vill", "Vill", other))  # fmt: skip
    release = again(people)
    assert [p.is_recut for p in release.tables] == [True]
    assert release.past.gone == ["Insats"]


def test_another_folder_of_the_same_people_is_fitted(again, tmp_path):
    first = again(records((5, 4, 4), (5, 1, 2)), tmp_path / "då")
    (tmp_path / "nu").mkdir()
    add_earlier(tmp_path / "nu", read_manifest(tmp_path / "då" / MANIFEST)[:1])
    second = again(records((5, 4, 4), (5, 1, 2)), tmp_path / "nu")
    assert first.frames[0]["n"].isna().sum() == second.frames[0]["n"].isna().sum() < 9


def test_a_limit_that_is_lowered_shows_nothing_that_was_hidden(again):
    people = records((9, 4, 20), (12, 3, 20))
    first, second = again(people, k=5), again(records((9, 4, 20), (12, 3, 20)), k=3)
    told = [f.frames[0]["n"] for f in (first, second)]
    assert (told[0].isna() <= told[1].isna()).all()


# Random publications, and one who reads them all


LEAKED = [
    ("half", 85, "2x3"), ("half", 92, "2x3"), ("half", 20, "2x2x3"), ("half", 22, "2x2x3"),
    ("mix", 7, "2x2x3"), ("renamed", 42, "2x3"), ("renamed", 44, "2x3"), ("split", 42, "2x3"),
    ("merged", 33, "2x3"), ("three", 55, "2x3"), ("finer", 4, ""), ("finer", 11, ""),
    ("finer", 65, ""), ("finer", 75, ""), ("finer", 290, ""), ("split", 221, "2x3"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "seed", "shape"), LEAKED)
def test_what_once_came_out_does_not(kind, seed, shape):
    """Numbers let go when many changed, known from what was guessed, or thought never to be 0."""
    made = case(kind, seed, shape).release()
    assert made.found("c") == [] and made.found("d") == []


class EveryGroup(Readers):
    """Readers of whom one is asked for each group, whether or not it can matter."""

    def _groups(self, first):
        return iter(self.past.groups)


@pytest.mark.parametrize(("kind", "seed", "shape"), LEAKED)
def test_nobody_who_is_not_asked_would_have_known_more(kind, seed, shape):
    last = case(kind, seed, shape).release().releases[-1]
    task = replace(last.task(), shown=frozenset())
    few, every = (of(last.ledger, last.past, {}, {}) for of in (Readers, EveryGroup))
    assert few.withstanding(task, Effort()) == every.withstanding(task, Effort())
    for number in sorted(last.hidden):
        hidden = last.hidden - {number}
        assert few.know(task, hidden) == every.know(task, hidden)


@pytest.mark.parametrize("seed", [17, 34])
def test_a_third_sex_that_falls_under_the_limit_gives_nobody_away(seed):
    """In 17 the sizes that were hidden followed from who came and left, in 34 the answers."""
    made = third(seed).release()
    assert made.found("c") == [] and made.found("d") == []


def test_a_sex_beside_a_hidden_size_stays_a_group_or_nothing_is_shown():
    made = third(17).release()
    first, later = made.releases[0], made.steps[1].people
    sizes = first.frames[0].set_index(["Kön", "svar"])["n"].loc[[*made.sexes], np.nan]
    assert sizes.isna().any() and (later["Kön"] == "Annat").sum() < first.k
    assert {*made.releases[1].frames[0]["Kön"].dropna()} == {*made.sexes}
    now = Case("third", 17, (2, made.shape[1]))
    release = Release(first.k, earlier=[edition_of(first, "", "2026-01-31")])
    records = now.records(Step(later[later["Kön"] != "Annat"], first.k))
    assert release.add([breakdown(records, "svar", ["Kön"])])[0].is_refused


def test_other_worlds_fit_what_is_out_and_few_changed_in_them():
    past = case("finer", 290).release().releases[-1].past
    for world in past.worlds:
        n = world.counts
        assert all(n[whole] == n[[*parts]].sum() for whole, parts in past.sums)
        assert (n >= past.floor)[[*past.hidden]].all()
        assert (n == past.counts)[[*past.shown]].all()
        groups = [g for t in world.ties for g in t.groups if t.names == ("Kön", "svar")]
        assert all(max(g.left, g.came) < past.many for g in groups)
    assert len({world.counts.tobytes() for world in past.worlds}) > 1


def test_one_part_of_what_was_told_as_one_may_be_a_hidden_zero():
    shown = case("split", 221).release().releases[-1].frames[0]
    nobody = shown[(shown["Kön"] == "Man") & (shown["svar"] == "svar p")]
    assert nobody["n"].isna().all()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_hidden_comes_out_of_all_together(kind):
    made = case(kind, 0).release()
    assert made.found("c") == [] and made.found("d") == []


@pytest.mark.parametrize("kind", ["mix", "half", "limit"])
def test_nor_in_a_crossing(kind):
    made = case(kind, 1, "2x2x3").release()
    assert made.found("c") == [] and made.found("d") == []


@pytest.mark.parametrize(("kind", "seeds"), [("pool", range(4)), ("limit", range(4))])
def test_the_attacker_finds_what_is_published_without_the_earlier_in_view(kind, seeds):
    found = []
    for made in (case(kind, seed) for seed in seeds):
        made.release()
        for i, step in enumerate(made.steps):
            made.releases[i] = Release(step.k)
            made.releases[i].add([breakdown(made.records(step), step.title, ["Kön"])])
        found += made.found("d")
    assert found


def test_the_attacker_finds_another_number_hidden_beside():
    """Women 1, 6, 10: the first page hides 1 and one more, the second 1 and the other."""
    people = table((1, 6, 10), (9, 9, 9)).rename(columns={"Insats": "Svar"})
    people["Svar"] = people["Svar"].map(dict(zip(ANSWERS, ("svar p", "svar q", "svar r"),
                                                 strict=True)))  # fmt: skip
    made = Case("left", 0, (2, 3), [Step(people, 5), Step(people.drop(index=20), 5)]).release()
    assert made.found("c") == made.found("d") == []
    shown = made.published
    told = made.releases[1].frames[0].copy()
    women = (told["Kön"] == "Kvinna") & told["svar"].isin(["svar q", "svar r"])
    other, beside = (told.index[women & is_in] for is_in in (told["n"].notna(), told["n"].isna()))
    assert len(other) == len(beside) == 1
    told.loc[beside, "n"] = told.loc[beside, "svar"].map({"svar q": 6, "svar r": 10})
    both = told["Kön"].isna() & told["svar"].isin(told.loc[other, "svar"])
    told.loc[both | told.index.isin(other), ["n", "share", "low", "high"]] = np.nan
    made.published = lambda: [shown()[0], Published(told, shown()[1].truth, 5)]
    assert (0, frozenset({("Kön", "Kvinna"), ("svar", "svar p")}), 1) in made.found("d")


# Answers that are one and the same


def divided(*answers, name="svar"):
    return kept(Variable(name, options=tuple(
        a if isinstance(a, Option) else Option(a) for a in answers)))  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (["a", "b"], ["b", "a"], {("a", "a"), ("b", "b")}),
        (["a", "b", "c"], [Option("a/b", ("a", "b")), "c"], {("a", "a/b"), ("b", "a/b"),
                                                             ("c", "c")}),
        ([Option("a/b", ("a", "b")), "c"], ["a", "b", "c"], {("a/b", "a"), ("a/b", "b"),
                                                             ("c", "c")}),
        (["a", "b", "c"], ["x", "c"], {("a", "x"), ("b", "x"), ("c", "c")}),
        (["a", "b"], ["a", "b", "c"], {("a", "a"), ("b", "b")}),
    ],
)  # fmt: skip
def test_answers_that_are_merged_or_split_are_told(old, new, found):
    pairs = classes(divided(*old), divided(*new))
    links = {(a, b) for one, two in pairs for a in one for b in two}
    assert links == found | {("Uppgift saknas", "Uppgift saknas")}


def test_answers_with_other_words_are_not_told():
    assert classes(divided("a", "b", "c"), divided("x", "y", "c")) is None


@pytest.mark.parametrize(("new", "is_told"), [((18, 25, 30), True), ((30,), True), ((20,), False)])
def test_classes_of_a_number_are_told_where_one_lies_in_the_other(new, is_told):
    ages = [kept(Variable("ålder", kind="tal", classes=bounds)) for bounds in ((18, 30), new)]
    assert (classes(*ages) is not None) == is_told


# Keys


def test_nothing_in_the_folder_can_be_tried_out_without_its_key(again, tmp_path):
    people = records((5, 4, 4), (5, 1, 2))
    for name in ("a", "b"):
        again(people, tmp_path / name)
    one, two = (read_manifest(tmp_path / n / MANIFEST)[0] for n in ("a", "b"))
    assert one.base != two.base != base_of(people, 5)
    assert one.series != two.series
    contents = [e.variables["Insats"].content for e in (one, two)]
    assert all(contents) and contents[0] != contents[1]
    shutil.copytree(tmp_path / "a", tmp_path / "c")
    assert again(people, tmp_path / "c").past is None  # the same key: the same publication


def test_a_folders_keys_are_apart_and_the_one_for_ties_outlives_cleanup(again, tmp_path):
    again(records((5, 4, 4), (5, 1, 2)))
    keys = {p: key_for(tmp_path, p).digest("x") for p in (ROWS, CONTENT, TIES)}
    assert len({*keys.values(), FIXED.digest("x")}) == 4
    clean(plan_cleanup(tmp_path))
    assert not (tmp_path / KEY_FILE).exists() and (tmp_path / TIES_FILE).is_file()
    assert key_for(tmp_path, TIES).digest("x") == keys[TIES]
    assert key_for(tmp_path, ROWS).digest("x") != keys[ROWS]  # a new key of the folder


def test_a_publication_after_cleanup_is_fitted_to_what_was_out(again, tmp_path):
    first = again(records((5, 4, 4), (5, 1, 2)))
    clean(plan_cleanup(tmp_path))
    second = again(records((5, 4, 4), (5, 1, 2)))
    assert len(second.past.editions) == 1
    assert (first.frames[0]["n"].isna() <= second.frames[0]["n"].isna()).all()


def test_practice_folders_and_none_have_a_key_that_all_know(tmp_path):
    fixed = FIXED.subkey(ROWS).digest("x")
    (tmp_path / "fil").write_text("", encoding="utf-8")
    places = None, sample_root() / "storaker", tmp_path / "fil"
    assert {key_for(p, ROWS).digest("x") for p in places} == {fixed}


def test_ties_are_broken_by_the_key(tmp_path):
    """Four equal answers of women, one of them small: any of the others may be hidden with it."""
    people = records((3, 20, 20), (40, 40, 40))
    patterns = set()
    for i in range(12):
        folder = tmp_path / str(i)
        folder.mkdir()
        release = Release(5, folder=folder)
        release.add([breakdown(people, "Insats")])
        again = Release(5, folder=folder)
        again.add([breakdown(people, "Insats")])
        assert again.hidden == release.hidden
        patterns.add(release.hidden)
    assert len(patterns) > 1 and len({len(p) for p in patterns}) == 1


# What is written down


def test_a_manifest_of_the_first_version_still_protects(again, tmp_path):
    first = again(records((1, 6, 10), (1, 8, 9)))
    path = tmp_path / MANIFEST
    told = json.loads(path.read_text(encoding="utf-8"))
    told["version"], now = 1, told["nu"]
    now["variabler"] = {name: v["svar"] for name, v in now["variabler"].items()}
    now["kansliga"] = []
    for name in ("serie", "kan_vara_0", "tysta", "lika"):
        del now[name]
    for t in now["tabeller"]:
        del t["namn"]
    path.write_text(json.dumps(told), encoding="utf-8")
    second = again(records((1, 6, 10), (1, 7, 9)))
    assert (first.frames[0]["n"].isna() <= second.frames[0]["n"].isna()).all()
    assert json.loads(path.read_text(encoding="utf-8"))["version"] == 2


def test_a_manifest_of_a_newer_version_is_told_in_a_line(again, tmp_path):
    (tmp_path / MANIFEST).write_text('{"version": 4, "nu": null, "tidigare": []}')
    with pytest.raises(SettingError, match="nyare version"):
        again(records((5, 4, 4), (5, 1, 2)))


def test_a_publication_is_read_as_it_was_written(again, tmp_path):
    release = again(records((1, 6, 10), (1, 8, 9)))
    edition, _ = read_manifest(tmp_path / MANIFEST)
    assert edition == replace(edition_of(release, edition.base), given_out=edition.given_out)


# Few changes


@pytest.mark.parametrize(
    ("women", "men", "is_few"),
    [((1, 6, 10), (1, 7, 9), True), ((1, 6, 10), (1, 8, 9), False),
     ((1, 6, 16), (1, 8, 9), False)],
)  # fmt: skip
def test_pages_stand_where_few_have_changed(again, tmp_path, women, men, is_few):
    again(records((1, 6, 10), (1, 8, 9)))
    date = read_manifest(tmp_path / MANIFEST)[0].given_out
    assert few_since(records(women, men), 5, tmp_path) == (date if is_few else "")


def test_forced_pages_do_not_tell_what_the_few_answered(again):
    """A woman came and said «Samtal»: that is not to be seen, though no number was hidden."""
    again(records((20, 20, 20), (20, 20, 20)))
    release = again(records((20, 20, 21), (20, 20, 20)))
    assert of(release, "Kvinna", "Samtal") is None
    frame = release.frames[0]
    women = frame[(frame["Kön"] == "Kvinna") & frame["Insats"].isna()]
    assert women["n"].tolist() == [61]  # how many there are is no answer


def test_many_changes_are_told_as_they_are(again):
    again(records((20, 20, 20), (20, 20, 20)))
    release = again(records((30, 30, 22), (30, 30, 30)))
    assert not release.hidden


# What counts as given out


@pytest.mark.parametrize(
    ("mark", "is_out"), [({}, True), ({"ISU_HANDOUTS": "1"}, False)], ids=["sent on", "handouts"]
)
def test_what_is_shown_where_nobody_sits_is_out(tmp_path, mark, is_out):
    mapp = tmp_path / "mapp"
    mapp.mkdir()
    table((9, 9, 9), (9, 9, 9)).to_csv(mapp / "data.csv", sep=";", index=False)
    cell = (
        f"from isu_helpers.pages import *\nval = settings({str(mapp)!r})\n"
        "breakdown(read_records(val.datafil), 'Insats')"
    )
    path = tmp_path / "bok.ipynb"
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=[new_code_cell(cell)], metadata={"kernelspec": spec}), path)
    env = os.environ | {"PYTHONPATH": str(ROOT)} | mark
    command = [sys.executable, "-m", "papermill", path, tmp_path / "ut.ipynb"]
    subprocess.run(command, check=True, env=env, capture_output=True)
    edition, _ = read_manifest(mapp / MANIFEST)
    assert bool(edition.given_out) == is_out
