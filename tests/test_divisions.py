"""Numbers in classes, days between dates and units: nobody is found in one edition, nor in two."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd
import pytest
from attacker_divisions import Divided, K, Reader
from audit_medians import blind

from isu_helpers import Codebook, Records
from isu_helpers.analysis import breakdown, medians, waiting_times
from isu_helpers.analysis.result import Choice
from isu_helpers.analysis.units import units
from isu_helpers.codebook import Option, Variable
from isu_helpers.disclosure import Release
from isu_helpers.elsewhere.population import Population
from isu_helpers.elsewhere.rates import rates
from isu_helpers.show.html import html_of
from isu_helpers.show.medians import _chosen, median_section, waiting_section
from isu_helpers.show.rates import rates_section
from isu_helpers.show.spreads import is_days

SEXES, ANSWERS, LAST = ("Kvinna", "Man"), ("Ja", "Nej"), pd.Timestamp("2026-01-31")
SEX = Variable("Kön", ("Kön",), role="kön", options=tuple(map(Option, SEXES)))
FIRST, SECOND, THIRD = "Aktualiserad", "Beslut", "Start"
SPANS = (1, 20, 40, 50, 80, 100, 130, 200)  # a number of days in each class that there may be


def date(name: str, **given) -> Variable:
    return Variable(name, (name,), kind="datum", role="tid", **given)


def yes_no(name: str, role: str = "insats") -> Variable:
    return Variable(name, (name,), kind="ja/nej", role=role, options=tuple(map(Option, ANSWERS)))


def day(when) -> pd.Series:
    return pd.Series(when).dt.strftime("%Y-%m-%d")


def ago(days: int) -> str:
    return (LAST - pd.Timedelta(days=days)).strftime("%Y-%m-%d")


def changed(rng: np.random.Generator, size: int) -> tuple[int, int]:
    """How many have left and come since: few, but in one of three many came."""
    return int(rng.integers(4)), int(rng.integers(5, 40) if size % 3 else rng.integers(4))


def two_dates(seed: int) -> Divided:
    """Days to a decision; some wait, and some of these have got it half a year later."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(60, 220))
    left, came = changed(rng, size)
    start = LAST - pd.to_timedelta(rng.integers(0, 500, size + came), unit="D")
    end = start + pd.to_timedelta(rng.lognormal(np.log(45), 0.8, size + came).round(), unit="D")
    sex = rng.choice(SEXES, size + came)

    def known(rows: slice, by: pd.Timestamp) -> pd.DataFrame:
        who = np.arange(size + came)[rows]
        who = who[start[who] <= by]
        told = day(end[who]).where(end[who] <= by, None)
        return pd.DataFrame({"who": who, "Kön": sex[who], FIRST: day(start[who]), SECOND: told})

    then = known(slice(size), LAST)
    now = known(slice(left, None), LAST if seed % 2 else LAST + pd.Timedelta(days=181))
    every = [(s, ago(d), e) for s in SEXES for d in range(800) for e in (ago(0), None)]
    every = pd.DataFrame([*every, *((s, None, None) for s in SEXES)],
                         columns=["Kön", FIRST, SECOND])  # fmt: skip
    return Divided(then, now, every, Codebook((SEX, date(FIRST), date(SECOND))), show_days)


def show_days(records: Records, release: Release) -> None:
    release.add([breakdown(records, v) for v in records.countable("insats")])
    for choice in waiting_times(records):
        _chosen(choice, release)


