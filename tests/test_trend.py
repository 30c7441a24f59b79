"""Trends: periods against pandas, the change of the gap by hand, and nothing to recover."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from attacker import MISSING, fixed, read, recovered, rows
from bs4 import BeautifulSoup
from drawn import charts, heard, key
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, ttest_ind_from_stats
from statsmodels.stats.proportion import confint_proportions_2indep
from table_sets import choice, seeds

from isu_helpers.analysis import breakdown, trend
from isu_helpers.analysis.intervals import newcombe, welch
from isu_helpers.analysis.trend import POOLED, TREND, longer
from isu_helpers.analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN, touching, turn, zelen
from isu_helpers.codebook import NO, YES, Codebook, Variable
from isu_helpers.disclosure import protect, release_of
from isu_helpers.errors import CodebookError
from isu_helpers.records import Records
from isu_helpers.records.derived import derived, finest_unit, in_periods
from isu_helpers.show import MIME, bundle
from isu_helpers.show.words import words_of

SEXES = ["Kvinna", "Man", "Annat"]
ANSWER = Variable("svar", ("svar",), kind="ja/nej", role="behov", options=(YES, NO))
DAY = Variable("dag", ("dag",), kind="datum", role="tid")


def records_of(table, *variables):
    """Records of a table with a sex and a yes/no answer, and what else is told of it."""
    known = (choice("Kön", SEXES, "kön"), ANSWER, *variables)
    return Records.from_frame(table, Codebook(known))


def dated(shares, size=40, start="2024-01-01", step="QS"):
    """In each period as many women as men, of which these shares (pairs) answer yes."""
    days = pd.date_range(start, periods=len(shares), freq=step) + pd.Timedelta(days=9)
    rows = [
        (sex, day, "Ja" if i < share * size else "Nej")
        for day, pair in zip(days, shares, strict=True)
        for sex, share in zip(SEXES, pair, strict=False)
        for i in range(size)
    ]
    return pd.DataFrame(rows, columns=["Kön", "dag", "svar"])


def soup(shown):
    return BeautifulSoup(bundle(shown)[MIME]["html"], "html.parser")


def text(shown):
    return soup(shown).get_text(" ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("unit", "freq", "first"),
    [("år", "Y", "2023"), ("halvår", "2Q", "jul–dec 2023"), ("kvartal", "Q", "kv 4 2023"),
     ("månad", "M", "dec 2023")],
)  # fmt: skip
def test_periods_of_dates_agree_with_pandas(unit, freq, first):
    days = pd.date_range("2023-12-31", "2024-12-30", freq="D")
    table = pd.DataFrame({"Kön": "Man", "dag": days, "svar": "Ja"})
    records = records_of(table, DAY)
    found = in_periods(records, records.codebook["dag"], unit, 1)
    codes = np.bincount(records.codes(found))
    if unit == "halvår":
        expected = [1, 182, 183]  # 31 December; 366 days less the last
    else:
        expected = pd.Series(days.to_period(freq)).value_counts(sort=False).tolist()
    assert codes.tolist() == expected
    assert found.categories[0] == first


def test_periods_leave_out_a_mistyped_year_and_what_is_missing():
    days = ["1924-05-01"] + ["2024-05-01"] * 5 + ["2025-05-01"] * 6 + ["2026-01-01"] * 4 + [None]
    records = records_of(pd.DataFrame({"Kön": "Man", "dag": days, "svar": "Ja"}), DAY)
    found = in_periods(records, records.codebook["dag"], "år", 5)
    assert found.categories == ("2024", "2025")
    assert records.codes(found).tolist() == [-1] + [0] * 5 + [1] * 6 + [-1] * 5


@given(st.lists(st.dates(dt.date(2019, 1, 1), dt.date(2026, 12, 31)), min_size=1))
def test_a_period_without_people_between_two_others_stands_as_empty(days):
    table = pd.DataFrame({"Kön": "Man", "dag": [d.isoformat() for d in days], "svar": "Ja"})
    records = records_of(table, DAY)
    found = in_periods(records, records.codebook["dag"], "månad", 1)
    months = [d.year * 12 + d.month for d in days]
    assert len(found.categories) == max(months) - min(months) + 1
    assert records.codes(found).tolist() == [m - min(months) for m in months]


@pytest.mark.parametrize(
    ("names", "unit", "years"),
    [
        (["2024", "2025"], "år", [1, 1]),
        (["2024 vår", "2024 höst", "2025 vår"], "halvår", [2, 1]),
        (["vt 2024", "ht 2024", "vt 2025"], "halvår", [2, 1]),
        (["2024 kv 4", "2025 Q1", "kvartal 2 2025"], "kvartal", [1, 2]),
        (["2024-12", "2025-01", "feb 2025", "mars 2025"], "månad", [1, 3]),
        (["2024 vår", "2025"], "år", [1, 1]),
    ],
)
def test_periods_are_known_by_their_names(names, unit, years):
    table = pd.DataFrame({"Kön": "Man", "tid": names, "svar": "Ja"})
    records = records_of(table, choice("tid", names, "tid"))
    variable = records.codebook["tid"]
    assert finest_unit(records, variable) == unit
    found = in_periods(records, variable, "år", 1)
    assert np.bincount(records.codes(found)).tolist() == years


def test_names_that_are_the_periods_asked_for_stay_as_they_are():
    names = ["2024 vår", "2024 höst"]
    table = pd.DataFrame({"Kön": "Man", "tid": names, "svar": "Ja"})
    records = records_of(table, choice("tid", names, "tid"))
    assert in_periods(records, records.codebook["tid"], "halvår", 1) == records.codebook["tid"]


def test_names_out_of_order_are_put_in_order():
    names = ["2025", "2024"]
    table = pd.DataFrame({"Kön": "Man", "tid": names * 5, "svar": "Ja"})
    records = records_of(table, choice("tid", names, "tid"))
    found = in_periods(records, records.codebook["tid"], "år", 5)
    assert found.categories == ("2024", "2025") and records.codes(found)[:2].tolist() == [1, 0]


def test_a_rule_makes_the_same_period_again():
    records = records_of(dated([(0.5, 0.5)] * 4), DAY)
    found = in_periods(records, records.codebook["dag"], "kvartal", 5)
    assert derived(records, found.rule) == found


def test_trend_counts_as_pandas_does():
    rng = np.random.default_rng(3)
    n = 600
    table = pd.DataFrame(
        {"Kön": rng.choice(["Kvinna", "Man"], n), "svar": rng.choice(["Ja", "Nej"], n),
         "dag": pd.Timestamp("2023-01-01") + pd.to_timedelta(rng.integers(0, 1090, n), "D")}
    )  # fmt: skip
    result = trend(records_of(table, DAY), "svar")
    expected = pd.crosstab([table["Kön"], table["dag"].dt.year], table["svar"])
    inner = result.frame.dropna(subset=["Kön", "dag (år)", "svar"])
    yes = inner[inner["svar"] == "Ja"].set_index(["Kön", "dag (år)"])["n"]
    for (sex, year), row in expected.iterrows():
        assert yes[sex, str(year)] == row["Ja"]
    assert result.analysis == TREND


def test_trend_makes_periods_longer_where_groups_are_small():
    records = records_of(dated([(0.5, 0.5)] * 4, size=6), DAY)  # 6 a quarter, 12 a half, of 2 × 5
    result = trend(records, "svar", period="kvartal")
    assert result.analysis == POOLED
    assert result.by[1].categories == ("jan–jun 2024", "jul–dec 2024")
    assert [r.by[1].categories for r in longer(result)] == [("2024",)]


def test_trend_looks_at_sizes_and_never_at_answers():
    few, many = (dated([(share, share)] * 4, size=12) for share in (0.0, 0.5))
    found = [trend(records_of(t, DAY), "svar", period="kvartal").by[1] for t in (few, many)]
    assert found[0] == found[1]


def test_trend_takes_the_variable_that_comes_nearest():
    half = choice("halvår", ["2024 vår", "2024 höst"], "tid")
    table = dated([(0.5, 0.5)] * 4).assign(halvår=["2024 vår", "2024 höst"] * 160)
    records = records_of(table, DAY, half)
    assert trend(records, "svar", period="halvår").by[1] == half
    assert trend(records, "svar", period="kvartal").by[1].name == "dag (kvartal)"
    assert trend(records, "svar", period="dag").by[1].name == "dag (år)"


def test_trend_by_the_names_of_periods_that_no_calendar_has():
    when = choice("skede", ["Före", "Efter"], "övrigt")
    table = dated([(0.5, 0.5)]).assign(skede=["Före", "Efter"] * 40)
    assert trend(records_of(table, when), "svar", period="skede").by[1] == when


def test_trend_of_a_file_of_years():
    table = pd.DataFrame(
        {"Kön": ["Kvinna", "Man"] * 40, "svar": "Ja", "År": [2024] * 40 + [2025] * 40}
    )
    year = Variable("År", ("År",), kind="tal", role="tid")
    assert trend(records_of(table, year), "svar").by[1].categories == ("2024", "2025")


@pytest.mark.parametrize(
    ("variables", "period", "said"),
    [
        ([], "år", "Ange i kodboken vilken det är"),
        ([choice("tid", ["2024", "2025"], "tid")], "kvartal", "Väntade år eller längre"),
        ([Variable("tid", ("tid",), kind="text")], "tid", "inte att dela in i perioder"),
        ([], "vecka", "finns inte i kodboken"),
    ],
)
def test_trend_says_what_is_wrong(variables, period, said):
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"], "svar": "Ja", "tid": ["2024", "2025"]})
    with pytest.raises(CodebookError, match=said):
        trend(records_of(table, *variables), "svar", period=period)


def test_trend_without_a_date_says_so():
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 9, "svar": "Ja", "dag": [""] * 18})
    with pytest.raises(CodebookError, match="ger ingen tid"):
        trend(records_of(table, DAY), "svar")


def test_section_tells_that_the_gap_is_closing_with_its_interval():
    records = records_of(dated([(0.75, 0.25), (0.5, 0.5), (0.6, 0.5)], step="YS"), DAY)
    said = text(trend(records, "svar"))
    assert "2024: andelen är 75 % för kvinnor och 25 % för män." in said
    assert "Skillnaden har minskat från 50 till 10 procentenheter." in said
    first, last = (_gap(*pair) for pair in ((30, 10), (24, 20)))
    low = -0.4 - np.hypot(0.1 - last[0], first[1] - 0.5)
    high = -0.4 + np.hypot(last[1] - 0.1, 0.5 - first[0])
    low, high = np.floor(100 * low), np.ceil(100 * high)  # outwards
    assert f"från −{-low:.0f} till −{-high:.0f}." in said


def _gap(women, men):
    """Newcombe's interval of two shares of forty, by statsmodels."""
    return confint_proportions_2indep(women, 40, men, 40, method="newcomb", compare="diff")


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([(0.25, 0.75), (0.5, 0.6)], "minskat från 50 till 10"),
        ([(0.5, 0.4), (0.75, 0.25)], "ökat från 10 till 50"),
        ([(0.25, 0.5), (0.5, 0.25)], "bytt riktning, från +25 till −25"),
        ([(0.5, 0.25), (0.75, 0.5)], "är 25 procentenheter både i början och i slutet."),
        ([(0.5, 0.4), (0.6, 0.4)], "går från 10 till 20"),
        ([(0.4, 0.5), (0.5, 0.4)], "går från +10 till −10"),
    ],
)
def test_section_tells_which_way_the_gap_goes(shares, said):
    assert said in text(trend(records_of(dated(shares, step="YS"), DAY), "svar"))


