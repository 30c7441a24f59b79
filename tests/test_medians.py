"""Medians, quartiles and waiting times: right, safe, and told in words."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from attacker import recovered
from audit_medians import blind
from scipy.stats import hypergeom, norm
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from isu_helpers import Records, Release
from isu_helpers.analysis import breakdown, medians, waiting_times
from isu_helpers.analysis.planned import plan
from isu_helpers.analysis.quantiles import gap_of_medians, log_rank, spread
from isu_helpers.errors import CodebookError
from isu_helpers.records.derived.fine import bounds_of, days_between, finer
from isu_helpers.show.bundle import section_of
from isu_helpers.show.html import html_of
from isu_helpers.show.spreads import spreads_of
from isu_helpers.show.words import words_of


def cases(n: int = 300, seed: int = 1) -> pd.DataFrame:
    """Cases with two dates, of which the second is unknown when it lies after the last day."""
    rng = np.random.default_rng(seed)
    start = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 600, n), unit="D")
    sex = np.array(["Flicka", "Pojke"])[np.arange(n) % 2]
    days = rng.lognormal(np.log(np.where(sex == "Flicka", 41, 63)), 0.8).round()
    end = start + pd.to_timedelta(days, unit="D")
    told = [d.strftime("%Y-%m-%d") if d <= pd.Timestamp("2025-12-31") else "" for d in end]
    return pd.DataFrame({"Kön": sex, "Aktualiserad": start.strftime("%Y-%m-%d"), "Beslut": told,
                         "Poäng": rng.lognormal(3, 0.7, n).round()})  # fmt: skip


def test_spread_by_hand():
    # 10 of 40 within 30 days, 30 within 60: half of them halfway through the second class.
    found = spread("Flicka", np.array([10, 20, 10]), 40, [30, 60], start=0)
    assert [q.value for q in found.quarters] == [30, 45, 60]
    assert found.left.tolist() == [30, 10] and not found.is_about.any()


def test_spread_with_open_cases_by_hand():
    # 20 at risk, 4 leave in the middle: 8 of 18 are there; of the 8 left 4 more, 2 leave: 4 of 7.
    found = spread("Flicka", np.array([8, 4, 2, 4, 2, 0]), 20, [30, 60], [30, 60], start=0)
    assert found.share == pytest.approx([8 / 18, 1 - 10 / 18 * 3 / 7])
    assert found.left.tolist() == [8, 2]


def test_spread_over_no_bound_is_told_as_such():
    found = spread("Flicka", np.array([30, 5, 5]), 40, [30, 60])
    assert found.median.value == -np.inf  # where the first class begins is not known
    assert spread("Flicka", np.array([5, 5, 30]), 40, [30, 60]).median.value == np.inf


def test_spread_holds_wherever_the_hidden_lies():
    shown = np.array([10.0, np.nan, np.nan, 30, 20])
    found = spread("Flicka", shown, 75, [10, 20, 30, 40], start=0)
    for first in range(16):
        whole = np.where(np.isnan(shown), [0, first, 15 - first, 0, 0], shown)
        other = spread("Flicka", whole, 75, [10, 20, 30, 40], start=0)
        assert found.median.low <= other.median.low + 1e-9
        assert found.median.high >= other.median.high - 1e-9
    assert found.is_about.tolist() == [False, True, False, False]


def test_spread_is_not_told_of_too_little():
    assert spread("Flicka", np.array([5, np.nan, np.nan]), 10, [30, 60]) is None
    assert spread("Flicka", np.array([5, 5, 5]), np.nan, [30, 60]) is None


def test_waiting_times_agree_with_kaplan_and_meier():
    records = Records.from_frame(cases(4000))
    (choice,) = waiting_times(records)
    found = spreads_of(Release(is_protected=False).protected(choice.items[0]))
    start, end = (records.frame[n].to_numpy("datetime64[D]") for n in ("Aktualiserad", "Beslut"))
    last = np.where(np.isnat(end), np.nanmax(end.astype("datetime64[D]")), end)
    days = (last - start) / np.timedelta64(1, "D")
    for s in found[:2]:
        rows = (records.frame["Kön"] == s.group).to_numpy()
        exact = SurvfuncRight(days[rows], ~np.isnat(end)[rows])
        assert s.median.value == pytest.approx(exact.quantile(0.5), rel=0.04)
        assert s.quarters[2].value == pytest.approx(exact.quantile(0.75), rel=0.05)
        at = [exact.surv_prob[exact.surv_times <= b][-1] for b in s.bounds]
        assert 1 - s.share == pytest.approx(at, abs=0.01)
        low, high = exact.quantile_ci(0.5)
        assert (s.median.low, s.median.high) == pytest.approx((low, high), rel=0.06)


def test_medians_agree_with_the_numbers():
    records = Records.from_frame(cases(4000))
    (choice,) = medians(records)
    for s in spreads_of(Release(is_protected=False).protected(choice.items[0]))[:2]:
        values = records.frame["Poäng"][(records.frame["Kön"] == s.group).to_numpy()]
        exact = np.quantile(values, [0.25, 0.5, 0.75])
        assert [q.value for q in s.quarters] == pytest.approx(exact, abs=0.8)


def test_finer_classes_keep_the_bounds_of_the_codebook():
    records = Records.from_frame(cases())
    variable = records.codebook["Poäng"]
    fine, *_ = finer(records, variable)
    assert set(variable.classes) < set(bounds_of(fine))
    codes = records.codes(fine).astype(int)
    inside = np.searchsorted(variable.classes, [*bounds_of(fine)[:1], *bounds_of(fine)], "right")
    inside[0] = 0
    assert (inside[codes] == records.codes(variable)).all()


def test_few_people_keep_the_classes_of_the_codebook():
    records = Records.from_frame(cases(40))
    assert finer(records, records.codebook["Poäng"]) == []


def test_days_between_wants_two_dates():
    records = Records.from_frame(cases())
    with pytest.raises(CodebookError, match="Väntade två datum"):
        days_between(records, records.codebook["Aktualiserad"], records.codebook["Poäng"])


def test_days_are_missing_where_the_second_date_is_the_earlier():
    table = cases()
    table.loc[:9, "Beslut"] = "2023-01-01"
    (choice,) = waiting_times(Records.from_frame(table))
    frame = choice.items[0].frame
    missing = frame[(frame[choice.of.name] == "Uppgift saknas") & frame["Kön"].isna()]
    assert missing["n"].tolist() == [10]


def test_the_section_says_when_half_are_there():
    text = told(cases(1200))
    assert re.search(r"Hälften av flickorna är framme efter ungefär (39|4[0-3]) dagar", text)
    assert re.search(r"\d dagar längre för pojkarna än för flickorna, med ett intervall", text)


def test_the_finest_classes_of_which_nothing_is_hidden_are_taken():
    release = Release()
    (choice,) = medians(Records.from_frame(cases(300)))
    taken = release.chosen(choice)
    assert taken.visible.all() and taken.result.of.name != choice.items[0].of.name
    assert {p.result.of.name for p in release.tables} == {taken.result.of.name}


def test_without_two_dates_the_section_says_what_is_wanting():
    assert "minst två datum" in told(cases().drop(columns="Beslut"))


def test_twins_give_the_same_bytes():
    # Two of 1 and 2 of each sex trade places between two classes whose counts are hidden.
    tables = [sparse(a) for a in (1, 2)]
    pages = [told(t) for t in tables]
    assert "dolt" in pages[0] and pages[0] == pages[1]


def sparse(first: int) -> pd.DataFrame:
    """Waiting times with small counts in two classes of both sexes."""
    common = [10] * 30 + [20] * 25 + [35] * 25
    days = {"Flicka": common + [50] * first + [70] * (3 - first),
            "Pojke": common + [50] * (3 - first) + [70] * first}  # fmt: skip
    rows = [(sex, d) for sex, found in days.items() for d in found]
    start = pd.Timestamp("2024-01-01")
    return pd.DataFrame({"Kön": [s for s, _ in rows], "Aktualiserad": "2024-01-01",
                         "Beslut": [(start + pd.Timedelta(days=d)).strftime("%Y-%m-%d")
                                    for _, d in rows]})  # fmt: skip


def told(table: pd.DataFrame) -> str:
    return str(html_of([section_of(waiting_times(Records.from_frame(table)))]))


def test_the_gap_of_medians_has_an_interval():
    one = spread("Flicka", np.array([10, 20, 10]), 40, [30, 60], start=0)
    two = spread("Pojke", np.array([5, 10, 25]), 40, [30, 60], start=0)
    assert gap_of_medians(one, two) is None  # half of the second are over all bounds
    gap = gap_of_medians(one, one)
    assert gap.value == 0 and gap.low == -gap.high


@pytest.mark.parametrize("seed", range(4))
def test_no_hidden_count_is_reckoned_with(seed):
    release = Release()
    records = Records.from_frame(cases(60 + 40 * seed, seed))
    choices = [*medians(records), *waiting_times(records)]
    every = [release.protected(result) for choice in choices for result in choice.items]
    assert any(not p.visible.all() for p in every)
    for protected in every:
        assert str(spreads_of(protected)) == str(spreads_of(blind(protected)))


@pytest.mark.parametrize("seed", range(3))
def test_an_attacker_finds_no_small_count_in_any_division(seed):
    release = Release()
    records = Records.from_frame(cases(100 + 60 * seed, seed))
    release.add([breakdown(records, "Poäng")])
    for choice in (*medians(records), *waiting_times(records)):
        for result in choice.items:
            release.protected(result)
    out = [p for p in release.tables if not p.is_refused]
    nested = cuts(records, [p.result.of for p in out])
    truths = [p.result.frame for p in release.tables]
    assert nested and recovered(release.frames, truths, 5, cuts=nested) == {}


def cuts(records: Records, variables: list) -> dict:
    """The pairs of divisions of which one lies within the other, and the classes that meet."""
    found = {}
    for one, two in combinations(variables, 2):
        codes = np.array([records.codes(v).astype(int) for v in (one, two)])
        pairs = {(one.categories[a], two.categories[b]) for a, b in codes.T if min(a, b) >= 0}
        if len(pairs) == max(len({a for a, _ in pairs}), len({b for _, b in pairs})):
            found[one.name, two.name] = pairs
    return found


def test_an_amount_begins_at_nothing_and_points_where_nobody_knows():
    for name, is_known in (("Väntetid i dagar", True), ("Poäng", False)):
        rows = pd.DataFrame({"Kön": list("KM") * 20, name: [*range(5, 25), *range(50, 70)]})
        (choice,) = medians(Records.from_frame(rows))
        found = spreads_of(Release().protected(choice.items[-1]))
        assert np.isfinite(found[0].quarters[0].value) == is_known


def test_log_rank_is_mantels_test_of_the_classes():
    counts = np.array([[30, 20, 15, 9], [18, 20, 22, 20]])
    one, two = (spread("", c, c.sum(), [30, 60, 90], start=0) for c in counts)
    time, group = (np.concatenate([np.repeat(v, c) for v, c in zip(values, counts, strict=True)])
                   for values in ([[1, 2, 3, 4]] * 2, [[0] * 4, [1] * 4]))  # fmt: skip
    _, p = survdiff(time, np.ones(time.size), group)
    left, ends = counts[:, ::-1].cumsum(axis=1)[:, ::-1], counts.sum(axis=0)
    variance = sum(hypergeom.var(left[:, j].sum(), left[0, j], ends[j]) for j in range(3))
    z, continuity = norm.isf(p / 2), 0.5 / np.sqrt(variance)
    assert norm.isf(log_rank(one, two) / 2) == pytest.approx(z - continuity)
    assert log_rank(one, one) == 1


def test_the_word_of_days_is_of_the_planned_family():
    records = Records.from_frame(cases(1200))
    release = Release()
    (choice,) = waiting_times(records)
    protected = release.chosen(choice)
    words = words_of(release)
    one, two, *_ = spreads_of(protected)
    assert words.planned == plan(records).weight > 1
    p = log_rank(one, two) * words.planned
    assert p < 0.05 and words.of_days(protected) == "tydlig skillnad"
    assert "Sett till hela tiden är det en tydlig skillnad." in told(cases(1200))


def test_days_alike_are_said_to_be_and_few_are_too_few():
    table = cases(4000)
    table["Kön"] = np.where(np.arange(4000) % 4 < 2, "Flicka", "Pojke")
    assert "Sett till hela tiden är grupperna ungefär lika." in told(table)
    assert "tydlig" not in told(cases(24))
