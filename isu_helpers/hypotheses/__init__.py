"""«Är det lika hos oss?»: findings from elsewhere, and whether they are to be seen here."""

from dataclasses import dataclass
from functools import cached_property

from ..analysis.result import Displayed
from ..disclosure import Release
from ..records import Records
from .evidence import Line, lines_of
from .model import (
    ALIKE,
    EITHER,
    FIRST,
    GAP,
    SECOND,
    Hypothesis,
    Source,
    hypothesis,
    listed,
    read_hypothesis,
)
from .ruling import NOT_SEEN, SEEN, UNDECIDED, VERDICTS, Outcome, Ruling, ruled
from .trial import Trial, trial

__all__ = [
    "ALIKE",
    "EITHER",
    "FIRST",
    "GAP",
    "NOT_SEEN",
    "SECOND",
    "SEEN",
    "UNDECIDED",
    "VERDICTS",
    "Hypotheses",
    "Hypothesis",
    "Line",
    "Outcome",
    "Ruling",
    "Source",
    "Trial",
    "hypothesis",
    "listed",
    "outcomes",
    "read_hypothesis",
    "ruled",
    "trial",
]


@dataclass(frozen=True, eq=False, repr=False)
class Hypotheses(Displayed):
    """Findings from elsewhere that these records are to be asked about."""

    records: Records
    items: tuple[Hypothesis, ...]
    area: str = ""

    def __repr__(self) -> str:
        return f"{len(self.items)} fynd att pröva: Är det lika hos oss?"

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """Each of them as the records can try it."""
        return tuple(trial(self.records, h) for h in self.items)


def outcomes(shown: Hypotheses, release: Release) -> list[Outcome]:
    """What each trial says, from what the Release lets out."""
    return ruled([(t, lines_of(t, release) if t.is_bearable else []) for t in shown.trials])
