"""How often chance alone is called clear anywhere in a folder, its families together. By hand.

python tests/benchmarks/folder_noise.py [runs of each] [seed] [practice folders, or «made»]

The sexes are dealt out anew in practice folders, and drawn apart from the answers in made files.
Step 1 is one family, with days between dates, the comparison with others another, and findings
from elsewhere a third. With another seed a portion more is run; shares of portions are averaged.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sex_differences import sample, shuffled  # noqa: E402

from isu_helpers import Codebook, Records, settings  # noqa: E402
from isu_helpers.analysis.medians import waiting_times  # noqa: E402
from isu_helpers.analysis.planned import plan  # noqa: E402
from isu_helpers.analysis.verdict import CLEAR  # noqa: E402
from isu_helpers.codebook import SEX, Option, Variable  # noqa: E402
from isu_helpers.disclosure import Release, release_of  # noqa: E402
from isu_helpers.elsewhere import Reference, Ruling, outcomes, standings, with_words  # noqa: E402
from isu_helpers.elsewhere.reference import Share  # noqa: E402
from isu_helpers.show.hypotheses import same_here  # noqa: E402
from isu_helpers.show.words import words_of  # noqa: E402

HEAD = "file             people  runs  step 1  comparison  findings  anywhere  seconds"
PRACTICE, MADE = ("storaker", "bjorkasen", "ekviken", "furuhed"), "made"
SIZES, SHARES = (60, 200, 800), (0.5, 0.25)  # people, and how many of them are women
SEEN = (Ruling.CLEAR, Ruling.LITTLE, Ruling.UNLIKE, Ruling.OTHER_WAY)
STEPS = (2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 4, 5, 5, 10, 10)  # answers of each made question
DATES, LAST = ("ansökan", "beslut"), pd.Timestamp("2026-01-31")
ROLES = ("behov", "bedömning", "delaktighet", "insats", "resultat")

Made = Callable[[np.random.Generator], tuple[Records, Records, str]]


def main(runs: int, seed: int, wanted: list[str]) -> None:
    """Print a line for each practice folder, and for each size of a made file."""
    print(HEAD)
    for name, made in (f for f in _files() if not wanted or f[0].split(",")[0] in wanted):
        start = time.perf_counter()
        rng = np.random.default_rng(seed)
        found = np.array([_clear(*made(rng)) for _ in range(runs)])
        size = len(made(rng)[0])
        shares = [*found.mean(axis=0), found.any(axis=1).mean()]
        told = " ".join(f"{share:9.1%}" for share in shares)
        print(f"{name:16} {size:6} {runs:5} {told} {time.perf_counter() - start:8.0f}", flush=True)


def _files() -> Iterator[tuple[str, Made]]:
    for name in PRACTICE:
        yield name, _practice(name)
    for share in SHARES:
        for size in SIZES:
            yield f"{MADE}, {share:.0%} women", lambda rng, n=size, s=share: _drawn(n, s, rng)


def _practice(name: str) -> Made:
    """People drawn from a folder with their sexes dealt out, and the folder as others."""
    people, area = sample(name), settings(arbetsmapp=name).omrade

    def made(rng: np.random.Generator) -> tuple[Records, Records, str]:
        rows = rng.integers(len(people), size=len(people))
        drawn = Records(people.frame.iloc[rows].reset_index(drop=True), people.codebook)
        return shuffled(drawn, rng), people, area

    return made


def _drawn(size: int, share: float, rng: np.random.Generator) -> tuple[Records, Records, str]:
    """So many people, some women, who answer whatever their sex; and ten times as many others."""
    book = _book()
    one, others = (_people(n, share, book, rng) for n in (size, 10 * size))
    return one, others, ""


def _book() -> Codebook:
    sexes = tuple(map(Option, ("Kvinna", "Man")))
    found = [Variable("kön", role=SEX, options=sexes)]
    for i, steps in enumerate(STEPS):
        names = ("Ja", "Nej") if steps == 2 else tuple(f"Steg {c}" for c in "abcdefghij"[:steps])
        kind = "ja/nej" if steps == 2 else "skala" if i % 2 else "val"
        found.append(Variable(f"fråga {i}", kind=kind, role=ROLES[i % len(ROLES)],
                              options=tuple(map(Option, names))))  # fmt: skip
    found += [Variable(name, kind="datum", role="tid") for name in DATES]
    return Codebook(tuple(found))


def _people(size: int, share: float, book: Codebook, rng: np.random.Generator) -> Records:
    columns = {"kön": np.where(rng.random(size) < share, "Kvinna", "Man")}
    shape = np.random.default_rng(7)  # how common the answers are, the same in all runs
    for variable in (v for v in list(book)[1:] if v.categories):
        shares = shape.dirichlet([2] * len(variable.categories))
        columns[variable.name] = rng.choice(variable.categories, size, p=shares)
    start = LAST - pd.to_timedelta(rng.integers(0, 700, size), unit="D")
    end = start + pd.to_timedelta(rng.lognormal(np.log(45), 0.8, size).round(), unit="D")
    columns |= {
        DATES[0]: start.strftime("%Y-%m-%d"),
        DATES[1]: pd.Series(end.strftime("%Y-%m-%d")).where(end <= LAST, None),
    }
    return Records.from_frame(pd.DataFrame(columns), book)


def _clear(people: Records, others: Records, area: str) -> tuple[bool, bool, bool]:
    """Whether anything is called clear in step 1, beside others and among findings."""
    release = release_of(people, 5, False)
    for choice in waiting_times(people):
        release.chosen(choice)
    words = words_of(release)
    beside = with_words(list(_beside(people, others, release)))
    rows = [row for item in beside for row in (*item.standings, *filter(None, [item.gap]))]
    found = outcomes(same_here(people, area), release) if area else []
    return (
        CLEAR in words.found.values(), any(row.word == CLEAR for row in rows),
        any(o.ruling in SEEN and o.trial.hypothesis.by == SEX for o in found),
    )  # fmt: skip


def _beside(people: Records, others: Records, release: Release) -> Iterator[object]:
    """All plain tables beside the shares of the others, of whom both sexes answer alike."""
    for choice in plan(people).standard:
        protected = None if choice.is_crossed else release.chosen(choice)
        if protected and not protected.result.of.rule:
            yield from standings(protected, Reference("alla", tuple(_shares(protected.result.of,
                                                                           others))))  # fmt: skip


def _shares(of: Variable, others: Records) -> Iterator[Share]:
    codes = others.codes(of)
    counts = np.bincount(codes[codes >= 0], minlength=len(of.categories))
    for sex in others.codebook.with_role(SEX)[0].categories[:2]:
        for answer, count in zip(of.categories, counts, strict=True):
            yield Share(of, answer, sex, count / counts.sum())


if __name__ == "__main__":
    given = [int(a) for a in sys.argv[1:3]]
    main(*(given + [500, 1][len(given) :]), sys.argv[3:])
