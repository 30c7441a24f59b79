"""Every sex difference that step 1 plans for a file; and files with known truths."""

from itertools import combinations

import numpy as np
import pandas as pd

from isu_helpers import Records, read_records, settings
from isu_helpers.analysis import Result
from isu_helpers.analysis.cube import ANSWERED, Cube
from isu_helpers.analysis.planned import Plan, plan, steps_of, weight_of
from isu_helpers.analysis.result import Choice
from isu_helpers.analysis.verdict import CLEAR, judge, verdicts
from isu_helpers.codebook import SEX
from isu_helpers.content import load
from isu_helpers.disclosure import Protected
from isu_helpers.show.words import further
from isu_helpers.wording import TOTAL


def sample(name: str) -> Records:
    """The people of a practice folder."""
    chosen = settings(arbetsmapp=name)
    return read_records(chosen.datafil, chosen.kodbok)


def shuffled(records: Records, rng: np.random.Generator) -> Records:
    """The same people with their sexes dealt out anew: sex then plays no part in anything."""
    sex = records.codebook.with_role(SEX)[0].name
    order = rng.permutation(len(records))
    frame = records.frame.assign(**{sex: records.frame[sex].to_numpy()[order]})
    frame[sex] = frame[sex].astype(records.frame[sex].dtype)
    return Records(frame, records.codebook, keys=records.keys)


def planned(records: Records, every: bool = False) -> dict[str, object]:
    """The counts and labels of all differences of the standard set, as `verdicts` takes them.

    A crossing shows one of its alternatives: the first, or all of them with ``every``.
    """
    return _standard(plan(records), every)


def some_clear(records: Records, every: bool = False) -> bool:
    """Whether any difference that is planned is called clear, over time and along a chain too."""
    made = plan(records)
    judged = judge(**_standard(made, every))
    return CLEAR in judged.words or CLEAR in judged.scale_words or CLEAR in _further(made)


def share_clear(records: Records, runs: int, seed: int, every: bool = False) -> float:
    """The share of shuffled files in which any difference is called clear."""
    rng = np.random.default_rng(seed)
    return np.mean([some_clear(shuffled(records, rng), every) for _ in range(runs)])


def built_in(
    records: Records, variable: str, size: int, rng: np.random.Generator
) -> tuple[bool, bool, dict[str, object]]:
    """A file of so many of each sex, alike in all but one variable, and what is called clear.

    The people are drawn from the file and their sexes dealt out. The variable's first answer is
    given by 62.5 % of one sex and 37.5 % of the other, 25 percentage points apart on either side
    of one half, where it takes most to see; the other answers share what is left.

    Returns
    -------
    found, other, family
        Whether that answer is called clear in its own table, whether any difference in another
        variable's table is, and what was planned.
    """
    people = _alike(records, variable, size, rng)
    family = planned(people)
    words = verdicts(**family)[0]
    own = [i for i, c in enumerate(plan(people).standard) if c.of.name == variable]
    is_own = np.isin(family["table"], own)
    is_first = np.flatnonzero(family["table"] == own[0])[0]
    return words[is_first] == CLEAR, CLEAR in words[~is_own], family


def found_beside(questions: int, answers: int, size: int, rng: np.random.Generator) -> bool:
    """Whether the same difference is called clear in the first of so many questions alike.

    The answers are drawn, so many of each sex; in the other questions all are as common.
    """
    shares = np.full((2, questions, answers), 1 / answers)
    for sex, first in enumerate((0.625, 0.375)):
        shares[sex, 0] = [first, *[(1 - first) / (answers - 1)] * (answers - 1)]
    one, two = (rng.multinomial(size, s).ravel() for s in shares)
    labels = np.repeat(np.arange(questions), answers)
    return verdicts(one, size, two, size, question=labels)[0][0] == CLEAR


def _alike(records: Records, variable: str, size: int, rng: np.random.Generator) -> Records:
    """People drawn from the file, so many of each sex, with the variable answered by sex."""
    sex = records.codebook.with_role(SEX)[0]
    frame = records.frame.iloc[rng.integers(len(records), size=2 * size)].reset_index(drop=True)
    is_one = np.arange(2 * size) < size
    first, second = (sex.categories[c] for c in (0, 1))
    answers = records.variable(variable).categories
    has_first = rng.random(2 * size) < np.where(is_one, 0.625, 0.375)
    code = np.where(has_first, 0, rng.integers(1, len(answers), size=2 * size))
    new = {sex.name: np.where(is_one, first, second), variable: np.array(answers)[code]}
    for name, values in new.items():
        frame[name] = pd.Categorical(values, categories=frame[name].cat.categories)
    return Records(frame, records.codebook)


def _standard(made: Plan, every: bool) -> dict[str, object]:
    choices = [(i, choice) for i, choice in enumerate(made.standard) if choice.items]
    parts = [_of_choice(i, choice, every) for i, choice in choices]
    names = ("n1", "base1", "n2", "base2", "step", "question", "table", "weight")
    counted = dict(zip(names, np.concatenate(parts, axis=1), strict=True))
    return {**counted, "planned": made.weight}


def _further(made: Plan) -> set[str]:
    """The words of all that goes further, with nothing hidden."""

    def shown(result: Result) -> Protected:
        cube = result.asked(result.cube)
        return Protected(result, cube, np.ones(cube.n.shape, bool), is_protected=False)

    return set(further(made, shown, load("thresholds")["minsta_antal"]["value"]).values())


def _of_choice(number: int, choice: Choice, every: bool) -> np.ndarray:
    items = choice.items if every else choice.items[:1]
    parts = [rows for item in items for rows in _of_cube(item.cube)]
    answers = [np.full(p.shape[1], 1000 * number + i) for i, p in enumerate(parts)]
    question = np.concatenate(answers)
    labels = [np.full(question.size, v) for v in (number, weight_of(choice))]
    return np.vstack([np.hstack(parts), question, *labels])


def _of_cube(cube: Cube) -> list[np.ndarray]:
    """Counts and bases of each stratum and pair of sexes that has people enough to be a group."""
    sex, of = cube.axes[0], cube.of
    everyone = cube.n[(slice(None), *(-1,) * (cube.n.ndim - 1))]
    least = load("thresholds")["minsta_antal"]["value"]
    groups = [g for g in sex.answers if everyone[sex.place(g)] >= least and g != TOTAL]
    answers = [of.place(a) for a in of.answers]
    strata = list(np.ndindex(cube.n.shape[1:-1]))
    of_place = dict(zip(of.variable.categories, steps_of(of.variable), strict=True))
    steps = [of_place.get(a, np.nan) for a in of.answers]
    return [
        np.vstack([*(_side(cube, sex.place(g), s, answers) for g in pair), steps])
        for pair in combinations(groups, 2)
        for s in strata
    ]


def _side(cube: Cube, group: int, stratum: tuple[int, ...], answers: list[int]) -> np.ndarray:
    counts = cube.n[(group, *stratum)]
    return np.vstack([counts[answers], np.full(len(answers), counts[cube.of.place(ANSWERED)])])
