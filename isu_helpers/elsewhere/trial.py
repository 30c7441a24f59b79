"""A trial: what to count in this file for a hypothesis, or what is missing for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from ..analysis import Result, breakdown
from ..analysis.cube import ANSWERED, Axis
from ..analysis.explain.publishable import Visible, without_missing
from ..analysis.result import Choice
from ..codebook import SEX, Variable
from ..codebook.library import Entry, entry
from ..content import load
from ..disclosure import Protected, Release, shows_few
from ..disclosure.primary import splits_small
from ..records import Records
from ..records.derived.classes import LACKING, grouped
from ..wording import MISSING, TOTAL
from .hypotheses import GAP, Hypothesis, answers_of, found, with_answers


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


# The table that a question of a trial goes by: as coarse as the question allows.

Groups = tuple[tuple[str, ...], ...]
NOT_MADE = "the file lacks what is compared"


@dataclass(frozen=True, eq=False)
class Table:
    """A result, and which of its answers make up what is compared.

    ``sets`` are the answers to count, each set together; ``by`` names the variable of the two
    ``groups``, ``among`` the answers that everyone who is counted has given, by variable.
    ``is_filled`` tells that the few who lack the outcome are among the others.
    """

    result: Result
    sets: Groups
    by: str
    groups: Groups
    among: dict[str, tuple[str, ...]]
    is_filled: bool = False


def tables_of(trial: Trial, question: Question) -> Iterator[Table]:
    """The table that a question goes by, then one with missing answers where crossings have them.

    Few of them are in the largest group of a crossing of step 1. Beside such a one they can't be
    in another group too: they would be known by subtraction.
    """
    yield table_of(trial, question)
    if _by(trial).role != SEX and _are_few(trial):
        yield table_of(trial, question, as_crossed=True)


def table_of(trial: Trial, question: Question, *, as_crossed: bool = False) -> Table:
    """By sex the answers as they are; crossed with more only what the question needs of each.

    Answers that do not count are put together, and so are groups that are not compared, with
    those who lack an answer: small ones could be shown in no crossing.

    Parameters
    ----------
    as_crossed
        Whether those who lack an answer are in the largest group instead, as in a crossing.
    """
    sex = trial.records.codebook.with_role(SEX)[0]
    if trial.by == sex and trial.among is None:
        result = breakdown(trial.records, question.variable, sex)
        return Table(result, _sets(question), sex.name, trial.groups, {})
    by, groups = (sex, trial.groups) if trial.by == sex else _compared(trial, as_crossed)
    variable, answers = trial.among or (by, ())
    among = sex if variable == sex else _kept(trial)
    axes = list(dict.fromkeys(v for v in (by, among) if v))
    axes.sort(key=lambda v: v != sex)
    is_filled = _is_filled(trial, question)
    of = _split(trial, question.variable, question.answers, is_filled)
    chosen = {among.name: answers if among == sex else among.categories[:1]} if among else {}
    result = breakdown(trial.records, of, axes)
    return Table(result, (of.categories[:1],), by.name, groups, chosen, is_filled)


def _sets(question: Question) -> Groups:
    return (question.answers,) if question.is_joined else tuple((a,) for a in question.answers)


def _compared(trial: Trial, as_crossed: bool) -> tuple[Variable, Groups]:
    """The variable whose answers are compared, as two groups and the rest."""
    by = _by(trial)
    places = [[by.categories.index(a) for a in group] for group in trial.groups]
    rest = [i for i in range(len(by.categories)) if not any(i in p for p in places)]
    codes = _codes(trial, by)
    if rest:
        places.append([*rest, LACKING] if (codes < 0).any() and not as_crossed else rest)
    if as_crossed:
        largest = np.bincount(codes[codes >= 0]).argmax()
        next(p for p in places if largest in p).append(LACKING)
    elif not rest and _are_few(trial):
        sizes = [np.isin(_codes(trial, by), p).sum() for p in places]
        places[int(np.argmax(sizes))].append(LACKING)
    made = grouped(trial.records, by, places)
    return made, tuple((name,) for name in made.categories[:2])


def _by(trial: Trial) -> Variable:
    """What is compared, of a trial that the file has what it takes for."""
    if trial.by is None:
        raise ValueError(NOT_MADE)
    return trial.by


def _are_few(trial: Trial) -> bool:
    """Whether some lack an answer to what is compared, and no more than a few."""
    missing = (_codes(trial, _by(trial)) < 0).mean()
    return bool(0 < missing <= load("omotiverade")["faa_saknas"]["kriterium"])


def _kept(trial: Trial) -> Variable | None:
    """The variable that tells who is counted: those who are, and all others."""
    if trial.among is None:
        return None
    variable, answers = trial.among
    return _split(trial, variable, answers, bool((_codes(trial, variable) < 0).any()))


def _is_filled(trial: Trial, question: Question) -> bool:
    """Whether some who are counted lack the outcome, and so few that they can't be shown apart."""
    code = _codes(trial, question.variable)[_is_counted(trial)]
    share = float((code < 0).mean()) if len(code) else 0.0
    return bool(0 < share <= load("omotiverade")["faa_saknas"]["utfall"])


def _split(
    trial: Trial, variable: Variable, answers: tuple[str, ...], is_with_missing: bool
) -> Variable:
    chosen = [variable.categories.index(a) for a in answers]
    rest = [i for i in range(len(variable.categories)) if i not in chosen]
    groups = [chosen, [*rest, LACKING] if is_with_missing else rest]
    return grouped(trial.records, variable, [g for g in groups if g])


