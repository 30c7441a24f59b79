"""A long file, one row a person and measuring occasion, as one row a person."""

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..codebook import key_of, plain, values
from ..codebook.distinct import Column, distinct, keys_of_words
from ..content import load
from ..wording import listing, number
from .headers import has_word, occasion_of, sex_rank, stem_of
from .remark import ROW, Remark
from .sheet import remark

FEWEST, MOST, MOSTLY = 2, 4, 0.8
ENDS = ("vid start", "vid uppföljning")
BETWEEN = (
    "1 rad är ett besök mellan personens första och sista, och lästes inte in (rad {rows}).",
    "{count} rader är besök mellan personens första och sista, och lästes inte in (rad {rows}).",
)
SAMPLED, SPELLINGS = 1000, 5  # rows that rule a column out, and ways to write an occasion
OFTEN = 0.1  # of those with two rows; a background that differs less often is a contradiction

PIVOTED = (
    "{rows} rader, en för varje person och mättillfälle ({occasions}), slogs ihop till {people} "
    "rader, en för varje person. Kolumnen «{column}» blev en del av rubrikerna."
)
AGAIN = (
    "1 rad har samma nyckel och mättillfälle som en tidigare rad och står kvar som en egen rad "
    "(rad {rows}).",
    "{count} rader har samma nyckel och mättillfälle som en tidigare rad och står kvar som egna "
    "rader (rad {rows}).",
)
NO_OCCASION = (
    "1 rad saknar mättillfälle och räknas till det första (rad {rows}).",
    "{count} rader saknar mättillfälle och räknas till det första (rad {rows}).",
)
DIFFERS = (
    "1 person har olika svar vid tillfällena. Det första svaret gäller (rad {rows}).",
    "{count} personer har olika svar vid tillfällena. Det första svaret gäller (rad {rows}).",
)
SEX_DIFFERS = (
    "1 person har olika kön vid tillfällena och räknas som «Uppgift saknas» (rad {rows}).",
    "{count} personer har olika kön vid tillfällena. De räknas som «Uppgift saknas» (rad {rows}).",
)


def to_wide(
    table: pd.DataFrame, wanted: frozenset[str] = frozenset()
) -> tuple[pd.DataFrame, tuple[Remark, ...]]:
    """One row a person, where the table has one for each person and occasion; else the table.

    Nothing is dropped: a second row of a person at one occasion stays a row of its own, and
    answers that contradict each other are counted. A column that a codebook calls by its plain
    header, or that hardly ever differs, is kept once; the others get the occasion in the header.

    Parameters
    ----------
    table
        Raw cells with the row numbers of the file as index.
    wanted
        The headers that a codebook expects; where the occasion's own is one, all stays long.
    """
    table, between = _ends(table, wanted)
    found = _occasion_column(table, wanted)
    key = _key_column(table, wanted) if found else None
    if found is None or key is None:
        return table, ()
    column, order = found
    places, again = _places(table, key, column, list(order))
    if ((places >= 0).sum(axis=1) > 1).sum() < FEWEST:
        return table, ()
    index = table.index[_first(places)].rename(ROW)
    remarks = [_told(table, column, order, len(index)), remark("Filen", AGAIN, again), between]
    unplaced = table.index[_blank(table[column])]
    remarks.append(remark(column, NO_OCCASION, unplaced))
    columns: dict[str, pd.Series] = {}
    for header in table.columns.drop(column):
        spread = _Spread(header, table[header], places, index)
        made, doubts = spread.columns(order, wanted, is_key=header == key)
        columns |= made
        remarks += doubts
    return pd.DataFrame(columns, index=index), tuple(r for r in remarks if r)


