"""Flows: chains against a plain loop, what ties them to their steps, and nothing to recover."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from attacker import ANSWERED, MISSING, fixed, read, recovered
from bs4 import BeautifulSoup
from drawn import charts, heard
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from table_sets import choice, seeds

from isu_helpers.analysis import breakdown, flow, flows
from isu_helpers.analysis.flow import alongside, steps_within
from isu_helpers.analysis.planned import plan
from isu_helpers.analysis.verdict import CLEAR, UNCERTAIN
from isu_helpers.codebook import NO, YES, Codebook, Variable
from isu_helpers.disclosure import protect, release_of
from isu_helpers.errors import CodebookError
from isu_helpers.records import Records
from isu_helpers.records.derived import derived
from isu_helpers.run import of_records
from isu_helpers.show import MIME, bundle
from isu_helpers.show.words import words_of

STEPS = ["samtycke", "insats", "uppföljd"]
ROLES = {"samtycke": "samtycke", "insats": "insats", "uppföljd": "resultat"}
NAMES = {"J": "Ja", "N": "Nej", "-": None}
ANY = ["".join(p) for p in product("JN-", repeat=3)]


def yes_no(name):
    return Variable(name, (name,), kind="ja/nej", role=ROLES[name], options=(YES, NO))


CODEBOOK = Codebook((choice("Kön", ["Kvinna", "Man", "Annat"], "kön"), *map(yes_no, STEPS)))


def records_of(**people):
    """Records of so many people a sex and way, such as ``Kvinna={"JJN": 3}``."""
    told = [(sex, *(NAMES[a] for a in way)) for sex, ways in people.items()
            for way, n in ways.items() for _ in range(n)]  # fmt: skip
    return Records.from_frame(pd.DataFrame(told, columns=["Kön", *STEPS]), CODEBOOK)


def reached(way):
    """How many steps a way goes without a break, None where the next answer is missing."""
    for i, answer in enumerate(way):
        if answer != "J":
            return i if answer == "N" else None
    return len(way)


def counts(result):
    """The codes of a derived variable as categories, None where missing."""
    names = result.of.categories
    return [names[c] if c >= 0 else None for c in result.records.codes(result.of)]


def soup(shown):
    return BeautifulSoup(bundle(shown)[MIME]["html"], "html.parser")


def cells(page):
    """The first columns of each row of the table by its label."""
    return {tr.th.get_text(): [" ".join(td.get_text(" ").split()) for td in tr.find_all("td")]
            for tr in page.find_all("tr")[1:]}  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["Kvinna", "Man"]), st.sampled_from(ANY)), min_size=1))
def test_every_way_is_followed_to_its_first_no(people):
    table = pd.DataFrame([(s, *(NAMES[a] for a in w)) for s, w in people], columns=["Kön", *STEPS])
    result = flow(Records.from_frame(table, CODEBOOK), STEPS)
    names = ["Ingen av stegen", *(f"Till och med «{s}»" for s in STEPS)]
    ends = [reached(w) for _, w in people]
    assert counts(result) == [None if e is None else names[e] for e in ends]
    beside, came, onward = alongside(result)
    for i, step in enumerate(came, 1):
        assert counts(step) == [None if e is None else "Ja" if e >= i else "Nej" for e in ends]
    for i, step in enumerate(onward, 2):
        kept = [e is not None and e >= i - 1 for e in ends]
        assert counts(step) == [("Ja" if e >= i else "Nej") if k else None
                                for e, k in zip(ends, kept, strict=True)]  # fmt: skip
    for i, step in enumerate(beside):
        told = [None if w[i] == "-" else NAMES[w[i]] for _, w in people]
        assert [c and c.split()[0] for c in counts(step)] == told


def test_section_tells_how_many_came_and_how_many_went_on():
    records = records_of(
        Kvinna={"JJJ": 20, "JJN": 10, "JNN": 10, "NNN": 10},
        Man={"JJJ": 10, "JJN": 20, "JNN": 30, "NNN": 40},
    )
    table = cells(soup(flow(records)))
    assert table["samtycke"][:3] == ["80 % 40 av 50", "60 % 60 av 100", "67 % 100 av 150"]
    assert table["insats"][:2] == ["60 % 30 av 50", "30 % 30 av 100"]
    assert table["uppföljd"][:2] == ["40 % 20 av 50", "10 % 10 av 100"]
    assert table["samtycke → insats"][:2] == ["75 % 30 av 40", "50 % 30 av 60"]
    assert table["insats → uppföljd"][:2] == ["67 % 20 av 30", "33 % 10 av 30"]
    assert table["insats → uppföljd"][3].startswith("+34")  # 67 and 33
    assert table["Antal som började"][:3] == ["50", "100", "150"]


def test_section_says_where_the_groups_part_most():
    records = records_of(
        Kvinna={"JJJ": 40, "JNN": 10, "NNN": 10}, Man={"JJJ": 10, "JNN": 40, "NNN": 10}
    )
    said = soup(flow(records, STEPS[:2])).find(class_="isu-lasning").get_text()
    assert "samtycke → insats. Andelen är 80\xa0% för kvinnor och 20\xa0% för män." in said


def test_section_tells_of_steps_outside_the_chain():
    records = records_of(Kvinna={"JJJ": 20, "JNJ": 8, "NNN": 20}, Man={"JJJ": 20, "NNN": 28})
    page = soup(flow(records, STEPS))
    said = page.find(class_="isu-lasning").get_text().replace("\xa0", " ")
    assert "Därför räknas inte 8 ja på «uppföljd»." in said
    straight = records_of(Kvinna={"JJJ": 20, "NNN": 20}, Man={"JJJ": 20, "NNN": 28})
    assert "Därför" not in soup(flow(straight)).get_text()


def test_few_outside_the_chain_are_not_given_away_by_the_chain_beside_its_steps():
    records = records_of(
        Kvinna={"JJJ": 20, "JNJ": 2, "JNN": 12, "NNN": 20}, Man={"JJJ": 20, "JNN": 9, "NNN": 28}
    )
    page = soup(flow(records, STEPS))
    assert "Här står varje steg för sig, av alla som har svarat" in page.get_text()
    assert "Hur långt" not in page.get_text() and "för små" not in page.get_text()
    assert cells(page)["uppföljd"][0] == "41 % 22 av 54"  # those two among them, as in all tables
    assert not [label for label in cells(page) if "→" in label]


def test_chart_has_a_bar_for_each_sex_and_step():
    records = records_of(Kvinna={"JJJ": 20, "NNN": 20}, Man={"JJJ": 10, "NNN": 20})
    chart = charts(soup(flow(records)))[0]
    assert "Så många nådde varje steg" in heard(chart)
    assert "insats: kvinnor 50 % (20 av 40) och män 33 % (10 av 30)." in heard(chart)


def test_missing_answers_are_a_row_and_not_in_the_base():
    records = records_of(
        Kvinna={"JJJ": 20, "NNN": 20, "J--": 6}, Man={"JJJ": 20, "NNN": 20, "---": 7}
    )
    table = cells(soup(flow(records)))
    assert table["Antal som började"][:3] == ["40", "40", "80"]
    assert [c.split()[0] for c in table["Uppgift saknas"][:2]] == ["6", "7"]


@pytest.mark.parametrize(
    "people",
    [
        {"Kvinna": {"---": 12}, "Man": {"---": 12}},
        {"Kvinna": {"NNN": 12}, "Man": {"NNN": 30}},
        {"Kvinna": {"JJJ": 12}, "Man": {"JJJ": 30}},
        {"Kvinna": {"JJN": 12}},
        {"Kvinna": {"JJN": 12, "NNN": 9}, "Man": {"JJJ": 1}},
        {"Kvinna": {"JJN": 12, "NNN": 9}, "Man": {"JJJ": 30}, "Annat": {"JNN": 8}},
    ],
)
def test_section_stands_edge_cases(people):
    text = soup(flow(records_of(**people))).get_text()
    assert ("Hur långt i kedjan" in text) != ("Stegen var för sig" in text) and "nan" not in text


def test_flow_takes_the_first_question_of_each_role():
    records = records_of(Kvinna={"JJJ": 5}, Man={"NNN": 5})
    assert flow(records).of.rule.sources == tuple(STEPS)
    assert flow(records, ["insats", "samtycke"]).of.rule.sources == ("insats", "samtycke")


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (["insats"], "Kedjan har 1 steg. Väntade mellan två och"),
        (["insats", "insats"], "står två gånger"),
        (["insats", "Kön"], "är ingen ja/nej-fråga"),
        (["insats", "okänd"], "finns inte i kodboken"),
    ],
)
def test_flow_says_what_is_wrong(steps, said):
    with pytest.raises(CodebookError, match=said):
        flow(records_of(Kvinna={"JJJ": 5}, Man={"NNN": 5}), steps)


def test_a_flow_comes_back_in_another_kernel(tmp_path):
    records = records_of(Kvinna={"JJJ": 20, "NNN": 20}, Man={"JJJ": 10, "NNN": 20})
    result = flow(records)
    assert derived(records, result.of.rule) == result.of
    mine = release_of(records, 5, folder=tmp_path).protected(result)
    again = release_of(records, 5, folder=tmp_path, held={})
    pd.testing.assert_frame_equal(again.results[mine.result.key].frame, mine.frame)


def lies_within(people, later, earlier):
    """Whether nobody has a yes at a place of the ways and a no at an earlier one."""
    return not any(w[later] == "J" and w[earlier] == "N" for _, w in people)


PEOPLE = st.lists(
    st.tuples(st.sampled_from(["Kvinna", "Man"]), st.sampled_from(ANY)), min_size=2, max_size=12
)


@given(PEOPLE)
def test_the_default_chain_has_as_many_steps_as_contain_each_other(people):
    table = pd.DataFrame([(s, *(NAMES[a] for a in w)) for s, w in people], columns=["Kön", *STEPS])
    records = Records.from_frame(table, CODEBOOK)
    chains = [c for n in (3, 2) for c in combinations(range(3), n)]
    whole = [c for c in chains
             if all(lies_within(people, b, a) for a, b in combinations(c, 2))]  # fmt: skip
    wanted = [STEPS[i] for i in whole[0]] if whole else []
    assert [v.name for v in steps_within(records)] == wanted
    assert len(flows(records)) == bool(wanted)


@given(PEOPLE)
def test_no_step_of_the_default_chain_is_larger_than_the_one_before(people):
    table = pd.DataFrame([(s, *(NAMES[a] for a in w)) for s, w in people], columns=["Kön", *STEPS])
    for shown in flows(Records.from_frame(table, CODEBOOK)):
        _, reached, _ = alongside(shown.items[0])
        frames = [r.frame[r.frame["Kön"].isna()].set_index(r.of.name)["n"] for r in reached]
        sizes = [frame["Ja"] for frame in frames]
        assert sizes == sorted(sizes, reverse=True)


def test_steps_that_do_not_contain_each_other_are_no_chain_and_the_reason_is_told():
    records = records_of(  # 600 children: 169 granted and 241 followed up, no small groups
        Kvinna={"NJJ": 142, "NJN": 27, "NNJ": 99, "NNN": 21},
        Man={"NJJ": 76, "NJN": 49, "NNJ": 109, "NNN": 77},
    )
    page = soup(flows(records))
    text = page.get_text()
    assert page.table is None and "för små" not in text
    assert "«samtycke», «insats» och «uppföljd» ligger inte i varandra" in text
    with pytest.raises(CodebookError, match="ligger inte i varandra"):
        flow(records)


def test_of_steps_with_hidden_numbers_no_order_is_told():
    records = records_of(Kvinna={"NJJ": 2, "JJJ": 12, "JNN": 12}, Man={"JJN": 12, "JNJ": 12})
    page = soup(flows(records))
    assert "ja på" not in page.get_text() and "Ingen kedja går att visa" in page.get_text()


def test_a_step_outside_is_left_out_of_the_chain_and_told():
    records = records_of(
        Kvinna={"JJJ": 30, "JJN": 18, "NJJ": 12, "NNN": 10}, Man={"JJJ": 60, "JJN": 30, "NNN": 15}
    )
    page = soup(flows(records))
    assert cells(page)["insats → uppföljd"][:2] == ["70 % 42 av 60", "67 % 60 av 90"]
    assert "«samtycke» är inte med här." in page.get_text()


def test_a_chain_tells_nothing_of_sensitive_steps():
    secret = [replace(v, is_sensitive=v.name != "Kön") for v in CODEBOOK]
    records = records_of(Kvinna={"JJJ": 20, "NNN": 20}, Man={"JJJ": 20, "NNN": 28})
    hidden = Records.from_frame(records.frame, Codebook(tuple(secret)))
    assert not len(flows(hidden)) and "är känsligt" in soup(flows(hidden)).get_text()


def test_steps_without_a_column_are_no_lack_of_the_codebook():
    table = pd.DataFrame({"Kön": ["Kvinna", "Man"] * 9, "samtycke": "Ja"})
    text = soup(flows(Records.from_frame(table, CODEBOOK))).get_text()
    assert "Kodboken har «insats» och «uppföljd», men filen har ingen kolumn för det." in text
    few = Codebook((CODEBOOK["Kön"], CODEBOOK["insats"]))
    assert "ingen kedja" in soup(flows(Records.from_frame(table, few))).get_text()


def test_the_plan_of_a_codebook_is_the_same_whether_its_steps_contain_each_other():
    within = records_of(Kvinna={"JJJ": 20, "NNN": 20}, Man={"JJJ": 20, "NNN": 28})
    apart = records_of(Kvinna={"NJJ": 20, "JNN": 20}, Man={"NNJ": 20, "JJN": 28})
    assert plan(within).weight == plan(apart).weight


@pytest.mark.parametrize("seed", seeds(24))
def test_nothing_is_recovered_from_a_flow_beside_its_steps(seed):
    records = _drawn(np.random.default_rng([7, seed]))
    page = soup(flow(records, STEPS))
    release = of_records(records).release(records)
    shown = [p for p in release.results.values() if not p.is_refused]
    assert flow(records, STEPS).key in release.results
    frames = [p.frame for p in shown]
    assert recovered(frames, [p.result.frame for p in shown], 5) == {}
    if any("→" in label for label in cells(page)):
        assert _found(records, frames, flow(records, STEPS).of) == {}


def test_the_attacker_finds_the_few_where_nothing_ties_the_chain_to_its_steps():
    records = records_of(
        Kvinna={"JJJ": 20, "JNJ": 2, "JNN": 12, "NNN": 20}, Man={"JJJ": 20, "JNN": 9, "NNN": 28}
    )
    release = release_of(records, 5)
    chain = flow(records, STEPS)
    release.protected(chain)
    assert 2 in _found(records, release.frames, chain.of).values()


def _found(records, frames, chain):
    """The small counts that follow from the frames and from what a chain is."""
    puzzle = read(frames)
    puzzle.sums |= dict.fromkeys(_ties(records, chain))
    return {a: n for a, n in fixed(puzzle).items() if 0 < n < 5 and not _is_open(a)}


def _drawn(rng):
    """People whose steps mostly follow on one another, some of them not."""
    n = int(rng.integers(60, 300))
    came = rng.random((n, 3)) < rng.uniform(0.5, 0.95, 3)
    steps = np.logical_and.accumulate(came, axis=1)
    stray = rng.random((n, 3)) < rng.choice([0, 0.01, 0.04])
    answers = np.where(steps ^ stray, "Ja", "Nej").astype(object)
    answers[rng.random((n, 3)) < rng.choice([0, 0.01, 0.03])] = None
    table = pd.DataFrame(answers, columns=STEPS)
    return Records.from_frame(table.assign(Kön=rng.choice(["Kvinna", "Man"], n)), CODEBOOK)


def _ties(records, chain):
    """What anyone knows of a chain and a step: who went so far said yes, who stopped there no.

    The rest of the step's answers are of people who stopped before it or can't be followed.
    """
    for sex in ({("Kön", "Kvinna")}, {("Kön", "Man")}, set()):
        for i, step in enumerate(chain.rule.sources):
            names = chain.categories
            known = {"Ja": names[i + 1 :], "Nej": names[i : i + 1]}
            for answer, groups in known.items():
                parts = {
                    frozenset(sex | {(chain.name, g)})
                    for g in groups
                    if _has(records, chain, g, sex)
                }
                if not _has_outside(records, chain, i, answer, sex):
                    yield frozenset(sex | {(step, answer)}), frozenset(parts)
                else:
                    rest = frozenset(sex | {(step, answer), ("i kedjan", "nej")})
                    yield frozenset(sex | {(step, answer)}), frozenset(parts | {rest})


def _rows(records, sex):
    frame = records.frame
    return (
        np.ones(len(frame), bool) if not sex else (frame["Kön"] == next(iter(sex))[1]).to_numpy()
    )


def _has(records, chain, group, sex):
    codes = records.codes(chain)
    return bool((codes[_rows(records, sex)] == chain.categories.index(group)).any())


def _has_outside(records, chain, i, answer, sex):
    """Whether some say this of a step and do not stand in the chain so far."""
    is_outside = records.codes(chain) < i
    said = (records.frame[chain.rule.sources[i]] == answer).to_numpy()
    return bool((is_outside & said & _rows(records, sex)).any())


def _is_open(address):
    return {slot for name, slot in address if name != "Kön"} <= {MISSING, ANSWERED}


def test_a_release_takes_what_a_flow_must_stand_beside():
    # those who came to a step and those who said yes to it part by few, so both are looked at
    rng = np.random.default_rng(3)
    table = pd.DataFrame({"Kön": rng.choice(["Kvinna", "Man"], 120),
                          "Utredd": rng.choice(["Ja", "Nej"], 120, p=[0.7, 0.3]),
                          "Insats": rng.choice(["Ja", "Nej"], 120)})  # fmt: skip
    records = Records.from_frame(table)
    chain = flow(records, ["Utredd", "Insats"])
    release = protect([chain, breakdown(records, "Insats")])
    tied = {r.key for part in alongside(chain) for r in part}
    assert tied <= release.results.keys() and len(release.frames) == 2


def test_words_of_a_chain_are_worked_out_by_hand():
    people = {
        "Kvinna": {"JJJ": 60, "JJN": 10, "JNN": 20, "NNN": 20},
        "Man": {"JJJ": 15, "JJN": 35, "JNN": 20, "NNN": 40},
    }
    records = records_of(**people)
    bundle(flow(records))
    words = words_of(release_of(records, 5))
    # Three questions of weight 1 and their crossings of a quarter each, then the chain
    assert words.planned == 3 + 3 * 0.25 + 0.25
    counts = {"samtycke": (90, 110, 70, 110), "insats": (70, 110, 50, 110),
              "uppföljd": (60, 110, 15, 110), "samtycke → insats": (70, 90, 50, 70),
              "insats → uppföljd": (60, 70, 15, 50)}  # fmt: skip
    p = {name: fisher_exact([[a, b - a], [c, d - c]]).pvalue for name, (a, b, c, d) in
         counts.items()}  # fmt: skip
    reached, expected = 0, {}
    for i, name in enumerate(sorted(p, key=p.get)):
        reached = max(reached, p[name] * words.planned / 0.25 * (5 - i))
        expected[name] = CLEAR if reached <= 0.05 else UNCERTAIN
    rows = soup(flow(records)).table.find_all("tr", class_="isu-svar")
    told = {r.th.text: getattr(r.find(class_="isu-ord"), "text", UNCERTAIN) for r in rows}
    assert told == expected
    assert set(expected.values()) == {CLEAR, UNCERTAIN}
