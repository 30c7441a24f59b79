"""Figures from elsewhere, read from a file and set beside one's own."""

from .findings import Hypotheses, outcomes
from .hypotheses import (
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
from .reading import read_reference
from .reference import Reference, Share
from .ruling import NOT_SEEN, SEEN, UNDECIDED, VERDICTS, Outcome, Ruling, ruled
from .standing import (
    ANOTHER,
    HIGHER,
    LIKE,
    LOWER,
    OTHER_WAY,
    UNKNOWN,
    Beside,
    Gap,
    Standing,
    standings,
    with_words,
)
from .trial import Line, Trial, trial

__all__ = [
    "ALIKE",
    "ANOTHER",
    "EITHER",
    "FIRST",
    "GAP",
    "HIGHER",
    "LIKE",
    "LOWER",
    "NOT_SEEN",
    "OTHER_WAY",
    "SECOND",
    "SEEN",
    "UNDECIDED",
    "UNKNOWN",
    "VERDICTS",
    "Beside",
    "Gap",
    "Hypotheses",
    "Hypothesis",
    "Line",
    "Outcome",
    "Reference",
    "Ruling",
    "Share",
    "Source",
    "Standing",
    "Trial",
    "hypothesis",
    "listed",
    "outcomes",
    "read_hypothesis",
    "read_reference",
    "ruled",
    "standings",
    "trial",
    "with_words",
]