def test_a_gap_that_was_none_at_first_grows_upwards():
    said = text(trend(records_of(dated([(0.5, 0.5), (0.4, 0.6)], step="YS"), DAY), "svar"))
    assert "går från 0 till 20 procentenheter. Förändringen är +20" in said


def test_of_several_answers_the_one_that_has_changed_most_is_told():
    days = ["2024-03-01"] * 120 + ["2025-03-01"] * 120
    answers = (["a"] * 30 + ["b"] * 15 + ["c"] * 15) + (["a"] * 10 + ["b"] * 35 + ["c"] * 15)
    answers += (["a"] * 20 + ["b"] * 20 + ["c"] * 20) * 2
    table = pd.DataFrame(
        {"Kön": (["Kvinna"] * 60 + ["Man"] * 60) * 2, "dag": days, "val": answers}
    )
    records = records_of(table.assign(svar="Ja"), DAY, choice("val", ["a", "b", "c"]))
    said = text(trend(records, "val"))
    told = "Störst förändring av skillnaden bland svaren här: «a»."
    assert told in said  # 33 points to none, as for b
    assert "Skillnaden har minskat från 33 till 0" in said


def test_a_turned_gap_names_the_group_that_plus_stands_for():
    records = records_of(dated([(0.25, 0.5), (0.5, 0.25)], step="YS"), DAY)
    assert "Plus betyder att andelen är högre för män." in text(trend(records, "svar"))


