"""Identity numbers at intake: who is who, legal sex and age; what is told names rows alone."""

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..codebook import DATE, FROM_NUMBER, KEY, NUMBER, SEX, Codebook, Variable, values
from ..codebook.distinct import distinct, keys_of_words
from ..content import load
from ..errors import DataFileError
from ..privacy import (
    BLANK,
    COORDINATION,
    OTHER,
    PERSONAL,
    RESERVE,
    Identities,
    contradictions,
    hold_numbers,
    read_identities,
    read_key,
    sex_places,
)
from ..wording import listing, number
from .excel_cells import is_rounded
from .headers import from_numbers, has_word, is_anothers, safe_header, sample_of
from .remark import TABLE, Remark, row_numbers, rows_told

SEX_TAKEN = "Kön är taget ur personnumren i kolumnen «{header}»."
AGE_TAKEN = "Åldern är räknad ur personnumren i kolumnen «{header}» och gäller {date}, {why}."
WHY_GIVEN = "det datum som angavs"
WHY_LATEST = "slutet av det senaste året i filens datum"
WHY_TODAY = "dagens datum, för filen har inga datum"
UNUSABLE = {
    RESERVE: ("1 rad har ett reservnummer", "{count} rader har reservnummer"),
    OTHER: ("1 rad har ett ogiltigt nummer", "{count} rader har ogiltiga nummer"),
    BLANK: ("1 rad saknar personnummer", "{count} rader saknar personnummer"),
}  # fmt: skip
GIVES = " Där är {what} «Uppgift saknas»."
ODD_AGE = (
    "1 personnummer ger ingen rimlig ålder vid det datumet (rad {rows}).",
    "{count} personnummer ger ingen rimlig ålder vid det datumet (rad {rows}).",
)
CONTRADICTED = (
    "1 svar om kön stämmer inte med personnumret (rad {rows}). Kolumnens svar används.",
    "{count} svar om kön stämmer inte med personnumret (rad {rows}). Kolumnens svar används.",
)
FILLED = (
    "1 rad saknar svar om kön, och där är kön taget ur personnumret (rad {rows}).",
    "{count} rader saknar svar om kön, och där är kön taget ur personnumren (rad {rows}).",
)
KEYED = "Kolumnen finns inte i kodboken. Personnumren skiljer personer åt och lästes inte in."
NO_VALID = (
    "{file}: kolumnen «{header}» har inga giltiga personnummer, så kön går inte att ta ur den. "
    "Väntade personnummer som ååååmmdd-nnnn. Rätta kolumnen, eller lägg till en kolumn för kön."
)
HELD = "Kolumnen har personnummer, så den lästes inte in."
UNCLEAR = "Flera kolumner har personnummer, så varken kön eller ålder togs ur dem."
SEXES = 2


@dataclass(frozen=True)
class Numbers:
    """Which columns hold identity numbers: the person's own, those in use, and those held back.

    Attributes
    ----------
    key
        The place of the column that tells people apart; None where there is none.
    own
        The place of the column that the person's sex and age can be taken from, or None.
    used
        The places of the columns that something is read from.
    held
        The places of the other columns with numbers; nothing is read from them.
    is_unclear
        Whether several columns could be the person's own, so that none is.
    is_unlisted
        Whether the codebook does not name the column that tells people apart.
    """

    key: int | None
    own: int | None
    used: frozenset[int]
    held: frozenset[int]
    is_unclear: bool = False
    is_unlisted: bool = False


def find_numbers(codebook: Codebook, frame: pd.DataFrame, places: dict[str, int]) -> Numbers:
    """Where identity numbers stand, and whose they are."""
    holding = {i for i in range(frame.shape[1]) if holds_numbers(frame.iloc[:, i])}
    own = {i for i in holding if not is_anothers(frame.columns[i])}
    told = {places[v.name] for v in codebook if v.taken_from and v.name in places}
    key = next((places[v.name] for v in codebook.with_role(KEY) if v.name in places), None)
    free = own - set(places.values())
    is_unclear = len(own if codebook.proposed else free) > 1 and not told
    if key is None and (told or len(free) == 1):
        key = min(told or free)
    used = frozenset(told | {i for i in (key,) if i is not None and _has_some(frame.iloc[:, i])})
    source = None if is_unclear or key not in own | told else key
    is_unlisted = key not in places.values()
    return Numbers(key, source, used, frozenset(holding - used), is_unclear, is_unlisted)


