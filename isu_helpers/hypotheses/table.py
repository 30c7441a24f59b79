"""The table that a question of a trial goes by: as coarse as the question allows."""

from collections.abc import Iterator
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
    if trial.by.role != SEX and _are_few(trial):
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
    places = [[trial.by.categories.index(a) for a in group] for group in trial.groups]
    rest = [i for i in range(len(trial.by.categories)) if not any(i in p for p in places)]
    codes = _codes(trial, trial.by)
    if rest:
        places.append([*rest, LACKING] if (codes < 0).any() and not as_crossed else rest)
    if as_crossed:
        largest = np.bincount(codes[codes >= 0]).argmax()
        next(p for p in places if largest in p).append(LACKING)
    elif not rest and _are_few(trial):
        sizes = [np.isin(_codes(trial, trial.by), p).sum() for p in places]
        places[int(np.argmax(sizes))].append(LACKING)
    made = grouped(trial.records, trial.by, places)
    return made, tuple((name,) for name in made.categories[:2])


def _are_few(trial: Trial) -> bool:
    """Whether some lack an answer to what is compared, and no more than a few."""
    missing = (_codes(trial, trial.by) < 0).mean()
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
    return 0 < share <= load("omotiverade")["faa_saknas"]["utfall"]


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
