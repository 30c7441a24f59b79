"""Seeded random records and the breakdowns of them, to be protected and attacked."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from isu_helpers.analysis import Result, breakdown
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.disclosure import Release
from isu_helpers.records import Records

KS = (3, 5, 10)
Cuts = dict[tuple[str, str], set[tuple[str, str]]]
SIZES = (20, 40, 60, 100, 150, 250, 400)


def seeds(number: int) -> range:
    """So many seeds, of which the gate tries every other; ``ISU_ALLA=1`` tries them all."""
    return range(0, number, 1 if os.environ.get("ISU_ALLA") else 2)


@dataclass(frozen=True)
class TableSet:
    """Records, the results to publish, how they are added, and the least number shown."""

    records: Records
    results: list[Result]
    k: int
    order: str  # "jointly", "in sequence", "backwards" or "displayed"
    cuts: Cuts = field(default_factory=dict)  # two divisions of one thing, what classes meet

    @property
    def sensitive(self) -> list[str]:
        """The variables whose small counts may not even be told to be small."""
        return [v.name for v in self.records.codebook if v.is_sensitive]

    def released(self) -> Release:
        """A Release with all results in it, added the way that ``order`` says."""
        release = Release(self.k)
        results = self.results[::-1] if self.order == "backwards" else self.results
        if self.order == "jointly":
            release.add(results)
        for result in results:
            add = release.protected if self.order == "displayed" else _alone(release)
            if result.key not in release.results:
                add(result)
        return release

    def truths(self) -> list[pd.DataFrame]:
        """The results of the stated population with nothing hidden.

        Women and men always; another sex, and people whose sex is not known, from ``k`` on.
        """
        name = self.records.codebook["kön"].name
        sex = self.records.frame[name].astype(object).fillna("")
        sizes = sex.value_counts()
        kept = sex.isin(["Kvinna", "Man", "Flicka", "Pojke", *sizes[sizes >= self.k].index])
        stated = Records(self.records.frame[kept.to_numpy()], self.records.codebook)
        crossed = [breakdown(stated, one, ["Kön", two]) for one, two in self.cuts]
        return [
            r.frame for r in [*(breakdown(stated, r.of, r.by) for r in self.results), *crossed]
        ]


def _alone(release: Release) -> Callable[[Result], object]:
    return lambda result: release.add([result])


def choice(name: str, options: list[str], role: str = "behov") -> Variable:
    """A variable with answers."""
    return Variable(name, (name,), role=role, options=tuple(map(Option, options)))


def random_records(rng: np.random.Generator, shape: dict[str, int], people: int) -> Records:
    """People with a sex and skewed answers on each variable of ``shape``: name, number of answers.

    Every second time some answers are missing, and some people have another or no known sex.
    """
    answers = {name: [f"{name}{i}" for i in range(size)] for name, size in shape.items()}
    frame = {}
    for name, names in answers.items():
        chance = rng.dirichlet(np.full(len(names), rng.choice([0.4, 1.0, 3.0])))
        column = rng.choice(names, people, p=chance).astype(object)
        column[rng.random(people) < rng.choice([0, 0.03, 0.15])] = None
        frame[name] = column
    sex = rng.choice(["Kvinna", "Man"], people, p=(s := rng.choice([0.5, 0.3, 0.1]), 1 - s))
    sex = sex.astype(object)
    if rng.random() < 0.5:
        sex[: rng.integers(1, 9)] = "Annat"
    if rng.random() < 0.3:
        sex[-rng.integers(1, 9) :] = None
    variables = [choice(name, names) for name, names in answers.items()]
    codebook = Codebook((choice("Kön", ["Kvinna", "Man", "Annat"], "kön"), *variables))
    return Records.from_frame(pd.DataFrame({"Kön": sex, **frame}), codebook)


def two_way(seed: int) -> TableSet:
    """One table, 2×2 to 3×12."""
    rng = np.random.default_rng([1, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    records = random_records(rng, {"svar": int(rng.integers(2, 13))}, people)
    by = [] if rng.random() < 0.5 else ["Kön"]
    results = [breakdown(records, "svar", *by)]
    if rng.random() < 0.2:
        results = [breakdown(records, "Kön", "svar")]
    return TableSet(records, results, k, "jointly")


def linked(seed: int) -> TableSet:
    """Two or three variables, by sex, by one another, or sex within them."""
    rng = np.random.default_rng([2, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    names = ["a", "b", "c"][: rng.integers(2, 4)]
    records = random_records(rng, {n: int(rng.integers(2, 6)) for n in names}, people)
    results = [breakdown(records, n) for n in names]
    for one, two in zip(names, names[1:], strict=False):
        ways = [("Kön", one), (two, one), (one, two), (one, ["Kön", two])]
        results += [breakdown(records, *ways[rng.integers(4)])]
    return TableSet(records, _mixed(results, rng), k, _order(rng))


def three_way(seed: int) -> TableSet:
    """Sex, age and answers with all their margins; every third time with one more answer."""
    rng = np.random.default_rng([3, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    shape = {"ålder": int(rng.integers(2, 5)), "svar": int(rng.integers(2, 6))}
    if rng.random() < 0.3:
        shape |= {"mål": 3}
    records = random_records(rng, shape, people)
    results = [breakdown(records, name) for name in shape]
    results += [breakdown(records, n, ["Kön", "ålder"]) for n in shape if n != "ålder"]
    return TableSet(records, _mixed(results, rng), k, _order(rng))


def margins(seed: int) -> TableSet:
    """Three variables, each by another: the three two-way margins of a three-way table."""
    rng = np.random.default_rng([4, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    records = random_records(rng, {n: int(rng.integers(2, 5)) for n in "abc"}, people)
    results = [breakdown(records, one, two) for one, two in ("ab", "bc", "ca")]
    return TableSet(records, _mixed(results, rng), k, _order(rng))


def handout(seed: int) -> TableSet:
    """A handout of four tables: two by sex, one by another variable, one by both."""
    rng = np.random.default_rng([5, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    records = random_records(rng, {n: int(rng.integers(2, 5)) for n in "abc"}, people)
    ways = [("a",), ("b",), ("c", "a"), ("b", ["Kön", "a"])]
    return TableSet(records, _mixed([breakdown(records, *w) for w in ways], rng), k, _order(rng))


def subtotals(seed: int) -> TableSet:
    """Ages in two ways, each by sex and for the answers: coarser and finer, or two cuts."""
    rng = np.random.default_rng([6, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    people = random_records(rng, {"svar": int(rng.integers(2, 4))}, people)
    records, meets = _with_cuts(rng, people)
    ways = [("ålder",), ("grupp",), ("svar", "ålder"), ("svar", "grupp")]
    results = [breakdown(records, *w) for w in ways[: rng.integers(2, 5)]]
    return TableSet(records, _mixed(results, rng), k, _order(rng), {("ålder", "grupp"): meets})


def _with_cuts(rng: np.random.Generator, records: Records) -> tuple[Records, set[tuple[str, str]]]:
    """The same people with an age, cut at some bounds and at half of them, or at others.

    And the classes that have an age in common, as a reader knows from their bounds.
    """
    age = rng.gamma(rng.choice([2.0, 5.0]), 8.0, len(records)).astype(int)
    bounds = np.sort(rng.choice(np.arange(5, 70, 5), rng.integers(3, 8), replace=False))
    frame, cuts = records.frame.astype(object), {"ålder": bounds, "grupp": bounds[1::2]}
    if rng.random() < 0.4:
        cuts["grupp"] = bounds[::2] + rng.choice([0, 2], bounds[::2].size)
    missing = rng.random(age.size) < rng.choice([0, 0.05])
    new, every = [], []
    for name, at in cuts.items():
        classes = np.array([f"{name}{i}" for i in range(at.size + 1)], dtype=object)
        frame[name] = np.where(missing, None, classes[np.searchsorted(at, age, side="right")])
        every.append(classes[np.searchsorted(at, np.arange(120), side="right")])
        new.append(choice(name, classes.tolist()))
    records = Records.from_frame(frame, Codebook((*records.codebook, *new)))
    return records, {*zip(*every, strict=True)}


def several(seed: int) -> TableSet:
    """Several answers a person, each as yes or no, by sex and one of them by another variable."""
    rng = np.random.default_rng([7, seed])
    k, people = int(rng.choice(KS)), int(rng.choice(SIZES))
    records, parts = random_records(rng, {"a": 3}, people), [f"stöd {i}" for i in range(4)]
    frame = records.frame.astype(object)
    for name in parts:
        frame[name] = np.where(rng.random(people) < rng.choice([0.05, 0.2, 0.5]), "Ja", "Nej")
    book = Codebook((*records.codebook, *(choice(name, ["Ja", "Nej"]) for name in parts)))
    records = Records.from_frame(frame, book)
    results = [breakdown(records, n) for n in ("a", *parts)] + [breakdown(records, parts[0], "a")]
    return TableSet(records, _mixed(results, rng), k, _order(rng))


def sensitive(seed: int) -> TableSet:
    """A set of another kind, some of whose variables are sensitive."""
    rng = np.random.default_rng([8, seed])
    makers = (two_way, linked, margins, handout, several, three_way, subtotals)
    tables = makers[seed % len(makers)](1000 + seed)
    book = tables.records.codebook
    names = [v.name for v in book if v.role != "kön"]
    marked = {*rng.permutation(names)[: rng.integers(1, 3)].tolist()}
    for name in marked.union(*(cut for cut in tables.cuts if marked & {*cut})):
        book = book.replaced(replace(book[name], is_sensitive=True))
    records = Records.from_frame(tables.records.frame.astype(object), book)
    results = [breakdown(records, r.of.name, [v.name for v in r.by]) for r in tables.results]
    return replace(tables, records=records, results=results)


def _mixed(results: list[Result], rng: np.random.Generator) -> list[Result]:
    kept = {results[i].key: results[i] for i in rng.permutation(len(results))}
    return list(kept.values())


def _order(rng: np.random.Generator) -> str:
    return str(rng.choice(["jointly", "in sequence", "backwards", "displayed"]))


KINDS = {
    "two-way": two_way, "linked": linked, "three-way": three_way, "margins": margins,
    "handout": handout, "subtotals": subtotals, "several": several, "sensitive": sensitive,
}  # fmt: skip