def holds_numbers(column: pd.Series) -> bool:
    """Whether a column holds identity numbers, by at most a thousand of its cells."""
    return hold_numbers(sample_of(column))


def _has_some(column: pd.Series) -> bool:
    """Whether at least one cell in twenty of a key is an identity number."""
    sample = values.answered(sample_of(column))
    counts = read_identities(sample, dt.date.today()).counts()
    return 20 * (len(sample) - counts[OTHER]) >= max(len(sample), 1)


def stated_date(
    at: dt.date | None, codebook: Codebook, columns: dict[str, pd.Series]
) -> tuple[dt.date, str]:
    """The date that ages are told at, and why: as given, the end of the file's last year, today.

    Birth dates, and dates in a year that is still to come, say nothing of when the file is from.
    """
    if at is not None:
        return at, WHY_GIVEN
    today, births = dt.date.today(), load("intake")["alder"]["fodelse"]
    dates = [
        columns[v.name].dropna().dt.year
        for v in codebook
        if v.kind == DATE and v.name in columns
        and not any(has_word(h, births) for h in (v.name, *v.columns))
    ]  # fmt: skip
    years = [int(past.max()) for d in dates if len(past := d[d <= today.year])]
    return (dt.date(max(years), 12, 31), WHY_LATEST) if years else (today, WHY_TODAY)


def read_numbers(
    numbers: Numbers, frame: pd.DataFrame, at: dt.date, arbetsmapp: Path | None
) -> dict[int, Identities]:
    """What each column in use tells, by place; the numbers stay behind.

    The key of the arbetsmapp is read, and made, only when there is something to use it for.
    """
    if not numbers.used:
        return {}
    key = read_key(arbetsmapp)
    return {i: read_identities(frame.iloc[:, i], at, key=key) for i in sorted(numbers.used)}


def with_person(
    codebook: Codebook, places: dict[str, int], numbers: Numbers, found: dict[int, Identities],
    headers: pd.Index,
) -> tuple[Codebook, dict[str, int]]:  # fmt: skip
    """The codebook and the places with sex and age from the numbers, where they have none."""
    if numbers.own is None:
        return codebook, places
    header = str(headers[numbers.own])
    sex = next(iter(codebook.with_role(SEX)), None)
    if sex and sex.name not in places and len(set(sex_places(sex.options)) - {None}) == SEXES:
        codebook = codebook.replaced(replace(sex, columns=(header,), taken_from=FROM_NUMBER))
        places = places | {sex.name: numbers.own}
    new = from_numbers(header, found[numbers.own], list(codebook))
    at = 1 + next((i for i, v in enumerate(codebook) if v.role == KEY), -1)
    variables = (*codebook.variables[:at], *new, *codebook.variables[at:])
    return replace(codebook, variables=variables), places | {v.name: numbers.own for v in new}


def taken(
    codebook: Codebook, places: dict[str, int], found: dict[int, Identities], frame: pd.DataFrame,
    file: str,
) -> dict[str, pd.Series]:  # fmt: skip
    """The columns of sex and age as the numbers tell them.

    Raises
    ------
    DataFileError
        When sex is to be taken from a file's numbers and none is valid.
    """
    columns = {}
    for v in (v for v in codebook if v.taken_from and v.name in places):
        columns[v.name] = _taken(v, found[places[v.name]], frame.index)
        if v.role == SEX and file != TABLE and columns[v.name].isna().all():
            header = safe_header(frame.columns[places[v.name]])
            raise DataFileError(NO_VALID.format(file=file, header=header))
    return columns


def filled(
    codebook: Codebook, columns: dict[str, pd.Series], numbers: Numbers,
    found: dict[int, Identities], rows: np.ndarray,
) -> tuple[dict[str, pd.Series], list[Remark]]:  # fmt: skip
    """The column for sex with the blanks filled that a valid number can fill, and how many."""
    sex = next((v for v in codebook.with_role(SEX) if v.name in columns), None)
    if sex is None or sex.taken_from or numbers.own is None:
        return {}, []
    column = columns[sex.name]
    known = column.cat.codes.to_numpy()
    codes = np.where(known < 0, found[numbers.own].sex_codes(sex.options), known)
    is_new = codes != known
    if not is_new.any():
        return {}, []
    read = pd.Categorical.from_codes(codes, categories=column.cat.categories)
    count = int(is_new.sum())
    text = FILLED[count > 1].format(count=number(count), rows=rows_told(rows[is_new]))
    return {sex.name: pd.Series(read, index=column.index)}, [Remark(sex.name, text, count)]


