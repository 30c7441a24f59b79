"""What is hidden stays hidden: every published set is attacked, and hides no more than it must."""

from dataclasses import replace
from functools import cache, partial
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from attacker import (
    Puzzle,
    fixed,
    none_or_all,
    ranges,
    ranges_by_trial,
    read,
    recovered,
    told_small,
)
from table_sets import KINDS, TableSet, choice, random_records, seeds

from isu_helpers import settings
from isu_helpers.analysis import breakdown, standard
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.configuration import sample_root
from isu_helpers.disclosure import Release, planned, protect, release, release_of
from isu_helpers.disclosure.solver import Task, complement
from isu_helpers.errors import CodebookError, SettingError
from isu_helpers.records import Records

MISSING = "Uppgift saknas"
MEN = [("Man", "Ja", 20), ("Man", "Nej", 20)]
KEYED = Codebook(
    (
        Variable("id", ("id",), role="personnyckel"),
        choice("Kön", ["Kvinna", "Man"], "kön"),
        choice("svar", ["Ja", "Nej"]),
    )
)
SLOW = {"linked": {6, 17}, "three-way": {28}}  # the benchmark has them all
SEEDS = {"two-way": 40, "linked": 25, "three-way": 30, "margins": 12, "handout": 12,
         "subtotals": 16, "several": 10, "sensitive": 28}  # fmt: skip
CASES = [(kind, s) for kind, n in SEEDS.items() for s in seeds(n) if s not in SLOW.get(kind, ())]
OTHER_CLOTHES = [0, 1, 2, 3, 5]
OF_EACH_KIND = [(kind, seed) for kind in KINDS for seed in (1, 5)]
OF_EACH_KIND.remove(("handout", 1))  # slow; the benchmark has it


def people_of(cells):
    """Records of people told as ``(sex, answer, number of people)``."""
    rows = [(sex, answer) for sex, answer, n in cells for _ in range(n)]
    answers = sorted({answer for _, answer, _ in cells if answer})
    codebook = Codebook(
        (choice("Kön", ["Kvinna", "Man", "Annat"], "kön"), choice("svar", answers))
    )
    return Records.from_frame(pd.DataFrame(rows, columns=["Kön", "svar"]), codebook)


def table_of(*cells, groups=None):
    """A breakdown by sex of people told as ``(sex, answer, number of people)``."""
    return breakdown(people_of(cells), "svar", groups=groups)


def number(frame, column="n", **at):
    """The one number of a frame at these categories; a variable not named is summed over."""
    for name in (c for c in frame.columns if c in ("Kön", "svar")):
        frame = frame[frame[name].isna() if name not in at else frame[name] == at[name]]
    return frame[column].iloc[0]


@cache
def sample(folder):
    """The records of a practice folder."""
    return settings(sample_root() / folder).records()


@cache
def plan_of(folder, k):
    """All that is planned of a practice folder."""
    return planned(sample(folder), k)


def truths_in_order(release, tables):
    """What the frames of a release would be with nothing hidden."""
    truths = dict(zip([r.key for r in tables.results], tables.truths(), strict=True))
    return [truths[key] for key in release.results]


# The attacker himself


@pytest.mark.parametrize("seed", range(30))
def test_ranges_equal_trial_of_all_numbers(seed):
    records = random_records(np.random.default_rng(seed), {"svar": 2}, 12)
    frames = protect([breakdown(records, "svar")], 3).frames
    assert ranges(frames, most=14) == ranges_by_trial(frames, most=14)


def test_attacker_finds_what_primary_hiding_leaves():
    # 9 women, 7 of them shown: the hidden one is 2
    frame = table_of(("Kvinna", "Ja", 2), ("Kvinna", "Nej", 7), *MEN).frame
    hidden = frame.assign(n=frame["n"].where(frame["n"] != 2), share=np.nan, low=np.nan)
    found = recovered([hidden.assign(high=np.nan)], [frame], 5)
    assert found == {frozenset({("Kön", "Kvinna"), ("svar", "Ja")}): 2}


@pytest.mark.parametrize("left", [["share", "base"], ["low", "high"]])
def test_attacker_undoes_a_share_or_an_interval(left):
    frame = table_of(("Kvinna", "Ja", 2), ("Kvinna", "Nej", 7), *MEN).frame
    one = (frame["Kön"] == "Kvinna") & (frame["svar"] == "Ja")
    for column in {"n", "base", "share", "low", "high"} - set(left):
        frame[column] = frame[column].astype(float).mask(one)
    assert read([frame]).known[frozenset({("Kön", "Kvinna"), ("svar", "Ja")})] == 2


