"""The primary rule: sensitive, open and sensitively missing answers; and overlaps."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from attacker import fixed, read, recovered
from hypothesis import given, settings
from hypothesis import strategies as st
from table_sets import choice

from isu_helpers.analysis import breakdown
from isu_helpers.analysis.result import Choice
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.disclosure import Release, protect
from isu_helpers.disclosure.ledger import alike
from isu_helpers.disclosure.primary import crowd_of, splits_small
from isu_helpers.records import Records

MISSING = "Uppgift saknas"


def records_of(cells, **flags):
    """Records of people told as ``(sex, answer, number of people)``; flags are the answer's."""
    rows = [(sex, answer) for sex, answer, n in cells for _ in range(n)]
    answers = sorted({answer for _, answer, _ in cells if answer})
    asked = Variable("svar", ("svar",), options=tuple(map(Option, answers)), **flags)
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), asked))
    return Records.from_frame(pd.DataFrame(rows, columns=["Kön", "svar"]), codebook)


def frame_of(cells, k=5, **flags):
    """The protected table of the answers by sex."""
    return protect([breakdown(records_of(cells, **flags), "svar")], k).frames[0]


def number(frame, sex, answer):
    """The number of a sex with an answer; of all where a name is None."""
    for name, value in (("Kön", sex), ("svar", answer)):
        frame = frame[frame[name].isna() if value is None else frame[name] == value]
    return frame["n"].iloc[0]


def tables_that_fit(frame, most):
    """Every table of women's and men's «Ja» and «Nej» that fits the shown numbers, by trial.

    Its numbers are from 0 up, since a hidden number of a sensitive variable may be 0.
    """
    tables = np.indices((most + 1,) * 4).reshape(2, 2, -1)
    full = np.pad(tables, ((0, 1), (0, 1), (0, 0)))
    full[2], full[:, 2] = full.sum(axis=0), full.sum(axis=1)
    full[2, 2] = tables.sum(axis=(0, 1))
    sexes, answers = ("Kvinna", "Man", None), ("Ja", "Nej", None)
    shown = np.array([[number(frame, s, a) for a in answers] for s in sexes])[..., None]
    return tables[..., (np.isnan(shown) | (shown == full)).all(axis=(0, 1))]


@given(st.lists(st.integers(0, 5), min_size=4, max_size=4))
@settings(max_examples=40, deadline=None)
def test_sensitive_answers_are_neither_known_nor_told_to_be_small(counts):
    groups = list(product(("Kvinna", "Man"), ("Ja", "Nej")))
    cells = [(*group, n) for group, n in zip(groups, counts, strict=True)]
    frame = frame_of(cells, k=3, is_sensitive=True)
    table = np.array(counts).reshape(2, 2)
    if (table.sum(axis=1) < 3).any() or (table.sum(axis=0) == 0).any():
        return  # groups too small to show, or an answer that the codebook lacks
    fits = tables_that_fit(frame, 12)
    for (i, j), n in np.ndenumerate(table):
        values = set(fits[i, j].tolist())
        assert not (0 < n < 3 and values <= {1, 2})
        assert n not in (0, table[i].sum()) or values != {n}


def test_sensitive_none_and_all_are_hidden():
    cells = [("Kvinna", "Ja", 0), ("Kvinna", "Nej", 40), ("Man", "Ja", 12), ("Man", "Nej", 20)]
    plain, sensitive = frame_of(cells), frame_of(cells, is_sensitive=True)
    assert number(plain, "Kvinna", "Ja") == 0 and number(plain, "Kvinna", "Nej") == 40
    assert np.isnan([number(sensitive, "Kvinna", a) for a in ("Ja", "Nej")]).all()


def test_open_answers_of_few_are_shown_where_the_group_is_large_enough():
    cells = [("Kvinna", "Ja", 1), ("Kvinna", "Nej", 9), ("Man", "Ja", 2), ("Man", "Nej", 8)]
    assert number(frame_of(cells, is_open=True), "Kvinna", "Ja") == 1  # ten women answered
    few = [*cells[:2], ("Man", "Ja", 2), ("Man", "Nej", 2)]
    assert np.isnan(number(frame_of(few, is_open=True), "Man", "Ja"))  # four men did
    assert np.isnan(number(frame_of(cells), "Kvinna", "Ja"))