def _ends(table: pd.DataFrame, wanted: frozenset[str]) -> tuple[pd.DataFrame, Remark | None]:
    """The table with the first and the last of more numbered visits than there are occasions.

    Only where each person's visits are numbered from the first on; else the table as it is.
    """
    for header in table.columns:
        is_named = key_of(header) not in wanted and has_word(
            header, load("intake")["mattillfalle"]
        )
        if not is_named:
            continue
        visits = table[header].astype(object).map(values.as_number).astype(float)
        if visits.nunique() <= MOST or visits.isna().any() or (visits % 1).any():
            continue
        key = _key_column(table.drop(columns=header), wanted)
        if key is None or not _are_counted(visits, table[key]):
            continue
        people = visits.groupby(table[key].astype(object).map(key_of))
        is_first, is_last = (visits == people.transform(end) for end in ("min", "max"))
        ends = table.assign(**{header: np.where(is_first, ENDS[0], ENDS[1])})
        between = list(table.index[~(is_first | is_last)])
        return ends[is_first | is_last], remark("Filen", BETWEEN, between)
    return table, None


def _are_counted(visits: pd.Series, who: pd.Series) -> bool:
    """Whether the numbers are those of each person's visits, one row each, most from the first."""
    if values.answered(who).size < len(who):
        return False
    keys = who.astype(object).map(key_of)
    is_once = not pd.DataFrame({"visit": visits, "key": keys}).duplicated().any()
    firsts = visits.groupby(keys).min()
    return is_once and bool((firsts == visits.min()).mean() > MOSTLY) and visits.min() in (0, 1)


def _occasion_column(
    table: pd.DataFrame, wanted: frozenset[str]
) -> tuple[str, dict[str, str]] | None:
    """The column that tells the occasion, and its answers in the order of time."""
    for header in table.columns:
        if key_of(header) in wanted:
            continue
        is_named = has_word(header, load("intake")["mattillfalle"])
        sample = table[header].iloc[:SAMPLED]
        if sample.nunique() > SPELLINGS * MOST or _names(sample, header, is_named) is None:
            continue
        names = _names(table[header], header, is_named) or {}
        kinds = [occasion_of(name) for name in names.values()]
        if len(names) >= FEWEST and kinds.count("start") == 1:
            ranked = sorted(names, key=lambda k: _rank(names[k]))
            return header, {k: names[k] for k in ranked}
    return None


def _names(column: pd.Series, header: str, is_named: bool) -> dict[str, str] | None:
    """The occasions in a column, as they are written after a header; None with other answers."""
    keys = {key_of(c): plain(c) for c in column.unique() if not values.is_blank(c)}
    names = {k: _occasion_name(header, text, is_named) for k, text in keys.items()}
    return names if len(names) <= MOST and all(map(occasion_of, names.values())) else None


def _occasion_name(header: str, text: str, is_named: bool) -> str:
    """The occasion as it is written after a header; empty where it is none."""
    text = f"mätning {text}" if is_named and text in ("1", "2", "3", "4") else text
    is_occasion = occasion_of(text) and (is_named or not stem_of(text))
    if not is_occasion:
        return ""
    stem = stem_of(text)
    return plain(text[len(stem) :].strip(" ,:;()-–")).lower() if stem else text.lower()


def _rank(name: str) -> tuple[bool, int, str]:
    found = re.search(r"\d+", name)
    return occasion_of(name) != "start", int(found[0]) if found else 0, name


def _key_column(table: pd.DataFrame, wanted: frozenset[str]) -> str | None:
    """The first column with a header of a person's key, that repeats."""
    words = load("intake")
    headers = [h for h in table.columns if has_word(h, words["personnyckel"])]
    headers += [h for h in table.columns if has_word(h, words["ordningsnyckel"])]
    for header in headers:
        keys = _keys(values.answered(table[header]))
        if FEWEST < len(set(keys.tolist())) < len(keys):
            return header
    return None


def _keys(column: pd.Series) -> np.ndarray:
    """A running number for each different answer, in whatever spelling."""
    codes, words = distinct(column)
    return pd.factorize(np.array(keys_of_words(words), dtype=object))[0][codes]


def _blank(column: pd.Series) -> np.ndarray:
    codes, words = distinct(column)
    return np.array([values.is_blank(word) for word in words], dtype=bool)[codes]


