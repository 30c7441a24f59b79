"""Seeded random records and the breakdowns of them, to be protected and attacked."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isu_helpers.analysis import Result, breakdown
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.disclosure import Release
from isu_helpers.records import Records

KS = (3, 5, 10)
SIZES = (20, 40, 60, 100, 150, 250, 400)


@dataclass(frozen=True)
class TableSet:
    """Records, the results to publish, how they are added, and the least number shown."""

    records: Records
    results: list[Result]
    k: int
    order: str  # "jointly", "in sequence", "backwards" or "displayed"

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
        return [breakdown(stated, r.of, r.by).frame for r in self.results]


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


def _mixed(results: list[Result], rng: np.random.Generator) -> list[Result]:
    kept = {results[i].key: results[i] for i in rng.permutation(len(results))}
    return list(kept.values())


def _order(rng: np.random.Generator) -> str:
    return str(rng.choice(["jointly", "in sequence", "backwards", "displayed"]))


KINDS = {"two-way": two_way, "linked": linked, "three-way": three_way}
