"""Goals and opinions: shares against pandas, order, colours, and what a chart may show."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attacker import recovered
from bs4 import BeautifulSoup
from drawn import charts, heard, key, lanes
from table_sets import choice

from isu_helpers import Records, breakdown, goals, opinions, read_records
from isu_helpers.analysis.change import is_goal
from isu_helpers.codebook import LOWER, Codebook, Option, Variable
from isu_helpers.disclosure import planned, protect
from isu_helpers.show import MIME, bundle
from isu_helpers.show.charts.drawing import shades
from isu_helpers.show.charts.stacked import Answers, Stacked, worst_to_best
from isu_helpers.show.rows import Block, Figure, Row

SEX = choice("Kön", ["Kvinna", "Man", "Annat"], "kön")
SAMPLES = Path(__file__).parents[1] / "data" / "sample"
FIVE = ("Aldrig", "Sällan", "Ibland", "Ofta", "Alltid")
REACHED = ("Inte alls", "Delvis", "Helt")


def scale(name: str, options: tuple[str, ...], **fields: object) -> Variable:
    """A question with ordered answers, open as opinions are."""
    given = {"kind": "skala", "role": "resultat", "is_open": True} | fields
    return Variable(name, (name,), options=tuple(map(Option, options)), **given)


def drawn(*variables: Variable, size: int = 120, seed: int = 0) -> Records:
    """Random answers, a sixth of them missing."""
    rng = np.random.default_rng(seed)
    table = {"Kön": ["Kvinna", "Man"] * (size // 2)}
    for v in variables:
        table[v.name] = rng.choice([*v.categories, None], size).tolist()
    return Records.from_frame(pd.DataFrame(table), Codebook((SEX, *variables)))


def html(shown: object) -> BeautifulSoup:
    return BeautifulSoup(bundle(shown)[MIME]["html"], "html.parser")


def test_goals_are_those_with_the_word():
    kept = scale("mål", REACHED), scale("x", REACHED, label="Måluppfyllelse")
    left = (
        scale("målgrupp", REACHED),
        scale("svar", REACHED),
        scale("mål 2", REACHED, pair="mål"),
        scale("mål 3", REACHED, kind="ja/nej"),
    )
    assert all(map(is_goal, kept)) and not any(map(is_goal, left))


def test_opinions_are_open_scales_asked_once_in_the_codebooks_order():
    questions = (scale("b", FIVE), scale("mål", REACHED), scale("a", FIVE, role="delaktighet"),
                 scale("c", FIVE, is_open=False), scale("d", FIVE, pair="b"))  # fmt: skip
    records = drawn(*questions)
    assert [c.of.name for c in opinions(records)] == ["b", "a"]
    assert [c.of.name for c in goals(records)] == ["mål"]
    assert [c.of.name for c in opinions(records, ["c", "b"])] == ["c", "b"]


def test_shares_are_pandas():
    records = drawn(scale("mål", REACHED))
    found = goals(records, "mål").frame.dropna(subset=["Kön", "mål"]).set_index(["Kön", "mål"])
    expected = records.frame.groupby("Kön", observed=True)["mål"].value_counts(normalize=True)
    for sex in ("Kvinna", "Man"):
        for answer in REACHED:
            assert found.loc[(sex, answer), "share"] == pytest.approx(expected[sex, answer])


def test_each_question_is_a_result_with_a_form():
    results = opinions(drawn(scale("a", FIVE), scale("b", FIVE)))
    assert [r.analysis for c in results for r in c.items] == ["opinions", "opinions"]
    assert results.analysis == "opinions"


def test_questions_with_the_same_answers_share_a_figure():
    page = html(opinions(drawn(scale("a", FIVE), scale("mål i sikte", REACHED, role="övrigt"),
                               scale("b", FIVE)), ["a", "mål i sikte", "b"]))  # fmt: skip
    assert len(charts(page)) == 2
    assert [r.get_text() for r in page.find("table").select("tr.isu-grupp")] == ["a", "b"]


def test_goals_are_drawn_with_the_best_first_and_stand_in_the_table_with_their_base():
    page = html(goals(drawn(scale("mål", REACHED))))
    key = [item.get_text() for item in page.select(".isu-nyckel li")]
    assert key == ["Helt", "Delvis", "Inte alls"]
    rows = [r.th.get_text() for r in page.table.find_all("tr")]
    assert rows[1:] == [
        "Helt", "Delvis", "Inte alls", "Skalan delad: Delvis–Helt", "Antal som har svarat",
        "Uppgift saknas",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "better", "expected"),
    [(FIVE, "", FIVE), (FIVE, LOWER, FIVE[::-1]), (FIVE[::-1], "", FIVE),
     (("Stämmer helt", "Stämmer inte"), "", ("Stämmer inte", "Stämmer helt")),
     (("Vet ej", *REACHED), "", REACHED), (("Låg", "Hög"), "", ("Låg", "Hög"))],
)  # fmt: skip
def test_order_from_worst_to_best(options, better, expected):
    records = drawn(scale("a", options, better=better))
    assert worst_to_best(breakdown(records, "a").cube.of) == expected


def test_what_has_no_place_on_the_scale_stands_apart():
    page = html(opinions(drawn(scale("a", (*FIVE, "Vet ej")), seed=4)))
    assert "«Vet ej» står för sig" in page.get_text()
    chart = charts(page)[0]
    assert heard(chart).startswith("Stapeldiagram. a efter kön.")
    assert "Vet ej" not in dict(key(chart))
    assert all(lane.value.endswith("%") for lane in lanes(chart))


def test_the_line_stands_in_the_middle_answer_only_where_there_is_one():
    four = html(opinions(drawn(scale("a", FIVE[:4]), seed=5)))
    five = html(opinions(drawn(scale("a", FIVE), seed=6)))
    assert "mitt i" not in four.get_text() and "mitt i «Ibland»" in five.get_text()


@pytest.mark.parametrize("options", [FIVE, ("Helt",), (*FIVE, "Vet ej"), REACHED])
@pytest.mark.parametrize("answers", ["none", "one", "all", "others"])
def test_edge_tables_are_shown_without_an_error(options, answers):
    given = {"none": [None] * 30, "one": [options[0]] + [None] * 29, "all": [options[0]] * 30,
             "others": list(options * 30)[:30]}[answers]  # fmt: skip
    sexes = (["Kvinna", "Man", "Annat"] if answers == "others" else ["Kvinna", "Man"]) * 15
    name = f"{answers} {len(options)}"  # records of the same people share a release
    table = pd.DataFrame({"Kön": sexes[:30], name: given}, dtype=object)
    records = Records.from_frame(table, Codebook((SEX, scale(name, options))))
    for shown in (goals(records, name), opinions(records, name), opinions(records)):
        assert not re.search(r">[^<]*\bnan\b", bundle(shown)[MIME]["html"])


def test_a_group_with_nobody_has_a_dash_and_a_hidden_one_dots():
    table = pd.DataFrame({"Kön": ["Kvinna"] * 20 + ["Man"] * 3, "a": [*FIVE * 4, *FIVE[:3]]})
    records = Records.from_frame(table, Codebook((SEX, scale("a", FIVE))))
    assert "män dolt" in heard(charts(html(opinions(records, "a")))[0])


@pytest.mark.parametrize("shown", [goals, opinions])
def test_without_variables_the_section_says_what_to_do(shown):
    records = Records.from_frame(pd.DataFrame({"Kön": ["Kvinna", "Man"] * 4, "A": [1, 2] * 4}))
    assert "Kodboken har ing" in html(shown(records)).get_text()


def figures(*counts: float) -> Row:
    base = 20.0
    made = [Figure(g, n, base, n / base, 0.0, 1.0) for g, n in zip("KM", counts, strict=True)]
    return Row("svar", tuple(made))


def chart_of(left: tuple, right: tuple, **fields: object) -> str:
    """A chart with two answers of two groups."""
    rows = [replace(figures(*left), label="a"), replace(figures(*right), label="b")]
    answers = Answers(("a", "b"), shades(2), **fields)
    return str(Stacked("t", (Block("", tuple(rows)),), answers).html)


def drawn_of(html: str) -> list[str]:
    return [str(field) for field in charts(html)[0].select(".skala")]


def test_a_hidden_bar_on_two_sides_is_the_same_whatever_its_numbers():
    one = chart_of((np.nan, 10), (3, 10), zero=1.0)
    two = chart_of((np.nan, 10), (9, 10), zero=1.0)
    assert drawn_of(one) == drawn_of(two)


def test_a_hidden_part_leaves_the_rest_of_the_bar_white():
    women, men = lanes(charts(chart_of((np.nan, 10), (12, 10)))[0])
    assert women.boxes == ((0, 0.4, "dolt"), (0.4, 0.6, "s6")) and not men.hidden


def test_the_same_figures_are_the_same_bytes():
    assert chart_of((4, 10), (16, 10)) == chart_of((4, 10), (16, 10))


@pytest.mark.parametrize("folder", ["furuhed", "tallnas"])
def test_attacker_finds_nothing_beside_the_standard_plan(folder):
    data = next((SAMPLES / folder).glob("data.*"))
    records = read_records(data, SAMPLES / folder / "kodbok.yaml")
    release = planned(records, 5)
    results = [c.items[0] for asked in (goals, opinions) for c in asked(records)]
    for result in results:
        release.protected(result)
    sex = records.codebook["kön"]
    stated = Records(records.frame[records.codes(sex) < 2], records.codebook)
    every = [p.result for p in release.results.values()]
    truths = [breakdown(stated, r.of, r.by).frame for r in every]
    marked = ({r.of.name for r in every if getattr(r.of, m)} for m in ("is_sensitive", "is_open"))
    assert results and recovered(release.frames, truths, 5, sex.name, *marked) == {}


def test_goals_follow_the_base_rule():
    """Two of forty women is shown of an open variable, and hidden of another."""
    answers = ["Helt"] * 2 + ["Delvis"] * 20 + ["Inte alls"] * 18 + ["Helt"] * 20 + ["Delvis"] * 20
    table = pd.DataFrame({"Kön": ["Kvinna"] * 40 + ["Man"] * 40, "mål": answers})
    for is_open in (True, False):
        book = Codebook((SEX, scale("mål", REACHED, is_open=is_open)))
        frame = protect([goals(Records.from_frame(table, book), "mål")]).frames[0]
        found = frame[(frame["Kön"] == "Kvinna") & (frame["mål"] == "Helt")]["n"]
        assert found.notna().all() == is_open
