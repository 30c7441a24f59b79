"""The word of each planned sex difference, made from all that the Release shows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from ..analysis import Result
from ..analysis.change import followed
from ..analysis.family import adjust
from ..analysis.flow import alongside
from ..analysis.gap import is_idle
from ..analysis.intervals import Interval, lessened, welch
from ..analysis.planned import Plan, by_answers, further_weight, plan, steps_of, weight_of
from ..analysis.quantiles import are_alike_spread, log_rank
from ..analysis.result import WAITING, Choice
from ..analysis.verdict import judge, touching, turn, worded
from ..content import load
from ..disclosure import Protected, Release
from ..disclosure.means import MeanChange, mean_changes
from ..records.derived import rule_of
from ..wording import TOTAL
from .spreads import spreads_of

# The difference between two groups in mean change, from what is shown of each.


def mean_gap(one: MeanChange, two: MeanChange, level: float) -> Interval:
    """How much more one group has changed than another, with Welch's interval.

    How each group spreads is told by the interval that is shown of it, so nothing else is needed.
    """
    found = welch(one.value, _spread(one), one.n, two.value, _spread(two), two.n, level=level)
    value, low, high = map(float, found)
    return value, low, high


def _spread(mean: MeanChange) -> float:
    half = (mean.high - mean.low) / 2
    return half * float(np.sqrt(mean.n)) / float(stdtrit(mean.n - 1, 0.5 + mean.level / 2))


# The counts of each pair of groups in protected tables, labelled as a family of differences.

COUNTS = ["n1", "base1", "n2", "base2"]


def pairs(protected: Protected, number: int) -> Iterator[pd.DataFrame]:
    """The counts of each pair of groups, a row an answer and stratum.

    With `COUNTS` and ``both``, how many there are of two sexes that are all there are, NaN where
    hidden, there are ``key`` (see `place_of`), ``whole`` (the key of the
    question itself), ``question`` (one a stratum and pair), ``table`` (the number given), ``step``
    and ``limit`` (see `judge`), and ``is_first``: whether it is the first pair.
    """
    of = protected.axes[-1].variable
    step, limit = dict(zip(of.categories, steps_of(of), strict=True)), of.matters or np.nan
    sex, *rest = [a.name for a in protected.axes]
    frame = protected.frame
    are_inner = [frame[a.name].isin(a.answers) for a in protected.axes[1:]]
    inner = frame[np.all(are_inner, axis=0)]
    sides = {g: inner[inner[sex] == g] for g in protected.axes[0].answers}
    are_all = {*protected.axes[0].slots} == {*sides, TOTAL} and len(sides) == 2
    both = inner[inner[sex].isna()]["n"].to_numpy(float) if are_all else np.nan
    for i, pair in enumerate(combinations(sides, 2)):
        places = sides[pair[0]][rest]
        counts = np.hstack([sides[group][["n", "base"]].to_numpy(float) for group in pair])
        yield pd.DataFrame(counts, columns=COUNTS).assign(
            key=_keys(protected, _rows(places, rest)),
            whole=_keys(protected, _rows(places, rest[:-1])),
            step=[step.get(answer, np.nan) for answer in places[rest[-1]]],
            limit=limit,
            question=[f"{number} {i} {'|'.join(map(str, s))}" for s in places[rest[:-1]].values],
            table=number,
            both=both,
            effect=protected.result.records.design_effect,
            is_first=i == 0,
        )


def _rows(frame: pd.DataFrame, names: Sequence[str]) -> list[dict[str, str]]:
    """Each row by column; of no columns an empty one, which pandas before 3 leaves out."""
    return [dict(zip(names, row, strict=True)) for row in frame[list(names)].to_numpy()]


def _keys(protected: Protected, places: Sequence[Mapping[str, str]]) -> list[Any]:
    return [place_of(protected, place) for place in places]


def place_of(protected: Protected, place: Mapping[str, str]) -> tuple[object, ...]:
    """What tells a place in a result from all others: categories, None for a total."""
    return (protected.result.key, *(place.get(a.name) for a in protected.axes[1:]))


# The words of what goes further than plain tables: changes, trends and the chain.

MEAN, TURN, DAYS = "medelförändring", "förändrad skillnad", "väntetid"

Out = Callable[[Result], Protected | None]
Found = dict[tuple[object, ...], str]


def further(plan: Plan, out: Out, k: int) -> Found:
    """A word for each difference that is out, by table and place; each table by its own part.

    Parameters
    ----------
    out
        The result as it may be published, None where it is not out.
    k
        The smallest count of different people that may be shown.
    """
    light, found = further_weight(), Found()
    for protected in _first(plan.changes, out):
        own = by_answers(protected.result.of)
        found |= _shares([protected], own, plan.weight) | _mean(protected, k, plan.weight)
        after = out(followed(protected.result))
        found |= _shares([after] if after else [], light, plan.weight)
    for protected in _first(plan.trends, out):
        own = light * by_answers(protected.result.of)
        found |= _shares([protected], own, plan.weight) | _turns(protected, own, plan.weight)
    for flow in plan.flows:
        _, reached, onward = alongside(flow)
        found |= _shares([p for r in (*reached, *onward) if (p := out(r))], light, plan.weight)
    return found


def _first(choices: Sequence[Choice], out: Out) -> Iterator[Protected]:
    """Of each choice what is out."""
    for choice in choices:
        yield from [p for r in choice.items if (p := out(r))][:1]


def _shares(items: Sequence[Protected], weight: float, planned: float) -> Found:
    """The words of shares in some results that bear one part together."""
    parts = [p for i, item in enumerate(items) for p in pairs(item, i)]
    if not parts:
        return {}
    every = pd.concat(parts, ignore_index=True)
    return _found(every.assign(table=0, weight=weight), planned)


def _found(every: pd.DataFrame, planned: float) -> Found:
    """The words of the first pair of groups: of each answer, and of each question on a scale."""
    names = ("question", "table", "weight", "step", "limit", "both")
    judged = judge(*(every[c] for c in COUNTS), planned=planned, effect=every["effect"].max(),
                   **{name: every[name].to_numpy() for name in names})  # fmt: skip
    first, found = every["is_first"].to_numpy(), Found()
    for column, words in (("whole", judged.scale_words), ("key", judged.words)):
        told = zip(every[column][first], words[first], strict=True)
        found |= {key: word for key, word in told if word}
    return found


def _mean(protected: Protected, k: int, planned: float) -> Found:
    """The word of the first two groups' difference in mean change, by Welch's test."""
    one, two, *_ = (*mean_changes(protected, k), None, None)
    if two is None or len(protected.axes[0].answers) < 2:
        return {}
    p = _lessened(touching(lambda level: mean_gap(one, two, level)), protected)
    p = adjust([p], [0], [0], weight=further_weight(), planned=planned)
    return {(protected.result.key, MEAN): worded(p, is_idle(one.n, two.n), np.isnan(p))[0]}


def _lessened(p: float, protected: Protected) -> float:
    """What a p-value is where rows of one person are alike."""
    return float(lessened(p, protected.result.records.design_effect))


def waited(plan: Plan, release: Release) -> Found:
    """The word of each time between two dates that is out, by the test of its curves."""
    out = [p for p in release.results.values()
           if p.result.analysis == WAITING and not p.is_refused]  # fmt: skip
    found: Found = {}
    for choice in plan.waits:
        same = (p for p in out if rule_of(p.result.of).sources == rule_of(choice.of).sources)
        found |= _days(next(same, None), plan.weight)
    return found


def _days(protected: Protected | None, planned: float) -> Found:
    """The word of the first two groups' days; none where some number of them is hidden."""
    spreads = spreads_of(protected) if protected else ()
    if protected is None or not spreads or not protected.visible[:2].all():
        return {}
    one, two, *_ = spreads
    p = adjust([_lessened(log_rank(one, two), protected)], [0], [0], planned=planned)
    is_alike = are_alike_spread(one, two, load("thresholds")["syns_inte_gap"]["value"])
    return {(protected.result.key, DAYS): worded(p, is_idle(one.n, two.n), False, is_alike)[0]}