def _taken(variable: Variable, found: Identities, index: pd.Index) -> pd.Series:
    if variable.kind == NUMBER:
        return pd.Series(found.age.copy(), index=index)
    names = [option.name for option in variable.options]
    codes = found.sex_codes(variable.options)
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(names)), index=index)


def keys_of(column: pd.Series, found: Identities | None) -> np.ndarray:
    """A running number a person; a blank key is a person of its own."""
    if found is not None and not any(map(is_rounded, distinct(column)[1])):
        return found.keys()
    raw, unique = distinct(column)
    names = np.array(keys_of_words(unique), dtype=object)
    names[[values.is_blank(u) or is_rounded(u) for u in unique]] = None
    codes = pd.factorize(names)[0][raw]
    blank = codes < 0
    codes[blank] = codes.max(initial=-1) + 1 + np.arange(blank.sum())
    return codes


def told_of_numbers(
    codebook: Codebook, frame: pd.DataFrame, places: dict[str, int], numbers: Numbers,
    found: dict[int, Identities], columns: dict[str, pd.Series], at: tuple[dt.date, str],
) -> list[Remark]:  # fmt: skip
    """All that the report says of identity numbers; of people by row alone."""
    headers, rows = [safe_header(c) for c in frame.columns], row_numbers(frame)
    remarks = [Remark(headers[i], HELD) for i in sorted(numbers.held)]
    remarks += [Remark("Filen", UNCLEAR)] if numbers.is_unclear else []
    if numbers.key is not None and numbers.is_unlisted:
        remarks.append(Remark(headers[numbers.key], KEYED))
    for place, identities in found.items():
        used = [v for v in codebook if v.taken_from and places.get(v.name) == place]
        remarks += [_told(v, headers[place], at) for v in used]
        if identities.holds_numbers:
            remarks += _unusable(headers[place], identities, [v.name for v in used], rows)
            remarks += _odd_ages(identities, used, rows)
    return remarks + _contradicted(codebook, numbers, found, columns, rows)


def _told(variable: Variable, header: str, at: tuple[dt.date, str]) -> Remark:
    text = AGE_TAKEN if variable.kind == NUMBER else SEX_TAKEN
    return Remark(variable.name, text.format(header=header, date=at[0].isoformat(), why=at[1]))


def _unusable(header: str, found: Identities, what: list[str], rows: np.ndarray) -> list[Remark]:
    """Reservnummer, invalid ones and blanks, counted by kind."""
    gives = GIVES.format(what=listing(what)) if what else ""
    remarks = []
    for kind, texts in UNUSABLE.items():
        places = found.rows(kind)
        if len(places):
            text = texts[len(places) > 1].format(count=number(len(places)))
            text = f"{text} (rad {rows_told(rows[places])}).{gives}"
            remarks.append(Remark(header, text, len(places)))
    return remarks


def _odd_ages(found: Identities, used: list[Variable], rows: np.ndarray) -> list[Remark]:
    ages = [v for v in used if v.kind == NUMBER]
    valid = np.append(found.rows(PERSONAL), found.rows(COORDINATION))
    odd = np.sort(valid[np.isnan(found.age[valid])])
    if not ages or not len(odd):
        return []
    text = ODD_AGE[len(odd) > 1].format(count=number(len(odd)), rows=rows_told(rows[odd]))
    return [Remark(ages[0].name, text, len(odd))]


def _contradicted(
    codebook: Codebook, numbers: Numbers, found: dict[int, Identities],
    columns: dict[str, pd.Series], rows: np.ndarray,
) -> list[Remark]:  # fmt: skip
    sex = codebook.with_role(SEX)[0]
    if numbers.own is None or sex.taken_from or sex.name not in columns:
        return []
    codes = columns[sex.name].cat.codes.to_numpy()
    places = contradictions(codes, found[numbers.own], sex.options)
    if not len(places):
        return []
    text = CONTRADICTED[len(places) > 1]
    told = text.format(count=number(len(places)), rows=rows_told(rows[places]))
    return [Remark(sex.name, told, len(places))]
