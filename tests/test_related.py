"""What readers know of how questions hang together: no hidden count follows from it.

The attacker is written apart: it looks for tables of all combinations of answers, in whole
numbers, that fit everything shown and what the reader knows.
"""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from isu_helpers import Codebook, IsuError, Records, Release, breakdown, protect
from isu_helpers.codebook import NO, SEVERAL, SEX, YES, YES_NO, Option, Variable
from isu_helpers.disclosure import give_out, release_of
from isu_helpers.disclosure.manifest import MANIFEST, read_manifest
from isu_helpers.disclosure.primary import crowd_of
from isu_helpers.disclosure.related import related_among

SEXES, MISSING, K = ("Kvinna", "Man"), "Uppgift saknas", 5
KON = Variable("Kön", role=SEX, options=tuple(map(Option, SEXES)))
A = Variable("beviljad", kind=YES_NO, options=(YES, NO), role="insats")
B = Variable("fått", kind=YES_NO, options=(YES, NO), role="insats")
ANSWERS = ("Ja", "Nej", MISSING)


def records_of(people, *variables):
    """Records of people told as {(sex, answer, ...): number}."""
    rows = [key for key, n in people.items() for _ in range(n)]
    table = pd.DataFrame(rows, columns=["Kön", *(v.name for v in variables)], dtype=object)
    return Records.from_frame(table.replace({MISSING: None}), Codebook((KON, *variables)))


def found_out(frames, names, people, known):
    """The hidden small counts that only one whole number fits, with how many there are.

    ``people`` are the true numbers of all combinations; ``known`` those that a reader knows.
    """
    cells = [*people]
    rows, low, high, hidden = [], [], [], []
    for frame in frames:
        of = frame.columns[1]
        for told in frame.itertuples(index=False):
            sex, answer = told[0], told[1]
            row = [_is_in(cell, names, {"Kön": sex, of: answer}) for cell in cells]
            count = sum(n for n, is_in in zip(people.values(), row, strict=True) if is_in)
            rows.append(row)
            low.append(1 if np.isnan(told.n) else count)
            high.append(np.inf if np.isnan(told.n) else count)
            if np.isnan(told.n):
                hidden.append((row, count))
    limits = [LinearConstraint(np.array(rows, float), low, high)]
    ends = Bounds([known.get(c, 0) for c in cells], [known.get(c, np.inf) for c in cells])
    found = []
    for row, count in (h for h in hidden if 0 < h[1] < K):
        least, most = (
            milp(sign * np.array(row, float), integrality=np.ones(len(cells)), bounds=ends,
                 constraints=limits) for sign in (1, -1)
        )  # fmt: skip
        if most.status == 0 and round(least.fun) == round(-most.fun) == count:
            found.append(count)
    return found


def printed(release):
    """The frames of what is printed: a table that is refused says nothing."""
    return [p.frame for p in release.tables if not p.is_refused]


def _is_in(cell, names, wanted):
    told = dict(zip(names, cell, strict=True))
    return all(told[name] == slot for name, slot in wanted.items() if isinstance(slot, str))


NUMBERS = st.integers(0, 14)


@given(st.lists(NUMBERS, min_size=8, max_size=8), st.booleans(), st.integers(0, 1))
@settings(max_examples=40, deadline=None)
def test_a_question_that_only_some_are_asked_gives_none_away(counts, is_stated, exception):
    """Missing here is «Nej» there, all but one."""
    people = dict.fromkeys(product(SEXES, ANSWERS, ANSWERS), 0)
    asked = [("Ja", "Ja"), ("Ja", "Nej"), ("Nej", MISSING), (MISSING, MISSING)]
    for i, (sex, pair) in enumerate(product(SEXES, asked)):
        people[sex, *pair] = counts[i] if pair[0] != MISSING else min(counts[i], 2)
    people["Kvinna", "Ja", MISSING] = exception
    assume(all(sum(n for c, n in people.items() if c[0] == s) >= K for s in SEXES))
    assume(is_stated or _is_plain_to_see(people))
    rule = {"asked_if": ("beviljad", ("Ja",))} if is_stated else {}
    records = records_of(people, A, Variable("fått", kind=YES_NO, options=(YES, NO), role="insats",
                                             **rule))  # fmt: skip
    release = protect([breakdown(records, name) for name in ("beviljad", "fått")], K)
    known = {c: 0 for c in people if c[1] != "Ja" and c[2] != MISSING}
    if is_stated or _is_plain_to_see(people):
        known |= {c: n for c, n in people.items() if c[1:] == ("Ja", MISSING)}
    assert found_out(printed(release), ["Kön", "beviljad", "fått"], people, known) == []


