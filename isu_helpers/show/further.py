"""The words of what goes further than plain tables: changes, trends and the chain."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pandas as pd

from ..analysis.change import followed
from ..analysis.family import adjust
from ..analysis.flow import alongside
from ..analysis.gap import is_idle
from ..analysis.planned import Plan, by_answers, further_weight
from ..analysis.result import Result
from ..analysis.turn import touching, turn
from ..analysis.verdict import verdicts, worded
from ..disclosure import Protected
from ..disclosure.means import mean_changes
from .mean_gap import mean_gap
from .pairs import COUNTS, pairs

MEAN, TURN = "medelförändring", "förändrad skillnad"

Out = Callable[[Result], Protected | None]
Found = dict[tuple, str]


def further(plan: Plan, out: Out, k: int) -> Found:
    """A word for each difference that is out, by table and place; each table by its own part.

    Parameters
    ----------
    out
        The result as it may be published, None where it is not out.
    k
        The smallest count of different people that may be shown.
    """
    light, found = further_weight(), {}
    for protected in _first(plan.changes, out):
        own = by_answers(protected.result.of)
        found |= _shares([protected], own, plan.weight) | _mean(protected, k, plan.weight)
        reached = out(followed(protected.result))
        found |= _shares([reached] if reached else [], light, plan.weight)
    for protected in _first(plan.trends, out):
        own = light * by_answers(protected.result.of)
        found |= _shares([protected], own, plan.weight) | _turns(protected, own, plan.weight)
    for flow in plan.flows:
        _, reached, onward = alongside(flow)
        found |= _shares([p for r in (*reached, *onward) if (p := out(r))], light, plan.weight)
    return found


def _first(choices: Sequence, out: Out) -> Iterator[Protected]:
    """Of each choice what is out."""
    for choice in choices:
        yield from [p for r in choice.items if (p := out(r))][:1]


def _shares(items: Sequence[Protected], weight: float, planned: float) -> Found:
    """The words of shares in some results that bear one part together."""
    parts = [p for i, item in enumerate(items) for p in pairs(item, i)]
    if not parts:
        return {}
    every = pd.concat(parts, ignore_index=True)
    said, _ = verdicts(
        *(every[c] for c in COUNTS), question=every["question"].to_numpy(),
        table=np.zeros(len(every)), weight=weight, planned=planned,
    )  # fmt: skip
    shown = zip(every["key"], said, every["is_first"], strict=True)
    return {key: word for key, word, is_first in shown if word and is_first}


def _mean(protected: Protected, k: int, planned: float) -> Found:
    """The word of the first two groups' difference in mean change, by Welch's test."""
    one, two, *_ = (*mean_changes(protected, k), None, None)
    if two is None or len(protected.axes[0].answers) < 2:
        return {}
    p = touching(lambda level: mean_gap(one, two, level))
    p = adjust([p], [0], [0], weight=further_weight(), planned=planned)
    return {(protected.result.key, MEAN): worded(p, is_idle(one.n, two.n), np.isnan(p))[0]}


def _turns(protected: Protected, weight: float, planned: float) -> Found:
    """The words of how the first two groups' difference has changed, an answer each.

    From the first period that shows it to the last, which may be others for another answer: so
    the answers bear the part together, as if they had nothing to do with each other.
    """
    ends = {answer: _ends(protected, answer) for answer in protected.axes[-1].answers}
    ends = {answer: pair for answer, pair in ends.items() if pair is not None}
    if not ends:
        return {}
    answers = len(protected.axes[-1].answers)
    p = np.array([turn(*map(tuple, pair)) for pair in ends.values()])
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