def test_attacker_knows_that_hidden_is_not_zero():
    # 11 in all and 9 shown leave 2 over two hidden numbers: 1 and 1, see disclosure.md 6
    line = (frozenset(), frozenset(map(frozenset, "abc")))
    puzzle = Puzzle({frozenset(): 11, frozenset("a"): 9}, {line: None})
    assert fixed(puzzle) == {frozenset("b"): 1, frozenset("c"): 1}


def test_attacker_tells_what_can_only_be_small():
    # 4 women and 4 men said Ja or Nej, 5 of them Ja: 1 to 4 women did, but 0 to 3 said Nej
    cells = [("Kvinna", "Ja", 2), ("Kvinna", "Nej", 2), ("Man", "Ja", 3), ("Man", "Nej", 1)]
    frame = table_of(*cells, ("Kvinna", "Vet ej", 7), ("Man", "Vet ej", 20)).frame
    is_gone = frame["Kön"].isin(["Kvinna", "Man"]) & frame["svar"].isin(["Ja", "Nej"])
    hidden = frame.assign(n=frame["n"].mask(is_gone), share=np.nan, low=np.nan, high=np.nan)
    told = told_small([hidden], [frame], 5, ["svar"])
    totals = {frozenset({("svar", "Nej")})}  # 3 in all, and shown
    assert told - totals == {frozenset({("Kön", s), ("svar", "Ja")}) for s in ("Kvinna", "Man")}
    assert totals <= told


def test_attacker_finds_that_none_or_all_gave_an_answer():
    frame = table_of(("Kvinna", "Ja", 9), ("Kvinna", "Nej", 9), ("Man", "Nej", 20)).frame
    found = none_or_all([frame], [frame], ["svar"])
    assert found == {frozenset({("Kön", "Man"), ("svar", s)}) for s in ("Ja", "Nej")}


@pytest.mark.parametrize(("limit", "is_found"), [(31, True), (40, False)])
def test_attacker_subtracts_two_cuts_of_one_thing(limit, is_found):
    # under 30 and under 31 side by side tell how many are 30: three
    ages = [20] * 30 + [30] * 3 + [35] * 12 + [50] * 30
    classes = {"ett": ["a" if n < 30 else "b" for n in ages],
               "två": ["x" if n < limit else "y" for n in ages]}  # fmt: skip
    book = Codebook(
        (choice("Kön", ["Man"], "kön"), choice("ett", ["a", "b"]), choice("två", ["x", "y"]))
    )
    records = Records.from_frame(pd.DataFrame({"Kön": "Man", **classes}), book)
    frames = [breakdown(records, name).frame for name in classes]
    truths = [*frames, breakdown(records, "ett", "två").frame]
    cuts = {("ett", "två"): {("a", "x"), ("b", "x"), ("b", "y")}}
    assert bool(recovered(frames, truths, 5, cuts=cuts)) == is_found


# Whole sets under attack


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_release_gives_no_small_count_away(kind, seed):
    tables = KINDS[kind](seed)
    release, truths = tables.released(), tables.truths()
    sensitive, cuts = tables.sensitive, tables.cuts
    assert recovered(release.frames, truths, tables.k, sensitive=sensitive, cuts=cuts) == {}
    assert read(release.frames).known.items() <= read(truths).known.items()


@pytest.mark.parametrize("seed", seeds(28))
def test_release_tells_nothing_of_who_gave_a_sensitive_answer(seed):
    tables = KINDS["sensitive"](seed)
    frames, truths, names = tables.released().frames, tables.truths(), tables.sensitive
    assert names and not told_small(frames, truths, tables.k, names, cuts=tables.cuts)
    assert not none_or_all(frames, truths, names, cuts=tables.cuts)


@pytest.mark.parametrize("seed", seeds(12))
def test_release_shows_every_zero(seed):
    tables = KINDS["three-way"](seed)
    release = tables.released()
    for protected, truth in zip(
        release.results.values(), truths_in_order(release, tables), strict=True
    ):
        names = [axis.name for axis in protected.axes]
        both = protected.frame.merge(truth, on=names, suffixes=("", "_true"))
        assert protected.is_refused or (both.loc[both["n_true"] == 0, "n"] == 0).all()