def _is_plain_to_see(people):
    """Whether many would be without an answer if it were by chance."""
    yes = sum(n for c, n in people.items() if c[1] == "Ja")
    no = sum(n for c, n in people.items() if c[1] == "Nej")
    none = sum(n for c, n in people.items() if c[2] == MISSING)
    total = sum(people.values())
    told = total - none
    return min(yes * none, no * told) >= 4 * total


@given(st.lists(NUMBERS, min_size=6, max_size=6))
@settings(max_examples=40, deadline=None)
def test_what_nobody_got_without_a_decision_gives_none_away(counts):
    """Nested: who got it had it granted."""
    people = dict.fromkeys(product(SEXES, ("Ja", "Nej"), ("Ja", "Nej")), 0)
    for i, (sex, pair) in enumerate(product(SEXES, [("Ja", "Ja"), ("Ja", "Nej"), ("Nej", "Nej")])):
        people[sex, *pair] = counts[i]
    total = sum(people.values())
    assume(all(sum(n for c, n in people.items() if c[0] == s) >= K for s in SEXES))
    no = sum(n for c, n in people.items() if c[1] == "Nej")
    got = sum(n for c, n in people.items() if c[2] == "Ja")
    assume(no * got >= 4 * total)
    records = records_of(people, A, B)
    release = protect([breakdown(records, name) for name in ("beviljad", "fått")], K)
    known = {c: 0 for c in people if c[1:] == ("Nej", "Ja")}
    assert found_out(printed(release), ["Kön", "beviljad", "fått"], people, known) == []


def test_the_only_one_asked_who_did_not_answer_is_known_where_the_codebook_has_the_rule():
    """So few were not asked that it could be chance, were it not for the rule."""
    people = {("Kvinna", "Ja", "Ja"): 6, ("Kvinna", "Ja", MISSING): 1, ("Man", "Ja", "Nej"): 19,
              ("Man", "Nej", MISSING): 3}  # fmt: skip
    crowd = crowd_of(asked_of_some(people), K)
    (found,) = related_among(crowd, [crowd.records.variable(n) for n in ("beviljad", "fått")])
    assert found.exceptions == {("Ja", MISSING)}


def test_what_the_codebook_rules_out_is_known_also_where_several_did_not_answer():
    people = {("Kvinna", "Ja", "Ja"): 7, ("Kvinna", "Ja", MISSING): 3, ("Man", "Ja", "Nej"): 9,
              ("Man", "Nej", MISSING): 2, ("Man", "Nej", "Ja"): 1}  # fmt: skip
    crowd = crowd_of(asked_of_some(people), K)
    (found,) = related_among(crowd, [crowd.records.variable(n) for n in ("beviljad", "fått")])
    assert found.exceptions == {("Nej", "Ja")}
    assert found.able == {("Ja", "Ja"), ("Ja", "Nej"), ("Ja", MISSING), ("Nej", MISSING)}


# From one publication to the next

SKIPPED = {("Kvinna", "Ja", "Ja"): 7, ("Kvinna", "Ja", "Nej"): 6, ("Kvinna", "Ja", MISSING): 1,
           ("Kvinna", "Nej", MISSING): 9, ("Man", "Ja", "Ja"): 8, ("Man", "Ja", "Nej"): 11,
           ("Man", "Nej", MISSING): 2}  # fmt: skip


def asked_of_some(people):
    return records_of(people, A, replace(B, asked_if=("beviljad", ("Ja",))))


def of_editions(records, folder):
    """What is published of some people in a folder, by a program that has just been started."""
    release = release_of(records, K, folder=folder, held={})
    give_out(folder)
    return release


