"""The plan: every sex difference that step 1 shows, and how much of the risk each table bears."""

from dataclasses import dataclass

import numpy as np

from ..codebook import NUMBER, SCALE, Variable
from ..content import load
from ..records import Records
from ..records.derived import is_beside
from .breakdown import BACKGROUND, SECTIONS, standard
from .change import change
from .flow import first_steps, flows
from .medians import age_of, waiting_times
from .result import Choice, Result, Results
from .trend import longer, trends


@dataclass(frozen=True, eq=False)
class Plan:
    """What is planned from the codebook and the sizes of groups, before any answer is looked at.

    ``standard`` are the tables that step 1 shows of any file. What goes further comes out later,
    one by one: each bears a part of its own, which it neither gives nor takes, so that no word
    changes with what is shown after. A change has its shares, who was followed up and its means;
    a trend the difference in each period and how it has changed; a chain all its steps; days
    between two dates one test, as a main question. A chain bears its part whenever the codebook
    has steps for one, whether they contain each other or not. So does how many of the inhabitants
    come, where ages are known, with a file of the population or without. Medians have the word of
    their number as a scale, which is in the standard set.
    """

    standard: tuple[Choice, ...]
    changes: tuple[Choice, ...]
    trends: tuple[Choice, ...]
    flows: tuple[Result, ...]
    waits: tuple[Choice, ...]
    chains: int
    rates: int

    @property
    def weight(self) -> float:
        """Of all tables together: a yes-or-no question on needs, help or results weighs 1."""
        further: float = 2 * len(self.changes) + self.chains + self.rates
        further += sum(2 * by_answers(c.of) for c in self.trends)
        whole = sum(map(weight_of, self.standard)) + sum(by_answers(c.of) for c in self.changes)
        return whole + len(self.waits) + further * further_weight()


def plan(records: Records) -> Plan:
    """The plan for some people."""
    changes = change(records)
    return Plan(
        standard(records),
        changes.items if isinstance(changes, Results) else (Choice((changes,)),),
        tuple(_timed(c.items[0]) for c in trends(records)),
        tuple(c.items[0] for c in flows(records)),
        tuple(waiting_times(records)),
        chains=int(len(first_steps(records)) > 1),
        rates=int(age_of(records) is not None),
    )


def weight_of(choice: Choice) -> float:
    """How much of the risk a table of the standard set bears, against 1 for a yes-or-no question.

    A question with more answers divides its part among them, and gets more to divide.
    """
    if choice.is_crossed:
        return further_weight() * by_answers(choice.of)
    is_background = choice.of.role in SECTIONS[BACKGROUND]
    part = load("thresholds")["vikt_bakgrund"]["value"] if is_background else 1
    return part * by_answers(choice.of)


def by_answers(variable: Variable) -> float:
    """How much more a question weighs for its answers, than one of two."""
    has_more = len(variable.categories) > 2
    return float(load("thresholds")["vikt_flera_svar"]["value"]) if has_more else 1.0


def further_weight() -> float:
    """How much of the risk is borne by what goes further from a question of two answers."""
    return float(load("thresholds")["vikt_vidare"]["value"])


def beside_weight() -> float:
    """How much of the risk a family beside step 1 bears, against 1 for that."""
    return float(load("thresholds")["vikt_bredvid"]["value"])


def steps_of(variable: Variable) -> list[float]:
    """Where each answer stands on the variable's scale; NaN where it has no place on one.

    Examples
    --------
    >>> from isu_helpers.codebook import Option
    >>> steps_of(Variable("Mål", kind=SCALE, options=tuple(map(Option, ("Nej", "Delvis", "Ja")))))
    [0.0, 1.0, 2.0]
    """
    is_ordered = variable.kind in (SCALE, NUMBER)
    return [
        float(i) if is_ordered and not is_beside(answer) else np.nan
        for i, answer in enumerate(variable.categories)
    ]


def _timed(result: Result) -> Choice:
    """A trend in its own periods, else in longer ones."""
    return Choice((result, *longer(result)))
