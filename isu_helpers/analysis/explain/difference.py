"""``explain_difference``: is a difference between groups explained by a criterion."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ...codebook import NUMBER, SCALE, SEX, YES_NO, Variable, key_of
from ...codebook.library import Entry, entries, entry
from ...content import load
from ...errors import CodebookError
from ...records import Records
from ...wording import listing
from ..result import Displayed
from .inquiry import Answer, Answers, Inquiry, evidence_of

NO_GROUP = (
    "Gruppen «{group}» finns inte i variabeln «{name}». Väntade någon av: {options}. "
    "Ändra groups eller reference."
)
WHICH_GROUPS = (
    "Variabeln «{name}» har inte två grupper att jämföra utan: {options}. "
    "Väntade två. Ange groups med två av dem, eller reference med den som de andra jämförs med."
)
NO_ANSWER = (
    "Svaret «{answer}» finns inte i variabeln «{name}». Väntade någon av: {options}. Ändra answer."
)


def explain_difference(
    records: Records,
    of: str,
    by: str = SEX,
    criterion: str | Sequence[str] = "behov",
    *,
    answer: str | None = None,
    groups: tuple[str, str] | None = None,
    reference: str | None = None,
    k: int | None = None,
) -> Answer | Answers:
    """Whether a difference between groups is explained by what a criterion tells.

    People are compared with those who gave the same answer to the criterion. All is reckoned
    among those whose outcome and criterion are known; ``.missing`` tells how many are not.

    In a notebook it is shown by way of the Release, worked out anew from numbers that may be
    published: few missing answers are put with the commonest one, and strata with hidden numbers
    are put together. Figures and verdicts as attributes are unprotected.

    Parameters
    ----------
    records
        The people.
    of
        The outcome: a name or role. A number is compared by means.
    by
        The groups. ``"kön"`` is the variable with that role.
    criterion
        What may explain: a name or role, or several for people alike in all of them. A number
        goes by its classes in the codebook (those that intake gave it, where there are none):
        within a class people differ, so few classes explain less than the number does.
    answer
        Which answer of the outcome; the first by default. Of a number: one of its classes.
    groups
        Which two to compare, first minus second; the first two sexes by default.
    reference
        The group that each of the others is compared with.
    k
        Strata with fewer of a group are put together (`merged_strata`); ``minsta_antal`` by
        default.

    Returns
    -------
    Answer
        An `Explanation`: ``.crude``, ``.standardised``, ``.rate_part``, ``.composition_part``,
        ``.odds_ratio``, ``.strata``, ``.verdict``, ``.reason`` and more; ``.modelled`` is the
        difference by a penalised model, for several criteria in a small file, and decides
        nothing. With ``reference`` `Answers`: one for each other group.

    Raises
    ------
    CodebookError
        In Swedish, when a variable, group or answer does not exist, or can't be used so.
    ValueError
        When ``of``, ``by`` and ``criterion`` are not different variables.

    Examples
    --------
    >>> import pandas as pd
    >>> granted = {"Kvinna": (80, 64, 20, 4), "Man": (20, 16, 80, 16)}
    >>> rows = [
    ...     (sex, need, "Ja" if i < n else "Nej")
    ...     for sex, counts in granted.items()
    ...     for need, base, n in zip(("Ja", "Nej"), counts[::2], counts[1::2])
    ...     for i in range(base)
    ... ]
    >>> table = pd.DataFrame(rows, columns=["Kön", "Behov", "Insats"])
    >>> found = explain_difference(Records.from_frame(table), "Insats", "kön", "Behov")
    >>> round(found.crude.value, 2), round(found.standardised.value, 2) + 0
    (0.36, 0.0)
    >>> found.verdict
    'förklaras'
    """
    names = [criterion] if isinstance(criterion, str) else list(criterion)
    outcome, grouping = _outcome(records, of, answer), records.variable(by)
    criteria = tuple(_criterion(records, name) for name in names)
    used = [v.name for v in (outcome, grouping, *criteria)]
    if len(set(used)) < len(used) or not criteria:
        raise ValueError(f"of={of!r}, by={by!r} and criterion={criterion!r} must all differ")
    least = k or load("thresholds")["minsta_antal"]["value"]
    chosen = "" if outcome.kind == NUMBER and not answer else answer or outcome.categories[0]
    inquiries = (
        Inquiry(records, outcome, chosen, grouping, pair, criteria)
        for pair in _pairs(grouping, groups, reference)
    )
    items = tuple(Answer(i, evidence_of(i, least)) for i in inquiries)
    return Answers(items) if reference else items[0]


def _outcome(records: Records, of: str, answer: str | None) -> Variable:
    """The variable that is compared; a number needs no classes for its mean."""
    found = records.codebook[of]
    if found.kind == NUMBER and answer is None and found.name in records.frame:
        return found
    variable = records.variable(of)
    if answer is not None and answer not in variable.categories:
        options = listing(variable.categories)
        raise CodebookError(NO_ANSWER.format(answer=answer, name=variable.name, options=options))
    return variable


def _criterion(records: Records, name: str) -> Variable:
    """A criterion with categories; a number that nothing can cut has all in one class."""
    found = records.codebook[name]
    if found.kind == NUMBER and not found.classes and found.name in records.frame:
        return replace(found, classes=(0.0,))
    return records.variable(name)


def _pairs(
    grouping: Variable, groups: tuple[str, str] | None, reference: str | None
) -> list[tuple[str, str]]:
    """The groups to compare, each pair first minus second."""
    options = grouping.categories
    for group in (*(groups or ()), *([reference] if reference else ())):
        if group not in options:
            told = NO_GROUP.format(group=group, name=grouping.name, options=listing(options))
            raise CodebookError(told)
    if reference:
        return [(g, reference) for g in groups or options if g != reference]
    if groups is None and (len(options) == 2 or (grouping.role == SEX and len(options) > 2)):
        groups = options[0], options[1]
    if groups is None or len(set(groups)) != 2:
        told = WHICH_GROUPS.format(name=grouping.name, options=listing(options))
        raise CodebookError(told)
    first, second = groups
    return [(first, second)]


# The procedure for unjustified differences: criterion by criterion, and then together.

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
            return _in_order(v for v in known if v.criterion == step)
        names = {key_of(word) for e in ready(step) for word in (e.name, e.label)}
        return tuple(v for v in known if {key_of(v.name), key_of(v.title)} & names)

    def answers(self, outcome: Variable, step: str) -> Iterator[Answer]:
        """What each variable of a step explains; of all together, several at a time.

        Together are the foremost variables of the criteria: all of them first, then fewer.
        """
        sets: list[tuple[Variable, ...]] = [(v,) for v in self.variables(step)]
        if step == TOGETHER:
            firsts = [_foremost(found) for c in TRACKS[self.what] if (found := self.variables(c))]
            sets = [s for n in range(len(firsts), 1, -1) for s in combinations(firsts, n)]
        for criteria in sets:
            if outcome not in criteria:
                names = [v.name for v in criteria]
                answer = explain_difference(self.records, outcome.name, SEX, names)
                yield from answer.items if isinstance(answer, Answers) else (answer,)


# Three ways to tell of a need: what has come out, how severe it is, and what was assessed.

NEED = "behov"
EXPOSURE, SEVERITY, ASSESSED = NEED_KINDS = ("utsatthet", "allvarlighetsgrad", "bedomt")


def need_kind(variable: Variable) -> str:
    """Which of `NEED_KINDS` a variable about need tells of.

    A scale or a number tells how severe it is. Yes or no tells what was assessed, where it speaks
    of need; anything else what a person is exposed to.

    Examples
    --------
    >>> need_kind(Variable("Risk", kind="skala")), need_kind(Variable("Behov", kind="ja/nej"))
    ('allvarlighetsgrad', 'bedomt')
    """
    if variable.kind in (NUMBER, SCALE):
        return SEVERITY
    told = key_of(" ".join((variable.name, variable.title, variable.question)))
    words = map(key_of, load("omotiverade")["behovsslag"]["ord"])
    speaks = variable.kind == YES_NO and not variable.part_of and any(w in told for w in words)
    return ASSESSED if speaks else EXPOSURE


def _in_order(variables: Iterable[Variable]) -> tuple[Variable, ...]:
    """Variables of need in the order of `NEED_KINDS`, others as the codebook has them."""
    found = tuple(variables)
    if not all(v.criterion == NEED for v in found):
        return found
    return tuple(sorted(found, key=lambda v: NEED_KINDS.index(need_kind(v))))


def _foremost(found: Sequence[Variable]) -> Variable:
    """The one that stands for a criterion among several: of need what was assessed."""
    assessed = (v for v in found if v.criterion == NEED and need_kind(v) == ASSESSED)
    return next(assessed, found[0])


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

    Returns
    -------
    Procedure
        ``.steps`` in the order of the method; each is worked out when it is shown, by way of the
        Release. A criterion that no variable serves is told of.

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
