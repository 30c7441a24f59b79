"""Intervals against statsmodels and against values worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from isu_helpers.intervals import default_level, newcombe, wilson

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