@pytest.mark.parametrize("seed", range(8))
def test_release_keeps_what_is_out_when_more_comes(seed):
    tables = KINDS["linked"](seed)
    release, before = Release(tables.k), {}
    for result in tables.results:
        release.protected(result)
        for key, frame in before.items():
            pd.testing.assert_frame_equal(release.results[key].frame, frame)
        before = {key: p.frame for key, p in release.results.items()}


@pytest.mark.parametrize("folder", ["bjorkasen", "storaker"])
@pytest.mark.parametrize("k", [5, 10])
def test_planned_gives_no_small_count_away(folder, k):
    records = sample(folder)
    release = plan_of(folder, k)
    results = [p.result for p in release.results.values()]
    tables, sex = TableSet(records, results, k, "jointly"), records.codebook["kön"].name
    marked = [{v.name for v in records.codebook if getattr(v, flag)}
              for flag in ("is_sensitive", "is_open")]  # fmt: skip
    marked = [names | {f"{name} (grövre)" for name in names} for names in marked]
    assert recovered(release.frames, tables.truths(), k, sex, *marked) == {}


PRACTICE = sorted(p.parent.name for p in sample_root().glob("*/kodbok.yaml"))


@pytest.mark.parametrize("folder", PRACTICE)
def test_no_crossing_of_a_practice_folder_shows_few(folder):
    for protected in plan_of(folder, 5).tables:
        frame, names = protected.frame, [axis.name for axis in protected.axes]
        inner = frame[frame[names].notna().all(axis=1)]
        answers = inner[~(inner[names[1:]] == MISSING).all(axis=1)]
        assert len(names) == 2 or not answers["n"].between(1, 4).any()


def test_planned_ties_one_group_under_two_names():
    # Whoever has no decision has «Ingen insats»: with k = 10 the boys with stödsamtal were found
    records = sample("bjorkasen")
    marked = {v.name for v in records.codebook if v.is_sensitive}
    puzzle = read(
        plan_of("bjorkasen", 10).frames, marked | {f"{name} (grövre)" for name in marked}
    )
    for group in [frozenset(), frozenset({("kön", "Flicka")}), frozenset({("kön", "Pojke")})]:
        one, two = ({("beviljad insats", "Nej")}, {("slags insats", "Ingen insats")})
        puzzle.sums[group | one, frozenset({group | two})] = None
    found = {a for a, n in fixed(puzzle).items() if 0 < n < 10}
    assert not any(("slags insats", "Stödsamtal") in a for a in found)


# Rules one by one


def test_protect_hides_a_second_number_beside_the_small_one():
    frame = protect([table_of(("Kvinna", "Ja", 2), ("Kvinna", "Nej", 7), *MEN)]).frames[0]
    assert np.isnan([number(frame, Kön="Kvinna", svar=s) for s in ("Ja", "Nej")]).all()
    assert number(frame, Kön="Kvinna") == 9 and number(frame) == 49


@pytest.mark.parametrize(("count", "is_shown"), [(4, False), (5, True)])
def test_protect_shows_a_count_of_exactly_the_limit(count, is_shown):
    frame = protect([table_of(("Kvinna", "Ja", count), ("Kvinna", "Nej", 20), *MEN)]).frames[0]
    assert np.isfinite(number(frame, Kön="Kvinna", svar="Ja")) == is_shown


def test_protect_hides_shares_intervals_and_differences_with_the_count():
    release = protect([table_of(("Kvinna", "Ja", 2), ("Kvinna", "Nej", 20), *MEN)])
    [protected] = release.results.values()
    frame = protected.frame
    gone = frame["n"].isna() | frame["base"].isna()
    assert frame.loc[gone, ["share", "low", "high"]].isna().all(axis=None)
    assert protected.difference[["value", "low", "high"]].isna().all(axis=None)


def test_protect_marks_all_hidden_numbers_alike():
    frame = protect([table_of(("Kvinna", "Ja", 2), ("Kvinna", "Nej", 20), *MEN)]).frames[0]
    assert set(frame.loc[frame["n"].isna(), "hidden"]) == {"n"}
    assert set(frame.loc[frame["n"].notna() & frame["base"].notna(), "hidden"]) == {""}


def test_protect_shows_missing_answers_of_few():
    frame = protect([table_of(("Kvinna", "Ja", 20), ("Kvinna", None, 2), *MEN)]).frames[0]
    assert number(frame, Kön="Kvinna", svar=MISSING) == 2


@pytest.mark.parametrize(("others", "is_shown"), [(4, False), (5, True)])
def test_protect_shows_another_sex_from_the_limit_on(others, is_shown):
    frame = protect([table_of(("Kvinna", "Ja", 20), ("Annat", "Ja", others), *MEN)]).frames[0]
    assert ("Annat" in set(frame["Kön"])) == is_shown
    assert number(frame) == 60 + others * is_shown  # never in a total that gives them away