def test_a_publication_is_shown_again_as_it_was_and_its_manifest_tells_no_combination(tmp_path):
    records = asked_of_some(SKIPPED)
    first = of_editions(records, tmp_path)
    assert first.ledger.given and first.ledger.unkept
    again = of_editions(records, tmp_path)
    for one, two in zip(first.frames, again.frames, strict=True):
        pd.testing.assert_frame_equal(one, two)
    edition, _ = read_manifest(tmp_path / MANIFEST)
    beside = {frozenset(a) for a in first.ledger.place if len(a) > 2 or len({n for n, _ in a}) > 2}
    assert beside and beside.isdisjoint(edition.numbers)
    told = {a: n for a, n in edition.numbers.items() if n is not None}
    assert told == {first.ledger.addresses[i]: first.ledger.counts[i] for i in first.shown}


def test_one_leaver_does_not_tell_who_was_not_asked(tmp_path):
    """Few men were refused, so few are without an answer, and one woman did not answer."""
    before = of_editions(asked_of_some(SKIPPED), tmp_path)
    after = of_editions(asked_of_some(SKIPPED | {("Man", "Ja", "Nej"): 10}), tmp_path)
    assert not any(p.is_refused for p in (*before.tables, *after.tables))
    zero = dict.fromkeys(product(SEXES, ANSWERS, ANSWERS), 0)
    known = {c: 0 for c in zero if c[1] != "Ja" and c[2] != MISSING}
    known |= {("Kvinna", "Ja", MISSING): 1, ("Man", "Ja", MISSING): 0}
    frames = [f for f in printed(after) if f.columns[1] in ("beviljad", "fått")]
    people = zero | SKIPPED | {("Man", "Ja", "Nej"): 10}
    assert found_out(frames, ["Kön", "beviljad", "fått"], people, known) == []


PARTS = ("Boende", "Grupp", "Samtal")


@given(st.lists(st.integers(0, 8), min_size=14, max_size=14))
@settings(max_examples=40, deadline=None)
def test_a_question_in_which_all_ticked_something_gives_none_away(counts):
    ways = [w for w in product(("Ja", "Nej"), repeat=3) if "Ja" in w]
    people = dict.fromkeys(product(SEXES, *[("Ja", "Nej")] * 3), 0)
    for n, (sex, way) in zip(counts, product(SEXES, ways), strict=True):
        people[sex, *way] = n
    assume(all(sum(n for c, n in people.items() if c[0] == s) >= K for s in SEXES))
    rows = [(c[0], ";".join(p for p, a in zip(PARTS, c[1:], strict=True) if a == "Ja"))
            for c, n in people.items() for _ in range(n)]  # fmt: skip
    several = Variable("stöd", kind=SEVERAL, options=tuple(map(Option, PARTS)), role="insats",
                       has_any=True)  # fmt: skip
    records = Records.from_frame(pd.DataFrame(rows, columns=["Kön", "stöd"]),
                                 Codebook((KON, several)))  # fmt: skip
    names = [v.name for v in records.codebook.parts_of("stöd")]
    release = protect([breakdown(records, name) for name in names], K)
    known = {c: 0 for c in people if "Ja" not in c}
    assert found_out(printed(release), ["Kön", *names], people, known) == []


KODBOK = """
variabler:
  - namn: Kön
    typ: val
    roll: kön
    alternativ: [Kvinna, Man]
  - namn: beviljad
    typ: ja/nej
    roll: insats
  - namn: fått
    typ: ja/nej
    roll: insats
    galler_om: {beviljad: Ja}
  - namn: stöd
    typ: flerval
    roll: insats
    alternativ: [Boende, Grupp]
    minst_ett: ja
"""