def points(seed: int, role: str = "övrigt") -> Divided:
    """Points, shown as medians alone, or with their classes before them."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(60, 220))
    left, came = changed(rng, size)
    book = Codebook((SEX, Variable("Poäng", ("Poäng",), kind="tal", role=role, classes=(20, 40))))
    people = pd.DataFrame({"who": range(size + came), "Kön": rng.choice(SEXES, size + came),
                           "Poäng": rng.lognormal(3.2, 0.5, size + came).round()})  # fmt: skip
    every = pd.DataFrame([(s, float(p)) for s in SEXES for p in range(200)],
                         columns=["Kön", "Poäng"])  # fmt: skip

    def show(records: Records, release: Release) -> None:
        release.add([breakdown(records, v) for v in records.countable("behov")])
        for choice in medians(records):
            _chosen(choice, release)

    return Divided(people[:size], people[left:], every, book, show)


def ages(seed: int) -> Divided:
    """Ages in classes, of whom the page tells so many per 1,000 inhabitants."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(40, 160))
    left, came = changed(rng, size)
    bounds = (18, 30, 45, 65, 80)
    book = Codebook((SEX, Variable("Ålder", ("Ålder",), kind="tal", role="bakgrund",
                                   classes=bounds)))  # fmt: skip
    people = pd.DataFrame({
        "who": range(size + came), "Kön": rng.choice(SEXES, size + came),
        "Ålder": np.clip(rng.normal(rng.integers(25, 60), 18, size + came).round(), 0, 99),
    })  # fmt: skip
    every = pd.DataFrame([(s, float(a)) for s in SEXES for a in range(100)],
                         columns=["Kön", "Ålder"])  # fmt: skip

    def show(records: Records, release: Release) -> None:
        release.add([breakdown(records, "Ålder")])

    return Divided(people[:size], people[left:], every, book, show)


def places(seed: int) -> Divided:
    """Units beside each other, of which small ones are put together, other ones next time."""
    rng, names = np.random.default_rng(seed), ("A", "B", "C", "D")
    size = int(rng.integers(180, 320))
    left, came = changed(rng, size)
    unit = Variable("Enhet", ("Enhet",), role="bakgrund", options=tuple(map(Option, names)))
    people = pd.DataFrame({
        "who": range(size + came), "Kön": rng.choice(SEXES, size + came),
        "Enhet": rng.choice(names, size + came, p=[0.35, 0.3, 0.2, 0.15]),
        "Stöd": rng.choice(ANSWERS, size + came, p=[0.1, 0.9]),
    })  # fmt: skip
    every = pd.DataFrame([(s, u, a) for s in SEXES for u in names for a in ANSWERS],
                         columns=["Kön", "Enhet", "Stöd"])  # fmt: skip

    def show(records: Records, release: Release) -> None:
        release.add([breakdown(records, "Enhet"), breakdown(records, "Stöd")])
        found = units(records).result
        if found:
            release.chosen(Choice((found,)))

    book = Codebook((SEX, unit, yes_no("Stöd")))
    return Divided(people[:size], people[left:], every, book, show)