def test_a_small_third_sex_takes_no_figures_from_women_and_men():
    few, own = (
        [("Annat", "Ja", 2), ("Annat", "Nej", 4)],
        [("Kvinna", "Ja", 9), ("Kvinna", "Nej", 8)],
    )
    frame = protect([table_of(*own, *few, *MEN)]).frames[0].set_index(["Kön", "svar"])["n"]
    hidden = [(sex, answer) for sex in ("Annat", np.nan) for answer in ("Ja", "Nej")]
    assert list(frame[frame.isna()].index) == hidden


@pytest.mark.parametrize("names", [("svar", "Kön"), ("Kön", "svar")])
def test_protect_answers_of_people_whose_sex_is_not_known(names):
    cells = [("Kvinna", "Ja", 20), ("Kvinna", "Nej", 20), (None, "Ja", 2), (None, "Nej", 6)]
    frame = protect([breakdown(people_of([*cells, *MEN]), *names)]).frames[0]
    assert np.isnan(number(frame, Kön=MISSING, svar="Ja"))
    assert number(frame, Kön=MISSING) == 8


def test_protect_by_sex_and_of_sex_are_the_same_numbers():
    cells = [("Kvinna", "Ja", 2), ("Kvinna", "Nej", 20), ("Kvinna", None, 3), *MEN]
    release, records = Release(5), people_of(cells)
    one = release.protected(breakdown(records, "svar", "Kön")).frame
    two = release.protected(breakdown(records, "Kön", "svar")).frame
    for sex, answer, _ in cells:
        pair = [number(f, Kön=sex, svar=answer or MISSING) for f in (one, two)]
        assert pair[0] == pair[1] or np.isnan(pair).all()


def test_protect_swapped_order_of_groups_is_the_same_table():
    records, release = KINDS["three-way"](3).records, Release(5)
    one = release.protected(breakdown(records, "svar", ["Kön", "ålder"])).frame
    two = release.protected(breakdown(records, "svar", ["ålder", "Kön"])).frame
    pd.testing.assert_frame_equal(one, two)


def test_protect_counts_people_and_not_rows():
    # nine rows of «Ja» that are three women are three
    table = pd.DataFrame({"id": [1, 2, 3] * 3 + list(range(10, 40))})
    table["Kön"] = ["Kvinna"] * 19 + ["Man"] * 20
    table["svar"] = ["Ja"] * 9 + ["Nej"] * 20 + ["Ja"] * 10
    frame = protect([breakdown(Records.from_frame(table, KEYED), "svar")]).frames[0]
    assert np.isnan(number(frame, Kön="Kvinna", svar="Ja"))


def test_protect_counts_a_person_once_who_stands_as_two_sexes():
    # three people, each as woman and man: six rows, but no more than three people
    table = pd.DataFrame({"id": [1, 2, 3] * 2, "Kön": ["Kvinna"] * 3 + ["Man"] * 3, "svar": "Ja"})
    release = protect([breakdown(Records.from_frame(table, KEYED), "svar")])
    assert not (release.frames[0]["n"] > 0).any()


def test_protect_a_compared_group_too_small_to_show_is_missing_and_no_crash():
    cells = [("Kvinna", "Ja", 20), ("Annat", "Ja", 2), *MEN]
    [protected] = protect([table_of(*cells, groups=("Kvinna", "Annat"))]).results.values()
    assert protected.difference["value"].isna().all()


def test_protect_below_three_is_refused():
    with pytest.raises(ValueError, match="at least 3"):
        protect([], k=2)


def test_protect_nothing_and_nobody():
    nobody = Records.from_frame(pd.DataFrame(columns=["id", "Kön", "svar"]), KEYED)
    assert protect([]).frames == []
    assert (protect([breakdown(nobody, "svar")]).frames[0]["n"] == 0).all()


def test_release_of_other_people_is_refused():
    one, two = people_of([("Kvinna", "Ja", 20), *MEN]), people_of([("Kvinna", "Ja", 19), *MEN])
    with pytest.raises(ValueError, match="different people"):
        protect([breakdown(one, "svar"), breakdown(two, "Kön", "svar")])


