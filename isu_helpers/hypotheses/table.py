"""The table that a question of a trial goes by: as coarse as the question allows."""

from dataclasses import dataclass

import numpy as np

from ..analysis import breakdown
from ..analysis.result import Result
from ..codebook import SEX, Variable
from ..content import load
from ..derived.grouped import LACKING, grouped
from .trial import Question, Trial

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Table:
    """A result, and which of its answers make up what is compared.

    ``sets`` are the answers to count, each set together; ``by`` names the variable of the two
    ``groups``, ``among`` the answers that everyone who is counted has given, by variable.
    """

    result: Result
    sets: Groups
    by: str
    groups: Groups
    among: dict[str, tuple[str, ...]]


def table_of(trial: Trial, question: Question) -> Table:
    """By sex the answers as they are; crossed with more only what the question needs of each.

    Answers that do not count are put together, and so are groups that are not compared, with
    those who lack an answer: small ones could be shown in no crossing.
    """
    sex = trial.records.codebook.with_role(SEX)[0]
    if trial.by == sex and trial.among is None:
        result = breakdown(trial.records, question.variable, sex)
        return Table(result, _sets(question), sex.name, trial.groups, {})
    by, groups = (sex, trial.groups) if trial.by == sex else _compared(trial)
    variable, answers = trial.among or (by, ())
    among = sex if variable == sex else _kept(trial)
    axes = list(dict.fromkeys(v for v in (by, among) if v))
    axes.sort(key=lambda v: v != sex)
    of = _outcome(trial, question)
    chosen = {among.name: answers if among == sex else among.categories[:1]} if among else {}
    result = breakdown(trial.records, of, axes)
    return Table(result, (of.categories[:1],), by.name, groups, chosen)


def _sets(question: Question) -> Groups:
    return (question.answers,) if question.is_joined else tuple((a,) for a in question.answers)


def _compared(trial: Trial) -> tuple[Variable, Groups]:
    """The variable whose answers are compared, as two groups and the rest."""
    places = [[trial.by.categories.index(a) for a in group] for group in trial.groups]
    rest = [i for i in range(len(trial.by.categories)) if not any(i in p for p in places)]
    missing = _codes(trial, trial.by) < 0
    if rest:
        places.append([*rest, LACKING] if missing.any() else rest)
    elif 0 < missing.mean() <= load("omotiverade")["faa_saknas"]["kriterium"]:
        sizes = [np.isin(_codes(trial, trial.by), p).sum() for p in places]
        places[int(np.argmax(sizes))].append(LACKING)
    made = grouped(trial.records, trial.by, places)
    return made, tuple((name,) for name in made.categories[:2])


def _kept(trial: Trial) -> Variable | None:
    """The variable that tells who is counted: those who are, and all others."""
    if trial.among is None:
        return None
    variable, answers = trial.among
    return _split(trial, variable, answers, bool((_codes(trial, variable) < 0).any()))


def _outcome(trial: Trial, question: Question) -> Variable:
    """What is counted, and all else; few missing answers among the rest."""
    code = _codes(trial, question.variable)[_is_counted(trial)]
    limit = load("omotiverade")["faa_saknas"]["utfall"]
    share = float((code < 0).mean()) if len(code) else 0.0
    return _split(trial, question.variable, question.answers, 0 < share <= limit)


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
