"""Change in the same people: counts against pandas, means against scipy, nothing that leaks."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attacker import recovered
from bs4 import BeautifulSoup
from drawn import charts, heard
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from table_sets import choice

from isu_helpers import Records, breakdown, change, read_records
from isu_helpers.analysis.change import followed
from isu_helpers.analysis.verdict import CLEAR, TOO_FEW, UNCERTAIN
from isu_helpers.codebook import HIGHER, LOWER, NO, YES, Codebook, Option, Variable
from isu_helpers.disclosure import Release, planned, protect, release_of
from isu_helpers.disclosure.means import mean_changes
from isu_helpers.errors import CodebookError
from isu_helpers.records.derived import derived, limit_of, possible, values_of
from isu_helpers.run import of_records
from isu_helpers.show import MIME, bundle
from isu_helpers.show.words import words_of
from isu_helpers.wording import MISSING

SEX = choice("Kön", ["Kvinna", "Man", "Annat"], "kön")
SAMPLES = Path(__file__).parents[1] / "data" / "sample"
CHANGED = "före (förändring)"


def pair(kind: str = "tal", **fields: object) -> tuple[Variable, Variable]:
    """The same question twice, with these fields on the follow-up."""
    options = fields.pop("options", ())
    classes = fields.pop("classes", (4, 7) if kind == "tal" else ())
    both = Variable("", kind=kind, role="resultat", options=options, classes=classes)
    before = replace(both, name="före", label="Mående vid start", occasion="start", pair="efter")
    after = replace(both, name="efter", label="Mående efter ett år", occasion="uppföljning",
                    pair="före", **fields)  # fmt: skip
    return before, after


def made(sexes: list, before: list, after: list, *args: str, **fields: object) -> Records:
    """Records of a pair."""
    table = pd.DataFrame({"Kön": sexes, "före": before, "efter": after}, dtype=object)
    return Records.from_frame(table, Codebook((SEX, *pair(*args, **fields))))


def counts(result: object) -> dict[str, int]:
    """How many have each answer, all groups together."""
    frame = result.frame[result.frame["Kön"].isna()].dropna(subset=result.of.name)
    return dict(zip(frame[result.of.name], frame["n"].astype(int), strict=True))


@pytest.fixture
def many() -> Records:
    """200 people with numbers from 0 to 10, of whom some lack one or both."""
    rng = np.random.default_rng(1)
    before = rng.integers(0, 11, 200).astype(float)
    after = np.clip(before + rng.integers(-3, 5, 200), 0, 10)
    before[:10], after[5:60] = np.nan, np.nan
    return made(["Kvinna", "Man"] * 100, list(before), list(after), better=HIGHER)


def test_change_counts_as_pandas_does(many):
    frame = many.frame
    step = (frame["efter"] - frame["före"]).dropna()
    expected = {"Bättre": (step > 0).sum(), "Oförändrat": (step == 0).sum(),
                "Sämre": (step < 0).sum(), MISSING: 200 - len(step)}  # fmt: skip
    assert counts(change(many, "före")) == expected


def test_change_by_sex_counts_as_pandas_does(many):
    frame = many.frame.assign(step=np.sign(many.frame["efter"] - many.frame["före"]))
    expected = frame[frame["step"] > 0].groupby("Kön", observed=True).size()
    found = change(many, "före").frame
    found = found[found[CHANGED] == "Bättre"].set_index("Kön")["n"]
    assert found[["Kvinna", "Man"]].tolist() == expected[["Kvinna", "Man"]].tolist()


@pytest.mark.parametrize(
    ("better", "names", "first"),
    [(HIGHER, ("Bättre", "Oförändrat", "Sämre"), 2), (LOWER, ("Bättre", "Oförändrat", "Sämre"), 1),
     ("", ("Högre", "Oförändrat", "Lägre"), 2)],
)  # fmt: skip
def test_codebook_tells_which_way_is_better(better, names, first):
    records = made(["Kvinna", "Man"] * 2, [1, 1, 5, 6], [2, 3, 4, 6], better=better)
    result = change(records, "före")
    assert result.of.categories == names
    assert counts(result)[names[0]] == first


def test_two_directions_are_refused():
    records = made(["Kvinna", "Man"], [1, 2], [2, 1], better=HIGHER)
    before = replace(records.codebook["före"], better=LOWER)
    two = Records(records.frame, records.codebook.replaced(before))
    with pytest.raises(CodebookError, match="olika om vad som är bättre"):
        change(two, "före")


def test_the_pair_is_found_from_either_end(many):
    one, two, three = (change(many, *names) for names in (["före"], ["efter"], ["före", "efter"]))
    assert counts(one) == counts(two) == counts(three)
    assert [c.of.title for c in change(many)] == ["Mående, förändring"]
    with pytest.raises(CodebookError, match="ingen uppföljning"):
        change(many, "Kön")


def test_answers_without_order_or_alike_are_refused():
    options = (Option("a"), Option("b"))
    records = made(["Kvinna", "Man"], ["a", "b"], ["b", "a"], "val", options=options)
    with pytest.raises(CodebookError, match="utan ordning"):
        change(records, "före")
    assert len(change(records)) == 0
    other = replace(records.codebook["efter"], kind="skala", options=(*options, Option("c")))
    two = Records(records.frame, records.codebook.replaced(other))
    two = Records(two.frame, two.codebook.replaced(replace(two.codebook["före"], kind="skala")))
    with pytest.raises(CodebookError, match="olika svar"):
        change(two, "före")


def test_an_answer_beside_the_scale_is_no_place_on_it():
    options = tuple(map(Option, ("Inte bedömd", "Låg", "Hög", "Vet ej")))
    before, after = ["Inte bedömd", "Låg", "Låg", "Hög"], ["Hög", "Vet ej", "Hög", "Låg"]
    records = made(["Kvinna"] * 4, before, after, "skala", options=options)
    assert counts(change(records, "före")) == {"Högre": 1, "Oförändrat": 0, "Lägre": 1, MISSING: 2}


def test_yes_and_no_turn():
    before, after = ["Nej", "Nej", "Ja", "Ja"], ["Ja", "Ja", "Nej", "Ja"]
    records = made(["Kvinna"] * 4, before, after, "ja/nej", options=(YES, NO))
    found = counts(change(records, "före"))
    assert found == {"Från nej till ja": 2, "Oförändrat": 1, "Från ja till nej": 1, MISSING: 0}


def test_decimals_do_not_make_a_change():
    records = made(["Kvinna", "Man"], [5.2, 0.3], [5.3, 0.1 + 0.2], decimals=1)
    assert counts(change(records, "före")) == {"Högre": 1, "Oförändrat": 1, "Lägre": 0, MISSING: 0}


def test_reliable_change_as_jacobson_and_truax_have_it():
    """Their example: a standard deviation of 7.5 at start and a reliability of 0.80."""
    start = np.array([-1, 1] * 10) * 7.5 * np.sqrt(19 / 20) + 32.5
    after = [*(start[:10] + 9), *(start[10:] + 9.5)]
    records = made(["Kvinna", "Man"] * 10, list(start), after, decimals=2, classes=(30,),
                   better=HIGHER, reliability=0.8)  # fmt: skip
    result = change(records, "före")
    assert limit_of(records, result.of) == pytest.approx(1.96 * 4.74, abs=0.01)
    assert counts(result) == {"Bättre": 10, "Oförändrat": 10, "Sämre": 0, MISSING: 0}


def test_without_spread_there_is_no_noise():
    records = made(["Kvinna"], [3], [4], better=HIGHER, reliability=0.8)
    assert limit_of(records, change(records, "före").of) == 0


def test_followed_tells_who_was_not_reached(many):
    frame = many.frame
    started = frame[frame["före"].notna()]
    found = followed(change(many, "före"))
    assert list(counts(found).values()) == [
        started["efter"].notna().sum(), started["efter"].isna().sum(), frame["före"].isna().sum()
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sexes", "before", "after"),
    [(["Kvinna", "Man"], [None, None], [None, None]), (["Kvinna"], [1], [2]),
     (["Man"] * 8, [1] * 8, [1] * 8), (["Kvinna", "Man", "Annat"] * 6, [1, 9, 5] * 6, [2] * 18),
     (["Kvinna", "Man"] * 9, [5] * 18, [None] * 18), ([None, "Man"] * 9, [5] * 18, [3] * 18)],
)  # fmt: skip
def test_edge_tables_are_shown_without_an_error(sexes, before, after):
    records = made(sexes, before, after, better=HIGHER)
    shown = bundle(change(records, "före"))[MIME]["html"]
    assert "nan" not in shown and "Mående, förändring" in shown


def test_codebook_keeps_direction_and_reliability(tmp_path):
    book = Codebook((SEX, *pair(better=LOWER, reliability=0.85)))
    book.write(tmp_path / "kodbok.yaml")
    again = Codebook.read(tmp_path / "kodbok.yaml")
    assert (again["efter"].better, again["efter"].reliability) == (LOWER, 0.85)


@pytest.mark.parametrize("line", ["battre: upp", "reliabilitet: 1", "reliabilitet: hög"])
def test_codebook_refuses_other_words(tmp_path, line):
    text = f"variabler:\n  - namn: kön\n    roll: kön\n    alternativ: [K, M]\n    {line}\n"
    (tmp_path / "kodbok.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"rad 5.*Väntade"):
        Codebook.read(tmp_path / "kodbok.yaml")


def test_means_are_scipys(many):
    found = mean_changes(protect([change(many, "före")]).protected(change(many, "före")), 5)
    for mean in found[:2]:
        both = many.frame[many.frame["Kön"] == mean.group].dropna()
        test = stats.ttest_rel(both["efter"], both["före"])
        low, high = test.confidence_interval(0.95)
        assert (mean.n, mean.before, mean.after) == (len(both), *both[["före", "efter"]].mean())
        assert (mean.low, mean.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("before", "after"),
    [([1, 2, 3, 4, 5, 6, 7, 8] * 2, [9] * 16), ([0, 1] * 20, [1, 0, 0, 1] * 10),
     ([*range(9)] * 10, [*range(1, 10)] * 10)],
)  # fmt: skip
def test_no_means_of_few_people_few_answers_or_no_spread(before, after):
    """Eight of each sex; a scale of two; everyone a step up."""
    records = made(["Kvinna", "Man"] * (len(before) // 2), before, after)
    result = change(records, "före")
    assert mean_changes(protect([result]).protected(result), 5) == ()


@pytest.mark.parametrize(("most", "is_shown"), [(6, False), (7, True)])
def test_a_mean_needs_eight_different_answers(most, is_shown):
    before = [i % (most + 1) for i in range(80)]
    after = [min(most, n + i // 2 % 2) for i, n in enumerate(before)]
    records = made(["Kvinna", "Man"] * 40, before, after)
    result = change(records, "före")
    assert bool(mean_changes(protect([result]).protected(result), 5)) is is_shown


def test_means_of_a_sensitive_variable_need_more_people():
    """Twenty of each sex: enough for a mean, but not for one that may do harm."""
    given = [["Kvinna", "Man"] * 20, [*range(8)] * 5, [5, 9, 1, 2, 7, 7, 3, 8, 2, 6] * 4]
    for is_sensitive in (False, True):
        result = change(made(*given, is_sensitive=is_sensitive), "före")
        assert bool(mean_changes(protect([result]).protected(result), 5)) is not is_sensitive


def test_no_means_when_a_group_is_hidden(many):
    """Three of the women have both answers: two means of three would tell the third."""
    women = many.frame["Kön"] == "Kvinna"
    few = many.frame.assign(efter=many.frame["efter"].where(~women | (np.arange(200) > 193)))
    result = change(Records(few, many.codebook), "före")
    assert mean_changes(protect([result]).protected(result), 5) == ()


numbers = st.one_of(st.none(), st.integers(0, 9))
people = st.tuples(st.sampled_from(["Kvinna", "Man"]), numbers, numbers)


@given(st.lists(people, min_size=1, max_size=30), st.sampled_from([HIGHER, LOWER, ""]))
def test_every_row_goes_a_possible_way(rows, better):
    records = made(*map(list, zip(*rows, strict=True)), better=better)
    one = change(records, "före").of
    two = derived(records, replace(one.rule, name="uppföljning"))
    four = [records.codebook["före"], records.codebook["efter"], one, two]
    ways = possible(Records(records.frame[:0], records.codebook), one, two)
    assert set(zip(*(records.codes(v).tolist() for v in four), strict=True)) <= ways


def test_values_of_a_scale_are_places():
    options = tuple(map(Option, ("Låg", "Hög", "Vet ej")))
    records = made(["Kvinna"] * 3, ["Låg", "Hög", "Vet ej"], [None] * 3, "skala", options=options)
    assert values_of(records, records.codebook["före"])[:2].tolist() == [0, 1]
    assert np.isnan(values_of(records, records.codebook["före"])[2])


def test_a_change_does_not_tell_of_a_hidden_start():
    """Three women said yes at start, ten later, nobody went back: 10 − 7 would be the three."""
    before = ["Ja"] * 3 + ["Nej"] * 37 + ["Ja"] * 20 + ["Nej"] * 20
    after = ["Ja"] * 10 + ["Nej"] * 30 + ["Ja"] * 26 + ["Nej"] * 14
    records = made(["Kvinna"] * 40 + ["Man"] * 40, before, after, "ja/nej", options=(YES, NO))
    results = [breakdown(records, "före"), breakdown(records, "efter"), change(records, "före")]
    women = [f[f["Kön"] == "Kvinna"].iloc[:, 1:3] for f in protect(results).frames]
    known = [dict(f.itertuples(index=False)) for f in women]
    fits = {up_down[2] + up_down[1] for up_down in _fitting(known, 40)}
    assert len(fits) > 1 and 3 in fits


def _fitting(known: list[dict], size: int) -> list[tuple[int, int, int]]:
    """From no to yes, from yes to no, and yes twice: whole numbers that fit all that is shown."""
    return [
        (up, down, both)
        for up, down, both in product(range(size + 1), repeat=3)
        if up + down + both <= size
        and all(
            np.isnan(table[answer]) or table[answer] == n
            for table, answer, n in (
                (known[0], "Ja", both + down), (known[0], "Nej", size - both - down),
                (known[1], "Ja", both + up), (known[1], "Nej", size - both - up),
                (known[2], "Från nej till ja", up), (known[2], "Från ja till nej", down),
                (known[2], "Oförändrat", size - up - down),
            )
        )
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["tallnas", "ekviken"])
def test_attacker_finds_nothing_beside_the_standard_plan(folder):
    data = next((SAMPLES / folder).glob("data.*"))
    records = read_records(data, SAMPLES / folder / "kodbok.yaml")
    release = planned(records, 5)
    for chosen in change(records):
        for result in (chosen.items[0], followed(chosen.items[0])):
            release.protected(result)
    every = [p.result.of for p in release.results.values()]
    sensitive = {v.name for v in every if v.is_sensitive}
    opened = {v.name for v in every if v.is_open}
    sex = records.codebook["kön"]
    stated = Records(records.frame[records.codes(sex) < 2], records.codebook)
    truths = [breakdown(stated, p.result.of, p.result.by).frame for p in release.results.values()]
    assert recovered(release.frames, truths, 5, sex.name, sensitive, opened) == {}


def test_a_change_comes_back_in_another_kernel(many, tmp_path):
    mine = release_of(many, 5, folder=tmp_path).protected(change(many, "före"))
    again = release_of(many, 5, folder=tmp_path, held={})
    pd.testing.assert_frame_equal(again.results[mine.result.key].frame, mine.frame)


def test_another_direction_is_another_publication(many, tmp_path):
    result = change(many, "före")
    release_of(many, 5, folder=tmp_path).protected(result)
    after = replace(many.codebook["efter"], better=LOWER)
    turned = Records(many.frame, many.codebook.replaced(after))
    assert result.key not in release_of(turned, 5, folder=tmp_path).results


@pytest.fixture
def page(many) -> BeautifulSoup:
    return BeautifulSoup(bundle(change(many, "före"))[MIME]["html"], "html.parser")


def test_section_has_change_reach_and_means(page):
    captions = [c.get_text() for c in page.find_all("caption")]
    assert [c.split(" ")[0] for c in captions] == ["Mående,", "Vilka", "Medelvärden"]
    assert all(th.get("scope") in ("col", "row", "rowgroup") for th in page.find_all("th"))


def test_section_says_what_better_means_and_who_is_missing(page):
    said = page.find(class_="isu-lasning").get_text()
    assert said.startswith("Bättre betyder ett högre svar") and "De som saknas kan" in said


def test_chart_tells_the_figures(page, many):
    result = change(many, "före").frame
    row = result[(result["Kön"] == "Kvinna") & (result[CHANGED] == "Bättre")].iloc[0]
    assert f"({row['n']} av {row['base']})" in heard(charts(page)[0])


def test_hidden_parts_are_told_as_hidden():
    before, after = [5] * 60, [6] * 20 + [5] * 8 + [4] * 2 + [6] * 10 + [5] * 10 + [4] * 10
    records = made(["Kvinna"] * 30 + ["Man"] * 30, before, after, better=HIGHER)
    shown = BeautifulSoup(bundle(change(records, "före"))[MIME]["html"], "html.parser")
    assert "Sämre: kvinnor dolt" in heard(charts(shown)[0])


def test_without_a_direction_the_section_asks_for_it():
    records = made(["Kvinna", "Man"] * 20, [1, 2, 3, 4] * 10, [4, 2, 3, 1] * 10)
    assert "säger inte vilket håll" in bundle(change(records, "före"))[MIME]["html"]


def test_a_codebook_without_pairs_says_so():
    records = Records.from_frame(pd.DataFrame({"Kön": ["Kvinna", "Man"] * 4, "A": [1, 2] * 4}))
    assert "både start och uppföljning" in bundle(change(records))[MIME]["html"]


def test_the_group_itself_sees_means_of_few():
    result = change(made(["Kvinna", "Man"] * 4, [1, 2, 3, 4] * 2, [2, 5, 3, 9] * 2), "före")
    release = Release(5, is_protected=False)
    assert [m.n for m in mean_changes(release.protected(result), 5)] == [4, 4, 8]


def moved(women: tuple[int, int, int], men: tuple[int, int, int]) -> Records:
    """So many women and men better, unchanged and worse off by 1 or 2 of 10, turn by turn."""
    steps = [(sex, way * (1 + i % 2), i) for sex, ways in (("Kvinna", women), ("Man", men))
             for way, n in zip((1, 0, -1), ways, strict=True) for i in range(n)]  # fmt: skip
    before = [2 + i % 6 for *_, i in steps]
    after = [b + way for b, (_, way, _) in zip(before, steps, strict=True)]
    return made([sex for sex, *_ in steps], before, after, better=HIGHER)


def words_in(records: Records) -> tuple[object, object]:
    """The words of a release in which all of a change is out, and the change."""
    result = change(records, "före")
    bundle(result)
    release = of_records(records).release(records)
    return words_of(release), release.protected(result)


@pytest.mark.parametrize(
    ("women", "men"),
    [((60, 10, 30), (20, 15, 65)), ((40, 30, 30), (35, 30, 35)), ((45, 30, 25), (30, 30, 40)),
     ((50, 50, 50), (50, 50, 50))],
)  # fmt: skip
def test_words_of_a_change_are_those_of_its_own_part(women, men):
    words, found = words_in(moved(women, men))
    bases = [sum(women), sum(men)]
    p = [stats.fisher_exact([[a, bases[0] - a], [b, bases[1] - b]]).pvalue
         for a, b in zip(women, men, strict=True)]  # fmt: skip
    bears = words.planned / 2  # three answers weigh 2, and share it among them
    for answer, one in zip(found.axes[-1].answers, p, strict=True):
        word = words.at(found, {CHANGED: answer})
        is_clear = 3 * min(p) * bears <= 0.05 and one * bears <= 0.05
        assert (word == CLEAR) >= is_clear and (word != CLEAR or one * bears <= 0.05)


def _tenths(mean: float) -> float:
    """A mean as it is printed."""
    return np.floor(10 * mean + 0.5) / 10


@pytest.mark.parametrize(("men", "word"), [((10, 20, 70), CLEAR), ((50, 30, 20), UNCERTAIN)])
def test_the_difference_of_mean_changes_is_welchs(men, word):
    records = moved((70, 20, 10), men)
    words, found = words_in(records)
    told = records.frame["efter"] - records.frame["före"]
    one, two = (told[records.frame["Kön"] == sex] for sex in ("Kvinna", "Man"))
    test = stats.ttest_ind(one, two, equal_var=False)
    expected = CLEAR if test.pvalue * words.planned / 0.25 <= 0.05 else UNCERTAIN
    assert words.of_mean(found) == word == expected
    page = BeautifulSoup(bundle(change(records, "före"))[MIME]["html"], "html.parser")
    cell = page.find_all("table")[-1].find_all("tr")[3].find_all("td")[-1]
    low, high = (10 * v for v in test.confidence_interval(0.95))
    means = records.frame.groupby("Kön", observed=True)[["före", "efter"]].mean().map(_tenths)
    printed = np.subtract(*(means["efter"] - means["före"])[["Kvinna", "Man"]])
    wanted = [f"{v:+.1f}".replace(".", ",").replace("-", "−") for v in
              (printed, np.floor(low) / 10, np.ceil(high) / 10)]  # fmt: skip
    assert cell.get_text(" ").split()[:4] == [wanted[0], wanted[1], "till", wanted[2]]
    assert (cell.find(class_="isu-ord") is not None) == (word == CLEAR)


def test_a_change_of_few_is_too_few_to_compare():
    words, found = words_in(moved((6, 2, 0), (0, 3, 6)))
    assert {words.at(found, {CHANGED: a}) for a in found.axes[-1].answers} <= {TOO_FEW, ""}
    assert words.of_mean(found) == ""