def test_release_of_other_classes_is_refused():
    # Under 30 and under 31 side by side would tell how many are 30
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 30, "ålder": [20, 30, 40, 50, 60, 70] * 10})
    age = Variable("ålder", ("ålder",), kind="tal", role="bakgrund", classes=(30, 50))
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), age))
    held = {}  # what one run has shown
    release = release_of(Records.from_frame(table, codebook), 5, held=held)
    again = Records.from_frame(table, codebook.replaced(replace(age, classes=(31, 50))))
    assert release_of(again, 5, held=held) is release
    with pytest.raises(CodebookError, match="Starta om kärnan"):
        release.protected(breakdown(again, "ålder"))


def test_release_of_another_limit_is_refused():
    people = Records.from_frame(pd.DataFrame({"Kön": list("KM") * 9, "Stöd": ["Ja", "Nej"] * 9}))
    release_of(people, 5)
    with pytest.raises(SettingError, match="har redan visats med 5"):
        release_of(people, 10)


def test_release_of_one_column_cut_twice_is_refused():
    # two variables of a codebook that read «Ålder», one from 30 on and one from 31 on
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 30, "Ålder": [20, 30, 40, 50, 60, 70] * 10})
    one = Variable("ålder", ("Ålder",), kind="tal", role="bakgrund", classes=(30, 50))
    two = replace(one, name="åldersgrupp", classes=(31, 50))
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), one, two))
    with pytest.raises(CodebookError, match="samma kolumn"):
        planned(Records.from_frame(table, codebook), 5)


def test_release_unprotected_shows_all():
    frame = Release(5, is_protected=False).protected(KINDS["two-way"](5).results[0]).frame
    assert frame["n"].notna().all() and (frame["hidden"] == "").all()


# The same in other clothes


def hidden(release):
    """The addresses that a release hides, in an order of their own."""
    return sorted(map(sorted, (release.ledger.addresses[i] for i in release.hidden)))


def again(tables, records):
    """The results of a table set, made of other records."""
    return [breakdown(records, r.of.name, [v.name for v in r.by]) for r in tables.results]


def costs_as_much(one, two):
    """Whether two releases hide as much, ties between equals aside."""
    costs = [r.task().cost[sorted(r.hidden)].sum() for r in (one, two)]
    return np.isclose(*costs, atol=0.2)


def recoded(tables, name, names):
    """The results of a table set with the answers of a variable under other names."""
    old, frame = tables.records.codebook, tables.records.frame.astype(object)
    frame[name] = frame[name].map(dict(zip(old[name].categories, names, strict=False)))
    book = old.replaced(replace(old[name], options=tuple(map(Option, names))))
    return again(tables, Records.from_frame(frame, book))


@pytest.mark.parametrize(("kind", "seed"), OF_EACH_KIND)
def test_protect_hides_the_same_whatever_the_order_of_rows(kind, seed):
    tables = KINDS[kind](seed)
    rows = np.random.default_rng(seed).permutation(len(tables.records))
    shuffled = Records(tables.records.frame.iloc[rows], tables.records.codebook)
    one, two = (protect(r, tables.k) for r in (tables.results, again(tables, shuffled)))
    assert hidden(one) == hidden(two)


@pytest.mark.parametrize(("kind", "seed"), OF_EACH_KIND)
def test_release_gives_the_same_bytes_each_time(kind, seed):
    tables = [KINDS[kind](seed) for _ in range(2)]
    one, two = ([f.to_csv() for f in t.released().frames] for t in tables)
    assert one == two


@pytest.mark.parametrize(("kind", "seed"), OF_EACH_KIND)
def test_a_search_that_is_cut_short_hides_more_and_gives_nothing_away(kind, seed, monkeypatch):
    monkeypatch.setattr(release, "LIMIT", 0.0)
    monkeypatch.setattr(release, "complement", partial(complement, least=0.0))
    tables = KINDS[kind](seed)
    frames = tables.released().frames
    names, cuts = tables.sensitive, tables.cuts
    assert not recovered(frames, tables.truths(), tables.k, sensitive=names, cuts=cuts)
    again = KINDS[kind](seed).released().frames
    assert [f.to_csv() for f in frames] == [f.to_csv() for f in again]


