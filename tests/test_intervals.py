"""Intervals and exact tests against statsmodels, scipy and values worked out by hand."""

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from isu_helpers.analysis.intervals import (
    default_level,
    fisher,
    mean_interval,
    newcombe,
    paired,
    square_and_add,
    welch,
    wilson,
)

TABLES = [(0, 1), (1, 1), (0, 5), (5, 5), (1, 2), (3, 7), (14, 24), (21, 24), (199, 200)]


@st.composite
def counts(draw):
    """A count and its base, none and all of it as often as others."""
    base = draw(st.integers(1, 500))
    return draw(st.sampled_from([0, base]) | st.integers(0, base)), base


@given(counts(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_equals_statsmodels(table, level):
    expected = proportion_confint(*table, alpha=1 - level, method="wilson")
    assert np.allclose(wilson(*table, level=level), expected, rtol=0, atol=1e-12)


@given(counts(), counts(), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_newcombe_equals_statsmodels(one, two, level):
    expected = confint_proportions_2indep(
        *one, *two, method="newcomb", compare="diff", alpha=1 - level
    )
    value, low, high = newcombe(*one, *two, level=level)
    assert np.allclose((low, high), expected, rtol=0, atol=1e-12)
    assert value == pytest.approx(one[0] / one[1] - two[0] / two[1], abs=1e-15)


def test_newcombe_equals_statsmodels_on_arrays():
    one, two = zip(*[(a, b) for a in TABLES for b in TABLES], strict=True)
    (n1, b1), (n2, b2) = np.array(one).T, np.array(two).T
    _, low, high = newcombe(n1, b1, n2, b2)
    expected = [
        confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
        for a, b in zip(one, two, strict=True)
    ]
    assert np.allclose(np.column_stack([low, high]), expected, rtol=0, atol=1e-12)


def test_wilson_of_one_person():
    # z² = 3,8415: nobody of one gives 0 to z²/(1 + z²), one of one the same from above
    z2 = 1.959963984540054**2
    assert wilson(0, 1) == pytest.approx((0, z2 / (1 + z2)), abs=1e-12)
    assert wilson(1, 1) == pytest.approx((1 / (1 + z2), 1), abs=1e-12)


def test_wilson_of_half_is_symmetric():
    # 5 of 10: centre ½ and half-width z/(2√(n + z²)), by hand from Wilson's formula
    half = 1.959963984540054 / (2 * math.sqrt(10 + 1.959963984540054**2))
    assert wilson(5, 10) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-12)


def test_wilson_ends_are_exact_at_none_and_all():
    low, high = wilson([0, 7], [7, 7])
    assert low[0] == 0 and high[1] == 1
    assert 0 < high[0] < 1 and 0 < low[1] < 1


def test_wilson_of_nobody_is_missing():
    assert np.isnan(wilson([0], [0])).all()
    assert np.isnan(newcombe([0, 1], [0, 2], [1, 0], [2, 0])).all()


def test_wilson_of_a_hidden_count_is_missing():
    # A count or a base that is not shown must not come back as an interval of 0 to something
    for n, base in [(np.nan, 5), (3, np.nan), (np.nan, np.nan)]:
        assert np.isnan(wilson(n, base)).all()


def test_newcombe_is_mirrored_when_the_groups_change_places():
    value, low, high = newcombe(3, 9, 5, 6)
    other = newcombe(5, 6, 3, 9)
    assert (value, low, high) == pytest.approx((-other[0], -other[2], -other[1]), abs=1e-15)


def test_newcombe_holds_at_none_against_some():
    # Newcombe (1998), method 10: 0/5 − 3/7, where Wald's interval would have too little width
    value, low, high = newcombe(0, 5, 3, 7)
    assert (round(float(low), 2), round(float(high), 2)) == (-0.75, 0.08)
    assert value == pytest.approx(-3 / 7)


def test_wilson_of_empty_arrays():
    low, high = wilson([], [])
    assert low.shape == high.shape == (0,)


def test_default_level_is_the_usual_one():
    assert default_level() == 0.95
    assert wilson(3, 9) == wilson(3, 9, level=0.95)


values = st.lists(st.integers(-50, 50), min_size=2, max_size=40).filter(lambda v: len({*v}) > 1)


def moments(sample):
    """Mean, standard deviation of a sample, and number."""
    return np.mean(sample), np.std(sample, ddof=1), len(sample)


@given(values, st.sampled_from([0.8, 0.95, 0.99]))
def test_mean_interval_equals_scipy(sample, level):
    expected = stats.ttest_1samp(sample, 0).confidence_interval(level)
    assert mean_interval(*moments(sample), level=level) == pytest.approx(expected, abs=1e-9)


@given(values, values, st.sampled_from([0.8, 0.95, 0.99]))
def test_welch_equals_statsmodels(one, two, level):
    means = CompareMeans(DescrStatsW(one), DescrStatsW(two))
    expected = means.tconfint_diff(alpha=1 - level, usevar="unequal")
    value, low, high = welch(*moments(one), *moments(two), level=level)
    assert (low, high) == pytest.approx(expected, abs=1e-9)
    assert value == pytest.approx(np.mean(one) - np.mean(two), abs=1e-12)


def test_welch_by_hand():
    # 1,2,3,4 and 2,4,6,8: variances 5/3 and 20/3 of 4, se² = 25/12, freedom (25/12)²/(17·25/432)
    freedom = (25 / 12) ** 2 / ((5 / 12) ** 2 / 3 + (20 / 12) ** 2 / 3)
    assert freedom == pytest.approx(75 / 17)
    half = stats.t.ppf(0.975, 75 / 17) * math.sqrt(25 / 12)
    got = welch(*moments([1, 2, 3, 4]), *moments([2, 4, 6, 8]))
    assert got == pytest.approx((-2.5, -2.5 - half, -2.5 + half), abs=1e-12)


@pytest.mark.parametrize("two", [(5, 0, 0), (5, np.nan, 1), (np.nan, 1, 9), (5, 1, np.nan)])
def test_welch_of_a_group_too_small_has_no_interval(two):
    assert np.isnan(welch(3, 1, 20, *two)[1:]).all()


def test_welch_of_groups_without_spread_has_no_interval():
    value, low, high = welch([3, 3], [0, 0], [9, 9], [1, 1], [0, 1], [9, 9])
    assert value.tolist() == [2, 2]
    assert np.isnan([low[0], high[0]]).all() and low[1] < 2 < high[1]


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=30))
def test_paired_equals_scipy(pairs):
    before, after = np.array(pairs).T
    value, low, high = paired(before, after)
    assert value == pytest.approx(after.mean() - before.mean(), abs=1e-12)
    if np.ptp(after - before):
        expected = stats.ttest_rel(after, before).confidence_interval()
        assert (low, high) == pytest.approx(expected, abs=1e-9)
    else:
        assert np.isnan([low, high]).all()


