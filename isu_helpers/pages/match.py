"""Which column of a file belongs to which question, and which answer to which option: proposals.

Nothing is decided here: each proposal has its reason in words, and a person says yes to it.
"""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from os.path import commonprefix

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from ..codebook import (
    DATE,
    KEY,
    NUMBER,
    SEVERAL,
    SEX,
    TEXT,
    YES_NO,
    Codebook,
    Option,
    Variable,
    key_of,
    plain,
    values,
)
from ..content import load
from ..masking import looks_like_identity
from ..privacy.answers import point_out
from ..privacy.names import names
from ..records.columns import find_several, headers_of, places_of
from ..records.headers import has_word, occasion_of, sex_rank
from ..wording import listing

# A column of the file, with its answers where they may be listed.

MOST_ANSWERS, LONGEST = 20, 60
NEVER_LISTED = ("personuppgift", "fri_text", "personnyckel", "arendenyckel")  # by their headers


@dataclass(frozen=True)
class Column:
    """A column: its header, and how many people gave each answer.

    It has no answers where none may be listed, since they may be names, numbers or words of
    people's own.
    """

    header: str
    answers: dict[str, int]
    is_listed: bool = True
    numbers: float = 0.0
    dates: float = 0.0


def columns_of(table: pd.DataFrame, codebook: Codebook) -> tuple[Column, ...]:
    """The columns of a table of raw cells, people counted by its key where it has one."""
    who = _who(table, codebook)
    share = 1 if who is not None or codebook.unit == "person" else 3  # cases a person, at least
    who = np.arange(len(table)) if who is None else who
    every = (table.iloc[:, i] for i in range(table.shape[1]))
    return tuple(_column(str(cells.name), cells, who, share) for cells in every)


def _who(table: pd.DataFrame, codebook: Codebook) -> np.ndarray | None:
    """Who each row is about, by a column with a key; None where there is none."""
    places = places_of(codebook, headers_of(table))
    known = [places[v.name] for v in codebook.with_role(KEY) if v.name in places]
    words = load("intake")["personnyckel"]
    told = [i for i, c in enumerate(table.columns) if has_word(str(c), words)]
    if not (known or told):
        return None
    keys = table.iloc[:, (known or told)[0]].map(key_of)
    return pd.factorize(keys)[0]


