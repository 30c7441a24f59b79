"""What is shown: tables, charts and sentences from protected results alone."""

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from drawn import charts, heard, lanes
from matplotlib.axes import Axes

from isu_helpers import Records, breakdown, protect, settings
from isu_helpers.analysis.result import small_groups
from isu_helpers.codebook import NO, YES, Codebook, Variable
from isu_helpers.pages import breakdowns, quality
from isu_helpers.records import propose_codebook
from isu_helpers.show import MIME, bundle
from isu_helpers.show.charts.shares import Shares, counted_text
from isu_helpers.show.rows import Block, Figure, Row, crossed_blocks
from isu_helpers.wording import half_up, listing, number, percent, plural, points


def frame(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns)


@pytest.fixture
def records() -> Records:
    """40 women, 60 men; 10 and 30 got it; two women and no man of a rare kind."""
    kinds = ["A"] * 18 + ["B"] * 20 + ["Sällsynt"] * 2 + ["A"] * 30 + ["B"] * 30
    table = frame(
        Kön=["Kvinna"] * 40 + ["Man"] * 60,
        Stöd=["Ja"] * 10 + ["Nej"] * 30 + ["Ja"] * 30 + ["Nej"] * 30,
        Insats=kinds,
    )
    return Records.from_frame(table)


def soup(shown: object) -> BeautifulSoup:
    return BeautifulSoup(bundle(shown)[MIME]["html"], "html.parser")


def test_bundle_is_marked_and_tells_no_figures_as_plain_text(records):
    made = bundle(breakdown(records, "Stöd"))
    assert set(made) == {MIME, "text/html", "text/plain"}
    assert not re.search(r"\d", made["text/plain"])


@pytest.fixture
def unprotected(records):
    settings(skydd=False)
    yield bundle(breakdown(records, "Insats"))
    settings()


def test_bundle_without_protection_is_stamped_and_lacks_the_mark(unprotected):
    assert MIME not in unprotected
    assert "Arbetsmaterial – får inte spridas" in unprotected["text/html"]
    assert "2 av 40" in unprotected["text/html"].replace("\xa0", " ")


def test_table_has_a_caption_and_scopes(records):
    table = soup(breakdown(records, "Insats")).table
    assert "Insats efter kön" in table.caption.get_text()
    assert all(th.get("scope") in ("col", "row", "rowgroup") for th in table.find_all("th"))
    assert not [th for th in table.find_all("th") if not th.get_text(strip=True)]


def test_table_shows_share_count_and_gap(records):
    rows = soup(breakdown(records, "Stöd")).find_all("tr")
    first = [c.get_text(" ", strip=True).replace("\xa0", " ") for c in rows[1].find_all("td")]
    assert first[:3] == ["25 % 10 av 40", "50 % 30 av 60", "40 % 40 av 100"]
    assert first[3].startswith("−25 −")  # 25 − 50, with Newcombe's interval after it


def test_table_hides_a_rare_answer_and_the_one_that_would_give_it_away(records):
    page = soup(breakdown(records, "Insats"))
    cells = {
        r.th.get_text(): [td.get_text(" ", strip=True) for td in r.find_all("td")]
        for r in page.table.find_all("tr")[1:]
    }
    assert cells["Sällsynt"][0] == cells["Sällsynt"][2] == ".. dolt"
    assert sum(row[0] == ".. dolt" for row in cells.values()) >= 2


def test_chart_tells_its_figures_to_those_who_listen(records):
    chart = charts(soup(breakdown(records, "Insats")))[0]
    assert "Sällsynt: kvinnor dolt och män 0 % (0 av 60)." in heard(chart)
    assert heard(chart).startswith("Diagram. Insats efter kön.")


def test_a_row_has_its_groups_on_one_line_with_the_difference(records):
    yes, _ = lanes(charts(soup(breakdown(records, "Stöd")))[0])
    assert yes.label == "Ja" and yes.marks == ((0.25, "f"), (0.5, "p"))
    assert yes.numbers == ("25\xa0%", "50\xa0%") and yes.names == ("Kvinnor", "Män")
    assert yes.value.startswith("25 (") and not yes.heard  # the table beside tells it


def test_what_is_hidden_has_an_empty_mark_and_no_place(records):
    rows = {lane.label: lane for lane in lanes(charts(soup(breakdown(records, "Insats")))[0])}
    rare = rows["Sällsynt"]
    assert rare.hidden == 1 and [look for _, look in rare.marks] == ["p"]
    assert rare.value.strip() == ".."


def test_a_result_is_plotted_as_it_is_shown(records):
    axes = breakdown(records, "Insats").plot()
    written = [text.get_text() for text in axes.texts]
    assert isinstance(axes, Axes) and "Sällsynt" in written and ".." in written
    with pytest.raises(ValueError, match="chart"):
        quality(records).plot()