def test_paired_leaves_out_who_lacks_a_value():
    assert paired([3, 4, np.nan, 5, 1], [4, 6, 2, 6, np.nan]) == paired([3, 4, 5], [4, 6, 6])


def test_paired_of_nobody_and_of_one_person():
    assert np.isnan(paired([], [])).all() and np.isnan(paired([np.nan], [3])).all()
    value, low, high = paired([3], [5])
    assert value == 2 and np.isnan([low, high]).all()


def test_square_and_add_equals_published_values():
    # Newcombe (2001), a study of antenatal care: how much the effect differs between two groups
    one, two = newcombe(17, 65, 17, 75), newcombe(18, 72, 16, 65)
    expected = (0.03102564, -0.1686752, 0.2343009)
    assert square_and_add(one, two) == pytest.approx(expected, abs=5e-8)


def test_square_and_add_by_hand():
    # 10 (7 to 14) minus 4 (0 to 5): down by √(3² + 1²), up by √(4² + 4²)
    expected = (6, 6 - math.sqrt(10), 6 + math.sqrt(32))
    assert square_and_add((10, 7, 14), (4, 0, 5)) == pytest.approx(expected, abs=1e-12)


def test_square_and_add_of_symmetric_intervals_adds_variances():
    # As for normal estimates: half-widths 3 and 4 give 5
    assert square_and_add((1, -2, 4), (2, -2, 6)) == pytest.approx((-1, -6, 4), abs=1e-12)


def test_square_and_add_of_a_hidden_estimate_is_missing():
    assert np.isnan(square_and_add((1, 0, 2), newcombe(1, 3, np.nan, 4))).all()


def test_square_and_add_holds_its_level_for_the_change_of_a_gap():
    # Four groups of 30, gaps of 20 and 10 points: the interval should hold the change in 95 %
    rng = np.random.default_rng(1)
    n = rng.binomial(30, [[0.6], [0.4], [0.5], [0.4]], size=(4, 4000))
    _, low, high = square_and_add(newcombe(n[0], 30, n[1], 30), newcombe(n[2], 30, n[3], 30))
    assert ((low <= 0.1) & (high >= 0.1)).mean() == pytest.approx(0.95, abs=0.015)


@given(counts(), counts())
def test_fisher_equals_scipy(one, two):
    table = [[one[0], one[1] - one[0]], [two[0], two[1] - two[0]]]
    expected = stats.fisher_exact(table).pvalue
    assert fisher(*one, *two) == pytest.approx(expected, rel=1e-8, abs=1e-300)


def test_fisher_by_counting_tables():
    # 3 of 4 against 0 of 3: hits 3 of 7, so C(4,x)C(3,3−x)/35 = 1, 12, 18, 4; 3 has 4 + 1 of 35
    assert fisher(3, 4, 0, 3) == pytest.approx(float(Fraction(5, 35)), abs=1e-12)


@pytest.mark.parametrize("table", [(0, 5, 0, 7), (5, 5, 7, 7), (0, 1, 0, 1), (1, 1, 0, 1)])
def test_fisher_of_tables_that_tell_nothing_is_one(table):
    assert fisher(*table) == pytest.approx(1, abs=1e-12)


def test_fisher_of_hidden_counts_and_empty_groups_is_missing():
    n1, b1, n2, b2 = [np.nan, 1, 0, 2], [5, np.nan, 0, 5], [1, 1, 1, 0], [5, 5, 5, 0]
    assert np.isnan(fisher(n1, b1, n2, b2)).all()
    assert fisher([], [], [], []).shape == (0,)


def test_fisher_of_very_large_groups():
    # So far from each other that no float is small enough, and near the normal approximation
    assert fisher(900_000, 1_000_000, 100_000, 1_000_000) == 0
    z = 0.002 / math.sqrt(2 * 0.501 * 0.499 / 500_000)
    near = 2 * stats.norm.sf(z)
    assert fisher(251_000, 500_000, 250_000, 500_000) == pytest.approx(near, rel=0.02)


def test_edges_warn_of_nothing():
    edges = np.array([0, 0, 1, 5, np.nan]), np.array([0, 1, 1, 5, 5])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        newcombe(*edges, *edges[::-1])
        fisher(*edges, edges[0][::-1], 5)
        welch(1, edges[0], edges[1], 2, edges[0], edges[1])
        mean_interval(1, edges[0], edges[1])
        paired(*edges)
