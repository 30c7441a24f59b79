"""The parts of a difference in words, more measures to unfold, and the bars that argue."""

import numpy as np
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from isu_helpers.analysis import Explanation, Strata
from isu_helpers.analysis.explain.decomposition import Estimate
from isu_helpers.analysis.explain.explanation import Subject
from isu_helpers.analysis.explain.ruling import Evidence
from isu_helpers.show.charts.argument import Bar, Meaning, argument_text
from isu_helpers.show.explanation import SHARES, mean_scale, mean_table
from isu_helpers.show.html import html_of
from isu_helpers.show.measures import Parts, crude_of, measures, parts_of, parts_words

SUBJECT = Subject("Insats", ("Flicka", "Pojke"), "«Behov»", ("behov",))
PART = ((800, 680, 200, 120), (200, 60, 800, 80))  # .85 .30 against .6 .1: 74 − 20 = 54 points
GROWN = ((200, 160, 800, 400), (800, 320, 200, 20))  # .8 .4 against .5 .1: 48 − 42 = 6 points
TURNED = ((800, 560, 200, 160), (200, 20, 800, 200))  # .7 .1 against .8 .25: 58 − 36 = 22 points


def explanation(*rows: tuple[int, ...]) -> Explanation:
    """Strata told as rows of people and outcomes: first base and n, second base and n."""
    base, total = np.array(rows, dtype=float).reshape(-1, 2, 2).transpose(2, 0, 1)
    names = tuple("abc"[: len(rows)])
    return Explanation(SUBJECT, Evidence(Strata(names, base, total), np.zeros(2), 5))


def plain(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def test_parts_are_kitagawas_in_whole_points():
    # rates: half of 25 and half of 20 points are 22.5; the rest of 54 goes with who they are
    assert parts_of(explanation(*PART), SHARES) == Parts(54, 31)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (PART, "Av skillnaden på 54 procentenheter hör 31 ihop med att grupperna svarat olika på "
               "«Behov». Resten, 23, finns kvar bland dem som svarat lika."),
        (GROWN, "Bland dem som svarat lika är skillnaden 30 procentenheter. Att grupperna svarat "
                "olika på «Behov» gör att den ser ut som 6."),
        (TURNED, "Att grupperna svarat olika på «Behov» motsvarar 35 procentenheter. Bland dem "
                 "som svarat lika går skillnaden åt andra hållet: 13."),
        (((100, 50, 100, 25), (100, 50, 100, 25)),
         "Att grupperna svarat olika på «Behov» ändrar nästan inget."),
        (((80, 64, 20, 16), (20, 4, 80, 16)),
         "Hela skillnaden på 36 procentenheter hör ihop med att grupperna svarat olika på "
         "«Behov». Bland dem som svarat lika är inget kvar."),
        (((50, 25, 50, 25), (50, 5, 50, 5)), ""),
    ],
)  # fmt: skip
def test_parts_are_told_in_a_sentence(rows, said):
    assert plain(parts_words(explanation(*rows), SHARES)) == said


def test_the_rest_is_not_told_where_another_weighing_gives_another_figure():
    # Kitagawa: weights .545 and .455, 24.5 points; pooled weights .18 and .82: 16.4 points.
    rows = ((100, 80, 100, 50), (10, 1, 890, 0))
    told = explanation(*rows)
    assert round(told.rate_part, 2) != round(told.standardised.value, 2)
    assert "Resten" not in parts_words(told, SHARES)


cells = st.integers(5, 40)


@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=3))
def test_parts_sum_to_the_difference_that_is_told(rows):
    told = explanation(*((a + b, a, c + d, c) for a, b, c, d in rows))
    parts = parts_of(told, SHARES)
    assert parts.gone + parts.left == SHARES.whole(crude_of(told, SHARES).value)
    assert abs(parts.left / 100 - told.rate_part) <= 0.015 + 1e-9  # a point more, as it is printed
    assert abs(parts.gone / 100 - told.composition_part) <= 0.01 + 1e-9
    text = parts_words(told, SHARES)
    assert "{" not in text and "nan" not in text


def test_measures_tell_of_odds_in_plain_words():
    # of girls half, of boys a quarter: odds 1 against 1/3 in both strata
    told = measures(explanation((90, 45, 80, 20), (90, 45, 80, 20)), SHARES)
    page = BeautifulSoup(html_of([told]), "lxml")
    rows = {plain(r.th.get_text(" ")): plain(r.td.get_text(" ")) for r in page.select("tbody tr")}
    odds = next(v for k, v in rows.items() if k.startswith("Oddskvot bland dem som svarat lika"))
    assert odds.startswith("3,0 ") and " till " in odds
    about = next(k for k in rows if k.startswith("Oddskvot bland"))
    assert "högre för flickor" in about and "Mantel" in about
    assert next(v for k, v in rows.items() if "densamma" in k) == "Inget talar emot det"
    assert rows["Del som hör ihop med «Behov» Kitagawas metod"] == "0"
    assert next(v for k, v in rows.items() if k.startswith("Del som finns kvar")) == "+25"


def test_measures_tell_where_odds_differ():
    page = plain(html_of([measures(explanation((100, 80, 100, 20), (100, 30, 100, 30)), SHARES)]))
    assert "Nej, den skiljer sig" in page


def test_measures_of_means_have_no_odds():
    base = np.array([[20.0, 10.0], [10.0, 20.0]])
    mean = np.array([[6.0, 5.0], [3.0, 2.0]])
    strata = Strata(("a", "b"), base, base * mean, base * (mean**2 + 1))
    told = Explanation(SUBJECT, Evidence(strata, np.zeros(2), 5))
    scale = mean_scale(told)
    page = plain(html_of([measures(told, scale)]))
    assert "Oddskvot" not in page and "−" not in page
    # all: 150/30 = 5 against 90/30 = 3; alike: 1 in both, and 1 of 2 goes with who they are
    assert page.count("+1,0") == 2
    table = plain(html_of([mean_table("Medel", told, scale, "Behov")]))
    assert "5,0" in table and "3,0" in table and "20 svar" in table


@pytest.mark.parametrize(
    ("mean", "value", "said"),
    [(5.2, 0.74, "+0,7"), (43.0, -2.4, "−2"), (28000.0, 1499.0, "+1 000"), (0.31, 0.006, "+0,01")],
)
def test_means_are_told_with_two_digits_of_the_largest(mean, value, said):
    base = np.array([[30.0, 30.0]])
    strata = Strata(("a",), base, base * mean, base * (mean**2 + 1))
    scale = mean_scale(Explanation(SUBJECT, Evidence(strata, np.zeros(2), 5)))
    assert plain(scale.told(value)) == said


def test_bars_are_told_in_words():
    bars = [Bar("Alla", Estimate(0.18, 0.1, 0.26), 0.07), Bar("Lika", Estimate(0.11, 0.04, 0.19))]
    text = argument_text("Insats", bars, SHARES.told, Meaning("kvar", "borta"))
    assert plain(text) == (
        "Diagram över skillnader. Insats. Alla +18 (+10 till +26), borta +7, kvar +11. "
        "Lika +11 (+4 till +19)."
    )
