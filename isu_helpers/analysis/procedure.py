"""The procedure for unjustified differences: criterion by criterion, and then together."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ..codebook import SEX, YES_NO, Variable
from ..codebook.words import key_of
from ..library import Entry, entries, entry
from ..records import Records
from .explain import explain_difference
from .inquiry import Answer
from .result import Displayed

TRACKS = {
    "insats": ("behov", "annat_satt", "samtycke"),
    "delaktighet": ("vilja_delta", "installning", "hinder"),
}  # which criteria may explain a difference in what, in the order they are gone through
TOGETHER, CONTACT = "tillsammans", "kontaktorsak"
CONTACTS = ("kontaktorsak", "kontaktvag")  # ready variables for how a case came in
NO_TRACK = "what={what!r} must be among {known}"
NO_STEP = "which={which!r} must be among {known}"


@dataclass(frozen=True, repr=False)
class Procedure(Displayed):
    """One step of the procedure, or all of them, for what the service decides or asks.

    ``what`` is the role whose yes/no questions are compared between the sexes, ``steps`` are
    criteria, `TOGETHER` and `CONTACT`.
    """

    records: Records
    what: str
    steps: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Omotiverade skillnader i {self.what}, kriterium för kriterium"

    @property
    def outcomes(self) -> tuple[Variable, ...]:
        """The yes/no questions that are compared."""
        found = self.records.countable(self.what)
        return tuple(v for v in found if v.kind == YES_NO and not v.criterion)

    def variables(self, step: str) -> tuple[Variable, ...]:
        """The variables of the file that serve a criterion, or tell how cases came in."""
        known = [v for v in self.records.codebook.variables
                 if v.is_countable and v.name in self.records.frame and v.role != SEX]  # fmt: skip
        if step != CONTACT:
            return tuple(v for v in known if v.criterion == step)
        names = {key_of(word) for e in ready(step) for word in (e.name, e.label)}
        return tuple(v for v in known if {key_of(v.name), key_of(v.title)} & names)

    def answers(self, outcome: Variable, step: str) -> Iterator[Answer]:
        """What each variable of a step explains; of all together, several at a time.

        Together are the first variables of the criteria: all of them first, then fewer.
        """
        if step != TOGETHER:
            sets = [(v,) for v in self.variables(step)]
        else:
            firsts = [found[0] for c in TRACKS[self.what] if (found := self.variables(c))]
            sets = [s for n in range(len(firsts), 1, -1) for s in combinations(firsts, n)]
        for criteria in sets:
            if outcome not in criteria:
                names = [v.name for v in criteria]
                yield explain_difference(self.records, outcome.name, SEX, names)


def ready(step: str) -> tuple[Entry, ...]:
    """The ready variables of the library for a step."""
    return tuple(map(entry, CONTACTS)) if step == CONTACT else entries(criterion=step)


def criteria(records: Records, what: str = "insats", which: str | None = None) -> Procedure:
    """Whether differences between the sexes are explained, criterion by criterion.

    Parameters
    ----------
    records
        The people. Which variables serve which criterion is told by the codebook.
    what
        ``"insats"`` for access to interventions, ``"delaktighet"`` for participation.
    which
        One step: a criterion, ``"tillsammans"`` for several criteria at once, or
        ``"kontaktorsak"`` for how the case came in. All of them by default.

    Raises
    ------
    ValueError
        When there is no such outcome or step.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"Kön": ["Kvinna", "Man"], "Insats": ["Ja", "Nej"]})
    >>> criteria(Records.from_frame(table), "delaktighet").steps[0]
    'vilja_delta'
    """
    if what not in TRACKS:
        raise ValueError(NO_TRACK.format(what=what, known=tuple(TRACKS)))
    steps = (*TRACKS[what], TOGETHER, CONTACT)
    if which is not None and which not in steps:
        raise ValueError(NO_STEP.format(which=which, known=steps))
    return Procedure(records, what, (which,) if which else steps)