def _is_counted(trial: Trial) -> np.ndarray:
    """Who is among those that are counted."""
    if trial.among is None:
        return np.ones(len(trial.records), dtype=bool)
    variable, answers = trial.among
    return np.isin(_codes(trial, variable), [variable.categories.index(a) for a in answers])


def _codes(trial: Trial, variable: Variable) -> np.ndarray:
    return trial.records.codes(variable).astype(int)


# What a trial goes by: counts of two groups, worked out of visible numbers and no others.

UNKNOWN = float("nan")


@dataclass(frozen=True)
class Line:
    """An answer in two groups: how many gave it, of how many; NaN where that is hidden.

    Of a gap, which has no second group, both are everyone and ``groups`` are empty.
    """

    question: Question
    groups: tuple[tuple[str, ...], ...]
    answers: tuple[str, ...]
    n: tuple[float, float]
    base: tuple[float, float]

    @property
    def is_hidden(self) -> bool:
        """Whether any of it can't be had."""
        return bool(np.isnan([*self.n, *self.base]).any())


def lines_of(trial: Trial, release: Release) -> list[Line]:
    """The counts of each answer that a trial asks for, by way of the Release."""
    return [line for q in trial.questions for line in _lines(trial, q, release)]


def _lines(trial: Trial, question: Question, release: Release) -> list[Line]:
    """The first lines of which none is hidden, else the first there are, else none but hidden."""
    tables, found = list(tables_of(trial, question)), []
    for table in tables:
        if (protected := entered(table, release)) is not None:
            found.append(visible_lines(trial, question, table, protected, release))
            if not any(line.is_hidden for line in found[-1]):
                return found[-1]
    unknown = (UNKNOWN,) * 2
    hidden = [Line(question, tables[0].groups, s, unknown, unknown) for s in tables[0].sets]
    return found[0] if found else hidden


def entered(table: Table, release: Release) -> Protected | None:
    """The table in the Release, one with much hidden too; None where none can be had."""
    protected = release.chosen(Choice((table.result,)))
    if protected is None and not splits_small(table.result, release.k):
        protected = release.protected(table.result)
    return None if protected is None or protected.is_refused else protected


def visible_lines(
    trial: Trial, question: Question, table: Table, protected: Protected, release: Release
) -> list[Line]:
    """The counts that follow from the visible numbers of a table; hidden ones change nothing."""
    cube, is_gap = protected.cube, trial.hypothesis.claim == GAP
    seen = Visible(cube.axes, np.where(protected.visible, cube.n.astype(float), np.nan))
    least = 1 if shows_few(cube.axes) or not release.is_protected else release.k
    sides = (None, None) if is_gap else table.groups
    cells = [_cells(table, cube.axes[:-1], side) for side in sides]
    every = (*cube.axes[-1].answers, MISSING) if is_gap else cube.axes[-1].answers
    lacking = _lacking(trial, question, release) if table.is_filled else 0.0
    lines = []
    for answers in table.sets:
        counts = [(seen.total(c, answers), seen.total(c, every)) for c in cells]
        kept = [_publishable(n, base, least, question) for n, base in counts]
        kept = [(n, _answered(n, base, lacking, release.k)) for n, base in kept]
        lines.append(Line(question, table.groups, answers, *zip(*kept, strict=True)))
    return lines


def _lacking(trial: Trial, question: Question, release: Release) -> float:
    """The share that lacks the outcome by the table of step 1; 0 where that is hidden or many."""
    plain = release.protected(breakdown(trial.records, question.variable))
    sex, of = plain.axes
    at = [sex.place(TOTAL)], [of.place(MISSING), of.place(TOTAL)]
    if not plain.visible[np.ix_(*at)].all():
        return 0.0
    missing, everyone = plain.cube.n[np.ix_(*at)].ravel()
    share = missing / max(everyone, 1)
    return float(share if share <= load("omotiverade")["faa_saknas"]["utfall"] else 0)


def _answered(n: float, base: float, lacking: float, k: int) -> float:
    """How many have the outcome, if as many lack it here as among everyone; whole people."""
    if np.isnan(base) or not lacking:
        return base
    sizes, having, left = np.array([[base]]), np.array([[n]]), np.array([base * lacking])
    return float(np.rint(without_missing(sizes, having, left, k)[0, 0]))


def _publishable(n: float, base: float, least: int, question: Question) -> tuple[float, float]:
    """Both numbers, or neither: sums of few people are told of no more than counts are."""
    parts = np.array([n, base - n])
    is_zero = (parts == 0) & (not question.variable.is_sensitive or least == 1)
    return (n, base) if bool(((parts >= least) | is_zero).all()) else (UNKNOWN, UNKNOWN)


def _cells(table: Table, axes: Sequence[Axis], group: tuple[str, ...] | None) -> np.ndarray:
    """The cells of those in a group, or of everyone, among those who are counted."""
    chosen = table.among | ({} if group is None else {table.by: group})
    parts = [np.isin(_finest(axis), chosen.get(axis.name, _finest(axis))) for axis in axes]
    return reduce(np.logical_and.outer, parts)


def _finest(axis: Axis) -> list[str]:
    return [s for s in axis.slots if s not in (TOTAL, ANSWERED)]
