"""«Är det lika hos oss?»: findings from elsewhere, and whether they are to be seen here."""

from dataclasses import dataclass
from functools import cached_property

from ..analysis.result import Displayed
from ..disclosure import Release
from ..records import Records
from .hypotheses import (
    Hypothesis,
)
from .ruling import Outcome, ruled
from .trial import Trial, lines_of, trial


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