def test_section_of_one_period_says_that_it_is_too_few():
    assert "För få perioder" in text(trend(records_of(dated([(0.5, 0.25)]), DAY), "svar"))


def test_section_says_that_periods_are_longer_than_asked_for():
    records = records_of(dated([(0.5, 0.5)] * 4, size=6), DAY)
    said = text(trend(records, "svar", period="kvartal"))
    assert "Därför är tiden delad efter halvår." in said


def test_section_falls_back_where_too_much_would_be_hidden():
    shares = [(0.5, 0.1), (0.1, 0.5), (0.1, 0.1), (0.5, 0.1)] * 2
    records = records_of(dated(shares, size=20), DAY)  # 2 of 20 in most groups: hidden
    result = trend(records, "svar", period="kvartal")
    assert result.analysis == TREND
    assert "Därför är tiden delad efter" in text(result)


def test_section_that_may_not_be_shown_says_so():
    records = records_of(dated([(0.02, 0.5), (0, 0.5)], size=40, step="YS"), DAY)
    page = soup(trend(records, "svar"))
    assert page.table is None and "visas inte över tid" in page.get_text()


def test_chart_hides_what_the_table_hides():
    shares = [(0.05, 0.5), (0.5, 0.5), (0.6, 0.5), (0.5, 0.4), (0.5, 0.4)]
    records = records_of(dated(shares, step="YS"), DAY)
    page = soup(trend(records, "svar"))
    chart, told = charts(page)[0], heard(charts(page)[0])
    assert "Några perioder har dolda tal" in page.get_text()
    assert told.startswith("Linjediagram. svar efter kön och år.")
    assert "2024: kvinnor dolt" in told and told.endswith("Alla tal står i tabellen.")
    drawn = chart.select(".dolt")
    cells = [td for td in page.tbody.find_all("td") if td.get_text(" ") == ".. dolt"]
    first_two = [td for td in cells if len(td.find_next_siblings("td")) >= 2]
    assert len(drawn) == len(first_two) > 0