@pytest.mark.parametrize(("men", "is_shown"), [(5, True), (4, False)])
def test_an_open_answer_is_shown_from_a_group_of_exactly_the_limit(men, is_shown):
    cells = [("Kvinna", "Ja", 6), ("Kvinna", "Nej", 9), ("Man", "Ja", 1), ("Man", "Nej", men - 1)]
    assert bool(number(frame_of(cells, is_open=True), "Man", "Ja") == 1) is is_shown


def crossed(rows, **marks):
    """Records of sex, an open answer and a place: ``rows`` are (sex, answer, place, count)."""
    every = [row[:3] for row in rows for _ in range(row[3])]
    table = pd.DataFrame(every, columns=["Kön", "svar", "ort"], dtype=object)
    book = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"),
                     replace(choice("svar", ["Ja", "Nej"], "resultat"), is_open=True, **marks),
                     choice("ort", ["Norr", "Syd"], "bakgrund")))  # fmt: skip
    return Records.from_frame(table, book)


ROWS = [("Kvinna", "Ja", "Norr", 3), ("Kvinna", "Ja", "Syd", 9), ("Kvinna", "Nej", "Norr", 12),
        ("Kvinna", "Nej", "Syd", 11), ("Man", "Ja", "Norr", 14), ("Man", "Ja", "Syd", 15),
        ("Man", "Nej", "Norr", 2), ("Man", "Nej", "Syd", 1)]  # fmt: skip


def test_open_answers_of_few_are_hidden_in_every_crossing():
    records = crossed(ROWS)
    of, by, ort = "svar", "kön", "ort"
    for counted, asked in ((of, [by, ort]), (ort, [by, of])):
        frame = protect([breakdown(records, counted, by=asked)], k=5).frames[0]
        inner = frame[frame[["Kön", "svar", "ort"]].notna().all(axis=1)]
        assert not inner["n"].between(1, 4).any() and inner["n"].isna().any()


@given(
    st.lists(st.integers(0, 9), min_size=8, max_size=8),
    st.sampled_from([("kön", "ort"), ("ort",)]),
    st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_attacker_finds_nothing_in_crossings_of_open_variables(counts, by, is_after):
    rows = [(*row[:3], n) for row, n in zip(ROWS, counts, strict=True)]
    groups = [sum(n for s, _, _, n in rows if s == sex) for sex in ("Kvinna", "Man")]
    if min(groups) < 5 or len({o for _, _, o, n in rows if n}) < 2:
        return  # a sex too few to be shown, or a place that the file lacks
    records = crossed(rows)
    asked = [breakdown(records, "svar", by="kön"), breakdown(records, "svar", by=list(by))]
    release = Release(5)
    for result in asked if is_after else [asked]:
        release.add([result] if is_after else result)
    assert recovered(release.frames, [r.frame for r in asked], 5, "Kön", opened=["svar"]) == {}


def test_a_crossing_of_an_answer_that_few_gave_is_not_planned_though_it_is_open():
    records = crossed(ROWS)  # three men said no: where they are would show by zeros
    result = breakdown(records, "svar", by=["kön", "ort"])
    assert splits_small(result, 5)


def test_a_crossing_that_would_break_down_a_rare_answer_is_not_chosen():
    """Two women of 62 gave it: much of the table could stand, but zeros tell where they are."""
    cells = [(sex, answer, place, 15) for sex in ("Kvinna", "Man") for answer in ("Ja", "Nej")
             for place in ("Norr", "Syd")]  # fmt: skip
    rare = [("Kvinna", "Vet inte", "Norr", 2), ("Man", "Vet inte", "Norr", 9),
            ("Man", "Vet inte", "Syd", 8)]  # fmt: skip
    rows = [row[:3] for row in (*cells, *rare) for _ in range(row[3])]
    book = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"),
                     choice("svar", ["Ja", "Nej", "Vet inte"], "insats"),
                     choice("ort", ["Norr", "Syd"], "bakgrund")))  # fmt: skip
    records = Records.from_frame(pd.DataFrame(rows, columns=["Kön", "svar", "ort"]), book)
    asked = breakdown(records, "svar", by=["kön", "ort"])
    assert Release(5).chosen(Choice((asked,))) is None
    assert Release(5, is_protected=False).chosen(Choice((asked,))) is not None


