"""Breakdowns against pandas.crosstab and against counts made by hand."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from table_sets import choice

from isu_helpers.analysis import breakdown
from isu_helpers.analysis.cube import ANSWERED, count_people, count_rows
from isu_helpers.codebook import Codebook, Variable
from isu_helpers.disclosure import protect
from isu_helpers.errors import CodebookError
from isu_helpers.records import Records, propose_codebook
from isu_helpers.wording import TOTAL

MISSING = "Uppgift saknas"
SEXES = ["Kvinna", "Man", "Annat"]
AREAS = ["Åby", "Ängö", "Öja"]  # nobody has to live in any of them
ANSWERS = ["Ja", "Nej", "Vet ej"]
CODEBOOK = Codebook(
    (
        choice("Kön", SEXES, "kön"),
        choice("område", AREAS, "bakgrund"),
        choice("svar", ANSWERS, "behov"),
        Variable("ålder", ("ålder",), kind="tal", role="bakgrund", classes=(18, 30)),
    )
)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from([*SEXES, None]),
        st.sampled_from([*AREAS, None]),
        st.sampled_from([*ANSWERS, None]),
        st.none() | st.integers(0, 60),
    ),
    max_size=40,
)


def records_of(rows):
    """Records of people told as tuples of sex, area, answer and age."""
    return Records.from_frame(
        pd.DataFrame(rows, columns=["Kön", "område", "svar", "ålder"]), CODEBOOK
    )


def number(frame, column="n", **at):
    """The one number of a frame at these categories; a variable not named is summed over."""
    names = [c for c in frame.columns if c in ("Kön", "område", "svar", "ålder")]
    rows = frame
    for name in names:
        rows = rows[rows[name].isna() if name not in at else rows[name] == at[name]]
    assert len(rows) == 1
    return rows[column].iloc[0]


def crossed(rows, *names):
    """Counts by pandas, missing as a category, totals as missing."""
    table = pd.DataFrame(rows, columns=["Kön", "område", "svar", "ålder"]).astype(object)
    table = table.where(table.notna(), MISSING)
    *by, of = names
    return pd.crosstab([table[n] for n in by], table[of]).stack()


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_breakdown_equals_crosstab(rows):
    frame = breakdown(records_of(rows), "svar").frame
    expected = crossed(rows, "Kön", "svar")
    for (sex, answer), n in expected.items():
        assert number(frame, Kön=sex, svar=answer) == n
    assert frame.loc[frame["Kön"].notna() & frame["svar"].notna(), "n"].sum() == len(rows)


@given(PEOPLE)
@settings(max_examples=60, deadline=None)
def test_breakdown_crossed_equals_crosstab(rows):
    frame = breakdown(records_of(rows), "svar", ["kön", "område"]).frame
    expected = crossed(rows, "Kön", "område", "svar")
    for (sex, area, answer), n in expected.items():
        assert number(frame, Kön=sex, område=area, svar=answer) == n
    assert number(frame) == len(rows)


@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_breakdown_sums_to_its_totals(rows):
    frame = breakdown(records_of(rows), "svar", ["Kön", "område"]).frame
    for name in ("Kön", "område", "svar"):
        others = [n for n in ("Kön", "område", "svar") if n != name]
        parts = frame[frame[name].notna()].groupby(others, dropna=False)["n"].sum()
        totals = frame[frame[name].isna()].set_index(others)["n"]
        assert (parts.sort_index().to_numpy() == totals.sort_index().to_numpy()).all()


@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_breakdown_base_is_those_who_answered(rows):
    frame = breakdown(records_of(rows), "svar").frame
    known = [r for r in rows if r[0] == "Man" and r[2] is not None]
    everyone = [r for r in rows if r[0] == "Man"]
    assert number(frame, "base", Kön="Man", svar="Ja") == len(known)
    assert number(frame, "base", Kön="Man", svar=MISSING) == len(everyone)
    assert number(frame, "base", Kön="Man") == len(everyone)


@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_breakdown_intervals_equal_statsmodels(rows):
    frame = breakdown(records_of(rows), "svar").frame
    frame = frame[frame["base"] > 0]
    expected = [
        proportion_confint(n, base, method="wilson")
        for n, base in zip(frame["n"], frame["base"], strict=True)
    ]
    assert np.allclose(frame["share"], frame["n"] / frame["base"], rtol=0, atol=1e-12)
    assert np.allclose(
        frame[["low", "high"]], np.array(expected).reshape(-1, 2), rtol=0, atol=1e-12
    )


@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_breakdown_difference_equals_statsmodels(rows):
    result = breakdown(records_of(rows), "svar")
    for _, gap in result.difference.iterrows():
        one, two = (
            [number(result.frame, c, Kön=gap[side], svar=gap["svar"]) for c in ("n", "base")]
            for side in ("first", "second")
        )
        if 0 in (one[1], two[1]):
            assert np.isnan([gap["value"], gap["low"], gap["high"]]).all()
            continue
        expected = confint_proportions_2indep(*one, *two, method="newcomb", compare="diff")
        assert np.allclose((gap["low"], gap["high"]), expected, rtol=0, atol=1e-12)


@given(PEOPLE)
@settings(max_examples=40, deadline=None)
def test_breakdown_by_classes_equals_pandas_cut(rows):
    frame = breakdown(records_of(rows), "svar", "ålder").frame
    ages = pd.Series([r[3] for r in rows], dtype=float)
    labels = ["Under 18", "18–29", "30 eller mer"]
    classes = pd.cut(ages, [-np.inf, 18, 30, np.inf], right=False, labels=labels)
    for label in labels:
        assert number(frame, ålder=label) == (classes == label).sum()
    assert number(frame, ålder=MISSING) == ages.isna().sum()


# Four women and three men: two women Ja, one Nej, one blank; one man Ja, two Nej
SEVEN = [
    ("Kvinna", "Åby", "Ja", 17),
    ("Kvinna", "Åby", "Ja", 18),
    ("Kvinna", "Öja", "Nej", 29),
    ("Kvinna", None, None, None),
    ("Man", "Åby", "Ja", 30),
    ("Man", "Öja", "Nej", 30),
    ("Man", "Öja", "Nej", 40),
]


def test_breakdown_by_hand():
    frame = breakdown(records_of(SEVEN), "svar").frame
    assert number(frame, Kön="Kvinna", svar="Ja") == 2
    assert number(frame, "share", Kön="Kvinna", svar="Ja") == pytest.approx(2 / 3)  # 3 answered
    assert number(frame, "share", Kön="Kvinna", svar=MISSING) == 0.25  # of all four
    assert number(frame, "share", svar="Ja") == 0.5  # three of the six who answered


def test_breakdown_frame_has_the_columns_it_promises():
    frame = breakdown(records_of(SEVEN), "svar", ["Kön", "område"]).frame
    assert list(frame.columns) == ["Kön", "område", "svar", "n", "base", "share", "low", "high"]
    # (3 sexes + missing + total) × (3 areas + missing + total) × (3 answers + missing + total)
    assert len(frame) == 5 * 5 * 5


def test_breakdown_missing_value_in_a_frame_means_total_only():
    frame = breakdown(records_of(SEVEN), "svar").frame
    totals = frame[frame["Kön"].isna() & frame["svar"].isna()]
    assert totals["n"].tolist() == [7]
    assert set(frame["svar"].dropna()) == {*ANSWERS, MISSING}
    assert not frame[["n", "base"]].isna().any(axis=None)


def test_breakdown_empty_categories_are_rows_of_zeros():
    frame = breakdown(records_of(SEVEN), "svar", ["Kön", "område"]).frame
    assert number(frame, Kön="Man", område="Ängö") == 0
    assert np.isnan(number(frame, "share", Kön="Man", område="Ängö", svar="Ja"))
    assert number(frame, "share", Kön="Man", svar="Vet ej") == 0


def test_breakdown_of_no_rows():
    result = breakdown(records_of([]), "svar", ["Kön", "ålder"])
    assert result.n == 0 and (result.frame["n"] == 0).all()
    assert result.frame[["share", "low", "high"]].isna().all(axis=None)
    assert result.difference["value"].isna().all()


def test_breakdown_of_one_group_has_no_difference():
    result = breakdown(records_of([("Kvinna", "Åby", "Ja", 20)] * 3), "svar")
    assert number(result.frame, Kön="Kvinna", svar="Ja") == 3
    assert result.difference["value"].isna().all()


def test_breakdown_where_all_answers_are_missing():
    frame = breakdown(records_of([("Man", "Åby", None, 20)] * 4), "svar").frame
    assert number(frame, Kön="Man", svar=MISSING) == 4
    assert number(frame, "base", Kön="Man", svar="Ja") == 0
    assert number(frame, "share", Kön="Man", svar=MISSING) == 1


def test_breakdown_where_every_sex_is_missing():
    frame = breakdown(records_of([(None, "Åby", "Ja", 20)] * 4), "svar").frame
    assert number(frame, Kön=MISSING, svar="Ja") == 4
    assert number(frame, Kön="Kvinna") == 0


def test_difference_has_pairs_in_the_order_of_the_codebook():
    gaps = breakdown(records_of(SEVEN), "svar").difference
    assert list(gaps.columns) == ["svar", "first", "second", "value", "low", "high"]
    pairs = list(dict.fromkeys(zip(gaps["first"], gaps["second"], strict=True)))
    assert pairs == [("Kvinna", "Man"), ("Kvinna", "Annat"), ("Man", "Annat")]
    assert gaps["svar"].tolist() == ANSWERS * 3  # never for missing answers or totals


def test_difference_is_first_minus_second():
    gaps = breakdown(records_of(SEVEN), "svar", groups=("Man", "Kvinna")).difference
    assert gaps["first"].unique().tolist() == ["Man"]
    # one of three men against two of the three women who answered
    assert gaps["value"].iloc[0] == pytest.approx(1 / 3 - 2 / 3)


def test_difference_has_a_row_for_each_stratum_and_all_together():
    gaps = breakdown(records_of(SEVEN), "svar", ["Kön", "område"], groups=("Kvinna", "Man"))
    yes = gaps.difference[gaps.difference["svar"] == "Ja"].set_index("område")["value"]
    assert yes["Åby"] == 0  # both women and the one man said Ja
    assert yes[yes.index.isna()].iloc[0] == pytest.approx(1 / 3)
    assert {"Åby", "Ängö", "Öja", MISSING} == set(yes.index.dropna())


def test_difference_of_a_group_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="Kvina"):
        _ = breakdown(records_of(SEVEN), "svar", groups=("Kvina", "Man")).difference


def test_breakdown_by_role_and_by_name_are_the_same():
    records = records_of(SEVEN)
    one, two = breakdown(records, "behov", "kön"), breakdown(records, "svar", "Kön")
    pd.testing.assert_frame_equal(one.frame, two.frame)
    assert breakdown(records, "svar", "bakgrund").by[0].name == "område"  # first with the role


def test_breakdown_puts_sex_first_whatever_the_order():
    records = records_of(SEVEN)
    one = breakdown(records, "svar", ["område", "Kön"])
    two = breakdown(records, "svar", ["Kön", "område"])
    pd.testing.assert_frame_equal(one.frame, two.frame)


def test_breakdown_without_sex_sums_over_it():
    frame = breakdown(records_of(SEVEN), "svar", "område").frame
    assert list(frame.columns)[:2] == ["område", "svar"]
    assert number(frame, område="Öja", svar="Nej") == 3  # a woman and two men
    assert len(frame) == 5 * 5


def test_breakdown_of_sex_within_groups():
    frame = breakdown(records_of([*SEVEN, (None, "Åby", "Ja", 20)]), "kön", "svar").frame
    assert number(frame, svar="Ja", Kön="Kvinna") == 2
    # two women and a man of known sex said Ja; the fourth has no known sex
    assert number(frame, "share", svar="Ja", Kön="Kvinna") == pytest.approx(2 / 3)
    assert number(frame, "base", svar="Ja", Kön=MISSING) == 4


def test_breakdown_number_at_a_bound_is_in_the_class_above():
    frame = breakdown(records_of(SEVEN), "ålder").frame
    assert number(frame, Kön="Kvinna", ålder="Under 18") == 1  # 17
    assert number(frame, Kön="Kvinna", ålder="18–29") == 2  # 18 and 29
    assert number(frame, Kön="Man", ålder="30 eller mer") == 3  # 30, 30 and 40


def test_breakdown_of_repeated_people_counts_rows_and_knows_the_people():
    table = pd.DataFrame(
        {"Personnyckel": [1, 1, 1, 2], "Kön": ["Man"] * 4, "svar": ["Ja", "Ja", "Nej", "Ja"]}
    )
    key = Variable("Personnyckel", ("Personnyckel",), role="personnyckel")
    codebook = Codebook((key, choice("Kön", SEXES, "kön"), choice("svar", ANSWERS)))
    result = breakdown(Records.from_frame(table, codebook), "svar")
    man, yes = result.cube.axes[0].place("Man"), result.cube.of.place("Ja")
    assert number(result.frame, Kön="Man", svar="Ja") == 3
    assert result.cube.people[man, yes] == 2 and result.cube.people[man, -1] == 2


def test_breakdown_without_repeats_counts_people():
    cube = breakdown(records_of(SEVEN), "svar").cube
    assert (cube.n == cube.people).all()


def test_breakdown_of_an_unknown_variable_is_told_in_swedish():
    with pytest.raises(CodebookError, match="«inkomst» finns inte"):
        breakdown(records_of(SEVEN), "inkomst")


@pytest.mark.parametrize(
    ("of", "by"), [("Kön", "kön"), ("svar", ["Kön", "svar"]), ("svar", ["Kön", "kön"])]
)
def test_breakdown_of_a_variable_by_itself_is_refused(of, by):
    with pytest.raises(ValueError, match="must be different"):
        breakdown(records_of(SEVEN), of, by)


def test_breakdown_does_not_change_the_records():
    records = records_of(SEVEN)
    before = records.frame.copy()
    breakdown(records, "svar", ["Kön", "ålder"]).difference.iloc[:0]
    pd.testing.assert_frame_equal(records.frame, before)


def test_result_tells_no_number_of_itself():
    result = breakdown(records_of(SEVEN), "svar")
    assert not any(ch.isdigit() for ch in repr(result) + str(result))


def test_breakdown_of_cases_without_a_person_key_counts_few_people():
    table = pd.DataFrame(
        {"Kön": ["Kvinna"] * 30 + ["Man"] * 30, "Stöd": ["Ja"] * 14 + ["Nej"] * 46}
    )
    codebook = replace(propose_codebook(table), unit="ärende")
    cube = breakdown(Records.from_frame(table, codebook), "Stöd").cube
    assert cube.n[0].tolist() == [14, 16, 0, 30, 30]
    assert cube.people[0].tolist() == [4, 5, 0, 10, 10]  # three cases may be one person


def test_protect_hides_cases_that_may_be_few_people():
    table = pd.DataFrame(
        {"Kön": ["Kvinna"] * 30 + ["Man"] * 30, "Stöd": ["Ja"] * 14 + ["Nej"] * 46}
    )
    codebook = replace(propose_codebook(table), unit="ärende")
    frame = protect([breakdown(Records.from_frame(table, codebook), "Stöd")]).frames[0]
    assert frame.loc[frame["Kön"] == "Kvinna", "hidden"].tolist() == ["n", "n", "", ""]


@st.composite
def rows_of_people(draw):
    """How many answers each of two to four variables has, and rows: a person and her answers."""
    sizes = draw(st.lists(st.sampled_from([1, 2, 3, 6, 7]), min_size=2, max_size=4))
    answers = st.tuples(*(st.integers(-1, size - 1) for size in sizes))
    return sizes, draw(st.lists(st.tuples(st.integers(0, 5), answers), max_size=60))


def split(sizes, rows):
    """Rows as the keys and the codes that are counted."""
    table = np.array([[key, *answers] for key, answers in rows]).reshape(-1, len(sizes) + 1)
    key, *codes = table.astype(np.int16).T
    return key.astype(np.int32), codes


def is_counted(answers, asked, sizes):
    """Whether a row with these answers is counted in these slots."""
    return all(
        slot == TOTAL or (answer >= 0 if slot == ANSWERED else slot == answer % (size + 1))
        for answer, slot, size in zip(answers, asked, sizes, strict=True)
    )


def slots_of(sizes):
    """All slots of each axis in order: answers by their places, missing after them, totals."""
    *by, of = ([*range(size + 1)] for size in sizes)
    return [*([*slots, TOTAL] for slots in by), [*of, ANSWERED, TOTAL]]


@given(rows_of_people())
@settings(max_examples=100, deadline=None)
def test_people_are_counted_as_sets_of_keys_are(case):
    sizes, rows = case
    keys, codes = split(sizes, rows)
    people = count_people(keys, codes, sizes)
    slots = slots_of(sizes)
    assert people.shape == tuple(map(len, slots))
    for at in product(*(range(len(s)) for s in slots)):
        asked = [s[i] for s, i in zip(slots, at, strict=True)]
        found = {k for k, answers in rows if is_counted(answers, asked, sizes)}
        assert people[at] == len(found)


@given(rows_of_people())
@settings(max_examples=100, deadline=None)
def test_rows_are_counted_as_lists_of_answers_are(case):
    sizes, rows = case
    n = count_rows(split(sizes, rows)[1], sizes)
    assert n.shape == tuple(size + 1 for size in sizes)
    for at in np.ndindex(n.shape):
        asked = tuple(-1 if i == size else i for i, size in zip(at, sizes, strict=True))
        assert n[at] == [answers for _, answers in rows].count(asked)


@pytest.mark.parametrize("size", [5, 126, 127, 30_000])
def test_people_are_counted_whatever_the_width_of_codes_and_keys(size):
    keys = np.array([2**31 - 1, 0, 2**31 - 1, 0, 2**31 - 1, 7], dtype=np.int32)
    sex, answer = np.array([0, 1, 0, 1, 1, -1]), np.array([size, 0, size, 0, size, 1]) - 1
    people = count_people(keys, [sex, answer], [2, size])
    assert people[0, size - 1] == 1 and people[1, size - 1] == 1
    assert people[3, -2:].tolist() == [2, 3]  # one person never gave an answer
    assert people[3, size - 1] == 1 and people[:, -1].tolist() == [1, 2, 1, 3]


def test_rows_are_counted_whole_however_many():
    answers = np.arange(1_000_003) % 5 - 1
    sex = np.arange(1_000_003) % 3 - 1
    n = count_rows([sex.astype(np.int8), answers.astype(np.int16)], [2, 4])
    assert n.sum() == 1_000_003 and set(n.ravel()) == {66_666, 66_667}
    assert n[2, 4] == 66_667  # the first row has no sex and no answer, and each fifteenth after


def test_breakdown_of_repeated_people_counts_them_once_in_each_total():
    rows = [(1, "Kvinna", "Ja"), (1, "Kvinna", None), (2, "Man", "Nej"), (2, "Man", "Ja"),
            (3, None, None), (3, "Man", None), (4, "Man", "Ja")]  # fmt: skip
    table = pd.DataFrame(rows, columns=["Personnyckel", "Kön", "svar"])
    key = Variable("Personnyckel", ("Personnyckel",), role="personnyckel")
    codebook = Codebook((key, choice("Kön", SEXES, "kön"), choice("svar", ANSWERS)))
    cube = breakdown(Records.from_frame(table, codebook), "svar").cube
    # Ja, Nej, Vet ej, missing, answered, all
    assert cube.people[cube.axes[0].place("Man")].tolist() == [2, 1, 0, 1, 2, 3]
    assert cube.people[-1].tolist() == [3, 1, 0, 2, 3, 4]