def test_how_many_stands_once_where_it_is_the_same(records):
    chart = charts(soup(breakdown(records, "Stöd")))[0]
    assert chart.figcaption.get_text().replace("\xa0", " ") == "Räknat på 40 kvinnor och 60 män"
    assert not any(lane.small for lane in lanes(chart))


def test_nothing_is_counted_where_a_size_is_hidden():
    unknown, known = (Figure(g, np.nan, n, *[np.nan] * 3) for g, n in
                      (("Kvinna", np.nan), ("Man", 1234)))  # fmt: skip
    assert counted_text([unknown, known]) == ""
    assert counted_text([known]) == "Räknat på 1\xa0234\xa0män"


def test_a_picture_is_read_in_few_words_where_a_table_stands_beside():
    figure = Figure("Man", 40, 1234, 40 / 1234, 0.02, 0.05)
    rows = tuple(Row(f"Svar {i}", (figure,)) for i in range(40))
    chart = Shares("T", (Block("", rows),))
    assert len(chart.alt) > 1000 and len(chart.short_alt) <= 250
    assert chart.short_alt.endswith("). Alla tal står i tabellen.")


def test_same_result_gives_the_same_bytes(records):
    again = Records.from_frame(records.frame.astype(object))
    assert bundle(breakdown(records, "Stöd")) == bundle(breakdown(again, "Stöd"))


def test_labels_from_data_are_escaped():
    table = frame(Kön=["Kvinna", "Man"] * 10, Insats=["<b>x</b>", "<script>"] * 10)
    html = bundle(breakdown(Records.from_frame(table), "Insats"))["text/html"]
    assert "<script" not in html and "<b>x" not in html


def test_yes_no_questions_of_a_role_share_a_table(records):
    page = soup(breakdowns(records, "behov"))
    assert [r.th.get_text() for r in page.table.find_all("tr")[1:]] == ["Stöd"]
    assert "Problem och behov" in page.caption.get_text()


def test_role_without_variables_says_so(records):
    assert "inga frågor av det här slaget" in soup(breakdowns(records, "resultat")).get_text()


def test_crossing_without_background_says_so(records):
    text = soup(breakdowns(records, "insats", crossed=True)).get_text()
    assert "ingen bakgrund att dela upp på" in text


def test_quality_tells_the_people_and_the_note_on_other_sexes(records):
    text = soup(quality(records)).get_text(" ").replace("\xa0", " ")
    assert "40 kvinnor och 60 män" in text
    assert "Personer med annat kön redovisas när de är minst 5." in text


def test_quality_tells_who_was_followed_up_and_for_what_time():
    table = frame(
        Kön=["Kvinna"] * 20 + ["Man"] * 20,
        Halvår=["2024 vår"] * 18 + ["2025 vår"] * 2 + ["2024 höst"] * 20,
        **{"Bostad vid start": ["Ja", "Nej"] * 20,
           "Bostad 6 mån": ["Ja"] * 15 + [""] * 5 + ["Nej"] * 10 + [""] * 10},
    )  # fmt: skip
    codebook = propose_codebook(table)
    codebook = codebook.replaced(replace(codebook["Halvår"], role="tid"))
    text = soup(quality(Records.from_frame(table, codebook))).get_text(" ").replace("\xa0", " ")
    assert "för 15 av 20 kvinnor (75 %) och 10 av 20 män (50 %)" in text
    assert "2024 vår till 2024 höst" in text and "2025 vår" not in text  # only two people then


def test_quality_tells_which_questions_have_no_column():
    codebook = Codebook(
        (*propose_codebook(frame(Kön=["Kvinna", "Man"] * 9)), Variable("Stöd", kind="ja/nej",
         role="insats", options=(YES, NO))),
    )  # fmt: skip
    records = Records.from_frame(frame(Kön=["Kvinna", "Man"] * 9), codebook)
    text = soup(quality(records)).get_text(" ")
    assert "ingen kolumn för det: Stöd." in text
    assert "handlar om behov eller resultat" in text
    assert "Filen har inga svar att räkna om insatser." in text


def test_small_groups_are_warned_of_in_words():
    table = frame(Kön=["Kvinna"] * 12 + ["Man"] * 40, Stöd=["Ja", "Nej"] * 26)
    text = soup(breakdown(Records.from_frame(table), "Stöd")).get_text(" ").replace("\xa0", " ")
    assert "12 kvinnor har svarat. En person motsvarar 8 procentenheter." in text
    assert "män har svarat" not in text


