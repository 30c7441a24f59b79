"""The three words in what is shown, the overview, and the sexes within each answer."""

import numpy as np
import pandas as pd
import pytest
from audit_overview import take_out
from bs4 import BeautifulSoup
from drawn import charts, heard, lanes
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from isu_helpers import Records, breakdown, protect
from isu_helpers.analysis.breakdown import SECTIONS
from isu_helpers.analysis.gap import gap_sentence
from isu_helpers.analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from isu_helpers.codebook import SEX
from isu_helpers.disclosure import release_of
from isu_helpers.pages import breakdowns, overview
from isu_helpers.show import MIME, bundle
from isu_helpers.show.rows import Figure, Gap, Row
from isu_helpers.show.sentences import gap_words
from isu_helpers.show.tables import percents_within
from isu_helpers.show.words import words_of

WOMEN, MEN = 100, 120


def yes(women: int, men: int, of: tuple[int, int] = (WOMEN, MEN)) -> list[str]:
    """The answers of so many women and men who say yes, women first."""
    pairs = zip((women, men), of, strict=True)
    return [a for n, base in pairs for a in ["Ja"] * n + ["Nej"] * (base - n)]


def people(sizes: tuple[int, int] = (WOMEN, MEN), **columns: list[str]) -> Records:
    sexes = ["Kvinna"] * sizes[0] + ["Man"] * sizes[1]
    return Records.from_frame(pd.DataFrame({"Kön": sexes} | columns))


@pytest.fixture
def records() -> Records:
    """One question far apart, one near, one alike, and one with three answers, a rare one."""
    kinds = ["A"] * 50 + ["B"] * 48 + ["C"] * 2 + ["A"] * 40 + ["B"] * 80
    return people(
        Skild=yes(80, 30), Nära=yes(50, 50), Lika=yes(50, 60), Slag=kinds
    )  # fmt: skip


def soup(*shown: object) -> BeautifulSoup:
    pages = (bundle(x)[MIME]["html"] for x in shown)
    return BeautifulSoup("".join(pages), "html.parser")


def said(tag: object) -> str:
    return tag.get_text(" ", strip=True).replace("\xa0", " ")


def test_words_are_those_of_a_family_worked_out_by_hand():
    records = people(Skild=yes(80, 30), Nära=yes(50, 42), Lika=yes(50, 60))
    words = words_of(release_of(records, 5))
    p = [fisher_exact([[a, WOMEN - a], [b, MEN - b]])[1] for a, b in ((80, 30), (50, 42))]
    assert p[0] * 3 < 0.05 and p[1] < 0.05 < p[1] * 2  # Holm: times three, then times two
    found = {p.result.of.name: words.at(p, {p.result.of.name: "Ja"}) for p in words.plain}
    assert found == {"Skild": CLEAR, "Nära": UNCERTAIN, "Lika": UNCERTAIN}


def test_each_shown_difference_of_the_plan_has_a_word_and_no_hidden_one(records):
    words = words_of(release_of(records, 5))
    for protected in words.tables:
        gaps, rest = protected.difference, [a.name for a in protected.axes[1:]]
        for _, gap in gaps[gaps[rest].notna().all(axis=1)].iterrows():
            assert bool(words.at(protected, dict(gap[rest]))) == pd.notna(gap["value"])


def test_words_count_every_planned_table(records):
    # Three yes-or-no questions, one with three answers that weighs 2, and each of them crossed
    assert words_of(release_of(records, 5)).planned == (3 + 2) * 1.25


def test_words_are_made_anew_when_a_release_grows(records):
    plain = [breakdown(records, name) for name in ("Skild", "Nära")]
    release = protect(plain[:1])
    before = words_of(release)
    release.add(plain[1:])
    assert len(before.tables) == 1 and len(words_of(release).tables) == 2


def test_small_groups_are_too_few_whatever_they_answer():
    page = soup(breakdown(people((8, 20), Stöd=yes(0, 20, (8, 20))), "Stöd"))
    assert {tag.text for tag in page(class_="isu-ord")} <= {TOO_FEW}
    assert "tydlig" not in page.get_text()