def rate_word(release: Release, p: float, one: float, two: float) -> str:
    """The word of a difference per 1,000 inhabitants between groups of so many people.

    No word says that they are alike: nothing tells how large a difference matters there. Empty
    where the p-value is not known.
    """
    planned = words_of(release).planned
    weight = further_weight()
    p = _lessened(p, next(iter(release.results.values())))
    adjusted = adjust([p], [0], [0], weight=weight, planned=max(planned, weight))
    return str(worded(adjusted, is_idle(one, two), np.isnan(adjusted))[0] or "")


def _turns(protected: Protected, weight: float, planned: float) -> Found:
    """The words of how the first two groups' difference has changed, an answer each.

    From the first period that shows it to the last, which may be others for another answer: so
    the answers bear the part together, as if they had nothing to do with each other.
    """
    told = ((answer, _ends(protected, answer)) for answer in protected.axes[-1].answers)
    ends = {answer: pair for answer, pair in told if pair is not None}
    if not ends:
        return {}
    answers = len(protected.axes[-1].answers)
    p = np.array([_lessened(turn(*map(tuple, pair)), protected) for pair in ends.values()])
    each = weight / (1 if answers == 2 else answers)
    question = [0] * len(ends) if answers == 2 else range(len(ends))
    p = adjust(p, question, question, weight=each, planned=planned)
    is_few = [is_idle(pair[:, 1], pair[:, 3]).any() for pair in ends.values()]
    said = worded(p, is_few, np.isnan(p))
    return {
        (protected.result.key, TURN, a): word for a, word in zip(ends, said, strict=True) if word
    }


