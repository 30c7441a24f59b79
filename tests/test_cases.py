"""Files in which a person stands on several rows, which are alike and tell less than as many."""

import numpy as np
import pandas as pd
import pytest

from isu_helpers import Records, breakdown, explain_difference, protect
from isu_helpers.analysis.intervals import lessened, newcombe, widened, wilson
from isu_helpers.analysis.units import chance_limits
from isu_helpers.analysis.verdict import CLEAR, verdicts
from isu_helpers.disclosure.means import mean_of
from isu_helpers.show.sentences import WIDE, about

PEOPLE = 120


def people(seed: int = 1) -> pd.DataFrame:
    """A row a person, with answers that have nothing to do with each other."""
    rng = np.random.default_rng(seed)
    told = {
        "Personnyckel": [f"P{i:03}" for i in range(PEOPLE)],
        "Kön": rng.choice(["Kvinna", "Man"], PEOPLE),
        "Boende": rng.choice(["Ensam", "Tillsammans", "Annat"], PEOPLE),
        "Insats": rng.choice(["Ja", "Nej"], PEOPLE),
    }
    return pd.DataFrame(told)


def records(frame: pd.DataFrame, times: int | np.ndarray = 1) -> Records:
    return Records.from_frame(frame.loc[frame.index.repeat(times)].reset_index(drop=True))


@pytest.mark.parametrize(("times", "effect"), [(1, 1), (2, 2), (3, 3), (6, 7)])
def test_as_many_rows_of_each_person_are_worth_one(times, effect):
    assert records(people(), times).design_effect == effect


def test_rows_of_different_numbers_are_worth_what_kish_says():
    times = np.random.default_rng(3).integers(1, 5, PEOPLE)
    exact = (times**2).sum() / times.sum()
    found = records(people(), times).design_effect
    assert exact <= found <= exact + 0.5 and found in (2, 2.5, 3, 4)


def test_every_row_twice_makes_no_interval_narrower():
    once, twice = records(people()), records(people(), 2)
    for of in ("Boende", "Insats"):
        one, two = breakdown(once, of), breakdown(twice, of)
        assert (two.frame["n"] == 2 * one.frame["n"]).all()
        for found, told in ((one.frame, two.frame), (one.difference, two.difference)):
            assert np.allclose(found[["low", "high"]], told[["low", "high"]], equal_nan=True)


def test_every_row_twice_explains_no_more():
    once, twice = (
        explain_difference(records(people(7), times), of="Insats", criterion="Boende")
        for times in (1, 2)
    )
    for name in ("crude", "standardised", "odds_ratio"):
        one, two = getattr(once, name), getattr(twice, name)
        assert (two.value, two.low, two.high) == pytest.approx(
            (one.value, one.low, one.high), 0.02
        )
    assert twice.homogeneity == pytest.approx(once.homogeneity)
    assert twice.verdict == once.verdict


def test_wider_is_as_of_fewer():
    low, high = wilson([30, 0, 50], [50, 20, 50], level=widened(0.95, 2.5))
    fewer = wilson([12, 0, 20], [20, 8, 20], level=0.95)
    assert np.allclose([low, high], fewer)
    # a p-value of so many z is that of z divided by the root of the effect
    assert float(lessened(0.0455002638963584, 4)) == pytest.approx(0.317310507862914)


def test_noise_of_alike_rows_is_rarely_called_clear():
    """Twenty questions that differ by nothing, of people on three rows each; 200 files."""
    rng, runs, questions = np.random.default_rng(11), 200, 20
    called = {1.0: 0, 3.0: 0}
    for _ in range(runs):
        yes = 3 * rng.binomial([[50], [70]], 0.4, (2, questions))
        n, base = np.concatenate([yes, 3 * np.array([[50], [70]]) - yes], axis=1), (150, 210)
        for effect in called:
            words, _ = verdicts(n[0], base[0], n[1], base[1], effect=effect,
                                question=[*range(questions)] * 2)  # fmt: skip
            called[effect] += CLEAR in words
    assert called[3.0] <= 0.09 * runs  # 5 %, and what 200 files may happen to have
    assert called[1.0] > 0.25 * runs  # as if they were all different people


def test_a_real_difference_is_still_found():
    effect, (n1, n2) = 2.0, newcombe(160, 200, 80, 200)[1:]
    assert n1 < n2
    words, _ = verdicts([160, 40], 200, [80, 120], 200, question=[1, 1], effect=effect)
    assert set(words) == {CLEAR}


def test_the_funnel_is_as_wide_as_of_the_people():
    """All of a person's rows alike: the limits of 100 people, however many rows they have."""
    for share in (0.1, 0.5, 0.8):
        assert chance_limits(share, 300, 6, effect=3) == chance_limits(share, 100, 6)


def test_a_mean_of_alike_rows_is_no_surer_than_of_people():
    values = np.random.default_rng(2).gamma(2, 10, 400)
    once, twice = (mean_of("Kvinna", np.repeat(values, n), float(n)).exact for n in (1, 2))
    assert np.allclose(once, twice, rtol=0.002)


def test_a_page_that_counts_cases_says_so():
    twice = protect([breakdown(records(people(), 2), "Insats")]).tables[0]
    assert about(twice).startswith("Uppgifterna räknar ärenden, inte personer: ")
    assert about(twice).endswith(WIDE) and WIDE not in about(twice, has_intervals=False)
    once = protect([breakdown(records(people()), "Insats")]).tables[0]
    assert about(once).startswith("Uppgifterna gäller ") and WIDE not in about(once)