def test_chart_shows_all_sexes_that_are_groups():
    records = records_of(dated([(0.5, 0.5, 0.5), (0.5, 0.25, 0.5)], step="YS"), DAY)
    chart = charts(soup(trend(records, "svar")))[0]
    assert "annat kön 50" in heard(chart)
    assert [words for words, _ in key(chart)] == ["Kvinnor", "Män", "Annat kön"]


def test_a_trend_comes_back_in_another_kernel(tmp_path):
    records = records_of(dated([(0.5, 0.5)] * 4), DAY)
    mine = release_of(records, 5, folder=tmp_path).protected(trend(records, "svar"))
    again = release_of(records, 5, folder=tmp_path, held={})
    pd.testing.assert_frame_equal(again.results[mine.result.key].frame, mine.frame)


@pytest.mark.parametrize("seed", seeds(12))
def test_nothing_is_recovered_from_trends_of_two_lengths(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(60, 300))
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 730, n), "D")
    table = pd.DataFrame(
        {"Kön": rng.choice(["Kvinna", "Man"], n), "dag": days,
         "svar": rng.choice(["Ja", "Nej", None], n, p=[0.3, 0.6, 0.1])}
    )  # fmt: skip
    records = records_of(table, DAY)
    results = [breakdown(records, "svar"), trend(records, "svar"),
               *(_in(records, unit) for unit in ("halvår", "kvartal"))]  # fmt: skip
    release = protect(results[:2])
    for result in results[2:]:
        release.protected(result)
    frames = release.frames
    assert recovered(frames, [r.frame for r in results], 5) == {}
    periods = [r.by[1] for r in results[1:]]
    puzzle = read(frames)
    puzzle.sums |= dict.fromkeys(_nested(records, frames, periods))
    out = fixed(puzzle)
    assert {a: n for a, n in out.items() if n < 5 and not _is_of_missing(a)} == {}


def _in(records, unit):
    period = in_periods(records, records.codebook["dag"], unit, 5)
    return breakdown(records, "svar", ["kön", period])


def _is_of_missing(address):
    return {slot for name, slot in address if name != "Kön"} == {MISSING}


def _nested(records, frames, periods):
    """That a period is the sum of the shorter ones in it, where all its people are in those."""
    rests = {frozenset(p for p in a if p[0] in ("Kön", "svar")) for f in frames
             for pair in rows(f) for a in pair[:2]}  # fmt: skip
    for i, long in enumerate(periods):
        for short in periods[i + 1 :]:
            pairs = pd.crosstab(records.codes(long), records.codes(short))
            for at, row in pairs.iterrows():
                parts = [c for c in row.index if row[c]]
                if at < 0 or -1 in parts:
                    continue
                for rest in rests:
                    yield (
                        rest | {_pair(long, at)},
                        frozenset(rest | {_pair(short, c)} for c in parts),
                    )


def _pair(variable, place):
    return variable.name, variable.categories[place]


def test_zelen_by_hand():
    # 3 of 3 and 0 of 3, turned round; 3 of the first group in both together. Ways to deal three
    # to three and three: 1, 9, 9, 1. Together 1·1 + 9·9 + 9·9 + 1·1, of which two are as unlikely
    assert zelen((0, 3, 3, 3), (3, 3, 0, 3)) == pytest.approx(2 / 164)
    assert zelen((2, 5, 3, 5), (2, 5, 3, 5)) == 1