def _ends(protected: Protected, answer: str) -> np.ndarray | None:
    """The counts of the first two groups in the first and the last period that show both."""
    frame, (sex, *_, period, of) = protected.frame, [a.name for a in protected.axes]
    rows = frame[(frame[of] == answer) & (frame["base"] > 0)].dropna(subset=["n", period])
    sides = [rows[rows[sex] == g].set_index(period) for g in protected.axes[0].answers[:2]]
    if len(sides) < 2:
        return None
    both = [s for s in protected.axes[-2].answers if all(s in side.index for side in sides)]
    ends = both[:: max(len(both) - 1, 1)]
    if len(both) < 2:
        return None
    return np.hstack([side.loc[ends, ["n", "base"]].to_numpy(float) for side in sides])


# The word of each planned sex difference, made from all that the Release shows.


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a Release's plan, and the planned tables that are out, in the plan's order.

    ``planned`` is the weight of all tables, counting those that never came to be, where a main
    question weighs 1. ``found`` has a word a difference between the first two groups, by table and
    place; hidden ones lack it.
    """

    planned: float
    tables: tuple[Protected, ...]
    found: Mapping[tuple[object, ...], str]

    def at(self, protected: Protected, place: Mapping[str, str]) -> str:
        """The word at these categories, totals where none is named; empty where there is none.

        Where no answer is named it is the word of the question as a scale.
        """
        return self.found.get(place_of(protected, place), "")

    def of_mean(self, protected: Protected) -> str:
        """The word of a change's difference in means; empty where there is none."""
        return self.found.get((protected.result.key, MEAN), "")

    def of_days(self, protected: Protected) -> str:
        """The word of a time between two dates; empty where there is none."""
        return self.found.get((protected.result.key, DAYS), "")

    def of_turn(self, protected: Protected, answer: str) -> str:
        """The word of how a trend's difference has changed; empty where there is none."""
        return self.found.get((protected.result.key, TURN, answer), "")

    @property
    def plain(self) -> list[Protected]:
        """The planned tables that are not crossed."""
        return [p for p in self.tables if len(p.axes) == 2]


@dataclass
class _Made:
    """The words of a Release as far as they are made, and what they were made of."""

    plan: Plan
    size: int
    words: Words
    standard: tuple[Protected, ...] = ()
    found: Found = field(default_factory=dict)


_made: WeakKeyDictionary[Release, _Made] = WeakKeyDictionary()


def words_of(release: Release) -> Words:
    """The words of all sex differences that were planned for a Release, as one family.

    They are made of what may be published and of nothing else, so that no word tells of a
    hidden number. What came to be besides the plan has no word.
    """
    if not release.results:
        return Words(0, (), {})
    if release not in _made:
        first = next(iter(release.results.values()))
        _made[release] = _Made(plan(first.result.records), 0, Words(0, (), {}))
    made = _made[release]
    if made.size != len(release.results):
        made.words, made.size = _words(release, made), len(release.results)
    return made.words


def _words(release: Release, made: _Made) -> Words:
    planned = made.plan
    found = further(planned, lambda result: release.results.get(result.key), release.k)
    out = [(p, weight_of(c)) for c in planned.standard if (p := _out(release, c))]
    tables = tuple(p for p, _ in out)
    if tables != made.standard:
        made.standard, made.found = tables, _standard(out, planned.weight)
    return Words(planned.weight, tables, found | waited(planned, release) | made.found)


def _standard(out: Sequence[tuple[Protected, float]], planned: float) -> Found:
    """The words of the standard set, where what is settled hands its part on within the set."""
    parts = [part.assign(weight=w) for i, (p, w) in enumerate(out) for part in pairs(p, i)]
    if not parts:
        return {}
    return _found(pd.concat(parts, ignore_index=True), planned)


def _out(release: Release, choice: Choice) -> Protected | None:
    """The result of a choice that is out."""
    out = (release.results[r.key] for r in choice.items if r.key in release.results)
    return next(out, None)