def _places(
    table: pd.DataFrame, key: str, column: str, order: list[str]
) -> tuple[np.ndarray, pd.Index]:
    """The row of each occasion of each person, −1 without, and the rows that come again.

    A second row of a person at an occasion is of a second group of that person, and so on.
    """
    who, nobody = _keys(table[key]), _blank(table[key])
    who = pd.factorize(np.where(nobody, len(table) + np.arange(len(table)), who))[0]
    codes, words = distinct(table[column])
    moments = [0 if values.is_blank(w) else order.index(key_of(w)) for w in words]
    when = np.array(moments)[codes]
    times = pd.Series(who).groupby([who, when]).cumcount().to_numpy()
    groups, first, of = np.unique(
        who * (times.max() + 1) + times, return_index=True, return_inverse=True
    )
    places = np.full((len(groups), len(order)), -1)
    places[of, when] = np.arange(len(table))
    return places, table.index[np.sort(first[times[first] > 0])]


def _first(places: NDArray[np.intp]) -> NDArray[np.intp]:
    """The place of the first row of each person."""
    found: NDArray[np.intp] = np.where(places < 0, places.max(), places).min(axis=1)
    return found


def _told(table: pd.DataFrame, column: str, order: dict[str, str], people: int) -> Remark:
    told = {"rows": number(len(table)), "people": number(people), "column": column}
    return Remark("Filen", PIVOTED.format(occasions=listing(order.values()), **told), len(table))


class _Spread:
    """A column's cells, a row a person and a column an occasion, and where they differ."""

    def __init__(self, header: str, column: pd.Series, places: np.ndarray, index: pd.Index):
        codes, words = distinct(column)
        self.header, self.words, self.index = header, list(words), index
        self.cells = np.where(places < 0, -1, codes[places])
        blank = np.array([*map(values.is_blank, words), True])
        self.is_told = ~blank[self.cells]
        keys = np.append(pd.factorize(np.array(keys_of_words(words), dtype=object))[0], -1)
        told = keys[self.cells]
        least = np.where(self.is_told, told, len(keys)).min(axis=1)
        self.differs = np.where(self.is_told, told, -1).max(axis=1) > least
        self.both = int(((places >= 0).sum(axis=1) > 1).sum())

    def columns(
        self, order: dict[str, str], wanted: frozenset[str], *, is_key: bool
    ) -> tuple[dict[str, pd.Series], list[Remark | None]]:
        """The columns that it becomes: itself, or one for each occasion."""
        apart = [f"{self.header} {name}" for name in order.values()]
        if not is_key and not self._is_background(apart, wanted):
            return {name: self._series(self.cells[:, j]) for j, name in enumerate(apart)}, []
        is_sex = sex_rank(self.header) > 0
        first = self.is_told.argmax(axis=1)
        once = self.cells[np.arange(len(first)), first]
        is_none = ~self.is_told.any(axis=1) | (self.differs & is_sex)
        texts = SEX_DIFFERS if is_sex else DIFFERS
        told = remark(self.header, texts, self.index[self.differs])
        return {self.header: self._series(np.where(is_none, -1, once))}, [told]

    def _series(self, codes: np.ndarray) -> pd.Series:
        none = [i for i, word in enumerate(self.words) if word is None]
        codes = np.where(np.isin(codes, none), -1, codes) if none else codes
        return Column(self.words, codes).taken(np.ones(len(codes), dtype=bool)).series(self.index)

    def _is_background(self, apart: list[str], wanted: frozenset[str]) -> bool:
        """Whether a column says the same at every occasion, or is meant to."""
        if wanted & set(map(key_of, apart)):
            return False
        if key_of(self.header) in wanted or sex_rank(self.header) or not self.differs.any():
            return True
        if has_word(self.header, load("intake")["alder"]["rubriker"]):
            return True
        is_steady = has_word(self.header, load("intake")["bakgrund"])
        return is_steady and self.differs.sum() <= OFTEN * self.both