def three_dates(seed: int, is_asked: bool) -> Divided:
    """Days to a decision, and from it to a start, perhaps of those alone who are granted one."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(60, 200))
    start = LAST - pd.to_timedelta(rng.integers(0, 900, size), unit="D")
    middle = start + pd.to_timedelta(rng.lognormal(np.log(45), 0.7, size).round(), unit="D")
    end = middle + pd.to_timedelta(rng.lognormal(np.log(30), 0.7, size).round(), unit="D")
    granted = np.where(rng.random(size) < (0.93 if is_asked else 1), "Ja", "Nej")
    people = pd.DataFrame({
        "who": range(size), "Kön": rng.choice(SEXES, size), "Beviljad": granted,
        FIRST: day(start), SECOND: day(middle).where(middle <= LAST, None),
        THIRD: day(end).where((end <= LAST) & (granted == "Ja"), None),
    })  # fmt: skip
    asked = ("Beviljad", ("Ja",)) if is_asked else ()
    book = Codebook((SEX, yes_no("Beviljad"), date(FIRST), date(SECOND),
                     date(THIRD, asked_if=asked)))  # fmt: skip
    return Divided(people, people, pd.DataFrame(_ways(is_asked), columns=list(people)[1:]), book,
                   show_days)  # fmt: skip


def _ways(is_asked: bool) -> list[tuple]:
    """Each way that a case may go: how long ago it began, and how long each step took."""
    found = []
    for sex in SEXES:
        for granted in ANSWERS if is_asked else ("Ja",):
            for x in range(0, 1000, 3):
                found.append((sex, granted, ago(x), None, None))
                for y in (y for y in SPANS if y <= x):
                    found.append((sex, granted, ago(x), ago(x - y), None))
                    found += [(sex, granted, ago(x), ago(x - y), ago(x - y - z))
                              for z in SPANS if y + z <= x and granted == "Ja"]  # fmt: skip
        found.append((sex, "Ja", ago(0), ago(0), ago(0)))
    return found


TWINS = [(two_dates, 2001), (points, 2003), (ages, 1001)]
CASES = [(two_dates, 28), (two_dates, 34), (two_dates, 3), (points, 2), (points, 3007),
         (points, 4012), (partial(points, role="behov"), 1), (ages, 1001), (ages, 1004),
         (places, 4), (places, 7)]  # fmt: skip


def pages(case: Divided) -> list[str]:
    """All that is told of medians and quartiles, of days and of rates, then and now."""
    return [str(html_of(_sections(release))) for release in case.releases]


def _sections(release: Release):
    release.tells_means = False  # of values, not of counts: they have an attacker of their own
    for protected in [p for p in release.tables if len(p.axes) == 2]:
        of, records = protected.result.of, protected.result.records
        if is_days(of):
            yield waiting_section(protected, release)
        elif of.rule or of.kind == "tal":
            yield median_section(protected, release)
        if of.title == "Ålder":
            yield rates_section(replace(rates(records, None), population=TOWN), release)


TOWN = Population("Mora", "2025", np.full(121, 40.0), np.full(121, 35.0))


@pytest.mark.parametrize(("made", "seed"), CASES)
def test_two_editions_give_no_hidden_number_away(made: Callable, seed: int):
    assert made(seed).found() == []


@pytest.mark.parametrize(("made", "seed"), TWINS)
def test_twins_are_told_of_with_the_same_bytes(made: Callable, seed: int):
    pairs = list(islice(made(seed).twins(pages), 2))
    assert pairs and all(one == two for one, two in pairs)
    assert any(word in pairs[0][0][1] for word in ("framme efter", "Median", "Per 1 000"))


@pytest.mark.parametrize(("made", "seed"), TWINS)
def test_whoever_has_the_published_counts_can_tell_all_that_is_told(made: Callable, seed: int):
    case = made(seed)
    told = pages(case)
    for release in case.releases:
        release.results = {p.result.key: blind(p) for p in release.results.values()}
    assert pages(case) == told


@pytest.mark.parametrize(("is_asked", "seed"), [(False, 0), (False, 1), (True, 1), (True, 4)])
def test_nor_do_the_steps_of_a_case_that_tell_of_one_another(is_asked: bool, seed: int):
    reader = Reader(three_dates(seed, is_asked))
    small = [t for t in reader.told[0] if t[1] is None and 0 < t[2] < K]
    assert not any(reader.knows(t, 0, (0,)) for t in small)


def test_days_are_cut_as_they_were_also_when_they_have_become_longer():
    rng = np.random.default_rng(5)
    start = LAST - pd.to_timedelta(rng.integers(300, 500, 400), unit="D")
    took = np.where(np.arange(400) < 160, rng.integers(3, 30, 400), rng.integers(30, 200, 400))
    people = pd.DataFrame({"who": range(400), "Kön": rng.choice(SEXES, 400), FIRST: day(start),
                           SECOND: day(start + pd.to_timedelta(took, unit="D"))})  # fmt: skip
    made = Divided(people[:160], people, people, Codebook((SEX, date(FIRST), date(SECOND))),
                   show_days)  # fmt: skip
    (then,), (now,) = made.shown
    assert now.result.of == then.result.of and now.visible.all()
    alone = Release()
    show_days(now.result.records, alone)
    assert next(iter(alone.results.values())).result.of != now.result.of
