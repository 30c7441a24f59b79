"""A trial: what to count in this file for a hypothesis, or what is missing for it."""

from dataclasses import dataclass

from ..codebook import Variable
from ..library import Entry, entry
from ..records import Records
from .matching import answers_of, found, with_answers
from .model import GAP, Hypothesis


@dataclass(frozen=True)
class Question:
    """One variable that is compared; ``answers`` one by one, or together where ``is_joined``."""

    variable: Variable
    answers: tuple[str, ...]
    is_joined: bool


@dataclass(frozen=True, eq=False)
class Trial:
    """A hypothesis as this file can try it.

    ``groups`` are the answers of ``by`` on either side, ``among`` which answers of a variable
    everyone that is counted has given. ``missing`` are ready variables that the codebook lacks,
    ``is_worded`` whether the answers it asks for are among those of the codebook.
    """

    hypothesis: Hypothesis
    records: Records
    questions: tuple[Question, ...] = ()
    by: Variable | None = None
    groups: tuple[tuple[str, ...], ...] = ()
    among: tuple[Variable, tuple[str, ...]] | None = None
    missing: tuple[Entry, ...] = ()
    is_worded: bool = True

    @property
    def is_bearable(self) -> bool:
        """Whether the codebook has what it takes."""
        return not self.missing and self.is_worded


def trial(records: Records, asked: Hypothesis) -> Trial:
    """What to count for a hypothesis, or which ready variables would have to be collected."""
    ids = asked.outcomes if asked.is_all else _first(records, asked)
    outcomes = {id: v for id in ids if (v := found(records, asked, id))}
    beside = [asked.by, *([asked.among.id] if asked.among else [])]
    places = {id: found(records, asked, id) for id in beside}
    lacking = [*([] if outcomes else asked.outcomes[:1]), *(i for i in places if not places[i])]
    if lacking:
        return Trial(asked, records, missing=tuple(map(entry, lacking)))
    return _made(records, asked, outcomes, {id: v[0] for id, v in places.items()})


def _first(records: Records, asked: Hypothesis) -> list[str]:
    return [i for i in asked.outcomes if found(records, asked, i)][:1]


def _made(
    records: Records, asked: Hypothesis, outcomes: dict[str, tuple[Variable, ...]],
    beside: dict[str, Variable],
) -> Trial:  # fmt: skip
    by, also = beside[asked.by], asked.among
    groups = tuple(answers_of(by, words, asked.by) for words in asked.groups)
    among = (beside[also.id], answers_of(beside[also.id], also.answers, also.id)) if also else None
    questions = tuple(
        Question(v, _answers(v, asked, id), bool(asked.answers))
        for id, parts in outcomes.items()
        for v in with_answers(parts, asked, id)
        if v not in beside.values()
    )
    told = [*(q.answers for q in questions), *([among[1]] if among else [])]
    are_groups = asked.claim == GAP or all(groups)
    is_worded = bool(questions) and all(told) and are_groups
    return Trial(asked, records, questions, by, groups, among, is_worded=is_worded)


def _answers(variable: Variable, asked: Hypothesis, id: str) -> tuple[str, ...]:
    """The answers that count; of a yes/no question its first, since the other mirrors it."""
    if asked.answers:
        return answers_of(variable, asked.answers, id)
    return variable.categories[:1] if len(variable.categories) == 2 else variable.categories
