"""A long file, one row a person and measuring occasion, as one row a person."""

import re
from collections import defaultdict

import numpy as np
import pandas as pd

from ..codebook import key_of, plain, values
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
    if key is None:
        return table, ()
    column, order = found
    groups, again = _groups(table, key, column, order)
    if sum(len(g) > 1 for g in groups) < FEWEST:
        return table, ()
    remarks = [_told(table, column, order, groups), remark("Filen", AGAIN, again), between]
    unplaced = [i for i, c in table[column].items() if values.is_blank(c)]
    remarks.append(remark(column, NO_OCCASION, unplaced))
    columns: dict[str, list[object]] = {}
    for header in table.columns.drop(column):
        made, doubts = _spread(table, header, groups, order, wanted, is_key=header == key)
        columns |= made
        remarks += doubts
    index = pd.Index([table.index[min(g.values())] for g in groups], name=ROW)
    wide = pd.DataFrame(columns, index=index, dtype=object)
    return wide, tuple(r for r in remarks if r)


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
        keys = values.answered(table[header]).map(key_of)
        if len(keys) and keys.duplicated().any() and keys.nunique() > FEWEST:
            return header
    return None


def _groups(
    table: pd.DataFrame, key: str, column: str, order: dict[str, str]
) -> tuple[list[dict[str, int]], list[int]]:
    """For each person the place of the row of each occasion, and the rows that come again."""
    people: dict[object, list[dict[str, int]]] = defaultdict(list)
    again, first = [], next(iter(order))
    for i, (who, when) in enumerate(zip(table[key], table[column], strict=True)):
        name = object() if values.is_blank(who) else key_of(who)
        moment = first if values.is_blank(when) else key_of(when)
        own = next((g for g in people[name] if moment not in g), None)
        if own is None:
            if people[name]:
                again.append(table.index[i])
            people[name].append(own := {})
        own[moment] = i
    return [g for rows in people.values() for g in rows], again


def _told(
    table: pd.DataFrame, column: str, order: dict[str, str], groups: list[dict[str, int]]
) -> Remark:
    told = {"rows": number(len(table)), "people": number(len(groups)), "column": column}
    return Remark("Filen", PIVOTED.format(occasions=listing(order.values()), **told), len(table))


def _spread(
    table: pd.DataFrame, header: str, groups: list[dict[str, int]], order: dict[str, str],
    wanted: frozenset[str], *, is_key: bool,
) -> tuple[dict[str, list[object]], list[Remark | None]]:  # fmt: skip
    """The columns that one column becomes: itself, or one for each occasion."""
    cells = table[header].to_list()
    answers = [[cells[g[k]] for k in order if k in g and not values.is_blank(cells[g[k]])]
               for g in groups]  # fmt: skip
    differ = [len({key_of(a) for a in own}) > 1 for own in answers]
    apart = {k: f"{header} {name}" for k, name in order.items()}
    if not is_key and not _is_background(header, differ, groups, apart, wanted):
        return {
            name: [cells[g[k]] if k in g else None for g in groups] for k, name in apart.items()
        }, []
    is_sex = sex_rank(header) > 0
    once = [
        None if not own or d and is_sex else own[0] for own, d in zip(answers, differ, strict=True)
    ]
    rows = [table.index[min(g.values())] for g, d in zip(groups, differ, strict=True) if d]
    return {header: once}, [remark(header, SEX_DIFFERS if is_sex else DIFFERS, rows)]


def _is_background(
    header: str, differ: list[bool], groups: list[dict[str, int]], apart: dict[str, str],
    wanted: frozenset[str],
) -> bool:  # fmt: skip
    """Whether a column says the same at every occasion, or is meant to."""
    if wanted & {key_of(name) for name in apart.values()}:
        return False
    if key_of(header) in wanted or sex_rank(header) or not any(differ):
        return True
    if has_word(header, load("intake")["alder"]["rubriker"]):
        return True
    both = sum(len(g) > 1 for g in groups)
    is_steady = has_word(header, load("intake")["bakgrund"])
    return is_steady and sum(differ) <= OFTEN * both