def _column(header: str, cells: pd.Series, who: np.ndarray, share: int) -> Column:
    texts = cells.map(plain)
    is_given = ~cells.map(values.is_blank).to_numpy(dtype=bool)
    texts, who = texts[is_given], who[is_given]
    different: list[str] = texts.unique().tolist()
    if not may_be_listed(header, different, len(texts)):
        return Column(header, {}, False, *_kinds(different))
    people = pd.Series(who, index=texts.index).groupby(texts, sort=False).nunique()
    counts = {answer: int(people[answer]) // share for answer in sorted(different, key=_order)}
    return Column(header, counts, True, *_kinds(different))


def _kinds(answers: Sequence[str]) -> tuple[float, float]:
    """The shares of the different answers that are numbers, and dates."""
    some = list(answers[:200])
    numbers = sum(not math.isnan(values.as_number(a)) for a in some)
    dates = sum(values.as_date(a) is not pd.NaT for a in some)
    return numbers / max(1, len(some)), dates / max(1, len(some))


def _order(answer: str) -> tuple[float, str]:
    value = values.as_number(answer)
    return (math.inf if math.isnan(value) else value, answer.casefold())


def may_be_listed(header: str, answers: Sequence[str], rows: int) -> bool:
    """Whether the different answers of a column are few words in common, and no person's own."""
    if len(answers) > MOST_ANSWERS or (len(answers) > 6 and 2 * len(answers) > rows):
        return False
    if any(has_word(header, load("intake")[group]) for group in NEVER_LISTED):
        return False
    return not (point_out(answers, counts_streets=False) or any(map(_is_persons, answers)))


def _is_persons(answer: str) -> bool:
    """Whether an answer may point out somebody, or is a text."""
    return looks_like_identity(answer) or any(names(answer)) or len(answer) > LONGEST


# What an answer of the file means among the codebook's options.

CODE = re.compile(r"^\d+\s*[:=._)\-–]\s*(?=\D)")
BRACKET = re.compile(r"^(.+?)\s*\(([^)]*)\)$")
NEAR, LIKE_OPTION = 0.82, 0.6
COMMON, COMMON_SHARE = 5, 0.05  # people whose answers are unknown, from which on it is asked


def meant(answer: str, options: Sequence[Option]) -> str:
    """The option that an answer most likely means; empty where there is none.

    Examples
    --------
    >>> options = (Option("Flicka"), Option("Pojke"))
    >>> meant("Kvinna", options), meant("2_Pojke", options), meant("1", options)
    ('Flicka', 'Pojke', '')
    """
    known = {key_of(w): o.name for o in options for w in (*o.synonyms, o.name)}
    for form in _forms(answer):
        if form in known:
            return known[form]
        if named := _by_group(form, options):
            return named
    if is_no_answer(answer):
        return ""
    near = get_close_matches(_forms(answer)[-1], known, n=1, cutoff=NEAR)
    return known[near[0]] if near and len(near[0]) > 3 else _by_words(answer, options)


def _by_words(answer: str, options: Sequence[Option]) -> str:
    """The only option that has most words in common with an answer."""
    shares = {o.name: overlap(answer, o.name)[0] for o in options}
    best = max(shares.values(), default=0)
    found = [name for name, share in shares.items() if share == best >= LIKE_OPTION]
    return found[0] if len(found) == 1 else ""


def _forms(answer: str) -> list[str]:
    """An answer as it is, without a code before it, and what stands before and in brackets."""
    key = key_of(answer)
    bare = CODE.sub("", key)
    parts = BRACKET.match(bare)
    return list(
        dict.fromkeys([key, bare, *(p.strip() for p in (parts.groups() if parts else ()))])
    )


def _by_group(key: str, options: Sequence[Option]) -> str:
    """The only option that is called by a word of the same group; «Ja, delvis» is a yes too."""
    stem = re.split(r"[,;–]| -", key)[0].strip()
    for words in load("synonymer")["svar"]:
        own = [o.name for o in options if key_of(o.name) in words]
        if len(own) == 1 and (key in words or stem in words):
            return own[0]
    return ""


def is_no_answer(answer: str) -> bool:
    """Whether an answer says that there is none."""
    return key_of(answer) in load("synonymer")["uteblivna"]


def unknown(column: Column, variable: Variable) -> dict[str, int]:
    """The answers of a column that a variable says nothing of, with their counts."""
    known = {key_of(w) for o in variable.options for w in (o.name, *o.synonyms)}
    known |= set(map(key_of, variable.missing))
    return {a: n for a, n in column.answers.items() if key_of(a) not in known}


# How well a column fits a question.

WORDS = re.compile(r"[^\W\d_]{2,}")
ENOUGH = 0.45
SAME_WORD, AND = "samma ord: {words}", ", och "
LIKE_WORDS = "ord som betyder ungefär detsamma: {words}"
SAME_ANSWERS, NUMBERS, DATES, SEXES = (
    "samma svar: {answers}", "svaren är tal", "svaren är datum", "svaren är kön",
)  # fmt: skip
MOST_NAMED = 3


@dataclass(frozen=True)
class Match:
    """A question and the column proposed for it, from 0 up how well it fits, and why."""

    variable: str
    header: str
    score: float
    reason: str


def matched(codebook: Codebook, columns: Sequence[Column]) -> dict[str, Match]:
    """The best column for each question, a column at most once; none where none fits well."""
    wanted = [v for v in codebook if (v.kind != TEXT or v.role == KEY) and not v.made_of]
    every = [[fitness(v, c) for c in columns] for v in wanted]
    if not wanted or not columns:
        return {}
    scores = np.array([[m.score if m.score >= ENOUGH else 0 for m in row] for row in every])
    chosen = zip(*linear_sum_assignment(scores, maximize=True), strict=True)
    best = (every[i][j] for i, j in chosen if scores[i, j] > 0)
    return {match.variable: match for match in best}


def fitness(variable: Variable, column: Column) -> Match:
    """How well a column fits a question."""
    words, told = _common(variable, column.header)
    answers, why = _answers_fit(variable, column)
    if variable.role == SEX:
        words = max(words, sex_rank(column.header) / 2)
    if variable.occasion and occasion_of(column.header) not in ("", variable.occasion):
        words -= 0.5
    reason = AND.join(filter(None, (told, why)))
    return Match(variable.name, column.header, words + answers, reason)


def _common(variable: Variable, header: str) -> tuple[float, str]:
    """From 0 to 1 how many words a header and a question share, and which."""
    found = [(overlap(header, text), part) for text, part in _texts(variable)]
    (score, same, like), weight = max(found, key=lambda f: f[0][0] * f[1])
    form, words = (SAME_WORD, same) if same else (LIKE_WORDS, like)
    return score * weight, form.format(words=listing(words[:MOST_NAMED])) if words else ""


def _texts(variable: Variable) -> Iterator[tuple[str, float]]:
    yield variable.name, 1.0
    yield variable.label, 1.0
    yield variable.question, 0.9


def overlap(header: str, text: str) -> tuple[float, list[str], list[str]]:
    """The share of words in common, those words, and those that only mean about the same.

    Examples
    --------
    >>> overlap("Behov av insats", "Insatser")
    (0.8, ['insats'], [])
    """
    one, two = tokens(header), tokens(text)
    same = [w for w in one if any(_is_same(w, t) for t in two)]
    like = [w for w in one if w not in same and any(_is_alike(w, t) for t in two)]
    shortest = min(len(one), len(two))
    if not shortest:
        return 0.0, [], []
    count = len(same) + 0.8 * len(like)
    return (
        min(1.0, count / shortest * (0.6 + 0.4 * shortest / max(len(one), len(two)))),
        same,
        like,
    )


def tokens(text: str) -> list[str]:
    """The words of a text that say something.

    Examples
    --------
    >>> tokens("Har barnet behov av stöd i skolan?")
    ['behov', 'stöd', 'skolan']
    """
    stop = load("synonymer")["stoppord"]
    parted = re.sub(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])", " ", text.replace("_", " "))
    return list(dict.fromkeys(w for w in WORDS.findall(parted.casefold()) if w not in stop))