def test_rules_of_a_codebook_are_read_and_written(tmp_path):
    path = tmp_path / "kodbok.yaml"
    path.write_text(KODBOK, encoding="utf-8")
    book = Codebook.read(path)
    assert book["fått"].asked_if == ("beviljad", ("Ja",)) and book["stöd"].has_any
    path.write_text(book.to_yaml(), encoding="utf-8")
    assert Codebook.read(path) == book


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{beviljad: Ja}", "{finns inte: Ja}", "namnet på en annan variabel"),
        ("{beviljad: Ja}", "{fått: Ja}", "namnet på en annan variabel"),
        ("{beviljad: Ja}", "{beviljad: Kanske}", "Ja eller Nej"),
        ("{beviljad: Ja}", "beviljad", "galler_om: {beviljad insats: Ja}"),
        ("    minst_ett: ja", "  - namn: x\n    typ: ja/nej\n    minst_ett: ja", "flerval"),
    ],
)
def test_rules_that_can_not_be_are_told_of(tmp_path, old, new, expected):
    path = tmp_path / "kodbok.yaml"
    path.write_text(KODBOK.replace(old, new), encoding="utf-8")
    with pytest.raises(IsuError, match="rad") as error:
        Codebook.read(path)
    assert expected in str(error.value) and "\n" not in str(error.value)


KINDS = ("Öppenvård", "Placering", "Ingen insats", "Avslag")
KIND = Variable("insats", role="insats", options=tuple(map(Option, KINDS)))
SOME = replace(B, name="någon", made_of=("insats", KINDS[:2]))
PLACED = replace(SOME, name="placering", made_of=("insats", KINDS[1:2]))


def made(kind):
    """What a person's kind of insats is as yes and no."""
    if kind == MISSING:
        return (MISSING, MISSING)
    return tuple("Ja" if kind in v.made_of[1] else "Nej" for v in (SOME, PLACED))


ORDERS = st.permutations(["insats", "någon", "placering"])


@given(st.lists(NUMBERS, min_size=10, max_size=10), ORDERS)
@settings(max_examples=40, deadline=None)
def test_yes_and_no_made_of_a_kind_give_none_away(counts, order):
    cells = list(product(SEXES, (*KINDS, MISSING)))
    people = {(s, k, *made(k)): n for (s, k), n in zip(cells, counts, strict=True)}
    assume(sum(counts) >= 20)
    rows = [cell[:2] for cell, n in people.items() for _ in range(n)]
    table = pd.DataFrame(rows, columns=["Kön", "insats"], dtype=object).replace({MISSING: None})
    records = Records.from_frame(table, Codebook((KON, KIND, SOME, PLACED)))
    together = protect([breakdown(records, name) for name in order], K)
    later = Release(K)
    for name in order:
        later.add([breakdown(records, name)])
    names = ("Kön", "insats", "någon", "placering")
    for release in (together, later):
        assert found_out(printed(release), names, people, {}) == []


@given(st.lists(NUMBERS, min_size=18, max_size=18), st.booleans(), st.integers(0, 1))
@settings(max_examples=30, deadline=None)
def test_any_of_several_answers_gives_none_away(counts, is_late, together):
    """Where nearly nobody ticked more than one, the ticks tell all that the any is the sum of."""
    ways = [*product(("Ja", "Nej"), repeat=3), (MISSING,) * 3]
    cells = [(s, *w, *any_of(w)) for s, w in product(SEXES, ways)]
    told = zip(cells, counts, strict=True)
    people = {c: min(n, together) if c[1:4].count("Ja") > 1 else n for c, n in told}
    assume(sum(people.values()) >= 20)
    columns = [f"stöd: {p}" for p in PARTS]
    rows = [c[:4] for c, n in people.items() for _ in range(n)]
    table = pd.DataFrame(rows, columns=["Kön", *columns], dtype=object).replace({MISSING: None})
    several = Variable("stöd", columns=tuple(columns), kind=SEVERAL, role="insats",
                       options=tuple(map(Option, PARTS)))  # fmt: skip
    some = replace(B, name="någon", made_of=("stöd", PARTS))
    records = Records.from_frame(table, Codebook((KON, several, some)))
    names = [*(v.name for v in records.codebook.parts_of("stöd")), "någon"]
    release = Release(K)
    for few in [names[-1:], names[:-1]] if is_late else [names]:
        release.add([breakdown(records, name) for name in few])
    assert found_out(printed(release), ["Kön", *names], people, {}) == []


def any_of(way):
    """Whether any of several was ticked; no answer where none has an answer."""
    return (MISSING if MISSING in way else "Ja" if "Ja" in way else "Nej",)