counts = st.tuples(*[st.integers(1, 12)] * 4).flatmap(
    lambda b: st.tuples(*(st.integers(0, n) for n in b), *(st.just(n) for n in b))
)


@given(counts)
def test_a_turn_is_the_same_from_either_side(found):
    a, b, c, d, *bases = found
    before, after = (a, bases[0], b, bases[1]), (c, bases[2], d, bases[3])
    p = turn(before, after)
    assert 0 <= p <= 1 and p >= zelen(before, after)
    turned = [(n1, b1, n2, b2) for n2, b2, n1, b1 in (before, after)]
    without = [(b1 - n1, b1, b2 - n2, b2) for n1, b1, n2, b2 in (before, after)]
    assert turn(after, before) == pytest.approx(p, abs=1e-6)
    assert turn(*turned) == pytest.approx(p, abs=1e-6)
    assert turn(*without) == pytest.approx(p, abs=1e-6)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_a_turn_is_seldom_small_where_groups_are_alike(share):
    # Every outcome of 5, 4, 3 and 5 people who all say yes as often, each with its probability
    bases = (5, 4, 3, 5)
    outcomes = np.stack(np.meshgrid(*(np.arange(b + 1) for b in bases), indexing="ij"), -1)
    outcomes = outcomes.reshape(-1, 4)
    chance = np.prod([binom.pmf(outcomes[:, i], b, share) for i, b in enumerate(bases)], axis=0)
    p = np.array([turn((a, 5, b, 4), (c, 3, d, 5)) for a, b, c, d in outcomes])
    for level in (0.001, 0.01, 0.05, 0.2):
        assert chance[p <= level].sum() <= level


def test_a_turn_of_missing_numbers_and_of_nobody():
    assert np.isnan(turn((np.nan, 5, 1, 5), (1, 5, 1, 5)))
    assert np.isnan(turn((0, 0, 1, 5), (1, 5, 1, 5)))
    assert turn((0, 5, 0, 5), (0, 9, 0, 9)) == turn((5, 5, 5, 5), (9, 9, 9, 9)) == 1


def test_touching_is_where_an_interval_begins_to_hold_zero():
    wanted = ttest_ind_from_stats(2.0, 1.5, 30, 0.9, 2.5, 25, equal_var=False).pvalue
    found = touching(lambda level: welch(2.0, 1.5, 30, 0.9, 2.5, 25, level=level))
    assert found == pytest.approx(wanted, rel=1e-6)
    p = touching(lambda level: newcombe(30, 50, 20, 50, level=level))
    assert newcombe(30, 50, 20, 50, level=1 - p)[1] == pytest.approx(0, abs=1e-6)


def helped(shares, size):
    """Records of help in two years, in which step 1 plans a trend."""
    of = Variable("svar", ("svar",), kind="ja/nej", role="insats", options=(YES, NO))
    known = Codebook((choice("Kön", SEXES, "kön"), of, DAY))
    return Records.from_frame(dated(shares, size, step="YS"), known)


@pytest.mark.parametrize(
    ("shares", "size", "word"),
    [([(0.9, 0.2), (0.2, 0.9)], 80, CLEAR), ([(0.5, 0.3), (0.4, 0.4)], 40, UNCERTAIN),
     ([(0.5, 0.5), (0.9, 0.9)], 50, UNCERTAIN), ([(1, 0), (0, 1)], 9, TOO_FEW)],
)  # fmt: skip
def test_the_change_of_a_gap_has_a_word(shares, size, word):
    records = helped(shares, size)
    release = release_of(records, 5)
    found = release.protected(trend(records, "svar"))
    assert words_of(release).of_turn(found, "Ja") == word


def test_words_of_three_sexes_are_of_the_first_two():
    release = release_of(helped([(0.9, 0.2, 0.5), (0.2, 0.9, 0.5)], 70), 5)
    found = release.protected(trend(next(iter(release.results.values())).result.records, "svar"))
    assert words_of(release).of_turn(found, "Ja") == CLEAR
    assert words_of(release).at(found, {"dag (år)": "2024", "svar": "Ja"}) == CLEAR


def test_section_says_the_word_of_the_change_and_of_each_period():
    page = soup(trend(helped([(0.9, 0.2), (0.2, 0.9)], 60), "svar"))
    assert {tag.text for tag in page(class_="isu-ord")} == {CLEAR}
    assert "Det är en tydlig skillnad mellan perioderna." in page.get_text()
