"""Seeded random publications of (mostly) the same people, one after the other."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from attacker import MISSING, Address
from attacker_editions import Change, Published, cells_of, found_out
from table_sets import choice

from isu_helpers.analysis import breakdown
from isu_helpers.codebook import Codebook, Option, Variable
from isu_helpers.disclosure import Release
from isu_helpers.disclosure.publication import edition_of
from isu_helpers.records import Records

SHAPES = {"2x3": (2, 3), "2x4": (2, 4), "2x2x3": (2, 2, 3), "3x3": (3, 3), "3x4": (3, 4)}
SEXES = ("Kvinna", "Man", "Annat")
LETTERS = "pqrstuvw"
KINDS = ("left", "came", "fixed", "mix", "half", "renamed", "merged", "split", "limit", "three",
         "pool", "folder", "coarser", "finer")  # fmt: skip
BY = ("Kön", "Ålder")


@dataclass
class Step:
    """One publication: the people by their number, the limit, and how answers are called."""

    people: pd.DataFrame
    k: int
    title: str = "svar"
    merged: bool = False
    parts: tuple[int, ...] = ()  # the publications whose people these are, the one before if none
    series: str = "mapp"
    by: tuple[str, ...] = BY  # of those that the people have


@dataclass
class Case:
    """A kind, a seed and the publications that they give."""

    kind: str
    seed: int
    shape: tuple[int, ...]
    steps: list[Step] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)

    @property
    def sexes(self) -> tuple[str, ...]:
        """Those that the people can be of."""
        return SEXES[: self.shape[0]]

    @property
    def answers(self) -> list[str]:
        """The answers as they are in the file."""
        return [f"svar {LETTERS[i]}" for i in range(self.shape[-1])]

    def by(self, step: Step) -> list[str]:
        """What a publication shows answers by."""
        return [name for name in BY[: len(self.shape) - 1] if name in step.by]

    def called(self, step: Step) -> dict[str, str]:
        """What each answer is called in a publication."""
        both = " eller ".join(self.answers[:2])
        return {a: both if step.merged and i < 2 else a for i, a in enumerate(self.answers)}

    def records(self, step: Step) -> Records:
        """The people as the program reads them."""
        called = self.called(step)
        options = [Option(new, tuple(old for old in called if called[old] == new))
                   for new in dict.fromkeys(called.values())]  # fmt: skip
        own = Variable(step.title, ("Svar",), role="behov", options=tuple(options))
        sex, *rest = [
            choice("Kön", [*self.sexes], "kön"),
            *[choice("Ålder", ["Ung", "Gammal"], "bakgrund")] * (len(self.shape) > 2),
        ]
        return Records.from_frame(step.people.reset_index(drop=True), Codebook((sex, *rest, own)))

    def release(self) -> "Case":
        """Publish them all, each fitted to those before."""
        editions = []
        for step in self.steps:
            records = self.records(step)
            earlier = [editions[i] for i in step.parts] if step.parts else editions
            release = Release(step.k, earlier=tuple(earlier))
            release.add([breakdown(records, step.title, self.by(step))])
            self.releases.append(release)
            editions.append(replace(edition_of(release, "", "2026-01-31"), series=step.series))
        return self

    def published(self) -> list[Published]:
        """The publications as the attacker has them, with the truth beside."""
        by = BY[: len(self.shape) - 1]
        frames = [r.frames[0] for r in self.releases]
        few = [frozenset(self.sexes) - {*f["Kön"].dropna()} for f in frames]
        return [Published(f, self._truth(s), s.k, by, gone)
                for f, s, gone in zip(frames, self.steps, few, strict=True)]  # fmt: skip

    def found(self, level: str) -> list:
        """What the attacker finds out at a level."""
        shown = self.published()
        names = [{a: self._called(p, a) for a in p.told()} for p in shown]
        return found_out(shown, self.changes(), level, max(s.k for s in self.steps), names)

    def _called(self, edition: Published, address: Address) -> Address:
        """What a number is called in all publications: where answers were merged, as there."""
        called = self.called(replace_(self.steps[0], merged=any(s.merged for s in self.steps)))
        return frozenset(("svar", called.get(s, s)) if n == edition.names[-1] else (n, s)
                         for n, s in address)  # fmt: skip

    def changes(self) -> list[Change]:
        """What changed from each publication to the next, as it truly was."""
        return [self._change(step.parts or (i - 1,), i)
                for i, step in enumerate(self.steps) if i and step.parts != (-1,)]  # fmt: skip

    def _change(self, then: tuple[int, ...], now: int) -> Change:
        later = self.steps[now]
        before = pd.concat([self.steps[i].people for i in then])
        by = list(later.people.columns)
        both = before.join(later.people, how="outer", suffixes=("", " nu"))
        merged = later.merged or any(self.steps[i].merged for i in then)
        name = self.called(Step(later.people, 5, merged=merged))
        classes = {c: None for c in self._cells(name)}
        left, came = dict.fromkeys(classes, 0), dict.fromkeys(classes, 0)
        for row in both.to_dict("records"):
            old, new = ([row.get(f"{n}{end}") for n in by] for end in ("", " nu"))
            old, new = (None if pd.isna(p[0]) else (*p[:-1], self._slot(p[-1], name))
                        for p in (old, new))  # fmt: skip
            if old != new:
                left |= {old: left[old] + 1} if old else {}
                came |= {new: came[new] + 1} if new else {}
        for c in classes:
            olds = tuple(tuple(x for x in self._cells(self.called(self.steps[i]))
                               if self._is_in(x, c, name)) for i in then)  # fmt: skip
            news = tuple(x for x in self._cells(self.called(later)) if self._is_in(x, c, name))
            classes[c] = (olds, news)
        size = min(len(self.by(self.steps[i])) for i in then)
        return Change(then, now, classes, left, came, size)

    @staticmethod
    def _slot(answer: object, name: dict[str, str]) -> str:
        return MISSING if pd.isna(answer) else name[answer]

    def _is_in(self, cell: tuple, whole: tuple, name: dict[str, str]) -> bool:
        return cell[:-1] == whole[:-1] and name.get(cell[-1], cell[-1]) == whole[-1]

    def _cells(self, called: dict[str, str]) -> list:
        by = [self.sexes, ["Ung", "Gammal"]][: len(self.shape) - 1]
        return cells_of([*by, [*dict.fromkeys(called.values()), MISSING]])

    def _truth(self, step: Step) -> dict:
        called = self.called(step)
        found = dict.fromkeys(self._cells(called), 0)
        for row in step.people.itertuples(index=False):
            found[(*row[:-1], self._slot(row[-1], called))] += 1
        return found


def case(kind: str, seed: int, shape: str = "2x3") -> Case:
    """A case of a kind."""
    shape = "2x2x3" if kind in ("coarser", "finer") else shape
    rng = np.random.default_rng([KINDS.index(kind), seed, len(shape)])
    made = Case(kind, seed, SHAPES[shape])
    k = int(rng.choice([3, 5]))
    people = _people(rng, made, 0)
    first = Step(people, 5 if kind == "limit" else k)
    if kind == "pool":
        other = _people(rng, made, 1000)
        made.steps = [replace_(first, series="a"), Step(other, k, parts=(-1,), series="b"),
                      Step(pd.concat([people, other]), k, parts=(0, 1), series="c")]  # fmt: skip
        return made
    names = {"renamed": ["mix"], "merged": ["mix"], "split": ["mix"], "limit": ["mix"],
             "coarser": ["mix"], "finer": ["mix"],
             "three": list(rng.choice(["left", "came", "fixed", "mix", "half"], 2)),
             "folder": ["same" if rng.random() < 0.5 else "mix"]}.get(kind, [kind])  # fmt: skip
    made.steps = [first]
    for name in names:
        people = _changed(rng, made, people, name)
        made.steps.append(Step(people, k if kind != "limit" else 3))
    last = made.steps[-1]
    if kind == "renamed":
        last.title = "stöd"
    last.merged = kind == "merged"
    made.steps[0].merged = kind == "split"
    if kind in ("coarser", "finer"):
        made.steps[kind == "coarser"].by = ("Kön",)
    if kind == "folder":
        last.series = "annan"
    return made


def third(seed: int) -> Case:
    """Two or three publications of women, men and a third sex that falls under the limit."""
    rng = np.random.default_rng([len(KINDS), seed])
    made = Case("third", seed, SHAPES[str(rng.choice(["3x3", "3x4"]))])
    k = int(rng.choice([3, 3, 4, 5]))
    people = _people(rng, made, 0)
    made.steps = [Step(_with_third(rng, made, people, int(rng.integers(k, k + 2))), k)]
    for how in rng.choice(["left", "mix", "half"], int(rng.integers(1, 3))):
        last = made.steps[-1].people
        others = _changed(rng, made, last[last["Kön"] != "Annat"], str(how))
        few = last[last["Kön"] == "Annat"]
        stay = few.iloc[: int(rng.integers(0, min(k, len(few) + 1)))]
        people = _with_third(rng, made, pd.concat([others, stay]), int(rng.integers(0, 3)))
        made.steps.append(Step(people, k))
    return made


def _with_third(rng: np.random.Generator, made: Case, people: pd.DataFrame, count: int):
    even = np.full(made.shape[-1], 1 / made.shape[-1])
    few = _drawn(rng, made, count, even, int(people.index.max()) + 500)
    return pd.concat([people, few.assign(Kön="Annat")])


def replace_(step: Step, **new: object) -> Step:
    """A step with something else in it."""
    return Step(**{**step.__dict__, **new})


def _people(rng: np.random.Generator, made: Case, start: int) -> pd.DataFrame:
    count = int(rng.integers(15, 60 if len(made.shape) == 2 else 110))
    chance = rng.dirichlet(np.full(made.shape[-1], rng.choice([0.6, 1.0, 3.0])))
    return _drawn(rng, made, count, chance, start)


def _drawn(rng, made: Case, count: int, chance, start: int) -> pd.DataFrame:
    columns = {"Kön": rng.choice(["Kvinna", "Man"], count)}
    if len(made.shape) > 2:
        columns["Ålder"] = rng.choice(["Ung", "Gammal"], count)
    columns["Svar"] = rng.choice(made.answers, count, p=chance)
    return pd.DataFrame(columns, index=range(start, start + count))


def _changed(rng: np.random.Generator, made: Case, people: pd.DataFrame, how: str) -> pd.DataFrame:
    """The people after some left, came or got another answer."""
    n = int(rng.integers(1, 4))
    even = np.full(made.shape[-1], 1 / made.shape[-1])
    start = int(people.index.max()) + 100
    if how in ("left", "mix", "half"):
        gone = len(people) // 4 if how == "half" else n
        people = people.drop(rng.choice(people.index, gone, replace=False))
    if how in ("fixed", "mix"):
        people = people.copy()
        for i in rng.choice(people.index, min(n, 2), replace=False):
            people.loc[i, "Svar"] = rng.choice([a for a in made.answers
                                                if a != people.loc[i, "Svar"]])  # fmt: skip
    if how in ("came", "mix", "half"):
        new = max(3, len(people) // 4) if how == "half" else n
        people = pd.concat([people, _drawn(rng, made, new, even, start)])
    return people
