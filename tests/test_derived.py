"""Variables worked out of others: the same people in coarser groups, protected with the finer."""

import numpy as np
import pandas as pd
import pytest
from table_sets import choice

from isu_helpers.analysis import breakdown
from isu_helpers.codebook import Codebook, Variable
from isu_helpers.disclosure import protect, release_of
from isu_helpers.records import Records
from isu_helpers.records.derived import coarser, derived


@pytest.fixture
def records():
    """Sixty people of three ages in order: 20, 30 and 50, the sexes by turns."""
    age = Variable("ålder", ("ålder",), kind="tal", role="bakgrund", classes=(25, 40))
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), age, choice("svar", ["a", "b"])))
    ages = [20] * 12 + [30] * 28 + [50] * 20
    answers = ["a", "a", "b", "b"] * 15
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 30, "ålder": ages, "svar": answers})
    return Records.from_frame(table, codebook)


def test_coarser_cuts_ordered_classes_as_evenly_as_can_be(records):
    found = coarser(records, records.variable("ålder"), np.array([12, 28, 20]))
    assert found.categories == ("Under 40", "40 eller mer")
    assert np.bincount(records.codes(found)).tolist() == [40, 20]
    assert derived(records, found.rule) == found


def test_coarser_leaves_what_has_no_order_or_two_classes(records):
    assert coarser(records, records.variable("svar"), np.array([30, 30])) is None
    assert coarser(records, records.variable("Kön"), np.array([30, 30])) is None


def test_coarser_of_a_scale_names_the_span():
    scale = Variable(
        "mål", ("mål",), kind="skala", options=tuple(choice("x", list("1234")).options)
    )
    codebook = Codebook((choice("Kön", ["Kvinna", "Man"], "kön"), scale))
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 4, "mål": list("1234") * 2})
    found = coarser(Records.from_frame(table, codebook), scale, np.array([2, 2, 2, 2]))
    assert found.categories == ("1–2", "3–4")


def test_coarser_and_finer_side_by_side_add_up(records):
    found = coarser(records, records.variable("ålder"), np.array([12, 28, 20]))
    fine, coarse = protect([breakdown(records, "ålder"), breakdown(records, found)]).frames
    total = coarse[coarse[found.name] == "Under 40"].set_index("Kön")["n"]
    parts = fine[fine["ålder"].isin(["Under 25", "25–39"])].groupby("Kön")["n"].sum()
    assert total[["Kvinna", "Man"]].tolist() == parts[["Kvinna", "Man"]].tolist()


def test_a_derived_table_comes_back_in_another_kernel(records, tmp_path):
    found = coarser(records, records.variable("ålder"), np.array([12, 28, 20]))
    mine = release_of(records, 5, folder=tmp_path).protected(breakdown(records, "svar", found))
    again = release_of(records, 5, folder=tmp_path, held={})
    assert mine.result.key in again.results
    pd.testing.assert_frame_equal(again.results[mine.result.key].frame, mine.frame)