@pytest.mark.parametrize(("effort", "tables"), [(-1.0, 3), (0.0, 4)])
def test_a_plan_that_is_cut_short_leaves_crossings_out(effort, tables, monkeypatch):
    rng, roles = np.random.default_rng(4), {"a": "bakgrund", "b": "behov", "c": "insats"}
    frame = {"Kön": rng.choice(["Kvinna", "Man"], 900)}
    frame |= {name: rng.choice(list("xyz"), 900) for name in roles}
    asked = (choice(name, list("xyz"), role) for name, role in roles.items())
    book = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), *asked))
    records = Records.from_frame(pd.DataFrame(frame), book)
    whole = planned(records, 5)
    monkeypatch.setattr(release, "PLANNED", effort)
    short = planned(records, 5)
    kept = [p.result.key for p in short.tables]
    assert kept == [p.result.key for p in whole.tables][: len(kept)]
    assert len(whole.tables) == 5 and len(kept) == tables
    assert all(short.chosen(c) is None for c in standard(records)[len(kept) :])


@pytest.mark.parametrize(("kind", "seed"), OF_EACH_KIND)
def test_protect_hides_as_much_under_other_names(kind, seed):
    tables = KINDS[kind](seed)
    name = next(v.name for v in tables.records.codebook if v.role != "kön")
    names = [f"Ö{99 - i}" for i, _ in enumerate(tables.records.codebook[name].categories)]
    one, two = (protect(r, tables.k) for r in (tables.results, recoded(tables, name, names)))
    assert costs_as_much(one, two)


@pytest.mark.parametrize(("kind", "seed"), OF_EACH_KIND)
def test_protect_an_empty_category_hides_as_much(kind, seed):
    tables = KINDS[kind](seed)
    name = next(v.name for v in tables.records.codebook if v.role != "kön" and not v.is_sensitive)
    names = [*tables.records.codebook[name].categories, "ingen alls"]
    one, two = (protect(r, tables.k) for r in (tables.results, recoded(tables, name, names)))
    assert costs_as_much(one, two)


@pytest.mark.parametrize("seed", OTHER_CLOTHES)
def test_protect_hides_as_many_when_transposed(seed):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame({"a": rng.choice(list("xyz"), 90), "b": rng.choice(list("pqrs"), 90)})
    codebook = Codebook(
        (choice("Kön", ["Kvinna"], "kön"), choice("a", list("xyz")), choice("b", list("pqrs")))
    )
    records = Records.from_frame(table.assign(Kön="Kvinna"), codebook)
    one, two = (protect([breakdown(records, *by)], 8) for by in [("a", "b"), ("b", "a")])
    assert len(one.hidden) == len(two.hidden)


# No more than must be hidden


def test_release_tells_its_cost_and_the_least_possible():
    release = protect([table_of(("Kvinna", "Ja", 2), ("Kvinna", "Nej", 20), *MEN)])
    assert release.pattern.is_optimal and release.hidden <= release.pattern.hidden


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shape", [(2, 2), (2, 4), (3, 3), (3, 4)])
def test_complement_hides_the_fewest(shape, seed):
    table = np.random.default_rng([seed, *shape]).poisson(6, shape)
    counts, sums = margins(table)
    small = frozenset(np.flatnonzero((counts > 0) & (counts < 5)).tolist())
    task = Task(counts, sums, small, frozenset(), frozenset(), np.ones(counts.size))
    least = fewest(counts, sums, small, most=6)
    assert least is not None and len(complement(task).hidden) == least


def margins(table):
    """The counts of a table with its margins, and the sums that tie them."""
    full = np.pad(table, ((0, 1), (0, 1)))
    full[-1], full[:, -1] = full.sum(axis=0), full.sum(axis=1)
    full[-1, -1] = table.sum()
    places = np.arange(full.size).reshape(full.shape)
    lines = [*places, *places.T]
    return full.ravel(), frozenset((int(v[-1]), tuple(map(int, v[:-1]))) for v in lines)


def fewest(counts, sums, small, most):
    """The size of the smallest safe choice, by trying all with up to ``most`` more numbers."""
    candidates = [i for i in range(counts.size) if counts[i] > 0 and i not in small]
    for more in range(min(most, len(candidates)) + 1):
        for chosen in combinations(candidates, more):
            if is_safe(counts, sums, small.union(chosen), small):
                return len(small) + more
    return None


def is_safe(counts, sums, gone, small):
    """Whether the attacker finds no small number when these are hidden."""
    if any(len(gone.intersection((whole, *parts))) == 1 for whole, parts in sums):
        return False
    names = [frozenset({("tal", str(i))}) for i in range(counts.size)]
    puzzle = Puzzle(
        {names[i]: int(n) for i, n in enumerate(counts) if i not in gone},
        {(names[w], frozenset(names[p] for p in parts)): None for w, parts in sums},
    )
    return fixed(puzzle).keys().isdisjoint(names[i] for i in small)