def test_word_stands_under_the_interval_and_in_the_sentence(records):
    page = soup(breakdown(records, "Skild"))
    assert page.table.find_all("tr")[1].find_all("td")[-1].find(class_="isu-ord").text == CLEAR
    assert said(page.find(class_="isu-lasning")).endswith("Det är en tydlig skillnad.")


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (Gap(0.2, 0.1, 0.3, CLEAR), "Det är en tydlig skillnad."),
        (Gap(0.2, -0.1, 0.4, UNCERTAIN), "osäker skillnad: intervallet går över noll."),
        (Gap(0.2, 0.1, 0.4, UNCERTAIN), "osäker skillnad, när alla frågor räknas in."),
        (Gap(0.2, 0.1, 0.4, TOO_FEW), "Underlaget är för litet för att jämföra."),
        (Gap(0.2, -0.1, 0.4), "varken att grupperna skiljer sig åt eller att de är lika."),
        (Gap(-0.2, -0.4, -0.1, CLEAR), "från +10 till +40. Det är en tydlig skillnad."),
    ],
)
def test_sentence_and_interval_agree(gap, words):
    figures = [Figure(g, 5, 10, 0.5, 0.2, 0.8) for g in ("Kvinna", "Man")]
    assert " ".join(gap_words(Row("Ja", tuple(figures), gap))).endswith(words)


def test_crossing_besides_the_plan_has_no_word(records):
    page = soup(breakdown(records, "Lika", [SEX, "Nära"]))
    assert not page(class_="isu-ord") and "skillnad." not in page.get_text()


def test_overview_has_a_row_a_question_the_clear_ones_first(records):
    rows = [said(tr.th) for tr in soup(overview(records)).table.find_all("tr")[1:]]
    assert rows[:2] == ["Tydlig skillnad", "Skild"]
    assert rows[-1] == "Lika" and {"Nära", "Osäker skillnad"} < set(rows)


def test_overview_sorts_by_size_under_each_word(records):
    sizes: list[list[int]] = []
    for tr in soup(overview(records)).table.find_all("tr")[1:]:
        if "isu-grupp" in tr["class"]:
            sizes.append([])
        else:
            value = tr.find_all("td")[-1].find("b").text
            sizes[-1].append(abs(int(value.replace("−", "-"))))
    assert all(group == sorted(group, reverse=True) for group in sizes) and len(sizes) == 2


def test_overview_names_the_answer_that_differs_most():
    kinds = ["A"] * 60 + ["B"] * 30 + ["C"] * 10 + ["A"] * 60 + ["B"] * 30 + ["C"] * 30
    page = soup(overview(people(Slag=kinds)))
    assert said(page.table.find_all("tr")[2].th) == "Slag: C"  # 10 − 25 %; A 60 − 50; B 30 − 25


def test_links_lead_to_the_sections(records):
    roles = [breakdowns(records, role) for role in ("bakgrund", "behov", "insats", "resultat")]
    page = soup(overview(records), *roles)
    ids = [tag["id"] for tag in page(id=True)]
    links = {a["href"].removeprefix("#") for a in page("a")}
    assert len(links) == 4 and links <= set(ids) and len(ids) == len(set(ids))


def test_plot_tells_and_draws_each_difference_around_zero(records):
    chart = charts(soup(overview(records)))[0]
    heading, first, *_ = lanes(chart)
    assert (heading.label, first.label) == ("Tydlig skillnad", "Skild") and heading.is_heading
    assert first.value.startswith("55 (") and "Skild +55 (" in heard(chart)  # 80 − 25 %
    (place, look), (low, high) = first.marks[0], first.intervals[0]
    assert look == "fyllt" and 0.5 < low < place < high


def test_closer_look_is_at_most_three_and_never_at_what_is_alike():
    apart = {f"Fråga {c}": yes(90 - 9 * i, 20) for i, c in enumerate("abcde")}
    items = soup(overview(people(**apart, Lika=yes(50, 60)))).ol.find_all("li")
    assert [said(i.a) for i in items] == ["Fråga a", "Fråga b", "Fråga c"]
    (alone,) = soup(overview(people(Skild=yes(80, 30), Lika=yes(50, 60)))).ol.find_all("li")
    assert said(alone.a) == "Skild"


def test_where_nothing_is_clear_it_says_what_gap_could_show():
    small = people((30, 40), Stöd=yes(15, 16, (30, 40)))
    text = said(soup(overview(small)).find(class_="isu-varning"))
    assert "En skillnad kan vara viktig ändå." in text
    planned = 1 + 0.25  # the question and its crossing
    assert gap_sentence(30, 40, "Kvinna", "Man", planned).replace("\xa0", " ") in text