@cache
def _is_same(one: str, two: str) -> bool:
    """Whether two words are forms of one, or one of them is a part of a compound."""
    short, long = sorted((one, two), key=len)
    if len(short) < 4:
        return one == two
    is_form = (
        len(commonprefix([one, two])) >= max(4, len(short) - 2) and len(long) <= len(short) + 3
    )
    is_part = len(short) >= 5 and (long.startswith(short[:-1]) or long.endswith(short))
    return is_form or is_part or SequenceMatcher(None, one, two).ratio() > 0.9


@cache
def _is_alike(one: str, two: str) -> bool:
    groups = load("synonymer")["ord"]
    return any(all(any(_is_same(w, g) for g in group) for w in (one, two)) for group in groups)


def _answers_fit(variable: Variable, column: Column) -> tuple[float, str]:
    """What the answers of a column say for or against a question, and in words."""
    if variable.kind in (NUMBER, DATE):
        share = column.numbers if variable.kind == NUMBER else column.dates
        return (0.25, NUMBERS if variable.kind == NUMBER else DATES) if share > 0.8 else (-0.6, "")
    if not variable.options or not column.answers:
        return (-0.2 if variable.options and not column.is_listed else 0.0), ""
    asked = [a for a in column.answers if not is_no_answer(a)]
    named = [m for a in asked if (m := meant(a, variable.options))]
    if variable.role == SEX and asked and len(named) >= 2 and len(named) == len(asked):
        return 0.8, SEXES
    share = len(named) / max(1, len(asked))
    if not named:
        return (-0.3 if variable.role != SEX else -0.1), ""
    weight = 0.2 if variable.kind == YES_NO else 0.5
    return weight * share, SAME_ANSWERS.format(answers=_listed(named))


def _listed(found: Iterable[str]) -> str:
    return listing([f"«{name}»" for name in dict.fromkeys(found)][:MOST_NAMED])


# Where each question stands now.