def test_one_weighs_by_those_who_answered_and_in_the_whole_group_by_those_who_are_there():
    table = frame(Kön=["Flicka"] * 22 + ["Pojke"] * 40, Stöd=["Ja", "Nej"] * 10 + [""] * 2
                  + ["Ja", "Nej"] * 20)  # fmt: skip
    records = Records.from_frame(table)
    text = soup(breakdown(records, "Stöd")).get_text(" ").replace("\xa0", " ")
    assert "20 flickor har svarat. En person motsvarar 5 procentenheter." in text
    text = soup(quality(records)).get_text(" ").replace("\xa0", " ")
    told = "22 flickor är med. När alla har svarat motsvarar en person 5 procentenheter."
    assert text.count("motsvarar") == 1 and told in text


def test_a_group_that_is_small_in_several_tables_is_warned_of_once_at_its_smallest():
    records = Records.from_frame(
        frame(Kön=["Kvinna"] * 20 + ["Man"] * 40, A=["Ja"] * 10 + ["Nej"] * 50,
              B=["Ja"] * 8 + ["Nej"] * 8 + [""] * 4 + ["Ja"] * 40)
    )  # fmt: skip
    made = [breakdown(records, name) for name in "AB"]
    told = small_groups(*((r.frame, r.cube.axes) for r in made))
    assert told == ["Som minst har 16 kvinnor svarat. En person motsvarar 6\xa0procentenheter."]
    told = small_groups(*((r.frame, r.cube.axes) for r in made), are_cases=True)
    assert told == [
        "Som minst har 16\xa0ärenden i gruppen kvinnor ett svar. "
        "Ett ärende motsvarar 6\xa0procentenheter."
    ]


@pytest.mark.parametrize(
    ("women", "men", "said"),
    [
        (20, 20, "50 % för kvinnor och 50 % för män. Skillnaden är 0 procentenheter, med ett"),
        (30, 10, "75 % för kvinnor och 25 % för män. Skillnaden är 50 procentenheter"),
        (10, 30, "75 % för män och 25 % för kvinnor. Skillnaden är 50 procentenheter"),
    ],
)
def test_sentence_says_what_is_seen(women, men, said):
    answers = ["Ja"] * women + ["Nej"] * (40 - women) + ["Ja"] * men + ["Nej"] * (40 - men)
    records = Records.from_frame(frame(Kön=["Kvinna"] * 40 + ["Man"] * 40, Stöd=answers))
    assert said in soup(breakdown(records, "Stöd")).get_text().replace("\xa0", " ")


def test_sentence_says_when_a_gap_may_be_chance():
    answers = ["Ja"] * 20 + ["Nej"] * 20 + ["Ja"] * 24 + ["Nej"] * 16
    records = Records.from_frame(frame(Kön=["Kvinna"] * 40 + ["Man"] * 40, Stöd=answers))
    assert (
        "osäker skillnad: intervallet går över noll" in soup(breakdown(records, "Stöd")).get_text()
    )


def test_sentence_calls_nothing_commonest_where_a_figure_is_hidden(records):
    assert "Vanligast" not in soup(breakdown(records, "Insats")).get_text()


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (number(0), "0"), (number(-1234.5, 1), "−1\xa0234,5"), (percent(0.005), "1\xa0%"),
        (percent(2 / 3), "67\xa0%"), (points(-0.004), "0"), (listing([]), ""),
        (listing(["a"]), "a"), (plural("FLICKA"), "Flickor"), (str(half_up(2.5)), "3"),
    ],
)  # fmt: skip
def test_wording(made, text):
    assert made == text


def test_own_crossing_of_a_rare_answer_is_refused_in_words():
    table = frame(
        Kön=["Kvinna"] * 60 + ["Man"] * 60,
        Drog=["A", "B"] * 29 + ["A", "C"] + ["A", "B"] * 30,
        Arbetslös=["Ja", "Ja", "Nej", "Nej"] * 30,
    )
    page = soup(breakdown(Records.from_frame(table), "Drog", ["kön", "Arbetslös"]))
    assert page.table is None and "utan att någon kan kännas igen" in page.get_text()


def test_two_crossings_are_each_shown_within_the_other():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"Kön": rng.choice(["Kvinna", "Man"], 900),
                          "A": rng.choice(["a1", "a2"], 900), "B": rng.choice(["b1", "b2"], 900),
                          "Insats": rng.choice(["Ja", "Nej"], 900)})  # fmt: skip
    result = breakdown(Records.from_frame(table), "Insats", ["kön", "A", "B"])
    [protected] = protect([result]).results.values()
    blocks = crossed_blocks(protected)
    assert [b.heading for b in blocks] == ["Insats, a1", "Insats, a2"]
    counts = table[table["Insats"] == "Ja"].groupby(["A", "B", "Kön"]).size()
    for block, a in zip(blocks, ("a1", "a2"), strict=True):
        for row in block.rows:
            women, men = (counts[a, row.label, sex] for sex in ("Kvinna", "Man"))
            assert [f.n for f in row.figures[:2]] == [women, men]