def test_where_all_groups_are_too_small_nothing_is_to_be_compared():
    page = soup(overview(people((6, 7), Stöd=yes(3, 4, (6, 7)))))
    assert page.ol is None and "Titta närmare" not in page.get_text()


@pytest.mark.parametrize(
    "columns",
    [
        {"Kön": ["Kvinna"] * 3 + ["Man"] * 2, "Stöd": ["Ja", "Nej", "Ja", "Nej", "Ja"]},
        {"Kön": ["Kvinna"] * 20, "Stöd": ["Ja", "Nej"] * 10},
        {"Kön": ["Kvinna"] * 20 + ["Man"] * 20, "Stöd": [None] * 40},
        {"Kön": ["Kvinna"] * 20 + ["Man"] * 20},
    ],
)
def test_overview_of_what_can_not_be_shown(columns):
    page = soup(overview(Records.from_frame(pd.DataFrame(columns))))
    assert not charts(page) and "ingen skillnad att visa" in page.get_text()


def test_hidden_differences_are_listed():
    records = people(Stöd=yes(80, 30), Sällsynt=yes(2, 3))
    page = soup(overview(records))
    assert "Skillnaden visas inte för:" in page.get_text()
    assert [said(li) for li in page.select("ul:not([role]) > li")] == ["Sällsynt"]


def test_names_from_data_are_escaped_and_no_formulas():
    records = people(**{"<b>$x^2$": yes(80, 30)})
    html = bundle(overview(records))["text/html"]
    assert "<b>$" not in html and "&lt;b&gt;$x^2$" in html


def test_same_overview_has_the_same_bytes(records):
    again = Records.from_frame(records.frame.astype(object))
    assert bundle(overview(records)) == bundle(overview(again))


def within(page: BeautifulSoup) -> dict[str, list[str]]:
    rows = page.details.table.find_all("tr")[1:]
    return {said(tr.th): [said(td) for td in tr.find_all("td")] for tr in rows}


def test_sexes_within_each_answer(records):
    rows = within(soup(breakdown(records, "Skild")))
    assert rows["Ja"] == ["73 %", "27 %", "110"]  # 80 and 30 of 110
    assert rows["Alla som har svarat"] == ["45 %", "55 %", "220"]  # 45.5 and 54.5


def test_sexes_within_an_answer_are_hidden_where_a_part_is(records):
    rows = within(soup(breakdown(records, "Slag")))
    frame = breakdown(records, "Slag").frame
    assert frame.loc[(frame["Kön"] == "Kvinna") & (frame["Slag"] == "C"), "n"].item() == 2
    assert rows["C"][:2] == [".. dolt"] * 2


def test_other_groups_than_sexes_have_no_such_table(records):
    assert soup(breakdown(records, "Lika", "Nära")).details is None


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=4).filter(any))
def test_whole_per_cents_make_a_hundred(counts):
    figures = [Figure(str(i), n, 0, 0, 0, 0) for i, n in enumerate([*counts, sum(counts)])]
    percents = percents_within(Row("", tuple(figures)))
    assert sum(percents) == 100
    exact = 100 * np.array(counts) / sum(counts)
    assert (np.abs(percents - exact) < 1).all()


@pytest.fixture
def whole(records) -> tuple[BeautifulSoup, list]:
    page = soup(overview(records), *(breakdowns(records, role) for role in SECTIONS))
    return page, list(release_of(records, 5).results.values())


def test_all_numbers_of_the_new_parts_have_their_source(whole):
    page, shown = whole
    assert take_out(page, shown) == []
    assert not page(["a", "details"]) and not page(id=True) and page.table


@pytest.mark.parametrize(
    ("selector", "old", "new"),
    [
        (".isu-oversikt td small", "80 av", "81 av"),
        (".isu-oversikt td b", "+55", "+57"),
        (".isu-fordelning td", "73", "75"),
        (".isu-narmare li", "är 80", "är 81"),
        (".isu-ord", "skillnad", "olikhet"),
    ],
)
def test_audit_of_the_new_parts_finds_a_planted_number(whole, selector, old, new):
    page, shown = whole
    text = next(t for tag in page.select(selector) for t in tag(string=True) if old in t)
    text.replace_with(text.replace(old, new, 1))
    assert take_out(page, shown)
