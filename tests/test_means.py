"""Means of numbers by sex: right, told beside the median, and nobody's own value in them."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, brentq, milp
from scipy.stats import t

from isu_helpers import Codebook, Records, Release, read_records, settings
from isu_helpers.analysis import medians
from isu_helpers.analysis.cube import ANSWERED
from isu_helpers.analysis.intervals import skewed_mean
from isu_helpers.codebook import Option, Variable
from isu_helpers.disclosure import Protected, release_of
from isu_helpers.disclosure.means import Mean, means_of
from isu_helpers.show.html import html_of
from isu_helpers.show.medians import _chosen, median_section
from isu_helpers.wording import TOTAL

SEXES = ("Kvinna", "Man")
SEX = Variable("Kön", ("Kön",), role="kön", options=tuple(map(Option, SEXES)))


def hours(values: dict[str, list[float]], classes: tuple = (15, 30, 45)) -> Records:
    """So many hours of each sex, in classes."""
    rows = [(sex, v) for sex, found in values.items() for v in found]
    asked = Variable("Timmar", ("Timmar",), kind="tal", role="insats", classes=classes, decimals=1)
    table = pd.DataFrame(rows, columns=["Kön", "Timmar"])
    return Records.from_frame(table, Codebook((SEX, asked)))


def drawn(seed: int, size: int = 160) -> Records:
    rng = np.random.default_rng(seed)
    many = rng.integers(size // 4, size), size // 2
    return hours({s: rng.lognormal(3.2, rng.uniform(0.2, 0.9), n).round(1).tolist()
                  for s, n in zip(SEXES, many, strict=True)})  # fmt: skip


def told(records: Records) -> tuple[Protected, tuple[Mean, ...]]:
    release = Release()
    (choice,) = medians(records)
    protected = _chosen(choice, release)
    return protected, means_of(protected, release.k)


def test_interval_is_where_halls_transformation_has_the_quantiles_of_student():
    values = np.random.default_rng(3).lognormal(0, 0.8, 40)
    n, sd, m3 = values.size, values.std(ddof=1), ((values - values.mean()) ** 3).mean()
    skew = m3 / values.std() ** 3 * np.sqrt(n * (n - 1)) / (n - 2)

    def turned(x: float) -> float:  # Hall (1992), with the mean so far from the true one
        w = x / np.sqrt(n)
        return np.sqrt(n) * (w + skew * w**2 / 3 + skew**2 * w**3 / 27 + skew / (6 * n))

    reach = t.ppf(0.975, n - 1)
    ends = [brentq(lambda x, z=z: turned(x) - z, -99, 99) for z in (reach, -reach)]
    expected = [values.mean() - x * sd / np.sqrt(n) for x in ends]
    assert skewed_mean(values)[1:] == pytest.approx(expected)
    assert skewed_mean(values[::-1]) == skewed_mean(values)


def test_interval_is_students_where_nothing_is_skewed():
    values = [1.0, 2, 3, 4, 5]
    assert skewed_mean(values)[1:] == pytest.approx(t.interval(0.95, 4, 3, np.sqrt(2.5 / 5)))
    assert np.isnan(skewed_mean([2, 2, 2])[1:]).all() and np.isnan(skewed_mean([])).all()


def test_means_by_hand():
    # 40 women with 10, 11, ... 49 hours, and 40 men with twice as many: 29.5 and 59
    women = list(range(10, 50))
    records = hours({"Kvinna": women, "Man": [2 * w for w in women]}, (20, 30, 40, 60, 80))
    _, means = told(records)
    assert [(m.group, m.n, m.whole[0] * m.step) for m in means] == [
        ("Kvinna", 40, 30), ("Man", 40, 59), (TOTAL, 80, 44),
    ]  # fmt: skip
    low, high = skewed_mean(women)[1:]
    assert means[0].whole[1:] == (np.floor(low), np.ceil(high))


def test_the_page_tells_means_beside_medians():
    women = list(range(10, 50))
    records = hours({"Kvinna": women, "Man": [2 * w for w in women]}, (20, 30, 40, 60, 80))
    (choice,) = medians(records)
    release = Release()
    page = html_of([median_section(_chosen(choice, release), release)])
    assert "Medelvärdet är 30 för kvinnorna och 59 för männen." in page
    assert "Skillnaden mellan medelvärdena är 29, med ett intervall från 21 till 38." in page
    assert ">Medelvärde<" in page


@pytest.mark.parametrize("values", [
    [20.0] * 29 + [33.1],  # all but one alike
    [20 + i / 10 for i in range(29)],  # 29 people
    [*(20 + i / 10 for i in range(30)), 400.0],  # one more than half of all that differs
])  # fmt: skip
def test_no_mean_of_few_of_those_alike_or_of_one_who_weighs_the_most(values):
    even = [15 + i / 2 for i in range(60)]
    assert told(hours({"Kvinna": values, "Man": even}))[1] == ()
    assert told(hours({"Kvinna": even, "Man": even}))[1] != ()


def test_a_person_who_comes_is_told_nothing_of():
    for seed in range(0, 30, 6):
        values = np.random.default_rng(seed).lognormal(3.2, 0.5, 30 + 9 * seed).round(1).tolist()
        before, after = (told(hours({"Kvinna": v, "Man": values}))[1] for v in
                         (values, [*values, 31.0]))  # fmt: skip
        if before and after:
            room = sum(m.n * m.step for m in (before[0], after[0]))
            assert room >= 2 * np.std(values)


class Reader:
    """Whoever knows the printed means, the counts that are shown, and how wide the classes are.

    Unknown are, of each sex, how many are in each class and what they have together.
    """

    def __init__(self, protected: Protected, means: tuple[Mean, ...], bounds: list[float]):
        self.size = len(bounds) + 1
        self.rows, self.low, self.high = [], [], []
        by, of = protected.axes
        places = [of.place(c) for c in of.variable.categories]
        for s, mean in enumerate(m for m in means if m.group != TOTAL):
            n, visible = (a[by.place(mean.group)] for a in (protected.cube.n, protected.visible))
            assert visible[of.place(ANSWERED)]
            self._say(s, range(self.size), 0, mean.n, mean.n)
            ends = (mean.n * (mean.whole[0] + e / 2) * mean.step for e in (-1, 1))
            self._say(s, range(self.size), 1, *ends)
            for i, place in enumerate(places):
                self._say(s, [i], 0, *((n[place],) * 2 if visible[place] else (1, mean.n)))
                self._within(s, i, [0.0, *bounds, np.inf][i : i + 2])
        total = protected.visible[by.place(TOTAL)]
        for i, place in enumerate(places):
            if total[place]:
                row = self._row(0, [i], 0) + self._row(1, [i], 0)
                self._add(row, *(protected.cube.n[by.place(TOTAL), place],) * 2)

    def _row(self, sex: int, classes, what: int) -> np.ndarray:
        row = np.zeros(4 * self.size)
        row[[(2 * sex + what) * self.size + i for i in classes]] = 1
        return row

    def _add(self, row: np.ndarray, low: float, high: float) -> None:
        self.rows.append(row), self.low.append(low), self.high.append(high)

    def _say(self, sex: int, classes, what: int, low: float, high: float) -> None:
        self._add(self._row(sex, classes, what), low, high)

    def _within(self, sex: int, i: int, ends: list[float]) -> None:
        sums, count = self._row(sex, [i], 1), self._row(sex, [i], 0)
        self._add(sums - ends[0] * count, 0, np.inf)
        if np.isfinite(ends[1]):
            self._add(sums - ends[1] * count, -np.inf, 0)

    def ends(self, sex: int, i: int, what: int) -> tuple[float, float]:
        """Between what a count, or a sum, of a class may lie."""
        row = self._row(sex, [i], what)
        whole = np.repeat([1, 0, 1, 0], self.size)
        limits = LinearConstraint(np.array(self.rows), self.low, self.high)
        found = [milp(sign * row, integrality=whole, bounds=Bounds(0, 1e6), constraints=limits)
                 for sign in (1, -1)]  # fmt: skip
        return found[0].fun, -found[1].fun


def test_an_attacker_finds_no_few_by_the_means():
    is_hidden = is_few = 0
    for seed in range(24):
        protected, means = told(drawn(seed))
        by, of = protected.axes
        bounds = list(map(float, of.variable.rule.detail if of.variable.rule else (15, 30, 45)))
        reader = Reader(protected, means, bounds) if means else None
        for s, mean in enumerate(m for m in means if m.group != TOTAL):
            for i, c in enumerate(of.variable.categories):
                at = by.place(mean.group), of.place(c)
                n = protected.cube.n[at]
                if not protected.visible[at] and 0 < n < 5:
                    low, high = reader.ends(s, i, 0)
                    is_hidden += 1
                    assert round(low) != round(high)
                elif protected.visible[at] and 0 < n < 10 and i in (0, len(bounds)):
                    low, high = reader.ends(s, i, 1)
                    is_few += 1
                    assert high - low > n * 2
    assert is_hidden and is_few


def test_mean_of_hours_in_furuhed_by_hand():
    chosen = settings(arbetsmapp="furuhed")
    table = pd.read_excel(chosen.datafil, engine="calamine", header=1)
    hours = pd.to_numeric(table["Beviljade timmar per månad"], errors="coerce")
    expected = hours.groupby(table["Kön"].str.strip().str[0]).mean().round()
    records = read_records(chosen.datafil, chosen.kodbok)
    release = release_of(records, 5)
    found = {p.result.of.name: p for p in (_chosen(c, release) for c in medians(records))}
    means = means_of(found["timmar (5 klasser)"], release.k)
    assert [m.whole[0] * m.step for m in means[:2]] == expected.tolist() == [33, 44]
