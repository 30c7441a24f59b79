"""What is said of why: the real reason in each branch, and no likeness and no chance claimed."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from table_sets import choice

from isu_helpers import Records, Workbook, breakdown, change, goals, opinions, trend
from isu_helpers.analysis import breakdowns, trends
from isu_helpers.analysis.breakdown import are_most
from isu_helpers.analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from isu_helpers.codebook import NO, YES, Codebook, Option, Variable
from isu_helpers.content import fraction
from isu_helpers.disclosure import planned
from isu_helpers.elsewhere import ANOTHER, GAP, OTHER_WAY, listed, read_reference
from isu_helpers.elsewhere import Gap as Elsewhere
from isu_helpers.errors import CodebookError
from isu_helpers.pages.checks import check_lines
from isu_helpers.pages.collecting import collection_signs
from isu_helpers.show import MIME, bundle, quality, same_here
from isu_helpers.show.comparison import compare
from isu_helpers.show.rows import Block, Figure, Gap, Row
from isu_helpers.show.sentences import gap_words, largest_gap
from isu_helpers.show.trend import gap_change

ABC = tuple(map(Option, "abc"))
OPTIONS = {"ja/nej": (YES, NO), "skala": ABC, "val": ABC}


def asked(name, kind="ja/nej", role="insats", **more):
    return Variable(name, (name,), kind=kind, role=role, options=OPTIONS.get(kind, ()), **more)


def records_of(*variables, n=60, **columns):
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * (n // 2), **columns})
    sex = choice("Kön", ["Kvinna", "Man"], "kön")
    return Records.from_frame(table, Codebook((sex, *variables)))


def text(shown):
    page = BeautifulSoup(bundle(shown)[MIME]["html"], "html.parser")
    return " ".join(page.get_text(" ").replace("\xa0", " ").split())


@given(st.integers(0, 60), st.integers(1, 60))
def test_two_thirds_are_two_thirds_however_many_they_are_of(part, whole):
    is_so = [True] * min(part, whole) + [False] * (whole - min(part, whole))
    assert are_most(is_so) == (3 * min(part, whole) >= 2 * whole)
    assert fraction("korsning_andel_kvar") == Fraction(2, 3)


def crossed_records(missing):
    """2,000 people in two districts, of whom some lack the district."""
    rng = np.random.default_rng(1)
    people = [None] * missing + [("Norr", "Söder")[i] for i in rng.integers(0, 2, 2000 - missing)]
    answers = rng.choice(["Ja", "Nej"], 2000)
    return records_of(choice("Område", ["Norr", "Söder"], "bakgrund"), asked("Stöd"), n=2000,
                      Område=people, Stöd=answers)  # fmt: skip


@pytest.mark.parametrize("missing", [0, 1, 2, 3, 40])
def test_a_few_without_background_are_no_group(missing):
    records = crossed_records(missing)
    found = breakdowns(records, "insats", crossed=True)
    shown = planned(records, 5).chosen(found.items[0])
    assert shown is not None and shown.axes[1].variable.name.startswith("Område")
    frame, stated = shown.frame, shown.axes[1].answers
    inner = frame[frame["Område" if missing in (0, 40) else shown.axes[1].name].isin(stated)]
    assert inner["n"].notna().all() and len(stated) == 2
    assert "eller uppgift saknas" in text(found) if missing in (1, 2, 3) else True


def test_the_commonest_group_holds_the_few_and_the_page_says_so():
    page = text(breakdowns(crossed_records(2), "insats", crossed=True))
    assert "räknas de få som saknar uppgift in i svaret" in page
    assert "räknas de få" not in text(breakdowns(crossed_records(0), "insats", crossed=True))


@pytest.mark.parametrize(
    ("n", "answers", "said"),
    [
        (60, ["Ja", "Ja", "Nej", "Nej"], "först när fler är med"),
        (160, [*"ab" * 16, *"cdefghij" * 6], "Ingen bakgrund har nog många med i grupperna"),
        (600, ["Ja", "Ja"] + ["Nej"] * 598, "utan att någon kan kännas igen"),
    ],
)
def test_a_crossing_that_is_not_shown_says_why(n, answers, said):
    answers = (answers * n)[:n]
    options = list(dict.fromkeys(answers))
    asks = asked("Stöd") if len(options) == 2 else choice("Stöd", options, "insats")
    records = records_of(choice("Område", ["Norr", "Söder"], "bakgrund"), asks, n=n, Stöd=answers,
                         Område=["Norr", "Norr", "Söder", "Söder"] * (n // 4))  # fmt: skip
    page = text(breakdowns(records, "insats", crossed=True))
    assert said in page and "för små" not in page


LOST = "Kodboken har «{}», men filen har ingen kolumn för det."


@pytest.mark.parametrize(
    ("shown", "variable"),
    [
        (lambda r: breakdowns(r, "behov"), asked("Vill ha stöd", role="behov")),
        (lambda r: breakdowns(r, "insats", crossed=True), asked("Ålder", "val", "bakgrund")),
        (opinions, asked("Nöjd", "skala", "resultat", is_open=True)),
        (goals, asked("Mål nått", "skala", "resultat")),
        (trends, asked("Dag", "datum", "tid")),
    ],
)
def test_a_column_that_the_file_lacks_is_no_lack_of_the_codebook(shown, variable):
    records = records_of(asked("Stöd"), variable, Stöd=["Ja", "Nej"] * 30)
    page = text(shown(records))
    assert LOST.format(variable.name) in page and "Kodboken har ing" not in page
    without = text(shown(records_of(asked("Stöd"), Stöd=["Ja", "Nej"] * 30)))
    assert "Kodboken har ing" in without and "ingen kolumn" not in without


def test_text_in_the_file_can_not_be_counted():
    records = records_of(asked("Behov", "text", "behov"), Behov=["hej"] * 60)
    page = text(breakdowns(records, "behov"))
    assert page.startswith("Svaren på «Behov» går inte att räkna här.")


def test_opinions_that_are_asked_twice_are_told_of():
    twice = asked("Nöjd", "skala", "resultat", is_open=True, pair="Nöjd sedan")
    page = text(opinions(records_of(twice, Nöjd=["a", "b"] * 30)))
    assert "«Nöjd» gäller mål eller har frågats två gånger" in page


def test_a_trend_of_nothing_says_that_there_is_nothing_to_follow():
    records = records_of(asked("Behov", role="behov"), Behov=["Ja", "Nej"] * 30)
    assert "ingen fråga om insats eller resultat" in text(trends(records))
    day = asked("Dag", "datum", "tid")
    lost = records_of(asked("Stöd"), day, Dag=["2024-01-01"] * 60)
    assert LOST.format("Stöd") in text(trends(lost))


def pair(kind):
    return (
        asked("Mår", kind, "behov", occasion="start", pair="Mår sedan"),
        asked("Mår sedan", kind, "resultat", occasion="uppföljning", pair="Mår"),
    )


@pytest.mark.parametrize(
    ("kind", "columns", "said"),
    [
        ("val", ["Mår", "Mår sedan"], "«Mår» har svar utan ordning"),
        ("skala", ["Mår"], "«Mår sedan» finns i kodboken, men filen har ingen kolumn för den"),
    ],
)
def test_a_change_that_can_not_be_had_says_why(kind, columns, said):
    records = records_of(*pair(kind), **{name: ["a", "b"] * 30 for name in columns})
    assert said in text(change(records)) and "ingen fråga" not in text(change(records))


def test_a_variable_that_the_file_lacks_is_not_called_uncountable():
    with pytest.raises(CodebookError, match="filen har ingen kolumn för den"):
        breakdown(records_of(asked("Stöd")), "Stöd")


LATE = [(["a"] * 60, False), (["a"] * 40 + [""] * 20, True)]


@pytest.mark.parametrize(("late", "is_told"), LATE)
def test_nobody_is_left_where_all_are_followed_up(late, is_told):
    columns = {"Mår": ["a", "b", "c"] * 20, "Mår sedan": late}
    page = text(quality(records_of(*pair("skala"), **columns)))
    assert "Vid uppföljningen finns svar om «Mår sedan»" in page
    assert ("De andra kan ha fått ett annat resultat." in page) == is_told
    assert ("De som saknas kan ha det" in text(change(records_of(*pair("skala"), **columns)))) == (
        is_told
    )


@pytest.mark.parametrize(
    ("variables", "columns", "said"),
    [
        ([], {}, "Ingen fråga i kodboken är märkt som uppföljning"),
        (pair("skala"), {"Mår": ["a", "b"] * 30}, "Filen har inga svar från en uppföljning"),
        ([asked("Dag", "datum", "tid")], {"Dag": [""] * 60}, "Ingen period har minst 5 rader"),
        ([asked("Dag", "datum", "tid")], {}, LOST.format("Dag")),
        ([], {}, "Kodboken har ingen variabel för tid."),
        ([asked("Brev", "text")], {}, "ingen kolumn för det: Brev."),
        ([asked("Brev", "text", is_needed=False)], {}, "Alla frågor som behövs enligt kodboken"),
        ([], {}, "Ingen variabel i kodboken handlar om behov eller resultat."),
        ([asked("A", role="behov")], {}, "Filen har inga svar att räkna om behov."),
    ],
)
def test_the_quality_of_the_material_says_the_real_reason(variables, columns, said):
    records = records_of(asked("Stöd"), *variables, Stöd=["Ja", "Nej"] * 30, **columns)
    assert said in text(quality(records))


def test_equal_shares_of_few_are_neither_alike_nor_chance():
    # 12 of 23 women and 13 of 25 men: 52 against 52 per cent, −27 to +27
    answers = ["Ja"] * 12 + ["Nej"] * 11 + ["Ja"] * 13 + ["Nej"] * 12
    table = pd.DataFrame({"Kön": ["Kvinna"] * 23 + ["Man"] * 25, "Stöd": answers})
    page = text(breakdown(Records.from_frame(table), "Stöd"))
    assert "Andelen är 52 % för kvinnor och 52 % för män" in page
    assert "varken att grupperna skiljer sig åt eller att de är lika" in page
    assert "i stort sett samma" not in page and "slump" not in page


def figures(share):
    return tuple(Figure(g, 5, 10, *[s] * 3) for g, s in (("Kvinna", 0.5), ("Man", share)))


ends = st.tuples(*[st.floats(-1, 1)] * 3).map(lambda v: tuple(sorted(v)))
said_of_it = st.sampled_from([CLEAR, UNCERTAIN, TOO_FEW, ""])
gaps = st.builds(lambda v, word: Gap(v[1], v[0], v[2], word), ends, said_of_it)


@given(gaps)
def test_no_difference_is_called_likeness_or_chance(gap):
    row = Row("Ja", figures(0.5 - gap.value), gap)
    said = " ".join(largest_gap([Block("", (row,))]))
    assert "slump" not in said and "samma andel" not in said
    assert ("tydlig" in said) == (gap.word == CLEAR)
    if gap.word == CLEAR:
        assert "visar varken" not in said and "osäker" not in said
    assert said.startswith(gap_words(row)[0])


@given(gaps, gaps, said_of_it)
def test_a_gap_has_turned_only_where_both_ways_are_sure_and_the_change_is(first, last, word):
    rows = tuple(Row(p, figures(0.5 - g.value), g) for p, g in (("2024", first), ("2025", last)))
    said = " ".join(gap_change([Block("Ja", rows)], [word]))
    both_sure = first.low * first.high > 0 and last.low * last.high > 0
    if "bytt riktning" in said:
        assert both_sure and first.value * last.value < 0 and word in (CLEAR, "")
    if any(w in said for w in ("har minskat", "har ökat", "bytt riktning")):
        assert word in (CLEAR, "") and "osäker" not in said and "visar varken" not in said
    assert "slump" not in said


def test_an_uncertain_turn_is_not_told_as_a_turn():
    rng = np.random.default_rng(4)
    days, answers = (rng.choice(of, 400) for of in (["2024-03-01", "2025-03-01"], ["Ja", "Nej"]))
    asks = asked("Stöd"), asked("Dag", "datum", "tid")
    page = text(trends(records_of(*asks, n=400, Dag=days, Stöd=answers)))
    assert "bytt riktning" not in page and "osäker" in page


def test_longer_periods_are_not_blamed_on_few_people_alone():
    days = pd.Timestamp("2000-01-01") + pd.to_timedelta(np.arange(9600) % (365 * 25), "D")
    records = records_of(asked("Stöd"), asked("Dag", "datum", "tid"), n=9600,
                         Stöd=["Ja", "Nej", "Nej", "Ja"] * 2400, Dag=days)  # fmt: skip
    page = text(trend(records, "Stöd", period="kvartal"))
    assert "blivit för många eller haft för få" in page


def girls_and_boys(*variables, **columns):
    sex = choice("Kön", ["Flicka", "Pojke"], "kön")
    table = pd.DataFrame({"Kön": ["Flicka", "Pojke"] * 100, **columns})
    return Records.from_frame(table, Codebook((sex, *variables)))


def test_a_finding_that_the_codebook_can_try_but_not_the_file():
    told = text(same_here(girls_and_boys(asked("våld", role="behov")), "barn och unga"))
    card = told[told.index("Kommer våld") :].split("Fyndet:")[0]
    assert LOST.format("våld") in card and "finns inte i er kodbok" not in card
    assert "Färdiga variabler" not in card


def test_a_lack_that_is_not_sure_is_told_of_as_a_share():
    asks = (h for h in listed("barn och unga") if h.claim == GAP)
    finding = next(asks)
    name = finding.names_of(finding.outcomes[0])[0]
    told = "Ja" if not finding.answers else finding.answers[0]
    variable = choice(name, [told, "Annat svar"], "behov")
    people = girls_and_boys(variable, **{name: [told] * 130 + ["Annat svar"] * 70})
    card = text(same_here(people, "barn och unga"))
    card = card[card.index(finding.question) :].split("Fyndet:")[0]
    assert "varken att säga att färre än hälften" in card or "har fått frågan" in card
    assert "Det kan finnas en skillnad" not in card


@given(ends, st.floats(-1, 1), ends)
def test_a_gap_goes_the_other_way_only_where_our_own_is_sure_to(own, other, change):
    value, low, high = own[1], own[0], own[2]
    changed = change[1], change[0], change[2]
    shown = Elsewhere("Kvinna", "Man", (value, low, high), other, changed)
    if shown.verdict == OTHER_WAY:
        assert low * high > 0 > value * other
    if shown.verdict == ANOTHER:
        assert low * high <= 0


def test_no_comparison_blames_few_people_for_hidden_numbers(tmp_path):
    file = tmp_path / "riket.csv"
    file.write_text("variabel;svar;kön;andel (%)\nStöd;Ja;K;50\nStöd;Ja;M;50\n", "utf-8")
    people = records_of(asked("Stöd"), n=200, Stöd=["Ja"] * 80 + ["", "Nej"] * 4 + ["Nej"] * 112)
    told = text(compare(people, read_reference(file, people.codebook)))
    assert "Går inte att säga: «Stöd»" in told and "för få personer" not in told


def test_all_the_same_answer_is_told_of_those_who_answered():
    people = records_of(asked("Stöd"), Stöd=["Ja"] * 20 + [""] * 40)
    assert "Alla som har svarat har samma svar på «Stöd»." in repr(collection_signs(people))


def test_three_sexes_are_no_lack_of_one():
    sex = choice("Kön", ["Annat", "Kvinna", "Man"], "kön")
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 30, "Stöd": ["Ja", "Nej"] * 30})
    signs = repr(collection_signs(Records.from_frame(table, Codebook((sex, asked("Stöd"))))))
    assert "Något av könen" not in signs


def test_a_codebook_without_sex_is_not_told_that_sex_is_its_background(tmp_path):
    lines = check_lines(Codebook((asked("Stöd"),)), Workbook(tmp_path))
    assert not [line for line in lines if "Kön är den enda" in line]