def test_one_person_alone_in_two_groups_ties_nothing():
    rows = [("Kvinna", "Ja", "Syd")] + [("Kvinna", "Nej", "Norr")] * 9 + [("Man", "Nej", "Norr")]
    book = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), choice("a", ["Ja", "Nej"]),
                     choice("b", ["Norr", "Syd"])))  # fmt: skip
    for count, ties in ((1, set()), (2, {("b", "Syd")})):
        table = pd.DataFrame(rows[:1] * count + rows[1:], columns=["Kön", "a", "b"])
        records, seen = Records.from_frame(table, book), {}
        crowd = crowd_of(records, 3)
        alike(crowd, breakdown(records, "a").cube, seen)
        found = alike(crowd, breakdown(records, "b").cube, seen)
        assert {key for key in found if key[1] == "Syd"} == ties


def test_sensitive_wins_over_open():
    cells = [("Kvinna", "Ja", 1), ("Kvinna", "Nej", 19), ("Man", "Ja", 9), ("Man", "Nej", 20)]
    assert np.isnan(number(frame_of(cells, is_open=True, is_sensitive=True), "Kvinna", "Ja"))


@pytest.mark.parametrize(("is_sensitive", "is_shown"), [(False, True), (True, False)])
def test_missing_answers_of_few_are_shown_unless_missing_is_sensitive(is_sensitive, is_shown):
    cells = [("Kvinna", "Ja", 20), ("Kvinna", None, 2), ("Man", "Ja", 20), ("Man", None, 9)]
    frame = frame_of([*cells, ("Man", "Nej", 9)], is_missing_sensitive=is_sensitive)
    assert np.isfinite(number(frame, "Kvinna", MISSING)) == is_shown


# Two divisions of one thing


def ages(bounds, name):
    """A variable of ages cut at bounds."""
    return Variable(name, (name,), kind="tal", role="bakgrund", classes=bounds)


def people_by_age(young, edge, old):
    """Women under 18, from 18 to 20 and over, and as many men; two columns with the age."""
    age = ([10] * young + [19] * edge + [40] * old) * 2
    half = young + edge + old
    sex = ["Kvinna"] * half + ["Man"] * half
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), ages((18, 30), "ålder"),
                         ages((21, 30), "åldersgrupp")))  # fmt: skip
    return Records.from_frame(
        pd.DataFrame({"Kön": sex, "ålder": age, "åldersgrupp": age}), codebook
    )


@pytest.mark.parametrize("edge", [1, 3])
def test_two_cuts_of_age_do_not_give_the_few_between_them_away(edge):
    records = people_by_age(20, edge, 30)
    frames = protect([breakdown(records, n) for n in ("ålder", "åldersgrupp")]).frames
    known = read(frames).known
    for sex in ("Kvinna", "Man", None):
        by = frozenset({("Kön", sex)} if sex else set())
        pair = [by | {("ålder", "Under 18")}, by | {("åldersgrupp", "Under 21")}]
        gap = known.get(pair[1], np.inf) - known.get(pair[0], 0)
        assert not 0 < gap < 5


def test_two_cuts_of_age_are_shown_where_those_between_are_many():
    records = people_by_age(20, 6, 30)
    frames = protect([breakdown(records, n) for n in ("ålder", "åldersgrupp")]).frames
    assert all(frame["n"].notna().all() for frame in frames)


@pytest.mark.parametrize("seed", range(6))
def test_subtotals_do_not_give_a_small_count_away(seed):
    rng = np.random.default_rng(seed)
    fine = rng.choice(["a1", "a2", "b1", "b2", "b3"], 70, p=[0.05, 0.35, 0.1, 0.45, 0.05])
    table = pd.DataFrame({"Kön": rng.choice(["Kvinna", "Man"], 70), "fin": fine})
    table["grov"] = table["fin"].str[0]
    fine, coarse = choice("fin", ["a1", "a2", "b1", "b2", "b3"]), choice("grov", ["a", "b"])
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), fine, coarse))
    records = Records.from_frame(table, codebook)
    frames = protect([breakdown(records, n) for n in ("fin", "grov")]).frames
    puzzle = read(frames)
    for sex in ("Kvinna", "Man", None):
        by = frozenset({("Kön", sex)} if sex else set())
        for group, size in (("a", 2), ("b", 3)):
            parts = frozenset(by | {("fin", f"{group}{i + 1}")} for i in range(size))
            puzzle.sums[by | {("grov", group)}, parts] = None
    truth = table.groupby(["Kön", "fin"]).size()
    found = {a: n for a, n in fixed(puzzle).items() if 0 < n < 5}
    assert not found and (truth < 5).any()