def found_in(codebook: Codebook, table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The headers that each question is read from as the codebook stands."""
    headers = headers_of(table)
    names_of = [str(c) for c in table.columns]
    found = {name: (names_of[place],) for name, place in places_of(codebook, headers).items()}
    several = find_several(codebook, headers)
    more = {
        n: tuple(names_of[p] for p in sorted(s.columns)) for n, s in several.items() if s.columns
    }
    return found | more


class Fit:
    """A file beside a codebook: where each question stands, what is proposed and what is left.

    Attributes
    ----------
    columns
        The file's columns by header.
    found
        The headers that each question is read from already, by its name.
    proposed
        A column for questions that have none, by their names.
    """

    def __init__(self, codebook: Codebook, table: pd.DataFrame) -> None:
        self.codebook, self.rows = codebook, len(table)
        self.columns = {c.header: c for c in columns_of(table, codebook)}
        self.found = found_in(codebook, table)
        used = {h for headers in self.found.values() for h in headers}
        self.idle = tuple(h for h in self.columns if h not in used)
        lacking = tuple(v for v in self.questions if v.name not in self.found)
        asked = replace(codebook, variables=lacking)
        self.proposed = matched(asked, [self.columns[h] for h in self.idle])

    @property
    def questions(self) -> tuple[Variable, ...]:
        """What the file is to answer: all but free text and the running number."""
        asked = (v for v in self.codebook if v.kind != TEXT and v.role != KEY)
        return tuple(v for v in asked if not v.made_of)

    @property
    def lacking(self) -> tuple[Variable, ...]:
        """The needed questions that no column answers."""
        return tuple(v for v in self.questions if v.name not in self.found and v.is_needed)

    def unread(self, variable: Variable, header: str) -> dict[str, int]:
        """The answers of a column that a question with options has no option for."""
        is_asked = bool(variable.options) and header in self.columns
        return unknown(self.columns[header], variable) if is_asked else {}

    @property
    def is_open(self) -> bool:
        """Whether something can be settled that the tables wait for."""
        return bool(self.lacking and self.idle) or any(map(self._is_unread, self.questions))

    def _is_unread(self, variable: Variable) -> bool:
        """Whether answers to a question are unknown: all, some that are common, or any of sex."""
        headers = self.found.get(variable.name, ())
        if len(headers) != 1 or variable.kind == SEVERAL or headers[0] not in self.columns:
            return False
        unread = self.unread(variable, headers[0])
        odd = [a for a in unread if not is_no_answer(a)]
        is_common = sum(unread[a] for a in odd) >= max(COMMON, COMMON_SHARE * self.rows)
        every = [a for a in self.columns[headers[0]].answers if not is_no_answer(a)]
        return bool(odd) and (variable.role == SEX or is_common or len(odd) == len(every))


# The codebook with what a person has said yes to.


def joined(
    codebook: Codebook, columns: dict[str, str], words: dict[str, dict[str, str]]
) -> Codebook:
    """The codebook with columns for questions, and the file's answers as ways to write options.

    Parameters
    ----------
    columns
        A header by the name of each question; empty where the file has none for it.
    words
        By the name of a question, the option that each answer means; empty where it is no answer.
    """
    taken = {key_of(h) for h in columns.values() if h}
    kept = (_with_column(v, columns.get(v.name), taken) for v in codebook)
    return replace(codebook, variables=tuple(_with_words(v, words.get(v.name, {})) for v in kept))


def _with_column(variable: Variable, header: str | None, taken: set[str]) -> Variable:
    if variable.made_of:
        return variable
    if header is None:  # not asked about; a column that another has got is its own no more
        left = tuple(c for c in variable.columns if key_of(c) not in taken)
        is_same = left == variable.columns or variable.taken_from
        return variable if is_same else replace(variable, columns=left or (variable.name,))
    if not header:
        return replace(variable, columns=(variable.name,), is_needed=False)
    return replace(variable, columns=(header,), is_needed=True, taken_from="")


def _with_words(variable: Variable, words: dict[str, str]) -> Variable:
    if not words:
        return variable
    told = {key_of(a) for a in words}
    gone = [w for w in variable.missing if key_of(w) not in told]
    return replace(
        variable,
        options=tuple(_option(o, words, told) for o in variable.options),
        missing=(*gone, *(a for a, name in words.items() if not name)),
    )


def _option(option: Option, words: dict[str, str], told: set[str]) -> Option:
    kept = [s for s in option.synonyms if key_of(s) not in told]
    return replace(
        option, synonyms=(*kept, *(a for a, name in words.items() if name == option.name))
    )
