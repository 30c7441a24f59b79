"""``pool``: the people of many files with the same codebook as one, and where each belongs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np
import pandas as pd

from ..codebook import DATE, NUMBER, SEX, Codebook, Option, Variable
from ..errors import CodebookError, DataFileError
from ..records import Records
from .breakdown import BACKGROUND
from .units import told_apart

PLACE, OTHER_NAME, OTHERS = "Kommun", "Kommun i uppföljningen", "Övriga kommuner"
QUESTION = "Vilken kommun gäller det?"
OTHER_CODEBOOK = (
    "Kodböckerna i {one} och {two} skiljer sig: {what}. Väntade samma frågor och svar i alla "
    "mappar. Använd samma kodbok, eller ta bort den ena mappen ur de gemensamma sidorna."
)
LACKING, OTHER_ANSWERS = "«{name}» finns bara i {one}", "«{name}» har inte samma svar"
OTHER_USE = "«{name}» har inte samma roll, skydd eller villkor"
OTHER_UNIT = "en rad är {one} i den ena och {two} i den andra"
SAME_PEOPLE = (
    "{one} och {two} har samma rader i sina datafiler. Väntade olika personer, för annars räknas "
    "de två gånger. Ta bort den ena mappen ur de gemensamma sidorna."
)
SAME = 0.5  # the share of a file's rows that stand in another too, from where it is no chance
FEWEST, TELLING = 10, 0.8  # rows, and the share of all, that are like no other in their file


@dataclass(frozen=True)
class Pool:
    """The people of many files together.

    Attributes
    ----------
    records
        Those who are counted, with a variable that tells where they belong if several may be told
        apart.
    every
        All of them, as the same variables have it.
    at
        The file that each of all rows is of, as a place among those that were given.
    by
        That variable, or None.
    places
        Each file's answer to it.
    """

    records: Records
    every: Records = field(repr=False)
    at: np.ndarray = field(repr=False)
    by: Variable | None
    places: tuple[str, ...]

    def of(self, i: int) -> Records:
        """The rows of one file, as they stand among all."""
        return _some(self.every, self.at == i)


def _some(records: Records, is_in: np.ndarray) -> Records:
    rows = np.flatnonzero(is_in)
    return Records(records.frame.iloc[rows].reset_index(drop=True), records.codebook,
                   keys=records.keys[rows], counts_people=records.counts_people)  # fmt: skip


def pool(
    every: Sequence[Records], names: Sequence[str], places: Sequence[str],
    sexes: Sequence[str] | None = None,
) -> Pool:  # fmt: skip
    """The people of many files with the same codebook as one.

    What can be counted, and dates, are kept where all files have them. Places with few women or
    men are put together: the sizes of groups alone decide.

    Parameters
    ----------
    every
        The people of each file.
    names
        What each file is called where something is wrong with it.
    places
        Where the people of each file belong, different for each.
    sexes
        Those who are counted; all, where they are not told.

    Raises
    ------
    CodebookError
        In Swedish, when two codebooks ask or answer differently.
    DataFileError
        In Swedish, when two files seem to hold the same people.

    Examples
    --------
    >>> table = pd.DataFrame({"Kön": list("KM") * 40, "Insats": ["Ja", "Nej"] * 40})
    >>> first = Records.from_frame(table)
    >>> other = Records.from_frame(table.assign(Insats=["Ja"] * 80))
    >>> found = pool([first, other], ["a", "b"], ["Aby", "Beby"])
    >>> found.records, found.places
    (160\xa0personer, 3 variabler ur en tabell, ('Aby', 'Beby'))
    """
    for name, records in zip(names[1:], every[1:], strict=True):
        _compare(names[0], every[0], name, records)
    frame = _frame(every)
    at = np.repeat(np.arange(len(every)), [len(r) for r in every])
    _look_for_same(frame, at, names)
    ends = np.cumsum([0, *(int(r.keys.max(initial=-1)) + 1 for r in every)])
    keys = np.concatenate([r.keys + end for r, end in zip(every, ends, strict=False)])
    book = every[0].codebook
    whole = Records(frame, book, keys=keys, counts_people=all(r.counts_people for r in every))
    is_in = _is_counted(whole, sexes)
    by, codes = _placed(_some(whole, is_in), at[is_in], places)
    if by is None:
        return Pool(_some(whole, is_in), whole, at, None, tuple("" for _ in places))
    answers = by.categories
    frame[by.name] = _answers(codes[at], answers)
    book = replace(book, variables=(*book.variables, by))
    whole = Records(frame, book, keys=keys, counts_people=whole.counts_people)
    told = tuple(answers[code] for code in codes)
    return Pool(_some(whole, is_in), whole, at, by, told)


def _is_counted(records: Records, sexes: Sequence[str] | None) -> np.ndarray:
    sex = records.codebook.with_role(SEX)[0]
    if sexes is None:
        return np.ones(len(records), bool)
    return np.isin(records.codes(sex), [sex.categories.index(s) for s in sexes])


def _placed(
    whole: Records, at: np.ndarray, places: Sequence[str]
) -> tuple[Variable | None, np.ndarray]:
    """The variable that tells the places apart, with the answer of each; none where few may be."""
    is_taken = any(v.name.casefold() == PLACE.casefold() for v in whole.codebook)
    by = Variable(OTHER_NAME if is_taken else PLACE, label=PLACE, question=QUESTION,
                  role=BACKGROUND, options=tuple(map(Option, places)))  # fmt: skip
    frame = whole.frame.assign(**{by.name: _answers(at, places)})
    book = replace(whole.codebook, variables=(*whole.codebook.variables, by))
    groups = told_apart(Records(frame, book), by)
    if len(groups) < 2:
        return None, np.zeros(len(places), int)
    named = [places[g[0]] if len(g) == 1 else OTHERS for g in groups]
    codes = np.empty(len(places), int)
    for code, group in enumerate(groups):
        codes[group] = code
    return replace(by, options=tuple(map(Option, named))), codes


def _frame(every: Sequence[Records]) -> pd.DataFrame:
    """The columns that all have, but those with texts and what tells people apart."""
    first = every[0]
    kept = [
        v
        for v in first.codebook
        if (v.is_countable or v.kind == DATE) and all(v.name in r.frame for r in every)
    ]
    return pd.DataFrame({v.name: _column(v, every) for v in kept})  # fmt: skip


def _column(variable: Variable, every: Sequence[Records]) -> object:
    columns = [r.frame[variable.name] for r in every]
    if variable.kind in (NUMBER, DATE):
        return np.concatenate([c.to_numpy() for c in columns])
    codes = np.concatenate([c.array.codes for c in columns])
    return _answers(codes, variable.categories)


def _answers(codes: np.ndarray, names: Sequence[str]) -> "pd.Categorical[str]":
    places: np.ndarray[tuple[int, ...], np.dtype[np.integer]] = codes.astype(np.intp)
    return pd.Categorical.from_codes(places, categories=pd.Index(list(names)))


def _compare(one: str, first: Records, two: str, second: Records) -> None:
    """Whether two files ask the same, with the same answers."""
    what = _difference(first.codebook, second.codebook, one, two)
    if what:
        raise CodebookError(OTHER_CODEBOOK.format(one=one, two=two, what=what))


def _difference(first: Codebook, second: Codebook, one: str, two: str) -> str:
    own, others = ({v.name: v for v in book} for book in (first, second))
    for name in [*own, *(n for n in others if n not in own)]:
        if name not in own or name not in others:
            return LACKING.format(name=name, one=one if name in own else two)
        if own[name].categories != others[name].categories:
            return OTHER_ANSWERS.format(name=name)
        if _use(own[name]) != _use(others[name]):
            return OTHER_USE.format(name=name)
    if first.unit != second.unit:
        return OTHER_UNIT.format(one=first.unit, two=second.unit)
    return ""


def _use(v: Variable) -> tuple[object, ...]:
    """What of a variable decides how it is counted and protected."""
    return (v.kind, v.role, v.is_sensitive, v.is_open, v.is_missing_sensitive, v.asked_if,
            v.has_any, v.part_of, v.made_of, v.better, v.pair, v.criterion)  # fmt: skip


def _look_for_same(frame: pd.DataFrame, at: np.ndarray, names: Sequence[str]) -> None:
    """Stop where most rows of a file stand in another too, and rows differ enough to tell."""
    hashed = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    alone: list[set[int]] = []
    for i in range(len(names)):
        rows, times = np.unique(hashed[at == i], return_counts=True)
        own = set(rows[times == 1].tolist())
        alone.append(own if len(own) >= max(FEWEST, TELLING * times.sum()) else set())
    for (i, one), (j, two) in combinations(enumerate(alone), 2):
        if len(one & two) > SAME * min(len(one), len(two)):
            raise DataFileError(SAME_PEOPLE.format(one=names[i], two=names[j]))
